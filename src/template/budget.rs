//! The work that one evaluation may do.
//!
//! The template engine has no limits, so tags are instrumented to count their work (see
//! `super::metering`). The unit is bytes: of the template text that is processed, for each
//! iteration of a loop and each clause call, and of the values that are created, copied or
//! compared. Time and memory are proportional to this count.
//!
//! The engine evaluates on the calling thread and offers filters no place to keep a count, so the
//! count is thread-local and is reset for each evaluation.

use std::cell::Cell;

use tera::{Error, TeraResult, Value};

thread_local! {
    /// The bytes left in the budget.
    static LEFT: Cell<u64> = const { Cell::new(0) };
}

/// The engine's message if the budget is used up.
pub(crate) const USED_UP: &str = "evaluation budget used up";
/// The engine's message if values are nested too deeply.
pub(crate) const TOO_DEEP: &str = "values nested too deep";

/// The maximum nesting depth of values, which are dropped recursively.
const MAX_DEPTH: usize = 64;
/// The cost of a list entry, excluding its content. A mapping entry costs twice as much.
const ENTRY: usize = 32;

/// Starts an evaluation with a budget in bytes.
pub(crate) fn begin(bytes: u64) {
    LEFT.set(bytes);
}

/// The number of bytes left.
pub(crate) fn left() -> u64 {
    LEFT.get()
}

/// Counts bytes of work. Returns whether the budget covers them.
pub(crate) fn take(bytes: usize) -> bool {
    let left = LEFT.get().checked_sub(bytes as u64);
    LEFT.set(left.unwrap_or(0));
    left.is_some()
}

/// Counts bytes of work.
pub(crate) fn charge(bytes: usize) -> TeraResult<()> {
    match take(bytes) {
        true => Ok(()),
        false => Err(Error::message(USED_UP)),
    }
}

/// Counts a value without the contents of its entries.
pub(crate) fn charge_shallow(value: &Value) -> TeraResult<()> {
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
pub(crate) fn charge_deep(value: &Value) -> TeraResult<()> {
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
