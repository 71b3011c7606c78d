//! No two things of a site may have the same address.

use std::collections::HashMap;

use super::redirects::alias_file;
use super::{Place, WrittenIn, data_files, hub, sitemap};
use crate::base::address::{self, Urls};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::link::Index;
use crate::load::Site;

/// Reports pages, redirects and copied files that would land on one another.
pub(super) fn check(
    site: &Site,
    index: &Index<'_>,
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    // Sorted, so that neighbours with one address collide.
    let mut pages: Vec<PageId> = index.iter().map(|(page, _)| page).collect();
    pages.sort_unstable_by_key(|policy| (address_of(index, *policy), *policy));
    let addresses = Addresses {
        place,
        site,
        index,
        own: own_files(site, pages.len()),
        pages,
    };
    addresses.check_policies(faults);
    addresses.check_assets(faults);
    addresses.check_aliases(faults);
}

fn address_of<'a>(index: &'a Index<'_>, page: PageId) -> &'a str {
    index.get(page).map_or("", |entry| &*entry.address)
}

/// Files of the output that are policygen's own.
fn own_files(site: &Site, documents: usize) -> Vec<String> {
    let mut own: Vec<String> = ["404.html", sitemap::FILE, crate::output::MANIFEST]
        .map(str::to_owned)
        .into();
    own.extend(data_files(site));
    own.extend((1..hub::pages(documents)).map(|at| hub::page_file(site, at)));
    own.extend((0..sitemap::parts(documents)).map(sitemap::part_file));
    own.extend(site.theme.assets().iter().map(|(path, _)| path.clone()));
    own
}

struct Addresses<'a> {
    place: &'a WrittenIn<'a>,
    site: &'a Site,
    index: &'a Index<'a>,
    /// The policies that have pages, by address.
    pages: Vec<PageId>,
    own: Vec<String>,
}

impl Addresses<'_> {
    fn address(&self, policy: PageId) -> &str {
        address_of(self.index, policy)
    }

    fn shown(&self, page: PageId) -> String {
        self.site
            .tree
            .shown(&self.site.tree.policies[page.policy()])
    }

    /// The policy whose page is this file.
    fn page(&self, file: &str) -> Option<PageId> {
        let settings = &self.site.settings;
        let twin = match file.rsplit_once('.') {
            Some((address, ending)) if settings.twins.has(ending) => Some(address),
            _ => None,
        };
        let address = match (twin, settings.urls) {
            (Some("index"), _) => "",
            (Some(address), _) => address,
            _ if file == "index.html" => "",
            (None, Urls::Pretty) => file.strip_suffix("/index.html")?,
            (None, Urls::Flat) => file.strip_suffix(".html")?,
        };
        let at = self
            .pages
            .binary_search_by(|policy| self.address(*policy).cmp(address));
        at.ok().map(|at| self.pages[at])
    }

    /// A policy whose page is in this folder.
    fn page_in(&self, folder: &str) -> Option<PageId> {
        let first = |from: &str| {
            let pages = &self.pages;
            let at = pages.partition_point(|policy| self.address(*policy) < from);
            pages.get(at).copied()
        };
        let policy = first(folder)?;
        let own_folder = self.address(policy) == folder && self.site.settings.urls == Urls::Pretty;
        if own_folder {
            return Some(policy);
        }
        let below = format!("{folder}/");
        let policy = first(&below)?;
        self.address(policy).starts_with(&below).then_some(policy)
    }

    /// What is in the way of a file: the same file, or one that needs a folder
    /// of that name.
    fn in_the_way(&self, file: &str) -> Option<String> {
        if let Some(policy) = self.page(file) {
            return Some(format!("the page of {}", self.shown(policy)));
        }
        if let Some(policy) = self.page_in(file) {
            return Some(format!("the folder of {}", self.shown(policy)));
        }
        let folder = format!("{file}/");
        let is_own = |own: &String| own == file || own.starts_with(&folder);
        (file == "index.html" || self.own.iter().any(is_own))
            .then(|| "a file that policygen makes".to_owned())
    }

    fn check_policies(&self, faults: &mut Vec<Diagnostic>) {
        for pair in self.pages.windows(2) {
            let address = self.address(pair[0]);
            if address == self.address(pair[1]) {
                let file = address::file(address, self.site.settings.urls);
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("two policies have the address `{file}`"),
                    )
                    .path(self.shown(pair[1]))
                    .help(format!(
                        "the other is {}; rename one of the files, or give it a `slug`",
                        self.shown(pair[0])
                    )),
                );
            }
        }
        for own in &self.own {
            if let Some(policy) = self.page(own) {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!(
                            "the policy has the address `{own}`, which is a file that policygen makes"
                        ),
                    )
                    .path(self.shown(policy))
                    .help("rename the file, or give it a `slug`"),
                );
            }
        }
    }

    fn check_assets(&self, faults: &mut Vec<Diagnostic>) {
        for asset in &self.site.tree.assets {
            if let Some(other) = self.in_the_way(&asset.path) {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!(
                            "the file would be copied to `{}`, which is {other}",
                            asset.path
                        ),
                    )
                    .path(self.site.tree.shown(&asset.path))
                    .help("rename it, or move it out of the policies' folder"),
                );
            }
        }
    }

    fn check_aliases(&self, faults: &mut Vec<Diagnostic>) {
        let mut aliases: HashMap<String, PageId> = HashMap::new();
        for (policy, entry) in self.index.iter() {
            for (at, alias) in entry.aliases().iter().enumerate() {
                let Some(file) = alias_file(alias) else {
                    let fault =
                        Diagnostic::new(&codes::BAD_ALIAS, format!("`{alias}` can't be an alias"))
                            .help("write an old path of this site, such as `/old/privacy`");
                    faults.push(self.at_alias(fault, policy, at));
                    continue;
                };
                let asset = self.site.tree.has_asset(&file);
                let other = match (self.in_the_way(&file), aliases.get(&file)) {
                    (Some(other), _) => other,
                    (None, _) if asset => {
                        format!("the copied file {}", self.site.tree.shown(&file))
                    }
                    (None, Some(other)) if *other == policy => {
                        "an alias of the same policy".to_owned()
                    }
                    (None, Some(other)) => format!("an alias of {}", self.shown(*other)),
                    (None, None) => {
                        aliases.insert(file, policy);
                        continue;
                    }
                };
                let fault = Diagnostic::new(
                    &codes::SAME_ADDRESS,
                    format!("the alias `{alias}` would be `{file}`, which is {other}"),
                );
                faults.push(self.at_alias(fault, policy, at));
            }
        }
    }

    /// Points a fault at an alias.
    fn at_alias(&self, fault: Diagnostic, page: PageId, alias: usize) -> Diagnostic {
        match (self.place)(page, Place::Alias(alias)) {
            Some(place) => fault.label(place, ""),
            None => fault.path(self.shown(page)),
        }
    }
}
