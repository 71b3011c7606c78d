//! The engine's escape function for clauses and policies.

use std::cell::Cell;
use std::io::{self, Write};

use super::printed;
use crate::base::placeholder;
use crate::template::budget::{USED_UP, take};

thread_local! {
    /// Whether a value that may be a list or a mapping was printed.
    static IS_SUSPECT: Cell<bool> = const { Cell::new(false) };
}

/// Clears the record that a list or a mapping may have been printed.
pub(super) fn clear_suspicion() {
    IS_SUSPECT.set(false);
}

/// Whether anything that may be a list or a mapping has been printed since the record was cleared.
pub(super) fn is_suspect() -> bool {
    IS_SUSPECT.get()
}

/// The engine's escape function: counts printed text and records whether it looks like a list or a
/// mapping, because the engine does not pass the type of the value.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if !take(text.len()) {
        return Err(io::Error::new(io::ErrorKind::QuotaExceeded, USED_UP));
    }
    if matches!(text.as_bytes().first(), Some(b'{' | b'[')) {
        IS_SUSPECT.set(true);
    }
    printed::note(text);
    placeholder::escape(text, out)
}
