//! Data protection authorities that a company names as its own, compared with the company's
//! country.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Verdict;
use super::words::{Lazy, is_whole};
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::{self, Pattern};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    country: String,
    names: Vec<String>,
    places: Vec<String>,
    #[serde(default)]
    forms: Vec<String>,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| rules::data("authorities"));

/// Words that introduce the authority that supervises the company speaking on the page.
static OWN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:our (?:lead |competent |data protection |supervisory )*authority|(?:lead|competent|responsible|relevant) (?:data protection |supervisory )*authority|authority (?:that is )?(?:responsible|competent) for us|zuständige[rn]? (?:Aufsichts|Datenschutz)\w*|(?:Aufsichts|Datenschutz(?:aufsichts)?)behörde (?:für uns )?ist|(?:supervisory|data protection) authority (?:for|of|over) (?:us|our|the (?:company|club|association|controller|clinic|school|city|shop))|(?:we are|is|are) (?:supervised|overseen|regulated) by|supervis(?:ion|ed)[^.;\n]{0,30} (?:lies|rests) with|Datenschutzaufsicht (?:über|führt|übt|obliegt|hat|liegt|ist)|überwacht (?:uns|unsere)|(?:unterstehen|unterliegen|untersteht|unterliegt)[^.;\n]{0,40}\baufsicht|autorité (?:de contrôle )?(?:dont (?:nous )?relev|qui nous contrôle|chargée de nous)|(?:nous relevons|relève) de la|(?:notre|est) contrôlée? par|autoridad (?:que nos supervisa|de nuestro país|supervisora)|(?:estamos|está) (?:sujet[oa]s? a|bajo) la supervisión|autorité (?:de contrôle )?compétente|notre autorité|autoridad (?:de control )?competente|nuestra autoridad)\b",
    )
});

/// Words showing that an authority is one of several, or is responsible for someone else.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:if you|your (?:country|residence|state)|where you|residents?|customers?|exporters?|clause 13|article 27|annex|for example|such as|e\.g\.|(?:or|and) (?:the |your )|list of|also|wenn Sie|Ihres|beispielsweise|z\. ?B\.|oder|und die|par exemple|votre (?:pays|lieu)|por ejemplo|su (?:país|lugar))\b",
    )
});

/// Words that introduce the company speaking on the page, or its location.
static SPEAKER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:we|us|wir|nous|nosotros|controller|verantwortlich\w*|responsable|provider|anbieter|éditeur|registered office|seat|sitz|siège|domicilio|established|based|établie?)\b",
    )
});

/// A digit, which suggests that a block contains an address.
static ADDRESS: Lazy = LazyLock::new(|| Pattern::new(r"\d"));

fn find_name(text: &str, names: &[String]) -> Option<Range<usize>> {
    names.iter().find_map(|name| {
        let mut found = text.match_indices(name.as_str());
        found.find_map(|(at, _)| {
            let range = at..at + name.len();
            is_whole(text, &range).then_some(range)
        })
    })
}

/// The country that a text mentions, if there is exactly one.
fn country_in(text: &str) -> Option<&'static str> {
    let mut found = COUNTRIES
        .iter()
        .filter(|country| find_name(text, &country.places).is_some());
    let first = found.next()?;
    found.next().is_none().then_some(first.country.as_str())
}

/// The company's country, from the facts, the address next to its name or the legal form.
fn own_country(page: &Page<'_>) -> Option<String> {
    let facts = page.view.values("company.address.country");
    if let Some(fact) = facts.first() {
        return Some(crate::check::view::word(fact));
    }
    let prose = &page.prose;
    let blocks = || {
        prose.blocks.iter().filter(|block| {
            !matches!(block.kind, Kind::Heading(_) | Kind::Cell)
                && SPEAKER.is_in(prose.of_block(block))
                && ADDRESS.is_in(prose.of_block(block))
        })
    };
    let by_place = || {
        blocks().take(BLOCKS).find_map(|block| {
            let sentence = prose.sentences(block).next()?;
            country_in(&prose.text[sentence])
        })
    };
    let by_form = || {
        let mut forms = COUNTRIES.iter().filter(|country| {
            country.forms.iter().any(|form| {
                let mut found = prose.text.match_indices(form.as_str());
                found.any(|(at, _)| {
                    // The form must follow a name and be a whole word.
                    let before = prose.text[..at].trim_end();
                    let word = before.rsplit(' ').next().unwrap_or_default();
                    before.len() < at
                        && word.starts_with(char::is_uppercase)
                        && !prose.text[at + form.len()..].starts_with(char::is_alphanumeric)
                })
            })
        });
        let first = forms.next()?;
        forms.next().is_none().then_some(first.country.as_str())
    };
    by_place().or_else(by_form).map(str::to_owned)
}

/// The maximum number of blocks to search for the company's address.
const BLOCKS: usize = 2;

/// Authorities of another country that a page names as its own.
pub(super) fn foreign(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut country: Option<Option<String>> = None;
    let mut findings = Vec::new();
    for found in prose.find(&OWN) {
        let sentence = prose.sentence(found.range());
        let text = &prose.text[sentence.clone()];
        if prose.is_quoted(found.start()) {
            continue;
        }
        let said = text.replace('’', "'");
        let mut all = COUNTRIES
            .iter()
            .filter(|one| find_name(&said, &one.names).is_some());
        // Several authorities are responsible for several companies or services.
        let (Some(named), None) = (all.next(), all.next()) else {
            continue;
        };
        let outside = without_names(text);
        let land = land_differs(text);
        if !land {
            if ASIDE.is_in(&outside) {
                continue;
            }
            // A place in the same sentence takes precedence: “as we are based in Leipzig”.
            let here = country_in(&outside)
                .map(str::to_owned)
                .or_else(|| country.get_or_insert_with(|| own_country(page)).clone());
            let Some(here) = here else { continue };
            // Companies without an establishment in the Union may name one of its authorities.
            if here == named.country || (here == "US" && !SEAT.is_in(text)) {
                continue;
            }
        }
        let start = sentence.start + (text.len() - text.trim_start().len());
        findings.push(Finding::text(start..sentence.end).with(
            "value",
            match land {
                true => "another state",
                false => named.places[0].as_str(),
            },
        ));
    }
    Verdict::Found(findings)
}

static SEAT: Lazy = LazyLock::new(|| {
    Pattern::new(r"\b(?:based|seat|established|sitz|établie?|siège|domicilio|sede)\b")
});

/// A sentence without the names of authorities, which name countries too.
fn without_names(text: &str) -> String {
    let mut text = text.replace('’', "'");
    for country in &*COUNTRIES {
        while let Some(range) = find_name(&text, &country.names) {
            text.replace_range(range, "");
        }
    }
    text
}

/// The states of Germany, and the prefixes of their authorities' names.
const STATES: &[(&str, &str)] = &[
    ("Bayern", "Bayerisch"),
    ("Berlin", "Berliner"),
    ("Brandenburg", "Brandenburg"),
    ("Hamburg", "Hamburgisch"),
    ("Hessen", "Hessisch"),
    ("Niedersachsen", "Niedersachsen"),
    ("Nordrhein-Westfalen", "Nordrhein-Westfalen"),
    ("Rheinland-Pfalz", "Rheinland-Pfalz"),
    ("Sachsen", "Sächsisch"),
    ("Schleswig-Holstein", "Schleswig-Holstein"),
    ("Thüringen", "Thüringer"),
    ("Baden-Württemberg", "Baden-Württemberg"),
];

/// Whether a sentence says that a company is based in one German state but names the authority of
/// another state as responsible.
fn land_differs(text: &str) -> bool {
    let sits = |state: &str| text.contains(&format!("Sitz in {state}"));
    let own = STATES.iter().find(|(state, _)| sits(state));
    own.is_some_and(|(state, prefix)| {
        let others = STATES.iter().filter(|(other, _)| other != state);
        let mut others = others.filter(|(_, other)| *other != *prefix);
        others.any(|(_, other)| text.contains(other)) && !text.replace(state, "").contains(prefix)
    })
}
