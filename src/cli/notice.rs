//! `beffroi notice list|show|confirm|cancel`: the notices that files of drop folders have made.

use std::path::Path;

use anyhow::anyhow;
use serde_json::json;

use super::fates::{columns, local, remark};
use super::office::Office;
use super::{Failure, Screen};
use crate::control::{MAX_NOTICES, NoticeDetail, NoticeLine, NoticeSummary, Request, Response, client};
use crate::intake::dropfolder::same_content;
use crate::message::State;
use crate::moment::{Moment, Zone};
use crate::store::{CopyTells, NoticeCopy, NoticeId, NoticeState, WaitCause};
use crate::text::shown::one_line;
use crate::wording::{self, Language, Value};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi notice list\n  beffroi notice confirm 12")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Notices that came by drop folders, the newest first; one that waits says until when.
    #[command(
        after_help = "Example:\n  beffroi notice list --waiting\n\nWhat roster import and send have sent is not \
        in it: beffroi message list --notice NAME."
    )]
    List {
        /// Only those that wait for a confirmation.
        #[arg(long)]
        waiting: bool,
        /// At most so many.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_NOTICES)))]
        limit: u32,
        /// Prints JSON, a line a notice.
        #[arg(long)]
        json: bool,
    },
    /// One notice, and how each of its rows stands while its file is kept.
    #[command(after_help = "Example:\n  beffroi notice show 12")]
    Show(One),
    /// Lets a notice go that waits: with many recipients, or with the content of a notice before.
    #[command(after_help = "Example:\n  beffroi notice confirm 12\n\nExit code 1: it does not wait.")]
    Confirm(One),
    /// Takes a notice back, as far as its messages have not gone.
    #[command(after_help = "Example:\n  beffroi notice cancel 12")]
    Cancel(One),
}

#[derive(Debug, clap::Args)]
struct One {
    /// Its number.
    notice: i64,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let (config, office) = Office::open(configured, screen)?;
    match &arguments.command {
        Command::List { waiting, limit, json } => {
            let asked = if *waiting { MAX_NOTICES } else { *limit };
            let Response::Notices { mut notices } = office.ask(Request::Notices { limit: asked })? else {
                return Err(office.mixed());
            };
            notices.retain(|notice| !waiting || notice.state == NoticeState::Waiting);
            notices.truncate(usize::try_from(*limit).unwrap_or(usize::MAX));
            if *json {
                return notices.iter().try_for_each(|notice| Ok(screen.line(&json!(notice).to_string())?));
            }
            list(&notices, &config.zone, screen)
        }
        Command::Show(one) => match office.ask(Request::ShowNotice { notice: NoticeId(one.notice) })? {
            Response::Notice(detail) if one.json => Ok(screen.line(&json!(detail).to_string())?),
            Response::Notice(detail) => show(&detail, &config.zone, screen),
            Response::NoSuchNotice => Err(no_such(one.notice, screen)),
            _ => Err(office.mixed()),
        },
        Command::Confirm(one) => {
            let response =
                sure(office.ask(Request::ConfirmNotice { notice: NoticeId(one.notice) }), one, screen)?;
            outcome(one, &response, "notice-not-waiting", &office, screen)
        }
        Command::Cancel(one) => {
            let response =
                sure(office.ask(Request::CancelNotice { notice: NoticeId(one.notice) }), one, screen)?;
            outcome(one, &response, "notice-too-late", &office, screen)
        }
    }
}

/// An answer that has not come: the daemon may have done what it was asked for, and says so to who looks.
fn sure(asked: Result<Response, Failure>, one: &One, screen: &Screen) -> Result<Response, Failure> {
    asked.map_err(|failure| match &failure {
        Failure::Failed(error)
            if matches!(error.downcast_ref(), Some(client::Error::HungUp | client::Error::TooSlow)) =>
        {
            let values = [("notice", one.notice.into())];
            Failure::Failed(anyhow!(wording::say(screen.language, "notice-unsure", &values)))
        }
        _ => failure,
    })
}

fn list(notices: &[NoticeSummary], zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    if notices.is_empty() {
        return Ok(screen.line(&wording::say(language, "notice-none", &[]))?);
    }
    let head = [
        "column-message",
        "column-taken",
        "column-notice",
        "column-state",
        "column-messages",
        "column-before",
        "column-refused",
        "column-lane",
        "column-file",
    ]
    .map(|id| wording::say(language, id, &[]));
    let some = |count: u32| if count > 0 { count.to_string() } else { String::new() };
    let rows: Vec<[String; 9]> = notices
        .iter()
        .map(|notice| {
            [
                notice.notice.to_string(),
                notice.made_at.local(zone, "%d/%m %H:%M:%S"),
                notice.name.clone(),
                stands(language, notice),
                notice.messages.to_string(),
                some(notice.already),
                some(notice.refused),
                wording::lane(language, notice.lane),
                notice.file.clone().unwrap_or_default(),
            ]
        })
        .collect();
    screen.line(&columns(&head, &rows))?;
    for notice in notices.iter().filter(|notice| notice.state == NoticeState::Waiting) {
        until(notice, zone, screen)?;
        for sentence in same(notice, None, zone, language) {
            screen.line(&format!("  {sentence}"))?;
        }
    }
    Ok(())
}

fn show(detail: &NoticeDetail, zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    let summary = &detail.summary;
    let values = [
        ("notice", summary.notice.0.into()),
        ("name", summary.name.as_str().into()),
        ("service", summary.service.as_str().into()),
        ("lane", wording::lane(language, summary.lane).into()),
        ("state", stands(language, summary).into()),
    ];
    screen.line(&one_line(&wording::say(language, "notice-head", &values)))?;
    if let Some(file) = &summary.file {
        let at = summary.made_at.local(zone, "%d/%m/%Y %H:%M:%S");
        let values = [("file", one_line(file).into()), ("at", at.into())];
        screen.line(&wording::say(language, "notice-file", &values))?;
    }
    if summary.state == NoticeState::Waiting {
        if let Some(cause) = &summary.cause {
            let waits = wording::sentence_local(language, "waits", cause, &local(zone));
            screen.line(&one_line(&waits))?;
        }
        for sentence in same(summary, summary.cause.as_ref(), zone, language) {
            screen.line(&sentence)?;
        }
        until(summary, zone, screen)?;
    }
    if detail.rows.is_empty() {
        return Ok(());
    }
    if summary.state == NoticeState::Waiting && summary.already > 0 {
        screen.line(&wording::say(language, "drop-already", &[("already", summary.already.into())]))?;
    }
    Ok(screen.line(&rows(&detail.rows, language, zone))?)
}

/// How it stands with each.
fn rows(rows: &[NoticeLine], language: Language, zone: &Zone) -> String {
    let head = ["column-to", "column-who", "column-state", "column-message", "column-reason"]
        .map(|id| wording::say(language, id, &[]));
    let cells: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let mut why =
                row.reason.as_ref().map(|reason| remark(reason, language, zone)).unwrap_or_default();
            if row.already && why.is_empty() {
                why = wording::say(language, "drop-told-before", &[]);
            }
            [
                row.number.clone(),
                row.names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", "),
                if row.state == State::New { String::new() } else { wording::state(language, row.state) },
                row.message.map(|message| message.to_string()).unwrap_or_default(),
                why,
            ]
        })
        .collect();
    columns(&head, &cells)
}

/// Other files that say the same as one that waits; `told` is the cause that was said before.
fn same(notice: &NoticeSummary, told: Option<&WaitCause>, zone: &Zone, language: Language) -> Vec<String> {
    let at = |moment: Moment| moment.local(zone, "%d/%m/%Y %H:%M:%S");
    notice.same.as_ref().map(|same| same_content(same, told, language, &at)).unwrap_or_default()
}

fn until(notice: &NoticeSummary, zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let at = notice.until.map(|until| until.local(zone, "%d/%m/%Y %H:%M:%S")).unwrap_or_default();
    let values = [("notice", notice.notice.0.into()), ("at", at.into())];
    Ok(screen.line(&wording::say(screen.language, "notice-until", &values))?)
}

/// `ended` is the sentence for one that does not wait any more, or had ended.
fn outcome(
    one: &One,
    response: &Response,
    ended: &str,
    office: &Office,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let notice = ("notice", Value::from(one.notice));
    let language = screen.language;
    let (sentence, done) = match response {
        Response::NoticeConfirmed { messages, copies } => {
            let values = [notice, ("messages", (*messages).into())];
            let said = [wording::say(language, "notice-confirmed", &values)];
            let copies = copies.iter().map(|copy| left_waiting(language, copy));
            (said.into_iter().chain(copies).collect::<Vec<_>>().join("\n"), Ok(()))
        }
        Response::NoticeCancelled { cancelled, gone } => {
            let values = [notice, ("cancelled", (*cancelled).into()), ("gone", (*gone).into())];
            (wording::say(language, "notice-cancelled", &values), Ok(()))
        }
        Response::NoticeEnded { state: how } => {
            let values = [notice, ("state", state(language, *how).into())];
            (wording::say(language, ended, &values), Err(Failure::Told))
        }
        Response::NoSuchNotice => return Err(no_such(one.notice, screen)),
        _ => return Err(office.mixed()),
    };
    screen.line(&if one.json { json!(response).to_string() } else { sentence })?;
    if done.is_ok() && !one.json && !office.is_running() {
        screen.note(&wording::say(language, "send-no-daemon", &[]));
    }
    done
}

/// One yes was enough for both: somebody should hear of the other.
fn left_waiting(language: Language, copy: &NoticeCopy) -> String {
    let values = [("notice", copy.notice.0.into()), ("file", one_line(&copy.file).into())];
    let sentence = match copy.tells {
        CopyTells::NobodyTwice => "notice-copy-waits",
        CopyTells::EverybodyAgain => "notice-copy-again",
    };
    wording::say(language, sentence, &values)
}

/// One that is open and tells nobody has a word of its own: "accepted" would sound like somebody was told.
fn stands(language: Language, notice: &NoticeSummary) -> String {
    match notice.state {
        NoticeState::Open if notice.messages == 0 && notice.already == 0 && notice.refused > 0 => {
            wording::say(language, "notice-state-nobody", &[])
        }
        other => state(language, other),
    }
}

fn state(language: Language, state: NoticeState) -> String {
    wording::sentence(language, "notice-state", &state)
}

fn no_such(notice: i64, screen: &Screen) -> Failure {
    Failure::Failed(anyhow!(wording::say(screen.language, "notice-no-such", &[("notice", notice.into())])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Lane;

    #[test]
    fn a_list_of_which_nobody_is_told_is_not_called_accepted() {
        let notice = |state, messages, already, refused| NoticeSummary {
            notice: NoticeId(1),
            name: "liste".into(),
            state,
            cause: None,
            service: "ecole".into(),
            lane: Lane::Normal,
            file: None,
            made_at: Moment::from_millis(0),
            until: None,
            messages,
            already,
            refused,
            same: None,
        };
        let rows = [
            (
                notice(NoticeState::Open, 0, 0, 3),
                "refused: nobody is told",
                "refusé\u{A0}: personne n’est prévenu",
            ),
            (notice(NoticeState::Open, 1, 0, 3), "accepted", "accepté"),
            (notice(NoticeState::Open, 0, 1, 3), "accepted", "accepté"),
            // Its rows are forgotten: nobody knows any more.
            (notice(NoticeState::Open, 0, 0, 0), "accepted", "accepté"),
            (notice(NoticeState::Cancelled, 0, 0, 3), "cancelled", "annulé"),
        ];
        for (notice, english, french) in rows {
            assert_eq!(stands(Language::English, &notice), english);
            assert_eq!(stands(Language::French, &notice), french);
        }
    }
}
