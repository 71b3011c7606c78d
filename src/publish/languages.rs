//! The languages that a site is written in.

use std::collections::BTreeMap;

use super::{Place, WrittenIn, named};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::link::{Header, Index, Known};
use crate::load::Site;
use crate::model::front_matter::FrontMatter;
use crate::render::data::TranslationData;

/// The policy that one at `path` is a translation of.
pub(crate) fn original(site: &Site, path: &str, front_matter: &FrontMatter) -> Option<usize> {
    named::find(site, path, &front_matter.translation_of)
}

/// Reports a translation of something that is not there.
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

/// A page in all its languages, for its template. `title` is its own.
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

/// Reports what can be said of languages when all policies are known.
pub(super) fn check(
    site: &Site,
    index: &Index<'_>,
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    check_words(site, index, faults);
    check_translations(site, index, place, faults);
}

/// Reports translations of translations, two in one language, and those that are
/// behind their original.
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
            // Of two translations, the second is the one too many.
            (*other == original || *other < policy)
                && index.get(*other).is_some_and(|other| same(other))
        });
        let (code, message, help) = if found.translation_of().is_some() {
            (
                &codes::TRANSLATION,
                format!("{} is itself a translation", shown(original)),
                "name the document that it is a translation of",
            )
        } else if let Some(twin) = twin {
            (
                &codes::TRANSLATION,
                format!(
                    "{} is in the same language, `{}`",
                    shown(twin),
                    tag(site, entry)
                ),
                "say in `language` which language the text is in",
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

/// What shows that a translation is not one of the original as it is now.
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

/// Says of each language that there are no words in it, once.
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
                format!("there are no words in `{language}`; what policygen prints is in English"),
            )
            .path(site.tree.shown(&site.tree.policies[policy.policy()]))
            .help(format!(
                "write {}/{language}.yaml; every word that you leave out is in English",
                site.settings.paths.words
            )),
        );
    }
}
