//! TP-PID, the protocol identifier (TS 23.040 §9.2.3.9): with what a message is to be interworked, or what a
//! phone is to do with it.

/// The protocol identifier: any octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Protocol(u8);

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// From phone to phone, by a protocol of theirs (0 to 31; 0: none).
    Person(u8),
    /// With telematic equipment of a kind (0 to 31; 0: implicit, 2: fax, 17: a public message system, 18: mail).
    Telematic(u8),
    /// Short message type 0: acknowledged and thrown away.
    TypeZero,
    /// Replace an earlier message of the same number, 1 to 7.
    Replace(u8),
    /// Device triggering short message, since Rel-11.
    DeviceTriggering,
    /// Enhanced message service; obsolete.
    Enhanced,
    /// Call this number back.
    ReturnCall,
    /// ANSI-136 R-DATA.
    AnsiData,
    /// Data for the phone.
    PhoneDownload,
    /// Unlock the phone from its network.
    Depersonalization,
    /// Data for the SIM.
    SimDownload,
    /// Kept for later.
    Reserved,
    /// The service centre's own.
    CentreSpecific,
}

impl Protocol {
    /// Any octet is one.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }

    /// What it says.
    pub const fn meaning(self) -> Meaning {
        match self.0 {
            0x00..=0x1F => Meaning::Person(self.0),
            0x20..=0x3F => Meaning::Telematic(self.0 & 0x1F),
            0x40 => Meaning::TypeZero,
            0x41..=0x47 => Meaning::Replace(self.0 & 0x07),
            0x48 => Meaning::DeviceTriggering,
            0x5E => Meaning::Enhanced,
            0x5F => Meaning::ReturnCall,
            0x7C => Meaning::AnsiData,
            0x7D => Meaning::PhoneDownload,
            0x7E => Meaning::Depersonalization,
            0x7F => Meaning::SimDownload,
            0xC0..=0xFF => Meaning::CentreSpecific,
            _ => Meaning::Reserved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_triggering_is_one_code_between_replacing_and_what_is_reserved() {
        let rows = [
            (0x47, Meaning::Replace(7)),
            (0x48, Meaning::DeviceTriggering),
            (0x49, Meaning::Reserved),
            (0x5D, Meaning::Reserved),
        ];
        for (octet, want) in rows {
            assert_eq!(Protocol::from_octet(octet).meaning(), want, "{octet:02X}");
        }
    }
}
