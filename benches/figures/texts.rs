//! What the text engine takes for a notice to many, its fields filled for each: nobody waits for it.

use std::hint::black_box;
use std::time::Instant;

use beffroi::message::TextPolicy;
use beffroi::text::prepare;
use beffroi::text::segment::{ReferenceWidth, split};

use super::figure::{Bound, Figure, median};

/// Texts of a mailing to everybody.
const RECIPIENTS: usize = 10_000;

/// Each measure is taken so often.
const TIMES: usize = 11;

/// One text each, one letter in all of which GSM-7 has not: the dearer way to cut.
fn merged() -> Vec<String> {
    let one = |number: usize| {
        format!(
            "Conservatoire : le cours de piano de Zoé Garçon-{number} n’a pas lieu ce soir à 17h, Mme Petit est \
             malade. L’école vous prie de l’excuser ; rattrapage jeudi à 18h, salle n° 3."
        )
    };
    (0..RECIPIENTS).map(one).collect()
}

fn milliseconds(mut work: impl FnMut() -> usize) -> f64 {
    let once = |_| {
        let begun = Instant::now();
        black_box(work());
        begun.elapsed().as_secs_f64() * 1000.0
    };
    median((0..TIMES).map(once).collect())
}

pub(crate) fn texts() -> Vec<Figure> {
    let texts = merged();
    let parts = |text: &String| split(text, ReferenceWidth::Eight).texts.len();
    let segmented = milliseconds(|| texts.iter().map(parts).sum());
    let folded = |text: &String| prepare(text, TextPolicy::Fold).map_or(0, |prepared| prepared.parts.len());
    let prepared = milliseconds(|| texts.iter().map(folded).sum());
    vec![
        Figure::new("10,000 merged texts cut into parts", segmented, "ms", Bound::AtMost(50.0)),
        Figure::new("the same folded as well", prepared, "ms", Bound::None),
    ]
}
