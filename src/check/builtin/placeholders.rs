//! Placeholders that were not filled in.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use memchr::memmem;

use super::Verdict;
use super::crosses;
use super::words::{Lazy, OfBlock};
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::rules::{self, Pattern};

/// Words that occur in placeholders.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    fields: HashSet<String>,
    with: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| rules::data("placeholders"));

/// Text in the form of a placeholder.
static SHAPE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\[[^\[\]\n]{1,80}\]|\{[^{}\n]{2,40}\}|<[^<>\n]{2,40}>|%(?-i:[A-Z][A-Z_]{2,30})%|_{4,}|\blorem ipsum\b|\b(?:www\.)?(?:your-?(?:domain|company|site|website|business)|yourcompanyname|(?:tu|su)-?(?:empresa|dominio|sitio)|votre-?(?:domaine|entreprise|societe|site)|(?:ihre|deine)-?(?:domain|firma|website|webseite))\.(?:com|org|net|tld|es|fr|de)\b|(?-i:\b(?:FIXME|TBD|TBC|TBA|TODO|X{3,})\b|\bx{5,}\b|(?:[:(]|\b(?:here|at|see|under|to)) ?LINK\b)",
    )
});

/// Text in brackets that tells the author to fill something in.
static ASKS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:insert|enter|fill[ -]in|to be (?:completed|confirmed|determined|added|inserted|defined|decided|filled)|add (?:here|your|the|a link)|your (?:name|company|business|organi[sz]ation|website|site|app|e-?mail|address|product|service|country|state|city|legal|phone|contact|domain|registered)|(?:hier |bitte |ihre?n? )[^\]]{0,40}(?:einfügen|eintragen|ergänzen|angeben|einsetzen)|ihr(?:e|en)? (?:name|firma|unternehmen|adresse|anschrift|e-?mail)|insérer|indiquer|à compléter|compléter|votre (?:nom|société|entreprise|adresse|e-?mail|site)|insertar|indicar|completar|introducir|(?:su|tu) (?:nombre|empresa|dirección|correo)|inserire|indicare|da (?:completare|inserire)|invullen|in te vullen|inserir|preencher|wpisz|wstaw|uzupełnić)|(?:einfügen|eintragen|ergänzen|einsetzen|invullen|à compléter|à remplir|to be (?:added|inserted|completed|confirmed|determined|filled in|provided|named|announced))$",
    )
});

/// Notes by authors or reviewers of a draft.
static NOTE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^\W*(?:(?:reviewers?|editors?|legal|drafters?|counsel)\b ?[-–—:,] ?|ntd\b|(?:drafting|drafter['’]s|editor['’]?s|internal|reviewer['’]?s) (?:note|comment)|note to (?:draft|self|reviewers?|editors?|legal|counsel|client)|(?:please|pls) (?:review|confirm|check|update|add|complete|provide)|(?:legal|counsel|client|marketing) to (?:confirm|review|provide|check)|anmerkung (?:der redaktion|des entwurfs|für die prüfung)|note (?:de rédaction|au relecteur)|nota (?:de redacción|para el revisor))",
    )
});

/// Characters and abbreviations used in place of missing text.
static BLANK: Lazy = LazyLock::new(|| {
    Pattern::new(r"^(?:x+|●+|•+|\.{2,}|…|_+|tbd|tbc|tba|todo|\?+|xx[/.-]xx[/.-]xx(?:xx)?)$")
});

/// Text that follows the letter X when it replaces a number.
static COUNTED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^ ?(?:(?:business|calendar|working) )?(?:%|percent|hours?|days?|weeks?|months?|years?|tagen?|wochen?|monaten?|jahren?|jours?|mois|ans?|días?|meses|años?|EUR|USD|€|\$)",
    )
});

static EDITORIAL: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:for (?:example|instance)|e\.g\.|examples?|samples?|templates?|placeholders?|formats?|pattern|of the form|looks? like|subject line|retrieved|accessed|masked?|masks|redact\w*|last four|zum beispiel|z\.\s?B\.|beispiel\w*|muster\w*|platzhalter|par exemple|p\.\s?ex\.|exemples?|modèles?|por ejemplo|p\.\s?ej\.|ejemplos?|modelos?|per esempio|ad esempio|esempio|bijvoorbeeld|voorbeeld\w*|na przykład|np\.|por exemplo|exemplos?)\b|\b(?:field|box|button|column|menu|label)s?(?: (?:called|named|labelled))? \[|\b(?:click|tap|press|select|choose) (?:on )?(?:the )?\[",
    )
});

/// Titles of forms for readers to fill in.
static FORM: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:forms?|templates?|samples?|model|specimen|\w*formular|muster\w*|formulaires?|modèle|formularios?|modelo|modulo|formulier|formularz|letter|affidavit|counter[- ]?(?:notice|notification))\b",
    )
});

/// Words in forms.
static IN_FORM: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:withdrawal|cancellation|request|complaint|claim|registration|sample|model|template|standard|following|this|attached) (?:forms?|letter)|hereby (?:give|certify|declare|withdraw|cancel|revoke|state|notify|request|sign)|undersigned|\w*widerrufsformular|hiermit widerrufe|formulaire de rétractation|notifie par la présente|formulario de desistimiento|por la presente|modulo di recesso|(?:copy|paste|complete|fill in)\b[^.\n]{0,60} (?:following|statement|text|sentence|below)|sworn|sign(?:ed|ature) (?:by|of|block)|in witness whereof|under penalty of perjury)\b",
    )
});

/// Labels of lines for readers to fill in.
static LABEL: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:sign(?:ed|ature)|names?|dates?d?|title|by|place|address|phone|tel|fax|e-?mail|company|witness|position|unterschrift|ort|datum|name|signature|nom|fecha|firma|nombre|lieu|attn|its?)\b[^\p{L}]{0,8}$",
    )
});

/// Text that follows a signatory's name.
static BY: Lazy = LazyLock::new(|| Pattern::new(r"^\W{0,4}by\b ?:"));

/// The beginning of a letter for readers to send.
static GREETING: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^\W*(?:hi|hello|dear|hallo|guten tag|liebe[r]?|sehr geehrte[r]?|bonjour|chère?|hola|estimad[oa]|ciao|gentile|beste|geachte|prezad[oa]|olá)(?: (?:frau|herr|mr\.?|ms\.?))? $",
    )
});

/// Words with XXX that are not placeholders, and names of to-do lists.
static OTHERWISE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:annex|title|chapter|article|part|appendix|schedule|volume|book|section|règlement|kapitel|anhang)[\s\x{A0}]X{3}\b|(?-i:\p{Lu}\w+ \(T(?:BA|BC|BD)\))|\bX{3}[- ](?:rated|content|sites?|films?|material|videos?|porn)|\bto-?do[ -](?:lists?|items?|apps?|files?|comments?|notes?)\b|(?-i:\p{Lu}{3,}[\s\x{A0}]TODO\b|\bTODO[\s\x{A0}]\p{Lu}{2,})|(?-i:\p{Lu}*[\p{Lu}--X]\p{Lu}*[\s\x{A0}]X{3}\b)",
    )
});

/// Titles of pages that explain how to write something.
static GUIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:templates?|samples?|guidelines?|style ?guide|handbook|brand|muster|vorlage|modèle|plantilla)\b",
    )
});

/// Placeholders for the other party to a contract, and for its signature.
static PARTY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^[\[{<%]{1,2}[^\p{L}]*(?:(?:your|the|ihr|votre|su)[ _-])?(?:company|customer|client|controller|counterparty|organi[sz]ation|legal|full|signatory|signature|date|name|title|kunden?|auftraggeber\w*|verantwortliche\w*|datum|unterschrift|client|société|nom|cliente|empresa|nombre|fecha|firma)(?:[ _-](?:name|legal|entity|address|company|customer|date|title|of|and|here|signatory|signature|firma|adresse|dirección|nom|nombre))*[^\p{L}]*$",
    )
});

/// The certainty that something is a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    Certain,
    Doubtful,
}

/// Placeholders that can't be anything else.
pub(super) fn certain(page: &Page<'_>) -> Verdict {
    found(page, Sure::Certain)
}

/// Text that may be a placeholder, or may be meant literally.
pub(super) fn possible(page: &Page<'_>) -> Verdict {
    found(page, Sure::Doubtful)
}

fn found(page: &Page<'_>, wanted: Sure) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    let mut forms = OfBlock::new();
    for shape in prose.find(&SHAPE) {
        let mut range = shape.range();
        // `at LINK`
        let before = range.len() - "LINK".len().min(range.len());
        if shape.as_str().ends_with("LINK") && before > 0 {
            range.start += before;
        }
        let Some(block) = prose.block_at(range.start) else {
            continue;
        };
        if judge(page, block, &range, &mut forms) == Some(wanted) {
            let text = prose.text[range.clone()].to_owned();
            // A contract that customers sign leaves room for their name.
            let softened = page.document == "dpa" && PARTY.is_in(&text);
            let finding = Finding::text(range).with("match", text);
            findings.push(Finding {
                softened,
                ..finding
            });
        }
    }
    Verdict::Found(findings)
}

/// Whether a character next to a name in braces makes it part of a URL, a cookie name
/// or code.
fn part_of_name(c: char) -> bool {
    c.is_alphanumeric() || "_-$/{}=&".contains(c)
}

/// Whether the text after a match ends a quotation that began in another block.
fn ends_quotation(after: &str) -> bool {
    // A long text is searched for each of its placeholders, and most texts contain no
    // such marks.
    let first = |marks: &[&str]| {
        let places = marks
            .iter()
            .filter_map(|mark| memmem::find(after.as_bytes(), mark.as_bytes()));
        places.min()
    };
    first(&["”", "»"]).is_some_and(|end| first(&["“", "«", "„"]).is_none_or(|next| end < next))
}

/// Whether text in the form of a placeholder is one.
fn judge(
    page: &Page<'_>,
    block: &Block,
    range: &Range<usize>,
    forms: &mut OfBlock<bool>,
) -> Option<Sure> {
    let prose = &page.prose;
    let text = &prose.text[range.clone()];
    let near = prose.near(block.text.clone(), range);
    let (before, after) = (
        &prose.text[near.start..range.start],
        &prose.text[range.end..near.end],
    );
    let sure = match text.as_bytes()[0] {
        // The text of a malformed link.
        b'[' if after.starts_with(['(', '[']) => None,
        b'[' if text[1..].trim_start().starts_with("__") => blank(page, block, before, after),
        b'[' if BY.is_in(after) || GREETING.is_in(before) && !text.ends_with("%]") => None,
        b'[' => bracketed(&text[1..text.len() - 1], after).map(|sure| match block.kind {
            Kind::Cell if text.len() <= "[TBD]".len() => Sure::Doubtful,
            _ => sure,
        }),
        // A label, as written in some languages, with its content on the next line.
        b'<' if before.trim().is_empty()
            && !after.trim().is_empty()
            && ends_line(page, range.clone()) =>
        {
            None
        }
        b'{' | b'<' | b'%' => {
            let inside = &text[1..text.len() - 1];
            let is_part = before.ends_with(part_of_name) || after.starts_with(part_of_name);
            // `{!Account.Name}` is a merge field, which another rule reports, and
            // `{ title: "Terms" }` is an object of a script.
            let is_object = inside.contains(": \"") || inside.contains(": '");
            named(inside).filter(|_| !is_part && !is_object && !inside.starts_with('!'))
        }
        b'_' => blank(page, block, before, after),
        b'l' | b'L' if text.len() > "LINK".len() => Some(Sure::Certain),
        b'F' => Some(Sure::Certain),
        // “A high-level TODO made by …” is a list.
        b'T' if text == "TODO" => {
            let is_noun = before.ends_with(' ')
                && before.trim_end().ends_with(char::is_lowercase)
                && after.trim_start().starts_with(char::is_lowercase);
            Some(match is_noun {
                true => Sure::Doubtful,
                false => Sure::Certain,
            })
        }
        b'T' if text.len() == "TBD".len() => {
            let is_open = text == "TBA" || block.kind == Kind::Cell || before.ends_with('(');
            Some(if is_open {
                Sure::Doubtful
            } else {
                Sure::Certain
            })
        }
        b'X' | b'x' => crosses::is_blank(before, after).then_some(Sure::Doubtful),
        b'w' | b'W' | b'y' | b'Y' | b't' | b's' | b'v' | b'i' | b'd' => Some(Sure::Certain),
        _ => Some(Sure::Doubtful),
    }?;
    // An author's note counts even in a block quote.
    let is_note = block.quoted && text.starts_with(['T', 'F']);
    let is_excused = (prose.is_quoted(range.start) && !is_note)
        || before.ends_with(['‘', '\'', '`'])
        || ends_quotation(after)
        || is_in_path(before, after)
        || EDITORIAL.is_in(&prose.text[prose.sentence(range.clone())])
        || OTHERWISE.is_in(&prose.text[prose.sentence(range.clone())])
        || forms.get(block, || in_form(page, block));
    if is_excused && !text.eq_ignore_ascii_case("lorem ipsum") {
        return None;
    }
    let is_part_of_address = before.ends_with(['/', '@', '.', '-']) || is_domain(after);
    let is_guide = GUIDE.is_in(&page.source.outline.title);
    match is_part_of_address || is_guide || prose.is_in_link(range.start) {
        true => Some(Sure::Doubtful),
        false => Some(sure),
    }
}

/// Whether a range is the last text on its line in the file.
fn ends_line(page: &Page<'_>, range: Range<usize>) -> bool {
    let place = page.prose.place(page.prose.merged(range));
    place.is_some_and(|place| {
        place.source.text[place.range.end..]
            .trim_start_matches([' ', '\\', '>'])
            .starts_with(['\n', '\r'])
    })
}

/// Classifies the contents of square brackets.
fn bracketed(inside: &str, after: &str) -> Option<Sure> {
    let inside = inside.trim();
    if NOTE.is_in(inside) {
        return Some(Sure::Certain);
    }
    if BLANK.is_in(inside) {
        // `[x]` is a ticked box, and `[X]` is a citation.
        return match inside.len() {
            1 if inside.eq_ignore_ascii_case("x") => COUNTED.is_in(after).then_some(Sure::Certain),
            _ if inside.starts_with(['?', '.', '…']) => None,
            _ => Some(Sure::Certain),
        };
    }
    named(inside)
}

/// Whether words name a value to fill in.
pub(super) fn is_field(words: &str) -> bool {
    named(words).is_some()
}

/// The words of a text in lower case, with a space between those of `CompanyName`.
fn lower_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
        before = c;
    }
    words
}

/// Whether words describe a value to fill in.
fn named(inside: &str) -> Option<Sure> {
    let inside = inside.trim();
    if ASKS.is_in(inside) {
        return Some(Sure::Certain);
    }
    let words = &*WORDS;
    let lower = lower_words(inside);
    let parts = || {
        lower
            .split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .flat_map(|part| part.split('-'))
            .filter(|part| !part.is_empty())
    };
    if inside.ends_with(['.', ';']) || lower.contains("www.your") {
        return lower.contains("www.your").then_some(Sure::Certain);
    }
    let count = parts().count();
    let is_field = parts().any(|part| words.fields.contains(part));
    let all = parts()
        .all(|part| words.fields.contains(part) || words.with.contains(part) || is_counter(part));
    if count == 0 || !is_field || !all {
        return None;
    }
    // `[company]` in the middle of a sentence may be a word inserted by an editor.
    let is_one_word = count == 1 && !inside.contains('_') && inside.starts_with(char::is_lowercase);
    Some(match is_one_word {
        true => Sure::Doubtful,
        false => Sure::Certain,
    })
}

/// Whether a word is a single digit, as in `[Address line 2]`.
fn is_counter(part: &str) -> bool {
    part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The maximum number of blanks on a page that is not a form.
const BLANKS: usize = 12;

/// A blank in a line that is not for readers to fill in.
fn blank(page: &Page<'_>, block: &Block, before: &str, after: &str) -> Option<Sure> {
    let blanks = page.prose.text.matches("____").take(BLANKS + 1).count();
    let is_label =
        LABEL.is_in(before.trim_end()) || before.trim().is_empty() || before.ends_with('_');
    let is_line = !after.contains(char::is_alphanumeric) && !before.ends_with(' ')
        || before.trim_end().ends_with([':', ',', ')']);
    (blanks <= BLANKS && !is_label && !is_line && block.kind != Kind::Cell)
        .then_some(Sure::Doubtful)
}

/// Whether a text is a step in a path through menus.
fn is_in_path(before: &str, after: &str) -> bool {
    let arrow = |text: &str| text.ends_with(['>', '→', '›', '»', '▸', '➔']);
    arrow(before.trim_end_matches([' ', '*', '“', '"']))
        || after
            .trim_start_matches([' ', '*', '”', '"'])
            .starts_with(['>', '→', '›', '▸', '➔'])
}

/// Whether a placeholder is followed by the rest of a domain, such as `.example.com`.
fn is_domain(after: &str) -> bool {
    after
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// The number of blocks on each side that may show that a block is part of a form.
const NEAR: usize = 6;

/// Whether a block is part of a form, a letter or a declaration for others to fill in.
fn in_form(page: &Page<'_>, block: &Block) -> bool {
    let prose = &page.prose;
    let at = prose
        .blocks
        .partition_point(|other| other.text.start < block.text.start);
    let near = &prose.blocks[at.saturating_sub(NEAR)..prose.blocks.len().min(at + NEAR)];
    FORM.is_in(&page.source.outline.title)
        || FORM.is_in(page.heading(block))
        || near
            .iter()
            .any(|other| IN_FORM.is_in(prose.of_block(other)))
}
