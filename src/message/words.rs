//! Enumerations whose variants are plain words in files, SQL and JSON. One macro, since a function
//! can give an enum neither Display nor FromStr.

/// A word that is none of an enumeration's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one of {known} is expected")]
pub struct UnknownWord {
    /// The words there are, for the sentence.
    pub known: &'static str,
}

/// Gives an enum of plain words its `as_str`, `ALL`, Display and FromStr.
macro_rules! words {
    ($name:ident: $known:literal; $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in files, SQL and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::message::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::message::UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::message::UnknownWord { known: $known }),
                }
            }
        }
    };
}

pub(crate) use words;
