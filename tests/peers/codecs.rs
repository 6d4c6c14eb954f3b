//! One Python process that holds the codecs of others, for the life of a test: `codecs.py`, JSON lines each
//! way. Which of them it has depends on the Python that runs it: `BEFFROI_PEERS_PYTHON`, else Debian's.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use beffroi::sms::frame;
use serde_json::{Value, json};

use super::fields::{Fields, Kind};

/// The codecs that `codecs.py` knows.
pub(crate) const CODECS: [&str; 4] = ["gammu", "smspdudecoder", "messaging", "gsmmodem"];

/// What a codec made of octets.
pub(crate) type Read = Result<Fields, String>;

pub(crate) struct Codecs {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// By name; the version that is installed.
    pub(crate) versions: BTreeMap<String, String>,
}

impl Codecs {
    /// `None` without that Python.
    pub(crate) fn start() -> Option<Self> {
        let python = std::env::var_os("BEFFROI_PEERS_PYTHON").unwrap_or_else(|| "/usr/bin/python3".into());
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/codecs.py");
        let spawned = Command::new(python).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.ok()?;
        let requests = child.stdin.take();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        answers.read_line(&mut first).unwrap();
        let versions = serde_json::from_str(&first).unwrap();
        Some(Self { child, requests, answers, versions })
    }

    pub(crate) fn has(&self, codec: &str) -> bool {
        self.versions.contains_key(codec)
    }

    pub(crate) fn decode(&mut self, codec: &str, kind: Kind, octets: &[u8]) -> Read {
        let request = json!({"codec": codec, "decode": frame::to_hex(octets), "kind": kind.as_str()});
        let answer = self.answer(&request);
        match answer.get("fields") {
            Some(fields) => Ok(serde_json::from_value(fields.clone()).unwrap()),
            None => Err(answer["error"].to_string()),
        }
    }

    /// The TPDUs of a message.
    pub(crate) fn encode(&mut self, codec: &str, kind: Kind, wanted: &Value) -> Result<Vec<Vec<u8>>, String> {
        let answer = self.answer(&json!({"codec": codec, "encode": wanted, "kind": kind.as_str()}));
        let Some(tpdus) = answer["tpdus"].as_array() else { return Err(answer["error"].to_string()) };
        Ok(tpdus.iter().map(|hex| frame::from_hex(hex.as_str().unwrap()).unwrap()).collect())
    }

    fn answer(&mut self, request: &Value) -> Value {
        writeln!(self.requests.as_mut().unwrap(), "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?} to {request}"))
    }
}

impl Drop for Codecs {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        self.requests.take();
        self.child.wait().unwrap();
    }
}
