//! PDUs that stand on the line after their header: `+CDS`, `+CMT`, `+CBM` (TS 27.005 §3.4.1).
//! One strange line may stand between header and PDU; after a second one nobody waits for it.

use super::line::Header;

/// Strange lines that may stand between a header and its PDU.
const PATIENCE: u8 = 1;

/// Octets of the shortest PDU that is one: no service centre, and the fields that every TPDU has.
const SHORTEST: usize = 7;

/// Octets of the longest: TPDU and service centre.
const LONGEST: usize = 176 + 12;

/// A header whose PDU has not come yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    header: Option<(Header, u8)>,
}

impl Pending {
    /// A header came.
    pub(super) fn begin(&mut self, header: Header) {
        self.header = Some((header, PATIENCE));
    }

    /// Looks at the next line: the header and the octets, if it is the PDU that was due.
    pub(super) fn take(&mut self, line: &str) -> Option<(Header, Vec<u8>)> {
        let (header, patience) = self.header?;
        if let Some(octets) = octets(line) {
            self.header = None;
            return Some((header, octets));
        }
        self.header = patience.checked_sub(1).map(|left| (header, left));
        None
    }
}

/// The octets of a PDU as a line shows them, service centre first; `None` for what is none. Reads
/// hexadecimal of either case.
pub(super) fn octets(line: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        line.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let fits = (SHORTEST..=LONGEST).contains(&pairs.len());
    fits.then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_strange_line_may_stand_before_the_pdu_and_no_more() {
        let pdu = "0006010891331612345678";
        let rows: &[(&[&str], bool)] = &[
            (&[pdu], true),
            (&["^RSSI:18", pdu], true),
            (&["^RSSI:18", "RING", pdu], false),
            (&["00060", pdu], true),
            (&["0006"], false),
        ];
        for (lines, want) in rows {
            let mut pending = Pending::default();
            pending.begin(Header::Report);
            let found = lines.iter().filter_map(|line| pending.take(line)).count();
            assert_eq!(found == 1, *want, "{lines:?}");
            assert_eq!(pending.take(pdu).is_some(), !want && lines.len() < 3, "{lines:?}");
        }
    }

    #[test]
    fn without_a_header_no_line_is_a_pdu() {
        assert_eq!(Pending::default().take("0006010891331612345678"), None);
    }
}
