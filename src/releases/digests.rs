//! The digest of a release's file.

use std::ops::Range;

use crate::base::digest::Public;

/// The key of the line that is not part of what it is the digest of.
pub(super) const KEY: &str = "digest: ";

/// The digest of a file whose line of the digest is at `line`.
///
/// Line ends count as one character each: git may write others on Windows.
pub(super) fn of(text: &str, line: &Range<usize>) -> Public {
    let mut rest = String::with_capacity(text.len());
    rest.push_str(&text[..line.start]);
    rest.push_str(&text[line.end..]);
    if rest.contains("\r\n") {
        rest = rest.replace("\r\n", "\n");
    }
    Public::of(rest.as_bytes())
}
