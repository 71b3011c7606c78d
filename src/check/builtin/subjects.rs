//! What a statement is about, by the words that it shares with other statements.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::evaluate::Page;

/// Words that say nothing about a subject, in English, German, French and Spanish.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "the and any all our your you their its his her this that these those such each every only \
    then also just still both other another same own for from with within after until once when while which \
    who whom what how long are was were been being has have had does did will shall can may must would could \
    not but than too very per via out off into onto upon over under again soon later earlier least most \
    data information personal detail details record records day days week weeks month months year years hour \
    hours end time date period periods last latest first one two three four five six seven eight ten twelve \
    recorded aufgezeichnet aufgezeichnete enregistrés enregistrées grabadas grabados grabamos full whole automatically permanently generally usually normally otherwise therefore however system systems server \
    servers database databases list lists file files member members maximum minimum total further more \
    kept keep keeps stored store stores retained retain retains held hold holds saved save saves deleted \
    delete deletes erased erase erases removed remove removes purged purge wiped wipe cleared clear destroyed \
    destroy destroys discarded discard overwritten stay stays remain remains anonymised anonymized disposed \
    shredded gone collected gathered consented agreed received made created used use case cases \
    der die das den dem des ein eine einen einem einer eines und oder alle allen aller alles jede jeden jeder \
    jedes jedem unsere unseren unserer unserem unser ihre ihren ihrer ihrem ihr deine deinen deiner dein wir \
    sie uns ihnen euch ich du er es wird werden wurde wurden ist sind war sein haben hat hatte kann können \
    muss müssen soll sollen darf dürfen noch auch nur dann immer stets jeweils bereits schon sonst danach \
    gespeicherten gespeicherte hinterlegten hinterlegte erhobenen erhobene gesammelten enthaltenen zugehörigen \
    dort hier darin darauf darüber hierin binnen innerhalb auf aus bei mit nach von vom vor für über unter zum zur ins ab bis seit wenn falls sofern \
    sobald solange dass weil dieser diese dieses diesen diesem welche welcher daten angaben informationen \
    personenbezogene personenbezogenen tag tage tagen woche wochen monat monate monaten jahr jahre jahren \
    ende letzte letzten letzter ersten automatisch endgültig dauerhaft grundsätzlich spätestens frühestens \
    lang lange frist zeit dauer gespeichert speichern speichert aufbewahrt bewahren bewahrt aufgehoben heben \
    hebt gelöscht löschen löscht entfernt entfernen vernichtet vernichten überschrieben behalten behält \
    vorgehalten verbleiben verbleibt bleiben bleibt verschwinden verschwindet anonymisiert geschreddert \
    erhoben erfasst server servern system systemen datenbank liste fall fälle wieder mehr \
    les des une aux par pour dans avec sur sous chez vers sans est sont sera seront été être ont avons avez \
    peut peuvent doit doivent vos nos ses leurs leur votre notre son ces cette cet ceux celui celle chaque \
    tous toutes tout toute que qui dont quand lorsque dès puis ainsi alors aussi encore elle elles ils nous \
    vous ensuite après avant pendant durant depuis jusqu bout lors donnée données information informations \
    personnelle personnelles caractère personnel jour jours semaine semaines mois année années ans fin \
    dernier dernière derniers dernières premier date durée délai délais automatiquement définitivement \
    conservé conservée conservés conservées conservons conserve conservent gardé gardée gardés gardées \
    gardons garde gardent stocké stockée stockés stockées effacé effacée effacés effacées effaçons supprimé \
    supprimée supprimés supprimées supprimons détruit détruite détruits détruites détruisons reste restent \
    disparaît disparaissent anonymisé anonymisée anonymisés anonymisées purgé purgés serveur serveurs \
    système systèmes base liste part cas \
    los las del una uno unos unas con sin por para que quien como cuando donde desde hasta entre sobre ante \
    son está están ser será serán han hay puede pueden debe deben sus nuestro nuestra nuestros nuestras \
    este esta estos estas ese esa cada todo toda todos todas otro otra otros otras también después luego \
    tras durante más dato datos información personal personales día días semana semanas mes meses año años \
    fin final último última últimos últimas primer fecha plazo plazos periodo automáticamente \
    definitivamente conserva conservan conservamos guarda guardan guardamos almacena almacenan almacenamos \
    mantiene mantienen mantenemos elimina eliminan eliminamos borra borran borramos suprime suprimen \
    suprimimos destruye destruyen destruimos permanece permanecen queda quedan servidor servidores sistema \
    sistemas base lista caso casos"
        .split_whitespace()
        .collect()
});

/// Stems of words for what holds data on someone, which add nothing to other words.
const NEUTRAL: &[&str] = &[
    "profil",
    "perfil",
    "entry",
    "entri",
    "eintrag",
    "einträg",
    "log",
    "recording",
    "aufzeichnung",
    "aufnahm",
    "enregistrement",
    "grabación",
    "grabación",
    "grabacion",
    "history",
    "histori",
    "verlauf",
    "historiqu",
    "historial",
    "content",
    "inhalt",
    "contenu",
    "contenido",
    "document",
    "unterlag",
    "documento",
    "copy",
    "copi",
    "kopi",
    "form",
    "formular",
];

/// The minimum length of the last part of a compound, such as “Bericht” in “Absturzbericht”.
const TAIL: usize = 6;

/// The stem of a word in lower case: without the ending of its plural or case.
pub(super) fn stem(word: &str) -> &str {
    let short = |rest: &&str| rest.chars().count() >= 3;
    let endings = ["es", "en", "s", "n", "e"];
    let mut found = endings.iter().filter_map(|end| word.strip_suffix(end));
    found.find(short).unwrap_or(word)
}

/// Whether a word says something about a subject.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= 3
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && !COMMON.contains(word)
}

/// The stems of the telling words of a text.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| is_telling(word))
        .map(|word| concept(word).unwrap_or_else(|| stem(word)).to_owned())
        .collect()
}

/// Beginnings of words for the same things, in English, German, French and Spanish.
const CONCEPTS: &[(&str, &str)] = &[
    (
        "call",
        "calls callers phone telephon hotline anruf telefon gespräch appels téléphon llamada telefónic",
    ),
    (
        "applicant",
        "applicants jobapplic candidat candidacy bewerb currículum kandidat",
    ),
    ("invoice", "invoice billing bills rechnung factur"),
    (
        "camera",
        "cctv camera footage surveillance kamera video vidéo cámara caméra",
    ),
    ("message", "message chat nachricht mensaje"),
    (
        "request",
        "ticket enquir inquir anfrage supportanfrage demande consulta",
    ),
    (
        "newsletter",
        "newsletter infolettre boletín boletines rundbrief",
    ),
    (
        "order",
        "order purchase bestell commande achat pedido compra",
    ),
    (
        "account",
        "account konto konten kundenkont nutzerkont benutzerkont compte comptes cuenta",
    ),
    ("booking", "booking reserv buchung buchungen réserv"),
    (
        "rejected",
        "reject unsuccessful refused declined abgelehnt erfolglos refusé rechazad descartad",
    ),
    (
        "ended",
        "closed closing closure cancel terminat gekündigt kündig geschlossen schließ fermé fermeture clos clôtur résili cerrad cierre baja",
    ),
];

/// The concept that a word stands for.
fn concept(word: &str) -> Option<&'static str> {
    let begins = |names: &str| names.split(' ').any(|name| word.starts_with(name));
    let found = CONCEPTS.iter().find(|(_, names)| begins(names));
    found.map(|(concept, _)| *concept)
}

/// Words that name data with an identifier, such as a cookie: “`mj_idioma`”.
pub(super) fn identifier(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut words = text.split(|c: char| !is_part(c));
    let found = words.find(|word| {
        let word = word.trim_matches(['.', '-']);
        word.len() > 3 && word.contains('_') && word.chars().any(char::is_alphabetic)
    });
    found.map(|word| word.trim_matches(['.', '-']).to_lowercase())
}

/// Whether two ranges of text are in different sections: on a page without headings, in different
/// paragraphs.
pub(super) fn is_apart(page: &Page<'_>, one: &Range<usize>, other: &Range<usize>) -> bool {
    let block = |range: &Range<usize>| page.prose.block_at(range.start);
    let (Some(one), Some(other)) = (block(one), block(other)) else {
        return false;
    };
    let has_headings = page.source.outline.sections.len() > 1;
    one.section != other.section || (!has_headings && one.text != other.text)
}

/// The words of a statement.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The words for the thing itself.
    pub(super) own: BTreeSet<String>,
    /// The words around it: of the rest of the sentence, the row and the heading.
    pub(super) near: BTreeSet<String>,
}

impl Subject {
    /// A thing with an identifier.
    pub(super) fn named(id: String) -> Self {
        Self {
            own: BTreeSet::from([id]),
            near: BTreeSet::new(),
        }
    }

    /// Whether the statement has a word, at least as the last part of a compound.
    fn has(&self, word: &str) -> bool {
        let is_tail = |other: &String| word.len() >= TAIL && other.ends_with(word);
        let mut all = self.own.iter().chain(&self.near);
        self.own.contains(word) || self.near.contains(word) || all.any(is_tail)
    }

    /// Whether two statements are about the same thing: each has all words of the other.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_neutral = |word: &String| NEUTRAL.contains(&word.as_str());
        let has_all = |one: &Self, other: &Self| {
            let mut own = other.own.iter();
            own.all(|word| one.has(word) || (is_neutral(word) && other.own.len() > 1))
        };
        has_all(self, other) && has_all(other, self)
    }

    /// Whether the words of this statement are those of the other but for one, which tells more.
    pub(super) fn is_wider(&self, other: &Self) -> bool {
        let is_own = |word: &&String| !NEUTRAL.contains(&word.as_str());
        let wide: BTreeSet<&String> = self.own.iter().filter(is_own).collect();
        let narrow: BTreeSet<&String> = other.own.iter().filter(is_own).collect();
        !wide.is_empty() && wide.len() + 1 == narrow.len() && wide.is_subset(&narrow)
    }

    /// Whether two statements name a thing in the same word, or as the last part of a compound.
    pub(super) fn shares_with(&self, other: &Self) -> bool {
        let is_tail = |one: &str, other: &str| other.len() >= TAIL && one.ends_with(other);
        self.own.iter().any(|one| {
            let mut others = other.own.iter();
            others.any(|other| one == other || is_tail(one, other) || is_tail(other, one))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (one, other) in [
            ("walks", "walk"),
            ("nuits", "nuit"),
            ("adresses", "adresse"),
            ("berichten", "bericht"),
            ("fichas", "ficha"),
            ("solicitudes", "solicitud"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}");
        }
    }
}
