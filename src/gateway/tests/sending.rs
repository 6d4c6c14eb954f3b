//! A message from its row to its result in one call: the network has it, or nobody knows.

use super::*;

impl Bench {
    /// A message to a number, which the network takes under this reference.
    pub(super) fn send(&mut self, ticket: u64, to: u8, reference: u8) {
        self.admit(Lane::Normal, to, 1);
        self.prompt(ticket);
        self.sent(ticket, reference);
    }

    /// A message to a number, whose answer stays out.
    pub(super) fn send_in_doubt(&mut self, ticket: u64, to: u8) {
        self.admit(Lane::Normal, to, 1);
        self.prompt(ticket);
        self.silent(ticket);
    }

    /// After Ctrl-Z nothing comes.
    pub(super) fn silent(&mut self, ticket: u64) {
        self.hear(Event::Result { ticket: Ticket(ticket), outcome: Outcome::Unknown(Doubt::Silence) });
    }
}
