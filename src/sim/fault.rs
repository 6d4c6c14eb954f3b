//! What goes wrong on purpose: kinds of fault, the grammar in which people write them, and when
//! each strikes. `KIND[:ARGUMENT][*TIMES][@FIRST][%PERCENT]`, e.g. `answer-lost*1@3`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::dice::Dice;
use crate::moment::read_duration;

/// One kind of mishap with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// `+CMS ERROR: code`; not sent.
    Refuse(u16),
    /// `+CMS ERROR: code`; sent all the same.
    FalseRefusal(u16),
    /// No answer after Ctrl-Z; not sent.
    Silence,
    /// Sent, but no answer.
    AnswerLost,
    /// Sent; the answer comes so much after its time, and the modem is busy until then.
    LateAnswer(Duration),
    /// Sent; the answer comes so much after its time, and the modem does all else meanwhile.
    StrayAnswer(Duration),
    /// `AT+CMGS` is never answered; only ESC helps.
    NoPrompt,
    /// Starts anew after Ctrl-Z instead of answering.
    Reboot(Fate),
    /// The port goes away after Ctrl-Z instead of an answer, and comes back after the gap.
    Unplug(Fate, Duration),
    /// Its report comes twice.
    ReportTwice,
    /// Its report never comes.
    ReportLost,
}

/// What has become of the message when the modem failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The network never had it.
    Lost,
    /// The network has it.
    Sent,
}

/// How long an unplugged modem stays away unless told.
pub const UNPLUG_GAP: Duration = Duration::from_secs(2);

/// A mishap and when it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub mishap: Mishap,
    /// How often at most; `None`: for ever.
    pub times: Option<u32>,
    /// 1 to begin with the next message, 3 with the third from now.
    pub first: u32,
    /// In so many of a hundred cases, 1 to 100.
    pub percent: u8,
}

/// Why a text is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is no fault: {why}")]
pub struct NotAFault {
    given: String,
    why: &'static str,
}

/// The grammar in one line, for help and errors.
pub const GRAMMAR: &str = "refuse:CODE, sent-refuse:CODE, silence, answer-lost, late-answer:DURATION, stray-answer:DURATION, no-prompt, \
     reboot, sent-reboot, unplug[:GAP], sent-unplug[:GAP], report-twice or report-lost, each with *TIMES, @FIRST or %PERCENT behind it";

impl Mishap {
    /// The word in faults and journals.
    pub const fn word(self) -> &'static str {
        match self {
            Mishap::Refuse(_) => "refuse",
            Mishap::FalseRefusal(_) => "sent-refuse",
            Mishap::Silence => "silence",
            Mishap::AnswerLost => "answer-lost",
            Mishap::LateAnswer(_) => "late-answer",
            Mishap::StrayAnswer(_) => "stray-answer",
            Mishap::NoPrompt => "no-prompt",
            Mishap::Reboot(Fate::Lost) => "reboot",
            Mishap::Reboot(Fate::Sent) => "sent-reboot",
            Mishap::Unplug(Fate::Lost, _) => "unplug",
            Mishap::Unplug(Fate::Sent, _) => "sent-unplug",
            Mishap::ReportTwice => "report-twice",
            Mishap::ReportLost => "report-lost",
        }
    }

    /// When it may strike.
    const fn occasion(self) -> Occasion {
        match self {
            Mishap::NoPrompt => Occasion::Prompt,
            Mishap::ReportTwice | Mishap::ReportLost => Occasion::Report,
            _ => Occasion::Handover,
        }
    }

    fn read(word: &str, argument: Option<&str>) -> Result<Self, &'static str> {
        let duration =
            |text: &str| read_duration(text).map_err(|_| "its duration is written like 100ms, 2s or 5min");
        let gap = argument.map_or(Ok(UNPLUG_GAP), duration);
        let mishap = match word {
            "refuse" | "sent-refuse" => {
                let mishap = if word == "refuse" { Mishap::Refuse } else { Mishap::FalseRefusal };
                let code = argument.and_then(|code| code.parse().ok());
                return code.map(mishap).ok_or("it needs an error code, as in refuse:38");
            }
            "late-answer" => {
                let late = argument.ok_or("it needs a duration, as in late-answer:30s")?;
                return duration(late).map(Mishap::LateAnswer);
            }
            "stray-answer" => {
                let late = argument.ok_or("it needs a duration, as in stray-answer:30s")?;
                return duration(late).map(Mishap::StrayAnswer);
            }
            "unplug" => return gap.map(|gap| Mishap::Unplug(Fate::Lost, gap)),
            "sent-unplug" => return gap.map(|gap| Mishap::Unplug(Fate::Sent, gap)),
            "silence" => Mishap::Silence,
            "answer-lost" => Mishap::AnswerLost,
            "no-prompt" => Mishap::NoPrompt,
            "reboot" => Mishap::Reboot(Fate::Lost),
            "sent-reboot" => Mishap::Reboot(Fate::Sent),
            "report-twice" => Mishap::ReportTwice,
            "report-lost" => Mishap::ReportLost,
            _ => return Err(GRAMMAR),
        };
        if argument.is_some() { Err("this kind takes nothing behind a colon") } else { Ok(mishap) }
    }
}

impl Fault {
    /// The mishap with every message from now on.
    pub const fn always(mishap: Mishap) -> Self {
        Self { mishap, times: None, first: 1, percent: 100 }
    }

    /// The mishap with the next message only.
    pub const fn once(mishap: Mishap) -> Self {
        Self { mishap, times: Some(1), first: 1, percent: 100 }
    }
}

impl FromStr for Fault {
    type Err = NotAFault;

    fn from_str(text: &str) -> Result<Self, NotAFault> {
        let refuse = |why| NotAFault { given: text.to_owned(), why };
        let is_mark = |c: char| matches!(c, '*' | '@' | '%');
        let trimmed = text.trim();
        let (kind, mut marks) = trimmed.split_at(trimmed.find(is_mark).unwrap_or(trimmed.len()));
        let (word, argument) = match kind.split_once(':') {
            Some((word, argument)) => (word, Some(argument)),
            None => (kind, None),
        };
        let mut fault = Fault::always(Mishap::read(word, argument).map_err(refuse)?);
        while let Some(mark) = marks.chars().next() {
            let rest = marks.trim_start_matches(mark);
            let (number, after) = rest.split_at(rest.find(is_mark).unwrap_or(rest.len()));
            let number: u32 = number
                .parse()
                .ok()
                .filter(|&number| number > 0)
                .ok_or_else(|| refuse("*, @ and % want a number from 1 on behind them"))?;
            match mark {
                '*' => fault.times = Some(number),
                '@' => fault.first = number,
                _ => {
                    let percent = u8::try_from(number).ok().filter(|&percent| percent <= 100);
                    fault.percent = percent.ok_or_else(|| refuse("% goes from 1 to 100"))?;
                }
            }
            marks = after;
        }
        Ok(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mishap.word())?;
        match self.mishap {
            Mishap::Refuse(code) | Mishap::FalseRefusal(code) => write!(f, ":{code}")?,
            Mishap::LateAnswer(duration) | Mishap::StrayAnswer(duration) | Mishap::Unplug(_, duration) => {
                write!(f, ":{}ms", duration.as_millis())?
            }
            _ => {}
        }
        if let Some(times) = self.times {
            write!(f, "*{times}")?;
        }
        if self.first > 1 {
            write!(f, "@{}", self.first)?;
        }
        if self.percent < 100 {
            write!(f, "%{}", self.percent)?;
        }
        Ok(())
    }
}

/// Where in a message's life a fault may strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// `AT+CMGS` came.
    Prompt,
    /// Ctrl-Z came.
    Handover,
    /// The network has it, and plans its report.
    Report,
}

/// The faults in force.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Armed>);

#[derive(Debug)]
struct Armed {
    fault: Fault,
    occasions: u32,
    strikes: u32,
}

impl Faults {
    /// Puts one into force, behind those that are.
    pub(super) fn arm(&mut self, fault: Fault) {
        self.0.push(Armed { fault, occasions: 0, strikes: 0 });
    }

    /// Puts all out of force.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The mishap that strikes now: of the first fault whose turn it is. All of them count.
    pub(super) fn strike(&mut self, occasion: Occasion, dice: &mut Dice) -> Option<Mishap> {
        let mut struck = None;
        for armed in &mut self.0 {
            if armed.fault.mishap.occasion() != occasion {
                continue;
            }
            armed.occasions += 1;
            let due = armed.occasions >= armed.fault.first && struck.is_none();
            if due && dice.percent() < armed.fault.percent {
                armed.strikes += 1;
                struck = Some(armed.fault.mishap);
            }
        }
        self.0.retain(|armed| armed.fault.times.is_none_or(|times| armed.strikes < times));
        struck
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_reads_back() {
        let rows = [
            ("refuse:21", "refuse:21"),
            ("sent-refuse:38*1", "sent-refuse:38*1"),
            ("silence", "silence"),
            ("answer-lost*1@3", "answer-lost*1@3"),
            ("answer-lost@3*1", "answer-lost*1@3"),
            ("late-answer:30s%5", "late-answer:30000ms%5"),
            ("stray-answer:9s", "stray-answer:9000ms"),
            ("no-prompt*2", "no-prompt*2"),
            ("reboot", "reboot"),
            ("sent-reboot*1", "sent-reboot*1"),
            ("unplug", "unplug:2000ms"),
            ("sent-unplug:5s*1", "sent-unplug:5000ms*1"),
            ("report-twice%2", "report-twice%2"),
            ("report-lost*1", "report-lost*1"),
        ];
        for (given, want) in rows {
            let fault: Fault = given.parse().unwrap();
            assert_eq!(fault.to_string(), want, "{given}");
            assert_eq!(want.parse::<Fault>().unwrap(), fault, "{given}");
        }
    }

    #[test]
    fn what_is_no_fault_is_told_why() {
        for given in [
            "",
            "fire",
            "refuse",
            "refuse:x",
            "sent-refuse",
            "late-answer",
            "stray-answer",
            "late-answer:5",
            "silence:3",
            "silence*0",
            "silence*",
            "silence@x",
            "silence%101",
            "unplug:x",
            "refuse:99999",
        ] {
            assert!(given.parse::<Fault>().is_err(), "{given}");
        }
        let told = "refuse".parse::<Fault>().unwrap_err().to_string();
        assert!(told.contains("refuse:38"), "{told}");
    }

    #[test]
    fn a_fault_strikes_when_its_turn_comes_and_no_longer() {
        let strikes = |texts: &[&str], occasion| {
            let mut faults = Faults::default();
            texts.iter().for_each(|text| faults.arm(text.parse().unwrap()));
            let mut dice = Dice::new(7);
            (0..5).map(|_| faults.strike(occasion, &mut dice).map_or("-", Mishap::word)).collect::<Vec<_>>()
        };
        let rows: &[(&[&str], &[&str])] = &[
            (&["silence*1@3"], &["-", "-", "silence", "-", "-"]),
            (&["silence"], &["silence"; 5]),
            (&["silence@4"], &["-", "-", "-", "silence", "silence"]),
            (&["refuse:38*2", "silence*1"], &["refuse", "refuse", "silence", "-", "-"]),
            (&["no-prompt"], &["-"; 5]),
        ];
        for (given, want) in rows {
            assert_eq!(strikes(given, Occasion::Handover), *want, "{given:?}");
        }
        assert_eq!(strikes(&["no-prompt*1", "silence"], Occasion::Prompt), ["no-prompt", "-", "-", "-", "-"]);
    }

    #[test]
    fn a_share_of_a_hundred_is_about_kept() {
        let mut faults = Faults::default();
        faults.arm("silence%20".parse().unwrap());
        let mut dice = Dice::new(1);
        let struck = (0..1_000).filter(|_| faults.strike(Occasion::Handover, &mut dice).is_some()).count();
        assert!((150..250).contains(&struck), "{struck}");
    }
}
