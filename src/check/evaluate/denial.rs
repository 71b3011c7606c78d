//! Whether a sentence affirms or denies something.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::Page;
use crate::rules::Pattern;

/// Words that negate the text after them.
const NOT: &str = r"\b(not|never|no|none|nobody|nothing|neither|nor|without|cannot|no one|nicht|nie|niemals|kein\p{L}*|niemand\p{L}*|ohne|weder|ne|jamais|aucune?|sans|ni|nunca|jam[áa]s|ning[úu]n\p{L}*|tampoco|nadie|sin)\b|\bn[’']\p{L}|n[’']t\b";

/// Words that negate the text before them.
static NOT_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"^.{0,40}?(\b(do|does|did|will|is|are|have|has|can|may|shall|would) not\b|n[’']t\b|\bnever\b|\bcannot\b)|\b(nicht|nie|niemals|kein\p{L}*|jamais|ne|nunca|jam[áa]s|tampoco)\b|\bn[’'](est|a|ont|en|y|aur|obt)\p{L}*|\bno (se|les?|los|las|lo|hay|existen?|reciben?|tienen?|damos|\p{L}+amos|\p{L}+emos|\p{L}+imos|son|es|est[áa]n?)\b",
    )
});

static DENIES: LazyLock<Option<Regex>> = LazyLock::new(|| compiled(NOT));

/// Phrases with such words that don't negate anything.
static IDIOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"\b(not|nicht|no) (only|just|limited|solely|nur|allein|abschließend|s[oó]l[oa](mente)?|obstante)\b|\b(not|no|nor) (later|longer|more|less|older|exceed\w*|obligation|obligated|obliged|required|satisfied|happy|cost|charge|doubt|matter|fee)\b|(not|n[’']t) hesitate|\b(no|ne|nicht) (dud\p{L}+|hésite\p{L}*|zögern)|zögern sie nicht|n[’']hésite\p{L}*|\bwithout (undue|delay|affecting|prejudice|prejudicing|charge|giving|cost|limit\w*|any (undue|charge|cost|prejudice))\b|\b(non|no) (seulement|uniquement)\b|\bohne (angabe|unangemessene|dass|verzögerung|einschränkung|kosten|weiteres|grund)|\bsans (frais|que|délai|préjudice|motif|justification|limit\p{L}+|porter|retard)\b|\bsin (perjuicio|que|coste|cargo|demora|dilación|necesidad|limit\p{L}+|embargo|justific\p{L}+)\b|\bwhether or not\b|\bob oder nicht\b|\bou non\b|\bo no\b|\bno[.:°] ?\d|\b(if|when|where|whether|unless|should you|until|as|wenn|falls|sofern|soweit|ob|si|s’il|s'il|lorsque|cuando|en caso)\b[^,]{0,160}?\b(not|never|no|cannot|nicht|kein\p{L}*|pas|ne)\b|\bdo[- ]not[- ]track|\bno rastrear|\bnot? (sell or share|sell my)|\b(can|could|may|cannot|can't) not be (excluded|ruled)",
    )
});

/// Words that turn a denial into a statement with an exception.
static EXCEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"\b(except(ing|ion|ions)?|unless|other than|apart from|save (for|as|that|where)|beyond|until|only if|only when|without (your|their|the|first|prior|explicit|express|obtaining|having|a)\b|außer|ausgenommen|abgesehen|es sei denn|mit ausnahme|ohne (ihre|deine|die|vorherige|ausdrückliche|eine)|sofern|soweit|wenn|sauf|à moins|hormis|excepté|sans (votre|leur|le|avoir|accord|consentement)|en dehors|que si|salvo|excepto|a menos|a no ser|sin (su|tu|el|contar|previo|consentimiento)|más que)\b",
    )
});

/// Boundaries of clauses.
static CLAUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"[,;:()–—]|\b(but|however|although|though|while|whereas|because|so that|which|aber|sondern|jedoch|obwohl|weil|mais|cependant|toutefois|pero|sino|aunque|sin embargo|porque)\b|\b(and|or|und|oder|et|ou|y|o) (will |do |does |are |is )?(never|not|no|nicht|niemals|ne|nunca)\b",
    )
});

/// Words that begin a relative clause or a condition.
static RELATIVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"\b(that|who|whose|where|if|when|unless|dass|wenn|falls|sofern|qui|que|dont|si|lorsque|cuando|cuy\p{L}+)\b|\bs[’']ils?\b",
    )
});

fn compiled(pattern: &str) -> Option<Regex> {
    Pattern::new(pattern).regex().cloned()
}

fn has(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether the text contains a match within a range, outside idioms.
fn denies(regex: &LazyLock<Option<Regex>>, text: &str, within: Range<usize>) -> bool {
    let Some(not) = regex.as_ref() else {
        return false;
    };
    let idioms: Vec<Range<usize>> = IDIOM
        .iter()
        .flat_map(|idiom| idiom.find_iter(text))
        .map(|found| found.range())
        .collect();
    let mut found = not.find_iter(&text[within.clone()]);
    found.any(|found| {
        let last = within.start + found.end() - 1;
        !idioms.iter().any(|idiom| idiom.contains(&last))
    })
}

impl Page<'_> {
    /// Whether the sentence around a match only denies it.
    pub(super) fn only_denies(&self, range: &Range<usize>) -> bool {
        let sentence = self.prose.sentence(range.clone());
        let text = &self.prose.text[sentence.clone()];
        if !has(&DENIES, text) {
            return false;
        }
        let from = range.start - sentence.start;
        let breaks = || CLAUSE.iter().flat_map(|regex| regex.find_iter(text));
        // “… and never …” begins a clause that denies.
        let edge = |found: Match<'_>| match DENIES
            .as_ref()
            .is_some_and(|not| not.is_match(found.as_str()))
        {
            true => found.start(),
            false => found.end(),
        };
        let start = breaks().take_while(|found| found.end() <= from).last();
        let start = start.map_or(0, edge);
        let end = breaks().find(|found| found.start() > from);
        let end = end.map_or(text.len(), |found| found.start());
        let relative = RELATIVE
            .iter()
            .flat_map(|regex| regex.find_iter(&text[from..end]));
        let end = relative
            .map(|found| from + found.start())
            .next()
            .unwrap_or(end);
        let to = (range.end - sentence.start).clamp(from, end);
        (denies(&DENIES, text, start..to) || denies(&NOT_AFTER, text, to..end))
            && !has(&EXCEPT, &text[start..])
    }

    /// The end of the clause in which a match begins.
    pub(super) fn end_of_clause(&self, range: &Range<usize>) -> usize {
        let sentence = self.prose.sentence(range.clone());
        let text = &self.prose.text[range.start..sentence.end.max(range.start)];
        let mut breaks = CLAUSE.iter().flat_map(|regex| regex.find_iter(text));
        let end = breaks.find(|found| found.start() > 0);
        end.map_or(sentence.end.max(range.end), |found| {
            range.start + found.end()
        })
    }
}
