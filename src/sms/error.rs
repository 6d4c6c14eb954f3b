//! What can be wrong with octets (decoding) and with values (encoding).
//! A decode error knows its path and its octet, `udh.ie[1] at octet 21: underflow`, so that an engineer
//! finds it in a dump; no error carries a text or a number.

use std::fmt;

/// Octets that are not what the standard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The field, by its name in the standard without `TP-`, in lower case: `udh.ie`.
    pub field: &'static str,
    /// Which of several, from 0.
    pub index: Option<usize>,
    /// Where reading stopped, from 0, counted in the octets that were given to the decoder.
    pub octet: usize,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        if let Some(index) = self.index {
            write!(f, "[{index}]")?;
        }
        write!(f, " at octet {}: {}", self.octet, self.fault)
    }
}

impl std::error::Error for DecodeError {}

impl DecodeError {
    /// A mistake of the sender that every receiver must overlook, as the clause says that is named there.
    pub fn is_overlooked(&self) -> bool {
        match (self.field, self.fault) {
            // TS 23.040 §9.2.2, §9.1.2.3: unused bits and fillers are ignored. A reserved way to say a time says none.
            (_, Fault::SpareBit | Fault::Filler | Fault::Reserved) => true,
            // TS 23.040 §9.2.3.27: what a reserved bit of TP-PI announces is discarded.
            (_, Fault::Discarded) => true,
            // TS 23.040 §9.2.3.1: the reserved type is processed as a DELIVER; of any other it is an error at once.
            ("mti", Fault::MessageType) => true,
            // TS 23.040 §9.2.3.24: a header whose last element does not fit is ignored whole.
            ("udh.ie", Fault::Underflow) => true,
            // TS 23.040 §9.2.3.12.3: an enhanced TP-VP has its seven octets; that they leave no room for a time says none.
            ("vp", Fault::Underflow) => true,
            // TS 23.040 §9.2.3.16, §9.2.3.23: without user data TP-UDHI announces nothing.
            ("udhi" | "udhl", Fault::Underflow) => true,
            // TS 23.040 §9.1.2.3: a phone ignores a filler among the digits of a number. Of a service centre, which is
            // who receives TP-DA, the clause does not speak.
            ("address" | "oa" | "ra" | "sca", Fault::NotADigit) => true,
            // TS 23.040 §9.2.3.11: what is no decimal digit of a time counts as 0 to a phone. Of a service centre,
            // which is who receives TP-VP, it says nothing.
            ("scts" | "dt", Fault::NotADigit) => true,
            _ => false,
        }
    }

    /// One that the value keeps as it came, so that it is written again; all others are mended.
    pub fn is_kept(&self) -> bool {
        match (self.field, self.fault) {
            // TS 23.040 §9.2.3.11: the entire field is stored exactly as received.
            ("scts" | "dt" | "vp", Fault::NotADigit) => true,
            // TS 23.040 §9.2.3.12.3: there is no rule for what is reserved, so nothing is made of it.
            ("vp", Fault::Reserved | Fault::Underflow) => true,
            // TS 23.040 §9.2.3.27: the setting of a reserved bit is ignored.
            ("pi", Fault::SpareBit) => true,
            _ => false,
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The octets end before the field does.
    #[error("underflow")]
    Underflow,
    /// A semi-octet that is no digit (TS 23.040 §9.1.2.3).
    #[error("not a digit")]
    NotADigit,
    /// More than the field may hold.
    #[error("longer than the field may be")]
    TooLong,
    /// The header reaches beyond the user data (TS 23.040 §9.2.3.24).
    #[error("longer than the user data")]
    BeyondUserData,
    /// TP-MTI of another TPDU (TS 23.040 §9.2.3.1).
    #[error("another type of message")]
    MessageType,
    /// Sixteen-bit units in an odd number of octets.
    #[error("half a character")]
    HalfUnit,
    /// A surrogate without its other half.
    #[error("half a surrogate pair")]
    LoneSurrogate,
    /// A character that is no hexadecimal digit.
    #[error("not a hexadecimal digit")]
    NotHexadecimal,
    /// An odd number of hexadecimal digits.
    #[error("half an octet")]
    HalfOctet,
    /// Octets behind the last field.
    #[error("octets behind the end")]
    Trailing,
    /// Octets behind TP-UD that a reserved bit of TP-PI announces (TS 23.040 §9.2.3.27).
    #[error("octets that a reserved bit of the parameter indicator announces, discarded")]
    Discarded,
    /// A bit that the sender must leave zero (TS 23.040 §9.2.2, TS 23.038 §6.1.2.1.1).
    #[error("a spare bit is set")]
    SpareBit,
    /// A value that the standard keeps for later.
    #[error("a reserved value")]
    Reserved,
    /// The filler of an odd number of digits is not 1111 (TS 23.040 §9.1.2.3).
    #[error("the filler is not F")]
    Filler,
}

/// A value that no TPDU can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A character outside the alphabet (TS 23.038 §6.2.1).
    #[error("character {position} (U+{:04X}) is not in the GSM 7-bit default alphabet", *.character as u32)]
    NotInAlphabet {
        /// The character.
        character: char,
        /// 1 for the first.
        position: usize,
    },
    /// More than a field may hold.
    #[error("{field} is too long: {found}, {limit} at most")]
    TooLong {
        /// The field.
        field: &'static str,
        /// In the unit of the field: septets, sixteen-bit units, octets or digits.
        found: usize,
        /// In the same unit.
        limit: usize,
    },
    /// Something else than `0-9 * # a b c` in a number (TS 23.040 §9.1.2.3).
    #[error("a number has digits, *, #, a, b, c and nothing else")]
    NotADigit,
    /// A part 0, or beyond the total (TS 23.040 §9.2.3.24.1).
    #[error("part {number} of {total} does not exist")]
    NoSuchPart {
        /// The part.
        number: u8,
        /// The total.
        total: u8,
    },
    /// A date or an offset that TP-SCTS can't say (TS 23.040 §9.2.3.11).
    #[error("{field} can't be said in the seven octets of a time stamp")]
    NoSuchTime {
        /// What is out of range.
        field: &'static str,
    },
    /// Shorter or longer than TP-VP can say (TS 23.040 §9.2.3.12.1).
    #[error("a validity of {seconds} s can't be said: from 5 minutes to 63 weeks")]
    NoSuchPeriod {
        /// What was asked.
        seconds: u64,
    },
    /// TP-DCS names another alphabet than the user data has.
    #[error("the data coding scheme does not fit the user data")]
    CodingMismatch,
}
