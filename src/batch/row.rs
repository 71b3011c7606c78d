//! Rows of tenants: JSON, one tenant per line.

use std::fmt;
use std::io::{self, BufRead, Read as _};
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::base::digest::Public;
use crate::base::source::Source;

/// The longest row, in bytes: the limit for a file of facts.
const MAX_ROW: u64 = 8 * 1024 * 1024;

/// A line of the input.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number, from 1.
    pub(super) number: u64,
    /// The digest of its text, by which a later run recognises it.
    pub(super) digest: Public,
    /// Its contents, or why it can't be read.
    json: Result<Json, String>,
}

impl Row {
    fn new(number: u64, text: Result<&str, &str>) -> Self {
        Self {
            number,
            digest: Public::of(text.unwrap_or_default().as_bytes()),
            json: match text {
                Ok(text) => serde_json::from_str(text).map_err(|error| {
                    // The line is always the first one of the row.
                    error.to_string().replace("at line 1 column ", "at column ")
                }),
                Err(fault) => Err(fault.to_owned()),
            },
        }
    }

    /// The ID in the row, whether or not it is valid.
    pub(super) fn id(&self) -> Option<String> {
        let Ok(Json::Map(entries)) = &self.json else {
            return None;
        };
        match entries.iter().find(|(key, _)| key == "id")? {
            (_, Json::Text(id)) => Some(id.clone()),
            (_, Json::Number(id)) => Some(id.to_string()),
            _ => None,
        }
    }

    /// The row as YAML, formatted so that findings can point to lines; an error if it can't be
    /// read.
    pub(super) fn source(&self) -> Result<Arc<Source>, String> {
        let json = self.json.as_ref().map_err(Clone::clone)?;
        let name = match self.id() {
            Some(id) => format!("tenant {}", id.escape_debug()),
            None => format!("row {}", self.number),
        };
        let text = serde_json::to_string_pretty(json).map_err(|error| error.to_string())?;
        Ok(Source::new(name, text))
    }
}

/// Reads the next row that is not empty. `number` is the number of the previous row, and is
/// updated.
pub(super) fn next(input: &mut dyn BufRead, number: &mut u64) -> io::Result<Option<Row>> {
    loop {
        let mut bytes = Vec::new();
        let read = input.take(MAX_ROW + 1).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        *number += 1;
        let is_whole = bytes.ends_with(b"\n") || bytes.len() as u64 <= MAX_ROW;
        if !is_whole {
            skip_line(input)?;
        }
        let text = match is_whole {
            true => str::from_utf8(&bytes).map_err(|_| "it is not UTF-8"),
            false => Err("it is longer than 8 MB"),
        };
        let text = text.map(|text| text.trim().trim_start_matches('\u{feff}'));
        if text != Ok("") {
            return Ok(Some(Row::new(*number, text)));
        }
    }
}

fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |at| at + 1);
        input.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// JSON as written: duplicate keys are kept, so that they can be reported.
#[derive(Debug)]
enum Json {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        // JSON has only finite numbers.
        Ok(serde_json::Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Map(entries))
    }
}
