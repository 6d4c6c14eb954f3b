//! One folder and one store; the clock is the test's, and any of it may die.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod deaths;
mod disks;
mod namesakes;
mod told;
mod unusable;
mod waiting;

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::keeper::Keeper;
use super::thread::Settings;
use super::*;
use crate::config::Config;
use crate::gateway::new_message;
use crate::intake::admit::Judge;
use crate::message::State;
use crate::moment::Moment;
use crate::store::{
    ADMITTED_AT_ONCE, Confirmation, ListFilter, NoticeState, Reader, Store, StoreError, Turn, WaitCause,
};
use crate::wording::{self, Language};

const LIST: &str = "\
Nom;Prénom;Tél. portable\n\
Garçon;Zoé;06 39 98 00 01\n\
Garçon;Léo;+33639980001\n\
Noël;Maël;01 99 00 12 34\n\
Petit;Éva;06 39 98 00 05\n";

/// Where everything happens.
struct Office {
    folder: tempfile::TempDir,
    config: Config,
    begin: (Instant, Moment),
    /// Milliseconds since then.
    clock: Arc<AtomicI64>,
}

/// The gateway's work, done on the spot.
#[derive(Clone)]
struct Clerk {
    store: Arc<Mutex<Store>>,
    begin: Moment,
    clock: Arc<AtomicI64>,
}

impl Clerk {
    fn turn<T>(&self, work: impl FnOnce(&Turn<'_>, Moment) -> Result<T, StoreError>) -> T {
        let at = since(self.begin, &self.clock);
        self.store.lock().unwrap().turn(|turn| work(turn, at)).unwrap()
    }

    fn confirm(&self, notice: i64) -> Confirmation {
        self.turn(|turn, at| turn.confirm_notice(NoticeId(notice), at))
    }

    fn cancel(&self, notice: i64) {
        self.turn(|turn, at| turn.cancel_notice(NoticeId(notice), at));
    }
}

fn since(begin: Moment, clock: &AtomicI64) -> Moment {
    Moment::from_millis(begin.millis() + clock.load(Ordering::SeqCst))
}

impl Upstream for Clerk {
    fn message(&self, admission: Admission) -> NewMessage {
        new_message(admission, None)
    }

    fn take(&self, file: NewDrop) -> Result<DropStanding, Gone> {
        Ok(self.turn(|turn, at| turn.take_drop(&file, at)))
    }

    fn go_on(&self, notice: NoticeId) -> Result<u32, Gone> {
        Ok(self.turn(|turn, at| turn.admit_drafts(notice, ADMITTED_AT_ONCE, at)))
    }

    fn moved(&self, drop: DropId, to: String) -> Result<(), Gone> {
        self.turn(|turn, _| turn.drop_moved(drop, &to));
        Ok(())
    }

    fn forget(&self, drop: DropId) -> Result<(), Gone> {
        self.turn(|turn, _| turn.forget_drop(drop));
        Ok(())
    }

    fn expire(&self) -> Result<(), Gone> {
        self.turn(|turn, at| turn.expire_notices(at));
        Ok(())
    }
}

/// A process.
struct Life<U> {
    keeper: Keeper<U>,
    clerk: Clerk,
}

impl Office {
    fn new(rules: &str) -> Self {
        Self::of("", rules)
    }

    /// With more said of the service.
    fn of(service: &str, rules: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "[store]\npath = \"s/b.db\"\n[service.ecole]\nlane = \"urgent\"\n{service}\n[[drop]]\npath = \"drop\"\n{rules}\n"
        );
        let config = Config::parse(&text, &folder.path().join("b.toml")).unwrap();
        fs::create_dir(folder.path().join("s")).unwrap();
        let begin = (Instant::now(), Moment::from_millis(1_795_600_000_000));
        Self { folder, config, begin, clock: Arc::default() }
    }

    fn list() -> Self {
        Self::new("text = \"Pas de cours ce soir, {Prénom}.\"")
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join("drop").join(inner)
    }

    fn put(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path("")).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn life<U: Upstream>(&self, upstream: impl FnOnce(Clerk) -> U) -> Life<U> {
        let store = Arc::new(Mutex::new(Store::open(&self.config.store).unwrap()));
        let clerk = Clerk { store, begin: self.begin.1, clock: Arc::clone(&self.clock) };
        let settings = Settings {
            rules: self.config.drops[0].clone(),
            configuration: "/etc/beffroi/beffroi.toml".into(),
            judge: Arc::new(Judge::new(&self.config)),
            store: self.config.store.clone(),
            language: Language::French,
            zone: self.config.zone.clone(),
        };
        Life { keeper: Keeper::new(settings, upstream(clerk.clone())), clerk }
    }

    fn alive(&self) -> Life<Clerk> {
        self.life(|clerk| clerk)
    }

    fn now(&self) -> Moment {
        since(self.begin.1, &self.clock)
    }

    /// One look, some time after the last.
    fn look<U: Upstream>(&self, life: &mut Life<U>, later: Duration) -> Result<(), Gone> {
        self.clock.fetch_add(i64::try_from(later.as_millis()).unwrap(), Ordering::SeqCst);
        life.keeper.moved();
        life.keeper.look(self.begin.0 + self.now().since(self.begin.1), self.now()).map(|_| ())
    }

    /// Looks until what was put there has stood still, and what follows is done.
    fn looks<U: Upstream>(&self, life: &mut Life<U>) -> Result<(), Gone> {
        (0..4).try_for_each(|_| self.look(life, Duration::from_secs(3)))
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.config.store).unwrap()
    }

    /// Recipients in the order of their messages.
    fn messages(&self) -> Vec<String> {
        let mut all = self.reader().list(&ListFilter::default()).unwrap();
        all.reverse();
        all.iter().filter_map(|row| row.recipient.as_ref()).map(|to| to.national()).collect()
    }

    fn notices(&self) -> Vec<(NoticeId, NoticeState)> {
        self.reader()
            .notices(100, self.now())
            .unwrap()
            .iter()
            .map(|notice| (notice.id, notice.state))
            .collect()
    }

    /// What lies in the folder, with one level below.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.path("")).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            match entry.file_type().unwrap().is_dir() {
                false => found.push(name),
                true => found.extend(
                    fs::read_dir(entry.path())
                        .unwrap()
                        .map(|inner| format!("{name}/{}", inner.unwrap().file_name().into_string().unwrap())),
                ),
            }
        }
        found.sort();
        found
    }

    fn page(&self, stem: &str) -> String {
        let page = fs::read_to_string(self.path(&format!("{stem}.resultat.txt"))).unwrap();
        assert!(!page.contains("drop-") && !page.contains(['{', '$']), "a sentence is missing: {page}");
        page.replace('\u{A0}', " ")
    }
}

/// A gateway that dies at its nth answer: before the work is done, or after it is committed.
struct Dying {
    clerk: Clerk,
    left: Cell<u32>,
    after: bool,
}

impl Dying {
    fn at<T>(&self, work: impl FnOnce() -> Result<T, Gone>) -> Result<T, Gone> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        match (left, self.after) {
            (0, _) | (1, false) => Err(Gone),
            (1, true) => work().and(Err(Gone)),
            _ => work(),
        }
    }
}

impl Upstream for Dying {
    fn message(&self, admission: Admission) -> NewMessage {
        self.clerk.message(admission)
    }

    fn take(&self, file: NewDrop) -> Result<DropStanding, Gone> {
        self.at(|| self.clerk.take(file))
    }

    fn go_on(&self, notice: NoticeId) -> Result<u32, Gone> {
        self.at(|| self.clerk.go_on(notice))
    }

    fn moved(&self, drop: DropId, to: String) -> Result<(), Gone> {
        self.at(|| self.clerk.moved(drop, to))
    }

    fn forget(&self, drop: DropId) -> Result<(), Gone> {
        self.at(|| self.clerk.forget(drop))
    }

    fn expire(&self) -> Result<(), Gone> {
        self.at(|| self.clerk.expire())
    }
}

const TAKEN: &[&str] = &["fait/liste.csv", "liste.resultat.csv", "liste.resultat.txt"];

#[test]
fn a_list_tells_each_number_once_and_what_became_of_it_stands_beside() {
    let office = Office::list();
    office.put("liste.csv", LIST);
    let mut life = office.alive();
    office.look(&mut life, Duration::ZERO).unwrap();
    assert_eq!(office.files(), ["liste.csv"], "not before it has stood still");
    office.looks(&mut life).unwrap();
    assert_eq!(office.files(), TAKEN);
    assert_eq!(
        office.messages(),
        ["06 39 98 00 01", "06 39 98 00 01", "06 39 98 00 05"],
        "two texts, one number"
    );
    let table = fs::read_to_string(office.path("liste.resultat.csv")).unwrap().replace('\u{A0}', " ");
    let want = "\u{FEFF}ligne;nom;numéro;état;motif;envoyé le;reçu le;SMS;n°\r\n\
        2;Zoé Garçon;06 39 98 00 01;en attente;;;;1;1\r\n\
        3;Léo Garçon;06 39 98 00 01;en attente;;;;1;2\r\n\
        4;Maël Noël;01 99 00 12 34;refusé;numéro fixe : à appeler;;;;\r\n\
        5;Éva Petit;06 39 98 00 05;en attente;;;;1;3\r\n";
    assert_eq!(table, want);
    let page = office.page("liste");
    for part in [
        "4 personnes : 0 reçu, 1 à appeler, 0 incertain, 3 en attente\r\n3 messages, 3 SMS, par exemple :\r\n    Pas de cours ce soir, Zoé.\r\n",
        "Lignes refusées :\r\n  ligne 4 (Maël Noël, 01 99 00 12 34) : numéro fixe : à appeler\r\n",
        "Pour tout arrêter : beffroi notice cancel 1",
        "Ligne par ligne : liste.resultat.csv",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn after_the_time_that_is_kept_all_of_it_is_gone_and_the_same_list_is_a_new_notice() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.look(&mut life, Duration::from_hours(24)).unwrap();
    assert!(office.files().is_empty(), "{:?}", office.files());
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    assert_eq!(office.files(), TAKEN);
    assert_eq!(office.messages().len(), 6);
    assert_eq!(office.notices(), [(NoticeId(2), NoticeState::Open), (NoticeId(1), NoticeState::Open)]);
}

#[test]
fn a_list_that_was_put_right_reaches_those_who_were_left_out_alone() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.put("liste.csv", &LIST.replace("01 99 00 12 34", "06 39 98 00 09"));
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages()[3..], ["06 39 98 00 09"]);
    let page = office.page("liste");
    assert!(page.contains("3 personnes ont déjà été prévenues par un fichier précédent"), "{page}");
    assert!(office.files().contains(&"fait/liste (2).csv".to_owned()), "{:?}", office.files());
}

#[test]
fn a_spool_sends_each_file_once_even_where_two_say_the_same() {
    let office = Office::new("format = \"spool\"");
    let mut life = office.alive();
    office.put("OUT+33639980001.txt", "Serveur en panne");
    office.put("sms_1", "To: 33639980001\nAlphabet: UTF\n\nServeur en panne\n");
    office.put("sms_2", "To: 33639980001\n\nServeur en panne");
    office.put("sms_3", "To: 33639980001\n\nServeur en panne");
    office.put("sms_4", "Sujet: rien\n\nServeur en panne");
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages(), ["06 39 98 00 01"; 4]);
    assert!(office.page("sms_4").contains("aucun destinataire"));
    assert!(office.files().contains(&"refuse/sms_4".to_owned()), "{:?}", office.files());
}

#[test]
fn whatever_may_be_wrong_or_wait_has_its_sentences() {
    use super::spool::Problem;
    let file = || "x.txt".to_owned();
    let problems = [
        Problem::NoRecipient { file: file() },
        Problem::TooManyRecipients { file: file(), limit: 100 },
        Problem::NotText { file: file() },
        Problem::Alphabet { file: file(), alphabet: "binary".into() },
        Problem::Backup { file: file() },
    ];
    for problem in &problems {
        // Fails to compile when one is added, to be put into the list above.
        match problem {
            Problem::NoRecipient { .. } | Problem::TooManyRecipients { .. } | Problem::NotText { .. } => {}
            Problem::Alphabet { .. } | Problem::Backup { .. } => {}
        }
    }
    let causes = [
        WaitCause::Many { recipients: 60, limit: 50 },
        WaitCause::Repeated { file: file(), at: Moment::from_millis(5) },
        WaitCause::AlsoWaiting { file: file(), at: Moment::from_millis(5) },
        WaitCause::AlsoConfirmed { file: file(), at: Moment::from_millis(5) },
        WaitCause::Unremembered { file: file(), at: Moment::from_millis(5) },
    ];
    let states = [
        NoticeState::Waiting,
        NoticeState::Open,
        NoticeState::Cancelled,
        NoticeState::Expired,
        NoticeState::Replaced,
    ];
    for language in [Language::French, Language::English] {
        let said = problems.iter().map(|problem| wording::sentence(language, "spool", problem));
        let said = said.chain(causes.iter().map(|cause| wording::sentence(language, "waits", cause)));
        let said = said.chain(states.iter().map(|state| wording::sentence(language, "notice-state", state)));
        for text in said {
            assert!(!text.contains(['{', '$', '_']) && text.contains(' ') || text.len() > 4, "{text}");
            assert!(!text.starts_with("spool-") && !text.starts_with("waits-"), "{text}");
            assert!(!text.starts_with("notice-state-"), "{text}");
        }
    }
    for state in states {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
}
