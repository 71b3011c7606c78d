//! Contradictory retention periods for one kind of data in the prose of a page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Verdict;
use super::durations::{StatedDuration, alike};
use super::keeping;
use super::periods::{only_period, periods_in};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// Sentences that state how long some data is kept. The group `data` or `data2`
/// matches its name.
static KEPT: LazyLock<[Pattern; 16]> = LazyLock::new(|| {
    /// The name of the data at the start of a clause.
    const NAME: &str = r"(?:^|[.;:,] |\n)(?<data>[^.;:,\n]{3,60}?)";
    [
        format!(
            r"{NAME} (?:is|are|will be|stays?|remains?|gets?) (?:\w+ly |then |only )*(?:kept|stored|retained|held|preserved|saved|deleted|erased|removed|purged|wiped|cleared|destroyed|discarded|overwritten|disposed of|in our systems|on our servers|on file|with us|available)\b[^.;\n]{{0,30}} (?:for|after|within)\b"
        ),
        r"\b(?:deletes|erases|removes|wipes|destroys|keeps|retains|stores) (?<data>[^.;:,\n]{3,60}?) (?:for|after|within|\d|one|two|three|four|five|six|seven|eight|ten|twelve)\b".to_owned(),
        r"\b(?:löscht|vernichtet|speichert|überschreibt) (?<data>[^.;:,\n]{3,60}?) (?:für|nach|binnen|innerhalb|\d|zwei|drei|vier|sechs|sieben|zehn|zwölf)\b".to_owned(),
        r"\b(?:supprime|efface|conserve|détruit) (?<data>[^.;:,\n]{3,60}?) (?:pendant|après|durant|sous|dans|au bout)\b".to_owned(),
        r"\bwe (?:\w+ly |then |only )*(?:keep|store|retain|hold|save|preserve|delete|erase|remove|purge|wipe|clear|destroy|discard|overwrite) (?<data>[^.;:,\n]{3,60}?) (?:for|after|within|\d|one|two|three|four|five|six|seven|eight|ten|twelve)\b".to_owned(),
        r"\b(?:retention|storage) (?:period|time) (?:for|of) (?<data>[^.;:,\n]{3,60}?) is\b".to_owned(),
        format!(
            r"{NAME} (?:werden|wird|bleiben|bleibt) [^.;\n]{{0,60}}(?:gespeichert|aufbewahrt|gelöscht|vorgehalten|entfernt|vernichtet|überschrieben)\b"
        ),
        r"\b(?:speichern|löschen|bewahren|behalten|heben|entfernen|vernichten|überschreiben) wir (?<data>[^.;:,\n]{3,60}?) (?:für|nach|\d|zwei|drei|vier|sechs|zehn|zwölf)|(?:^|[.;:,] |\n)wir (?:speichern|löschen|bewahren|behalten|heben|entfernen|vernichten|überschreiben) (?<data2>[^.;:,\n]{3,60}?) (?:für|nach|\d|zwei|drei|vier|sechs|zehn|zwölf)".to_owned(),
        format!(
            r"{NAME} (?:speichern|löschen|bewahren|behalten|heben|entfernen|vernichten|überschreiben) wir\b"
        ),
        r"\b(?:Aufbewahrungs|Speicher|Lösch)(?:frist|dauer) (?:für|der|von) (?<data>[^.;:,\n]{3,60}?) (?:beträgt|ist)\b".to_owned(),
        format!(
            r"{NAME} (?:est|sont|seront|sera) (?:conservée?s?|effacée?s?|supprimée?s?|stockée?s?|détruite?s?|gardée?s?|purgée?s?|écrasée?s?)\b"
        ),
        r"\bnous (?:conservons|effaçons|supprimons|gardons|stockons|détruisons|purgeons) (?<data>[^.;:,\n]{3,60}?) (?:pendant|après|durant|au bout)\b".to_owned(),
        r"\b(?:durée|délai) de conservation (?:des |de la |du |de |d['’]|de l['’])(?<data>[^.;:,\n]{3,60}?) est\b".to_owned(),
        format!(
            r"{NAME} se (?:conserva|guarda|elimina|suprime|borra|almacena|mantiene|sobrescribe|destruye)n?\b"
        ),
        r"\b(?:conservamos|guardamos|eliminamos|borramos|suprimimos|almacenamos|destruimos) (?<data>[^.;:,\n]{3,60}?) (?:durante|a los|tras|después)\b".to_owned(),
        r"\bplazo de conservación (?:de los |de las |del |de la |de )(?<data>[^.;:,\n]{3,60}?) es\b".to_owned(),
    ]
    .map(Pattern::new)
});

/// Words that limit a period to some of the data, or to a single case.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:inactiv\w*|unless|except\w*|if|free|trial|paid|premium|plan|plans|depend\w*|at least|minimum|up to|legal\w*|law|court|dispute\w*|archiv\w*|longer|former\w*|previous\w*|not|never|wenn|falls|sofern|mindestens|bis zu|inaktiv\w*|gesetzlich\w*|nicht|tarif\w*|si|sauf|inactif\w*|au moins|jusqu['’]|légal\w*|pas|salvo|inactiv\w*|al menos|hasta|legal\w*|no)\b",
    )
});

/// Words that don't distinguish one kind of data from another.
const COMMON: &[&str] = &[
    "the",
    "your",
    "our",
    "all",
    "any",
    "these",
    "this",
    "those",
    "such",
    "their",
    "of",
    "and",
    "data",
    "file",
    "record",
    "information",
    "personal",
    "each",
    "a",
    "an",
    "from",
    "in",
    "on",
    "we",
    "also",
    "only",
    "cookie",
    "it",
    "they",
    "personnelle",
    "caractère",
    "personale",
    "carácter",
    "personenbezogene",
    "personenbezogen",
    "der",
    "die",
    "das",
    "den",
    "dem",
    "ihr",
    "ihre",
    "ihren",
    "ihrer",
    "unser",
    "unsere",
    "alle",
    "daten",
    "diese",
    "le",
    "la",
    "les",
    "l",
    "vos",
    "nos",
    "votre",
    "ces",
    "cette",
    "de",
    "des",
    "du",
    "donnée",
    "el",
    "los",
    "las",
    "su",
    "sus",
    "nuestra",
    "nuestro",
    "dato",
    "estos",
    "estas",
    "del",
    // The location and origin of logs and copies.
    "server",
    "web",
    "webserver",
    "unseres",
    "unserer",
    "serveur",
    "servidor",
    "connexion",
    "accès",
    "acceso",
    "al",
    "held",
    "for",
    "stored",
    "gespeicherten",
    "gespeicherte",
];

/// Words after the name of data that introduce who collects it, or by what
/// means.
const BY: &[&str] = &[
    " collected",
    " gathered",
    " recorded",
    " obtained",
    " from ",
    " by ",
    " aus ",
    " von ",
    " recueilli",
    " collecté",
    " recogid",
    " obtenid",
];

/// Synonyms, with the word that replaces them.
const SAME: &[(&str, &str)] = &[
    ("logfile", "log"),
    ("logdatei", "log"),
    ("logdateie", "log"),
    ("logdate", "log"),
    ("serverlog", "log"),
    ("protokolldatei", "log"),
    ("protokolldateie", "log"),
    ("protokolldate", "log"),
    ("serverprotokolle", "log"),
    ("journaux", "log"),
    ("journal", "log"),
    ("registro", "log"),
    ("sauvegarde", "backup"),
    ("sicherungskopie", "backup"),
    ("applicant", "application"),
    ("bewerberdate", "bewerbung"),
    ("bewerbungsunterlage", "bewerbung"),
];

/// The sorted words of a name, without those that don't distinguish names.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let end = BY.iter().filter_map(|by| lower.find(by)).min();
    let lower = &lower[..end.filter(|end| *end > 0).unwrap_or(lower.len())];
    let mut words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .map(|word| match word.len() {
            0..=3 => word,
            _ => word.trim_end_matches(['s', 'n']),
        })
        .filter(|word| !word.is_empty() && !COMMON.contains(word))
        .map(|word| {
            let same = SAME.iter().find(|(other, _)| *other == word);
            same.map_or(word, |(_, name)| name)
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The maximum number of words in a name: anything longer is a clause.
const MOST: usize = 4;

/// Periods by the name of the data.
type ByName = BTreeMap<String, Vec<StatedDuration>>;

fn add(by_name: &mut ByName, name: &str, kept: StatedDuration) {
    let key = key(name);
    let words = key.split(' ').count();
    if !key.is_empty() && words <= MOST {
        by_name.entry(key).or_default().push(kept);
    }
}

/// Different retention periods for the same kind of data.
pub(super) fn differing(page: &Page<'_>) -> Verdict {
    let mut by_name = ByName::new();
    sentences(page, &mut by_name);
    if !by_name.is_empty() {
        rows(page, &mut by_name);
    }
    merge_narrower(page, &mut by_name);
    let findings = by_name.into_values().filter_map(|mut kept| {
        kept.sort_by_key(|kept| kept.range.start);
        kept.dedup_by_key(|kept| kept.range.start);
        let (first, rest) = kept.split_first()?;
        let other = rest
            .iter()
            .find(|other| !alike(&other.duration, &first.duration))?;
        // A third period means that the periods are for different cases.
        let is_either = |kept: &StatedDuration| {
            alike(&kept.duration, &first.duration) || alike(&kept.duration, &other.duration)
        };
        let is_pair = rest.iter().all(is_either);
        // Two rows are about two cases.
        let is_cell = |kept: &StatedDuration| {
            let block = page.prose.block_at(kept.range.start);
            block.is_some_and(|block| block.kind == Kind::Cell)
        };
        let are_rows = is_cell(first) && is_cell(other);
        (is_pair && !are_rows)
            .then(|| page.contradicted_by(other.range.clone(), first.range.clone()))
    });
    let mut findings: Vec<Finding> = findings.collect();
    for finding in keeping::differing(page) {
        if !findings.iter().any(|known| known.spot == finding.spot) {
            findings.push(finding);
        }
    }
    Verdict::Found(findings)
}

/// The minimum length of a name of one word that a longer name may contain.
const TELLING: usize = 7;

/// The maximum number of names to compare with each other.
const COMPARED: usize = 200;

/// Adds the periods of a longer name to a shorter one that it contains, if both run from the same
/// event: “files of rejected applicants” and “files of applicants”.
fn merge_narrower(page: &Page<'_>, by_name: &mut ByName) {
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let names: Vec<String> = by_name.keys().take(COMPARED).cloned().collect();
    for longer in &names {
        let all = words(longer);
        let shorter = names.iter().find(|name| {
            let some = words(name);
            // A single word must be long, such as “dossier”.
            let is_telling = some.len() > 1 || name.len() >= TELLING;
            is_telling && some.len() < all.len() && some.iter().all(|word| all.contains(word))
        });
        let (Some(shorter), Some([one])) = (shorter, by_name.get(longer).map(Vec::as_slice)) else {
            continue;
        };
        let event = event(page, one);
        let one = one.clone();
        if let Some([other]) = by_name.get(shorter).map(Vec::as_slice)
            && event.is_some_and(|event| Some(event) == self::event(page, other))
            && let Some(kept) = by_name.get_mut(shorter)
        {
            kept.push(one);
        }
    }
}

/// The event from which a period runs: the last long word soon after it.
fn event<'p>(page: &'p Page<'_>, kept: &StatedDuration) -> Option<&'p str> {
    static EVENT: Lazy = LazyLock::new(|| {
        Pattern::new(
            r"^ (?:after|from|following|nach|ab|seit|après|à compter d[eu]|depuis|después de|desde|tras)(?: [\p{L}’']+){0,3}?(?: |[’'])(?<event>\p{L}{5,})(?:[.,;]|$)",
        )
    });
    let behind = page.behind(kept.range.clone());
    let found = EVENT.find_groups(behind).next()?;
    found.name("event").map(|event| event.as_str())
}

fn sentences(page: &Page<'_>, by_name: &mut ByName) {
    let prose = &page.prose;
    for found in KEPT.iter().flat_map(|pattern| prose.find_groups(pattern)) {
        let data = found.name("data").or_else(|| found.name("data2"));
        let (Some(whole), Some(data)) = (found.get(0), data) else {
            continue;
        };
        let Some(block) = prose.block_at(data.start()) else {
            continue;
        };
        let sentence = prose.sentence(data.start()..whole.end());
        let text = &prose.text[sentence.clone()];
        if matches!(block.kind, Kind::Heading(_))
            || prose.is_quoted(data.start())
            || ASIDE.is_in(without_reason(text))
        {
            continue;
        }
        // In “Logs after 14 days, and accounts after 30”, use the clause about
        // this data.
        let end = whole.end() - sentence.start;
        let rest = CLAUSE.find(&text[end..]).next();
        let clause = data.start() - sentence.start..rest.map_or(text.len(), |at| end + at.start());
        let in_clause = || {
            let period = text.get(clause.clone()).and_then(only_period)?;
            Some(period.moved(clause.start))
        };
        if let Some(period) = only_period(text).or_else(in_clause) {
            let period = period.moved(sentence.start);
            // “We delete server logs seven days after …”
            let end = data.end().min(period.range.start).max(data.start());
            add(by_name, prose.text[data.start()..end].trim_end(), period);
        }
    }
}

/// A sentence up to the reason for its period, if one follows: “…, as tax law requires”.
fn without_reason(text: &str) -> &str {
    static REASON: Lazy = LazyLock::new(|| {
        Pattern::new(
            r", (?:as|because|since|weil|da|wie|car|comme|parce que|puisque|porque|como|ya que|pues) ",
        )
    });
    let period = periods_in(text).next();
    let reason = period.and_then(|period| {
        let after = text.get(period.range.end..)?;
        let found = REASON.find(after).next()?;
        Some(period.range.end + found.start())
    });
    &text[..reason.unwrap_or(text.len())]
}

/// The start of the next clause in a sentence.
static CLAUSE: Lazy = LazyLock::new(|| Pattern::new(r"[,;:(]| (?:and|und|et|y) "));

/// Rows of tables and items of lists that name data and a period.
fn rows(page: &Page<'_>, by_name: &mut ByName) {
    let prose = &page.prose;
    let mut before: Option<&str> = None;
    for block in &prose.blocks {
        let text = prose.of_block(block);
        let (name, behind) = match block.kind {
            Kind::Cell => (before.replace(text), text),
            Kind::Item => match text.split_once(": ") {
                Some((name, behind)) => (Some(name), behind),
                None => (None, text),
            },
            _ => {
                before = None;
                continue;
            }
        };
        let Some(name) = name.filter(|_| !ASIDE.is_in(text)) else {
            continue;
        };
        // The text must begin with the period: “30 days after …”.
        if let Some(period) = only_period(behind)
            && period.range.start <= behind.find(' ').map_or(0, |at| at + 1)
        {
            let start = block.text.start + text.len() - behind.len();
            add(by_name, name, period.moved(start));
        }
    }
}
