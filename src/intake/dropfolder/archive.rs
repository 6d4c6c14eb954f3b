//! Files that are kept in the folders below and that the store knows nothing of: after it was put back from
//! a backup it has forgotten what it took, and the same list would be sent again. Looked for by size first;
//! nothing older than what is kept is read.

use std::io;

use super::folder::{Content, Folder};
use super::names;
use super::plan::fingerprint;
use super::watchlist::Entry;
use crate::moment::Moment;
use crate::store::{DropRecord, KeptFile, Place};

/// Files of one size that are read for one that comes in.
const MOST_READ: usize = 50;

/// What is kept and not known.
#[derive(Debug, Default)]
pub(super) struct Archive {
    unknown: Vec<Unknown>,
}

#[derive(Debug)]
struct Unknown {
    place: Place,
    below: &'static str,
    entry: Entry,
    since: Moment,
}

impl Archive {
    /// Lists it; a folder below that can't be read holds nothing that could be compared.
    pub(super) fn of(folder: &Folder, records: &[DropRecord], since: Moment) -> Self {
        let mut unknown = Vec::new();
        for (place, below) in [(Place::Done, names::DONE), (Place::Refused, names::REFUSED)] {
            let kept = folder.kept(below).unwrap_or_default();
            let kept = kept.into_iter().filter(|(entry, at)| {
                *at > since && names::may_be_taken(&entry.name) && !is_known(records, below, &entry.name)
            });
            unknown.extend(kept.map(|(entry, since)| Unknown { place, below, entry, since }));
        }
        Self { unknown }
    }

    /// Those that say the same as a file that was read.
    pub(super) fn same(&self, folder: &Folder, file: &Entry, fingerprint: &str) -> Vec<KeptFile> {
        let size = |kept: &&Unknown| kept.entry.identity.size == file.identity.size;
        let same = self.unknown.iter().filter(size).take(MOST_READ).filter(|kept| {
            let found = content(folder, Some(kept.below), &kept.entry.name);
            found.is_ok_and(|found| found.as_deref() == Some(fingerprint))
        });
        same.map(|kept| KeptFile {
            place: kept.place,
            stem: names::parts(&kept.entry.name).0,
            file: format!("{}/{}", kept.below, kept.entry.name),
            at: kept.since,
        })
        .collect()
    }
}

fn is_known(records: &[DropRecord], below: &str, name: &str) -> bool {
    records.iter().any(|record| {
        let extension = names::parts(&record.file).1;
        let twin = format!("{}{extension}", names::kept_twin(&record.stem, "", 0));
        record.moved_to.as_deref().and_then(|moved| moved.split_once('/')) == Some((below, name))
            || (record.twin.is_some() && name == twin)
    })
}

/// The fingerprint of a plain file of that name, if there is one.
pub(super) fn content(folder: &Folder, below: Option<&str>, name: &str) -> io::Result<Option<String>> {
    let Some(entry) = folder.entry(below, name)? else { return Ok(None) };
    match folder.read(below, &entry)? {
        Content::Whole(octets) => Ok(Some(fingerprint(&octets))),
        Content::TooLarge | Content::Closed => Ok(Some(unread(&entry))),
        Content::Stirred => Err(io::ErrorKind::ResourceBusy.into()),
    }
}

/// What tells a file that was not read from others.
pub(super) fn unread(entry: &Entry) -> String {
    let identity = entry.identity;
    format!("unread {}:{}:{}:{}", identity.device, identity.inode, identity.size, identity.modified)
}

/// Whether it is that file; one that was not read is another on another disk, but for its size and time.
pub(super) fn is_same(wanted: &str, found: &str) -> bool {
    let carried = |text: &'_ str| -> Option<(String, String)> {
        let mut fields = text.strip_prefix("unread ")?.splitn(3, ':');
        let device = fields.next()?.to_owned();
        Some((device, fields.nth(1)?.to_owned()))
    };
    wanted == found
        || matches!((carried(wanted), carried(found)), (Some(one), Some(other)) if one.0 != other.0 && one.1 == other.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_not_read_is_known_again_on_another_disk() {
        let rows = [
            ("abc", "abc", true),
            ("abc", "abd", false),
            ("unread 1:2:300:4", "unread 1:2:300:4", true),
            ("unread 1:2:300:4", "unread 1:3:300:4", false),
            ("unread 1:2:300:4", "unread 7:9:300:4", true),
            ("unread 1:2:300:4", "unread 7:9:300:5", false),
            ("unread 1:2:300:4", "abc", false),
        ];
        for (wanted, found, want) in rows {
            assert_eq!(is_same(wanted, found), want, "{wanted} {found}");
        }
    }
}
