//! A copy takes the store's place, at whatever step it is broken off, and whatever is given as one.

use super::*;
use crate::message::MessageId;
use crate::store::{Beyond, Depth, Rule, Store, Target, back_up, check_copy, sequence};

const NOW: Moment = Moment::from_millis(90_000);

/// A store that greeted "old", a copy of it, and what it greeted since.
struct Place {
    folder: tempfile::TempDir,
    path: PathBuf,
    copy: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        let copy = folder.path().join("copy.db");
        let mut store = Store::open(&path).unwrap();
        store.turn(|turn| turn.greet("old")).unwrap();
        back_up(&path, &Target::File(copy.clone()), Moment::from_millis(60_000)).unwrap();
        store.turn(|turn| turn.greet("new")).unwrap();
        drop(store);
        Self { folder, path, copy }
    }

    fn restore(&self, whose: Whose) -> Result<PutBack, StoreError> {
        let lock = Lock::take(&self.path).unwrap();
        put_back(&lock, &self.path, &self.copy, whose, NOW)
    }

    fn knows_new(path: &Path) -> bool {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(path, flags).unwrap();
        let sql = "SELECT count(*) FROM outbox WHERE id = 'new'";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() == 1
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn a_copy_takes_the_place_is_marked_as_restored_and_what_was_there_is_kept() {
    let place = Place::new();
    let put = place.restore(Whose::Own).unwrap();
    assert_eq!(put.made, Some(Moment::from_millis(60_000)));
    assert!(!Place::knows_new(&place.path) && Place::knows_new(&put.aside[0]));
    let store = Store::open(&place.path).unwrap();
    assert_eq!(store.restored().unwrap(), Some(NOW));
    assert!(!store.is_a_backup().unwrap(), "it was told");
    assert!(place.copy.exists());
    drop(store);
    // Once more from what was set aside: nothing of the first is lost.
    let again = Place { copy: put.aside[0].clone(), ..place };
    let put = again.restore(Whose::Own).unwrap();
    assert!(Place::knows_new(&again.path) && !Place::knows_new(&put.aside[0]));
    assert!(again.copy.exists() && again.copy != put.aside[0], "{put:?}");
}

#[test]
fn a_restore_that_is_broken_off_at_any_step_leaves_the_old_or_becomes_the_new() {
    for done in 0..=STEPS.len() {
        let place = Place::new();
        let (draft, ready) = (beside(&place.path, DRAFT), beside(&place.path, READY));
        make_ready(&place.path, &place.copy, &draft, Whose::Own, NOW).unwrap();
        assert!(Place::knows_new(&place.path), "nothing is decided yet");
        fs::rename(&draft, &ready).unwrap();
        // The old one's commits that are not in its file yet.
        let log = appended(&place.path, "-wal");
        fs::write(&log, "the old one's").unwrap();
        let swap = Swap::decided(&place.path).unwrap().unwrap();
        STEPS.iter().take(done).try_for_each(|step| step(&swap)).unwrap();
        assert!(place.path.exists());
        let aside = swap.aside.clone();
        let store = Store::open(&place.path).unwrap();
        assert_eq!(store.restored().unwrap(), Some(NOW), "after {done} steps");
        drop(store);
        assert!(!Place::knows_new(&place.path) && aside.exists());
        assert_eq!(fs::read_to_string(appended(&aside, "-wal")).unwrap(), "the old one's");
        assert!(!ready.exists());
    }
}

#[test]
fn a_copy_of_another_store_is_refused_or_replaces_it_with_its_marker() {
    let (place, other) = (Place::new(), Place::new());
    let id = Store::open(&other.path).unwrap().id().to_owned();
    let mixed = Place { copy: other.copy.clone(), ..place };
    let before = fs::read(&mixed.path).unwrap();
    let refused = mixed.restore(Whose::Own);
    assert!(matches!(refused, Err(StoreError::OtherCopy { .. })), "{refused:?}");
    assert!(fs::read(&mixed.path).unwrap() == before);
    assert!(mixed.names().iter().all(|name| !name.contains("restor")), "{:?}", mixed.names());
    let put = mixed.restore(Whose::Any).unwrap();
    assert!(put.aside.iter().any(|path| path.to_string_lossy().ends_with(".marker")), "{put:?}");
    assert_eq!(Store::open(&mixed.path).unwrap().id(), id);
}

#[test]
fn what_is_no_copy_changes_nothing() {
    let place = Place::new();
    let broken = place.folder.path().join("broken.db");
    let mut octets = fs::read(&place.copy).unwrap();
    octets[4_096..40_000].fill(0x5a);
    fs::write(&broken, octets).unwrap();
    let cut = place.folder.path().join("cut.db");
    let whole = fs::read(&place.copy).unwrap();
    fs::write(&cut, whole.split_last().unwrap().1).unwrap();
    let found = check_copy(&cut, Depth::Quick).unwrap().findings;
    assert_eq!(found[0].rule, Rule::Damaged, "{found:?}");
    let text = place.folder.path().join("text.csv");
    fs::write(&text, "Nom;Téléphone\n".repeat(400)).unwrap();
    let empty = place.folder.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    let later = place.folder.path().join("later.db");
    fs::copy(&place.copy, &later).unwrap();
    Connection::open(&later).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&place.path).unwrap();
    let given = [broken, cut, text, empty, later, place.path.clone(), place.folder.path().to_owned()];
    let wants: [fn(&StoreError) -> bool; 7] = [
        |error| matches!(error, StoreError::DamagedCopy { .. }),
        |error| matches!(error, StoreError::DamagedCopy { .. }),
        |error| matches!(error, StoreError::NoStore { .. }),
        |error| matches!(error, StoreError::NoStore { .. }),
        |error| matches!(error, StoreError::Newer { found: 99, .. }),
        |error| matches!(error, StoreError::Itself { .. }),
        |error| matches!(error, StoreError::NotAFile { .. }),
    ];
    let lock = Lock::take(&place.path).unwrap();
    for (copy, want) in given.iter().zip(wants) {
        let refused = put_back(&lock, &place.path, copy, Whose::Own, NOW).unwrap_err();
        assert!(want(&refused), "{copy:?}: {refused:?}");
        assert!(fs::read(&place.path).unwrap() == before, "{copy:?}");
    }
    assert!(place.names().iter().all(|name| !name.contains("restor")), "{:?}", place.names());
}

#[test]
fn a_store_that_is_gone_is_put_back() {
    let place = Place::new();
    for suffix in ["", "-wal", "-shm"] {
        remove(&appended(&place.path, suffix)).unwrap();
    }
    assert!(matches!(Store::open(&place.path), Err(StoreError::Gone { .. })));
    assert!(place.restore(Whose::Own).unwrap().aside.is_empty());
    assert_eq!(Store::open(&place.path).unwrap().restored().unwrap(), Some(NOW));
}

#[test]
fn a_backup_that_was_copied_into_the_place_by_hand_is_known_as_one() {
    let place = Place::new();
    fs::copy(&place.copy, &place.path).unwrap();
    let mut store = Store::open(&place.path).unwrap();
    assert!(store.is_a_backup().unwrap() && store.restored().unwrap().is_none());
    store.turn(|turn| turn.mark_restored(NOW)).unwrap();
    assert!(!store.is_a_backup().unwrap() && store.restored().unwrap().is_some());
}

#[test]
fn a_number_that_was_given_twice_is_another_message() {
    use crate::store::schema::tests::FILLED;
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("beffroi.db"), folder.path().join("copy.db"));
    let mut store = Store::open(&path).unwrap();
    store.turn(|turn| Ok(turn.transaction.execute_batch(&format!("DELETE FROM meta; {FILLED}"))?)).unwrap();
    back_up(&path, &Target::File(copy.clone()), NOW).unwrap();
    let id = "00112233445566778899aabbccddeeff";
    let last: i64 =
        store.connection().unwrap().query_row("SELECT max(id) FROM message", [], |row| row.get(0)).unwrap();
    let same = replaced::look(&path, &copy, id);
    assert!(matches!(&same, Replaced::Known(beyond) if beyond.is_nothing()), "{same:?}");
    let came_in = "INSERT INTO incoming (line, received_at, raw) VALUES ('sim-1', 5, x'04')";
    store.turn(|turn| Ok(turn.transaction.execute(came_in, [])?)).unwrap();
    let answered = replaced::look(&path, &copy, id);
    let one_answer = |beyond: &Beyond| beyond.came_in == 1 && !beyond.is_nothing();
    assert!(matches!(&answered, Replaced::Known(beyond) if one_answer(beyond)), "{answered:?}");
    let later = "UPDATE message SET created_at = created_at + 1 WHERE id = (SELECT max(id) FROM message)";
    store.turn(|turn| Ok(turn.transaction.execute(later, [])?)).unwrap();
    let found = replaced::look(&path, &copy, id);
    let one_more = |beyond: &Beyond| (beyond.count(), beyond.last) == (1, Some(MessageId(last)));
    assert!(matches!(&found, Replaced::Known(beyond) if one_more(beyond)), "{found:?}");
    assert!(matches!(replaced::look(&path, &copy, "another"), Replaced::Another(_)));
    assert_eq!(replaced::look(&folder.path().join("none.db"), &copy, id), Replaced::Nothing);
}

#[test]
fn numbers_go_on_above_those_that_the_replaced_store_had_given() {
    use crate::store::schema::tests::FILLED;
    let gives =
        |table: &str, given: i64| format!("UPDATE sqlite_sequence SET seq = {given} WHERE name = '{table}'");
    let another = "UPDATE meta SET value = 'another' WHERE key = 'store'".to_owned();
    // What became of the store since, and the number of messages, of notices, of the inbox, of attempts.
    let rows: &[(&[String], [i64; 4])] = &[
        (&[], [0, 0, 0, 0]),
        (
            &[gives("message", 120), gives("notice", 9), gives("inbox", 4), gives("attempt", 500)],
            [120, 9, 4, 0],
        ),
        (&[gives("message", 120), another], [120, 0, 0, 0]),
        (&[gives("message", 2)], [0, 0, 0, 0]),
        (&[gives("message", i64::MAX)], [0, 0, 0, 0]),
        (&["PRAGMA application_id = 7".to_owned()], [0, 0, 0, 0]),
    ];
    let given = |store: &Store| {
        let connection = store.connection().unwrap();
        ["message", "notice", "inbox", "attempt"].map(|table| sequence(connection, table).unwrap())
    };
    for (since, want) in rows {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("beffroi.db"), folder.path().join("copy.db"));
        let mut store = Store::open(&path).unwrap();
        store
            .turn(|turn| {
                turn.transaction.execute_batch(&format!("DELETE FROM meta; {FILLED}"))?;
                turn.count_on("notice", 1)?;
                turn.count_on("inbox", 1)
            })
            .unwrap();
        back_up(&path, &Target::File(copy.clone()), NOW).unwrap();
        let before = given(&store);
        store.turn(|turn| Ok(turn.transaction.execute_batch(&since.join(";"))?)).unwrap();
        drop(store);
        let lock = Lock::take(&path).unwrap();
        put_back(&lock, &path, &copy, Whose::Any, NOW).unwrap();
        let store = Store::open(&path).unwrap();
        let wanted = [0, 1, 2, 3].map(|at: usize| before[at].max(want[at]));
        assert_eq!(given(&store), wanted, "{since:?}");
        drop(store);
        assert!(check_copy(&path, Depth::Full).unwrap().findings.is_empty(), "{since:?}");
    }
}

#[test]
fn an_emptied_store_is_gone_and_is_not_made_anew() {
    let place = Place::new();
    drop(Store::open(&place.path).unwrap());
    for file in ["", "-wal", "-shm"] {
        let mut path = place.path.clone().into_os_string();
        path.push(file);
        if let Ok(file) = std::fs::File::options().write(true).open(path) {
            file.set_len(0).unwrap();
        }
    }
    assert!(matches!(Store::open(&place.path), Err(StoreError::Gone { .. })));
    assert!(matches!(
        crate::store::check(&place.path, crate::store::Depth::Quick),
        Err(StoreError::Gone { .. })
    ));
}
