//! What is wrong with a command line, in French. clap speaks English only; the few ways in which people
//! get one wrong have sentences here, the others stay as clap has them; help is in `help`.

mod quoted;
#[cfg(test)]
mod tests;
mod wanted;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::with_french_values;
use super::message::{self, UnknownState};
use crate::message::UnknownWord;
use crate::wording::{self, Language};

/// The sentence and how the command is used; `None` for what is no such mistake, or a rare one. `words` are those
/// behind the program's name.
pub(super) fn french(error: &clap::Error, words: &[String]) -> Option<String> {
    let sentence = quoted::said(error, words, Language::French).or_else(|| sentence(error, words))?;
    let usage = error.get(ContextKind::Usage).map(|usage| format!("\n\n{usage}")).unwrap_or_default();
    let usage = usage.replacen("Usage:", "Utilisation\u{A0}:", 1);
    Some(with_french_values(&format!("beffroi: {sentence}{}", usage.trim_end())))
}

fn sentence(error: &clap::Error, words: &[String]) -> Option<String> {
    let list = |kind| error.get(kind).map(listed).filter(|text| !text.is_empty());
    let (argument, value) = (list(ContextKind::InvalidArg), list(ContextKind::InvalidValue));
    let (id, what, other) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let nearest = list(ContextKind::SuggestedSubcommand);
            ("usage-unknown_command", list(ContextKind::InvalidSubcommand)?, nearest)
        }
        ErrorKind::MissingSubcommand => ("usage-missing_command", list(ContextKind::ValidSubcommand)?, None),
        ErrorKind::UnknownArgument => match argument? {
            option if option.starts_with('-') => {
                ("usage-unknown_option", option, list(ContextKind::SuggestedArg))
            }
            word => ("usage-surplus", word, None),
        },
        ErrorKind::InvalidUtf8 => ("usage-not_unicode", not_unicode(words)?, None),
        ErrorKind::MissingRequiredArgument => ("usage-missing", argument?, None),
        ErrorKind::InvalidValue if value.is_none() => ("usage-no_value", argument?, None),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let what = format!("{} \"{}\"", argument?, value.unwrap_or_default());
            match list(ContextKind::ValidValue).or_else(|| known(error)) {
                Some(known) => ("usage-bad_value", what, Some(known)),
                None => ("usage-wanted", what, wanted::french(error)),
            }
        }
        ErrorKind::TooManyValues => ("usage-no_value_wanted", argument?, None),
        ErrorKind::ArgumentConflict => match (argument?, list(ContextKind::PriorArg)) {
            (argument, Some(prior)) if argument == prior => ("usage-twice", argument, None),
            (argument, prior) => ("usage-conflict", argument, prior),
        },
        _ => return None,
    };
    let other = other.unwrap_or_else(|| "none".to_owned());
    Some(wording::say(Language::French, id, &[("what", what.into()), ("other", other.into())]))
}

/// What to write instead, where clap's English does not say it.
pub(super) fn english(error: &clap::Error, words: &[String]) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidUtf8 => {
            let values = [("what", not_unicode(words)?.into())];
            Some(wording::say(Language::English, "usage-not_unicode", &values))
        }
        _ => quoted::said(error, words, Language::English).or_else(|| wanted::english(error)),
    }
}

/// The first word that was not, with a sign for what could not be read.
fn not_unicode(words: &[String]) -> Option<String> {
    words.iter().find(|word| word.contains(char::REPLACEMENT_CHARACTER)).cloned()
}

/// What the parser of a value knows.
fn known(error: &clap::Error) -> Option<String> {
    let cause = std::error::Error::source(error)?;
    let words = cause.downcast_ref().map(|UnknownWord { known }| (*known).to_owned());
    words.or_else(|| cause.downcast_ref().map(|UnknownState| message::known_states(Language::French)))
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}
