//! Sentences that break off.

use std::cell::LazyCell;

use super::Verdict;
use super::numbering::is_bold;
use super::structure::things;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::model::language::primary;

/// Words that no sentence ends with, by language.
const NEVER_LAST: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the",
            "a",
            "an",
            "and",
            "or",
            "our",
            "your",
            "their",
            "its",
            "which",
            "than",
            "into",
            "between",
            "during",
            "because",
            "including",
            "via",
            "of",
            "every",
            "whether",
            "if",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer",
            "eines", "und", "oder", "sowie", "vom", "zum", "zur", "für", "unsere", "unseren",
            "unserer", "unserem", "ihre", "ihren", "ihrer", "dass", "wenn", "gemäß", "sowohl",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "un", "une", "des", "du", "de", "et", "ou", "à", "au", "aux", "par",
            "nos", "vos", "notre", "votre", "leur", "leurs", "que", "qui", "dont", "ainsi", "ces",
            "cette", "chaque",
        ],
    ),
    (
        "es",
        &[
            "el", "la", "los", "las", "un", "una", "del", "de", "y", "o", "al", "por", "nuestro",
            "nuestra", "nuestros", "nuestras", "su", "sus", "que", "cuyo", "cuya", "cada",
        ],
    ),
];

/// Words that may end a short line (“What we use it for”), but not a sentence
/// that follows another.
const RARELY_LAST: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "for",
            "with",
            "from",
            "to",
            "by",
            "at",
            "under",
            "as",
            "is",
            "are",
            "that",
            "on",
            "before",
            "after",
            "without",
            "until",
            "within",
            "against",
            "about",
            "upon",
            "through",
            "since",
            "per",
            "who",
            "whom",
            "whose",
            "where",
            "when",
            "while",
            "although",
            "unless",
            "be",
            "been",
            "was",
            "were",
            "has",
            "have",
            "had",
            "will",
            "shall",
            "must",
            "may",
            "can",
            "should",
            "would",
            "could",
            "towards",
            "among",
            "therefore",
        ],
    ),
    (
        "de",
        &[
            "unter", "von", "bei", "mit", "nach", "in", "im", "am", "auf", "durch", "über", "ohne",
            "gegen", "seit", "zwischen", "während", "wegen", "trotz", "beim", "ins", "ans", "aus",
            "vor", "um", "sich", "deren", "dessen", "welche", "welcher", "welches", "weil", "ob",
            "sofern", "soweit", "falls", "damit", "obwohl", "sondern", "aber", "denn",
        ],
    ),
    (
        "fr",
        &[
            "tous", "toutes", "pour", "avec", "sur", "sous", "dans", "en", "est", "sont", "sans",
            "depuis", "contre", "entre", "vers", "chez", "lorsque", "si", "mais", "car", "donc",
            "ni", "être", "ont", "peut", "doit", "doivent", "peuvent", "ne", "se", "sera",
            "seront", "afin", "selon", "dès", "avant", "quand", "où", "puis",
        ],
    ),
    (
        "es",
        &[
            "para", "con", "sobre", "en", "es", "son", "a", "todos", "todas", "hasta", "sin",
            "contra", "entre", "desde", "ante", "bajo", "según", "hacia", "cuando", "si", "pero",
            "ni", "porque", "ha", "han", "puede", "pueden", "debe", "deben", "se", "no", "será",
            "serán", "está", "están", "tras", "donde", "quien", "quienes", "aunque", "sino",
        ],
    ),
];

/// The minimum number of words in a sentence, as opposed to a title.
const WORDS: usize = 6;

/// English prepositions that may end a clause: “what we use it for”.
const STRANDED: &[&str] = &[
    "for", "with", "from", "to", "by", "at", "under", "as", "on", "about", "through", "within",
    "against", "is", "are", "upon",
];

/// The number of words from which a line is not a title.
const LONG: usize = 11;

/// Words that begin a German clause whose verb comes last.
const VERB_LAST: &[&str] = &[
    "dass", "weil", "wenn", "ob", "damit", "nachdem", "bevor", "sobald", "solange", "falls",
    "sofern", "obwohl", "indem",
];

/// Words that are not verbs, at the end of a German clause.
const NO_VERBS: &[&str] = &[
    "uns", "ihnen", "euch", "ihm", "ihr", "mir", "dir", "sie", "er", "es", "wir", "du", "ich",
    "dort", "hier", "noch", "auch", "nur", "nicht", "bereits", "jeweils", "darüber", "davon",
    "dazu", "dabei", "dafür", "daran", "darauf", "damit", "sich", "immer", "sehr", "schon",
];

/// Whether a German text ends within a clause that has no verb yet: “…, dass der Inhalt zu uns”.
fn lacks_verb(language: &str, text: &str) -> bool {
    let clause = text.rsplit([',', '.', ';', ':']).next().unwrap_or_default();
    let mut words = clause.trim_start().split(' ');
    let begins = words.next().is_some_and(|word| VERB_LAST.contains(&word));
    let last = words.next_back().unwrap_or_default();
    language == "de" && begins && NO_VERBS.contains(&last)
}

/// Paragraphs whose last sentence is unfinished.
pub(super) fn unfinished(page: &Page<'_>) -> Verdict {
    let language = page.reads_as.map_or(page.language, |guess| guess.tag);
    let language = primary(language);
    let of = |lists: &'static [(&'static str, &'static [&'static str])]| {
        let found = lists.iter().find(|(known, _)| *known == language);
        found.map_or(&[][..], |(_, words)| *words)
    };
    let (never, rarely) = (of(NEVER_LAST), of(RARELY_LAST));
    if never.is_empty() {
        return None.into();
    }
    let prose = &page.prose;
    let things = LazyCell::new(|| things(page));
    let findings = prose.blocks.iter().enumerate().filter_map(|(at, block)| {
        let text = prose.of_block(block).trim_end();
        if block.kind != Kind::Paragraph
            || block.quoted
            || !text
                .trim_end_matches(',')
                .ends_with(|c: char| c.is_lowercase())
        {
            return None;
        }
        let start = text.rfind(' ')? + 1;
        let last = &text[start..];
        // Only a sentence after another: a form of address ends with a comma as well.
        let ends_in_comma = text.ends_with(',') && text.contains(". ");
        let breaks_off = || breaks_off(language, text) || lacks_verb(language, text);
        let is_long = || text.split(' ').nth(LONG).is_some();
        let is_open = match (never.contains(&last), rarely.contains(&last)) {
            _ if ends_in_comma => true,
            (true, _) => true,
            (_, true) => text.contains(". ") || is_long() && !STRANDED.contains(&last),
            _ => breaks_off(),
        };
        if !is_open {
            return None;
        }
        // The number of a paragraph is not part of its sentence: “2.3 If …”, “(1) If …”.
        let sentence = text.rsplit(". ").next().unwrap_or(text);
        let sentence = sentence.trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '(' | ')' | '§' | ' ' | '\u{a0}' | '¿' | '¡')
        });
        let is_sentence = sentence.split(' ').count() >= WORDS
            && sentence.starts_with(char::is_uppercase)
            && !text.contains(['@', '|'])
            && sentence.split(' ').filter(|word| is_title(word)).count() * 2
                < sentence.split(' ').count();
        // “Whereas …; and”
        let joins = matches!(
            last,
            "and" | "or" | "und" | "oder" | "sowie" | "et" | "ou" | "y" | "o"
        );
        let is_recital = joins && text[..start].trim_end().ends_with([';', ',']);
        if !is_sentence || is_recital {
            return None;
        }
        // Any text or code that follows may continue the sentence.
        let next = prose.blocks.get(at + 1);
        let goes_on = next.is_some_and(|next| match next.kind {
            Kind::Heading(_) => false,
            // A line in bold is a heading.
            Kind::Paragraph => {
                let starts_anew = text.contains(". ") && is_sentence_of(prose.of_block(next));
                !(starts_anew || is_bold(page, next))
            }
            _ => true,
        });
        let end = next.map_or(usize::MAX, |next| next.merged.start);
        let from = block.text.start + start..block.text.start + text.len();
        let written = prose.merged(from.clone());
        let first = things.partition_point(|thing| *thing < written.end);
        let is_followed = things.get(first).is_some_and(|thing| *thing < end);
        let ends_block = block.merged.end <= written.end + 2;
        (!goes_on && !is_followed && ends_block).then(|| {
            let words: Vec<&str> = text.split(' ').collect();
            let tail = words[words.len().saturating_sub(5)..].join(" ");
            let start = block.text.start + text.len() - sentence.len();
            Finding::text(start..block.text.start + text.len()).with("value", tail)
        })
    });
    Verdict::Found(findings.collect())
}

/// Whether a text consists of whole sentences, the first of which does not continue another.
fn is_sentence_of(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        && text.trim_end().ends_with('.')
        && text.split(' ').take(WORDS).count() == WORDS
}

/// Words that begin a clause with a verb, articles, and words that a clause needs more after, by
/// language.
const CLAUSES: &[(&str, [&[&str]; 3])] = &[
    (
        "en",
        [
            &[
                "if", "unless", "because", "provided", "that", "which", "who", "while", "although",
                "whereas", "when", "where",
            ],
            &[
                "the", "a", "an", "your", "our", "their", "its", "this", "these",
            ],
            &[
                "then",
                "also",
                "only",
                "still",
                "therefore",
                "always",
                "must",
                "shall",
            ],
        ],
    ),
    (
        "de",
        [
            &[
                "wenn", "falls", "sofern", "soweit", "weil", "da", "dass", "obwohl", "nachdem",
                "bevor", "damit", "solange", "sobald",
            ],
            &[
                "der", "die", "das", "den", "dem", "ein", "eine", "einen", "ihr", "ihre", "unser",
                "unsere", "diese", "dieser", "dieses",
            ],
            &[
                "noch", "auch", "nur", "dann", "immer", "stets", "jeweils", "bereits", "schon",
            ],
        ],
    ),
    (
        "fr",
        [
            &[
                "si", "que", "qui", "lorsque", "quand", "puisque", "où", "dont",
            ],
            &[
                "le", "la", "les", "un", "une", "votre", "vos", "notre", "nos", "ce", "cette",
                "ces", "son", "sa", "ses",
            ],
            &["ne", "se", "est", "sont", "doit", "peut"],
        ],
    ),
    (
        "es",
        [
            &[
                "si", "que", "cuando", "porque", "aunque", "mientras", "donde", "quien",
            ],
            &[
                "el", "la", "los", "las", "un", "una", "su", "sus", "nuestro", "nuestra", "este",
                "esta",
            ],
            &["no", "se", "debe", "puede", "solo", "también"],
        ],
    ),
];

/// Words before “que” that compare or list: “ainsi que les cookies”, “más que el precio”.
const COMPARING: &[&str] = &[
    "ainsi", "tel", "tels", "telle", "telles", "même", "mêmes", "autre", "autres", "plus", "moins",
    "aussi", "autant", "mieux", "tant", "más", "menos", "igual", "mayor", "mejor", "mismo",
    "misma", "tal", "tales", "otro", "otra", "al",
];

/// Whether a text ends within a clause: after “if the box” or “which then”, no verb follows.
fn breaks_off(language: &str, text: &str) -> bool {
    let Some((_, [conjunctions, articles, adverbs])) =
        CLAUSES.iter().find(|(known, _)| *known == language)
    else {
        return false;
    };
    let mut words = text.rsplit([' ', '\u{a0}']);
    let mut next = || words.next().unwrap_or_default();
    let mut last = next();
    let is_short = adverbs.contains(&last);
    if is_short {
        last = next();
        if conjunctions.contains(&last) {
            return true;
        }
    }
    // In German, the verb comes last, so only an adverb shows that it is missing. In the other
    // languages, the noun comes right after the article.
    let (article, conjunction) = (next(), next());
    let is_noun = language != "de" || is_short || last.starts_with(char::is_uppercase);
    let compares = conjunction == "que" && COMPARING.contains(&next());
    is_noun && !compares && articles.contains(&article) && conjunctions.contains(&conjunction)
}

/// Whether a word begins with a capital, as in titles.
fn is_title(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
