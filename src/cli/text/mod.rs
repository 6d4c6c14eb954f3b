//! `beffroi text`: what a text costs, which signs make it cost more, and what another wording would
//! cost. Reads no configuration and needs no daemon. [`tell`] has the sentences, for other commands too.

mod price;
pub(super) mod tell;

use std::io::Read;

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use self::price::Price;
use super::{Failure, Screen};
use crate::message::{Emoji, Reason, TextPolicy};
use crate::sms::national;
use crate::text::Rules;
use crate::text::measure::{self, Cost, Measure, measure};
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
    #[command(after_help = "\
Examples:
  beffroi text measure 'Cours de piano annulé ce soir.'
  beffroi text measure --policy fold --recipients 120 --price 0.045 - < notice.txt

Exit code 3: the text would be refused.")]
    Measure(MeasureArguments),
}

#[derive(Debug, clap::Args)]
struct MeasureArguments {
    /// The text; `-` reads it from standard input.
    text: String,
    /// What becomes of signs that GSM-7 has not: typographic, fold, keep or refuse.
    #[arg(long, value_name = "POLICY", default_value = "typographic")]
    policy: TextPolicy,
    /// What becomes of emoji: keep, or name (with typographic and fold).
    #[arg(long, value_name = "EMOJI", default_value = "keep")]
    emoji: Emoji,
    /// So many people would get it.
    #[arg(long, value_name = "COUNT")]
    recipients: Option<u32>,
    /// What one SMS costs, in euros: 0.045.
    #[arg(long, value_name = "EUROS", requires = "recipients")]
    price: Option<Price>,
    /// Also by the letters of a language that few phones know, for trials: portuguese (ç ê ô), spanish or turkish.
    #[arg(long, value_name = "LANGUAGE", value_parser = shifted())]
    national: Option<national::Language>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What standard input may hold at most: far beyond 255 parts.
const MOST_INPUT: u64 = 1 << 20;

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let Command::Measure(arguments) = &arguments.command;
    let rules = Rules { policy: arguments.policy, emoji: arguments.emoji };
    let text = read_text(&arguments.text, screen.language)?;
    let national = text.as_ref().ok().and_then(|text| by_language(text, arguments));
    let measured = text.and_then(|text| measure(&text, rules));
    let refusal = match &measured {
        Ok(measured) => measured.refusal.clone(),
        Err(reason) => Some(reason.clone()),
    };
    if arguments.json {
        screen.line(&to_json(&measured, national, arguments).to_string())?;
    } else {
        if let Ok(measured) = &measured {
            for line in lines(measured, national, arguments, screen.language) {
                screen.line(&line)?;
            }
        }
        if let Some(reason) = &refusal {
            let reason = wording::reason(screen.language, reason);
            screen.line(&wording::say(screen.language, "text-refused", &[("reason", reason.into())]))?;
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

fn lines(
    measured: &Measure,
    national: Option<Cost>,
    arguments: &MeasureArguments,
    language: Language,
) -> Vec<String> {
    let mut lines = vec![tell::cost(measured.cost, language)];
    lines.extend(tell::changes(&measured.changes, language));
    lines.extend(tell::advice(measured, language));
    lines.extend(tell::policies(measured, arguments.policy, language));
    if let (Some(cost), Some(named)) = (national, arguments.national) {
        let named = format!("{named:?}").to_lowercase();
        let values = [("language", named.into()), ("cost", tell::cost(cost, language).into())];
        lines.push(wording::say(language, "text-national", &values));
    }
    if let Some(recipients) = arguments.recipients {
        lines.push(String::new());
        let total = |cost: Cost| tell::total(cost, recipients, arguments.price, language);
        let values = [("recipients", recipients.into()), ("total", total(measured.cost).into())];
        lines.push(wording::say(language, "text-total", &values));
        if let Some(cheaper) = &measured.cheaper {
            let values = [("total", total(cheaper.cost).into()), ("cut", cheaper.cut.into())];
            let id = if cheaper.is_whole() { "text-total-cheaper" } else { "text-total-cut" };
            lines.push(wording::say(language, id, &values));
        }
    }
    lines
}

/// What the text costs by the letters of the language that somebody tries, where they save something.
fn by_language(text: &str, arguments: &MeasureArguments) -> Option<Cost> {
    measure::national(text, arguments.national?)
}

/// The languages in Latin letters that have a table of their own for what stands behind an escape, by their names.
fn shifted() -> impl TypedValueParser<Value = national::Language> {
    PossibleValuesParser::new(["portuguese", "spanish", "turkish"])
        .try_map(|name| national::Language::named(&name).ok_or("no such language"))
}

fn to_json(
    measured: &Result<Measure, Reason>,
    national: Option<Cost>,
    arguments: &MeasureArguments,
) -> Value {
    let policy = arguments.policy;
    match measured {
        Err(reason) => json!({ "policy": policy, "refused": reason }),
        Ok(measured) => {
            let total = |cost: Cost| {
                let sms =
                    arguments.recipients.map(|recipients| u64::from(recipients) * u64::from(cost.parts));
                let euros = sms.and_then(|sms| Some(arguments.price?.times(sms).to_string()));
                json!({ "sms": sms, "euros": euros })
            };
            let saved = |whole: bool| {
                let cheaper = measured.cheaper.as_ref().filter(|cheaper| cheaper.is_whole() == whole);
                cheaper.map(|cheaper| total(cheaper.cost))
            };
            json!({
                "policy": policy,
                "emoji": arguments.emoji,
                "text": measured.text,
                "alphabet": measured.cost.alphabet,
                "parts": measured.cost.parts,
                "used": measured.cost.used,
                "left": measured.cost.left,
                "changes": tell::changes_json(&measured.changes),
                "culprits": tell::culprits_json(&measured.culprits),
                "without_culprits": tell::cost_json(measured.without_culprits),
                "kept": tell::cost_json(measured.kept),
                "typographic": tell::cost_json(measured.typographic),
                "folded": tell::cost_json(measured.folded),
                "cheaper": measured.cheaper.as_ref().map(tell::wording_json),
                "national": national.map(tell::cost_json),
                "recipients": arguments.recipients.map(|recipients| json!({
                    "count": recipients,
                    "now": total(measured.cost),
                    "cheaper": saved(true),
                    "cut": saved(false),
                })),
                "refused": measured.refusal,
            })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use clap::Parser;
    use clap::error::ErrorKind;

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        arguments: MeasureArguments,
    }

    /// What is told of a text, its no-break blanks as `_`.
    fn told(text: &str, options: &[&str], language: Language) -> Vec<String> {
        let words = ["measure", text].into_iter().chain(options.iter().copied());
        let arguments = Program::parse_from(words).arguments;
        let rules = Rules { policy: arguments.policy, emoji: arguments.emoji };
        let national = by_language(text, &arguments);
        let lines = lines(&measure(text, rules).unwrap(), national, &arguments, language);
        lines.iter().flat_map(|line| line.split('\n')).map(|line| line.replace('\u{A0}', "_")).collect()
    }

    #[test]
    fn what_was_changed_is_told_once_with_all_its_places() {
        let want = [
            "1 SMS, GSM-7_: 26 septets, reste 134 dans le dernier",
            "’ devient ' (positions 2, 23)",
            "« devient \" (position 9)",
            "» devient \" (position 18)",
            "U+00A0 devient U+0020 (position 19)",
            "… devient ... (position 24)",
        ];
        assert_eq!(told("L’école « Moulin »\u{A0}pas’…", &[], Language::French)[..6], want);
    }

    #[test]
    fn what_costs_a_second_sms_is_named_with_the_cheaper_wording_and_what_it_saves() {
        let text = format!("Fête, L’île {}", "x".repeat(70));
        let x = "x".repeat(70);
        let want = [
            "2 SMS, UCS-2_: 82 unités, reste 52 dans le dernier".to_owned(),
            "2 signes coûtent un deuxième SMS_: ê (2), î (9)_; sans eux_: 1 SMS au lieu de 2".to_owned(),
            "1 SMS au lieu de 2, avec 3 changements (ê → e, ’ → ', î → i)_:".to_owned(),
            format!("    Fete, L'ile {x}"),
            String::new(),
            "règle          SMS  alphabet".to_owned(),
            "keep           2    UCS-2".to_owned(),
            "typographic *  2    UCS-2".to_owned(),
            "fold           1    GSM-7".to_owned(),
            String::new(),
            "120 destinataires_: 240 SMS, 10,80_€".to_owned(),
            "au moins cher_: 120 SMS, 5,40_€".to_owned(),
        ];
        let options = ["--recipients", "120", "--price", "0,045"];
        assert_eq!(told(&text, &options, Language::French), want);
        let english = told(&text, &["--policy", "keep"], Language::English);
        assert_eq!(
            english.get(1).unwrap(),
            "3 signs cost a second SMS: ê (2), ’ (8), î (9); without them: 1 SMS instead of 2"
        );
    }

    #[test]
    fn what_is_cut_off_is_no_cheaper_wording() {
        let said = told(&"x".repeat(232), &["--recipients", "120"], Language::French);
        let want = [
            "2 SMS, GSM-7_: 232 septets, reste 74 dans le dernier",
            "en enlevant 72 caractères_: 1 SMS au lieu de 2",
            "",
            "120 destinataires_: 240 SMS",
            "en enlevant 72 caractères_: 120 SMS",
        ];
        assert_eq!(said, want);
        let arguments = Program::parse_from(["measure", "-", "--recipients", "120"]).arguments;
        let value = to_json(&measure(&"x".repeat(232), arguments.policy), None, &arguments);
        assert_eq!((&value["cheaper"]["text"], &value["cheaper"]["cut"]), (&Value::Null, &json!(72)));
        let recipients = &value["recipients"];
        assert_eq!((&recipients["cheaper"], &recipients["cut"]["sms"]), (&Value::Null, &json!(120)));
    }

    #[test]
    fn a_price_is_told_for_so_many_people_and_never_passed_over() {
        let rows = [
            (&["--price", "0,045"][..], Some(ErrorKind::MissingRequiredArgument)),
            (&["--price", "0,045", "--recipients", "2"], None),
            (&["--recipients", "2"], None),
        ];
        for (options, want) in rows {
            let words = ["measure", "x"].iter().chain(options);
            let refused = Program::try_parse_from(words).err().map(|error| error.kind());
            assert_eq!(refused, want, "{options:?}");
        }
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let said = told(&"ê".repeat(80), &["--policy", "keep"], Language::French).join("\n");
        assert!(said.contains("ê (10), et 70 autres_; sans eux"), "{said}");
    }

    #[test]
    fn the_letters_of_a_language_are_told_only_where_they_save_something() {
        let text = format!("L’enquête… {}", "x".repeat(100));
        let said = told(&text, &["--national", "portuguese"], Language::English).join("\n");
        assert!(said.contains("by the Portuguese table (not sent so: few phones know it): 1 SMS"), "{said}");
        let said = told(&text, &["--national", "portuguese"], Language::French).join("\n");
        assert!(said.contains("par la table portugaise (jamais"), "{said}");
        let said = told("Fête", &["--national", "portuguese"], Language::English).join("\n");
        assert!(!said.contains("Portuguese"), "{said}");
    }

    #[test]
    fn one_septet_and_one_unit_are_one() {
        let rows = [
            ("x", Language::French, "1 SMS, GSM-7_: 1 septet, reste 159 dans le dernier"),
            ("x", Language::English, "1 SMS, GSM-7: 1 septet, 159 left in the last one"),
            ("xy", Language::English, "1 SMS, GSM-7: 2 septets, 158 left in the last one"),
            ("ж", Language::French, "1 SMS, UCS-2_: 1 unité, reste 69 dans le dernier"),
            ("ж", Language::English, "1 SMS, UCS-2: 1 unit, 69 left in the last one"),
        ];
        for (text, language, want) in rows {
            assert_eq!(told(text, &[], language).first().map(String::as_str), Some(want));
        }
    }
}
