//! What the same machine makes without any ledger: a loop that hands PDUs to the virtual modem one after
//! the other, and bare commits on the same disk.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::libc::O_NOCTTY;
use rusqlite::Connection;

/// So long each measure takes.
const SPAN: Duration = Duration::from_secs(2);

/// So many commits fill the log once: from then on it is written over and does not grow any more, as that of
/// a store in use. While it grows, each commit costs the file system several times as much.
const LOG_FILLED: u32 = 1_500;

/// Commits of one small row with `synchronous = FULL`, a second.
pub(crate) fn commits_per_second() -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let connection = Connection::open(folder.path().join("bare.db")).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "OFF").unwrap();
    connection.execute_batch("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)").unwrap();
    let mut statement = connection.prepare("INSERT INTO t (b) VALUES (?1)").unwrap();
    for _ in 0..LOG_FILLED {
        statement.execute(["an entry of about the length of one"]).unwrap();
    }
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    let begun = Instant::now();
    let mut commits = 0.0;
    while begun.elapsed() < SPAN {
        statement.execute(["an entry of about the length of one"]).unwrap();
        commits += 1.0;
    }
    commits / begun.elapsed().as_secs_f64()
}

/// Messages a second of a loop that writes each of `tpdus`, waits for its result and remembers nothing.
pub(crate) fn messages_per_second(port: &Path, tpdus: &[String]) -> f64 {
    let mut port = Port::open(port);
    for command in ["ATE0", "AT+CMGF=0", "AT+CNMI=2,1,0,1,0"] {
        port.exchange(&format!("{command}\r"), "OK\r\n");
    }
    let begun = Instant::now();
    for tpdu in tpdus {
        port.exchange(&format!("AT+CMGS={}\r", tpdu.len() / 2), "> ");
        port.exchange(&format!("00{tpdu}\u{1a}"), "OK\r\n");
    }
    f64::from(u32::try_from(tpdus.len()).unwrap()) / begun.elapsed().as_secs_f64()
}

struct Port(File);

impl Port {
    fn open(path: &Path) -> Self {
        Self(File::options().read(true).write(true).custom_flags(O_NOCTTY).open(path).unwrap())
    }

    /// Reports that come between are read and thrown away.
    fn exchange(&mut self, say: &str, until: &str) {
        self.0.write_all(say.as_bytes()).unwrap();
        let mut heard = Vec::new();
        let mut buffer = [0; 4_096];
        while !heard.windows(until.len()).any(|window| window == until.as_bytes()) {
            let count = self.0.read(&mut buffer).unwrap();
            assert!(count > 0, "the virtual modem has gone");
            heard.extend_from_slice(&buffer[..count]);
        }
        assert!(!String::from_utf8_lossy(&heard).contains("ERROR"), "{say}");
    }
}
