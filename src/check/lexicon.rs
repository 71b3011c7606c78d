//! Meanings of words: the kinds of sections for headings, and document types
//! for file names.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::rules;

/// Words and their meanings.
type Lexicon = HashMap<String, Vec<String>>;

fn read(name: &str) -> Lexicon {
    let kinds: BTreeMap<String, Vec<String>> = rules::data(name);
    let mut lexicon = Lexicon::new();
    for (kind, words) in kinds {
        for word in words.into_iter().chain([kind.clone()]) {
            let kinds = lexicon.entry(word).or_default();
            if !kinds.contains(&kind) {
                kinds.push(kind.clone());
            }
        }
    }
    lexicon
}

/// The kinds of sections that usually have this heading.
pub(super) fn section_kinds(heading: &str) -> &'static [String] {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| read("sections"));
    LEXICON.get(&folded(heading)).map_or(&[], Vec::as_slice)
}

/// The names of documents and their types.
static DOCUMENTS: LazyLock<Lexicon> = LazyLock::new(|| read("documents"));

/// The document type for a policy's stated type or file name: `privacy-policy`
/// and `acme-privacy-policy` are `privacy`. Returns the word itself if it is
/// unknown.
pub fn document_type(word: &str) -> &str {
    let mut rest = word;
    loop {
        if let Some(found) = known_type(rest) {
            return found;
        }
        match rest.split_once('-') {
            // `invasion-of-privacy` is about something else.
            Some((before, after)) if !is_linking(before) => rest = after,
            _ => return word,
        }
    }
}

/// The document type with exactly this name.
pub(super) fn known_type(name: &str) -> Option<&'static str> {
    let types = DOCUMENTS.get(name)?;
    types.first().map(String::as_str)
}

/// All document types, followed by their other names, both sorted.
pub(super) fn type_names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&str> = DOCUMENTS.keys().map(String::as_str).collect();
    names.sort_unstable_by_key(|name| (!is_document_type(name), *name));
    names.into_iter()
}

/// Whether a word is a document type, not another name for one.
pub(super) fn is_document_type(word: &str) -> bool {
    known_type(word) == Some(word)
}

/// Whether a word links the text after it to the text before it.
pub(super) fn is_linking(word: &str) -> bool {
    LINKING.contains(&word)
}

/// Words that link the text after them to the text before them.
const LINKING: &[&str] = &["of", "for", "on", "to", "in", "about", "without"];

/// Words before the number of a part: “Article 8: Applicable law”.
const PARTS: &[&str] = &[
    "article",
    "art",
    "artikel",
    "section",
    "sec",
    "clause",
    "chapter",
    "part",
    "paragraph",
    "item",
    "abschnitt",
    "kapitel",
    "teil",
    "ziffer",
    "punkt",
    "paragraf",
    "chapitre",
    "partie",
    "titre",
    "artículo",
    "articulo",
    "cláusula",
    "clausula",
    "sección",
    "capítulo",
    "apartado",
    "articolo",
    "sezione",
    "artigo",
    "seção",
    "hoofdstuk",
    "rozdział",
    "artykuł",
];

/// The text after a word such as “Article” and its number, if a heading begins with them.
fn after_number(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once([' ', '.', '\u{a0}'])?;
    let rest = rest.trim_start_matches([' ', '.', '\u{a0}']);
    if !PARTS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let end = rest.find([' ', ':', ')', '\u{a0}', '–', '—'])?;
    let number = rest[..end].trim_end_matches('.');
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        || !number.is_empty() && number.bytes().all(|byte| b"IVXLivxl".contains(&byte));
    let name = rest[end..].trim_start_matches(|c: char| !c.is_alphabetic());
    (is_number && !name.is_empty()).then_some(name)
}

/// A heading in lower case, without its number, its punctuation and a remark in
/// brackets at the end. A letter or Roman numeral with a full stop counts as a
/// number, and so does “Article 8”.
fn folded(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    let mut text = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    text = after_number(text).unwrap_or(text);
    if let Some((number, rest)) = text.split_once(['.', ')'])
        && (number.len() == 1
            || number
                .bytes()
                .all(|byte| matches!(byte, b'I' | b'V' | b'X')))
    {
        text = rest;
    }
    if let Some((before, _)) = text
        .trim_end()
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        && !before.trim().is_empty()
    {
        text = before;
    }
    for c in text.chars() {
        if c.is_alphanumeric() || c == '&' {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '’') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
