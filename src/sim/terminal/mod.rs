//! The AT side of a virtual modem (ITU-T V.250, TS 27.007, TS 27.005): keys in, lines out. Knows the
//! commands and the registers they change; leaves time, faults and the network to the engine.

mod syntax;
mod basic;
mod status;
mod standing;
mod memory;
mod message;
mod offer;

pub(super) use self::message::Coming;
pub(super) use self::offer::{Offer, Taken};

use self::memory::{Memory, Place};
use self::offer::Held;
use self::syntax::{Command, Form};
use super::condition::{Conditions, Presence};
use super::personality::Personality;

/// V.250 asks for 40 characters at least; modems take some hundreds.
const LONGEST_LINE: usize = 1_024;
/// The longest TPDU and service centre take 352 digits.
const LONGEST_PDU: usize = 1_024;

const ESCAPE: u8 = 0x1B;
const CTRL_Z: u8 = 0x1A;

/// What a key has made complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    /// A command line, by its carriage return.
    Line(String),
    /// A PDU, by Ctrl-Z: the length that `+CMGS` announced, and what was typed.
    Pdu(usize, String),
}

/// What a command line asks of the engine, beyond the lines that have been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// A prompt for a TPDU of so many octets.
    Prompt(usize),
    /// To start anew.
    Restart,
}

/// How one command of a line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Done(Vec<String>),
    Failed(Failure),
    Prompt(usize),
    Restart,
}

/// Why a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Not a command that this modem has.
    Unknown,
    /// `+CME ERROR` (TS 27.007 §9.2), as `+CMEE` wants it.
    Equipment(u16),
    /// `+CMS ERROR` (TS 27.005 §3.2.5).
    Message(u16),
}

/// What runs a command.
type Handler = fn(&mut Terminal, &Command) -> Answer;

/// Every command but those that only say who the modem is.
static COMMANDS: &[(&str, Handler)] = &[
    ("E", basic::echo),
    ("Q", basic::quiet),
    ("V", basic::verbose),
    ("Z", basic::reset),
    ("&F", basic::reset),
    ("X", basic::accepted),
    ("&C", basic::accepted),
    ("&D", basic::accepted),
    ("S", basic::accepted),
    ("H", basic::accepted),
    ("+CMEE", basic::errors),
    ("+CSCS", basic::charset),
    ("+CFUN", status::functionality),
    ("+CPIN", standing::pin),
    ("+CPINR", standing::pin_tries),
    ("+CSQ", standing::signal),
    ("+CREG", status::registration),
    ("+CGREG", status::registration),
    ("+CEREG", status::registration),
    ("+COPS", status::operator),
    ("+CLCK", status::lock),
    ("+CPBS", status::phonebook),
    ("+CPBR", status::phonebook_entries),
    ("+CGSMS", status::bearer),
    ("+CSCA", message::service_centre),
    ("+CSMS", message::service),
    ("+CMGF", message::format),
    ("+CNMI", message::indications),
    ("+CNMA", offer::acknowledge),
    ("+CMMS", message::keep_link),
    ("+CMGS", message::send),
    ("+CPMS", memory::choose),
    ("+CMGL", memory::list),
    ("+CMGR", memory::read),
    ("+CMGD", memory::delete),
];

/// What commands change. A reset brings back the first values.
#[derive(Debug)]
struct Registers {
    echo: bool,
    quiet: bool,
    verbose: bool,
    /// `+CMEE`.
    errors: u8,
    charset: String,
    functionality: u8,
    /// `+CREG`, `+CGREG`, `+CEREG`.
    registration: [u8; 3],
    operator_format: u8,
    bearer: u8,
    /// `+CSMS`.
    service: u8,
    keep_link: u8,
    /// `+CNMI`: mode, mt, bm, ds, bfr.
    indications: [u8; 5],
    /// `+CPMS`: read, write, receive.
    places: [Place; 3],
}

/// Keys in, lines out.
#[derive(Debug)]
pub(super) struct Terminal {
    personality: &'static Personality,
    registers: Registers,
    conditions: Conditions,
    memory: Memory,
    service_centre: String,
    line: Vec<u8>,
    last_line: String,
    pdu: Option<(usize, Vec<u8>)>,
    held: Vec<Held>,
    /// What was shown last, and waits for its `+CNMA`.
    unacknowledged: Option<Offer>,
    verdicts: Vec<(Offer, Taken)>,
    output: Vec<u8>,
}

impl Registers {
    fn new() -> Self {
        Self {
            echo: true,
            quiet: false,
            verbose: true,
            errors: 0,
            charset: "IRA".to_owned(),
            functionality: 1,
            registration: [0; 3],
            operator_format: 0,
            bearer: 3,
            service: 0,
            keep_link: 0,
            indications: [0; 5],
            places: [Place::Sim; 3],
        }
    }
}

impl Terminal {
    pub(super) fn new(personality: &'static Personality) -> Self {
        Self {
            personality,
            registers: Registers::new(),
            conditions: Conditions::default(),
            memory: Memory::new(personality),
            service_centre: personality.service_centre.to_owned(),
            line: Vec::new(),
            last_line: String::new(),
            pdu: None,
            held: Vec::new(),
            unacknowledged: None,
            verdicts: Vec::new(),
            output: Vec::new(),
        }
    }

    /// As after a power cut: what is stored stays.
    pub(super) fn restart(&mut self) {
        self.forget_offers();
        self.registers = Registers::new();
        self.line.clear();
        self.pdu = None;
    }

    /// `+CSCA`; empty where none is set.
    pub(super) fn service_centre(&self) -> &str {
        &self.service_centre
    }

    /// Takes one key.
    pub(super) fn press(&mut self, key: u8) -> Option<Pressed> {
        match self.pdu.take() {
            Some((length, typed)) => self.press_in_pdu(key, length, typed),
            None => self.press_in_line(key),
        }
    }

    fn press_in_pdu(&mut self, key: u8, length: usize, mut typed: Vec<u8>) -> Option<Pressed> {
        if self.registers.echo {
            self.output.push(key);
        }
        match key {
            CTRL_Z => return Some(Pressed::Pdu(length, String::from_utf8_lossy(&typed).into_owned())),
            ESCAPE => {
                self.finish();
                return None;
            }
            b'\r' | b'\n' => {}
            // Too long to be right, and must stay wrong.
            _ if typed.len() > LONGEST_PDU => {}
            _ => typed.push(key),
        }
        self.pdu = Some((length, typed));
        None
    }

    fn press_in_line(&mut self, key: u8) -> Option<Pressed> {
        const BACKSPACE: u8 = 0x08;
        match key {
            b'\r' => {
                self.echo(key);
                return Some(Pressed::Line(
                    String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned(),
                ));
            }
            b'\n' | ESCAPE | CTRL_Z => return None,
            BACKSPACE => drop(self.line.pop()),
            _ if self.line.len() > LONGEST_LINE => {}
            _ => self.line.push(key),
        }
        self.echo(key);
        // V.250 §5.2.4: the last line again, at once, without carriage return.
        if self.line.eq_ignore_ascii_case(b"A/") {
            self.line.clear();
            return Some(Pressed::Line(self.last_line.clone()));
        }
        None
    }

    fn echo(&mut self, key: u8) {
        if self.registers.echo {
            self.output.push(key);
        }
    }

    /// Runs a command line, up to the first command that fails or waits.
    pub(super) fn run(&mut self, line: &str) -> Asked {
        // V.250 §5.2.1: what stands before AT is not for the modem.
        let Some(body) = syntax::body(line) else { return Asked::Nothing };
        if self.says_instead() {
            return Asked::Nothing;
        }
        if line.len() > LONGEST_LINE {
            self.fail(Failure::Unknown);
            return Asked::Nothing;
        }
        self.last_line = line.to_owned();
        let Some(commands) = syntax::commands(body) else {
            self.fail(Failure::Unknown);
            return Asked::Nothing;
        };
        for command in &commands {
            match self.answer(command) {
                Answer::Done(lines) => self.write_lines(&lines),
                Answer::Failed(failure) => {
                    self.fail(failure);
                    return Asked::Nothing;
                }
                Answer::Prompt(length) => return Asked::Prompt(length),
                Answer::Restart => {
                    self.finish();
                    return Asked::Restart;
                }
            }
        }
        self.finish();
        Asked::Nothing
    }

    fn answer(&mut self, command: &Command) -> Answer {
        if let Some(failure) = self.refused_by_sim(command) {
            return Answer::Failed(failure);
        }
        let handler = COMMANDS.iter().find(|(name, _)| *name == command.name).map(|(_, handler)| *handler);
        let identity = self.personality.identity(&command.name);
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        if command.form == Form::Test {
            return match self.test(&command.name) {
                Some(line) => Answer::Done(vec![line.to_owned()]),
                None if handler.is_some() || identity.is_some() => Answer::Done(Vec::new()),
                None => Answer::Failed(Failure::Unknown),
            };
        }
        match (handler, identity) {
            (Some(handler), _) => handler(self, command),
            (None, Some(lines)) if command.form != Form::Read => Answer::Done(owned(lines)),
            _ => Answer::Failed(Failure::Unknown),
        }
    }

    /// The line that answers `command=?`.
    fn test(&self, command: &str) -> Option<&'static str> {
        match (command, self.conditions.reports) {
            ("+CNMI", Presence::Missing) => self.personality.indications_without_reports,
            _ => self.personality.test(command),
        }
    }

    /// Shows the prompt and takes what follows as a PDU.
    pub(super) fn prompt(&mut self, length: usize) {
        self.output.extend(b"\r\n> ");
        self.pdu = Some((length, Vec::new()));
    }

    /// Takes what follows as a PDU without a word.
    pub(super) fn prompt_silently(&mut self, length: usize) {
        self.pdu = Some((length, Vec::new()));
    }

    /// `+CMGS: <mr>` and OK.
    pub(super) fn sent(&mut self, reference: u8) {
        self.write_lines(&[format!("+CMGS: {reference}")]);
        self.finish();
    }

    /// The same, of a message that nobody waits for any more.
    pub(super) fn sent_long_ago(&mut self, reference: u8) {
        self.announce(format!("+CMGS: {reference}\r\n\r\nOK"));
    }

    /// OK.
    fn finish(&mut self) {
        self.final_result("OK", "0");
    }

    /// The error as `+CMEE` wants it.
    pub(super) fn fail(&mut self, failure: Failure) {
        match (failure, self.registers.errors) {
            // TS 27.005 §3.2.5 knows no register that hides its codes.
            (Failure::Message(code), _) => self.final_line(&format!("+CMS ERROR: {code}")),
            (Failure::Unknown, _) | (_, 0) => self.final_result("ERROR", "4"),
            (Failure::Equipment(code), 1) => self.final_line(&format!("+CME ERROR: {code}")),
            (Failure::Equipment(code), _) => {
                let words = status::error_words(code);
                self.final_line(&format!("+CME ERROR: {words}"));
            }
        }
    }

    fn final_result(&mut self, word: &str, number: &str) {
        if self.registers.verbose {
            self.final_line(word);
        } else if !self.registers.quiet {
            self.output.extend(format!("{number}\r").bytes());
        }
    }

    fn final_line(&mut self, line: &str) {
        if !self.registers.quiet {
            self.output.extend(format!("\r\n{line}\r\n").bytes());
        }
    }

    fn write_lines(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let head = if self.registers.verbose { "\r\n" } else { "" };
        self.output.extend(format!("{head}{}\r\n", lines.join("\r\n")).bytes());
    }

    /// A line that nobody asked for, as soon as the port may take it.
    pub(super) fn announce(&mut self, line: String) {
        if self.pdu.is_some() {
            self.hold(Held { line, offer: None });
        } else {
            self.write_lines(&[line]);
        }
    }

    /// What has been written since.
    pub(super) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }
}
