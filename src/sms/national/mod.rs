//! National languages of the GSM 7-bit alphabet (TS 23.038 §6.2.1.2): which table stands in for which. The
//! tables themselves are data in `tables`.

mod tables;

use self::tables as table;

/// A language identifier as on the air (TS 23.038 §6.2.1.2.4); values that nobody knows survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identifier(pub u8);

/// A language that has tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The default alphabet and its extension.
    #[default]
    Default,
    /// 1.
    Turkish,
    /// 2: a single shift table only.
    Spanish,
    /// 3.
    Portuguese,
    /// 4.
    Bengali,
    /// 5.
    Gujarati,
    /// 6.
    Hindi,
    /// 7.
    Kannada,
    /// 8.
    Malayalam,
    /// 9.
    Oriya,
    /// 10.
    Punjabi,
    /// 11.
    Tamil,
    /// 12.
    Telugu,
    /// 13.
    Urdu,
}

/// The two tables that a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tables {
    /// What stands in for the default alphabet.
    pub locking: Language,
    /// What stands in for the extension table.
    pub single: Language,
}

impl Tables {
    /// No national table.
    pub const DEFAULT: Self = Self { locking: Language::Default, single: Language::Default };
}

impl Identifier {
    /// The language, if there is one of this number.
    pub fn language(self) -> Option<Language> {
        Language::ALL.get(usize::from(self.0)).copied()
    }
}

impl Language {
    /// By identifier.
    pub const ALL: [Self; 14] = [
        Self::Default,
        Self::Turkish,
        Self::Spanish,
        Self::Portuguese,
        Self::Bengali,
        Self::Gujarati,
        Self::Hindi,
        Self::Kannada,
        Self::Malayalam,
        Self::Oriya,
        Self::Punjabi,
        Self::Tamil,
        Self::Telugu,
        Self::Urdu,
    ];

    /// By its English name, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| format!("{language:?}").eq_ignore_ascii_case(name))
    }

    /// As on the air.
    pub const fn identifier(self) -> Identifier {
        Identifier(self as u8)
    }

    /// The table that stands in for the default alphabet; `None` where that itself is used.
    pub(super) const fn locking(self) -> Option<&'static [char; 128]> {
        Some(match self {
            Self::Default | Self::Spanish => return None,
            Self::Turkish => &table::TURKISH_LOCKING,
            Self::Portuguese => &table::PORTUGUESE_LOCKING,
            Self::Bengali => &table::BENGALI_LOCKING,
            Self::Gujarati => &table::GUJARATI_LOCKING,
            Self::Hindi => &table::HINDI_LOCKING,
            Self::Kannada => &table::KANNADA_LOCKING,
            Self::Malayalam => &table::MALAYALAM_LOCKING,
            Self::Oriya => &table::ORIYA_LOCKING,
            Self::Punjabi => &table::PUNJABI_LOCKING,
            Self::Tamil => &table::TAMIL_LOCKING,
            Self::Telugu => &table::TELUGU_LOCKING,
            Self::Urdu => &table::URDU_LOCKING,
        })
    }

    /// The table that stands in for the extension; `None` where that itself is used.
    pub(super) const fn single(self) -> Option<&'static [(u8, char)]> {
        Some(match self {
            Self::Default => return None,
            Self::Turkish => &table::TURKISH_SINGLE,
            Self::Spanish => &table::SPANISH_SINGLE,
            Self::Portuguese => &table::PORTUGUESE_SINGLE,
            Self::Bengali => &table::BENGALI_SINGLE,
            Self::Gujarati => &table::GUJARATI_SINGLE,
            Self::Hindi => &table::HINDI_SINGLE,
            Self::Kannada => &table::KANNADA_SINGLE,
            Self::Malayalam => &table::MALAYALAM_SINGLE,
            Self::Oriya => &table::ORIYA_SINGLE,
            Self::Punjabi => &table::PUNJABI_SINGLE,
            Self::Tamil => &table::TAMIL_SINGLE,
            Self::Telugu => &table::TELUGU_SINGLE,
            Self::Urdu => &table::URDU_SINGLE,
        })
    }
}
