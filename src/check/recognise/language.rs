//! The language of a text, guessed from its words.

use whatlang::{Detector, Lang};

use crate::check::prose::Prose;

/// Bytes that are looked at in one place.
const SAMPLE: usize = 600;
/// Letters without which a text is too short for a guess.
const LETTERS: usize = 160;

/// Languages that a text can be taken for, with their tags.
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

/// Languages that short texts are easily mistaken for each other in.
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

/// The language that a text is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    /// As a BCP 47 tag.
    pub(crate) tag: &'static str,
    /// In English.
    pub(crate) name: &'static str,
}

/// The language of a page, if its beginning, middle and end are clearly in the
/// same one.
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

/// The text from a place on, between characters.
fn sample(text: &str, from: usize) -> &str {
    let boundary = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at));
    let end = |at| boundary(at).unwrap_or(text.len());
    &text[end(from)..end(from + SAMPLE)]
}

fn of_sample(text: &str) -> Option<Guess> {
    if text.chars().filter(|c| c.is_alphabetic()).count() < least(text) {
        return None;
    }
    let detector = Detector::with_allowlist(KNOWN.iter().map(|(lang, _)| *lang).collect());
    let info = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    let (lang, tag) = KNOWN.iter().find(|(lang, _)| *lang == info.lang())?;
    Some(Guess {
        tag,
        name: lang.eng_name(),
    })
}

/// How many letters a text needs: Chinese says more with fewer.
fn least(text: &str) -> usize {
    match text.len() / 2 > text.chars().count() {
        true => LETTERS / 4,
        false => LETTERS,
    }
}

/// Whether a guess clearly contradicts a tag.
pub(crate) fn differs(guess: Guess, tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
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
