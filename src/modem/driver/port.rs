//! The port comes, stalls and goes: what that makes of the order under way, and when it is opened
//! again.

use super::*;

/// Seconds before a port is opened again, by how often it failed in a row.
const PAUSES: &[u64] = &[1, 2, 4, 8, 15, 30];

/// Where nothing is plugged in, somebody may be about to.
const LONGEST_PAUSE_WITHOUT_DEVICE: u64 = 5;

impl Driver {
    /// The port is open, at the path of the settings.
    pub fn handle_opened(&mut self, now: Instant) {
        let port = self.settings.device_label();
        self.handle_opened_at(port, now);
    }

    /// The port is open, at this path.
    pub fn handle_opened_at(&mut self, port: String, now: Instant) {
        if !matches!(self.phase, Phase::Opening) {
            self.outputs.push_back(Output::Close);
            return;
        }
        self.port = port;
        self.session = Session::default();
        if self.listening.is_some() {
            self.phase = Phase::Listening;
            self.set_health(Health::Listening);
        } else {
            if !matches!(&self.health, Health::Down(finding) if speaks_of_modem(finding)) {
                self.set_health(Health::Starting);
            }
            self.probe(now);
        }
        self.turn(now);
    }

    /// The port could not be opened, or is gone.
    pub fn handle_closed(&mut self, now: Instant, why: Finding) {
        if matches!(self.phase, Phase::Idle | Phase::Away { .. } | Phase::Closed) {
            return;
        }
        self.outputs.clear();
        self.session.abandon();
        self.turn(now);
        self.outputs.clear();
        self.session = Session::default();
        self.end_job(Withdrawal::PortLost, Doubt::PortLost);
        self.away(why, now);
        self.turn(now);
    }

    /// The shell could not write all of the last output: so many of its octets, the last ones, did
    /// not go and will not. Ctrl-Z is the last octet of a PDU.
    pub fn handle_write_stalled(&mut self, unwritten: usize, now: Instant) {
        if unwritten == 0 {
            return;
        }
        if self.written == Written::Pdu && self.is_gone() {
            self.written = Written::Command;
            self.session.withdraw(now);
            self.withdrawn(Withdrawal::WriteStalled);
        } else {
            self.end_job(Withdrawal::WriteStalled, Doubt::Silence);
            self.drop_port(Finding::Unresponsive, now);
        }
        self.turn(now);
    }

    /// As [`Driver::handle_write_stalled`], and the port is gone.
    pub fn handle_write_failed(&mut self, unwritten: usize, now: Instant, why: Finding) {
        if self.written == Written::Pdu && unwritten > 0 && self.is_gone() {
            self.withdrawn(Withdrawal::WriteStalled);
        }
        self.handle_closed(now, why);
    }

    pub(super) fn begin_opening(&mut self) {
        self.phase = Phase::Opening;
        self.outputs.push_back(Output::Open);
    }

    pub(super) fn has_port(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Away { .. } | Phase::Opening | Phase::Closed)
    }

    /// No port any more, and none wanted before a pause.
    pub(super) fn away(&mut self, why: Finding, now: Instant) {
        let seconds = PAUSES.get(self.failures).or(PAUSES.last()).copied().unwrap_or(1);
        let most = match why {
            Finding::NoDevice { .. } | Finding::NoModemFound => LONGEST_PAUSE_WITHOUT_DEVICE,
            _ => u64::MAX,
        };
        self.errands.clear();
        // A modem that hangs would hang again; one that was gone may be another, or come back another.
        if !speaks_of_modem(&why) {
            self.begin_afresh();
        }
        self.failures = self.failures.saturating_add(1);
        self.phase = Phase::Away { retry_at: now + Duration::from_secs(seconds.min(most)) };
        self.set_health(Health::Down(why));
    }

    /// Closes the port by our own decision. No order is open any more.
    pub(super) fn drop_port(&mut self, why: Finding, now: Instant) {
        self.outputs.retain(|output| !matches!(output, Output::Write(_)));
        self.outputs.push_back(Output::Close);
        self.session = Session::default();
        self.away(why, now);
    }
}

/// Whether a finding is about what answers at the port, not about the port.
fn speaks_of_modem(finding: &Finding) -> bool {
    !matches!(
        finding,
        Finding::NoDevice { .. }
            | Finding::NoModemFound
            | Finding::Busy { .. }
            | Finding::NoPermission { .. }
            | Finding::NotASerialPort { .. }
            | Finding::Printer { .. }
            | Finding::SomebodysTerminal { .. }
            | Finding::PortFailed { .. }
    )
}
