//! Ensures that no two things on a site have the same address, on any system: names that differ
//! only in case or Unicode form count as the same.

use std::collections::BTreeMap;

use super::redirects::{alias_file, is_of_host};
use super::{Place, WrittenIn, document_files, own_files};
use crate::base::address::{self, Urls};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::base::tree::{Asset, composed};
use crate::link::Index;
use crate::load::Site;

/// Reports pages, redirects and copied files that would overwrite each other.
pub(super) fn check(
    site: &Site,
    index: &Index<'_>,
    copied: &[&Asset],
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    // Sort the pages, so that those with the same address are adjacent.
    let mut pages: Vec<PageId> = index.iter().map(|(page, _)| page).collect();
    pages.sort_unstable_by_key(|policy| (address_of(index, *policy), *policy));
    let made = |path: String| {
        (
            folded(&path),
            (path, "a file that policygen writes".to_owned()),
        )
    };
    let headers = index.headers();
    let own = own_files(site, headers.clone()).chain(document_files(site, headers));
    let mut addresses = Addresses {
        place,
        site,
        index,
        taken: own.chain(["index.html".to_owned()]).map(made).collect(),
        pages,
    };
    addresses.check_policies(faults);
    addresses.check_assets(copied, faults);
    addresses.check_aliases(faults);
}

/// A path as seen by systems that ignore case and Unicode forms.
fn folded(path: &str) -> String {
    match path.is_ascii() {
        true => path.to_ascii_lowercase(),
        false => composed(&composed(path).to_lowercase()).into_owned(),
    }
}

/// A hint if two paths look the same.
fn look_same(one: &str, other: &str) -> Option<String> {
    let visible = |path: &str| -> String {
        let is_visible =
            |c: &char| !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        composed(path).chars().filter(is_visible).collect()
    };
    (visible(one) == visible(other)).then(|| {
        "the names differ only in invisible characters or in their Unicode form".to_owned()
    })
}

/// A hint if another file's name looks the same.
fn same_form(copied: &[&Asset], asset: &Asset) -> Option<String> {
    let mut others = copied.iter().filter(|other| other.path != asset.path);
    let looks_same = others.any(|other| other.output() == asset.output());
    let help =
        "the two names differ only in their Unicode form: one has accents as separate characters";
    looks_same.then(|| help.to_owned())
}

/// Describes an output path that is too long: file systems allow 255 bytes for each name, and some
/// allow 1,024 in total.
pub(crate) fn too_long(file: &str) -> Option<String> {
    let mut names = file.split('/');
    if let Some(name) = names.find(|name| name.len() > MAX_NAME) {
        let start: String = name.chars().take(24).collect();
        return Some(format!(
            "the name of the output file would be {} bytes long, `{start}…`; the limit is {MAX_NAME} bytes",
            name.len()
        ));
    }
    (file.len() > MAX_PATH).then(|| {
        format!(
            "the path of the output file would be {} bytes long; the limit is {MAX_PATH} bytes",
            file.len()
        )
    })
}

/// The name in an output path that Windows reserves for a device, if any.
fn windows_name(file: &str) -> Option<&str> {
    let is_device = |name: &str| {
        let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
        let is_port = |port: &str| {
            let digit = stem.strip_prefix(port).map(str::as_bytes);
            matches!(digit, Some([b'1'..=b'9']))
        };
        matches!(&*stem, "con" | "prn" | "aux" | "nul") || is_port("com") || is_port("lpt")
    };
    file.split('/').find(|name| is_device(name))
}

fn not_for_windows(name: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::WINDOWS_NAME,
        format!("`{name}` is a reserved name on Windows"),
    )
}

const MAX_NAME: usize = 255;
const MAX_PATH: usize = 900;

fn address_of<'a>(index: &'a Index<'_>, page: PageId) -> &'a str {
    index.get(page).map_or("", |entry| &*entry.address)
}

struct Addresses<'a> {
    place: &'a WrittenIn<'a>,
    site: &'a Site,
    index: &'a Index<'a>,
    /// The policies that have pages, by address.
    pages: Vec<PageId>,
    /// Other paths in the output: each path and its description, by its folded path.
    taken: BTreeMap<String, (String, String)>,
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
            (Some(address), _) => address::of_twin(address, file),
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

    /// Describes what conflicts with a file, in words that follow its path in a message: the same
    /// file, a file where it needs a folder, or a folder in its place.
    fn in_the_way(&self, file: &str) -> Option<String> {
        let file_folded = folded(file);
        let parents = file_folded.match_indices('/');
        let parents = parents.map(|(at, _)| &file_folded[..at]);
        for path in parents.chain([file_folded.as_str()]) {
            let found = match self.page(path) {
                Some(policy) => Some((path, format!("the page of {}", self.shown(policy)))),
                None => {
                    let taken = self.taken.get(path);
                    taken.map(|(path, what)| (path.as_str(), what.clone()))
                }
            };
            if let Some((other, what)) = found {
                return Some(if file == other {
                    format!("which is {what}")
                } else if file_folded == path {
                    format!("which many systems treat as `{other}`, {what}")
                } else {
                    format!("which needs a folder in place of `{other}`, {what}")
                });
            }
        }
        if let Some(policy) = self.page_in(&file_folded) {
            return Some(format!("which is the folder of {}", self.shown(policy)));
        }
        let folder = format!("{file_folded}/");
        let (below, (other, what)) = self.taken.range(folder.clone()..).next()?;
        below
            .starts_with(&folder)
            .then(|| format!("which is the folder of `{other}`, {what}"))
    }

    fn check_policies(&self, faults: &mut Vec<Diagnostic>) {
        let flat = self.site.settings.urls == Urls::Flat;
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
                    ))
                    .maybe_help(look_same(&self.shown(pair[0]), &self.shown(pair[1]))),
                );
            }
        }
        for page in &self.pages {
            let file = address::file(self.address(*page), self.site.settings.urls);
            if let Some(name) = windows_name(&file) {
                let fault = not_for_windows(name).path(self.shown(*page));
                faults.push(fault.help("rename the file, or give it a `slug`"));
            }
        }
        // The front page's alternate formats are also named `index`.
        let called = |address: &str| {
            let at = self
                .pages
                .partition_point(|page| self.address(*page) < address);
            let found = self.pages.get(at).copied();
            found.filter(|page| self.address(*page) == address)
        };
        if let Some(policy) = called("index") {
            let front = called("").filter(|_| !self.site.settings.twins.is_empty());
            let other = match front {
                Some(front) => Some(format!("of {}", self.shown(front))),
                None => flat.then(|| "of the list of all documents".to_owned()),
            };
            faults.extend(other.map(|other| {
                Diagnostic::new(
                    &codes::SAME_ADDRESS,
                    format!(
                        "the policy has the address `index`, which is also the address {other}"
                    ),
                )
                .path(self.shown(policy))
                .help("rename the file, or give it another `slug`")
            }));
        }
        let own = self.taken.iter().filter(|(own, _)| *own != "index.html");
        for (own, (path, what)) in own {
            if let Some(policy) = self.page(own) {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("the policy has the address `{path}`, which is {what}"),
                    )
                    .path(self.shown(policy))
                    .help("rename the file, or give it a `slug`"),
                );
            }
        }
    }

    fn check_assets(&mut self, copied: &[&Asset], faults: &mut Vec<Diagnostic>) {
        for asset in copied {
            let shown = self.site.tree.shown(&asset.path);
            let file = asset.output();
            if let Some(name) = windows_name(&file) {
                faults.push(not_for_windows(name).path(&shown).help("rename it"));
            }
            match self.in_the_way(&file) {
                Some(other) => faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("the file would be copied to `{file}`, {other}"),
                    )
                    .path(shown)
                    .help("rename it, or move it out of the policies folder")
                    .maybe_help(same_form(copied, asset)),
                ),
                None => {
                    let what = format!("the copied file {shown}");
                    self.taken.insert(folded(&file), (file.into_owned(), what));
                }
            }
        }
    }

    fn check_aliases(&mut self, faults: &mut Vec<Diagnostic>) {
        let base = self.site.settings.base_url.as_ref();
        let base = base.map_or("/", |base| base.path());
        for (policy, entry) in self.index.iter() {
            for (at, alias) in entry.aliases().iter().enumerate() {
                let Some(file) = alias_file(alias) else {
                    let fault =
                        Diagnostic::new(&codes::BAD_ALIAS, format!("`{alias}` can't be an alias"))
                            .help("write an old path of this site, such as `/old/privacy`");
                    faults.push(self.at_alias(fault, policy, at));
                    continue;
                };
                if let Some(name) = windows_name(&file) {
                    let fault = not_for_windows(name).help("remove the alias");
                    faults.push(self.at_alias(fault, policy, at));
                }
                // At its own address, a page needs no redirect; an alias outside the site gets none.
                let page = self.page(&folded(&file));
                if page.is_some_and(|page| page == policy || is_of_host(alias, base)) {
                    continue;
                }
                let fault = if let Some(message) = too_long(&file) {
                    Diagnostic::new(&codes::LONG_NAME, message).help("remove the alias")
                } else if let Some(other) = self.in_the_way(&file) {
                    let own = format!("which is an alias of {}", self.shown(policy));
                    let other = match other == own {
                        true => "which is an alias of the same policy".to_owned(),
                        false => other,
                    };
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("the alias `{alias}` would be `{file}`, {other}"),
                    )
                } else {
                    let what = format!("an alias of {}", self.shown(policy));
                    self.taken.insert(folded(&file), (file, what));
                    continue;
                };
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
