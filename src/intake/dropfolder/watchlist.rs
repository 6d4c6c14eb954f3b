//! Which files of a folder are complete: nothing of them has changed for a while, and nobody keeps a lock
//! beside them. Looks at listings, one after the other, with the time of each; touches no file itself.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::names;

/// Size and time stand still so long before a file is taken.
pub(super) const STILL: Duration = Duration::from_secs(3);

/// An empty file is most likely one whose content is still on its way.
const STILL_EMPTY: Duration = Duration::from_secs(60);

/// A lock that stays so long has perhaps been left behind: somebody should look.
const LONG_LOCKED: Duration = Duration::from_secs(600);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Other,
    /// Its name is not Unicode.
    Nameless,
}

/// A file as it was at one moment; another one of the same name differs, and so does one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i128,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) identity: Identity,
}

/// What a look at a listing says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Complete, in the order of their names.
    pub(super) ready: Vec<Entry>,
    /// Neither files nor our own folders: told once, left alone.
    pub(super) odd: Vec<Entry>,
    /// Complete, but locked for a long time: told once, and waited for all the same.
    pub(super) locked: Vec<Entry>,
    /// When to look again, if nothing happens before.
    pub(super) again_in: Option<Duration>,
}

/// What was seen of each name, and since when it stands still.
#[derive(Debug, Default)]
pub(super) struct Watchlist {
    seen: BTreeMap<String, Seen>,
}

#[derive(Debug)]
struct Seen {
    kind: Kind,
    identity: Identity,
    since: Instant,
    /// That it is locked was told.
    told: bool,
    /// Dealt with as it is; only a change makes it new.
    done: bool,
}

impl Watchlist {
    /// Takes over a listing.
    pub(super) fn look(&mut self, listing: &[Entry], now: Instant) -> Look {
        let mut look = Look::default();
        self.seen.retain(|name, _| listing.iter().any(|entry| entry.name == *name));
        for entry in listing {
            let seen = self.seen.entry(entry.name.clone()).or_insert(Seen {
                kind: entry.kind,
                identity: entry.identity,
                since: now,
                told: false,
                done: false,
            });
            if seen.identity != entry.identity || seen.kind != entry.kind {
                *seen =
                    Seen { kind: entry.kind, identity: entry.identity, since: now, told: false, done: false };
            }
            let ours =
                entry.kind == Kind::Folder && [names::DONE, names::REFUSED].contains(&entry.name.as_str());
            if seen.done || ours || !names::may_be_taken(&entry.name) {
                continue;
            }
            if entry.kind != Kind::File {
                seen.done = true;
                look.odd.push(entry.clone());
                continue;
            }
            let still = now.saturating_duration_since(seen.since);
            let locked = listing.iter().any(|other| names::is_lock_of(&entry.name, &other.name));
            let wanted = if entry.identity.size == 0 { STILL_EMPTY } else { STILL };
            if still < wanted {
                let left = wanted - still;
                look.again_in = Some(look.again_in.map_or(left, |other| other.min(left)));
            } else if !locked {
                look.ready.push(entry.clone());
            } else if still >= LONG_LOCKED && !seen.told {
                seen.told = true;
                look.locked.push(entry.clone());
            }
        }
        look.ready.sort_by(|one, other| one.name.cmp(&other.name));
        look
    }

    /// This file is dealt with as it is.
    pub(super) fn done(&mut self, entry: &Entry) {
        if let Some(seen) = self.seen.get_mut(&entry.name) {
            seen.done = seen.identity == entry.identity;
        }
    }

    /// It was not as it seemed: it must stand still anew.
    pub(super) fn stirred(&mut self, entry: &Entry) {
        self.seen.remove(&entry.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> Entry {
        entry(name, Kind::File, size)
    }

    fn entry(name: &str, kind: Kind, size: u64) -> Entry {
        Entry { name: name.to_owned(), kind, identity: Identity { device: 1, inode: 2, size, modified: 3 } }
    }

    fn ready(look: &Look) -> Vec<&str> {
        look.ready.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn a_file_is_complete_once_it_has_stood_still_for_three_seconds() {
        let begin = Instant::now();
        let at = |millis| begin + Duration::from_millis(millis);
        let mut list = Watchlist::default();
        let rows: &[(u64, u64, &[&str], Option<u64>)] = &[
            (0, 10, &[], Some(3_000)),
            (2_000, 20, &[], Some(3_000)),
            (4_900, 20, &[], Some(100)),
            (5_000, 20, &["a.csv"], None),
            (9_000, 30, &[], Some(3_000)),
            (12_500, 30, &["a.csv"], None),
        ];
        for (millis, size, want, again) in rows {
            let look = list.look(&[file("a.csv", *size)], at(*millis));
            assert_eq!(
                (ready(&look).as_slice(), look.again_in),
                (*want, again.map(Duration::from_millis)),
                "{millis}"
            );
        }
        list.done(&file("a.csv", 30));
        assert_eq!(list.look(&[file("a.csv", 30)], at(20_000)), Look::default(), "done as it is");
        list.look(&[file("a.csv", 31)], at(21_000));
        assert_eq!(ready(&list.look(&[file("a.csv", 31)], at(24_000))), ["a.csv"], "another is new");
        list.look(&[], at(25_000));
        assert!(list.look(&[file("a.csv", 31)], at(26_000)).ready.is_empty(), "it has come anew");
    }

    #[test]
    fn an_empty_file_is_waited_for_longer() {
        let begin = Instant::now();
        let mut list = Watchlist::default();
        for (seconds, want) in [(0, 0), (3, 0), (59, 0), (60, 1)] {
            let look = list.look(&[file("a.csv", 0)], begin + Duration::from_secs(seconds));
            assert_eq!(look.ready.len(), want, "{seconds}");
        }
    }

    #[test]
    fn a_file_that_somebody_has_open_waits_for_its_lock_to_go() {
        let begin = Instant::now();
        let mut list = Watchlist::default();
        let open = [file("a.csv", 1), file(".~lock.a.csv#", 1), file("b.csv", 1)];
        list.look(&open, begin);
        let later = begin + Duration::from_secs(60);
        assert_eq!(ready(&list.look(&open, later)), ["b.csv"]);
        assert_eq!(ready(&list.look(&open[..1], later)), ["a.csv"]);
        let locked = |list: &mut Watchlist, seconds| {
            list.look(&open, begin + Duration::from_secs(seconds)).locked.len()
        };
        let told = [599, 600, 601].map(|seconds| locked(&mut list, seconds));
        assert_eq!(told, [0, 1, 0], "told once");
    }

    #[test]
    fn what_is_no_file_is_told_once_and_never_taken() {
        let begin = Instant::now();
        let mut list = Watchlist::default();
        let all = [
            entry("fait", Kind::Folder, 1),
            entry("refuse", Kind::Folder, 1),
            entry("alt", Kind::Folder, 1),
            entry("l.csv", Kind::Link, 1),
            entry("p.csv", Kind::Other, 1),
            entry("refuse", Kind::Link, 1),
        ];
        let odd = |look: &Look| look.odd.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
        assert_eq!(odd(&list.look(&all[..5], begin)), ["alt", "l.csv", "p.csv"]);
        let later = list.look(&all[..5], begin + Duration::from_secs(60));
        assert_eq!((odd(&later).len(), later.ready.len()), (0, 0));
        assert_eq!(odd(&list.look(&all[5..], begin)), ["refuse"], "a link is no folder of ours");
    }
}
