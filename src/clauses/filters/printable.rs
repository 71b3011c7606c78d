//! Values that a page can print.

use tera::{Error, TeraResult, Value};

use super::super::printed;
use crate::template::amounts;
use crate::template::counted::Printing;

/// The prefix of a message that states the kind and the contents of a value that can't be printed.
pub(in super::super) const UNPRINTABLE: &str = "unprintable";

/// Rejects values that can't be printed, and records the others.
pub(super) const PRINTING: Printing = Printing {
    check: printable,
    joins_undefined: false,
    note: printed::note,
    form: amounts::printed,
};

/// Rejects lists and mappings with an error that describes their contents.
pub(super) fn printable(value: &Value) -> TeraResult<()> {
    if let Some(map) = value.as_map() {
        let keys = map.keys().filter_map(|key| key.as_str());
        let keys: Vec<&str> = keys.collect();
        return Err(Error::message(format!(
            "{UNPRINTABLE} map {}",
            keys.join(" ")
        )));
    }
    let Some(list) = value.as_array() else {
        return Ok(());
    };
    let holds = contents(list);
    Err(Error::message(format!("{UNPRINTABLE} list {holds}")))
}

/// What a list holds, in a word that messages about it depend on.
pub(in super::super) fn contents(list: &[Value]) -> &'static str {
    match list.first() {
        Some(first) if first.as_map().is_some() => "maps",
        Some(_) => "texts",
        None => "nothing",
    }
}
