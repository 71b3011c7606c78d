//! Documents that no longer apply.

use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
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

/// The policy in the place of one at `path`.
fn successor(site: &Site, path: &str, front_matter: &FrontMatter) -> Option<usize> {
    let (written, _) = front_matter.replaced_by.as_ref()?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let found = site.tree.policy(&address::join(folder, written)?)?;
    (*site.tree.policies[found] != *path).then_some(found)
}

/// Reports a document in the place of another that is not there.
pub(crate) fn check(
    site: &Site,
    path: &str,
    front_matter: &FrontMatter,
    faults: &mut Vec<Diagnostic>,
) {
    let Some((written, place)) = &front_matter.replaced_by else {
        return;
    };
    if successor(site, path, front_matter).is_some() {
        return;
    }
    let others = site.tree.policies.iter().take(1000);
    let others: Vec<String> = others
        .filter(|other| ***other != *path)
        .map(|other| address::relative(path, other))
        .collect();
    let fault = Diagnostic::new(
        &codes::DEAD_LINK,
        format!("there is no other policy `{written}`"),
    );
    let help = did_you_mean(written, others.iter().map(String::as_str))
        .unwrap_or_else(|| "write the path from this file to the document in its place".to_owned());
    faults.push(match place {
        Some(place) => fault.label(place.clone(), "").help(help),
        None => fault.path(site.tree.shown(path)).help(help),
    });
}

/// What the page of a policy says of its retirement.
pub(crate) fn data(
    site: &Site,
    path: &str,
    front_matter: &FrontMatter,
    known: Known<'_>,
    language: &Language,
) -> Option<RetiredData> {
    let date = front_matter.retired?;
    let successor = successor(site, path, front_matter);
    let header = successor.and_then(|policy| known.header(PageId::working(policy)));
    Some(RetiredData {
        date: DateData::new(date, language),
        reached: is_retired(site, front_matter),
        successor: header.map(|header| SuccessorData {
            title: header.about.title().to_owned(),
            href: address::encode(&address::file(&header.address, site.settings.urls)).into_owned(),
        }),
    })
}
