//! Names of companies and of domains that one page spells in two ways.

use std::ops::Range;
use std::sync::LazyLock;

use strsim::osa_distance;

use super::Verdict;
use super::names::KIN;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// A name with a legal form behind it.
static NAME: Lazy = LazyLock::new(|| {
    let word = r"(?:\p{Lu}[\p{L}\d’'-]*\.?|\d[\p{L}\d]+)";
    let joint = r"(?:&|and|und|et|y|of|de|du|des|la|le|les|del|della|di|van|von)";
    let form = r"(?:GmbH & Co\. KG|Corporation|Incorporated|Limited|Pty\.? Ltd|GmbH|S\.à ?r\.l|SARL|SELARL|S\.r\.l|S\.p\.A|S\.L|S\.A|S\. ?Coop|L\.L\.C|B\.V|N\.V|Corp|Inc|LLC|LLP|Ltd|PLC|plc|SAS|SASU|SCOP|ApS|Oy|AG|AB|SE|BV|KG|UG|SL|SA|OHG|e\.V|ehf|Co\. Ltd)";
    Pattern::new(format!(
        r"(?-i)\b(?<core>{word}(?: (?:{joint} ){{0,2}}{word}){{0,4}}),? (?<form>{form})(?:\b|\.)"
    ))
});

/// Words with a capital at the head of a sentence or before a name.
const BEFORE: &[&str] = &[
    "The",
    "At",
    "By",
    "We",
    "If",
    "When",
    "In",
    "To",
    "For",
    "With",
    "And",
    "Or",
    "Our",
    "Die",
    "Der",
    "Das",
    "Bei",
    "Von",
    "Mit",
    "Wir",
    "La",
    "Le",
    "El",
    "Les",
    "Los",
    "Société",
    "Sociedad",
    "Firma",
    "Copyright",
    "Contact",
    "Provider",
    "Seller",
    "Controller",
    "Anbieter",
    "Verkäufer",
    "A",
    "Az",
    "An",
    "Verantwortlich",
    "Verantwortlicher",
    "Between",
    "Company",
    "Processor",
    "This",
    "Parent",
];

struct Name<'t> {
    core: &'t str,
    form: String,
    range: Range<usize>,
}

fn names<'t>(page: &'t Page<'_>) -> Vec<Name<'t>> {
    let prose = &page.prose;
    let found = prose.find_groups(&NAME);
    let names = found.filter_map(|found| {
        let (core, form) = (found.name("core")?, found.name("form")?);
        let mut text = core.as_str();
        if let Some((article, rest)) = text.split_once(['’', '\''])
            && article.len() == 1
        {
            text = rest;
        }
        while let Some((first, rest)) = text.split_once(' ')
            && BEFORE.contains(&first)
        {
            text = rest;
        }
        let start = core.end() - text.len();
        let block = prose.block_at(start)?;
        let is_fine = !matches!(block.kind, Kind::Html) && !prose.is_quoted(start);
        is_fine.then(|| Name {
            core: text,
            form: form_of(form.as_str()),
            range: start..form.end(),
        })
    });
    names.collect()
}

/// A form without what may be written in several ways.
fn form_of(form: &str) -> String {
    let form: String = form
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    match form.as_str() {
        "limited" => "ltd",
        "incorporated" => "inc",
        "corporation" => "corp",
        "sàrl" => "sarl",
        other => other,
    }
    .to_owned()
}

/// A name without what may be written in several ways.
fn folded(name: &str) -> String {
    let name = name.to_lowercase().replace('&', "and");
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name in small letters, without full stops.
fn without_stops(name: &str) -> String {
    name.to_lowercase().replace(['.', ','], "")
}

/// Whether two names are the same except for one word, which begins alike: “Acme Foods” and
/// “Acme Fooding”.
fn are_near(one: &str, other: &str) -> bool {
    let pairs = || one.split(' ').zip(other.split(' '));
    let begins_alike = |(a, b): (&str, &str)| {
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
        shared.count() >= ALIKE && a.len() > ALIKE && b.len() > ALIKE
    };
    one.split(' ').count() == other.split(' ').count()
        && pairs().filter(|(a, b)| a != b).count() == 1
        && pairs().any(|(a, b)| a == b)
        && pairs().filter(|(a, b)| a != b).all(begins_alike)
}

/// Letters that two words share at their beginning if they are forms of one.
const ALIKE: usize = 4;

/// Letters of a name in which one or two more are a slip.
const LONG: usize = 8;
const SHORT: usize = 5;

/// Whether two names are spellings of one.
fn is_slip(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    let most = match length {
        LONG.. => 2,
        SHORT.. => 1,
        _ => return false,
    };
    // “Region 1” and “Region 2” are two.
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    one != other && digits(one) == digits(other) && osa_distance(one, other) <= most
}

/// Whether two names differ in a word like “UK” and “EU”, which tells companies
/// apart.
fn are_branches(one: &str, other: &str) -> bool {
    let mut pairs = one.split(' ').zip(other.split(' '));
    let is_short = |(a, b): (&str, &str)| a != b && a.len() <= 3 && b.len() <= 3;
    one.split(' ').count() == other.split(' ').count() && pairs.any(is_short)
}

/// Company names that differ by a slip, or in the way they are written.
pub(super) fn company(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let names = names(page);
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let short = folded(name.core);
        let earlier = names[..at].iter().find(|other| {
            let long = folded(other.core);
            let is_same = short == long;
            let is_spelt_otherwise =
                is_same && without_stops(name.core) != without_stops(other.core);
            // Companies of a group have addresses of their own.
            let has_other_form =
                is_same && name.form != other.form && !has_address(page, &name.range);
            let is_slip = || {
                let near = name.form == other.form && are_near(name.core, other.core);
                (near || is_slip(&short, &long)) && !are_branches(name.core, other.core)
            };
            is_spelt_otherwise || has_other_form || is_slip()
        });
        let Some(other) = earlier.filter(|_| !seen.contains(&name.core)) else {
            continue;
        };
        let sentence = |name: &Name<'_>| &prose.text[prose.sentence(name.range.clone())];
        let is_near = prose.sentence(name.range.clone()) == prose.sentence(other.range.clone());
        if is_near || KIN.is_in(sentence(name)) || KIN.is_in(sentence(other)) {
            continue;
        }
        seen.push(name.core);
        let words = |name: &Name<'_>| prose.text[name.range.clone()].to_owned();
        findings.push(
            Finding::text(name.range.clone())
                .with("value", words(name))
                .with("name", words(other))
                .label(prose.place(prose.merged(other.range.clone())), "and here"),
        );
    }
    Verdict::Found(findings)
}

/// Whether the block around a name has a number, as addresses do.
fn has_address(page: &Page<'_>, range: &Range<usize>) -> bool {
    let prose = &page.prose;
    let block = prose.block_at(range.start);
    block.is_some_and(|block| {
        let text = prose.of_block(block);
        text.contains(|c: char| c.is_ascii_digit()) || text.trim_end().ends_with(':')
    })
}

/// The domain of an email address or a web address.
static DOMAIN: Lazy =
    LazyLock::new(|| Pattern::new(r"(?:@|https?://|www\.)(?<host>[\p{L}\d-]+(?:\.[\p{L}\d-]+)+)"));

/// A host without its subdomains, in two parts: `acme` and `co.uk`.
fn parted(host: &str) -> Option<(&str, &str)> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut at = host.rfind('.')?;
    // Second levels that are no names, such as `co.uk`.
    if let Some(second) = host[..at].rfind('.')
        && at - second <= 4
    {
        at = second;
    }
    let start = host[..at].rfind('.').map_or(0, |dot| dot + 1);
    Some((&host[start..at], &host[at + 1..]))
}

/// Domains of addresses that differ by a slip.
pub(super) fn domain(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut hosts: Vec<(&str, &str, Range<usize>)> = Vec::new();
    // Capitals make no difference.
    for found in prose.find_groups(&DOMAIN) {
        if let Some(host) = found.name("host")
            && let Some((name, end)) = parted(host.as_str())
        {
            hosts.push((name, end, host.range()));
        }
    }
    let count = |name: &str| hosts.iter().filter(|(other, ..)| *other == name).count();
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, (name, end, _)) in hosts.iter().enumerate() {
        let is_other = |(other, other_end, _): &&(&str, &str, Range<usize>)| {
            other_end == end && is_slip(&name.to_lowercase(), &other.to_lowercase())
        };
        let Some((other, _, first)) = hosts[..at].iter().find(is_other) else {
            continue;
        };
        // The one that is written less often is the slip.
        let (slip, meant, range) = match count(name) > count(other) {
            true => (other, name, first),
            false => (name, other, &hosts[at].2),
        };
        if seen.contains(slip) || prose.is_quoted(range.start) {
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
