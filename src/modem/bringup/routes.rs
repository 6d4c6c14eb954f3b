//! How reports come (TS 27.005 §3.2.1, §3.4.1): one way after the other is tried, best first, until the
//! modem keeps what it was set to. Stored wants a memory for reports that has places; acknowledged wants
//! `+CSMS=1`; many firmwares refuse what they offer, so each setting is tried and read back.

use std::collections::VecDeque;

use super::{Action, Bringup, Step};
use crate::at::reply::{self, IndicationSupport};
use crate::at::{Answer, Argument, FinalResult, Indications, stored};
use crate::line::ReportRoute;

/// How a memory is chosen: by its name alone, or with those to write and to receive in behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::modem) enum Naming {
    /// The first alone.
    One,
    /// All three.
    Three,
}

/// What there is to choose from.
#[derive(Debug)]
pub(super) struct Routes {
    waiting: VecDeque<ReportRoute>,
    trying: ReportRoute,
    report_memories: Vec<Argument>,
    candidates: VecDeque<Indications>,
    support: Option<IndicationSupport>,
    /// What `+CNMI` was set to and kept.
    pub(super) set: Option<Indications>,
    /// Names of memories to read in; `None` where the modem does not tell.
    memories: Option<Vec<String>>,
    /// The memories to write and to receive in, as they were found.
    pub(super) others: Vec<Argument>,
}

impl Routes {
    pub(super) fn of(wanted: &[ReportRoute], report_memories: Vec<Argument>) -> Self {
        Self {
            waiting: wanted.iter().copied().chain([ReportRoute::None]).collect(),
            trying: ReportRoute::None,
            report_memories,
            candidates: VecDeque::new(),
            support: None,
            set: None,
            memories: None,
            others: Vec::new(),
        }
    }

    /// Whether a value is offered for `<ds>`.
    fn offers_reports(&self, value: u8) -> bool {
        self.support.as_ref().is_none_or(|support| support.reports.contains(&value))
    }

    /// The first memory for reports that the modem has.
    fn report_memory(&self) -> Option<Argument> {
        self.report_memories.iter().find(|memory| self.is_there(memory)).cloned()
    }

    /// Whether the modem has a memory, or does not tell.
    pub(super) fn is_there(&self, memory: &Argument) -> bool {
        self.memories.as_ref().is_none_or(|names| names.iter().any(|name| name == memory.as_str()))
    }
}

/// The words of `AT+CPMS=` for a memory.
pub(in crate::modem) fn choice(memory: &Argument, naming: Naming, others: &[Argument]) -> Vec<Argument> {
    let others = match naming {
        Naming::One => &[],
        Naming::Three => others,
    };
    std::iter::once(memory).chain(others).cloned().collect()
}

impl Bringup {
    pub(super) fn on_storage_support(&mut self, answer: &Answer) -> Action {
        self.routes.memories = stored::memories(&answer.lines);
        self.go(Step::Storage)
    }

    pub(super) fn on_storage(&mut self, answer: &Answer) -> Action {
        let storages = reply::storages(&answer.lines).unwrap_or_default();
        let names = storages.iter().skip(1).filter_map(|storage| Argument::new(&storage.name).ok());
        self.routes.others = names.collect();
        self.go(Step::IndicationSupport)
    }

    pub(super) fn on_indication_support(&mut self, answer: &Answer) -> Action {
        self.routes.support = reply::indication_support(&answer.lines);
        self.next_route()
    }

    fn next_route(&mut self) -> Action {
        while let Some(route) = self.routes.waiting.pop_front() {
            self.routes.trying = route;
            match (route, self.routes.report_memory()) {
                (ReportRoute::Stored, Some(memory)) if self.routes.offers_reports(2) => {
                    return self.go(Step::ReportMemory(memory, Naming::One));
                }
                (ReportRoute::Acknowledged, _) if self.routes.offers_reports(1) => {
                    return self.go(Step::ServiceSupport);
                }
                (ReportRoute::Direct, _) if self.routes.offers_reports(1) => {
                    return self.go(Step::Service(0));
                }
                (ReportRoute::None, _) => return self.go(Step::Service(0)),
                _ => {}
            }
        }
        self.end(ReportRoute::None)
    }

    /// A memory for reports without a place for one is none.
    pub(super) fn on_report_memory(&mut self, answer: &Answer, memory: &Argument, naming: Naming) -> Action {
        let chosen = answer.end == Some(FinalResult::Ok);
        let empty = stored::room(&answer.lines).is_some_and(|(_, places)| places == 0);
        match naming {
            _ if chosen && !empty => self.go(Step::Service(0)),
            Naming::One if !chosen && !self.routes.others.is_empty() => {
                self.go(Step::ReportMemory(memory.clone(), Naming::Three))
            }
            _ => self.next_route(),
        }
    }

    pub(super) fn on_service_support(&mut self, answer: &Answer) -> Action {
        let offered = reply::services(&answer.lines).is_none_or(|services| services.contains(&1));
        if offered { self.go(Step::Service(1)) } else { self.next_route() }
    }

    /// Without acknowledgements is how every modem begins: whoever refuses to be told so does it too.
    pub(super) fn on_service(&mut self, service: u8, answer: &Answer) -> Action {
        if service == 1 && answer.end != Some(FinalResult::Ok) {
            return self.next_route();
        }
        self.routes.candidates = candidates(self.routes.trying, self.routes.support.as_ref());
        self.next_candidate()
    }

    pub(super) fn next_candidate(&mut self) -> Action {
        match self.routes.candidates.pop_front() {
            Some(wanted) => self.go(Step::SetIndications(wanted)),
            None => self.next_route(),
        }
    }

    /// Where the query is not known, the OK before it must do.
    pub(super) fn on_indication_state(&mut self, answer: &Answer, wanted: Indications) -> Action {
        let set = reply::indications(&answer.lines).unwrap_or(wanted);
        if (set.messages, set.reports) != (wanted.messages, wanted.reports) {
            return self.next_candidate();
        }
        self.routes.set = Some(wanted);
        self.end(self.routes.trying)
    }
}

/// What to try for `AT+CNMI`, best first. A message waits in the modem until it is on disk, whatever way reports
/// take; where that can't be set it is shown at once. Modes that lose nothing: 2, 1.
fn candidates(route: ReportRoute, support: Option<&IndicationSupport>) -> VecDeque<Indications> {
    let offers = |list: fn(&IndicationSupport) -> &Vec<u8>, number: u8| {
        support.is_none_or(|support| list(support).is_empty() || list(support).contains(&number))
    };
    let reports = match route {
        ReportRoute::None => 0,
        ReportRoute::Direct | ReportRoute::Acknowledged => 1,
        ReportRoute::Stored => 2,
    };
    let mut all = VecDeque::new();
    for mode in [2, 1] {
        for messages in [1, 2] {
            for buffer in [0, 1] {
                let fits = offers(|s| &s.reports, reports)
                    && offers(|s| &s.mode, mode)
                    && offers(|s| &s.messages, messages)
                    && offers(|s| &s.buffer, buffer);
                if fits {
                    all.push_back(Indications { mode, messages, broadcasts: 0, reports, buffer });
                }
            }
        }
    }
    all
}
