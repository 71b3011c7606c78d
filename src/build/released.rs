//! Uses the text of a release in place of a policy's own text.

use std::borrow::Cow;
use std::sync::Arc;

use super::draft::Draft;
use super::merge::Merged;
use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::source::Source;
use crate::load::Site;
use crate::model::front_matter::FrontMatter;
use crate::releases::Release;

/// The release that the page of a policy shows; `None` if the policy has no releases, or if
/// unreleased texts are requested.
pub(super) fn shown_release<'s>(site: &'s Site, path: &str) -> Option<&'s Arc<Release>> {
    if site.unreleased {
        return None;
    }
    let chain = site.releases.of(path)?;
    let at = chain.shown(site.evaluator.as_of())?;
    chain.releases().get(at)
}

/// The text of a release on the build date, as a merged policy. Everything else, such as the
/// address, is that of `policy`.
pub(super) fn released(
    site: &Site,
    policy: &Draft,
    release: &Release,
    faults: &mut Vec<Diagnostic>,
) -> Merged {
    let as_of = site.evaluator.as_of();
    // Each day is compared, so that the build knows how long it is valid.
    for later in &release.later {
        as_of.reached(later.on);
    }
    let draft = of_policy(policy, release, as_of.date());
    let before = faults.len();
    let merged = Merged::of_release(site, draft, release, faults);
    soften(&mut faults[before..]);
    merged
}

/// The text of a release on a day, as a draft of `policy`.
pub(super) fn of_policy(policy: &Draft, release: &Release, day: Date) -> Draft {
    let (source, body) = match release.text_on(day) {
        Cow::Borrowed(_) => (Arc::clone(&release.source), release.body.clone()),
        Cow::Owned(text) => {
            let body = 0..text.len();
            (Source::new(release.source.path.clone(), text), body)
        }
    };
    Draft {
        path: policy.path.clone(),
        source,
        front_matter: front_matter(&policy.front_matter, release),
        facts: None,
        body,
    }
}

/// The front matter for the page of a release.
fn front_matter(policy: &FrontMatter, release: &Release) -> FrontMatter {
    FrontMatter {
        title: Some(release.title.clone()),
        doc_type: Some(release.doc_type.clone()),
        summary: release.summary.clone(),
        version: Some(release.version.clone()),
        updated: release.updated,
        effective: Some(release.effective),
        language: Some(release.language.clone()),
        numbering: Some(release.numbering),
        ..policy.clone()
    }
}

/// Turns faults in the text of a release into notes, because nobody can edit it.
pub(super) fn soften(faults: &mut [Diagnostic]) {
    for fault in faults {
        fault.severity = Severity::Info;
    }
}
