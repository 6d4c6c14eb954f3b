//! A message, its parts and attempts: their states, the moves that are legal, and the Reason of each.
//! A message's state is a pure function of its parts (DESIGN: the ledger); every state written
//! anywhere comes from [`PartState::moved_to`], [`shown_by_mirror`] or [`message_state`]. Sentences are in `wording`.

mod mirror;
mod reason;
mod received;
mod state;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use mirror::shown_by_mirror;
pub use reason::{Misfit, Reason, Shortest, Withdrawal};
pub use received::{Ending, Piece, ReceivedId, SenderKind};
pub use state::{Gate, IllegalMove, PartState, State, message_state};
pub use words::UnknownWord;

pub(crate) use words::words;

/// A message's number in the store; rises for ever, is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub i64);

/// A part's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartId(pub i64);

/// The ledger number of an attempt; the order of the ledger, whatever the clocks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptNumber(pub i64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How urgent: a lane is emptied before the next one begins, between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// An absence: overtakes everything.
    Urgent,
    /// What is neither.
    Normal,
    /// News to many.
    Bulk,
}

words!(Lane: "urgent, normal, bulk"; Urgent = "urgent", Normal = "normal", Bulk = "bulk");

/// What the service's rule says of a part that stays unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenUnknown {
    /// It stays unknown and stands on the list of those to call.
    Ask,
    /// It is sent once more, counted and shown.
    ResendOnce,
}

words!(WhenUnknown: "ask, resend-once"; Ask = "ask", ResendOnce = "resend-once");

/// What a person says of a message that is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It was received: the person was asked, or has answered.
    Sent,
    /// It was not, and does not go any more.
    Failed,
    /// It goes once more, though it may be read twice.
    Resend,
}

words!(Resolution: "sent, failed, resend"; Sent = "sent", Failed = "failed", Resend = "resend");

/// What an attempt stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Every attempt before it is known not to have sent the part.
    Ordinary,
    /// One before it is of unknown fate: the service's rule, or a person, wanted it all the same.
    Resend,
}

words!(Ground: "ordinary, resend"; Ordinary = "ordinary", Resend = "resend");

/// What becomes of signs that GSM-7 has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextPolicy {
    /// Typographic signs become their GSM-7 neighbours; nothing that a reader would miss.
    Typographic,
    /// Accents that GSM-7 has not go too: ç ê î ô become c e i o.
    Fold,
    /// Nothing is changed: UCS-2 where needed.
    Keep,
    /// A text that GSM-7 can't write is refused.
    Refuse,
}

words!(TextPolicy: "typographic, fold, keep, refuse";
    Typographic = "typographic", Fold = "fold", Keep = "keep", Refuse = "refuse");

/// What becomes of emoji where the policy may change signs at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emoji {
    /// They stay, and make the text UCS-2.
    #[default]
    Keep,
    /// Their names are written instead: (sourire).
    Name,
}

words!(Emoji: "keep, name"; Keep = "keep", Name = "name");

/// What a sign was changed for; the later, the more a reader misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Its neighbour in print: ’ becomes '.
    Typographic,
    /// A letter without its accent, a sign in letters.
    Folded,
    /// A letter of another script as it sounds.
    Transcribed,
    /// An emoji by its name.
    Named,
    /// Left out, or written shorter, as advice only.
    Shortened,
}

words!(ChangeKind: "typographic, folded, transcribed, named, shortened";
    Typographic = "typographic", Folded = "folded", Transcribed = "transcribed", Named = "named",
    Shortened = "shortened");

/// What TP-ST of a delivery report means (TS 23.040 §9.2.3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 0x00 to 0x1F: the phone has it (0x01: forwarded, delivery not confirmed).
    Delivered,
    /// 0x20 to 0x3F: the service centre still tries; another report follows.
    StillTrying,
    /// 0x40 and up: given up.
    GivenUp,
}

words!(Verdict: "delivered, still_trying, given_up";
    Delivered = "delivered", StillTrying = "still_trying", GivenUp = "given_up");

/// A language whose letters may stand behind an escape of GSM-7 in place of the extension table (TS 23.038
/// §6.2.1.2.2), where a service allows it. Those in Latin letters only: no other saves anything of what is written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NationalTable {
    /// ê ç ô â ã õ á í ó ú and their capitals.
    Portuguese,
    /// ç á í ó ú and their capitals.
    Spanish,
    /// ş ğ ı ç and their capitals, İ.
    Turkish,
}

words!(NationalTable: "portuguese, spanish, turkish";
    Portuguese = "portuguese", Spanish = "spanish", Turkish = "turkish");

/// How a part is written on the air (TS 23.038).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// The default alphabet with its extension table: 160 septets, 153 in a part of several.
    Gsm7,
    /// The default alphabet with the letters of a language, which the header names: 155 septets, 149 in a part of several.
    Gsm7Portuguese,
    /// The same with those of another.
    Gsm7Spanish,
    /// The same with those of another.
    Gsm7Turkish,
    /// Sixteen-bit units: 70, 67 in a part of several.
    Ucs2,
}

words!(Alphabet: "gsm7, gsm7_portuguese, gsm7_spanish, gsm7_turkish, ucs2";
    Gsm7 = "gsm7", Gsm7Portuguese = "gsm7_portuguese", Gsm7Spanish = "gsm7_spanish",
    Gsm7Turkish = "gsm7_turkish", Ucs2 = "ucs2");

impl Alphabet {
    /// The table that it writes some letters with.
    pub const fn table(self) -> Option<NationalTable> {
        match self {
            Alphabet::Gsm7 | Alphabet::Ucs2 => None,
            Alphabet::Gsm7Portuguese => Some(NationalTable::Portuguese),
            Alphabet::Gsm7Spanish => Some(NationalTable::Spanish),
            Alphabet::Gsm7Turkish => Some(NationalTable::Turkish),
        }
    }
}

impl From<NationalTable> for Alphabet {
    fn from(table: NationalTable) -> Self {
        match table {
            NationalTable::Portuguese => Alphabet::Gsm7Portuguese,
            NationalTable::Spanish => Alphabet::Gsm7Spanish,
            NationalTable::Turkish => Alphabet::Gsm7Turkish,
        }
    }
}

/// Which part of how many (TS 23.040 §9.2.3.24.1, 8-bit reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Concat {
    /// The same in all parts of a message.
    pub reference: u8,
    /// 2 to 255.
    pub total: u8,
    /// 1 to `total`.
    pub number: u8,
}

/// What one part says, before it becomes octets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartText {
    /// Fits `text` without loss.
    pub alphabet: Alphabet,
    /// At most what one TPDU holds in that alphabet, the header of `concat` deducted.
    pub text: String,
    /// None for a message of one part.
    pub concat: Option<Concat>,
}

/// Shows lengths only: a text is nobody's business in a log.
impl fmt::Debug for PartText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.text.chars().count();
        write!(f, "PartText({}, {length} characters, {:?})", self.alphabet, self.concat)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for &lane in Lane::ALL {
            assert_eq!(lane.as_str().parse(), Ok(lane));
        }
        for &state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert!("Urgent".parse::<Lane>().is_err());
        for &alphabet in Alphabet::ALL {
            assert_eq!(alphabet.as_str().parse(), Ok(alphabet));
            // One word in SQL and in JSON.
            assert_eq!(serde_json::to_value(alphabet).unwrap(), alphabet.as_str());
        }
        for &table in NationalTable::ALL {
            assert_eq!(Alphabet::from(table).table(), Some(table));
        }
    }
}
