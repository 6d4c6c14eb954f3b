//! Copies: whole, never over another file, in their order, and which comes before which.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::store::Store;

fn store() -> (tempfile::TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("beffroi.db");
    let mut store = Store::open(&path).unwrap();
    store.turn(|turn| turn.greet("box")).unwrap();
    (folder, path, store)
}

fn at(second: i64) -> Moment {
    Moment::from_millis(second * 1000)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_whole_while_the_store_is_open_says_that_it_is_one_and_is_its_owners_alone() {
    let (_folder, path, store) = store();
    let made = back_up(&path, &Target::Folder(backup_folder(&path)), at(59)).unwrap();
    assert_eq!(made.path, backup_folder(&path).join("beffroi-1970-01-01T00-00-59Z.db"));
    let found = check_copy(&made.path, Depth::Full).unwrap();
    assert!(found.is_sound(), "{:?}", found.findings);
    assert_eq!((found.store.as_str(), found.backup), (store.id(), Some(at(59))));
    assert_eq!(fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(names(&backup_folder(&path)).len(), 1, "nothing is left beside it");
}

#[test]
fn nothing_is_written_over_and_nothing_is_left_of_what_failed() {
    let (folder, path, _store) = store();
    let there = folder.path().join("there.db");
    fs::write(&there, "mine").unwrap();
    let again = back_up(&path, &Target::File(there.clone()), at(1));
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    let nowhere = folder.path().join("nowhere/copy.db");
    assert!(matches!(back_up(&path, &Target::File(nowhere), at(1)), Err(StoreError::NoFolder { .. })));
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE invoices (id)").unwrap();
    let foreign = back_up(&other, &Target::File(folder.path().join("copy.db")), at(1));
    assert!(matches!(foreign, Err(StoreError::Foreign)), "{foreign:?}");
    assert!(names(folder.path()).iter().all(|name| !name.contains("copy") && !name.ends_with(".part")));
}

#[test]
fn two_copies_of_one_second_are_both_there_in_their_order() {
    let (folder, path, store) = store();
    let target = Target::Folder(folder.path().join("backup"));
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| back_up(&path, &target, at(5)).unwrap().path)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let last = back_up(&path, &target, at(5)).unwrap().path;
    let want = ["", "_02", "_03", "_04", "_05"].map(|n| format!("beffroi-1970-01-01T00-00-05Z{n}.db"));
    let copies = folder.path().join("backup");
    assert_eq!(names(&copies), {
        let mut want = want.clone();
        want.sort();
        want
    });
    assert_eq!((made.len(), &last), (4, &copies.join(&want[4])));
    assert_eq!(keep_newest(&copies, 1, &last).unwrap(), [0, 1, 2, 3].map(|n| copies.join(&want[n])));
    drop(store);
}

#[test]
fn only_the_oldest_of_its_own_naming_are_removed() {
    let (folder, path, _store) = store();
    let target = Target::Folder(folder.path().join("backup"));
    for second in 1..=4 {
        back_up(&path, &target, at(second)).unwrap();
    }
    let copies = folder.path().join("backup");
    fs::write(copies.join("beffroi-before-the-move.db"), "").unwrap();
    fs::create_dir(copies.join("beffroi-1970-01-01T00-00-00Z.db")).unwrap();
    let second = |n| format!("beffroi-1970-01-01T00-00-0{n}Z.db");
    let removed = keep_newest(&copies, 2, &copies.join(second(4))).unwrap();
    assert_eq!(removed, [1, 2].map(|n| copies.join(second(n))));
    assert_eq!(names(&copies), [second(0), second(3), second(4), "beffroi-before-the-move.db".into()]);
    assert_eq!(newest_backup(&copies), Some(copies.join(second(4))));
}

#[test]
fn the_copy_just_made_stays_whatever_the_others_are_named() {
    /// Copies there, the second, how many are kept, the copy made, what is left.
    type Row = (&'static [&'static str], i64, usize, &'static str, &'static [&'static str]);
    let rows: [Row; 5] = [
        (&["07Z", "08Z"], 5, 1, "05Z", &["05Z"]),
        (&["03Z", "07Z", "08Z"], 5, 2, "05Z", &["05Z", "08Z"]),
        (&["05Z_02"], 5, 1, "05Z_03", &["05Z_03"]),
        (&["05Z", "05Z_03"], 5, 2, "05Z_04", &["05Z_03", "05Z_04"]),
        (&["04Z"], 5, 3, "05Z", &["04Z", "05Z"]),
    ];
    for (there, second, keep, new, left) in rows {
        let (_folder, path, _store) = store();
        let copies = backup_folder(&path);
        let name = |time: &&str| format!("beffroi-1970-01-01T00-00-{time}.db");
        fs::create_dir(&copies).unwrap();
        there.iter().for_each(|time| fs::write(copies.join(name(time)), "").unwrap());
        let made = back_up(&path, &Target::Folder(copies.clone()), at(second)).unwrap().path;
        assert_eq!(made, copies.join(name(&new)), "{there:?}");
        keep_newest(&copies, keep, &made).unwrap();
        assert_eq!(names(&copies), left.iter().map(name).collect::<Vec<_>>(), "{there:?}, {keep} kept");
    }
}

#[test]
fn before_a_copy_comes_the_newest_no_later_of_its_own_folder_and_of_the_stores() {
    let folder = tempfile::tempdir().unwrap();
    let [usb, backup] = ["usb", "backup"].map(|name| folder.path().join(name));
    let copy = |folder: &Path, second: &str| folder.join(format!("beffroi-1970-01-01T00-00-{second}Z.db"));
    for (folder, seconds) in [(&usb, ["03", "05"]), (&backup, ["04", "05"])] {
        fs::create_dir(folder).unwrap();
        for second in seconds {
            fs::write(copy(folder, second), "").unwrap();
        }
    }
    let rows = [
        (copy(&usb, "05"), vec![usb.clone(), backup.clone()], Some(copy(&backup, "05"))),
        (copy(&usb, "05"), vec![usb.clone()], Some(copy(&usb, "03"))),
        (copy(&backup, "04"), vec![backup.clone(), usb.clone()], Some(copy(&usb, "03"))),
        (copy(&usb, "03"), vec![usb.clone(), backup.clone()], None),
        (copy(&usb, "05"), vec![usb.clone(), usb.clone()], Some(copy(&usb, "03"))),
        (copy(&usb, "05"), vec![folder.path().join("gone"), backup.clone()], Some(copy(&backup, "05"))),
    ];
    for (given, folders, want) in rows {
        assert_eq!(copy_before(&given, &folders), want, "{} in {folders:?}", given.display());
    }
}

#[test]
fn what_a_killed_backup_has_left_is_cleared_and_what_another_still_writes_is_not() {
    let (folder, path, _store) = store();
    let copies = folder.path().join("backup");
    fs::create_dir(&copies).unwrap();
    let parts = ["1", "2"].map(|n| copies.join(format!("beffroi-1970-01-01T00-00-0{n}Z.db.part")));
    let left = parts.clone().map(|part| File::create(part).unwrap());
    left.first().unwrap().lock().unwrap();
    back_up(&path, &Target::Folder(copies), at(3)).unwrap();
    assert_eq!(parts.map(|part| part.exists()), [true, false]);
}

#[test]
fn what_an_open_store_holds_is_saved_when_its_file_is_gone() {
    let (_folder, path, mut store) = store();
    store.turn(|turn| turn.greet("another")).unwrap();
    fs::remove_file(&path).unwrap();
    let saved = store.rescue(at(7)).unwrap();
    assert_eq!(saved.file_name().unwrap(), "beffroi.db.rescued-1970-01-01T00-00-07Z");
    let copy = Connection::open(&saved).unwrap();
    let boxes: i64 = copy.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap();
    assert_eq!(boxes, 2);
}
