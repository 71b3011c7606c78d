//! Contradictory amounts of money for the same thing in the prose of a page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::charges;
use super::durations::PART_OF_NUMBER;
use super::money::{AMOUNT, cents, currency};
use super::rows::row;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;

/// Words that limit an amount to a case, or to part of what is sold.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:if|unless|from|over|above|below|under|up to|at least|more than|less than|exceed\w*|minimum|maximum|first|second|additional|extra|further|each other|reduced|students?|children|members?|discount\w*|instead|formerly|until|before|after|express|bulky|heavy|example|wenn|falls|sofern|ab|über|unter|bis|mindestens|höchstens|maximal|minimal|erste[nrs]?|zweite[nrs]?|weitere[nrs]?|zusätzlich\w*|ermäßigt\w*|mitglieder|kinder|rabatt\w*|statt|bisher|früher|nach|vor|Spedition|Sperrgut|Nachnahme|si|sauf|dès|à partir|jusqu['’]\w*|au-delà|moins|plus|minimum|maximum|réduit\w*|supplémentaire\w*|premier|première|enfants|étudiants|avant|après|point relais|desde|hasta|a partir|más|menos|mínim\w+|máxim\w+|adicional\w*|reducid\w+|descuento|niños|socios|primer\w*|antes|después|exprés|urgente)\b",
    )
});

/// A thing that an amount is for each of.
static EACH: Lazy =
    LazyLock::new(|| Pattern::new(r"^ ?(?:per|pro|je|each|every|par|chaque|por|cada) \p{L}"));

/// Units of time and of number after an amount, with the word that stands for each.
const UNITS: &[(&str, &str)] = &[
    (
        "month",
        "month monthly monat monatlich mois mes mensual mensuel",
    ),
    (
        "year",
        "year yearly annually jahr jährlich an año annuel anual",
    ),
    ("week", "week weekly woche semaine semana"),
    ("day", "day daily tag jour día"),
    ("hour", "hour stunde heure hora"),
    (
        "order",
        "order bestellung commande pedido parcel paket colis paquete",
    ),
    (
        "person",
        "person user nutzer personne utilisateur persona usuario seat item artikel article artículo",
    ),
];

/// Words between an amount and its unit.
const PER: &str = "a an per each every for pro im je jede jeden par au chaque al por cada /";

/// Verbs and prepositions right before an amount: what it is for comes before them.
static BEFORE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?<verb> (?:is|are|costs?|amounts? to|comes? to|beträgt|betragen|kostet|kosten|coûte(?:nt)?|est de|s['’]élève(?:nt)? à|est fixée? à|cuestan?|es de|asciende a)| (?:of|von|in Höhe von|de|d['’]un montant de|por importe de))(?: (?:a flat|just|only|nur|pauschal|seulement|solo|currently|derzeit))?:? ?$",
    )
});

/// A preposition right after an amount and its unit: what it is for follows.
static AFTER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^ ?(?:for|für|pour|de|por) (?:the|a|an|your|die|den|das|der|la|le|les|l['’]|el|los|las|su) ?(?<noun>[\p{L}-]{4,40}(?: [\p{L}-]{4,40})?)",
    )
});

/// Words that say nothing about what an amount is for.
const COMMON: &str = "which that who what there this welche welcher welches dies dieses qui cela son sa leur que esto \
    the a an our your this each one it they fee fees price prices charge charges cost costs \
    amount amounts sum rate total compensation der die das ein eine einer einen unsere ihre \
    diese sie er es gebühr gebühren preis preise betrag kosten summe pauschale entgelt le la \
    les l un une des nos notre votre ce cette il ils elle frais prix montant somme tarif \
    indemnité el los las una unos su nuestra este esta tasa precio importe cantidad cuota \
    gastos coste suma tarifa and und et y of for von für de du del in im en to zu à";

/// The cost of sending something back, or of its delivery.
static TOPICS: LazyLock<[(&str, Pattern); 2]> = LazyLock::new(|| {
    [
        (
            "return",
            r"\b(?:returns?|label|rücksend\w*|retoure\w*|rückversand\w*|retour|étiquette|devolución|vuelta)\b",
        ),
        (
            "delivery",
            r"\b(?:delivery|shipping|postage|versand\w*|lieferung|livraison|envío|entrega)\b",
        ),
    ]
    .map(|(name, words)| (name, Pattern::new(words)))
});

/// Words of sentences in which the customer pays.
static PAYS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:costs?|price|pays?|charged?|bear|fee|flat|deducted|kost\w+|preis|trag\w+|gebühr|pauschale?|abgezogen|berechne\w*|frais|prix|coûte\w*|coût|s['’]élèv\w+|facturé\w*|déduit|cuestan?|gastos|precio|coste|importe|paga\w*)\b",
    )
});

/// A place that an amount applies to.
pub(super) static PLACE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:within|in|to|of|for|inside|outside|nach|innerhalb|außerhalb|dans|vers|en|hors|dentro de|fuera de|a|para)(?: the| der| des| die| la| l['’]| los| las| el)? (?-i:(?<place>\p{Lu}\p{L}{2,30}(?: \p{Lu}\p{L}{2,30})?))",
    )
});

/// A thing that an amount applies to: “for a bicycle”.
static OBJECT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:for|of|per|für|pro|pour|de|d['’]|para|por) ?(?:an?|each|einen?|ein|jedes|une?|una?|cada) (?<thing>\p{L}{4,30})",
    )
});

/// Whether a word is in a list of words.
fn is_one_of(word: &str, words: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// The number of amounts from which a page is a list of prices.
const LISTED: usize = 400;

/// Paragraphs that are short enough to be about one subject.
const SHORT: usize = 600;

/// The number of words in a name: anything longer is a clause.
const MOST: usize = 4;

struct Amount {
    range: Range<usize>,
    currency: char,
    cents: u64,
    section: Option<usize>,
    is_cell: bool,
}

/// Amounts by what they are for.
type ByThing = BTreeMap<String, Vec<Amount>>;

/// Different amounts for the same thing.
pub(super) fn differing(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut by_thing = ByThing::new();
    for (count, found) in prose.find_groups(&AMOUNT).enumerate() {
        if count == LISTED {
            return None.into();
        }
        let number = found.name("number").or_else(|| found.name("number2"));
        let sign = found.name("sign").or_else(|| found.name("sign2"));
        let (Some(number), Some(sign)) = (number, sign) else {
            continue;
        };
        let range = number.start().min(sign.start())..number.end().max(sign.end());
        let block = prose.block_at(range.start);
        let is_text =
            |block: &&Block| matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Cell);
        let Some(block) = block.filter(is_text) else {
            continue;
        };
        let Some(cents) = cents(number.as_str()) else {
            continue;
        };
        let is_range = prose.text[..range.start].ends_with(PART_OF_NUMBER);
        if block.quoted || is_range || prose.is_quoted(range.start) {
            continue;
        }
        let is_cell = block.kind == Kind::Cell;
        let things = match is_cell {
            true => Vec::from_iter(labelled(page, block, &range)),
            false => things(page, block, &range),
        };
        for key in things {
            by_thing.entry(key).or_default().push(Amount {
                range: range.clone(),
                currency: currency(sign.as_str()),
                cents,
                section: block.section,
                is_cell,
            });
        }
    }
    let mut findings = Vec::new();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (key, amounts) in by_thing {
        let first = &amounts[0];
        // A third amount means that they are for different cases.
        let values: BTreeSet<(char, u64)> = amounts
            .iter()
            .map(|one| (one.currency, one.cents))
            .collect();
        let other = amounts.iter().find(|other| other.cents != first.cents);
        let Some(other) = other.filter(|_| values.len() == 2) else {
            continue;
        };
        // In one section, two prices for a service are a list of prices.
        let is_apart = !key.starts_with(TOPIC) || other.section != first.section;
        // Rows with the same name are for different cases.
        let rows = amounts.iter().filter(|one| one.is_cell);
        let rows: BTreeSet<u64> = rows.map(|one| one.cents).collect();
        if rows.len() > 1 {
            continue;
        }
        let mut is_new = || seen.insert((first.range.start, other.range.start));
        if other.currency == first.currency && is_apart && is_new() {
            findings.push(page.contradicted_by(other.range.clone(), first.range.clone()));
        }
    }
    let charges = charges::differing(page);
    let is_new = |finding: &Finding| !findings.iter().any(|known| known.spot == finding.spot);
    let charges: Vec<Finding> = charges.into_iter().filter(is_new).collect();
    findings.extend(charges);
    Verdict::Found(findings)
}

/// The first character of the keys of topics.
const TOPIC: char = '#';

/// What an amount is for, with its unit: names before or after it, and topics.
fn things(page: &Page<'_>, block: &Block, at: &Range<usize>) -> Vec<String> {
    let prose = &page.prose;
    let sentence = prose.sentence(at.clone());
    let before = &prose.text[sentence.start..at.start];
    let behind = &prose.text[at.end..sentence.end.max(at.end)];
    let clause = before.rfind([',', ';', ':', '(']).map_or(0, |at| at + 1);
    let clause_before = before[clause..].trim_start();
    let end = END
        .find(behind)
        .next()
        .map_or(behind.len(), |end| end.start());
    let (unit, after) = unit(&behind[..end]);
    let earlier = AMOUNT.find(before).last().map_or(0, |at| at.end());
    // “$20 per oar” is not the price of all oars.
    let is_each = unit.is_empty() && EACH.is_in(&behind[..end]);
    let is_aside = is_each || ASIDE.is_in(&before[earlier..]) || ASIDE.is_in(&behind[..end]);
    let mut things = Vec::new();
    if !is_aside {
        let groups = BEFORE.find_groups(clause_before).next();
        let name = groups.and_then(|found| {
            let verb = found.name("verb")?;
            let name = &clause_before[..verb.start()];
            let is_of = [" of", " von", " de"]
                .iter()
                .any(|of| verb.as_str().ends_with(of));
            Some(if is_of { last_phrase(name) } else { name })
        });
        let noun = AFTER.find_groups(after).next();
        let noun = noun.and_then(|found| Some(found.name("noun")?.as_str()));
        // In “for the mooring during winter”, the second word is not part of the name.
        let first = noun.and_then(|noun| noun.split(' ').next());
        let noun = noun.filter(|noun| first != Some(noun));
        for name in [name, noun, first].into_iter().flatten() {
            let name = key(name);
            if !name.is_empty() {
                things.push(format!("{name} / {unit}"));
            }
        }
        things
            .extend(topic(page, block, &sentence, before).map(|topic| format!("{topic} / {unit}")));
    }
    things
}

/// What the only amount of a row is for, according to its first cell.
fn labelled(page: &Page<'_>, block: &Block, at: &Range<usize>) -> Option<String> {
    let prose = &page.prose;
    let index = prose
        .blocks
        .partition_point(|other| other.text.start < block.text.start);
    let row = row(page, index);
    let mut cells = row.clone().map(|at| prose.of_block(&prose.blocks[at]));
    let amounts = cells.clone().map(|cell| AMOUNT.find(cell).count());
    let label = cells.next()?;
    if row.start == index || amounts.sum::<usize>() != 1 || ASIDE.is_in(label) {
        return None;
    }
    let behind = &prose.text[at.end..block.text.end];
    let before = &prose.text[block.text.start..at.start];
    let (unit, after) = unit(behind);
    let name = key(label);
    (!name.is_empty() && !ASIDE.is_in(before) && !ASIDE.is_in(after))
        .then(|| format!("{name} / {unit}"))
}

/// The end of a clause after an amount.
static END: Lazy = LazyLock::new(|| Pattern::new(r"[,;:()]| (?:and|und|et|y) "));

/// The words after the last article in a text: “zahlt die Grundgebühr”.
fn last_phrase(text: &str) -> &str {
    let articles =
        "the a an der die das dem den eine einer ein einen le la les un une el los las una";
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        if is_one_of(&word.to_lowercase(), articles) {
            start = at + 1;
        }
    }
    &text[start..]
}

/// The sorted words of a name, without those that don’t distinguish names; empty if the name is
/// too long.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: BTreeSet<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2 && !is_one_of(word, COMMON))
        .map(|word| word.trim_end_matches('s'))
        .collect();
    match words.len() {
        0 => String::new(),
        1..=MOST => Vec::from_iter(words).join(" "),
        _ => String::new(),
    }
}

/// The unit at the start of the text after an amount, and the rest of that text.
pub(super) fn unit(behind: &str) -> (&'static str, &str) {
    let mut words = behind.split_whitespace();
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let find = |word: &str| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let found = UNITS.iter().find(|(_, names)| is_one_of(&word, names));
        found.map(|(unit, _)| *unit)
    };
    let rest = |word: &str| {
        behind
            .find(word)
            .map_or("", |at| &behind[at + word.len()..])
    };
    if is_one_of(&first.to_lowercase(), PER)
        && let Some(unit) = find(second)
    {
        return (unit, rest(second));
    }
    match find(first) {
        Some(unit) => (unit, rest(first)),
        None => ("", behind),
    }
}

/// The topic of an amount that the customer pays, with the place and the thing that it applies to.
fn topic(page: &Page<'_>, block: &Block, sentence: &Range<usize>, before: &str) -> Option<String> {
    let prose = &page.prose;
    let said = &prose.text[sentence.clone()];
    let text = prose.of_block(block);
    let near = if text.len() <= SHORT { text } else { said };
    if !PAYS.is_in(near) {
        return None;
    }
    let of = |text: &str| TOPICS.iter().find(|(_, words)| words.is_in(text));
    let (topic, _) = of(said)
        .or_else(|| of(near))
        .or_else(|| of(page.heading(block)))?;
    let places = PLACE.find_groups(said);
    let places: BTreeSet<String> = places
        .filter_map(|found| Some(found.name("place")?.as_str().to_lowercase()))
        .collect();
    let earlier = AMOUNT.find(before).last().map_or(0, |at| at.end());
    let things = OBJECT.find_groups(&before[earlier..]).last();
    let thing = things.and_then(|found| Some(found.name("thing")?.as_str().to_lowercase()));
    // A sentence with several amounts must say what each is for.
    let is_only = AMOUNT.find(said).nth(1).is_none();
    if (thing.is_none() && !is_only) || (*topic == "delivery" && places.is_empty()) {
        return None;
    }
    let places = Vec::from_iter(places).join(" ");
    Some(format!(
        "{TOPIC}{topic} {places} {}",
        thing.unwrap_or_default()
    ))
}
