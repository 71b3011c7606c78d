//! The language that a page is published in, and the one that it is written in.

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::recognise;

/// A page that is published as one language and clearly written in another.
pub(super) fn differs(page: &Page<'_>) -> Verdict {
    let set = page.front_matter.language.as_deref();
    let published = set.unwrap_or(&page.settings.language);
    let guess = page
        .reads_as
        .filter(|guess| recognise::differs(*guess, published));
    guess
        .map(|guess| {
            Finding::somewhere(page.key("language"))
                .with("value", published)
                .with("name", guess.name)
                .with("match", guess.tag)
        })
        .into()
}
