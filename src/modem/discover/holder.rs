//! Which processes have a port open, by `/proc/PID/fd`. A process may only look into its own user's;
//! what it could not look into is told. Who holds the other end of a pseudo terminal is the modem
//! itself, not a holder.

use std::fs;
use std::path::Path;

use serde::Serialize;

/// A process that has a port open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// Its name (`comm`).
    pub name: String,
}

/// Who has a port open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holders {
    /// Those that could be seen, but for this process.
    pub seen: Vec<Holder>,
    /// Some processes could not be looked into: there may be more.
    pub hidden: bool,
}

/// Who has any of these paths open.
pub(super) fn of(proc: &Path, paths: &[&Path]) -> Holders {
    let mut holders = Holders::default();
    for pid in pids(proc).into_iter().filter(|pid| *pid != std::process::id()) {
        let own = proc.join(pid.to_string());
        let Ok(entries) = fs::read_dir(own.join("fd")) else {
            // One that has ended meanwhile holds nothing.
            holders.hidden |= own.is_dir();
            continue;
        };
        let links = entries.filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name(), fs::read_link(entry.path()).ok()?))
        });
        let links: Vec<_> = links.collect();
        let holds = links.iter().any(|(_, link)| paths.contains(&link.as_path()));
        let is_modem = || {
            links.iter().any(|(fd, link)| {
                link.ends_with("ptmx")
                    && paths.iter().any(|path| is_other_end(&own.join("fdinfo").join(fd), path))
            })
        };
        if holds && !is_modem() {
            holders.seen.push(Holder { pid, name: name(&own) });
        }
    }
    holders.seen.sort_by_key(|holder| holder.pid);
    holders
}

/// Whether a program of that name runs.
pub fn is_running(proc: &Path, program: &str) -> bool {
    pids(proc).into_iter().any(|pid| name(&proc.join(pid.to_string())) == program)
}

fn pids(proc: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(proc) else { return Vec::new() };
    entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect()
}

fn name(own: &Path) -> String {
    let comm = fs::read_to_string(own.join("comm")).unwrap_or_default();
    comm.trim().chars().filter(|c| !c.is_control()).collect()
}

/// The master of a pseudo terminal tells in its `fdinfo` which one it is.
fn is_other_end(fdinfo: &Path, slave: &Path) -> bool {
    let index = slave.strip_prefix("/dev/pts").ok().and_then(Path::to_str);
    let told = fs::read_to_string(fdinfo).unwrap_or_default();
    let told = told.lines().find_map(|line| Some(line.strip_prefix("tty-index:")?.trim().to_owned()));
    index.is_some() && told.as_deref() == index
}
