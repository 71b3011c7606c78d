//! Time limits that contradict each other on one page, or that the law does not
//! allow.

use std::sync::LazyLock;

use super::Verdict;
use super::durations::{StatedDuration, alike, bounds};
use super::periods::only_period;
use super::words::{Lazy, OfBlock};
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// A matter with a time limit.
struct Matter {
    /// Words in a sentence about the matter.
    says: Pattern,
    /// Words that must also occur in the sentence or its heading.
    about: Pattern,
    /// Words showing that a sentence is about something else.
    aside: Pattern,
    /// Whether time limits are compared only if they have the same subject.
    by_subject: bool,
}

/// Words right before a time limit.
static LIMIT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:within|in|no later than|not later than|at the latest|at least|under|innerhalb|innerhalb von|innert|binnen|spätestens|spätestens nach|mindestens|in|dans|sous|d['’]ici|au plus tard|au moins|en|plazo(?: máximo)?(?: de)?|antes de|délai(?: maximum| maximal)?(?: de| d['’])?)(?: (?:a|an|the|un|el|le|das|der|einem|at most|máximo|period of|maximum of|délai de|délai d['’]|plazo de|plazo máximo de|not more than|de))*\s?$",
    )
});

/// Words about limits under other laws, extensions in individual cases, and limits on
/// frequency.
const ASIDE: &str = r"\b(?:exten(?:d|sion)\w*|additional|further|another|complex\w*|longer|unless|except\w*|weitere[rn]?|verlänger\w*|komplex\w*|prolong\w*|supplémentaire\w*|complexe\w*|prorrog\w*|adicional\w*|ampli\w+|acknowledg\w*|confirm\w*|bestätig\w*|Eingangsbestätigung|accus\w*|acus\w*|California\w*|CCPA|CPRA|Virginia|Colorado|Texas|Utah|Brazil|LGPD|keep|kept|retain\w*|store[ds]?|records?|logs?|aufbewahr\w*|speicher\w*|gespeichert|conserv\w*|guard\w*|twice|once|per year|period|every|urgent|critical|high|low|severity|priority|business hours|not|never|nicht|pas)\b|n[’']t\b";

/// Subjects of requests; requests without one are those of data subjects.
static SUBJECT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:support|tickets?|complaints?|appeals?|returns?|refunds?|claims?|disputes?|takedowns?|notices?|vulnerabilit\w+|reports?|objections?|quotes?|applications?|jobs?|incidents?|beschwerden?|rücksendung\w*|störung\w*|reklamation\w*|bewerbung\w*|réclamations?|retours?|candidatures?|reclamaci\w+|devoluci\w+|candidaturas?|incidencias?|withdraw\w*|unsubscribe|opt)\b",
    )
});

static ANSWER: LazyLock<Matter> = LazyLock::new(|| Matter {
    says: Pattern::new(
        r"\b(?:respon(?:d|ds|se)|dealt|deal|repl(?:y|ies)|answer(?:s|ed)?|comply|fulfil(?:l|s|led)?|process(?:ed)?|handled?|(?:is|are) sent|get back|reçoit|antworte[nt]?|beantworte[nt]|Antwort|bearbeite[nt]|bearbeiten|répon\w+|réponse|trait\w+|respond\w+|respuesta|contest\w+|atend\w+)\b",
    ),
    about: Pattern::new(
        r"\b(?:requests?|inquir(?:y|ies)|enquir(?:y|ies)|rights?|Anfragen?|Antrag|Anträge|Ersuchen|Anliegen|Rechte?n?|demandes?|droits?|solicitud(?:es)?|petici\w+|derechos?)\b",
    ),
    aside: Pattern::new(ASIDE),
    by_subject: true,
});

static REFUND: LazyLock<Matter> = LazyLock::new(|| Matter {
    says: Pattern::new(
        r"\b(?:receive (?:the|your|a) refund|(?:pay|paid|pays) (?:it |the price |the amount |the money )?back|transfer(?:red)? the amount|refunds? (?:is|are|will be) (?:made|paid|processed|issued|credited)|we (?:will )?(?:refund|reimburse|issue|process)|erstatten wir|wir erstatten|Erstattung erfolgt|Rückzahlung erfolgt|zahlen wir|wir zahlen|(?:nous )?rembours(?:ons|erons)|remboursement (?:est|sera|s['’]effectue|intervient)|devolv(?:emos|eremos)|reembols(?:amos|aremos)|reembolso se (?:realiza|efectúa|abona))\b",
    ),
    about: Pattern::new(
        r"\b(?:refund\w*|money|price|amount|\w*erstatt\w*|Zahlungen|Geld|Betrag|rembours\w*|prix|montant|reembols\w*|importe|dinero|devolvemos)\b",
    ),
    aside: Pattern::new(format!(
        r"{ASIDE}|\b(?:may|can|eligible|ask|request\w*|können|pouvez|puede|service credits?|subscription|deposit)\b"
    )),
    by_subject: false,
});

static NOTICE: LazyLock<Matter> = LazyLock::new(|| Matter {
    says: Pattern::new(
        r"\b(?:announce[sd]?|inform(?:s|ed)?|notif(?:y|ies|ied)|notice|ankündig\w*|angekündigt|kündigt|kündigen|informier\w*|teilt|unterrichte\w*|informe\w*|annonce\w*|notifie\w*|avisa\w*|comunica\w*|anuncia\w*|notifica\w*)\b",
    ),
    about: Pattern::new(
        r"\b(?:sub-?processors?|unterauftrag\w*|unterauftragsverarbeiter\w*|weitere\w* auftragsverarbeiter\w*|subunternehmer\w*|sous-traitants?(?: ultérieurs?)?|subencargados?|otros encargados)\b",
    ),
    aside: Pattern::new(
        r"\b(?:object\w*|terminat\w*|breach\w*|incident\w*|emergenc\w*|urgent\w*|except\w*|unless|audit\w*|widersprech\w*|widerspruch\w*|kündigung|verletzung\w*|vorfall|notfall|dringend\w*|violation\w*|incident\w*|opposer|objection|résili\w*|urgence|oponer\w*|oposici\w+|resolver|violaci\w+|brecha\w*|urgencia|respond|answer|reply)\b",
    ),
    by_subject: false,
});

/// Words in paragraphs about refusals, to which other time limits apply.
static REFUSED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:refus\w*|reject\w*|declin\w*|den(?:y|ied)|look at it again|ablehn\w*|abgelehnt|rechaz\w*|deneg\w*)\b",
    )
});

/// A time limit that a page states for a matter.
struct Stated {
    period: StatedDuration,
    subject: String,
}

fn stated(page: &Page<'_>, matter: &Matter) -> Vec<Stated> {
    let prose = &page.prose;
    let mut last = usize::MAX;
    let mut all = Vec::new();
    let mut refused = OfBlock::new();
    let mut subject = OfBlock::new();
    for found in prose.find(&matter.says) {
        let sentence = prose.sentence(found.range());
        if sentence.start == last || prose.is_quoted(found.start()) {
            continue;
        }
        last = sentence.start;
        let Some(block) = prose.block_at(found.start()) else {
            continue;
        };
        let text = &prose.text[sentence.clone()];
        if matches!(block.kind, Kind::Heading(_) | Kind::Cell) || matter.aside.is_in(text) {
            continue;
        }
        let heading = page.heading(block);
        if matter.aside.is_in(heading) || !(matter.about.is_in(text) || matter.about.is_in(heading))
        {
            continue;
        }
        if matter.by_subject && refused.get(block, || REFUSED.is_in(prose.of_block(block))) {
            continue;
        }
        let Some(period) = only_period(text) else {
            continue;
        };
        let is_limit = LIMIT.is_in(&text[..period.range.start])
            || text[period.range.end..].trim_start().starts_with("vorher")
            || text[period.range.end..].trim_start().starts_with("before");
        if is_limit {
            // An earlier sentence may name the subject: “If we refuse, you can
            // appeal. We answer within …”
            let subject = subject.get(block, || {
                let subject = SUBJECT.find(prose.of_block(block)).next();
                subject.map_or(String::new(), |found| stem(found.as_str()))
            });
            all.push(Stated {
                subject,
                period: period.moved(sentence.start),
            });
        }
    }
    all
}

fn stem(word: &str) -> String {
    word.to_lowercase()
        .trim_end_matches(['s', 'n', 'e'])
        .to_owned()
}

/// The number of hours below which a limit is for a first step.
const FEW_DAYS: f64 = 5.0 * 24.0;

/// A finding on the first two time limits for a matter that differ.
fn differing(page: &Page<'_>, matter: &Matter) -> Option<Finding> {
    let all = stated(page, matter);
    let (at, other) = all.iter().enumerate().find_map(|(at, one)| {
        let earlier = all[..at].iter();
        let mut same = earlier.filter(|other| !matter.by_subject || other.subject == one.subject);
        let other = same.find(|other| {
            let (a, b) = (&other.period.duration, &one.period.duration);
            // A limit of a few days is for another step, such as a first reply or a
            // change.
            let shorter = bounds(a).1.min(bounds(b).1);
            !alike(a, b) && (!matter.by_subject || shorter >= FEW_DAYS)
        })?;
        Some((at, other))
    })?;
    let range = |stated: &Stated| stated.period.range.clone();
    Some(page.contradicted_by(range(&all[at]), range(other)))
}

/// A finding on a period.
fn on(page: &Page<'_>, period: StatedDuration) -> Finding {
    let words = page.prose.text[period.range.clone()].to_owned();
    Finding::text(period.range).with("match", words)
}

/// The number of days within which the GDPR requires an answer: those of the longest
/// month.
const MONTH: f64 = 31.0;
const HOURS: f64 = 24.0;

/// Words about answers in a sentence about requests.
static REPLY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:answers?|reply|replies|respon(?:d|ds|se|ses)|hear from us|get back|process(?:ed)?|resolve[ds]?|fulfil(?:l|led)?|dealt|Antwort\w*|antworten?|beantworte[nt]?|reagieren|Auskünfte|Auskunft|bearbeite[nt]?|erledig\w+|répon\w+|trait\w+|respuesta|respond\w+|respondemos|contest\w+|resolver\w*|atend\w+)\b",
    )
});

static REQUEST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:requests?|access|enquir(?:y|ies)|inquir(?:y|ies)|rights?|Auskunft\w*|Anfragen?|Antrags?|Anträge\w*|Ersuchen|Begehren|Betroffenen\w*|Rechte?n?|demandes?|courriers?|droits?|solicitud(?:es)?|petici\w+|derechos?)\b",
    )
});

/// Words about longer periods under other laws, and about periods for other things.
static ELSEWHERE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:extend\w*|extension\w*|further|additional|another|more|complex\w*|verlänger\w*|weitere\w*|komplex\w*|prolong\w*|supplémentaires?|complexes?|prorrog\w*|adicional\w*|ampli\w+|complej\w+|más|California\w*|CCPA|CPRA|Virginia|Colorado|Connecticut|Nevada|Texas|US|U\.S|United States|states?|HIPAA|FERPA|COPPA|DMCA|appeals?|keep|kept|retain\w*|stor(?:e|ed)|delet\w+|eras\w+|cancel\w*|refund\w*|back-?ups?|logs?|gespeichert|gelöscht|löschen|aufbewahr\w*|speicher\w*|conserv\w+|supprim\w+|effac\w+|suprim\w+|elimin\w+|borr\w+|guard\w+|guarantee|warranty|objection|termination|notice period|Kündigung\w*|préavis|not|nicht|pas|months? ago)\b",
    )
});

/// Words of paragraphs about appeals, and about laws with other periods.
static OTHER_LAW: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:appeal\w*|refus\w*|declin\w*|California\w*|CCPA|CPRA|Virginia|Colorado|Connecticut|Texas|Oregon|HIPAA|FERPA|COPPA|LGPD|Attorney General)\b",
    )
});

/// Time limits of more than a month for answering requests.
pub(super) fn late(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings: Vec<Finding> = Vec::new();
    let mut last = usize::MAX;
    let mut other_law = OfBlock::new();
    for found in prose.find(&REPLY) {
        let sentence = prose.sentence(found.range());
        if sentence.start == last || prose.is_quoted(found.start()) {
            continue;
        }
        last = sentence.start;
        let text = &prose.text[sentence.clone()];
        let Some(block) = prose.block_at(found.start()) else {
            continue;
        };
        let is_about = REQUEST.is_in(text) || prose.is_in(block, "rights");
        if matches!(block.kind, Kind::Heading(_) | Kind::Cell)
            || !is_about
            || ELSEWHERE.is_in(text)
            || other_law.get(block, || OTHER_LAW.is_in(prose.of_block(block)))
        {
            continue;
        }
        if let Some(period) = only_period(text)
            && bounds(&period.duration).0 > MONTH * HOURS
        {
            findings.push(on(page, period.moved(sentence.start)));
        }
    }
    Verdict::Found(findings)
}

/// Words about the right of consumers to withdraw without giving a reason.
static WITHDRAW: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\bwithout (?:giving|stating|having to give) (?:a|any|us a|us any) reasons?\b|\bright (?:of|to) withdraw\w*|\bohne (?:Angabe von|Angaben von|Nennung von) Gründen\b|\bWiderrufsfrist\b|\bWiderrufsrecht\b|\bsans (?:avoir à )?(?:donner|justifier|indiquer) (?:de |aucun )?(?:motifs?|raisons?)\b|\bdroit de rétractation\b|\bsin (?:necesidad de )?(?:indicar|dar|alegar|justificar|motivar)\b|\bderecho de desistimiento\b",
    )
});

/// Words about time limits for the steps after a withdrawal.
static AFTERWARDS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:refund\w*|reimburs\w*|repa(?:y|id)|return\w*|send (?:back|the)|pick\w*|collect|confirm\w*|extend\w*|voluntar\w*|additional|besides|terminat\w*|subscription|trial|expire[sd]?|lapse[sd]?|erstatt\w*|zurück\w*|absend\w*|bestätig\w*|freiwillig\w*|zusätzlich\w*|erlischt|rembours\w*|renvo\w+|retour\w*|restitu\w*|reembols\w*|devol\w+|confirm\w+|not|kein\w*|nicht|pas|no)\b",
    )
});

/// The minimum number of days that consumers in the EU have to withdraw.
const FORTNIGHT: f64 = 14.0;

/// Rights of withdrawal that last less than fourteen days.
pub(super) fn short_withdrawal(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let found = prose.find(&WITHDRAW).find_map(|found| {
        let sentence = prose.sentence(found.range());
        let text = &prose.text[sentence.clone()];
        let block = prose.block_at(found.start())?;
        if matches!(block.kind, Kind::Heading(_))
            || prose.is_quoted(found.start())
            || AFTERWARDS.is_in(text)
        {
            return None;
        }
        let period = only_period(text)?;
        let is_short =
            period.duration.business_days == 0 && bounds(&period.duration).1 < FORTNIGHT * HOURS;
        is_short.then(|| on(page, period.moved(sentence.start)))
    });
    found.into()
}

/// Two different time limits for answering requests.
pub(super) fn answers(page: &Page<'_>) -> Verdict {
    differing(page, &ANSWER).into()
}

/// Two different time limits for refunds, or for notice of new subprocessors.
pub(super) fn refunds_and_notices(page: &Page<'_>) -> Verdict {
    let both = [&*REFUND, &*NOTICE];
    let findings = both.into_iter().filter_map(|one| differing(page, one));
    Verdict::Found(findings.collect())
}
