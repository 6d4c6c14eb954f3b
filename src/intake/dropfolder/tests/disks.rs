//! A folder whose archive is on another disk, and what its health says while something is wrong. Only root
//! may mount a disk; whoever is not leaves those tests out.

use std::process::{Command, Stdio};

use super::*;
use crate::intake::dropfolder::trouble::{Cause, Step, Trouble};

/// A small disk; taken away when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&at).stderr(Stdio::null());
        let mounted = nix::unistd::geteuid().is_root() && mount.status().is_ok_and(|ended| ended.success());
        mounted.then_some(Self(at))
    }

    fn may_be_written(&self, how: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        assert!(Command::new("umount").arg("-l").arg(&self.0).status().is_ok());
    }
}

fn left_out() {
    use std::io::Write;
    std::io::stderr().write_all(b"left out: another disk, only root may mount one\n").unwrap();
}

/// As a copy that a process has made before it died.
fn carried(office: &Office, to: &str) {
    let source = office.path("liste.csv");
    fs::copy(&source, office.path(to)).unwrap();
    let time = fs::metadata(&source).unwrap().modified().unwrap();
    fs::File::options().write(true).open(office.path(to)).unwrap().set_modified(time).unwrap();
}

#[test]
fn an_archive_on_another_disk_takes_each_file_once_wherever_the_process_died() {
    type Step = fn(&Office);
    let steps: &[(&str, Step)] = &[
        ("taken, not copied", |_| {}),
        ("a copy begun", |office| fs::write(office.path("fait/.beffroi-resultat.tmp"), "Nom").unwrap()),
        ("copied, and the file still there", |office| carried(office, "fait/liste.csv")),
        ("copied and removed, and nobody was told", |office| {
            carried(office, "fait/liste.csv");
            fs::remove_file(office.path("liste.csv")).unwrap();
        }),
    ];
    for (what, step) in steps {
        let office = Office::list();
        let Some(_disk) = Disk::mount(office.path("fait")) else { return left_out() };
        office.put("liste.csv", LIST);
        let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(1), after: true });
        assert_eq!(office.looks(&mut life), Err(Gone), "{what}");
        drop(life);
        step(&office);
        let mut life = office.alive();
        office.looks(&mut life).unwrap();
        assert_eq!(office.files(), TAKEN, "{what}");
        assert_eq!(fs::read_to_string(office.path("fait/liste.csv")).unwrap(), LIST, "{what}");
        assert_eq!(office.messages().len(), 3, "{what}");
        assert_eq!(life.keeper.health().troubles(), [], "{what}");
        office.look(&mut life, Duration::from_hours(24)).unwrap();
        assert_eq!(office.files(), [] as [&str; 0], "{what}");
    }
}

#[test]
fn the_same_list_put_there_again_is_no_rest_of_a_copy() {
    let office = Office::list();
    let Some(_disk) = Disk::mount(office.path("fait")) else { return left_out() };
    office.put("liste.csv", LIST);
    let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(1), after: true });
    assert_eq!(office.looks(&mut life), Err(Gone));
    drop(life);
    carried(&office, "fait/liste.csv");
    let later = fs::metadata(office.path("liste.csv")).unwrap().modified().unwrap() + Duration::from_secs(9);
    fs::File::options().write(true).open(office.path("liste.csv")).unwrap().set_modified(later).unwrap();
    let mut life = office.alive();
    office.looks(&mut life).unwrap();
    assert!(office.page("liste").contains("même contenu que liste.csv"), "{}", office.page("liste"));
    assert_eq!(office.messages().len(), 3);
}

#[test]
fn what_is_too_large_to_be_read_goes_to_another_disk_once() {
    let office = Office::list();
    let Some(_disk) = Disk::mount(office.path("refuse")) else { return left_out() };
    let mut life = office.alive();
    // Nine megabytes, and the disk has four.
    fs::File::create(office.path("enorme.csv")).unwrap().set_len(9 << 20).unwrap();
    office.looks(&mut life).unwrap();
    let full = [Trouble { step: Step::Move, cause: Cause::Full }];
    assert_eq!(life.keeper.health().troubles(), full);
    let mut mount = Command::new("mount");
    assert!(mount.args(["-o", "remount,size=64m"]).arg(office.path("refuse")).status().unwrap().success());
    drop(life);
    let mut life = office.alive();
    office.looks(&mut life).unwrap();
    let want = ["enorme.resultat.csv", "enorme.resultat.txt", "refuse/enorme.csv"];
    assert_eq!(office.files(), want);
    assert_eq!(life.keeper.health().troubles(), []);
}

#[test]
fn a_disk_that_can_only_be_read_for_a_while_loses_and_doubles_nothing() {
    let office = Office::list();
    let Some(disk) = Disk::mount(office.path("")) else { return left_out() };
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.put("autre.csv", &LIST.replace("00 05", "00 06"));
    disk.may_be_written("ro");
    office.looks(&mut life).unwrap();
    let read_only = [Trouble { step: Step::Use, cause: Cause::ReadOnly }];
    assert_eq!(life.keeper.health().troubles(), read_only);
    assert_eq!(office.messages().len(), 3, "what would have no answer is not taken");
    disk.may_be_written("rw");
    office.looks(&mut life).unwrap();
    assert_eq!(life.keeper.health().troubles(), []);
    assert_eq!(office.messages().len(), 4);
    assert!(office.files().contains(&"fait/autre.csv".to_owned()), "{:?}", office.files());
}

#[test]
fn what_is_wrong_with_a_folder_is_said_while_it_is_and_no_longer() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    symlink("/", office.path("fait")).unwrap();
    office.looks(&mut life).unwrap();
    let cause = Cause::NotAFolder;
    assert_eq!(life.keeper.health().troubles(), [Trouble { step: Step::Move, cause: cause.clone() }]);
    fs::remove_file(office.path("fait")).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(life.keeper.health().troubles(), []);
    // The earlier of two has no place for its results; the latest has.
    fs::rename(office.path("fait"), office.path("weg")).unwrap();
    symlink("/", office.path("fait")).unwrap();
    office.put("liste.csv", &LIST.replace("00 05", "00 06"));
    office.looks(&mut life).unwrap();
    let steps: Vec<Step> = life.keeper.health().troubles().iter().map(|trouble| trouble.step).collect();
    assert_eq!(steps, [Step::Tell, Step::Move]);
    assert!(office.page("liste").contains("1 message, 1 SMS"), "{}", office.page("liste"));
    fs::remove_file(office.path("fait")).unwrap();
    fs::rename(office.path("weg"), office.path("fait")).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(life.keeper.health().troubles(), []);
    fs::rename(office.path(""), office.folder.path().join("away")).unwrap();
    fs::write(office.folder.path().join("drop"), "a file in its place").unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(life.keeper.health().troubles(), [Trouble { step: Step::Use, cause }]);
}
