//! Whether a pseudo terminal is the controlling terminal of somebody's session. The link of a virtual
//! modem that was killed stays, and its number may be a person's shell by now: AT lines written there
//! would be typed in that person's name.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;

use nix::sys::stat::{major, minor};

/// Majors of the slaves of UNIX 98 pseudo terminals (Documentation/admin-guide/devices.txt).
const PTY_SLAVES: std::ops::RangeInclusive<u64> = 136..=143;

/// Whether a process that we may see has this device as its controlling terminal. No other device is
/// asked about: only numbers of pseudo terminals pass from one to another.
pub(super) fn is_somebodys(device: &Metadata) -> bool {
    let device = device.rdev();
    PTY_SLAVES.contains(&major(device)) && sessions().any(|terminal| terminal == encoded(device))
}

/// The controlling terminals of all processes. tcgetsid(3) would tell of our own only.
fn sessions() -> impl Iterator<Item = u64> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter(|entry| entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit))
        .filter_map(|process| fs::read(process.path().join("stat")).ok())
        .filter_map(|stat| controlling_terminal(&String::from_utf8_lossy(&stat)))
}

/// Field 7 of proc_pid_stat(5); `None` for a process without one. The name in field 2 may hold blanks
/// and brackets.
fn controlling_terminal(stat: &str) -> Option<u64> {
    let (_, behind_the_name) = stat.rsplit_once(')')?;
    let number: i32 = behind_the_name.split_whitespace().nth(4)?.parse().ok()?;
    (number != 0).then_some(u64::from(number.cast_unsigned()))
}

/// A device number as that field has it: the minor's low octet, the major, the rest of the minor.
fn encoded(device: u64) -> u64 {
    let (major, minor) = (major(device), minor(device));
    (minor & 0xFF) | (major << 8) | ((minor & !0xFF) << 12)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    use super::*;
    use crate::modem::port::Port;

    #[test]
    fn the_controlling_terminal_is_read_behind_whatever_a_process_is_called() {
        let rows = [
            ("812 (bash) S 811 812 812 34817 900 4194304", Some(34_817)),
            ("812 (a) b (c) S 811 812 812 34822 900 4194304", Some(34_822)),
            ("1 (systemd) S 0 1 1 0 -1 4194560", None),
            ("812 (bash) S 811", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(controlling_terminal(given), want, "{given}");
        }
    }

    #[test]
    fn a_device_number_is_written_as_the_kernel_does() {
        for (major, minor, want) in
            [(136, 1, 34_817), (136, 6, 34_822), (4, 64, 1_088), (136, 300, 0x0010_882C)]
        {
            assert_eq!(encoded(nix::sys::stat::makedev(major, minor)), want);
        }
    }

    #[test]
    fn a_pseudo_terminal_is_somebodys_as_long_as_a_session_has_it() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let path = nix::unistd::ttyname(&pty.slave).unwrap();
        let asked = || is_somebodys(&fs::metadata(&path).unwrap());
        assert!(!asked(), "open is not enough");
        let mut session = Command::new("setsid")
            .args(["-c", "sh", "-c", "echo ready; read line"])
            .stdin(pty.slave.try_clone().unwrap())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(session.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n");
        assert!(asked());
        let refused = crate::line::Finding::SomebodysTerminal { device: path.display().to_string() };
        assert_eq!(Port::open(&path).err(), Some(refused));
        session.kill().unwrap();
        session.wait().unwrap();
        assert!(!asked());
        assert!(!is_somebodys(&fs::metadata("/dev/null").unwrap()));
    }
}
