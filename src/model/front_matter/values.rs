//! Values of front matter that are valid YAML, but not what their author meant.

use std::sync::Arc;

use super::FRONT_MATTER;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::model::{cut_short, draft_names};
use crate::yaml::{Entry, Kind, Node};

/// Reports such values.
pub(super) fn check(node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    let list = |key: &str| match node.get(key).map(|list| &list.kind) {
        Some(Kind::Seq(entries)) => &entries[..],
        _ => &[],
    };
    let changes = list("history");
    let of_page = ["title", "summary"].map(|key| (key, node.get(key)));
    let of_changes = changes
        .iter()
        .map(|change| ("summary", change.get("summary")));
    // The summaries of changes may contain Markdown, but no tags.
    for (key, value) in of_changes {
        if let Some(value) = value {
            tags(key, value, source, faults);
        }
    }
    if let Some(slug) = node.get("slug") {
        tags("slug", slug, source, faults);
    }
    for alias in list("aliases") {
        tags("aliases", alias, source, faults);
    }
    cut_short::report(node, source, faults);
    for (key, value) in of_page {
        if let Some(value) = value {
            plain_text(key, value, source, faults);
        }
    }
    for entry in node.entries().unwrap_or_default() {
        let is_own = FRONT_MATTER.field(&entry.key).is_some() && entry.key != "title";
        if is_own && entry.value.kind == Kind::Null {
            faults.push(
                Diagnostic::new(
                    &codes::NOT_KNOWN_YET,
                    format!("`{}` is not known yet", entry.key),
                )
                .at(source, entry.key_span.clone())
                .help("fill it in, or remove the key"),
            );
        }
    }
    if let Some(slug) = node.get("slug")
        && let Kind::Text(text) = &slug.kind
        && text.split('/').any(|part| matches!(part, "." | ".."))
    {
        let fault = Diagnostic::new(&codes::WRONG_TYPE, "`slug` can't contain `.` or `..`");
        let help = "write the last part of the address, such as `privacy`";
        faults.push(fault.at(source, slug.span.clone()).help(help));
    }
    if let Some(slug) = node.get("slug")
        && let Kind::Text(text) = &slug.kind
        && text.trim_matches(['/', ' ']).is_empty()
    {
        let message = "`slug` is empty, so the page would take the place of the index page";
        let fault = Diagnostic::new(&codes::WRONG_TYPE, message);
        let help = "remove `slug`, or rename the file to `index.md` if that is meant";
        faults.push(fault.at(source, slug.span.clone()).help(help));
    }
    if node.get("draft").is_none() {
        draft_name(source, faults);
    }
    if let Some(extra) = node.get("extra") {
        keys_by_accident(extra, source, faults);
    }
}

/// Reports a page that is published although its file's name marks it as a draft.
pub(super) fn draft_name(source: &Source, faults: &mut Vec<Diagnostic>) {
    if draft_names::is_draft(&source.path) {
        faults.push(published_draft(source));
    }
}

/// Reports a page whose name marks it as a copy of another one: `terms-copy.md` beside `terms.md`.
pub fn copied_name(
    path: &str,
    source: &Source,
    is_there: impl Fn(&str) -> bool,
    faults: &mut Vec<Diagnostic>,
) {
    if !draft_names::is_draft(&source.path) && draft_names::is_copy_of_another(path, is_there) {
        faults.push(published_draft(source));
    }
}

fn published_draft(source: &Source) -> Diagnostic {
    let message = "the file name suggests a draft, a backup or a copy, but the page is published";
    Diagnostic::new(&codes::DRAFT_NAME, message)
        .path(&source.path)
        .help("set `draft: true` or `draft: false`, or rename the file")
}

/// Reports tags in a text where they are not evaluated.
fn tags(key: &str, value: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> bool {
    let text = source.text.get(value.span.clone()).unwrap_or_default();
    let has_tags = text.contains("{{") || text.contains("{%");
    if has_tags {
        let fault = Diagnostic::new(
            &codes::TAG_IN_FRONT_MATTER,
            format!("tags in `{key}` are not evaluated"),
        );
        faults.push(
            fault
                .at(source, value.span.clone())
                .help("write the words themselves"),
        );
    }
    has_tags
}

/// Reports tags, Markdown and HTML in a text that is printed literally.
fn plain_text(key: &str, value: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    if tags(key, value, source, faults) {
        return;
    }
    let text = source.text.get(value.span.clone()).unwrap_or_default();
    let what = if has_markdown(text) {
        "Markdown"
    } else if has_reference(text) {
        "a character reference"
    } else if text.contains("<!--") || text.contains("</") {
        "HTML"
    } else {
        return;
    };
    let fault = Diagnostic::new(
        &codes::MARKDOWN_IN_FRONT_MATTER,
        format!("{what} in `{key}` is printed literally"),
    );
    faults.push(
        fault
            .at(source, value.span.clone())
            .help("write the words themselves"),
    );
}

/// Whether a text contains Markdown markup.
fn has_markdown(text: &str) -> bool {
    let twice = |mark: &str| text.matches(mark).take(2).count() == 2;
    let mut strong = text.match_indices("**");
    let is_strong =
        strong.any(|(at, mark)| text[at + mark.len()..].starts_with(char::is_alphanumeric));
    is_strong && twice("**") || twice("`") || text.contains("](")
}

/// The character references that people write in HTML.
const REFERENCES: &[&str] = &[
    "amp", "apos", "copy", "euro", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash", "nbsp",
    "ndash", "quot", "rdquo", "reg", "rsquo", "sect", "shy", "trade",
];

/// Whether a text contains a character reference.
fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let Some((name, _)) = rest.split_once(';') else {
            return false;
        };
        let number = name.strip_prefix('#');
        let is_number = number.is_some_and(|number| {
            !number.is_empty()
                && number
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit() || byte == b'x')
        });
        is_number || REFERENCES.contains(&name)
    })
}

/// Reports keys without a value that result from a comma: `{fee: 1,000}` is a fee of 1 and a key
/// `000`.
fn keys_by_accident(node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    let is_rest = |entry: &Entry| {
        let after = source.text.get(entry.key_span.end..).unwrap_or_default();
        entry.value.kind == Kind::Null
            && !after.trim_start_matches(['"', '\'', ' ']).starts_with(':')
    };
    let mut entries = node.entries().unwrap_or_default().iter().peekable();
    while let Some(entry) = entries.next() {
        keys_by_accident(&entry.value, source, faults);
        let (start, mut end) = (entry.value.span.start, entry.value.span.end);
        let mut first = None;
        while let Some(key) = entries.next_if(|next| is_rest(next)) {
            end = key.key_span.end;
            first.get_or_insert(key);
        }
        if let Some(key) = first {
            let whole = source.text.get(start..end).unwrap_or_default();
            let fault = Diagnostic::new(
                &codes::WRONG_TYPE,
                format!("the key `{}` has no value", key.key),
            );
            faults.push(fault.at(source, key.key_span.clone()).help(format!(
                "a comma separates entries: write `\"{whole}\"` with quotation marks"
            )));
        }
    }
    if let Kind::Seq(items) = &node.kind {
        faults.extend(decimal_comma(items, source));
        items
            .iter()
            .for_each(|item| keys_by_accident(item, source, faults));
    }
}

/// Finds a decimal comma in a list: `[5,00, 6,50]` is a list of four numbers.
fn decimal_comma(items: &[Node], source: &Arc<Source>) -> Option<Diagnostic> {
    let digits = |node: &Node| {
        let text = source.text.get(node.span.clone())?;
        let is_number = matches!(node.kind, Kind::Number(_)) && !text.is_empty();
        (is_number && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
    };
    let between = |pair: &[Node]| source.text.get(pair[0].span.end..pair[1].span.start);
    // Lists of numbers are written with or without spaces throughout.
    let has_spaces = items
        .windows(2)
        .any(|pair| between(pair).is_some_and(|text| text.starts_with(", ")));
    items.windows(2).find_map(|pair| {
        let (_, second) = (digits(&pair[0])?, digits(&pair[1])?);
        let is_decimal = second.len() > 1 && (has_spaces || second.starts_with('0'));
        if between(pair) != Some(",") || !is_decimal {
            return None;
        }
        let range = pair[0].span.start..pair[1].span.end;
        let written = &source.text[range.clone()];
        let message = format!("`{written}` is read as two numbers");
        Some(
            Diagnostic::new(&codes::WRONG_TYPE, message)
                .at(source, range)
                .help(format!(
                    "write `\"{written}\"` with quotation marks, or a space after the comma"
                )),
        )
    })
}
