//! The tags and attributes that documents need: the default list of the
//! `ammonia` crate with a few changes. None of them runs code or changes how a
//! parser reads its contents (as `script`, `svg` and `noscript` would), so tags
//! can be checked one by one.

/// The allowed tags, sorted.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The name of a tag on pages, if it is allowed.
pub(super) fn tag(name: &str) -> Option<&'static str> {
    // Obsolete elements are replaced by elements with the same meaning.
    let name = match name {
        "acronym" => "abbr",
        "dir" | "menu" => "ul",
        "strike" => "s",
        "tt" => "code",
        _ => name,
    };
    let at = TAGS.binary_search(&name).ok()?;
    Some(TAGS[at])
}

/// Whether a tag may have this attribute, which is not a link or image address.
pub(super) fn attribute(tag: &str, name: &str, value: &str) -> bool {
    let any = matches!(
        name,
        "id" | "class"
            | "lang"
            | "title"
            | "role"
            | "dir"
            | "tabindex"
            | "aria-label"
            | "aria-labelledby"
            | "aria-hidden"
            | "aria-describedby"
    );
    let align = matches!(name, "align" | "char" | "charoff");
    any || match tag {
        "a" => matches!(name, "hreflang" | "rel"),
        "blockquote" | "q" => name == "cite" && is_safe_address(value),
        "del" | "ins" => name == "datetime" || (name == "cite" && is_safe_address(value)),
        "col" | "colgroup" => align || name == "span",
        "hr" => matches!(name, "align" | "size" | "width"),
        "img" => matches!(name, "align" | "alt" | "height" | "width"),
        "data" => name == "value",
        "ol" => matches!(name, "start" | "reversed") || (name == "type" && is_list_type(value)),
        "li" => name == "value" || (name == "type" && is_list_type(value)),
        "table" => align || name == "summary",
        "tbody" | "thead" | "tr" => align,
        "td" | "th" => {
            align
                || matches!(name, "abbr" | "colspan" | "headers" | "rowspan")
                || (tag == "th" && name == "scope")
        }
        "time" => name == "datetime",
        "details" => name == "open",
        _ => false,
    }
}

/// Whether a list type stands for numbers, letters or Roman numerals.
fn is_list_type(value: &str) -> bool {
    matches!(value, "1" | "a" | "A" | "i" | "I")
}

/// Whether an address, which is never followed, has no scheme or one that is allowed in links.
fn is_safe_address(value: &str) -> bool {
    let cleaned: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take_while(|c| !matches!(c, '/' | '?' | '#'))
        .collect();
    match cleaned.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto", "tel"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

/// Whether an element has no contents and no end tag.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether the start of an element ends the paragraph around it.
pub(super) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "ul"
    ) || is_table_part(tag)
}

/// Whether an element can only occur in a table.
pub(super) fn is_table_part(tag: &str) -> bool {
    matches!(
        tag,
        "caption" | "col" | "colgroup" | "tbody" | "td" | "th" | "thead" | "tr"
    )
}

/// Whether the contents of an element are not text.
pub(super) fn is_code(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "template")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing is allowed beyond the list of the `ammonia` crate and deliberate additions.
    #[test]
    fn the_list_is_within_that_of_ammonia() {
        let mut policy = ammonia::Builder::default();
        policy
            .add_tags([
                "address",
                "section",
                "aside",
                "figure",
                "figcaption",
                "picture",
            ])
            .add_generic_attributes([
                "id",
                "class",
                "role",
                "dir",
                "tabindex",
                "aria-label",
                "aria-labelledby",
                "aria-hidden",
                "aria-describedby",
            ])
            .add_tag_attributes("a", ["rel"])
            .add_tag_attributes("time", ["datetime"])
            .add_tag_attributes("data", ["value"])
            .add_tag_attributes("ol", ["reversed", "type"])
            .add_tag_attributes("li", ["value", "type"])
            .add_tag_attributes("td", ["abbr"])
            .add_tag_attributes("th", ["abbr"])
            .add_tag_attributes("details", ["open"]);
        let tags = policy.clone_tags();
        assert!(TAGS.is_sorted());
        let foreign: Vec<_> = TAGS.iter().filter(|tag| !tags.contains(*tag)).collect();
        assert!(foreign.is_empty(), "{foreign:?}");
        let mut attributes: Vec<&str> = policy
            .clone_tag_attributes()
            .into_values()
            .flatten()
            .collect();
        attributes.extend(policy.clone_generic_attributes());
        attributes.extend([
            "style", "onclick", "srcset", "srcdoc", "action", "ping", "name", "target",
        ]);
        let by_tag = policy.clone_tag_attributes();
        let generic = policy.clone_generic_attributes();
        for tag in TAGS {
            for name in &attributes {
                let known = generic.contains(name)
                    || by_tag.get(tag).is_some_and(|names| names.contains(name));
                let is_address = matches!((*tag, *name), ("a", "href") | ("img", "src"));
                let allowed = attribute(tag, name, if *name == "type" { "a" } else { "x" });
                assert!(
                    known == allowed || (is_address && !allowed),
                    "{tag} {name}: {known} {allowed}"
                );
            }
        }
    }

    #[test]
    fn addresses_of_quotations_have_no_foreign_scheme() {
        for bad in [
            "javascript:a",
            "java\tscript:a",
            " data:text/html,a",
            "file:/a",
        ] {
            assert!(!attribute("q", "cite", bad), "{bad}");
        }
        for good in [
            "https://a.example/b:c",
            "a/b",
            "/a:b",
            "#a:b",
            "mailto:a@b.example",
        ] {
            assert!(attribute("q", "cite", good), "{good}");
        }
    }
}
