//! The program as a process: started, signalled, killed, and waited for by the end of its standard
//! output, never longer than a test has patience.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Instant;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::watch::PATIENCE;

/// A running daemon; killed when dropped.
pub(crate) struct Daemon {
    child: Child,
    stdout: ChildStdout,
    log_begins_at: usize,
}

impl Daemon {
    pub(super) fn start(mut command: Command, log: PathBuf) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let log_begins_at = usize::try_from(fs::metadata(&log).unwrap().len()).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        Self { child, stdout, log_begins_at }
    }

    pub(super) fn log_begins_at(&self) -> usize {
        self.log_begins_at
    }

    /// Of the process, which leads a group only where it was started so.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().try_into().unwrap())
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// SIGKILL; returns when it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn end(mut self) -> ExitStatus {
        let all = read_to_end(&mut self.stdout);
        assert!(all.is_some(), "the daemon does not end within {PATIENCE:?}");
        self.child.wait().unwrap()
    }

    /// SIGTERM, and the exit code.
    #[track_caller]
    pub(crate) fn stop(self) -> Option<i32> {
        self.signal(Signal::SIGTERM);
        self.end().code()
    }

    /// Processor time since its start, in clock ticks, and resident memory in octets (proc(5)).
    pub(crate) fn cost(&self) -> Cost {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let after_name = stat.rsplit_once(')').unwrap().1;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let number = |at: usize| fields[at].parse::<u64>().unwrap();
        // Field 3 of proc(5) is the first behind the name: 14 utime, 15 stime, 24 rss in pages.
        let per_second = nix::unistd::sysconf(nix::unistd::SysconfVar::CLK_TCK).unwrap().unwrap();
        let page = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE).unwrap().unwrap();
        let ticks = number(11) + number(12);
        Cost {
            processor: std::time::Duration::from_millis(ticks * 1_000 / u64::try_from(per_second).unwrap()),
            resident: number(21) * u64::try_from(page).unwrap(),
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended and been waited for already.
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

/// What a process has used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) processor: std::time::Duration,
    pub(crate) resident: u64,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// Both, for a look at what was said.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Its standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// One line on standard error, no panic, this exit code.
    #[track_caller]
    pub(crate) fn is_one_sentence(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{self:?}");
        assert_eq!(self.stderr.trim_end().lines().count(), 1, "{self:?}");
        self.stderr.trim_end()
    }
}

/// Runs a command to its end.
#[track_caller]
pub(crate) fn run_to_end(mut command: Command) -> Ended {
    let mut said = tempfile::tempfile().unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    let Some(stdout) = read_to_end(child.stdout.as_mut().unwrap()) else {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("{command:?} does not end within {PATIENCE:?}\n{}", whole(&mut said));
    };
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), None, "{command:?}\n{}", whole(&mut said));
    let stdout = String::from_utf8(stdout).unwrap();
    Ended { code: status.code(), stdout, stderr: whole(&mut said) }
}

/// Whether there is such a program.
pub(crate) fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}

fn whole(file: &mut File) -> String {
    use std::io::Seek;
    file.rewind().unwrap();
    let mut octets = Vec::new();
    file.read_to_end(&mut octets).unwrap();
    String::from_utf8_lossy(&octets).into_owned()
}

/// Reads until the other end is closed; `None` where that takes too long.
fn read_to_end(from: &mut ChildStdout) -> Option<Vec<u8>> {
    let until = Instant::now() + PATIENCE;
    let (mut all, mut chunk) = (Vec::new(), [0; 4_096]);
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = PollTimeout::try_from(left.as_millis()).unwrap();
        match poll(&mut [PollFd::new(from.as_fd(), PollFlags::POLLIN)], left) {
            Ok(0) => return None,
            Ok(_) => match from.read(&mut chunk).unwrap() {
                0 => return Some(all),
                count => all.extend_from_slice(&chunk[..count]),
            },
            Err(nix::errno::Errno::EINTR) => {}
            Err(errno) => panic!("{errno}"),
        }
    }
}
