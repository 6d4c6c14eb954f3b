//! TP-DCS, the data coding scheme (TS 23.038 §4): which alphabet, which class, which indication.
//! The octet itself is kept, so that a scheme that nobody knows survives.

/// The data coding scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Coding(u8);

/// What the user data is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// GSM 7-bit default alphabet, packed.
    Gsm7,
    /// Octets that are no text.
    Octets,
    /// Sixteen-bit units.
    Ucs2,
}

/// Whether the text was compressed (TS 23.042).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// As everywhere.
    None,
    /// The user data is octets that only TS 23.042 can read.
    Compressed,
}

/// Coding group (TS 23.038 §4), the upper four bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// 00xx: general.
    General,
    /// 01xx: as general, and the message is deleted once it was read.
    DeletedOnceRead,
    /// 1000 to 1011: kept for later, read as the default alphabet.
    Reserved,
    /// 1100: a lamp, the message may be thrown away.
    WaitingDiscarded,
    /// 1101 and 1110 (UCS-2): a lamp, the message is kept.
    WaitingStored,
    /// 1111: alphabet and class.
    Class,
}

/// Message class (TS 23.038 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Shown at once, not stored.
    Flash,
    /// Stored in the phone.
    Phone,
    /// Stored in the SIM.
    Sim,
    /// Handed to what is connected to the phone.
    Terminal,
}

/// A lamp that the message switches (TS 23.038 §4, groups 1100 to 1110).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Indication {
    /// On or off.
    pub lamp: Lamp,
    /// What waits.
    pub waiting: Waiting,
    /// Whether the message itself is kept.
    pub message: Kept,
}

/// Whether the lamp is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lamp {
    /// Nothing waits any more.
    Off,
    /// Something waits.
    On,
}

/// What a lamp stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waiting {
    /// A voice message.
    Voice,
    /// A fax.
    Fax,
    /// Electronic mail.
    Mail,
    /// Something else.
    Other,
}

/// What becomes of a message that switched a lamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// The phone may throw it away.
    Discarded,
    /// It is kept.
    Stored,
}

impl Coding {
    /// The default alphabet, no class.
    pub const GSM7: Self = Self(0x00);
    /// 8-bit data, no class.
    pub const OCTETS: Self = Self(0x04);
    /// UCS-2, no class.
    pub const UCS2: Self = Self(0x08);

    /// A class in the general group, not compressed.
    pub const fn of_class(alphabet: Alphabet, class: Class) -> Self {
        let alphabet = match alphabet {
            Alphabet::Gsm7 => Self::GSM7,
            Alphabet::Octets => Self::OCTETS,
            Alphabet::Ucs2 => Self::UCS2,
        };
        Self(0x10 | alphabet.0 | class as u8)
    }

    /// Any octet is a scheme.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }

    /// The coding group.
    pub const fn group(self) -> Group {
        match self.0 >> 4 {
            0x0..=0x3 => Group::General,
            0x4..=0x7 => Group::DeletedOnceRead,
            0x8..=0xB => Group::Reserved,
            0xC => Group::WaitingDiscarded,
            0xD | 0xE => Group::WaitingStored,
            _ => Group::Class,
        }
    }

    /// The alphabet; reserved schemes read as the default alphabet, as a receiver must (TS 23.038 §4).
    pub const fn alphabet(self) -> Alphabet {
        match (self.0 >> 4, (self.0 >> 2) & 0b11) {
            (0x0..=0x7, 0b01) => Alphabet::Octets,
            (0x0..=0x7, 0b10) | (0xE, _) => Alphabet::Ucs2,
            (0xF, 0b01 | 0b11) => Alphabet::Octets,
            _ => Alphabet::Gsm7,
        }
    }

    /// General data coding groups only.
    pub const fn compression(self) -> Compression {
        match self.0 {
            0x00..=0x7F if self.0 & 0x20 != 0 => Compression::Compressed,
            _ => Compression::None,
        }
    }

    /// The class, where one is given.
    pub const fn class(self) -> Option<Class> {
        let given = match self.0 >> 4 {
            0x0..=0x7 => self.0 & 0x10 != 0,
            0xF => true,
            _ => false,
        };
        if !given {
            return None;
        }
        Some(match self.0 & 0b11 {
            0 => Class::Flash,
            1 => Class::Phone,
            2 => Class::Sim,
            _ => Class::Terminal,
        })
    }

    /// The lamp that it switches, if it does.
    pub const fn indication(self) -> Option<Indication> {
        let message = match self.0 >> 4 {
            0xC => Kept::Discarded,
            0xD | 0xE => Kept::Stored,
            _ => return None,
        };
        let lamp = if self.0 & 0x08 == 0 { Lamp::Off } else { Lamp::On };
        let waiting = match self.0 & 0b11 {
            0 => Waiting::Voice,
            1 => Waiting::Fax,
            2 => Waiting::Mail,
            _ => Waiting::Other,
        };
        Some(Indication { lamp, waiting, message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_half_of_a_scheme_is_its_group() {
        let rows = [
            (0x00, Group::General),
            (0x3F, Group::General),
            (0x40, Group::DeletedOnceRead),
            (0x7B, Group::DeletedOnceRead),
            (0x80, Group::Reserved),
            (0xBF, Group::Reserved),
            (0xC8, Group::WaitingDiscarded),
            (0xD0, Group::WaitingStored),
            (0xE9, Group::WaitingStored),
            (0xF2, Group::Class),
        ];
        for (octet, want) in rows {
            assert_eq!(Coding::from_octet(octet).group(), want, "{octet:02X}");
        }
    }

    #[test]
    fn a_scheme_says_alphabet_class_and_lamp() {
        let voice = |lamp, message| Some(Indication { lamp, waiting: Waiting::Voice, message });
        let rows = [
            (0x00, Alphabet::Gsm7, None, None),
            (0x04, Alphabet::Octets, None, None),
            (0x08, Alphabet::Ucs2, None, None),
            (0x10, Alphabet::Gsm7, Some(Class::Flash), None),
            (0x19, Alphabet::Ucs2, Some(Class::Phone), None),
            (0x48, Alphabet::Ucs2, None, None),
            // Kept for later: read as the default alphabet.
            (0x80, Alphabet::Gsm7, None, None),
            (0xBF, Alphabet::Gsm7, None, None),
            (0xC0, Alphabet::Gsm7, None, voice(Lamp::Off, Kept::Discarded)),
            (0xD8, Alphabet::Gsm7, None, voice(Lamp::On, Kept::Stored)),
            (0xE8, Alphabet::Ucs2, None, voice(Lamp::On, Kept::Stored)),
            (0xF0, Alphabet::Gsm7, Some(Class::Flash), None),
            (0xF6, Alphabet::Octets, Some(Class::Sim), None),
        ];
        for (octet, alphabet, class, indication) in rows {
            let coding = Coding::from_octet(octet);
            assert_eq!((coding.alphabet(), coding.class()), (alphabet, class), "{octet:02X}");
            assert_eq!(coding.indication(), indication, "{octet:02X}");
            assert_eq!(coding.octet(), octet);
            if let (0x10..=0x1F, Some(class)) = (octet, class) {
                assert_eq!(Coding::of_class(alphabet, class), coding);
            }
        }
    }
}
