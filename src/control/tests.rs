//! Claims about the socket, over real sockets in a temporary folder; nothing waits for a clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod exchanges;
mod strangers;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use super::client::{self, Error, ask};
use super::*;
use crate::message::{ChangeKind, Lane, MessageId, Reason, State};
use crate::moment::Moment;
use crate::phone::PhoneNumber;
use crate::store::NoticeId;
use crate::text::signature::Within;
use crate::text::transliterate::Change;

struct Place {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { path: folder.path().join("control.sock"), _folder: folder }
}

fn nothing(_: Peer, _: Request) -> Response {
    Response::NoSuchMessage
}

fn draft() -> Draft {
    Draft {
        to: "06 39 98 00 01".into(),
        text: "Cours annulé : l’élève\nne vient pas.".into(),
        service: Some("conservatoire".into()),
        lane: Some("urgent".into()),
        not_before: None,
        expires_at: Some("2026-11-23 17:00".into()),
        reference: Some("absence-1".into()),
        notice: None,
        uid: None,
    }
}

fn summary(number: i64) -> Summary {
    Summary {
        message: MessageId(number),
        to: PhoneNumber::from_e164("+33639980001").ok(),
        typed: None,
        state: State::Failed,
        reason: Some(Reason::RefusedForGood { error: "+CMS ERROR: 1".into() }),
        service: "default".into(),
        lane: Lane::Bulk,
        notice: Some("concert".into()),
        reference: None,
        parts: 2,
        taken_at: Moment::from_millis(1),
        sent_at: None,
        delivered_at: None,
        again_at: Some(Moment::from_millis(2)),
    }
}

#[test]
fn each_kind_of_request_has_its_right() {
    let message = MessageId(1);
    let list = Request::List { states: Vec::new(), notice: None, before: None, limit: 1 };
    let rows = [
        (Request::Status, Right::Ask),
        (list, Right::Ask),
        (Request::Show { message }, Right::Ask),
        (Request::Send(draft()), Right::Send),
        (Request::Cancel { message }, Right::Send),
        (Request::Notices { limit: 1 }, Right::Ask),
        (Request::Inbox { before: None, limit: 1 }, Right::Ask),
        (Request::ShowNotice { notice: NoticeId(1) }, Right::Ask),
        (Request::ConfirmNotice { notice: NoticeId(1) }, Right::Send),
        (Request::CancelNotice { notice: NoticeId(1) }, Right::Send),
        (Request::AcceptRestore { held: Held::Keep }, Right::All),
    ];
    for (request, want) in rows {
        assert_eq!(request.needs(), want, "{request:?}");
    }
}

#[test]
fn a_client_that_hangs_up_costs_nothing() {
    let place = place();
    let _server = serve(&place.path, nothing).unwrap();
    for half in [&b""[..], b"{\"ask\":", b"{\"ask\":\"status\"}\n"] {
        for _ in 0..2 * MAX_CONNECTIONS {
            let mut stream = UnixStream::connect(&place.path).unwrap();
            // Where the ones before have not left yet, the server says so and hangs up first.
            if let Err(error) = stream.write_all(half) {
                assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe);
            }
        }
    }
    // The hung-up ones may still be leaving: "busy" is an honest answer until they have left.
    while ask(&place.path, &Request::Status).unwrap() == Response::Busy {
        thread::yield_now();
    }
}

#[test]
fn one_connection_too_many_is_told_to_come_back() {
    let place = place();
    let inside = Arc::new(Barrier::new(MAX_CONNECTIONS + 1));
    let leave = Arc::new(Barrier::new(MAX_CONNECTIONS + 1));
    let (came, go) = (Arc::clone(&inside), Arc::clone(&leave));
    let _server = serve(&place.path, move |_, _| {
        came.wait();
        go.wait();
        Response::NoSuchMessage
    })
    .unwrap();
    thread::scope(|scope| {
        let askers: Vec<_> = (0..MAX_CONNECTIONS)
            .map(|_| scope.spawn(|| ask(&place.path, &Request::Status).unwrap()))
            .collect();
        inside.wait();
        assert_eq!(ask(&place.path, &Request::Status).unwrap(), Response::Busy);
        leave.wait();
        for asker in askers {
            assert_eq!(asker.join().unwrap(), Response::NoSuchMessage);
        }
    });
}

#[test]
fn the_file_is_for_user_and_group_and_goes_with_the_server() {
    let place = place();
    let server = serve(&place.path, nothing).unwrap();
    assert_eq!(fs::metadata(&place.path).unwrap().permissions().mode() & 0o777, 0o660);
    let beside: Vec<_> = fs::read_dir(place.path.parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "the private folder is gone");
    drop(server);
    assert!(!place.path.exists());
    assert!(matches!(ask(&place.path, &Request::Status), Err(Error::NoDaemon(_))));
}

#[test]
fn a_second_server_is_refused_while_the_first_lives() {
    let place = place();
    let first = serve(&place.path, nothing).unwrap();
    assert!(matches!(serve(&place.path, nothing), Err(ServeError::AlreadyServed(_))));
    assert_eq!(
        ask(&place.path, &Request::Status).unwrap(),
        Response::NoSuchMessage,
        "the first still answers"
    );
    drop(first);
    let _second = serve(&place.path, nothing).unwrap();
    assert!(client::is_served(&place.path));
}

#[test]
fn a_socket_whose_owner_died_is_replaced_and_anything_else_is_not() {
    let place = place();
    drop(UnixListener::bind(&place.path).unwrap());
    assert!(
        matches!(ask(&place.path, &Request::Status), Err(Error::NoDaemon(_))),
        "a file alone is no daemon"
    );
    drop(serve(&place.path, nothing).unwrap());

    fs::write(&place.path, "a letter").unwrap();
    assert!(matches!(serve(&place.path, nothing), Err(ServeError::InTheWay(_))));
    assert_eq!(fs::read_to_string(&place.path).unwrap(), "a letter");
}

#[test]
fn a_server_leaves_a_file_that_took_its_place() {
    let place = place();
    let server = serve(&place.path, nothing).unwrap();
    fs::remove_file(&place.path).unwrap();
    let _other = serve(&place.path, nothing).unwrap();
    drop(server);
    assert!(client::is_served(&place.path));
}

#[test]
fn a_handler_that_panics_takes_nothing_with_it() {
    let place = place();
    let _server = serve(&place.path, |_, request| match request {
        Request::Status => panic!("as planned"),
        _ => Response::NoSuchMessage,
    })
    .unwrap();
    for _ in 0..MAX_CONNECTIONS + 1 {
        match ask(&place.path, &Request::Status) {
            Err(Error::HungUp) | Ok(Response::Busy) => {}
            other => panic!("{other:?}"),
        }
    }
    while ask(&place.path, &Request::AcceptRestore { held: Held::Keep }).unwrap() == Response::Busy {
        thread::yield_now();
    }
}

#[test]
fn an_answer_too_long_for_a_line_is_said_to_be() {
    let place = place();
    let _server =
        serve(&place.path, |_, _| Response::Failed { why: "x".repeat(MAX_ANSWER_LINE), fault: Fault::Other })
            .unwrap();
    let Response::Failed { why, .. } = ask(&place.path, &Request::Status).unwrap() else { panic!() };
    assert_eq!(why, "the answer is over 1048576 octets");
}

#[test]
fn a_list_is_one_row_a_line() {
    let place = place();
    let _server =
        serve(&place.path, |_, _| Response::Messages { messages: vec![summary(2), summary(1)] }).unwrap();
    let mut stream = UnixStream::connect(&place.path).unwrap();
    stream.write_all(b"{\"ask\":\"list\",\"limit\":2}\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let lines: Vec<&str> = answer.lines().map(|line| line.get(..18).unwrap()).collect();
    assert_eq!(lines, [r#"{"row":{"message":"#, r#"{"row":{"message":"#, r#"{"last":{"answer":"#]);
}

#[test]
fn nothing_shows_a_text_or_a_number_when_debugged() {
    let detail = Detail {
        summary: summary(1),
        text: "secret".into(),
        alphabet: None,
        history: Vec::new(),
        waits: None,
        recall: None,
    };
    for shown in [format!("{:?}", Request::Send(draft())), format!("{:?}", Response::Message(detail))] {
        for hidden in ["39 98", "3998", "annulé", "secret"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}

#[test]
fn the_most_changes_of_one_text_have_room_in_an_answer() {
    let change = |position| Change {
        within: Within::Text,
        position,
        from: '\u{10FFFF}',
        to: "x".repeat(60).into(),
        kind: ChangeKind::Transcribed,
    };
    let taken = Response::Taken {
        message: MessageId(i64::MAX),
        state: State::Queued,
        parts: 255,
        reason: None,
        changes: (u32::MAX - MAX_CHANGES as u32..u32::MAX).map(change).collect(),
    };
    assert!(serde_json::to_vec(&taken).unwrap().len() < MAX_ANSWER_LINE);
}

#[test]
fn a_daemon_that_takes_nobody_in_or_does_not_answer_is_told_from_none() {
    let (place, soon) = (place(), Duration::from_millis(30));
    let within = |request: &Request| client::ask_within(&place.path, request, soon);
    assert!(matches!(within(&Request::Status), Err(Error::NoDaemon(_))));
    let _hangs = UnixListener::bind(&place.path).unwrap();
    assert!(matches!(within(&Request::Status), Err(Error::TooSlow)));
    // Until the kernel holds no more for it.
    let mut waiting = Vec::new();
    let refused = loop {
        match client::reach(&place.path, soon) {
            Ok(stream) => waiting.push(stream),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::Shut), "{refused:?}");
    assert!(matches!(within(&Request::Send(draft())), Err(Error::Shut)), "nothing was handed over");
    drop(waiting);
}

#[test]
fn who_waits_for_a_slow_answer_hears_once_that_it_is_slow_and_has_it_all_the_same() {
    let place = place();
    let (told, hears) = std::sync::mpsc::channel();
    let hears = Mutex::new(hears);
    // Answers only once the asker has been told.
    let _server = serve(&place.path, move |_, _| {
        hears.lock().unwrap().recv().unwrap();
        Response::NoSuchMessage
    })
    .unwrap();
    let (soon, request) = (Duration::from_millis(10), Request::Cancel { message: MessageId(1) });
    let answer = client::converse(&place.path, &request, soon, client::PATIENCE, || told.send(()).unwrap());
    assert_eq!(answer.unwrap(), Response::NoSuchMessage);
}
