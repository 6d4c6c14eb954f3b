//! Makes the trees of `devices.txt` in a folder: `sys`, `dev`, `run/udev/data` and `proc` as far as
//! anybody looks.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

const DEVICES: &str = include_str!("devices.txt");

/// A tree and what is to be found in it.
pub(crate) struct Tree {
    pub(crate) name: String,
    lines: Vec<String>,
}

/// All trees.
pub(crate) fn trees() -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    for line in DEVICES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line.strip_prefix("tree "), trees.last_mut()) {
            (Some(name), _) => trees.push(Tree { name: name.to_owned(), lines: Vec::new() }),
            (None, Some(tree)) => tree.lines.push(line.to_owned()),
            (None, None) => panic!("{line} stands in no tree"),
        }
    }
    trees
}

impl Tree {
    /// The words of its lines that begin so.
    pub(crate) fn all(&self, verb: &str) -> Vec<Vec<String>> {
        let own = self.lines.iter().filter_map(|line| line.strip_prefix(verb)?.strip_prefix(' '));
        own.map(|rest| rest.split_whitespace().map(str::to_owned).collect()).collect()
    }

    /// Makes it below a folder.
    pub(crate) fn plant(&self, root: &Path) {
        for folder in ["sys/bus/usb/devices", "sys/bus/usb/drivers", "dev", "run/udev/data", "proc"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let devices = root.join("sys/bus/usb/devices");
        let mut place = String::new();
        let mut number = 0;
        for line in &self.lines {
            let (verb, rest) = line.split_once(' ').unwrap();
            match verb {
                "usb" => {
                    place = rest.split(' ').next().unwrap().to_owned();
                    device(&devices.join(&place), rest);
                }
                "if" => interface(root, &devices, &place, rest, &mut number),
                _ => {}
            }
        }
        for words in self.all("link") {
            for name in &words[1..] {
                let link = root.join("dev").join(name);
                fs::create_dir_all(link.parent().unwrap()).unwrap();
                symlink(Path::new("../..").join(&words[0]), link).unwrap();
            }
        }
        for words in self.all("ignore") {
            let file = root.join("run/udev/data").join(format!("c{}", tty_number(root, &words[0])));
            fs::write(file, "E:ID_BUS=usb\nE:ID_MM_DEVICE_IGNORE=1\nE:ID_MM_PORT_IGNORE=1\n").unwrap();
        }
        for words in self.all("process") {
            let own = root.join("proc").join(&words[0]);
            fs::create_dir_all(own.join("fd")).unwrap();
            fs::write(own.join("comm"), format!("{}\n", words[1])).unwrap();
            for (at, tty) in words[2..].iter().enumerate() {
                symlink(Path::new("/dev").join(tty), own.join("fd").join(at.to_string())).unwrap();
            }
        }
    }
}

/// `VENDOR:PRODUCT` and the texts in quotes.
fn device(own: &Path, line: &str) {
    fs::create_dir_all(own).unwrap();
    let numbers = line.split(' ').nth(1).unwrap();
    let (vendor, product) = numbers.split_once(':').unwrap();
    write(own, "idVendor", vendor);
    write(own, "idProduct", product);
    write(own, "dev", "189:4");
    for (key, attribute) in [("maker", "manufacturer"), ("product", "product"), ("serial", "serial")] {
        let quoted = line.split_once(&format!(" {key}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        if let Some((text, _)) = quoted {
            write(own, attribute, text);
        }
    }
}

fn interface(root: &Path, devices: &Path, place: &str, line: &str, ports: &mut u32) {
    let words: Vec<&str> = line.split(' ').collect();
    let number = u8::from_str_radix(words[0], 16).unwrap();
    let own = devices.join(format!("{place}:1.{number}"));
    fs::create_dir_all(&own).unwrap();
    write(&own, "bInterfaceNumber", words[0]);
    let classes = words[1].split('/');
    for (attribute, class) in
        ["bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol"].iter().zip(classes)
    {
        write(&own, attribute, class);
    }
    let Some(driver) = words.get(2) else { return };
    symlink(Path::new("../../drivers").join(driver), own.join("driver")).unwrap();
    let (printers, ttys): (Vec<&str>, Vec<&str>) =
        words.iter().skip(3).partition(|name| name.starts_with("lp"));
    for printer in printers {
        fs::create_dir_all(own.join("usbmisc").join(printer)).unwrap();
        fs::create_dir_all(root.join("dev/usb")).unwrap();
        fs::write(root.join("dev/usb").join(printer), "").unwrap();
    }
    for tty in ttys {
        // Converters put the port into a folder of its own.
        let folder = if tty.starts_with("ttyACM") { own.clone() } else { own.join(tty) };
        let folder = folder.join("tty").join(tty);
        fs::create_dir_all(&folder).unwrap();
        let major = if tty.starts_with("ttyACM") { 166 } else { 188 };
        write(&folder, "dev", &format!("{major}:{ports}"));
        fs::write(root.join("dev").join(format!(".{tty}")), format!("{major}:{ports}")).unwrap();
        fs::write(root.join("dev").join(tty), "").unwrap();
        *ports += 1;
    }
}

fn tty_number(root: &Path, tty: &str) -> String {
    fs::read_to_string(root.join("dev").join(format!(".{tty}"))).unwrap()
}

fn write(own: &Path, attribute: &str, text: &str) {
    fs::write(own.join(attribute), format!("{text}\n")).unwrap();
}
