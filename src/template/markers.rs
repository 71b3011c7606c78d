//! The markers in instrumented text: Unicode noncharacters, which sources must
//! not contain.

/// Comes before the number of a segment whose text is put back later.
pub(crate) const SEGMENT: char = '\u{1FFFE}';
/// Comes before the number of a segment whose text follows.
pub(crate) const COPIED: char = '\u{3FFFE}';
/// Comes after a number.
pub(crate) const END: char = '\u{1FFFF}';
/// Comes before the number of a snippet that begins.
pub(crate) const ENTER: char = '\u{2FFFE}';
/// Marks the end of a snippet.
pub(crate) const LEAVE: char = '\u{2FFFF}';
