//! The drop folder with the built program, a virtual modem and real files: from a list that somebody copies
//! into a folder to phones, and back into the results beside it. Nothing sleeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "house/mod.rs"]
mod house;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use house::{House, LINE, OUTBOX, STORE};

const TEXT: &str = "Mme Petit est malade, pas de cours de piano.";

const LIST: &str = "\
Nom;Prénom;Tél. portable\r\n\
Garçon;Zoé;06 39 98 60 01\r\n\
Garçon;Léo;+33639986001\r\n\
Noël;Maël;01 99 00 12 34\r\n\
Petit;Éva;06 39 98 60 05\r\n";

fn rules(more: &str) -> String {
    format!("[[drop]]\npath = \"{{folder}}/drop\"\ntext = \"{TEXT}\"\n{more}\n")
}

fn house(more: &str) -> House {
    let house = House::with(&format!("{STORE}{OUTBOX}{}{LINE}", rules(more)));
    for number in ["06 39 98 60 01", "06 39 98 60 05", "01 99 00 12 34"] {
        house.keep_secret(number, TEXT);
    }
    house
}

fn drop_of(house: &House, name: &str) -> PathBuf {
    house.path("drop").join(name)
}

fn put(house: &House, name: &str, text: &str) {
    fs::create_dir_all(house.path("drop")).unwrap();
    fs::write(drop_of(house, name), text).unwrap();
}

/// Until a file is there and says so.
#[track_caller]
fn wait_for(house: &House, name: &str, words: &str) -> String {
    house.wait(&format!("{name}: {words}"), |house| {
        let text = fs::read_to_string(drop_of(house, name)).ok()?.replace('\u{A0}', " ");
        text.contains(words).then_some(text)
    })
}

#[test]
fn a_list_reaches_the_phones_and_its_results_follow() {
    let house = house("");
    fs::create_dir(house.path("drop")).unwrap();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    // Somebody still has it open; another file shows that there was time enough.
    put(&house, "liste.csv", &LIST[..60]);
    put(&house, ".~lock.liste.csv#", "Mme Martin");
    put(&house, "autre.csv", "Nom;Téléphone\nMartin;01 99 00 12 34\n");
    wait_for(&house, "autre.resultat.txt", "aucune ligne ne peut recevoir de SMS");
    assert!(drop_of(&house, "refuse/autre.csv").is_file());
    assert!(drop_of(&house, "liste.csv").is_file() && !drop_of(&house, "liste.resultat.txt").exists());
    put(&house, "liste.csv", LIST);
    fs::remove_file(drop_of(&house, ".~lock.liste.csv#")).unwrap();

    let page = wait_for(&house, "liste.resultat.txt", "4 personnes : 3 reçus, 1 à appeler, 0 incertain");
    assert!(page.contains("ligne 4 (Maël Noël, 01 99 00 12 34) : numéro fixe : à appeler"), "{page}");
    let table = wait_for(&house, "liste.resultat.csv", "3;Léo Garçon;06 39 98 60 01;reçu;");
    assert_eq!(table.matches(";reçu;").count(), 3, "a line for each row: {table}");
    assert!(drop_of(&house, "fait/liste.csv").is_file() && !drop_of(&house, "liste.csv").exists());
    assert_eq!(house.accepted().len(), 2, "siblings are told once");

    let shown = house.ask(&["notice", "show", "2", "--json"]).json();
    assert_eq!(shown["summary"]["state"], "open");
    assert_eq!(shown["states"], serde_json::json!({ "delivered": 2, "refused": 1 }));
    let shown = house.demander(&["notice", "show", "2"]);
    assert!(shown.stdout.contains("Zoé Garçon, Léo Garçon"), "{shown:?}");
    assert!(house.ask(&["message", "list", "--notice", "liste"]).stdout.contains("06 39 98 60 05"));
    assert_eq!(daemon.stop(), Some(0));
    assert!(house.logged("ERROR").is_empty(), "{}", house.log());
}

#[test]
fn many_wait_for_a_yes_by_command_or_by_a_name() {
    let house = house("confirm_above = 1");
    fs::create_dir(house.path("drop")).unwrap();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    put(&house, "liste.csv", LIST);
    let page = wait_for(&house, "liste.resultat.txt", "EN ATTENTE");
    assert!(page.contains("2 numéros recevraient ce message"), "{page}");
    let list = house.ask(&["notice", "list", "--waiting", "--json"]).json();
    assert_eq!((&list["notice"], &list["messages"]), (&1.into(), &2.into()));
    assert_eq!(list["cause"], serde_json::json!({ "code": "many", "recipients": 2, "limit": 1 }));
    let list = house.ask(&["notice", "list"]);
    assert!(list.stdout.contains("to be confirmed before"), "{list:?}");
    let status = house.ask(&["status"]);
    assert!(status.stdout.contains("1 notice waits for a confirmation"), "{status:?}");
    assert!(house.submits().is_empty());

    let yes = house.ask(&["notice", "confirm", "1"]);
    assert_eq!((yes.code, yes.stdout.as_str()), (Some(0), "notice 1 confirmed: 2 messages taken\n"));
    wait_for(&house, "liste.resultat.txt", "3 reçus");
    let again = house.demander(&["notice", "confirm", "1"]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.said().contains("il n’attend rien (accepté)"), "{again:?}");
    house.ask(&["notice", "confirm", "99"]).is_one_sentence(1);

    // The same list once more, and this time the file itself says yes.
    put(&house, "encore.csv", LIST);
    let page = wait_for(&house, "encore.resultat.txt", "même contenu que liste.csv");
    assert!(page.contains("renommer encore.csv en encore.ok.csv"), "{page}");
    assert_eq!(house.accepted().len(), 2);
    fs::rename(drop_of(&house, "encore.csv"), drop_of(&house, "encore.ok.csv")).unwrap();
    wait_for(&house, "encore.resultat.txt", "3 reçus");
    assert_eq!(house.accepted().len(), 4);
    let late = house.ask(&["notice", "cancel", "2", "--json"]).json();
    assert_eq!(late, serde_json::json!({ "answer": "notice_ended", "state": "open" }));
}

#[test]
fn a_long_list_counts_once_however_often_the_daemon_is_killed() {
    let house = house("confirm_above = 0");
    house.configure(&format!(
        "{STORE}{OUTBOX}{}{}",
        rules("confirm_above = 0"),
        LINE.replace("\"3s\"", "\"1s\"")
    ));
    let _modem = house.modem(|_| {});
    let rows: String = (0..90).map(|n| format!("Élève {n};06 39 98 61 {n:02}\n")).collect();
    put(&house, "liste.csv", &format!("Nom;Portable\n{rows}"));
    let mut daemon = house.run();
    house.wait_for_log("a dropped file was taken");
    let mut kills = 0;
    for accepted in [0, 30, 60] {
        house.wait_for_accepted(accepted);
        daemon.kill();
        kills += 1;
        daemon = house.run();
    }
    wait_for(&house, "liste.resultat.txt", "90 messages, 90 SMS");
    // A report that came in the moment of a kill is lost: sent, and no more is known.
    let in_state = |table: &str, state: &str| table.matches(&format!(";{state};")).count();
    let table = house.wait("all at rest", |house| {
        let table = fs::read_to_string(drop_of(house, "liste.resultat.csv")).ok()?;
        let rest: usize = ["reçu", "envoyé", "incertain"].iter().map(|state| in_state(&table, state)).sum();
        (rest == 90 && in_state(&table, "reçu") >= 60).then_some(table)
    });
    assert!(in_state(&table, "incertain") <= kills, "{table}");
    house.assert_none_twice();
    assert!(drop_of(&house, "fait/liste.csv").is_file());
    let notices = house.ask(&["notice", "list", "--json"]);
    assert_eq!(notices.stdout.lines().count(), 1, "{notices:?}");
}

#[test]
fn a_folder_that_can_not_be_used_is_told_once_and_gone_on_with() {
    let mut house =
        House::with(&format!("{STORE}{OUTBOX}{}{LINE}", rules("").replace("/drop", "/disk/drop")));
    for number in ["06 39 98 60 01", "06 39 98 60 05", "01 99 00 12 34"] {
        house.keep_secret(number, TEXT);
    }
    house.become_plain_user();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    house.wait_for_log("the drop folder can't be used: No such file or directory");
    let id = house.insert(&[("recipient", "06 39 98 62 00"), ("body", "Tout le reste continue.")]);
    house.wait_for_state(id, "delivered");
    let says = |house: &House, words: &str| {
        let json = house.wait(words, |house| {
            let json = house.ask(&["status", "--json"]).json();
            json["findings"].to_string().contains(words).then_some(json)
        });
        json["drops"][0]["usable"].clone()
    };
    assert_eq!(says(&house, "it is not there (is its disk missing?)"), false);
    let status = house.demander(&["status"]);
    assert!(status.stdout.contains("disk/drop est inutilisable\u{A0}: il n’existe pas"), "{status:?}");
    assert_eq!(status.code, Some(0), "messages of other sources go: {status:?}");
    let check = house.ask(&["status", "--check"]);
    assert!(check.stdout.starts_with("BEFFROI WARNING - drop folder "), "{check:?}");
    assert_eq!(check.code, Some(1));
    assert!(house.ask(&["status", "--metrics"]).stdout.contains("/disk/drop\"} 0\n"));

    // The disk is there, and nobody may write on it.
    let folder = house.path("disk/drop");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("liste.csv"), LIST).unwrap();
    fs::create_dir(folder.join("dossier.csv")).unwrap();
    let root = nix::unistd::geteuid().is_root();
    if root {
        fs::write(folder.join("ferme.csv"), LIST).unwrap();
        fs::set_permissions(folder.join("ferme.csv"), fs::Permissions::from_mode(0o000)).unwrap();
    }
    std::os::unix::fs::symlink("/etc/passwd", folder.join("lien.csv")).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Where no result can stand, nothing is taken: somebody would wait for it in vain.
    house.wait_for_log("the drop folder can't be used: Permission denied");
    assert_eq!(says(&house, "the service may not write there"), false);
    assert_eq!(house.accepted().len(), 1);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    house.wait("the results", |_| {
        let page = fs::read_to_string(folder.join("liste.resultat.txt")).ok()?;
        page.contains("3 reçus").then_some(())
    });
    assert!(folder.join("fait/liste.csv").is_file());
    assert_eq!(house.accepted().len(), 3);
    if root {
        let page = fs::read_to_string(folder.join("ferme.resultat.txt")).unwrap();
        assert!(page.contains("n’a pas le droit de le lire"), "{page}");
        assert!(folder.join("refuse/ferme.csv").is_file());
    }
    house.wait("no finding any more", |house| {
        let json = house.ask(&["status", "--json"]).json();
        (json["worst"] == "ok" && json["drops"][0]["troubles"] == serde_json::json!([])).then_some(())
    });
    assert!(house.ask(&["status", "--metrics"]).stdout.contains("/disk/drop\"} 1\n"));
    // Once more, while a list lies there; and it comes back.
    fs::write(folder.join("autre.csv"), LIST.replace("60 05", "60 06")).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    assert_eq!(says(&house, "the service may not write there"), false);
    assert_eq!(house.accepted().len(), 3);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    house.wait("the results", |_| {
        let page = fs::read_to_string(folder.join("autre.resultat.txt")).ok()?;
        page.contains("1 message, 1 SMS").then_some(())
    });
    house.wait_for_accepted(4);
    for (words, count) in [("can't be used:", 3), ("only plain files are taken", 2), ("can be used again", 2)]
    {
        assert_eq!(house.logged(words).len(), count, "{words}\n{}", house.log());
    }
}

#[test]
fn a_corrected_list_takes_the_name_and_reaches_those_who_were_left_out() {
    let house = house("");
    house.keep_secret("06 39 98 60 09", TEXT);
    fs::create_dir(house.path("drop")).unwrap();
    let _modem = house.modem(|_| {});
    let mut daemon = house.run();
    put(&house, "liste.csv", LIST);
    wait_for(&house, "liste.resultat.txt", "3 reçus, 1 à appeler");
    put(&house, "liste.csv", &LIST.replace("01 99 00 12 34", "06 39 98 60 09"));
    wait_for(&house, "liste.resultat.txt", "4 reçus, 0 à appeler");
    // Another process finds each its place again.
    daemon.kill();
    for page in ["liste.resultat.txt", "fait/liste.resultat.txt"] {
        fs::remove_file(drop_of(&house, page)).unwrap();
    }
    daemon = house.run();
    let page = wait_for(&house, "liste.resultat.txt", "4 reçus, 0 à appeler");
    assert!(page.contains("sont à présent fait/liste.resultat.txt"), "{page}");
    assert!(page.contains("3 personnes ont déjà été prévenues"), "{page}");
    wait_for(&house, "fait/liste.resultat.txt", "3 reçus, 1 à appeler");
    assert_eq!(house.accepted().len(), 3);
    assert_eq!(daemon.stop(), Some(0));
    assert!(house.logged("ERROR").is_empty(), "{}", house.log());
}

/// Takes a disk away.
struct Disk(PathBuf);

impl Drop for Disk {
    fn drop(&mut self) {
        let mut umount = std::process::Command::new("umount");
        umount.arg("-l").arg(&self.0);
        house::run_to_end(umount);
    }
}

#[test]
fn an_archive_on_another_disk_keeps_each_file_once_however_often_the_daemon_is_killed() {
    let house = house("confirm_above = 0");
    let archive = drop_of(&house, "fait");
    fs::create_dir_all(&archive).unwrap();
    let mut mount = std::process::Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=16m,mode=0777", "tmpfs"]).arg(&archive);
    if !nix::unistd::geteuid().is_root() || house::run_to_end(mount).code != Some(0) {
        return house::left_out("fait/ on another disk: only root may mount one");
    }
    let _disk = Disk(archive);
    // No modem: what a kill in mid-message does is another test's.
    let lists = ["un", "deux", "trois"];
    let mut daemon = house.run();
    for (at, name) in lists.iter().enumerate() {
        put(&house, &format!("{name}.csv"), &format!("Nom;Portable\nÉlève;06 39 98 63 0{at}\n"));
        house.wait("it was taken", |house| {
            (house.logged("a dropped file was taken").len() > at).then_some(())
        });
        daemon.kill();
        daemon = house.run();
        wait_for(&house, &format!("{name}.resultat.txt"), "1 message, 1 SMS");
        let kept = drop_of(&house, &format!("fait/{name}.csv"));
        let gone = drop_of(&house, &format!("{name}.csv"));
        house.wait("it is there, and here no more", |_| (kept.is_file() && !gone.exists()).then_some(()));
    }
    for what in ["notice", "message"] {
        let list = house.ask(&[what, "list", "--json"]);
        assert_eq!(list.stdout.lines().count(), 3, "{list:?}");
    }
    let kept = fs::read_dir(drop_of(&house, "fait")).unwrap().count();
    assert_eq!(kept, 3, "no draft, nothing twice");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_confirmation_that_nobody_answered_points_to_the_list() {
    let house = house("");
    let control = house.path("store/control.sock");
    let socket = std::os::unix::net::UnixListener::bind(&control).unwrap();
    // Accepts as a daemon does that is killed while it works.
    let killed = std::thread::spawn(move || {
        for connection in socket.incoming().take(4) {
            let mut connection = connection.unwrap();
            let mut octets = [0; 64];
            // One connection only asks whether somebody is there.
            if std::io::Read::read(&mut connection, &mut octets).unwrap() == 0 {}
        }
    });
    let asked = house.ask(&["notice", "confirm", "7"]);
    let said = asked.is_one_sentence(1);
    assert!(said.contains("notice 7 may be confirmed") && said.contains("beffroi notice list"), "{said}");
    let asked = house.demander(&["notice", "cancel", "7"]);
    assert!(asked.is_one_sentence(1).contains("beffroi notice list dit ce qu’il en est"), "{asked:?}");
    killed.join().unwrap();
}

#[test]
fn db_init_makes_the_folders_for_a_group() {
    let house = House::with(&format!("{STORE}{OUTBOX}{}{LINE}", rules("group = \"root\"")));
    if !nix::unistd::geteuid().is_root() {
        return house::left_out("giving a folder to a group: only root may");
    }
    let made = house.ask(&["db", "init", "--json"]).json();
    let drop = house.path("drop");
    let all = made["files"].as_array().unwrap();
    assert!(all.iter().any(|file| file["path"] == drop.to_str().unwrap() && file["made"] == true), "{made}");
    for folder in ["", "fait", "refuse"] {
        let mode = fs::metadata(drop.join(folder)).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o2770, "{folder}");
    }
    house.configure(&format!("{STORE}{OUTBOX}{}{LINE}", rules("group = \"nobody-of-this-name\"")));
    let refused = house.demander(&["db", "init"]);
    assert!(refused.is_one_sentence(2).contains("en nommer un autre sous [[drop]]"), "{refused:?}");
}
