//! What somebody else wrote, fit for a terminal, a table or a page: nothing that moves the cursor, turns the
//! direction of what stands behind it, or takes no room at all. The one home for that; logs escape by themselves.

use super::signs;

/// On one line: line ends and controls are blanks, what nobody sees is left out.
pub fn one_line(cell: &str) -> String {
    let shown = |sign: char| match sign {
        sign if breaks(sign) => Some(' '),
        sign if is_hidden(sign) => None,
        other => Some(other),
    };
    cell.chars().filter_map(shown).collect()
}

/// A text of several lines below a sentence, each [`one_line`] and four columns to the right.
pub fn indented(text: &str) -> String {
    let lines = text.split('\n').map(|line| format!("    {}", one_line(line.trim_end_matches('\r'))));
    lines.collect::<Vec<_>>().join("\n")
}

/// A control, or a sign that is not seen and does not shape its neighbours: what joins letters or pictures, and
/// what chooses between two shapes of one, is no harm to a reader.
pub fn is_hidden(sign: char) -> bool {
    let shapes = matches!(sign, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}');
    // Beside what a text may lose: a vowel separator, fillers of Hangul, notes between lines, tags.
    let more = matches!(sign, '\u{180E}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    breaks(sign) || more || (signs::is_invisible(sign) && !shapes)
}

fn breaks(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_strangers_cell_turns_or_hides_what_stands_beside_it() {
        let rows = [
            ("Zoé Garçon", "Zoé Garçon"),
            ("Léa\r\nNoël", "Léa  Noël"),
            ("\u{1b}[2J\u{85}x", " [2J x"),
            ("Zoé\u{202E}21 00\u{202C}", "Zoé21 00"),
            ("\u{2066}Zoé\u{2069}\u{200F}\u{61C}", "Zoé"),
            ("Z\u{200B}o\u{AD}é\u{FEFF}\u{2060}", "Zoé"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("\u{E0041}x\u{180E}\u{3164}", "x"),
            // Joined pictures and letters, scripts that run to the left, blanks and accents stay.
            ("👩\u{200D}🏫 ❤\u{FE0F} می\u{200C}خواهم", "👩\u{200D}🏫 ❤\u{FE0F} می\u{200C}خواهم"),
            ("שרה e\u{301}\u{A0}!", "שרה e\u{301}\u{A0}!"),
        ];
        for (given, want) in rows {
            assert_eq!(one_line(given), want, "{given:?}");
            assert!(!one_line(given).chars().any(is_hidden), "{given:?}");
        }
        assert_eq!(indented("Cours\u{202E} annulé.\r\n\n- Mairie"), "    Cours annulé.\n    \n    - Mairie");
    }
}
