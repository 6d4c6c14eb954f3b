//! One of each request and of each answer: it arrives over the socket as it left.

use std::collections::BTreeMap;

use super::*;
use crate::intake::dropfolder::{self, Cause};
use crate::line::{Finding, Health, Hindrance, LineName};
use crate::message::{Alphabet, Ending, Piece, ReceivedId, SenderKind};
use crate::outbox::{self, Aside, Befallen, Damage, Door, Hitch, Mishap, Obstacle, Trouble};
use crate::store::{
    CopyTells, NoticeCopy, NoticeGone, NoticeState, PartsWaiting, SameContent, WaitCause, WaitingPart,
};

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
        from_kind: SenderKind::Number,
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
                incomplete: Some(PartsWaiting {
                    parts: 2,
                    since: Moment::from_millis(5),
                    newest: vec![WaitingPart {
                        line: "sim-1".into(),
                        from: None,
                        text: Some("à".into()),
                        received_at: Moment::from_millis(5),
                    }],
                }),
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
