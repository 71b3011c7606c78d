//! Charges that a page states twice, such as a deposit, with different amounts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::amounts::{self, PLACE};
use super::money::{AMOUNT, cents, currency};
use super::rows::row;
use super::tariffs;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;

/// The names of charges, of which a contract has one each.
static CHARGES: LazyLock<[Pattern; 9]> = LazyLock::new(|| {
    [
        r"\b(?:(?:security|damage|refundable) )?deposits?\b|\bkaution\b|\bdépôt de garantie\b|\bcaution\b|\bfianza\b",
        r"\blate (?:fees?|charges?|returns?|payment fees?)\b|\boverdue (?:fees?|charges?|fines?)\b|\bverspätungs(?:gebühr|zuschlag|pauschale)\w*|\bsäumnis(?:gebühr|zuschlag)\w*|\b(?:frais|pénalités?|indemnité|majoration) (?:de|pour) retard\b|\b(?:recargo|penalización|cargo) por (?:retraso|demora)\b",
        r"\breminder (?:fees?|charges?)\b|\bmahn(?:gebühr|kosten|pauschale)\w*|\bfrais de (?:rappel|relance)\b|\bgastos de (?:reclamación|recobro|requerimiento)\b",
        r"\bcancell?ation (?:fees?|charges?)\b|\bstorno(?:gebühr|kosten|pauschale)\w*|\bfrais d['’]annulation\b|\bgastos de (?:cancelación|anulación)\b",
        r"\breturn (?:shipping|postage|labels?|delivery|costs?)\b|\bshipping label\b|\brücksend(?:ung|ekosten|eetikett|ekosten|ungskosten)\w*|\brückversand\w*|\bretouren?(?:etikett|label|schein|kosten|gebühr|pauschale)\w*|\bétiquette de retour\b|\bfrais de (?:retour|renvoi)\b|\b(?:gastos|coste|etiqueta) de (?:la )?devolución\b|\benvío de vuelta\b",
        r"\bcleaning (?:fees?|charges?)\b|\bend(?:reinigung|säuberung)\w*|\breinigungspauschale\b|\bfrais de (?:ménage|nettoyage)\b|\bgastos de limpieza\b",
        r"\b(?:registration|enrolment|enrollment|joining|sign-?up) (?:fees?|charges?)\b|\b(?:anmelde|einschreibe|aufnahme|registrierungs)gebühr\w*|\bfrais (?:d['’]inscription|de dossier|d['’]adhésion)\b|\bmatrícula\b|\b(?:gastos|cuota) de inscripción\b",
        r"\b(?:new|replacement|lost) (?:cards?|keys?)\b|\bersatz(?:karte|schlüssel)\w*|\b(?:nouvelle carte|carte de remplacement|clé perdue)\b|\b(?:tarjeta nueva|duplicado|llave perdida)\b",
        r"\b(?:cost|price|fee) of (?:standard )?(?:delivery|shipping)\b|\b(?:versandkosten|versandpauschale|liefergebühr)\b|\bfrais de (?:livraison|port)\b|\bgastos de envío\b",
    ]
    .map(Pattern::new)
});

/// Words that limit an amount to some cases, or to part of what is sold.
pub(super) static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:reduced|low-income|students?|children|members?|discount\w*|instead|formerly|express|bulky|heavy|examples?|additional|extra|further|second|third|up to|at least|more than|less than|not more|minimum|maximum|at most|abroad|outside|international\w*|premium|basic|large|small|ermäßigt\w*|mitglieder|kinder|rabatt\w*|statt|bisher|früher|beispiel\w*|express|sperrgut|weitere[nrs]?|zusätzlich\w*|zweite[nrs]?|bis zu|höchstens|mindestens|mehr als|ausland|außerhalb|große[nrs]?|kleine[nrs]?|réduit\w*|enfants|étudiants|adhérents|supplémentaires?|jusqu['’]\w*|au plus|au moins|maximum|minimum|étranger|exemple|grande?s?|petite?s?|reducid\w+|niños|socios|adicional\w*|hasta|como máximo|al menos|mínim\w+|máxim\w+|extranjero|ejemplo|urgente|grandes?|pequeñ\w+)\b",
    )
});

/// Verbs of sentences in a section about a charge.
static PAYS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:pays?|paid|payable|costs?|charged?|due|leave|held|hold|block(?:ed)?|authori[sz]ed?|reserved?|zahl\w+|hinterleg\w+|entricht\w+|beträgt|fällig|kostet|berechne\w*|einbehalt\w*|vers\w+|pay\w+|dépos\w+|coûte\w*|bloqu\w+|s['’]élève|paga\w*|dejan?|abona\w*|entrega\w*|deposita\w*|cuesta\w*|asciende)\b",
    )
});

/// Delivery for free, and words before the amount of an order from which it is.
pub(super) static FREE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:free|no charge|kostenlos\w*|kostenfrei\w*|gratis|frei|offerte?s?|gratuite?s?|franco de port|gratuit[oa]s?)\b|\bversandkostenfrei\w*",
    )
});
static DELIVERY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:delivery|deliver|shipping|ship|postage|carriage|versand\w*|liefer\w*|porto|livraisons?|livrons|port|expédition|envíos?|enviamos|entrega|portes)\b",
    )
});
static THRESHOLD: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:from|over|above|exceeding|of|at least|ab|über|von|à partir de|a partir de|dès|au-delà de|supérieure?s? à|de plus de|desde|superior(?:es)? a|de más de|más de)(?: (?:an?|the|einem|einer|un|une|una) )?(?: ?(?:orders?|purchases?|bestellwert|einkaufswert|warenwert|bestellung|total|value|montant|commande|pedido|compra|importe)(?: (?:value|of|over|von|de|d['’]))*)? ?$",
    )
});

/// A thing that a charge is for: “per bicycle”.
static THING: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:for|per|pro|je|für|par|pour|por|and|und|et|y) (?:an? |each |every |jede[ns]? |einen? |ein |chaque |une? |cada |una? )?(?<thing>\p{L}{4,30})",
    )
});

/// The maximum number of words in the label of a price.
const WORDS: usize = 12;

/// The number of amounts from which a page is a list of prices.
const LISTED: usize = 200;

/// An amount of a charge.
struct Charge {
    /// The index of the charge; the last is the value of an order from which delivery is free.
    of: usize,
    range: Range<usize>,
    value: (char, u64),
    unit: &'static str,
    things: BTreeSet<String>,
    place: Option<String>,
    section: Option<usize>,
    is_cell: bool,
}

impl Charge {
    /// Whether two amounts are for the same thing.
    fn is_same(&self, other: &Self) -> bool {
        let places = (&self.place, &other.place);
        self.unit == other.unit
            && (self.is_cell != other.is_cell || self.section != other.section)
            && !(self.is_cell && other.is_cell)
            && (self.things.is_empty()
                || other.things.is_empty()
                || !self.things.is_disjoint(&other.things))
            && !matches!(places, (Some(one), Some(two)) if one != two)
    }
}

/// Different amounts for the same charge.
pub(super) fn differing(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut charges: Vec<Charge> = Vec::new();
    for (count, found) in prose.find_groups(&AMOUNT).enumerate() {
        if count == LISTED {
            return Vec::new();
        }
        let number = found.name("number").or_else(|| found.name("number2"));
        let sign = found.name("sign").or_else(|| found.name("sign2"));
        let (Some(number), Some(sign)) = (number, sign) else {
            continue;
        };
        let range = number.start().min(sign.start())..number.end().max(sign.end());
        let block = prose.block_at(range.start).filter(|block| !block.quoted);
        let (Some(block), Some(cents)) = (block, cents(number.as_str())) else {
            continue;
        };
        let value = (currency(sign.as_str()), cents);
        charges.extend(read(page, block, range, value));
    }
    let mut findings = Vec::new();
    for of in 0..=CHARGES.len() {
        let of_one: Vec<&Charge> = charges.iter().filter(|charge| charge.of == of).collect();
        let values: BTreeSet<(char, u64)> = of_one.iter().map(|charge| charge.value).collect();
        let Some((first, rest)) = of_one.split_first().filter(|_| values.len() == 2) else {
            continue;
        };
        let other = rest.iter().find(|other| {
            other.value.1 != first.value.1 && other.value.0 == first.value.0 && first.is_same(other)
        });
        if let Some(other) = other {
            findings.push(page.contradicted_by(other.range.clone(), first.range.clone()));
        }
    }
    for finding in tariffs::differing(page) {
        if !findings.iter().any(|known| known.spot == finding.spot) {
            findings.push(finding);
        }
    }
    findings
}

/// The charge that an amount is for.
fn read(page: &Page<'_>, block: &Block, range: Range<usize>, value: (char, u64)) -> Option<Charge> {
    let prose = &page.prose;
    let is_cell = block.kind == Kind::Cell;
    if matches!(block.kind, Kind::Heading(_) | Kind::Html) || prose.is_quoted(range.start) {
        return None;
    }
    let said = match is_cell {
        true => label(page, block)?,
        false => prose.text[prose.sentence(range.clone())].to_owned(),
    };
    if AMOUNT.is_in(&said) == is_cell || ASIDE.is_in(&said) {
        // The label of a row has no amount.
        return None;
    }
    let sentence = prose.sentence(range.clone());
    let before = &prose.text[sentence.start..range.start];
    let behind = &prose.text[range.end..sentence.end.max(range.end)];
    let of = match is_cell {
        true => CHARGES.iter().position(|charge| charge.is_in(&said))?,
        false => match threshold(before, behind) {
            Some(of) => of,
            None => in_sentence(page, block, before, &said)?,
        },
    };
    let (mut unit, _) = amounts::unit(behind);
    if unit.is_empty() && is_cell {
        // “Late return, per day”.
        let mut rests = said.match_indices([' ', ',', '(']).take(WORDS);
        let of_label = rests.find_map(|(at, mark)| {
            let (unit, _) = amounts::unit(&said[at + mark.len()..]);
            (!unit.is_empty()).then_some(unit)
        });
        unit = of_label.unwrap_or_default();
    }
    let near = if is_cell { said.as_str() } else { behind };
    let things = THING.find_groups(near).filter_map(|found| {
        let thing = found.name("thing")?.as_str().to_lowercase();
        Some(thing.trim_end_matches('s').to_owned())
    });
    let place = PLACE.find_groups(&said).next();
    Some(Charge {
        of,
        range: range.clone(),
        value,
        unit,
        things: things.collect(),
        place: place.and_then(|found| Some(found.name("place")?.as_str().to_lowercase())),
        section: block.section,
        is_cell,
    })
}

/// The charge that a sentence names before its only amount, or the heading of its section.
fn in_sentence(page: &Page<'_>, block: &Block, before: &str, said: &str) -> Option<usize> {
    let only = AMOUNT.find(said).nth(1).is_none();
    let earlier = AMOUNT.find(before).last().map_or(0, |at| at.end());
    let clause = &before[earlier..];
    let named = |text: &str| CHARGES.iter().position(|charge| charge.is_in(text));
    if let Some(of) = named(clause).or_else(|| named(said).filter(|_| only)) {
        return Some(of);
    }
    named(page.heading(block)).filter(|_| only && PAYS.is_in(said))
}

/// Whether an amount is that of an order from which delivery is free.
fn threshold(before: &str, behind: &str) -> Option<usize> {
    let clause = before.rfind([';', ':']).map_or(0, |at| at + 1);
    let before = &before[clause..];
    let end = behind.find([';', ':']).unwrap_or(behind.len());
    let is_about = |words: &Pattern| words.is_in(before) || words.is_in(&behind[..end]);
    (THRESHOLD.is_in(before) && is_about(&FREE) && is_about(&DELIVERY)).then_some(CHARGES.len())
}

/// The first cell of the row of a cell, or the head of its column if only that cell of the column
/// has an amount.
fn label(page: &Page<'_>, block: &Block) -> Option<String> {
    let prose = &page.prose;
    let at = prose
        .blocks
        .partition_point(|other| other.text.start < block.text.start);
    let row = row(page, at);
    let text = |at: usize| prose.of_block(&prose.blocks[at]);
    let names_charge = |text: &str| CHARGES.iter().any(|charge| charge.is_in(text));
    if row.start == at || names_charge(text(row.start)) {
        return (row.start < at).then(|| text(row.start).to_owned());
    }
    let cell = |at: usize| prose.blocks.get(at).filter(|cell| cell.kind == Kind::Cell);
    let above = (1..=ROWS).take_while(|row_above| {
        let up = row_above * row.len();
        at >= up && cell(at - up).is_some()
    });
    let head = at - above.last()? * row.len();
    let below = (1..=ROWS).map_while(|below| cell(head + below * row.len()));
    let amounts = below.filter(|cell| AMOUNT.is_in(prose.of_block(cell)));
    (names_charge(text(head)) && amounts.count() == 1).then(|| text(head).to_owned())
}

/// The maximum number of rows of a table of prices.
const ROWS: usize = 20;
