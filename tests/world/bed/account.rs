//! What has become of a world: states, what the modems saw, and the audit of both.

use std::collections::BTreeMap;
use std::time::Duration;

use beffroi::audit::{self, Journal};
use beffroi::message::{MessageId, State};
use beffroi::sim::Record;
use beffroi::store::{self, ListFilter, Reader};

use super::World;

impl World {
    /// How many messages are in which state.
    pub(crate) fn states(&self) -> BTreeMap<State, usize> {
        let rows = Reader::open(&self.path()).unwrap().list(&ListFilter::default()).unwrap();
        let mut states = BTreeMap::new();
        for row in rows {
            *states.entry(row.state).or_default() += 1;
        }
        states
    }

    /// Messages in one state.
    pub(crate) fn messages_in(&self, state: State) -> Vec<MessageId> {
        let filter = ListFilter { states: vec![state], ..ListFilter::default() };
        let rows = Reader::open(&self.path()).unwrap().list(&filter).unwrap();
        rows.into_iter().map(|row| row.id).collect()
    }

    /// Whether no part waits for anything but a report or a person.
    pub(crate) fn nothing_waits(&self) -> bool {
        let waits = "SELECT EXISTS (SELECT 1 FROM part WHERE state IN ('queued', 'sending') \
                     OR unknown_since IS NOT NULL)";
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        !connection.query_row(waits, [], |row| row.get::<_, bool>(0)).unwrap()
    }

    /// The state of one message.
    pub(crate) fn state(&self, message: MessageId) -> State {
        Reader::open(&self.path()).unwrap().story(message).unwrap().message.state
    }

    /// What the audit says of the store and of what all modems have seen. The modem's clock does not jump with
    /// ours: what is late is not asked.
    pub(crate) fn audit(&self) -> audit::Verdict {
        let journals = self.lines.iter().enumerate().map(|(line, _)| {
            let mut octets = Vec::new();
            for record in self.journal_of(line) {
                serde_json::to_writer(&mut octets, record).unwrap();
                octets.push(b'\n');
            }
            let journal = Journal::read(&format!("modem-{line}"), &octets);
            assert!(journal.remarks.is_empty());
            journal
        });
        let claims = Reader::open(&self.path()).unwrap().claims().unwrap();
        let claims: Vec<_> = claims.into_iter().map(claim).collect();
        audit::audit(&claims, &journals.collect::<Vec<_>>(), Duration::from_secs(u32::MAX.into()))
    }

    /// What the first modem has seen.
    pub(crate) fn journal(&self) -> &[Record] {
        self.journal_of(0)
    }

    /// What one modem has seen.
    pub(crate) fn journal_of(&self, line: usize) -> &[Record] {
        &self.lines[line].journal
    }
}

/// What the store claims of a part, for the audit.
fn claim(claim: store::Claim) -> audit::Claim {
    let attempts = claim.attempts.iter().map(|row| {
        let outcome = match (row.outcome.as_str(), row.reference) {
            ("open", _) => audit::Outcome::Open,
            ("withdrawn", _) => audit::Outcome::Withdrawn,
            ("refused", _) => audit::Outcome::Refused,
            ("sent", Some(reference)) => audit::Outcome::Sent { reference },
            _ => audit::Outcome::Unknown,
        };
        audit::Attempt {
            number: row.number,
            begun_at: row.opened_at,
            outcome,
            ground: row.ground,
            verdict: row.verdict,
        }
    });
    audit::Claim {
        message: claim.message,
        recipient: claim.recipient,
        text: claim.text,
        state: claim.state,
        expires_at: Some(claim.expires_at),
        attempts: attempts.collect(),
        resolved: claim.resolved,
        resends: claim.resends,
        ruled: claim.ruled,
        // Nobody settles anything here: what a mirror says was seen by a modem.
        mirrored: false,
    }
}
