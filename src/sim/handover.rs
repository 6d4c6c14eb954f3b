//! What came between prompt and Ctrl-Z, read as a modem reads it (TS 27.005 §3.5.1): digits, service
//! centre, the length that was announced, a SUBMIT. Makes the first half of its journal entry.

use super::journal::{Part, Submitted};
use super::network;
use crate::moment::Moment;
use crate::sms::frame;
use crate::sms::reading::Lenient;
use crate::sms::submit::Submit;

/// `+CMS ERROR: invalid PDU mode parameter`.
pub(super) const INVALID_PDU: u16 = 304;
/// `+CMS ERROR: SMSC address unknown`.
const NO_SERVICE_CENTRE: u16 = 330;
/// Of what is no PDU, so much is kept in the journal.
const MOST_KEPT: usize = 512;

/// The entry so far, and the message or the `+CMS ERROR` that it deserves.
pub(super) fn read(
    typed: &str,
    length: usize,
    service_centre: &str,
    now: Moment,
) -> (Submitted, Result<Submit, u16>) {
    let mut entry = Submitted {
        t: now,
        tpdu: typed.chars().take(MOST_KEPT).collect(),
        to: None,
        text: None,
        concat: None,
        accepted: false,
        result: "",
        reference: None,
        code: None,
    };
    let octets = frame::from_hex(typed.trim()).unwrap_or_default();
    let Ok((own_centre, tpdu)) = frame::split(&octets) else { return (entry, Err(INVALID_PDU)) };
    if tpdu.len() != length {
        return (entry, Err(INVALID_PDU));
    }
    entry.tpdu = frame::to_hex(tpdu);
    // A network overlooks what a receiver must, and refuses the rest.
    let Ok(submit) = Lenient::<Submit>::decode(tpdu).and_then(Lenient::as_a_receiver) else {
        return (entry, Err(INVALID_PDU));
    };
    entry.to = Some(network::written(&submit.destination));
    entry.text = submit.text().ok();
    entry.concat = submit.user_data.concatenation().map(Part::of);
    if own_centre.is_none() && service_centre.is_empty() {
        return (entry, Err(NO_SERVICE_CENTRE));
    }
    (entry, Ok(submit))
}
