//! What may have been done is asked for once more, and what is not known is said to be so.

use std::sync::Mutex;

use super::*;
use crate::control::{self, Draft};
use crate::message::{MessageId, State};

#[test]
fn what_may_have_been_done_is_asked_for_again_by_the_same_uid() {
    let taken = || Response::Taken {
        message: MessageId(7),
        state: State::Queued,
        parts: 1,
        reason: None,
        changes: Vec::new(),
    };
    let failed = || Response::Failed { why: "the disk is full".into(), fault: Fault::Other };
    let rows = [
        (vec![taken()], Ok(7), 1),
        (vec![failed(), taken()], Ok(7), 2),
        (vec![failed(), failed()], Err("before you ask again"), 2),
        (vec![Response::Busy], Err("try again"), 1),
    ];
    for (answers, want, asked) in rows {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("control.sock");
        let (left, uids) = (Mutex::new(answers.clone()), Arc::new(Mutex::new(Vec::new())));
        let seen = Arc::clone(&uids);
        let server = control::serve(&path, move |_, request| {
            let Request::Send(draft) = request else { panic!("{request:?}") };
            seen.lock().unwrap().push(draft.uid.unwrap());
            left.lock().unwrap().remove(0)
        });
        let server = server.unwrap();
        let shelf = Shelf { store: folder.path().join("beffroi.db"), resend_after: None };
        let (clerk, silent) = (Clerk::Socket(path), Cell::new(false));
        let office = Office { clerk, language: Language::English, shelf, silent };
        let draft = r#"{"to": "06 39 98 00 01", "text": "Cours annulé.", "uid": "one"}"#;
        let draft: Draft = serde_json::from_str(draft).unwrap();
        match (office.ask_twice(&Request::Send(draft), Duration::ZERO), want) {
            (Ok(Response::Taken { message, .. }), Ok(number)) => assert_eq!(message.0, number),
            (Err(Failure::Failed(error)), Err(part)) => {
                assert!(error.to_string().contains(part), "{error}");
            }
            (got, _) => panic!("{answers:?}: {got:?}"),
        }
        assert_eq!(*uids.lock().unwrap(), vec!["one"; asked]);
        drop(server);
    }
}
