//! What the service's sandbox keeps closed: outboxes and drop folders outside its own folder want a drop-in
//! of systemd. Values in, values out.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::Config;

/// The service's own folder, `StateDirectory=` of its unit.
const OWN: &str = "/var/lib/beffroi";

/// Where an option of the unit hides everything, whatever `ReadWritePaths=` says.
const HIDDEN: &[(&str, &str)] = &[
    ("/home", "ProtectHome=no"),
    ("/root", "ProtectHome=no"),
    ("/run/user", "ProtectHome=no"),
    ("/tmp", "PrivateTmp=no"),
    ("/var/tmp", "PrivateTmp=no"),
];

/// The lines of a drop-in that opens what a configuration names; empty where nothing is to be opened, or
/// where the store shows that this is not the service's configuration.
pub(super) fn drop_in(config: &Config) -> Vec<String> {
    if !config.store.starts_with(OWN) {
        return Vec::new();
    }
    let outboxes = config.outboxes.iter().filter_map(|outbox| outbox.path.parent());
    let folders = outboxes.chain(config.drops.iter().map(|drop| drop.path.as_path()));
    let closed: BTreeSet<&Path> = folders.filter(|folder| !folder.starts_with(OWN)).collect();
    if closed.is_empty() {
        return Vec::new();
    }
    let hiding =
        |folder: &&Path| HIDDEN.iter().find(|(root, _)| folder.starts_with(root)).map(|(_, option)| *option);
    let options: BTreeSet<&str> = closed.iter().filter_map(hiding).collect();
    // A path with blanks is quoted, as systemd.syntax(7) wants it.
    let opened = closed.iter().map(|folder| {
        let path = folder.display().to_string();
        if path.contains(char::is_whitespace) {
            format!("ReadWritePaths=\"{path}\"")
        } else {
            format!("ReadWritePaths={path}")
        }
    });
    let options = options.into_iter().map(str::to_owned);
    std::iter::once("[Service]".to_owned()).chain(opened).chain(options).collect()
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
            assert_eq!(drop_in(&config), *want, "{text}");
        }
    }
}
