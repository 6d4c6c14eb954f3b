//! The socket's lines: a JSON value each, bounded, an answer's rows one a line.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::summary::Summary;
use super::wire::{Fault, Response};
use super::{MAX_ANSWER_LINE, MAX_ROWS};

/// A line of an answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Frame {
    Row(Summary),
    Last(Response),
}

/// Why no line could be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    /// The other end hung up before the newline: what came is not acted on, even where it parses.
    #[error("the line ends before its newline")]
    HalfLine,
    /// More than may be.
    #[error("the line is over {0} octets")]
    Overlong(usize),
    /// Not what is expected.
    #[error("{0}")]
    Rubbish(#[from] serde_json::Error),
    /// The socket's.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Reads lines of at most so many octets from a stream.
pub(super) struct Lines<R> {
    from: R,
    limit: usize,
    held: Vec<u8>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(from: R, limit: usize) -> Self {
        Self { from, limit, held: Vec::new() }
    }

    /// The next line, read as JSON.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<T, LineError> {
        let mut chunk = [0; 8192];
        let mut searched = 0;
        loop {
            let newline = self.held.iter().skip(searched).position(|&octet| octet == b'\n');
            if let Some(at) = newline.map(|at| at + searched) {
                if at >= self.limit {
                    return Err(LineError::Overlong(self.limit));
                }
                let line: Vec<u8> = self.held.drain(..=at).collect();
                return Ok(serde_json::from_slice(&line)?);
            }
            searched = self.held.len();
            if searched >= self.limit {
                return Err(LineError::Overlong(self.limit));
            }
            match self.from.read(&mut chunk) {
                Ok(0) => return Err(LineError::HalfLine),
                Ok(n) => self.held.extend(chunk.iter().take(n)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A whole answer: the rows of a list are put back into it.
    pub(super) fn response(&mut self) -> Result<Response, LineError> {
        let mut rows = Vec::new();
        loop {
            match self.next()? {
                Frame::Row(_) if rows.len() >= MAX_ROWS => return Err(LineError::Overlong(MAX_ROWS)),
                Frame::Row(row) => rows.push(row),
                Frame::Last(Response::Messages { .. }) => return Ok(Response::Messages { messages: rows }),
                Frame::Last(response) => return Ok(response),
            }
        }
    }
}

/// Writes one line.
pub(super) fn write_line(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    to.write_all(&line)
}

/// Writes a whole answer, the rows of a list one a line.
pub(super) fn write_response(to: &mut impl Write, response: Response) -> io::Result<()> {
    let (rows, last) = match response {
        Response::Messages { messages } => (messages, Response::Messages { messages: Vec::new() }),
        other => (Vec::new(), other),
    };
    for row in rows.into_iter().take(MAX_ROWS) {
        write_line(to, &Frame::Row(row))?;
    }
    let mut line = serde_json::to_vec(&Frame::Last(last))?;
    if line.len() >= MAX_ANSWER_LINE {
        let why = format!("the answer is over {MAX_ANSWER_LINE} octets");
        let fault = Fault::TooLong { octets: MAX_ANSWER_LINE };
        line = serde_json::to_vec(&Frame::Last(Response::Failed { why, fault }))?;
    }
    line.push(b'\n');
    to.write_all(&line)
}
