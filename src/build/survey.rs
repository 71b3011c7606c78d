//! What other pages need to know of a policy.

use std::sync::Arc;

use tera::Value;
use tera::value::Key;

use super::draft::{Draft, Parsed};
use super::merge::merge;
use crate::base::address;
use crate::base::literal;
use crate::document::markdown;
use crate::document::{Anchors, Document, Outline};
use crate::link::{self, About, Entry};
use crate::load::Site;
use crate::publish::languages;

/// What is known of a policy without its page.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) entry: Option<Entry>,
    pub(super) outline: Option<Arc<Outline>>,
}

/// Finds out what other pages need to know of a policy. Faults are left to
/// [`process`](super::policy::Policies::process), which meets them again.
pub(super) fn survey(site: &Site, draft: &Draft) -> Survey {
    let Some(parsed) = &draft.parsed else {
        return Survey {
            entry: Some(faulty_entry(site, draft)),
            outline: None,
        };
    };
    if parsed.front_matter.draft && !site.drafts {
        return Survey::default();
    }
    let mut faults = Vec::new();
    let Some(merged) = merge(site, parsed, &mut faults) else {
        return Survey {
            entry: Some(faulty_entry(site, draft)),
            outline: None,
        };
    };
    let document = merged.document(site, Vec::new(), &mut faults);
    Survey {
        entry: Some(entry(site, draft, parsed, &document)),
        outline: Some(Arc::new(document.outline)),
    }
}

/// The entry of a policy that could not be merged: enough to link to it.
pub(super) fn faulty_entry(site: &Site, draft: &Draft) -> Entry {
    let front_matter = draft.parsed.as_ref().map(|parsed| &parsed.front_matter);
    let slug = front_matter.and_then(|front_matter| front_matter.slug.as_deref());
    Entry {
        address: address::of_policy(&draft.path, slug).into(),
        about: About::new(&site.tree.shown(&draft.path), "", None, None),
        updated: None,
        effective: None,
        digest: None,
        anchors: Anchors::default(),
        references: Box::default(),
        rare: None,
        faulty: true,
    }
}

/// The entry of a policy, but for what its page tells: links and digest.
pub(super) fn entry(site: &Site, draft: &Draft, parsed: &Parsed, document: &Document<'_>) -> Entry {
    let front_matter = &parsed.front_matter;
    let translation_of = languages::original(site, &draft.path, front_matter);
    let aliases = front_matter.aliases.iter().map(|(alias, _)| alias.clone());
    let rare = link::Rare {
        aliases: aliases.collect(),
        order: front_matter.order,
        language: front_matter.language.clone(),
        change: change(parsed),
        translation_of: translation_of.map(|policy| policy as u32),
    };
    Entry {
        address: address::of_policy(&draft.path, front_matter.slug.as_deref()).into(),
        about: About::new(
            &document.outline.title,
            &draft.doc_type(front_matter),
            front_matter.version.as_deref(),
            front_matter.summary.as_deref(),
        ),
        updated: front_matter.updated,
        effective: front_matter.effective,
        digest: None,
        anchors: Anchors::of(&document.outline),
        references: Box::default(),
        rare: (rare != link::Rare::default()).then(|| Box::new(rare)),
        faulty: false,
    }
}

/// What changed with the version at hand, by the policy's own history.
fn change(parsed: &Parsed) -> Option<String> {
    let history = parsed.facts.as_ref()?.values.get(&Key::Str("history"))?;
    let text = |entry: &Value, key: &'static str| -> Option<String> {
        let text = entry.as_map()?.get(&Key::Str(key))?.as_str()?;
        Some(literal::reveal(text).into_owned())
    };
    let entries = history.as_array()?.iter();
    let version = &parsed.front_matter.version;
    let this = entries.clone().find(|entry| {
        let of = text(entry, "version");
        of.is_some() && of == *version
    });
    let last = this.or_else(|| entries.max_by_key(|entry| text(entry, "date")))?;
    text(last, "summary").map(|summary| markdown::plain(&summary))
}
