//! What can be told of a store without its daemon, by whoever may read the file: lists and stories. Of what only
//! the gateway knows (what a message waits for) it says nothing.

use std::path::PathBuf;

use super::inbox;
use super::notices;
use super::summary::{Detail, Summary};
use super::wire::{Request, Response};
use crate::message::State;
use crate::store::{ListFilter, Reader, RuleDelay, StoreError};

/// A store that is only read.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The file.
    pub store: PathBuf,
    /// By which rule what is unknown goes once more; `None` where nothing of it is sent any more.
    pub resend_after: Option<RuleDelay>,
}

impl Shelf {
    /// Answers what can be read; `None` for what takes a daemon.
    ///
    /// # Errors
    /// [`StoreError`] where the file can't be read.
    pub fn answer(&self, request: &Request) -> Result<Option<Response>, StoreError> {
        let answered = match request {
            Request::List { states, notice, before, limit } => {
                let (states, notice) = (states.clone(), notice.clone());
                self.list(&ListFilter { states, notice, before: *before, at_most: (*limit).max(1) })
            }
            Request::Show { message } => match Reader::open(&self.store)?.story(*message) {
                Ok(story) => Ok(Response::Message(Detail::from(story))),
                Err(StoreError::NoMessage(_)) => Ok(Response::NoSuchMessage),
                Err(error) => Err(error),
            },
            Request::Inbox { before, limit } => inbox::list(&self.store, *before, *limit),
            Request::Notices { limit } => notices::list(&self.store, *limit),
            Request::ShowNotice { notice } => notices::show(&self.store, *notice),
            _ => return Ok(None),
        };
        answered.map(Some)
    }

    fn list(&self, filter: &ListFilter) -> Result<Response, StoreError> {
        let reader = Reader::open(&self.store)?;
        let mut messages: Vec<Summary> = reader.list(filter)?.into_iter().map(Summary::from).collect();
        if let Some(after) = self.resend_after {
            for message in messages.iter_mut().filter(|message| message.state == State::Unknown) {
                message.again_at = reader.goes_again(message.message, after)?;
            }
        }
        Ok(Response::Messages { messages })
    }
}
