//! What the service's sandbox keeps closed: outboxes and drop folders outside its own folder want a drop-in
//! of systemd, unless the unit on this machine opens them already. Values in, values out.

use std::collections::BTreeSet;
use std::path::Path;

use super::unit::Unit;
use crate::config::Config;

/// The service's own folder, `StateDirectory=` of its unit.
pub(super) const OWN: &str = "/var/lib/beffroi";

/// Its user, unless the unit says otherwise.
pub(super) const USER: &str = "beffroi";

/// Where an option of the unit hides everything, whatever `ReadWritePaths=` says.
const HIDDEN: &[(&str, &str)] = &[
    ("/home", "ProtectHome"),
    ("/root", "ProtectHome"),
    ("/run/user", "ProtectHome"),
    ("/tmp", "PrivateTmp"),
    ("/var/tmp", "PrivateTmp"),
];

/// How an option is switched off (systemd.syntax(7)).
const OFF: &[&str] = &["no", "false", "off", "0"];

/// Whether the store shows that a configuration is the service's.
pub(super) fn is_of_service(config: &Config) -> bool {
    config.store.starts_with(OWN)
}

/// The lines of a drop-in that opens what a configuration names and the unit does not open yet; empty where
/// nothing is to be opened, or where this is not the service's configuration.
pub(super) fn drop_in(config: &Config, unit: &Unit) -> Vec<String> {
    if !is_of_service(config) {
        return Vec::new();
    }
    let outboxes = config.outboxes.iter().filter_map(|outbox| outbox.path.parent());
    let folders = outboxes.chain(config.drops.iter().map(|drop| drop.path.as_path()));
    let outside: BTreeSet<&Path> = folders.filter(|folder| !folder.starts_with(OWN)).collect();
    let hiding =
        |folder: &&Path| HIDDEN.iter().find(|(root, _)| folder.starts_with(root)).map(|(_, option)| *option);
    let is_off = |option: &&str| unit.last(option).is_some_and(|value| OFF.contains(&value));
    let options: BTreeSet<&str> =
        outside.iter().filter_map(hiding).filter(|option| !is_off(option)).collect();
    let writable = unit.list("ReadWritePaths");
    let closed = outside.iter().filter(|folder| !is_within(folder, &writable));
    // A path with blanks is quoted, as systemd.syntax(7) wants it.
    let opened = closed.map(|folder| {
        let path = folder.display().to_string();
        if path.contains(char::is_whitespace) {
            format!("ReadWritePaths=\"{path}\"")
        } else {
            format!("ReadWritePaths={path}")
        }
    });
    let lines: Vec<String> = opened.chain(options.iter().map(|option| format!("{option}=no"))).collect();
    match lines.is_empty() {
        true => lines,
        false => std::iter::once("[Service]".to_owned()).chain(lines).collect(),
    }
}

/// Marks in front of a path say what becomes of one that is missing, and where it begins.
fn is_within(folder: &Path, opened: &[String]) -> bool {
    opened.iter().any(|path| folder.starts_with(path.trim_start_matches(['-', '+'])))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_the_services_folder_is_opened_by_a_drop_in() {
        let rows: &[(&str, &[&str], &[&str])] = &[
            ("/var/lib/beffroi/beffroi.db", &["/var/lib/beffroi/outbox/outbox.db"], &[]),
            ("/srv/beffroi/beffroi.db", &["/srv/sms/outbox.db"], &[]),
            (
                "/var/lib/beffroi/beffroi.db",
                &["/srv/sms/outbox.db", "/srv/dechets sms/outbox.db"],
                &["[Service]", "ReadWritePaths=\"/srv/dechets sms\"", "ReadWritePaths=/srv/sms"],
            ),
            (
                "/var/lib/beffroi/beffroi.db",
                &["/home/claire/sms/outbox.db", "/tmp/sms/outbox.db"],
                &[
                    "[Service]",
                    "ReadWritePaths=/home/claire/sms",
                    "ReadWritePaths=/tmp/sms",
                    "PrivateTmp=no",
                    "ProtectHome=no",
                ],
            ),
        ];
        for (store, outboxes, want) in rows {
            let outboxes: String =
                outboxes.iter().map(|path| format!("[[outbox]]\npath = {path:?}\n")).collect();
            let text = format!("[store]\npath = {store:?}\n{outboxes}");
            let config = Config::parse(&text, Path::new("/etc/beffroi/beffroi.toml")).unwrap();
            assert_eq!(drop_in(&config, &Unit::default()), *want, "{text}");
        }
    }

    #[test]
    fn what_a_drop_in_opens_already_is_not_asked_for_again() {
        let text = "[store]\npath = \"/var/lib/beffroi/beffroi.db\"\n\
            [[outbox]]\npath = \"/srv/sms/outbox.db\"\n[[outbox]]\npath = \"/home/claire/sms/outbox.db\"\n";
        let config = Config::parse(text, Path::new("/etc/beffroi/beffroi.toml")).unwrap();
        let rows: &[(&str, &[&str])] = &[
            (
                "",
                &[
                    "[Service]",
                    "ReadWritePaths=/home/claire/sms",
                    "ReadWritePaths=/srv/sms",
                    "ProtectHome=no",
                ],
            ),
            ("ReadWritePaths=/srv", &["[Service]", "ReadWritePaths=/home/claire/sms", "ProtectHome=no"]),
            (
                "ReadWritePaths=/srv/sm",
                &[
                    "[Service]",
                    "ReadWritePaths=/home/claire/sms",
                    "ReadWritePaths=/srv/sms",
                    "ProtectHome=no",
                ],
            ),
            ("ReadWritePaths=/srv/sms /home/claire/sms", &["[Service]", "ProtectHome=no"]),
            ("ReadWritePaths=-/srv/sms +/home/claire\nProtectHome=no", &[]),
            (
                "ReadWritePaths=/srv/sms /home/claire/sms\nProtectHome=no\nProtectHome=yes",
                &["[Service]", "ProtectHome=no"],
            ),
        ];
        for (opened, want) in rows {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join("etc/systemd/system/beffroi.service.d");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("override.conf"), format!("[Service]\n{opened}\n")).unwrap();
            assert_eq!(drop_in(&config, &Unit::read(root.path())), *want, "{opened}");
        }
    }
}
