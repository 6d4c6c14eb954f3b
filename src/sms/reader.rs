//! Takes octets from the front and knows where it is, for the path of a [`DecodeError`].

use super::error::{DecodeError, Fault};

/// What is left of the octets.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// From the first octet.
    pub(super) fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, at: 0 }
    }

    /// Octets that lie at `at` of a longer run.
    pub(super) fn within(octets: &'a [u8], at: usize) -> Self {
        Self { rest: octets, at }
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
        let Some((first, rest)) = self.rest.split_first() else {
            return Err(self.fault(field, Fault::Underflow));
        };
        self.rest = rest;
        self.at += 1;
        Ok(*first)
    }

    /// The next `count` octets.
    pub(super) fn take(&mut self, count: usize, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(self.fault(field, Fault::Underflow));
        };
        self.rest = rest;
        self.at += count;
        Ok(taken)
    }

    /// The next `N` octets.
    pub(super) fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.fault(field, Fault::Underflow));
        };
        self.rest = rest;
        self.at += N;
        Ok(*taken)
    }

    /// An error here.
    pub(super) fn fault(&self, field: &'static str, fault: Fault) -> DecodeError {
        DecodeError { field, index: None, octet: self.at, fault }
    }
}
