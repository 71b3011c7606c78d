//! The digest of a release's file.

use std::ops::Range;

use crate::base::digest::Public;

/// The key of the digest's line, which the digest itself does not cover.
pub(super) const KEY: &str = "digest: ";

/// The digest of a file whose own digest line is at `line`.
///
/// Line endings are normalised, because Git may write CRLF on Windows.
pub(super) fn of(text: &str, line: &Range<usize>) -> Public {
    let mut rest = String::with_capacity(text.len());
    rest.push_str(&text[..line.start]);
    rest.push_str(&text[line.end..]);
    if rest.contains("\r\n") {
        rest = rest.replace("\r\n", "\n");
    }
    Public::of(rest.as_bytes())
}
