//! Who may what, as data: a right per kind of request ([`Request::needs`]), a right per group, and
//! everything for root and for the daemon's own user.
//! Groups are looked up anew for each connection, so `gpasswd -d` holds at once, without a new login.

use std::ffi::CString;
use std::fmt;
use std::os::fd::AsFd;

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use nix::unistd::{Gid, Group, Uid, User, getgrouplist};
use serde::{Deserialize, Serialize};

/// What somebody may do; each holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Look: status, lists, one message.
    Ask,
    /// Send, cancel, resolve.
    Send,
    /// Everything else.
    All,
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Right::Ask => "ask",
            Right::Send => "send",
            Right::All => "all",
        })
    }
}

/// What the members of a group may.
pub const GROUPS: &[(&str, Right)] = &[("beffroi-send", Right::Send), ("beffroi", Right::Ask)];

/// Who is at the other end, as the kernel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its user.
    pub uid: u32,
    /// Its process, when it connected.
    pub pid: i32,
    /// The user's name, where the machine knows one.
    pub name: Option<String>,
    /// `None`: nothing at all.
    pub right: Option<Right>,
}

impl Peer {
    /// Whether it may do what asks for this right.
    pub fn may(&self, needed: Right) -> bool {
        self.right.is_some_and(|right| right >= needed)
    }

    /// Asks the kernel who holds the other end of this connection.
    pub(super) fn of(stream: &impl AsFd) -> nix::Result<Self> {
        let credentials = getsockopt(stream, PeerCredentials)?;
        let uid = Uid::from_raw(credentials.uid());
        // A name service that fails names nobody: the peer keeps what its own ids give it.
        let name = User::from_uid(uid).ok().flatten().map(|user| user.name);
        let groups = groups_of(name.as_deref(), Gid::from_raw(credentials.gid()));
        let right = right_of(uid, Uid::effective(), &groups);
        Ok(Self { uid: uid.as_raw(), pid: credentials.pid(), name, right })
    }
}

/// The groups that [`GROUPS`] names among those of a user.
fn groups_of(name: Option<&str>, own: Gid) -> Vec<&'static str> {
    let name = name.and_then(|name| CString::new(name).ok());
    let ids = name.and_then(|name| getgrouplist(&name, own).ok()).unwrap_or_else(|| vec![own]);
    let is_member =
        |group: &str| Group::from_name(group).ok().flatten().is_some_and(|g| ids.contains(&g.gid));
    GROUPS.iter().map(|(group, _)| *group).filter(|group| is_member(group)).collect()
}

/// The decision.
fn right_of(peer: Uid, daemon: Uid, groups: &[&str]) -> Option<Right> {
    if peer.is_root() || peer == daemon {
        return Some(Right::All);
    }
    GROUPS.iter().filter(|(group, _)| groups.contains(group)).map(|(_, right)| *right).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_comes_from_the_user_or_from_a_group() {
        let daemon = Uid::from_raw(990);
        let rows: &[(u32, &[&str], Option<Right>)] = &[
            (0, &[], Some(Right::All)),
            (990, &[], Some(Right::All)),
            (1000, &[], None),
            (1000, &["beffroi"], Some(Right::Ask)),
            (1000, &["beffroi-send"], Some(Right::Send)),
            (1000, &["beffroi", "beffroi-send"], Some(Right::Send)),
            (1000, &["users", "dialout"], None),
        ];
        for (uid, groups, want) in rows {
            assert_eq!(right_of(Uid::from_raw(*uid), daemon, groups), *want, "{uid} {groups:?}");
        }
    }

    #[test]
    fn a_right_holds_the_smaller_ones_and_none_holds_nothing() {
        let peer = |right| Peer { uid: 1000, pid: 1, name: None, right };
        for needed in [Right::Ask, Right::Send, Right::All] {
            assert!(peer(Some(Right::All)).may(needed));
            assert!(!peer(None).may(needed));
        }
        assert!(peer(Some(Right::Send)).may(Right::Ask));
        assert!(!peer(Some(Right::Ask)).may(Right::Send));
        assert!(!peer(Some(Right::Send)).may(Right::All));
    }
}
