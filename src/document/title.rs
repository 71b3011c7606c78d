//! The title of a page.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::build::Heading;
use super::parse::Input;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::source_map::CallId;

/// The title, and the index of the heading that prints it, if any.
pub(super) fn title(
    input: &Input<'_>,
    headings: &[Heading],
    faults: &mut Vec<Diagnostic>,
) -> (String, Option<usize>) {
    let begins = after_foreign_block(input.text);
    let index = headings.partition_point(|heading| heading.range.start < begins);
    let first = headings.get(index).filter(|heading| heading.level == 1);
    let folded = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    match (input.title, first) {
        (Some(title), Some(first)) if folded(&first.title) == folded(title) => {
            (title.to_owned(), Some(index))
        }
        (Some(title), _) => (title.to_owned(), None),
        (None, Some(first)) if !first.title.is_empty() => (first.title.clone(), Some(index)),
        (None, _) if is_title(input, begins, &headings[index..]) => {
            (headings[index].title.clone(), Some(index))
        }
        _ => {
            let title = title_from_path(&input.origin.policy.path);
            let fault = Diagnostic::new(
                &codes::NO_TITLE,
                format!("the policy has no title; “{title}” was made from the file's name"),
            );
            let policy = input.origin.policy;
            faults.push(match misspelt(&policy.text) {
                Some(key) => {
                    let help = format!("write `title` instead of `{}`", &policy.text[key.clone()]);
                    fault.label(policy.place(key), "").help(help)
                }
                None => fault
                    .path(&policy.path)
                    .help("write `title: …` in the front matter, or begin the text with a heading"),
            });
            (title, None)
        }
    }
}

/// The maximum number of lines of a block of another tool to search for its end.
const BLOCK: usize = 40;

/// Where a text begins after the first lines of a component of another tool: `::name` with its
/// properties between two `---` lines, or a tag such as `<div>` in a line of its own.
fn after_foreign_block(text: &str) -> usize {
    let mut at = text.len() - text.trim_start().len();
    let mut lines = text[at..].split_inclusive('\n').take(BLOCK);
    let Some(first) = lines.next() else {
        return 0;
    };
    let line = first.trim_end();
    let is_tag = line.starts_with('<')
        && line.ends_with('>')
        && !line.starts_with("<!")
        && line.matches('<').count() == 1;
    if is_tag {
        return at + first.len();
    }
    if !line.starts_with("::") {
        return 0;
    }
    at += first.len();
    let begins = at;
    for (index, line) in lines.enumerate() {
        at += line.len();
        match (index, line.trim_end()) {
            (0, "---") => {}
            (0, _) => return begins,
            (_, "---") => return at,
            _ => {}
        }
    }
    begins
}

/// The maximum number of lines of front matter to search for a key.
const LINES: usize = 100;

/// The key `Title` or `TITLE` in the front matter of a file.
fn misspelt(text: &str) -> Option<Range<usize>> {
    let mut lines = text.split_inclusive('\n').take(LINES);
    let mut at = lines
        .next()
        .filter(|first| first.trim_end() == "---")?
        .len();
    for line in lines.take_while(|line| line.trim_end() != "---") {
        let key = line.split(':').next().unwrap_or_default().trim_end();
        if key.eq_ignore_ascii_case("title") {
            return Some(at..at + key.len());
        }
        at += line.len();
    }
    None
}

/// Words of titles of legal documents.
static DOCUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:polic(?:y|ies)|privacy|terms|notice|agreement|addendum|contract|disclaimer|statement|imprint|eula|licen[cs]e|guidelines
        |datenschutz\w*|impressum|agb|\w*bedingungen|vertrag|\w*belehrung|richtlinien?
        |politique|confidentialité|conditions|mentions|charte|contrat|avis
        |pol[ií]tica|aviso|términos|condiciones|contrato|privacidad|privacidade|termos
        |informativa|termini|condizioni|note\ legali|privacyverklaring|voorwaarden|regulamin|polityka)\b",
    )
    .ok()
});

/// The maximum number of words in a line that may stand above the title.
const ABOVE: usize = 12;

/// Whether the first heading of a text, regardless of its level, is the title: the text begins with
/// it, and all other headings are below it, or it is called like a document. Both must be the case
/// if one short line comes before it.
fn is_title(input: &Input<'_>, begins: usize, headings: &[Heading]) -> bool {
    let Some((first, others)) = headings.split_first() else {
        return false;
    };
    // A heading made by a line below it is often an accident on a page that writes `#`.
    let is_marked = |heading: &Heading| {
        let text = input.text.get(heading.range.clone()).unwrap_or_default();
        text.trim_start().starts_with('#')
    };
    let is_below = |other: &Heading| {
        other.level > first.level
            || other.level == first.level && is_marked(first) && !is_marked(other)
    };
    let is_above = !others.is_empty() && others.iter().all(is_below);
    let is_document = || {
        let is_numbered = first
            .title
            .starts_with(|c: char| c.is_ascii_digit() || c == '§');
        !is_numbered
            && DOCUMENT
                .as_ref()
                .is_some_and(|words| words.is_match(&first.title))
    };
    let before = input
        .text
        .get(begins..first.range.start)
        .unwrap_or_default()
        .trim();
    let is_line = || !before.contains('\n') && before.split_whitespace().count() <= ABOVE;
    first.call == CallId::POLICY
        && !first.title.is_empty()
        && match before.is_empty() {
            true => is_above || is_document(),
            false => is_above && is_line() && is_document(),
        }
}

/// A title from a path: `terms_of-service.md` becomes "Terms of service",
/// `legal/index.md` becomes "Legal".
fn title_from_path(path: &str) -> String {
    let name = crate::base::address::name(path);
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled".to_owned(),
    }
}
