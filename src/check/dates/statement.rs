//! Words that introduce a date: “last updated”, “in Kraft seit”.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Written, dates_in};
use crate::check::evaluate::Page;
use crate::check::prose::{Kind, Prose};
use crate::rules::Pattern;

/// The meaning of a date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Role {
    /// The day of the last change.
    Changed,
    /// The day from which a text applies.
    Effective,
    /// Either of these, or the day of a version.
    Other,
}

/// A date with its meaning according to the words before it.
#[derive(Debug)]
pub(in crate::check) struct Statement {
    pub(in crate::check) date: Written,
    pub(in crate::check) role: Role,
    /// The range of the introducing words and the date.
    pub(in crate::check) range: Range<usize>,
}

/// The words that introduce a date, up to the date itself: in English, German,
/// French, Spanish, Italian, Dutch, Portuguese and Polish, in this order, then in
/// other languages.
static INTRODUCED: LazyLock<Pattern> = LazyLock::new(|| {
    let changed = [
        r"(?:(?:last|latest|most\srecent(?:ly)?)\s)?(?:updated?|revised?|revision|modified|modification|changed?|amended|amendment|adjustment|reviewed|edited)(?:\sdate)?",
        r"(?:date\s(?:of\s(?:the\s)?)?)(?:(?:last|latest)\s)?(?:update|updated|revision|revised|modification|modified|change|amendment)",
        r"zuletzt\s(?:aktualisiert|geändert|bearbeitet|überarbeitet|angepasst)|(?:datum\sder\s)?letzten?\s(?:aktualisierung|änderung|bearbeitung|überarbeitung|anpassung)|aktualisiert|aktualisierungsdatum|stand(?:\sder\s[\p{L}-]+)?|zuletzt",
        r"(?:date\sde\s(?:la\s)?)?(?:dernière\s)?(?:mise\s[àa]\sjour|modification|révision|actualisation)(?:\sdes?(?:\s(?:la|l['’]|notre|nos))?(?:\s[\p{L}’'-]+){1,5})?|mis(?:e|es)?\s[àa]\sjour(?:\spour\sla\sdernière\sfois)?|(?:modifi|actualis)ée?s?(?:\s(?:pour\s)?la\sdernière\sfois)?|révisée?s?\spour\sla\sdernière\sfois|[àa]\sjour",
        r"(?:fecha\sde\s(?:la\s)?)?(?:última\s)?(?:actualización|modificación|revisión)|(?:actualizad[oa]s?|modificad[oa]s?|revisad[oa]s?)(?:\spor\súltima\svez)?",
        r"(?:data\s(?:di|dell['’])\s?)?(?:ultim[oa]\s)?(?:aggiornamento|modifica|revisione)|aggiornat[oaie]|modificat[oaie]",
        r"(?:voor\shet\s)?laatste?\s(?:bij\s?gewerkt|gewijzigd|aangepast|herzien|bijwerking|wijziging|update|herziening)|bijgewerkt|gewijzigd",
        r"(?:data\sd[ea]\s)?(?:última\s)?(?:atualização|actualização|modificação|revisão|alteração)|atualizad[oa]s?|actualizad[oa]s?",
        r"(?:data\s)?ostatni(?:a|o|ej)\s(?:aktualizacj[aię]|zmian[aę]?|modyfikacj[aię]|zaktualizowan[oay]|zmienion[oay])|zaktualizowan[oay]",
        r"senast\s(?:uppdaterad|ändrad)|senest\s(?:opdateret|ændret)|sist\s(?:oppdatert|endret)|poslední\saktualizace|ultima\sactualizare|последн\p{L}+\s(?:обновлени\p{L}+|актуализаци\p{L}+)|останн\p{L}+\sоновлен\p{L}+",
    ]
    .join("|");
    let effective = [
        r"effective(?:\sdate)?|in\s(?:force|effect)|(?:comes?|came|enters?|entered|entry)\sinto\s(?:force|effect)|take[sn]?\seffect|took\seffect|appl(?:y|ies)|applicable|valid",
        r"gültig(?:keit)?|in\skraft(?:\sgetreten)?|inkrafttreten|gilt|gelten|wirksam",
        r"(?:date\sd['’]\s?)?(?:entrée?s?\s)?en\svigueur|date\sd['’]\s?(?:effet|application)|applicables?|s['’]appliquent?|prend\seffet|à\scompter|[àa]\spartir|valables?|statut",
        r"(?:fecha\sde\s)?(?:entrada\s)?en\svigor|vigentes?|(?:fecha\sde\s)?(?:vigencia|efectividad)|válid[oa]s?",
        r"(?:data\sdi\s)?(?:entrata\s)?in\svigore|(?:data\sdi\s)?(?:decorrenza|efficacia)|valid[oaie]|efficac[ei]",
        r"van\skracht|geldig|ingangsdatum|in\swerking(?:\sgetreden)?|van\stoepassing",
        r"(?:data\sd[ea]\s)?(?:entrada\s)?em\svigor|(?:data\sde\s)?(?:vigência|efetividade)|válid[oa]s?",
        r"obowiązuj[ąe]|(?:data\s)?wejści[ae]\sw\sżycie|wchodz[ią]\sw\sżycie|ważn[aye]",
    ]
    .join("|");
    let other = [
        r"published|issued|posted|dated?|version(?:\sdate)?|status|current|as\sof|adopted|starting|release[d]?|created|terms|policy|notice|agreement",
        r"fassung|veröffentlicht|version|datum",
        r"date\sde\spublication|publiée?s?|mise?\sen\sligne|en\sdate|date|version|édition",
        r"fecha(?:\sde\spublicación)?|publicad[oa]s?|versión",
        r"data|pubblicat[oaie]|versione",
        r"gepubliceerd|versie|datum",
        r"data|publicad[oa]s?|versão",
        r"opublikowan[oay]|wersja|dat[aą]|z\sdnia",
        r"účinnosti?|platnosti?|zveřejněn[ayo]|oznámen[ayo]|versiune\p{L}*|actualizat[ăe]",
    ]
    .join("|");
    // Text that may come between the words and the date.
    let links = [
        "on|is|was|were|are|as|of|the|from|since|in|at|to",
        "am|vom|von|zum|seit|ab|dem|den|der|des|per|ist|sind",
        "le|la|du|au|à|en|date|depuis|dès|partir|compter|est|sont|d['’]",
        "el|en|a|de|desde|del|partir|con|fecha|día|es",
        "il|in|data|al|dal|del|di",
        "op|sinds|vanaf|met|ingang|van",
        "em|na|no|desde|dia|do|da",
        "od|dnia|z|na|dniem|dne",
    ]
    .join("|");
    let weekdays = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?";
    let signs = r"[\s:：.,(\[/|–—*_#’”\x22-]";
    Pattern::new(format!(
        r"(?:^|[^\p{{L}}])(?<words>(?:(?<changed>{changed})|(?<effective>{effective})|(?<other>{other})))(?:{signs}*(?:v?\d+(?:\.\d+)*)?{signs}+(?:(?:{links}|{weekdays}){signs}*){{0,4}})$"
    ))
});

/// The maximum distance in bytes from the introducing words to the date.
const REACH: usize = 120;

/// The dates on a page that are introduced by words, in order.
pub(in crate::check) fn statements(prose: &Prose<'_>) -> impl Iterator<Item = Statement> {
    dates_in(&prose.text).filter_map(|date| introduced(prose, date).ok())
}

/// The meaning of a date according to the words before it. Returns the date as the
/// error if they state none.
pub(super) fn introduced(prose: &Prose<'_>, date: Written) -> Result<Statement, Written> {
    let Some(block) = prose.block_at(date.range.start) else {
        return Err(date);
    };
    let mut from = date.range.start.saturating_sub(REACH).max(block.text.start);
    while !prose.text.is_char_boundary(from) {
        from += 1;
    }
    let before = &prose.text[from..date.range.start];
    let Some(found) = INTRODUCED.regex().and_then(|regex| regex.captures(before)) else {
        return Err(date);
    };
    let start = found.name("words").map_or(0, |words| words.start());
    let role = match (found.name("changed"), found.name("effective")) {
        (Some(_), _) => Role::Changed,
        (_, Some(_)) => Role::Effective,
        _ => Role::Other,
    };
    Ok(Statement {
        range: from + start..date.range.end,
        date,
        role,
    })
}

impl Statement {
    /// Whether the statement is complete in itself: only punctuation may come
    /// before it in its sentence, or right after it.
    pub(in crate::check) fn stands_alone(&self, page: &Page<'_>) -> bool {
        let prose = &page.prose;
        let Some(block) = prose.block_at(self.range.start) else {
            return false;
        };
        let behind = &prose.text[self.range.end..block.text.end];
        let behind = behind.trim_start_matches([' ', '\u{a0}']);
        let ends = behind.is_empty()
            || behind.starts_with(['.', ')', ']', ';', '|', '·', '•', '–', '—', '*', '_']);
        block.kind != Kind::Cell && ends && self.begins(page)
    }

    /// Whether only punctuation comes before the statement in its sentence.
    pub(super) fn begins(&self, page: &Page<'_>) -> bool {
        let stops = [' ', '(', '[', '*', '_', '|', '·', '•', '–', '—', '\u{a0}'];
        page.before(self.range.clone())
            .trim_matches(stops)
            .is_empty()
    }
}
