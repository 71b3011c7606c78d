//! Finds texts that differ from their published pages without stating a change.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::linked;
use super::merge::merge;
use super::since::{DATE_IT, section_name, undated, without_releases};
use crate::base::dates::Window;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Public;
use crate::base::text::few;
use crate::load::Site;
use crate::output::{Manifest, read_own};
use crate::publish::POLICIES_FILE;
use crate::render;

/// The pages of an earlier build.
#[derive(Debug)]
pub struct Published {
    /// The folder, as given.
    shown: String,
    /// The days for which the pages are valid.
    window: Window,
    /// The pages by address.
    pages: BTreeMap<String, Page>,
}

/// A page, as `policies.json` lists it.
#[derive(Debug, Deserialize)]
struct Page {
    id: String,
    updated: Option<String>,
    digest: Option<String>,
    digest_kind: Option<String>,
    /// The path of its JSON data.
    json: Option<String>,
    /// The text that the digest covers, if the page has data.
    #[serde(skip)]
    content: Option<String>,
}

impl Published {
    /// Reads the pages of a build in a folder.
    ///
    /// # Errors
    ///
    /// If the folder contains no build, or if its files can't be read.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct List {
            policies: Vec<Page>,
        }
        #[derive(Deserialize)]
        struct Data {
            content: Option<String>,
        }
        let shown = folder.display();
        let Some(manifest) = Manifest::read(folder)? else {
            bail!("{shown} is not the output of `policygen build`");
        };
        let file = POLICIES_FILE;
        let bytes = read_own(folder, file)
            .transpose()
            .unwrap_or_else(|| Err(std::io::ErrorKind::NotFound.into()))
            .with_context(|| format!("can't read {shown}/{file}"))?;
        let list: List =
            serde_json::from_slice(&bytes).with_context(|| format!("can't read {shown}/{file}"))?;
        let mut pages = BTreeMap::new();
        for mut page in list.policies {
            // Read only files that the build wrote, whatever the list says.
            let data = page.json.as_deref();
            let data = data.filter(|path| manifest.digest(path).is_some());
            let data = data.and_then(|path| read_own(folder, path).ok().flatten());
            let data = data.and_then(|bytes| serde_json::from_slice::<Data>(&bytes).ok());
            page.content = data.and_then(|data| data.content);
            let address = if page.id == "index" { "" } else { &page.id };
            pages.insert(address.to_owned(), page);
        }
        Ok(Self {
            shown: shown.to_string(),
            window: manifest.record.window,
            pages,
        })
    }

    /// Warns about policies whose texts differ from their published pages while `updated` is the
    /// same. Texts are evaluated on a day for which the pages are valid. Policies with releases are
    /// compared with those instead.
    pub fn changed(&self, site: &Site) -> anyhow::Result<Vec<Diagnostic>> {
        let day = self.window.nearest(site.evaluator.as_of().date());
        let evaluator = site.evaluator.on(day);
        let (found, _) = linked::read(site, Vec::new(), |policies, index| {
            let mut found = Vec::new();
            for (at, entry, draft) in without_releases(site, index) {
                let updated = draft.front_matter.updated.map(|day| day.to_string());
                let page = self.pages.get(&*entry.address);
                let is_comparable =
                    |page: &&Page| page.digest_kind.as_deref() == Some(render::content::KIND);
                let page = page.filter(is_comparable);
                let Some(page) = page.filter(|page| page.updated == updated) else {
                    continue;
                };
                let path = site.tree.shown(&draft.path);
                let place = draft.place_of("updated");
                let Some(merged) = merge(site, &evaluator, draft, &mut Vec::new()) else {
                    continue;
                };
                let Some(now) = policies.content(index, at, &merged, render::content) else {
                    continue;
                };
                if page.digest == Some(Public::of(now.as_bytes()).to_string()) {
                    continue;
                }
                let before = page.content.as_deref();
                let sections = before.map(|before| changed_sections(before, &now));
                let whose = match sections.as_deref() {
                    None | Some([]) => String::new(),
                    Some(sections) => format!(", in {}", few(sections)),
                };
                let did_not = match updated {
                    Some(_) => "`updated` is the same",
                    None => "the policy has no `updated`",
                };
                let message = format!(
                    "the text differs from the page in `{}`{whose}, but {did_not}",
                    self.shown
                );
                let fault = undated(
                    message,
                    place,
                    "the same date as on the published page",
                    path,
                );
                found.push(fault.help(DATE_IT));
            }
            found
        })?;
        Ok(found.unwrap_or_default())
    }
}

/// The sections in which two contents differ, named as in the new one. A removed section counts as
/// a change of the section before it.
fn changed_sections(before: &str, now: &str) -> Vec<String> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = now.lines().collect();
    let mut sections: Vec<String> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let until = &new[..op.new_range().end];
        let name = section_name(until.iter().rev().find_map(|line| heading(line)));
        if !sections.contains(&name) {
            sections.push(name);
        }
    }
    sections
}

/// The title of a heading, if the line is one.
fn heading(line: &str) -> Option<&str> {
    let (kind, title) = line.split_once(' ')?;
    matches!(kind, "h2" | "h3" | "h4" | "h5" | "h6").then_some(title)
}
