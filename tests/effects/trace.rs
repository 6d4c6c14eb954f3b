//! What strace(1) wrote, as the effects that matter in the order in which they were complete: octets to and from
//! the port, pages to the store's log and their way to the disk.

use std::collections::BTreeMap;

/// Something that reached the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// `AT+CMGS=` went to the modem.
    Asked,
    /// The modem waits for a PDU.
    Prompt,
    /// Octets of a PDU went to the modem.
    Pdu,
    /// Pages went to the store's log.
    Entry,
    /// The store's log is on disk.
    Synced,
    /// What the modem had said was thrown away.
    Flushed,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disorder {
    /// Octets of a PDU left before anything was written since the prompt.
    NoEntry,
    /// They left before that was on disk.
    NotSynced,
    /// The port was flushed.
    ThrownAway,
}

/// A run.
#[derive(Clone, Debug)]
pub(crate) struct Trace(Vec<Effect>);

impl Trace {
    /// Reads what `strace -f -y` wrote of a daemon with its line at `port`.
    pub(crate) fn read(text: &str, port: &str) -> Self {
        let terminal = terminal(text, port);
        let mut unfinished = BTreeMap::new();
        let mut effects = Vec::new();
        for line in text.lines() {
            let Some((process, call)) = line.split_once(' ') else { continue };
            let call = call.trim_start();
            if let Some(begun) = call.strip_suffix("<unfinished ...>") {
                // What goes out may be seen by the other end from here on; what is waited for is not there yet.
                if is_outward(begun, &terminal) {
                    effects.extend(effect(begun, &terminal));
                } else {
                    unfinished.insert(process, begun.to_owned());
                }
            } else if let Some((_, rest)) = call.split_once(" resumed>") {
                if let Some(begun) = unfinished.remove(process) {
                    effects.extend(effect(&format!("{begun}{rest}"), &terminal));
                }
            } else {
                effects.extend(effect(call, &terminal));
            }
        }
        Self(effects)
    }

    /// How many PDUs went.
    pub(crate) fn pdus(&self) -> usize {
        let last = self.0.windows(2).filter(|pair| pair[0] != Effect::Pdu && pair[1] == Effect::Pdu);
        last.count()
    }

    /// The first thing that is wrong.
    pub(crate) fn disorder(&self) -> Option<Disorder> {
        let (mut entered, mut synced) = (false, false);
        for effect in &self.0 {
            match effect {
                // Nothing that was written before the prompt is this entry.
                Effect::Asked | Effect::Prompt => (entered, synced) = (false, false),
                Effect::Entry => (entered, synced) = (true, false),
                Effect::Synced => synced = entered,
                Effect::Pdu if !entered => return Some(Disorder::NoEntry),
                Effect::Pdu if !synced => return Some(Disorder::NotSynced),
                Effect::Pdu => {}
                Effect::Flushed => return Some(Disorder::ThrownAway),
            }
        }
        None
    }

    /// The same run by a build that is wrong.
    pub(crate) fn doctored(&self) -> Vec<(&'static str, Trace)> {
        let without = |gone: Effect| Trace(self.0.iter().copied().filter(|effect| *effect != gone).collect());
        let mut swapped = self.0.clone();
        let pdu = swapped.iter().position(|effect| *effect == Effect::Pdu).unwrap();
        let synced = swapped[..pdu].iter().rposition(|effect| *effect == Effect::Synced).unwrap();
        swapped.swap(pdu, synced);
        vec![
            ("a PDU before the disk has its entry", Trace(swapped)),
            ("no sync", without(Effect::Synced)),
            ("no entry", without(Effect::Entry)),
        ]
    }

    /// The same run, the port flushed in its midst.
    pub(crate) fn with_flush(&self) -> Trace {
        let mut effects = self.0.clone();
        effects.insert(effects.len() / 2, Effect::Flushed);
        Trace(effects)
    }
}

/// The path behind the port's link, as `-y` shows it.
fn terminal(text: &str, port: &str) -> String {
    let opened = text.lines().find(|line| line.contains("openat(") && line.contains(&format!("\"{port}\"")));
    let shown = opened.and_then(|line| line.rsplit_once('<')).expect("the port was opened");
    format!("<{}", shown.1)
}

fn is_outward(call: &str, terminal: &str) -> bool {
    call.starts_with("write") && call.contains(terminal)
}

fn effect(call: &str, terminal: &str) -> Option<Effect> {
    let name = call.split('(').next()?;
    if call.contains("-wal>") {
        return match name {
            "write" | "pwrite64" => Some(Effect::Entry),
            "fsync" | "fdatasync" if call.ends_with("= 0") => Some(Effect::Synced),
            _ => None,
        };
    }
    if !call.contains(terminal) {
        return None;
    }
    match name {
        // TCOFLUSH is for what the modem has not taken, when the port is closed.
        "ioctl" if call.contains("TCIFLUSH") || call.contains("TCIOFLUSH") => Some(Effect::Flushed),
        "read" if call.contains("> \"") => Some(Effect::Prompt),
        "write" if call.contains("\"AT+CMGS=") => Some(Effect::Asked),
        "write" if call.contains("\"AT") || call.contains("\"\\33\"") => None,
        "write" => Some(Effect::Pdu),
        _ => None,
    }
}
