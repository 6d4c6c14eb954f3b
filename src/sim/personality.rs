//! Who a virtual modem says it is, as data: identity, capacities, and the answers to `=?`
//! (TS 27.007, TS 27.005). A personality changes words and sizes; what commands do is in `terminal`.

use std::time::Duration;

/// The words and sizes of one kind of modem.
#[derive(Debug)]
pub struct Personality {
    /// By which `--personality` names it.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Answers to identity commands: the name of the command and its lines.
    pub identity: &'static [(&'static str, &'static [&'static str])],
    /// Answers to `=?`, whole lines.
    pub tests: &'static [(&'static str, &'static str)],
    /// What each number of `+CNMI` may be when it is set.
    pub indications: [&'static [u8]; 5],
    /// What `+CSMS` may be set to.
    pub services: &'static [u8],
    /// What becomes of a report for which `+CNMI` has no way.
    pub unrouted: Unrouted,
    /// What `+CNMI=?` says where there is no way for reports.
    pub indications_without_reports: Option<&'static str>,
    /// Lines after a start, each so long after it. The modem is deaf until the last has come.
    pub boot: &'static [(Duration, &'static str)],
    /// Places for messages on the SIM (`SM`).
    pub sim_places: usize,
    /// Places for messages in the modem (`ME`).
    pub own_places: usize,
    /// Places for reports (`SR`).
    pub report_places: usize,
    /// `+CSCA` when it leaves the shop.
    pub service_centre: &'static str,
}

/// What becomes of a report that is to go nowhere (TS 27.005 §3.4.1, `<ds>` 0); modems differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrouted {
    /// The modem takes it and forgets it.
    Dropped,
    /// The modem refuses it, and the network offers it again.
    Refused,
}

/// All there are; the first is the default.
pub static PERSONALITIES: &[&Personality] =
    &[&GENERIC, &REPORTS_STORED, &REPORTS_ACKNOWLEDGED, &REPORTS_DIRECT];

impl Personality {
    /// By its name; `None` if there is none of that name.
    pub fn named(name: &str) -> Option<&'static Personality> {
        PERSONALITIES.iter().copied().find(|personality| personality.name == name)
    }

    /// The same modem with another SIM: what this takes is never given back.
    pub fn with_iccid(&self, iccid: &str) -> &'static Personality {
        let line: &'static str = String::leak(format!("+CCID: {iccid}"));
        let lines: &'static [&'static str] = Vec::leak(vec![line]);
        let swapped = |(command, answer): &(&'static str, &'static [&'static str])| match *command {
            "+CCID" => (*command, lines),
            _ => (*command, *answer),
        };
        let identity = Vec::leak(self.identity.iter().map(swapped).collect());
        Box::leak(Box::new(Personality { identity, ..*self }))
    }

    /// The lines that answer an identity command.
    pub(super) fn identity(&self, command: &str) -> Option<&'static [&'static str]> {
        self.identity.iter().find(|(name, _)| *name == command).map(|(_, lines)| *lines)
    }

    /// The line that answers `command=?`.
    pub(super) fn test(&self, command: &str) -> Option<&'static str> {
        self.tests.iter().chain(TESTS).find(|(name, _)| *name == command).map(|(_, line)| *line)
    }
}

/// TS 27.005 by the book: everything that it describes for PDU mode works.
pub(super) static GENERIC: Personality = Personality {
    name: "generic",
    about: "TS 27.005 by the book, PDU mode; no vendor's habits",
    identity: IDENTITY,
    tests: &[
        ("+CSMS", "+CSMS: (0,1)"),
        ("+CPMS", "+CPMS: (\"ME\",\"SM\",\"SR\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")"),
        ("+CNMI", "+CNMI: (0-3),(0-3),(0,2),(0-2),(0,1)"),
    ],
    indications: [&[0, 1, 2, 3], &[0, 1, 2, 3], &[0, 2], &[0, 1, 2], &[0, 1]],
    services: &[0, 1],
    unrouted: Unrouted::Dropped,
    indications_without_reports: Some("+CNMI: (0-3),(0-3),(0,2),(0),(0,1)"),
    boot: BOOT,
    sim_places: 20,
    own_places: 100,
    report_places: 20,
    service_centre: SERVICE_CENTRE,
};

/// Its reports are stored and announced, and there is no other way for them.
static REPORTS_STORED: Personality = Personality {
    name: "reports-stored",
    about: "as generic, but reports come by +CDSI alone, out of a memory for 10",
    tests: &[
        ("+CSMS", "+CSMS: (0)"),
        ("+CPMS", "+CPMS: (\"SM\",\"SR\"),(\"SM\"),(\"SM\")"),
        ("+CNMI", "+CNMI: (0-2),(0,1),(0),(0,2),(0,1)"),
    ],
    indications: [&[0, 1, 2], &[0, 1], &[0], &[0, 2], &[0, 1]],
    services: &[0],
    unrouted: Unrouted::Refused,
    indications_without_reports: Some("+CNMI: (0-2),(0,1),(0),(0),(0,1)"),
    own_places: 0,
    report_places: 10,
    ..GENERIC
};

/// Its reports are shown, and with `+CSMS=1` wait for `+CNMA`.
static REPORTS_ACKNOWLEDGED: Personality = Personality {
    name: "reports-acknowledged",
    about: "as generic, but reports come by +CDS alone, and by +CSMS=1 until +CNMA says thanks",
    tests: &[
        ("+CSMS", "+CSMS: (0,1)"),
        ("+CPMS", "+CPMS: (\"ME\",\"SM\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")"),
        ("+CNMI", "+CNMI: (0-2),(0-2),(0),(0,1),(0,1)"),
    ],
    indications: [&[0, 1, 2], &[0, 1, 2], &[0], &[0, 1], &[0, 1]],
    services: &[0, 1],
    unrouted: Unrouted::Refused,
    indications_without_reports: Some("+CNMI: (0-2),(0-2),(0),(0),(0,1)"),
    report_places: 0,
    ..GENERIC
};

/// Its reports are shown once, to whoever listens.
static REPORTS_DIRECT: Personality = Personality {
    name: "reports-direct",
    about: "as generic, but reports come by +CDS alone; who is not there has missed them",
    tests: &[
        ("+CSMS", "+CSMS: (0)"),
        ("+CPMS", "+CPMS: (\"ME\",\"SM\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")"),
        ("+CNMI", "+CNMI: (0-2),(0-2),(0),(0,1),(0,1)"),
    ],
    indications: [&[0, 1, 2], &[0, 1, 2], &[0], &[0, 1], &[0, 1]],
    services: &[0],
    unrouted: Unrouted::Dropped,
    indications_without_reports: Some("+CNMI: (0-2),(0-2),(0),(0),(0,1)"),
    report_places: 0,
    ..GENERIC
};

/// Who all of them say they are.
const IDENTITY: &[(&str, &[&str])] = &[
    ("I", &["Virtual", "GENERIC-27005", "Revision: 1.0"]),
    ("+CGMI", &["VirtualModem"]),
    ("+GMI", &["VirtualModem"]),
    ("+CGMM", &["GENERIC-27005"]),
    ("+GMM", &["GENERIC-27005"]),
    ("+CGMR", &["1.0"]),
    ("+GMR", &["1.0"]),
    ("+CGSN", &["001010123456780"]),
    ("+GSN", &["001010123456780"]),
    ("+GCAP", &["+GCAP: +CGSM"]),
    // Test network 001 01; the last digit of the ICCID is its Luhn digit.
    ("+CIMI", &["001010000000001"]),
    ("+CCID", &["+CCID: 8933010000000000010"]),
    ("+CNUM", &["+CNUM: \"\",\"+33639980000\",145"]),
    ("+CBC", &["+CBC: 0,100"]),
    ("+CEER", &["+CEER: No cause"]),
];

/// Answers to `=?` that all of them give, where they have no own.
const TESTS: &[(&str, &str)] = &[
    ("+CMEE", "+CMEE: (0-2)"),
    ("+CFUN", "+CFUN: (0,1,4),(0,1)"),
    ("+CREG", "+CREG: (0-2)"),
    ("+CGREG", "+CGREG: (0-2)"),
    ("+CEREG", "+CEREG: (0-2)"),
    ("+CPINR", "+CPINR: (\"SIM PIN\")"),
    ("+CSQ", "+CSQ: (0-31,99),(0-7,99)"),
    ("+COPS", "+COPS: (2,\"Virtual Network\",\"Virtual\",\"00101\",7),,(0-4),(0-2)"),
    ("+CMGF", "+CMGF: (0)"),
    ("+CSCS", "+CSCS: (\"IRA\",\"GSM\")"),
    ("+CMMS", "+CMMS: (0-2)"),
    ("+CMGL", "+CMGL: (0-4)"),
    ("+CMGD", "+CMGD: (0-99),(0-4)"),
    ("+CPBS", "+CPBS: (\"SM\")"),
    ("+CPBR", "+CPBR: (1-250),40,20"),
    ("+CLCK", "+CLCK: (\"SC\")"),
    ("+CNMA", "+CNMA: (0-2)"),
    ("+CGSMS", "+CGSMS: (0-3)"),
];

const BOOT: &[(Duration, &str)] =
    &[(Duration::from_millis(2_000), "RDY"), (Duration::from_millis(2_500), "+CPIN: READY")];

const SERVICE_CENTRE: &str = "+33639980009";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_personality_is_found_by_its_name() {
        for personality in PERSONALITIES {
            assert!(Personality::named(personality.name).is_some_and(|found| found.name == personality.name));
        }
        assert!(Personality::named("teapot").is_none());
    }

    #[test]
    fn an_identity_has_fifteen_digits_and_a_sound_iccid() {
        for personality in PERSONALITIES {
            let line = |command| personality.identity(command).and_then(|lines| lines.first()).copied();
            let imei = line("+CGSN").unwrap_or_default();
            assert!(imei.len() == 15 && luhn(imei) == 0, "{}", personality.name);
            let iccid = line("+CCID").unwrap_or_default().trim_start_matches("+CCID: ");
            assert_eq!(luhn(iccid), 0, "{}", personality.name);
        }
    }

    fn luhn(digits: &str) -> u32 {
        let values = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
        values.map(|(i, d)| if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 }).sum::<u32>() % 10
    }
}
