//! Tags of other generators, for which the template engine's own messages are not helpful.

use std::ops::Range;

use super::bounds;
use super::variables::POLICY_FIELDS;
use crate::base::text::floor;
use crate::template::tags;

/// Help on printing braces that are not tags.
pub(super) const PRINT_BRACES: &str =
    "to print braces, put them in code, or between `{% raw %}` and `{% endraw %}`";

/// The message and help for another generator's tag that the engine rejected.
pub(super) fn tag(source: &str, range: &Range<usize>) -> Option<(String, String)> {
    // The engine may stop at the second character of the tag's opening
    // delimiter.
    let before = &source[..floor(source, range.start + 3)];
    let start = before.rfind("{{").max(before.rfind("{%"))?;
    let start = match start.checked_sub(1) {
        // `{{%` contains both.
        Some(one) if source.get(one..).is_some_and(|tag| tag.starts_with("{{%")) => one,
        _ => start,
    };
    let line = source[start..].lines().next().unwrap_or_default();
    let length = line.find(['}']).map_or(line.len(), |at| {
        let rest = &line[at..];
        at + rest.len() - rest.trim_start_matches('}').len()
    });
    // The error is in the text after the tag.
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
        format!("`{shown}` is {kind}, which policygen does not support"),
        format!("{help}; {PRINT_BRACES}"),
    ))
}

const CLAUSE: &str =
    "write the text here, or put it into a clause and call the clause: `{{ <name /> }}`";
const FACT: &str = "write the words here, or print a fact, such as `{{ company.legal_name }}`";
const OF_POLICY: &str = "write `policy` instead of `page`, as in `{{ policy.title }}`";
const REMOVE: &str = "remove the tag";

/// Words that begin tags of Liquid and similar languages, with a description and help.
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
        "a Liquid include (Jekyll, Shopify)",
        CLAUSE,
    ),
    (
        &["link", "post_url", "ref", "relref"],
        "a Jekyll link tag",
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
        "a Liquid tag (Jekyll, Shopify)",
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
            "api-method",
            "endapi-method",
            "swagger",
            "endswagger",
            "openapi",
            "endopenapi",
            "stepper",
            "endstepper",
        ],
        "a GitBook or Markdoc block",
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
        "a Django or Jinja tag",
        REMOVE,
    ),
];

/// Names that other generators use for page or site data.
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

/// The words that the engine recognises after `{%`.
const BLOCKS: &[&str] = &[
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "break",
    "continue",
    "set",
    "endset",
    "set_global",
    "raw",
    "endraw",
    "filter",
    "endfilter",
    "component",
    "endcomponent",
];

/// A text written for another template language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The name of the language.
    pub(crate) language: &'static str,
    /// The number of foreign tags in the text.
    pub(crate) tags: usize,
    /// The first foreign tag.
    pub(crate) first: Range<usize>,
}

/// The minimum number of foreign tags; fewer may be accidental.
const SEVERAL: usize = 2;

/// The foreign template language that a text is written for, if several of its tags, and more than
/// half of them, are foreign.
pub(crate) fn written_for(text: &str) -> Option<Foreign> {
    let mut found: Vec<(&'static str, Range<usize>)> = Vec::new();
    let mut all = 0;
    // Names that a text defines are not facts and may contain capitals.
    let has_own = text.contains("{% set") || text.contains("{% for");
    for tag in tags::all(text) {
        all += 1;
        let tag_text = &text[tag.range.clone()];
        let language =
            language(tag_text).or_else(|| (!has_own && has_capitals(tag_text)).then_some(OTHER));
        found.extend(language.map(|language| (language, tag.range)));
    }
    if found.len() < SEVERAL || found.len() * 2 <= all {
        return None;
    }
    let named = found.iter().map(|(language, _)| *language);
    let language = named.clone().find(|name| *name != OTHER).unwrap_or(OTHER);
    Some(Foreign {
        language,
        tags: found.len(),
        first: found.swap_remove(0).1,
    })
}

const OTHER: &str = "another template language";

/// Whether a tag prints a variable whose name contains capitals, unlike any fact:
/// `{{ COMPANY_NAME }}`, `{{ companyName }}`.
fn has_capitals(tag: &str) -> bool {
    let inside = tag
        .strip_prefix("{{")
        .and_then(|tag| tag.strip_suffix("}}"));
    inside.is_some_and(|inside| {
        let name = inside.trim();
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && name.contains(|c: char| c.is_ascii_uppercase())
    })
}

/// The template language of a tag, unless it is policygen's.
fn language(tag: &str) -> Option<&'static str> {
    if let Some((kind, _)) = kind(tag) {
        let names = [
            ("Liquid", "Liquid (Jekyll, Shopify)"),
            ("Jekyll", "Jekyll"),
            ("Hugo", "Hugo"),
            ("Handlebars", "Handlebars or Mustache"),
            ("GitBook", "GitBook or Markdoc"),
            ("Django", "Django or Jinja"),
        ];
        let found = names.into_iter().find(|(name, _)| kind.contains(name));
        return Some(found.map_or(OTHER, |(_, name)| name));
    }
    let words = tag.strip_prefix("{%")?.trim_start_matches(['-', '+', ' ']);
    let name = words.split([' ', '-', '%']).next().unwrap_or_default();
    let is_other = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !BLOCKS.contains(&name);
    is_other.then_some(OTHER)
}

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
        // `{{<name />}}` is a clause call.
        let is_call = tag.starts_with("{{<") && tag.trim_end_matches('}').ends_with("/>");
        return (!is_call).then_some(("a Hugo shortcode", CLAUSE));
    }
    let inside = tag.strip_prefix("{{")?;
    if inside.starts_with(['#', '/', '>', '^', '!', '&']) {
        return Some(("a Handlebars or Mustache tag", REMOVE));
    }
    let words = inside.trim_start_matches(['-', ' ']);
    if words.starts_with('.') {
        return Some(("a variable of Hugo or another generator", FACT));
    }
    // Also of Nuxt, Vue and others.
    if words.starts_with('$') {
        return Some(("a variable of another generator", FACT));
    }
    let name: String = words
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if name.eq_ignore_ascii_case("toc") || name.eq_ignore_ascii_case("_toc_") {
        return Some((
            "a marker for a table of contents",
            "remove it: pages get a table of contents automatically",
        ));
    }
    let after = words[name.len()..].trim_start();
    if ["include", "import", "partial", "render", "snippet"].contains(&name.as_str())
        && after.starts_with(['"', '\'', '('])
    {
        return Some(("an include of another generator", CLAUSE));
    }
    let is_foreign = ROOTS.contains(&name.as_str()) && words[name.len()..].starts_with('.');
    let field = words[name.len()..].trim_start_matches('.');
    let field = field
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .next();
    if name == "page" && field.is_some_and(|field| POLICY_FIELDS.contains(&field)) {
        return Some(("a Liquid variable (Jekyll, Shopify)", OF_POLICY));
    }
    if is_foreign {
        return Some(("a Liquid variable (Jekyll, Shopify)", FACT));
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
        "a Liquid filter (Jekyll, Shopify)",
        "write the words here; filters take their arguments in parentheses",
    ))
}

#[cfg(test)]
mod tests {
    use super::written_for;

    #[test]
    fn languages_of_other_generators() {
        let name = |text: &str| written_for(text).map(|found| (found.language, found.tags));
        let liquid = "{% include a.html %} Write to {{ site.email }} {% assign b = 1 %}";
        assert_eq!(name(liquid), Some(("Liquid (Jekyll, Shopify)", 3)));
        assert_eq!(name("{{< note >}} a {{< /note >}}"), Some(("Hugo", 2)));
        assert_eq!(
            name("{% image \"a.png\" %} {% page \"/x/\" %}"),
            Some(("another template language", 2))
        );
        assert_eq!(
            name("{{ COMPANY_NAME }}, {{companyAddress}}"),
            Some(("another template language", 2))
        );
        assert_eq!(name("{% set Name = 1 %}{{ Name }} {{ Name }}"), None);
        // A typo, code and policygen's own tags.
        assert_eq!(name("{{ site.email }}"), None);
        assert_eq!(name("`{{ site.a }}` `{{ site.b }}`"), None);
        assert_eq!(
            name(
                "{{ company.legal_name }} {{ <we_you /> }} {% if dpo %}a{% endif %} {{ site.a }} {{ site.b }}"
            ),
            None
        );
    }
}
