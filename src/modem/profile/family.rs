//! What a USB device is by its numbers and interfaces, as data (`profiles/families.toml`): a modem and
//! which of its ports speak AT, a stick that still is a CD-ROM, a router, a serial converter.
//! Where the data are silent or the interfaces are not as they say, a port is called unsure, never wrong.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

const FAMILIES: &str = include_str!("../profiles/families.toml");

// The file is part of the program and a test reads it; without it every serial port is unsure.
static ALL: LazyLock<Vec<Family>> =
    LazyLock::new(|| toml::from_str::<Families>(FAMILIES).map(|file| file.family).unwrap_or_default());

/// The class of a USB interface: class, subclass, protocol (USB 2.0 §9.6.5).
pub type Class = [u8; 3];

/// A USB interface as it shows itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// `bInterfaceNumber`.
    pub number: u8,
    /// What it says it is.
    pub class: Class,
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A modem, or what may be one.
    Modem,
    /// A stick that shows itself as a CD-ROM until it is switched over.
    Storage,
    /// A router with a web page: no program can send through it by AT.
    Network,
    /// Starting.
    Boot,
    /// A serial converter: what hangs behind it has no identity of its own.
    Bridge,
    /// Serial ports of nobody known.
    Serial,
}

/// What a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Commands, and what comes unasked.
    At,
    /// Commands; what comes unasked may go to the other one.
    AtSecond,
    /// Nobody knows.
    Unsure,
    /// Something else: diagnosis, positions, voice.
    Other,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    family: Vec<Family>,
}

/// Devices that are alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// What people know it as.
    pub name: String,
    vendor: u16,
    #[serde(default)]
    products: Vec<u16>,
    #[serde(rename = "state")]
    nature: Nature,
    #[serde(default)]
    at: Vec<u8>,
    #[serde(default)]
    at_class: Vec<String>,
}

impl Family {
    /// The first that fits; `None` for a device of nobody known.
    pub fn of(vendor: u16, product: u16) -> Option<&'static Self> {
        let fits = |family: &&Family| family.products.is_empty() || family.products.contains(&product);
        ALL.iter().filter(|family| family.vendor == vendor).find(fits)
    }

    /// What such a device is, with these interfaces.
    pub fn nature(&self, shapes: &[Shape]) -> Nature {
        let all_are =
            |class: fn(&Class) -> bool| !shapes.is_empty() && shapes.iter().all(|s| class(&s.class));
        match self.nature {
            Nature::Modem if all_are(is_storage) => Nature::Storage,
            Nature::Modem if all_are(|class| is_network(class) || is_storage(class) || is_data(class)) => {
                Nature::Network
            }
            // One number, two firmwares: where there is a port behind it, it is a modem.
            Nature::Network | Nature::Storage if shapes.iter().any(|s| s.class.first() == Some(&VENDOR)) => {
                Nature::Modem
            }
            other => other,
        }
    }

    /// What the port at an interface is for, among all that there are.
    pub fn role(&self, port: &Shape, shapes: &[Shape]) -> Role {
        if self.nature == Nature::Bridge || (self.at.is_empty() && self.at_class.is_empty()) {
            return Role::Unsure;
        }
        let rank = match self.at_class.is_empty() {
            true => self.at.iter().position(|number| *number == port.number),
            false => self.rank_by_class(port, shapes),
        };
        // A network interface in front moves all the numbers behind it.
        let moved = shapes.iter().any(|shape| shape.number < port.number && is_network(&shape.class));
        let known = shapes.iter().any(|shape| self.is_known(shape));
        match rank {
            _ if !known || (moved && self.at_class.is_empty()) => Role::Unsure,
            Some(0) => Role::At,
            Some(_) => Role::AtSecond,
            None => Role::Other,
        }
    }

    fn is_known(&self, shape: &Shape) -> bool {
        match self.at_class.is_empty() {
            true => self.at.contains(&shape.number),
            false => self.at_class.contains(&hexadecimal(&shape.class)),
        }
    }

    /// Among the interfaces that there are: where the best class is missing, the next is the best.
    fn rank_by_class(&self, port: &Shape, shapes: &[Shape]) -> Option<usize> {
        let there = |class: &&String| shapes.iter().any(|shape| hexadecimal(&shape.class) == **class);
        let own = hexadecimal(&port.class);
        self.at_class.iter().filter(there).position(|class| *class == own)
    }
}

/// Defined by the vendor: how most modems show their serial ports.
const VENDOR: u8 = 0xFF;

/// Mass storage.
pub fn is_storage(class: &Class) -> bool {
    matches!(class, [0x08, ..])
}

/// Ethernet and its like over USB: CDC ECM, NCM, MBIM, RNDIS.
pub fn is_network(class: &Class) -> bool {
    matches!(class, [0x02, 0x06 | 0x0D | 0x0E, _] | [0xE0, 0x01, 0x03] | [0xEF, 0x04, _])
}

/// A printer.
pub fn is_printer(class: &Class) -> bool {
    matches!(class, [0x07, ..])
}

/// The data beside an interface of control, of a network or of a serial port.
fn is_data(class: &Class) -> bool {
    matches!(class, [0x0A, ..])
}

fn hexadecimal(class: &Class) -> String {
    class.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod against_rules;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn shape(number: u8, class: Class) -> Shape {
        Shape { number, class }
    }

    #[test]
    fn the_file_reads_and_no_device_stands_twice() {
        let families: Families = toml::from_str(FAMILIES).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for family in &families.family {
            for product in &family.products {
                assert!(seen.insert((family.vendor, *product)), "{}: {product:04x}", family.name);
            }
            for class in &family.at_class {
                assert!(class.len() == 6 && u32::from_str_radix(class, 16).is_ok(), "{class}");
            }
        }
        assert!(seen.len() > 50);
    }

    #[test]
    fn a_general_family_stands_behind_its_special_ones() {
        let families: Families = toml::from_str(FAMILIES).unwrap();
        for (at, family) in families.family.iter().enumerate().filter(|(_, f)| f.products.is_empty()) {
            let behind = families.family.iter().skip(at + 1).find(|other| other.vendor == family.vendor);
            assert!(behind.is_none(), "{} hides {:?}", family.name, behind.map(|f| &f.name));
        }
    }

    #[test]
    fn numbers_that_a_network_interface_has_moved_are_not_trusted() {
        let family = Family::of(0x2c7c, 0x0125).unwrap();
        let vendor = |number| shape(number, [0xFF, 0, 0]);
        let plain: Vec<Shape> = (0..5).map(vendor).collect();
        let roles = |shapes: &[Shape]| shapes.iter().map(|s| family.role(s, shapes)).collect::<Vec<_>>();
        use Role::*;
        assert_eq!(roles(&plain), [Other, Other, At, AtSecond, Other]);
        let mut moved: Vec<Shape> = (2..6).map(vendor).collect();
        moved.insert(0, shape(0, [0xE0, 0x01, 0x03]));
        assert_eq!(roles(&moved).get(1..), Some([Unsure; 4].as_slice()));
    }
}
