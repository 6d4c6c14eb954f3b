//! A virtual modem's journal, read on its own terms: JSON lines, of which those of kind `submit` and `report` count.
//! What they say is read from the TPDU itself (TS 23.040 §9.2.2.2, §9.2.2.3), not from the journal's own words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message::Verdict;
use crate::moment::Moment;
use crate::phone::PhoneNumber;
use crate::sms::address::TypeOfNumber;
use crate::sms::frame;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::reading::Lenient;
use crate::sms::status_report::{Status, StatusGroup, StatusReport};
use crate::sms::submit::Submit;

/// Digits by which the number of a report is compared.
const TAIL: usize = 8;

/// Where something was seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// The journal's name.
    pub journal: String,
    /// 1 for its first line.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.journal, self.line)
    }
}

/// A PDU that a modem was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it stands.
    pub place: Place,
    /// When Ctrl-Z came.
    pub at: Moment,
    /// Whether the network took it.
    pub accepted: bool,
    /// TP-MR, where it took it.
    pub reference: Option<u8>,
    /// What it says; `None` where it can't be read.
    pub content: Option<Content>,
}

/// A report that a modem was given by its network.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    /// The last digits of TP-RA.
    pub tail: String,
    /// TP-MR of the message it is about.
    pub reference: u8,
    /// What TP-ST means.
    pub verdict: Verdict,
}

/// Shows no number.
impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Heard({}, {})", self.reference, self.verdict)
    }
}

/// What a PDU says, as far as it is compared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Content {
    /// TP-DA.
    pub to: PhoneNumber,
    /// Reference, total and number of a part of several.
    pub concat: Option<(u16, u8, u8)>,
    /// TP-UD without header, as text.
    pub text: String,
}

/// Shows neither text nor the whole number.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({:?}, {:?}, {} characters)", self.to, self.concat, self.text.chars().count())
    }
}

/// A journal that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// In its order.
    pub seen: Vec<Seen>,
    /// Reports, in its order.
    pub heard: Vec<Heard>,
    /// What should be known of it.
    pub remarks: Vec<Remark>,
}

/// Something about a journal that a reader of the verdict should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Remark {
    /// Its last line is not whole: the modem was killed while it wrote. No answer was given to that PDU.
    CutOff(Place),
    /// A line that can't be read, and more after it.
    Unreadable(Place),
    /// It is something else: of all its lines none can be read, from this one on.
    NoJournal(Place),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::CutOff(place) => write!(f, "{place}: cut off in its last line, which is left out"),
            Remark::Unreadable(place) => {
                write!(f, "{place}: this line can't be read, and may have been a PDU")
            }
            Remark::NoJournal(place) => {
                write!(f, "{place}: this is no journal of a modem, and none of its lines can be read")
            }
        }
    }
}

/// The fields that are looked at; others may come and go.
#[derive(Deserialize)]
struct Line {
    kind: String,
    t: Moment,
    #[serde(default)]
    tpdu: String,
    #[serde(default)]
    accepted: bool,
    #[serde(default)]
    reference: Option<u8>,
}

impl Journal {
    /// Reads a whole journal; nothing in it is an error.
    pub fn read(name: &str, octets: &[u8]) -> Self {
        let mut journal = Journal::default();
        let mut is_one = false;
        for (at, line) in octets.split_inclusive(|&octet| octet == b'\n').enumerate() {
            let place = Place { journal: name.to_owned(), line: at + 1 };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let whole = line.ends_with(b"\n");
            match serde_json::from_slice::<Line>(line) {
                Ok(line) if whole => {
                    is_one = true;
                    journal.heard.extend(line.heard());
                    journal.seen.extend(line.seen(place));
                }
                // In a journal whatever is left of a line; alone, what begins as one.
                _ if !whole && (is_one || line.starts_with(b"{")) => {
                    journal.remarks.push(Remark::CutOff(place));
                }
                _ => journal.remarks.push(Remark::Unreadable(place)),
            }
        }
        if !is_one && let Some(Remark::Unreadable(first)) = journal.remarks.first() {
            journal.remarks = vec![Remark::NoJournal(first.clone())];
        }
        journal
    }
}

impl Remark {
    /// Whether a PDU that was answered may be missing from what was read.
    pub fn is_gap(&self) -> bool {
        matches!(self, Remark::Unreadable(_) | Remark::NoJournal(_))
    }
}

impl Line {
    fn heard(&self) -> Option<Heard> {
        let tpdu = frame::from_hex(&self.tpdu).ok().filter(|_| self.kind == "report")?;
        let report = Lenient::<StatusReport>::decode(&tpdu).ok()?.value;
        let tail = tail(report.recipient.digits()?);
        Some(Heard { tail, reference: report.reference, verdict: verdict(report.status) })
    }

    fn seen(self, place: Place) -> Option<Seen> {
        if self.kind != "submit" {
            return None;
        }
        let tpdu = frame::from_hex(&self.tpdu).ok();
        let submit = tpdu.and_then(|octets| Some(Lenient::<Submit>::decode(&octets).ok()?.value));
        let content = submit.and_then(|submit| Content::of(&submit));
        Some(Seen { place, at: self.t, accepted: self.accepted, reference: self.reference, content })
    }
}

impl Content {
    /// `None` for what is no text to a number in international form: none of ours.
    fn of(submit: &Submit) -> Option<Self> {
        let address = &submit.destination;
        if address.kind() != TypeOfNumber::International {
            return None;
        }
        let to = PhoneNumber::from_e164(&format!("+{}", address.digits()?)).ok()?;
        let concat = submit.user_data.concatenation().map(triple);
        Some(Self { to, concat, text: submit.text().ok()? })
    }
}

fn verdict(status: Status) -> Verdict {
    match status.group() {
        StatusGroup::Completed => Verdict::Delivered,
        StatusGroup::StillTrying => Verdict::StillTrying,
        StatusGroup::GivenUp => Verdict::GivenUp,
    }
}

/// What of a number is the same however it is written.
pub(super) fn tail(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(TAIL)).collect()
}

fn triple(concatenation: Concatenation) -> (u16, u8, u8) {
    let reference = match concatenation.reference() {
        Reference::Eight(reference) => reference.into(),
        Reference::Sixteen(reference) => reference,
    };
    (reference, concatenation.total(), concatenation.number())
}
