//! Images without a description.

use std::sync::LazyLock;

use regex::Regex;

use super::Verdict;
use super::markup::written;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::document::{Element, Leaf, Step};

/// Attributes that describe an image, or say that it is a decoration or counts visits.
static DESCRIBED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)[\s"'/](?:alt(?:\s*=|[\s/>])|aria-hidden\s*=\s*["']?true|role\s*=\s*["']?(?:presentation|none)\b|(?:width|height)\s*=\s*["']?1\b["' />])"#).ok()
});

/// Images that screen readers, and readers of the plain text, can't know.
pub(super) fn image_description(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        let link = match step {
            Step::Enter(Element::Image(link)) => {
                let mut inside = walk.inside();
                let is_described = inside.any(|(step, _)| {
                    matches!(step, Step::Leaf(Leaf::Text(text) | Leaf::Code(text)) if !text.trim().is_empty())
                });
                (!is_described).then_some(link)
            }
            Step::Leaf(Leaf::Address(link)) if link.attribute() == "src" => {
                let tag = written(page, range.clone()).unwrap_or_default();
                let is_described = DESCRIBED.as_ref().is_none_or(|it| it.is_match(&tag));
                (tag.starts_with('<') && !is_described).then_some(link)
            }
            _ => None,
        };
        if let Some(link) = link {
            let name = link.file_name();
            let what = match name.is_empty() {
                true => "this image".to_owned(),
                false => format!("the image `{name}`"),
            };
            findings.push(
                Finding {
                    spot: Spot::Merged(range),
                    ..Finding::default()
                }
                .with("what", what),
            );
        }
    }
    Verdict::Found(findings)
}
