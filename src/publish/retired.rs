//! Documents that no longer apply.

use super::named;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::link::Known;
use crate::load::Site;
use crate::model::front_matter::FrontMatter;
use crate::model::language::Language;
use crate::render::data::{DateData, RetiredData, SuccessorData};

/// Whether a policy is retired on the build date.
pub(crate) fn is_retired(site: &Site, front_matter: &FrontMatter) -> bool {
    let as_of = site.evaluator.as_of();
    front_matter.retired.is_some_and(|date| as_of.reached(date))
}

/// Reports a replacement document that does not exist.
pub(crate) fn check(
    site: &Site,
    path: &str,
    front_matter: &FrontMatter,
    faults: &mut Vec<Diagnostic>,
) {
    let help = "write the path from this file to the document that replaces it";
    let successor = &front_matter.replaced_by;
    faults.extend(named::check(site, path, successor, &codes::DEAD_LINK, help));
}

/// The retirement notice on a policy's page.
pub(crate) fn data(
    site: &Site,
    path: &str,
    front_matter: &FrontMatter,
    known: Known<'_>,
    language: &Language,
) -> Option<RetiredData> {
    let date = front_matter.retired?;
    let successor = named::find(site, path, &front_matter.replaced_by);
    let header = successor.and_then(|policy| known.header(PageId::working(policy)));
    Some(RetiredData {
        date: DateData::new(date, language),
        reached: is_retired(site, front_matter),
        successor: header.map(|header| SuccessorData {
            title: header.about.title().to_owned(),
            href: site.settings.href(&header.address),
        }),
    })
}
