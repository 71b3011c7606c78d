//! Verifying releases: whether each makes the page whose digest it holds.

use std::cell::RefCell;

use super::draft;
use super::merge::Merged;
use super::policy::{Policies, Work};
use super::released::of_policy;
use super::{Wanted, stages};
use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Public;
use crate::link::{Index, Known};
use crate::load::Site;
use crate::render::{self, content};

/// The releases of a policy that were verified.
#[derive(Debug)]
pub struct Verified {
    /// The policy’s path below its folder, without the ending.
    pub policy: String,
    /// How many releases it has.
    pub releases: usize,
    /// The versions whose content was made by a form that this program does not know.
    pub other_form: Vec<String>,
}

/// Verifies the releases of a site. Digests of files and chains were verified when the site
/// was loaded; `faults` says what came of that.
pub fn verify(
    site: &Site,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Vec<Verified>, Vec<Diagnostic>)> {
    let found = RefCell::new((Vec::new(), Vec::new()));
    let then = |policies: &Policies<'_>, index: &Index<'_>| {
        let (verified, faults) = &mut *found.borrow_mut();
        for (page, header) in index.iter() {
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
                    let mut ignored = Vec::new();
                    let draft = of_policy(&draft, release, day);
                    let merged = Merged::of_release(site, draft, release, &mut ignored);
                    let document = merged.document(site, Vec::new(), &mut ignored);
                    let work = Work {
                        page,
                        header,
                        known: Known::All(index),
                        merged: &merged,
                        version: None,
                    };
                    let linked = policies.link(work, &document, &mut ignored).linked;
                    let mut made = String::new();
                    render::content(&linked, &mut made);
                    Public::of(made.as_bytes()).to_string()
                };
                let days = release.days_with_content();
                for (day, _) in days.filter(|(day, content)| made(*day) != *content) {
                    let message = format!(
                        "version {} makes another page on {day} than the one whose digest it holds",
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
        Ok(Vec::new())
    };
    let wanted = Wanted {
        then: Some(&then),
        ..Wanted::default()
    };
    // What is wrong with the texts of today is not in question.
    stages(site, wanted, Vec::new(), None)?;
    let (verified, found) = found.into_inner();
    let mut faults = faults;
    faults.retain(|fault| fault.code.id.starts_with("REL"));
    faults.extend(found);
    crate::base::diagnostic::settle(&mut faults);
    Ok((verified, faults))
}
