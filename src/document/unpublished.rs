//! Reports text and markup that a page does not show as written.

use std::ops::Range;

use super::brackets;
use super::html::{Removed, names};
use super::parse::Input;
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::base::literal;
use crate::base::text::{counted, join_and};

/// A place in the merged text, and what happens to it.
#[derive(Debug)]
pub(super) struct Unpublished {
    pub(super) what: What,
    pub(super) range: Range<usize>,
}

/// Text that is not published as written.
#[derive(Debug)]
pub(super) enum What {
    /// Words in angle brackets, which are printed as text.
    Words,
    /// Raw HTML.
    Html(Removed),
    /// An unterminated comment printed by a tag.
    Comment,
    /// The marks of a CDATA section, whose text is printed.
    Cdata,
    /// Cells beyond those of the table header.
    Cells { columns: usize },
    /// A heading attribute without effect.
    HeadingAttribute(String),
    /// Words in braces at the end of a heading, which are read as attributes.
    HeadingWords(String),
    /// A line that is parsed as a link definition, although its destination is not an address.
    Definition(String),
    /// A link definition without an address, which serves as a comment. It is not reported.
    Remark,
    /// A link definition that nothing refers to.
    Unused(String),
    /// The first line of an unterminated code block, whether all text after it is in the block, and
    /// whether the block is empty.
    Unclosed { is_last: bool, is_empty: bool },
    /// Words after the language of a code block.
    CodeInfo(String),
    /// An ID in a place where it has no effect.
    Id(String),
}

impl Unpublished {
    /// Whether all words in this place are left out.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(
            self.what,
            What::Html(Removed::Element(_)) | What::Cells { .. } | What::Remark
        )
    }
}

/// Reports all text that is not published as written, in text order.
pub(super) fn report(mut found: Vec<Unpublished>, input: &Input<'_>, faults: &mut Vec<Diagnostic>) {
    found.sort_by_key(|unpublished| unpublished.range.start);
    for Unpublished { what, range } in found {
        let written = literal::reveal(&input.text[range.clone()]);
        let diagnostic = match what {
            What::Words => words(&written),
            What::Html(Removed::Words(words)) => self::words(&words),
            What::Html(removed) => html(&removed),
            What::Remark => continue,
            What::Comment => comment(&written),
            What::Cdata => cdata(),
            What::Cells { columns } => cells(&written, columns, input.text, &range),
            What::HeadingAttribute(attribute) => heading_attribute(&attribute),
            What::HeadingWords(words) => heading_words(&words),
            What::Definition(label) => definition(&label),
            What::Unused(label) => unused(&label),
            What::Unclosed { is_last, is_empty } => unclosed(&written, is_last, is_empty),
            What::CodeInfo(words) => code_info(&words),
            What::Id(id) => misplaced_id(&id),
        };
        faults.push(input.origin.point(diagnostic, range, ""));
    }
}

fn words(written: &str) -> Diagnostic {
    let quoted = brackets::quoted(written);
    let name = brackets::element(written);
    let is_unclosed = name.is_some_and(|name| names::is_element(&name))
        && !brackets::is_no_tag(written, names::is_element);
    let message = match is_unclosed {
        true => format!("`{quoted}` is never closed, so it is printed as text"),
        false => format!("`{quoted}` is not HTML, so it is printed as text"),
    };
    let has_prefix = |prefixes: &[&str]| {
        let name = written.trim_start_matches(['<', '/']);
        prefixes.iter().any(|prefix| name.starts_with(prefix))
    };
    Diagnostic::new(&codes::NOT_HTML, message).help(match is_unclosed {
        false if has_prefix(&["ac:", "ri:", "at:"]) => {
            "this is Confluence’s storage format: write it in Markdown, or export the page as HTML"
        }
        false if has_prefix(&["o:", "v:", "w:", "m:", "st1:"]) => {
            "remove it: it is left over from Word"
        }
        true => "write its end tag if it is HTML, or `\\<` to print it on purpose",
        false => {
            "replace it if it is a placeholder or belongs to another generator; write `\\<` to print it on purpose"
        }
    })
}

fn comment(written: &str) -> Diagnostic {
    let lines = written.lines().skip(1);
    let lines = lines.filter(|line| !line.trim().is_empty()).count();
    let mut message = "this tag prints a comment that it does not close".to_owned();
    if lines > 0 {
        message += &format!(
            ": {} would not be published",
            counted(lines, "line", "lines")
        );
    }
    Diagnostic::new(&codes::UNTERMINATED_COMMENT, message)
        .help("close the comment with `-->` in the text that the tag prints, or remove it")
}

fn cdata() -> Diagnostic {
    let message = "the marks `<![CDATA[` and `]]>` are not published, but the text between them is";
    Diagnostic::new(&codes::REMOVED_HTML, message)
        .help("remove the marks, and the text if readers should not see it")
}

fn html(removed: &Removed) -> Diagnostic {
    let (message, help) = match removed {
        Removed::Tags(name) => (
            format!("the element `{name}` is not published, only the text in it"),
            help(name),
        ),
        Removed::Void(name) => (format!("the element `{name}` is not published"), help(name)),
        Removed::Element(name) => (
            format!("the element `{name}` and everything in it are not published"),
            "remove it",
        ),
        Removed::Block(name) => (
            format!(
                "a paragraph can't hold the element `{name}`: only the text in it is published"
            ),
            "put an empty line before the element",
        ),
        Removed::Attribute(tag, name) if &**name == "style" => (
            format!(
                "the attribute `style` of `{tag}` is not published: text that it hides, strikes through or numbers with letters is shown as plain text"
            ),
            "remove the text, or mark it with `~~`, `<sup>`, `<sub>` or `<ol type=\"a\">`",
        ),
        Removed::Attribute(tag, name) if &**name == "class" => (
            format!(
                "the `class` of `{tag}` hides nothing, unless your stylesheet defines it; other formats show the text in any case"
            ),
            "remove the text",
        ),
        Removed::Attribute(tag, name) if &**name == "hidden" => (
            format!(
                "the attribute `{name}` of `{tag}` is not published: the text that it hides is shown"
            ),
            "remove the text, or the attribute",
        ),
        Removed::Attribute(tag, name) if &**name == "srcset" => (
            format!("the attribute `{name}` of `{tag}` is not published: all readers see `src`"),
            "remove it",
        ),
        Removed::Attribute(tag, name) => (
            format!("the attribute `{name}` of `{tag}` is not published"),
            "remove it: pages run no scripts",
        ),
        Removed::Words(tag) | Removed::Instruction(tag) => {
            (format!("`{tag} …>` is not published"), "remove it")
        }
    };
    Diagnostic::new(&codes::REMOVED_HTML, message).help(help)
}

/// Help for an element that is not published.
fn help(name: &str) -> &'static str {
    match name {
        "applet" | "audio" | "bgsound" | "canvas" | "embed" | "frame" | "frameset" | "iframe"
        | "math" | "object" | "svg" | "video" => {
            "link to its content, or use an image: pages embed nothing else"
        }
        "button" | "datalist" | "form" | "input" | "keygen" | "meter" | "output" | "progress"
        | "select" | "textarea" => "describe in words what readers can do: pages have no forms",
        "base" | "head" | "link" | "meta" | "title" => {
            "remove it: the theme writes the page's head"
        }
        "source" => "remove it: all readers see the `img` beside it",
        "a" => "move it out of the link that contains it",
        "noscript" => "remove its tags: pages run no scripts",
        _ => "remove its tags",
    }
}

fn cells(written: &str, columns: usize, text: &str, range: &Range<usize>) -> Diagnostic {
    let excess = split_cells(written);
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let has_code = memchr::memchr(b'`', &text.as_bytes()[line..range.end]).is_some();
    let listed: Vec<String> = excess
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(|cell| format!("“{cell}”"))
        .collect();
    let message = format!(
        "the row has {}, but the table has {columns}; {} {} not published",
        counted(columns + excess.len(), "cell", "cells"),
        join_and(&listed),
        if listed.len() == 1 { "is" } else { "are" },
    );
    Diagnostic::new(&codes::EXCESS_CELLS, message).help(match has_code {
        true => "write `\\|` for a vertical bar within a cell, even in code",
        false => {
            "add a column to the table's header, or write `\\|` for a vertical bar within a cell"
        }
    })
}

/// The cells in the rest of a row.
fn split_cells(rest: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match (c, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            ('\\', Some(cell)) => {
                cell.push(c);
                cell.extend(chars.next());
            }
            (_, Some(cell)) => cell.push(c),
            _ => {}
        }
    }
    let mut cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
    // Text after the last bar is not a cell.
    if cells.len() > 1 && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells
}

fn heading_attribute(attribute: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::HEADING_ATTRIBUTE,
        format!("`{{{attribute}}}` has no effect in a heading"),
    )
    .help("remove it; headings accept `{#id}`, `{.unnumbered}` and `{.annex}`")
}

fn heading_words(words: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::HEADING_ATTRIBUTE,
        format!("`{{{words}}}` is not published: braces at the end of a heading hold attributes"),
    )
    .help("write the words in parentheses, or `&#123;` in place of the brace")
}

fn definition(label: &str) -> Diagnostic {
    let label = literal::reveal(label);
    Diagnostic::new(
        &codes::DEFINITION,
        format!("this line is a link definition for `[{label}]`, so it is not published"),
    )
    .help(format!("write `\\[{label}]:` to print it"))
}

fn unused(label: &str) -> Diagnostic {
    let label = literal::reveal(label);
    Diagnostic::new(
        &codes::UNUSED_LABEL,
        format!("nothing refers to the link label `[{label}]`"),
    )
    .help("refer to it in the same file, or remove the line")
}

fn unclosed(fence: &str, is_last: bool, is_empty: bool) -> Diagnostic {
    if is_empty {
        let message = "nothing follows the beginning of this code block";
        let mut diagnostic = Diagnostic::new(&codes::UNCLOSED_CODE, message);
        diagnostic.severity = Severity::Warning;
        return diagnostic.help("remove the line, or begin the code block above it");
    }
    let mark = if fence.starts_with('~') {
        "tildes"
    } else {
        "backticks"
    };
    let mut diagnostic = match is_last {
        true => Diagnostic::new(
            &codes::UNCLOSED_CODE,
            "unterminated code block: all text after it is code",
        ),
        false => Diagnostic::new(
            &codes::UNCLOSED_CODE,
            "unterminated code block: it ends with the list item or quote around it",
        ),
    };
    if !is_last {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic.help(format!("close it with the same {mark} that open it"))
}

fn code_info(words: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::CODE_INFO,
        format!("`{words}` after the language of the code is not published"),
    )
    .help("write it above the code, or remove it")
}

fn misplaced_id(id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::MISPLACED_ID,
        format!("`{{#{id}}}` sets no ID here, so it is printed as text"),
    )
    .help("put it at the end of a heading, or at the beginning or end of a list item; elsewhere, write `<a id=\"…\"></a>`")
}
