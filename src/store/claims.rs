//! What the store claims of every part that it might have sent, for the audit: which compares it with what modems
//! saw, and judges by itself.

use super::moves::word;
use super::queue::concat;
use super::reader::{AttemptRow, recipient};
use super::{Reader, StoreError};
use crate::message::{MessageId, PartState, PartText, Reason, Resolution};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// What the store claims of one part, for the audit.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its message.
    pub message: MessageId,
    /// To whom.
    pub recipient: PhoneNumber,
    /// What.
    pub text: PartText,
    /// 1 to the number of parts.
    pub number: u8,
    /// Its state.
    pub state: PartState,
    /// Nothing may begin after.
    pub expires_at: Moment,
    /// Its attempts in order.
    pub attempts: Vec<AttemptRow>,
    /// What a person said of it while it was unknown.
    pub resolved: Option<Resolution>,
    /// How often it was to go once more, though an attempt was of unknown fate.
    pub resends: u32,
    /// How many of these were its service's rule's; the others a person's.
    pub ruled: u32,
    /// The mirror of its outbox has told what became of its message: a life of this store that was lost knew more.
    pub mirrored: bool,
}

impl Reader {
    /// What the store claims of every part that it might have sent.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn claims(&self) -> Result<Vec<Claim>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, p.message, m.recipient, p.alphabet, p.text, p.number, p.total, p.state, \
             p.expires_at, p.resolved, p.resends, CASE WHEN p.resends > 0 THEN (SELECT count(*) FROM event e \
             WHERE e.message = p.message AND e.part = p.id AND e.reason ->> 'code' = ?1) ELSE 0 END, EXISTS (SELECT 1 FROM event e WHERE e.message = p.message \
             AND e.reason ->> 'code' = ?2) FROM part p JOIN message m ON m.id = p.message \
             WHERE m.recipient IS NOT NULL ORDER BY p.id",
        )?;
        let mut rows = statement.query([Reason::SentOnceMore.code(), Reason::KnownFromMirror.code()])?;
        let mut claims = Vec::new();
        while let Some(row) = rows.next()? {
            let message = MessageId(row.get(1)?);
            let (number, total): (u8, u8) = (row.get(5)?, row.get(6)?);
            claims.push(Claim {
                message,
                recipient: recipient(&row.get::<_, String>(2)?)?,
                text: PartText {
                    alphabet: word(&row.get::<_, String>(3)?)?,
                    text: row.get(4)?,
                    concat: concat(message, number, total),
                },
                number,
                state: word(&row.get::<_, String>(7)?)?,
                expires_at: Moment::from_millis(row.get(8)?),
                attempts: self.attempts(row.get(0)?)?,
                resolved: row.get::<_, Option<String>>(9)?.map(|said| word(&said)).transpose()?,
                resends: row.get(10)?,
                ruled: row.get(11)?,
                mirrored: row.get(12)?,
            });
        }
        Ok(claims)
    }
}
