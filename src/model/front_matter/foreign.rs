//! Front matter of other generators: blocks that are not read, and the names that
//! its keys have here.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::{FRONT_MATTER, line_end};
use crate::base::dates;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::yaml::{Entry, Kind};

/// A block that looks like front matter and isn't read.
#[derive(Debug)]
pub(super) struct Found {
    /// Its first line.
    line: Range<usize>,
    /// How many keys it has.
    keys: usize,
    says: &'static str,
}

impl Found {
    /// The fault.
    pub(super) fn fault(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::new(
            &codes::FOREIGN_FRONT_MATTER,
            format!("this looks like front matter, but {}", self.says),
        )
        .at(source, self.line)
        .help("write one block of YAML between two lines `---`, at the very beginning of the file")
    }
}

/// A block of front matter further down in a text, as two files in one have it:
/// the line above it is empty, and it is not in a block of code.
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

/// Front matter at a place of a text where none is read: in TOML, behind blank
/// lines, or a second block.
pub(super) fn find(text: &str, from: usize) -> Option<Found> {
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
        ("---", ':', "the line `---` before it is missing")
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
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next].trim_end();
        at = next;
        if line == fence {
            return is_known.then_some(found);
        }
        let goes_on =
            line.is_empty() && sign == '=' || line.starts_with([' ', '\t', '#', '[', ']', '-']);
        if goes_on {
            continue;
        }
        let key = line.split_once(sign)?.0.trim_end();
        let is_key = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !is_key {
            return None;
        }
        found.keys += 1;
        is_known |= FRONT_MATTER.field(key).is_some() || is_foreign(key);
    }
    None
}

/// Keys of other generators (Jekyll, Hugo, Docusaurus, Zola, Eleventy, Astro, MkDocs,
/// VitePress, Pandoc and others), and what policygen calls the same.
const KEYS: &[(&str, &str)] = &[
    ("permalink", "slug"),
    ("url", "slug"),
    ("path", "slug"),
    ("route", "slug"),
    ("uri", "slug"),
    ("pathname", "slug"),
    ("redirect_from", "aliases"),
    ("redirect-from", "aliases"),
    ("redirectFrom", "aliases"),
    ("redirects", "aliases"),
    ("old_urls", "aliases"),
    ("lastmod", "updated"),
    ("last_updated", "updated"),
    ("last_modified_at", "updated"),
    ("last_modified", "updated"),
    ("last-updated", "updated"),
    ("last-modified", "updated"),
    ("lastUpdated", "updated"),
    ("last_update", "updated"),
    ("lastModified", "updated"),
    ("date_modified", "updated"),
    ("dateModified", "updated"),
    ("modified", "updated"),
    ("updated_at", "updated"),
    ("updatedAt", "updated"),
    ("updatedDate", "updated"),
    ("updated_on", "updated"),
    ("updatedOn", "updated"),
    ("revised", "updated"),
    ("reviewed", "updated"),
    ("last_reviewed", "updated"),
    ("lastReviewed", "updated"),
    ("date", "updated"),
    ("publishDate", "updated"),
    ("pubDate", "updated"),
    ("pubdate", "updated"),
    ("published_at", "updated"),
    ("publishedAt", "updated"),
    ("datePublished", "updated"),
    ("effective_date", "effective"),
    ("effectiveDate", "effective"),
    ("effective-date", "effective"),
    ("effective_from", "effective"),
    ("effectiveFrom", "effective"),
    ("effective_on", "effective"),
    ("valid_from", "effective"),
    ("validFrom", "effective"),
    ("in_force", "effective"),
    ("review_date", "review_by"),
    ("reviewDate", "review_by"),
    ("next_review", "review_by"),
    ("nextReview", "review_by"),
    ("review_on", "review_by"),
    ("revision", "version"),
    ("document_version", "version"),
    ("doc_version", "version"),
    ("description", "summary"),
    ("excerpt", "summary"),
    ("abstract", "summary"),
    ("subtitle", "summary"),
    ("tagline", "summary"),
    ("lead", "summary"),
    ("sidebar_position", "order"),
    ("weight", "order"),
    ("nav_order", "order"),
    ("position", "order"),
    ("menu_order", "order"),
    ("sort_order", "order"),
    ("published", "draft"),
    ("status", "draft"),
    ("unlisted", "draft"),
    ("lang", "language"),
    ("locale", "language"),
    ("language_code", "language"),
    ("translationKey", "translation_of"),
    ("translation_key", "translation_of"),
    ("numbersections", "numbering"),
    ("number_sections", "numbering"),
    ("number-sections", "numbering"),
    ("sectnums", "numbering"),
    ("params", "extra"),
];

/// Keys of other generators on how a page looks, or in which menu it is.
const LOOKS: &[&str] = &[
    "layout",
    "template",
    "theme",
    "cascade",
    "outputs",
    "markup",
    "sidebar_label",
    "sidebar_class_name",
    "sidebar",
    "sidebarTitle",
    "linkTitle",
    "nav_title",
    "nav_exclude",
    "hide",
    "hide_title",
    "hide_table_of_contents",
    "toc",
    "toc_min_heading_level",
    "toc_max_heading_level",
    "tableOfContents",
    "table_of_contents",
    "menu",
    "menus",
    "navbar",
    "navigation",
    "eleventyNavigation",
    "pagination",
    "pagination_label",
    "pagination_next",
    "pagination_prev",
    "prev",
    "next",
    "aside",
    "outline",
    "parent",
    "has_children",
    "icon",
    "cover",
    "page_template",
    "sort_by",
];

/// Keys of other generators on how search engines and others find a page.
const FINDING: &[&str] = &[
    "sitemap",
    "robots",
    "noindex",
    "canonical",
    "canonical_url",
    "hreflang",
    "head",
];

/// Whether other generators have a key.
pub(super) fn is_foreign(key: &str) -> bool {
    KEYS.iter().any(|(other, _)| *other == key) || LOOKS.contains(&key) || FINDING.contains(&key)
}

/// What to write instead of a key that is not known.
pub(super) fn help(key: &str) -> String {
    if LOOKS.contains(&key) {
        return "remove it: the theme decides how pages look".to_owned();
    }
    if FINDING.contains(&key) {
        return "remove it: policygen writes what search engines read".to_owned();
    }
    let own = KEYS.iter().find(|(other, _)| *other == key);
    let own = own.map(|(_, own)| *own);
    match (key, own) {
        ("redirect_to", _) => {
            "delete the file, and list its address under `aliases` in the policy that it redirects to".to_owned()
        }
        ("published", _) => "policygen has `draft`: `published: false` is `draft: true`".to_owned(),
        (_, Some("draft")) => "policygen has `draft: true`".to_owned(),
        (_, Some("slug")) => "policygen calls it `slug`: the last part of the address".to_owned(),
        (_, Some("translation_of")) => {
            "policygen has `translation_of`: the path of the policy in the other language".to_owned()
        }
        (_, Some("numbering")) => "policygen has `numbering: decimal`".to_owned(),
        (_, Some(own)) => format!("policygen calls it `{own}`"),
        (_, None) => "put custom data under `extra`".to_owned(),
    }
}

/// The name that a key has here, if its value can stay as it is and nothing else
/// gives the same.
pub(super) fn renamed(entry: &Entry, all: &[Entry]) -> Option<&'static str> {
    let own = |key: &str| KEYS.iter().find(|(other, _)| *other == key);
    let (_, name) = own(&entry.key)?;
    let is_only = all.iter().all(|other| {
        std::ptr::eq(other, entry)
            || other.key != *name && own(&other.key).is_none_or(|(_, own)| own != name)
    });
    let fits = match (&entry.value.kind, *name) {
        (Kind::Text(text), "summary") => !text.contains("{{") && !text.contains("{%"),
        (Kind::Text(text), "updated" | "effective") => dates::parse(text).is_some(),
        (Kind::Text(text), "language") => {
            let is_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (2..=10).contains(&text.len()) && text.chars().all(is_tag)
        }
        (Kind::Number(text), "order") => text.parse::<i32>().is_ok(),
        _ => false,
    };
    (is_only && fits).then_some(*name)
}

/// Whether a key has a date that the page shows elsewhere.
pub(super) fn is_date(entry: &Entry) -> bool {
    let is_known = KEYS
        .iter()
        .any(|(other, own)| *other == entry.key && matches!(*own, "updated" | "effective"));
    is_known && has_year(&entry.value.kind) || says_date(entry)
}

/// Keys whose values are lines of text below a title.
const SUBTITLES: &[&str] = &["description", "subtitle", "tagline", "excerpt", "version"];

/// Words of a line that says how old a text is.
const UPDATED: &[&str] = &[
    "updated",
    "effective",
    "revised",
    "modified",
    "version",
    "stand",
    "aktualisiert",
    "mise à jour",
    "vigueur",
    "actualiza",
    "aggiorna",
    "atualiza",
    "bijgewerkt",
];

/// More words than a place and a date have.
const SHORT: usize = 6;

/// Whether the line below a title says how old the text is.
fn says_date(entry: &Entry) -> bool {
    let Kind::Text(text) = &entry.value.kind else {
        return false;
    };
    let line = text.to_lowercase();
    SUBTITLES.contains(&entry.key.as_str())
        && has_year(&entry.value.kind)
        && (line.split_whitespace().count() <= SHORT
            || UPDATED.iter().any(|word| line.contains(word)))
}

/// Whether a value has four digits in a row, itself or in a field.
fn has_year(kind: &Kind) -> bool {
    match kind {
        Kind::Text(text) => {
            let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
            text.as_bytes().windows(4).any(digits)
        }
        Kind::Map(entries) => entries.iter().any(|entry| has_year(&entry.value.kind)),
        _ => false,
    }
}
