//! The language of a text, guessed from its words.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use crate::check::prose::Prose;
use crate::model::language::primary;

/// The number of bytes per sample.
const SAMPLE: usize = 600;
/// The minimum number of letters for a guess.
const LETTERS: usize = 140;

/// Languages that can be detected, with their tags.
const KNOWN: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Por, "pt"),
    (Lang::Pol, "pl"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Est, "et"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Ces, "cs"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Cat, "ca"),
    (Lang::Tur, "tr"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
    (Lang::Bul, "bg"),
    (Lang::Ell, "el"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Tha, "th"),
];

/// Languages whose short texts are easily mistaken for each other.
const ALIKE: &[&[&str]] = &[
    &["nb", "no", "nn", "da", "sv"],
    &["cs", "sk"],
    &["hr", "sr", "bs", "sl", "me"],
    &["es", "pt", "gl", "ca"],
    &["bg", "mk", "ru", "uk", "be", "sr"],
    &["id", "ms"],
    &["et", "fi"],
    &["fr", "oc", "ca"],
    &["nl", "af"],
    &["zh", "yue", "ja"],
    &["de", "lb", "gsw"],
];

/// The detected language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The language as a BCP 47 tag.
    pub(crate) tag: &'static str,
    /// The name of the language in English.
    pub(crate) name: &'static str,
}

/// The language of a page, if its beginning, middle and end are clearly in the same language.
pub(crate) fn guess(prose: &Prose<'_>) -> Option<Guess> {
    let text = prose.text.as_str();
    if text.len() <= 3 * SAMPLE {
        return of_sample(text);
    }
    let middle = text.len() / 2 - SAMPLE / 2;
    let first = of_sample(sample(text, text.len() / 20))?;
    let same = |at| of_sample(sample(text, at)).is_some_and(|other| other == first);
    (same(middle) && same(text.len() - SAMPLE - text.len() / 20)).then_some(first)
}

/// A sample of a text from a position onwards, cut at character boundaries.
fn sample(text: &str, from: usize) -> &str {
    let boundary = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at));
    let end = |at| boundary(at).unwrap_or(text.len());
    &text[end(from)..end(from + SAMPLE)]
}

/// Small words in the languages of most policies. They identify the language of most samples in
/// a hundredth of the time that comparing letters takes.
const SMALL: &[(&str, &str, &[&str])] = &[
    (
        "en",
        "English",
        &[
            "the", "of", "and", "to", "in", "is", "that", "for", "you", "your", "our", "we",
            "with", "this", "are", "be", "or", "by", "on", "any", "not", "as", "it", "from",
        ],
    ),
    (
        "de",
        "German",
        &[
            "der", "die", "das", "und", "zu", "den", "von", "ist", "mit", "für", "nicht", "wir",
            "sie", "im", "auf", "des", "eine", "werden", "sind", "oder", "dem", "ein", "bei",
            "zur", "durch",
        ],
    ),
    (
        "fr",
        "French",
        &[
            "le", "la", "les", "des", "et", "de", "du", "en", "est", "vous", "nous", "pour",
            "dans", "une", "un", "que", "vos", "par", "sur", "au", "ou", "aux", "votre", "qui",
        ],
    ),
    (
        "es",
        "Spanish",
        &[
            "el", "la", "los", "las", "de", "y", "en", "que", "para", "por", "se", "su", "con",
            "una", "un", "del", "sus", "o", "es", "al",
        ],
    ),
    (
        "it",
        "Italian",
        &[
            "il", "di", "e", "la", "che", "per", "in", "i", "del", "un", "con", "da", "le", "dei",
            "della", "si", "non", "alla", "ai", "sono",
        ],
    ),
    (
        "nl",
        "Dutch",
        &[
            "de", "het", "een", "van", "en", "in", "te", "dat", "voor", "met", "op", "is", "of",
            "zijn", "wij", "u", "door", "aan", "niet", "uw",
        ],
    ),
    (
        "pt",
        "Portuguese",
        &[
            "o", "a", "de", "e", "que", "do", "da", "em", "para", "os", "com", "um", "dos", "uma",
            "no", "na", "por", "se", "ou", "as",
        ],
    ),
    (
        "pl",
        "Polish",
        &[
            "i", "w", "z", "na", "do", "się", "że", "jest", "nie", "lub", "o", "oraz", "przez",
            "dla", "od",
        ],
    ),
];

/// The languages of each small word, as bits in the order of `SMALL`.
static SMALL_WORDS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (at, (_, _, small)) in SMALL.iter().enumerate() {
        for word in *small {
            *words.entry(*word).or_default() |= 1 << at;
        }
    }
    words
});

/// The language whose small words a text contains, if there are many and they clearly belong to
/// one language.
fn of_small_words(text: &str) -> Option<Guess> {
    let mut hits = [0_usize; SMALL.len()];
    let mut count = 0;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        count += 1;
        let languages = SMALL_WORDS.get(word).copied().unwrap_or_default();
        for (at, hits) in hits.iter_mut().enumerate() {
            *hits += usize::from(languages >> at & 1);
        }
    }
    let best = (0..hits.len()).max_by_key(|at| hits[*at])?;
    let others = hits.iter().enumerate().filter(|(at, _)| *at != best);
    let second = others.map(|(_, hits)| *hits).max().unwrap_or_default();
    // At least 15 words of 100, and half as many again as in any other language.
    let is_clear = hits[best] * 20 >= count * 3 && hits[best] * 2 >= second * 3 && hits[best] >= 6;
    let (tag, name, _) = SMALL[best];
    is_clear.then_some(Guess { tag, name })
}

/// Further small words, which are too rare for the language of a page but help to recognise that of
/// a single sentence.
const SMALLER: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "has", "have", "its", "which", "may", "will", "at", "if", "all", "their", "can", "was",
            "these", "when", "who", "other", "such",
        ],
    ),
    (
        "de",
        &[
            "wird", "einer", "einem", "einen", "auch", "als", "nach", "bis", "sich", "haben",
            "hat", "dass", "wenn", "unsere", "unserer", "Ihre", "Ihrer", "Sie", "Wir", "Die",
            "Der", "Das", "vom", "zum",
        ],
    ),
    (
        "fr",
        &[
            "ne", "pas", "nos", "sont", "sur", "ces", "cette", "leur", "avec", "à", "été", "ont",
            "notre", "peut", "Les", "Nous", "Vous", "Le", "La",
        ],
    ),
    (
        "es",
        &[
            "no", "lo", "más", "este", "esta", "nuestra", "nuestro", "sobre", "usted", "son", "ha",
            "como", "El", "Los", "Las", "Se", "puede",
        ],
    ),
];

/// The languages of each word in `SMALL` and `SMALLER`.
static ALL_SMALL_WORDS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut words = SMALL_WORDS.clone();
    for (tag, small) in SMALLER {
        if let Some(at) = SMALL.iter().position(|(known, ..)| known == tag) {
            for word in *small {
                *words.entry(*word).or_default() |= 1 << at;
            }
        }
    }
    words
});

/// Languages that share many small words.
const ROMANCE: &[&str] = &["fr", "es", "it", "pt", "ca", "ro"];

/// The number of words after which a paragraph may already be known to be in the language of
/// the page.
const FIRST: usize = 12;

/// The minimum number of small words in a paragraph of another language.
const FEWEST: usize = 4;

/// The language of a paragraph, if it clearly differs from that of the page.
pub(crate) fn of_paragraph(text: &str, page: Guess) -> Option<Guess> {
    let own = SMALL.iter().position(|(tag, ..)| *tag == page.tag)?;
    let mut hits = [0_usize; SMALL.len()];
    let mut count = 0;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        count += 1;
        let languages = ALL_SMALL_WORDS.get(word).copied().unwrap_or_default();
        for (at, hits) in hits.iter_mut().enumerate() {
            *hits += usize::from(languages >> at & 1);
        }
        if count == FIRST && hits[own] > 1 {
            return None;
        }
    }
    let best = (0..hits.len()).max_by_key(|at| hits[*at])?;
    let (tag, name, _) = SMALL[best];
    let others = hits.iter().enumerate().filter(|(at, _)| *at != best);
    let second = others.map(|(_, hits)| *hits).max().unwrap_or_default();
    let is_clear = hits[best] >= FEWEST
        && hits[best] * 5 >= count
        && hits[best] >= second + 2
        && hits[best] >= 4 * hits[own];
    let guess = Guess { tag, name };
    // A few words are not enough to distinguish these.
    let are_near = [tag, page.tag].iter().all(|tag| ROMANCE.contains(tag));
    (is_clear && !are_near && differs(guess, page.tag)).then_some(guess)
}

fn of_sample(text: &str) -> Option<Guess> {
    if text.chars().filter(|c| c.is_alphabetic()).count() < least(text) {
        return None;
    }
    if let Some(guess) = of_small_words(text) {
        return Some(guess);
    }
    let detector = Detector::with_allowlist(KNOWN.iter().map(|(lang, _)| *lang).collect());
    let info = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    let (lang, tag) = KNOWN.iter().find(|(lang, _)| *lang == info.lang())?;
    Some(Guess {
        tag,
        name: lang.eng_name(),
    })
}

/// The minimum number of letters in a text; Chinese needs fewer.
fn least(text: &str) -> usize {
    match text.len() / 2 > text.chars().count() {
        true => LETTERS / 4,
        false => LETTERS,
    }
}

/// Whether a guess clearly contradicts a tag.
pub(crate) fn differs(guess: Guess, tag: &str) -> bool {
    let language = primary(tag).to_ascii_lowercase();
    let is_alike =
        |family: &&&[&str]| family.contains(&guess.tag) && family.contains(&language.as_str());
    language != guess.tag && !ALIKE.iter().any(|family| is_alike(&family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_recognised() {
        for (tag, text) in [
            (
                "en",
                "We keep the data of your account for as long as you have one, and delete it a month after you close it. \
                 You can ask us at any time what we hold about you, and we answer within thirty days of your letter.",
            ),
            (
                "de",
                "Wir speichern die Daten Ihres Kontos, solange es besteht, und löschen sie einen Monat nach der Kündigung. \
                 Sie können jederzeit Auskunft darüber verlangen, welche Daten wir über Sie gespeichert haben.",
            ),
            (
                "fr",
                "Nous conservons les données de votre compte aussi longtemps qu’il existe et les effaçons un mois après sa \
                 clôture. Vous pouvez nous demander à tout moment quelles données nous détenons à votre sujet.",
            ),
            (
                "es",
                "Conservamos los datos de su cuenta mientras exista y los borramos un mes después de que la cierre. Usted puede \
                 preguntarnos en cualquier momento qué datos suyos tenemos y por qué los tratamos de esta manera.",
            ),
        ] {
            assert_eq!(of_sample(text).map(|guess| guess.tag), Some(tag), "{text}");
        }
        assert_eq!(of_sample("Datenschutz"), None);
    }

    #[test]
    fn languages_that_are_alike_do_not_differ() {
        let danish = Guess {
            tag: "da",
            name: "Danish",
        };
        assert!(!differs(danish, "nb-NO"));
        assert!(!differs(danish, "da"));
        assert!(differs(danish, "en-GB"));
    }
}
