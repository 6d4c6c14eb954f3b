//! What is told of a text before it is sent: its cost, what its service's policy changes, which signs cost a
//! further SMS, and the wording that would do with fewer. For people, and as JSON.

use serde_json::{Value, json};

use super::price::Price;
use crate::cli::fates::columns;
use crate::message::{Alphabet, NationalTable, Reason, TextPolicy};
use crate::text::Change;
use crate::text::advise::Wording;
use crate::text::changed::{Kind, kinds, of_signature, of_text};
use crate::text::measure::{ByTable, Cost, Culprit, Measure};
use crate::text::shown::indented;
use crate::text::signature::Within;
use crate::text::transliterate::shown;
use crate::wording::{self, Language};

/// Signs, places and changes that are named one by one; the rest is counted.
const MOST_NAMED: usize = 10;

/// How many SMS, and how full they are.
pub(in crate::cli) fn cost(cost: Cost, language: Language) -> String {
    let values = [
        ("parts", cost.parts.into()),
        ("alphabet", if cost.alphabet == Alphabet::Ucs2 { "ucs2" } else { "gsm7" }.into()),
        ("used", cost.used.into()),
        ("left", cost.left.into()),
    ];
    wording::say(language, "text-cost", &values)
}

/// The same, and with which table it is written where that is doubtful.
pub(in crate::cli) fn priced(cost: Cost, language: Language) -> impl Iterator<Item = String> {
    [self::cost(cost, language)].into_iter().chain(table(cost.alphabet, language))
}

/// With which table it is written, and what is doubtful in that; nothing where every phone reads it.
pub(in crate::cli) fn table(alphabet: Alphabet, language: Language) -> Option<String> {
    let table = alphabet.table()?;
    Some(wording::say(language, "text-table", &[("table", table.as_str().into())]))
}

/// What a table that somebody tries would do; nothing where it saves nothing.
pub(super) fn by_table(
    found: &ByTable,
    table: NationalTable,
    policy: TextPolicy,
    language: Language,
) -> Option<String> {
    let (id, told) = match found {
        ByTable::Written(cost) => ("text-national", ("cost", self::cost(*cost, language))),
        ByTable::Lacking(signs) => {
            let signs: Vec<String> = signs.iter().copied().map(shown).collect();
            ("text-national-lacking", ("signs", listed(&signs, language)))
        }
        ByTable::Idle => ("text-national-idle", ("policy", policy.to_string())),
        ByTable::NoUse => return None,
    };
    let values = [("language", table.as_str().into()), (told.0, told.1.into())];
    Some(wording::say(language, id, &values))
}

/// The same of several texts: a line for each table.
pub(in crate::cli) fn tables_of_all(
    texts: impl Iterator<Item = Alphabet> + Clone,
    language: Language,
) -> impl Iterator<Item = String> {
    NationalTable::ALL.iter().filter_map(move |table| {
        let count = texts.clone().filter(|alphabet| alphabet.table() == Some(*table)).count();
        let values = [("count", count.into()), ("table", table.as_str().into())];
        (count > 0).then(|| wording::say(language, "text-table-of-all", &values))
    })
}

/// A line for each kind of change, with the places: in the text, then in the signature.
pub(in crate::cli) fn changes(changes: &[Change], language: Language) -> Vec<String> {
    let in_signature = changes_at(of_signature(changes), language).into_iter();
    let in_signature =
        in_signature.map(|told| wording::say(language, "text-in-signature", &[("told", told.into())]));
    changes_at(of_text(changes), language).into_iter().chain(in_signature).collect()
}

fn changes_at(changes: &[Change], language: Language) -> Vec<String> {
    let mut kinds: Vec<(char, &str, Vec<String>)> = Vec::new();
    for change in changes {
        let place = change.position.to_string();
        match kinds.iter_mut().find(|(from, to, _)| *from == change.from && *to == change.to) {
            Some((_, _, places)) => places.push(place),
            None => kinds.push((change.from, &change.to, vec![place])),
        }
    }
    let line = |(from, to, places): &(char, &str, Vec<String>)| {
        let to = visible(to);
        let (from, count, places) = (shown(*from), places.len(), listed(places, language));
        if to.is_empty() {
            let values = [("from", from.into()), ("count", count.into()), ("places", places.into())];
            return wording::say(language, "text-removed", &values);
        }
        let values =
            [("from", from.into()), ("to", to.into()), ("count", count.into()), ("places", places.into())];
        wording::say(language, "text-changed", &values)
    };
    let mut lines: Vec<String> = kinds.iter().take(MOST_NAMED).map(line).collect();
    lines.extend(more(kinds.len(), language));
    lines
}

/// Which signs cost what, and the cheaper wording.
pub(in crate::cli) fn advice(measured: &Measure, language: Language) -> Vec<String> {
    // A text that is refused for a sign costs nothing; the refusal names it.
    let is_priced = !matches!(measured.refusal, Some(Reason::NotInAlphabet { .. }));
    let named = (is_priced && !measured.culprits.is_empty()).then(|| culprits(measured, language));
    let cheaper = measured.cheaper.as_ref();
    named.into_iter().chain(cheaper.map(|wording| cheaper_by(wording, measured.cost, language))).collect()
}

fn culprits(measured: &Measure, language: Language) -> String {
    let place = |culprit: &Culprit| match culprit.within {
        Within::Text => culprit.position.to_string(),
        Within::Signature => {
            wording::say(language, "text-place-signature", &[("position", culprit.position.into())])
        }
    };
    let name = |culprit: &Culprit| format!("{} ({})", shown(culprit.character), place(culprit));
    let named: Vec<String> = measured.culprits.iter().map(name).collect();
    let (count, signs) = (named.len(), listed(&named, language));
    let (now, without) = (measured.cost.parts, measured.without_culprits.parts);
    match now.checked_sub(without).filter(|more| *more > 0) {
        None => {
            let values = [("count", count.into()), ("signs", signs.into())];
            // Of a text that is GSM-7 by a table it would say the contrary of the line above.
            let by_table = measured.cost.alphabet.table().is_some();
            let id = if by_table { "text-culprits-by-table" } else { "text-culprits" };
            wording::say(language, id, &values)
        }
        Some(more) => {
            let values = [
                ("count", count.into()),
                ("signs", signs.into()),
                ("now", now.into()),
                ("without", without.into()),
                ("more", more.into()),
            ];
            wording::say(language, "text-culprits-cost", &values)
        }
    }
}

/// The text itself stands below, unless its author knows better what to leave out.
fn cheaper_by(cheaper: &Wording, now: Cost, language: Language) -> String {
    let (parts, now) = (cheaper.cost.parts, now.parts);
    if cheaper.cut > 0 {
        let values = [("parts", parts.into()), ("now", now.into()), ("cut", cheaper.cut.into())];
        return wording::say(language, "text-cheaper-cut", &values);
    }
    let values = [
        ("parts", parts.into()),
        ("now", now.into()),
        ("changes", cheaper.changes.len().into()),
        ("pairs", pairs(&cheaper.changes, language).into()),
    ];
    let head = wording::say(language, "text-cheaper", &values);
    format!("{head}\n{}", indented(&cheaper.text))
}

/// What was changed in what was sent, in one line; nothing where nothing was. The signature is not its sender's.
pub(in crate::cli) fn changed(changes: &[Change], language: Language) -> Option<String> {
    let changes = of_text(changes);
    let values = [("pairs", pairs(changes, language).into())];
    (!changes.is_empty()).then(|| wording::say(language, "text-changes", &values))
}

/// The changes of several texts, not of their signature: each kind once, with the number of texts that have it.
pub(in crate::cli) fn changes_of_all<'a>(
    texts: impl Iterator<Item = &'a [Change]>,
    language: Language,
) -> Vec<String> {
    let kinds = kinds(texts.map(of_text));
    let line = |kind: &Kind<'_>| {
        let values = [("pairs", kind.to_string().into()), ("count", kind.texts.into())];
        wording::say(language, "text-changes-of-all", &values)
    };
    let mut lines: Vec<String> = kinds.iter().take(MOST_NAMED).map(line).collect();
    lines.extend(more(kinds.len(), language));
    lines
}

/// `’ → ', ê → e`: each kind once.
fn pairs(changes: &[Change], language: Language) -> String {
    let pairs: Vec<String> = kinds([changes]).iter().map(Kind::to_string).collect();
    listed(&pairs, language)
}

/// A blank by its number, all else as it is.
fn visible(text: &str) -> String {
    if text.trim().is_empty() { text.chars().map(shown).collect() } else { text.to_owned() }
}

/// What each policy comes to, where that differs.
pub(in crate::cli) fn policies(measured: &Measure, own: TextPolicy, language: Language) -> Vec<String> {
    let rows = [
        (TextPolicy::Keep, measured.kept),
        (TextPolicy::Typographic, measured.typographic),
        (TextPolicy::Fold, measured.folded),
    ];
    if rows.iter().all(|(_, cost)| cost.parts == measured.cost.parts) {
        return Vec::new();
    }
    let head = ["text-policy", "column-parts", "text-alphabet"].map(|id| wording::say(language, id, &[]));
    let row = |(policy, cost): &(TextPolicy, Cost)| {
        let name = if *policy == own { format!("{policy} *") } else { policy.to_string() };
        [name, cost.parts.to_string(), alphabet(cost.alphabet, language)]
    };
    let table = columns(&head, &rows.iter().map(row).collect::<Vec<_>>());
    [""].into_iter().chain(table.lines()).map(str::to_owned).collect()
}

fn alphabet(alphabet: Alphabet, language: Language) -> String {
    match alphabet.table() {
        Some(table) => wording::say(language, "text-by-table", &[("table", table.as_str().into())]),
        None if alphabet == Alphabet::Ucs2 => "UCS-2".to_owned(),
        None => "GSM-7".to_owned(),
    }
}

/// What it comes to for many.
pub(super) fn total(cost: Cost, recipients: u32, price: Option<Price>, language: Language) -> String {
    let sms = u64::from(recipients) * u64::from(cost.parts);
    match price {
        None => format!("{sms} SMS"),
        Some(price) => format!("{sms} SMS, {}", price.times(sms).shown(language)),
    }
}

/// As far as they are named one by one, and how many more there are.
fn listed(items: &[String], language: Language) -> String {
    let named = items.iter().take(MOST_NAMED).cloned();
    named.chain(more(items.len(), language)).collect::<Vec<_>>().join(", ")
}

fn more(count: usize, language: Language) -> Option<String> {
    let more = count.checked_sub(MOST_NAMED).filter(|more| *more > 0)?;
    Some(wording::say(language, "text-more", &[("count", more.into())]))
}

/// Each change as a code with its arguments.
pub(in crate::cli) fn changes_json(changes: &[Change]) -> Value {
    let change = |change: &Change| {
        let value = json!({
            "code": change.reason().code(), "position": change.position, "from": change.from,
            "to": change.to, "kind": change.kind,
        });
        placed(value, change.within)
    };
    changes.iter().map(change).collect()
}

/// With where it counts from, unless that is the text itself.
fn placed(mut value: Value, within: Within) -> Value {
    if let (Within::Signature, Some(fields)) = (within, value.as_object_mut()) {
        fields.insert("within".to_owned(), json!(within));
    }
    value
}

/// Signs that GSM-7 has not.
pub(super) fn culprits_json(culprits: &[Culprit]) -> Value {
    let culprit = |culprit: &Culprit| {
        let value = json!({
            "position": culprit.position, "character": culprit.character,
            "code": format!("U+{:04X}", u32::from(culprit.character)),
        });
        placed(value, culprit.within)
    };
    culprits.iter().map(culprit).collect()
}

/// A wording that takes fewer parts; no text where that would be the author's cut off.
pub(in crate::cli) fn wording_json(wording: &Wording) -> Value {
    json!({
        "text": wording.is_whole().then_some(&wording.text), "cost": cost_json(wording.cost), "changes": changes_json(&wording.changes),
        "cut": wording.cut,
    })
}

/// What a text takes.
pub(in crate::cli) fn cost_json(cost: Cost) -> Value {
    json!({ "alphabet": cost.alphabet, "parts": cost.parts, "used": cost.used, "left": cost.left })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::message::ChangeKind;

    #[test]
    fn the_changes_of_all_texts_are_told_and_the_texts_counted() {
        let change = |from, to| Change {
            position: 1,
            within: Within::Text,
            from,
            to: Cow::Borrowed(to),
            kind: ChangeKind::Folded,
        };
        let texts =
            [vec![], vec![change('ê', "e"), change('ê', "e")], vec![change('ë', "e"), change('ê', "e")]];
        let told = changes_of_all(texts.iter().map(Vec::as_slice), Language::English);
        assert_eq!(told, ["ê → e (in 2 texts)", "ë → e (in 1 text)"]);
        let all = texts.concat();
        assert_eq!(changed(&all, Language::English).as_deref(), Some("changed in the text: ê → e, ë → e"));
        assert_eq!(changed(&[], Language::English), None);
    }
}
