//! The company that “we” refers to.

use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::addressees;
use super::companies;
use super::names::{FORM, KIN, named};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page, Question};
use crate::check::prose::Kind;
use crate::model::language::primary;
use crate::rules::Pattern;

/// Words for “we”, by language. Spanish verbs say it without a pronoun.
static WE: LazyLock<[(&str, Pattern); 4]> = LazyLock::new(|| {
    [
        ("en", Pattern::new(r"(?-i)\b[Ww]e\b")),
        ("de", Pattern::new(r"(?-i)\b[Ww]ir\b")),
        ("fr", Pattern::new(r"(?-i)\b[Nn]ous\b")),
        (
            "es",
            Pattern::new(
                r"\b(?:nosotros|nosotras|\p{L}{3,}[ae]mos|usamos|recibimos|pedimos|permitimos|cumplimos|decidimos|compartimos|servimos|exigimos|transmitimos|incluimos|respondemos|vendemos|hacemos|queremos|tenemos|sabemos|leemos)\b",
            ),
        ),
    ]
});

/// Spanish words that only look like such verbs.
const NOT_WE: &[&str] = &[
    "extremos",
    "supremos",
    "reclamos",
    "préstamos",
    "miligramos",
    "kilogramos",
];

/// The first word of each language that speaks of the author, such as “our”.
static SELF: LazyLock<[(&str, Pattern); 4]> = LazyLock::new(|| {
    [
        ("en", Pattern::new(r"(?-i)\b(?:[Ww]e|[Uu]s|[Oo]urs?)\b")),
        (
            "de",
            Pattern::new(r"(?-i)\b(?:[Ww]ir|[Uu]ns|[Uu]nser(?:e[nmrs]?|s)?)\b"),
        ),
        ("fr", Pattern::new(r"(?-i)\b(?:[Nn]ous|[Nn]otre|[Nn]os)\b")),
        ("es", Pattern::new(r"\b(?:nosotros|nuestr[oa]s?)\b")),
    ]
});

/// Words that link a name to “we”.
static TIED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"[“"‘'„«] ?\**(?:we|us|our|wir|uns|nous|nosotros|the company|company|the provider|der anbieter|la société|la empresa|(?:der |die |the )?(?:verkäufer|betreiber|veranstalter|auftragnehmer|vermieter)(?:in)?|seller|supplier|licensor|vendor|operator|l[’']éditeur|(?:le )?vendeur|(?:le )?prestataire|(?:el )?vendedor|(?:el )?prestador)\**[,.]? ?[”"’'“»]|\bwe are (?-i:\p{Lu})|\((?:we|us|wir|uns|nous|nosotros)\b|\b(?:we|us|wir|uns|nous|nosotros) \((?-i:\p{Lu})|\bwir sind (?:die |der |das )?(?-i:\p{Lu})|\bnous sommes (?:la |le |l[’'])?(?-i:\p{Lu})|\bsomos (?-i:\p{Lu})"#,
    )
});

/// Names without a legal form that identify the author.
static SPEAKER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(?:At|at|Here at) \p{Lu}[\w.&’'-]*(?: \p{Lu}[\w.&-]*){0,3}, (?:accessible (?:from|at) [^\s,]{1,80}, )?(?:one of our|we|our)\b|\b[Ww]e(?: at|, | here at) (?:the )?\p{Lu}[\w.&-]+|\b(?:[Oo]perated|[Oo]wned|[Rr]un|[Pp]rovided|[Oo]ffered|[Pp]ublished|[Mm]aintained|[Dd]eveloped|[Bb]uilt|[Cc]reated) (?:and \w+ )?by (?:the )?\[?[\p{Lu}\d]|\b(?:desarrollad|operad|gestionad|manejad|ofrecid|cread|editad|publicad|prestad)[oa]s? por (?:la |el )?(?:\p{Lu}|\d+\p{L})|\b(?:développ|exploit|propos|gér|cré|publi|fourni)(?:ée?|e)?s? par (?:la |le |l[’'])?(?:\p{Lu}|\d+\p{L})|\b(?:betrieben|angeboten|entwickelt|bereitgestellt|herausgegeben) (?:von|durch) (?:der |dem )?(?:\p{Lu}\p{L}+ \p{Lu}|\d+\p{L})|\b(?:von|durch) (?:der |dem )?\p{Lu}[\w&-]+ \p{Lu}[\w&-]+ (?:betrieben|angeboten|entwickelt|bereitgestellt|herausgegeben|verantwortet)\b|\b(?:AGB|\p{L}*[Bb]edingungen|[Ww]iderrufsbelehrung|[Oo]nline-?[Ss]hops?) (?:der|von) Firma \p{Lu}|\b[Vv]ertrag\p{Ll}* [^.\n]{0,40}\bmit (?:der |dem )?(?:Firma \p{Lu}|\p{Lu}\p{Ll}+ [A-HJ-Z]\p{Ll}+ )[^.\n]{0,60}\b(?:zustande|geschlossen|schließ\p{Ll}+)\b|\b(?:[Ee]nter(?:s|ed|ing)? into|[Cc]onclude[sd]?|[Mm]ake|made) (?:an? |the |this )?(?:contract|agreement) with (?:the )?[A-HJ-XZ]\p{Ll}+ \p{Lu}\p{Ll}+|\b[Cc]ontrat (?:est |sera )?(?:conclu|formé|passé) (?:avec|entre) (?:la société )?\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|\b[Cc]ontrato (?:se (?:celebra|formaliza|perfecciona)|(?:será |es )?celebrado) con (?:la empresa )?\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|\b(?:[Ll][’'][Aa]ssociation|[Ll]a [Ss]ociété|(?:[Dd]er|[Dd]es) Vereins?|[Dd]ie (?:Firma|Stiftung|Genossenschaft)|[Ll]a [Aa]sociación|[Ll]a [Ff]undación|[Tt]he (?:[Aa]ssociation|[Cc]harity|[Cc]lub|[Ss]ociety)) (?:de |du |des |del |of |for )?[„“«]?\p{Lu}|\b[Aa]ssociation (?:loi|régie par la loi|de droit)\b|\b[Aa]sociación sin (?:ánimo|fines) de lucro\b|\b[Ee]ingetragener? Verein\b|\b(?:is|are|ist|sind|est|es) (?:an? |eine? |une? |una )?(?:[\p{L}-]+ ){0,3}(?:project|service|product|brand|initiative|[Pp]rojekt|Dienst|Angebot|Produkt|Marke|projet|marque|proyecto|servicio|marca) (?:of|by|from|der|des|von|de la|de|du|del) (?:the |der )?(?:\p{Lu}\p{L}|\d+\p{L})|\b(?:by|with|to|at) (?:the )?(?:\p{Lu}[\p{L}&-]+ ){2,4}(?:Services?|Studios?|Club|School|Academy|Church|Group|Society|Institute|Clinic|Surgery|Practice|Hotel|Restaurant|Collective|Community|Project|Labs)\b|\b[\w-]{3,}\.(?:com|org|net|io|app|dev|eu|co|ai|de|fr|es|it|nl|ch|at|be|uk) (?:does not |ne |no )?(?:uses?|collects?|respects?|values?|collecte|utilise|respecte|recopila|utiliza|verwendet|erhebt)\b|\b(?:you|yourself) and (?:the )?\p{Lu}\w+|\b[Bb]ei (?:der )?\p{Lu}[\w.&-]+ (?:verarbeiten|nehmen|legen) wir|\b[Cc]hez \p{Lu}[\w.&-]+, nous|\b[Ee]n \p{Lu}[\w.&-]+, (?:nos|tratamos|valoramos)|(?:\b(?:[Dd]ata [Cc]ontroller|Controller|Developer|Operator|Publisher|Licensor|Betreiber|Entwickler|Herausgeber|Éditeur|Responsable|Titular|Desarrollador|Exploitant)|(?m:^)(?:Company|Provider|Owner|Seller|Vendor|Service [Pp]rovider|Entity|Anbieter|Empresa|Société))(?: ?/ ?\p{Lu}\p{L}+| [Nn]ame)? ?: ?\p{Lu}|©|\b\p{Lu}[\w&-]+ uses? [^.\n]{0,60}\bour\b|\b(?:[Vv]erantwortlich\w*|[Vv]erantwortliche Stelle|Anbieter)\b[^.\n]{0,80}\b(?:ist|sind)\b|\b[Rr]esponsable (?:(?:du|des|del|de los|de estos|de ces) (?:traitements?|tratamientos?|uso)|de la recogida)\b|\b(?:hacemos|trabajamos|estamos) en \p{Lu}|\b(?:data )?[Cc]ontroller\b[^.\n]{0,60}\bis (?-i:\p{Lu})|\b[Ee]n \p{Lu}[\w.&-]+, (?:en adelante|\p{L}+[ae]mos)\b|\p{Lu}\p{L}+(?: (?:y|de|del|la|\p{Lu}\p{L}+)){0,4} es una? (?:iniciativa|proyecto|plataforma|tienda|empresa|organización|comunidad|asociación|cooperativa|escuela|programa|aplicación|web|blog)\b|\b[Éé]dit(?:ée?s?) par\b|\b\p{Lu}\p{Ll}{2,}(?:stiftung|verein|verband|genossenschaft)\b|\p{Lu}[\w.-]+,? (?:domiciliad[oa]|con domicilio|sise?|dont le siège)\b",
    )
});

/// Possible authors: capitalised words that are the subject of a verb.
static ACTOR: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(\p{Lu}[\w&-]+(?:\.\w+)*|\d+\p{L}[\w-]+|\p{Ll}+\p{Lu}[\w-]+)(?: \p{Lu}[\w&-]*){0,3} (?:does not |doesn[’']t |ne |n[’']|no )?(?:collects?|process(?:es)?|respects?|cares|operates|values|believes|runs|provides|offers|takes|uses|aims to|is (?:licensed|dedicated|devoted|responsible|required|not (?:responsible|liable))|strives|understands|recogni[sz]es|only (?:accesses|collects|uses|stores)|usa y protege|est responsable|reserves|believes|is committed|may (?:collect|use|share|change)|will|verarbeitet|betreibt|erhebt|behält sich|bietet|legt|collecte|traite|respecte|exploite|propose|fournit|offre|édite|attache|développe|met à disposition|vend|utilise|se réserve|s['’]engage|ofrece|presta|se reserva|recopila|recoge|trata|respeta|gestiona|utiliza|vende|almacena)\b",
    )
});

/// Words for a maker whose name is not given.
static ANONYMOUS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:developed|made|created|built|maintained|run|operated|published) by (?:an?|one) (?:single |solo |small )?(?:individual|independent|private|indie|solo|hobby|lone|single)\b|\bvon (?:eine[mr]|einer) (?:einzelnen |unabhängigen |privaten )?(?:Privatperson|Einzelperson|Einzelentwickler\w*|Hobbyentwickler\w*|(?:unabhängigen|privaten|einzelnen) Entwickler\w*)|\bpar un (?:particulier|développeur (?:indépendant|individuel|particulier))\b|\bpor un (?:particular|desarrollador (?:independiente|individual|particular))\b",
    )
});

/// Whether a word at the start of a sentence does not name an author.
fn names_nobody(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "We",
        "You",
        "Wir",
        "Sie",
        "Nous",
        "Vous",
        "This",
        "That",
        "It",
        "The",
        "These",
        "Those",
        "Which",
        "What",
        "Who",
        "Each",
        "Every",
        "Our",
        "Your",
        "Website",
        "Site",
        "Service",
        "App",
        "Policy",
        "Privacy",
        "Diese",
        "Dieser",
        "Dieses",
        "Die",
        "Der",
        "Das",
        "Es",
        "Unsere",
        "Cette",
        "Ce",
        "Le",
        "La",
        "Il",
        "Elle",
        "Notre",
        "Esta",
        "Este",
        "El",
        "Nuestra",
        "Nuestro",
        "Google",
        "Stripe",
        "Facebook",
        "Meta",
        "He",
        "She",
        "Cookies",
        "Analytics",
        "GDPR",
        "No",
        "Nobody",
        "Everyone",
    ];
    WORDS.contains(&word)
}

/// Legal forms that are also words or short abbreviations, after a name.
static AFTER_NAME: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\S{3} e\.\s?[VKU]\b|\d[\p{L}\d]* S\.?[pP]\.?A\b|\p{Lu}[\p{Ll}\p{M}]+[,.]? (?:AS|A/S|ASA|S\.?L\.?U?|LLP|LP|OHG|OG|GbR|EI|EURL|SpA|S\.p\.A|SASU|SNC|SCS?|OÜ|UAB|Kft|SIA|e\.\s?[VKU]|eG|s\.r\.o|a\.s|d\.o\.o|[Ss]p\. z o\.o|Ltda|S\.A|Pty|Foundation|Association|Trust|University|Cooperative)\b",
    )
});

/// Words about companies that work for the author.
static FOR_US: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:for us|on our behalf|our (?:\w+ )?(?:provider|processor|host|partner|supplier)s?|sub-?processors?|für uns|in unserem Auftrag|Auftragsverarbeit\w*|Dienstleister\w*|pour nous|pour notre compte|(?:notre|nos) (?:hébergeur|prestataires?)|sous-traitants?|para nosotros|por nuestra cuenta|encargad[oa]s? del? tratamiento|nuestros? proveedor(?:es)?|(?:which|who|that) (?:gets?|receives?|processes|stores|hosts|sends|delivers)|processing agreement|(?:evaluated|analy[sz]ed|processed|stored|sent|printed|delivered|handled|counted|hosted) by|(?:ausgewertet|verarbeitet|gespeichert|versendet|gedruckt) (?:von|durch|bei)|(?:évaluée?s?|analysée?s?|traitée?s?|stockée?s?|envoyée?s?) par|(?:evaluad|analizad|tratad|almacenad|enviad)[oa]s? por|hosted (?:with|at)|on (?:the )?servers of|(?:liegt|liegen|läuft|laufen) (?:bei|auf)|gehostet|betreibt (?:unsere?n?|die Website)|hébergée?s? (?:par|chez)|alojad[oa]s? (?:en|por)|en nombre nuestro|qui (?:héberge|reçoit|traite|envoie)|que (?:aloja|recibe|trata)|(?:this|ce|diese|esta) transf\w+)\b",
    )
});

/// The number of blocks at the start of a page in which a name is taken to be the
/// author's.
const HEAD: usize = 4;

/// Whether a name is that of a recipient of data: a known vendor, or a company that
/// the sentence describes as a recipient.
fn is_of_recipient(page: &Page<'_>, at: Range<usize>) -> bool {
    let prose = &page.prose;
    let index = prose
        .blocks
        .partition_point(|block| block.text.end < at.start);
    let sentence = prose.sentence(at.clone());
    let before = &prose.text[sentence.start..at.end];
    let is_vendor = || companies::named(before).any(|(_, name)| before.len() - name.end <= NEAR);
    index >= HEAD && (FOR_US.is_in(&prose.text[sentence]) || is_vendor())
}

/// The maximum number of bytes from the name of a vendor to the end of its legal
/// form.
const NEAR: usize = 24;

/// Mentions of the pages that name the company.
static PRIVACY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:privacy (?:policy|notice|statement)|datenschutz(?:erklärung|hinweise?n?|bestimmungen)|politique de (?:confidentialité|protection des données)|pol[ií]tica de privacidad|aviso de privacidad|informativa (?:sulla )?privacy)\b",
    )
});
static PRIVACY_ADDRESS: Lazy = LazyLock::new(|| {
    Pattern::new(r"privacy|privacidad|privacidade|confidentialite|datenschutz|informativa")
});
static IMPRINT: Lazy = LazyLock::new(|| Pattern::new(r"\bImpressums?\b"));

/// A text that says “we” without saying who that is.
pub(super) fn we_undefined(page: &Page<'_>) -> Verdict {
    let language = primary(page.language);
    let Some((_, we)) = WE.iter().find(|(known, _)| *known == language) else {
        return None.into();
    };
    let prose = &page.prose;
    let mut found = prose.find(we);
    let is_said = |found: &regex::Match<'_>| {
        !prose.is_quoted(found.start()) && !NOT_WE.contains(&&*found.as_str().to_lowercase())
    };
    let Some(we) = found.find(is_said) else {
        return None.into();
    };
    let own = SELF.iter().find(|(known, _)| *known == language);
    let earlier = own.and_then(|(_, own)| prose.find(own).find(is_said));
    let we = earlier.filter(|own| own.start() < we.start()).unwrap_or(we);
    let names = named(
        page,
        &[
            "company.legal_name",
            "company.trading_names",
            "controllers.legal_name",
        ],
    );
    let acts = || {
        // The name is that of the product, and its maker stays anonymous.
        if prose.has(&ANONYMOUS) {
            return false;
        }
        let mut actors = prose.find_groups(&ACTOR);
        actors.any(|actor| {
            actor.get(1).is_some_and(|word| {
                !names_nobody(word.as_str()) && !is_of_recipient(page, word.range())
            })
        })
    };
    let has_form = || {
        [&*FORM, &*AFTER_NAME].into_iter().any(|pattern| {
            let mut forms = prose.find(pattern);
            forms.any(|form| {
                let block = prose.block_at(form.start());
                // Tables of cookies name those who set them.
                let is_in_table = page.document == "cookies"
                    && block.is_some_and(|block| block.kind == Kind::Cell);
                !is_in_table && !is_of_recipient(page, form.range())
            })
        })
    };
    let is_named = names.iter().any(|name| prose.text.contains(name.as_str()))
        || [&*TIED, &*SPEAKER]
            .into_iter()
            .any(|pattern| prose.has(pattern))
        || has_form()
        || acts()
        || addressees::has_address(page);
    if is_named {
        return None.into();
    }
    // Even without a link, the reader is sent to the page that names the company.
    let refers = match (page.document, language) {
        ("cookies", _) => {
            let mut links = prose.links.iter();
            // An email address such as `privacy@…` names no page.
            prose.has(&PRIVACY)
                || links.any(|link| !link.to.contains('@') && PRIVACY_ADDRESS.is_in(&link.to))
        }
        (_, "de") => prose.has(&IMPRINT),
        _ => false,
    };
    if refers {
        return None.into();
    }
    let findings = vec![Finding::text(we.range())];
    // A supplement need not repeat the company's name.
    let others: &[&str] = match page.document {
        "cookies" => &["privacy", "imprint"],
        _ if language == "de" => &["imprint"],
        _ => return Verdict::Found(findings),
    };
    let ask = others
        .iter()
        .map(|other| Question::Document((*other).to_owned()));
    Verdict::Ask(ask.collect(), findings)
}

/// A name, with or without a legal form, that is linked to “we”.
static TIED_NAME: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)\b(\p{Lu}[\w&-]{3,}(?: \p{Lu}[\w&-]*){0,3})(?:,? (?:\p{Lu}[\p{L}.]+))? \((?:the |die |der |la |le |el )?[“"„«'‘ ]{1,2}\**(?:[Ww]e|[Uu]s|[Oo]ur|[Ww]ir|[Uu]ns|[Nn]ous|[Nn]osotros)\b"#,
    )
});

/// Words that, after a name, make it the name of another company in the group.
const COMPANIES: &[&str] = &[
    "Labs",
    "Lab",
    "Group",
    "Holding",
    "Holdings",
    "Technologies",
    "Technology",
    "Systems",
    "Solutions",
    "Media",
    "Digital",
    "International",
    "Global",
    "Studios",
    "Studio",
    "Ventures",
    "Company",
    "Networks",
    "Industries",
    "Partners",
    "Gruppe",
    "Groupe",
    "Grupo",
];

/// Names that differ from the company's in capitals or by one extra word.
pub(super) fn name_varies(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut names = prose
        .find_groups(&TIED_NAME)
        .filter_map(|found| found.get(1));
    // If two names are linked to “we”, there are two authors.
    let (Some(tied), None) = (names.next(), names.next()) else {
        return None.into();
    };
    let first = tied.as_str().split(' ').next().unwrap_or_default();
    let mut seen: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for found in prose.find_groups(&ACTOR) {
        let Some(word) = found
            .get(1)
            .filter(|word| word.as_str().eq_ignore_ascii_case(first))
        else {
            continue;
        };
        let end = word.end();
        let after = prose.text[end..].strip_prefix(' ').unwrap_or_default();
        let next: &str = after
            .split([' ', ',', '.', '\n'])
            .next()
            .unwrap_or_default();
        let has_more =
            COMPANIES.contains(&next) && !tied.as_str().split(' ').any(|part| part == next);
        let range = word.start()..end + if has_more { 1 + next.len() } else { 0 };
        let name = &prose.text[range.clone()];
        let is_shouted = !prose.text[prose.sentence(range.clone())]
            .replace(name, "")
            .contains(char::is_lowercase);
        let is_same = word.as_str() == first && !has_more;
        if is_same
            || seen.contains(&name)
            || is_shouted
            || prose.is_quoted(range.start)
            || KIN.is_in(&prose.text[prose.sentence(range.clone())])
        {
            continue;
        }
        seen.push(name);
        let finding = Finding::text(range.clone())
            .with("value", name)
            .with("name", tied.as_str());
        findings.push(finding.label(prose.place(prose.merged(tied.range())), "who “we” are"));
    }
    Verdict::Found(findings)
}
