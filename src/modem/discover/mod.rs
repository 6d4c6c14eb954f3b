//! What is plugged in: USB devices that are modems or may be, their ports, the stable names that udev
//! gave them, who holds them and whether we may open them. Plain values out; where to look is an
//! argument, so that a tree of files serves as well as a machine. What a device is by its numbers is
//! `profile::family`'s; asking a port is `visit`'s.

mod holder;
mod names;
mod usb;

#[cfg(test)]
mod tests;

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::sys::stat::{major, minor};
use nix::unistd::{AccessFlags, Gid, Group, Uid, User, access};
use serde::Serialize;

pub use self::holder::{Holder, Holders, is_running};
use self::names::Names;
use super::profile::family::{Family, Nature, Role, Shape, is_printer};

/// The program that takes modems for itself unless udev tells it not to.
pub const MODEM_MANAGER: &str = "ModemManager";

/// Where a machine shows its devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    /// `/sys`.
    pub sys: PathBuf,
    /// `/dev`.
    pub dev: PathBuf,
    /// `/run/udev/data`.
    pub udev: PathBuf,
    /// `/proc`.
    pub proc: PathBuf,
}

impl Roots {
    /// Of this machine.
    pub fn machine() -> Self {
        Self::under(Path::new("/"))
    }

    /// Of a tree of files that looks like one.
    pub fn under(root: &Path) -> Self {
        Self {
            sys: root.join("sys"),
            dev: root.join("dev"),
            udev: root.join("run/udev/data"),
            proc: root.join("proc"),
        }
    }
}

/// A USB device that is a modem, may be one, or was bought as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stick {
    /// Where it is plugged in, as the kernel says: `1-1.2`.
    pub place: String,
    /// `idVendor`.
    pub vendor: u16,
    /// `idProduct`.
    pub product: u16,
    /// What it calls itself, else what its numbers say.
    pub name: String,
    /// `iSerial`, where it has one that is its own.
    pub serial: Option<String>,
    /// What its numbers say.
    pub family: Option<&'static str>,
    /// What it is.
    pub nature: Nature,
    /// Its serial ports, by interface.
    pub ports: Vec<Port>,
}

/// A serial port of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// `bInterfaceNumber`.
    pub interface: u8,
    /// The kernel's driver.
    pub driver: Option<String>,
    /// Where it is now: `/dev/ttyUSB2`.
    pub path: PathBuf,
    /// The name to write into a configuration.
    pub stable: PathBuf,
    /// All its names.
    pub names: Vec<PathBuf>,
    /// What it is for.
    pub role: Role,
    /// Who has it open.
    pub holders: Holders,
    /// Whether we may open it.
    pub access: Access,
    /// What ModemManager does with it.
    pub modem_manager: Attitude,
}

/// What another program does with a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attitude {
    /// It is not running.
    Absent,
    /// It runs, and udev tells it to leave this one alone.
    KeepsAway,
    /// It runs, and will ask this one whenever it likes.
    Interested,
}

/// Whether a file may be opened, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Access {
    /// We may read and write it.
    pub allowed: bool,
    /// Its owner's name, or number.
    pub owner: String,
    /// Its group's name, or number.
    pub group: String,
    /// Permission bits.
    pub mode: u32,
}

/// Whether a node is there and may be opened; `None`: nothing is there.
pub fn access_to(path: &Path) -> Option<Access> {
    let found = fs::metadata(path).ok()?;
    let owner = User::from_uid(Uid::from_raw(found.uid())).ok().flatten();
    let group = Group::from_gid(Gid::from_raw(found.gid())).ok().flatten();
    Some(Access {
        allowed: access(path, AccessFlags::R_OK | AccessFlags::W_OK).is_ok(),
        owner: owner.map_or_else(|| found.uid().to_string(), |user| user.name),
        group: group.map_or_else(|| found.gid().to_string(), |group| group.name),
        mode: found.permissions().mode() & 0o7777,
    })
}

/// Who has a terminal open, however it is called. What is no terminal (`/dev/null`) anybody may have open.
pub fn holders_of(roots: &Roots, path: &Path) -> Holders {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let is_terminal = name.starts_with("tty") || real.starts_with("/dev/pts");
    if is_terminal { holder::of(&roots.proc, &[path, &real]) } else { Holders::default() }
}

/// Every device that is a modem, may be one, or was bought as one, by where it is plugged in.
pub fn sticks(roots: &Roots) -> Vec<Stick> {
    let mut sticks = plugged(roots);
    for port in sticks.iter_mut().flat_map(|stick| &mut stick.ports) {
        let tty = port.path.file_name().unwrap_or_default().to_owned();
        let real = fs::canonicalize(&port.path).unwrap_or_else(|_| port.path.clone());
        port.holders = holder::of(&roots.proc, &[&port.path, &real, &Path::new("/dev").join(tty)]);
    }
    sticks
}

/// The same, without a look at all the processes.
fn plugged(roots: &Roots) -> Vec<Stick> {
    let names = Names::read(roots);
    let manager = is_running(&roots.proc, MODEM_MANAGER);
    let devices = usb::devices(&roots.sys);
    let serials: Vec<String> = devices.iter().filter_map(|device| device.serial.clone()).collect();
    let sticks = devices.into_iter().filter_map(|device| {
        let shapes: Vec<Shape> = device.interfaces.iter().map(|found| found.shape.clone()).collect();
        let family = Family::of(device.vendor, device.product);
        let nature = nature(family, &device, &shapes)?;
        let serial = device.serial.filter(|serial| is_own(serial, &serials));
        let mut ports = Vec::new();
        for interface in &device.interfaces {
            // What is said to a printer is printed.
            let unknown = if is_a_printer(&shapes) { Role::Other } else { Role::Unsure };
            let role = family.map_or(unknown, |family| family.role(&interface.shape, &shapes));
            for tty in &interface.ttys {
                let known = names.of(&tty.name, &tty.number, &device.number);
                let path = roots.dev.join(&tty.name);
                let stable = stable(roots, &known.links, serial.as_deref()).unwrap_or_else(|| path.clone());
                ports.push(Port {
                    interface: interface.shape.number,
                    driver: interface.driver.clone(),
                    access: access_to(&path).unwrap_or_else(Access::missing),
                    holders: Holders::default(),
                    modem_manager: attitude(manager, known.ignored),
                    names: known.links,
                    stable,
                    path,
                    role,
                });
            }
        }
        let (place, vendor, product) = (device.place, device.vendor, device.product);
        let known = family.map(|family| family.name.as_str());
        let name = if device.name.is_empty() { known.unwrap_or_default().to_owned() } else { device.name };
        Some(Stick { place, vendor, product, name, serial, family: known, nature, ports })
    });
    sticks.collect()
}

/// The printer that a path leads to: its own node, or a serial port of the same device; what it calls itself.
pub fn printer_at(roots: &Roots, path: &Path) -> Option<String> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let node = real.file_name()?.to_str()?;
    let leads_to = |device: &usb::Device| {
        device.interfaces.iter().any(|interface| {
            interface.ttys.iter().any(|tty| tty.name == node)
                || interface
                    .printers
                    .iter()
                    .any(|printer| printer == node && real.ends_with(Path::new("usb").join(printer)))
        })
    };
    let device = usb::devices(&roots.sys).into_iter().find(leads_to)?;
    let shapes: Vec<Shape> = device.interfaces.iter().map(|found| found.shape.clone()).collect();
    let is_printer = Family::of(device.vendor, device.product).is_none() && is_a_printer(&shapes);
    let numbers = format!("{:04x}:{:04x}", device.vendor, device.product);
    is_printer.then_some(if device.name.is_empty() { numbers } else { device.name })
}

/// Whether what is there can't be a serial port: no character device, or one of another kind. Not opened:
/// that alone would raise its lines.
pub fn is_no_port(roots: &Roots, path: &Path) -> bool {
    let Ok(there) = fs::metadata(path) else { return false };
    if !there.file_type().is_char_device() {
        return true;
    }
    let (major, minor) = (major(there.rdev()), minor(there.rdev()));
    let kind = fs::read_link(roots.sys.join(format!("dev/char/{major}:{minor}/subsystem")));
    kind.is_ok_and(|kind| !kind.ends_with("tty"))
}

fn is_a_printer(shapes: &[Shape]) -> bool {
    shapes.iter().any(|shape| is_printer(&shape.class))
}

/// The ports that may be a modem's, for `device = "auto"`: those that speak AT first, then those of
/// which nobody knows, in order of their stable names, so that the same machine always tries them alike.
/// None where no serial device was ever plugged in.
pub(super) fn candidates() -> Vec<PathBuf> {
    candidates_under(&Roots::machine())
}

fn candidates_under(roots: &Roots) -> Vec<PathBuf> {
    let mut ports: Vec<(Role, PathBuf)> = Vec::new();
    let mut known: Vec<PathBuf> = Vec::new();
    for port in plugged(roots).into_iter().flat_map(|stick| stick.ports) {
        known.extend(port.names);
        if port.role < Role::Other {
            ports.push((port.role, port.stable));
        }
    }
    // What udev names and /sys does not show, as in a container.
    let others = names::listed(&roots.dev.join("serial/by-id"));
    ports.extend(others.into_iter().filter(|path| !known.contains(path)).map(|path| (Role::Unsure, path)));
    ports.sort();
    ports.into_iter().map(|(_, path)| path).collect()
}

impl Access {
    fn missing() -> Self {
        Self { allowed: false, owner: String::new(), group: String::new(), mode: 0 }
    }

    /// Whether the node is there at all.
    pub fn is_missing(&self) -> bool {
        self.owner.is_empty()
    }
}

/// `None` for what nobody would take for a modem: a disk, a network card, a keyboard.
fn nature(family: Option<&Family>, device: &usb::Device, shapes: &[Shape]) -> Option<Nature> {
    match family {
        Some(family) => Some(family.nature(shapes)),
        None if device.interfaces.iter().any(|interface| !interface.ttys.is_empty()) => Some(Nature::Serial),
        None => None,
    }
}

fn attitude(runs: bool, told_to_ignore: bool) -> Attitude {
    match (runs, told_to_ignore) {
        (false, _) => Attitude::Absent,
        (true, true) => Attitude::KeepsAway,
        (true, false) => Attitude::Interested,
    }
}

/// The best of a port's names: ours, then the one that names the device, then the one that names the
/// socket. The device's is only as good as its serial number: sticks without one, or with everybody's,
/// share their name.
fn stable(roots: &Roots, links: &[PathBuf], serial: Option<&str>) -> Option<PathBuf> {
    let in_folder =
        |folder: &str| links.iter().find(|link| link.starts_with(roots.dev.join(folder))).cloned();
    let by_id = in_folder("serial/by-id");
    let by_path = in_folder("serial/by-path");
    let own = in_folder("beffroi");
    own.or_else(|| by_id.clone().filter(|_| serial.is_some())).or(by_path).or(by_id)
}

/// Serial numbers that whole series share.
const EVERYBODYS: &[&str] = &["0123456789ABCDEF", "1234567890ABCDEF", "123456789ABCDEF", "0000", "000000"];

fn is_own(serial: &str, all: &[String]) -> bool {
    !EVERYBODYS.contains(&serial.to_ascii_uppercase().as_str())
        && all.iter().filter(|other| *other == serial).count() == 1
}
