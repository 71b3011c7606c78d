//! References by number to parts of the same text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Captures;

use super::Verdict;
use super::annexes;
use super::numbered::Known;
use super::numbers::{Part, part};
use super::subparagraphs;
use super::words::{Lazy, breakable};
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Kind, Prose};
use crate::rules::Pattern;

/// A reference to one or more parts, or to a range of them.
static REFERENCE: Lazy = LazyLock::new(|| {
    let number = r"\d{1,2}(?:\.\d{1,2})*";
    Pattern::new(format!(
        r"(?:\b(?<word>sections?|clauses?|articles?|paragraphs?|paragraphes?|abschnitte?n?|ziffern?|klauseln?|artikeln?|artículos?|secci(?:ón|ones)|apartados?|points?|cláusulas?|párrafos?|articol[oi]|artigos?|sezione|seção|sectie)|(?<sign>§§?|\b(?:art|ziff)\.))[ \x{{A0}}]?[ \x{{A0}}]?(?<numbers>{number}(?:(?:, (?:and|und|et|y|e) | (?:and|or|to|und|oder|bis|et|ou|à|y|o|a|e|en|of|tot) |, ?|[–-]){number})*)"
    ))
});

/// Words showing that the sections in a sentence belong to a law or another document.
static OTHERS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?-i:Act|Code|Decree|Ordinance|Constitution|Convention|Protocol|PSD|REACH|Statutes?|Directive|Regulations?|GDPR|DSGVO|CCPA|SCCs?|U\.?S\.?C|C\.?F\.?R|BGB|TMG|DDG|Law|Laws|Addendum|Annex|Exhibit|Schedule|Appendix|Module|DPA|Title|Order|Treaty|Decision|ISO|Statement|IDTA|EULA|MSA|NDA|AUP|SLA|RGPD|CCT|CGV|CGU|LOPD\w*|LSSI\w*|RODO|AVG|LGPD|KVKK|UWG|BDSG|TDDDG|TTDSG|HGB|ZPO|VSBG|UrhG|StGB|FADP|PIPL|FAR|DFARS)\b|(?:\w*gesetz(?:es|buch\w*)?|verordnung|richtlinie|standardvertragsklauseln|loi|décret|règlement|code (?:civil|pénal|monétaire|du|de|des|général)|ley|reglamento|código|directiva|regolamento|codice|legge|decreto|direttiva|lei|regulamento|wet|wetboek|convention|verordening|ustaw\w*|rozporządz\w*)\b)|[’']s (?:own )?(?:terms|agreement|policy|contract|rules)\b|\b(?:their|its) (?:own )?(?:\w+ )?(?:terms|agreement|policy|contract|rules)\b|\b(?:registro mercantil|tomo|folio|hoja|handelsregister|registre du commerce)\b|\bcontractual clauses\b|\bstandard clauses\b|\bsection \d{3}",
    )
});

/// A citation of a law, which says nothing about other references in its sentence.
static CITATION: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:arts?|articles?|artículos?|artikeln?)\b\.?[ \x{A0}]?\d{1,3}(?:[.(]\w{1,3}\)?|[ \x{A0}](?:Abs|Absatz|UAbs|Buchst|Buchstabe|lit|Satz|Nr|al)\b\.?[ \x{A0}]?\w{1,3}|,? (?:and|und|y|et|to|bis|a|à|or|oder|ou|o|bzw\.) \d{1,3}|, (?:apartado|paragraphe|alinéa|letra|point|paragraph) \w{1,3}\)?|,)* ?(?:of|del|du|de la|der|des)? ?(?:the )?(?:UK |EU )?(?:GDPR|DSGVO|RGPD|DS-GVO|LOPDGDD)\b",
    )
});

/// The section sign, which cites both laws and contracts.
static SIGN_OF_LAW: Lazy = LazyLock::new(|| Pattern::new("§"));

static OURS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\s?\([^)]{1,40}\))*(?:,? (?:Abs\.|Absatz|Satz|Nr\.|lit\.|alinéa|al\.|apartado) ?[\da-z]{1,3}\)?)*,? ?(?:(?:of|in|to|under) (?:this|these|the present)\b|above\b|below\b|here(?:of|in|under)\b|dieser\b|dieses\b|de[rs] vorliegenden\b|oben\b|unten\b|(?:d(?:es|u|e la)|aux?|à la) présente?s?\b|de (?:ces|cette)\b|ci-(?:dessus|dessous|après)|de est[aeo]s?\b|de l[ao]s? presentes?\b|del presente\b|(?:di|dell[ae]|dei|del) (?:quest\w+|present\w+)\b|dest[ea]s?\b|van (?:deze|dit)\b|niniejsz)",
    )
});

/// Words after a reference to an annexed text, or to a law that the text quotes.
static OF_ANNEXED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\s?\([^)]{1,40}\))*,? ?(?:of|in|to|under) (?:this|these) (?:\w+ )?(?:addendum|annex|schedule|exhibit|appendix|dpa|clauses|act|regulation|directive|law|section|article|clause|paragraph|part|module|statement)\b",
    )
});

/// A subdivision of a section in a German contract or law.
static PARAGRAPH: Lazy =
    LazyLock::new(|| Pattern::new(r"^(?: (?:Abs\.?|Absatz|Satz|Nr\.?|lit\.?) ?[\da-z]{1,2}\)?)+"));

/// Text that follows the number of a section of another document.
static THEIRS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\s?\([^)]{1,40}\))*,? ?(?:of|in|under|from|to|der|des|von|vom|im|aus|du|de|del|dell[aeo]?|dei|degli|di|da|dos?|das|van|uit|ustawy)\b|^(?:\s?\([^)]{1,40}\))*,? ?d(?:ell)?['’]|^(?:\([a-z0-9]+\))* (?:(?-i:\p{Lu})|et seq)|^ ?(?:abs|absatz|satz|nr|lit|al|alinéa|apartado|ff?)\b|^[\p{L}\d%°]|^\.\d|^-",
    )
});

/// Words before an annex that completes what the sentence says.
static SET_OUT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:completed|supplemented|specified|described|listed|set out|set forth|stated|detailed) (?:as (?:set out|described|specified|stated) )?(?:in|by)|(?:beschrieben|aufgeführt|geregelt|aufgelistet|ausgefüllt|ergänzt) (?:in|durch)|(?:décrit|prévu|précisé|détaillé|complété|énuméré)e?s? (?:à l['’]|par l['’]|dans l['’])|(?:descrit|previst|detallad|recogid|enumerad|completad)[oa]s? (?:en|por) el)$",
    )
});

/// Capitalised words that begin a sentence before a reference.
const OPENING: &[&str] = &[
    "See", "In", "Under", "As", "Subject", "Per", "With", "The", "And", "Pursuant", "Siehe",
    "Gemäß", "Nach", "Im", "Laut", "Voir", "Selon", "Según", "Ver", "Véase", "Vedi", "Zie",
];

/// References by number to missing parts of this document.
pub(super) fn reference(page: &Page<'_>) -> Verdict {
    let mut known: Option<Known> = None;
    let mut findings = Vec::new();
    let mut count = 0;
    let prose = &page.prose;
    for found in prose.find_groups(&REFERENCE) {
        let Some(reference) = read(page, &found) else {
            continue;
        };
        let known = known.get_or_insert_with(|| Known::of(page));
        count += 1;
        match known.counts || known.numbers_lines(reference.part) {
            true => findings.extend(missing(page, known, &reference)),
            false => findings.extend(beyond(page, known, &reference)),
        }
    }
    // If most are missing, the text is numbered in a way that was not
    // recognised.
    if findings.len() > 2 && findings.len() * 2 > count {
        findings.clear();
    }
    findings.extend(annexes::missing(page));
    Verdict::Found(findings)
}

/// A reference to a part of the page itself.
pub(super) struct Reference<'t> {
    pub(super) part: Part,
    pub(super) numbers: regex::Match<'t>,
    /// Whether it explicitly refers to the page.
    pub(super) is_ours: bool,
    /// The number of a paragraph of the part, and where it ends in the text.
    pub(super) sub: Option<(u32, usize)>,
}

/// Reads a reference, unless it refers, or may refer, to something else.
pub(super) fn read<'t>(page: &'t Page<'_>, found: &Captures<'t>) -> Option<Reference<'t>> {
    let prose = &page.prose;
    let (whole, numbers) = (found.get(0)?, found.name("numbers")?);
    let word = found.name("word").or_else(|| found.name("sign"))?;
    let part = part(word.as_str())?;
    let block = prose.block_at(whole.start())?;
    if matches!(block.kind, Kind::Heading(_))
        || prose.is_quoted(whole.start())
        || prose.is_in_link(whole.start())
        || begins_line(prose, block.text.start, whole.start())
    {
        return None;
    }
    // The patterns below read only the start of what follows.
    let end = prose.near(block.text.clone(), &numbers.range()).end;
    let behind = &*breakable(&prose.text[numbers.end()..end]);
    let before = &*breakable(page.before(whole.range()).trim_end());
    let sentence = breakable(&prose.text[prose.sentence(whole.range())]);
    let sentence = match part {
        Part::Article => sentence,
        _ => without_citations(sentence),
    };
    let sentence = &*sentence;
    let name = before.rsplit(' ').next().unwrap_or_default();
    // “This section 4” refers to itself.
    let is_itself = matches!(
        name.to_lowercase().as_str(),
        "this"
            | "diese"
            | "dieser"
            | "diesem"
            | "dieses"
            | "cette"
            | "présent"
            | "présente"
            | "esta"
            | "este"
            // As in “the list, section 4, says”.
            | "list"
            | "guide"
            | "manual"
            | "handbook"
    );
    if is_itself || OF_ANNEXED.is_in(behind) {
        return None;
    }
    // “Artículo 6, apartado 1”.
    if before
        .strip_suffix(',')
        .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let is_ours = OURS.is_in(behind);
    if !is_ours {
        let is_named = name.starts_with(char::is_uppercase)
            && before.len() > name.len()
            && !OPENING.contains(&name);
        let others = match part {
            Part::Paragraph | Part::Plain => OTHERS.is_in(sentence),
            part if part.is_annexed() => of_others_but_annexes(sentence) && !SET_OUT.is_in(before),
            _ => OTHERS.is_in(sentence) || SIGN_OF_LAW.is_in(sentence),
        };
        let others = others || names_another(page, sentence);
        // “§ 14 Abs. 3” may be part of a contract that numbers its sections in this way.
        let behind = match part {
            Part::Paragraph => &behind[PARAGRAPH.find(behind).next().map_or(0, |at| at.end())..],
            _ => behind,
        };
        let is_law =
            behind.starts_with('(') && behind[1..].starts_with(|c: char| c.is_ascii_digit());
        if THEIRS.is_in(behind) || is_named || others || is_law {
            return None;
        }
    }
    let sub = subparagraphs::after(&prose.text[numbers.end()..end]);
    Some(Reference {
        part,
        numbers,
        is_ours,
        sub: sub.map(|(sub, length)| (sub, numbers.end() + length)),
    })
}

/// A sentence without its citations of a law that no other text has.
fn without_citations(sentence: Cow<'_, str>) -> Cow<'_, str> {
    let cited: Vec<Range<usize>> = CITATION
        .find(&sentence)
        .map(|found| found.range())
        .collect();
    let mut sentence = sentence;
    for range in cited.into_iter().rev() {
        sentence.to_mut().replace_range(range, "");
    }
    sentence
}

static PRIVACY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"privacy (?:policy|notice|statement)|datenschutz(?:erklärung|hinweise|bestimmungen)|politique de confidentialité|política de privacidad|informativa|privacyverklaring",
    )
});

static TERMS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"terms (?:of|and|&)|\bterms section|nutzungsbedingungen|geschäftsbedingungen|\bagb\b|conditions (?:générales|d['’]utilisation)|condiciones (?:de uso|generales)|términos|condizioni|voorwaarden|hauptvertrag",
    )
});

/// Whether a sentence is about a document of another type.
fn names_another(page: &Page<'_>, sentence: &str) -> bool {
    (page.document != "privacy" && PRIVACY.is_in(sentence))
        || (!matches!(page.document, "terms" | "eula" | "sale") && TERMS.is_in(sentence))
}

/// The maximum length of the name of a part before a colon: “Annex 1B: Transfers”.
const LONGEST_TITLE: usize = 16;

/// Whether a position is at the start of its line, or after its number, as in the title
/// “Article 5 – Term” and the item “ii. Annex 1B: Transfers”.
pub(super) fn begins_line(prose: &Prose<'_>, line: usize, at: usize) -> bool {
    let before = &prose.text[line..at];
    let number = before.trim_start_matches([' ', '(']);
    let number = number.trim_end_matches([' ', '.', ')']);
    let names = prose.text[at..].split_once(':');
    let is_numbered = before.trim_end().ends_with(['.', ')'])
        && names.is_some_and(|(name, _)| name.len() <= LONGEST_TITLE)
        && number.len() <= 4
        && (number.len() == 1 || number.chars().all(|c| "ivx".contains(c)));
    is_numbered
        || before
            .chars()
            .all(|c| !c.is_alphanumeric() && !matches!(c, '.' | ','))
}

/// Whether a sentence with a reference to an annex is about another text.
fn of_others_but_annexes(sentence: &str) -> bool {
    static NAMES: Lazy = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:remov\w*|delet\w*|updated|renamed|added|(?-i:Act|Directive|REACH|Regulations?|SCCs?|ISO|Decision|Law|Laws|MSA|UK Addendum|Table [1-4])\b|contractual clauses|standardvertragsklauseln|clauses contractuelles|cláusulas contractuales|\bverordnung|richtlinie|règlement|directive|reglamento|directiva|regolamento|direttiva)",
        )
    });
    NAMES.is_in(sentence)
}

pub(super) fn finding(range: std::ops::Range<usize>, part: Part, value: &str) -> Finding {
    Finding::text(range)
        .with("part", part.name())
        .with("value", value)
}

/// A reference to a section after the last one, on a page whose headings have no numbers.
fn beyond(page: &Page<'_>, known: &Known, reference: &Reference<'_>) -> Option<Finding> {
    let is_section = matches!(reference.part, Part::Section | Part::Plain);
    let number: u32 = reference.numbers.as_str().parse().ok()?;
    let count = page.source.outline.sections.len();
    let is_beyond = usize::try_from(number).is_ok_and(|number| number > count);
    let is_marked = known
        .marks
        .iter()
        .any(|mark| mark.number.parts.first() == Some(&number));
    (is_section && count > 1 && is_beyond && number > known.listed && !is_marked).then(|| {
        finding(
            reference.numbers.range(),
            reference.part,
            &number.to_string(),
        )
    })
}

/// The numbers of a reference that the page does not have.
fn missing(page: &Page<'_>, known: &Known, reference: &Reference<'_>) -> Vec<Finding> {
    let of_same = known
        .marks
        .iter()
        .filter(|mark| mark.number.part == reference.part);
    // Articles and `§` sections may belong to laws. A page that has such parts itself
    // numbers them from 1.
    let has_first = || {
        of_same
            .clone()
            .any(|mark| mark.number.parts.first() == Some(&1))
    };
    let is_counted = match reference.part {
        Part::Article => has_first() && of_same.clone().count() > 1,
        // These may belong to the standard contractual clauses.
        Part::Clause => of_same.clone().count() > 1 || !known.has_standard_clauses,
        Part::Paragraph => {
            (has_first() && of_same.clone().count() > 1)
                || known.numbers_parts(reference.numbers.as_str())
        }
        _ => true,
    };
    if !is_counted && !reference.is_ours {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let only: Option<u32> = reference.numbers.as_str().parse().ok();
    if let (Some(number), Some((sub, end))) = (only, reference.sub)
        && known.has(&[number])
        && known.lacks(page, reference.part, number, sub)
    {
        let range = reference.numbers.start()..end;
        let value = page.prose.text[range.clone()].to_owned();
        findings.push(finding(range, reference.part, &value));
    }
    let mut at = reference.numbers.start();
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    for word in reference.numbers.as_str().split(|c| !is_number(c)) {
        let start = page.prose.text[at..]
            .find(word)
            .map_or(at, |found| at + found);
        at = start + word.len();
        let word = word.trim_end_matches('.');
        let parts: Vec<u32> = word.split('.').filter_map(|one| one.parse().ok()).collect();
        if parts.is_empty() || known.has(&parts) || known.numbers_sentence(page, word) {
            continue;
        }
        findings.push(finding(start..start + word.len(), reference.part, word));
    }
    findings
}
