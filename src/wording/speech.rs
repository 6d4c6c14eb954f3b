//! The two Fluent bundles and the way from a serde value to a message's arguments.
//! Answers with the sentence and what was wrong with it, so that a test can demand: nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Serialize;
use serde_json::Value as Json;

use super::{Language, Value};
use crate::moment::{Moment, Zone};

type Bundle = FluentBundle<FluentResource>;

pub(super) const FRENCH: &str = include_str!("fr.ftl");
pub(super) const ENGLISH: &str = include_str!("en.ftl");

static FRENCH_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::French, FRENCH).0);
static ENGLISH_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English, ENGLISH).0);

/// A no-break blank.
const NO_BREAK: char = '\u{A0}';

/// The bundle, and what could not be read of its file.
pub(super) fn bundle(language: Language, source: &str) -> (Bundle, Vec<String>) {
    let locale = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks around arguments help mixed directions; here they would only break copying a number.
    bundle.set_use_isolating(false);
    if language == Language::French {
        bundle.set_transform(Some(french_typography));
    }
    let (resource, unread) = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    let mut wrong: Vec<String> = unread.iter().map(ToString::to_string).collect();
    if let Err(errors) = bundle.add_resource(resource) {
        wrong.extend(errors.iter().map(ToString::to_string));
    }
    (bundle, wrong)
}

/// Blanks that may not break before `: ; ! ? »` and after `« n°`, and the apostrophe of print.
pub fn french_typography(text: &str) -> Cow<'_, str> {
    if !text.contains([' ', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut set = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied();
        // `12 %` is a measure, `%POURCENT` something to be typed.
        let measured = || !signs.clone().nth(1).is_some_and(char::is_alphanumeric);
        set.push(match sign {
            '\'' => '’',
            ' ' if matches!(after, Some(':' | ';' | '!' | '?' | '»')) => NO_BREAK,
            ' ' if matches!(after, Some('%' | '€')) && measured() => NO_BREAK,
            ' ' if matches!(before, Some('«' | '°')) => NO_BREAK,
            other => other,
        });
        before = Some(sign);
    }
    Cow::Owned(set)
}

pub(super) fn say(language: Language, id: &str, arguments: &[(&str, Value<'_>)]) -> (String, Vec<String>) {
    let mut given = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        given.set(
            *name,
            match value {
                Value::Text(text) => FluentValue::String(Cow::Borrowed(text)),
                Value::Number(number) => FluentValue::from(*number),
            },
        );
    }
    format(language, id, &given)
}

pub(super) fn sentence(
    language: Language,
    prefix: &str,
    value: &impl Serialize,
    local: &dyn Fn(i64) -> String,
) -> (String, Vec<String>) {
    let (tag, fields) = match serde_json::to_value(value) {
        Ok(Json::Object(fields)) => (tag_of(&fields, prefix), fields),
        Ok(Json::String(word)) => (word, serde_json::Map::new()),
        Ok(other) => (other.to_string(), serde_json::Map::new()),
        Err(error) => (String::new(), [("error".into(), error.to_string().into())].into_iter().collect()),
    };
    let mut given = FluentArgs::with_capacity(fields.len());
    for (name, field) in &fields {
        given.set(name.as_str(), argument(name, field, local));
        if let Some(at) = instant(name, field) {
            let shown = local(at.millis());
            let (day, time) = shown.split_once(' ').unwrap_or(("none", &shown));
            given.set(format!("{name}_day"), day.to_owned());
            given.set(format!("{name}_time"), time.to_owned());
        }
    }
    format(language, &format!("{prefix}-{tag}"), &given)
}

fn tag_of(fields: &serde_json::Map<String, Json>, prefix: &str) -> String {
    // A kind may have several sentences for each: what it is, and what to do.
    let kind = prefix.split('-').next().unwrap_or(prefix);
    let tag = fields.get("code").or_else(|| fields.get(kind));
    tag.and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn instant(name: &str, field: &Json) -> Option<Moment> {
    let is_one = name == "at" || name.ends_with("_at");
    is_one.then(|| serde_json::from_value(field.clone()).ok()).flatten()
}

/// A field as an argument; one that is absent is the word `none`, for selections.
fn argument<'a>(name: &str, field: &'a Json, local: &dyn Fn(i64) -> String) -> FluentValue<'a> {
    if let Some(at) = instant(name, field) {
        return FluentValue::String(Cow::Owned(local(at.millis())));
    }
    match field {
        Json::String(text) => FluentValue::String(Cow::Borrowed(text)),
        Json::Null => FluentValue::String(Cow::Borrowed("none")),
        Json::Number(number) => match number.as_i64() {
            Some(number) => FluentValue::from(number),
            None => FluentValue::String(Cow::Owned(number.to_string())),
        },
        other => FluentValue::String(Cow::Owned(other.to_string())),
    }
}

fn format(language: Language, id: &str, arguments: &FluentArgs<'_>) -> (String, Vec<String>) {
    let bundle = match language {
        Language::French => &*FRENCH_BUNDLE,
        Language::English => &*ENGLISH_BUNDLE,
    };
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return (id.to_owned(), vec![format!("no sentence {id}")]);
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
    (text, errors.iter().map(ToString::to_string).collect())
}

/// `2026-11-23 16:00 UTC`, from milliseconds since 1970 UTC.
pub(super) fn utc(millis: i64) -> String {
    Moment::from_millis(millis).local(&Zone::UTC, "%Y-%m-%d %H:%M UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_per_cent_sign_is_set_where_it_measures() {
        for (given, want) in [("12 % ou 3 €.", "12_% ou 3_€."), ("sans %POURCENT", "sans %POURCENT")] {
            assert_eq!(french_typography(given), want.replace('_', "\u{A0}"));
        }
    }

    /// The blank in `{" "}; …` is an argument to the bundle, and stays as it is.
    #[test]
    fn no_blank_in_braces_stands_before_a_sign_that_wants_another() {
        for sign in [";", ":", "!", "?", "»"] {
            let torn = FRENCH.lines().find(|line| line.contains(&format!("{{\" \"}}{sign}")));
            assert_eq!(torn, None, "write {{\"\\u00A0\"}}{sign}");
        }
    }
}
