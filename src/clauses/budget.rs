//! The work that one evaluation may do.
//!
//! The template engine has no limits, so tags are instrumented to count their work (see
//! `template::metering`). The unit is bytes: of the template text that is processed, for each
//! iteration of a loop and each clause call, and of the values that are created, copied or
//! compared. Time and memory are proportional to this count.
//!
//! The engine evaluates on the calling thread and offers filters no place to keep a count, so the
//! count is thread-local and is reset for each evaluation.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Error, TeraResult, Value};

use super::printed;
use crate::base::placeholder;

thread_local! {
    static COUNT: Count = const { Count {
        left: Cell::new(0),
        is_suspect: Cell::new(false),
    } };
}

struct Count {
    /// The bytes left in the budget.
    left: Cell<u64>,
    /// Whether a value that may be a list or a mapping was printed.
    is_suspect: Cell<bool>,
}

/// The engine's message if the budget is used up.
pub(super) const USED_UP: &str = "evaluation budget used up";
/// The engine's message if values are nested too deeply.
pub(super) const TOO_DEEP: &str = "values nested too deep";

/// The maximum nesting depth of values, which are dropped recursively.
const MAX_DEPTH: usize = 64;
/// The cost of a list entry, excluding its content. A mapping entry costs twice as much.
const ENTRY: usize = 32;

/// Starts an evaluation with a budget in bytes.
pub(super) fn begin(bytes: u64) {
    COUNT.with(|count| count.left.set(bytes));
}

/// The number of bytes left.
pub(super) fn left() -> u64 {
    COUNT.with(|count| count.left.get())
}

/// Clears the record that a list or a mapping may have been printed.
pub(super) fn clear_suspicion() {
    COUNT.with(|count| count.is_suspect.set(false));
}

/// Whether anything that may be a list or a mapping has been printed since the record was cleared.
pub(super) fn is_suspect() -> bool {
    COUNT.with(|count| count.is_suspect.get())
}

fn take(bytes: usize) -> bool {
    COUNT.with(|count| {
        let left = count.left.get().checked_sub(bytes as u64);
        count.left.set(left.unwrap_or(0));
        left.is_some()
    })
}

/// Counts bytes of work.
pub(super) fn charge(bytes: usize) -> TeraResult<()> {
    match take(bytes) {
        true => Ok(()),
        false => Err(Error::message(USED_UP)),
    }
}

/// Counts a value without the contents of its entries.
pub(super) fn charge_shallow(value: &Value) -> TeraResult<()> {
    if let Some(text) = value.as_str() {
        charge(text.len())
    } else if let Some(list) = value.as_array() {
        charge(list.len().saturating_mul(ENTRY))
    } else if let Some(map) = value.as_map() {
        charge(map.len().saturating_mul(2 * ENTRY))
    } else {
        Ok(())
    }
}

/// Counts a value with all its contents.
pub(super) fn charge_deep(value: &Value) -> TeraResult<()> {
    fn walk(value: &Value, depth: usize) -> TeraResult<()> {
        if depth > MAX_DEPTH {
            return Err(Error::message(TOO_DEEP));
        }
        charge_shallow(value)?;
        if let Some(list) = value.as_array() {
            list.iter().try_for_each(|entry| walk(entry, depth + 1))?;
        } else if let Some(map) = value.as_map() {
            map.values().try_for_each(|entry| walk(entry, depth + 1))?;
        }
        Ok(())
    }
    walk(value, 0)
}

/// The engine's escape function: counts printed text and records whether it looks like a list or a
/// mapping, because the engine does not pass the type of the value.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if !take(text.len()) {
        return Err(io::Error::new(io::ErrorKind::QuotaExceeded, USED_UP));
    }
    if matches!(text.as_bytes().first(), Some(b'{' | b'[')) {
        COUNT.with(|count| count.is_suspect.set(true));
    }
    printed::note(text);
    placeholder::escape(text, out)
}
