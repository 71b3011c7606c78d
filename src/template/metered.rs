//! Whole templates with counting filters: the templates of a site's own theme.

use std::fmt::Write as _;
use std::ops::Range;

use super::loops::Loop;
use super::metering;
use super::steps::Steps;
use super::tags;

/// A template with filters that count its work against the budget.
#[derive(Debug, Clone)]
pub(crate) struct Metered {
    /// The text for the template engine.
    pub(crate) text: String,
    steps: Steps,
}

impl Metered {
    /// Inserts the filters into a template. Entering it, or one of its blocks or components, costs
    /// the length of the template.
    pub(crate) fn of(template: &str) -> Self {
        let mut metered = Self {
            text: String::with_capacity(2 * template.len()),
            steps: Steps::new(),
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
            let word = tags::block_word(&template[start..end]);
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
                metered.steps.push(metered.text.len(), to);
                done = to;
                if insertion.is_loop {
                    loops.push(Loop::begin(&metered.text, start));
                }
            }
            metered.copy(template, done..end);
            done = end;
            if tag.ends_loop
                && let Some(open) = loops.pop()
            {
                open.end(&mut metered.text, end - open.start);
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
        self.steps.push(self.text.len(), at);
    }

    fn copy(&mut self, template: &str, range: Range<usize>) {
        self.text.push_str(&template[range]);
    }

    /// Converts a range in this text to one in the original.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.steps.back(range.start)..self.steps.back(range.end)
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
