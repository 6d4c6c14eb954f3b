//! Help in French. clap speaks English only, and goes on parsing in English: where it would show help, the
//! same tree of commands is dressed in French and shows it instead. The texts are data ([`french`]); a
//! command or an argument without one keeps the English, and a test finds it.

mod french;
mod typeset;

use std::process::ExitCode;

use clap::builder::{Resettable, Str};
use clap::{Arg, Command};

use self::french::{Page, SHARED, VALUES, pages};
use self::typeset::typeset;
use super::Screen;
use crate::wording::french_typography;

/// clap's own, with a French word for `Usage:`.
const TEMPLATE: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}";

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// `-h`.
    Short,
    /// `--help`, or nothing at all.
    Long,
}

/// Shows what `error` would, which is help, in French; `words` are those behind the program's name.
pub(super) fn show(command: Command, words: &[String], error: &clap::Error, screen: &mut Screen) -> ExitCode {
    let length = if words.iter().any(|word| word == "-h") { Length::Short } else { Length::Long };
    let (mut asked, _) = asked_for(&dressed(command), words);
    let page = match length {
        Length::Short => asked.render_help(),
        Length::Long => asked.render_long_help(),
    };
    let page = if screen.colour { page.ansi().to_string() } else { page.to_string() };
    let page = page.trim_end();
    // Asked for, it is the answer; else it is told what was wrong.
    if error.use_stderr() {
        screen.note(page);
        return ExitCode::from(2);
    }
    let told = screen.line(page);
    screen.end(told.map_err(Into::into))
}

/// The whole tree in French.
fn dressed(mut command: Command) -> Command {
    // Only now has it what clap adds by itself: help, version, the options of all.
    command.build();
    dress(command, "beffroi")
}

fn dress(command: Command, path: &str) -> Command {
    let page = pages().find(|page| page.path == path);
    let command =
        command.mut_args(|argument| translated(argument, page)).mut_subcommands(|inner| {
            match inner.get_name() {
                "help" => {
                    inner.about(french_typography("Affiche cette aide, ou celle d'une commande").into_owned())
                }
                name => {
                    let path = format!("{path} {name}");
                    dress(inner, &path)
                }
            }
        });
    let command = command
        .help_template(french_typography(TEMPLATE).into_owned())
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE");
    match page {
        Some(page) => {
            command.about(french_typography(page.about).into_owned()).after_help(typeset(page.after))
        }
        None => command,
    }
}

fn translated(argument: Arg, page: Option<&Page>) -> Arg {
    let id = argument.get_id().as_str();
    let own = page.map(|page| page.arguments).unwrap_or_default();
    let Some((_, text)) = own.iter().chain(SHARED).find(|(known, _)| *known == id) else { return argument };
    let mut text = french_typography(text).into_owned();
    let takes_values = argument.get_action().takes_values();
    let defaults: Vec<_> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes_values && !defaults.is_empty() {
        text.push_str(&format!(" [{}]", defaults.join(", ")));
    }
    let possible: Vec<_> =
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if takes_values && !possible.is_empty() {
        text.push_str(&format!(" [{}]", possible.join(", ")));
    }
    let names = argument.get_value_names().map(|names| names.iter().map(value_name).collect::<Vec<_>>());
    let heading = if argument.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let argument = argument
        .help(text)
        .long_help(Resettable::Reset)
        .hide_default_value(true)
        .hide_possible_values(true)
        .help_heading(heading);
    match names {
        Some(names) if takes_values => argument.value_names(names),
        _ => argument,
    }
}

fn value_name(name: &Str) -> Str {
    let known = VALUES.iter().find(|(english, _)| *english == name.as_str());
    known.map_or_else(|| name.clone(), |(_, french)| Str::from(*french))
}

/// `--text <TEXTE>` for `--text <TEXT>`, wherever clap shows how something is written.
pub(super) fn with_french_values(text: &str) -> String {
    VALUES.iter().fold(text.to_owned(), |text, (english, french)| {
        text.replace(&format!("<{english}>"), &format!("<{french}>"))
    })
}

/// The command that is meant: the last that is named, `help send` like `send --help`; and the words behind its name.
pub(super) fn asked_for<'w>(root: &Command, words: &'w [String]) -> (Command, &'w [String]) {
    let (mut at, mut rest, mut words) = (root, words, words.iter());
    while let Some(word) = words.next() {
        let takes_the_next = |argument: &Arg| {
            argument.get_long().is_some_and(|long| word.strip_prefix("--") == Some(long))
                && argument.get_action().takes_values()
                && !argument.is_require_equals_set()
        };
        if at.get_arguments().any(takes_the_next) {
            words.next();
        } else if let Some(inner) = at.find_subcommand(word).filter(|inner| inner.get_name() != "help") {
            (at, rest) = (inner, words.as_slice());
        }
    }
    (at.clone(), rest)
}

#[cfg(test)]
#[allow(clippy::panic, reason = "tests may panic")]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::french::SAME;
    use super::*;

    fn english() -> Command {
        let mut root = crate::cli::Arguments::command();
        root.build();
        root
    }

    /// Every command below and with this one, `help` left out.
    fn all(command: &Command, path: &str) -> Vec<(String, Command)> {
        let mut found = vec![(path.to_owned(), command.clone())];
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            found.extend(all(inner, &format!("{path} {}", inner.get_name())));
        }
        found
    }

    #[test]
    fn every_command_and_every_argument_has_help_in_both_languages() {
        let mut seen = BTreeSet::new();
        for (path, command) in all(&english(), "beffroi") {
            let english =
                command.get_after_help().unwrap_or_else(|| panic!("{path}: no example")).to_string();
            assert!(command.get_about().is_some(), "{path}");
            let page = pages().find(|page| page.path == path).unwrap_or_else(|| panic!("{path}: no page"));
            for (text, word) in [(english.as_str(), "example"), (page.after, "exemple")] {
                assert!(text.to_lowercase().contains(word), "{path}: {text}");
            }
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                let id = argument.get_id().as_str();
                assert!(argument.get_help().is_some(), "{path}: {id}");
                let (own, shared) = (page.arguments, SHARED);
                let known = own.iter().chain(shared).find(|(known, _)| *known == id);
                seen.insert((
                    if own.iter().any(|(known, _)| *known == id) { page.path } else { "" },
                    id.to_owned(),
                ));
                assert!(known.is_some(), "{path}: {id}: no French");
                for name in argument.get_value_names().unwrap_or_default() {
                    let known = SAME.contains(&name.as_str()) || value_name(name) != *name;
                    assert!(known || !argument.get_action().takes_values(), "{path}: {id}: {name}");
                }
            }
        }
        let shared = SHARED.iter().map(|(id, _)| ("", *id));
        let own = pages().flat_map(|page| page.arguments.iter().map(|(id, _)| (page.path, *id)));
        let idle: Vec<_> =
            shared.chain(own).filter(|(path, id)| !seen.contains(&(*path, (*id).to_owned()))).collect();
        assert!(idle.is_empty(), "said of nothing: {idle:?}");
    }

    #[test]
    fn the_pages_are_those_of_the_commands() {
        let paths: Vec<String> = all(&english(), "beffroi").into_iter().map(|(path, _)| path).collect();
        let pages: Vec<&str> = pages().map(|page| page.path).collect();
        assert_eq!(pages, paths);
    }

    #[test]
    fn no_english_is_left_on_a_french_page() {
        for (path, command) in all(&dressed(crate::cli::Arguments::command()), "beffroi") {
            let mut command = command;
            for page in [command.render_help(), command.render_long_help()] {
                let page = page.to_string();
                for word in ["Usage", "Print", "default:", "possible values", "Commands:", " the ", "Example"]
                {
                    assert!(!page.contains(word), "{path}: {word} in {page}");
                }
            }
        }
    }

    /// What is to be typed stays as a shell takes it.
    #[test]
    fn each_sentence_of_a_french_page_is_set_as_it_is_printed() {
        let mut seen = 0;
        for (path, command) in all(&dressed(crate::cli::Arguments::command()), "beffroi") {
            let of_arguments = command
                .get_arguments()
                .flat_map(|argument| [argument.get_help(), argument.get_long_help()].into_iter().flatten());
            let own = [command.get_about(), command.get_long_about(), command.get_after_help()];
            let written = pages().find(|page| page.path == path).map_or("", |page| page.after);
            let texts: Vec<String> =
                own.into_iter().flatten().chain(of_arguments).map(ToString::to_string).collect();
            for line in texts.iter().flat_map(|text| text.lines()) {
                // "Exemple" stands before its command with a blank that does not break.
                let plain = line.replacen("Exemple\u{A0}: ", "Exemple : ", 1);
                let sentences = match typeset::code(&plain) {
                    Some((_, code, remark)) => {
                        assert!(written.contains(code), "{path}: {line}");
                        remark
                    }
                    None => line,
                };
                assert_eq!(french_typography(sentences), sentences, "{path}");
                seen += 1;
            }
        }
        assert!(seen > 300, "{seen}");
    }

    #[test]
    fn the_last_command_that_is_named_is_meant() {
        let root = english();
        let rows: &[(&[&str], &str)] = &[
            (&["--help"], "beffroi"),
            (&["send", "-h"], "send"),
            (&["help", "roster", "import"], "import"),
            (&["--config", "send", "message", "--help"], "message"),
            (&["roster", "import", "list.csv", "--wait", "-h"], "import"),
        ];
        for (words, want) in rows {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(asked_for(&root, &words).0.get_name(), *want, "{words:?}");
        }
    }
}
