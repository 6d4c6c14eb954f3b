//! A page's last part as it is printed in French: sentences with the signs of print, and what is to be typed
//! into a shell as a shell takes it.

use crate::wording::french_typography;

/// What a line begins with that is to be typed.
const TYPED: [&str; 4] = ["beffroi ", "sudo ", "echo ", "--"];

/// Blanks that set a remark apart from the command before it.
const APART: &str = "  ";

/// Line by line: a command is one that is indented, or stands behind `Exemple : `.
pub(super) fn typeset(text: &str) -> String {
    let lines = text.split('\n').map(|line| match code(line) {
        Some((before, code, behind)) => format!("{}{code}{}", printed(before), printed(behind)),
        None => printed(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn printed(sentence: &str) -> String {
    french_typography(sentence).into_owned()
}

/// What stands before it, what is to be typed, and the remark behind it.
pub(super) fn code(line: &str) -> Option<(&str, &str, &str)> {
    let inner = line.trim_start_matches(' ');
    let is_indented = inner.len() + APART.len() <= line.len();
    let code = match line.strip_prefix("Exemple : ") {
        Some(code) => code,
        None if is_indented => inner,
        None => return None,
    };
    if !TYPED.iter().any(|begin| code.starts_with(begin)) {
        return None;
    }
    let before = line.get(..line.len() - code.len())?;
    let (code, behind) = code.split_at(code.find(APART).unwrap_or(code.len()));
    Some((before, code, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_printed_and_commands_left_to_be_typed() {
        let rows = [
            ("Code 0 : c'est fait ; 1 : non.", "Code 0_: c’est fait_; 1_: non."),
            ("Exemple : beffroi text measure 'Ça va ?'", "Exemple_: beffroi text measure 'Ça va ?'"),
            ("  beffroi send --text 'C''est :'", "  beffroi send --text 'C''est :'"),
            ("  beffroi db check   # l'index ; long", "  beffroi db check   # l’index_; long"),
            ("      --text 'Pas de cours !' \\", "      --text 'Pas de cours !' \\"),
            ("--json : c'est du JSON", "--json_: c’est du JSON"),
            ("    silence   rien n'est dit ; perdu", "    silence   rien n’est dit_; perdu"),
            ("  sans %POURCENT, « oui »", "  sans %POURCENT, «_oui_»"),
        ];
        for (given, want) in rows {
            assert_eq!(typeset(given), want.replace('_', "\u{A0}"), "{given}");
        }
    }
}
