//! `beffroi text`: what a text costs, which signs make it cost more, and what another wording would
//! cost. Reads no configuration and needs no daemon.

use std::io::Read;

use anyhow::Context;
use serde_json::{Value, json};

use super::{Failure, Screen};
use crate::message::{Alphabet, Reason, TextPolicy};
use crate::text::measure::{Cost, Culprit, Measure, measure};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi text measure 'Cours de piano annulé ce soir.'")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Alphabet, parts, what costs a second part, and the cheaper wording.
    #[command(after_help = "Example:\n  beffroi text measure 'Cours de piano annulé ce soir.'")]
    Measure(MeasureArguments),
}

#[derive(Debug, clap::Args)]
struct MeasureArguments {
    /// The text; `-` reads it from standard input.
    text: String,
    /// What becomes of signs that GSM-7 has not: typographic, keep or refuse.
    #[arg(long, value_name = "POLICY", default_value = "typographic")]
    policy: TextPolicy,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What standard input may hold at most: far beyond 255 parts.
const MOST_INPUT: u64 = 1 << 20;
/// Signs that are named one by one; the rest is counted.
const MOST_NAMED: usize = 10;

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let Command::Measure(arguments) = &arguments.command;
    let measured =
        read_text(&arguments.text, screen.language)?.and_then(|text| measure(&text, arguments.policy));
    let refusal = match &measured {
        Ok(measured) => measured.refusal.clone(),
        Err(reason) => Some(reason.clone()),
    };
    if arguments.json {
        screen.line(&to_json(&measured, arguments.policy).to_string())?;
    } else {
        let words = words(screen.language);
        if let Ok(measured) = &measured {
            for line in lines(measured, arguments.policy, words) {
                screen.line(&line)?;
            }
        }
        if let Some(reason) = &refusal {
            screen.line(&refused(reason, words))?;
        }
    }
    if refusal.is_some() { Err(Failure::Refused) } else { Ok(()) }
}

/// The text itself, or what standard input holds where it is `-`.
pub(super) fn read_text(argument: &str, language: Language) -> Result<Result<String, Reason>, Failure> {
    if argument != "-" {
        return Ok(Ok(argument.to_owned()));
    }
    let mut octets = Vec::new();
    std::io::stdin()
        .lock()
        .take(MOST_INPUT + 1)
        .read_to_end(&mut octets)
        .with_context(|| wording::say(language, "reading-input", &[]))?;
    if octets.len() as u64 > MOST_INPUT {
        let values = [("octets", MOST_INPUT.to_string().into())];
        let sentence = wording::say(language, "input-too-long", &values);
        return Err(Failure::Failed(anyhow::anyhow!(sentence)));
    }
    let Ok(text) = String::from_utf8(octets) else {
        return Ok(Err(Reason::NotUnicode));
    };
    // The line end that a shell or an editor puts behind a text is not part of it.
    let text = text.strip_suffix('\n').map_or(&*text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Ok(text.to_owned()))
}

/// Sentences of this command; a number or a sign stands for each brace.
struct Words {
    sms: [&'static str; 2],
    units: [&'static str; 2],
    left: &'static str,
    changed: &'static str,
    changed_to_nothing: &'static str,
    culprits: &'static str,
    and_more: &'static str,
    without: &'static str,
    typographic: &'static str,
    kept: &'static str,
    refused: &'static str,
    empty: &'static str,
    not_unicode: &'static str,
    control: &'static str,
    stranger: &'static str,
    too_long: &'static str,
}

const FRENCH: Words = Words {
    sms: ["1 SMS", "{} SMS"],
    units: ["septets GSM-7", "unités UCS-2"],
    left: "reste {} dans le dernier",
    changed: "remplacé : {} par {} (position {})",
    changed_to_nothing: "retiré : {} (position {})",
    culprits: "ne s'écrivent pas en GSM-7 : {}",
    and_more: "et {} autres",
    without: "sans ces signes : {} au lieu de {}",
    typographic: "avec --policy typographic : {} au lieu de {}",
    kept: "tel qu'écrit, ce serait {}",
    refused: "refusé : {}",
    empty: "le texte est vide",
    not_unicode: "le texte n'est pas en UTF-8",
    control: "caractère de commande {} à la position {}",
    stranger: "{} à la position {} ne s'écrit pas en GSM-7",
    too_long: "{} SMS, {} au plus",
};

const ENGLISH: Words = Words {
    sms: ["1 SMS", "{} SMS"],
    units: ["GSM-7 septets", "UCS-2 units"],
    left: "{} left in the last one",
    changed: "replaced: {} by {} (position {})",
    changed_to_nothing: "removed: {} (position {})",
    culprits: "not in GSM-7: {}",
    and_more: "and {} more",
    without: "without these signs: {} instead of {}",
    typographic: "with --policy typographic: {} instead of {}",
    kept: "as written it would be {}",
    refused: "refused: {}",
    empty: "the text is empty",
    not_unicode: "the text is not UTF-8",
    control: "control character {} at position {}",
    stranger: "{} at position {} is not in GSM-7",
    too_long: "{} SMS, {} at most",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
    }
}

fn lines(measured: &Measure, policy: TextPolicy, words: &Words) -> Vec<String> {
    let cost = measured.cost;
    let [septets, units] = words.units;
    let unit = if cost.alphabet == Alphabet::Gsm7 { septets } else { units };
    let left = fill(words.left, &[&cost.left.to_string()]);
    let mut lines = vec![format!("{} · {} {unit}, {left}", sms(cost, words), cost.used)];
    lines.extend(listed(&measured.changes, words, |change| {
        let (from, position) = (shown(change.from), change.position.to_string());
        match change.to {
            "" => fill(words.changed_to_nothing, &[&from, &position]),
            to => fill(words.changed, &[&from, &to.chars().map(shown).collect::<String>(), &position]),
        }
    }));
    if !measured.culprits.is_empty() {
        lines.push(fill(words.culprits, &[&culprits(&measured.culprits, words)]));
        if measured.without_culprits.parts < cost.parts {
            lines.push(compared(words.without, measured.without_culprits, cost, words));
        }
    }
    if policy != TextPolicy::Typographic && measured.typographic.parts < cost.parts {
        lines.push(compared(words.typographic, measured.typographic, cost, words));
    }
    if policy == TextPolicy::Typographic && measured.kept.parts > cost.parts {
        lines.push(fill(words.kept, &[&sms(measured.kept, words)]));
    }
    lines
}

/// A line for each, as far as they are named one by one, and how many more there are.
fn listed<T>(items: &[T], words: &Words, line: impl Fn(&T) -> String) -> Vec<String> {
    let mut lines: Vec<String> = items.iter().take(MOST_NAMED).map(line).collect();
    if let Some(more) = items.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        lines.push(fill(words.and_more, &[&more.to_string()]));
    }
    lines
}

fn culprits(culprits: &[Culprit], words: &Words) -> String {
    let name = |culprit: &Culprit| format!("{} ({})", shown(culprit.character), culprit.position);
    listed(culprits, words, name).join(", ")
}

fn compared(sentence: &str, other: Cost, own: Cost, words: &Words) -> String {
    fill(sentence, &[&sms(other, words), &own.parts.to_string()])
}

fn sms(cost: Cost, words: &Words) -> String {
    let [one, several] = words.sms;
    if cost.parts == 1 { one.to_owned() } else { fill(several, &[&cost.parts.to_string()]) }
}

fn refused(reason: &Reason, words: &Words) -> String {
    let why = match reason {
        Reason::EmptyText => words.empty.to_owned(),
        Reason::NotUnicode => words.not_unicode.to_owned(),
        Reason::ControlCharacter { character, position } => {
            fill(words.control, &[character, &position.to_string()])
        }
        Reason::NotInAlphabet { character, position } => {
            let shown: String = character.chars().map(shown).collect();
            fill(words.stranger, &[&shown, &position.to_string()])
        }
        Reason::TextTooLong { parts, limit } => {
            fill(words.too_long, &[&parts.to_string(), &limit.to_string()])
        }
        other => other.code(),
    };
    fill(words.refused, &[&why])
}

/// A sign itself, or its number where nobody would see it, or a terminal would obey it.
fn shown(character: char) -> String {
    if character.is_whitespace() || character.is_control() || is_mark(character) {
        format!("U+{:04X}", u32::from(character))
    } else {
        character.to_string()
    }
}

/// Marks without a width of their own.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn fill(sentence: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut values = values.iter();
    for (at, piece) in sentence.split("{}").enumerate() {
        if at > 0 {
            filled.push_str(values.next().unwrap_or(&""));
        }
        filled.push_str(piece);
    }
    filled
}

fn to_json(measured: &Result<Measure, Reason>, policy: TextPolicy) -> Value {
    match measured {
        Err(reason) => json!({ "policy": policy, "refused": reason }),
        Ok(measured) => json!({
            "policy": policy,
            "text": measured.text,
            "alphabet": measured.cost.alphabet,
            "parts": measured.cost.parts,
            "used": measured.cost.used,
            "left": measured.cost.left,
            "changes": measured.changes.iter().map(|change| json!({
                "position": change.position, "from": change.from, "to": change.to,
            })).collect::<Vec<_>>(),
            "culprits": measured.culprits.iter().map(|culprit| json!({
                "position": culprit.position,
                "character": culprit.character,
                "code": format!("U+{:04X}", u32::from(culprit.character)),
            })).collect::<Vec<_>>(),
            "without_culprits": cost_json(measured.without_culprits),
            "kept": cost_json(measured.kept),
            "typographic": cost_json(measured.typographic),
            "refused": measured.refusal,
        }),
    }
}

fn cost_json(cost: Cost) -> Value {
    json!({ "alphabet": cost.alphabet, "parts": cost.parts, "used": cost.used, "left": cost.left })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_costs_a_second_part_is_named_in_the_reader_s_language() {
        let measured = measure("L’école « Moulin »\u{A0}…", TextPolicy::Typographic).unwrap();
        let want = [
            "1 SMS · 22 septets GSM-7, reste 138 dans le dernier",
            "remplacé : ’ par ' (position 2)",
            "remplacé : « par \" (position 9)",
            "remplacé : » par \" (position 18)",
            "remplacé : U+00A0 par U+0020 (position 19)",
            "remplacé : … par ... (position 20)",
        ];
        assert_eq!(lines(&measured, TextPolicy::Typographic, &FRENCH), want);

        let measured = measure(&format!("Fête {}", "x".repeat(70)), TextPolicy::Keep).unwrap();
        let want = [
            "2 SMS · 75 UCS-2 units, 59 left in the last one",
            "not in GSM-7: ê (2)",
            "without these signs: 1 SMS instead of 2",
        ];
        assert_eq!(lines(&measured, TextPolicy::Keep, &ENGLISH), want);
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let measured = measure(&"ê".repeat(30), TextPolicy::Keep).unwrap();
        let lines = lines(&measured, TextPolicy::Keep, &FRENCH);
        assert!(lines.last().unwrap().ends_with("ê (10), et 20 autres"), "{lines:?}");
    }

    #[test]
    fn a_terminal_is_not_commanded_by_a_sign() {
        let rows = [('\u{202E}', "U+202E"), ('\u{1B}', "U+001B"), ('\u{FE0F}', "U+FE0F"), ('’', "’")];
        for (given, want) in rows {
            assert_eq!(shown(given), want);
        }
    }
}
