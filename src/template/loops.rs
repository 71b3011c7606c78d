//! The cost of one iteration of a loop, which is known when the loop ends.

/// The text for a loop, with [`DIGITS`] digits that are filled in later.
pub(super) const EACH: &str = " | _each(n=000000000)";
/// The number of digits in [`EACH`].
const DIGITS: usize = 9;
/// The number of bytes after the digits.
const AFTER_DIGITS: usize = 1;

/// A loop whose end has not been reached.
pub(super) struct Loop {
    /// The offset of the digits, in the text with insertions.
    digits: usize,
    /// The start of the loop in the original text.
    pub(super) start: usize,
}

impl Loop {
    /// A loop that begins at `start` of the original, if `text` ends with its insertion.
    pub(super) fn begin(text: &str, start: usize) -> Self {
        Self {
            digits: text.len() - AFTER_DIGITS - DIGITS,
            start,
        }
    }

    /// The number of bytes between the digits and an offset after them.
    pub(super) fn length_to(&self, offset: usize) -> usize {
        offset - self.digits
    }

    /// Fills in the cost of one iteration.
    pub(super) fn end(&self, text: &mut String, cost: usize) {
        let cost = format!("{:0DIGITS$}", cost.min(999_999_999));
        text.replace_range(self.digits..self.digits + DIGITS, &cost);
    }
}
