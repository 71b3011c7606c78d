//! The markers in instrumented text: Unicode noncharacters, which sources must
//! not contain.

/// Precedes the number of a segment whose text is restored later.
pub(crate) const SEGMENT: char = '\u{1FFFE}';
/// Precedes the number of a segment whose text follows.
pub(crate) const COPIED: char = '\u{3FFFE}';
/// Follows a number.
pub(crate) const END: char = '\u{1FFFF}';
/// Precedes the number of a snippet, at its start.
pub(crate) const ENTER: char = '\u{2FFFE}';
/// Marks the end of a snippet.
pub(crate) const LEAVE: char = '\u{2FFFF}';
