//! What leaves a drop folder: files that were taken or refused, a copy that lay beside one, and all of it
//! once it was kept long enough. Each step may be the last, and the next process finds out which it was.

use std::io;
use std::time::Duration;

use super::archive::{content, is_same};
use super::folder::Folder;
use super::keeper::Keeper;
use super::spot::Spot;
use super::trouble::Step;
use super::{Gone, Upstream, names};
use crate::moment::Moment;
use crate::store::{DropRecord, Place, Reader};

/// Where a file went that is nowhere any more.
const NOWHERE: &str = "";

/// Names that are tried for a file where strangers' files are in the way.
pub(super) const MOST_NAMES: u32 = 20;

impl<U: Upstream> Keeper<U> {
    /// What does not stay leaves the folder, its results written before.
    pub(super) fn settle(
        &mut self,
        folder: &Folder,
        records: &[DropRecord],
        store: &Reader,
    ) -> Result<(), Gone> {
        for record in records.iter().filter(|record| record.moved_to.is_none()) {
            let below = match record.place {
                Place::Stays => continue,
                Place::Done => names::DONE,
                Place::Refused => names::REFUSED,
            };
            let key = format!("move {}", record.id.0);
            let moved = self.twin_away(folder, record, below);
            match moved.and_then(|()| self.move_away(folder, (record, records), below, store)) {
                Ok(place) => {
                    self.over(&key);
                    self.upstream.moved(record.id, place)?;
                }
                Err(error) => {
                    let name = names::redacted(&record.file);
                    let what =
                        format!("{name} was taken but can't be moved to {below}/; it is not taken twice");
                    self.trouble(&key, Step::Move, &what, &error);
                }
            }
        }
        Ok(())
    }

    /// Where the file is then. A process may have died after the move and before it said so.
    fn move_away(
        &mut self,
        folder: &Folder,
        (record, records): (&DropRecord, &[DropRecord]),
        below: &str,
        store: &Reader,
    ) -> io::Result<String> {
        let extension = names::parts(&record.file).1;
        for number in 0..MOST_NAMES {
            let to = names::kept(&record.stem, &extension, number);
            match lies(folder, &record.fingerprint, below, &to)? {
                Lies::There => {
                    finish(folder, record, &record.file, below, &to)?;
                    return Ok(format!("{below}/{to}"));
                }
                Lies::Another => continue,
                Lies::Nothing => {}
            }
            // Whoever put it there may have taken it away, or put another in its place.
            if !is_here(folder, record, &record.file)? {
                return Ok(NOWHERE.to_owned());
            }
            self.write(folder, record, records, store);
            folder.move_into(&record.file, below, &to)?;
            return Ok(format!("{below}/{to}"));
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// The copy that lay beside the file which confirmed it is answered too.
    fn twin_away(&self, folder: &Folder, record: &DropRecord, below: &str) -> io::Result<()> {
        let Some(twin) = &record.twin else { return Ok(()) };
        let extension = names::parts(twin).1;
        for number in 0..MOST_NAMES {
            if !is_here(folder, record, twin)? {
                return Ok(());
            }
            let to = names::kept_twin(&record.stem, &extension, number);
            match lies(folder, &record.fingerprint, below, &to)? {
                Lies::There => return finish(folder, record, twin, below, &to),
                Lies::Another => continue,
                Lies::Nothing => return folder.move_into(twin, below, &to),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// What was kept long enough goes, results first, the record last.
    pub(super) fn forget(&mut self, folder: &Folder, records: &[DropRecord], at: Moment) -> Result<(), Gone> {
        let keep = self.settings.rules.keep;
        let mut all = true;
        for record in records.iter().filter(|record| is_over(record, keep, at)) {
            match self.remove(folder, record, records) {
                Ok(()) => {
                    self.told.remove(&record.id);
                    self.upstream.forget(record.id)?;
                    // Those of an earlier one of the name may take its place.
                    self.moved = true;
                }
                Err(error) => {
                    all = false;
                    let what = "what was kept long enough can't be removed";
                    self.trouble("remove", Step::Remove, what, &error);
                }
            }
        }
        if all {
            self.mended("remove", "what was kept long enough can be removed again");
        }
        Ok(())
    }

    fn remove(&self, folder: &Folder, record: &DropRecord, records: &[DropRecord]) -> io::Result<()> {
        let spot = Spot::of(record, records);
        if spot.below.is_none() {
            for name in names::results(&spot.stem, self.settings.language) {
                folder.remove(None, &name)?;
            }
        }
        for below in [names::DONE, names::REFUSED] {
            for name in names::results(&record.stem, self.settings.language) {
                match folder.remove(Some(below), &name) {
                    // Where no folder of ours is, we have put nothing.
                    Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
                    done => done?,
                }
            }
        }
        let Some((below, name)) = record.moved_to.as_deref().and_then(|moved| moved.split_once('/')) else {
            return Ok(());
        };
        if let Some(twin) = &record.twin {
            let extension = names::parts(twin).1;
            for number in 0..MOST_NAMES {
                let kept = names::kept_twin(&record.stem, &extension, number);
                match lies(folder, &record.fingerprint, below, &kept)? {
                    Lies::There => folder.remove(Some(below), &kept)?,
                    Lies::Another => {}
                    Lies::Nothing => break,
                }
            }
        }
        folder.remove(Some(below), name)
    }
}

/// A file could lie there.
enum Lies {
    There,
    /// A stranger's does.
    Another,
    Nothing,
}

fn lies(folder: &Folder, fingerprint: &str, below: &str, name: &str) -> io::Result<Lies> {
    Ok(match content(folder, Some(below), name)? {
        Some(found) if is_same(fingerprint, &found) => Lies::There,
        Some(_) => Lies::Another,
        None => Lies::Nothing,
    })
}

fn is_here(folder: &Folder, record: &DropRecord, name: &str) -> io::Result<bool> {
    Ok(content(folder, None, name)?.is_some_and(|found| found == record.fingerprint))
}

/// A process may have died when the file was on the other disk, and on this one still.
fn finish(folder: &Folder, record: &DropRecord, name: &str, below: &str, to: &str) -> io::Result<()> {
    if folder.is_carried(name, below, to)? && is_here(folder, record, name)? {
        folder.remove(None, name)?;
    }
    Ok(())
}

/// A file that could not be moved away is known for ever: it would be taken anew.
pub(super) fn is_over(record: &DropRecord, keep: Duration, at: Moment) -> bool {
    record.moved_to.is_some() && record.place != Place::Stays && record.since.plus(keep) <= at
}
