//! Where data is located, according to the text and the facts.

use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::view::{self, Item, inside};
use crate::rules::Pattern;
use crate::rules::areas;

/// Verbs before a place that is said to be the only location of data.
static ONLY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:stays?|remains?)(?: only| exclusively| solely)? (?:in|within|inside)|(?:do not|does not|don[’']t|doesn[’']t|never|not) (?:leaves?|leaving)|(?:is|are) (?:only|exclusively|solely) (?:stored|hosted|kept|located|processed) (?:in|within|inside)|(?:is|are) (?:stored|hosted|kept|located|processed) (?:only|exclusively|solely) (?:in|within|inside)) (?:the )?",
    )
});

/// Words that must occur shortly before such a verb.
static DATA: Lazy = LazyLock::new(|| Pattern::new(r"\b(?:data|servers?|information|everything)\b"));
const NEAR: usize = 60;

/// Words before a place where servers are located.
static SERVERS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:our (?:own )?|all |the )?(?:servers?|data ?cent(?:er|re)s?)(?: (?:are|is|stands?))?(?: located| based| situated| hosted| operated)? in (?:the )?",
    )
});

/// Words that leave open where data is located, or that refer to the data of
/// others.
static OPEN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(if|may|might|can|could|unless|except|apart from|other than|besides|some|mainly|primar\w+|most(ly)?|backups?|option\w*|choos\w+|choice|chosen|former\w*|until|previously|used to|their|its|whose|third|partners?|such as)\b|[’']s (own )?(servers?|data)",
    )
});

/// Names of areas and countries that are not in ISO 3166, with their codes.
const NAMES: &[(&str, &str)] = &[
    ("European Union", "EU"),
    ("European Economic Area", "EEA"),
    ("EU", "EU"),
    ("EEA", "EEA"),
    ("UK", "UK"),
    ("USA", "US"),
    ("US", "US"),
    ("U.S.", "US"),
    ("Turkey", "TR"),
    ("Czech Republic", "CZ"),
];

/// The length and code of the place name at the start of a text.
fn place_at(page: &Page<'_>, text: &str) -> Option<(usize, &'static str)> {
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let begins = |name: &str| {
        let rest = text.strip_prefix(name)?;
        (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')).then_some(name.len())
    };
    let named = NAMES
        .iter()
        .find_map(|(name, code)| Some((begins(name)?, *code)));
    named.or_else(|| {
        rust_iso3166::ALL.iter().find_map(|country| {
            let name = page.english.country(country.alpha2);
            let length = name.and_then(begins).or_else(|| begins(country.name))?;
            Some((length, country.alpha2))
        })
    })
}

/// The length of the list of places at the start of a text, and their codes.
fn places(page: &Page<'_>, text: &str) -> (usize, Vec<String>) {
    let mut at = 0;
    let mut found = Vec::new();
    while let Some((length, code)) = place_at(page, &text[at..]) {
        found.push(code.to_owned());
        at += length;
        let more = [
            ", and the ",
            " and the ",
            ", and ",
            " and ",
            ", the ",
            ", ",
            " or ",
        ];
        let next = more.iter().find(|word| text[at..].starts_with(**word));
        match next {
            Some(word) if place_at(page, &text[at + word.len()..]).is_some() => at += word.len(),
            _ => break,
        }
    }
    (at, found)
}

/// Data locations in the text that contradict the facts.
pub(super) fn location_contradiction(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let hosts: Vec<Item<'_>> = page
        .view
        .list("subprocessors")
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| {
            let has = |field| {
                inside(entry.value, field)
                    .into_iter()
                    .any(view::is_something)
            };
            has("locations") && !has("removed_on") && !has("optional")
        })
        .collect();
    if hosts.is_empty() || !page.is_english() {
        return None.into();
    }
    let mut findings = Vec::new();
    for (pattern, only) in [(&ONLY, true), (&SERVERS, false)] {
        for found in prose.find(pattern) {
            let (length, areas) = places(page, &prose.text[found.end()..]);
            let before = page.before(found.range());
            let subject = match only {
                true => DATA
                    .find(before)
                    .last()
                    .map(|data| before.len() - data.start()),
                false => Some(0),
            };
            let Some(back) = subject.filter(|back| *back <= NEAR) else {
                continue;
            };
            let range = found.start() - back..found.end() + length;
            let sentence = &prose.text[prose.sentence(range.clone())];
            if areas.is_empty() || OPEN.is_in(sentence) || prose.is_quoted(found.start()) {
                continue;
            }
            let other = match only {
                true => hosts.iter().find_map(|host| elsewhere(page, *host, &areas)),
                false if page.is_denied(range.clone()) => None,
                false => {
                    (!is_anywhere(page, &areas)).then(|| (None, "no location there".to_owned()))
                }
            };
            if let Some((host, other)) = other {
                let said = prose.text[range.clone()].to_owned();
                let place = host.and_then(|host| page.view.place_of(host));
                let finding = Finding::text(range)
                    .with("match", said)
                    .with("other", other);
                findings.push(finding.label(place, "in the facts"));
            }
        }
    }
    Verdict::Found(findings)
}

/// Describes a subprocessor with a location outside the areas, if it has one.
fn elsewhere<'e>(
    page: &Page<'_>,
    host: Item<'e>,
    areas: &[String],
) -> Option<(Option<Item<'e>>, String)> {
    let locations = inside(host.value, "locations");
    let mut locations = locations.into_iter().map(view::word);
    let outside = locations.find(|country| !areas::has(areas, country))?;
    let name = inside(host.value, "legal_name");
    let name = name.first().map(|name| view::word(name))?;
    let country = page.english.country(&outside);
    let country = country.map(str::to_owned).or_else(|| {
        let country = crate::schema::formats::country(&outside)?;
        Some(country.name.to_owned())
    });
    let country = country.unwrap_or(outside);
    Some((Some(host), format!("`{name}` in {country}")))
}

/// Whether any location in the facts is in one of the areas.
fn is_anywhere(page: &Page<'_>, areas: &[String]) -> bool {
    [
        "subprocessors.locations",
        "subprocessors.address.country",
        "recipients.country",
        "company.country",
        "company.address.country",
        "service.infrastructure_jurisdictions",
        "transfers.regional_hosting",
    ]
    .iter()
    .flat_map(|path| page.view.values(path))
    .any(|country| areas::has(areas, &view::word(country)))
}
