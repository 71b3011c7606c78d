//! Whole templates with counting filters: the templates of a site's own theme.

use std::fmt::Write as _;
use std::ops::Range;

use super::metering::{self, AFTER_DIGITS, DIGITS};
use super::tags;

/// A template with filters that count its work against the budget.
#[derive(Debug, Clone)]
pub(crate) struct Metered {
    /// The text for the template engine.
    pub(crate) text: String,
    /// Pairs of offsets: in this text, and in the original.
    steps: Vec<(usize, usize)>,
}

/// A loop whose end has not been reached.
struct Loop {
    /// The offset of the placeholder for the cost of one iteration.
    cost: usize,
    /// The start of the loop in the original text.
    start: usize,
}

impl Metered {
    /// Inserts the filters into a template. Entering it, or one of its blocks or components, costs
    /// the length of the template.
    pub(crate) fn of(template: &str) -> Self {
        let mut metered = Self {
            text: String::with_capacity(2 * template.len()),
            steps: vec![(0, 0)],
        };
        let mut loops: Vec<Loop> = Vec::new();
        let mut done = 0;
        let mut is_first = true;
        let mut at = 0;
        while let Some((start, is_comment)) = next_open(template, at) {
            if is_comment {
                let end = memchr::memmem::find(&template.as_bytes()[start..], b"#}");
                at = end.map_or(template.len(), |end| start + end + 2);
                continue;
            }
            // The engine reports unclosed tags.
            let Some(tag) = tags::tag(template, start) else {
                break;
            };
            let Range { start, end } = tag.range;
            at = end;
            let word = first_word(&template[start..end]);
            // Nothing may precede `extends`; only the blocks of such a template are rendered.
            if is_first && word != "extends" {
                metered.enter(0, template.len(), false);
            }
            is_first = false;
            if tag.raw.is_some() {
                continue;
            }
            for insertion in metering::insertions(&template[start..end], true) {
                let to = start + insertion.at;
                metered.copy(template, done..to);
                metered.text.push_str(&insertion.text);
                metered.steps.push((metered.text.len(), to));
                done = to;
                if insertion.is_loop {
                    loops.push(Loop {
                        cost: metered.text.len() - AFTER_DIGITS - DIGITS,
                        start,
                    });
                }
            }
            metered.copy(template, done..end);
            done = end;
            if tag.ends_loop
                && let Some(open) = loops.pop()
            {
                let digits = format!("{:0DIGITS$}", (end - open.start).min(999_999_999));
                let range = open.cost..open.cost + DIGITS;
                metered.text.replace_range(range, &digits);
            }
            if matches!(word, "block" | "component") {
                metered.enter(end, template.len(), tag.trims_after);
            }
        }
        metered.copy(template, done..template.len());
        metered
    }

    /// Inserts a tag that counts the work of entering a template, a block or a component.
    fn enter(&mut self, at: usize, cost: usize, trims_after: bool) {
        let dash = if trims_after { "-" } else { "" };
        let _ = write!(self.text, "{{{{ _entered(n={cost}) {dash}}}}}");
        self.steps.push((self.text.len(), at));
    }

    fn copy(&mut self, template: &str, range: Range<usize>) {
        self.text.push_str(&template[range]);
    }

    /// Converts a range in this text to one in the original.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn offset(&self, offset: usize) -> usize {
        let next = self.steps.partition_point(|(here, _)| *here <= offset);
        let (here, there) = self.steps[next.saturating_sub(1)];
        let limit = self.steps.get(next).map_or(usize::MAX, |step| step.1);
        (there + offset - here).min(limit)
    }
}

/// The next tag or comment at or after `from`, and whether it is a comment.
fn next_open(text: &str, from: usize) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'{', bytes.get(at..)?)?;
        match bytes.get(at + 1) {
            Some(b'{' | b'%') => return Some((at, false)),
            Some(b'#') => return Some((at, true)),
            _ => at += 1,
        }
    }
}

/// The word that a block tag begins with; empty for other tags.
fn first_word(tag: &str) -> &str {
    let inside = tag.strip_prefix("{%").unwrap_or_default();
    let inside = inside.strip_prefix('-').unwrap_or(inside).trim_start();
    let end = inside.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    &inside[..end.unwrap_or(inside.len())]
}
