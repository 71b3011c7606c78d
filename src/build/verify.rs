//! Verifies that each release produces the page whose digest it contains.

use super::merge::Merged;
use super::released::of_policy;
use super::{draft, linked};
use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Public;
use crate::load::Site;
use crate::render::{self, content};

/// A policy whose releases were verified.
#[derive(Debug)]
pub struct Verified {
    /// The policy’s path relative to its folder, without the extension.
    pub policy: String,
    /// The number of its releases.
    pub releases: usize,
    /// The versions whose content has a form that this version of policygen does not know.
    pub other_form: Vec<String>,
}

/// Verifies the releases of a site. The digests of files and chains were verified when the site was
/// loaded; `faults` contains the results.
pub fn verify(
    site: &Site,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Vec<Verified>, Vec<Diagnostic>)> {
    // Faults of the current texts are irrelevant here.
    let (found, _) = linked::read(site, Vec::new(), |policies, index| {
        let (mut verified, mut faults) = (Vec::new(), Vec::new());
        for (page, _) in index.iter() {
            let path = &site.tree.policies[page.policy()];
            let (Some(chain), Some(draft)) = (
                site.releases.of(path),
                draft::read(site, page.policy()).draft,
            ) else {
                continue;
            };
            let mut other_form = Vec::new();
            for release in chain.releases() {
                if release.content_kind != content::KIND {
                    other_form.push(release.version.clone());
                    continue;
                }
                let made = |day: Date| {
                    let draft = of_policy(&draft, release, day);
                    let merged = Merged::of_release(site, draft, release, &mut Vec::new());
                    let made = policies.content(index, page, &merged, render::content);
                    Public::of(made.unwrap_or_default().as_bytes()).to_string()
                };
                let days = release.days_with_content();
                for (day, _) in days.filter(|(day, content)| made(*day) != *content) {
                    let message = format!(
                        "the page of version {} on {day} does not match the digest in the release",
                        release.version
                    );
                    faults.push(
                        Diagnostic::new(&codes::ALTERED_RELEASE, message)
                            .path(&release.source.path),
                    );
                }
            }
            verified.push(Verified {
                policy: crate::releases::policy_name(path).to_owned(),
                releases: chain.releases().len(),
                other_form,
            });
        }
        (verified, faults)
    })?;
    let (verified, found) = found.unwrap_or_default();
    let mut faults = faults;
    faults.retain(|fault| fault.code.id.starts_with("REL"));
    faults.extend(found);
    crate::base::diagnostic::settle(&mut faults);
    Ok((verified, faults))
}
