//! Formats facts as text.

use std::fmt::Write as _;

use policygen::base::text::{counted, listed};
use policygen::schema::Entity;
use textwrap::Options;

use super::Fact;

/// The maximum line width.
const WIDTH: usize = 100;

/// All facts, one per line.
pub(super) fn list(facts: &[Fact]) -> String {
    let mut out = String::new();
    let width = facts.iter().map(|fact| fact.path.len()).max();
    let width = width.unwrap_or_default();
    for fact in facts {
        let _ = writeln!(out, "{:width$}  {}", fact.path, fact.about);
    }
    let facts = counted(facts.len(), "fact", "facts");
    let _ = writeln!(
        out,
        "\n{facts}; `policygen facts NAME` shows one, such as `company` or `contact.privacy`"
    );
    out
}

/// One fact, with all of its keys.
pub(super) fn of(fact: &Fact) -> String {
    let mut out = format!("{}: {}\n\n", fact.path, fact.about);
    let none = |words: &[String]| match words {
        [] => "none".to_owned(),
        words => words.join(", "),
    };
    let mut ty = fact.ty.clone();
    if fact.required {
        ty.push_str("; required");
    }
    let mut about = vec![("type", ty)];
    if !fact.any_of.is_empty() {
        let keys = format!("at least one of {}", listed(fact.any_of.iter().copied()));
        about.push(("needs", keys));
    }
    if let Some(example) = &fact.example {
        about.push(("example", format!("{}: {example}", last(&fact.path))));
    }
    about.push(("read by", none(&fact.clauses)));
    about.push(("required by", none(&fact.rules)));
    for (name, text) in about {
        paragraph(&format!("{name:13}"), "             ", &text, &mut out);
    }
    if !fact.keys.is_empty() {
        out.push_str("\nkeys\n");
        let mut shown = Vec::new();
        shown.extend(fact.entity.map(|entity| (entity, fact.path.clone())));
        keys(&fact.keys, 2, &mut shown, &mut out);
    }
    out
}

/// Writes keys, with nested keys indented below. The keys of an entity appear only once.
fn keys(
    facts: &[Fact],
    indent: usize,
    shown: &mut Vec<(&'static Entity, String)>,
    out: &mut String,
) {
    let width = facts.iter().map(|fact| last(&fact.path).len()).max();
    let width = width.unwrap_or_default();
    for fact in facts {
        let head = format!("{:indent$}{:width$}  ", "", last(&fact.path));
        let below = format!("{:1$}", "", head.len());
        paragraph(&head, &below, fact.about, out);
        let mut more = vec![fact.ty.clone()];
        if fact.required {
            more.push("required".to_owned());
        }
        // The descriptions of many types contain an example.
        let example = fact.example.as_ref();
        let is_new = |example: &&String| !fact.ty.contains(example.trim_matches('"'));
        more.extend(
            example
                .filter(is_new)
                .map(|example| format!("such as `{example}`")),
        );
        if !fact.rules.is_empty() {
            more.push(format!("required by {}", fact.rules.join(", ")));
        }
        if !fact.any_of.is_empty() {
            more.push(format!(
                "needs at least one of {}",
                listed(fact.any_of.iter().copied())
            ));
        }
        let before = fact.entity.and_then(|entity| {
            let mut shown = shown.iter();
            shown.find(|(other, _)| std::ptr::eq(*other, entity))
        });
        if let Some((_, path)) = before {
            more.push(format!("keys as in `{path}`"));
        }
        paragraph(&below, &below, &more.join("; "), out);
        if let (Some(entity), None) = (fact.entity, before) {
            shown.push((entity, fact.path.clone()));
            keys(&fact.keys, indent + 4, shown, out);
        }
    }
}

/// The last key of a path.
fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, key)| key)
}

fn paragraph(first: &str, indent: &str, text: &str, out: &mut String) {
    let options = Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(indent)
        .break_words(false);
    let _ = writeln!(out, "{}", textwrap::fill(text, options));
}
