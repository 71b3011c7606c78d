//! Markup that Markdown does not interpret as the author intended.

use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::prose::text_of_indented;
use crate::document::{Element, Leaf, LinkForm, Step};

/// The text in the file at a range of the merged text.
pub(super) fn written(page: &Page<'_>, merged: Range<usize>) -> Option<String> {
    let place = page.prose.place(merged)?;
    place
        .source
        .text
        .get(place.range.clone())
        .map(str::to_owned)
}

/// Links without an address.
pub(super) fn empty_link(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    for (step, range) in page.source.walk() {
        let (Step::Enter(Element::Link(link) | Element::Image(link))
        | Step::Leaf(Leaf::Address(link))) = step
        else {
            continue;
        };
        // If a tag failed to print the address, the cause has already been reported.
        let destination = link.destination();
        let to = destination.trim();
        let is_written_so = match to.split_once(':') {
            // A scheme that is not followed by an address.
            Some(("mailto" | "tel" | "http" | "https", rest)) => {
                rest.trim_matches('/').is_empty()
                    && !written(page, range.clone())
                        .is_some_and(|text| text.contains("{{") || text.contains("{%"))
            }
            _ => {
                to.is_empty()
                    && written(page, range.clone())
                        .is_some_and(|text| has_empty_address(&text, link.form))
            }
        };
        if is_written_so {
            findings.push(Finding {
                spot: Spot::Merged(range),
                ..Finding::default()
            });
        }
    }
    Verdict::Found(findings)
}

/// Whether the address of a link is left empty in its source: `()`, `(<>)`, `href=""`.
fn has_empty_address(text: &str, form: LinkForm) -> bool {
    let text: String = text.split_whitespace().collect();
    let text = text.to_ascii_lowercase();
    match form {
        LinkForm::Html => ["href", "src"].iter().any(|name| {
            let values = ["=\"\"", "=''", "=>", "="].map(|value| format!("{name}{value}"));
            let [quoted, single, none, bare] = values;
            text.contains(&quoted)
                || text.contains(&single)
                || text.contains(&none)
                || text.ends_with(&bare)
        }),
        _ => text.ends_with("()") || text.ends_with("(<>)"),
    }
}

/// Links to other sites without text or an image, which readers and screen readers can't find.
/// Links within the site get the title of the page.
pub(super) fn nameless_link(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (step, range) in page.source.walk() {
        match step {
            Step::Enter(Element::Link(link)) => {
                // A title, in quotation marks, serves as the link's name.
                let is_titled = written(page, range.clone())
                    .is_some_and(|text| text.trim_end_matches(')').ends_with('"'));
                let leads_out = link.destination().contains("://");
                open = (leads_out && !is_titled).then_some(range);
            }
            Step::Leave(Element::Link(_)) => {
                findings.extend(open.take().map(|at| Finding {
                    spot: Spot::Merged(at),
                    ..Finding::default()
                }));
            }
            Step::Leaf(Leaf::Text(text)) if text.trim().is_empty() => {}
            Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => {}
            Step::Leaf(_) | Step::Enter(Element::Image(_)) => open = None,
            _ => {}
        }
    }
    Verdict::Found(findings)
}

/// The maximum number of characters in a heading; a longer one is treated as a sentence.
const LONG: usize = 120;

/// The minimum length of a deliberate underline below a heading.
const DRAWN: usize = 6;

/// Sentences that the line below them turns into headings.
pub(super) fn sentence_heading(page: &Page<'_>) -> Verdict {
    let sections = page.source.sections.iter();
    let mut findings = Vec::new();
    for (section, outline) in sections.zip(&page.source.outline.sections) {
        let title = outline.title.trim();
        let is_sentence = title.ends_with(['.', ';', ',', '。', '！'])
            && title.split_whitespace().count() > 2
            || title.ends_with('。')
            || title.chars().count() > LONG;
        let Some(text) = written(page, section.range.clone()) else {
            continue;
        };
        let text = text.trim_end();
        let lines = text.lines().count();
        if text.starts_with('#') || lines < 2 || !(is_sentence || lines > 2) {
            continue;
        }
        let under = text.lines().last().unwrap_or_default().trim().to_owned();
        if under.len() >= DRAWN {
            continue;
        }
        findings.push(
            Finding {
                spot: Spot::Merged(section.range.clone()),
                ..Finding::default()
            }
            .with("line", under),
        );
    }
    Verdict::Found(findings)
}

/// Indented paragraphs that are printed as code, on a page that has no other
/// indented code, and the first lines of HTML that are.
pub(super) fn prose_as_code(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut html: Option<Finding> = None;
    let (mut has_code, mut has_html) = (false, false);
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        if let Step::Enter(Element::HtmlBlock) = step {
            has_html = true;
        }
        let Step::Enter(Element::CodeBlock { .. }) = step else {
            continue;
        };
        let mut code = String::new();
        let mut first: Option<Range<usize>> = None;
        for (step, at) in walk.inside() {
            if let Step::Leaf(Leaf::Text(text)) = step {
                code.push_str(text);
                first.get_or_insert(at);
            }
        }
        walk.skip_inside();
        let is_fenced = written(page, range.clone())
            .is_none_or(|text| text.trim_start().starts_with(['`', '~']));
        let found = |range: Range<usize>, text: &str| {
            let head: Vec<&str> = text.split_whitespace().take(5).collect();
            let finding = Finding {
                spot: Spot::Merged(range),
                ..Finding::default()
            };
            finding.with("value", head.join(" "))
        };
        // An empty line ends a block of HTML, and the indented lines after it are code.
        if has_html
            && !is_fenced
            && let Some(text) = text_of_indented(&code)
        {
            html.get_or_insert_with(|| found(first.unwrap_or(range), &text));
            continue;
        }
        if !is_prose(&code) {
            has_code |= !is_fenced && is_command(&code);
            continue;
        }
        if !is_fenced {
            findings.push(found(range, &code));
        }
    }
    if has_code {
        findings.clear();
    }
    findings.extend(html);
    Verdict::Found(findings)
}

/// Whether any line looks like code or a command: short, starting with a lower-case letter or a
/// symbol, and not ending like a sentence.
fn is_command(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        line.starts_with(|c: char| c.is_ascii_lowercase() || "$#./<{".contains(c))
            && !line.ends_with(['.', ';', ',', ':', '?', '!'])
            && line.split_whitespace().count() <= 8
    })
}

/// Whether a text consists of sentences, rather than code or aligned columns.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace();
    let (mut all, mut plain) = (0, 0);
    for word in words {
        all += 1;
        let word = word.trim_matches(['.', ',', ';', ':', '(', ')', '“', '”', '"', '?', '!']);
        plain += usize::from(
            !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || "’'-".contains(c)),
        );
    }
    all >= 5
        && plain * 10 >= all * 8
        && text.starts_with(char::is_uppercase)
        && text.ends_with(['.', ';', ':', '?', '!'])
        && !text.contains("  ")
        && !text.contains(['{', '}', '=', '<', '>'])
}
