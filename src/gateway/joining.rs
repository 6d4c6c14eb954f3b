//! Parts that came in become messages: by TS 23.040 §9.2.3.24.1 where they are TPDUs, each alone where they are
//! not. Made anew each time over all that waits in the store, so that neither a restart nor a commit that failed
//! loses one. PURE.

use std::collections::BTreeMap;

use crate::message::{Ending, Piece, SenderKind};
use crate::moment::Moment;
use crate::sms::address::Address;
use crate::sms::reassembly::{self, Arrival, Assembled, Event, Limits, Reassembly};
use crate::store::{Incoming, KeptIncoming, Received};

/// They lie in the store: many strangers may leave half a message each before anybody's is given up.
const LIMITS: Limits = Limits { open: 500, of_one_sender: 8 };

/// What became of parts that waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// These are a message.
    Message(Received, Vec<i64>),
    /// This one says what another has said.
    Doubled(i64),
}

/// Puts together what has come to one SIM, in the order in which it came; what still lacks a part stays.
pub(super) fn join(kept: &[KeptIncoming], now: Moment) -> Vec<Joined> {
    let mut joined = Vec::new();
    let mut arrivals = Vec::new();
    for (at, part) in kept.iter().enumerate() {
        match Arrival::read(at, &part.incoming.raw, part.incoming.received_at) {
            Some(arrival) => arrivals.push(arrival),
            None => joined.push(Joined::Message(alone(&part.incoming), vec![part.id])),
        }
    }
    let mut reassembly = Reassembly::restore(LIMITS, arrivals, now);
    while let Some(event) = reassembly.poll_event() {
        joined.extend(match event {
            Event::Message(assembled) => assemble(&assembled, kept),
            Event::Doubled(arrival) => kept.get(arrival.id).map(|part| Joined::Doubled(part.id)),
        });
    }
    joined
}

/// What is no TPDU is what the line made of it.
fn alone(part: &Incoming) -> Received {
    let text = part.text.clone();
    let ending = if text.is_some() { Ending::Whole } else { Ending::Unreadable };
    Received {
        line: part.line.clone(),
        sender: part.sender.clone(),
        sender_kind: SenderKind::Number,
        pieces: text.into_iter().map(|text| Piece::Text { text }).collect(),
        total: 1,
        ending,
        sent_at: part.sent_at,
        received_at: part.received_at,
    }
}

/// `None` for parts that are none of these.
fn assemble(assembled: &Assembled<usize>, kept: &[KeptIncoming]) -> Option<Joined> {
    let parts: BTreeMap<u8, &KeptIncoming> = assembled
        .parts
        .iter()
        .filter_map(|(number, arrival)| Some((*number, kept.get(arrival.id)?)))
        .collect();
    let first = parts.values().next()?;
    let received = Received {
        line: first.incoming.line.clone(),
        sender: assembled.sender().map(Address::display),
        sender_kind: assembled.sender().map_or(SenderKind::Number, kind),
        pieces: assembled.pieces().into_iter().map(Piece::from).collect(),
        total: assembled.total,
        ending: assembled.ending.into(),
        sent_at: assembled.parts.values().next()?.service_centre_time.moment(),
        received_at: parts.values().map(|part| part.incoming.received_at).max()?,
    };
    Some(Joined::Message(received, parts.values().map(|part| part.id).collect()))
}

fn kind(sender: &Address) -> SenderKind {
    if sender.digits().is_some() { SenderKind::Number } else { SenderKind::Name }
}

impl From<reassembly::Piece> for Piece {
    fn from(piece: reassembly::Piece) -> Self {
        match piece {
            reassembly::Piece::Text(text) => Piece::Text { text },
            reassembly::Piece::Octets(octets) => {
                Piece::Data { octets: u32::try_from(octets.len()).unwrap_or(u32::MAX) }
            }
            reassembly::Piece::Missing(parts) => Piece::Missing { first: *parts.start(), last: *parts.end() },
        }
    }
}

impl From<reassembly::Ending> for Ending {
    fn from(ending: reassembly::Ending) -> Self {
        match ending {
            reassembly::Ending::Whole => Ending::Whole,
            reassembly::Ending::Waited => Ending::Waited,
            reassembly::Ending::Crowded => Ending::Crowded,
        }
    }
}
