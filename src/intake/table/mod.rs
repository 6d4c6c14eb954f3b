//! A file of the office as a table: CSV with `;` `,` tab or `|`, in UTF-8, UTF-16 or Windows-1252, its
//! header somewhere in the first rows, its rows ragged. Each row keeps its line in the file, so that a
//! person finds it. What the columns mean is `roster`'s business; richer files come later.

mod decode;
mod header;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use serde::Serialize;

use crate::wording::{self, Language};
use decode::NoText;

pub(in crate::intake) use decode::{Charset, text_as};
pub(in crate::intake) use header::PHONE_WORDS;

/// Octets that a file may have.
pub const FILE_LIMIT: usize = 8 * 1024 * 1024;

/// Rows that a file may have.
pub const ROW_LIMIT: usize = 100_000;

/// The separator is chosen by so many rows.
const SNIFFED: usize = 30;

const SEPARATORS: &[u8] = b";,\t|";

/// A cell with more line breaks than an address has is a quote that nobody closed.
const LINES_IN_A_CELL: usize = 10;

/// A file as columns and rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, for sentences.
    pub file: String,
    /// Their names, all different, none empty.
    pub columns: Vec<String>,
    /// In the order of the file, without blank ones.
    pub rows: Vec<Row>,
    /// As it was read: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1252`.
    pub encoding: &'static str,
    /// Between cells.
    pub separator: char,
}

/// A row that is not blank.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it begins in the file; 1 for the first line.
    pub line: u64,
    /// One for each column at least, trimmed; what a short row has not is empty.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }
}

/// Shows sizes only: the cells are people's.
impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({} columns, {} rows, {})", self.columns.len(), self.rows.len(), self.encoding)
    }
}

/// Shows its line only.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row(line {}, {} cells)", self.line, self.cells.len())
    }
}

/// Why a file is no table. Its sentences are `table-…` in `wording`; Display is the English one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Unreadable {
    /// No such file.
    NotThere {
        /// Its name.
        file: String,
    },
    /// A folder, a device, a pipe.
    NotAFile {
        /// Its name.
        file: String,
    },
    /// The system refuses.
    Failed {
        /// Its name.
        file: String,
        /// What the system said.
        error: String,
    },
    /// Over [`FILE_LIMIT`] or [`ROW_LIMIT`].
    TooLarge {
        /// Its name.
        file: String,
        /// Mebibytes it may have.
        megabytes: usize,
        /// Rows it may have.
        rows: usize,
    },
    /// A workbook of a spreadsheet, to be exported.
    Workbook {
        /// Its name.
        file: String,
    },
    /// No text at all.
    Binary {
        /// Its name.
        file: String,
        /// The first line that can't be text.
        line: usize,
    },
    /// Text of a Mac or of DOS, whose letters are others than ours.
    OldAlphabet {
        /// Its name.
        file: String,
        /// The first line with such a letter.
        line: usize,
    },
    /// A quote is opened and never closed.
    OpenQuote {
        /// Its name.
        file: String,
        /// Where the row begins.
        line: u64,
    },
    /// No row in the first ten has names of columns.
    NoHeader {
        /// Its name.
        file: String,
    },
    /// Nothing.
    Empty {
        /// Its name.
        file: String,
    },
    /// Nothing under the header.
    OnlyHeader {
        /// Its name.
        file: String,
    },
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&wording::sentence(Language::English, "table", self))
    }
}

impl std::error::Error for Unreadable {}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Unreadable`] names the file, and the line where that helps.
    pub fn read(path: &Path) -> Result<Self, Unreadable> {
        let file = path.display().to_string();
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => Unreadable::NotThere { file: file.clone() },
            _ => Unreadable::Failed { file: file.clone(), error: error.to_string() },
        };
        // Asked before it is opened: opening a pipe would wait for somebody to write.
        if !std::fs::metadata(path).map_err(failed)?.is_file() {
            return Err(Unreadable::NotAFile { file });
        }
        let mut octets = Vec::new();
        let at_most = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX).saturating_add(1);
        File::open(path).and_then(|open| open.take(at_most).read_to_end(&mut octets)).map_err(failed)?;
        Self::parse(&file, &octets)
    }

    /// Reads what a file holds.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn parse(file: &str, octets: &[u8]) -> Result<Self, Unreadable> {
        let name = || file.to_owned();
        if octets.len() > FILE_LIMIT {
            return Err(too_large(file));
        }
        if WORKBOOKS.iter().any(|start| octets.starts_with(start)) {
            return Err(Unreadable::Workbook { file: name() });
        }
        let (text, encoding) = decode::text(octets).map_err(|problem| match problem {
            NoText::Binary(line) => Unreadable::Binary { file: name(), line },
            NoText::OldAlphabet(line) => Unreadable::OldAlphabet { file: name(), line },
        })?;
        let (named, skipped, body) = separator_line(&text);
        let separator = named.unwrap_or_else(|| sniff(body));
        let records = records(file, body, separator, skipped)?;
        if records.is_empty() {
            return Err(Unreadable::Empty { file: name() });
        }
        let header = header::position(&records).ok_or_else(|| Unreadable::NoHeader { file: name() })?;
        let columns = header::names(&records, header);
        let rows: Vec<Row> =
            records.into_iter().skip(header + 1).map(|row| padded(row, columns.len())).collect();
        if rows.is_empty() {
            return Err(Unreadable::OnlyHeader { file: name() });
        }
        Ok(Self { file: name(), columns, rows, encoding, separator: char::from(separator) })
    }
}

/// First octets of XLSX and ODS (a ZIP), of the older XLS, of PDF.
const WORKBOOKS: &[&[u8]] = &[b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"%PDF-"];

fn too_large(file: &str) -> Unreadable {
    Unreadable::TooLarge { file: file.to_owned(), megabytes: FILE_LIMIT / (1024 * 1024), rows: ROW_LIMIT }
}

/// `sep=;`, as Excel writes and reads it in a line of its own: the separator, the lines it takes, and
/// what follows.
fn separator_line(text: &str) -> (Option<u8>, u64, &str) {
    let Some((first, rest)) = text.split_once('\n') else { return (None, 0, text) };
    let lower = first.trim_matches('"').to_ascii_lowercase();
    match lower.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) => (Some(*separator), 1, rest),
        _ => (None, 0, text),
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The separator that cuts the most rows into the same number of cells, and then into the most.
fn sniff(text: &str) -> u8 {
    let score = |separator: &u8| {
        let widths: Vec<usize> =
            reader(text, *separator).records().take(SNIFFED).flatten().map(|row| row.len()).collect();
        let same = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths.iter().filter(|width| **width > 1).map(|width| (same(*width), *width)).max()
    };
    // The earlier of equals: `max_by_key` would give the last.
    SEPARATORS.iter().copied().rev().max_by_key(score).unwrap_or(b';')
}

/// Rows that are not blank, with their lines.
fn records(file: &str, text: &str, separator: u8, skipped: u64) -> Result<Vec<Row>, Unreadable> {
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    let mut reader = reader(text, separator);
    let (mut counted, mut line) = (0, 1 + skipped);
    let failed = |error: csv::Error| Unreadable::Failed { file: file.to_owned(), error: error.to_string() };
    while reader.read_record(&mut record).map_err(failed)? {
        // The reader's own count of lines stands before the blank lines that it skips.
        let start = record.position().map_or(0, octet);
        let raw = text.get(start..octet(reader.position())).unwrap_or_default();
        let begin = start + raw.bytes().take_while(|b| *b == b'\n').count();
        let lines = text.get(counted..begin).unwrap_or_default().matches('\n').count();
        line += u64::try_from(lines).unwrap_or_default();
        counted = begin;
        let breaks = record.iter().map(|cell| cell.matches('\n').count()).max().unwrap_or_default();
        let unclosed = breaks > 0 && raw.matches('"').count() % 2 == 1;
        if unclosed || breaks > LINES_IN_A_CELL {
            return Err(Unreadable::OpenQuote { file: file.to_owned(), line });
        }
        if rows.len() > ROW_LIMIT {
            return Err(too_large(file));
        }
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    Ok(rows)
}

fn octet(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// With a cell for every column.
fn padded(mut row: Row, columns: usize) -> Row {
    if row.cells.len() < columns {
        row.cells.resize(columns, String::new());
    }
    row
}
