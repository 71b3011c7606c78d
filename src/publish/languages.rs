//! The languages of a site.

use std::collections::BTreeMap;

use super::{Place, WrittenIn, named};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::link::{Header, Index, Known};
use crate::load::Site;
use crate::model::front_matter::FrontMatter;
use crate::render::data::TranslationData;

/// The original of the policy at `path`, if it is a translation.
pub(crate) fn original(site: &Site, path: &str, front_matter: &FrontMatter) -> Option<usize> {
    named::find(site, path, &front_matter.translation_of)
}

/// Reports a translation of a missing document.
pub(crate) fn check_original(
    site: &Site,
    path: &str,
    front_matter: &FrontMatter,
    faults: &mut Vec<Diagnostic>,
) {
    let help = "write the path from this file to the document in the other language";
    let original = &front_matter.translation_of;
    faults.extend(named::check(
        site,
        path,
        original,
        &codes::TRANSLATION,
        help,
    ));
}

/// A page in all its languages, for its template. `title` is that of the page
/// itself.
pub(crate) fn translations(
    site: &Site,
    known: Known<'_>,
    page: PageId,
    title: &str,
) -> Vec<TranslationData> {
    let all = known.translations(page).iter();
    all.filter_map(|other| Some((*other, known.header(*other)?)))
        .map(|(other, header)| {
            let language = tag(site, header);
            TranslationData {
                name: site.languages.get(language).name(),
                language: language.to_owned(),
                title: match other == page {
                    true => title.to_owned(),
                    false => header.about.title().to_owned(),
                },
                href: site.settings.href(&header.address),
                canonical: site.settings.page_url(&header.address),
            }
        })
        .collect()
}

/// The language of a page.
pub(super) fn tag<'a>(site: &'a Site, entry: &'a Header) -> &'a str {
    entry.language().unwrap_or(&site.settings.language)
}

/// Reports faults in languages and translations, once all policies are known.
pub(super) fn check(
    site: &Site,
    index: &Index<'_>,
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    check_words(site, index, faults);
    check_translations(site, index, place, faults);
}

/// Reports translations of translations, two translations in the same language, and out-of-date
/// translations.
fn check_translations(
    site: &Site,
    index: &Index<'_>,
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let shown = |page: PageId| site.tree.shown(&site.tree.policies[page.policy()]);
    for (policy, entry) in index.iter() {
        let Some(original) = entry.translation_of() else {
            continue;
        };
        let Some(found) = index.get(original) else {
            continue;
        };
        let mut others = index.translations(policy).iter().copied();
        let twin = others.find(|other| {
            let same = |other: &Header| tag(site, other) == tag(site, entry);
            // Of two translations, the second one is reported.
            (*other == original || *other < policy)
                && index.get(*other).is_some_and(|other| same(other))
        });
        let (code, message, help) = if found.translation_of().is_some() {
            (
                &codes::TRANSLATION,
                format!("{} is itself a translation", shown(original)),
                "name the original document instead",
            )
        } else if let Some(twin) = twin {
            (
                &codes::TRANSLATION,
                format!(
                    "{} is in the same language, `{}`",
                    shown(twin),
                    tag(site, entry)
                ),
                "state the language of the text in `language`",
            )
        } else if let Some(drift) = drift(index, policy, original) {
            let message = format!(
                "the translation does not match {}: {drift}",
                shown(original)
            );
            let help = "translate what changed there, then set `version` and `updated` to match the original";
            (&codes::STALE_TRANSLATION, message, help)
        } else {
            continue;
        };
        let fault = Diagnostic::new(code, message).help(help);
        faults.push(match place(policy, Place::TranslationOf) {
            Some(place) => fault.label(place, ""),
            None => fault.path(shown(policy)),
        });
    }
}

/// Evidence that a translation does not match the current original.
fn drift(index: &Index<'_>, translation: PageId, original: PageId) -> Option<String> {
    let (own, its) = (index.get(translation)?, index.get(original)?);
    let mut drift = Vec::new();
    if let (Some(own), Some(its)) = (own.about.version(), its.about.version())
        && own != its
    {
        drift.push(format!("its version is {own}, not {its}"));
    }
    if let (Some(own), Some(its)) = (own.updated, its.updated)
        && own < its
    {
        drift.push(format!("it was updated on {own}, the original on {its}"));
    }
    if let (Some(own), Some(its)) = (index.outline(translation), index.outline(original)) {
        let (own, its) = (own.sections.len(), its.sections.len());
        if own != its {
            let sections = if own == 1 { "section" } else { "sections" };
            drift.push(format!("it has {own} {sections}, not {its}"));
        }
    }
    (!drift.is_empty()).then(|| drift.join("; "))
}

/// Reports each language without interface text, once.
fn check_words(site: &Site, index: &Index<'_>, faults: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, PageId> = BTreeMap::new();
    for (policy, entry) in index.iter() {
        let language = tag(site, entry);
        if !first.contains_key(language) && !site.languages.has(language) {
            first.insert(language, policy);
        }
    }
    for (language, policy) in first {
        faults.push(
            Diagnostic::new(
                &codes::NO_WORDS,
                format!("there is no interface text in `{language}`; the text that policygen adds is in English"),
            )
            .path(site.tree.shown(&site.tree.policies[policy.policy()]))
            .help(format!(
                "write {}/{language}.yaml; any text that you leave out appears in English",
                site.settings.paths.words
            )),
        );
    }
}
