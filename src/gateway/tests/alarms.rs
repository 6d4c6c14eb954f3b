//! What somebody must know of: begins once, is a row from the next commit on, ends by itself; and clocks that lie.

use super::*;
use crate::gateway::Synchronised;
use crate::line::Finding;
use crate::store::AlarmCode;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn later(bench: &mut Bench, by: Duration) {
    bench.now = bench.now.plus(by);
    bench.commit();
    bench.commit();
}

fn rows(bench: &Bench) -> Vec<(AlarmCode, String)> {
    let alarms = Reader::open(bench.store.path()).unwrap().alarms().unwrap();
    alarms.into_iter().map(|alarm| (alarm.code, alarm.subject)).collect()
}

fn told(bench: &mut Bench) -> Vec<AlarmCode> {
    match bench.work(Work::Status).unwrap() {
        Answer::Status(status) => status.alarms.into_iter().map(|alarm| alarm.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_that_is_down_for_a_minute_is_an_alarm_until_it_is_ready() {
    let mut bench = Bench::new();
    let down = || Event::Health(Health::Down(Finding::NoSim));
    bench.hear(down());
    assert_eq!(rows(&bench), []);
    bench.hear(Event::Health(Health::Starting));
    let minute = bench.dispatch.poll_timeout();
    assert_eq!(minute, Some(bench.now.plus(Duration::from_secs(60))), "looked at without being asked");
    later(&mut bench, Duration::from_secs(60));
    bench.hear(down());
    assert_eq!(rows(&bench), [(AlarmCode::LineDown, "sim-1".into())]);
    let mut bench = bench.restarted(Duration::from_secs(1));
    assert_eq!(told(&mut bench), [], "how the line stands now is not known yet");
    bench.hear(down());
    later(&mut bench, Duration::from_secs(60));
    bench.ready();
    bench.commit();
    assert_eq!((rows(&bench), told(&mut bench)), (vec![], vec![]));
}

#[test]
fn refusals_in_a_row_that_speak_of_the_account_are_an_alarm_until_one_goes() {
    let mut bench = Bench::new();
    bench.ready();
    for ticket in 1..=3 {
        assert_eq!(rows(&bench), [], "{ticket}");
        bench.admit(Lane::Normal, 1, 1);
        bench.prompt(ticket);
        let refusal = Refusal { error: "+CMS ERROR: 8".into(), advice: Advice::Account };
        bench.hear(Event::Result { ticket: Ticket(ticket), outcome: Outcome::Refused(refusal) });
        bench.commit();
    }
    assert_eq!(rows(&bench), [(AlarmCode::AccountRefused, "sim-1".into())]);
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(4);
    bench.sent(4, 7);
    bench.commit();
    assert_eq!(rows(&bench), []);
}

#[test]
fn while_no_row_can_be_written_the_alarm_lives_in_the_daemon() {
    let mut bench = Bench::new();
    bench.ready();
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT raise(ABORT, 'full'); END");
    let path = bench.store.path().to_owned();
    let blocker = rusqlite::Connection::open(&path).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let new = message(Lane::Normal, 1, 1);
    assert!(bench.work(Work::Send(Box::new(Judged::Good(new)))).is_err());
    assert_eq!(told(&mut bench), [AlarmCode::NotWritable]);
    assert_eq!(rows(&bench), []);
    blocker.execute_batch("ROLLBACK").unwrap();
    bench.meddle("DROP TRIGGER full");
    later(&mut bench, Duration::from_secs(4));
    assert_eq!((rows(&bench), told(&mut bench)), (vec![], vec![]));
    let written = "SELECT count(*) FROM alarm WHERE code = 'not_writable' AND ended IS NOT NULL";
    let count: i64 =
        rusqlite::Connection::open(&path).unwrap().query_row(written, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1, "the row follows");
}

/// A clock that nothing keeps right shows this much more, or less.
fn jumped(bench: &mut Bench, to: Moment) {
    bench.dispatch.clock_is(Synchronised::No);
    bench.commit();
    bench.now = to;
    bench.commit();
    bench.orders();
}

#[test]
fn while_the_clock_is_doubted_nothing_expires_and_only_what_is_urgent_goes() {
    let jumps =
        [(START.plus(DAY * 3650), AlarmCode::ClockAhead), (START.minus(DAY * 30), AlarmCode::ClockBehind)];
    for (to, code) in jumps {
        let mut bench = Bench::new();
        bench.admit(Lane::Normal, 1, 1);
        bench.admit(Lane::Urgent, 2, 1);
        jumped(&mut bench, to);
        assert_eq!(rows(&bench), [(code, String::new())]);
        assert_eq!(
            bench.dispatch.believed(bench.now),
            Some(START),
            "rows are judged by what was believed last"
        );
        bench.ready();
        assert_eq!(bench.orders(), ["submit 1 to 02"], "{code}");
        bench.prompt(1);
        assert_eq!(bench.orders(), ["proceed 1"], "{code}");
        bench.sent(1, 7);
        assert_eq!(bench.orders(), Vec::<String>::new(), "{code}: what is not urgent waits");
        assert_eq!(bench.states(), [State::Queued, State::Sent], "{code}");
        bench.hear(report(7, 2, Verdict::Delivered));
        assert_eq!(bench.states(), [State::Queued, State::Delivered], "{code}: a report is understood");
        bench.now = START.plus(Duration::from_secs(60));
        bench.commit();
        bench.commit();
        assert_eq!(rows(&bench), [], "{code}");
        assert_eq!(bench.orders(), ["acknowledge 1", "submit 2 to 01"], "{code}: the clock is right again");
    }
}

#[test]
fn entries_that_a_doubted_clock_made_do_not_speak_for_it_after_a_restart() {
    let mut bench = Bench::new();
    bench.admit(Lane::Normal, 1, 1);
    jumped(&mut bench, START.plus(DAY * 400));
    bench.ready();
    bench.admit(Lane::Urgent, 2, 1);
    bench.prompt(1);
    bench.sent(1, 7);
    let mut bench = bench.reopened(Duration::from_secs(5));
    bench.dispatch.clock_is(Synchronised::No);
    bench.dispatch.start(&mut bench.store, bench.now).unwrap();
    bench.ready();
    bench.commit();
    assert_eq!(told(&mut bench), [AlarmCode::ClockAhead]);
    assert_eq!(bench.states(), [State::Queued, State::Sent]);
    bench.dispatch.clock_is(Synchronised::Yes);
    bench.commit();
    bench.commit();
    assert_eq!(bench.states(), [State::Expired, State::Sent], "what is synchronised is believed");
}

#[test]
fn the_network_keeps_what_goes_under_a_doubted_clock_no_longer_than_it_lives() {
    let mut bench = Bench::new();
    bench.admit(Lane::Bulk, 1, 1);
    jumped(&mut bench, START.plus(DAY * 2));
    bench.ready();
    let life = Duration::from_secs(12 * 3600);
    let new = NewMessage { expires_at: bench.now.plus(life), ..message(Lane::Urgent, 2, 1) };
    bench.work(Work::Send(Box::new(Judged::Good(new)))).unwrap();
    match bench.dispatch.poll_order() {
        Some((0, Order::Submit { submission, .. })) => assert_eq!(submission.valid_for, life),
        other => panic!("{other:?}"),
    }
}
