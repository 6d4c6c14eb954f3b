//! USB devices as `/sys` shows them: numbers, names, interfaces, and the serial ports behind each
//! (`N-N:C.I/ttyUSBn/tty/ttyUSBn` for converters, `N-N:C.I/tty/ttyACMn` for class drivers).

use std::fs;
use std::path::Path;

use super::super::profile::family::Shape;

/// Octets of an attribute that are looked at.
const LONGEST_TEXT: usize = 256;

/// A device.
#[derive(Debug)]
pub(super) struct Device {
    pub(super) place: String,
    pub(super) vendor: u16,
    pub(super) product: u16,
    pub(super) name: String,
    pub(super) serial: Option<String>,
    /// `major:minor` of its bus node.
    pub(super) number: String,
    pub(super) interfaces: Vec<Interface>,
}

/// One of its interfaces.
#[derive(Debug)]
pub(super) struct Interface {
    pub(super) shape: Shape,
    pub(super) driver: Option<String>,
    pub(super) ttys: Vec<Tty>,
    /// Nodes of the printer that it is: `lp0`, below `/dev/usb`.
    pub(super) printers: Vec<String>,
}

/// A serial port behind it.
#[derive(Debug)]
pub(super) struct Tty {
    pub(super) name: String,
    /// `major:minor`.
    pub(super) number: String,
}

/// All devices, in order of their places; what can't be read is not there.
pub(super) fn devices(sys: &Path) -> Vec<Device> {
    let folder = sys.join("bus/usb/devices");
    let entries = listed(&folder);
    let places = entries.iter().filter(|name| !name.contains(':'));
    places.filter_map(|place| device(&folder, place, &entries)).collect()
}

fn device(folder: &Path, place: &str, entries: &[String]) -> Option<Device> {
    let own = folder.join(place);
    let vendor = number(&own, "idVendor")?;
    let product = number(&own, "idProduct")?;
    let words = ["manufacturer", "product"].map(|attribute| text(&own, attribute).unwrap_or_default());
    let [maker, product_name] = &words;
    let name = match product_name.starts_with(maker.as_str()) {
        true => product_name.clone(),
        false => words.join(" ").trim().to_owned(),
    };
    let prefix = format!("{place}:");
    let interfaces = entries.iter().filter(|entry| entry.starts_with(&prefix));
    let mut interfaces: Vec<Interface> =
        interfaces.filter_map(|entry| interface(&folder.join(entry))).collect();
    interfaces.sort_by_key(|interface| interface.shape.number);
    Some(Device {
        place: place.to_owned(),
        vendor: u16::try_from(vendor).ok()?,
        product: u16::try_from(product).ok()?,
        name,
        serial: text(&own, "serial").filter(|serial| !serial.is_empty()),
        number: text(&own, "dev").unwrap_or_default(),
        interfaces,
    })
}

fn interface(own: &Path) -> Option<Interface> {
    let octet = |attribute| u8::try_from(number(own, attribute)?).ok();
    let class = [octet("bInterfaceClass")?, octet("bInterfaceSubClass")?, octet("bInterfaceProtocol")?];
    let shape = Shape { number: octet("bInterfaceNumber")?, class };
    let driver = fs::read_link(own.join("driver")).ok();
    let driver = driver.and_then(|link| Some(link.file_name()?.to_string_lossy().into_owned()));
    let converters = listed(own).into_iter().filter(|name| name.starts_with("tty") && name != "tty");
    let mut ttys: Vec<Tty> = Vec::new();
    for folder in converters.map(|name| own.join(name).join("tty")).chain([own.join("tty")]) {
        for name in listed(&folder) {
            let number = text(&folder.join(&name), "dev").unwrap_or_default();
            ttys.push(Tty { name, number });
        }
    }
    let printers = listed(&own.join("usbmisc")).into_iter().filter(|name| name.starts_with("lp")).collect();
    Some(Interface { shape, driver, ttys, printers })
}

/// Names in a folder, sorted; none where it can't be read.
fn listed(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// An attribute's text, in one line and without what no terminal should be given.
fn text(own: &Path, attribute: &str) -> Option<String> {
    let octets = fs::read(own.join(attribute)).ok()?;
    let text = String::from_utf8_lossy(octets.get(..LONGEST_TEXT).unwrap_or(&octets)).into_owned();
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An attribute that is a hexadecimal number.
fn number(own: &Path, attribute: &str) -> Option<u32> {
    u32::from_str_radix(&text(own, attribute)?, 16).ok()
}
