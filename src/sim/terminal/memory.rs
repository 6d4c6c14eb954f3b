//! Stored messages and the commands about them (TS 27.005 §3.2.2, §3.3, §3.4, §3.5.4): three places of
//! a fixed size, indices from 1, PDU mode.

use super::basic::done;
use super::syntax::{Command, Form};
use super::{Answer, Failure, Terminal};
use crate::sim::personality::Personality;
use crate::sms::frame;

/// `+CMS ERROR: operation not allowed`.
const NOT_ALLOWED: Answer = Answer::Failed(Failure::Message(302));
/// `+CMS ERROR: invalid memory index`.
const NO_SUCH_INDEX: Answer = Answer::Failed(Failure::Message(321));

/// An SMS-DELIVER of long ago, with nothing said about its service centre.
const OLD: &[u8] = &[
    0x00, 0x04, 0x0B, 0x91, 0x33, 0x36, 0x99, 0x08, 0x10, 0x32, 0x00, 0x00, 0x62, 0x10, 0x10, 0x21, 0x00,
    0x00, 0x40, 0x02, 0xC8, 0x34,
];

/// Where messages are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `SM`, on the SIM.
    Sim,
    /// `ME`, in the modem.
    Own,
    /// `SR`, for reports.
    Reports,
}

impl Place {
    const ALL: [Place; 3] = [Place::Sim, Place::Own, Place::Reports];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Place::Sim => "SM",
            Place::Own => "ME",
            Place::Reports => "SR",
        }
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word().eq_ignore_ascii_case(word))
    }
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    read: bool,
    /// Octets of the TPDU alone.
    length: usize,
    /// With the service centre in front.
    octets: Vec<u8>,
}

impl Stored {
    /// 0: received and unread; 1: received and read.
    fn status(&self) -> u8 {
        u8::from(self.read)
    }

    fn shown(&self) -> String {
        format!("{},,{}\r\n{}", self.status(), self.length, frame::to_hex(&self.octets))
    }
}

/// All places.
#[derive(Debug)]
pub(super) struct Memory([Vec<Option<Stored>>; 3]);

impl Memory {
    pub(super) fn new(personality: &Personality) -> Self {
        let sizes = [personality.sim_places, personality.own_places, personality.report_places];
        Self(sizes.map(|size| vec![None; size]))
    }

    fn place(&mut self, place: Place) -> &mut [Option<Stored>] {
        let [sim, own, reports] = &mut self.0;
        match place {
            Place::Sim => sim,
            Place::Own => own,
            Place::Reports => reports,
        }
    }

    /// Keeps a message; its index, or `None` where there is no room.
    pub(super) fn store(&mut self, place: Place, length: usize, octets: Vec<u8>) -> Option<usize> {
        let (at, free) = self.place(place).iter_mut().enumerate().find(|(_, slot)| slot.is_none())?;
        *free = Some(Stored { read: false, length, octets });
        Some(at + 1)
    }

    /// Leaves so many of a hundred places on the SIM with something in them.
    pub(super) fn occupy(&mut self, percent: usize) {
        let places = self.place(Place::Sim);
        let used = places.len() * percent / 100;
        for (at, slot) in places.iter_mut().enumerate() {
            let old = Stored { read: true, length: OLD.len().saturating_sub(1), octets: OLD.to_vec() };
            *slot = (at < used).then_some(old);
        }
    }

    fn slot(&mut self, place: Place, index: usize) -> Option<&mut Option<Stored>> {
        self.place(place).get_mut(index.checked_sub(1)?)
    }

    fn used_and_total(&mut self, place: Place) -> (usize, usize) {
        let slots = self.place(place);
        (slots.iter().flatten().count(), slots.len())
    }
}

/// `+CPMS`: where to read, write and receive. Reports are read from `SR`, never received there by `+CMTI`.
pub(super) fn choose(terminal: &mut Terminal, command: &Command) -> Answer {
    let mut places = terminal.registers.places;
    if let Form::Set(values) = &command.form {
        for (at, (word, place)) in values.iter().zip(&mut places).enumerate() {
            match Place::named(word).filter(|chosen| !terminal.memory.place(*chosen).is_empty()) {
                Some(Place::Reports) if at > 0 => return NOT_ALLOWED,
                Some(chosen) => *place = chosen,
                None => return NOT_ALLOWED,
            }
        }
        terminal.registers.places = places;
    } else if command.form != Form::Read {
        return NOT_ALLOWED;
    }
    let shown = places.map(|place| {
        let (used, total) = terminal.memory.used_and_total(place);
        match command.form {
            Form::Read => format!("\"{}\",{used},{total}", place.word()),
            _ => format!("{used},{total}"),
        }
    });
    Answer::Done(vec![format!("+CPMS: {}", shown.join(","))])
}

/// `+CMGL=<stat>`: 0 unread, 1 read, 4 all; what is listed is read from then on.
pub(super) fn list(terminal: &mut Terminal, command: &Command) -> Answer {
    const ALL: u8 = 4;
    let wanted = match command.number::<u8>(0) {
        Ok(wanted) => wanted.unwrap_or(0),
        Err(_) => return NOT_ALLOWED,
    };
    if wanted > ALL || command.form == Form::Read {
        return NOT_ALLOWED;
    }
    let [place, ..] = terminal.registers.places;
    let slots = terminal.memory.place(place).iter_mut().enumerate();
    let mut lines = Vec::new();
    for (at, stored) in slots.filter_map(|(at, slot)| slot.as_mut().map(|stored| (at, stored))) {
        if wanted == ALL || wanted == stored.status() {
            lines.push(format!("+CMGL: {},{}", at + 1, stored.shown()));
            stored.read = true;
        }
    }
    Answer::Done(lines)
}

/// `+CMGR=<index>`.
pub(super) fn read(terminal: &mut Terminal, command: &Command) -> Answer {
    let [place, ..] = terminal.registers.places;
    let Ok(Some(index)) = command.number::<usize>(0) else { return NO_SUCH_INDEX };
    match terminal.memory.slot(place, index).and_then(Option::as_mut) {
        Some(stored) => {
            let line = format!("+CMGR: {}", stored.shown());
            stored.read = true;
            Answer::Done(vec![line])
        }
        None => NO_SUCH_INDEX,
    }
}

/// `+CMGD=<index>[,<flag>]`: 0 that one, 1 to 3 those that are read, 4 all.
pub(super) fn delete(terminal: &mut Terminal, command: &Command) -> Answer {
    let [place, ..] = terminal.registers.places;
    let (Ok(Some(index)), Ok(flag)) = (command.number::<usize>(0), command.number::<u8>(1)) else {
        return NO_SUCH_INDEX;
    };
    match flag.unwrap_or(0) {
        0 => match terminal.memory.slot(place, index) {
            Some(slot) => *slot = None,
            None => return NO_SUCH_INDEX,
        },
        flag @ 1..=4 => {
            let slots = terminal.memory.place(place).iter_mut();
            slots
                .filter(|slot| flag == 4 || slot.as_ref().is_some_and(|stored| stored.read))
                .for_each(|slot| *slot = None);
        }
        _ => return NOT_ALLOWED,
    }
    done()
}
