//! The thread itself, in real time: nothing here waits for a clock, only for what must happen.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

use super::*;

/// Far longer than anything here takes; only a test that fails waits so long.
const NEVER: Duration = Duration::from_secs(60);

fn wait_for(tell: &Receiver<&'static str>, what: &str) {
    while tell.recv_timeout(NEVER).expect("it happens") != what {}
}

#[test]
fn a_commit_of_another_program_wakes_the_thread_and_its_fate_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outbox.db");
    let fake = Fake::default();
    let (sender, tell) = channel();
    fake.told().tell = Some(sender);
    let settings = Settings {
        path: path.clone(),
        group: None,
        explain: Box::new(|_| String::new()),
        pace: Pace::default(),
    };
    let handle = start(settings, fake.clone(), ()).unwrap();
    wait_for(&tell, "no changes");
    let insert = "INSERT INTO outbox (recipient, body) VALUES ('0639980001', 'Cours annulé')";
    if python(&path, &format!("db.execute(\"{insert}\")\ndb.commit()")).is_none() {
        Connection::open(&path).unwrap().execute_batch(insert).unwrap();
    }
    wait_for(&tell, "rows");
    wait_for(&tell, "no changes");
    let uid = fake.told().offered[0].1.uid.clone();
    fake.change(mark(&uid, 1, State::Delivered));
    handle.bell().ring();
    wait_for(&tell, "changes");
    wait_for(&tell, "no changes");
    let read = "for row in db.execute('SELECT state FROM outbox'): print(*row)";
    let state = python(&path, read).unwrap_or_else(|| {
        Connection::open(&path).unwrap().query_row("SELECT state FROM outbox", [], |row| row.get(0)).unwrap()
    });
    assert_eq!(state, "delivered");
    assert!(handle.looks() >= 2);
    handle.stop();
    assert_eq!(fake.ids(), [1]);
}

#[test]
fn a_thread_stops_when_told_and_when_the_gateway_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    for gone in [false, true] {
        let fake = Fake::default();
        fake.told().gone = gone;
        let path = folder.path().join("outbox.db");
        let settings =
            Settings { path, group: None, explain: Box::new(|_| String::new()), pace: Pace::default() };
        start(settings, fake, ()).unwrap().stop();
    }
}

#[test]
fn a_thread_that_panics_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::default();
    fake.told().panics = true;
    let path = folder.path().join("outbox.db");
    let settings =
        Settings { path, group: None, explain: Box::new(|_| String::new()), pace: Pace::default() };
    let (alive, noticed) = channel::<()>();
    let handle = start(settings, fake, alive).unwrap();
    assert_eq!(noticed.recv_timeout(NEVER), Err(RecvTimeoutError::Disconnected));
    handle.stop();
}
