//! What the kernel says of a process, and of the machine.

use std::path::PathBuf;

pub(crate) fn context_switches(process: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let of_task = |path: PathBuf| -> u64 {
        let status = std::fs::read_to_string(path.join("status")).unwrap_or_default();
        status.lines().filter(|line| line.contains("ctxt_switches")).filter_map(number).sum()
    };
    tasks.map(|task| of_task(task.unwrap().path())).sum()
}

/// In MiB: `VmRSS` now, `VmHWM` at most so far.
pub(crate) fn resident(process: u32, which: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let kilobytes = status.lines().find(|line| line.starts_with(which)).and_then(number).unwrap();
    f64::from(u32::try_from(kilobytes).unwrap()) / 1024.0
}

fn number(line: &str) -> Option<u64> {
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The load of the last minute: figures of a machine that others use say less.
pub(crate) fn load() -> String {
    let said = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    said.split_whitespace().next().unwrap_or("unknown").to_owned()
}
