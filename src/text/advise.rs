//! The cheaper wording that changes least: neighbours in print first, then letters without their accent, then
//! pictures left out; in GSM-7 blanks that nobody misses and signs that cost two septets; and at last how many
//! characters are too many. Also what a text that is too long is refused with.

use std::borrow::Cow;

use crate::message::{Alphabet, ChangeKind, Reason, Shortest};
use crate::sms::gsm7;

use super::emoji;
use super::measure::{Cost, cost, cost_in};
use super::plain::{Plain, plain};
use super::segment::{self, ReferenceWidth};
use super::signature::Within;
use super::signs::{self, Sign};
use super::transliterate::{self, Change, Worded};
use super::{MOST_PARTS, Rules};

/// A wording that takes fewer parts.
#[derive(Clone, PartialEq, Eq)]
pub struct Wording {
    /// What would be sent.
    pub text: String,
    /// What that costs.
    pub cost: Cost,
    /// All that is changed of the author's text.
    pub changes: Vec<Change>,
    /// Characters left out at the end; the author knows better which.
    pub cut: u32,
}

/// Shows lengths only: a text is nobody's business in a log.
impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wording({:?}, {} changes, {} cut)", self.cost, self.changes.len(), self.cut)
    }
}

impl Wording {
    /// Whether it says all that the author said; half a sentence is no wording to send, and saves nothing.
    pub fn is_whole(&self) -> bool {
        self.cut == 0
    }
}

/// Signs that a refusal names.
const MOST_NAMED: usize = 5;

/// How often the shortening of a text is looked at anew.
const MOST_LOOKS: usize = 8;

/// Signs that cost two septets, and what costs one and reads the same.
const SHORTER: [(char, &str); 7] =
    [('[', "("), (']', ")"), ('{', "("), ('}', ")"), ('\\', "/"), ('|', "/"), ('~', "-")];

/// The cheaper wording that changes least; `None` where one part is all it takes.
pub(super) fn cheaper(signs: &[Sign], worded: &Worded, now: Cost) -> Option<Wording> {
    let fewer = now.parts.checked_sub(1).filter(|fewer| *fewer > 0)?;
    let within = |worded: Worded| wording(worded, 0).filter(|wording| wording.cost.parts <= fewer);
    let found = match now.alphabet {
        Alphabet::Gsm7 => shortened(signs, worded, fewer),
        _ => LESS_AND_LESS
            .into_iter()
            .find_map(|most| within(transliterate::in_gsm7(signs, |kind| kind <= most)?))
            .or_else(|| within(without_pictures(signs)?)),
    };
    found.or_else(|| {
        let (kept, cut) = cut_to_fit(worded, fewer);
        let (changes, alphabet, signed_at) = (worded.changes.clone(), worded.alphabet, kept.len());
        let text = [kept, worded.halves().1].concat();
        wording(Worded { text, changes, alphabet, signed_at }, cut)
    })
}

/// What is done to signs that GSM-7 has not, step by step further: neighbours, then folds.
const LESS_AND_LESS: [ChangeKind; 2] = [ChangeKind::Typographic, ChangeKind::Folded];

/// Folded, and without its pictures. All else says something: a power or a fraction left out is another number,
/// and so is one in a circle.
fn without_pictures(signs: &[Sign]) -> Option<Worded> {
    transliterate::in_gsm7_as(signs, |sign, plain| match plain {
        Plain::Instead(kind, _) if kind <= ChangeKind::Folded => plain,
        Plain::Same(_) => plain,
        Plain::Instead(..) | Plain::Stranger if emoji::is_emoji(sign) && !sign.is_numeric() => {
            Plain::Instead(ChangeKind::Shortened, Cow::Borrowed(""))
        }
        Plain::Instead(..) | Plain::Stranger => Plain::Stranger,
    })
}

fn wording(worded: Worded, cut: u32) -> Option<Wording> {
    let visible = worded.halves().0.chars().any(|character| !signs::is_blank(character));
    let cost = worded.cost();
    visible.then_some(Wording { text: worded.text, cost, changes: worded.changes, cut })
}

/// A text in GSM-7 with as few shortenings as bring it within, the most harmless first.
fn shortened(signs: &[Sign], worded: &Worded, parts: u32) -> Option<Wording> {
    let fits = fitting(worded, parts);
    let behind = worded.text.get(fits.len()..).unwrap_or_default();
    let behind: usize = behind.chars().filter_map(gsm7::septets).sum();
    // An escape may have left one septet free before the cut.
    let needed = behind.saturating_sub(1).max(1);
    let candidates = shortenings(signs);
    if candidates.len() < needed {
        return None;
    }
    let looks = (needed..=candidates.len()).take(MOST_LOOKS).chain([candidates.len()]);
    looks.into_iter().find_map(|taken| {
        let chosen = candidates.get(..taken)?;
        let (text, changes) = (shorten(signs, chosen), chosen.to_vec());
        let mut changes: Vec<Change> = changes.into_iter().chain(worded.changes.iter().cloned()).collect();
        changes.sort_by_key(Change::place);
        let (alphabet, signed_at) = (worded.alphabet, worded.signed_at);
        wording(Worded { text: text?, changes, alphabet, signed_at }, 0)
            .filter(|wording| wording.cost.parts <= parts)
    })
}

/// Each saves one septet: blanks at the end, before a line's end and behind another, then [ and its likes. The
/// signature is not its author's to shorten.
fn shortenings(signs: &[Sign]) -> Vec<Change> {
    let signs = signs.split(|sign| !sign.place.within().is_text()).next().unwrap_or_default();
    let change =
        |sign: &Sign, to| Change::at(sign.place, sign.character, Cow::Borrowed(to), ChangeKind::Shortened);
    let is_blank = |sign: Option<&Sign>| sign.is_none_or(|sign| matches!(sign.character, ' ' | '\n'));
    let end = signs.iter().rposition(|sign| !is_blank(Some(sign))).map_or(0, |last| last + 1);
    let idle = signs
        .iter()
        .enumerate()
        .filter(|(at, sign)| *at >= end || sign.character == ' ' && is_blank(signs.get(at + 1)));
    let idle = idle.map(|(_, sign)| change(sign, ""));
    let escaped = signs.iter().filter_map(|sign| {
        let (_, shorter) = SHORTER.iter().find(|(long, _)| *long == sign.character)?;
        Some(change(sign, shorter))
    });
    idle.chain(escaped).collect()
}

/// The text with these shortenings, and its other signs as GSM-7 writes them.
fn shorten(signs: &[Sign], chosen: &[Change]) -> Option<String> {
    let mut chosen: Vec<&Change> = chosen.iter().collect();
    chosen.sort_by_key(|change| change.place());
    let mut chosen = chosen.into_iter().peekable();
    let mut text = String::with_capacity(signs.len());
    for (sign, plain) in signs.iter().zip(plain(signs)) {
        match (chosen.next_if(|change| change.place() == sign.place), plain) {
            (Some(change), _) => text.push_str(&change.to),
            (None, Plain::Same(character)) => text.push(character),
            (None, Plain::Instead(_, to)) => text.push_str(&to),
            (None, Plain::Stranger) => return None,
        }
    }
    Some(text)
}

/// As much of a text as so many parts hold.
fn fitting(worded: &Worded, parts: u32) -> &str {
    let parts = usize::try_from(parts).unwrap_or(usize::MAX);
    segment::fitting(&worded.text, worded.alphabet.into(), ReferenceWidth::Eight, parts)
}

/// As much of what the author wrote as so many parts hold, the signature behind it, and how many characters are left
/// over.
fn cut_to_fit(worded: &Worded, parts: u32) -> (&str, u32) {
    let (own, signature) = worded.halves();
    let fits = match signature {
        "" => fitting(worded, parts),
        signature => {
            let within = |end: usize| {
                let text = [own.get(..end).unwrap_or_default(), signature].concat();
                cost_in(&text, worded.alphabet).parts <= parts
            };
            let ends: Vec<usize> = own.char_indices().map(|(at, _)| at).chain([own.len()]).collect();
            let fitting = ends.partition_point(|end| within(*end));
            let end = fitting.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
            own.get(..end).unwrap_or_default()
        }
    };
    let left_over = own.chars().count() - fits.chars().count();
    (fits, u32::try_from(left_over).unwrap_or(u32::MAX))
}

/// Why a text is not sent that takes too many parts, with what would help: `folded` where folding alone did not.
/// Both numbers are of one wording: the one that has least too much.
pub(super) fn too_long(
    signs: &[Sign],
    rules: Rules<'_>,
    worded: &Worded,
    folded: Option<&Worded>,
    limit: u32,
) -> Reason {
    let over = |worded: &Worded| cut_to_fit(worded, limit).1;
    let own = over(worded);
    let folded = folded.map(|folded| (folded, over(folded))).filter(|(_, over)| *over < own);
    let (told, over) = folded.unwrap_or((worded, own));
    Reason::TextTooLong {
        parts: told.cost().parts,
        limit,
        over,
        signs: if limit < MOST_PARTS { in_the_way(signs, rules, limit, over) } else { None },
        wording: if folded.is_some() { Shortest::Folded } else { Shortest::Own },
        signature: u32::try_from(told.halves().1.chars().count()).unwrap_or(u32::MAX),
    }
}

/// The signs without which a text would be within: those that the rules, and folding, do not mend. Another sign
/// in the place of each must do; or leaving them out, where they are fewer than what would be cut instead.
fn in_the_way(signs: &[Sign], rules: Rules<'_>, limit: u32, over: u32) -> Option<String> {
    let rules = rules.serving(signs);
    let may_fold = rules.allow(ChangeKind::Typographic);
    let mends = |kind| rules.allow(kind) || may_fold && kind == ChangeKind::Folded;
    let (mut without, mut found) = (String::with_capacity(signs.len()), Vec::new());
    let (mut left_out, mut count) = (String::with_capacity(signs.len()), 0_u32);
    for (sign, plain) in signs.iter().zip(plain(signs)) {
        match plain {
            Plain::Same(character) => {
                without.push(character);
                left_out.push(character);
            }
            Plain::Instead(kind, to) if mends(kind) => {
                without.push_str(&to);
                left_out.push_str(&to);
            }
            Plain::Instead(..) | Plain::Stranger => {
                without.push('?');
                count += 1;
                let named = (sign.character, sign.place.within());
                if found.len() <= MOST_NAMED && !found.contains(&named) {
                    found.push(named);
                }
            }
        }
    }
    let within = |text: &str| cost(text).parts <= limit;
    if found.is_empty() || !within(&without) && (count >= over || !within(&left_out)) {
        return None;
    }
    // The word is the same in both languages.
    let named = found.iter().take(MOST_NAMED).map(|(sign, within)| match within {
        Within::Text => transliterate::shown(*sign),
        Within::Signature => format!("{} (signature)", transliterate::shown(*sign)),
    });
    let more = (found.len() > MOST_NAMED).then(|| "…".to_owned());
    Some(named.chain(more).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::TextPolicy;
    use crate::text::measure::measure;

    /// What the advice comes to: parts, changes as `from to`, characters cut.
    fn advice(text: &str, policy: TextPolicy) -> Option<(u32, String, u32)> {
        let cheaper = measure(text, policy).unwrap().cheaper?;
        let mut told: Vec<String> =
            cheaper.changes.iter().map(|change| format!("{}{}", change.from, change.to)).collect();
        told.dedup();
        Some((cheaper.cost.parts, told.join(" "), cheaper.cut))
    }

    #[test]
    fn the_cheaper_wording_changes_least() {
        use TextPolicy::{Fold, Keep, Typographic};
        let x = |count| "x".repeat(count);
        let some = |parts, changes: &str, cut| Some((parts, changes.to_owned(), cut));
        let rows = [
            ("Cours annulé".to_owned(), Keep, None),
            ("Fête".to_owned(), Keep, None),
            // Apostrophes alone do it.
            (format!("L’été {}", x(70)), Keep, some(1, "’'", 0)),
            // A letter must go too.
            (format!("L’enquête {}", x(70)), Typographic, some(1, "’' êe", 0)),
            (format!("L’enquête 😀 {}", x(70)), Fold, some(1, "’' êe 😀", 0)),
            // A number is not left out, be it small, raised or in a circle.
            (format!("10⁷ {}", x(70)), Typographic, some(1, "", 4)),
            (format!("⅓ tasse {}", x(70)), Typographic, some(1, "", 8)),
            (format!("H₂O {}", x(70)), Typographic, some(1, "", 4)),
            (format!("❶ {}", x(70)), Typographic, some(1, "", 2)),
            // Nothing but cutting helps a text in another script.
            (format!("жж{}", x(70)), Typographic, some(1, "", 2)),
            // Blanks nobody sees, then brackets.
            (format!("{}  x", x(159)), Typographic, some(1, "", 2)),
            (format!("{}  x", x(158)), Typographic, some(1, " ", 0)),
            (format!("{}[x] \n", x(155)), Typographic, some(1, "  \n", 0)),
            (format!("{}[x] \n", x(156)), Typographic, some(1, "[(   \n", 0)),
            (format!("{}  [x]", x(155)), Typographic, some(1, "  [(", 0)),
            (x(163), Typographic, some(1, "", 3)),
            (x(320), Typographic, some(2, "", 14)),
        ];
        for (text, policy, want) in rows {
            assert_eq!(advice(&text, policy), want, "{text}");
        }
    }

    #[test]
    fn an_advised_wording_is_what_it_claims() {
        let text = format!("«\u{A0}Fête\u{A0}» de l’école… [détails] {}  ", "mot ".repeat(60));
        for policy in TextPolicy::ALL {
            let measured = measure(&text, *policy).unwrap();
            let cheaper = measured.cheaper.unwrap();
            assert!(cheaper.cost.parts < measured.cost.parts, "{policy}");
            assert_eq!(cheaper.cost, cost(&cheaper.text), "{policy}");
        }
    }
}
