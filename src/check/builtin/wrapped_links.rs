//! Links that go through a service which counts or checks clicks.

use super::Verdict;
use crate::check::evaluate::{Finding, Page};

/// How their addresses begin, after `https://` and without `www.`.
const SERVICES: &[&str] = &[
    "google.com/url?",
    "google.de/url?",
    "google.fr/url?",
    "google.es/url?",
    "google.co.uk/url?",
    "urldefense.com/v",
    "urldefense.proofpoint.com/v",
    "l.facebook.com/l.php",
    "lm.facebook.com/l.php",
    "l.instagram.com/?",
    "linkedin.com/redir/redirect",
    "slack-redir.net/link",
    "youtube.com/redirect?",
    "out.reddit.com/",
    "protect-eu.mimecast.com/s/",
    "protect-us.mimecast.com/s/",
    "protect-de.mimecast.com/s/",
    "linkprotect.cudasvc.com/url?",
];

/// Links copied from Google Docs, Outlook or a social network.
pub(super) fn wrapped_link(page: &Page<'_>) -> Verdict {
    let links = page.prose.links.iter();
    let found = links.filter_map(|link| {
        let (_, to) = link.to.split_once("://")?;
        let to = to.strip_prefix("www.").unwrap_or(to);
        let host = to.split(['/', '?']).next()?;
        let is_it = SERVICES.iter().any(|service| to.starts_with(service))
            || host.ends_with(".safelinks.protection.outlook.com");
        is_it.then(|| Finding::text(link.text.clone()).with("value", host))
    });
    Verdict::Found(found.collect())
}
