//! The markers in instrumented text: Unicode noncharacters, which sources must
//! not hold.

/// Before the number of a segment whose text is put back later.
pub(crate) const SEGMENT: char = '\u{1FFFE}';
/// Before the number of a segment whose text follows.
pub(crate) const COPIED: char = '\u{3FFFE}';
/// After a number.
pub(crate) const END: char = '\u{1FFFF}';
/// Before the number of a snippet that begins.
pub(crate) const ENTER: char = '\u{2FFFE}';
/// Where a snippet ends.
pub(crate) const LEAVE: char = '\u{2FFFF}';
