//! User data: the first octet of the input is TP-UDHI and a number of fill bits, the second TP-DCS, the rest
//! stands behind a SUBMIT's fields, and is read as a header and as packed septets by itself too.

use beffroi::sms::gsm7::Septets;
use beffroi::sms::header::Header;
use beffroi::sms::reading::Lenient;
use beffroi::sms::submit::Submit;
use beffroi::sms::ucs2;
use beffroi::sms::user_data::{Body, UserData};

use super::allocation::bounded;

pub fn claim(input: &[u8]) {
    let [choice, coding, octets @ ..] = input else { return };
    in_a_submit(0x01 | choice & 0x40, *coding, octets);
    header(octets);
    septets(octets, usize::from(choice & 0x07));
    let text = bounded(octets.len(), || ucs2::decode_lossy(octets));
    if let Ok(strict) = ucs2::decode(octets) {
        assert_eq!(strict, text);
        assert_eq!(ucs2::encode(&strict), octets);
    }
}

fn in_a_submit(first: u8, coding: u8, octets: &[u8]) {
    let tpdu = [&[first, 0x00, 0x04, 0x91, 0x33, 0x06, 0x00, coding], octets].concat();
    let Ok(Lenient { value, .. }) = bounded(tpdu.len(), || Lenient::<Submit>::decode(&tpdu)) else { return };
    let data = value.user_data;
    let text = bounded(tpdu.len(), || data.text());
    assert_eq!(text.is_err(), matches!(data.body(), Body::Octets(_)));
    let again = UserData::new(data.header().cloned(), data.body().clone());
    assert_eq!(again.as_ref(), Ok(&data), "what was read is no more than fits");
    if let (Body::Gsm7(septets), Ok(text)) = (data.body(), text) {
        // Written anew the text is no longer: a code that no table has becomes one that it has.
        let written = Septets::from_text_in(&text, data.tables()).expect("what a table shows, it has");
        assert!(written.len() <= septets.len());
        assert_eq!(written.text_in(data.tables()), text);
    }
}

fn header(octets: &[u8]) {
    let Ok((header, taken)) = bounded(octets.len(), || Header::decode(octets)) else { return };
    assert_eq!(Some(header.encode().as_slice()), octets.get(..taken));
    assert_eq!(Header::new(header.elements().to_vec()), Ok(header));
}

fn septets(octets: &[u8], fill_bits: usize) {
    let count = (octets.len() * 8).saturating_sub(fill_bits) / 7;
    let unpacked = bounded(octets.len(), || Septets::unpack(octets, fill_bits, count));
    assert_eq!(Septets::unpack(octets, fill_bits, count + 2), None, "no septet out of nothing");
    let Some(unpacked) = unpacked else { return };
    assert_eq!(unpacked.len(), count);
    let packed = bounded(octets.len(), || unpacked.pack(fill_bits));
    assert_eq!(Septets::unpack(&packed, fill_bits, count), Some(unpacked));
    if let Some(unpacked) = Septets::unpack_from_ussd(octets, fill_bits) {
        let packed = unpacked.pack_for_ussd(fill_bits);
        assert_eq!(Septets::unpack_from_ussd(&packed, fill_bits), Some(unpacked));
    }
}
