//! Values of front matter that are valid YAML, but not what their author meant.

use std::sync::Arc;

use super::FRONT_MATTER;
use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::model::cut_short;
use crate::yaml::{Entry, Kind, Node};

/// Reports such values.
pub(super) fn check(node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    let changes = match node.get("history").map(|history| &history.kind) {
        Some(Kind::Seq(changes)) => &changes[..],
        _ => &[],
    };
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
    if node.get("draft").is_none() {
        draft_name(source, faults);
    }
    if let Some(extra) = node.get("extra") {
        keys_by_accident(extra, source, faults);
    }
}

/// Reports a page that is published although its file's name marks it as a draft.
pub(super) fn draft_name(source: &Source, faults: &mut Vec<Diagnostic>) {
    if says_draft(&source.path) {
        let message =
            "the file name suggests a draft, a backup or a copy, but the page is published";
        let fault = Diagnostic::new(&codes::DRAFT_NAME, message).path(&source.path);
        faults.push(fault.help("set `draft: true` or `draft: false`, or rename the file"));
    }
}

/// Words at the beginning or the end of a file's name that mark it as unfinished, and words at its
/// end that mark it as outdated. `backup-service.md` is about a service.
const DRAFTS: &[&str] = &[
    "borrador",
    "bozza",
    "brouillon",
    "draft",
    "drafts",
    "entwurf",
    "wip",
];
const OUTDATED: &[&str] = &["alt", "backup", "bak", "old", "tmp", "todo"];

/// The names that operating systems and cloud storage give to copies.
const COPY_BEFORE: &[&str] = &[
    "copy of ",
    "copia de ",
    "copia di ",
    "copie de ",
    "cópia de ",
    "kopie van ",
    "kopie von ",
];
const COPY_AFTER: &[&str] = &[" copia", " copie", " copy", " cópia", " kopie"];
const COPY_INSIDE: &[&str] = &["conflicted copy", "copie en conflit", "kopie in konflikt"];

/// Whether a path marks a page as a draft, a backup or a copy.
fn says_draft(path: &str) -> bool {
    let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = address::stem(path).to_lowercase();
    let unnumbered = |stem: &str| {
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        stem.trim_end().len()
    };
    let is_copy = COPY_BEFORE.iter().any(|words| stem.starts_with(words))
        || COPY_INSIDE.iter().any(|words| stem.contains(words))
        || COPY_AFTER
            .iter()
            .any(|word| stem[..unnumbered(&stem)].ends_with(word))
        || stem
            .strip_suffix(')')
            .is_some_and(|rest| rest[..unnumbered(rest)].ends_with(" ("));
    let mut words = stem
        .split(['-', '_', '.', ' '])
        .filter(|word| !word.is_empty());
    let (first, last) = (words.next().unwrap_or_default(), words.next_back());
    stem.starts_with('_') && !address::is_index(&stem)
        || is_copy
        || DRAFTS.contains(&first)
        || last.is_some_and(|last| DRAFTS.contains(&last) || OUTDATED.contains(&last))
        || folder
            .rsplit('/')
            .any(|part| matches!(part, "drafts" | "_drafts"))
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
        items
            .iter()
            .for_each(|item| keys_by_accident(item, source, faults));
    }
}
