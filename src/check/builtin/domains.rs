//! Domains that a page spells in two ways.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::spellings::{COMPARED, is_slip};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::rules::Pattern;

/// The domain of an email address or a URL.
static DOMAIN: Lazy =
    LazyLock::new(|| Pattern::new(r"(?:@|https?://|www\.)(?<host>[\p{L}\d-]+(?:\.[\p{L}\d-]+)+)"));

/// A host without its subdomains, split into two parts: `acme` and `co.uk`.
fn parted(host: &str) -> Option<(&str, &str)> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut at = host.rfind('.')?;
    // Skip public suffixes with two parts, such as `co.uk`.
    if let Some(second) = host[..at].rfind('.')
        && at - second <= 4
    {
        at = second;
    }
    let start = host[..at].rfind('.').map_or(0, |dot| dot + 1);
    Some((&host[start..at], &host[at + 1..]))
}

/// A domain that a page mentions.
struct Host<'t> {
    /// The part that was registered, such as “example” of “www.example.com”.
    name: &'t str,
    end: &'t str,
    folded: String,
    range: Range<usize>,
}

impl Host<'_> {
    fn is(&self, name: &str, end: &str) -> bool {
        self.name == name && self.end == end
    }
}

/// Domains that differ by a typo.
pub(super) fn domain(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    // How often each spelling occurs, with the first place of each.
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut hosts: Vec<Host<'_>> = Vec::new();
    for found in prose.find_groups(&DOMAIN) {
        if let Some(host) = found.name("host")
            && let Some((name, end)) = parted(host.as_str())
        {
            let count = counts.entry(name).or_default();
            *count += 1;
            let is_first = *count == 1 || !hosts.iter().any(|one| one.is(name, end));
            if is_first && hosts.len() < COMPARED {
                hosts.push(Host {
                    name,
                    end,
                    folded: name.to_lowercase(),
                    range: host.range(),
                });
            }
        }
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, host) in hosts.iter().enumerate() {
        let is_other =
            |other: &&Host<'_>| other.end == host.end && is_slip(&host.folded, &other.folded);
        let Some(other) = hosts[..at].iter().find(is_other) else {
            continue;
        };
        // The less frequent spelling is the typo.
        let (slip, meant) = match counts[host.name] > counts[other.name] {
            true => (other, host),
            false => (host, other),
        };
        let (range, end) = (&slip.range, host.end);
        let (slip, meant) = (slip.name, meant.name);
        if seen.contains(&slip) || prose.is_quoted(range.start) {
            continue;
        }
        seen.push(slip);
        findings.push(
            Finding::text(range.clone())
                .with("value", format!("{slip}.{end}"))
                .with("name", format!("{meant}.{end}")),
        );
    }
    Verdict::Found(findings)
}
