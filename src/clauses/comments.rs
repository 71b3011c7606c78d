//! Diagnostics about comments and code, in which tags are plain text.

use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::base::text::counted;
use crate::template::instrument::Instrumented;
use crate::template::tags;

const OPENING: &str = "<!--";

/// Reports the unterminated comment in a text, if any.
pub(super) fn unterminated(source: &Arc<Source>, marked: &Instrumented) -> Option<Diagnostic> {
    let found = marked.unterminated()?;
    let close = source.text[found.start + OPENING.len()..].find("-->");
    let is_closed = close.is_some_and(|end| {
        let inside = &source.text[found.start + OPENING.len()..][..end];
        !inside.contains(OPENING)
    });
    let (message, help) = match found.lines {
        Some(_) if is_closed => (
            "this comment begins in a block of HTML, which ends at the next empty line, before the comment is closed"
                .to_owned(),
            "put an empty line before the comment, or remove the empty lines in it",
        ),
        Some(0) => (
            "this comment is never closed".to_owned(),
            "close it with `-->`",
        ),
        Some(lines) => (
            format!(
                "this comment is never closed: {} would not be published",
                counted(lines, "line", "lines")
            ),
            "close it with `-->`",
        ),
        None => (
            "this comment is not closed in its paragraph, so it would be published".to_owned(),
            "close it with `-->` in the same paragraph, put it at the beginning of a line, or write `\\<!--` to print it",
        ),
    };
    let range = found.start..found.start + OPENING.len();
    let fault = Diagnostic::new(&codes::UNTERMINATED_COMMENT, message);
    Some(fault.at(source, range).help(help))
}

/// Explains an error about a block whose other tag is in a comment or in code.
/// `place` is where the engine reports the error.
pub(super) fn explain(fault: Diagnostic, place: &Place, marked: &Instrumented) -> Diagnostic {
    let text = &place.source.text;
    let word = first_word(&text[place.range.start..]);
    let is_end = |word: &str| word.starts_with("end") || word.starts_with("</");
    let (mut fault, found) = if fault.message == "unknown tag" && (is_end(word) || is_middle(word))
    {
        let fault = Diagnostic {
            message: match word.starts_with('<') {
                true => format!("`{word}>` has no matching opening tag"),
                false => format!("`{word}` has no matching opening tag"),
            },
            help: vec!["remove the tag, or add the opening tag before it".to_owned()],
            ..fault
        };
        let begins = |other: &str| match word {
            "else" | "elif" => matches!(other, "if" | "for"),
            _ => word
                .strip_prefix("end")
                .or_else(|| Some(word.strip_prefix("</")?.trim()))
                .is_some_and(|name| other.trim_start_matches('<').trim() == name),
        };
        (
            fault,
            marked
                .verbatim_before(place.range.start)
                .find_map(|region| tag_in(text, region, begins)),
        )
    } else if fault.message == "unexpected end of input" {
        (
            fault,
            marked
                .verbatim_before(text.len())
                .find_map(|region| tag_in(text, region, is_end)),
        )
    } else {
        return fault;
    };
    if let Some((tag, is_comment)) = found {
        let words = match is_comment {
            true => "this tag is in a comment, so it is not evaluated",
            false => "this tag is in code, so it is not evaluated",
        };
        fault = fault.label(place.source.place(tag), words);
        let help = match is_comment {
            true => "put both tags inside the comment, or both outside it",
            false => "put both tags inside the code, or both outside it",
        };
        fault.help = vec![help.to_owned()];
    }
    fault
}

/// Reports tags in code that would print a known value outside code, unless
/// `{% raw %}` or the language of a code block shows that they are meant
/// literally.
pub(super) fn tags_in_code(
    source: &Arc<Source>,
    marked: &Instrumented,
    is_known: impl Fn(&str) -> bool,
    is_clause: impl Fn(&str) -> bool,
    faults: &mut Vec<Diagnostic>,
) {
    for (region, is_comment) in marked.verbatim_before(source.text.len()) {
        let code = &source.text[region.clone()];
        if is_comment
            || names_its_language(code)
            || code.contains("{% raw")
            || code.contains("{%- raw")
        {
            continue;
        }
        let mut at = 0;
        while let Some(start) = tags::next_braces(code, at) {
            at = start + 2;
            let inside = code[at..].trim_start_matches('-').trim_start();
            let word = first_word(inside);
            let is_meant = match word.strip_prefix('<') {
                Some(name) => is_clause(name.trim()),
                None => code[start..].starts_with("{{") && is_known(word),
            };
            if !is_meant {
                continue;
            }
            let length = code[at..].find(['}', '\n']).map_or(0, |length| length + 2);
            let end = (at + length).min(code.len());
            let range = region.start + start..region.start + end;
            let message = "this tag is in code, so it is printed literally";
            faults.push(
                Diagnostic::new(&codes::TAG_IN_CODE, message)
                    .at(source, range)
                    .help("write `<code>…</code>` instead of backticks to evaluate it")
                    .help("put `{% raw %}` and `{% endraw %}` around it to print it"),
            );
        }
    }
}

/// Whether code is a fenced block that names its language.
fn names_its_language(code: &str) -> bool {
    let line = code.lines().next().unwrap_or_default();
    let language = line.trim_start_matches(['`', '~']);
    line.len() - language.len() >= 3 && !language.trim().is_empty() && !language.contains('`')
}

fn is_middle(word: &str) -> bool {
    matches!(word, "else" | "elif")
}

/// The last tag in a comment or in code whose first word satisfies `is_wanted`.
fn tag_in(
    text: &str,
    (region, is_comment): (Range<usize>, bool),
    is_wanted: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, bool)> {
    let inside = &text[region.clone()];
    let (start, _) = inside.rmatch_indices("{%").find(|(at, _)| {
        is_wanted(first_word(
            inside[at + 2..].trim_start_matches('-').trim_start(),
        ))
    })?;
    let length = inside[start..].find("%}").map_or(2, |end| end + 2);
    let start = region.start + start;
    Some((start..start + length, is_comment))
}

/// The first word of a tag: `if`, `endif`, `<box`, `</box`.
fn first_word(inside: &str) -> &str {
    let name = inside.trim_start_matches(['<', '/', ' ']);
    let marks = inside.len() - name.len();
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    &inside[..end.map_or(inside.len(), |end| marks + end)]
}
