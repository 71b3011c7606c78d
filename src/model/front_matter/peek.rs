//! Reads the parts of front matter that other pages need.

use std::ops::Range;
use std::sync::Arc;

use tera::Map;
use tera::value::Key;

use super::{FRONT_MATTER, FrontMatter, assemble};
use crate::base::source::Source;
use crate::model::tables::FACTS;
use crate::schema::read::Checker;

/// Reads a policy's metadata and its `history`, without reporting faults: [`read`](super::read)
/// does. Returns `None` if nothing can be read.
pub fn peek(source: &Arc<Source>, range: Range<usize>) -> Option<(FrontMatter, Map)> {
    let mut reported = Vec::new();
    let text = &source.text[range.clone()];
    let (source, range) = match without_facts(text) {
        Some(rest) => (
            &Source::new(source.path.as_str(), rest.as_str()),
            0..rest.len(),
        ),
        None => (source, range),
    };
    let node = crate::yaml::parse(source, range, &mut reported)?;
    let entries = node.top_entries(source, "", &mut reported)?;
    let mut checker = Checker::new(source, &mut reported);
    let mut facts = Map::new();
    let about = checker.fields(entries, &FRONT_MATTER, |checker, entry| {
        if entry.key == "history"
            && let Some(field) = FACTS.field("history")
            && let Some(value) = checker.partial_field(&entry.value, field)
        {
            facts.insert(Key::Str(field.name), value);
        }
    });
    Some((assemble(&about, &node, source), facts))
}

/// Front matter without the facts in it, which can be most of it. Returns `None` if there are no
/// facts, or if the lines alone do not show where keys begin.
fn without_facts(yaml: &str) -> Option<String> {
    let mut rest = String::new();
    let mut is_fact = false;
    let mut has_facts = false;
    // The number of open brackets, and whether a quotation is open.
    let (mut open, mut quoted) = (0_i32, false);
    for line in yaml.split_inclusive('\n') {
        // Any other line continues the value of the previous key.
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            if open != 0 || quoted {
                return None;
            }
            let (key, value) = line.split_once(':')?;
            let value = value.trim();
            if value.starts_with('\'') && (value.len() < 2 || !value.ends_with('\'')) {
                return None;
            }
            let key = key.trim_end();
            is_fact = key != "history" && FACTS.field(key).is_some();
            has_facts |= is_fact;
        } else if line.starts_with(['{', '"', '\'', '?', '%', '&', '!', '*']) {
            return None;
        }
        for byte in line.bytes() {
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => quoted = !quoted,
                _ => {}
            }
        }
        if !is_fact {
            rest.push_str(line);
        }
    }
    has_facts.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::front_matter::read;

    /// `peek` reads the same title and slug as `read`.
    #[test]
    fn a_peek_sees_what_is_read() {
        for yaml in [
            "title: Terms\nslug: legal\n",
            "company:\n  legal_name: Acme\n  # slug: no\ntitle: Terms\nslug: legal\nretention:\n- {data: Logs, period: P14D}\n",
            "retention:\n- data: |\n    Logs\n\n    title: no\n  period: P14D\n\nslug: legal\ntitle: >\n  Terms\n  of use\n",
            "{title: Terms, slug: legal, company: {legal_name: Acme}}\n",
            "\"title\": Terms\ncompany: {legal_name: Acme}\nslug: legal\n",
            "company: {legal_name: Acme,\nslug: no}\nslug: legal\ntitle: Terms\n",
            "company:\n  address: {city: Bonn, x: [\n1],\nslug: no}\nslug: legal\ntitle: Terms\n",
            "company: {legal_name: \"Acme\nslug: no\"}\nslug: legal\ntitle: Terms\n",
            "title: Terms\nhistory:\n  - {version: \"2\", date: 2026-01-01, summary: More}\nslug: legal\n",
            "# a comment\ncompany :\n  legal_name: Acme\nslug : legal\ntitle: \"Te\\\n  rms\"\n",
        ] {
            let source = Source::new("a.md", yaml);
            let whole = 0..yaml.len();
            let read = read(&source, whole.clone(), &mut Vec::new());
            let peeked = peek(&source, whole);
            let about = |front_matter: &FrontMatter| {
                (front_matter.title.clone(), front_matter.slug.clone())
            };
            let (read, peeked) = (
                read.map(|(read, _)| about(&read)),
                peeked.map(|(peeked, _)| about(&peeked)),
            );
            assert_eq!(read, peeked, "{yaml}");
        }
    }
}
