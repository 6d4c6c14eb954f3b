//! What lies in a modem's memories (TS 27.005 §3.2.2, §4.1, §4.2): where something new lies, which
//! memories there are, and the PDUs of `+CMGL` and `+CMGR`. A PDU that can't be read leaves its place
//! known, so that nobody takes it for empty.

use super::line::{fields, split_name};
use super::unsolicited;

/// More than any modem has.
const MOST_MEMORIES: usize = 16;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeOf {
    /// `+CDSI`.
    Report,
    /// `+CMTI`.
    Message,
}

/// `+CDSI: "SR",3` and `+CMTI: "SM",3`: something was stored there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What was stored.
    pub of: NoticeOf,
    /// `SR`, `SM`, `ME`, …
    pub memory: String,
    /// `None` where a firmware shows none that can be: some say -1.
    pub index: Option<u16>,
}

/// What lies at one place of a memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// `None` in the answer to `AT+CMGR`, which names none.
    pub index: Option<u16>,
    /// `<stat>`: 0 and 1 came in, 2 and 3 are of a person who wrote them into the memory.
    pub status: Option<u8>,
    /// The PDU, service centre first; `None` where no line holds one.
    pub octets: Option<Vec<u8>>,
}

/// Shows no octet of it.
impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.octets.as_ref().map(Vec::len);
        write!(f, "Stored({:?}, {:?}, {length:?} octets)", self.index, self.status)
    }
}

/// Reads an unsolicited line.
pub fn notice(line: &str) -> Option<Notice> {
    let (name, rest) = split_name(line)?;
    let of = match name {
        "+CDSI" => NoticeOf::Report,
        "+CMTI" => NoticeOf::Message,
        _ => return None,
    };
    let fields = fields(rest);
    let memory = fields.first().filter(|memory| !memory.is_empty())?;
    let index = fields.get(1).and_then(|index| index.parse().ok());
    Some(Notice { of, memory: (*memory).to_owned(), index })
}

/// `+CPMS=?`: what may be read and deleted in; the first of its lists. One firmware puts all three in
/// parentheses of their own, another leaves out the quotes.
pub fn memories(lines: &[String]) -> Option<Vec<String>> {
    let rest = lines.iter().filter_map(|line| split_name(line)).find(|(name, _)| *name == "+CPMS")?.1;
    let first = rest.trim_start_matches(['(', ' ']).split(')').next()?;
    let names = first.split(',').take(MOST_MEMORIES).map(|name| name.trim().trim_matches('"'));
    let names: Vec<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    (!names.is_empty()).then_some(names)
}

/// `+CPMS: 3,20,…`, the answer to a choice: places used and places there are of the memory to read in.
/// Some show the names, too; some show nothing.
pub fn room(lines: &[String]) -> Option<(u16, u16)> {
    let rest = lines.iter().filter_map(|line| split_name(line)).find(|(name, _)| *name == "+CPMS")?.1;
    let fields = fields(rest);
    let mut numbers = fields.iter().skip_while(|field| field.parse::<u16>().is_err());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The entries of `+CMGL` or `+CMGR`: a line with the name, and the PDU in one of the next two, since a
/// strange line may stand between.
pub fn entries(lines: &[String]) -> Vec<Stored> {
    let mut entries: Vec<Stored> = Vec::new();
    for line in lines {
        let numbers = |rest: &str| -> Vec<Option<u16>> {
            rest.split(',').take(2).map(|part| part.trim().parse().ok()).collect()
        };
        let entry = match split_name(line) {
            Some(("+CMGL", rest)) => {
                let numbers = numbers(rest);
                let number = |at: usize| numbers.get(at).copied().flatten();
                Some((number(0), number(1)))
            }
            Some(("+CMGR", rest)) => Some((None, numbers(rest).first().copied().flatten())),
            _ => None,
        };
        match (entry, entries.last_mut()) {
            (Some((index, status)), _) => {
                let status = status.and_then(|status| u8::try_from(status).ok());
                entries.push(Stored { index, status, octets: None });
            }
            (None, Some(Stored { octets: octets @ None, .. })) => *octets = unsolicited::octets(line),
            (None, _) => {}
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_notice_tells_a_memory_and_where_one_can_be_an_index() {
        use NoticeOf::{Message, Report};
        let rows = [
            ("+CDSI: \"SR\",8", Some((Report, "SR", Some(8)))),
            ("+CDSI: \"SM\",0", Some((Report, "SM", Some(0)))),
            ("+CMTI: \"ME\",-1", Some((Message, "ME", None))),
            ("+CMTI:\"SM\", 3", Some((Message, "SM", Some(3)))),
            ("+CMTI: SM,3", Some((Message, "SM", Some(3)))),
            ("+CMTI: \"MT\"", Some((Message, "MT", None))),
            ("+CMTI: ", None),
            ("+CMTX: \"SM\",3", None),
            ("RING", None),
        ];
        for (given, want) in rows {
            let want = want.map(|(of, memory, index)| Notice { of, memory: memory.to_owned(), index });
            assert_eq!(notice(given), want, "{given}");
        }
    }

    #[test]
    fn memories_to_read_in_are_the_first_list() {
        let rows: &[(&str, Option<&[&str]>)] = &[
            ("+CPMS: (\"ME\",\"SM\",\"SR\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")", Some(&["ME", "SM", "SR"])),
            ("+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))", Some(&["SM", "BM", "SR"])),
            ("+CPMS:(SM,SR),(SM)", Some(&["SM", "SR"])),
            ("+CPMS: \"SM\",\"SM\",\"SM\"", Some(&["SM", "SM", "SM"])),
            ("+CPMS: ", None),
            ("OK", None),
        ];
        for (given, want) in rows {
            let want = want.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
            assert_eq!(memories(&lines(given)), want, "{given}");
        }
    }

    #[test]
    fn room_is_read_with_names_and_without() {
        let rows = [
            ("+CPMS: 3,20,0,20,0,20", Some((3, 20))),
            ("+CPMS: \"SM\",7,100,\"SM\",7,100,\"SM\",7,100", Some((7, 100))),
            ("+CPMS: 0,0,3,23,3,23", Some((0, 0))),
            ("+CPMS: ,,,,,,,,", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(room(&lines(given)), want, "{given}");
        }
    }

    #[test]
    fn entries_keep_their_places_even_where_no_pdu_can_be_read() {
        const PDU: &str = "0006C90B913336990841F242112311000040421123110030400000";
        let entry = |index, status, read: bool| Stored {
            index,
            status,
            octets: read.then(|| unsolicited::octets(PDU).unwrap_or_default()),
        };
        let rows: &[(String, Vec<Stored>)] = &[
            (String::new(), vec![]),
            (format!("+CMGR: 0,,25\n{PDU}"), vec![entry(None, Some(0), true)]),
            (format!("+CMGR: 1,\"\",25\n^RSSI:18\n{PDU}"), vec![entry(None, Some(1), true)]),
            (
                format!("+CMGL: 1,0,,25\n{PDU}\n+CMGL: 7,2,,25\n{PDU}"),
                vec![entry(Some(1), Some(0), true), entry(Some(7), Some(2), true)],
            ),
            (
                format!("+CMGL: 1,0,,25\n+CMGL: 2,1,,25\nrubbish\n+CMGL: 3,1,,25\n{PDU}\n{PDU}"),
                vec![
                    entry(Some(1), Some(0), false),
                    entry(Some(2), Some(1), false),
                    entry(Some(3), Some(1), true),
                ],
            ),
        ];
        for (given, want) in rows {
            assert_eq!(entries(&lines(given)), *want, "{given}");
        }
    }
}
