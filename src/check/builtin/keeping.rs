//! How long data are kept, in sentences, rows and items that name the data in any words.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::durations::{StatedDuration, alike};
use super::periods::periods_in;
use super::rows::row;
use super::subjects::{Subject, identifier, is_apart, words};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::model::language::primary;
use crate::rules::Pattern;

/// Verbs for keeping and deleting.
static KEEPS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:kept|keeps?|stored?|stores|retain(?:ed|s)?|held|holds?|sav(?:ed|es?)|preserved?|deletes?d?|erase[ds]?|removed?|removes|purge[ds]?|wipe[ds]?|clear(?:ed|s)|destroy(?:ed|s)?|discard(?:ed|s)?|shred(?:ded)?|overwritten|disappears?|remains?|stays?|anonymi[sz]e[ds]?|disposed|gespeichert|speicher[nt]|aufbewahrt|bewahr(?:en|t)|aufgehoben|heben|hebt|gelöscht|löschen|löscht|entfern(?:t|en)|vernichte(?:t|n)|überschrieben|überschreib(?:en|t)|behalten|behält|vorgehalten|verbleib(?:en|t)|bleib(?:en|t)|verschwinde[nt]|anonymisier(?:t|en)|geschreddert|getilgt|conserv(?:é|ée|és|ées|e|ent|ons)|gard(?:é|ée|és|ées|e|ent|ons)|stock(?:é|ée|és|ées|e|ent|ons)|effac(?:é|ée|és|ées|e|ent|ons)|effaçons|supprim(?:é|ée|és|ées|e|ent|ons)|détrui(?:t|te|ts|tes|sons)|purg(?:é|ée|és|ées|eons)|restent?|demeurent?|disparai\w+|anonymis(?:é|ée|és|ées|ons)|conserva\w*|guarda\w*|almacena\w*|mantien\w+|mantenemos|elimina\w*|borra\w*|suprim(?:e|en|imos|id\w+)|destru(?:ye|yen|imos|id\w+)|permanec\w+|qued(?:a|an)|desaparec\w+|anonimiza\w*)\b",
    )
});

/// Words that limit a period to some of the data, or make it a minimum or maximum.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:inactiv\w*|unused|unless|except\w*|free|trial|paid|premium|plans?|depend\w*|at least|minimum|maximum|at most|up to|legal\w*|laws?|statut\w+|court|disputes?|claims?|archiv\w*|backups?|longer|former\w*|previous\w*|not|never|no|may|might|each other|further|another|first|mindestens|bis zu|höchstens|maximal|inaktiv\w*|ungenutzt\w*|gesetzlich\w*|nicht|kein\w*|tarif\w*|sicherung\w*|außer|weitere[nrs]?|inactif\w*|inactiv\w*|au moins|jusqu|maximum|maximale|légal\w*|sauvegardes?|pas|sauf|supplémentaires?|salvo|al menos|hasta|máxim\w+|mínim\w+|adicional\w*|copias?|nunca|bloque\w+)\b",
    )
});

/// An exception or a reason after a period, which does not change it.
static REST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r",? (?:unless|except if|as|because|since|so that|in case|es sei denn|sofern nicht|weil|da|damit|falls|wie|sauf|à moins que|car|comme|parce que|puisque|afin|salvo|a menos que|excepto|porque|como|ya que|pues|por si|para que)\b",
    )
});

/// An event from which a period runs, right after the period.
static EVENT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^,? ?(?:later |später |plus tard )?(?:after|from|following|since|of|nach|ab|seit|après|à compter d|à partir d|depuis|suivant|qui suivent|después|desde|tras|a partir|a contar|siguientes)\b",
    )
});

/// The same, before the rest of the sentence: “After the contract has ended, …”.
static FIRST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:after|from|once|nach|ab|sobald|après|dès|une fois|después|desde|tras|una vez)\b",
    )
});

/// A condition at the start of a sentence.
static CONDITION: Lazy = LazyLock::new(|| {
    Pattern::new(r"\b(?:if|when|where|wenn|falls|sofern|soweit|si|lorsque|quand|cuando)\b")
});

/// Words for the time at which data come into being.
static BEGINNING: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:collect\w*|record(?:ed|ing)|creat\w+|receiv\w+|receipt|made|sent|sending|upload\w*|writ\w+|consent\w*|erhoben|erhebung|aufnahme|aufgezeichnet|aufzeichnung|erstell\w+|entstehung|eingang|erhalt|versand|einwilligung|collecte|enregistre\w*|création|réception|envoi|consentement|recogida|recopilación|grabación|creación|recepción|envío|consentimiento)\b",
    )
});

/// The maximum number of statements to compare with each other.
const COMPARED: usize = 150;

/// A statement of how long some data are kept.
struct Kept {
    subject: Subject,
    event: BTreeSet<String>,
    begins: bool,
    period: StatedDuration,
    is_row: bool,
    /// The words of the name that says what kind of thing it is: “chat” of “messages in the chat”.
    head: BTreeSet<String>,
}

impl Kept {
    /// Whether two statements are about the same data and the same event.
    fn is_same(&self, other: &Self) -> bool {
        self.subject.shares_with(&other.subject)
            && self.subject.is_same(&other.subject)
            && self.runs_with(other)
    }

    /// Whether one statement is a row about the data of the other, named with one word more.
    fn is_narrower(&self, other: &Self) -> bool {
        let are_same = |row: &Self, sentence: &Self| {
            row.is_row
                && !sentence.is_row
                && sentence.subject.is_wider(&row.subject)
                && row.head.is_subset(&sentence.subject.own)
                && row.runs_with(sentence)
        };
        are_same(self, other) || are_same(other, self)
    }

    /// Whether two periods may run from the same event: one that names none runs from the time at
    /// which the data come into being, unless its sentence or heading names the event.
    fn runs_with(&self, other: &Self) -> bool {
        let names = |one: &Self, event: &BTreeSet<String>| {
            let mut words = event.iter();
            words.any(|word| {
                [&one.subject.own, &one.subject.near, &one.event]
                    .iter()
                    .any(|set| set.contains(word))
            })
        };
        match (self.event.is_empty(), other.event.is_empty()) {
            (true, true) => true,
            (true, false) => other.begins || names(self, &other.event),
            (false, true) => self.begins || names(other, &self.event),
            (false, false) => (self.begins && other.begins) || names(other, &self.event),
        }
    }
}

/// Different periods for the same data, in different parts of a page.
pub(super) fn differing(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut all: Vec<Kept> = Vec::new();
    for (at, block) in prose.blocks.iter().enumerate() {
        if block.quoted || matches!(block.kind, Kind::Heading(_) | Kind::Html) {
            continue;
        }
        let text = prose.of_block(block);
        if !text.contains(|c: char| c.is_ascii_digit()) && periods_in(text).next().is_none() {
            continue;
        }
        match block.kind {
            Kind::Cell => all.extend(of_row(page, at)),
            _ => {
                let item = (block.kind == Kind::Item).then(|| of_item(page, block));
                match item.flatten() {
                    Some(kept) => all.push(kept),
                    None => {
                        let sentences = prose.sentences(block);
                        all.extend(sentences.filter_map(|one| of_sentence(page, block, one)));
                    }
                }
            }
        }
        if all.len() > COMPARED {
            return Vec::new();
        }
    }
    let mut findings = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let mut same: Vec<&Kept> = all.iter().filter(|other| one.is_same(other)).collect();
        if same.len() == 1 {
            // A third statement with the same word means that there are several kinds.
            let near = all
                .iter()
                .filter(|other| one.subject.shares_with(&other.subject));
            same = near.collect();
            if same.len() != 2 || !same[0].is_narrower(same[1]) {
                continue;
            }
        }
        let differs = |other: &Kept| !alike(&other.period.duration, &one.period.duration);
        let Some(first) = same.iter().find(|other| differs(other)) else {
            continue;
        };
        // A third period means that the periods are for different cases.
        let is_pair = same
            .iter()
            .all(|other| !differs(other) || alike(&other.period.duration, &first.period.duration));
        let earlier = all[..index].iter().find(|other| {
            same.iter().any(|same| std::ptr::eq(*same, *other))
                && differs(other)
                && !(one.is_row && other.is_row)
                && (one.is_row != other.is_row
                    || is_apart(page, &one.period.range, &other.period.range))
        });
        if let Some(earlier) = earlier.filter(|_| is_pair) {
            findings
                .push(page.contradicted_by(one.period.range.clone(), earlier.period.range.clone()));
        }
    }
    findings
}

/// The statement of a cell that begins with a period, about what the first cell of its row names.
fn of_row(page: &Page<'_>, at: usize) -> Option<Kept> {
    let prose = &page.prose;
    let block = &prose.blocks[at];
    let text = prose.of_block(block);
    let first = row(page, at).start;
    if first == at {
        return None;
    }
    let name = prose.of_block(&prose.blocks[first]);
    named(page, block, name, 0..text.len())
}

/// The statement of an item such as “Orders: five years after delivery”.
fn of_item(page: &Page<'_>, block: &Block) -> Option<Kept> {
    let text = page.prose.of_block(block);
    let marks = [": ", ":\u{a0}", " – ", " — "];
    let (at, mark) = marks
        .iter()
        .filter_map(|mark| Some((text.find(mark)?, mark)))
        .min()?;
    named(page, block, &text[..at], at + mark.len()..text.len())
}

/// The statement of a part of a block that begins with a period, about data with a name.
fn named(page: &Page<'_>, block: &Block, name: &str, part: Range<usize>) -> Option<Kept> {
    let text = &page.prose.of_block(block)[part.clone()];
    let mut periods = periods_in(text);
    let period = periods.next()?;
    let end = rest_from(text, period.range.end);
    let is_only = periods.next().is_none_or(|other| other.range.start >= end);
    let begins = period.range.start <= text.find(' ').map_or(0, |at| at + 1);
    let text = &text[..end];
    if !is_only || !begins || ASIDE.is_in(text) || ASIDE.is_in(name) || name.len() > NAME {
        return None;
    }
    // “(name, address)” is not part of the name.
    let name = name.split(" (").next().unwrap_or(name);
    let head = head(page, name);
    let id = identifier(name).filter(|_| !name.trim().contains(' '));
    let behind = &text[period.range.end..];
    let event = if EVENT.is_in(behind) { behind } else { "" };
    let mut kept = Kept {
        begins: true,
        event: BTreeSet::new(),
        subject: Subject {
            own: words(name),
            near: words(text),
        },
        period: period.moved(block.text.start + part.start),
        is_row: true,
        head,
    };
    match id {
        Some(id) => kept.subject = Subject::named(id),
        None => {
            kept.begins = begins_with(event, &kept.subject);
            kept.event = words(event);
        }
    }
    Some(kept)
}

/// The last word of a name, or the first in French and Spanish.
fn head(page: &Page<'_>, name: &str) -> BTreeSet<String> {
    let mut all = name
        .split_whitespace()
        .map(words)
        .filter(|one| !one.is_empty());
    let is_first = matches!(primary(page.language), "fr" | "es");
    let found = if is_first {
        all.next()
    } else {
        all.next_back()
    };
    found.unwrap_or_default()
}

/// The maximum length of the name of data.
const NAME: usize = 100;

/// Whether an event is the time at which the data come into being: “after the night”, of nights.
fn begins_with(event: &str, subject: &Subject) -> bool {
    BEGINNING.is_in(event) || words(event).iter().any(|word| subject.own.contains(word))
}

/// Where an exception or reason begins after a position, or the end of the text.
fn rest_from(text: &str, from: usize) -> usize {
    let found = REST.find(&text[from..]).next();
    found.map_or(text.len(), |found| from + found.start())
}

/// The statement of a sentence with one period.
fn of_sentence(page: &Page<'_>, block: &Block, sentence: Range<usize>) -> Option<Kept> {
    let prose = &page.prose;
    let whole = prose.text.get(sentence.clone())?;
    if whole.len() > SENTENCE || !KEEPS.is_in(whole) || prose.is_quoted(sentence.start) {
        return None;
    }
    let first = periods_in(whole).next()?;
    let text = &whole[..rest_from(whole, first.range.end)];
    let mut periods = periods_in(text);
    let period = periods.next()?;
    if periods.next().is_some() || ASIDE.is_in(text) {
        return None;
    }
    if let Some(id) = identifier(whole) {
        return Some(Kept {
            begins: true,
            event: BTreeSet::new(),
            subject: Subject::named(id),
            period: period.moved(sentence.start),
            is_row: false,
            head: BTreeSet::new(),
        });
    }
    let (before, behind) = (&text[..period.range.start], &text[period.range.end..]);
    let after = CLAUSE
        .find(behind)
        .next()
        .map_or(behind.len(), |at| at.start());
    let mut event = match EVENT.is_in(behind) {
        true => behind[..after].to_owned(),
        false => String::new(),
    };
    let mut clauses: Vec<&str> = Vec::new();
    let mut start = 0;
    let ends = CLAUSE.find(before).map(|found| found.range());
    for end in ends.chain(std::iter::once(before.len()..before.len())) {
        clauses.push(before[start..end.start].trim());
        start = end.end;
    }
    // The clause of the period, with those next to it as far as it has no verb or thing.
    let last = after_and(clauses.pop().unwrap_or_default());
    let tail = if event.is_empty() {
        &behind[..after]
    } else {
        ""
    };
    let mut own = format!("{last} {tail}");
    if !KEEPS.is_in(&own) {
        let next = behind.get(after..).unwrap_or_default();
        let next = next.trim_start_matches([',', ' ', ':']);
        let next = &next[..CLAUSE.find(next).next().map_or(next.len(), |at| at.start())];
        match (KEEPS.is_in(next), clauses.last()) {
            (true, _) => own = format!("{own} {next}"),
            (false, Some(clause)) if KEEPS.is_in(clause) => own = format!("{clause} {own}"),
            _ => return None,
        }
    }
    if FIRST.is_in(clauses.first().copied().unwrap_or_default().trim_start()) {
        event.push_str(clauses.first().copied().unwrap_or_default());
    }
    let mut names = words(&own);
    if CONDITION.is_in(text) {
        // “If you are a member, we keep your data …” is about the data of members.
        let condition = clauses.first().filter(|one| CONDITION.is_in(one));
        match (names.is_empty(), condition) {
            (true, Some(condition)) => names = words(condition),
            _ => return None,
        }
    }
    if names.len() > WORDS {
        return None;
    }
    let mut near = words(text);
    near.extend(words(page.heading(block)));
    let subject = Subject { own: names, near };
    Some(Kept {
        begins: begins_with(&event, &subject),
        event: words(&event),
        subject,
        period: period.moved(sentence.start),
        is_row: false,
        head: BTreeSet::new(),
    })
}

/// The part of a clause after “and”, if it begins with a verb: “we read reports and keep each …”.
fn after_and(clause: &str) -> &str {
    let part = [" and ", " und ", " et ", " y "].iter().find_map(|and| {
        let (_, part) = clause.rsplit_once(and)?;
        let verb = KEEPS.find(part).next()?;
        (verb.start() <= VERB).then_some(part)
    });
    part.unwrap_or(clause)
}

/// The maximum length of the words before a verb at the start of a clause.
const VERB: usize = 8;

/// The maximum length of a sentence that states a period.
const SENTENCE: usize = 400;

/// The maximum number of telling words in the clause of a period.
const WORDS: usize = 8;

/// The start of the next clause in a sentence.
static CLAUSE: Lazy = LazyLock::new(|| Pattern::new(r"[,;:(]"));
