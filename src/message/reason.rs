//! Why something was moved, refused or taken back: a code and its arguments, kept in the ledger and
//! shown in public files. The arguments are codes, names and numbers; sentences are in `wording`.

mod within;

use serde::{Deserialize, Serialize};

pub use self::within::{Misfit, Shortest, Withdrawal};
use super::{MessageId, Resolution, State};
use crate::moment::Moment;

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
    /// A number with a digit too few or too many.
    WrongLength,
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
        /// Parts it would take, in `wording`.
        parts: u32,
        /// Parts it may take.
        limit: u32,
        /// How many characters are too many, in `wording`.
        #[serde(default)]
        over: u32,
        /// The signs without which it would be within, where there are such.
        #[serde(default)]
        signs: Option<String>,
        /// Of which wording the numbers are.
        #[serde(default)]
        wording: Shortest,
        /// How many characters of it the service's signature takes, with the line's end before it.
        #[serde(default)]
        signature: u32,
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
        /// The first such sign, as `U+00A0` where nobody would see it.
        character: String,
        /// 1 for the first character.
        position: u32,
    },
    // What a policy changes in a text.
    /// A sign that GSM-7 has not is written otherwise.
    SignReplaced {
        /// The sign, as `U+00A0` where nobody would see it.
        character: String,
        /// What stands there now.
        by: String,
        /// 1 for the first character.
        position: u32,
    },
    /// A sign that GSM-7 has not, and of which a reader sees nothing, is left out.
    SignRemoved {
        /// The sign, as `U+200B`.
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
        /// What stands there.
        found: Misfit,
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
    /// It came with a state other than `new`, and nobody here has given it: it may have been sent by another way.
    AlreadyMarked {
        /// The state.
        state: State,
    },
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
    /// Taken in; its text goes with other signs than it came with.
    AcceptedChanged {
        /// Each kind of change once, as `’ → ', ç → c`; of many the first.
        changed: String,
        /// How many more kinds there are.
        more: u32,
    },
    /// Handed to a line: the ledger says so before the first octet.
    AtModem {
        /// The line's name.
        line: String,
    },
    /// Handed to another line than the recipient's: that one can't send just now, and it is urgent.
    AwayFromHome {
        /// The line's name.
        line: String,
        /// The recipient's line.
        home: String,
    },
    /// Handed to a line that is the recipient's from now on: the one before is not configured any more.
    NewHome {
        /// The line's name.
        line: String,
        /// The line that was the recipient's.
        home: String,
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
    /// An answer that may be an earlier message's, whose own has not come.
    PerhapsEarlierAnswer {
        /// TP-MR, 0 to 255.
        reference: u8,
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
    /// It was to go once more, and the network refused that for good; a try before may have gone.
    ResendRefused {
        /// As the modem said it.
        error: String,
    },
    /// It was to go once more, and is too late for that; a try before may have gone.
    ResendExpired,
    /// Its caller took it back.
    CancelledByCaller,
    /// A person took it back.
    CancelledByPerson,
    /// Its caller wants it back, and a part of it is at a modem, or may have gone: how that ends is not known yet.
    CancelAskedByCaller,
    /// The same, of a person.
    CancelAskedByPerson,
    /// It was to be taken back while at a modem, and the network refused it for good: nothing of that part was sent.
    CancelledAfterRefusal {
        /// As the modem said it.
        error: String,
    },
    /// The store was restored, or is older than what its outbox has seen.
    StoreRestored,
    /// `accept-restore --send` freed it.
    Released,
    /// A store that does not know it found it done already in the outbox.
    KnownFromMirror,
    /// The network called it a duplicate of a try before: that one had arrived.
    DuplicateAtNetwork,
    /// Unknown, and no report came: by the service's rule it goes once more.
    SentOnceMore,
    /// Unknown, and a person has settled it.
    ResolvedByPerson {
        /// How.
        resolution: Resolution,
        /// The account that the person used.
        by: String,
    },
}

impl Reason {
    /// Of a cancellation that can't be said to have succeeded yet, the wish alone.
    pub fn as_wish(&self) -> Reason {
        match self {
            Reason::CancelledByCaller => Reason::CancelAskedByCaller,
            Reason::CancelledByPerson => Reason::CancelAskedByPerson,
            other => other.clone(),
        }
    }

    /// Why a part does not go once more of which a try before may have gone.
    pub fn of_a_resend(&self) -> Reason {
        match self {
            Reason::RefusedForGood { error } | Reason::TriesUsedUp { error, .. } => {
                Reason::ResendRefused { error: error.clone() }
            }
            Reason::Expired => Reason::ResendExpired,
            other => other.clone(),
        }
    }

    /// Whether it is about what a message says.
    pub const fn is_of_text(&self) -> bool {
        matches!(
            self,
            Reason::EmptyText
                | Reason::TextTooLong { .. }
                | Reason::ControlCharacter { .. }
                | Reason::NotUnicode
                | Reason::NotInAlphabet { .. }
        )
    }

    /// Whether it says that something was taken back.
    pub const fn is_cancellation(&self) -> bool {
        matches!(
            self,
            Reason::CancelledByCaller | Reason::CancelledByPerson | Reason::CancelledAfterRefusal { .. }
        )
    }

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
    fn a_reason_has_a_code_and_survives_json() {
        let reason =
            Reason::RefusedForNow { error: "+CMS ERROR: 38".into(), again_at: Moment::from_millis(5) };
        assert_eq!(reason.code(), "refused_for_now");
        let json = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason);
        assert_eq!(Reason::Landline.code(), "landline");
    }

    #[test]
    fn what_earlier_stores_say_of_a_column_is_still_read() {
        for (word, found) in [
            ("not UTF-8", Misfit::NotUnicode),
            ("not_unicode", Misfit::NotUnicode),
            ("control character", Misfit::ControlCharacter),
            ("real", Misfit::Real),
        ] {
            let json = format!(r#"{{"code": "wrong_type", "column": "lane", "found": "{word}"}}"#);
            let want = Reason::WrongType { column: "lane".into(), found };
            assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), want);
        }
    }
}
