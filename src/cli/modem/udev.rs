//! The udev rules for the sticks that are plugged in now and for no others, to take the place of the
//! rules for whole families.

use crate::modem::discover::Stick;
use crate::modem::profile::family::{Nature, Role};
use crate::text::shown::one_line;

/// Where the file belongs.
pub(super) const PLACE: &str = "/etc/udev/rules.d/77-beffroi.rules";

/// The lines of the file; none where no stick is plugged in that has its ports already: one that still is a
/// CD-ROM changes its numbers.
pub(super) fn rules(sticks: &[Stick]) -> Vec<String> {
    let modems: Vec<&Stick> =
        sticks.iter().filter(|stick| matches!(stick.nature, Nature::Modem | Nature::Bridge)).collect();
    if modems.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        format!("# {PLACE}: beffroi's modems on this machine, by beffroi modem list --udev."),
        "# Then: sudo udevadm control --reload && sudo udevadm trigger".to_owned(),
        "ACTION==\"remove\", GOTO=\"beffroi_end\"".to_owned(),
    ];
    for stick in &modems {
        let device = "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\"";
        lines.push(format!("# {}", comment(stick)));
        lines.push(format!("{device}, {}, {OWN}", matches(stick, "ATTR", "KERNEL")));
    }
    lines.push("SUBSYSTEM!=\"tty\", GOTO=\"beffroi_end\"".to_owned());
    for (number, stick) in modems.iter().enumerate() {
        let of_stick = format!("ENV{{BEFFROI_MODEM}}=\"{}\"", number + 1);
        lines.push(format!("SUBSYSTEMS==\"usb\", {}, {of_stick}", matches(stick, "ATTRS", "KERNELS")));
    }
    lines.push("ENV{BEFFROI_MODEM}!=\"?*\", GOTO=\"beffroi_end\"".to_owned());
    lines.push(format!("{OWN}, ENV{{ID_MM_PORT_IGNORE}}=\"1\""));
    lines.push(INTERFACE.to_owned());
    for (number, stick) in modems.iter().enumerate() {
        let best = stick.ports.iter().min_by_key(|port| port.role);
        if let Some(port) = best.filter(|port| port.role < Role::Other) {
            lines.push(format!(
                "ENV{{BEFFROI_MODEM}}==\"{}\", ENV{{.BEFFROI_INTERFACE}}==\"{:02x}\", ENV{{ID_PATH}}==\"?*\", \
                 ENV{{BEFFROI_PORT}}=\"at\", SYMLINK+=\"beffroi/$env{{ID_PATH}}\"",
                number + 1,
                port.interface
            ));
        }
    }
    lines.push("LABEL=\"beffroi_end\"".to_owned());
    lines
}

/// Whose it becomes, and that ModemManager keeps away.
const OWN: &str = "GROUP=\"beffroi-modem\", MODE=\"0660\", ENV{ID_MM_DEVICE_IGNORE}=\"1\"";

/// Its number stands on the interface, vendor and product on its parent, and one rule sees one of them.
const INTERFACE: &str = "SUBSYSTEMS==\"usb\", ATTRS{bInterfaceNumber}==\"?*\", \
     ENV{.BEFFROI_INTERFACE}=\"$attr{bInterfaceNumber}\"";

/// By its serial number, else by its socket: all of it stands on one parent.
fn matches(stick: &Stick, attribute: &str, kernel: &str) -> String {
    let numbers = format!(
        "{attribute}{{idVendor}}==\"{:04x}\", {attribute}{{idProduct}}==\"{:04x}\"",
        stick.vendor, stick.product
    );
    match stick.serial.as_deref().filter(|serial| is_plain(serial)) {
        Some(serial) => format!("{numbers}, {attribute}{{serial}}==\"{serial}\""),
        None => format!("{numbers}, {kernel}==\"{}\"", stick.place),
    }
}

/// A serial number is the device's own choice: nothing of it may end a rule or be a pattern.
fn is_plain(serial: &str) -> bool {
    serial.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.'))
}

fn comment(stick: &Stick) -> String {
    one_line(&super::examination::name(stick))
}
