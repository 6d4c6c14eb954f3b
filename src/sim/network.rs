//! A small service centre: takes or refuses a SUBMIT by its recipient, gives it a reference, plans its
//! report, and writes the TPDUs that come back (TS 23.040 §9.2.2.1, §9.2.2.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::Note;
use super::condition::Duplicates;
use super::dice::Dice;
use crate::moment::Moment;
use crate::phone::PhoneNumber;
use crate::sms::EncodeError;
use crate::sms::address::{Address, NumberingPlan, TypeOfNumber};
use crate::sms::deliver::Deliver;
use crate::sms::status_report::{Status, StatusReport};
use crate::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use crate::sms::time::Timestamp;
use crate::sms::user_data::UserData;

/// The prompt takes this part of the latency.
const PROMPT_SHARE: u32 = 10;
/// The report comes so many latencies after the result.
const REPORT_LATENCIES: u32 = 3;
/// Of messages for phones that are off; the oldest go first.
const MOST_WAITING: usize = 10_000;
/// Messages that it can tell a duplicate of; the oldest are forgotten first.
const MOST_REMEMBERED: usize = 1_000;
/// `+CMS ERROR: SM rejected - duplicate SM`, TP-FCS C5 (TS 23.040 §9.2.3.22).
const DUPLICATE: u16 = 197;
/// The country of numbers that are written without one.
const COUNTRY: &str = "+33";

/// What the modem did not take is offered again after so long, unless told.
const OFFER_AGAIN: Duration = Duration::from_secs(20);
/// The share of that in which a `+CNMA` must come: 15 s of 20 (TS 27.005 §3.4.4 leaves it to the network).
const ACKNOWLEDGE_SHARE: (u32, u32) = (3, 4);

/// How the network behaves.
#[derive(Clone, Debug)]
pub struct NetworkSettings {
    /// From Ctrl-Z to the result. The prompt takes a tenth of it; the report comes three times as long
    /// after the result.
    pub latency: Duration,
    /// The latency is drawn uniformly from so much below to so much above, anew for each use.
    pub jitter: Duration,
    /// Decides everything that is drawn.
    pub seed: u64,
    /// Numbers that are refused, each with its `+CMS ERROR`.
    pub refuse: BTreeMap<PhoneNumber, u16>,
    /// Numbers whose phone is off: taken, but no report comes until it is on.
    pub phone_off: BTreeSet<PhoneNumber>,
    /// What the modem did not take is offered again after so long. A `+CNMA` has three quarters of it.
    pub offer_again: Duration,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            latency: Duration::ZERO,
            jitter: Duration::ZERO,
            seed: 0,
            refuse: BTreeMap::new(),
            phone_off: BTreeSet::new(),
            offer_again: OFFER_AGAIN,
        }
    }
}

/// A report that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) reference: u8,
    pub(super) recipient: Address,
    pub(super) accepted_at: Moment,
    /// When it reached the phone, which is when it is offered first.
    pub(super) discharged_at: Option<Moment>,
}

/// What the network says of a SUBMIT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Taken { reference: u8, report: Option<Report> },
    Refused(u16),
}

#[derive(Debug)]
pub(super) struct Network {
    settings: NetworkSettings,
    dice: Dice,
    reference: u8,
    waiting: VecDeque<(PhoneNumber, Option<Report>)>,
    duplicates: Duplicates,
    /// What it took last.
    taken: VecDeque<(Address, UserData)>,
}

impl Network {
    pub(super) fn new(settings: NetworkSettings) -> Self {
        Self {
            dice: Dice::new(settings.seed),
            settings,
            reference: 0,
            waiting: VecDeque::new(),
            duplicates: Duplicates::default(),
            taken: VecDeque::new(),
        }
    }

    pub(super) fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }

    /// From Ctrl-Z to the result.
    pub(super) fn latency(&mut self) -> Duration {
        self.dice.around(self.settings.latency, self.settings.jitter)
    }

    /// From `AT+CMGS` to the prompt.
    pub(super) fn prompt_latency(&mut self) -> Duration {
        self.latency() / PROMPT_SHARE
    }

    /// From the result to the report.
    pub(super) fn report_latency(&mut self) -> Duration {
        self.latency() * REPORT_LATENCIES
    }

    /// From a refused offer to the next.
    pub(super) fn offer_again(&self) -> Duration {
        self.settings.offer_again
    }

    /// How long a `+CNMA` may take.
    pub(super) fn acknowledge_within(&self) -> Duration {
        let (share, of) = ACKNOWLEDGE_SHARE;
        self.settings.offer_again * share / of
    }

    /// Judges a SUBMIT. References count up and come round; the first is 0, as real ones are.
    pub(super) fn take(&mut self, submit: &Submit, now: Moment) -> Answer {
        let number = number(&submit.destination);
        if let Some(&code) = number.as_ref().and_then(|number| self.settings.refuse.get(number)) {
            return Answer::Refused(code);
        }
        if self.is_unwanted_duplicate(submit) {
            return Answer::Refused(DUPLICATE);
        }
        self.remember(submit);
        let reference = self.reference;
        self.reference = reference.wrapping_add(1);
        let report = (submit.report_request == ReportRequest::Yes).then(|| Report {
            reference,
            recipient: submit.destination.clone(),
            accepted_at: now,
            discharged_at: None,
        });
        match number.filter(|number| self.settings.phone_off.contains(number)) {
            Some(number) => {
                self.waiting.push_back((number, report));
                if self.waiting.len() > MOST_WAITING {
                    self.waiting.pop_front();
                }
                Answer::Taken { reference, report: None }
            }
            None => Answer::Taken { reference, report },
        }
    }

    fn is_unwanted_duplicate(&self, submit: &Submit) -> bool {
        self.duplicates == Duplicates::Refused
            && submit.reject_duplicates == RejectDuplicates::Yes
            && self.taken.iter().any(|(to, said)| *to == submit.destination && *said == submit.user_data)
    }

    fn remember(&mut self, submit: &Submit) {
        self.taken.push_back((submit.destination.clone(), submit.user_data.clone()));
        if self.taken.len() > MOST_REMEMBERED {
            self.taken.pop_front();
        }
    }

    /// From now on it does so with duplicates.
    pub(super) fn treat(&mut self, duplicates: Duplicates) {
        self.duplicates = duplicates;
    }

    /// Refuses a number from now on.
    pub(super) fn refuse(&mut self, number: PhoneNumber, code: u16) {
        self.settings.refuse.insert(number, code);
    }

    /// Switches a phone off.
    pub(super) fn switch_off(&mut self, number: PhoneNumber) {
        self.settings.phone_off.insert(number);
    }

    /// Switches a phone on; gives the reports of what has waited for it.
    pub(super) fn switch_on(&mut self, number: &PhoneNumber) -> Vec<Report> {
        self.settings.phone_off.remove(number);
        let (ours, others): (VecDeque<_>, _) =
            self.waiting.drain(..).partition(|(waiting, _)| waiting == number);
        self.waiting = others;
        ours.into_iter().filter_map(|(_, report)| report).collect()
    }
}

impl Report {
    /// Its TPDU, which stays the same however often it is offered: received at `now`, the first time.
    pub(super) fn encode(&mut self, now: Moment) -> Result<Vec<u8>, EncodeError> {
        let accepted = Timestamp::from_moment(self.accepted_at, 0)?;
        let discharged = Timestamp::from_moment(*self.discharged_at.get_or_insert(now), 0)?;
        StatusReport::new(self.reference, self.recipient.clone(), accepted, discharged, Status::RECEIVED)
            .encode()
    }
}

/// The TPDU of a message that comes in, in the narrowest alphabet that has its signs.
///
/// # Errors
/// A sender that is no number and too long for a name, or a text over one part.
pub(super) fn deliver(note: &Note, now: Moment) -> Result<Vec<u8>, EncodeError> {
    let Note { from, text, part } = note;
    let originator = match PhoneNumber::from_e164(from) {
        Ok(number) => Address::international(&number),
        Err(_) if from.bytes().all(|b| b.is_ascii_digit()) => {
            Address::number(TypeOfNumber::Unknown, NumberingPlan::TELEPHONE, from)?
        }
        Err(_) => Address::name(from)?,
    };
    let user_data = match UserData::gsm7(text, *part) {
        Err(EncodeError::NotInAlphabet { .. }) => UserData::ucs2(text, *part)?,
        other => other?,
    };
    Deliver::new(originator, Timestamp::from_moment(now, 0)?, user_data).encode()
}

/// The number behind an address; `None` for a name or a short number.
pub(super) fn number(address: &Address) -> Option<PhoneNumber> {
    let digits = address.digits()?;
    let e164 = match address.kind() {
        TypeOfNumber::International => format!("+{digits}"),
        _ => match (digits.strip_prefix("00"), digits.strip_prefix('0')) {
            (Some(rest), _) => format!("+{rest}"),
            (None, Some(rest)) => format!("{COUNTRY}{rest}"),
            (None, None) => return None,
        },
    };
    PhoneNumber::from_e164(&e164).ok()
}

/// As journals write an address: E.164 where it is such a number, else as it stands.
pub(super) fn written(address: &Address) -> String {
    number(address).map_or_else(|| address.display(), |number| number.e164().to_owned())
}
