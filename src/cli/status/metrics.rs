//! OpenMetrics 1.0, names by its conventions: no text, no number of anybody, no notice's name.

use std::fmt::Write;

use super::View;
use super::findings::{is_read, is_usable};
use crate::message::{Lane, State};

/// All of it, `# EOF` included.
pub(super) fn of(view: &View) -> String {
    let mut page = Page(String::new());
    page.family(
        "beffroi_up",
        "Whether a daemon answers.",
        [(String::new(), u64::from(view.running.is_some()))],
    );
    if let Some(status) = &view.running {
        let lines = status.lines.iter();
        let ready =
            lines.map(|line| (format!("line=\"{}\"", escape(&line.line.0)), u64::from(line.is_ready())));
        page.family("beffroi_line_ready", "Whether a line may send.", ready);
        let outboxes = status.outboxes.iter();
        let read = outboxes
            .map(|outbox| (format!("outbox=\"{}\"", escape(&outbox.path)), u64::from(is_read(outbox))));
        page.family("beffroi_outbox_read", "Whether rows of an outbox are taken in.", read);
        let drops = status.drops.iter();
        let usable =
            drops.map(|drop| (format!("folder=\"{}\"", escape(&drop.folder)), u64::from(is_usable(drop))));
        page.family("beffroi_drop_usable", "Whether files put into a drop folder are taken.", usable);
        let writable = u64::from(status.trouble.is_none());
        page.family(
            "beffroi_store_writable",
            "Whether the store can be written.",
            [(String::new(), writable)],
        );
        page.family(
            "beffroi_store_restored",
            "Whether a restored store waits for accept-restore.",
            [(String::new(), u64::from(status.restored.is_some()))],
        );
        let seconds = view.now.since(status.since).as_secs();
        page.family("beffroi_uptime_seconds", "How long the daemon runs.", [(String::new(), seconds)]);
    }
    if view.has_figures() {
        page.figures(view);
    }
    page.0.push_str("# EOF\n");
    page.0
}

struct Page(String);

impl Page {
    fn figures(&mut self, view: &View) {
        let lanes = [Lane::Urgent, Lane::Normal, Lane::Bulk];
        let label = |lane: &Lane| format!("lane=\"{lane}\"");
        let waiting = |lane: &Lane| view.standing.under_way(*lane);
        let age = |lane: &Lane| view.standing.oldest.get(lane).map_or(0, |at| view.now.since(*at).as_secs());
        self.family(
            "beffroi_queue_messages",
            "Messages that wait or are being sent.",
            lanes.iter().map(|lane| (label(lane), waiting(lane))),
        );
        self.family(
            "beffroi_queue_oldest_seconds",
            "Age of the oldest message that might go now.",
            lanes.iter().map(|lane| (label(lane), age(lane))),
        );
        let count = |state: &State| view.standing.states.get(state).copied().unwrap_or(0);
        self.family(
            "beffroi_messages",
            "Messages in the store by state.",
            State::ALL.iter().map(|state| (format!("state=\"{state}\""), count(state))),
        );
        let notices = u64::from(view.standing.notices);
        self.family("beffroi_notices_waiting", "Notices that wait for a person.", [(String::new(), notices)]);
        let free = view.standing.free.map(|free| (String::new(), free));
        self.family("beffroi_store_free_bytes", "Room on the store's disk.", free);
        self.family("beffroi_store_size_bytes", "Size of the store.", [(String::new(), view.standing.size)]);
    }

    fn family(&mut self, name: &str, help: &str, samples: impl IntoIterator<Item = (String, u64)>) {
        let mut text = format!("# TYPE {name} gauge\n# HELP {name} {help}\n");
        for (labels, value) in samples {
            let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
            // Writing to a string can't fail.
            if writeln!(text, "{name}{labels} {value}").is_err() {}
        }
        self.0.push_str(&text);
    }
}

/// A label's value.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
