//! Values of several lines in `extra`, such as an address, that a tag prints as one line. Facts are
//! single lines: an address has fields, which filters print.

use tera::Value;

use super::conditions;
use super::filtered;
use super::input::Input;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::model::facts::Facts;
use crate::template::instrument::Instrumented;

/// The shortest text that counts as prose, in which line breaks don't matter.
const PROSE: usize = 60;

/// Reports tags that print such a value without a filter.
pub(super) fn report(
    input: &Input<'_>,
    facts: &Facts,
    marked: &Instrumented,
    faults: &mut Vec<Diagnostic>,
) {
    let printing = marked
        .tags
        .iter()
        .filter(|tag| tag.prints && tag.clause.is_none());
    for tag in printing {
        let names = conditions::variables(&marked.text, std::slice::from_ref(&tag.range));
        let [name] = names.as_slice() else { continue };
        let inside = marked.text[tag.range.clone()].trim_matches(['{', '}', '-', ' ', '\n']);
        let is_alone = inside == name.path && inside.starts_with("extra.");
        let value = filtered::value(input, facts, name.path).filter(|_| is_alone);
        let Some(text) = value.and_then(Value::as_str).filter(|text| are_lines(text)) else {
            continue;
        };
        let (path, count) = (name.path, text.trim().lines().count());
        let range = marked.original(name.range.start)..marked.original(name.range.end);
        let message = format!("`{path}` has {count} lines, which are printed as one");
        faults.push(
            Diagnostic::new(&codes::TEXT_AS_VALUE, message)
                .at(input.policy, range)
                .help(format!(
                    "write a list of lines, and print it with a loop: `{{% for line in {path} %}}{{{{ line }}}}<br>{{% endfor %}}`"
                )),
        );
    }
}

/// Whether the line breaks of a text matter: it is no prose that was wrapped.
fn are_lines(text: &str) -> bool {
    let text = text.trim();
    text.contains('\n') && text.lines().all(|line| line.chars().count() < PROSE)
}
