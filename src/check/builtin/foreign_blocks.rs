//! Code blocks that other tools do not print as code.

use super::Verdict;
use super::markup::written;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::document::{Element, Step};

/// The maximum length of a name in braces that is read.
const READ: usize = 60;

/// Code blocks whose language is in braces: raw text for a format of Pandoc, directives of MyST and
/// code that Quarto runs.
pub(super) fn foreign_block(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        let Step::Enter(Element::CodeBlock { .. }) = step else {
            continue;
        };
        walk.skip_inside();
        let Some(text) = written(page, range.clone()) else {
            continue;
        };
        let line = text.lines().next().unwrap_or_default();
        let fence = line.trim_start_matches(['`', '~', ':']);
        let name = fence.trim_start();
        let is_fenced = line.len() - fence.len() >= 3;
        if let Some(name) = name_in_braces(name).filter(|_| is_fenced) {
            let start = range.start + (line.len() - fence.trim_start().len());
            findings.push(
                Finding {
                    spot: Spot::Merged(start..start + name.len()),
                    ..Finding::default()
                }
                .with("value", name),
            );
        }
    }
    Verdict::Found(findings)
}

/// `{=html}` or `{note}`, but not classes such as `{.python}`.
fn name_in_braces(info: &str) -> Option<&str> {
    let inside = info.strip_prefix('{')?;
    let name = inside.strip_prefix('=').unwrap_or(inside);
    let end = inside.bytes().take(READ).position(|byte| byte == b'}')?;
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && !info.contains("{{"))
        .then_some(&info[..end + 2])
}
