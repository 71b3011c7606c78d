//! Messages about values that can't be printed, and about unbounded work.

use std::ops::Range;

use super::filters::UNPRINTABLE;
use super::needed::NEEDED;
use super::wording::Words;
use super::{Library, conditions, not_known, stated_empty};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::amounts::ENDLESS;
use crate::template::budget::{TOO_DEEP, USED_UP};

/// The engine's message for clause calls that are nested too deeply.
const TOO_MANY_CALLS: &str = "Maximum render recursion depth for components exceeded.";

/// The message for a page whose tags require too much work.
pub(super) const TOO_MUCH: &str = "evaluating the tags of this page takes too much work";
/// Help on raising the limit for a page.
const RAISE: &str = "or raise `limits.evaluation` in `policygen.yaml`";

/// The wording for an error message from the filters that limit an evaluation. `source` is the
/// evaluated text, and `range` is the place that the engine reports.
pub(super) fn words(message: &str, source: &str, range: &Range<usize>) -> Option<Words> {
    if message.contains(USED_UP) {
        return Some(used_up());
    }
    if message == TOO_MANY_CALLS {
        let message = "clause calls are nested more than 20 levels deep";
        let help = "reduce the nesting of clause calls".to_owned();
        return Some(Words::new(&codes::EVALUATION, message, Some(help)));
    }
    if message.contains(TOO_DEEP) {
        let message = "lists and mappings are nested more than 64 levels deep";
        let help = "look for a list that is repeatedly nested in itself".to_owned();
        return Some(Words::new(&codes::EVALUATION, message, Some(help)));
    }
    if let Some(path) = message.strip_prefix(NEEDED) {
        let message = stated_empty::message(path);
        let help = not_known::fill_in(path);
        return Some(Words::new(&codes::MISSING_FACT, message, Some(help)));
    }
    if let Some(number) = message.strip_prefix(ENDLESS) {
        let value = printed(source, range);
        let number: String = number.chars().take(8).collect();
        let message = format!(
            "{} is {number}…, with too many digits to print",
            subject(&value)
        );
        let help = "round it: `| round(precision=2)` after the value, or after a computation in parentheses";
        return Some(Words::new(&codes::TEMPLATE, message, Some(help.to_owned())));
    }
    let mut parts = message.strip_prefix(UNPRINTABLE)?.split_whitespace();
    let is_map = parts.next() == Some("map");
    let value = printed(source, range);
    if value.starts_with("join") {
        let message = "filter `join` takes a list of text values, not of mappings or lists";
        let help = "write `| list` to print names, or use a loop".to_owned();
        return Some(Words::new(&codes::VALUE_PRINTED, message, Some(help)));
    }
    if value == "list" {
        let message = "filter `list` takes text values, or entries with `label`, `name`, `legal_name` or `id`";
        let help = "print the entries in a loop: `{% for entry in … %}`".to_owned();
        return Some(Words::new(&codes::VALUE_PRINTED, message, Some(help)));
    }
    Some(match is_map {
        true => mapping(&value, &parts.collect::<Vec<_>>()),
        false => list(&value, parts.next()),
    })
}

/// The wording for a page whose evaluation exceeds its budget.
pub(super) fn used_up() -> Words {
    let help = format!("look for a loop, a clause or text that grows too fast, {RAISE}");
    Words::new(&codes::EVALUATION, TOO_MUCH, Some(help))
}

/// A value as named in a message. For a long expression, only the last bracket is known.
fn subject(value: &str) -> String {
    match value {
        "}" | "]" | ")" => "this value".to_owned(),
        _ => format!("`{value}`"),
    }
}

/// The wording for a mapping that is printed.
pub(super) fn mapping(value: &str, fields: &[&str]) -> Words {
    let has = |any: &[&str]| any.iter().any(|name| fields.contains(name));
    let filter = if has(&["street", "city", "postal_code"]) {
        Some("address")
    } else if has(&["email", "phone"]) {
        Some("link")
    } else if has(&["period", "until", "criteria", "by_plan"]) {
        Some("retention")
    } else {
        None
    };
    // A field can be appended to a path.
    let is_path = value
        .chars()
        .all(|c| c.is_alphanumeric() || "_.".contains(c));
    let shown = fields.iter().take(5).map(|field| match is_path {
        true => format!("`{value}.{field}`"),
        false => format!("`{field}`"),
    });
    let mut shown = shown.collect::<Vec<_>>().join(", ");
    if fields.len() > 5 {
        shown.push_str(", …");
    }
    let help = match (filter, shown.is_empty()) {
        (Some(filter), _) => {
            format!("write `{value} | {filter}`, or print one of its fields: {shown}")
        }
        (None, false) => format!("print one of its fields: {shown}"),
        (None, true) => "print a value that is text or a number".to_owned(),
    };
    let subject = subject(value);
    let message = format!("{subject} has fields, which a page can't print all at once");
    Words::new(&codes::VALUE_PRINTED, message, Some(help))
}

/// The wording for a list that is printed.
pub(super) fn list(value: &str, holds: Option<&str>) -> Words {
    let subject = subject(value);
    let message = format!("{subject} is a list, which a page can't print as it is");
    let help = match holds {
        Some("texts") if !matches!(value, "}" | "]" | ")") => {
            format!("write `{value} | list` to print it in words")
        }
        _ if matches!(value, "}" | "]" | ")") => {
            "write `| list` after it, or use a loop".to_owned()
        }
        _ => format!("loop over it with `{{% for one in {value} %}}`"),
    };
    Words::new(&codes::VALUE_PRINTED, message, Some(help))
}

/// The expression before the place that the engine reports.
fn printed(source: &str, range: &Range<usize>) -> String {
    let before = source.get(..range.start).unwrap_or_default();
    let found = match before.strip_suffix(") | ") {
        Some(inside) if source[range.start..].starts_with("_shown") => {
            let start = inside.rfind("{{").map_or(0, |at| at + 2);
            inside[start..]
                .trim_start_matches('-')
                .trim_start_matches('(')
                .trim()
        }
        _ => {
            let at = source.get(range.clone()).unwrap_or_default();
            let value = before.trim_end().strip_suffix('|').filter(|_| at == "str");
            value.map_or(at, |value| {
                let value = value.trim_end();
                let is_path = |c: char| c.is_alphanumeric() || "_.".contains(c);
                &value[value.trim_end_matches(is_path).len()..]
            })
        }
    };
    without_counting(found)
}

/// An expression without counting filters and their arguments.
pub(super) fn without_counting(expression: &str) -> String {
    let mut plain = String::new();
    let mut rest = expression;
    while let Some(at) = rest.find(" | _") {
        plain.push_str(&rest[..at]);
        let name = &rest[at + 4..];
        let end = name
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(name.len());
        rest = &name[end..];
        let arguments = rest.strip_prefix("(n=").or(rest.strip_prefix("(of=\""));
        if let Some((_, after)) = arguments.and_then(|rest| rest.split_once(')')) {
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

/// The range of the expression before a counting filter, for messages that point at the filter.
pub(super) fn uncounted(source: &str, range: Range<usize>) -> Range<usize> {
    let at = source.get(range.clone()).unwrap_or_default();
    let before = source.get(..range.start).unwrap_or_default();
    let is_counting = [
        "_each", "_joined", "_whole", "_copied", "_part", "_decimal", "_stated",
    ]
    .iter()
    .any(|name| at.starts_with(name));
    let Some(before) = before.strip_suffix(" | ").filter(|_| is_counting) else {
        return range;
    };
    if let Some(group) = before.strip_suffix(')') {
        // A loop expression that is more than a single value is in parentheses.
        let mut depth = 1_usize;
        let opened = group.bytes().rposition(|byte| {
            depth = match byte {
                b')' => depth + 1,
                b'(' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        return opened.map_or(0, |at| at + 1)..group.len();
    }
    let is_path = |c: char| c.is_alphanumeric() || "_.".contains(c);
    let start = before.trim_end_matches(is_path).len();
    start.min(before.len().saturating_sub(1))..before.len()
}

impl Library {
    /// Adds the clauses that print a list to an error about that list.
    pub(super) fn name_printers(&self, fault: Diagnostic) -> Diagnostic {
        let is_list = fault.message.contains("is a list");
        let Some(fact) = fault.message.split('`').nth(1).filter(|_| is_list) else {
            return fault;
        };
        let printers = self.clauses.iter().filter(|clause| {
            let loops = clause.instrumented.tags.iter().filter(|tag| {
                let text = &clause.instrumented.text[tag.range.clone()];
                !tag.prints
                    && text
                        .trim_start_matches(['{', '%', '-', ' '])
                        .starts_with("for ")
            });
            let loops: Vec<_> = loops.map(|tag| tag.range.clone()).collect();
            let names = conditions::variables(&clause.instrumented.text, &loops);
            names.iter().any(|name| name.path == fact)
        });
        let names: Vec<String> = printers
            .take(3)
            .map(|clause| format!("`{{{{ <{} /> }}}}`", clause.name))
            .collect();
        match names.is_empty() {
            true => fault,
            false => fault.help(format!(
                "or call a clause that prints it: {}",
                names.join(", ")
            )),
        }
    }
}
