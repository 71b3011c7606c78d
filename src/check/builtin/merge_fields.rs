//! Merge fields that a mail program or a contract tool left in the text.

use std::ops::Range;

use super::Verdict;
use super::markup::written;
use super::placeholders;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::document::{Element, Step};
use crate::model::language::primary;
use crate::rules::Pattern;

/// Names between doubled or unusual marks.
static FIELD: Lazy = Lazy::new(|| {
    Pattern::new(
        r"##(?-i:[A-Z][A-Za-z0-9_]{1,30})##|\{!(?-i:[A-Za-z$][\w.$]{1,40})\}|%%(?-i:[A-Z]{1,3}[a-z][A-Za-z0-9_]{1,30})%%|\|(?-i:[A-Z][A-Z0-9_]{1,30})(?::[^|\n]{1,40})?\||\$(?-i:[A-Z][A-Za-z]{1,30}|[A-Z]+(?:_[A-Z]+)+)\$",
    )
});

/// A merge field of Word, but not a word between French quotation marks.
static OF_WORD: Lazy = Lazy::new(|| {
    Pattern::new(
        r"«(?-i:\p{Lu}\p{Ll}+(_\p{L}\p{Ll}*)+\d?|(\p{Lu}\p{Ll}+)+(Name|Address|Date|City|Email|Phone|Number|Amount|Title|State|Country|Price|Fee|Line|Code|Adresse|Nom|Firma|Ort|Nombre|Empresa)\d?|(Company|Customer|Client|Street|Postal|Nom|Raison|Societe|Firmen|Kunden|Nombre)(\p{Lu}\p{Ll}+)+\d?)»|‹(?-i:\p{Lu}\p{Ll}+\p{Lu}\p{L}+)›",
    )
});

/// A word between French quotation marks.
static QUOTED: Lazy = Lazy::new(|| Pattern::new(r"«(?-i:\p{Lu}\p{Ll}{1,30})»"));

/// A pair of French quotation marks around words that are no field: a small letter, or several words.
static QUOTES: Lazy = Lazy::new(|| {
    Pattern::new(
        r"«(?-i:\s?\p{Ll}[^»\n]{0,60}|\p{L}[\p{L}’'-]* [^»\n]{1,60})»|»(?-i:\p{Ll}[^«\n]{0,60})«",
    )
});

/// Words before a term that a text defines.
static DEFINES: Lazy = Lazy::new(|| {
    Pattern::new(
        r"(?:\((?:[\p{L}]+ ){0,4}|\b(?:the terms?|referred to as|defined as|called|known as|hereinafter) (?:the |an? )?)$",
    )
});

/// Words after a term that a text defines.
static DEFINED: Lazy = Lazy::new(|| {
    Pattern::new(r"^(?:\)| (?:means?|refers?|shall mean|includes?|has the meaning)\b)")
});

/// Names in a letter, which a merge field replaces.
static SALUTATION: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\b(?:dear|hi|hello|hallo|liebe[r]?|(?:sehr geehrte[r]? )?(?:frau|herrn?)|bonjour|madame|monsieur|ch[eè]re?|hola|estimad[oa]|señora?|gentile|geachte|prezad[oa])\s$",
    )
});

/// The maximum length of a name in bold.
const NAME: usize = 40;

/// Commands of MediaWiki between underscores.
const MAGIC: &[&str] = &["TOC", "NOTOC", "FORCETOC", "NOEDITSECTION", "NOINDEX"];

/// Merge fields, and names between underscores that are printed in bold.
pub(super) fn merge_field(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings: Vec<Finding> = Vec::new();
    let mut find = |range: Range<usize>| {
        if !prose.is_quoted(range.start) {
            let text = &prose.text[range.clone()];
            let text = match text.starts_with('|') {
                true => format!("*{text}*"),
                false => text.to_owned(),
            };
            let found = Finding::text(range).with("match", text);
            findings.push(found.with("what", "merge field"));
        }
    };
    for field in prose.find(&OF_WORD) {
        find(field.range());
    }
    for field in prose.find(&FIELD) {
        let is_field = match field.as_str().as_bytes()[0] {
            // `*|NAME|*`, whose stars are read as emphasis.
            b'|' => is_starred(page, field.range()),
            _ => true,
        };
        if is_field {
            find(field.range());
        }
    }
    // Other languages quote terms that they define in this way.
    let is_english = primary(page.language) == "en" && !prose.has(&QUOTES);
    for quoted in prose.find(&QUOTED) {
        let sentence = prose.sentence(quoted.range());
        let before = &prose.text[sentence.start..quoted.start()];
        let after = &prose.text[quoted.end()..sentence.end.max(quoted.end())];
        let words = quoted.as_str().trim_matches(['«', '»']);
        let is_field = || {
            is_english
                && placeholders::is_field(words)
                && !(DEFINES.is_in(before) || DEFINED.is_in(after))
        };
        if SALUTATION.is_in(before) || is_field() {
            find(quoted.range());
        }
    }
    for (step, range) in page.source.walk() {
        if let Step::Enter(Element::Strong) = step
            && range.len() <= NAME
            && let Some(text) = written(page, range.clone())
            && let Some(what) = underscored(page, &text, &range)
        {
            findings.push(
                Finding {
                    spot: Spot::Merged(range),
                    ..Finding::default()
                }
                .with("match", text)
                .with("what", what),
            );
        }
    }
    Verdict::Found(findings)
}

/// Whether the file has stars around a match.
fn is_starred(page: &Page<'_>, range: Range<usize>) -> bool {
    let place = page.prose.place(page.prose.merged(range));
    place.is_some_and(|place| {
        let text = &place.source.text;
        text[..place.range.start].ends_with('*') && text[place.range.end..].starts_with('*')
    })
}

/// What bold text between underscores is: `__TOC__`, or `__COMPANY__` within a sentence, but not
/// `__Email__: …`.
fn underscored(page: &Page<'_>, text: &str, range: &Range<usize>) -> Option<&'static str> {
    let inside = text.strip_prefix("__")?.strip_suffix("__")?;
    if MAGIC.contains(&inside) {
        return Some("MediaWiki command");
    }
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    if inside.len() < 3 || !inside.bytes().all(is_part) || !placeholders::is_field(inside) {
        return None;
    }
    let place = page.prose.place(range.clone())?;
    let file = &place.source.text;
    let before = file[..place.range.start].trim_end_matches(' ');
    let after = file[place.range.end..].trim_start_matches(' ');
    let is_within = before.ends_with(|c: char| c.is_alphanumeric() || ",;(„“\"".contains(c));
    (is_within && !after.starts_with(':')).then_some("merge field")
}
