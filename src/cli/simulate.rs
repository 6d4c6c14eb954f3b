//! `beffroi simulate`: a virtual modem on a pseudo terminal, until Ctrl-C or SIGTERM.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal};

use super::{Failure, Screen};
use crate::moment::{NotADuration, read_duration};
use crate::phone::{NotE164, PhoneNumber};
use crate::sim::{
    self, Condition, Fault, NetworkSettings, NotAnInstruction, PERSONALITIES, Personality, Record,
    WhileClosed,
};
use crate::virtual_modem::{self, Place, Settings, Sighting};
use crate::wording::Language;

/// Sightings that may wait to be told.
const MOST_SIGHTINGS: usize = 256;

const HELP: &str = "\
FAULTS
  KIND[:ARGUMENT][*TIMES][@FIRST][%PERCENT], for example answer-lost*1@3: the third message
  from now, once. Without *TIMES a fault strikes every message, without @FIRST from the next
  on, without %PERCENT each time. Kinds:
    refuse:CODE, sent-refuse:CODE
                           +CMS ERROR: CODE; not sent, or sent all the same
    silence                no answer after Ctrl-Z; not sent
    answer-lost            sent, but no answer
    late-answer:DURATION   sent; the answer comes so much late, the modem is busy till then
    stray-answer:DURATION  sent; the answer comes so much late, the modem is free till then
    no-prompt              AT+CMGS is never answered; ESC ends it
    reboot, sent-reboot    starts anew instead of an answer; not sent, or sent
    unplug[:GAP], sent-unplug[:GAP]
                           the port goes away instead of an answer, for GAP (2s)
    report-twice           its delivery report comes twice
    report-lost            its delivery report never comes

CONDITIONS
  NAME=VALUE, as in --fault sim=pin: how things stand until somebody changes it.
    sim=ready|absent|pin|last-try|puk|busy|failed      the PIN is 1234
    registration=home|roaming|messages-only|searching|none|denied
    signal=0…31 or 99, technology=2g|3g|4g
    service-centre=present|missing, memory=empty|scarce|full
    reports=present|missing, radio=present|missing
    answers=proper|ok-to-all|none|rubbish
    duplicates=taken|refused       what is there already and comes with TP-RD: refused by 197

CONTROL FILE
  Each line that is appended is done at once: a fault or a condition as above, or
    clear                         puts all faults out of force
    reboot now, unplug[:GAP] now
    from NUMBER TEXT              a message comes in
    from-part 7:2/3 NUMBER TEXT   the second of three parts under reference 7 comes in
    phone-off NUMBER, phone-on NUMBER, refuse-number NUMBER=CODE

EXAMPLE
  beffroi simulate --link /tmp/modem --journal /tmp/modem.jsonl --control /tmp/modem.do
  Programs find the modem at /tmp/modem. In another terminal, the next message is lost by
  echo 'silence*1' >> /tmp/modem.do
";

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// Where programs find the modem: a link, made now and removed at the end.
    #[arg(long, value_name = "PATH", required_unless_present_any = ["list", "port"])]
    link: Option<PathBuf>,

    /// Speaks through this serial device, which is there, instead of a pseudo terminal: the far side of
    /// a USB gadget, or of a null modem cable.
    #[arg(long, value_name = "DEVICE", conflicts_with = "link")]
    port: Option<PathBuf>,

    /// Which modem it is; --list shows all.
    #[arg(long, value_name = "NAME", default_value = "generic", value_parser = personality)]
    personality: &'static Personality,

    /// The number of its SIM, 19 or 20 digits; two modems with the same would pass for one sender.
    #[arg(long, value_name = "NUMBER", value_parser = iccid)]
    iccid: Option<String>,

    /// From Ctrl-Z to the result. The prompt takes a tenth of it; the report comes three times as long
    /// after the result.
    #[arg(long, value_name = "DURATION", default_value = "100ms", value_parser = duration)]
    latency: Duration,

    /// Spreads each latency evenly by so much either way.
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration)]
    jitter: Duration,

    /// What the modem does not take is offered again after so long: a report while its memory is full, or
    /// one that was not acknowledged within three quarters of it.
    #[arg(long, value_name = "DURATION", default_value = "20s", value_parser = duration)]
    offer_again: Duration,

    /// Decides all that is drawn: the same seed, the same course.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,

    /// Appends one JSON object a line: each PDU that came, each report, each incoming message.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// Something that goes wrong (see FAULTS and CONDITIONS); may be given several times.
    #[arg(long, value_name = "FAULT", value_parser = wrong)]
    fault: Vec<Wrong>,

    /// Does what is appended to this file (see CONTROL FILE).
    #[arg(long, value_name = "FILE")]
    control: Option<PathBuf>,

    /// The network refuses this number with this code, as in +33639980123=21; may be given several times.
    #[arg(long, value_name = "NUMBER=CODE", value_parser = refusal)]
    refuse: Vec<(PhoneNumber, u16)>,

    /// Messages for this number are accepted, but no report comes; may be given several times.
    #[arg(long, value_name = "NUMBER", value_parser = number)]
    phone_off: Vec<PhoneNumber>,

    /// Keeps what nobody reads for the next program that opens the port.
    #[arg(long)]
    buffer_while_closed: bool,

    /// Shows the personalities and what can be wrong with them, and ends.
    #[arg(long)]
    list: bool,
}

/// What may be wrong with a modem.
#[derive(Clone, Debug)]
enum Wrong {
    Fault(Fault),
    Condition(Condition),
}

fn wrong(text: &str) -> Result<Wrong, NotAnInstruction> {
    match text.contains('=') {
        true => Ok(Wrong::Condition(text.parse()?)),
        false => Ok(Wrong::Fault(text.parse()?)),
    }
}

fn personality(name: &str) -> Result<&'static Personality, &'static str> {
    Personality::named(name).ok_or("no such personality; --list shows all")
}

fn iccid(text: &str) -> Result<String, &'static str> {
    let is_one = (19..=20).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit());
    is_one.then(|| text.to_owned()).ok_or("a SIM's number (ICCID) has 19 or 20 digits")
}

fn duration(text: &str) -> Result<Duration, NotADuration> {
    read_duration(text)
}

fn refusal(text: &str) -> Result<(PhoneNumber, u16), NotAnInstruction> {
    sim::read_refusal(text)
}

fn number(text: &str) -> Result<PhoneNumber, NotE164> {
    PhoneNumber::from_e164(text)
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let link = arguments.link.clone().map(Place::Link);
    let (false, Some(place)) = (arguments.list, link.or(arguments.port.clone().map(Place::Device))) else {
        for personality in PERSONALITIES {
            screen.line(&format!("{:20} {}", personality.name, personality.about))?;
        }
        screen.line(&format!("\n--fault              {}", sim::GRAMMAR))?;
        screen.line(&format!("                     {}, signal=0…31 or 99", sim::known_conditions()))?;
        return Ok(());
    };
    // Before the first thread, so that all of them leave these signals to the one that waits for them.
    let signals = SigSet::from_iter([Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP]);
    signals.thread_block()?;
    let (watcher, sightings) = mpsc::sync_channel(MOST_SIGHTINGS);
    let handle = virtual_modem::start(settings(arguments, place.clone(), watcher))?;
    let (name, place) = (arguments.personality.name, place.path().display());
    let told = screen.line(&match screen.language {
        Language::French => format!("modem virtuel {name} sur {place}\u{A0}; Ctrl-C pour finir"),
        Language::English => format!("virtual modem {name} at {place}; Ctrl-C ends it"),
    });
    let remote = handle.remote();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.wait().is_ok() {
            remote.stop();
        }
    })?;
    // Ends when the modem does.
    for sighting in sightings {
        match sighting {
            Sighting::Misunderstood(why) => screen.note(&why),
            Sighting::Record(Record::Note { note, .. }) => screen.note(&note),
            Sighting::Opened | Sighting::Released | Sighting::Record(_) => {}
        }
    }
    handle.wait()?;
    told?;
    Ok(())
}

fn settings(arguments: &Arguments, place: Place, watcher: mpsc::SyncSender<Sighting>) -> Settings {
    let (mut faults, mut conditions) = (Vec::new(), Vec::new());
    for wrong in arguments.fault.iter().cloned() {
        match wrong {
            Wrong::Fault(fault) => faults.push(fault),
            Wrong::Condition(condition) => conditions.push(condition),
        }
    }
    Settings {
        place,
        modem: sim::Settings {
            personality: match &arguments.iccid {
                Some(iccid) => arguments.personality.with_iccid(iccid),
                None => arguments.personality,
            },
            network: NetworkSettings {
                latency: arguments.latency,
                jitter: arguments.jitter,
                seed: arguments.seed,
                refuse: arguments.refuse.iter().cloned().collect(),
                phone_off: arguments.phone_off.iter().cloned().collect(),
                offer_again: arguments.offer_again,
            },
            faults,
            conditions,
            while_closed: match arguments.buffer_while_closed {
                true => WhileClosed::Buffer,
                false => WhileClosed::Discard,
            },
        },
        journal: arguments.journal.clone(),
        control: arguments.control.clone(),
        watcher: Some(watcher),
    }
}
