//! How the store stands, for the daemon's status and for a command that finds no daemon.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use nix::sys::statvfs::statvfs;
use serde::{Deserialize, Serialize};

use crate::message::{Lane, State};
use crate::moment::Moment;
use crate::store::{Reader, StoreError};

/// What "the last day" is.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What the store says, and the disk under it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Messages that wait for their turn, by lane; of several parts also between two of them.
    pub waiting: BTreeMap<Lane, u64>,
    /// Messages of which a part is at a modem just now, by lane.
    #[serde(default)]
    pub at_modem: BTreeMap<Lane, u64>,
    /// When the oldest that might go now was taken in, by lane.
    #[serde(default)]
    pub oldest: BTreeMap<Lane, Moment>,
    /// Messages by state; a state that none has is left out.
    pub states: BTreeMap<State, u64>,
    /// The same of those that were taken in during the last 24 hours.
    #[serde(default)]
    pub day: BTreeMap<State, u64>,
    /// Notices that wait for a person.
    #[serde(default)]
    pub notices: u32,
    /// Octets that are free on the store's disk, for its owner.
    #[serde(default)]
    pub free: Option<u64>,
    /// Octets of the store, its write-ahead log included.
    #[serde(default)]
    pub size: u64,
}

impl Standing {
    /// Messages of a lane that wait or are at a modem.
    pub fn under_way(&self, lane: Lane) -> u64 {
        let of = |lanes: &BTreeMap<Lane, u64>| lanes.get(&lane).copied().unwrap_or(0);
        of(&self.waiting) + of(&self.at_modem)
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    pub fn of(store: &Path, now: Moment) -> Result<Self, StoreError> {
        let reader = Reader::open(store)?;
        let mut standing = Self::default();
        for count in reader.counts()? {
            if matches!(count.state, State::Queued | State::Sending) {
                *standing.waiting.entry(count.lane).or_default() += u64::from(count.messages);
            }
            *standing.states.entry(count.state).or_default() += u64::from(count.messages);
        }
        for (lane, messages) in reader.at_modems()? {
            let there = standing.waiting.get(&lane).copied().unwrap_or(0).min(messages.into());
            standing.waiting.entry(lane).and_modify(|waiting| *waiting -= there);
            standing.at_modem.insert(lane, there);
        }
        standing.waiting.retain(|_, waiting| *waiting > 0);
        standing.oldest = reader.waiting(now)?.into_iter().map(|lane| (lane.lane, lane.oldest)).collect();
        standing.day = reader
            .states_since(now.minus(DAY))?
            .into_iter()
            .map(|(state, count)| (state, count.into()))
            .collect();
        standing.notices = reader.waiting_notices(now)?;
        standing.free = free_beside(store);
        standing.size = ["", "-wal"].iter().map(|ending| size_of(store, ending)).sum();
        Ok(standing)
    }
}

fn free_beside(store: &Path) -> Option<u64> {
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = statvfs(folder).ok()?;
    Some(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

fn size_of(store: &Path, ending: &str) -> u64 {
    let mut path = store.as_os_str().to_owned();
    path.push(ending);
    std::fs::metadata(path).map_or(0, |file| file.len())
}
