//! Reads a tree of nodes as any type that derives `Deserialize`, and reports the place of anything
//! that does not fit.

use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, Expected, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::{Entry, Kind, Node};
use crate::base::diagnostic::{Code, codes, did_you_mean};
use crate::base::text::listed;

/// The reason why a node does not fit a type, and its place.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The kind of fault.
    pub code: &'static Code,
    /// One sentence without a full stop.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// The bytes of the file that don't fit.
    pub span: Range<usize>,
}

/// Reads a node as a value of type `T`. The error is the first thing that does not fit.
pub(crate) fn read<'de, T: de::Deserialize<'de>>(node: &'de Node) -> Result<T, Misfit> {
    T::deserialize(node).map_err(|error| Misfit {
        code: error.code,
        message: error.message,
        help: error.help,
        span: error.span.unwrap_or_else(|| node.span.clone()),
    })
}

/// An error that takes its place from the innermost node through which it is passed up.
#[derive(Debug)]
pub struct Error {
    code: &'static Code,
    message: String,
    help: Option<String>,
    span: Option<Range<usize>>,
}

impl Error {
    fn new(code: &'static Code, message: String) -> Self {
        Self {
            code,
            message,
            help: None,
            span: None,
        }
    }

    fn at(mut self, span: &Range<usize>) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }

    fn unknown(what: &str, word: &str, known: &'static [&'static str]) -> Self {
        let help = did_you_mean(word, known.iter().copied()).or_else(|| {
            (!known.is_empty()).then(|| format!("use one of {}", listed(known.iter().copied())))
        });
        Self {
            help,
            ..Self::new(&codes::UNKNOWN_KEY, format!("unknown {what} `{word}`"))
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&codes::WRONG_TYPE, message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(_) => "true or false",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Str(_) => "text",
            Unexpected::Unit => "nothing",
            Unexpected::Seq => "a list",
            Unexpected::Map => "a mapping",
            _ => "something else",
        };
        Self::custom(format!("expected {}, found {found}", in_words(expected)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let error = Self::unknown("value", variant, expected);
        Self {
            code: &codes::UNKNOWN_VALUE,
            ..error
        }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::unknown("key", field, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(&codes::MISSING_FIELD, format!("`{field}` is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(&codes::DUPLICATE_KEY, format!("duplicate key `{field}`"))
    }
}

/// The type that serde expects, in YAML terms.
fn in_words(expected: &dyn Expected) -> String {
    let words = expected.to_string();
    match words.as_str() {
        "a string" => "text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "a mapping".to_owned(),
        "usize" | "u32" | "u64" => "a whole number of at least 0".to_owned(),
        other if other.starts_with("struct ") => "a mapping".to_owned(),
        _ => words,
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Number(number) => match (number.parse(), number.parse(), number.parse()) {
                (Ok(number), _, _) => visitor.visit_u64(number),
                (_, Ok(number), _) => visitor.visit_i64(number),
                (_, _, Ok(number)) => visitor.visit_f64(number),
                _ => visitor.visit_borrowed_str(number),
            },
            Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::Seq(items) => visitor.visit_seq(Items(items.iter())),
            Kind::Map(entries) => visitor.visit_map(Fields {
                entries: entries.iter(),
                value: None,
            }),
        }
        .map_err(|error: Error| error.at(&self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
        .map_err(|error: Error| error.at(&self.span))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor
            .visit_newtype_struct(self)
            .map_err(|error: Error| error.at(&self.span))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = match &self.kind {
            Kind::Text(name) => Variant {
                name,
                span: &self.span,
                value: None,
            },
            Kind::Map(entries) if entries.len() == 1 => Variant {
                name: &entries[0].key,
                span: &entries[0].key_span,
                value: Some(&entries[0].value),
            },
            _ => {
                let known = listed(variants.iter().copied());
                let message = format!(
                    "expected a mapping with one key, found {}",
                    self.type_name()
                );
                let error = Error {
                    help: Some(format!("use one of these keys: {known}")),
                    ..Error::new(&codes::WRONG_TYPE, message)
                };
                return Err(error.at(&self.span));
            }
        };
        visitor
            .visit_enum(variant)
            .map_err(|error: Error| error.at(&self.span))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Reads a node. An error always has a place, even if it comes from code that validates the value.
fn deserialize<'de, S: DeserializeSeed<'de>>(seed: S, node: &'de Node) -> Result<S::Value, Error> {
    seed.deserialize(node).map_err(|error| error.at(&node.span))
}

/// The items of a list.
struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0
            .next()
            .map(|node| deserialize(seed, node))
            .transpose()
    }
}

/// The entries of a mapping.
struct Fields<'de> {
    entries: std::slice::Iter<'de, Entry>,
    value: Option<&'de Node>,
}

impl<'de> de::MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key = Word {
            text: &entry.key,
            span: &entry.key_span,
        };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(node) => deserialize(seed, node),
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}

/// A key.
struct Word<'de> {
    text: &'de str,
    span: &'de Range<usize>,
}

impl<'de> Deserializer<'de> for Word<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor
            .visit_borrowed_str(self.text)
            .map_err(|error: Error| error.at(self.span))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// A variant of an enum: a word, or the only key of a mapping.
struct Variant<'de> {
    name: &'de str,
    span: &'de Range<usize>,
    value: Option<&'de Node>,
}

impl<'de> de::EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name = Word {
            text: self.name,
            span: self.span,
        };
        let variant = seed.deserialize(name).map_err(|mut error| {
            if self.value.is_some() && std::ptr::eq(error.code, &codes::UNKNOWN_VALUE) {
                error.code = &codes::UNKNOWN_KEY;
                error.message = format!("unknown key `{}`", self.name);
            }
            error
        });
        Ok((variant?, self))
    }
}

impl<'de> Variant<'de> {
    fn value(&self) -> Result<&'de Node, Error> {
        self.value.ok_or_else(|| {
            let message = format!("`{}` has no value", self.name);
            Error::new(&codes::WRONG_TYPE, message).at(self.span)
        })
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.value {
            None => Ok(()),
            Some(node) => {
                let message = format!("`{}` takes no value", self.name);
                Err(Error::new(&codes::WRONG_TYPE, message).at(&node.span))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        deserialize(seed, self.value()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }
}
