//! Contradictory statements about the governing law and the courts with jurisdiction.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::{self, Pattern};

/// A country or state whose law a contract may choose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Jurisdiction {
    id: String,
    /// The country that a state belongs to.
    within: Option<String>,
    /// Nouns and adjectives in lower case; `*` matches any letters.
    words: Vec<String>,
}

impl Jurisdiction {
    fn is_named(&self, name: &str) -> bool {
        self.words.iter().any(|word| match word.split_once('*') {
            Some((head, tail)) => name.starts_with(head) && name[head.len()..].contains(tail),
            None => name == word,
        })
    }
}

static JURISDICTIONS: LazyLock<Vec<Jurisdiction>> = LazyLock::new(|| rules::data("jurisdictions"));

/// The name of any jurisdiction.
static NAME: Lazy = LazyLock::new(|| {
    let mut words: Vec<String> = JURISDICTIONS
        .iter()
        .flat_map(|jurisdiction| &jurisdiction.words)
        .map(|word| regex::escape(word).replace(r"\*", r"[\p{L}]*"))
        .collect();
    // Longest first: “state of washington” before “washington”.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Pattern::new(format!(r"\b(?:{})(?:\b|$)", words.join("|")))
});

fn jurisdiction(name: &str) -> Option<&'static Jurisdiction> {
    let name = name.to_lowercase();
    JURISDICTIONS.iter().find(|one| one.is_named(&name))
}

/// Verbs of sentences that choose a law.
static GOVERNS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:govern(?:s|ed|ing)?|construed|interpreted|decided (?:under|according)|subject to|(?:is|are) (?:decisive|controlling)|applicable law|choice of law|laws?\b[^.\n]{0,60} (?:shall |will |exclusively |alone |only )*(?:apply|applies)|gilt|gelten|unterlieg\w*|findet|anwendbar\w*|anzuwenden|maßgeblich|untersteh\w*|régie?s?|régissent|régit|soumise?s?|droit applicable|s['’]applique|interprétée?s?|rigen?|regid[oa]s?|regirán?|someten?|sometid[oa]s?|aplicable|aplicará?|decidirán?|resolverán?|conforme al|con arreglo al|obéit|obéissent|relève(?:nt)? du|interpretarán?)\b",
    )
});

/// Words right before a country whose law is meant.
static LAW_OF: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?:\blaws? (?:of|in force in|applicable in) (?:the )?(?:(?:State|Commonwealth|Province|Republic|Federal Republic|Kingdom) of )?|\bRecht (?:der|des|von|in) (?:Bundesrepublik |Republik )?|\b(?:droit|lois?|législation)(?: (?:de la|du|de|des|applicables? en|en vigueur en)| de l['’])? ?(?:République )?|\b(?:derecho|ley(?:es)?|legislación|normativa)(?: (?:de la|de los|de|del|vigente en)(?: República| Reino de)?)? )$",
    )
});
/// Words right after such a country.
static ITS_LAW: Lazy = LazyLock::new(|| {
    Pattern::new(r"^ (?:(?:substantive|state|civil|domestic) )?(?:laws?|Rechts?|Recht)\b")
});

/// Words of sentences about laws that do not govern the contract, or about choices that apply
/// only to some readers.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:if|unless|except|where (?:you|the customer)|residents?|outside|depending|users in|customers in|consumers in|options?|clauses? 1[78]|standard contractual|sccs?|addendum|arbitrat\w*|copyright|patents?|employment|software|export|wenn|falls|sofern|außerhalb|Standardvertragsklauseln|si|sauf|hors|clauses contractuelles|salvo|fuera|cláusulas contractuales)\b",
    )
});

/// Phrases that name the place of a court.
static COURTS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(?:[Cc]ourts?(?: located| situated| sitting)? (?:of|in|at) (?:the )?(?:[Cc]ity of |[Ss]tate of |[Dd]istrict of )?|(?:[Pp]lace of jurisdiction|[Vv]enue)\b[^.\n]{0,30} (?:is|be|are|lies) (?:in )?|(?:[Pp]roceedings|[Aa]ctions?|[Dd]isputes?|[Ll]awsuits?|[Ll]itigation)\b[^.\n]{0,80} (?:exclusively|only|solely) in (?:the )?|Gerichtsstand(?: für [^.\n]{0,60})? (?:ist|sind) (?:in )?|Gerichte (?:in|von|der Stadt) |für (?:den Raum )?|[Dd]ecidirán? (?:exclusivamente )?en |[Tt]ribuna(?:l|ux)(?: \p{Ll}+){0,2} (?:de |d['’]|du |à )|(?:[Jj]uzgados|[Tt]ribunales)(?: y (?:los )?(?:[Tt]ribunales|[Jj]uzgados))?(?: \p{Ll}+)? (?:de|en) (?:la ciudad de )?)(?<town>\p{Lu}[\p{L}’'-]+(?:(?: (?:am|an der|upon|on|sur|de|del|la))? \p{Lu}[\p{L}’'-]+|, \p{Lu}[\p{L}’'-]+){0,3})",
    )
});

/// “…, ist Köln ausschließlicher Gerichtsstand”.
static SEAT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(?:ist|wird) (?<town>\p{Lu}[\p{L}-]+(?: (?:am|an der) \p{Lu}\p{L}+)?)(?: der| als)? (?:ausschließliche[rn]?|alleinige[rn]?)? ?Gerichtsstand\b",
    )
});

/// Words of which every sentence about courts contains at least one.
static COURT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:courts?|jurisdiction|venue|proceedings|actions?|lawsuits?|litigation|disputes?|\w*gericht\w*|klagen?|tribuna\w+|juzgados?|pleitos?|litigios?)\b",
    )
});

/// Words of sentences about courts that readers may choose, or that the law entitles them to.
static MAY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:may|can|also|either|or|unless|if you|small claims|injuncti\w*|arbitrat\w*|appeal\w*|your (?:home|country|residence)|domicile|resid\w*|where you live|chambers?|standard contractual|sccs?|auch|oder|wahlweise|Wohnsitz\w*|Verbraucher\w*|ou|domicile|consommateur\w*|domicilio|consumidor\w*|o)\b",
    )
});

/// Words in the name of a court that don't distinguish places.
const COMMON: &[&str] = &[
    "county",
    "city",
    "state",
    "district",
    "the",
    "republic",
    "court",
    "courts",
    "superior",
    "high",
    "commercial",
    "competent",
    "justice",
    "am",
    "an",
    "der",
    "de",
    "la",
    "del",
];

/// Capitalised nouns that are not places.
const NOUNS: &[&str] = &[
    "Sitz",
    "Wohnsitz",
    "Ort",
    "Gerichtsstand",
    "Erfüllungsort",
    "Appeal",
    "Appeals",
    "Law",
    "Justice",
    "Arbitration",
    "Commerce",
    "Grande",
    "Human",
    "Provider",
    "Company",
    "Controller",
    "Anbieter",
    "Verantwortliche",
    "Auftragnehmer",
    "Auftraggeber",
    "Verkäufer",
    "Member",
    "Première",
    "Instance",
];

/// A place that a sentence names.
struct Named {
    range: Range<usize>,
    what: What,
}

#[derive(PartialEq, Eq)]
enum What {
    Country(&'static str),
    Town(BTreeSet<String>),
}

impl What {
    /// Whether both statements can be true: a town may be in the country.
    fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Country(one), Self::Country(other)) => {
                one == other || within(one) == Some(*other) || within(other) == Some(*one)
            }
            (Self::Town(one), Self::Town(other)) => !one.is_disjoint(other),
            _ => true,
        }
    }
}

fn within(id: &str) -> Option<&'static str> {
    let found = JURISDICTIONS.iter().find(|one| one.id == id)?;
    found.within.as_deref()
}

/// Sentences on a page that name different governing laws or courts.
pub(super) fn differing(page: &Page<'_>) -> Verdict {
    let findings = [laws(page), courts(page)]
        .into_iter()
        .filter_map(|named| pair(page, named));
    Verdict::Found(findings.collect())
}

/// A finding on two statements that contradict each other, if all others agree with one of
/// them.
fn pair(page: &Page<'_>, mut named: Vec<Named>) -> Option<Finding> {
    let prose = &page.prose;
    named.sort_by_key(|named| named.range.start);
    let (first, rest) = named.split_first()?;
    let other = rest.iter().find(|other| !other.what.fits(&first.what))?;
    let is_either = |one: &Named| one.what.fits(&first.what) || one.what.fits(&other.what);
    let is_same_sentence = prose
        .sentence(first.range.clone())
        .contains(&other.range.start);
    (!is_same_sentence && rest.iter().all(is_either))
        .then(|| page.contradicted_by(other.range.clone(), first.range.clone()))
}

/// Whether a position is in unquoted running text whose heading does not restrict it to some
/// readers.
fn is_general(page: &Page<'_>, at: usize) -> bool {
    let prose = &page.prose;
    prose.block_at(at).is_some_and(|block| {
        let heading = page.heading(block);
        !matches!(block.kind, Kind::Heading(_) | Kind::Cell)
            && !prose.is_quoted(at)
            && !NAME.is_in(heading)
            && !ASIDE.is_in(heading)
    })
}

fn laws(page: &Page<'_>) -> Vec<Named> {
    let prose = &page.prose;
    let mut named = Vec::new();
    let mut last = usize::MAX;
    for found in prose.find(&GOVERNS) {
        let sentence = prose.sentence(found.range());
        if sentence.start == last || !is_general(page, found.start()) {
            continue;
        }
        last = sentence.start;
        let text = &prose.text[sentence.clone()];
        // Ignore “…, without prejudice to the law of your country if you are a consumer”.
        let choice = text.find(", without").map_or(text, |end| &text[..end]);
        if ASIDE.is_in(choice) {
            continue;
        }
        for name in NAME.find(choice) {
            let (before, behind) = (&choice[..name.start()], &choice[name.end()..]);
            let (of, its) = (LAW_OF.find(before).next(), ITS_LAW.find(behind).next());
            let Some(found) = jurisdiction(name.as_str()).filter(|_| of.is_some() || its.is_some())
            else {
                continue;
            };
            let start = of.map_or(name.start(), |of| of.start());
            let end = name.end() + its.map_or(0, |its| its.end());
            named.push(Named {
                range: sentence.start + start..sentence.start + end,
                what: What::Country(&found.id),
            });
        }
    }
    named
}

fn courts(page: &Page<'_>) -> Vec<Named> {
    let prose = &page.prose;
    let found = [&*COURTS, &*SEAT]
        .into_iter()
        .flat_map(|pattern| prose.find_groups(pattern));
    let towns = found.filter_map(|found| {
        let town = found.name("town")?;
        let first = town.as_str().split([' ', ',']).next()?;
        let sentence = prose.sentence(town.range());
        let is_one = !NOUNS.contains(&first)
            && is_general(page, town.start())
            && COURT.is_in(&prose.text[sentence.clone()])
            && !MAY.is_in(&prose.text[sentence]);
        is_one.then(|| Named {
            range: town.range(),
            what: place(town.as_str()),
        })
    });
    towns.collect()
}

/// The place of a court: a known country or state, or a town.
fn place(name: &str) -> What {
    if let Some(country) = jurisdiction(name) {
        return What::Country(&country.id);
    }
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !COMMON.contains(&word.as_str()));
    What::Town(words.collect())
}
