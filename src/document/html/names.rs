//! The elements of HTML, including obsolete ones. A tag with any other name is not an element.

/// The names of elements, sorted.
const NAMES: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Names that are also words in contracts. Without attributes or an end tag,
/// `<address>` is a gap to fill in.
const WORDS: &[&str] = &[
    "address", "applet", "area", "audio", "base", "button", "canvas", "caption", "cite", "code",
    "data", "datalist", "dialog", "embed", "font", "frame", "input", "label", "legend", "link",
    "map", "mark", "menu", "meter", "object", "option", "output", "param", "picture", "progress",
    "search", "select", "slot", "source", "style", "template", "time", "title", "track", "video",
];

/// Names that are also words in contracts, of elements that authors often
/// forget to close. They are gaps only if capitalised, as in `<Section>`.
const BLOCKS: &[&str] = &[
    "article", "body", "details", "figure", "footer", "form", "head", "header", "main", "section",
    "summary", "table",
];

/// Attributes that are written without a value.
const FLAGS: &[&str] = &[
    "allowfullscreen",
    "alt",
    "async",
    "autofocus",
    "autoplay",
    "checked",
    "compact",
    "contenteditable",
    "controls",
    "crossorigin",
    "declare",
    "default",
    "defer",
    "disabled",
    "download",
    "formnovalidate",
    "hidden",
    "inert",
    "ismap",
    "itemscope",
    "loop",
    "markdown",
    "multiple",
    "muted",
    "nohref",
    "nomodule",
    "noresize",
    "noshade",
    "novalidate",
    "nowrap",
    "open",
    "playsinline",
    "popover",
    "readonly",
    "required",
    "reversed",
    "selected",
    "spellcheck",
    "translate",
];

/// The elements of graphics and formulas, except filter effects.
const PARTS: &[&str] = &[
    "animate",
    "animatemotion",
    "animatetransform",
    "annotation",
    "annotation-xml",
    "circle",
    "clippath",
    "defs",
    "desc",
    "ellipse",
    "filter",
    "foreignobject",
    "g",
    "image",
    "line",
    "lineargradient",
    "maction",
    "marker",
    "mask",
    "menclose",
    "merror",
    "metadata",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mpath",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "semantics",
    "set",
    "stop",
    "switch",
    "symbol",
    "text",
    "textpath",
    "tspan",
    "use",
    "view",
];

/// Whether an element can only occur in a graphic or formula.
pub(crate) fn is_part(name: &str) -> bool {
    PARTS.binary_search(&name).is_ok() || name.starts_with("fe")
}

/// Whether HTML has an element with this name, given in lower case.
pub(crate) fn is_element(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// Whether an element's name, given in lower case, is a word that may mark a
/// gap to fill in. `is_title` states whether it is capitalised.
pub(crate) fn is_word(name: &str, is_title: bool) -> bool {
    WORDS.binary_search(&name).is_ok() || (is_title && BLOCKS.binary_search(&name).is_ok())
}

/// Whether an attribute without a value is a word, as in `<data protection
/// officer>`.
pub(crate) fn is_foreign_flag(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && FLAGS
            .binary_search(&name.to_ascii_lowercase().as_str())
            .is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_agree() {
        for list in [NAMES, WORDS, BLOCKS, FLAGS, PARTS] {
            assert!(list.is_sorted());
        }
        assert!(WORDS.iter().chain(BLOCKS).all(|name| is_element(name)));
    }
}
