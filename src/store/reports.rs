//! Delivery reports, kept raw as they came; which attempt a report is about is the gateway's decision, made
//! over the candidates given here and tried again while it waits.

use rusqlite::{OptionalExtension, params};

use super::moves::{Why, word};
use super::{StoreError, Turn};
use crate::message::{AttemptNumber, PartId, PartState, Reason, Verdict};
use crate::moment::Moment;

/// A report as it came.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// The line it came by.
    pub line: String,
    /// The SIM in it.
    pub sim: String,
    /// When.
    pub received_at: Moment,
    /// The octets.
    pub raw: Vec<u8>,
    /// What they say; `None` where they can't be read.
    pub reading: Option<Reported>,
}

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// TP-MR of the SUBMIT.
    pub reference: u8,
    /// Last 8 digits of TP-RA.
    pub tail: String,
    /// TP-ST.
    pub status: u8,
    /// What TP-ST means.
    pub verdict: Verdict,
    /// TP-DT.
    pub discharged_at: Option<Moment>,
}

/// A report that waits for its attempt.
#[derive(Clone, Debug)]
pub struct WaitingReport {
    /// Its number in the store.
    pub id: i64,
    /// The SIM it came to.
    pub sim: String,
    /// When.
    pub received_at: Moment,
    /// The highest entry of the ledger when it was kept; `None` for one that an earlier version kept.
    pub ledger: Option<AttemptNumber>,
    /// What it says.
    pub reported: Reported,
}

/// An attempt that a report may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub attempt: AttemptNumber,
    /// Of which part it is a try.
    pub part: PartId,
    /// Its TP-MR; `None`: its fate is unknown.
    pub reference: Option<u8>,
    /// The last TP-MR known of that SIM before it; `None`: TP-MR is not asked.
    pub last_reference: Option<u8>,
    /// The attempt that had it.
    pub last_attempt: Option<AttemptNumber>,
    /// The first TP-MR known of that SIM after it, of the next hundred attempts, where the modem has counted on
    /// between the two without a restart.
    pub next_reference: Option<u8>,
    /// Attempts of that SIM after the one that had `last_reference`, this one included.
    pub since: u32,
    /// Whether its result is known.
    pub fate: Fate,
    /// Whether a report on it may still come.
    pub age: Age,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// This attempt.
    Attempt(AttemptNumber),
    /// One of the tries of a part, and nobody knows which; the first of them.
    OneTry(AttemptNumber),
}

impl About {
    /// The attempt that bears it.
    #[must_use]
    pub const fn attempt(self) -> AttemptNumber {
        match self {
            Self::Attempt(attempt) | Self::OneTry(attempt) => attempt,
        }
    }
}

/// Whether the result of an attempt is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Not yet: the report may be about it, and come before its `+CMGS`.
    Open,
    /// Sent, or unknown.
    Ended,
}

/// Whether a report on an attempt may still come, by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It may.
    Fresh,
    /// Not any more; one of the last that were made all the same, and clocks lie.
    Lapsed,
}

impl Turn<'_> {
    /// Keeps a report raw; the same octets, which hold two times, from the same SIM are the same report.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn keep_report(&self, new: &NewReport) -> Result<(), StoreError> {
        let said = new.reading.as_ref();
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO report (line, sim, received_at, raw, reference, tail, status, verdict, \
             discharged_at, ledger) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 \
             WHERE NOT EXISTS (SELECT 1 FROM report WHERE raw = ?4 AND sim IS ?2)",
        )?;
        statement.execute(params![
            new.line,
            new.sim,
            new.received_at.millis(),
            new.raw,
            said.map(|said| said.reference),
            said.map(|said| said.tail.as_str()),
            said.map(|said| said.status),
            said.map_or("unreadable", |said| said.verdict.as_str()),
            said.and_then(|said| said.discharged_at).map(Moment::millis),
            self.ledger()?.0,
        ])?;
        Ok(())
    }

    /// Reports on a number that wait for their attempt, oldest first, not older than `since`.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn waiting_reports(&self, tail: &str, since: Moment) -> Result<Vec<WaitingReport>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, sim, received_at, reference, tail, status, verdict, discharged_at, ledger FROM report \
             WHERE tail = ?1 AND attempt IS NULL AND tail IS NOT NULL AND received_at >= ?2 ORDER BY id",
        )?;
        let rows = statement.query_map(params![tail, since.millis()], |row| {
            let verdict: String = row.get(6)?;
            let report = WaitingReport {
                id: row.get(0)?,
                sim: row.get(1)?,
                received_at: Moment::from_millis(row.get(2)?),
                ledger: row.get::<_, Option<i64>>(8)?.map(AttemptNumber),
                reported: Reported {
                    reference: row.get(3)?,
                    tail: row.get(4)?,
                    status: row.get(5)?,
                    verdict: Verdict::StillTrying,
                    discharged_at: row.get::<_, Option<i64>>(7)?.map(Moment::from_millis),
                },
            };
            Ok((report, verdict))
        })?;
        rows.map(|row| {
            let (mut report, verdict) = row?;
            report.reported.verdict = word(&verdict)?;
            Ok(report)
        })
        .collect()
    }

    /// Attempts of one SIM to one number that were entered before the report was kept and whose reports
    /// may still come, latest first. What came first is told by the ledger's numbers: a clock that was
    /// put back makes a report seem older than its attempt, and must not hide it. Time only bounds how
    /// old an attempt may be; the last 256, whose references are all different, are given whatever it says.
    /// One that was sent without a reference was a duplicate at the network: its report is about an earlier one.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn candidates(&self, report: &WaitingReport) -> Result<Vec<Candidate>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT a.number, a.reference, a.last_reference, a.last_attempt, a.outcome IS NULL, a.report_until >= ?3, a.part, \
             CASE WHEN a.reference IS NULL THEN (SELECT n.reference FROM attempt n WHERE n.sim = ?2 \
              AND n.number > a.number AND n.number <= a.number + 100 AND n.reference IS NOT NULL \
              AND n.last_attempt IS a.last_attempt ORDER BY n.number LIMIT 1) END \
             FROM attempt a \
             WHERE a.tail = ?1 AND a.sim = ?2 AND (a.outcome IS NULL OR a.outcome = 'unknown' \
              OR (a.outcome = 'sent' AND a.reference IS NOT NULL)) \
             AND a.number <= ?4 AND (a.report_until >= ?3 OR a.number > ?5) ORDER BY a.number DESC",
        )?;
        let at = report.received_at.millis();
        let upto = report.ledger.map_or(i64::MAX, |ledger| ledger.0);
        let after = upto.saturating_sub(256);
        let rows =
            statement.query_map(params![report.reported.tail, report.sim, at, upto, after], |row| {
                let last: Option<i64> = row.get(3)?;
                let candidate = Candidate {
                    attempt: AttemptNumber(row.get(0)?),
                    part: PartId(row.get(6)?),
                    reference: row.get(1)?,
                    last_reference: row.get(2)?,
                    last_attempt: last.map(AttemptNumber),
                    next_reference: row.get(7)?,
                    since: 0,
                    fate: if row.get(4)? { Fate::Open } else { Fate::Ended },
                    age: if row.get(5)? { Age::Fresh } else { Age::Lapsed },
                };
                Ok((candidate, last))
            })?;
        rows.map(|row| {
            let (mut candidate, last) = row?;
            let last = last.filter(|_| candidate.last_reference.is_some());
            candidate.since = self.attempts_between(&report.sim, last, candidate.attempt)?;
            Ok(candidate)
        })
        .collect()
    }

    /// Settles an attempt by a report: the report has found it, and tells its TP-MR where that was not
    /// known and it is about no other try; its part moves where the table lets it. One that says "still trying" proves that the
    /// network has what was in doubt, and takes nothing back.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn settle(&self, report: &WaitingReport, about: About, at: Moment) -> Result<(), StoreError> {
        let said = &report.reported;
        let attempt = about.attempt();
        let reference = matches!(about, About::Attempt(_)).then_some(said.reference);
        let mut found = self.transaction.prepare_cached("UPDATE report SET attempt = ?2 WHERE id = ?1")?;
        found.execute(params![report.id, attempt.0])?;
        let mut settled = self.transaction.prepare_cached(
            "UPDATE attempt SET verdict = ?2, reference = coalesce(reference, ?3) \
             WHERE number = ?1 RETURNING part",
        )?;
        let part = settled
            .query_row(params![attempt.0, said.verdict.as_str(), reference], |row| row.get(0))
            .map(PartId)?;
        let status = said.status;
        let (to, reason) = match said.verdict {
            Verdict::Delivered => (PartState::Delivered, Reason::ReportDelivered { status }),
            Verdict::GivenUp => (PartState::Undelivered, Reason::ReportGivenUp { status }),
            Verdict::StillTrying => (PartState::Sent, Reason::ReportStillTrying { status }),
        };
        let mut standing = self.transaction.prepare_cached("SELECT state FROM part WHERE id = ?1")?;
        let from: PartState = word(&standing.query_row([part.0], |row| row.get::<_, String>(0))?)?;
        let of_doubt = to != PartState::Sent || matches!(from, PartState::Unknown | PartState::Queued);
        if !of_doubt || from.moved_to(to).is_err() {
            return Ok(());
        }
        self.move_part(part, to, Why::new(&reason, at).within(attempt))
    }

    fn attempts_between(
        &self,
        sim: &str,
        after: Option<i64>,
        upto: AttemptNumber,
    ) -> Result<u32, StoreError> {
        let Some(after) = after else { return Ok(0) };
        let mut statement = self
            .transaction
            .prepare_cached("SELECT count(*) FROM attempt WHERE sim = ?1 AND number > ?2 AND number <= ?3")?;
        Ok(statement.query_row(params![sim, after, upto.0], |row| row.get(0)).optional()?.unwrap_or(0))
    }
}
