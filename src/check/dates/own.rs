//! Whether a page states its own date.

use std::sync::LazyLock;

use super::statement::introduced;
use super::{Form, dates_in};
use crate::check::evaluate::Page;
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;

/// The number of blocks at the start and end of a page that are searched for
/// its date.
const EDGE: usize = 25;

/// The maximum number of words in a block that is not a sentence.
const SHORT: usize = 16;

/// Words before the date of a law, of another text or of the company.
static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?x)\b(?:
        regulations?|directives?|act|laws?|decrees?|statutes?|council|commission|parliament|decision|clauses|convention|treaty|resolution|deliberation|judgment|gdpr|ccpa|cpra|
        verordnung|richtlinie|gesetz\p{L}*|beschluss|dsgvo|ds-gvo|bdsg|urteil|standardvertragsklauseln|
        règlement|loi|décret|arrêté|ordonnance|conseil|parlement|commission|décision|rgpd|libertés|délibération|
        reglamento|directiva|ley|real\sdecreto|consejo|parlamento|decisión|
        regolamento|direttiva|legge|decreto|consiglio|decisione|
        wet|verordening|richtlijn|raad|besluit|avg|
        regulamento|lei|decreto-lei|conselho|decisão|diário|
        ustaw\p{L}*|rozporządzeni\p{L}*|dyrektyw\p{L}*|rady|rodo|dz\.\s?u|
        forordning\p{L}*|zákon\p{L}*|törvény\p{L}*|
        founded|incorporated|established|registered|formed|born|gegründet|eingetragen|fondée?|immatriculée?|constituée?|constituida|fundada|
        before|prior\sto|on\sor\safter|until|jusqu['’]au|avant\sle|bis\szum
        )(?:\b|['’°.])[^.;\n]{0,90}$",
    )
});

/// Words before a date that can't be the date of a law.
static LAST: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:last|latest)\s(?:update[d]?|revised|revision|modified|changed|amended)(?:\sdate)?[\s:(\[]*(?:on\s)?$|(?:zuletzt aktualisiert|letzte aktualisierung|dernière mise à jour|última actualización|ultimo aggiornamento|laatst bijgewerkt|última atualização|ostatnia aktualizacja)[\s:(\[]*(?:\p{L}{2,4}\s)?$|\bdiese richtlinie (?:gilt|tritt|ist gültig)\b[^.\n]{0,40}$",
    )
});

/// Words in a sentence that states the date of its own text.
static OF_TEXT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:updat\w*|revis\w*|effective|version|publish\w*|issued|modifi\w*|amend\w*|in(?:to)? force|(?:take|taking|takes|took|into) effect|appl(?:y|ies)|valid|current|adopted|posted|dated|last|replaces?|supersedes?)\b",
    )
});

/// Words with which a text refers to itself.
static DOCUMENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:policy|policies|terms|notice|agreement|statement|document|version|addendum|conditions|datenschutz|bedingungen|agb|richtlinie|erklärung|politique|charte|mentions|avis|cgu|cgv|política|condiciones|términos|aviso|informativa|condizioni|termini|verklaring|voorwaarden|beleid|polityk|regulamin|warunk|termos|condições|declaração|villkor|vilkår|podmín|podmien|\bvop\b|pogoji|szabályzat|feltétel)",
    )
});

/// The most common English words.
static ENGLISH: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"\b(?:the|of|and|to|we|our|you|is|this)\b"));

/// A date with a two-digit year and a two-digit day, or one in a script with
/// other digits.
static SHORT_YEAR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:^|[^\d./-])\d{2}(?:\.\d{2}\.|/\d{2}/|-\d{2}-)\d{2}(?:$|[^\d./-])|[\p{Nd}&&[^0-9]]{4}",
    )
});

/// A year after the words that introduce a date.
static ONLY_YEAR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:last|latest)\s(?:update|updated|revised|modified|changed|version)\b[^.\n]{0,12}\b20\d\d\b|\b(?:version|stand|édition|versión|versione|versie|versão|wersja)\b[\s:]{1,3}20\d\d\b|^\W*20\d\d (?:terms|privacy|cookie)\b",
    )
});

/// Whether a page states when its text was changed or took effect: in its title, near its start or
/// its end, or in a sentence about itself. A page with a date in the front matter key of another
/// generator also has one.
pub(in crate::check) fn has_date(page: &Page<'_>) -> bool {
    let prose = &page.prose;
    if page.front_matter.foreign_date || dates_in(&page.source.outline.title).next().is_some() {
        return true;
    }
    let count = prose.blocks.len();
    let is_edge = |at: usize| at < EDGE || at + EDGE >= count;
    let words = |block: &Block| prose.of_block(block).split_whitespace().count();
    for date in dates_in(&prose.text) {
        let at = prose
            .blocks
            .partition_point(|block| block.text.end < date.range.start);
        let Some(block) = prose.blocks.get(at) else {
            continue;
        };
        let before = page.before(date.range.clone());
        if OTHERS.is_in(before) && !LAST.is_in(before) {
            continue;
        }
        let sentence = &prose.text[prose.sentence(date.range.clone())];
        if is_edge(at) {
            let is_read = date.form != Form::Other;
            let is_short = words(block) <= SHORT;
            let is_about = !ENGLISH.is_in(sentence) || OF_TEXT.is_in(sentence);
            if is_short || (is_read && is_about) {
                return true;
            }
        }
        if date.form != Form::Other
            && let Ok(stated) = introduced(prose, date)
            && (stated.begins(page) || DOCUMENT.is_in(sentence))
        {
            return true;
        }
    }
    prose.blocks.iter().enumerate().any(|(at, block)| {
        let text = prose.of_block(block);
        is_edge(at)
            && block.kind != Kind::Html
            && words(block) <= SHORT
            && (SHORT_YEAR.is_in(text) || ONLY_YEAR.is_in(text))
    })
}
