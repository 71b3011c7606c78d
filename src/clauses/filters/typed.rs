//! Facts in words, as the filters print them, by type.

use tera::Value;

use super::contact::address_words;
use super::country_name;
use super::periods::{duration_words, retention_words};
use crate::base::dates;
use crate::model::language::Language;
use crate::schema::Type;

/// A fact as plain text, as printed on pages. `None` if its type has no special wording.
pub(crate) fn in_words(value: &Value, ty: &Type, language: &Language) -> Option<String> {
    let plain = |value: &Value| Ok(value.to_string());
    match ty {
        Type::Date => Some(language.date(dates::parse(value.as_str()?)?)),
        Type::Duration | Type::DurationOr(_) => duration_words(value, language),
        Type::Country | Type::CountryOrArea => country_name(value, language).ok(),
        Type::Enum(_) => language.words.terms.get(value.as_str()?).cloned(),
        Type::Entity(entity) if entity.name == "address" => address_words(value, language).ok(),
        Type::Entity(entity) if entity.name == "retention" => {
            retention_words(value, language, &plain).ok().flatten()
        }
        _ => None,
    }
}
