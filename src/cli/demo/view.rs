//! What is seen while the play runs: in a terminal a few lines that are drawn anew, with a mark for each
//! family; else, and on a terminal that can't move its cursor, a line whenever there is something to say.

use std::collections::BTreeMap;
use std::io;

use terminal_size::{Height, Width, terminal_size};

use super::progress::{Mark, Progress};
use crate::cli::Screen;
use crate::message::Lane;
use crate::wording::{self, Language, Value};

/// A terminal of fewer lines has no room for what is drawn anew.
const LEAST_HEIGHT: u16 = 12;

/// A terminal of fewer columns gets lines that wrap.
const LEAST_WIDTH: u16 = 40;

/// Families between two lines about a notice, where nothing is drawn.
const STEP: usize = 10;

/// Paint, as SGR parameters.
const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";

/// What is on the screen.
pub(super) struct View {
    way: Way,
}

enum Way {
    /// Drawn anew.
    Drawn {
        /// Lines that stand there now.
        lines: usize,
        frame: Vec<String>,
    },
    /// A line each.
    Lines {
        /// The step that was told last, by notice.
        told: BTreeMap<&'static str, usize>,
    },
}

/// A few words in one colour.
struct Words {
    paint: &'static str,
    text: String,
}

impl View {
    /// As the screen allows.
    pub(super) fn of(screen: &Screen) -> Self {
        let moves = std::env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb");
        let room = terminal_size()
            .is_some_and(|(Width(width), Height(height))| width >= LEAST_WIDTH && height >= LEAST_HEIGHT);
        let way = match screen.terminal && moves && room {
            true => Way::Drawn { lines: 0, frame: Vec::new() },
            false => Way::Lines { told: BTreeMap::new() },
        };
        Self { way }
    }

    /// A line that stays.
    pub(super) fn say(
        &mut self,
        id: &str,
        values: &[(&str, Value<'_>)],
        screen: &mut Screen,
    ) -> io::Result<()> {
        let line = wording::say(screen.language, id, values);
        let Way::Drawn { lines, frame } = &mut self.way else { return screen.line(&line) };
        let text = format!("{}{line}\n{}", erase(*lines), frame.join("\n"));
        *lines = frame.len();
        screen.paint(&end_lines(text, *lines))
    }

    /// How far the notices have come.
    pub(super) fn show(&mut self, progress: &[Progress], screen: &mut Screen) -> io::Result<()> {
        match &mut self.way {
            Way::Drawn { lines, frame } => {
                let width = terminal_size().map_or(80, |(Width(width), _)| usize::from(width));
                let drawn = draw(progress, width, screen.language);
                let painted = drawn.iter().map(|line| paint(line, width, screen.colour)).collect::<Vec<_>>();
                if painted == *frame && *lines > 0 {
                    return Ok(());
                }
                let text = format!("{HIDE_CURSOR}{}{}", erase(*lines), painted.join("\n"));
                (*lines, *frame) = (painted.len(), painted);
                screen.paint(&end_lines(text, *lines))
            }
            Way::Lines { told } => {
                for notice in progress {
                    let through = notice.through();
                    let step = through / STEP;
                    if step > told.insert(notice.notice, step).unwrap_or(0) {
                        let values = [
                            ("notice", notice.notice.into()),
                            ("through", through.into()),
                            ("of", notice.families.len().into()),
                            ("waiting", notice.count(Mark::Waiting).into()),
                        ];
                        screen.line(&wording::say(screen.language, "demo-progress", &values))?;
                    }
                }
                Ok(())
            }
        }
    }

    /// Leaves the last that was drawn where it stands.
    pub(super) fn leave(&mut self, screen: &mut Screen) -> io::Result<()> {
        match &mut self.way {
            Way::Drawn { lines, .. } => {
                *lines = 0;
                screen.paint(SHOW_CURSOR)
            }
            Way::Lines { .. } => Ok(()),
        }
    }
}

/// Back to the first of so many lines, and away with them.
fn erase(lines: usize) -> String {
    match lines {
        0 => String::new(),
        lines => format!("\x1b[{lines}A\r\x1b[J"),
    }
}

fn end_lines(mut text: String, lines: usize) -> String {
    if lines > 0 {
        text.push('\n');
    }
    text
}

/// A line a notice with a mark a family, who is waiting, and what the marks mean.
fn draw(progress: &[Progress], width: usize, language: Language) -> Vec<Vec<Words>> {
    let lane = |notice: &Progress| wording::lane(language, notice.lane);
    let name_width = progress.iter().map(|notice| notice.notice.chars().count()).max().unwrap_or(0);
    let lane_width = progress.iter().map(|notice| lane(notice).chars().count()).max().unwrap_or(0);
    let most = progress.iter().map(|notice| notice.families.len()).max().unwrap_or(0);
    // Names, lanes and counts stay readable; marks are left out where they do not fit.
    let has_marks = name_width + lane_width + most + 18 <= width;
    let mut lines = vec![vec![Words { paint: "", text: String::new() }]];
    for notice in progress {
        let urgent = if notice.lane == Lane::Urgent { RED } else { "" };
        let mut line = vec![
            Words { paint: BOLD, text: format!("  {:name_width$}", notice.notice) },
            Words { paint: urgent, text: format!("  {:lane_width$}  ", lane(notice)) },
        ];
        if has_marks {
            line.extend(notice.marks().map(|mark| Words { paint: mark.paint(), text: mark.sign().into() }));
            let missing = most - notice.families.len();
            line.push(Words { paint: "", text: " ".repeat(missing + 2) });
        }
        let (done, of) = (notice.families.len() - notice.count(Mark::Waiting), notice.families.len());
        line.push(Words { paint: "", text: format!("{done:>2}/{of}") });
        lines.push(line);
    }
    lines.extend(waiting(progress, language));
    if has_marks {
        lines.push(legend(language));
    }
    lines
}

fn waiting(progress: &[Progress], language: Language) -> Option<Vec<Words>> {
    // Who goes first stands first.
    let mut lanes: Vec<&Progress> = progress.iter().collect();
    lanes.sort_by_key(|notice| notice.lane);
    let names: Vec<&str> = lanes.iter().flat_map(|notice| notice.waiting()).collect();
    if names.is_empty() {
        return None;
    }
    let head = wording::say(language, "demo-waiting", &[("count", names.len().into())]);
    let names = format!(" {}", names.join(", "));
    Some(vec![Words { paint: "", text: format!("  {head}") }, Words { paint: DIM, text: names }])
}

fn legend(language: Language) -> Vec<Words> {
    let marks = [Mark::Delivered, Mark::Sent, Mark::Waiting, Mark::ToCall];
    let explained = marks.into_iter().flat_map(|mark| {
        let words = wording::say(language, &format!("demo-mark-{}", mark.word()), &[]);
        [
            Words { paint: mark.paint(), text: format!("  {}", mark.sign()) },
            Words { paint: DIM, text: format!(" {words}") },
        ]
    });
    explained.collect()
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Mark::Waiting => "·",
            Mark::Sent => "▒",
            Mark::Delivered => "█",
            Mark::ToCall => "×",
        }
    }

    fn paint(self) -> &'static str {
        match self {
            Mark::Waiting => DIM,
            Mark::Sent => YELLOW,
            Mark::Delivered => GREEN,
            Mark::ToCall => RED,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Mark::Waiting => "waiting",
            Mark::Sent => "sent",
            Mark::Delivered => "delivered",
            Mark::ToCall => "call",
        }
    }
}

/// Cuts a line that would wrap, with an ellipsis, and paints the rest.
fn paint(line: &[Words], width: usize, colour: bool) -> String {
    let whole: usize = line.iter().map(|words| words.text.chars().count()).sum();
    // The last column stays free: some terminals wrap when it is written.
    let mut room = if whole < width { whole } else { width.saturating_sub(2) };
    let mut painted = String::new();
    let mut on = "";
    for words in line {
        let text: String = words.text.chars().take(room).collect();
        room -= text.chars().count();
        if colour && on != words.paint && !text.is_empty() {
            painted.push_str(&format!("\x1b[0;{}m", words.paint).replace(";m", "m"));
            on = words.paint;
        }
        painted.push_str(&text);
    }
    if whole >= width {
        painted.push('…');
    }
    if !on.is_empty() {
        painted.push_str("\x1b[0m");
    }
    painted
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::cli::demo::school::School;
    use crate::message::State;

    fn progress() -> Vec<Progress> {
        let school = School::open(Language::English).unwrap();
        let mut concert = Progress::of(&school.concert);
        let mut states = vec![State::Delivered; 8];
        states.extend([State::Sent, State::Refused, State::Sent, State::Queued]);
        concert.update(&states);
        let mut lesson = Progress::of(&school.lesson);
        lesson.update(&[State::Delivered, State::Sending]);
        vec![concert, lesson]
    }

    fn plain(width: usize) -> Vec<String> {
        draw(&progress(), width, Language::English).iter().map(|line| paint(line, width, false)).collect()
    }

    #[test]
    fn each_family_has_a_mark_and_those_who_wait_are_named_the_urgent_first() {
        let lines = plain(80);
        assert_eq!(lines[1], "  concert            bulk    ████████▒×▒························  11/35");
        assert_eq!(lines[2], "  absence-petit-17h  urgent  █······                               1/7");
        assert!(
            lines[3].starts_with("  still waiting (30): Zoé Garçon, Maël Noël, Anaïs Benoît, "),
            "{}",
            lines[3]
        );
        assert!(lines[3].ends_with('…'), "{}", lines[3]);
        assert!(lines[4].contains("█ delivered") && lines[4].contains("× to call"), "{}", lines[4]);
    }

    #[test]
    fn no_line_reaches_the_edge_however_narrow() {
        for width in 1..200 {
            for line in plain(width) {
                assert!(line.chars().count() < width.max(2), "{width}: {line}");
            }
        }
        assert_eq!(plain(40)[1], "  concert            bulk    11/35");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let lines = draw(&progress(), 80, Language::French);
        for line in &lines {
            let coloured = paint(line, 80, true);
            let mut plain = String::new();
            let mut within = false;
            for sign in coloured.chars() {
                match sign {
                    '\x1b' => within = true,
                    'm' if within => within = false,
                    sign if !within => plain.push(sign),
                    _ => {}
                }
            }
            assert_eq!(plain, paint(line, 80, false));
        }
    }
}
