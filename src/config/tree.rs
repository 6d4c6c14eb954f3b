//! The TOML tree with the line of each key, read key by key; what is wrong is gathered, never thrown.
//! Knows no section by name.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Kind, Mistake, Problem};

/// Reads sections of one text and keeps what is wrong with them.
pub(super) struct Reader<'r> {
    text: &'r str,
    mistakes: Vec<Mistake>,
}

/// A table, with what to call it.
#[derive(Clone)]
pub(super) struct Section<'t> {
    /// As in `service.default`; empty for the top.
    pub(super) name: String,
    /// Where its header stands.
    pub(super) line: usize,
    table: &'t DeTable<'t>,
}

/// A value and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// A section's keys and whatever other section a key might have been meant for.
pub(super) type Keys = &'static [&'static str];

impl<'r> Reader<'r> {
    pub(super) fn of(text: &'r str) -> Self {
        Self { text, mistakes: Vec::new() }
    }

    /// In the order of their lines.
    pub(super) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        self.mistakes
    }

    /// 1 for the first line.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        before.iter().filter(|&&octet| octet == b'\n').count() + 1
    }

    /// Notes what is wrong with a key of a section.
    pub(super) fn tell(&mut self, line: usize, section: &Section<'_>, key: &str, problem: Problem) {
        self.note(line, section.path_of(key), problem);
    }

    /// Notes what is wrong.
    pub(super) fn note(&mut self, line: usize, key: String, problem: Problem) {
        self.mistakes.push(Mistake { line, key, problem });
    }

    /// Notes each key that is not among `known`; `elsewhere` names the sections that have it.
    pub(super) fn only(&mut self, section: &Section<'_>, known: Keys, elsewhere: &[(&'static str, Keys)]) {
        for key in section.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let belongs = elsewhere.iter().find(|(_, keys)| keys.contains(&name)).map(|(title, _)| *title);
            let nearest = nearest(name, known.iter().copied());
            let line = self.line(&key.span());
            self.tell(line, section, name, Problem::UnknownKey { nearest, belongs, known: known.join(", ") });
        }
    }

    /// A text, if the key is there.
    pub(super) fn text<'t>(
        &mut self,
        section: &Section<'t>,
        key: &str,
        example: &'static str,
    ) -> Option<At<&'t str>> {
        let found = section.value(key)?;
        let line = self.line(&found.span());
        match found.get_ref().as_str() {
            Some(value) => Some(At { value, line }),
            None => {
                self.tell(line, section, key, Problem::WrongType { takes: Kind::Text, example });
                None
            }
        }
    }

    /// A whole number, if the key is there.
    pub(super) fn number<'t>(
        &mut self,
        section: &Section<'t>,
        key: &str,
        example: &'static str,
    ) -> Option<At<i64>> {
        let found = section.value(key)?;
        let line = self.line(&found.span());
        let integer = found.get_ref().as_integer();
        match integer.and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok()) {
            Some(value) => Some(At { value, line }),
            None => {
                self.tell(line, section, key, Problem::WrongType { takes: Kind::Number, example });
                None
            }
        }
    }

    /// A list of texts, if the key is there; an empty one is a mistake.
    pub(super) fn texts<'t>(
        &mut self,
        section: &Section<'t>,
        key: &str,
        example: &'static str,
    ) -> Option<Vec<At<&'t str>>> {
        let found = section.value(key)?;
        let line = self.line(&found.span());
        let wrong = Problem::WrongType { takes: Kind::Texts, example };
        let Some(items) = found.get_ref().as_array() else {
            self.tell(line, section, key, wrong);
            return None;
        };
        if items.is_empty() {
            self.tell(line, section, key, Problem::EmptyList);
            return None;
        }
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let line = self.line(&item.span());
            match item.get_ref().as_str() {
                Some(value) => texts.push(At { value, line }),
                None => self.tell(line, section, key, wrong.clone()),
            }
        }
        Some(texts)
    }

    /// A section under this one, if it is there.
    pub(super) fn section<'t>(&mut self, parent: &Section<'t>, key: &'static str) -> Option<Section<'t>> {
        let (name, value) = parent.table.get_key_value(key)?;
        self.as_section(parent, name, value)
    }

    /// All sections under this one, whatever their names, e.g. those of `[service.…]`.
    pub(super) fn sections<'t>(&mut self, parent: &Section<'t>) -> Vec<(At<&'t str>, Section<'t>)> {
        let mut all = Vec::new();
        for (name, value) in parent.table {
            if let Some(section) = self.as_section(parent, name, value) {
                all.push((At { value: name.get_ref().as_ref(), line: section.line }, section));
            }
        }
        all
    }

    /// The sections of a `[[name]]`, in order.
    pub(super) fn list<'t>(&mut self, parent: &Section<'t>, key: &'static str) -> Vec<Section<'t>> {
        let Some((name, value)) = parent.table.get_key_value(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => items,
            _ => {
                let line = self.line(&name.span());
                self.tell(line, parent, key, Problem::SingleBrackets { section: key });
                return Vec::new();
            }
        };
        let mut all = Vec::new();
        for item in items {
            let line = self.line(&item.span());
            match item.get_ref().as_table() {
                Some(table) => all.push(Section { name: parent.path_of(key), line, table }),
                None => self.tell(line, parent, key, Problem::SingleBrackets { section: key }),
            }
        }
        all
    }

    fn as_section<'t>(
        &mut self,
        parent: &Section<'t>,
        name: &'t Spanned<std::borrow::Cow<'t, str>>,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Option<Section<'t>> {
        let line = self.line(&name.span());
        let key = name.get_ref().as_ref();
        match value.get_ref().as_table() {
            Some(table) => Some(Section { name: parent.path_of(key), line, table }),
            None => {
                let example = "a header in brackets and its keys under it";
                self.tell(line, parent, key, Problem::WrongType { takes: Kind::Table, example });
                None
            }
        }
    }
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(super) fn top(table: &'t DeTable<'t>) -> Self {
        Self { name: String::new(), line: 1, table }
    }

    /// Where a key stands; the section's own line if it is not there.
    pub(super) fn line_of(&self, reader: &Reader<'_>, key: &str) -> usize {
        self.value(key).map_or(self.line, |value| reader.line(&value.span()))
    }

    /// Whether the key is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether a key is there with a list of nothing.
    pub(super) fn lists_nothing(&self, key: &str) -> bool {
        let list = self.value(key).and_then(|value| value.get_ref().as_array());
        list.is_some_and(|items| items.is_empty())
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    fn path_of(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }
}

/// The most alike of `known`, if any is near enough to be what was meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    let allowed = (name.chars().count() / 3).clamp(1, 3);
    known
        .map(|word| (strsim::damerau_levenshtein(&name, &word.to_lowercase()), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_a_stranger_none() {
        let known = ["device", "imei", "iccid", "name", "result_timeout"];
        let rows = [
            ("devcie", Some("device")),
            ("Device", Some("device")),
            ("resulttimeout", Some("result_timeout")),
            ("iccd", Some("iccid")),
            ("baud", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(nearest(given, known.into_iter()).as_deref(), want, "{given}");
        }
    }
}
