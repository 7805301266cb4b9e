//! Serde for values that travel and rest as one short text (`"late:12"`, `"4/5"`).

/// Implements `Serialize` and `Deserialize` by `Display` and `FromStr`; the contract tells the
/// pattern of the texts.
macro_rules! serde_by_text {
    ($name:ty, $pattern:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some($pattern))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use serde_by_text;

/// An enumeration without contents, each with the word that names it wherever it rests or travels:
/// the type with its serde, `ALL` in order, `word`, and `FromStr` by the word.
#[macro_export]
macro_rules! vocabulary {
    (
        $(#[$doc:meta])*
        pub enum $name:ident of $what:literal {
            // A token: the contract's derive reads no `literal` of a macro, and would tell the names.
            $($(#[$of:meta])* $variant:ident = $word:tt,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::NotInVocabulary;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::NotInVocabulary::new($what, text)),
                }
            }
        }
    };
}
pub use vocabulary;

/// A text that is not in the vocabulary of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not in the vocabulary of {what}")]
pub struct NotInVocabulary {
    /// The type that refused it.
    pub what: &'static str,
    /// The refused text.
    pub text: String,
}

impl NotInVocabulary {
    /// `text` is none of the words of `what`.
    pub fn new(what: &'static str, text: &str) -> Self {
        Self {
            what,
            text: text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::regulation::{Obligation, Permission};
    use crate::view::AccessKind;
    use crate::{LessonForm, MarkWord, Nature, ReasonKind, Role, Sex, Standing};

    macro_rules! rests_as_it_travels {
        ($($name:ident),*) => {$(
            for value in $name::ALL {
                let word = value.word();
                assert_eq!(word.parse(), Ok(*value));
                assert_eq!(serde_json::to_string(value).unwrap(), format!("{word:?}"));
            }
            assert!("".parse::<$name>().is_err());
        )*};
    }

    #[test]
    fn a_word_of_a_vocabulary_rests_as_it_travels() {
        rests_as_it_travels!(
            AccessKind, LessonForm, MarkWord, Nature, Obligation, Permission, ReasonKind, Role,
            Sex, Standing
        );
    }
}
