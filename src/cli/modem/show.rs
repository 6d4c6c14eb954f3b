//! An examination as people and programs read it: the first finding with what it means and what to do,
//! then every check in its order.

use serde_json::{Value as Json, json};

use super::examination::Examination;
use crate::modem::doctor::{Examined, Exchange, Sign, Verdict};
use crate::wording::{self, Language, Value};

/// What was found, what it means and what to do; the last two only where there is something to say.
pub(super) struct Words {
    pub(super) seen: String,
    pub(super) means: Option<String>,
    pub(super) remedy: Option<String>,
}

impl Words {
    pub(super) fn of(sign: &Sign, language: Language) -> Self {
        let calls = sign.verdict() > Verdict::Ok || matches!(sign, Sign::MessagesOnly { .. });
        let said = |prefix| calls.then(|| wording::sentence(language, prefix, sign));
        Self {
            seen: wording::sentence(language, "check", sign),
            means: said("check-means"),
            remedy: said("check-do"),
        }
    }
}

/// The lines of an examination.
pub(super) fn lines(examination: &Examination, language: Language) -> Vec<String> {
    let mut lines = vec![title(examination)];
    let say = |id: &str, values: &[(&str, Value<'_>)]| wording::say(language, id, values);
    let first = examination.headline();
    match first {
        None => lines.push(say("modem-ready", &[])),
        Some(sign) => {
            let words = Words::of(sign, language);
            let id = if sign.verdict() == Verdict::Fault { "modem-not-ready" } else { "modem-ready-but" };
            lines.push(say(id, &[("seen", words.seen.clone().into())]));
            lines.extend(further(&words, language, "  "));
        }
    }
    lines.push(String::new());
    let name = |examined: &Examined| wording::sentence(language, "check-name", &examined.check);
    let verdict = |verdict: Verdict| wording::sentence(language, "check-verdict", &verdict);
    for examined in &examination.checks {
        let Some(sign) = &examined.sign else { continue };
        let words = Words::of(sign, language);
        lines.push(format!("  {:<9} {:<14} {}", verdict(sign.verdict()), name(examined), words.seen));
        if Some(sign) != first {
            lines.extend(further(&words, language, &" ".repeat(27)));
        }
    }
    let not_asked = examination.checks.iter().filter(|examined| examined.sign.is_none()).map(name);
    let not_asked = not_asked.collect::<Vec<_>>().join(", ");
    if !not_asked.is_empty() {
        let sentence = say("modem-not-asked", &[("checks", not_asked.into())]);
        lines.push(format!("  {:<9} {sentence}", verdict(Verdict::NotAsked)));
    }
    lines
}

fn further(words: &Words, language: Language, indent: &str) -> Vec<String> {
    let remedy = words.remedy.as_ref();
    let remedy = remedy.map(|what| wording::say(language, "modem-remedy", &[("what", what.clone().into())]));
    words.means.iter().chain(remedy.iter()).map(|line| format!("{indent}{line}")).collect()
}

fn title(examination: &Examination) -> String {
    let device = examination.device.as_ref().map(|device| device.display().to_string());
    let parts: Vec<String> = examination.line.iter().cloned().chain(device).collect();
    if parts.is_empty() { "USB".to_owned() } else { parts.join("  ") }
}

/// A question and its answer on a line.
pub(super) fn exchange(exchange: &Exchange) -> String {
    let said: Vec<&str> =
        exchange.lines.iter().map(String::as_str).chain(exchange.end.as_deref().or(Some("…"))).collect();
    format!("  {:<16} {} ({} ms)", exchange.question, said.join(" | "), exchange.took.as_millis())
}

/// An examination for programs; the transcript only where it was asked for.
pub(super) fn as_json(examination: &Examination, language: Language, transcript: &[Exchange]) -> Json {
    let checks: Vec<Json> = examination.checks.iter().map(|examined| check(examined, language)).collect();
    let mut value = json!({
        "line": examination.line,
        "device": examination.device,
        "usable": examination.is_usable(),
        "ready": examination.headline().is_none_or(|sign| sign.verdict() < Verdict::Fault),
        "headline": examination.headline().map(|sign| sign_as_json(sign, language)),
        "checks": checks,
    });
    if let (Some(fields), false) = (value.as_object_mut(), transcript.is_empty()) {
        fields.insert("transcript".to_owned(), transcript.iter().map(exchange_as_json).collect());
    }
    value
}

pub(super) fn exchange_as_json(exchange: &Exchange) -> Json {
    let took = u64::try_from(exchange.took.as_millis()).unwrap_or(u64::MAX);
    json!({ "question": exchange.question, "lines": exchange.lines, "end": exchange.end, "millis": took })
}

fn check(examined: &Examined, language: Language) -> Json {
    let mut value = json!({ "check": examined.check, "verdict": examined.verdict() });
    if let (Some(fields), Some(sign)) = (value.as_object_mut(), &examined.sign) {
        fields.insert("sign".to_owned(), sign_as_json(sign, language));
    }
    value
}

fn sign_as_json(sign: &Sign, language: Language) -> Json {
    let words = Words::of(sign, language);
    let mut value = json!(sign);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("seen".to_owned(), words.seen.into());
        fields.insert("means".to_owned(), words.means.into());
        fields.insert("do".to_owned(), words.remedy.into());
    }
    value
}
