//! The plan of the house as data: DESIGN §2.1 and "Never" 1 to 4.

/// What each room may import of the others; `room::Name` allows that one name. `cli` may import all.
///
/// Four more than the plan's text: `control` and `wording` know `line`, whose values are plain, so that
/// the status can show how a line stands and there is a sentence for it; `wording` reads instants; `gateway` has parts
/// that came in put together by `sms`, over the octets, since a phone may cut a sign in two.
pub(crate) const IMPORTS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &[]),
    ("cli", EVERY_ROOM),
    ("web", TALKERS),
    ("control", TALKERS),
    (
        "gateway",
        &[
            "line",
            "intake",
            "outbox",
            "store",
            "text",
            "sms::reassembly",
            "sms::address",
            "phone",
            "message",
            "wording",
            "config",
            "moment",
        ],
    ),
    ("intake", &["outbox", "store", "text", "phone", "message", "wording", "config", "moment"]),
    ("outbox", &["message", "wording", "moment"]),
    ("store", &["phone", "message", "moment"]),
    ("modem", &["line", "at", "sms", "message", "phone", "moment"]),
    ("relay", &["line", "message", "phone", "moment"]),
    ("virtual_modem", &["sim"]),
    ("sim", &["sms", "phone", "moment"]),
    ("audit", &["sms", "message", "phone", "moment"]),
    ("text", &["sms", "message"]),
    ("sms", &["phone", "moment"]),
    ("line", &["message", "phone", "moment"]),
    ("message", &["phone", "moment"]),
    ("wording", &["message", "line", "moment"]),
    ("config", &["phone", "message", "text", "moment"]),
    ("at", &[]),
    ("phone", &[]),
    ("moment", &[]),
    ("telemetry", &[]),
];

const TALKERS: &[&str] = &[
    "gateway::Handle",
    "gateway::Trouble",
    "outbox::Aside",
    "outbox::Befallen",
    "outbox::Health",
    "outbox::Hitch",
    "store",
    "intake",
    "text",
    "phone",
    "message",
    "wording",
    "config",
    "moment",
    "line",
];

const EVERY_ROOM: &[&str] = &[
    "web",
    "control",
    "gateway",
    "intake",
    "outbox",
    "store",
    "modem",
    "relay",
    "virtual_modem",
    "sim",
    "audit",
    "text",
    "sms",
    "line",
    "message",
    "wording",
    "config",
    "at",
    "phone",
    "moment",
    "telemetry",
];

/// Files and folders that touch no world: values in, values out. Paths below `src`, without `.rs`.
pub(crate) const PURE: &[&str] = &[
    "phone",
    "moment",
    "message",
    "line",
    "wording",
    "sms",
    "text",
    "at",
    "sim",
    "audit",
    "modem/doctor",
    "modem/driver",
    "modem/bringup",
    "modem/ladder",
    "modem/profile",
    "gateway/schedule",
    "gateway/route",
    "gateway/plan",
    "gateway/calendar",
    "gateway/retry",
    "gateway/settle",
    "gateway/joining",
    "intake/dropfolder/backup",
    "intake/dropfolder/names",
    "intake/dropfolder/plan",
    "intake/dropfolder/spool",
    "intake/dropfolder/spot",
    "intake/dropfolder/telling",
    "intake/dropfolder/watchlist",
];

/// What pure code never names: crates, and parts of std.
pub(crate) const WORLD: &[&str] = &[
    "tokio",
    "tokio_serial",
    "rusqlite",
    "axum",
    "nix",
    "libc",
    "sd_notify",
    "tracing",
    "tracing_subscriber",
    "log",
    "rand",
    "getrandom",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "std::os",
];

/// Where each foreign crate lives. [`ANYWHERE`] names no place: whoever is not pure may use it, and
/// what is pure as well where [`WORLD`] does not list it.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli"]),
    ("axum", &["web", "control"]),
    ("calamine", &["intake/table"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["cli"]),
    ("csv", &["intake/table"]),
    ("deunicode", &["text"]),
    ("encoding_rs", &["intake/table"]),
    // Pure code takes a seeded generator as an argument; see `reader`.
    ("fastrand", &["sim", "virtual_modem", "store", "outbox", "cli"]),
    ("fluent_bundle", &["wording"]),
    ("jiff", &["moment"]),
    (
        "nix",
        &[
            "outbox",
            "store",
            "intake/dropfolder",
            "gateway/timekeeping",
            "virtual_modem",
            "modem",
            "control",
            "cli",
        ],
    ),
    ("nom", &["at"]),
    ("rlibphonenumber", &["phone"]),
    ("rusqlite", &["store", "outbox"]),
    ("sd_notify", &["cli"]),
    ("serde", ANYWHERE),
    ("serde_json", ANYWHERE),
    ("terminal_size", &["cli"]),
    ("thiserror", ANYWHERE),
    ("tokio", &["modem", "relay", "virtual_modem", "web", "cli"]),
    ("tokio_serial", &["modem/port"]),
    ("toml", &["config", "modem/profile", "sim/personality"]),
    ("strsim", &["config", "intake"]),
    ("tracing", ANYWHERE),
    ("tracing_subscriber", &["telemetry"]),
    ("unic_langid", &["wording"]),
    ("unicode_normalization", &["text"]),
    ("unicode_segmentation", &["text"]),
];

const ANYWHERE: &[&str] = &[];

/// Names that only data may hold, in any case and within any word.
pub(crate) const VENDORS: &[&str] = &[
    "alcatel",
    "cinterion",
    "ericsson",
    "fibocom",
    "gemalto",
    "huawei",
    "motorola",
    "nokia",
    "novatel",
    "quectel",
    "siemens",
    "sierra wireless",
    "simcom",
    "telit",
    "teltonika",
    "u-blox",
    "ublox",
    "wavecom",
    "zte",
];

/// Where a vendor may be named.
pub(crate) const VENDOR_DATA: &[&str] =
    &["modem/profile", "modem/profiles", "sim/personality", "sim/personalities"];

/// Where a string may be an AT line: its one writer, the reader that knows an echo, and the modem's side
/// of the wire.
pub(crate) const AT_LINES: &[&str] = &["at/command", "at/line", "sim", "virtual_modem"];

/// Whether a file (below `src`, without `.rs`) is one of these, or lies in a folder that is.
pub(crate) fn is_within(file: &str, places: &[&str]) -> bool {
    places
        .iter()
        .any(|place| file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Whether a room may import a name of another; `None`: the room as a whole.
pub(crate) fn may_import(from: &str, to: &str, name: Option<&str>) -> bool {
    let Some((_, allowed)) = IMPORTS.iter().find(|(room, _)| *room == from) else { return false };
    allowed.iter().any(|allowed| match allowed.split_once("::") {
        None => *allowed == to,
        Some((room, only)) => room == to && name == Some(only),
    })
}

/// Where a foreign crate lives; `None` for what is no dependency of ours.
pub(crate) fn home_of(name: &str) -> Option<&'static [&'static str]> {
    CRATES.iter().find(|(known, _)| *known == name).map(|(_, home)| *home)
}
