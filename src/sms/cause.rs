//! Whether a report acknowledges or refuses, and TP-FCS, why (TS 23.040 §9.2.3.22). TP-MTI does not tell one
//! form from the other: which one it is, the RP-layer says (RP-ACK or RP-ERROR), so it is an argument here.

use super::error::DecodeError;
use super::reader::Reader;

/// Which form of a report the octets have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// RP-ACK.
    Acknowledgement,
    /// RP-ERROR.
    Error,
}

/// What a report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The TPDU was taken.
    Accepted,
    /// It was not.
    Refused(FailureCause),
}

/// TP-FCS: any octet; 0x00 to 0x7F are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FailureCause(u8);

impl FailureCause {
    /// Nothing is said.
    pub const UNSPECIFIED: Self = Self(0xFF);

    /// Any octet is a cause.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }
}

impl Outcome {
    /// The form that it takes on the air.
    pub const fn form(self) -> Form {
        match self {
            Self::Accepted => Form::Acknowledgement,
            Self::Refused(_) => Form::Error,
        }
    }

    /// TP-FCS.
    pub const fn cause(self) -> Option<FailureCause> {
        match self {
            Self::Accepted => None,
            Self::Refused(cause) => Some(cause),
        }
    }

    /// What an error is where the first octet has unused bits set: its sender must not do that, and a receiver
    /// then examines nothing else and takes the cause as unspecified (TS 23.040 §9.2.2.1a(i), §9.2.2.2a(i)).
    pub(super) fn unexamined(
        reader: &mut Reader<'_>,
        form: Form,
        unused_bits: u8,
    ) -> Result<Option<Self>, DecodeError> {
        if form == Form::Acknowledgement || unused_bits == 0 {
            return Ok(None);
        }
        let cause = reader.rest().len().min(1);
        reader.take(cause, "fcs")?;
        reader.take(reader.rest().len(), "end")?;
        Ok(Some(Self::Refused(FailureCause::UNSPECIFIED)))
    }

    pub(super) fn read(reader: &mut Reader<'_>, form: Form) -> Result<Self, DecodeError> {
        Ok(match form {
            Form::Acknowledgement => Self::Accepted,
            Form::Error => Self::Refused(FailureCause(reader.octet("fcs")?)),
        })
    }
}
