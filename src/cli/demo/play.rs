//! The play: a concert mailing is under way, a teacher falls ill, her lesson overtakes. The office writes
//! rows and reads states, nothing else; the daemon and the modem do not know that it is a play.

use std::time::{Duration, Instant};

use super::progress::Progress;
use super::school::{Notice, School};
use super::stage::Stage;
use super::view::View;
use crate::cli::fates::{Fate, Hearing, Tally};
use crate::cli::interrupt::Interrupts;
use crate::cli::{Failure, Screen};
use crate::control::Summary;
use crate::message::{Lane, State};
use crate::wording::{self, Language};

/// So many of the mailing are through when the teacher calls.
const THROUGH: usize = 10;

/// How often the office looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An end that does not come by itself; it takes 6 s where nothing is in the way.
const OVER_WITHIN: Duration = Duration::from_secs(60);

/// What came of it.
pub(super) struct Played {
    pub(super) notices: Vec<Outcome>,
    /// `None` where the lesson was not told in time.
    pub(super) overtaking: Option<Overtaking>,
}

/// What came of one notice.
pub(super) struct Outcome {
    pub(super) notice: &'static str,
    pub(super) lane: Lane,
    /// In the order they were taken in.
    pub(super) fates: Vec<Fate>,
    pub(super) tally: Tally,
}

/// How things stood when the last family of the lesson knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overtaking {
    pub(super) families: usize,
    /// Since the rows were taken in.
    pub(super) after: Duration,
    /// Of the mailing, without those that were never to get an SMS.
    pub(super) waiting: usize,
}

/// Plays it.
pub(super) fn play(
    stage: &mut Stage,
    school: &School,
    view: &mut View,
    interrupts: &Interrupts,
    screen: &mut Screen,
) -> Result<Played, Failure> {
    view.say("demo-begin", &[("pupils", school.pupils.into())], screen)?;
    stage.ready(interrupts)?;
    view.say("demo-modem", &[], screen)?;
    let mut progress = vec![file(stage, &school.concert, "demo-mailing", view, screen)?];
    let mut overtaking = None;
    let until = Instant::now() + OVER_WITHIN;
    while !(progress.len() > 1 && progress.iter().all(Progress::is_over)) && Instant::now() < until {
        interrupts.pause(LOOK_EVERY)?;
        stage.check()?;
        for notice in &mut progress {
            notice.update(&stage.office.states(notice.notice)?);
        }
        view.show(&progress, screen)?;
        match progress.get(1) {
            None if progress.iter().any(|mailing| mailing.through() >= THROUGH) => {
                view.say("demo-ill", &[], screen)?;
                progress.push(file(stage, &school.lesson, "demo-lesson", view, screen)?);
            }
            Some(lesson) if overtaking.is_none() && lesson.is_over() => {
                overtaking = look_back(stage, school, view, screen)?;
            }
            _ => {}
        }
    }
    let notices = [&school.concert, &school.lesson].into_iter().map(|notice| outcome(stage, notice));
    Ok(Played { notices: notices.collect::<anyhow::Result<_>>()?, overtaking })
}

/// The lesson is over: who was overtaken?
fn look_back(
    stage: &Stage,
    school: &School,
    view: &mut View,
    screen: &mut Screen,
) -> Result<Option<Overtaking>, Failure> {
    let found = overtaken(&stage.messages(school.lesson.name)?, &stage.messages(school.concert.name)?);
    if let Some(overtaking) = &found {
        view.say("demo-knows", &overtaking.values(screen.language), screen)?;
    }
    Ok(found)
}

/// The office writes the rows of a notice, all at once.
fn file(
    stage: &mut Stage,
    notice: &Notice,
    sentence: &str,
    view: &mut View,
    screen: &mut Screen,
) -> Result<Progress, Failure> {
    stage.office.insert(&notice.rows())?;
    let values = [
        ("notice", notice.name.into()),
        ("lane", wording::lane(screen.language, notice.lane).into()),
        ("rows", notice.families.len().into()),
    ];
    view.say(sentence, &values, screen)?;
    Ok(Progress::of(notice))
}

fn outcome(stage: &Stage, notice: &Notice) -> anyhow::Result<Outcome> {
    let fate =
        |summary: &Summary| Fate::of(summary, notice.names(summary.reference.as_deref().unwrap_or_default()));
    let fates: Vec<Fate> = stage.messages(notice.name)?.iter().map(fate).collect();
    let tally = Tally::of(&fates, Hearing::Over);
    Ok(Outcome { notice: notice.name, lane: notice.lane, fates, tally })
}

/// By the times in the store, not by those of our looks. `None`: not all of them know.
fn overtaken(lesson: &[Summary], mailing: &[Summary]) -> Option<Overtaking> {
    let known: Option<Vec<_>> = lesson.iter().map(|message| message.delivered_at).collect();
    let last = known?.into_iter().max()?;
    let first = lesson.iter().map(|message| message.taken_at).min()?;
    let waited = |message: &&Summary| match message.sent_at {
        Some(sent) => sent > last,
        None => matches!(message.state, State::Queued | State::Sending),
    };
    let waiting = mailing.iter().filter(waited).count();
    Some(Overtaking { families: lesson.len(), after: last.since(first), waiting })
}

impl Overtaking {
    /// For its sentence.
    pub(super) fn values(&self, language: Language) -> [(&'static str, wording::Value<'static>); 3] {
        let point = if language == Language::French { ',' } else { '.' };
        let seconds = format!("{}{point}{}", self.after.as_secs(), self.after.subsec_millis() / 100);
        [("families", self.families.into()), ("seconds", seconds.into()), ("waiting", self.waiting.into())]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::MessageId;
    use crate::moment::Moment;

    fn message(state: State, sent: Option<i64>, delivered: Option<i64>) -> Summary {
        Summary {
            message: MessageId(1),
            to: None,
            typed: None,
            state,
            reason: None,
            service: "conservatoire".into(),
            lane: Lane::Bulk,
            notice: None,
            reference: None,
            parts: 1,
            taken_at: Moment::from_millis(1_000),
            sent_at: sent.map(Moment::from_millis),
            delivered_at: delivered.map(Moment::from_millis),
            again_at: None,
        }
    }

    #[test]
    fn who_was_overtaken_is_counted_at_the_moment_the_last_family_knew() {
        let lesson = [
            message(State::Delivered, Some(1_200), Some(1_500)),
            message(State::Delivered, Some(1_300), Some(2_250)),
        ];
        let mailing = [
            message(State::Delivered, Some(900), Some(1_200)),
            message(State::Sent, Some(2_250), None),
            message(State::Delivered, Some(2_300), Some(2_700)),
            message(State::Sending, None, None),
            message(State::Queued, None, None),
            message(State::Refused, None, None),
            message(State::Failed, None, None),
        ];
        let found = overtaken(&lesson, &mailing).unwrap();
        let want = Overtaking { families: 2, after: Duration::from_millis(1_250), waiting: 3 };
        assert_eq!(found, want);
        assert!(format!("{:?}", found.values(Language::English)).contains("1.2"));
        assert_eq!(overtaken(&[message(State::Sent, Some(1), None)], &mailing), None);
        assert_eq!(overtaken(&[], &mailing), None);
    }
}
