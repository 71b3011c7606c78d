//! Names of files that mark them as drafts, outdated versions or copies.

use crate::base::address;

/// Words at the beginning or the end of a file's name that mark it as unfinished, and words at its
/// end that mark it as outdated. `backup-service.md` is about a service.
const DRAFTS: &[&str] = &[
    "borrador",
    "bozza",
    "brouillon",
    "draft",
    "drafts",
    "entwurf",
    "wip",
];
const OUTDATED: &[&str] = &["alt", "backup", "bak", "old", "tmp", "todo"];

/// The names that operating systems and cloud storage give to copies.
const COPY_BEFORE: &[&str] = &[
    "copy of ",
    "copia de ",
    "copia di ",
    "copie de ",
    "cópia de ",
    "kopie van ",
    "kopie von ",
];
const COPY_AFTER: &[&str] = &[
    " copia", " copie", " copy", " cópia", " kopie", "-copia", "-copie", "-cópia", "-kopie",
];
const COPY_IN_BRACKETS: &[&str] = &["(copia)", "(copie)", "(copy)", "(cópia)", "(kopie)"];
const COPY_INSIDE: &[&str] = &["conflicted copy", "copie en conflit", "kopie in konflikt"];

/// Whether a path marks a page as a draft, a backup or a copy.
pub(super) fn is_draft(path: &str) -> bool {
    let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = address::stem(path).to_lowercase();
    let mut words = stem
        .split(['-', '_', '.', ' '])
        .filter(|word| !word.is_empty());
    let (first, last) = (words.next().unwrap_or_default(), words.next_back());
    stem.starts_with('_') && !address::is_index(&stem)
        || is_copy(&stem)
        || ends_with_copy(&stem)
        || DRAFTS.contains(&first)
        || last.is_some_and(|last| DRAFTS.contains(&last) || OUTDATED.contains(&last))
        || folder
            .rsplit('/')
            .any(|part| matches!(part, "drafts" | "_drafts"))
}

/// Whether a stem is a name that operating systems and cloud storage give to copies.
fn is_copy(stem: &str) -> bool {
    COPY_BEFORE.iter().any(|words| stem.starts_with(words))
        || COPY_INSIDE.iter().any(|words| stem.contains(words))
        || COPY_IN_BRACKETS.iter().any(|words| stem.ends_with(words))
        || stem
            .strip_suffix(')')
            .is_some_and(|rest| rest[..unnumbered(rest)].ends_with(" ("))
}

/// Whether a stem ends like `terms copy 2`. A document may be a `signed copy`.
fn ends_with_copy(stem: &str) -> bool {
    let stem = &stem[..unnumbered(stem)];
    COPY_AFTER.iter().any(|word| stem.ends_with(word))
}

/// The length of a stem without the number at its end.
fn unnumbered(stem: &str) -> usize {
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.trim_end().len()
}

/// Words for a copy at the end of a name, and documents of which `form-copy` must be one. Others may
/// be a `signed-copy`, or about the `right-to-copy`.
const COPY: &[&str] = &["copia", "copie", "copy", "cópia", "kopie"];
const COPIED: &[&str] = &[
    "agb",
    "agreement",
    "cgu",
    "cgv",
    "contract",
    "contrat",
    "contrato",
    "cookies",
    "datenschutz",
    "document",
    "dpa",
    "form",
    "formular",
    "formulaire",
    "formulario",
    "impressum",
    "imprint",
    "nda",
    "policy",
    "privacy",
    "terms",
    "tos",
    "vertrag",
];

/// What a path says about the file of which it may be a copy.
struct Copy<'p> {
    /// The path of that file, without its extension.
    original: &'p str,
    /// Whether it can't be anything else: `form copy 2`, `Formular - Kopie`.
    is_certain: bool,
}

/// Reads a path such as `a/terms-copy.md`.
fn copy(path: &str) -> Option<Copy<'_>> {
    let (stem, _) = path.rsplit_once('.')?;
    let lower = stem.to_lowercase();
    let rest = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_counted = rest.len() < lower.len();
    let rest = rest.trim_end_matches(['-', '_', ' ']);
    let before = COPY.iter().find_map(|word| rest.strip_suffix(word))?;
    let original = before.trim_end_matches(['-', '_', ' ', '.']);
    let is_apart = original.len() < before.len() && !original.is_empty();
    let original = stem
        .get(..original.len())
        .filter(|_| is_apart && lower.len() == stem.len())?;
    Some(Copy {
        original,
        is_certain: is_counted || before.ends_with(" - "),
    })
}

/// Whether a path is that of a copy of another file, according to `is_there`: `terms-copy.md` beside
/// `terms.md`.
pub(crate) fn is_copy_of_another(path: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    copy(path).is_some_and(|copy| is_there(&format!("{}.{ending}", copy.original)))
}

/// Extensions of documents. Copies of images are harmless.
const DOCUMENTS: &[&str] = &["doc", "docx", "odt", "pdf", "rtf", "txt"];

/// Words at the end of a document's name that mark it as outdated.
const OLD: &[&str] = &[
    "alt",
    "alte",
    "ancien",
    "ancienne",
    "antigua",
    "antiguo",
    "archiviert",
    "obsolet",
    "obsolete",
    "old",
    "outdated",
    "veraltet",
    "vecchio",
];

/// Whether the name of a document that is copied marks it as a draft, an outdated version or a copy.
/// `is_there` says whether a path is that of another file. Other than for pages, the first word is
/// its subject: `draft-regulations.pdf`.
pub(crate) fn is_draft_document(path: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let Some(stem) = stem_with(path, DOCUMENTS) else {
        return false;
    };
    let words: Vec<&str> = words(&stem).collect();
    // `terms-draft-v2.pdf`
    let last = words.iter().rev().find(|word| !is_count(word));
    let is_marked = last.is_some_and(|last| DRAFTS.contains(last) || OLD.contains(last));
    is_copy(&stem)
        || is_copied_document(path)
        || is_copy_of_another(path, is_there)
        || words.len() > 1 && is_marked
}

/// Whether the name of a document, by itself, is that of a copy.
fn is_copied_document(path: &str) -> bool {
    copy(path).is_some_and(|copy| {
        let name = copy.original.rsplit('/').next().unwrap_or_default();
        copy.is_certain || COPIED.contains(&&*name.to_lowercase())
    })
}

/// The name of a file without its extension, in lower case, if the extension is among `endings`.
pub(crate) fn stem_with(path: &str, endings: &[&str]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (stem, ending) = name.rsplit_once('.')?;
    endings.contains(&ending).then(|| stem.to_owned())
}

/// The words in the name of a file.
pub(crate) fn words(stem: &str) -> impl DoubleEndedIterator<Item = &str> {
    let words = stem.split(['-', '_', '.', ' ', '(', ')']);
    words.filter(|word| !word.is_empty())
}

/// Whether a word in the name of a file only counts versions or copies: `2`, `v2`.
pub(crate) fn is_count(word: &str) -> bool {
    let digits = word.trim_start_matches('v');
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_copy_of_another, is_draft_document};

    #[test]
    fn copies_lie_beside_their_originals() {
        let is_copy = |path| is_copy_of_another(path, |other| other == "a/terms.md");
        for path in [
            "a/terms-copy.md",
            "a/terms_Copy.md",
            "a/terms-copy-2.md",
            "a/terms copie.md",
        ] {
            assert!(is_copy(path), "{path}");
        }
        for path in [
            "terms-copy.md",
            "a/terms.md",
            "a/termscopy.md",
            "a/right-to-copy.md",
            "a/copy.md",
        ] {
            assert!(!is_copy(path), "{path}");
        }
    }

    #[test]
    fn documents_are_judged_by_their_last_word() {
        for path in [
            "AGB_alt.pdf",
            "a/AGB-ENTWURF.pdf",
            "terms-draft.pdf",
            "terms-draft-v2.pdf",
            "CGU_brouillon.pdf",
            "privacidad-borrador.docx",
            "Kopie von AGB.pdf",
            "dpa (1).pdf",
            "form (copy).pdf",
            "form-copy.pdf",
            "a/form copy 2.pdf",
            "Formular - Kopie.pdf",
            "AGB_Kopie.pdf",
        ] {
            assert!(is_draft_document(path, |_| false), "{path}");
        }
        for path in [
            "draft-regulations.pdf",
            "backup-service.pdf",
            "dpa.pdf",
            "alt.pdf",
            "office (1).jpg",
            "logo-old.png",
            "terms-2024.pdf",
            "threshold.pdf",
            "signed copy.pdf",
            "signed-copy.pdf",
            "right-to-copy.pdf",
            "copyright.pdf",
            "terms-copyright.pdf",
            "copy.pdf",
            "salt.pdf",
            "dpa(v2).pdf",
        ] {
            assert!(!is_draft_document(path, |_| false), "{path}");
        }
    }
}
