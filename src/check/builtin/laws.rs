//! Laws that a text names, and the legal bases that it lists.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::rules;
use crate::rules::Pattern;

/// A law and its names in texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Law {
    name: String,
    patterns: Vec<Pattern>,
    /// The regimes whose rules cover the law; empty if no pack does.
    regimes: Vec<String>,
}

static KNOWN: LazyLock<Vec<Law>> = LazyLock::new(|| rules::data("laws"));

/// The patterns of all laws, combined into one.
static ANY: Lazy = LazyLock::new(|| {
    let patterns = KNOWN.iter().flat_map(|law| &law.patterns);
    let texts: Vec<String> = patterns.map(|one| format!("(?:{})", one.text())).collect();
    Pattern::new(texts.join("|"))
});

static NOT_FOR_US: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(do|does|did|is|are|will|was|were|shall) not (apply|subject|covered?|govern|fall|required|regulated|within|a |an |directed|intended)|n[’']t (apply|subject|covered|fall)|not subject to|\bnot (yet )?apply\b|\bexempt\w*|\boutside the scope\b|\bno longer\b|\bnor\b|\brather than\b|\bnotwithstanding\b|\bungeachtet\b|\bnonobstant\b|\bno obstante\b|\b(?:gilt|gelten|findet|finden)\b[^.\n]{0,80}\bkeine? (?:anwendung|geltung)\b|\b(?:gilt|gelten) nicht\b|\bne s[’']appliquent? pas\b|\bno se aplican?\b",
    )
});

/// Claims that a product complies with a law.
static CLAIM: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:compl(?:y|ies|iant|iance)|conform\w*|certified|adheres?|meets?|einh[aä]lt\w*|konform\w*|conformes? (?:au|à la)|respecte(?:nt)?|cumplen?)\b",
    )
});

/// Words for a product or its maker, as the subject of such a claim.
static PRODUCT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:provider|host|tool|software|vendor|processor|plug-?in|analytics|solution|anbieter|werkzeug|dienstleister|hoster|prestataire|hébergeur|outil|logiciel|fournisseur|proveedor|herramienta)s?\b",
    )
});

/// Claims that the author of a text complies with a law.
static OUR_CLAIM: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:we|our (?:policy|policies|practices|site|website|app|company|services?)|wir|nous|this (?:policy|notice|site|website|app))\b[^.,;\n]{0,40}\b(?:compl(?:y|ies|iant|iance)|conform\w*|certified|adheres?|meets?|halten|einh[aä]lt\w*|respectons)\b|\bcumplimos\b",
    )
});

/// Whether a sentence says only that another company's product complies with a law.
fn is_of_product(sentence: &str) -> bool {
    CLAIM.is_in(sentence)
        && !OUR_CLAIM.is_in(sentence)
        && (PRODUCT.is_in(sentence) || super::companies::named(sentence).next().is_some())
}

/// The maximum length of the parts of an address before and after a name in it.
const PART: usize = 100;

/// Whether a name is part of an email address or a URL.
fn is_in_address(text: &str, at: &Range<usize>) -> bool {
    let is_end = |c: char| c.is_whitespace() || "<>()[],;“”\"".contains(c);
    let before = text[..at.start].chars().rev().take(PART);
    let before: String = before.take_while(|c| !is_end(*c)).collect();
    let mut after = text[at.end..]
        .chars()
        .take(PART)
        .take_while(|c| !is_end(*c));
    before.contains('@') || before.contains("//:") || after.any(|c| c == '@')
}

/// Laws that the text names but whose rules are off.
pub(super) fn named_not_covered(page: &Page<'_>) -> Verdict {
    let is_off = |law: &Law| {
        let mut regimes = law.regimes.iter();
        !law.regimes.is_empty() && !regimes.any(|regime| page.regimes.contains(regime))
    };
    named(page, is_off)
}

/// Laws that the text names but no pack covers.
pub(super) fn without_pack(page: &Page<'_>) -> Verdict {
    named(page, |law| law.regimes.is_empty())
}

/// Laws of the wanted kind that apply according to the text.
fn named(page: &Page<'_>, is_wanted: impl Fn(&Law) -> bool) -> Verdict {
    let prose = &page.prose;
    let mut seen: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for found in prose.find(&ANY) {
        let law = KNOWN.iter().find(|law| {
            let mut patterns = law.patterns.iter();
            patterns.any(|pattern| pattern.is_in(found.as_str()))
        });
        let Some(law) = law else { continue };
        if !is_wanted(law) || seen.contains(&law.name.as_str()) {
            continue;
        }
        let sentence = &prose.text[prose.sentence(found.range())];
        if prose.is_quoted(found.start())
            || NOT_FOR_US.is_in(sentence)
            || is_in_address(&prose.text, &found.range())
            || is_of_product(sentence)
        {
            continue;
        }
        seen.push(&law.name);
        let mut finding = Finding::text(found.range()).with("law", &law.name);
        if let Some(regime) = law.regimes.first() {
            finding = finding.with("regime", regime);
        }
        findings.push(finding);
    }
    Verdict::Found(findings)
}

static BASIS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:consent|(?:performance (?:of|under) )?(?:a |the |our |your )?contract(?:ual (?:necessity|obligations?|performance))?|legal obligations?|(?:our |your |their )?legitimate (?:business )?interests?|vital interests?|public (?:task|interest)|compliance with (?:a |our )?law)\b",
    )
});

/// Words that state what a legal basis is for: a purpose, a condition or an
/// example.
static MAPPED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:in order to|so that|because|for example|such as|when|where|if|to (?:provide|perform|send|run|keep|improve|protect|comply|detect|prevent|fulfil|fulfill|answer|bill|deliver|make|meet|offer|operate|process|secure|understand|use|communicate|enable|ensure|respond|market|contact|handle|defend|establish|analy[sz]e|develop|administer|manage|maintain|verify|carry|conduct|take|do|give|help|allow|create|enter|set|show|tell|personali[sz]e)|we (?:send|use|keep|need|store|run|provide|share|may|will|collect|have|ask))\b|:\s*\p{L}|–|—",
    )
});

/// The number of different legal bases that a text names.
fn bases(text: &str) -> usize {
    let mut kinds: Vec<&str> = Vec::new();
    for found in BASIS.find(text) {
        let word = found.as_str().to_lowercase();
        let kind = [
            "consent",
            "contract",
            "obligation",
            "legitimate",
            "vital",
            "public",
            "compliance",
        ]
        .into_iter()
        .find(|kind| word.contains(kind));
        if let Some(kind) = kind.filter(|kind| !kinds.contains(kind)) {
            kinds.push(kind);
        }
    }
    kinds.len()
}

/// Lists of legal bases that do not state what each basis is for.
pub(super) fn bases_not_mapped(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    if !page.is_english() || page.view.prints("purposes") {
        return None.into();
    }
    let blocks: Vec<&Block> = prose
        .blocks
        .iter()
        .filter(|block| {
            !matches!(block.kind, Kind::Heading(_))
                && !block.quoted
                && prose.is_in(block, "legal_bases")
        })
        .collect();
    let Some(first) = blocks.first() else {
        return None.into();
    };
    if blocks.iter().any(|block| block.kind == Kind::Cell) {
        return None.into();
    }
    let texts: Vec<&str> = blocks.iter().map(|block| prose.of_block(block)).collect();
    // If one block says what a basis is for, the author is assumed to do so
    // throughout.
    let says_for_what = texts
        .iter()
        .any(|text| bases(text) > 0 && (MAPPED.is_in(text) || is_long_item(text)));
    let named = bases(&texts.join("\n"));
    if says_for_what || named < 2 {
        return None.into();
    }
    let list = blocks
        .iter()
        .find(|block| bases(prose.of_block(block)) >= 2)
        .unwrap_or(first);
    Some(Finding::text(list.text.clone())).into()
}

/// Whether a text says much more than the name of one legal basis.
fn is_long_item(text: &str) -> bool {
    bases(text) == 1 && text.split(' ').count() > 12
}
