//! `llms.txt`: the documents as a list for language models (<https://llmstxt.org>). It links to
//! their Markdown, so it is written only if they have Markdown twins.

use std::fmt::Write as _;

use super::hub::Listing;
use crate::base::{address, literal};
use crate::link::Index;
use crate::load::Site;

pub(super) const FILE: &str = "llms.txt";

/// Whether the file is written; it is not if the policies' folder contains one.
pub(super) fn is_written(site: &Site) -> bool {
    site.settings.twins.markdown && !site.fragments && !site.tree.has_asset(FILE)
}

/// The contents of the file, if it is written.
pub(super) fn render(site: &Site, index: &Index<'_>) -> Option<String> {
    if !is_written(site) {
        return None;
    }
    let listing = Listing::new(site, index.headers());
    let tag = &site.settings.language;
    let base = site.settings.base_url.as_ref();
    let base = base.map_or("", |base| base.as_str());
    let mut out = format!("# {}\n", markdown(&site.settings.title));
    for (title, documents) in listing.sections(tag) {
        let words = site.languages.get(tag);
        let title = title.as_ref().unwrap_or(&words.words.theme.documents);
        // Writing to a string can't fail.
        let _ = write!(out, "\n## {}\n\n", markdown(title));
        for header in documents {
            let title = markdown(header.about.title());
            let file = address::twin(&header.address, "md");
            let _ = write!(out, "- [{title}]({base}{})", address::encode(&file));
            if let Some(summary) = header.about.summary() {
                let _ = write!(out, ": {}", markdown(summary));
            }
            out.push('\n');
        }
    }
    Some(out)
}

/// A text escaped as Markdown, so that it is printed literally.
fn markdown(text: &str) -> String {
    let mut escaped = Vec::new();
    // Writing to a vector can't fail.
    let _ = literal::escape(text, &mut escaped);
    let escaped = String::from_utf8_lossy(&escaped);
    literal::reveal_markdown(&escaped).into_owned()
}
