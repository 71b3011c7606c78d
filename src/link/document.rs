//! The links of a document, resolved or reported before anything is written.

use super::{Linker, Target, report};
use crate::base::diagnostic::Diagnostic;
use crate::document::{Document, Link, LinkForm};

/// A document whose links are resolved: what pages are written from.
#[derive(Debug)]
pub(crate) struct Linked<'d> {
    /// The document.
    pub document: &'d Document<'d>,
    /// For each of its links the target; `None` for dead links, which were
    /// reported and are written as plain text.
    targets: Vec<Option<Target>>,
}

impl Linked<'_> {
    /// What a link of the document is to become.
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
    let resolve = |link: &Link<'_>| {
        let destination = link.destination();
        let resolved = match link.form {
            LinkForm::Email => Ok(Target {
                href: format!("mailto:{destination}"),
                label: None,
                internal: false,
            }),
            // Nobody sees the name of a picture.
            _ => linker.resolve(&destination, link.is_empty && !link.is_image, &link.range),
        };
        let failed = |wanted| {
            let place = origin.place(link.range.clone());
            let chain = origin.chain(link.range.start);
            let chain = chain.map(|(name, place)| (name.to_owned(), place));
            faults.push(report(wanted, place, chain.collect(), origin.policy));
        };
        resolved.map_err(failed).ok()
    };
    Linked {
        document,
        targets: document.links.iter().map(resolve).collect(),
    }
}
