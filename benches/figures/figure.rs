//! One figure, its bound and the verdict, as one line.

/// What is promised of a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bound {
    AtLeast(f64),
    AtMost(f64),
    /// Only told: what a ratio was made of.
    None,
}

/// What was seen.
#[derive(Debug)]
pub(crate) struct Figure {
    what: String,
    seen: f64,
    unit: &'static str,
    bound: Bound,
}

impl Figure {
    pub(crate) fn new(what: impl Into<String>, seen: f64, unit: &'static str, bound: Bound) -> Self {
        Self { what: what.into(), seen, unit, bound }
    }

    /// Prints it and says whether it keeps its bound; what is no number keeps none.
    pub(crate) fn told(&self, bench: &str) -> bool {
        let (kept, bound) = match self.bound {
            Bound::AtLeast(bound) => (self.seen >= bound, format!(">= {bound}")),
            Bound::AtMost(bound) => (self.seen <= bound, format!("<= {bound}")),
            Bound::None => (true, "-".to_owned()),
        };
        let verdict = match self.bound {
            Bound::None => "told",
            _ if kept => "ok",
            _ => "MISSED",
        };
        let Self { what, seen, unit, .. } = self;
        println!("{bench}: {what}: {seen:.3} {unit} (wanted {bound}): {verdict}");
        kept
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

pub(crate) fn share(values: &[f64], percent: usize) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
        .get((values.len() * percent / 100).min(values.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}
