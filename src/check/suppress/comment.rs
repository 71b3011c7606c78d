//! Parses suppression comments.

use crate::base::diagnostic::{Diagnostic, codes};
use crate::rules::{RuleSet, fixed, unknown};

/// The rule in examples if a comment names none.
const EXAMPLE: &str = "QUA105";

/// The rules that a comment names, in any format.
fn named<'c>(comment: &'c str, rules: &RuleSet) -> impl Iterator<Item = &'c str> {
    let words = comment.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    words.filter(|word| rules.ids().any(|id| id == *word))
}

/// The rules that a comment suppresses; `marks` are its delimiters.
pub(super) fn parse(
    comment: &str,
    marks: (&str, &str),
    rules: &RuleSet,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let (open, close) = marks;
    let named: Vec<&str> = named(comment, rules).collect();
    let named = match named.as_slice() {
        [] => EXAMPLE.to_owned(),
        named => named.join(", "),
    };
    let example = format!("{open} policygen: allow({named}) the reason {close}");
    let example = format!("`{}`", example.trim_end());
    let form = || {
        Diagnostic::new(&codes::BAD_ALLOW, "this comment is malformed")
            .help(format!("write {example}"))
    };
    let inside = comment
        .trim()
        .strip_prefix(open)
        .and_then(|rest| rest.split(close).next())
        .and_then(|inside| inside.trim().strip_prefix("policygen:"))
        .ok_or_else(form)?;
    let (ids, reason) = inside
        .trim()
        .strip_prefix("allow(")
        .and_then(|rest| rest.split_once(')'))
        .ok_or_else(form)?;
    let ids: Vec<String> = ids
        .split(',')
        .map(|id| id.trim().to_owned())
        .filter(|id| !id.is_empty())
        .collect();
    if ids.is_empty() {
        return Err(Box::new(form()));
    }
    for id in &ids {
        if let Some(fault) = unknown(id, rules).or_else(|| fixed(id, rules)) {
            return Err(Box::new(fault));
        }
        if rules.packs().any(|pack| pack.name == *id) {
            return Err(Box::new(
                Diagnostic::new(&codes::BAD_ALLOW, format!("`{id}` is a pack, not a rule"))
                    .help("name the rules to suppress here"),
            ));
        }
    }
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(Box::new(
            Diagnostic::new(&codes::ALLOW_WITHOUT_REASON, "this comment has no reason")
                .help(format!("state the reason: {example}")),
        ));
    }
    Ok(ids)
}
