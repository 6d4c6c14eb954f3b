//! The udev rules and the families say the same of each device: which are modems, and which interface is
//! the port for commands. Two tables, since udev can't read ours; here one is held against the other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeSet;

use super::{FAMILIES, Families, Family, Nature, Role, Shape, hexadecimal};

const RULES: &str = include_str!("../../../../udev/77-beffroi.rules");

/// A product that no table names.
const NOBODYS: u16 = 0xFFF0;

/// A rule: what it asks, and what it says.
struct Rule {
    asks: Vec<(&'static str, Vec<&'static str>)>,
    says: Vec<&'static str>,
}

/// The rules that name a vendor.
fn rules() -> Vec<Rule> {
    let lines = RULES.lines().filter(|line| !line.starts_with('#') && line.contains("{idVendor}"));
    let rule = |line: &'static str| {
        let mut rule = Rule { asks: Vec::new(), says: Vec::new() };
        for token in line.split(", ") {
            match token.split_once("==") {
                Some((key, value)) => {
                    rule.asks.push((key.trim(), value.trim_matches('"').split('|').collect()));
                }
                None => rule.says.push(token),
            }
        }
        assert!(!line.contains("!="), "this reader knows equality only: {line}");
        rule
    };
    lines.map(rule).collect()
}

impl Rule {
    /// Whether it is of this kind (`ATTR` of a stick, `ATTRS` of its ports) and says this of the device.
    fn fits(&self, kind: &str, says: &str, facts: &[(&str, String)]) -> bool {
        let of_kind = self.asks.iter().any(|(key, _)| *key == format!("{kind}{{idVendor}}"));
        let holds = |(key, values): &(&str, Vec<&str>)| {
            let name = key.split(['{', '}']).nth(1);
            let fact = facts.iter().find(|(fact, _)| Some(*fact) == name);
            fact.is_none_or(|(_, found)| values.contains(&found.as_str()))
        };
        of_kind && self.says.contains(&says) && self.asks.iter().all(holds)
    }
}

fn device(vendor: u16, product: u16) -> Vec<(&'static str, String)> {
    vec![("idVendor", format!("{vendor:04x}")), ("idProduct", format!("{product:04x}"))]
}

fn is_claimed(kind: &str, vendor: u16, product: u16) -> bool {
    let facts = device(vendor, product);
    rules().iter().any(|rule| rule.fits(kind, r#"ENV{BEFFROI_MODEM}="1""#, &facts))
}

fn is_port(vendor: u16, product: u16, shape: &Shape) -> bool {
    let mut facts = device(vendor, product);
    facts.push((".BEFFROI_INTERFACE", format!("{:02x}", shape.number)));
    facts.push((".BEFFROI_CLASS", hexadecimal(&shape.class)));
    rules().iter().any(|rule| rule.fits("ATTRS", r#"ENV{BEFFROI_PORT}="at""#, &facts))
}

fn families() -> Vec<Family> {
    toml::from_str::<Families>(FAMILIES).unwrap().family
}

fn products(family: &Family) -> Vec<u16> {
    if family.products.is_empty() { vec![NOBODYS] } else { family.products.clone() }
}

#[test]
fn a_modem_of_the_table_is_claimed_by_the_rules_and_a_converter_is_not() {
    let mut seen = 0;
    for family in families() {
        for product in products(&family) {
            for kind in ["ATTR", "ATTRS"] {
                let claimed = is_claimed(kind, family.vendor, product);
                let what = format!("{kind} {} {:04x}:{product:04x}", family.name, family.vendor);
                match family.nature {
                    Nature::Modem => assert!(claimed, "{what} is no modem to the rules"),
                    Nature::Bridge | Nature::Serial => assert!(!claimed, "{what} is one to the rules"),
                    // Of a vendor that is claimed whole; without a port nothing comes of it.
                    Nature::Storage | Nature::Network | Nature::Boot => {}
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
}

#[test]
fn what_the_rules_name_the_table_knows() {
    let mut seen = 0;
    for rule in rules() {
        let of = |name: &str| {
            let found = rule.asks.iter().find(|(key, _)| key.split(['{', '}']).nth(1) == Some(name));
            let number = |text: &&str| u16::from_str_radix(text, 16).unwrap();
            found.map(|(_, values)| values.iter().map(number).collect::<Vec<u16>>())
        };
        for vendor in of("idVendor").unwrap() {
            for product in of("idProduct").unwrap_or_else(|| vec![NOBODYS]) {
                let family = Family::of(vendor, product);
                let nature = family.map(|family| family.nature);
                assert_eq!(nature, Some(Nature::Modem), "{vendor:04x}:{product:04x} of the rules");
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn both_call_the_same_port_the_one_for_commands() {
    let mut named = BTreeSet::new();
    for family in families().into_iter().filter(|family| family.nature == Nature::Modem) {
        for product in products(&family) {
            let shapes: Vec<Shape> = match family.at_class.is_empty() {
                true => (0..16).map(|number| Shape { number, class: [0xFF, 0, 0] }).collect(),
                // One firmware shows one of them.
                false => vec![Shape { number: 2, class: [0xFF, 0x02, 0x02] }],
            };
            for shape in &shapes {
                let ours = family.role(shape, &shapes) == Role::At;
                let theirs = is_port(family.vendor, product, shape);
                let what = format!("{} {:04x}:{product:04x} interface {shape:?}", family.name, family.vendor);
                assert_eq!(ours, theirs, "{what}: at to the table, and to the rules");
                if ours {
                    named.insert((family.vendor, product));
                }
            }
        }
    }
    assert!(named.len() > 35, "{}", named.len());
    let huawei = Family::of(0x12d1, 0x1506).unwrap();
    for class in &huawei.at_class {
        let octet = |at: usize| u8::from_str_radix(&class[at..at + 2], 16).unwrap();
        let shape = Shape { number: 0, class: [octet(0), octet(2), octet(4)] };
        // The modem's own port is the second choice, which the rules leave without a name.
        assert_eq!(is_port(0x12d1, 0x1506, &shape), class.ends_with("02"), "{class}");
    }
}
