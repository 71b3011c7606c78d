//! Two names for one company, such as “Sea Star Boats Ltd” and “Sea Horse Boats Ltd”.

use std::sync::LazyLock;

use super::names::KIN;
use super::spellings::{Name, has_address};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// Words that many unrelated companies have in their names, and words that tell the companies of a
/// group apart.
static COMMON: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:the|deutsche[rs]?|german|european?|europa|europe|international|global|online|group|gruppe|groupe|grupo|holdings?|services?|solutions?|software|systems?|systeme?s?|technolog\w+|digital|media|cloud|data|web|internet|network|networks|platforms?|payments?|bank|banco|banque|insurance|versicherung\w*|verlag|consulting|management|logistics?|vertrieb\w*|handel\w*|trading|produktion|immobilien|beteiligung\w*|verwaltung\w*|operations|sales|marketing|labs?|north|south|east|west|nord|süd|ost|norte|sur|este|oeste|sud|est|ouest|america|americas|asia|pacific|emea|apac|uk|us|usa|eu|u\.k\.|u\.s\.|ireland|deutschland|germany|österreich|austria|schweiz|switzerland|suisse|france|españa|spain|italia|italy|nederland|netherlands|belgium|belgique|luxembourg|poland|polska|sweden|denmark|norway|finland|portugal|canada|australia|japan|india|singapore|berlin|hamburg|münchen|munich|köln|frankfurt|london|paris|madrid|barcelona|dublin|amsterdam|wien|zürich|i+|\d+)$",
    )
});

/// Words of sentences about the companies that work for the author, or belong to its group.
static OTHERS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:hosts?|hosted by|providers?|processors?|recipients?|receives?|delivers?|carriers?|vendors?|suppliers?|partners?|agency|insured|audit\w*|trademarks? of|together with|jointly|auftragsverarbeiter\w*|dienstleister\w*|empfänger\w*|erhält|erhalten|liefert|versendet|gemeinsam|partner\w*|hébergeur|héberge|hébergé par|prestataires?|sous-traitants?|destinataires?|reçoit|livre|partenaires?|conjointement|proveedor\w*|encargad\w+|destinatari\w+|recibe|entrega|socios?|conjuntamente|corresponsables?)\b",
    )
});

/// The number of names that share words with that of the author, from which they belong to a group.
const GROUP: usize = 3;

/// Names with the same legal form as the first name on the page, of which all words but one are
/// the same.
pub(super) fn other_names(page: &Page<'_>, names: &[Name<'_>]) -> Vec<Finding> {
    let Some(own) = names.first() else {
        return Vec::new();
    };
    let prose = &page.prose;
    let mut others: Vec<&Name<'_>> = Vec::new();
    for name in names {
        let is_new = !others.iter().any(|other| other.core == name.core);
        if name.form == own.form && is_new && is_variant(own.core, name.core) {
            others.push(name);
        }
        if others.len() + 1 >= GROUP {
            return Vec::new();
        }
    }
    let is_list = |name: &Name<'_>| {
        let block = prose.block_at(name.range.start);
        block.is_none_or(|block| matches!(block.kind, Kind::Cell | Kind::Item))
    };
    let sentence = |name: &Name<'_>| prose.sentence(name.range.clone());
    let findings = others.into_iter().filter(|name| {
        let text = &prose.text[sentence(name)];
        let first = &prose.text[sentence(own)];
        let is_one = sentence(own) != sentence(name)
            && !is_list(own)
            && !is_list(name)
            && !has_address(page, &name.range);
        is_one && !OTHERS.is_in(text) && ![text, first].iter().any(|text| KIN.is_in(text))
    });
    findings
        .map(|name| {
            let words = |name: &Name<'_>| prose.text[name.range.clone()].to_owned();
            Finding::text(name.range.clone())
                .with("value", words(name))
                .with("name", words(own))
                .label(prose.place(prose.merged(own.range.clone())), "and here")
        })
        .collect()
}

/// Whether two names differ in one word, and share another that few companies have.
fn is_variant(one: &str, other: &str) -> bool {
    let words = |name: &str| name.split(' ').count();
    if one == other || words(one) < 2 || words(one) != words(other) {
        return false;
    }
    let pairs = || one.split(' ').zip(other.split(' '));
    let mut differing = pairs().filter(|(a, b)| !a.eq_ignore_ascii_case(b));
    let Some((a, b)) = differing.next() else {
        return false;
    };
    // A distinguishing word such as “Germany” or “II” names another company.
    let distinguishes = COMMON.is_in(a) || COMMON.is_in(b);
    let has_own_word =
        pairs().any(|(a, b)| a.eq_ignore_ascii_case(b) && a.len() > 3 && !COMMON.is_in(a));
    differing.next().is_none() && !distinguishes && has_own_word
}
