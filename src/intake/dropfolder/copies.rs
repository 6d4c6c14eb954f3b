//! What people hear of other files that say the same as one that waits: which went last, which wait too, and whom a
//! yes would tell. Sentences only, for the page beside the file and for `beffroi notice`.

use crate::moment::Moment;
use crate::store::{CopyTells, SameContent, WaitCause};
use crate::text::shown::one_line;
use crate::wording::{self, Language};

/// A sentence for the file that went, and one for each that waits; what its cause says already is left out.
pub fn same_content(
    same: &SameContent,
    cause: Option<&WaitCause>,
    language: Language,
    at: &dyn Fn(Moment) -> String,
) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(gone) = &same.gone {
        let values = [
            ("notice", gone.notice.0.into()),
            ("at", at(gone.at).into()),
            ("tells", word(same.tells).into()),
        ];
        said.push(wording::say(language, "same-gone", &values));
    }
    for copy in &same.waiting {
        let tells = match (same.tells, copy.tells) {
            (CopyTells::NobodyTwice, CopyTells::NobodyTwice) => CopyTells::NobodyTwice,
            _ => CopyTells::EverybodyAgain,
        };
        let is_said = matches!(cause, Some(WaitCause::AlsoWaiting { file, .. }) if *file == copy.file);
        if is_said && tells == CopyTells::NobodyTwice {
            continue;
        }
        let file: String = one_line(&copy.file);
        let values = [("notice", copy.notice.0.into()), ("file", file.into()), ("tells", word(tells).into())];
        said.push(wording::say(language, "same-waiting", &values));
    }
    said
}

/// As the sentences choose by it.
const fn word(tells: CopyTells) -> &'static str {
    match tells {
        CopyTells::NobodyTwice => "nobody_twice",
        CopyTells::EverybodyAgain => "everybody_again",
    }
}
