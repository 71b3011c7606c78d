//! Companies that receive data, as the sentences that name them say.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::names::named;
use super::spellings;
use super::words::Lazy;
use crate::check::evaluate::Page;
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;

/// Verbs and nouns of sentences about those who receive or process data.
static RECEIVES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:receives?|gets|evaluates?d?|analy[sz]ed?s?|counts?|counted|checked|ausgewertet|wertet|zählt|évaluée?s?|analysée?s?|analyse|évalue|évaluad[oa]s?|evaluad[oa]s?|analizad[oa]s?|analiza|hosts?|hosted|hosting|stores?|stored|sends|runs|operates?|operated|maintains?|maintained|process(?:es|ed)?|handles?|handled|prints?|delivers?|manages?|managed|keeps|kept|backs up|goes|go|passed|sent|given|forwarded|transferred|disclosed|handed|uploaded|entrusted|outsourced|processors?|providers?|on our behalf|for us|erhält|erhalten|bekommt|bekommen|empfängt|liegt|liegen|läuft|laufen|betreibt|betrieben|hostet|gehostet|speichert|gespeichert|versendet|gesendet|verschickt|verschicken|druckt|verarbeitet|wickelt|führt|übernimmt|zieht|pflegt|wartet|geht an|gehen an|weitergegeben|übermittelt|übermitteln|weitergeleitet|Dienstleister\w*|Auftragsverarbeiter\w*|im Auftrag|für uns|reçoit|reçoivent|héberg\w+|stock[eé]\w*|envoie\w*|envoy\w+|expédi\w+|gèrent|gère|gér\w+|trait[eé]\w*|imprim[eé]\w*|exploit[eé]\w*|édite|assure|établit|prestataires?|sous-traitants?|pour notre compte|confiée?s?|transmise?s?|communiquée?s?|transmettons|communiquons|recibe|reciben|aloja|alojad[oa]s?|almacena|guarda|envía|gestiona|tramita|trata|imprime|lleva|mantiene|proveedor\w*|encargad[oa]s?|por cuenta|encomendad[oa]s?|confiad[oa]s?|comunicamos|enviamos|facilitamos)\b",
    )
});

/// Words of sentences about those who work for the author, even at the top of a page.
static GIVEN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:receives?|gets|goes to|go to|on our behalf|for us|hosted by|erhält|erhalten|bekommt|liegt bei|läuft bei|im Auftrag|für uns|durch die|reçoit|reçoivent|hébergée? (?:par|chez)|pour notre compte|recibe|reciben|alojad[oa] (?:en|por)|por nuestra cuenta)\b",
    )
});

/// Words of sentences that name a company for another reason.
static OTHERWISE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:trademarks?|copyright|browsers?|plug-?ins?|opt[- ]out|acquired|merger|formerly|insured|insurance|bank account|IBAN|registered (?:in|office|under)|company number|Marken?|Urheber\w*|Handelsregister\w*|Sitz (?:in|der)|Bankverbindung|versichert|marques?|siège (?:social|est)|immatriculée?|capital|navigateurs?|marcas?|inscrita|navegador\w*|domicilio social|(?:our|your) (?:parent|group)|Aufsichtsbehörde|Verantwortlich\w*|controller|responsable du|responsable del)\b",
    )
});

/// Recipients without a legal form: after a description, or two capitalised words that receive
/// data, or to which it goes.
static UNFORMED: Lazy = LazyLock::new(|| {
    let name = r"(?-i:\p{Lu}[\p{L}\d&-]*\p{Ll}(?: \p{Lu}[\p{L}\d&-]+){1,3})";
    Pattern::new(format!(
        r"\b(?:goes|go|sent|passed(?: on)?|given|forwarded|handed) (?:out |over )?to (?:the |our )?(?:laboratory |agency |printer |insurer |bank |courier )?(?<name>{name})|(?<name2>{name}) (?:receives|hosts) (?:all |your |our |the |client |customer |member |personal |these |its )*(?:data|records?|names?|address(?:es)?|information|profiles?|orders?|website|site|shop|files?|bookings?|messages)\b|\b(?:versendet|druckt|betreibt|hostet|erhält|bekommt|verschickt) die (?:Druckerei|Agentur|Firma|Bank|Sparkasse|Kanzlei|Spedition|Steuerberatung) (?<name3>(?-i:\p{{Lu}}\p{{L}}+))|\b(?:à|par|chez|avec) (?:la société|l['’]imprimerie|l['’]agence|la banque|le cabinet|notre (?:prestataire|hébergeur)) (?<name4>(?-i:\p{{Lu}}\p{{L}}+))|\b(?:a|por|con) (?:la|el|los|las|nuestra|nuestro) (?:aseguradora|gestoría|imprenta|agencia|asesoría|empresa|proveedor|banco|transportista) (?<name5>(?-i:\p{{Lu}}\p{{L}}+))"
    ))
});

/// The number of blocks at the start of a page in which a name is that of the author.
const HEAD: usize = 3;

/// Words in the names of many unrelated companies.
const COMMON: &[&str] = &[
    "group",
    "software",
    "service",
    "services",
    "solutions",
    "media",
    "digital",
    "online",
    "international",
    "technologies",
    "systems",
    "cloud",
    "data",
    "studio",
    "consulting",
    "and",
    "the",
    "les",
    "des",
    "der",
    "die",
    "das",
    "los",
    "las",
    "del",
    "von",
    "van",
];

/// The maximum number of names without a legal form that are read.
const MOST: usize = 20;

/// Capitalised words at the start of sentences, or of terms of a contract.
const NOUNS: &[&str] = &[
    "The",
    "This",
    "That",
    "Our",
    "Your",
    "These",
    "Those",
    "Each",
    "Every",
    "Any",
    "All",
    "No",
    "Data",
    "Customer",
    "Client",
    "Service",
    "Personal",
    "Controller",
    "Processor",
    "Supplier",
    "European",
    "United",
    "Third",
    "If",
    "When",
    "Only",
    "Nobody",
    "Privacy",
    "Website",
    "Cookie",
];

/// The places where the page names a company that receives data, except the author.
pub(in crate::check) fn recipients(page: &Page<'_>) -> Vec<Range<usize>> {
    let prose = &page.prose;
    let names = spellings::names(page);
    let mut own: HashSet<String> = HashSet::new();
    let facts = named(
        page,
        &[
            "company.legal_name",
            "company.trading_names",
            "controllers.legal_name",
            "service.name",
        ],
    );
    own.extend(facts.iter().flat_map(|name| words(name)));
    own.extend(words(&page.source.outline.title));
    let index = |at: usize| prose.blocks.partition_point(|block| block.text.end < at);
    for name in &names {
        let at = name.range.start;
        let block = prose.block_at(at);
        let is_about_author = block.is_some_and(|block| {
            ["controller", "contact", "introduction", "provider"]
                .iter()
                .any(|kind| prose.is_in(block, kind))
        });
        let is_given = || GIVEN.is_in(&prose.text[prose.sentence(name.range.clone())]);
        if is_about_author || index(at) < HEAD && !is_given() {
            own.extend(words(name.core));
        }
    }
    let is_recipient = |name: &&spellings::Name<'_>| {
        let Some(block) = prose.block_at(name.range.start) else {
            return false;
        };
        let is_own = words(name.core).any(|word| own.contains(&word));
        !is_own && !matches!(block.kind, Kind::Heading(_) | Kind::Html) && {
            let text = said(page, block, &name.range);
            RECEIVES.is_in(&text) && !OTHERWISE.is_in(&text)
        }
    };
    let found = names.iter().filter(is_recipient);
    let mut found: Vec<Range<usize>> = found.map(|name| name.range.clone()).collect();
    let head = prose
        .blocks
        .get(HEAD)
        .map_or(prose.text.len(), |block| block.text.start);
    for unformed in prose.find_groups(&UNFORMED).take(MOST) {
        let groups = ["name", "name2", "name3", "name4", "name5"];
        let name = groups.iter().find_map(|group| unformed.name(group));
        let Some(name) = name.filter(|name| !prose.is_quoted(name.start())) else {
            continue;
        };
        let mut parts = words(name.as_str());
        let first = name.as_str().split(' ').next().unwrap_or_default();
        // The author, whose name has no legal form, is named at the top, and often.
        let mut places = prose.text.match_indices(name.as_str());
        let is_author = places.next().is_some_and(|(at, _)| at < head) || places.nth(1).is_some();
        let is_noun = is_author || NOUNS.contains(&first);
        if !is_noun && !parts.any(|word| own.contains(&word)) {
            found.push(name.range());
        }
    }
    found
}

/// The sentence that names a company, with the line that introduces its list.
fn said(page: &Page<'_>, block: &Block, at: &Range<usize>) -> String {
    let prose = &page.prose;
    let sentence = &prose.text[prose.sentence(at.clone())];
    match prose.introduction(block) {
        Some(intro) => format!("{} {sentence}", prose.of_block(intro)),
        None => sentence.to_owned(),
    }
}

/// The words that distinguish a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .filter(|word| !COMMON.contains(&word.as_str()))
}
