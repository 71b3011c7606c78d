//! The company's names and email addresses in its texts.

use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::words::{Lazy, is_whole};
use crate::check::evaluate::{Finding, Page};
use crate::check::view;
use crate::rules::Pattern;

/// Legal forms at the end of names, longer ones first.
const FORMS: &[(&str, &str)] = &[
    ("Corporation", "corp"),
    ("Incorporated", "inc"),
    ("Limited", "ltd"),
    ("Pty Ltd", "ltd"),
    ("Pty. Ltd", "ltd"),
    ("GmbH", "gmbh"),
    ("S.à r.l", "sarl"),
    ("S.à.r.l", "sarl"),
    ("SARL", "sarl"),
    ("S.r.l", "srl"),
    ("S.p.A", "spa"),
    ("L.L.C", "llc"),
    ("B.V", "bv"),
    ("N.V", "nv"),
    ("S.A", "sa"),
    ("Corp", "corp"),
    ("Inc", "inc"),
    ("LLC", "llc"),
    ("Ltd", "ltd"),
    ("PLC", "plc"),
    ("plc", "plc"),
    ("SAS", "sas"),
    ("ApS", "aps"),
    ("Oy", "oy"),
    ("AG", "ag"),
    ("AB", "ab"),
    ("SE", "se"),
    ("BV", "bv"),
    ("KG", "kg"),
    ("UG", "ug"),
];

pub(super) static FORM: Lazy = LazyLock::new(|| {
    let forms: Vec<String> = FORMS.iter().map(|(form, _)| regex::escape(form)).collect();
    Pattern::new(format!(r"(?-i),?[ \x{{A0}}](?:{})\b", forms.join("|")))
});

/// A name, split into the name without its legal form and the form, if any.
fn parted(name: &str) -> (&str, Option<&'static str>) {
    let bare = name.trim().trim_end_matches('.');
    for (form, kind) in FORMS {
        if let Some(core) = bare.strip_suffix(form)
            && core.ends_with([' ', '\u{a0}', ','])
        {
            return (core.trim_end_matches([' ', '\u{a0}', ',']), Some(kind));
        }
    }
    (bare, None)
}

/// The names at these paths in the facts.
pub(super) fn named(page: &Page<'_>, paths: &[&'static str]) -> Vec<String> {
    paths
        .iter()
        .flat_map(|path| page.view.values(path))
        .map(view::word)
        .collect()
}

pub(super) static KIN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(affiliat\w+|subsidiar\w+|parent|former(ly)?|successor|predecessor|group|acquired|merged|entity|entities|founded|established|incorporated|renamed|became|formed|(was|were|been|then|originally) (called|known|named)|changed (its|our|the) name|until \d{4})\b",
    )
});

/// Names that differ from the company's in the legal form or in capitals, or that leave out words.
pub(super) fn entity_name_drift(page: &Page<'_>) -> Verdict {
    let Some(name) = named(page, &["company.legal_name"]).into_iter().next() else {
        return None.into();
    };
    let (core, Some(kind)) = parted(&name) else {
        return None.into();
    };
    let words: Vec<&str> = core.split(' ').collect();
    let mut known: Option<Vec<String>> = None;
    let prose = &page.prose;
    let mut findings: Vec<Finding> = Vec::new();
    for form in prose.find(&FORM) {
        let Some(block) = prose.block_at(form.start()) else {
            continue;
        };
        let before = &prose.text[block.text.start..form.start()];
        let Some((start, said)) = ending(before, &words) else {
            continue;
        };
        let start = block.text.start + start;
        let mut range: Range<usize> = start..form.end();
        if prose.text[range.end..].starts_with('.')
            && form.as_str().ends_with(['c', 'd', 'p', 'V', 'A', 'l'])
        {
            range.end += 1;
        }
        let text = &prose.text[range.clone()];
        let (_, Some(found)) = parted(text) else {
            continue;
        };
        if found == kind && said == core {
            continue;
        }
        let known = known.get_or_insert_with(|| {
            named(
                page,
                &[
                    "company.former_names.name",
                    "company.trading_names",
                    "controllers.legal_name",
                    "subprocessors.legal_name",
                    "subprocessors.trading_name",
                    "recipients.name",
                    "representatives.legal_name",
                ],
            )
        });
        let is_known = known.iter().any(|other| {
            let (other_core, other_kind) = parted(other);
            *other != name && other_core == said && other_kind == Some(found)
        });
        if is_known
            || prose.is_quoted(start)
            || KIN.is_in(&prose.text[prose.sentence(range.clone())])
        {
            continue;
        }
        let (text, name) = (text.to_owned(), name.clone());
        findings.push(
            Finding::text(range)
                .with("value", text)
                .with("name", name)
                .label(page.view.place("company.legal_name"), "the legal name"),
        );
    }
    Verdict::Found(findings)
}

/// The start and the spelling of the name at the end of a text, if it consists of these words or of
/// the first of them.
fn ending<'t>(text: &'t str, words: &[&str]) -> Option<(usize, &'t str)> {
    let whole = words.join(" ");
    let mut names: Vec<&str> = vec![&whole];
    // “Acme GmbH” for “Acme Software GmbH”.
    if words.len() > 1 && words[0].len() >= 4 {
        names.push(words[0]);
    }
    names.into_iter().find_map(|name| {
        let start = text.len().checked_sub(name.len())?;
        let said = text.get(start..)?;
        if !said.eq_ignore_ascii_case(name) || !is_whole(text, &(start..text.len())) {
            return None;
        }
        // A longer name belongs to another company.
        let last = text[..start]
            .trim_end()
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        let is_part = last.starts_with(char::is_uppercase)
            && !last.ends_with([',', '.', ';', ':', ')', '“', '"'])
            && text[..start].trim_end().len() > last.len()
            && !is_common(last);
        (!is_part).then_some((start, said))
    })
}

/// Whether a capitalised word is common at the start of a sentence.
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "At"
            | "By"
            | "We"
            | "If"
            | "When"
            | "In"
            | "To"
            | "For"
            | "With"
            | "And"
            | "Or"
            | "Our"
    )
}

static ADDRESS: Lazy = LazyLock::new(|| Pattern::new(r"[\w.+-]+@(?<domain>[\w-]+(?:\.[\w-]+)+)"));

static TO_US: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:contact|reach|e-?mail|mail|write(?: to)?|notify|tell|ask|in touch with|reply to) (?:us|our (?:[\w-]+ ){0,3}(?:team|officer|department|office))\b[^.;\n]{0,60}$",
    )
});

/// Contact email addresses at domains that do not belong to the company.
pub(super) fn foreign_domain(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    if memchr::memchr(b'@', prose.text.as_bytes()).is_none() {
        return None.into();
    }
    let domains = named(page, &["company.domains"]);
    let findings = prose.find_groups(&ADDRESS).filter_map(|found| {
        let (address, domain) = (found.get(0)?, found.name("domain")?);
        let is_own = domains.iter().any(|own| {
            let own = own.trim_start_matches("www.");
            let rest = domain.as_str().len().checked_sub(own.len());
            rest.is_some_and(|rest| {
                let head = &domain.as_str()[..rest];
                domain.as_str()[rest..].eq_ignore_ascii_case(own)
                    && (head.is_empty() || head.ends_with('.'))
            })
        });
        let before = page.before(address.range());
        if is_own || !TO_US.is_in(before) || prose.is_quoted(address.start()) {
            return None;
        }
        // Those who act for the company have addresses at other domains.
        let others = named(
            page,
            &[
                "dpo.email",
                "representatives.email",
                "dmca_agent.email",
                "subprocessors.contact",
            ],
        );
        let is_known = others.iter().any(|other| other == address.as_str());
        (!is_known).then(|| {
            let listed = crate::base::text::listed(domains.iter().map(String::as_str));
            Finding::text(address.range())
                .with("value", address.as_str())
                .with("domains", listed)
        })
    });
    Verdict::Found(findings.collect())
}
