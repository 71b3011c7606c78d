//! Resolves the links of a page.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::find::{Found, unpublished};
use super::known::Known;
use super::reference::{Reference, Written};
use crate::base::address;
use crate::base::diagnostic::{Code, codes, did_you_mean, suggestion};
use crate::base::intern::Interner;
use crate::base::page::PageId;
use crate::base::tree::{AssetKind, Tree};
use crate::document::Outline;
use crate::model::language::{Language, fill};
use crate::model::settings::Settings;
use crate::template::Origin;

/// Resolves the links of one page.
///
/// A link may show text from a page that has not been parsed yet, or use an ID that the other
/// page's own text does not guarantee. In these cases, [`Linker::waits`] is set, and the page is
/// built when all pages are known. All links to other pages are recorded in [`Linker::references`]
/// and checked against the index at the end.
#[derive(Debug)]
pub(crate) struct Linker<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// The data of other pages that is known.
    pub known: Known<'a>,
    /// The interner for the strings of references.
    pub strings: &'a Interner,
    /// The policy's path below the policies folder.
    pub path: &'a str,
    /// The relative path from the page to the output root.
    pub root: &'a str,
    /// The language of the page.
    pub language: &'a Language,
    /// The allowed sources of images besides the site, as in the Content Security Policy.
    pub images: &'a [String],
    /// The outline of the page itself.
    pub outline: &'a Outline,
    /// The mapping back to the sources.
    pub origin: Origin<'a>,
    /// The links to other pages found so far.
    pub references: Vec<Reference>,
    /// The files that links point to, by their position in the tree.
    pub files: Vec<u32>,
    /// Other output files: data files, the feed and theme files.
    pub made: &'a HashSet<String>,
    /// The site's settings.
    pub settings: &'a Settings,
    /// A warning about a link that is kept as written.
    pub warned: Option<Wanted>,
    /// Whether the page needs data of other pages that is not known yet.
    pub waits: bool,
}

/// The resolved target of a link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The URL.
    pub href: String,
    /// The text to use if the link has none.
    pub label: Option<String>,
    /// Whether it points to another file of the site.
    pub internal: bool,
}

/// An error or warning about a link.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The diagnostic code.
    pub code: &'static Code,
    /// The message, in one sentence.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// The ID as written and the intended one, if that is certain.
    pub meant: Option<(String, String)>,
}

impl Linker<'_> {
    /// Resolves a link's destination. `unnamed` states whether the link has no text, and `merged`
    /// is its place in the merged text.
    pub(crate) fn resolve(
        &mut self,
        destination: &str,
        unnamed: bool,
        merged: &Range<usize>,
    ) -> Result<Target, Wanted> {
        let plain = |href: &str| {
            Ok(Target {
                href: href.to_owned(),
                label: unnamed.then(|| href.to_owned()),
                internal: false,
            })
        };
        let written = destination;
        let own = self.below_base(destination);
        let destination = own.as_deref().unwrap_or(destination);
        if let Some(scheme) = scheme(destination)
            && own.is_none()
        {
            return match scheme.as_str() {
                "http" | "https" if is_without_slashes(destination) => Err(without_slashes()),
                "http" | "https" | "mailto" | "tel" => plain(destination),
                _ => Err(unsafe_link(&scheme)),
            };
        }
        if destination.starts_with("//") {
            return plain(destination);
        }
        let (path, anchor) = match destination.split_once('#') {
            Some((path, anchor)) => (path, Some(decode(anchor))),
            None => (destination, None),
        };
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        if path.trim().is_empty() {
            return match (anchor, query) {
                (Some(anchor), None) => self.own(&anchor, unnamed),
                _ => plain(destination),
            };
        }
        let decoded = decode(path);
        let (found, joined) = self.look_up(&decoded, own.is_some());
        match found {
            Some(Found::Policy(policy)) => self.other(policy, anchor.as_deref(), unnamed, merged),
            Some(Found::Hub) => Ok(Target {
                href: format!("{}index.html", self.root),
                label: None,
                internal: true,
            }),
            Some(Found::Asset(at)) => {
                let asset = &self.tree.assets[at];
                if !matches!(asset.kind, AssetKind::Always | AssetKind::Media) {
                    return Err(unpublished(asset));
                }
                self.files.push(u32::try_from(at).unwrap_or(u32::MAX));
                Ok(self.file(&asset.output(), query, anchor, unnamed))
            }
            Some(Found::Made(path)) => Ok(self.file(&path, query, anchor, unnamed)),
            None => self.dead(
                written,
                path,
                &decoded,
                joined.as_deref(),
                own.is_some(),
                unnamed,
            ),
        }
    }

    /// The target for an output file that is not a page.
    fn file(
        &self,
        path: &str,
        query: Option<&str>,
        anchor: Option<Cow<'_, str>>,
        unnamed: bool,
    ) -> Target {
        let mut href = format!("{}{}", self.root, address::encode(path));
        if let Some(query) = query {
            href.push('?');
            href.push_str(query);
        }
        if let Some(anchor) = anchor {
            href.push('#');
            href.push_str(&address::encode(&anchor));
        }
        Target {
            href,
            label: unnamed.then(|| path.rsplit('/').next().unwrap_or_default().to_owned()),
            internal: true,
        }
    }

    fn own(&self, anchor: &str, unnamed: bool) -> Result<Target, Wanted> {
        // `#` and `#top` point to the top of any page, unless it has the ID `top`.
        let is_title = self.outline.is_title(anchor);
        let is_top = (anchor == "top" || is_title) && self.outline.find(anchor).is_none();
        if anchor.is_empty() || is_top {
            return Ok(Target {
                href: format!("#{}", if is_title { "" } else { anchor }),
                label: unnamed.then(|| self.outline.title.clone()),
                internal: false,
            });
        }
        match self.outline.find(anchor) {
            Some((_, None)) if unnamed => Err(unnamed_target(anchor)),
            Some((id, section)) => Ok(Target {
                href: format!("#{}", address::encode(id)),
                label: section
                    .filter(|_| unnamed)
                    .map(|section| self.outline.label(section, &self.language.words.page)),
                internal: false,
            }),
            None => Err(dead_anchor(anchor, self.outline, "this page")),
        }
    }

    fn other(
        &mut self,
        policy: usize,
        anchor: Option<&str>,
        unnamed: bool,
        merged: &Range<usize>,
    ) -> Result<Target, Wanted> {
        let anchor = anchor.filter(|anchor| !anchor.is_empty() && *anchor != "top");
        let path = &self.tree.policies[policy];
        if **path == *self.path {
            return match anchor {
                Some(anchor) => self.own(anchor, unnamed),
                None => self.own("", unnamed),
            };
        }
        let page = PageId::working(policy);
        let Some(header) = self.known.header(page) else {
            return Err(Wanted {
                code: &codes::DEAD_LINK,
                message: format!("`{path}` is a draft, which is left out of the site"),
                help: Some("publish it, or build with `--drafts`".to_owned()),
                meant: None,
            });
        };
        let anchor_symbol = anchor.map(|anchor| self.strings.one(anchor));
        let trusted = !self.known.is_all()
            && !unnamed
            && anchor_symbol.is_some_and(|id| header.ids.contains(&id));
        self.references.push(Reference {
            target: page,
            anchor: anchor_symbol,
            trusted,
            unnamed,
            written: match anchor {
                Some(_) => Written::of(merged.clone(), self.origin),
                None => Written::Unknown,
            },
        });
        let title = header.about.title();
        let needs_outline = match anchor {
            Some(_) => !trusted,
            None => unnamed && title.is_empty(),
        };
        let outline = match needs_outline {
            true => self.known.outline(page),
            false => None,
        };
        let Some(outline) = outline else {
            self.waits |= needs_outline && !self.known.is_all();
            return Ok(Target {
                href: self.href(&header.address, anchor),
                label: unnamed.then(|| title.to_owned()),
                internal: true,
            });
        };
        let Some((id, section)) = anchor.and_then(|anchor| outline.find(anchor)) else {
            // A missing section is reported when all pages are known.
            let anchor = anchor.filter(|anchor| !outline.is_title(anchor));
            return Ok(Target {
                href: self.href(&header.address, anchor),
                label: unnamed.then(|| outline.title.clone()),
                internal: true,
            });
        };
        Ok(Target {
            href: self.href(&header.address, Some(id)),
            label: section.filter(|_| unnamed).map(|section| {
                // Links without text to targets that are not headings are reported with dead links
                // to sections.
                let is_numbered = section.number.is_some();
                let section = outline.label(section, &self.language.words.page);
                if is_numbered {
                    let values = [("section", section.as_str()), ("page", &outline.title)];
                    fill(&self.language.words.page.section_of, &values)
                } else {
                    format!("{section} ({})", outline.title)
                }
            }),
            internal: true,
        })
    }

    fn href(&self, address: &str, anchor: Option<&str>) -> String {
        let mut href = self.root.to_owned();
        href.push_str(&address::encode(&address::file(
            address,
            self.settings.urls,
        )));
        if let Some(anchor) = anchor {
            href.push('#');
            href.push_str(&address::encode(anchor));
        }
        href
    }
}

fn unsafe_link(scheme: &str) -> Wanted {
    // `C:\forms\terms.pdf`
    let is_drive = scheme.len() == 1;
    Wanted {
        code: &codes::UNSAFE_LINK,
        message: match is_drive {
            true => "links to files on your own computer are removed".to_owned(),
            false => format!("links with `{scheme}:` are removed"),
        },
        help: Some(match is_drive {
            true => "put the file beside the policy, and link to its name".to_owned(),
            false => "use http, https, mailto or tel".to_owned(),
        }),
        meant: None,
    }
}

/// Whether a web address lacks `//` after its scheme.
fn is_without_slashes(destination: &str) -> bool {
    let rest = destination.split_once(':').map_or("", |(_, rest)| rest);
    !rest.is_empty() && !rest.starts_with("//")
}

fn without_slashes() -> Wanted {
    Wanted {
        code: &codes::UNSAFE_LINK,
        message: "the address lacks `//` after its scheme, so the link is removed".to_owned(),
        help: Some("write `https://`".to_owned()),
        meant: None,
    }
}

/// The error for a link without text whose target is not a heading.
pub(super) fn unnamed_target(anchor: &str) -> Wanted {
    Wanted {
        code: &codes::UNNAMED_TARGET,
        message: format!("`#{anchor}` is not a heading, so a link to it needs link text"),
        help: Some("write the link text between the brackets".to_owned()),
        meant: None,
    }
}

pub(super) fn dead_anchor(anchor: &str, outline: &Outline, page: &str) -> Wanted {
    // A page with thousands of sections may have as many dead links.
    let sections = outline.sections.iter().take(500);
    let ids = sections.map(|section| section.id.as_str());
    let mut near = ids.clone().filter(|id| suggestion(anchor, [*id]).is_some());
    let meant = match (near.next(), near.next()) {
        (Some(id), None) => Some((anchor.to_owned(), id.to_owned())),
        _ => None,
    };
    Wanted {
        code: &codes::DEAD_ANCHOR,
        message: format!("{page} has no section `#{anchor}`"),
        help: did_you_mean(anchor, ids)
            .or_else(|| Some("write `{#id}` after a heading to set its ID".to_owned())),
        meant,
    }
}

pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The scheme of a URL, in lower case.
fn scheme(destination: &str) -> Option<String> {
    if !destination.contains(':') {
        return None;
    }
    // Browsers skip control characters and spaces here, so they must not hide a scheme.
    let cleaned: String = destination
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take_while(|c| !matches!(c, '/' | '?' | '#'))
        .collect();
    let (scheme, _) = cleaned.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then(|| scheme.to_ascii_lowercase())
}
