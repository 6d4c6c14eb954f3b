//! What is asked of a world's gateway: messages to the numbers of the fiction block, and any other work.

use std::time::Duration;

use beffroi::gateway::{Answer, Judged, Trouble, Work, WorkId};
use beffroi::message::{Alphabet, Gate, Lane, MessageId, PartText, Reason, WhenUnknown};
use beffroi::moment::Moment;
use beffroi::phone::PhoneNumber;
use beffroi::store::NewMessage;

use super::World;

impl World {
    /// Takes a message in.
    pub(crate) fn admit(&mut self, lane: Lane, to: u32, parts: usize) -> MessageId {
        let new = message(lane, to, parts, self.moment());
        match self.work(Work::Send(Box::new(Judged::Good(new)))).unwrap() {
            Answer::Admitted(admitted) => admitted.message,
            other => panic!("{other:?}"),
        }
    }

    /// Takes a message in, unless the store can't be written just now.
    pub(crate) fn try_admit(&mut self, new: NewMessage) -> Option<MessageId> {
        match self.work(Work::Send(Box::new(Judged::Good(new)))) {
            Ok(Answer::Admitted(admitted)) => Some(admitted.message),
            Err(Trouble::Store(_)) => None,
            other => panic!("{other:?}"),
        }
    }

    /// Does a piece of work, unless the store can't be written just now.
    pub(crate) fn ask(&mut self, work: Work) -> Option<Answer> {
        match self.work(work) {
            Ok(answer) => Some(answer),
            Err(Trouble::Store(_)) => None,
            Err(other) => panic!("{other}"),
        }
    }

    /// Whether the store waits for a person to accept it; `None` where nothing can be asked just now.
    pub(crate) fn is_restored(&mut self) -> Option<bool> {
        match self.ask(Work::Status)? {
            Answer::Status(status) => Some(status.restored.is_some()),
            other => panic!("{other:?}"),
        }
    }

    /// Does a piece of work and gives its answer.
    pub(crate) fn work(&mut self, work: Work) -> Result<Answer, Trouble> {
        self.works += 1;
        let id = WorkId(self.works);
        self.dispatch.take(id, work);
        self.commit();
        // While the store rests after a failed commit, so does what was asked.
        let until = self.now + Duration::from_secs(60);
        loop {
            while let Some((answered, answer)) = self.dispatch.poll_answer() {
                if answered == id {
                    return answer;
                }
            }
            assert!(self.step(Some(until)), "no answer");
        }
    }
}

/// A message to the `to`-th number of the fiction block.
pub(crate) fn message(lane: Lane, to: u32, parts: usize, now: Moment) -> NewMessage {
    let texts = (1..=parts).map(|part| PartText {
        alphabet: Alphabet::Gsm7,
        text: format!("Cours annulé, partie {part} pour {to}."),
        concat: None,
    });
    NewMessage {
        origin: None,
        service: "default".into(),
        lane,
        reference: None,
        fingerprint: String::new(),
        recipient: PhoneNumber::from_e164(&format!("+3363998{to:04}")).unwrap(),
        body: "Cours annulé.".into(),
        notice: None,
        when_unknown: WhenUnknown::Ask,
        parts: texts.collect(),
        not_before: None,
        expires_at: now.plus(Duration::from_secs(12 * 3600)),
        gate: Gate::Open,
        reason: Reason::Accepted,
    }
}
