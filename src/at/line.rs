//! A whole line from the modem -> its meaning, by itself: final result (V.250 §5.7.1), `+CMGS`
//! (TS 27.005 §3.5.1), header of a PDU that follows, sign of a restart, or a line with a name.
//! Nothing is searched for inside a line: `OKAY so` is not OK. Which question it answers is
//! `session`'s.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, digit1, one_of, space0, u8 as number_u8, u16 as number_u16};
use nom::combinator::{all_consuming, map, map_opt, opt, recognize, rest, value, verify};
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};

/// The number of an error, or what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// As `AT+CMEE=1` shows it.
    Number(u16),
    /// A firmware that shows words.
    Text(String),
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The line that ends an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinalResult {
    /// `OK`.
    Ok,
    /// `ERROR`, or another way of saying that and no more.
    Error,
    /// `+CMS ERROR: n`.
    Cms(ErrorCode),
    /// `+CME ERROR: n`.
    Cme(ErrorCode),
}

impl std::fmt::Display for FinalResult {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ok => f.write_str("OK"),
            Self::Error => f.write_str("ERROR"),
            Self::Cms(code) => write!(f, "+CMS ERROR: {code}"),
            Self::Cme(code) => write!(f, "+CME ERROR: {code}"),
        }
    }
}

/// Whose PDU stands on the next line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// `+CDS`: a delivery report.
    Report,
    /// `+CMT`: a message.
    Message,
    /// `+CBM`: a cell broadcast, which nobody reads.
    Broadcast,
}

/// How sure a line is that the modem has just started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boot {
    /// The first thing that a firmware says.
    Start,
    /// A later stage of a start, or the announcement of an end.
    Stage,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Ends an answer.
    Final(FinalResult),
    /// `+CMGS: <mr>`: the network has taken the message.
    Submitted {
        /// TP-MR.
        reference: u8,
    },
    /// A PDU follows.
    Header(Header),
    /// `+CPIN: …`: an answer where it was asked, else the sign of a restart.
    Pin,
    /// A sign of a restart.
    Boot(Boot),
    /// The modem repeats a command of ours.
    Echo,
    /// Something of a call or of the network; never an answer to us.
    Call,
    /// `+NAME: …` and its like.
    Named {
        /// With its sign: `+CREG`.
        name: String,
    },
    /// Anything else.
    Text,
}

/// Lines that say that the modem has started anew, or stops.
const BOOT_LINES: &[(&str, Boot)] = &[
    ("RDY", Boot::Start),
    ("^SYSSTART", Boot::Start),
    ("^SYSSTART AIRPLANE MODE", Boot::Start),
    ("*EMRDY: 1", Boot::Start),
    ("+AT: READY", Boot::Start),
    ("+WIND: 3", Boot::Stage),
    ("+WIND: 4", Boot::Stage),
    ("Call Ready", Boot::Stage),
    ("SMS Ready", Boot::Stage),
    ("SMS DONE", Boot::Stage),
    ("+QIND: SMS DONE", Boot::Stage),
    ("NORMAL POWER DOWN", Boot::Stage),
    ("NORMAL POWER OFF", Boot::Stage),
    ("POWERED DOWN", Boot::Stage),
    ("UNDER-VOLTAGE POWER DOWN", Boot::Stage),
    ("^SHUTDOWN", Boot::Stage),
];

/// Results of calls (V.250 §5.7.1); some firmwares say them unasked.
const CALL_LINES: &[&str] = &["RING", "NO CARRIER", "NO DIALTONE", "BUSY", "NO ANSWER", "CONNECT"];

/// What a whole line means.
pub fn classify(text: &str) -> Line {
    if let Some((_, boot)) = BOOT_LINES.iter().find(|(line, _)| *line == text) {
        return Line::Boot(*boot);
    }
    if CALL_LINES.contains(&text) {
        return Line::Call;
    }
    all_consuming(alt((
        map(final_result, Line::Final),
        map(all_consuming(submitted), |reference| Line::Submitted { reference }),
        map(header, Line::Header),
        value(Line::Pin, (tag("+CPIN:"), rest)),
        map(named, |(name, _)| Line::Named { name: name.to_owned() }),
        value(Line::Echo, echo),
        value(Line::Text, rest),
    )))
    .parse(text)
    .map_or(Line::Text, |(_, line)| line)
}

/// Splits `+NAME: rest` into its name, sign included, and the rest without outer blanks.
pub(super) fn split_name(text: &str) -> Option<(&str, &str)> {
    named(text).ok().map(|(_, (name, rest))| (name, rest.trim()))
}

fn final_result(input: &str) -> IResult<&str, FinalResult> {
    alt((
        value(FinalResult::Ok, all_consuming(tag("OK"))),
        value(FinalResult::Error, all_consuming(alt((tag("ERROR"), tag("COMMAND NOT SUPPORT"))))),
        map(preceded((tag("+CMS ERROR:"), space0), error_code), FinalResult::Cms),
        map(preceded((tag("+CME ERROR:"), space0), error_code), FinalResult::Cme),
    ))
    .parse(input)
}

fn error_code(input: &str) -> IResult<&str, ErrorCode> {
    alt((
        map(all_consuming(number_u16), ErrorCode::Number),
        map(rest, |text: &str| ErrorCode::Text(text.to_owned())),
    ))
    .parse(input)
}

/// `+CMGS: <mr>[,<ackpdu>]`; `<scts>` in its place where a service is 1.
fn submitted(input: &str) -> IResult<&str, u8> {
    let number = preceded((tag("+CMGS:"), space0), number_u8);
    terminated(number, opt((space0, char(','), rest))).parse(input)
}

/// `+CDS: 24`, `+CDS: ,24`, `+CMT: "",24`, `+CMT: 23`: what counts is that a PDU comes.
fn header(input: &str) -> IResult<&str, Header> {
    let kind = alt((
        value(Header::Report, tag("+CDS:")),
        value(Header::Message, tag("+CMT:")),
        value(Header::Broadcast, tag("+CBM:")),
    ));
    terminated(kind, rest).parse(input)
}

fn named(input: &str) -> IResult<&str, (&str, &str)> {
    let word = take_while1(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let name = recognize(pair(one_of("+^*#%_$!"), word));
    (terminated(name, char(':')), rest).parse(input)
}

/// `AT` alone, or with what every command of ours goes on with.
fn echo(input: &str) -> IResult<&str, &str> {
    let further = pair(one_of("+^*#%$!&E"), rest);
    alt((all_consuming(tag("AT")), recognize(pair(tag("AT"), further)))).parse(input)
}

/// The longest answer that is read has some ten fields; a line of commas alone would make a list of thousands.
const MOST_COMMAS: usize = 64;

/// What is between commas; nothing of a line that has more of them than any answer.
pub(super) fn fields(rest: &str) -> Vec<&str> {
    if rest.matches(',').count() > MOST_COMMAS {
        return Vec::new();
    }
    nom::multi::separated_list0(char(','), field)
        .parse(rest)
        .map_or_else(|_| Vec::new(), |(_, fields)| fields)
}

/// One field of an answer: quoted, or as it stands between two commas.
fn field(input: &str) -> IResult<&str, &str> {
    let quoted = delimited(char('"'), nom::bytes::complete::take_till(|c| c == '"'), opt(char('"')));
    let bare = map(nom::bytes::complete::take_till(|c| c == ','), str::trim);
    delimited(space0, alt((quoted, bare)), space0).parse(input)
}

/// The widest range of a test answer that is read: no parameter we ask for has more values, and a few letters must
/// not become a long list.
const WIDEST: u8 = 32;

/// `(0-3)`, `(0,1,2)`, `(0-1,3)`, `2`: the numbers of a test answer (V.250 §5.4.4.4).
pub(super) fn number_list(input: &str) -> IResult<&str, Vec<u8>> {
    let number = || delimited(space0, map_opt(digit1, |d: &str| d.parse::<u8>().ok()), space0);
    let range = map(
        verify((number(), opt(preceded(char('-'), number()))), |(low, high)| {
            high.is_none_or(|high| (*low..=low.saturating_add(WIDEST)).contains(&high))
        }),
        |(low, high)| (low..=high.unwrap_or(low)).collect::<Vec<u8>>(),
    );
    let ranges = map(nom::multi::separated_list0(char(','), range), |lists| lists.concat());
    let single = map(number(), |n| vec![n]);
    alt((delimited(char('('), ranges, char(')')), single)).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cms(code: u16) -> Line {
        Line::Final(FinalResult::Cms(ErrorCode::Number(code)))
    }

    fn named_line(name: &str) -> Line {
        Line::Named { name: name.to_owned() }
    }

    #[test]
    fn a_line_is_final_as_a_whole_or_not_at_all() {
        let text = |t: &str| ErrorCode::Text(t.to_owned());
        let rows = [
            ("OK", Line::Final(FinalResult::Ok)),
            ("OKAY so", Line::Text),
            ("OK.", Line::Text),
            ("Rock: OK", Line::Text),
            ("ERROR", Line::Final(FinalResult::Error)),
            ("ERRORS", Line::Text),
            ("COMMAND NOT SUPPORT", Line::Final(FinalResult::Error)),
            ("+CMS ERROR: 38", cms(38)),
            ("+CMS ERROR:500", cms(500)),
            ("+CMS ERROR: Unknown error", Line::Final(FinalResult::Cms(text("Unknown error")))),
            ("+CMS ERROR: 38 or so", Line::Final(FinalResult::Cms(text("38 or so")))),
            ("+CMS ERROR: 99999", Line::Final(FinalResult::Cms(text("99999")))),
            ("+CME ERROR: 14", Line::Final(FinalResult::Cme(ErrorCode::Number(14)))),
            ("+CME ERROR: SIM busy", Line::Final(FinalResult::Cme(text("SIM busy")))),
            ("MODEM ERROR: 5", Line::Text),
            ("NO CARRIER", Line::Call),
        ];
        for (given, want) in rows {
            assert_eq!(classify(given), want, "{given}");
        }
    }

    #[test]
    fn only_a_reference_of_0_to_255_proves_a_message_sent() {
        let rows = [
            ("+CMGS: 0", Line::Submitted { reference: 0 }),
            ("+CMGS: 255", Line::Submitted { reference: 255 }),
            ("+CMGS:7", Line::Submitted { reference: 7 }),
            ("+CMGS: 43,\"06/01/02\"", Line::Submitted { reference: 43 }),
            ("+CMGS: 256", named_line("+CMGS")),
            ("+CMGS:", named_line("+CMGS")),
            ("+CMGS: 4x", named_line("+CMGS")),
            ("+CMGS 4", Line::Text),
        ];
        for (given, want) in rows {
            assert_eq!(classify(given), want, "{given}");
        }
    }

    #[test]
    fn headers_restarts_echoes_and_names_are_told_apart() {
        let rows = [
            ("+CDS: 24", Line::Header(Header::Report)),
            ("+CDS: ,24", Line::Header(Header::Report)),
            ("+CMT: \"\",24", Line::Header(Header::Message)),
            ("+CMT: 23", Line::Header(Header::Message)),
            ("+CBM: 88", Line::Header(Header::Broadcast)),
            ("+CDSI: \"SM\",0", named_line("+CDSI")),
            ("+CMTI: \"ME\",-1", named_line("+CMTI")),
            ("RDY", Line::Boot(Boot::Start)),
            ("RDY now", Line::Text),
            ("^SYSSTART", Line::Boot(Boot::Start)),
            ("SMS Ready", Line::Boot(Boot::Stage)),
            ("+CPIN: READY", Line::Pin),
            ("+CPIN:READY", Line::Pin),
            ("AT", Line::Echo),
            ("ATE0", Line::Echo),
            ("AT+CMGS=23", Line::Echo),
            ("ATTENTION", Line::Text),
            ("^HCSQ:\"WCDMA\",39,29,45", named_line("^HCSQ")),
            ("+ZUSIMR:2", named_line("+ZUSIMR")),
            ("_OSIGQ: 18,0", named_line("_OSIGQ")),
            ("356938035643809", Line::Text),
            ("", Line::Text),
        ];
        for (given, want) in rows {
            assert_eq!(classify(given), want, "{given}");
        }
    }
}
