#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::*;
use crate::message::NationalTable;

const FILE: &str = "/etc/beffroi/beffroi.toml";

fn parse(text: &str) -> Result<Config, Mistakes> {
    Config::parse(text, Path::new(FILE))
}

/// Line, key and sentence of each mistake.
fn wrong(text: &str) -> Vec<(usize, String, String)> {
    match parse(text) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.list.into_iter().map(|m| (m.line, m.key, m.problem.to_string())).collect(),
    }
}

#[test]
fn the_smallest_configuration_runs() {
    let config = parse(
        r#"[store]
path = "/var/lib/beffroi/beffroi.db"
[[outbox]]
path = "/var/lib/beffroi/outbox/outbox.db"     # comment
[[line]]
name = "sim-1"
device = "/dev/serial/by-id/usb-x"
"#,
    )
    .unwrap();
    assert_eq!(config.store, PathBuf::from("/var/lib/beffroi/beffroi.db"));
    assert_eq!(config.control, PathBuf::from("/var/lib/beffroi/control.sock"));
    assert_eq!(config.language, "fr");
    assert_eq!(Some(config.zone), Zone::named("Europe/Paris"));
    assert_eq!(config.services.into_iter().collect::<Vec<_>>(), [("default".into(), Service::default())]);
    let path = PathBuf::from("/var/lib/beffroi/outbox/outbox.db");
    assert_eq!(config.outboxes, [Outbox { path, services: None, lanes: None, group: None }]);
    let device = Device::Path("/dev/serial/by-id/usb-x".into());
    let result_timeout = Duration::from_secs(120);
    assert_eq!(
        config.lines,
        [Line {
            name: "sim-1".into(),
            device,
            imei: None,
            iccid: None,
            result_timeout,
            pin_file: None,
            pin_tries_unknown: TriesUnknown::Keep,
            reports: Reports::Auto,
        }]
    );
}

#[test]
fn a_store_alone_is_enough_and_its_outbox_lies_in_a_folder_beside_it() {
    let config = parse("[store]\npath = \"data/beffroi.db\"").unwrap();
    assert_eq!(config.store, PathBuf::from("/etc/beffroi/data/beffroi.db"));
    assert_eq!(config.outboxes[0].path, PathBuf::from("/etc/beffroi/data/outbox/outbox.db"));
    assert!(config.lines.is_empty());
}

#[test]
fn every_key_is_read() {
    let config = parse(
        r#"language = "en"
zone = "Indian/Reunion"
[store]
path = "/s/b.db"
[control]
socket = "/run/b.sock"
[service.conservatoire]
lane = "urgent"
when_unknown = "resend-once"
text = "keep"
national = ["spanish", "portuguese"]
signature = " L’École "
max_parts = 4
[service."déchets"]
text = "fold"
emoji = "name"
national = []
[[outbox]]
path = "/s/o/a.db"
services = ["conservatoire", "déchets"]
lanes = ["urgent", "bulk"]
group = "scolarite"
[[drop]]
path = "/s/drop/"
service = "conservatoire"
lane = "bulk"
text = "Bonjour {Prénom}"
where = ["Jour=Lundi", "Jour=Mardi"]
columns = { phone = "Mobile" }
confirm_above = 0
keep = "2d"
group = "scolarite"
[[drop]]
path = "spool"
format = "spool"
service = "conservatoire"
[ledger]
resend_after_urgent = "1min"
resend_after = "5min"
clock = "trust"
[[line]]
name = "sim-1"
imei = "356938035643809"
iccid = "imsi:208011234567890"
result_timeout = "5s"
[[line]]
name = "sim-2"
device = "auto"
"#,
    )
    .unwrap();
    assert_eq!((config.language.as_str(), config.control), ("en", "/run/b.sock".into()));
    let service = Service {
        lane: Lane::Urgent,
        when_unknown: Some(WhenUnknown::ResendOnce),
        text: TextPolicy::Keep,
        emoji: Emoji::Keep,
        tables: vec![NationalTable::Spanish, NationalTable::Portuguese],
        signature: Some("L’École".to_owned()),
        max_parts: Some(4),
    };
    assert_eq!(config.services.get("conservatoire"), Some(&service));
    let folding = Service { text: TextPolicy::Fold, emoji: Emoji::Name, ..Service::default() };
    assert_eq!(config.services.get("déchets"), Some(&folding));
    let most = |lane| (service.most_parts(lane), Service::default().most_parts(lane));
    assert_eq!(Lane::ALL.iter().map(|lane| most(*lane)).collect::<Vec<_>>(), [(4, 6), (4, 3), (4, 3)]);
    assert_eq!(config.services.len(), 2, "no default beside services that are written");
    let outbox = &config.outboxes[0];
    assert_eq!(outbox.services, Some(vec!["conservatoire".into(), "déchets".into()]));
    assert_eq!(outbox.lanes, Some(vec![Lane::Urgent, Lane::Bulk]));
    assert_eq!(outbox.group.as_deref(), Some("scolarite"));
    let list = DropFolder {
        path: "/s/drop".into(),
        format: DropFormat::Csv,
        service: "conservatoire".into(),
        lane: Lane::Bulk,
        text: "Bonjour {Prénom}".into(),
        conditions: vec!["Jour=Lundi".into(), "Jour=Mardi".into()],
        phone: Some("Mobile".into()),
        confirm_above: 0,
        keep: Duration::from_hours(48),
        group: Some("scolarite".into()),
    };
    assert_eq!(config.drops[0], list);
    let spool = &config.drops[1];
    assert_eq!((spool.path.as_path(), spool.format), (Path::new("/etc/beffroi/spool"), DropFormat::Spool));
    assert_eq!((spool.lane, spool.confirm_above), (Lane::Urgent, 200), "the service's lane, and its limit");
    assert_eq!(spool.keep, Duration::from_hours(24));
    let ledger = Ledger {
        resend_after_urgent: Duration::from_secs(60),
        resend_after: Duration::from_secs(300),
        clock: ClockTrust::Trust,
    };
    assert_eq!(config.ledger, ledger);
    assert_eq!(config.lines[0].device, Device::Auto);
    assert_eq!(config.lines[0].result_timeout, Duration::from_secs(5));
    assert_eq!(config.lines[0].iccid.as_deref(), Some("imsi:208011234567890"));
}

#[test]
fn each_mistake_is_named_with_its_line_its_key_and_a_remedy() {
    let store = "[store]\npath = \"/s/b.db\"\n";
    let rows = [
        ("", (0, "store.path", "is missing: write path =")),
        ("[store]", (1, "store.path", "is missing: write path =")),
        ("store = 5", (1, "store", "takes a section of keys")),
        ("[store]\npath = 5", (2, "store.path", "takes a text between quotes: write path =")),
        ("[store]\npath = \"/\"", (2, "store.path", "names no file: write path =")),
        ("[store\npath = 5", (1, "", "not TOML:")),
        ("[store]\npath = \"/s\"\npath = \"/t\"", (3, "", "not TOML: duplicate key")),
        ("[store]\npaht = \"/s/b.db\"\npath = \"/s/b.db\"", (2, "store.paht", "is path meant?")),
        (
            "[store]\npath = \"/s/b.db\"\nzone = \"x\"",
            (3, "store.zone", "at the top, before the first [section]"),
        ),
        ("langage = \"fr\"\n[store]\npath = \"/s/b.db\"", (1, "langage", "is language meant?")),
        ("baud = 5\n[store]\npath = \"/s/b.db\"", (1, "baud", "choose from language, zone, store")),
        ("device = 5\n[store]\npath = \"/s/b.db\"", (1, "device", "it belongs under [[line]]")),
        ("language = \"de\"\n[store]\npath = \"/s/b.db\"", (1, "language", "write one of fr, en")),
        ("zone = \"Paris\"\n[store]\npath = \"/s/b.db\"", (1, "zone", "no time zone \"Paris\"")),
    ];
    let after_store = [
        ("[service.a]\nlane = \"urgnet\"", (4, "service.a.lane", "is \"urgent\" meant?")),
        ("[service.a]\nlane = \"prompt\"", (4, "service.a.lane", "write one of urgent, normal, bulk")),
        ("[ledger]\nresend_after = \"0s\"", (4, "ledger.resend_after", "out of range")),
        ("[ledger]\nclock = \"trsut\"", (4, "ledger.clock", "is \"trust\" meant?")),
        ("[service.a]\nwhen_unknown = \"aks\"", (4, "service.a.when_unknown", "is \"ask\" meant?")),
        ("[service.a]\ntext = \"refus\"", (4, "service.a.text", "is \"refuse\" meant?")),
        ("[service.a]\nmax_parts = 0", (4, "service.a.max_parts", "0 is out of range: write 1 to 255")),
        ("[service.a]\nmax_parts = 256", (4, "service.a.max_parts", "out of range")),
        (
            "[service.a]\nmax_parts = \"6\"",
            (4, "service.a.max_parts", "takes a whole number: write max_parts = 6"),
        ),
        ("[service.\"a b\"]", (3, "service.a b", "is no name")),
        ("[outbox]\npath = \"/o/o.db\"", (3, "outbox", "write [[outbox]] with two brackets")),
        ("[service.a]\nsignature = \"\"", (4, "service.a.signature", "write 1 to 50 characters")),
        ("[service.a]\nsignature = \"—\"", (4, "service.a.signature", "a letter or a digit")),
        ("[service.a]\nsignature = \"a\\nb\"", (4, "service.a.signature", "on one line")),
        (
            "[service.a]\nsignature = \"123456789 123456789 123456789 123456789 123456789 1\"",
            (4, "service.a.signature", "write 1 to 50 characters"),
        ),
        (
            "[service.a]\nsignature = \"Noël\"\ntext = \"refuse\"",
            (4, "service.a.signature", "has a ë, which GSM-7 has not"),
        ),
        ("[service.a]\nnational = \"portuguese\"", (4, "service.a.national", "takes a list of texts")),
        ("[service.a]\nnational = [\"portugese\"]", (4, "service.a.national", "is \"portuguese\" meant?")),
        // What would make a whole text unreadable, and what has no Latin letters, is not to be had.
        (
            "[service.a]\ntext = \"fold\"\nnational = [\"portuguese\"]",
            (5, "service.a.national", "does nothing with text = \"fold\""),
        ),
        (
            "[service.a]\nemoji = \"name\"\ntext = \"refuse\"",
            (4, "service.a.emoji", "does nothing with text = \"refuse\""),
        ),
        ("[service.a]\nnational = [\"hindi\"]", (4, "service.a.national", "portuguese, spanish, turkish")),
        ("[[outbox]]", (3, "outbox.path", "is missing: write path =")),
        ("[[outbox]]\npath = \"/s/b.db\"", (4, "outbox.path", "is the path of the store already")),
        ("[[outbox]]\npath = \"/s/o.db\"", (4, "outbox.path", "a folder of its own")),
        (
            "[[outbox]]\npath = \"/o/o.db\"\nservices = [\"defaut\"]",
            (5, "outbox.services", "is \"default\" meant?"),
        ),
        (
            "[[outbox]]\npath = \"/o/o.db\"\nservices = [\"voirie\"]",
            (5, "outbox.services", "add [service.voirie]"),
        ),
        ("[[outbox]]\npath = \"/o/o.db\"\nservices = []", (5, "outbox.services", "allows nothing")),
        ("[[outbox]]\npath = \"/o/o.db\"\nservices = \"x\"", (5, "outbox.services", "takes a list of texts")),
        ("[[outbox]]\npath = \"/o/o.db\"\nlanes = [\"bluk\"]", (5, "outbox.lanes", "is \"bulk\" meant?")),
        ("[[outbox]]\npath = \"/o/o.db\"\ngroup = \"\"", (5, "outbox.group", "is no name")),
        (
            "[[outbox]]\npath = \"/o/o.db\"\n[[outbox]]\npath = \"/o/o.db\"",
            (6, "outbox.path", "\"/o/o.db\" stands in line 4 already"),
        ),
        ("[[drop]]\ntext = \"x\"", (3, "drop.path", "is missing: write path =")),
        ("[[drop]]\npath = \"/d\"", (3, "drop.text", "is missing: write text =")),
        ("[[drop]]\npath = \"/\"\ntext = \"x\"", (4, "drop.path", "write path =")),
        ("[[drop]]\npath = \"/s\"\ntext = \"x\"", (4, "drop.path", "holds the store: give")),
        (
            "[[outbox]]\npath = \"/o/o.db\"\n[[drop]]\npath = \"/o\"\ntext = \"x\"",
            (6, "drop.path", "holds an outbox"),
        ),
        ("[[drop]]\npath = \"/d\"\ntext = \"Bonjour {Nom\"", (5, "drop.text", "opens a brace")),
        (
            "[[drop]]\npath = \"/d\"\ntext = \"x\"\nwhere = [\"Jour\"]",
            (6, "drop.where", "write COLUMN=VALUE"),
        ),
        ("[[drop]]\npath = \"/d\"\ntext = \"x\"\nkeep = \"5s\"", (6, "drop.keep", "write 1min to 90d")),
        (
            "[[drop]]\npath = \"/d\"\ntext = \"x\"\nconfirm_above = -1",
            (6, "drop.confirm_above", "write 0 to 100000"),
        ),
        (
            "[[drop]]\npath = \"/d\"\ntext = \"x\"\nservice = \"defaut\"",
            (6, "drop.service", "is \"default\" meant?"),
        ),
        ("[[drop]]\npath = \"/d\"\nformat = \"cvs\"\ntext = \"x\"", (5, "drop.format", "is \"csv\" meant?")),
        ("[[drop]]\npath = \"/d\"\nformat = \"spool\"\ntext = \"x\"", (6, "drop.text", "leave the key out")),
        (
            "[[drop]]\npath = \"/d\"\ntext = \"x\"\ncolumns = { phoen = \"x\" }",
            (6, "drop.columns.phoen", "is phone meant?"),
        ),
        (
            "[service.a]\n[service.b]\n[[drop]]\npath = \"/d\"\ntext = \"x\"",
            (5, "drop.service", "is missing"),
        ),
        ("[drop]\npath = \"/d\"", (3, "drop", "write [[drop]] with two brackets")),
        ("[[line]]\nname = \"a\"", (3, "line.device", "has neither device nor imei")),
        (
            "[[line]]\nname = \"a\"\ndevcie = \"auto\"\nimei = \"356938035643809\"",
            (5, "line.devcie", "is device meant?"),
        ),
        ("[[line]]\ndevice = \"auto\"", (3, "line.name", "is missing: write name =")),
        ("[[line]]\nname = \"a\"\nimei = \"12\"", (5, "line.imei", "15 digits")),
        ("[[line]]\nname = \"a\"\ndevice = \"auto\"\niccid = \"12\"", (6, "line.iccid", "18 to 20 digits")),
        (
            "[[line]]\nname = \"a\"\ndevice = \"auto\"\nresult_timeout = 5",
            (6, "line.result_timeout", "write result_timeout = \"120s\""),
        ),
        (
            "[[line]]\nname = \"a\"\ndevice = \"auto\"\nresult_timeout = \"5\"",
            (6, "line.result_timeout", "is not a duration"),
        ),
        (
            "[[line]]\nname = \"a\"\ndevice = \"auto\"\nresult_timeout = \"1h\"",
            (6, "line.result_timeout", "write 1s to 10min"),
        ),
        (
            "[[line]]\nname = \"a\"\ndevice = \"auto\"\n[[line]]\nname = \"a\"\ndevice = \"/dev/x\"",
            (7, "line.name", "\"a\" stands in line 4 already"),
        ),
        (
            "[[line]]\nname = \"a\"\ndevice = \"/dev/x\"\n[[line]]\nname = \"b\"\ndevice = \"/dev/x\"",
            (8, "line.device", "\"/dev/x\" stands in line 5 already"),
        ),
    ];
    let after_store = after_store.map(|(text, want)| (format!("{store}{text}"), want));
    let rows = rows.into_iter().map(|(text, want)| (text.to_owned(), want)).chain(after_store);
    for (text, (line, key, part)) in rows {
        let found = wrong(&text);
        assert!(
            matches!(found.as_slice(), [(l, k, s)] if *l == line && k == key && s.contains(part)),
            "{text}\nwant {line} {key}: {part}\ngot {found:#?}"
        );
        assert!(found.iter().all(|(_, _, sentence)| !sentence.contains('\n')), "one line each: {found:?}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_their_lines() {
    let found = wrong(
        "zone = \"Paris\"\n[[line]]\nname = \"a\"\nresult_timeout = \"0s\"\n[service.a]\nlane = 3\n[store]\npth = \"\"\n",
    );
    let places: Vec<_> = found.iter().map(|(line, key, _)| (*line, key.as_str())).collect();
    let want = [
        (1, "zone"),
        (2, "line.device"),
        (4, "line.result_timeout"),
        (6, "service.a.lane"),
        (7, "store.path"),
        (8, "store.pth"),
    ];
    assert_eq!(places, want);
}

#[test]
fn the_default_is_right_as_it_stands_and_with_every_example_in_force() {
    parse(DEFAULT).unwrap();
    let all: Vec<&str> = DEFAULT
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(example) if !example.is_empty() && !example.starts_with(' ') => example,
            _ => line,
        })
        .collect();
    let config = parse(&all.join("\n")).unwrap();
    assert!(config.services.contains_key("conservatoire"));
    assert_eq!(config.outboxes[0].group.as_deref(), Some("scolarite"));
    assert_eq!(config.lines[0].imei.as_deref(), Some("356938035643809"));
}

#[test]
fn a_file_that_is_not_there_is_a_mistake_like_any_other() {
    let mistakes = Config::read(Path::new("/nonexistent/beffroi.toml")).unwrap_err();
    assert_eq!((mistakes.list.len(), mistakes.list[0].line), (1, 0));
    assert!(mistakes.to_string().starts_with("/nonexistent/beffroi.toml: can't be read"));
}

#[test]
fn octets_that_are_no_utf_8_are_a_mistake_in_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("beffroi.toml");
    std::fs::write(&file, b"[store]\npath = \"\xE9.db\"\n").unwrap();
    let mistakes = Config::read(&file).unwrap_err();
    let want = Mistake { line: 2, key: String::new(), problem: Problem::NotUnicode };
    assert_eq!(mistakes.list, [want]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\[{1,2}|\\]{1,2}|store|line|path|=|\"|\n|[a-z.]{1,3}|\\PC){0,40}") {
        if let Err(mistakes) = parse(&text) {
            assert!(!mistakes.list.is_empty(), "{text}");
        }
    }
}
