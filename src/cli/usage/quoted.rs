//! What was typed without its quotes: a shell makes several words of a text with blanks, and clap takes the
//! second for something else. Finds the option that they belong to, and writes it as it should have been; likewise what
//! wants a `=`.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use crate::cli::help::asked_for;
use crate::wording::{self, Language};

/// Whether a word can be of such a value.
type Fits = fn(&str) -> bool;

/// The arguments whose values have blanks or begin with a hyphen, and what each of their words has to be.
const SPACED: &[(&str, Fits)] =
    &[("text", |_| true), ("conditions", |_| true), ("to", is_of_a_number), ("expires", is_of_a_date)];

fn is_of_a_number(word: &str) -> bool {
    word.chars().all(|sign| sign.is_ascii_digit() || "+.-/()".contains(sign))
}

fn is_of_a_date(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_digit())
}

/// An argument and all words that seem to be its value.
struct Value<'a> {
    argument: &'a Arg,
    words: Vec<&'a str>,
}

/// How it is written, where the mistake is that.
pub(super) fn said(error: &clap::Error, words: &[String], language: Language) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let unknown = error.get(ContextKind::InvalidArg)?.to_string();
    let mut root = crate::cli::Arguments::command();
    root.build();
    let (command, rest) = asked_for(&root, words);
    if let Some(right) = joined(&command, rest, &unknown) {
        return Some(wording::say(language, "usage-equals", &[("right", right.into())]));
    }
    let value = values(&command, rest).into_iter().find(|value| value.is_torn_by(&unknown))?;
    let id = if value.words.len() > 1 { "usage-unquoted" } else { "usage-hyphen" };
    Some(wording::say(language, id, &[("right", value.right().into())]))
}

/// A value that clap takes behind `=` only, as there may be none: `--wait 5min`.
fn joined(command: &Command, words: &[String], unknown: &str) -> Option<String> {
    let is_torn = |pair: &&[String]| match pair {
        [option, value] => {
            let argument = option.strip_prefix("--").and_then(|name| named(command, name));
            argument.is_some_and(Arg::is_require_equals_set) && value == unknown
        }
        _ => false,
    };
    words.windows(2).find(is_torn).map(|pair| pair.join("="))
}

/// Of each argument that may have blanks.
fn values<'a>(command: &'a Command, words: &'a [String]) -> Vec<Value<'a>> {
    let mut found: Vec<Value<'_>> = Vec::new();
    let of_the_command = || command.get_positionals().find(|argument| argument.get_id() == "text");
    let mut open = of_the_command();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if let Some(option) = word.strip_prefix("--") {
            let (name, value) =
                option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let Some(argument) = named(command, name) else { break };
            let takes_one = argument.get_action().takes_values() && !argument.is_require_equals_set();
            let value = value.or_else(|| takes_one.then(|| words.next()).flatten().map(String::as_str));
            open = Some(argument).filter(|_| takes_one);
            match value.filter(|_| is_spaced(argument)) {
                Some(value) => found.push(Value { argument, words: vec![value] }),
                None => open = of_the_command(),
            }
        } else if let Some(argument) = open {
            match found.iter_mut().rev().find(|last| last.argument.get_id() == argument.get_id()) {
                Some(last) => last.words.push(word),
                None => found.push(Value { argument, words: vec![word] }),
            }
        }
    }
    found
}

fn named<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    let is_alias =
        |argument: &Arg| argument.get_visible_aliases().is_some_and(|aliases| aliases.contains(&name));
    command.get_arguments().find(|argument| argument.get_long() == Some(name) || is_alias(argument))
}

fn is_spaced(argument: &Arg) -> bool {
    SPACED.iter().any(|(id, _)| argument.get_id() == id)
}

impl Value<'_> {
    /// Whether clap has stumbled over one of its words, which all can be of it.
    fn is_torn_by(&self, unknown: &str) -> bool {
        let fits = SPACED.iter().find(|(id, _)| self.argument.get_id() == id).map(|(_, fits)| fits);
        // Of `-20` clap names the `-2`.
        let hyphen = |word: &str| unknown.len() == 2 && unknown.starts_with('-') && word.starts_with(unknown);
        let stumbled = self.words.iter().any(|word| *word == unknown || hyphen(word));
        let is_torn = self.words.len() > 1 || self.begins_with_a_hyphen();
        stumbled && is_torn && fits.is_some_and(|fits| self.words.iter().all(|word| fits(word)))
    }

    fn begins_with_a_hyphen(&self) -> bool {
        self.words.first().is_some_and(|word| word.starts_with('-'))
    }

    fn right(&self) -> String {
        let value = quoted(&self.words.join(" "));
        match (self.argument.get_long(), self.begins_with_a_hyphen()) {
            (Some(long), true) => format!("--{long}={value}"),
            (Some(long), false) => format!("--{long} {value}"),
            (None, true) => format!("-- {value}"),
            (None, false) => value,
        }
    }
}

/// As a shell takes it for one word.
fn quoted(value: &str) -> String {
    match (value.contains('\''), value.contains(['"', '$', '`', '\\', '!'])) {
        (false, _) => format!("'{value}'"),
        (true, false) => format!("\"{value}\""),
        (true, true) => format!("'{}'", value.replace('\'', r"'\''")),
    }
}
