//! A message, its parts and attempts: their states, the moves that are legal, and the Reason of each.
//! A message's state is a pure function of its parts (DESIGN: the ledger); every state written
//! anywhere comes from [`PartState::moved_to`] or [`message_state`]. Sentences are in `wording`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// A message's number in the store; rises for ever, is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub i64);

/// A part's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartId(pub i64);

/// The ledger number of an attempt; the order of the ledger, whatever the clocks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptNumber(pub i64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A word that is none of an enumeration's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one of {known} is expected")]
pub struct UnknownWord {
    /// The words there are, for the sentence.
    pub known: &'static str,
}

/// Gives an enum of plain words its `as_str`, `ALL`, Display and FromStr.
macro_rules! words {
    ($name:ident: $known:literal; $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in files, SQL and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err(UnknownWord { known: $known }),
                }
            }
        }
    };
}

/// How urgent: a lane is emptied before the next one begins, between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// An absence: overtakes everything.
    Urgent,
    /// What is neither.
    Normal,
    /// News to many.
    Bulk,
}

words!(Lane: "urgent, normal, bulk"; Urgent = "urgent", Normal = "normal", Bulk = "bulk");

/// What a message's life has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Read, not judged yet.
    New,
    /// Judged and not taken; never sent.
    Refused,
    /// Taken, but nothing moves until a person frees it.
    Held,
    /// Waits for its turn.
    Queued,
    /// A part is at a modem, or some parts have gone and others wait.
    Sending,
    /// Every part was accepted by the network; no report has settled it.
    Sent,
    /// Every part reached the phone.
    Delivered,
    /// The network gave a part up.
    Undelivered,
    /// A part may or may not have been sent.
    Unknown,
    /// A part was refused for good.
    Failed,
    /// Withdrawn before all of it had gone.
    Cancelled,
    /// Its time passed before all of it had gone.
    Expired,
}

words!(State: "new, refused, held, queued, sending, sent, delivered, undelivered, unknown, failed, cancelled, expired";
    New = "new", Refused = "refused", Held = "held", Queued = "queued", Sending = "sending",
    Sent = "sent", Delivered = "delivered", Undelivered = "undelivered", Unknown = "unknown",
    Failed = "failed", Cancelled = "cancelled", Expired = "expired");

impl State {
    /// Nothing more will be sent for it; only a report or a person may still move it.
    pub const fn is_at_rest(self) -> bool {
        !matches!(self, State::New | State::Held | State::Queued | State::Sending)
    }

    /// Whether somebody should telephone: nothing proves that the person was told, nothing will.
    pub const fn is_to_call(self) -> bool {
        matches!(self, State::Refused | State::Undelivered | State::Unknown | State::Failed | State::Expired)
    }
}

/// What has become of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Waits.
    Queued,
    /// Has an open attempt: written ahead, no result committed.
    Sending,
    /// `+CMGS: <mr>` was seen.
    Sent,
    /// A report says received.
    Delivered,
    /// A report says given up.
    Undelivered,
    /// Silence after Ctrl-Z, or the process died in that moment.
    Unknown,
    /// Refused for good.
    Failed,
    /// Withdrawn.
    Cancelled,
    /// Too late to begin.
    Expired,
}

words!(PartState: "queued, sending, sent, delivered, undelivered, unknown, failed, cancelled, expired";
    Queued = "queued", Sending = "sending", Sent = "sent", Delivered = "delivered",
    Undelivered = "undelivered", Unknown = "unknown", Failed = "failed",
    Cancelled = "cancelled", Expired = "expired");

/// A move that the table does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a part does not go from {from} to {to}")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: PartState,
    /// Where it was to go.
    pub to: PartState,
}

impl PartState {
    /// Where a part may go from here. A stronger proof corrects a verdict; nothing else leaves a
    /// final state.
    pub const fn successors(self) -> &'static [PartState] {
        use PartState::*;
        match self {
            Queued => &[Sending, Failed, Cancelled, Expired],
            Sending => &[Queued, Sent, Failed, Unknown, Cancelled, Expired],
            Sent => &[Delivered, Undelivered],
            Unknown => &[Sent, Delivered, Undelivered, Queued, Failed],
            Undelivered | Failed | Expired => &[Delivered],
            Delivered | Cancelled => &[],
        }
    }

    /// The move, if the table has it.
    ///
    /// # Errors
    /// [`IllegalMove`] names both ends.
    pub fn moved_to(self, to: PartState) -> Result<PartState, IllegalMove> {
        if self.successors().contains(&to) { Ok(to) } else { Err(IllegalMove { from: self, to }) }
    }
}

/// What a message itself may be, besides what its parts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Its parts speak for it.
    Open,
    /// Taken, but nothing moves until a person frees it.
    Held,
    /// Not taken.
    Refused,
}

words!(Gate: "open, held, refused"; Open = "open", Held = "held", Refused = "refused");

/// The state of a message from its gate and its parts' states.
///
/// Where parts differ, the one that a person must know of wins: failed, undelivered, expired,
/// cancelled, unknown, sent, delivered, in that order. While a part waits or is at a modem, the
/// message is `queued` or `sending`.
pub fn message_state(gate: Gate, parts: &[PartState]) -> State {
    use PartState as P;
    let any = |state: P| parts.contains(&state);
    let waiting = any(P::Queued);
    match gate {
        Gate::Refused => return State::Refused,
        Gate::Held if waiting || parts.is_empty() => return State::Held,
        Gate::Held | Gate::Open => {}
    }
    if any(P::Sending) {
        return State::Sending;
    }
    if waiting {
        let all = parts.iter().all(|&part| part == P::Queued);
        return if all { State::Queued } else { State::Sending };
    }
    let worst_first = [
        (P::Failed, State::Failed),
        (P::Undelivered, State::Undelivered),
        (P::Expired, State::Expired),
        (P::Cancelled, State::Cancelled),
        (P::Unknown, State::Unknown),
        (P::Sent, State::Sent),
        (P::Delivered, State::Delivered),
    ];
    worst_first.into_iter().find(|(part, _)| any(*part)).map_or(State::New, |(_, state)| state)
}

/// What the service's rule says of a part that stays unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenUnknown {
    /// It stays unknown and stands on the list of those to call.
    Ask,
    /// It is sent once more, counted and shown.
    ResendOnce,
}

words!(WhenUnknown: "ask, resend-once"; Ask = "ask", ResendOnce = "resend-once");

/// What becomes of signs that GSM-7 has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextPolicy {
    /// Typographic signs become their GSM-7 neighbours; nothing that a reader would miss.
    Typographic,
    /// Nothing is changed: UCS-2 where needed.
    Keep,
    /// A text that GSM-7 can't write is refused.
    Refuse,
}

words!(TextPolicy: "typographic, keep, refuse"; Typographic = "typographic", Keep = "keep", Refuse = "refuse");

/// What TP-ST of a delivery report means (TS 23.040 §9.2.3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 0x00 to 0x1F: the phone has it (0x01: forwarded, delivery not confirmed).
    Delivered,
    /// 0x20 to 0x3F: the service centre still tries; another report follows.
    StillTrying,
    /// 0x40 and up: given up.
    GivenUp,
}

words!(Verdict: "delivered, still_trying, given_up";
    Delivered = "delivered", StillTrying = "still_trying", GivenUp = "given_up");

/// How a part is written on the air (TS 23.038).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// The default alphabet with its extension table: 160 septets, 153 in a part of several.
    Gsm7,
    /// Sixteen-bit units: 70, 67 in a part of several.
    Ucs2,
}

words!(Alphabet: "gsm7, ucs2"; Gsm7 = "gsm7", Ucs2 = "ucs2");

/// Which part of how many (TS 23.040 §9.2.3.24.1, 8-bit reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Concat {
    /// The same in all parts of a message.
    pub reference: u8,
    /// 2 to 255.
    pub total: u8,
    /// 1 to `total`.
    pub number: u8,
}

/// What one part says, before it becomes octets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartText {
    /// Fits `text` without loss.
    pub alphabet: Alphabet,
    /// At most what one TPDU holds in that alphabet, the header of `concat` deducted.
    pub text: String,
    /// None for a message of one part.
    pub concat: Option<Concat>,
}

/// Shows lengths only: a text is nobody's business in a log.
impl fmt::Debug for PartText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.text.chars().count();
        write!(f, "PartText({}, {length} characters, {:?})", self.alphabet, self.concat)
    }
}

/// Why: of a move, a refusal, a withdrawal. A code and its arguments; never a text of a message,
/// never a full number. `wording` has a French and an English sentence for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    // A row's recipient.
    /// The cell is empty.
    NoRecipient,
    /// Not readable as a telephone number.
    NotANumber,
    /// More than one number in one cell.
    SeveralNumbers,
    /// A spreadsheet has rounded the digits away: `6,12E+08`.
    LostDigits,
    /// A line in a wall: can't get an SMS, is to be called.
    Landline,
    /// Three to six digits: a service, not a person.
    ShortNumber,
    /// Calls to it are charged to the caller.
    PremiumNumber,
    /// A number that no plan in the country has.
    UnassignedNumber,
    // A row's text.
    /// Nothing but blanks.
    EmptyText,
    /// More parts than one message may have.
    TextTooLong {
        /// Parts it would take.
        parts: u32,
        /// Parts it may take.
        limit: u32,
    },
    /// A NUL or another control character in it.
    ControlCharacter {
        /// As `U+0000`.
        character: String,
        /// 1 for the first character.
        position: u32,
    },
    /// Not valid Unicode.
    NotUnicode,
    /// The service's policy is `refuse`, and GSM-7 has not this sign.
    NotInAlphabet {
        /// The first such sign.
        character: String,
        /// 1 for the first character.
        position: u32,
    },
    /// A text with `{column}` in it, and a row that has nothing there.
    EmptyField {
        /// Its name.
        column: String,
    },
    // A row's other columns.
    /// A column holds what it can't: a number, a blob, …
    WrongType {
        /// Its name.
        column: String,
        /// What SQLite calls it.
        found: String,
    },
    /// Over what a column may hold.
    ValueTooLong {
        /// Its name.
        column: String,
        /// Octets it may hold.
        limit: u32,
    },
    /// No such service is configured.
    UnknownService {
        /// As written.
        service: String,
    },
    /// The outbox may not speak for it.
    ServiceNotAllowed {
        /// As written.
        service: String,
    },
    /// The outbox may speak for several services, none of them `default`: the row must name one.
    ServiceMissing,
    /// No such lane.
    UnknownLane {
        /// As written.
        lane: String,
    },
    /// The outbox may not use it.
    LaneNotAllowed {
        /// As written.
        lane: String,
    },
    /// Not readable as a date and time.
    BadDate {
        /// Its column.
        column: String,
    },
    /// `expires_at` was over when the row came.
    AlreadyExpired {
        /// As the row says.
        at: Moment,
    },
    /// `not_before` lies after `expires_at`.
    ExpiresBeforeStart,
    /// The reference stands for another message already.
    ReferenceTaken {
        /// The first message of that reference.
        message: MessageId,
    },
    /// The same reference and content came before: this mirrors the first message.
    SameReference {
        /// The first message of that reference.
        message: MessageId,
    },
    // Moves.
    /// Taken in.
    Accepted,
    /// Handed to a line: the ledger says so before the first octet.
    AtModem {
        /// The line's name.
        line: String,
    },
    /// Another part of the message was refused for good.
    OtherPartFailed,
    /// The network has it.
    TakenByNetwork {
        /// TP-MR, 0 to 255.
        reference: u8,
    },
    /// The network refused for now.
    RefusedForNow {
        /// As the modem said it: `+CMS ERROR: 38`.
        error: String,
        /// When it is tried again.
        again_at: Moment,
    },
    /// The network refused for good.
    RefusedForGood {
        /// As the modem said it.
        error: String,
    },
    /// Every try was refused. Earlier versions counted them; now what is refused for now expires.
    TriesUsedUp {
        /// How many there were.
        tries: u32,
        /// The last refusal.
        error: String,
    },
    /// No answer after Ctrl-Z.
    NoAnswer,
    /// An answer after Ctrl-Z that proves nothing.
    UnclearAnswer {
        /// As the modem said it.
        answer: String,
    },
    /// The modem started anew after Ctrl-Z.
    ModemRestarted,
    /// The port was gone after Ctrl-Z.
    PortLost,
    /// The process ended between Ctrl-Z and the result.
    ProcessEnded,
    /// An answer that came after its time.
    LateAnswer {
        /// TP-MR, 0 to 255.
        reference: u8,
    },
    /// Taken back before Ctrl-Z: nothing was sent.
    Withdrawn {
        /// Why.
        cause: Withdrawal,
    },
    /// A report says received.
    ReportDelivered {
        /// TP-ST (TS 23.040 §9.2.3.15).
        status: u8,
    },
    /// A report says given up.
    ReportGivenUp {
        /// TP-ST (TS 23.040 §9.2.3.15).
        status: u8,
    },
    /// A report says that the service centre still tries: the network has it.
    ReportStillTrying {
        /// TP-ST (TS 23.040 §9.2.3.15).
        status: u8,
    },
    /// Too late to begin.
    Expired,
    /// Its caller took it back.
    CancelledByCaller,
    /// A person took it back.
    CancelledByPerson,
    /// The store was restored, or is older than what its outbox has seen.
    StoreRestored,
    /// `accept-restore --send` freed it.
    Released,
    /// A store that does not know it found it done already in the outbox.
    KnownFromMirror,
    /// The network called it a duplicate of a try before: that one had arrived.
    DuplicateAtNetwork,
}

/// Why an attempt was taken back before Ctrl-Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// No prompt in time.
    NoPrompt,
    /// The gateway did not say go in time.
    NoGo,
    /// The commit failed.
    CommitFailed,
    /// Cancelled meanwhile.
    Cancelled,
    /// Expired meanwhile.
    Expired,
    /// The daemon stops.
    Stopping,
    /// The port took no more octets.
    WriteStalled,
    /// The modem answered something final instead of waiting for the PDU.
    FinalInstead,
    /// The modem started anew.
    ModemRestarted,
    /// The port was gone.
    PortLost,
    /// Something more urgent came.
    Overtaken,
}

impl Reason {
    /// The code alone, as in the outbox's `reason` column and in JSON.
    pub fn code(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => {
                map.get("code").and_then(|code| code.as_str()).unwrap_or_default().to_owned()
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_what_its_parts_are() {
        use PartState::*;
        let rows: &[(Gate, &[PartState], State)] = &[
            (Gate::Refused, &[], State::Refused),
            (Gate::Held, &[Queued], State::Held),
            (Gate::Held, &[Sent, Queued], State::Held),
            (Gate::Held, &[Delivered], State::Delivered),
            (Gate::Open, &[], State::New),
            (Gate::Open, &[Queued, Queued], State::Queued),
            (Gate::Open, &[Sending, Queued], State::Sending),
            (Gate::Open, &[Sent, Queued], State::Sending),
            (Gate::Open, &[Sent, Sent], State::Sent),
            (Gate::Open, &[Delivered, Sent], State::Sent),
            (Gate::Open, &[Delivered, Delivered], State::Delivered),
            (Gate::Open, &[Delivered, Unknown], State::Unknown),
            (Gate::Open, &[Sent, Cancelled], State::Cancelled),
            (Gate::Open, &[Sent, Expired], State::Expired),
            (Gate::Open, &[Unknown, Failed], State::Failed),
            (Gate::Open, &[Undelivered, Delivered], State::Undelivered),
        ];
        for (gate, parts, want) in rows {
            assert_eq!(message_state(*gate, parts), *want, "{gate} {parts:?}");
        }
    }

    #[test]
    fn a_final_verdict_gives_way_to_a_stronger_proof_only() {
        for &from in PartState::ALL {
            for &to in PartState::ALL {
                let legal = from.moved_to(to).is_ok();
                let final_state =
                    matches!(from, PartState::Undelivered | PartState::Failed | PartState::Expired);
                if final_state {
                    assert_eq!(legal, to == PartState::Delivered, "{from} to {to}");
                }
            }
        }
        assert!(PartState::Delivered.successors().is_empty());
        assert!(PartState::Sent.moved_to(PartState::Queued).is_err(), "what was sent never goes again");
    }

    #[test]
    fn words_read_back() {
        for &lane in Lane::ALL {
            assert_eq!(lane.as_str().parse(), Ok(lane));
        }
        for &state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert!("Urgent".parse::<Lane>().is_err());
    }

    #[test]
    fn a_reason_has_a_code_and_survives_json() {
        let reason =
            Reason::RefusedForNow { error: "+CMS ERROR: 38".into(), again_at: Moment::from_millis(5) };
        assert_eq!(reason.code(), "refused_for_now");
        let json = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason);
        assert_eq!(Reason::Landline.code(), "landline");
    }
}
