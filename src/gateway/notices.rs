//! Notices and the files of drop folders, as work within the transaction of a turn; and the gateway as a
//! drop folder sees it. A long notice becomes messages some at a time, so that no turn is long.

use std::thread;
use std::time::Duration;

use super::mailbox::Handle;
use super::upstream::new_message;
use super::work::{Answer, Trouble, Work};
use crate::intake::admit::Admission;
use crate::intake::dropfolder::{Gone, Upstream};
use crate::moment::{Moment, Reckoning};
use crate::store::{
    ADMITTED_AT_ONCE, Confirmation, DropId, DropStanding, NewDrop, NewMessage, NoticeCancel, NoticeId,
    StoreError, Turn,
};

/// A store that can't be written is tried again so often.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is asked of notices.
#[derive(Clone, Debug)]
pub enum NoticeWork {
    /// A file was read and judged.
    Take(Box<NewDrop>),
    /// It has left its folder.
    Moved {
        /// Which.
        drop: DropId,
        /// Its name now, below the folder.
        to: String,
    },
    /// Its time is over.
    Forget(DropId),
    /// More drafts become messages.
    GoOn(NoticeId),
    /// A person lets it go.
    Confirm(NoticeId),
    /// A person takes it back.
    Cancel(NoticeId),
    /// Those that nobody confirmed in time end.
    Expire,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum NoticeAnswer {
    /// To a file.
    Standing(DropStanding),
    /// Drafts that are left.
    Left(u32),
    /// To a confirmation.
    Confirmation(Confirmation),
    /// To one that was taken back.
    Cancel(NoticeCancel),
    /// Done.
    Done,
}

impl NoticeWork {
    /// While the clock is doubted, what begins to live lives from the later moment, and nothing ends before the
    /// earlier one.
    pub(super) fn done(&self, turn: &Turn<'_>, now: Reckoning) -> Result<NoticeAnswer, StoreError> {
        let Reckoning { earliest, latest: now } = now;
        Ok(match self {
            NoticeWork::Take(new) => NoticeAnswer::Standing(turn.take_drop(new, now)?),
            NoticeWork::Moved { drop, to } => {
                turn.drop_moved(*drop, to)?;
                NoticeAnswer::Done
            }
            NoticeWork::Forget(drop) => {
                turn.forget_drop(*drop)?;
                NoticeAnswer::Done
            }
            NoticeWork::GoOn(notice) => {
                NoticeAnswer::Left(turn.admit_drafts(*notice, ADMITTED_AT_ONCE, now)?)
            }
            NoticeWork::Confirm(notice) => {
                let done = turn.confirm_notice(*notice, now)?;
                turn.admit_drafts(*notice, ADMITTED_AT_ONCE, now)?;
                NoticeAnswer::Confirmation(done)
            }
            NoticeWork::Cancel(notice) => NoticeAnswer::Cancel(turn.cancel_notice(*notice, now)?),
            NoticeWork::Expire => {
                turn.expire_notices(earliest)?;
                NoticeAnswer::Done
            }
        })
    }
}

impl Handle {
    /// Lets a waiting notice go; all of its messages are taken in when this returns.
    ///
    /// # Errors
    /// [`Trouble`]; what is taken in by then stays so, and its folder's thread goes on.
    pub fn confirm_notice(&self, notice: NoticeId) -> Result<Confirmation, Trouble> {
        let NoticeAnswer::Confirmation(done) = self.ask_of_notices(NoticeWork::Confirm(notice))? else {
            return Err(Trouble::Mixed);
        };
        while let NoticeAnswer::Left(1..) = self.ask_of_notices(NoticeWork::GoOn(notice))? {}
        Ok(done)
    }

    /// Takes a notice back as far as it has not gone.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn cancel_notice(&self, notice: NoticeId) -> Result<NoticeCancel, Trouble> {
        match self.ask_of_notices(NoticeWork::Cancel(notice))? {
            NoticeAnswer::Cancel(done) => Ok(done),
            _ => Err(Trouble::Mixed),
        }
    }

    fn ask_of_notices(&self, work: NoticeWork) -> Result<NoticeAnswer, Trouble> {
        match self.ask(Work::Notices(Box::new(work)))? {
            Answer::Notices(answer) => Ok(answer),
            _ => Err(Trouble::Mixed),
        }
    }
}

/// The gateway as a drop folder sees it; a store that can't be written is waited for, so that no file is
/// given up.
#[derive(Clone, Debug)]
pub struct DropUpstream {
    /// The gateway.
    pub gateway: Handle,
}

impl DropUpstream {
    fn ask(&self, work: &NoticeWork) -> Result<NoticeAnswer, Gone> {
        loop {
            match self.gateway.ask_of_notices(work.clone()) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Store(_)) => thread::sleep(PATIENCE),
                Err(Trouble::Gone | Trouble::NoMessage(_) | Trouble::Mixed) => return Err(Gone),
            }
        }
    }
}

impl Upstream for DropUpstream {
    fn now(&self, _: Moment) -> Reckoning {
        self.gateway.now()
    }

    fn message(&self, admission: Admission) -> NewMessage {
        new_message(admission, None)
    }

    fn take(&self, file: NewDrop) -> Result<DropStanding, Gone> {
        match self.ask(&NoticeWork::Take(Box::new(file)))? {
            NoticeAnswer::Standing(standing) => Ok(standing),
            _ => Err(Gone),
        }
    }

    fn go_on(&self, notice: NoticeId) -> Result<u32, Gone> {
        match self.ask(&NoticeWork::GoOn(notice))? {
            NoticeAnswer::Left(left) => Ok(left),
            _ => Err(Gone),
        }
    }

    fn moved(&self, drop: DropId, to: String) -> Result<(), Gone> {
        self.ask(&NoticeWork::Moved { drop, to }).map(|_| ())
    }

    fn forget(&self, drop: DropId) -> Result<(), Gone> {
        self.ask(&NoticeWork::Forget(drop)).map(|_| ())
    }

    fn expire(&self) -> Result<(), Gone> {
        self.ask(&NoticeWork::Expire).map(|_| ())
    }
}
