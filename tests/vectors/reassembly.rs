//! segment.json and malformed.json: parts that are put together again, and parts that are none. What others
//! refuse as a part, the standard ignores as one (TS 23.040 §9.2.3.24.1): told, and no part of anything here.

use beffroi::moment::Moment;
use beffroi::sms::address::Address;
use beffroi::sms::frame;
use beffroi::sms::header::{Element, Header};
use beffroi::sms::reading::Lenient;
use beffroi::sms::reassembly::{Arrival, Event, Limits, Reassembly};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::{Direction, Kind, Tpdu};
use serde_json::Value;

use super::{Checked, check, octets, same, says, text_of};

#[test]
fn parts_become_the_text_that_others_make_of_them() {
    let within = |vector: &Value| says(vector, "op", "reassemble") || !pdus(vector).is_empty();
    check("segment.json", &[], within, check_joined);
}

#[test]
fn what_others_refuse_as_a_part_is_none() {
    check("malformed.json", &[], |vector| says(vector, "kind", "reassembly"), check_refused);
}

/// PDUs in hexadecimal digits, and whether a service centre stands in front (if that is told).
fn pdus(vector: &Value) -> Vec<(String, Option<bool>)> {
    let told = |value: &Value| value.get("has_smsc").and_then(Value::as_bool);
    let of = |value: &Value| {
        let hex = value.as_str().or_else(|| text_of(value, "pdu_hex"))?;
        Some((hex.to_owned(), told(value).or_else(|| told(vector))))
    };
    let alone = text_of(vector, "input_hex").map(|hex| (hex.to_owned(), told(vector)));
    let lists = ["pdus", "part_expected"].iter().filter_map(|key| vector.get(key)?.as_array());
    alone.into_iter().chain(lists.flatten().filter_map(of)).collect()
}

/// A DELIVER or a SUBMIT, with its sender or recipient.
fn arrival(id: usize, hex: &str, framed: Option<bool>) -> Result<Arrival<usize>, String> {
    let octets = octets(hex)?;
    let told = |error: beffroi::sms::DecodeError| error.to_string();
    let read = |tpdu: &[u8]| {
        let memory = if tpdu.first().is_some_and(|first| first & 3 == 1) {
            Direction::FromPhone
        } else {
            Direction::FromCentre
        };
        let kind = Kind::of(tpdu, memory, beffroi::sms::cause::Form::Error)?;
        Lenient::<Tpdu>::decode(tpdu, kind).map(|read| read.value)
    };
    let split = || frame::split(&octets).and_then(|(_, tpdu)| read(tpdu));
    let tpdu = match framed {
        Some(true) => split(),
        Some(false) => read(&octets),
        None => split().or_else(|_| read(&octets)),
    };
    let received_at = Moment::from_millis(1_790_000_000_000);
    let now = Timestamp::from_moment(received_at, 0).unwrap();
    let (sender, service_centre_time, user_data): (Address, _, _) = match tpdu.map_err(told)? {
        Tpdu::Deliver(deliver) => (deliver.originator, deliver.service_centre_time, deliver.user_data),
        Tpdu::Submit(submit) => (submit.destination, now, submit.user_data),
        other => return Err(format!("no message: {other:?}")),
    };
    Ok(Arrival { id, sender, service_centre_time, received_at, user_data })
}

fn check_joined(vector: &Value) -> Checked {
    let mut parts = Vec::new();
    for (id, (hex, framed)) in pdus(vector).iter().enumerate() {
        parts.push(arrival(id, hex, *framed)?);
    }
    let want = text_of(vector, "text_joined").or_else(|| text_of(vector, "text")).ok_or("no text")?;
    // In their order, and from the last to the first.
    for backwards in [false, true] {
        let mut reassembly = Reassembly::new(Limits::default());
        if backwards {
            parts.reverse();
        }
        parts.iter().cloned().for_each(|part| reassembly.handle_arrival(part));
        let events: Vec<Event<usize>> = std::iter::from_fn(|| reassembly.poll_event()).collect();
        let texts: Vec<String> = events
            .iter()
            .filter_map(|event| match event {
                Event::Message(message) => message.text(),
                Event::Doubled(_) => None,
            })
            .collect();
        same("the text", texts.concat(), want.to_owned())?;
        same("left open", reassembly.open(), 0)?;
    }
    Ok(())
}

fn check_refused(vector: &Value) -> Checked {
    let mut reassembly = Reassembly::new(Limits::default());
    let mut whole = Vec::new();
    for (id, (hex, framed)) in pdus(vector).iter().enumerate() {
        let Ok(part) = arrival(id, hex, *framed) else { return Ok(()) };
        let elements = part.user_data.header().map(Header::elements).unwrap_or_default();
        if elements.iter().any(Element::is_ignored) {
            return Ok(());
        }
        reassembly.handle_arrival(part);
        while let Some(event) = reassembly.poll_event() {
            match event {
                Event::Doubled(_) => return Ok(()),
                Event::Message(message) => whole.push(message),
            }
        }
    }
    if whole.is_empty() { Ok(()) } else { Err("is a message".to_owned()) }
}
