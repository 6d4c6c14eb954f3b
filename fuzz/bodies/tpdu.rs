//! A TPDU: the first octet of the input chooses which of the eight readings, the rest is the TPDU. What a strict
//! reading takes is written to the same octets; what a lenient one takes is mended by writing it, but for what is
//! kept as it came, and every octet belongs to a field.

use beffroi::sms::DecodeError;
use beffroi::sms::cause::Form;
use beffroi::sms::frame;
use beffroi::sms::reading::{Dissected, Lenient};
use beffroi::sms::tpdu::{Kind, Tpdu};

use super::allocation::bounded;

const KINDS: [Kind; 8] = [
    Kind::Deliver,
    Kind::Submit,
    Kind::StatusReport,
    Kind::Command,
    Kind::DeliverReport(Form::Acknowledgement),
    Kind::DeliverReport(Form::Error),
    Kind::SubmitReport(Form::Acknowledgement),
    Kind::SubmitReport(Form::Error),
];

pub fn claim(input: &[u8]) {
    let Some((choice, octets)) = input.split_first() else { return };
    let kind = KINDS[usize::from(*choice) % KINDS.len()];
    let strict = bounded(octets.len(), || Tpdu::decode(octets, kind));
    if let Ok(read) = &strict {
        let written = bounded(octets.len(), || read.encode());
        assert_eq!(written.as_deref(), Ok(octets), "a strict reading is written to the same octets");
    }
    let lenient = bounded(octets.len(), || Lenient::<Tpdu>::decode(octets, kind));
    match lenient {
        Ok(Lenient { value, forgiven }) => {
            assert_eq!(strict.err(), forgiven.first().copied(), "strict stops at what is forgiven first");
            let mended = value.encode().expect("what was read can be written");
            let again = Lenient::<Tpdu>::decode(&mended, kind).expect("what was written can be read");
            assert_eq!(again.value, value, "writing mends");
            assert!(again.forgiven.iter().all(DecodeError::is_kept), "but for what is kept as it came");
            every_octet_belongs_to_a_field(octets, kind);
        }
        Err(_) => assert!(strict.is_err(), "strict takes nothing that lenient refuses"),
    }
    framed(octets);
}

fn every_octet_belongs_to_a_field(octets: &[u8], kind: Kind) {
    // A note of which octets a field took has 48: the bound is that of readings without notes.
    let read = Dissected::leniently(octets, kind).expect("as without its notes");
    let end = read.spans.iter().fold(0, |at, span| {
        assert_eq!(span.octets.start, at, "fields follow on each other");
        span.octets.end
    });
    assert_eq!(end, octets.len(), "every octet belongs to a field");
}

/// The same octets with a service centre in front.
fn framed(octets: &[u8]) {
    let Ok((service_centre, tpdu)) = bounded(octets.len(), || frame::split(octets)) else { return };
    let joined = frame::join(service_centre.as_ref(), tpdu);
    assert_eq!(frame::split(&joined), Ok((service_centre, tpdu)));
    assert_eq!(frame::from_hex(&frame::to_hex(&joined)), Ok(joined));
}
