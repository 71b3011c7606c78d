//! Blocks that look like front matter but are not read.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::{FRONT_MATTER, foreign, line_end};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;

/// A block that looks like front matter but is not read.
#[derive(Debug)]
pub(super) struct Found {
    /// Its first line.
    line: Range<usize>,
    /// The number of its keys.
    keys: usize,
    says: &'static str,
}

impl Found {
    pub(super) fn fault(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::new(
            &codes::FOREIGN_FRONT_MATTER,
            format!("this looks like front matter, but {}", self.says),
        )
        .at(source, self.line)
        .help("write one block of YAML between two `---` lines, at the very beginning of the file")
    }
}

/// Finds a block of front matter further down in a text, as in two files joined into one. The line
/// above the block must be empty, and it must not be in a block of code.
pub(super) fn further_down(text: &str, from: usize) -> Option<Found> {
    let fences = || memmem::find_iter(&text.as_bytes()[from..], b"\n---");
    fences().find_map(|at| {
        let start = from + at + 1;
        if !text[from..start].ends_with("\n\n") && !text[from..start].ends_with("\r\n\r\n") {
            return None;
        }
        let found = find(text, start).filter(|found| found.keys > 1)?;
        let is_fence = |line: &&str| {
            line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~")
        };
        let is_code = text[from..start].lines().filter(is_fence).count() % 2 == 1;
        (!is_code).then_some(Found {
            says: "only the block at the beginning of the file is read",
            ..found
        })
    })
}

/// Finds front matter that is not read: in TOML, after blank lines, or as a second block.
pub(super) fn find(text: &str, from: usize) -> Option<Found> {
    if from == 0
        && let Some(found) = other_form(text)
    {
        return Some(found);
    }
    let rest = &text[from..];
    let blank =
        rest.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}\u{200B}".contains(c));
    let start = from + (rest.len() - blank.len());
    let (fence, sign, says) = if blank.starts_with("+++") {
        ("+++", '=', "it is TOML, which is not read")
    } else if blank.starts_with("---") {
        let says = match from {
            0 => "the file does not begin with it",
            _ => "it is the second block, and only the first is read",
        };
        ("---", ':', says)
    } else if from == 0 {
        ("---", ':', "the `---` line before it is missing")
    } else {
        return None;
    };
    let begins = blank.starts_with(fence);
    let line = line_end(text, start);
    let line = start..start + text[start..line].trim_end().len();
    if begins && text[line.clone()] != *fence {
        return None;
    }
    let first = if begins { line_end(text, start) } else { start };
    let mut found = Found {
        line,
        keys: 0,
        says,
    };
    let (mut at, mut is_known) = (first, false);
    // The end of a value of TOML that takes several lines.
    let mut until: Option<&str> = None;
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next].trim_end();
        at = next;
        if let Some(end) = until {
            until = Some(end).filter(|end| !line.contains(end));
            continue;
        }
        if line == fence {
            return is_known.then_some(found);
        }
        let goes_on =
            line.is_empty() && sign == '=' || line.starts_with([' ', '\t', '#', '[', ']', '-']);
        if goes_on {
            continue;
        }
        let key = line.split_once(sign)?.0.trim_end();
        let is_name = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !is_name {
            return None;
        }
        found.keys += 1;
        is_known |= is_key(key);
        until = unfinished(line).filter(|_| sign == '=');
    }
    None
}

/// The mark that ends the value of a line of TOML, if the line does not contain it.
fn unfinished(line: &str) -> Option<&'static str> {
    let (_, value) = line.split_once('=')?;
    let value = value.trim_start();
    let is_open = |mark: &str| value.starts_with(mark) && value.matches(mark).count() == 1;
    match value {
        _ if is_open("\"\"\"") => Some("\"\"\""),
        _ if is_open("'''") => Some("'''"),
        _ if value.starts_with('[') && !value.contains(']') => Some("]"),
        _ => None,
    }
}

/// Finds front matter at the beginning of a file in a form that is not read: JSON, a block with a
/// language or another fence, a block after a comment, and the title blocks of MultiMarkdown and
/// Pandoc.
fn other_form(text: &str) -> Option<Found> {
    let is_blank = |c: char| c.is_whitespace() || "\u{FEFF}\u{200B}".contains(c);
    let blank = text.trim_start_matches(is_blank);
    let start = text.len() - blank.len();
    let mut lines = blank.lines().map(str::trim_end);
    let first = lines.next()?;
    let found = |says| {
        Some(Found {
            line: start..start + first.len(),
            keys: 1,
            says,
        })
    };
    if first.starts_with('{') {
        let mut values = serde_json::Deserializer::from_str(blank)
            .into_iter::<serde_json::Map<String, serde_json::Value>>();
        let keys = values.next()?.ok()?;
        let is_known = keys.keys().any(|key| is_key(key));
        return is_known.then(|| found("it is JSON, which is not read"))?;
    }
    if blank.starts_with("<!--") {
        let mut after = blank;
        while let Some(comment) = after.strip_prefix("<!--") {
            after = comment.split_once("-->")?.1.trim_start_matches(is_blank);
        }
        let at = text.len() - after.len();
        return after.starts_with("---").then(|| {
            let found = find(text, at)?;
            Some(Found {
                says: "a comment comes before it",
                ..found
            })
        })?;
    }
    let has_key_until = |fence: &dyn Fn(&str) -> bool| {
        let mut inside = lines.clone().take_while(|line| !fence(line));
        let is_closed = lines.clone().any(fence);
        let keyed = |line: &str| {
            line.split_once([':', '='])
                .is_some_and(|(key, _)| is_key(key))
        };
        is_closed
            && inside.any(|line| keyed(line.trim_start_matches(['"', ' ']).trim_end_matches('"')))
    };
    if first.starts_with("%YAML") {
        return (lines.next()? == "---").then(|| found("a directive comes before it"))?;
    }
    if let Some(language) = first.strip_prefix("---").filter(|rest| !rest.is_empty()) {
        let is_word = language.chars().all(char::is_alphanumeric);
        let is_fence = language.chars().all(|c| c == '-');
        let ends = |line: &str| line == "---" || line == first;
        return ((is_word || is_fence) && has_key_until(&ends)).then(|| {
            found(match is_word {
                true => "a block with a language is not read",
                false => "its fence is not `---`",
            })
        })?;
    }
    // Chat assistants hand over a whole file as a block of code.
    if first.starts_with("```") || first.starts_with("~~~") {
        let mut inside = lines.clone().skip_while(|line| line.is_empty());
        if inside.next()? != "---" {
            return None;
        }
        let keyed = |line: &str| line.split_once(':').is_some_and(|(key, _)| is_key(key));
        let mut block = inside.clone().take_while(|line| *line != "---");
        let is_closed = inside.clone().any(|line| line == "---");
        return (is_closed && block.any(keyed)).then(|| found("it is in a block of code"))?;
    }
    // Word replaces `---` with a dash.
    let is_dash = |c: char| matches!(c, '-' | '‒' | '–' | '—' | '―' | '−');
    let is_dashes = |line: &str| !line.is_empty() && line.chars().all(is_dash);
    if is_dashes(first) && first != "---" {
        return has_key_until(&is_dashes).then(|| found("its fence is not `---`"))?;
    }
    if first == ";;;" {
        let ends = |line: &str| line == ";;;";
        return has_key_until(&ends).then(|| found("its fence is not `---`"))?;
    }
    if first.starts_with("% ") {
        return found("it is a title block of Pandoc, which is not read");
    }
    // A text may begin with a line such as `Version: 2`, but two such lines, of which the first is
    // a title, are metadata.
    let key = |line: &str| {
        line.split_once(": ")
            .map(|(key, _)| key.to_ascii_lowercase())
    };
    let second = lines.next().and_then(key);
    let is_word = |key: String| key.chars().all(|c| c.is_alphanumeric() || c == '-');
    let has_fence = lines.clone().any(|line| line == "---");
    match key(first)?.as_str() {
        "title" if !has_fence && second.is_some_and(is_word) => {
            found("it has no `---` lines around it")
        }
        _ => None,
    }
}

/// Whether a word is a key of front matter, in policygen or another generator.
fn is_key(key: &str) -> bool {
    let key = key.trim().trim_matches('"');
    FRONT_MATTER.field(key).is_some() || foreign::is_foreign(key)
}
