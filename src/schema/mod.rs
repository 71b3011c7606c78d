//! The types that facts can have. The model itself is in [`crate::model`].

pub(crate) mod formats;
pub(crate) mod json;
pub(crate) mod other;
pub(crate) mod read;

use crate::base::diagnostic::Code;

/// The type of a value.
#[derive(Debug)]
pub enum Type {
    /// One line or paragraph of text, printed literally.
    Text,
    /// Inline Markdown.
    Markdown,
    /// An ISO 8601 calendar date.
    Date,
    /// An ISO 8601 duration, or `{days: n, unit: business}`.
    Duration,
    /// A duration or one of these words.
    DurationOr(&'static [&'static str]),
    /// An ISO 3166-1 alpha-2 code, with or without an ISO 3166-2 subdivision.
    Country,
    /// A country, `EU` or `EEA`.
    CountryOrArea,
    /// An email address.
    Email,
    /// An `http` or `https` URL.
    Url,
    /// A URL or a path on the same site.
    Link,
    /// An email address or a URL.
    EmailOrUrl,
    /// A phone number with `+` and its country code, as people write it.
    Phone,
    /// A BCP 47 language tag.
    Language,
    /// `true` or `false`.
    Bool,
    /// A whole number that is not negative.
    Int,
    /// A whole number.
    Integer,
    /// A percentage, as a number.
    Percent,
    /// An ID: lower-case letters, digits, `-` and `_`.
    Id,
    /// The ID of an entry of the named top-level list.
    Ref(&'static str),
    /// One of these words.
    Enum(&'static [&'static str]),
    /// A list.
    List(&'static Type),
    /// A list, or a single value instead of a list of one.
    OneOrMore(&'static Type),
    /// A mapping with arbitrary keys and values of one type.
    Map(&'static Type),
    /// A mapping with these keys.
    Entity(&'static Entity),
    /// The first type that fits the value's shape; the last one determines the error message.
    Any(&'static [Type]),
    /// Any YAML, kept unchanged.
    Free,
}

/// A mapping with known keys.
#[derive(Debug)]
pub struct Entity {
    /// The name of an entry in messages.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Fields of which at least one must be present; empty if there is no such requirement.
    pub any_of: &'static [&'static str],
    /// The field for which a bare scalar is the short form, if that is allowed.
    pub short: Option<&'static str>,
}

/// A field of an entity.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// The value's type.
    pub ty: Type,
    /// Whether the entry is meaningless without it. Fields that the law requires, but without which
    /// a page can be built, are left to `check`.
    pub required: bool,
    /// The code for values of the wrong form; by default, that of the type.
    pub invalid: Option<&'static Code>,
    /// The code for references to missing entries, if the field is a list with its own code.
    pub orphan: Option<&'static Code>,
    /// A one-line description: the meaning, the unit and, where it matters, how the text fits into
    /// sentences.
    pub about: &'static str,
    /// An example value in YAML, if that of the type is not good enough.
    pub example: Option<&'static str>,
}

impl Field {
    /// The same field, with a description.
    pub const fn says(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The same field, with an example value in YAML.
    pub const fn such_as(self, example: &'static str) -> Self {
        Self {
            example: Some(example),
            ..self
        }
    }

    /// An example value in YAML. Returns `None` if the value has fields.
    pub fn example(&self) -> Option<String> {
        match self.example {
            Some(example) => Some(example.to_owned()),
            None => self.ty.example(),
        }
    }

    /// The same field, with a code for values of the wrong form.
    pub const fn invalid(self, code: &'static Code) -> Self {
        Self {
            invalid: Some(code),
            ..self
        }
    }

    /// The same field, with a code for references to missing entries.
    pub const fn orphan(self, code: &'static Code) -> Self {
        Self {
            orphan: Some(code),
            ..self
        }
    }
}

/// An optional field.
pub(crate) const fn opt(name: &'static str, ty: Type) -> Field {
    Field {
        name,
        ty,
        required: false,
        invalid: None,
        orphan: None,
        about: "",
        example: None,
    }
}

/// A required field.
pub(crate) const fn req(name: &'static str, ty: Type) -> Field {
    Field {
        required: true,
        ..opt(name, ty)
    }
}

/// An entity with neither a short form nor alternatives.
pub(crate) const fn entity(name: &'static str, fields: &'static [Field]) -> Entity {
    Entity {
        name,
        fields,
        any_of: &[],
        short: None,
    }
}

impl Entity {
    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }
}

impl Type {
    /// An example value in YAML. Returns `None` for mappings, and for texts and numbers, whose
    /// examples depend on their meaning.
    pub fn example(&self) -> Option<String> {
        Some(match self {
            Self::Date => "2026-05-23".into(),
            Self::Duration | Self::DurationOr(_) => "P90D".into(),
            Self::Country | Self::CountryOrArea => "DE".into(),
            Self::Email | Self::EmailOrUrl => "name@acme.example".into(),
            Self::Url | Self::Link => "https://acme.example/page".into(),
            Self::Phone => "\"+49 30 123456\"".into(),
            Self::Language => "en".into(),
            Self::Bool => "true".into(),
            Self::Id | Self::Ref(_) => "account".into(),
            Self::Enum(words) => (*words.first()?).into(),
            Self::List(item) | Self::OneOrMore(item) => format!("[{}]", item.example()?),
            Self::Any(types) => types.iter().find_map(Self::example)?,
            Self::Text | Self::Markdown | Self::Int | Self::Integer | Self::Percent => return None,
            Self::Map(_) | Self::Entity(_) | Self::Free => return None,
        })
    }

    /// The entity of values of this type, or of the entries of a list.
    pub fn entity(&self) -> Option<&'static Entity> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::List(item) | Self::OneOrMore(item) | Self::Map(item) => item.entity(),
            Self::Any(types) => types.iter().find_map(Self::entity),
            _ => None,
        }
    }

    /// The expected value, in words that fit after "expected".
    pub fn expected(&self) -> String {
        match self {
            Self::Text | Self::Markdown => "text".into(),
            Self::Date => "a date such as 2026-05-23".into(),
            Self::Duration => "a duration such as P90D".into(),
            Self::DurationOr(words) => {
                format!("a duration such as P90D, or `{}`", words.join("`, `"))
            }
            Self::Country => "an ISO 3166 country code such as DE".into(),
            Self::CountryOrArea => "an ISO 3166 country code such as DE, `EU` or `EEA`".into(),
            Self::Email => "an email address".into(),
            Self::Url => "a URL".into(),
            Self::Link => "a URL or a path".into(),
            Self::EmailOrUrl => "an email address or a URL".into(),
            Self::Phone => "a phone number such as +49 30 123456".into(),
            Self::Language => "a language tag such as en or de-AT".into(),
            Self::Bool => "true or false".into(),
            Self::Int => "a whole number of at least 0".into(),
            Self::Integer => "a whole number".into(),
            Self::Percent => "a percentage from 0 to 100".into(),
            Self::Id => "an ID of lower-case letters, digits, `-` and `_`".into(),
            Self::Ref(list) => format!("an ID from `{list}`"),
            Self::Enum(words) => format!("one of `{}`", words.join("`, `")),
            Self::List(_) => "a list".into(),
            Self::OneOrMore(one) => format!("{} or a list of them", one.expected()),
            Self::Map(_) | Self::Entity(_) => "a mapping".into(),
            Self::Any(types) => types
                .iter()
                .map(Self::expected)
                .collect::<Vec<_>>()
                .join(" or "),
            Self::Free => "a value".into(),
        }
    }
}
