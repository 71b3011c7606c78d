//! Amounts for delivery, returns and collection, in sentences and tables that name them in any
//! words.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::amounts::{self, PLACE};
use super::charges::{ASIDE, FREE};
use super::money::{AMOUNT, cents, currency};
use super::rows::row;
use super::subjects::{Subject, is_apart, words};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;

/// What a shop may charge for, or deduct. The first that a text names counts: “the return label”.
static SERVICES: LazyLock<[Pattern; 3]> = LazyLock::new(|| {
    [
        r"\b(?:collection|collects?|pick(?:s|ed)?[- ]up|abholung\w*|abgeholt|abholen|holt\b[^.;\n]{0,40}\bab|enlèvement|recogida|recoge\w*)\b",
        r"\b(?:return (?:shipping|postage|labels?|delivery|costs?)|shipping label|label|rücksend\w*|rückversand\w*|retouren?\w*|etikett\w*|étiquette|frais de (?:retour|renvoi)|etiqueta|devoluci(?:ón|ones)|envío de vuelta)\b",
        r"\b(?:delivery|shipping|postage|carriage|versand(?:kosten|pauschale|gebühr)?|liefer(?:ung|kosten|gebühr|pauschale)|porto|livraison|port|expédition|envío|portes)\b",
    ]
    .map(Pattern::new)
});

/// Words for what is paid or deducted.
static COSTS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:costs?|fees?|charges?d?|rate|flat|pays?|paid|payable|deduct\w*|refund\w*|kost\w+|gebühr\w*|pauschal\w*|zahl\w+|berechne\w*|abzug|abgezogen|zieh(?:t|en)|erstatt\w+|frais|coûte\w*|coût|s['’]élèv\w+|factur\w+|dédui\w+|rembours\w+|forfait\w*|cuestan?|gastos|coste|tarifa|paga\w*|descont\w+|descuent\w*|reembols\w+|abona\w*)\b",
    )
});

/// Words that say nothing about which delivery or return an amount is for.
static PLAIN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    words(
        "standard domestic inland within mainland ordinary normal regular usual flat simple initial cost costs fee fees charge charges rate rates \
        price amount deduct deduction deducted deducts refund refunds refunded order orders paid pay pays \
        euro euros dollars pounds parcel item goods return returns returned delivery shipping label \
        üblich übliche reguläre gewöhnliche kosten kostet gebühr pauschale pauschal preis betrag abzug \
        abgezogen zieht ziehen dafür hierfür erstattung erstattet erstatten kaufpreis bezahlt gezahlte zahlt \
        zahlen beträgt betragen trägt versand ware waren paket rückversand rücksendung hinversand bestellung \
        bestellten bestellte franken ordinaire normale habituel frais prix montant coût coûte coûtent élève \
        élèvent fixe forfait forfaitaire déduit déduits déduite déduction remboursement remboursés remboursé \
        remboursons payé payés facturé facturés commande commandes colis article port livraison retour \
        étiquette ordinaria ordinario normal habitual gastos coste cuesta cuestan precio importe tarifa fijo \
        fija descontamos descuenta descontado descuento reembolso reembolsa reembolsamos reembolsados pagado \
        pagados paga pedido paquete producto cargo cuenta envío devolución etiqueta usa use using our",
    )
});

/// An amount for a service.
struct Tariff {
    service: usize,
    subject: Subject,
    range: Range<usize>,
    value: (char, u64),
    unit: &'static str,
    place: Option<String>,
    is_cell: bool,
}

impl Tariff {
    fn is_same(&self, other: &Self) -> bool {
        let places = (&self.place, &other.place);
        self.service == other.service
            && self.unit == other.unit
            && self.subject.is_same(&other.subject)
            && !matches!(places, (Some(one), Some(two)) if one != two)
    }
}

/// The number of amounts from which a page is a list of prices.
const LISTED: usize = 100;

/// Different amounts for the same service, of which one is in another section or in a table.
pub(super) fn differing(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut all: Vec<Tariff> = Vec::new();
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
        if let (Some(block), Some(cents)) = (block, cents(number.as_str()))
            && !prose.is_quoted(range.start)
        {
            let value = (currency(sign.as_str()), cents);
            all.extend(match block.kind {
                Kind::Cell => of_cell(page, block, range, value),
                Kind::Paragraph | Kind::Item => of_sentence(page, block, range, value),
                _ => None,
            });
        }
    }
    let mut findings = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let same = all.iter().filter(|other| one.is_same(other));
        let values: BTreeSet<(char, u64)> = same.map(|other| other.value).collect();
        let earlier = all[..index].iter().find(|other| {
            one.is_same(other)
                && other.value.1 != one.value.1
                && other.value.0 == one.value.0
                && !(one.is_cell && other.is_cell)
                && (one.is_cell != other.is_cell || is_apart(page, &one.range, &other.range))
        });
        // A third amount means that they are for different cases.
        if let Some(earlier) = earlier.filter(|_| values.len() == 2) {
            findings.push(page.contradicted_by(one.range.clone(), earlier.range.clone()));
        }
    }
    findings
}

/// The service that a text names, and where.
fn service(text: &str) -> Option<(usize, Range<usize>)> {
    SERVICES.iter().enumerate().find_map(|(index, service)| {
        let found = service.find(text).last()?;
        Some((index, found.range()))
    })
}

/// The words of a text that tell one delivery from another.
fn telling(text: &str) -> BTreeSet<String> {
    let mut words = words(text);
    words.retain(|word| !PLAIN.contains(word) && !SERVICES.iter().any(|one| one.is_in(word)));
    words
}

/// The amount of a sentence: what it is for comes before it in the same clause or the one before,
/// or right after it.
fn of_sentence(
    page: &Page<'_>,
    block: &Block,
    range: Range<usize>,
    value: (char, u64),
) -> Option<Tariff> {
    let prose = &page.prose;
    let sentence = prose.sentence(range.clone());
    let said = &prose.text[sentence.clone()];
    if said.len() > SENTENCE || !COSTS.is_in(said) || FREE.is_in(said) {
        return None;
    }
    let before = &prose.text[sentence.start..range.start];
    let earlier = AMOUNT.find(before).last().map_or(0, |at| at.end());
    let before = &before[earlier..];
    let behind = &prose.text[range.end..sentence.end.max(range.end)];
    let (unit, after) = amounts::unit(behind);
    let end = END.find(after).next().map_or(after.len(), |at| at.start());
    let after = &after[..end];
    // The last clause, and the one before it if that names the service.
    let clause = before.rfind([',', ':', '(']).map_or(0, |at| at + 1);
    let two = before[..clause.saturating_sub(1)]
        .rfind([',', ':', '('])
        .map_or(0, |at| at + 1);
    let starts = [clause, two];
    let found = starts.iter().find_map(|start| {
        let text = &before[*start..];
        service(text).map(|found| (text, found))
    });
    let anaphor = ANAPHOR.is_in(&before[clause..]);
    let (service, near, own) = match found {
        Some((text, (index, at))) => {
            let first = text[..at.start].trim_end();
            let first = first.rsplit(' ').next().unwrap_or_default();
            let own = format!("{first} {} {after}", &text[at.end..]);
            (index, text.to_owned(), own)
        }
        None => match service(after) {
            Some((index, at)) => (index, before.to_owned(), after[at.end..].to_owned()),
            None if anaphor => {
                let above = sentence_above(page, block, sentence.start)?;
                (service(above)?.0, above.to_owned(), String::new())
            }
            None => return None,
        },
    };
    if ASIDE.is_in(&near) || ASIDE.is_in(after) || LIMIT.is_in(before) {
        return None;
    }
    let mut around = telling(said);
    around.extend(telling(&near));
    around.extend(telling(page.heading(block)));
    let place = PLACE
        .find_groups(&prose.text[sentence.start + earlier..range.start])
        .last();
    let place = place.or_else(|| PLACE.find_groups(after).next());
    let is_home = place
        .as_ref()
        .is_some_and(|found| found.get(0).is_some_and(|all| HOME.is_in(all.as_str())));
    let place = place.and_then(|found| Some(found.name("place")?.as_str().to_lowercase()));
    let mut own = telling(&own);
    own.retain(|word| !(is_home && place.as_ref().is_some_and(|place| place.contains(word))));
    Some(Tariff {
        service,
        subject: Subject { own, near: around },
        place,
        range,
        value,
        unit,
        is_cell: false,
    })
}

/// Words before the place where a shop delivers anyway: “within Germany”.
static HOME: Lazy = LazyLock::new(|| Pattern::new(r"^(?:within|inside|innerhalb|dentro)\b"));

/// The sentence before a position in a block.
fn sentence_above<'p>(page: &'p Page<'_>, block: &Block, at: usize) -> Option<&'p str> {
    let text = &page.prose.text;
    let (last, mark) = text[block.text.start..at].char_indices().next_back()?;
    let end = block.text.start + last;
    let stop = text[..end].char_indices().next_back()?.0;
    let above = page
        .prose
        .sentence(stop.max(block.text.start)..end + mark.len_utf8());
    text.get(above).filter(|text| text.len() <= SENTENCE)
}

/// Words right before an amount that makes a difference, such as that of an order.
static LIMIT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:from|over|above|under|below|exceeding|least|up to|worth|ab|über|unter|bis|mindestens|à partir de|dès|au-delà de|inférieure?s? à|supérieure?s? à|plus de|moins de|a partir de|desde|hasta|superior(?:es)? a|inferior(?:es)? a|más de|menos de)(?: (?:an?|the|zu|einem|\p{L}*wert|\p{L}*bestellung|order|value|of|von|de|d['’]))* ?$",
    )
});

/// The maximum length of a sentence that states an amount.
const SENTENCE: usize = 400;

/// The end of a clause after an amount.
static END: Lazy = LazyLock::new(|| Pattern::new(r"[,;:().]| (?:and|und|et|y) "));

/// Words that refer to the sentence before.
static ANAPHOR: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:for this|for it|for that|dafür|hierfür|pour cela|à ce titre|por ello|por esto)\b",
    )
});

/// The only amount of a row and of a column, for what the cell, its row or its column names.
fn of_cell(
    page: &Page<'_>,
    block: &Block,
    range: Range<usize>,
    value: (char, u64),
) -> Option<Tariff> {
    let prose = &page.prose;
    let at = prose
        .blocks
        .partition_point(|other| other.text.start < block.text.start);
    let row = row(page, at);
    let text = |at: usize| prose.of_block(&prose.blocks[at]);
    let cell = |at: usize| prose.blocks.get(at).filter(|cell| cell.kind == Kind::Cell);
    let width = row.len();
    let above = (1..=ROWS).take_while(|count| {
        let up = count * width;
        at >= up && cell(at - up).is_some()
    });
    let head = above.last().map_or(at, |count| at - count * width);
    let column = (0..=ROWS).map_while(|count| cell(head + count * width));
    let amounts = |cell: &Block| AMOUNT.find(prose.of_block(cell)).count();
    let said = text(at);
    let label = if row.start == at { "" } else { text(row.start) };
    let names_service = service(label).is_some();
    let is_only = (names_service || column.map(amounts).sum::<usize>() == 1)
        && row
            .clone()
            .map(|at| amounts(&prose.blocks[at]))
            .sum::<usize>()
            == 1;
    let title = if head == at { "" } else { text(head) };
    if !is_only || said.len() > SENTENCE || FREE.is_in(said) || ASIDE.is_in(said) {
        return None;
    }
    let from = range.start - block.text.start;
    let clause = said[..from].trim_end().trim_end_matches(',');
    let clause = clause.rfind([';', ':']).map_or(0, |at| at + 1);
    let own = &said[clause..];
    let (service, _) = [own, title, label].into_iter().find_map(service)?;
    if ASIDE.is_in(label) || ASIDE.is_in(title) || LIMIT.is_in(&said[..from]) {
        return None;
    }
    let (unit, _) = amounts::unit(&said[from + range.len()..]);
    let place = PLACE.find_groups(own).next();
    let mut near = telling(label);
    near.extend(telling(title));
    near.extend(telling(page.heading(block)));
    Some(Tariff {
        service,
        subject: Subject {
            own: match names_service {
                true => telling(label),
                false => telling(own),
            },
            near,
        },
        place: place.and_then(|found| Some(found.name("place")?.as_str().to_lowercase())),
        range,
        value,
        unit,
        is_cell: true,
    })
}

/// The maximum number of rows of a table on each side of a cell that are read.
const ROWS: usize = 20;
