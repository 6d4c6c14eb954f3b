//! From what a modem has answered to what was found: one sign for each check that was asked. Pure and
//! without memory: the same answers, the same signs.

use super::Order;
use super::facts::{Break, Contact, Facts, Sending, SimState};
use super::sign::{Check, Examined, Sign};
use crate::at::reply::{self, Storage};
use crate::at::session::Heard;
use crate::at::{Command, FinalResult};
use crate::line::Verdict as Delivery;
use crate::modem::bringup::{same_modem, same_sim};

/// Below this `+CSQ` messages begin to fail: -93 dBm (TS 27.007 §8.5).
const WEAK: u8 = 10;

/// Of a hundred places, so many used are too many.
const NEARLY_FULL: u32 = 80;

/// What was found, for each check from the first answer on.
pub(super) fn judge(facts: &Facts, order: &Order) -> Vec<Examined> {
    let contact = contact(facts);
    let asked = facts.contact == Contact::Made && !facts.is_nobody();
    let open = asked && facts.sim() == SimState::Ready;
    Check::ALL
        .iter()
        .filter(|check| **check >= Check::Answer)
        .map(|check| {
            let sign = match check {
                Check::Answer => Some(contact.clone()),
                Check::Identity if asked => Some(identity(facts, order)),
                Check::Radio if asked => radio(facts),
                Check::Sim if asked => sim(facts, order),
                Check::Network if open => network(facts),
                Check::Signal if open => signal(facts),
                Check::ServiceCentre if open => service_centre(facts),
                Check::Storage if open => storage(facts),
                Check::Reports if open => reports(facts),
                Check::Sending => facts.sending.as_ref().map(sending),
                Check::Listening => facts.heard.map(heard),
                _ => None,
            };
            sign.map_or_else(|| Examined::not_asked(*check), Examined::found)
        })
        .collect()
}

fn contact(facts: &Facts) -> Sign {
    let device = facts.device.clone();
    match (&facts.contact, &facts.broken_off) {
        (_, Some(Break::PortLost)) => Sign::WentAway { device },
        (_, Some(Break::Restart)) => Sign::Restarts,
        (_, Some(Break::Silence(question))) => Sign::FellSilent { question: question.clone() },
        (Contact::Failed(Heard::Rubbish), _) => Sign::Rubbish { device },
        (Contact::Failed(Heard::Lines), _) => Sign::Chatters { device },
        (Contact::Failed(Heard::Nothing) | Contact::Sought, _) => Sign::Silent { device },
        (Contact::Made, None) if facts.is_nobody() => Sign::SaysOkToAll { device },
        (Contact::Made, None) => {
            let millis = millis(facts.first_answer.unwrap_or_default());
            Sign::Answers { device, millis }
        }
    }
}

fn identity(facts: &Facts, order: &Order) -> Sign {
    let words = |command: Command| reply::words(facts.lines(&command)).unwrap_or_default();
    let (maker, model) = (words(Command::Manufacturer), words(Command::Model));
    let model = match model.starts_with(&maker) {
        true => model,
        false => format!("{maker} {model}").trim().to_owned(),
    };
    let imei = reply::serial_number(facts.lines(&Command::SerialNumber));
    match (&order.imei, imei) {
        (Some(expected), Some(found)) if !same_modem(expected, &found) => {
            Sign::WrongModem { expected: expected.clone(), found }
        }
        (_, None) if model.is_empty() => Sign::Nameless,
        (_, imei) => Sign::Identity { model, revision: words(Command::Revision), imei },
    }
}

fn radio(facts: &Facts) -> Option<Sign> {
    match reply::number(facts.lines(&Command::Functionality), "+CFUN")? {
        1 => Some(Sign::RadioOn),
        mode @ (0 | 4) => Some(Sign::RadioOff { mode }),
        _ => None,
    }
}

fn sim(facts: &Facts, order: &Order) -> Option<Sign> {
    Some(match facts.sim() {
        SimState::Unasked => return None,
        SimState::Absent => Sign::SimAbsent,
        SimState::Pin => match facts.pin_tries() {
            Some(0) => Sign::SimPuk,
            Some(1) => Sign::SimPinLastTry,
            tries => Sign::SimPin { tries },
        },
        SimState::Puk => Sign::SimPuk,
        SimState::Other(lock) => Sign::SimOtherLock { lock },
        SimState::Busy => Sign::SimBusy,
        SimState::Failed(error) => Sign::SimFailed { error },
        SimState::Ready => {
            let imsi = reply::subscriber_id(facts.lines(&Command::SubscriberId));
            let found = facts.special(reply::sim_id).or(imsi.map(|imsi| format!("imsi:{imsi}")));
            match (&order.iccid, found) {
                (Some(expected), Some(found)) if !same_sim(expected, &found) => {
                    Sign::WrongSim { expected: expected.clone(), found }
                }
                (_, sim) => Sign::SimReady { sim },
            }
        }
    })
}

fn network(facts: &Facts) -> Option<Sign> {
    let stats = facts.registrations();
    let told = reply::operator(facts.lines(&Command::Operator)).unwrap_or_default();
    let (operator, generation) = (told.name, told.technology.and_then(generation));
    let has = |wanted: &[u8]| stats.iter().any(|stat| wanted.contains(stat));
    Some(if has(&[1]) {
        // What follows must not hide that the modem hears nothing newer.
        match generation {
            Some(2) => Sign::OnlySecondGeneration { operator },
            generation => Sign::Registered { operator, generation },
        }
    } else if has(&[5]) {
        Sign::Roaming { operator, generation }
    } else if has(&[6, 7, 9, 10]) {
        Sign::MessagesOnly { operator, generation }
    } else if has(&[3]) {
        Sign::Denied
    } else if has(&[2]) {
        Sign::Searching
    } else if stats.is_empty() {
        return None;
    } else {
        Sign::NotRegistered
    })
}

/// `<AcT>` of TS 27.007 §7.3 -> the generation that people know.
fn generation(technology: u8) -> Option<u8> {
    match technology {
        0 | 1 | 3 => Some(2),
        2 | 4..=6 => Some(3),
        7..=9 => Some(4),
        10..=13 => Some(5),
        _ => None,
    }
}

fn signal(facts: &Facts) -> Option<Sign> {
    let answer = facts.answer(&Command::SignalQuality)?;
    Some(match reply::signal_quality(&answer.lines) {
        Some(level) if level < WEAK => Sign::SignalWeak { level },
        Some(level) => Sign::Signal { level },
        None => Sign::SignalUnknown,
    })
}

fn service_centre(facts: &Facts) -> Option<Sign> {
    let answer = facts.answer(&Command::ServiceCentre)?;
    Some(match reply::service_centre(&answer.lines) {
        Some(number) if number.is_empty() => Sign::ServiceCentreMissing,
        Some(number) => Sign::ServiceCentre { number },
        None => Sign::ServiceCentreUntold,
    })
}

fn storage(facts: &Facts) -> Option<Sign> {
    let support = facts.answer(&Command::StorageSupport)?;
    if support.end == Some(FinalResult::Ok) && !reply::tells_anything(&support.lines) {
        return Some(Sign::NoMessages);
    }
    let formats = reply::message_formats(facts.lines(&Command::MessageFormatSupport));
    if formats.is_some_and(|formats| !formats.contains(&0)) {
        return Some(Sign::NoPduMode);
    }
    // The third is where messages come in; where fewer are shown, the last.
    let Storage { name, used, total } = reply::storages(facts.lines(&Command::Storage))?.pop()?;
    let full = u32::from(used) * 100;
    Some(match u32::from(total) {
        0 => return None,
        _ if used >= total => Sign::StorageFull { name, used, total },
        places if full >= places * NEARLY_FULL => Sign::StorageNearlyFull { name, used, total },
        _ => Sign::Storage { name, used, total },
    })
}

fn reports(facts: &Facts) -> Option<Sign> {
    facts.answer(&Command::IndicationSupport)?;
    Some(match (facts.found_indications, facts.shows_reports) {
        (None, _) => Sign::ReportsUntried,
        (Some(_), Some(_)) => Sign::ReportsShown,
        (Some(_), None) => Sign::ReportsNot,
    })
}

fn sending(sending: &Sending) -> Sign {
    match sending.clone() {
        Sending::NoPrompt(answer) => Sign::SendNoPrompt { answer },
        Sending::Refused(error) => Sign::SendRefused { error },
        Sending::Unknown(answer) => Sign::SendUnknown { answer },
        Sending::Sent { prompt, result, report, .. } => {
            let (prompt_millis, result_millis) = (millis(prompt), millis(result));
            match report {
                None => Sign::SentNoReport { prompt_millis, result_millis },
                Some(report) if report.verdict == Delivery::Delivered => {
                    let report_seconds = u32::try_from(report.after.as_secs()).unwrap_or(u32::MAX);
                    Sign::Delivered { prompt_millis, result_millis, report_seconds }
                }
                Some(report) => Sign::SentUndelivered { status: report.status },
            }
        }
    }
}

fn heard(lines: u32) -> Sign {
    if lines == 0 { Sign::HeardNothing } else { Sign::Heard { lines } }
}

fn millis(duration: std::time::Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
