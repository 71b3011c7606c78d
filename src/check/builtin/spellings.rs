//! Company names that a page spells in two ways.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use strsim::osa_distance;

use super::Verdict;
use super::drift;
use super::names::KIN;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// A name followed by a legal form.
static NAME: Lazy = LazyLock::new(|| {
    let word = r"(?:\p{Lu}[\p{L}\d’'-]*\.?|\d[\p{L}\d]+)";
    let joint = r"(?:&|\+|and|und|et|y|of|de|du|des|la|le|les|del|della|di|van|von)";
    let form = r"(?:GmbH & Co\. KG|Corporation|Incorporated|Limited|Pty\.? Ltd|GmbH|S\.à ?r\.l|SARL|SELARL|S\.r\.l|S\.p\.A|S\.[ \x{A0}]?L\.[ \x{A0}]?[ULP]|S\.[ \x{A0}]?L|S\.[ \x{A0}]?A\.[ \x{A0}]?[SU]|S\.[ \x{A0}]?A|S\. ?Coop|C\.[ \x{A0}]?B|L\.L\.C|B\.V|N\.V|Corp|Inc|LLC|LLP|Ltd|PLC|plc|SAS|SASU|SCOP|ApS|Oy|AG|AB|SE|BV|KG|UG|PartG mbB|PartGmbB|PartG|SL|SA|OHG|e\.[ \x{A0}]?[VKG]|ehf|gGmbH|KGaA|GbR|mbH|OÜ|A/S|ASA|Sp\. z o\.o|s\.r\.o|UAB|Kft|EURL|SLU|S\.L\.U|d\.o\.o|Co\. Ltd)";
    Pattern::new(format!(
        r"(?-i)\b(?<core>{word}(?: (?:{joint} ){{0,2}}{word}){{0,4}}),? (?<form>{form})(?:\b|[., ;)]|$)"
    ))
});

/// Capitalised words that may precede a name without being part of it.
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
    "Should",
    "Where",
    "While",
    "Until",
    "Does",
    "Is",
    "Has",
    "Sollte",
    "Wenn",
    "Si",
];

/// A company name with a legal form.
pub(super) struct Name<'t> {
    /// The name without its form.
    pub(super) core: &'t str,
    /// The form, normalised for comparison.
    pub(super) form: String,
    pub(super) range: Range<usize>,
    folded: String,
    without_stops: String,
}

pub(super) fn names<'t>(page: &'t Page<'_>) -> Vec<Name<'t>> {
    let prose = &page.prose;
    let found = prose
        .find_groups(&NAME)
        .chain(prose.find_groups(&AFTER_FORM));
    let names = found.filter_map(|found| {
        let (core, form) = (found.name("core")?, found.name("form")?);
        let mut text = core.as_str();
        if let Some((article, rest)) = text.split_once(['’', '\''])
            && article.len() == 1
        {
            text = rest;
        }
        // “… over the Internet. Acme GmbH”
        let ends = |at: &(usize, &str)| text[..at.0].chars().rev().take(4).all(char::is_alphabetic);
        if let Some((at, stop)) = text.match_indices(". ").filter(ends).last() {
            text = &text[at + stop.len()..];
        }
        // “The Acme GmbH”, and “A. Acme GmbH” in a heading numbered with letters.
        while let Some((first, rest)) = text.split_once(' ')
            && (BEFORE.contains(&first) || is_letter(first))
        {
            text = rest;
        }
        text = after_party(text);
        let start = core.end() - text.len();
        let block = prose.block_at(start)?;
        let is_fine = !matches!(block.kind, Kind::Html) && !prose.is_quoted(start);
        is_fine.then(|| Name {
            core: text,
            form: form_of(form.as_str()),
            range: start.min(form.start())..core.end().max(form.end()),
            folded: folded(text),
            without_stops: without_stops(text),
        })
    });
    let mut names: Vec<Name<'_>> = names.collect();
    names.sort_by_key(|name| name.range.start);
    names
}

/// Parties that a contract names before a company: “between you and Acme GmbH”.
const PARTIES: &[&str] = &[
    "you",
    "participant",
    "participants",
    "customer",
    "client",
    "user",
    "users",
    "merchant",
    "seller",
    "partner",
    "publisher",
    "kunde",
    "kunden",
    "nutzer",
    "verkäufer",
    "partei",
    "utilisateur",
    "vendeur",
    "partenaire",
    "cliente",
    "usuario",
    "vendedor",
    "xx",
    "yy",
];

/// A name without another party before it, joined with a word such as “and”.
fn after_party(text: &str) -> &str {
    let joints = [" and ", " AND ", " und ", " et ", " y "];
    let parted = joints.iter().find_map(|joint| text.split_once(joint));
    match parted {
        Some((before, after)) => {
            let party = before.rsplit(' ').next().unwrap_or_default();
            match PARTIES.contains(&&*party.to_lowercase()) {
                true => after,
                false => text,
            }
        }
        None => text,
    }
}

/// A French name after its legal form: “la SCEA Clos des Pins”.
static AFTER_FORM: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(?<form>EARL|SCEA|GAEC|SARL|SASU?|EURL|SELARL|SCI|SNC)[ \x{A0}](?<core>\p{Lu}[\p{L}’'-]+(?: (?:(?:de|du|des|la|le|les|et|&) |d['’]){0,2}\p{Lu}[\p{L}’'-]+){1,3})",
    )
});

/// Whether a word is a letter used for numbering, such as “A.” or “B.”.
fn is_letter(word: &str) -> bool {
    word.strip_suffix('.')
        .is_some_and(|letter| letter.len() == 1)
}

/// A legal form, normalised for comparison.
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

/// A name, normalised for comparison.
fn folded(name: &str) -> String {
    let name = name.to_lowercase().replace('&', "and");
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name in lower case, without full stops.
fn without_stops(name: &str) -> String {
    name.to_lowercase().replace(['.', ','], "")
}

/// Whether two names are the same except for words that begin alike: “Acme Foods” and
/// “Acme Fooding”.
fn are_near(one: &str, other: &str) -> bool {
    let begins_alike = |(a, b): (&str, &str)| {
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
        shared.count() >= ALIKE && a.len() > ALIKE && b.len() > ALIKE
    };
    let mut pairs = one.split(' ').zip(other.split(' '));
    one != other
        && one.contains(' ')
        && one.split(' ').count() == other.split(' ').count()
        && pairs.all(|(a, b)| a == b || begins_alike((a, b)))
}

/// The number of initial letters that two forms of a word share.
const ALIKE: usize = 4;

/// The minimum length of a name in which up to two differences count as a typo. In shorter
/// names, from `SHORT` on, only one does.
const LONG: usize = 8;
const SHORT: usize = 5;

/// Whether two names are spellings of the same name.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    let most = match length {
        LONG.. => 2,
        SHORT.. => 1,
        _ => return false,
    };
    // “Region 1” and “Region 2” are different.
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    one != other && digits(one) == digits(other) && osa_distance(one, other) <= most
}

/// Whether two names differ in a word like “UK” and “EU”, which distinguishes
/// companies.
fn are_branches(one: &str, other: &str) -> bool {
    let mut pairs = one.split(' ').zip(other.split(' '));
    let is_short = |(a, b): (&str, &str)| a != b && a.len() <= 3 && b.len() <= 3;
    one.split(' ').count() == other.split(' ').count() && pairs.any(is_short)
}

/// The maximum number of names to compare the others with. A page with more is a register, and
/// the time would be quadratic in its length.
pub(super) const COMPARED: usize = 300;

/// Company names that differ by a typo or in style.
pub(super) fn company(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let names = names(page);
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    // The first occurrence of each name.
    let mut distinct: Vec<&Name<'_>> = Vec::new();
    let mut known: HashSet<(&str, &str)> = HashSet::new();
    for name in &names {
        let earlier = distinct.iter().find(|other| {
            let is_same = name.folded == other.folded;
            let is_spelt_otherwise = is_same && name.without_stops != other.without_stops;
            // A name with its own address may be that of another company in the group.
            let has_other_form =
                is_same && name.form != other.form && !has_address(page, &name.range);
            let is_slip = || {
                let near = name.form == other.form && are_near(name.core, other.core);
                let is_slip = near || is_slip(&name.folded, &other.folded);
                is_slip && !are_branches(name.core, other.core)
            };
            is_spelt_otherwise || has_other_form || is_slip()
        });
        let earlier = earlier.copied();
        if known.insert((name.core, &name.form)) && distinct.len() < COMPARED {
            distinct.push(name);
        }
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
    for finding in drift::other_names(page, &names) {
        let is_known = |known: &Finding| known.spot == finding.spot;
        if !findings.iter().any(is_known) {
            findings.push(finding);
        }
    }
    Verdict::Found(findings)
}

/// An address after a name, recognised by a number soon after it.
static ADDRESS: Lazy = LazyLock::new(|| {
    Pattern::new(r"^[.,:)]{0,2}[^.]{0,80}\d{4}|^[.,:]{0,2}\s[^.;]{0,40}\b\d{1,3}\b")
});

/// Whether an address follows a name.
pub(super) fn has_address(page: &Page<'_>, range: &Range<usize>) -> bool {
    let prose = &page.prose;
    let block = prose.block_at(range.start);
    block.is_some_and(|block| {
        let text = prose.of_block(block).trim_end();
        ADDRESS.is_in(&prose.text[range.end..block.text.end]) || text.ends_with(':')
    })
}
