//! Resolves or reports the links of a document before anything is written.

use super::{Linker, Target, report};
use url::Url;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::document::{Document, Link, LinkForm};

/// A document with resolved links, from which pages are written.
#[derive(Debug)]
pub(crate) struct Linked<'d> {
    pub document: &'d Document<'d>,
    /// The target of each link in the document; `None` for dead links, which have been reported and
    /// are written as plain text.
    targets: Vec<Option<Target>>,
}

impl<'d> Linked<'d> {
    /// A document that belongs to no site. Its links are kept as written.
    pub(crate) fn unresolved(document: &'d Document<'d>) -> Self {
        let target = |link: &Link<'_>| {
            let destination = link.destination().into_owned();
            let internal = !destination.contains(':') && !destination.starts_with(['#', '/']);
            Some(Target {
                label: link.is_empty.then(|| destination.clone()),
                internal,
                href: match link.form {
                    LinkForm::Email => format!("mailto:{destination}"),
                    _ => destination,
                },
            })
        };
        let targets = document.links.iter().map(target).collect();
        Self { document, targets }
    }

    /// The resolved target of a link in the document.
    pub(crate) fn target(&self, link: &Link<'_>) -> Option<&Target> {
        self.targets.get(link.index)?.as_ref()
    }
}

/// Resolves all links of a document. Dead links are reported.
pub(crate) fn link<'d>(
    document: &'d Document<'d>,
    linker: &mut Linker<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Linked<'d> {
    let origin = linker.origin;
    let mut elsewhere = Vec::new();
    let (base_url, images) = (linker.settings.base_url.as_ref(), linker.images);
    let resolve = |link: &Link<'_>| {
        let destination = link.destination();
        // `#?rights` is a link if the page has that section, and plain text otherwise.
        let destination = match destination.strip_prefix("#?") {
            Some(anchor) => {
                linker.outline.find(anchor)?;
                format!("#{anchor}").into()
            }
            None => destination,
        };
        let resolved = match link.form {
            LinkForm::Email => Ok(Target {
                href: format!("mailto:{destination}"),
                label: None,
                internal: false,
            }),
            // An image never shows the name of its target.
            _ => linker.resolve(&destination, link.is_empty && !link.is_image, &link.range),
        };
        let warned = linker.warned.take();
        let mut failed = |wanted| {
            let place = origin.place(link.range.clone());
            let chain = origin.chain(link.range.start);
            let chain = chain.map(|(name, place)| (name.to_owned(), place));
            faults.push(report(wanted, place, chain.collect(), origin.policy));
        };
        // An address in running text often points to another part of the host.
        if let Some(warned) = warned.filter(|_| link.form != LinkForm::Bare) {
            failed(warned);
        }
        let target = resolved.map_err(failed).ok()?;
        if link.is_image && !target.internal && is_kept_out(&target.href, base_url, images) {
            let fault = Diagnostic::new(
                &codes::REMOTE_IMAGE,
                "the image is on another host, which the Content Security Policy blocks",
            )
            .help("put the file beside the policy, and link to it there");
            elsewhere.push(origin.point(fault, link.range.clone(), ""));
        }
        Some(target)
    };
    let targets = document.links.iter().map(resolve).collect();
    faults.append(&mut elsewhere);
    Linked { document, targets }
}

/// Whether an image is on a host that is neither the site's nor allowed by its theme.
fn is_kept_out(href: &str, base_url: Option<&Url>, images: &[String]) -> bool {
    let Some(host) = href
        .strip_prefix("//")
        .or_else(|| href.split_once("://").map(|(_, rest)| rest))
        .and_then(|rest| rest.split(['/', '?', '#']).next())
    else {
        return false;
    };
    let allows = |source: &str| {
        let source = source.split_once("://").map_or(source, |(_, rest)| rest);
        match source.strip_prefix('*') {
            Some(ending) => host.ends_with(ending),
            None if source.ends_with(':') => href.starts_with(source),
            None => host.eq_ignore_ascii_case(source.split('/').next().unwrap_or_default()),
        }
    };
    let own = base_url.and_then(Url::host_str);
    !own.is_some_and(|own| own.eq_ignore_ascii_case(host))
        && !images.iter().any(|source| allows(source))
}
