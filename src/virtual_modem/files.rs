//! The two files of a virtual modem: the journal, one JSON object a line and one write(2) each, so that
//! a kill cuts at most the last; and the control file, whose appended lines are instructions.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::sim::Record;

/// The longest instruction; longer lines are dropped.
const LONGEST_LINE: usize = 4_096;

/// A journal that grows.
#[derive(Debug)]
pub(super) struct Journal(File);

impl Journal {
    /// Goes on with a file that is there. What an earlier kill has cut off is removed: no answer was
    /// given before its line was written whole.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        let whole = whole_lines(&mut file, length)?;
        if whole < length {
            file.set_len(whole)?;
        }
        Ok(Self(file))
    }

    pub(super) fn write(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}

/// How many octets of a file end with a line's end.
fn whole_lines(file: &mut File, length: u64) -> io::Result<u64> {
    const STEP: u64 = 4_096;
    let mut end = length;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(SeekFrom::Start(start))?;
        let mut chunk = Vec::new();
        Read::by_ref(file).take(end - start).read_to_end(&mut chunk)?;
        if let Some(at) = chunk.iter().rposition(|&octet| octet == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// A control file that is read as it grows.
#[derive(Debug)]
pub(super) struct Control {
    file: File,
    offset: u64,
    begun: Vec<u8>,
}

impl Control {
    /// Makes the file where there is none; what stands in it already is not done again.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let offset = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, offset, begun: Vec::new() })
    }

    /// The lines that were added since, without empty ones and comments (`#`).
    pub(super) fn added(&mut self) -> io::Result<Vec<String>> {
        let length = self.file.seek(SeekFrom::End(0))?;
        if length < self.offset {
            // Cut short and written anew.
            (self.offset, self.begun) = (0, Vec::new());
        }
        self.file.seek(SeekFrom::Start(self.offset))?;
        let mut chunk = Vec::new();
        self.offset +=
            Read::by_ref(&mut self.file).take(length - self.offset).read_to_end(&mut chunk)? as u64;
        let mut lines = Vec::new();
        for octet in chunk {
            match octet {
                b'\n' => {
                    let line = String::from_utf8_lossy(&std::mem::take(&mut self.begun)).trim().to_owned();
                    if !line.is_empty() && !line.starts_with('#') {
                        lines.push(line);
                    }
                }
                _ if self.begun.len() < LONGEST_LINE => self.begun.push(octet),
                _ => {}
            }
        }
        Ok(lines)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_journal_goes_on_behind_its_last_whole_line() {
        let rows = [
            ("", ""),
            ("{\"kind\":\"note\"}\n", "{\"kind\":\"note\"}\n"),
            ("{\"kind\":\"note\"}\n{\"kind\":\"sub", "{\"kind\":\"note\"}\n"),
            ("{\"kind\":\"sub", ""),
        ];
        for (before, kept) in rows {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal");
            fs::write(&path, before).unwrap();
            drop(Journal::open(&path).unwrap());
            assert_eq!(fs::read_to_string(&path).unwrap(), kept, "{before:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let long = format!("whole\n{}", "x".repeat(10_000));
        fs::write(&path, long).unwrap();
        drop(Journal::open(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole\n");
    }

    #[test]
    fn a_control_file_gives_each_added_line_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("control");
        fs::write(&path, "silence\n").unwrap();
        let mut control = Control::open(&path).unwrap();
        let mut append = |text: &str| {
            OpenOptions::new().append(true).open(&path).unwrap().write_all(text.as_bytes()).unwrap();
            control.added().unwrap()
        };
        assert!(append("").is_empty(), "what stood there is not done again");
        assert_eq!(append("reboot now\n# why\n\nclear\n"), ["reboot now", "clear"]);
        assert!(append("unpl").is_empty());
        assert_eq!(append("ug now\n"), ["unplug now"]);
        fs::write(&path, "clear\n").unwrap();
        assert_eq!(control.added().unwrap(), ["clear"], "written anew");
    }
}
