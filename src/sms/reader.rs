//! Takes octets from the front and knows where it is, for the path of a [`DecodeError`]. A lenient reader
//! writes down what it forgives, a tracing one which octets each field took.

use std::ops::Range;

use super::error::{DecodeError, Fault};

/// TP-MTI of a DELIVER.
const DELIVER_TYPE: u8 = 0b00;
/// TP-MTI that is reserved.
const RESERVED_TYPE: u8 = 0b11;

/// Which octets a field took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The field, as in [`DecodeError::field`].
    pub field: &'static str,
    /// Which of several, from 0.
    pub index: Option<usize>,
    /// Counted in the octets that were given to the decoder.
    pub octets: Range<usize>,
}

/// What is done about a sender's mistake that leaves the rest readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tolerance {
    /// Refuse.
    Strict,
    /// Read on, and tell.
    Lenient,
}

/// What is left of the octets.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
    index: Option<usize>,
    tolerance: Tolerance,
    forgiven: Vec<DecodeError>,
    spans: Option<Vec<Span>>,
}

impl<'a> Reader<'a> {
    /// From the first octet, strictly.
    pub(super) fn new(octets: &'a [u8]) -> Self {
        Self::with(octets, Tolerance::Strict)
    }

    /// From the first octet.
    pub(super) fn with(octets: &'a [u8], tolerance: Tolerance) -> Self {
        Self { rest: octets, at: 0, index: None, tolerance, forgiven: Vec::new(), spans: None }
    }

    /// From the first octet, noting which octets each field takes.
    pub(super) fn tracing(octets: &'a [u8], tolerance: Tolerance) -> Self {
        Self { spans: Some(Vec::new()), ..Self::with(octets, tolerance) }
    }

    /// Reads all that lies there: what is left then is told.
    pub(super) fn whole<T>(
        mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<(T, Vec<DecodeError>, Vec<Span>), DecodeError> {
        let value = read(&mut self)?;
        if !self.rest.is_empty() {
            self.forgive(self.fault("end", Fault::Trailing))?;
            let count = self.rest.len();
            self.take(count, "end")?;
        }
        Ok(self.ended(value))
    }

    /// What was read with what was forgiven and noted; more may lie behind.
    pub(super) fn ended<T>(self, value: T) -> (T, Vec<DecodeError>, Vec<Span>) {
        (value, self.forgiven, self.spans.unwrap_or_default())
    }

    /// The next `count` octets (fewer, if there are no more) as a run of their own, which is noted field by
    /// field; [`Reader::leave`] takes its notes back.
    pub(super) fn enter(&mut self, count: usize) -> Self {
        let (inside, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, &[]));
        let inner = Self {
            rest: inside,
            at: self.at,
            index: None,
            tolerance: self.tolerance,
            forgiven: Vec::new(),
            spans: self.spans.as_ref().map(|_| Vec::new()),
        };
        self.rest = rest;
        self.at += inside.len();
        inner
    }

    /// What an inner run forgave and noted.
    pub(super) fn leave(&mut self, inner: Self) {
        self.forgiven.extend(inner.forgiven);
        if let (Some(spans), Some(noted)) = (&mut self.spans, inner.spans) {
            spans.extend(noted);
        }
    }

    /// Which of several fields of one name is read from now on.
    pub(super) fn index(&mut self, index: Option<usize>) {
        self.index = index;
    }

    /// How many octets were taken.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next octet.
    pub(super) fn octet(&mut self, field: &'static str) -> Result<u8, DecodeError> {
        self.array::<1>(field).map(|[octet]| octet)
    }

    /// The next `count` octets.
    pub(super) fn take(&mut self, count: usize, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(self.fault(field, Fault::Underflow));
        };
        self.moved(rest, count, field);
        Ok(taken)
    }

    /// Takes what is left. What was taken of this run so far goes with it: one field, of which nothing counts.
    pub(super) fn discard(&mut self, field: &'static str) {
        let from = self.at;
        self.at += self.rest.len();
        self.rest = &[];
        let Some(spans) = &mut self.spans else { return };
        let begin = spans.first().map_or(from, |first| first.octets.start);
        *spans = vec![Span { field, index: None, octets: begin..self.at }];
    }

    /// The next `N` octets.
    pub(super) fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.fault(field, Fault::Underflow));
        };
        self.moved(rest, N, field);
        Ok(*taken)
    }

    fn moved(&mut self, rest: &'a [u8], count: usize, field: &'static str) {
        let octets = self.at..self.at + count;
        (self.rest, self.at) = (rest, octets.end);
        let Some(spans) = &mut self.spans else { return };
        match spans.last_mut() {
            Some(last)
                if last.field == field && last.index == self.index && last.octets.end == octets.start =>
            {
                last.octets.end = octets.end;
            }
            _ if octets.is_empty() => {}
            _ => spans.push(Span { field, index: self.index, octets }),
        }
    }

    /// An error here.
    pub(super) fn fault(&self, field: &'static str, fault: Fault) -> DecodeError {
        self.fault_at(self.at, field, fault)
    }

    /// An error at an octet that was taken before.
    pub(super) fn fault_at(&self, octet: usize, field: &'static str, fault: Fault) -> DecodeError {
        DecodeError { field, index: self.index, octet, fault }
    }

    /// A mistake that leaves the rest readable: an error to a strict reader, a note to a lenient one.
    pub(super) fn forgive(&mut self, error: DecodeError) -> Result<(), DecodeError> {
        match self.tolerance {
            Tolerance::Strict => Err(error),
            Tolerance::Lenient => {
                self.forgiven.push(error);
                Ok(())
            }
        }
    }

    /// Bits of the octet before that must be zero.
    pub(super) fn spare(&mut self, octet: u8, bits: u8, field: &'static str) -> Result<(), DecodeError> {
        if octet & bits == 0 {
            return Ok(());
        }
        self.forgive(self.fault_at(self.at.saturating_sub(1), field, Fault::SpareBit))
    }

    /// The first octet of a TPDU, which must be of this type (TP-MTI, TS 23.040 §9.2.3.1). A phone processes the
    /// reserved type as a DELIVER.
    pub(super) fn first_octet(&mut self, message_type: u8, spare: u8) -> Result<u8, DecodeError> {
        let first = self.octet("first octet")?;
        if first & 0b11 != message_type {
            let error = self.fault_at(self.at.saturating_sub(1), "mti", Fault::MessageType);
            if (first & 0b11, message_type) != (RESERVED_TYPE, DELIVER_TYPE) {
                return Err(error);
            }
            self.forgive(error)?;
        }
        self.spare(first, spare, "first octet")?;
        Ok(first)
    }
}
