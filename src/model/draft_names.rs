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

/// Whether the name of a document that is copied marks it as a draft, an outdated version or a
/// copy. Other than for pages, the first word is its subject: `draft-regulations.pdf`.
pub(crate) fn is_draft_document(path: &str) -> bool {
    let Some(stem) = stem_with(path, DOCUMENTS) else {
        return false;
    };
    let words: Vec<&str> = words(&stem).collect();
    // `terms-draft-v2.pdf`
    let last = words.iter().rev().find(|word| !is_count(word));
    let is_marked = last.is_some_and(|last| DRAFTS.contains(last) || OLD.contains(last));
    is_copy(&stem) || words.len() > 1 && is_marked
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
    use super::is_draft_document;

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
        ] {
            assert!(is_draft_document(path), "{path}");
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
            "salt.pdf",
            "dpa(v2).pdf",
        ] {
            assert!(!is_draft_document(path), "{path}");
        }
    }
}
