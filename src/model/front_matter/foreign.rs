//! Front matter of other generators, and the corresponding keys of policygen.

use crate::base::dates;
use crate::yaml::{Entry, Kind};

/// Keys of other generators (Jekyll, Hugo, Docusaurus, Zola, Eleventy, Astro, MkDocs, VitePress,
/// Pandoc and others), and the corresponding keys of policygen.
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
    ("publish_date", "updated"),
    ("published", "updated"),
    ("published_date", "updated"),
    ("date_published", "updated"),
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

/// Keys of other generators for the look of a page and its place in menus.
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

/// Keys of other generators that affect how search engines and others find a page.
const FINDING: &[&str] = &[
    "sitemap",
    "robots",
    "noindex",
    "canonical",
    "canonical_url",
    "hreflang",
    "head",
    "keywords",
    "seo",
    "meta",
    "ogtype",
    "ogtitle",
    "ogimage",
    "og_title",
    "og_image",
    "og_description",
    "twitter",
];

/// Keys of blogs.
const POSTS: &[&str] = &[
    "author",
    "authors",
    "categories",
    "comments",
    "featured",
    "series",
    "tags",
];

/// Kinds of pages in other generators, which their key `type` selects.
const PAGE_KINDS: &[&str] = &[
    "content", "default", "doc", "docs", "page", "pages", "post", "posts", "section", "single",
    "static",
];

/// Whether a document type is a kind of page in another generator. It would turn off all rules for
/// the document that the page is.
pub(super) fn is_page_kind(doc_type: &str) -> bool {
    PAGE_KINDS.contains(&doc_type.to_lowercase().as_str())
}

/// Whether a key belongs to another generator.
pub(super) fn is_foreign(key: &str) -> bool {
    let lists = [LOOKS, FINDING, POSTS];
    KEYS.iter().any(|(other, _)| *other == key) || lists.iter().any(|list| list.contains(&key))
}

/// Help for an unknown key among all keys: what to write instead.
pub(super) fn help(entry: &Entry, all: &[Entry]) -> String {
    let key = entry.key.as_str();
    if POSTS.contains(&key) {
        return "remove it: policies have no such key; custom data goes under `extra`".to_owned();
    }
    if LOOKS.contains(&key) {
        return "remove it: the theme decides how pages look".to_owned();
    }
    if FINDING.contains(&key) {
        return "remove it: policygen writes the metadata for search engines".to_owned();
    }
    let own = KEYS.iter().find(|(other, _)| *other == key);
    let own = own.map(|(_, own)| *own);
    match (key, own) {
        ("status", _) if !is_unfinished(entry) => "put custom data under `extra`".to_owned(),
        (_, Some("summary")) if says_date(entry) => {
            "use `updated`, or `effective`, for the date".to_owned()
        }
        (_, Some("updated")) if has_year(&entry.value.kind) && newer(key, all).is_some() => {
            let other = newer(key, all).unwrap_or_default();
            format!("remove it: `{other}` is the date of the last change")
        }
        ("redirect_to", _) => {
            "delete the file, and list its address under `aliases` in the policy that it redirects to".to_owned()
        }
        ("published", _) => "use `draft` instead: `published: false` is `draft: true`".to_owned(),
        (_, Some("draft")) => "use `draft: true` instead".to_owned(),
        (_, Some("slug")) => "use `slug` instead: the last part of the address".to_owned(),
        (_, Some("translation_of")) => {
            "use `translation_of` instead: the path to the policy in the other language".to_owned()
        }
        (_, Some("numbering")) => "use `numbering: decimal` instead".to_owned(),
        (_, Some(own)) => format!("use `{own}` instead"),
        (_, None) => "put custom data under `extra`".to_owned(),
    }
}

/// Whether a status says that a text is not published yet.
fn is_unfinished(entry: &Entry) -> bool {
    const WORDS: [&str; 8] = [
        "draft",
        "hidden",
        "wip",
        "unpublished",
        "private",
        "pending",
        "entwurf",
        "brouillon",
    ];
    matches!(&entry.value.kind, Kind::Text(text) if WORDS.contains(&text.to_lowercase().as_str()))
}

/// A key beside this one that states the date of the last change: `date` is older.
fn newer<'e>(key: &str, all: &'e [Entry]) -> Option<&'e str> {
    let rank = |key: &str| match key {
        "updated" => Some(0),
        _ => KEYS
            .iter()
            .position(|(other, own)| *other == key && *own == "updated"),
    };
    let own = rank(key)?;
    let others = all.iter().map(|entry| entry.key.as_str());
    others
        .filter(|other| *other != key)
        .find(|other| rank(other).is_some_and(|it| it < own))
}

/// The corresponding key of policygen, if the value is valid for it and no other entry corresponds
/// to the same key.
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

/// Whether a key states a date: one that another generator shows on the page, or one of policygen
/// that can't be read.
pub(super) fn is_date(entry: &Entry) -> bool {
    let is_known = KEYS
        .iter()
        .any(|(other, own)| *other == entry.key && matches!(*own, "updated" | "effective"));
    is_known && has_year(&entry.value.kind) || is_own_date(entry) || says_date(entry)
}

/// Whether a key of policygen states a date that can't be read, which is reported already.
fn is_own_date(entry: &Entry) -> bool {
    let is_misread = |text: &str| !text.trim().is_empty() && dates::parse(text).is_none();
    matches!(entry.key.as_str(), "updated" | "effective")
        && matches!(&entry.value.kind, Kind::Text(text) | Kind::Number(text) if is_misread(text))
}

/// Keys whose values are shown as a line of text below the title.
const SUBTITLES: &[&str] = &["description", "subtitle", "tagline", "excerpt", "version"];

/// Words in a line that states the date of a text.
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

/// The maximum number of words in a line that has only a place and a date.
const SHORT: usize = 6;

/// Whether the line below a title states the date of the text.
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

/// Whether a value, or one of its fields, has four digits in a row.
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
