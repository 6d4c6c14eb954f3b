//! One number for the content of a message, so that a reference which comes twice can be told from one
//! that means something else. FNV-1a with 128 bits: stable between versions, and no secret: it stands
//! for a number and a text, so it is kept as privately as they are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

/// FNV-1a, 128 bits: <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl Fingerprint {
    /// Of some fields in order; an absent one differs from an empty one, and no two lists of fields
    /// run into the same octets.
    pub fn of(fields: &[Option<&str>]) -> Self {
        let mut hash = OFFSET;
        let mut take = |octets: &[u8]| {
            for octet in octets {
                hash = (hash ^ u128::from(*octet)).wrapping_mul(PRIME);
            }
        };
        for field in fields {
            match field {
                None => take(&[0]),
                Some(text) => {
                    take(&[1]);
                    take(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
                    take(text.as_bytes());
                }
            }
        }
        Self(format!("{hash:032x}"))
    }

    /// Of a whole file.
    pub(super) fn of_octets(octets: &[u8]) -> Self {
        let step = |hash: u128, octet: &u8| (hash ^ u128::from(*octet)).wrapping_mul(PRIME);
        Self(format!("{:032x}", octets.iter().fold(OFFSET, step)))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_each_other() {
        let rows: &[&[Option<&str>]] = &[
            &[],
            &[None],
            &[Some("")],
            &[None, None],
            &[Some("ab"), Some("c")],
            &[Some("a"), Some("bc")],
            &[Some("abc")],
            &[Some("abc"), None],
        ];
        for (at, one) in rows.iter().enumerate() {
            for (other_at, other) in rows.iter().enumerate() {
                assert_eq!(Fingerprint::of(one) == Fingerprint::of(other), at == other_at);
            }
        }
    }

    #[test]
    fn it_stays_the_same_for_ever() {
        // A store keeps these; a change would make every repeated reference a stranger.
        assert_eq!(Fingerprint::of(&[]).as_str(), "6c62272e07bb014262b821756295c58d");
        assert_eq!(Fingerprint::of(&[Some("a"), None]).as_str(), "6d3cbfe8a3a3db5685a0760656d9bb6e");
    }
}
