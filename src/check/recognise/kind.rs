//! The type of a document, from its front matter, file name, title or text.

use std::sync::LazyLock;

use super::Source;
use crate::base::address::slugify;
use crate::check::lexicon;
use crate::check::prose::Prose;
use crate::rules::Pattern;

/// The number of bytes at the start of a text in which it may state its type.
const HEAD: usize = 2000;
/// The minimum length of a single title word that identifies a document:
/// `terms` is also an ordinary word.
const LONG: usize = 9;

/// Separators that end the name of a document in a title.
const BREAKS: &[&str] = &[" | ", " – ", " — ", " - ", ": ", " (", ", "];

/// Words after the name of a document that state whose it is.
const WHOSE: &[&str] = &[
    "of", "for", "at", "der", "des", "von", "vom", "für", "fuer", "fur", "zur", "de", "du", "des",
    "d", "pour", "del", "para", "sur",
];

/// Words that join the names of several documents. A page whose title also begins with a word
/// from `LISTS` only lists documents.
const JOINING: &[&str] = &["and", "und", "et", "y", "e"];
const LISTS: &[&str] = &[
    "policies",
    "legal",
    "documents",
    "agreements",
    "guidelines",
    "richtlinien",
    "rechtliches",
    "politiques",
    "politicas",
];

/// Phrases in which documents name themselves.
static CALLS_ITSELF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:this|these|diese|dieser|die vorliegenden?|cette|la présente|les présentes|ces|esta|la presente|estos|los presentes|estas|las presentes) (privacy (?:policy|notice|statement)|cookie (?:policy|notice|statement)|terms of (?:service|use)|(?:general )?terms and conditions|acceptable use policy|data processing (?:agreement|addendum)|Datenschutzerklärung|Datenschutzhinweise|Cookie-Richtlinie|Nutzungsbedingungen|Allgemeinen Geschäftsbedingungen|AGB|politique de confidentialité|politique de cookies|conditions générales(?: d['’]utilisation| de vente)?|política de privacidad|política de cookies|términos y condiciones|condiciones generales)\b",
    )
});

/// Words that texts about browser cookies contain but recipes do not.
static ON_COOKIES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:browsers?|web ?sites?|sites?|devices?|analytics|tracking|consent\w*|privacy|navegador\w*|navigateurs?|dispositivos?|appareil|terminal|sitios?|web|Webseiten?|Endgerät\w*|Einwilligung\w*|Datenschutz\w*|gegevens|przegląd\w*)\b",
    )
});

/// The type of a page, from its front matter, file name, title or text, and the source of that
/// type.
pub(crate) fn kind<'a>(
    named: &'a str,
    is_given: bool,
    title: &str,
    prose: &Prose<'_>,
) -> (&'a str, Source) {
    let document = lexicon::document_type(named);
    if is_given {
        return (document, Source::FrontMatter);
    }
    let is_food = || document == "cookies" && named != document && !prose.has(&ON_COOKIES);
    if lexicon::is_document_type(document) && !is_food() {
        return (document, Source::File);
    }
    if let Some(document) = of_title(title) {
        return (document, Source::Title);
    }
    // “candidate-privacy-notice.md”
    let of_file = || {
        let (before, last) = named.rsplit_once('-')?;
        let is_part = lexicon::is_linking(before.rsplit('-').next()?);
        lexicon::known_type(last).filter(|known| *known == "privacy" && !is_part)
    };
    if let Some(document) = of_name(named).or_else(of_file) {
        return (document, Source::File);
    }
    match of_text(prose).or_else(|| of_statements(prose)) {
        Some(document) => (document, Source::Text),
        None if is_food() => (named, Source::File),
        None => (document, Source::File),
    }
}

/// The type that a title names, as a whole or in a part.
fn of_title(title: &str) -> Option<&'static str> {
    let mut parts = vec![title];
    for mark in BREAKS {
        parts = parts.iter().flat_map(|part| part.split(mark)).collect();
    }
    parts.insert(0, title);
    parts.iter().find_map(|part| of_name(&slugify(part)))
}

fn of_name(slug: &str) -> Option<&'static str> {
    if let Some(found) = lexicon::known_type(slug).filter(|_| is_telling(slug)) {
        return Some(found);
    }
    // “Acme Privacy Policy”
    let mut rest = slug;
    while let Some((_, after)) = rest.split_once('-') {
        rest = after;
        if (rest.contains('-') || rest.len() >= LONG)
            && let Some(found) = lexicon::known_type(rest)
        {
            let before = slug.len() - rest.len() - 1;
            let last = slug[..before].rsplit('-').next().unwrap_or_default();
            let first = slug[..before].split('-').next().unwrap_or_default();
            let is_list = JOINING.contains(&last) && LISTS.contains(&first);
            return (!lexicon::is_linking(last) && !is_list).then_some(found);
        }
    }
    // “Privacy policy of Acme”
    slug.match_indices('-').rev().find_map(|(at, _)| {
        let (name, after) = (&slug[..at], &slug[at + 1..]);
        let next = after.split('-').next().unwrap_or_default();
        (WHOSE.contains(&next) && is_telling(name))
            .then(|| lexicon::known_type(name))
            .flatten()
    })
}

/// Whether a name identifies a document in any position.
fn is_telling(name: &str) -> bool {
    name.contains('-')
        || name.len() >= LONG
        || matches!(name, "privacy" | "imprint" | "agb" | "cgu" | "cgv")
}

/// The type that a text states for itself, if there is only one.
fn of_text(prose: &Prose<'_>) -> Option<&'static str> {
    let mut found = None;
    for name in prose.find_groups(&CALLS_ITSELF) {
        let name = name.get(1)?;
        if name.start() > HEAD {
            break;
        }
        let of_name = lexicon::known_type(&slugify(name.as_str()))?;
        if found.is_some_and(|found| found != of_name) {
            return None;
        }
        found = Some(of_name);
    }
    found
}

/// What a privacy notice states under any title: a legal basis, a controller, and several rights.
static STATEMENTS: LazyLock<[Pattern; 3]> = LazyLock::new(|| {
    [
        Pattern::new(
            r"\bart(?:icles?|ikel|ículos?|\.)? ?6(?: ?\(1\)|\.1|,? ?(?:abs(?:atz|\.)?|paragraphe|par\.|apartado|§|al\.) ?1)|\b(?:legal|lawful) bas[ie]s\b|\brechtsgrundlagen?\b|\bbases? (?:légales?|juridiques?)\b|\bbases? (?:legal(?:es)?|jurídicas?)\b",
        ),
        Pattern::new(
            r"\bcontrollers?\b|\bdecides? (?:how|why)\b|\bverantwortlich(?:e[rn]?)?\b|\bresponsables? (?:du|des|de|del) (?:(?:ce|ces|los|sus|tus|vos|el|su) )?(?:traitements?|données|tratamientos?|datos)\b",
        ),
        Pattern::new(
            r"(?m:^)(?:[\d.]+ )?(?:(?:what are )?your|ihre|deine|(?:quels sont )?vos|sus|tus|los)? ?(?:rights|rechte|droits|derechos)[ ?]*(?m:$)|\b(?:access|accès|accéder|acceso|acceder|auskunft\w*)\b[^\n]{0,200}\b(?:rectif\w+|correct\w*|eras\w+|delet\w+|berichtig\w+|lösch\w+|effac\w+|suppr\w+|supresi.n|cancelaci.n)",
        ),
    ]
});

/// The number of code spans from which a text is documentation.
const CODE: usize = 20;

/// A privacy notice, recognised by what it states.
fn of_statements(prose: &Prose<'_>) -> Option<&'static str> {
    let is_notice = prose.codes.len() < CODE && STATEMENTS.iter().all(|one| prose.has(one));
    is_notice.then(|| lexicon::known_type("privacy")).flatten()
}

#[cfg(test)]
mod tests {
    use super::of_title;

    #[test]
    fn titles_name_types() {
        for (title, kind) in [
            ("Impressum", Some("imprint")),
            ("Privacy Policy", Some("privacy")),
            ("Acme Privacy Policy", Some("privacy")),
            ("Privacy policy of Acme GmbH", Some("privacy")),
            ("Datenschutzerklärung der Acme GmbH", Some("privacy")),
            ("Acme – Mentions légales", Some("imprint")),
            ("Acme Paper | Terms of Service", Some("terms")),
            ("Política de privacidad", Some("privacy")),
            ("How we changed our privacy", None),
            ("A guide to privacy policy", None),
            ("Terms", None),
            ("Security", None),
            ("Privacy policy generator", None),
            ("Policies and Terms of Service", None),
            ("Legal and Privacy Policy", None),
            ("Acme and Co Terms of Service", Some("terms")),
        ] {
            assert_eq!(of_title(title), kind, "{title}");
        }
    }
}
