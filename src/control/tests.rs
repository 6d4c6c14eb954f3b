//! Claims about the socket, over real sockets in a temporary folder; nothing waits for a clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use super::client::{self, Error, ask};
use super::*;
use crate::intake::dropfolder::{self, Cause};
use crate::line::{Finding, Health, Hindrance, LineName};
use crate::message::{Alphabet, ChangeKind, Ending, Lane, MessageId, Piece, Reason, ReceivedId, State};
use crate::moment::Moment;
use crate::outbox::{self, Aside, Befallen, Damage, Door, Hitch, Mishap, Obstacle, Trouble};
use crate::phone::PhoneNumber;
use crate::store::{
    CopyTells, NoticeCopy, NoticeGone, NoticeId, NoticeState, PartsWaiting, SameContent, WaitCause,
};
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

fn notice() -> NoticeSummary {
    let copy = |notice, tells| NoticeCopy { notice: NoticeId(notice), file: "copie.csv".into(), tells };
    let gone = NoticeGone { notice: NoticeId(9), file: "liste.csv".into(), at: Moment::from_millis(5) };
    let waiting = vec![copy(13, CopyTells::NobodyTwice)];
    let same = SameContent { tells: CopyTells::EverybodyAgain, gone: Some(gone), waiting };
    NoticeSummary {
        notice: NoticeId(12),
        name: "cours-petit-17h".into(),
        state: NoticeState::Waiting,
        cause: Some(WaitCause::Many { recipients: 60, limit: 50 }),
        service: "conservatoire".into(),
        lane: Lane::Bulk,
        file: Some("cours.csv".into()),
        made_at: Moment::from_millis(5),
        until: Some(Moment::from_millis(9)),
        messages: 60,
        already: 3,
        refused: 1,
        same: Some(same),
    }
}

fn came_in() -> InboxMessage {
    let pieces = vec![
        Piece::Text { text: "à ".into() },
        Piece::Missing { first: 2, last: 2 },
        Piece::Data { octets: 9 },
    ];
    InboxMessage {
        inbox: ReceivedId(8),
        line: "sim-1".into(),
        from: Some("+33639980123".into()),
        text: None,
        pieces,
        parts: 3,
        ending: Ending::Waited,
        sent_at: Some(Moment::from_millis(4)),
        received_at: Moment::from_millis(5),
    }
}

/// One of each shape.
fn hitches() -> Vec<Hitch> {
    let hitch = |step, trouble| Hitch { step, trouble, since: Moment::from_millis(4) };
    let damage = Damage::Corrupt;
    vec![
        hitch(outbox::Step::Read, Trouble::Stuck { damage, error: "mode 0500".into() }),
        hitch(outbox::Step::Read, Trouble::NotAFile { what: Obstacle::Link }),
        hitch(outbox::Step::Read, Trouble::Damaged(damage)),
        hitch(outbox::Step::Write, Trouble::Denied("mode 0400".into())),
        hitch(outbox::Step::Write, Trouble::Full),
        hitch(outbox::Step::Fill, Trouble::Shut { what: Door::Folder }),
    ]
}

fn aside() -> Aside {
    Aside {
        path: "/var/lib/beffroi/outbox.db.2026-11-23T160210Z-damaged".into(),
        cause: "damaged".into(),
        rows: Some(3),
        since: Moment::from_millis(4),
    }
}

fn every_exchange() -> Vec<(Request, Response)> {
    let status = Status {
        alarms: Vec::new(),
        version: "0.1.0".into(),
        since: Moment::from_millis(7),
        lines: vec![LineStatus {
            line: LineName("sim-1".into()),
            sim: "8933010000000000010".into(),
            health: Health::Down(Finding::NoSim),
            message: Some(MessageId(3)),
            listens_until: Some(Moment::from_millis(8)),
            waiting: 12,
            rest_until: None,
            silent_since: None,
            doubts_until: None,
            hindrances: vec![Hindrance::Unthanked],
        }],
        restored: Some(Moment::from_millis(6)),
        trouble: Some("the store: database or disk is full".into()),
        standing: Standing {
            waiting: BTreeMap::from([(Lane::Urgent, 1), (Lane::Bulk, 36)]),
            at_modem: BTreeMap::from([(Lane::Urgent, 1)]),
            oldest: BTreeMap::from([(Lane::Bulk, Moment::from_millis(5))]),
            states: BTreeMap::from([(State::Delivered, 12)]),
            day: BTreeMap::from([(State::Delivered, 2)]),
            notices: 2,
            free: Some(1 << 40),
            size: 98_304,
        },
        unread: vec!["b0f5".into()],
        outboxes: vec![OutboxStatus {
            path: "/var/lib/beffroi/outbox.db".into(),
            hitches: hitches(),
            aside: vec![aside()],
            befallen: vec![Befallen { what: Mishap::Older, since: Moment::from_millis(4) }],
        }],
        drops: vec![DropStatus {
            folder: "/var/lib/beffroi/drop".into(),
            troubles: vec![dropfolder::Trouble {
                step: dropfolder::Step::Use,
                cause: Cause::Failed { error: "broken".into() },
            }],
        }],
    };
    let step =
        Step { at: Moment::from_millis(9), part: Some(1), state: State::Unknown, reason: Reason::NoAnswer };
    let finding = Finding::NoSim;
    let waits = Some(Wait::LineDown { line: "sim-1".into(), finding });
    let recall = Some(Recall::Gone { gone: 1, of: 2 });
    let alphabet = Some(Alphabet::Gsm7Portuguese);
    let detail = Detail {
        summary: summary(3),
        text: "« Bonjour »\n".into(),
        alphabet,
        history: vec![step],
        waits,
        recall,
    };
    let tells = CopyTells::NobodyTwice;
    let copy = NoticeCopy { notice: NoticeId(13), file: "cours (2).csv".into(), tells };
    let message = MessageId(3);
    let list = |limit| Request::List {
        states: vec![State::Failed, State::Expired],
        notice: Some("concert".into()),
        before: None,
        limit,
    };
    vec![
        (
            Request::Send(draft()),
            Response::Taken {
                message,
                state: State::Queued,
                parts: 1,
                reason: Some(Reason::SameReference { message }),
                changes: vec![Change {
                    within: Within::Signature,
                    position: 2,
                    from: '’',
                    to: "'".into(),
                    kind: ChangeKind::Typographic,
                }],
            },
        ),
        (Request::Send(draft()), Response::Refused { reason: Reason::Landline }),
        (Request::Cancel { message }, Response::Cancelled { gone: 1, of: 2, recall: None, before: None }),
        (Request::Cancel { message }, Response::TooLate { state: State::Sent, recall: None }),
        (Request::Status, Response::Status(status)),
        (list(0), Response::Messages { messages: Vec::new() }),
        (list(500), Response::Messages { messages: (0..500).rev().map(summary).collect() }),
        (Request::Show { message }, Response::Message(detail)),
        (Request::Show { message: MessageId(-1) }, Response::NoSuchMessage),
        (Request::AcceptRestore { held: Held::Keep }, Response::Released { held: 4 }),
        (Request::Notices { limit: 5 }, Response::Notices { notices: vec![notice()] }),
        (
            Request::Inbox { before: Some(ReceivedId(9)), limit: 1 },
            Response::Inbox {
                messages: vec![came_in()],
                more: true,
                incomplete: Some(PartsWaiting { parts: 2, since: Moment::from_millis(5) }),
            },
        ),
        (
            Request::ShowNotice { notice: NoticeId(12) },
            Response::Notice(NoticeDetail {
                summary: notice(),
                states: [(State::Refused, 1)].into(),
                rows: vec![NoticeLine {
                    lines: vec![4, 5],
                    names: vec!["Zoé Garçon".into(), String::new()],
                    number: "01 99 00 12 34".into(),
                    state: State::Refused,
                    reason: Some(Reason::Landline),
                    message: None,
                    already: false,
                }],
            }),
        ),
        (
            Request::ConfirmNotice { notice: NoticeId(12) },
            Response::NoticeConfirmed { messages: 60, copies: vec![copy] },
        ),
        (
            Request::CancelNotice { notice: NoticeId(12) },
            Response::NoticeCancelled { cancelled: 3, gone: 57 },
        ),
        (
            Request::CancelNotice { notice: NoticeId(12) },
            Response::NoticeEnded { state: NoticeState::Expired },
        ),
        (Request::ShowNotice { notice: NoticeId(13) }, Response::NoSuchNotice),
        (Request::Status, Response::Failed { why: "the gateway has stopped".into(), fault: Fault::Stopped }),
    ]
}

#[test]
fn every_request_and_response_arrives_as_it_left() {
    for (request, response) in every_exchange() {
        let place = place();
        let heard = Arc::new(Mutex::new(None));
        let (ear, said) = (Arc::clone(&heard), response.clone());
        let _server = serve(&place.path, move |peer, request| {
            *ear.lock().unwrap() = Some((peer, request));
            said.clone()
        })
        .unwrap();
        assert_eq!(ask(&place.path, &request).unwrap(), response);
        let (peer, got) = heard.lock().unwrap().take().unwrap();
        assert_eq!(got, request);
        assert_eq!(peer.uid, nix::unistd::geteuid().as_raw(), "the kernel says who asks");
        assert_eq!(peer.pid, i32::try_from(std::process::id()).unwrap());
        assert_eq!(peer.right, Some(Right::All), "the daemon's own user may all");
    }
}

#[test]
fn a_list_is_asked_for_by_no_state_one_or_several() {
    let rows = [
        (r#"{"ask":"list","limit":1}"#, Some(vec![])),
        (r#"{"ask":"list","limit":1,"state":null}"#, Some(vec![])),
        (r#"{"ask":"list","limit":1,"state":"failed"}"#, Some(vec![State::Failed])),
        (r#"{"ask":"list","limit":1,"state":["failed","sent"]}"#, Some(vec![State::Failed, State::Sent])),
        (r#"{"ask":"list","limit":1,"state":"lost"}"#, None),
        (r#"{"ask":"list","limit":1,"states":["failed"]}"#, None),
    ];
    for (given, want) in rows {
        let got = match serde_json::from_str(given) {
            Ok(Request::List { states, .. }) => Some(states),
            _ => None,
        };
        assert_eq!(got, want, "{given}");
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

/// Sends octets, hangs up for writing, and reads what comes.
fn say_raw(place: &Place, octets: &[u8]) -> String {
    let mut stream = UnixStream::connect(&place.path).unwrap();
    // The server may have answered and hung up before all of it was written.
    if stream.write_all(octets).is_ok() {
        stream.shutdown(Shutdown::Write).unwrap();
    }
    let mut answer = String::new();
    // After an answer that left octets unread the kernel says "reset": the answer came first.
    BufReader::new(stream).read_line(&mut answer).unwrap();
    answer
}

#[test]
fn rubbish_is_answered_and_never_handed_on() {
    let place = place();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let _server = serve(&place.path, move |_, _| {
        counter.fetch_add(1, Ordering::SeqCst);
        Response::NoSuchMessage
    })
    .unwrap();
    let overlong = [vec![b'x'; MAX_REQUEST], b"\n".to_vec()].concat();
    let padded = format!("{{\"ask\":\"status\"{}}}\n", " ".repeat(MAX_REQUEST));
    let rows: Vec<(&[u8], &str)> = vec![
        (b"\n", "EOF"),
        (b"hello\n", "expected value"),
        (b"\xff\xfe\x00\n", "expected value"),
        (b"{\"ask\":\"dance\"}\n", "unknown variant `dance`"),
        (b"{\"ask\":\"cancel\"}\n", "missing field `message`"),
        (b"{\"ask\":\"cancel\",\"message\":1,\"now\":true}\n", "unknown field `now`"),
        (b"{\"ask\":\"send\",\"to\":\"1\",\"text\":\"x\",\"expire_at\":1}\n", "unknown field `expire_at`"),
        (b"", "before its newline"),
        // Half a line that would parse: the rest of it may have been "0".
        (b"{\"ask\":\"cancel\",\"message\":1}", "before its newline"),
        (&overlong, "over 262144 octets"),
        (padded.as_bytes(), "over 262144 octets"),
    ];
    for (given, want) in rows {
        let answer = say_raw(&place, given);
        let shown = String::from_utf8_lossy(given.get(..60.min(given.len())).unwrap()).into_owned();
        assert!(answer.starts_with(r#"{"last":{"answer":"unreadable""#), "{shown}: {answer}");
        assert!(answer.contains(want), "{shown}: {answer}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert_eq!(ask(&place.path, &Request::Status).unwrap(), Response::NoSuchMessage, "still there");
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

/// A stranger that reads the request and says this.
fn stranger(place: &Place, says: &'static [u8]) -> thread::JoinHandle<()> {
    let listener = UnixListener::bind(&place.path).unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        BufReader::new(&stream).read_line(&mut String::new()).unwrap();
        (&stream).write_all(says).unwrap();
    })
}

#[test]
fn what_is_no_beffroi_gets_a_sentence() {
    let rows: [(&[u8], &str); 5] = [
        (b"", "hung up before it answered"),
        (b"{\"last\":", "hung up before it answered"),
        (b"220 smtp.example ESMTP\r\n", "is not a beffroi of this version"),
        (b"{\"last\":{\"answer\":\"dance\"}}\n", "is not a beffroi of this version"),
        (b"{\"row\":{}}\n", "is not a beffroi of this version"),
    ];
    for (says, want) in rows {
        let place = place();
        let other = stranger(&place, says);
        let error = ask(&place.path, &Request::Status).unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
        other.join().unwrap();
    }
}

#[test]
fn an_answer_without_end_is_cut() {
    let place = place();
    let listener = UnixListener::bind(&place.path).unwrap();
    let other = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Ends when the client has had enough and hangs up.
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    assert!(matches!(ask(&place.path, &Request::Status), Err(Error::NotABeffroi { .. })));
    other.join().unwrap();
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
