//! A message as an answer shows it: a row of a list, or the whole story of one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::recall::Recall;
use super::waiting::Wait;
use crate::message::{Alphabet, Lane, MessageId, Reason, State};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// A message in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its number.
    pub message: MessageId,
    /// To whom; `None` where the number was refused.
    pub to: Option<PhoneNumber>,
    /// The number as it came, when refused: whom to call.
    #[serde(default)]
    pub typed: Option<String>,
    /// Its state.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// What it belongs to.
    pub notice: Option<String>,
    /// The caller's key.
    pub reference: Option<String>,
    /// Parts it takes.
    pub parts: u32,
    /// When it was taken in.
    pub taken_at: Moment,
    /// When the last part was accepted by the network.
    pub sent_at: Option<Moment>,
    /// When the last part was reported received.
    pub delivered_at: Option<Moment>,
    /// In a list, where it is unknown: when it goes once more by itself, by its service's rule. `None` there: a
    /// person settles it.
    #[serde(default)]
    pub again_at: Option<Moment>,
}

/// A message and its history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// As in a list.
    pub summary: Summary,
    /// The text.
    pub text: String,
    /// How its parts are written; none where there are none.
    #[serde(default)]
    pub alphabet: Option<Alphabet>,
    /// Every move of every part, in the order of the ledger.
    pub history: Vec<Step>,
    /// Why it does not go just now, where it is queued.
    #[serde(default)]
    pub waits: Option<Wait>,
    /// What has become of a wish to take it back, where one came while a part of it was at a modem.
    #[serde(default)]
    pub recall: Option<Recall>,
}

/// Shows the summary only.
impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Detail({:?}, {} steps)", self.summary, self.history.len())
    }
}

/// One move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Moment,
    /// 1 for the first part; `None`: the message as a whole.
    #[serde(default)]
    pub part: Option<u32>,
    /// The message's state after it.
    pub state: State,
    /// Why.
    pub reason: Reason,
}
