//! Remarks of reviewers: drafting notes in brackets, and comments of Word and Google Docs that became
//! text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Verdict;
use super::words::Lazy;
use crate::base::text::floor;
use crate::check::evaluate::{Finding, Page};
use crate::rules::Pattern;

/// A note that begins with initials, with or without a date: `[JR: check with ops]`.
static INITIALS: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\[(?-i:(?<initials>[A-Z]{2,3}))(?:[ ,/-]{1,2}[\d./-]{4,10})? ?: ?[^\[\]\n]{3,300}\]",
    )
});

/// A note with the name of its author or reader.
static NAMED: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\[(?:(?:anm\.|anmerkung|kommentar|notiz)(?: (?:von|für|an))? (?-i:\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+)?|[A-Z]{2,3})|(?:note|comment|remark|commentaire|remarque|comentario|nota|commento|opmerking)(?: (?:by|from|for|de|pour|para|di|per|van|voor) (?-i:\p{Lu}\p{Ll}+|[A-Z]{2,3})| (?-i:[A-Z]{2,3}))) ?: ?[^\[\]\n]{3,300}\]",
    )
});

/// A note of an editor. Such notes are also published, unless they ask for something.
static EDITOR: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\[(?:anm\. ?d\. ?(?:red|verf|übers)\.|ndlr|n\. ?d\. ?l\. ?r\.|n\. ?del ?e\.|ed\. note) ?:? [^\[\]\n]{3,300}\]",
    )
});

/// A point that is not settled yet.
static OPEN: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\[ ?(?:(?:ist |wird |muss )?(?:noch )?(?:zu (?:klären|prüfen|bestätigen|definieren|besprechen|überarbeiten)|offen|ungeklärt|in klärung|geklärt werden)|(?:open|pending) (?:point|issue|question)|to be (?:clarified|checked|reviewed|agreed|discussed|verified)|to (?:check|confirm|discuss|clarify|verify)|à (?:confirmer|valider|vérifier|définir|déterminer|préciser|discuter|revoir)|(?:por|a) (?:confirmar|definir|determinar|verificar|revisar|decidir|concretar)|da (?:confermare|definire|verificare|decidere|rivedere)|(?:nog )?te (?:bevestigen|bepalen|controleren|bespreken)|do (?:potwierdzenia|ustalenia|sprawdzenia)) ?[.!?]*\]",
    )
});

/// Words that ask somebody to do or settle something.
static REQUEST: Lazy = Lazy::new(|| {
    Pattern::new(
        r"\b(?:please|pls|check|confirm|clarify|verify|discuss|tbc|tbd|(?:are|do|should|can) we|is this|bitte|prüfen|klären|abstimmen|(?:merci|pensez|penser) (?:de|à)|vérifier|confirmer|valider|por favor|revisar|verificar|confirmar|verificare|confermare|controleren|bevestigen|sprawdzić|potwierdzić)\b|\?\]?$",
    )
});

/// A mark of a comment of Word: `[JD1]`, `[JD1R2]`.
static OF_WORD: Lazy = Lazy::new(|| Pattern::new(r"\[(?-i:[A-Z]{2,3})\d{1,2}(?-i:R\d{1,2})?\]"));

/// A mark of a comment of Google Docs: `[a]`.
static OF_DOCS: Lazy = Lazy::new(|| Pattern::new(r"\[(?-i:[a-z]{1,2})\]"));

/// Countries, languages and abbreviations that may stand before a colon in brackets.
const NO_INITIALS: &[&str] = &[
    "AG", "AI", "API", "AT", "AU", "BE", "BG", "BGB", "BGH", "BIC", "BR", "CA", "CH", "CN", "CY",
    "CZ", "DE", "DK", "DPA", "DPO", "EE", "EEA", "EN", "ES", "EU", "FAQ", "FI", "FR", "GB", "GR",
    "HR", "HU", "ID", "IE", "IN", "IP", "IS", "ISO", "IT", "JP", "KR", "LI", "LT", "LU", "LV",
    "MT", "MX", "NB", "NL", "NO", "NZ", "OLG", "PL", "PS", "PT", "RFC", "RO", "SA", "SCC", "SE",
    "SI", "SK", "TR", "TV", "UK", "UN", "URL", "US", "USA", "VAT", "WP",
];

/// Abbreviations of courts, authors of standards and laws, with numbers in citations.
const CITED: &[&str] = &[
    "BAG", "BFH", "BGB", "BGE", "BGH", "BSG", "CPC", "DIN", "EDP", "EN", "EU", "EUG", "IEC", "ISO",
    "LG", "OLG", "OJ", "REF", "RFC", "UN", "US", "VG", "WP",
];

/// The maximum length of brackets that are read as a placeholder.
const PLACEHOLDER: usize = 82;

/// The maximum number of bytes of a remark in a message.
const QUOTED: usize = 60;

/// Finds all of them.
pub(super) fn reviewer_remark(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    if memchr::memchr(b'[', prose.text.as_bytes()).is_none() {
        return Verdict::Found(findings);
    }
    for note in prose.find_groups(&INITIALS) {
        let (initials, whole) = (&note["initials"], &note[0]);
        let is_note = match initials {
            // A shorter note to the draft is found as a placeholder.
            "NTD" => whole.len() > PLACEHOLDER,
            _ => {
                let may_be_code = initials.len() > 2 || NO_INITIALS.contains(&initials);
                !may_be_code || REQUEST.is_in(whole)
            }
        };
        if let Some(found) = note.get(0).filter(|_| is_note) {
            report(page, found.range(), &mut findings);
        }
    }
    for pattern in [&NAMED, &OPEN] {
        for note in prose.find(pattern) {
            report(page, note.range(), &mut findings);
        }
    }
    for note in prose.find(&EDITOR) {
        if REQUEST.is_in(note.as_str()) {
            report(page, note.range(), &mut findings);
        }
    }
    comments(page, &mut findings);
    Verdict::Found(findings)
}

fn report(page: &Page<'_>, range: Range<usize>, findings: &mut Vec<Finding>) {
    let prose = &page.prose;
    if prose.is_quoted(range.start) || prose.is_in_link(range.start) {
        return;
    }
    let text = &prose.text[range.clone()];
    let quoted = match text.len() > QUOTED {
        true => format!("{}…", text[..floor(text, QUOTED)].trim_end()),
        false => text.to_owned(),
    };
    findings.push(Finding::text(range).with("match", quoted));
}

/// A mark of a comment.
struct Mark<'t> {
    label: &'t str,
    range: Range<usize>,
    /// What begins with the mark, if it is at the beginning of a line.
    begins: Option<Begins>,
    /// Whether it follows a character directly.
    is_attached: bool,
}

/// What begins with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// A comment.
    Comment,
    /// An entry in a list of sources.
    Entry,
}

/// The marks that match a pattern, in order.
fn marks<'p>(page: &'p Page<'_>, pattern: &Lazy) -> Vec<Mark<'p>> {
    let prose = &page.prose;
    let mut marks = Vec::new();
    if !prose.has(pattern) {
        return marks;
    }
    for block in &prose.blocks {
        for line in prose.lines(block) {
            let text = &prose.text[line.text.clone()];
            for found in pattern.find(text) {
                let (before, after) = (&text[..found.start()], &text[found.end()..]);
                let begins = before.trim().is_empty().then(|| {
                    let is_comment = after
                        .starts_with(|c: char| !c.is_whitespace() && !"[(:.,".contains(c))
                        || REQUEST.is_in(after);
                    if is_comment {
                        Begins::Comment
                    } else {
                        Begins::Entry
                    }
                });
                marks.push(Mark {
                    label: found.as_str(),
                    range: line.text.start + found.start()..line.text.start + found.end(),
                    begins,
                    is_attached: before
                        .ends_with(|c: char| c.is_alphanumeric() || ".,;:!?)]%”’".contains(c)),
                });
            }
        }
    }
    marks
}

/// Finds the marks of comments in the text, and the comments.
fn comments(page: &Page<'_>, findings: &mut Vec<Finding>) {
    let marks_of_word = marks(page, &OF_WORD);
    let begun: HashMap<&str, Begins> = marks_of_word
        .iter()
        .filter_map(|mark| Some((mark.label, mark.begins?)))
        .collect();
    for mark in &marks_of_word {
        let is_digit = |c: char| c.is_ascii_digit();
        let initials = mark.label[1..].split(is_digit).next().unwrap_or_default();
        let is_comment = match begun.get(mark.label) {
            Some(begins) => *begins == Begins::Comment,
            None => !CITED.contains(&initials),
        };
        if is_comment {
            report(page, mark.range.clone(), findings);
        }
    }
    // A letter alone may be part of a list, so it takes both a mark and a comment.
    let marks_of_docs = marks(page, &OF_DOCS);
    let labels = |wanted: &dyn Fn(&Mark<'_>) -> bool| -> HashSet<&str> {
        let marks = marks_of_docs.iter().filter(|mark| wanted(mark));
        marks.map(|mark| mark.label).collect()
    };
    let written = labels(&|mark| mark.begins == Some(Begins::Comment));
    let referred = labels(&|mark| mark.begins.is_none() && mark.is_attached);
    for mark in &marks_of_docs {
        let is_comment =
            mark.begins == Some(Begins::Comment) || mark.begins.is_none() && mark.is_attached;
        if is_comment && written.contains(mark.label) && referred.contains(mark.label) {
            report(page, mark.range.clone(), findings);
        }
    }
}
