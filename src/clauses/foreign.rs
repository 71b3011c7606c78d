//! Tags of other generators, which the template engine refuses in words of its own.

use std::ops::Range;

use super::bounds;

/// The way to have braces that are no tags.
pub(super) const PRINT_BRACES: &str =
    "to print braces, put them in code, or between `{% raw %}` and `{% endraw %}`";

/// What the tag at a place that the engine refused is called elsewhere, and what
/// to write instead.
pub(super) fn tag(source: &str, range: &Range<usize>) -> Option<(String, String)> {
    // The engine may stop at the second sign of what opens the tag.
    let mut near = source.len().min(range.start + 3);
    while !source.is_char_boundary(near) {
        near -= 1;
    }
    let before = &source[..near];
    let start = before.rfind("{{").max(before.rfind("{%"))?;
    let start = match start.checked_sub(1) {
        // `{{%` has both.
        Some(one) if source.get(one..).is_some_and(|tag| tag.starts_with("{{%")) => one,
        _ => start,
    };
    let line = source[start..].lines().next().unwrap_or_default();
    let length = line.find(['}']).map_or(line.len(), |at| {
        let rest = &line[at..];
        at + rest.len() - rest.trim_start_matches('}').len()
    });
    // What follows a tag that ended is no part of it.
    if start + length < range.start {
        return None;
    }
    let tag = &*bounds::without_counting(&line[..length]);
    let (kind, help) = kind(tag)?;
    let shown: String = match tag.chars().count() {
        0..=40 => tag.to_owned(),
        _ => tag.chars().take(40).chain(['…']).collect(),
    };
    Some((
        format!("`{shown}` is {kind}, which policygen does not have"),
        format!("{help}; {PRINT_BRACES}"),
    ))
}

const CLAUSE: &str = "write the text here, or put it into a clause and call that: `{{ <name /> }}`";
const FACT: &str = "write the words here, or print a fact, such as `{{ company.legal_name }}`";
const REMOVE: &str = "remove the tag";

/// Words that begin tags of Liquid and of what is like it, and what they do.
const TAGS: &[(&[&str], &str, &str)] = &[
    (
        &[
            "include",
            "include_relative",
            "include_cached",
            "render",
            "partial",
            "snippet",
        ],
        "an include of Liquid (Jekyll, Shopify)",
        CLAUSE,
    ),
    (
        &["link", "post_url", "ref", "relref"],
        "a link tag of Jekyll",
        "link to the file: `[text](terms.md)`",
    ),
    (
        &[
            "assign",
            "capture",
            "endcapture",
            "comment",
            "endcomment",
            "highlight",
            "endhighlight",
            "unless",
            "endunless",
            "case",
            "when",
            "endcase",
            "cycle",
            "increment",
            "decrement",
            "tablerow",
            "endtablerow",
            "layout",
            "paginate",
            "seo",
            "feed_meta",
            "gist",
        ],
        "a tag of Liquid (Jekyll, Shopify)",
        REMOVE,
    ),
    (
        &[
            "hint",
            "endhint",
            "tabs",
            "endtabs",
            "tab",
            "endtab",
            "embed",
            "content-ref",
            "code",
            "endcode",
            "callout",
            "partial-file",
        ],
        "a block of GitBook or Markdoc",
        "write the text without it; a note is a block quote that begins with `[!NOTE]`",
    ),
    (
        &[
            "load",
            "trans",
            "translate",
            "blocktrans",
            "endblocktrans",
            "blocktranslate",
            "url",
            "static",
            "csrf_token",
            "csrf",
        ],
        "a tag of Django or Jinja",
        REMOVE,
    ),
];

/// What other generators call the things that they know of a page or site.
const ROOTS: &[&str] = &[
    "site",
    "page",
    "layout",
    "jekyll",
    "paginator",
    "post",
    "frontmatter",
    "$frontmatter",
    "include",
    "content_for_header",
    "shop",
];

fn kind(tag: &str) -> Option<(&'static str, &'static str)> {
    if let Some(words) = tag.strip_prefix("{%") {
        let words = words.trim_start_matches(['-', '+', ' ']);
        let name = words.split([' ', '-', '%', ':']).next().unwrap_or_default();
        let whole = words.split([' ', '%']).next().unwrap_or_default();
        let is_it = |names: &&[&str]| names.contains(&name) || names.contains(&whole);
        let known = TAGS.iter().find(|(names, ..)| is_it(names));
        return known.map(|(_, kind, help)| (*kind, *help));
    }
    if tag.starts_with("{{%") || tag.starts_with("{{<") && tag.trim_end_matches('}').ends_with('>')
    {
        // `{{ <name /> }}` and its end tag are calls of clauses.
        let is_call = tag.starts_with("{{<") && tag.trim_end_matches('}').ends_with("/>");
        return (!is_call).then_some(("a shortcode of Hugo", CLAUSE));
    }
    let inside = tag.strip_prefix("{{")?;
    if inside.starts_with(['#', '/', '>', '^', '!', '&']) {
        return Some(("a tag of Handlebars or Mustache", REMOVE));
    }
    let words = inside.trim_start_matches(['-', ' ']);
    if words.starts_with('.') || words.starts_with('$') {
        return Some(("a variable of Hugo or of another generator", FACT));
    }
    let name: String = words
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if name.eq_ignore_ascii_case("toc") || name.eq_ignore_ascii_case("_toc_") {
        return Some((
            "a mark for a table of contents",
            "remove it: pages get a table of contents by themselves",
        ));
    }
    let is_foreign = ROOTS.contains(&name.as_str()) && words[name.len()..].starts_with('.');
    if is_foreign {
        return Some(("a variable of Liquid (Jekyll, Shopify)", FACT));
    }
    let filter = words.split_once('|').map(|(_, filter)| filter.trim_start());
    let of_filter = filter.and_then(|filter| filter.split_once(':'));
    let is_liquid = of_filter.is_some_and(|(name, _)| {
        let name = name.trim_end();
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    });
    let of_jekyll = [
        "relative_url",
        "absolute_url",
        "markdownify",
        "jsonify",
        "date_to_string",
    ];
    let is_filter = filter.is_some_and(|filter| {
        let name = filter.split([' ', '}', '|']).next().unwrap_or_default();
        of_jekyll.contains(&name)
    });
    (is_liquid || is_filter).then_some((
        "a filter of Liquid (Jekyll, Shopify)",
        "write the words here; filters take their arguments in parentheses",
    ))
}
