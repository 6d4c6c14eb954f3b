//! Finds the PDUs in what is given: one a line, alone or at the end of a line of a log. The line that a modem
//! writes above a PDU (TS 27.005 §3.4.1, §4.1, §4.2) tells where it comes from and how long it is.

use crate::sms::tpdu::Direction;

/// A PDU, and what the line above told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// As it was given: perhaps no hexadecimal digits at all.
    pub(super) digits: String,
    /// Where it comes from.
    pub(super) direction: Option<Direction>,
    /// Octets without the service centre.
    pub(super) length: Option<usize>,
}

/// Lines above a PDU that tell where it comes from.
const ABOVE: [(&str, Direction); 6] = [
    ("+CMT:", Direction::FromCentre),
    ("+CDS:", Direction::FromCentre),
    ("+CMGS=", Direction::FromPhone),
    ("+CMGW=", Direction::FromPhone),
    ("+CNMA=", Direction::FromPhone),
    ("+CMGC=", Direction::FromPhone),
];
/// How an echoed command begins; hexadecimal digits never do.
const ECHO: &str = "at";
/// Those that tell it by a state, with its place: 0 and 1 were received, 2 and 3 are to be sent.
const STORED: [(&str, usize); 2] = [("+CMGR:", 0), ("+CMGL:", 1)];

/// All PDUs of a text.
pub(super) fn pdus(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut told = Found::default();
    for line in
        text.lines().map(|line| line.trim_matches(|sign: char| sign.is_whitespace() || sign == '\x1a'))
    {
        if let Some(above) = above(line) {
            told = above;
        } else if let Some(digits) = digits(line, &told) {
            found.push(Found { digits, ..std::mem::take(&mut told) });
        }
    }
    found
}

fn above(line: &str) -> Option<Found> {
    let behind = |word: &str| line.split_once(word).map(|(_, behind)| behind);
    let fields = |behind: &str| behind.split(',').map(|field| field.trim().to_owned()).collect::<Vec<_>>();
    let told = |behind: &str, direction| {
        let length = fields(behind).last().and_then(|length| length.parse().ok());
        Found { digits: String::new(), direction, length }
    };
    if let Some((direction, behind)) =
        ABOVE.iter().find_map(|(word, direction)| Some((*direction, behind(word)?)))
    {
        return Some(told(behind, Some(direction)));
    }
    STORED.iter().find_map(|(word, place)| {
        let behind = behind(word)?;
        let direction = match fields(behind).get(*place).map(String::as_str) {
            Some("0" | "1") => Some(Direction::FromCentre),
            Some("2" | "3") => Some(Direction::FromPhone),
            _ => None,
        };
        Some(told(behind, direction))
    })
}

/// A word alone on its line is meant as a PDU, whatever it is, unless a modem says it; of a longer line the
/// last word is one, if it looks like one. What follows a line that announces a PDU is one.
fn digits(line: &str, told: &Found) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let hexadecimal = |word: &str| word.bytes().all(|digit| digit.is_ascii_hexdigit());
    match words.as_slice() {
        [] => None,
        [word] => {
            let said = ["OK", "ERROR", ">", "RING"].contains(word)
                || word.starts_with(['+', '^', '#', '*', '%'])
                || word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(ECHO));
            (!said).then(|| (*word).to_owned())
        }
        pieces if pieces.iter().all(|piece| hexadecimal(piece)) => Some(pieces.concat()),
        [.., last] if last.len() >= 16 && hexadecimal(last) => Some((*last).to_owned()),
        _ => told.length.is_some().then(|| line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_above_tells_direction_and_length() {
        let rows = [
            ("+CMT: ,27\r\n0791AB\r\n", Some(Direction::FromCentre), Some(27)),
            (
                "12:00:01 <- +CMT: \"x\",27\n12:00:01 <- 0791AB0791AB0791AB",
                Some(Direction::FromCentre),
                Some(27),
            ),
            ("+CDS: 25\n0791AB", Some(Direction::FromCentre), Some(25)),
            ("+CMGL: 3,1,,24\n0791AB", Some(Direction::FromCentre), Some(24)),
            ("+CMGR: 2,,14\n0791AB", Some(Direction::FromPhone), Some(14)),
            ("+CMGS=14\n> 0011000B913336990821F3\x1a", Some(Direction::FromPhone), Some(14)),
            ("0791AB", None, None),
        ];
        for (text, direction, length) in rows {
            let found = pdus(text);
            assert_eq!(found.len(), 1, "{text}");
            let told = found.first().map(|found| (found.direction, found.length));
            assert_eq!(told, Some((direction, length)), "{text}");
        }
    }

    #[test]
    fn what_a_modem_says_beside_is_passed_over_and_a_word_that_is_no_pdu_is_not() {
        let text = "ATI\n+CMGL: 1,1,,24\n0791\n\n+CMGL: 2,1,,24\n0792\n\nOK\n+CREG: 1\nAEFDSD\n07 91 AB\n";
        let found: Vec<String> = pdus(text).into_iter().map(|found| found.digits).collect();
        assert_eq!(found, ["0791", "0792", "AEFDSD", "0791AB"]);
    }
}
