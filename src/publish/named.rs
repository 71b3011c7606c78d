//! Policies that another policy's front matter names, by their paths relative to its file.

use crate::base::address;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::source::Place;
use crate::load::Site;

/// A key that names a policy: the path as written, and its place.
pub(super) type Named = Option<(String, Option<Place>)>;

/// The policy that the policy at `path` names. A policy can’t name itself.
pub(super) fn find(site: &Site, path: &str, named: &Named) -> Option<usize> {
    let (written, _) = named.as_ref()?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let found = site.tree.policy(&address::join(folder, written)?)?;
    (*site.tree.policies[found] != *path).then_some(found)
}

/// Reports a named policy that does not exist. `help` is the advice if no existing name is similar.
pub(super) fn check(
    site: &Site,
    path: &str,
    named: &Named,
    code: &'static Code,
    help: &str,
) -> Option<Diagnostic> {
    let (written, place) = named.as_ref()?;
    if find(site, path, named).is_some() {
        return None;
    }
    let others = site.tree.policies.iter().take(1000);
    let others: Vec<String> = others
        .filter(|other| ***other != *path)
        .map(|other| address::relative(path, other))
        .collect();
    let fault = Diagnostic::new(code, format!("there is no other policy `{written}`"));
    let near = did_you_mean(written, others.iter().map(String::as_str));
    let fault = match place {
        Some(place) => fault.label(place.clone(), ""),
        None => fault.path(site.tree.shown(path)),
    };
    Some(fault.help(near.unwrap_or_else(|| help.to_owned())))
}
