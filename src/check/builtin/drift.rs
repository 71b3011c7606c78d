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
    let are_claimed = others.is_empty();
    if are_claimed {
        others = claimants(page, own, names);
    }
    let findings = others.into_iter().filter(|name| {
        // “Partner” may be part of the name.
        let text = prose.text[sentence(name)].replace(&prose.text[name.range.clone()], "");
        let first = &prose.text[sentence(own)];
        let is_one = sentence(own) != sentence(name)
            && (are_claimed || !is_list(own))
            && !is_list(name)
            && !has_address(page, &name.range);
        is_one && !OTHERS.is_in(&text) && ![text.as_str(), first].iter().any(|text| KIN.is_in(text))
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

/// Words of sentences about what belongs to the author of a page, or is its task.
static OF_AUTHOR: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:belongs?|owned|property|rights?|copyright|permission|consent|liability|liable|responsible|responsibility|complaints?|contact|write|message|reserves?|agreement|contract|zustimmung|eigentum|gehör\w+|rechte|haftung|haftet|genehmigung|beschwerden|wenden|urheber\w*|behält|vertrag\w*|appartien\w+|propriété|autorisation|responsabilité|responsable|réclamations?|droits|adress\w+|écri\w+|réserve|pertenecen?|propiedad|titularidad|autorización|permiso|responsabilidad|reclamaci\w+|derechos|dirig\w+|escrib\w+|reserva|contracting part(?:y|ies)|payee|payable to|(?:issued|invoiced|operated|published|maintained) by|(?:publishes|maintains|operates|owns)[^.;\n]{0,30} this|(?:operator|owner|publisher) of (?:this|the|our) (?:site|website|page|shop|app|list|portal)|Vertragspartner\w*|(?:Betreiber\w*|Herausgeber\w*) (?:dieser|dieses|der|des|unserer) (?:Seite|Website|Webseite|Shops|App|Angebots)|(?:betreibt|veröffentlicht|pflegt) diese\w*|Zahlungsempfänger\w*|Kontoinhaber\w*|cocontractant\w*|(?:édite|exploite|publie|tient) (?:ce|cette)|bénéficiaire du paiement|fait à|parte contratante|(?:edita|explota|publica|mantiene) est[ae]|beneficiari[oa] del pago)\b|©",
    )
});

/// Words of sentences in which the author of a page introduces itself.
static INTRODUCES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:we|us|our|operated|operator|controller|verantwortlich\w*|betreiber\w*|betrieben|anbieter\w*|wir|uns|exploitée?|éditée?|éditeur|nous|titular|operad\w+|editad\w+|nosotros)\b",
    )
});

/// Words for members of a family and for partners, which come and go in a name.
static FAMILY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:sons?|daughters?|brothers|bros|partners?|associates|söhne|sohn|töchter|gebrüder|partner|cie|fils|filles?|frères|associés|hij[oa]s?|hermanos|asociados)$",
    )
});

/// Words with which the author denies something.
static DENIES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:not|never|no|nicht|nichts|kein\w*|nie|niemals|ne|pas|aucun\w*|jamais|nunca|ningun[oa]?|ningún)\b|\bn['’]",
    )
});

/// The telling words of a name, in lower case.
fn telling(name: &Name<'_>) -> Vec<String> {
    let words = name.core.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() > 2);
    long.map(str::to_lowercase).collect()
}

/// Names that take the author's place but are not its name: they share a telling word with it, and
/// the rest is another, with any legal form. More than one of them means a group of companies.
fn claimants<'n, 't>(page: &Page<'_>, own: &Name<'t>, names: &'n [Name<'t>]) -> Vec<&'n Name<'t>> {
    let first = telling(own);
    let shares = |name: &Name<'t>| {
        let other = telling(name);
        let is_telling = |word: &&String| word.chars().count() > 3 && !COMMON.is_in(word);
        let rest: Vec<&String> = (other.iter().filter(|word| !first.contains(word)))
            .chain(first.iter().filter(|word| !other.contains(word)))
            .collect();
        // “Acme Europe” is another company of the group.
        let names_branch = !rest.is_empty() && rest.iter().all(|word| COMMON.is_in(word));
        let is_other = first != other || (name.core != own.core && name.form != own.form);
        let mut telling = other.iter().filter(is_telling);
        is_other
            && !names_branch
            && (telling.any(|word| first.contains(word)) || begin_alike(own, name))
    };
    let mut others: Vec<&Name<'t>> = Vec::new();
    for name in names.iter().filter(|name| shares(name)) {
        if !others.iter().any(|other| other.core == name.core) {
            others.push(name);
        }
        if others.len() > 1 {
            return Vec::new();
        }
    }
    let prose = &page.prose;
    let is_author = |name: &Name<'t>| {
        let sentence = prose.sentence(name.range.clone());
        let text = &prose.text[sentence.clone()];
        if OF_AUTHOR.is_in(text) {
            return true;
        }
        let introduces = INTRODUCES.is_in(&prose.text[prose.sentence(own.range.clone())]);
        if !introduces && !has_address(page, &own.range) {
            return false;
        }
        let other = telling(name);
        let rest = || {
            let added = other.iter().filter(|word| !first.contains(word));
            added.chain(first.iter().filter(|word| !other.contains(word)))
        };
        // “Acme & Sons”
        let is_kin = name.form != own.form && rest().all(|word| FAMILY.is_in(word));
        let before = &prose.text[sentence.start..name.range.start];
        let begins = before.split_whitespace().count() <= 1;
        is_kin || (begins && DENIES.is_in(&prose.text[name.range.end..sentence.end]))
    };
    others.retain(|name| is_author(name));
    others
}

/// Whether two names of one word with the same legal form begin with the same letters:
/// “Jausenpost GmbH” and “Jausenbote GmbH”.
fn begin_alike(one: &Name<'_>, other: &Name<'_>) -> bool {
    let shared = one.core.chars().zip(other.core.chars());
    let shared = shared.take_while(|(one, other)| one == other).count();
    one.form == other.form
        && !one.core.contains(' ')
        && !other.core.contains(' ')
        && shared >= ALIKE
        && shared * 2 >= one.core.chars().count().max(other.core.chars().count())
}

/// The minimum number of letters that names share at their start.
const ALIKE: usize = 6;

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
