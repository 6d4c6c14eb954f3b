//! What is known of a kind of modem, as data: which of its queries tells the SIM, and which codes
//! after Ctrl-Z say that a message was not sent (TS 27.005 §3.2.5). A code that no list has proves
//! nothing.

pub mod family;

use serde::Deserialize;

use crate::at::{Argument, ErrorCode, FinalResult};
use crate::line::{Advice, Repeated, ReportRoute};

const GENERIC: &str = include_str!("profiles/generic.toml");

/// A kind of modem.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(default)]
    sim_number: Vec<String>,
    #[serde(default)]
    pin_tries: Option<String>,
    #[serde(default)]
    pin_tries_known: Vec<String>,
    #[serde(default)]
    report_routes: Vec<ReportRoute>,
    #[serde(default)]
    report_memories: Vec<String>,
    #[serde(default)]
    message_memories: Vec<String>,
    #[serde(default)]
    cms: Codes,
    #[serde(default)]
    cme: Codes,
}

/// Codes that say: not sent; and what to do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Codes {
    soon: Vec<u16>,
    later: Vec<u16>,
    await_network: Vec<u16>,
    never: Vec<u16>,
    account: Vec<u16>,
    modem: Vec<u16>,
    duplicate: Vec<u16>,
}

impl Profile {
    /// Of a modem of which nothing is known.
    pub fn generic() -> Self {
        // The file is part of the program and a test reads it; without it every code is unclear,
        // which is safe.
        toml::from_str(GENERIC).unwrap_or_default()
    }

    /// Queries for the SIM's number, in turn.
    pub(super) fn sim_number_queries(&self) -> impl Iterator<Item = Argument> {
        self.sim_number.iter().filter_map(|text| Argument::new(text).ok())
    }

    /// The query for the tries that are left to enter the PIN.
    pub(super) fn pin_tries_query(&self) -> Option<Argument> {
        self.pin_tries.as_deref().and_then(|text| Argument::new(text).ok())
    }

    /// Queries for the same that one firmware or another has, for whoever may ask several in turn.
    pub(super) fn known_pin_tries_queries(&self) -> impl Iterator<Item = Argument> {
        self.pin_tries_known.iter().filter_map(|text| Argument::new(text).ok())
    }

    /// Ways for reports, best first.
    pub(super) fn report_routes(&self) -> impl Iterator<Item = ReportRoute> {
        self.report_routes.iter().copied()
    }

    /// Memories that hold reports and nothing else.
    pub(super) fn report_memories(&self) -> impl Iterator<Item = Argument> {
        self.report_memories.iter().filter_map(|name| Argument::new(name).ok())
    }

    /// Memories in which something may lie that has come in.
    pub(super) fn memories(&self) -> impl Iterator<Item = Argument> {
        self.report_memories().chain(self.message_memories.iter().filter_map(|name| Argument::new(name).ok()))
    }

    /// What a final result after Ctrl-Z asks for, where it says that nothing was sent.
    pub fn advice(&self, end: &FinalResult, repeated: Repeated) -> Option<Advice> {
        let (codes, number) = match end {
            FinalResult::Cms(ErrorCode::Number(number)) => (&self.cms, number),
            FinalResult::Cme(ErrorCode::Number(number)) => (&self.cme, number),
            _ => return None,
        };
        match codes.advice(*number) {
            // Nobody of ours has sent it before: whose duplicate should it be?
            Some(Advice::Duplicate) if repeated == Repeated::No => None,
            advice => advice,
        }
    }
}

impl Codes {
    fn advice(&self, number: u16) -> Option<Advice> {
        let lists = [
            (&self.soon, Advice::Soon),
            (&self.later, Advice::Later),
            (&self.await_network, Advice::AwaitNetwork),
            (&self.never, Advice::Never),
            (&self.account, Advice::Account),
            (&self.modem, Advice::Modem),
            (&self.duplicate, Advice::Duplicate),
        ];
        lists.into_iter().find(|(list, _)| list.contains(&number)).map(|(_, advice)| advice)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_no_code_stands_in_two_lists() {
        let profile: Profile = toml::from_str(GENERIC).unwrap();
        assert_eq!(profile.sim_number_queries().count(), profile.sim_number.len());
        assert_eq!(profile.known_pin_tries_queries().count(), profile.pin_tries_known.len());
        assert_eq!(profile.memories().count(), 3);
        assert_eq!(profile.report_routes().count(), 3);
        for codes in [&profile.cms, &profile.cme] {
            let Codes { soon, later, await_network, never, account, modem, duplicate } = codes;
            let mut all = [soon, later, await_network, never, account, modem, duplicate]
                .map(|list| list.as_slice())
                .concat();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }

    #[test]
    fn only_a_listed_code_says_that_nothing_was_sent() {
        let profile = Profile::generic();
        let cms = |n| FinalResult::Cms(ErrorCode::Number(n));
        let cme = |n| FinalResult::Cme(ErrorCode::Number(n));
        let words = |t: &str| ErrorCode::Text(t.to_owned());
        let rows = [
            (cms(41), Repeated::No, Some(Advice::Soon)),
            (cms(38), Repeated::No, Some(Advice::Later)),
            (cms(331), Repeated::No, Some(Advice::AwaitNetwork)),
            (cms(21), Repeated::No, Some(Advice::Never)),
            (cms(8), Repeated::No, Some(Advice::Account)),
            (cms(322), Repeated::No, Some(Advice::Modem)),
            (cms(197), Repeated::Yes, Some(Advice::Duplicate)),
            (cms(197), Repeated::No, None),
            (cms(332), Repeated::Yes, None),
            (cms(500), Repeated::No, None),
            (cms(513), Repeated::No, None),
            (cms(64999), Repeated::No, None),
            (cme(30), Repeated::No, Some(Advice::AwaitNetwork)),
            (cme(14), Repeated::No, Some(Advice::Soon)),
            (cme(31), Repeated::No, None),
            (cme(100), Repeated::No, None),
            (FinalResult::Cms(words("network timeout")), Repeated::No, None),
            (FinalResult::Cme(words("SIM busy")), Repeated::No, None),
            (FinalResult::Error, Repeated::No, None),
            (FinalResult::Ok, Repeated::No, None),
        ];
        for (end, repeated, want) in rows {
            assert_eq!(profile.advice(&end, repeated), want, "{end} {repeated:?}");
        }
    }
}
