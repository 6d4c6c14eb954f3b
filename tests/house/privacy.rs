//! Numbers and texts that were put in, in all forms in which they could come out again.

/// What must stay out of every log.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// The nine digits behind +33 or 0.
    numbers: Vec<String>,
    texts: Vec<String>,
}

/// A text of a word or less may stand in a log by chance.
const SHORTEST_TEXT: usize = 8;

/// So much of a text gives it away.
const LONGEST_PIECE: usize = 24;

impl Secrets {
    pub(super) fn add(&mut self, number: &str, text: &str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 9 {
            self.numbers.push(digits[digits.len() - 9..].to_owned());
        }
        let piece: String = text.trim().chars().take(LONGEST_PIECE).collect();
        if piece.chars().count() >= SHORTEST_TEXT {
            self.texts.push(piece);
        }
    }

    /// Panics where a log has one of them, or tells of a panic.
    pub(super) fn assert_kept_from(&self, log: &str) {
        assert!(!log.contains("panicked"), "a thread panicked:\n{log}");
        for text in &self.texts {
            assert!(!log.contains(text.as_str()), "a text is in the log: {text:?}\n{log}");
        }
        let dense: String = log.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-')).collect();
        for digits in &self.numbers {
            let told = dense.contains(digits.as_str()) || dense.contains(&swapped(digits));
            assert!(!told, "a number is in the log: {digits}\n{log}");
        }
    }
}

/// The digits as a TPDU has them, +33 before them (semi-octets, TS 23.040 §9.1.2.3).
fn swapped(digits: &str) -> String {
    let whole: Vec<char> = format!("33{digits}F").chars().collect();
    whole.chunks(2).flat_map(|pair| pair.iter().rev()).collect()
}
