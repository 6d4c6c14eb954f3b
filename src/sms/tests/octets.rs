//! Any octets as everything that they could be.

use proptest::prelude::*;

use super::super::DecodeError;
use super::super::cause::Form;
use super::super::frame;
use super::super::header::Header;
use super::super::reading::{Dissected, Lenient};
use super::super::tpdu::{Kind, Tpdu};

const KINDS: [Kind; 8] = [
    Kind::Deliver,
    Kind::DeliverReport(Form::Acknowledgement),
    Kind::DeliverReport(Form::Error),
    Kind::Submit,
    Kind::SubmitReport(Form::Acknowledgement),
    Kind::SubmitReport(Form::Error),
    Kind::StatusReport,
    Kind::Command,
];

/// Reads octets as everything they could be. What a strict reading takes is written to the same octets; what
/// a lenient one takes is mended by writing it, but for what is kept as it came.
pub(super) fn read_all(octets: &[u8]) -> Result<(), TestCaseError> {
    for kind in KINDS {
        let strict = Tpdu::decode(octets, kind);
        if let Ok(read) = &strict {
            prop_assert_eq!(read.encode(), Ok(octets.to_vec()), "{:?}", kind);
        }
        let lenient = Lenient::<Tpdu>::decode(octets, kind);
        prop_assert_eq!(strict.is_ok(), lenient.as_ref().is_ok_and(|read| read.forgiven.is_empty()));
        let Ok(Lenient { value, forgiven }) = lenient else { continue };
        prop_assert_eq!(strict.err(), forgiven.first().copied());
        let mended = value.encode().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let again = Lenient::<Tpdu>::decode(&mended, kind);
        let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again.value, value, "{:?}", kind);
        prop_assert!(again.forgiven.iter().all(DecodeError::is_kept), "{:?}", again.forgiven);
        let spans = Dissected::leniently(octets, kind).map(|read| read.spans).unwrap_or_default();
        let mut at = 0;
        for span in &spans {
            prop_assert_eq!(span.octets.start, at, "{:?}", &spans);
            at = span.octets.end;
        }
        prop_assert_eq!(at, octets.len(), "every octet belongs to a field");
    }
    if let Ok((service_centre, tpdu)) = frame::split(octets) {
        prop_assert!(tpdu.len() < octets.len());
        let joined = frame::join(service_centre.as_ref(), tpdu);
        prop_assert_eq!(frame::split(&joined), Ok((service_centre, tpdu)));
    }
    if let Ok((header, _)) = Header::decode(octets) {
        prop_assert_eq!(Header::decode(&header.encode()), Ok((header.clone(), header.encode().len())));
    }
    Ok(())
}
