//! Capitalised words that look like defined terms but are not defined.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::check::view::inside;
use crate::model::language::primary;
use crate::rules::Pattern;

/// Two to four capitalised words after an article or the like, in English, French or Spanish. In
/// German, all nouns are capitalised.
static USED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)(?:\b(?:[Tt]he|[Aa]ny|[Ee]ach|[Ee]very|an?|[Nn]o|[Ss]uch|[Aa]ll|[Yy]our|[Oo]ur|its|[Ll]e|[Ll]a|[Ll]es|[Uu]n|[Uu]ne|[Aa]ucune?|[Tt]out|[Tt]oute|[Cc]haque|des?|du|au|aux|[Ee]l|[Ll]os|[Ll]as|[Uu]na|[Nn]ingún|[Nn]inguna|[Cc]ada|del|al) |\b[Ll]['’])(?<term>\p{Lu}\p{Ll}{2,}(?: (?:(?:de|du|des|del) |d['’])?\p{Lu}\p{Ll}{2,}){1,3})\b",
    )
});

/// A definition in a text.
static DEFINES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)\p{Lu}[\p{L}\d &’'-]{0,60}\**[\s\x{A0}]?[”"“»’']\**,? (?:means?|refers? to|shall mean|has the meaning|désigne(?:nt)?|signifie(?:nt)?|s['’]entend|significan?|designan?|se refiere|se entiende)\b|\((?:collectively,? |together,? |each,? |hereinafter,? |ci-après,? |en adelante,? )?(?:(?:the|a|an|our|your|le|la|les|el|los) )?[“"«] ?\**\p{Lu}[\p{L}\d &’'-]{1,60}\** ?[”"»]\)"#,
    )
});

/// A term that a text defines or names: in quotation marks, in brackets, or at the start of a
/// line before a defining verb or punctuation.
static DEFINED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)[“"„«‘'][\s\x{A0}]?\**(?<quoted>\p{Lu}[\p{L}\d &’'-]{1,60}?)\**[\s\x{A0}]?[”"“»’']|\((?:the |an? |our |le |la |les |el |los |las )?(?<named>\p{Lu}[\p{L}\d &’'-]{1,60})\)|(?m:^)(?<headed>\p{Lu}[\p{L}\d &’'-]{1,60}?)(?: (?:means?|refers?|shall mean|is|are|désigne|signifie|significa|designa|es|son|est|sont)\b| ?[:–—=(-])"#,
    )
});

/// Statements that other texts define the terms of this one.
static ELSEWHERE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:not|otherwise) (?:otherwise )?defined|(?:have|has|had|bear) the (?:same )?meanings?|(?:capitali[sz]ed|defined) (?:terms?|words)|as defined|definitions? (?:in|of|set)|définis? dans|ont le sens|même signification|definid[oa]s? en|tienen? el significado|tendrán el significado)\b",
    )
});

/// Words in the names of laws, authorities, documents, places and services.
static NAMES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:acts?|laws?|regulations?|directives?|code|convention|treaty|framework|shield|clauses?|policy|policies|notice|terms|conditions|agreement|contract|statement|addendum|licen[cs]es?|guidelines?|rules|faq|charter|commission\w*|authority|authorities|court|tribunal|board|office|union|states|kingdom|republic|department|ministry|agency|association|council|parliament|government|cent(?:er|re)|university|bank|registr?y|register|foundation|institute|committee|federation|alliance|society|church|school|college|hospital|museum|club|team|officer|controller|processor|director|manager|ombudsman|economic|area|court|house|street|city|county|district|river|north|south|east|west|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|google|apple|microsoft|facebook|meta|amazon|github|discord|android|windows|internet|web|store|play|maps|analytics|cloud|open|source|creative|commons|public|general|europe\w*|america\w*|english|german|french|spanish|british|swiss|national|federal|state|supreme|high|united|international|world|christmas|easter|new|standards?|community|cover|page|privacy|use|agents?|ministre|ministro|prime|minister|president|sdk|api|app|règlement|loi|code|commission|conseil|cour|tribunal|union|république|comité|autorité|direction|ministère|politique|conditions|contrat|charte|mentions|clauses|délégué\w*|responsable|traitement|données|protection|europ\w+|française|national\w*|ley|reglamento|código|directiva|comisión|consejo|corte|unión|república|agencia|autoridad|ministerio|política|términos|condiciones|contrato|aviso|cláusulas|delegad\w+|tratamiento|datos|protección|español\w*|registro|estado\w*|general\w*)\b",
    )
});

/// The maximum number of undefined terms on a page. A page with more uses capitals for another
/// reason.
const MOST: usize = 4;

/// The same for a contract that defines nothing.
const FEW: usize = 2;

/// A term in lower case, without plural endings.
fn folded(term: &str) -> String {
    let words: Vec<String> = term
        .to_lowercase()
        .split([' ', '-', '\u{a0}'])
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect();
    words.join(" ")
}

/// Terms that a page uses as if they were defined, but does not define.
pub(super) fn undefined(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let language = primary(page.language);
    if !matches!(language, "en" | "fr" | "es") {
        return None.into();
    }
    let mut used: BTreeMap<String, regex::Match<'_>> = BTreeMap::new();
    for found in prose.find_groups(&USED) {
        let (Some(whole), Some(term)) = (found.get(0), found.name("term")) else {
            continue;
        };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        let sentence = &prose.text[prose.sentence(whole.range())];
        let is_shouted = sentence.split(' ').filter(|word| is_capital(word)).count() * 2
            > sentence.split(' ').count();
        if matches!(block.kind, Kind::Heading(_) | Kind::Cell)
            || prose.is_quoted(whole.start())
            || prose.is_in_link(whole.start())
            || NAMES.is_in(term.as_str())
            || is_shouted
        {
            continue;
        }
        used.entry(folded(term.as_str())).or_insert(term);
    }
    if used.is_empty() {
        return None.into();
    }
    let (defined, count) = defined(page);
    let defined = Defined::of(&defined);
    let is_contract = matches!(page.document, "terms" | "eula" | "sale" | "dpa");
    if (count == 0 && !is_contract) || prose.has(&ELSEWHERE) {
        return None.into();
    }
    used.retain(|term, _| !defined.has(term));
    let names = names(page, used.values().map(regex::Match::as_str).collect());
    used.retain(|_, found| !names.contains(found.as_str()));
    if used.len() > if count == 0 { FEW } else { MOST } {
        return None.into();
    }
    let mut found: Vec<regex::Match<'_>> = used.into_values().collect();
    found.sort_by_key(regex::Match::start);
    let findings = found
        .into_iter()
        .map(|term| Finding::text(term.range()).with("term", term.as_str()));
    Verdict::Found(findings.collect())
}

/// The terms that a page defines, prepared for look-ups.
struct Defined<'t> {
    whole: HashSet<&'t str>,
    /// The terms, and what remains of each after any of its words.
    ends: HashSet<&'t str>,
}

impl<'t> Defined<'t> {
    fn of(terms: &'t HashSet<String>) -> Self {
        let ends = |term: &'t String| {
            let tails = term.match_indices(' ').map(|(at, _)| &term[at + 1..]);
            tails.chain([term.as_str()])
        };
        Self {
            whole: terms.iter().map(String::as_str).collect(),
            ends: terms.iter().flat_map(ends).collect(),
        }
    }

    /// Whether a defined term equals this one, ends with it, or is the start of it.
    fn has(&self, term: &str) -> bool {
        let mut starts = term.char_indices().map(|(at, _)| &term[..at]);
        self.ends.contains(term) || starts.any(|start| self.whole.contains(start))
    }
}

/// An article or the like, at the end of a text.
static ARTICLE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:the|any|each|every|an?|no|such|all|your|our|its|these|those|this|that|le|la|les|une?|aucune?|tout|toute|chaque|des?|du|aux?|ce|cette|ces|el|los|las|una?|ningún|ninguna|cada|del|al|est[ae]s?) $|\b(?:l|d)['’]$",
    )
});

/// The continuation of a longer name.
static MORE: Lazy = LazyLock::new(|| Pattern::new(r"(?-i)^(?: (?:and|&|of|for|et|y) | |-)\p{Lu}"));

/// The number of bytes around a term to search for an article or the rest of a longer name.
const AROUND: usize = 12;

/// The text before and after a position, up to `AROUND` bytes each.
fn near(text: &str, at: usize) -> (&str, &str) {
    let (mut start, mut end) = (at.saturating_sub(AROUND), (at + AROUND).min(text.len()));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (&text[start..at], &text[at..end])
}

/// Terms that are names: they occur without an article or in a longer name, or contain a brand
/// or a word of the page's title.
fn names<'t>(page: &Page<'_>, terms: Vec<&'t str>) -> HashSet<&'t str> {
    let title = folded(&page.source.outline.title);
    let title: HashSet<&str> = title.split(' ').collect();
    let text = &page.prose.text;
    let is_bare = |at: usize| !ARTICLE.is_in(near(text, at).0);
    let brands = brands(text);
    let mut names: HashSet<&str> = HashSet::new();
    for term in &terms {
        let is_titled = folded(term).split(' ').any(|word| title.contains(word));
        let has_brand = term.split(' ').any(|word| {
            let mut from = brands.range(word..);
            from.next().is_some_and(|brand| brand.starts_with(word))
        });
        if is_titled || has_brand {
            names.insert(term);
        }
    }
    let Ok(automaton) = AhoCorasick::new(&terms) else {
        return names;
    };
    for found in automaton.find_overlapping_iter(text) {
        if is_bare(found.start()) || MORE.is_in(near(text, found.end()).1) {
            names.insert(terms[found.pattern().as_usize()]);
        }
    }
    names
}

/// Capitalised words inside a sentence without an article, as is typical of brands.
fn brands(text: &str) -> BTreeSet<&str> {
    let mut brands = BTreeSet::new();
    let mut at = 0;
    let mut is_inside = false;
    // “l’Atelier” is two words.
    for word in text.split_inclusive([' ', '’', '\'']) {
        let name = word
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .next();
        if is_inside
            && word.starts_with(char::is_uppercase)
            && text[..at].ends_with(' ')
            && !ARTICLE.is_in(near(text, at).0)
        {
            brands.extend(name);
        }
        is_inside = word.starts_with(char::is_lowercase);
        at += word.len();
    }
    brands
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// The terms that a page defines or names, and the number of its definitions.
fn defined(page: &Page<'_>) -> (HashSet<String>, usize) {
    let prose = &page.prose;
    let mut known = HashSet::new();
    for found in prose.find_groups(&DEFINED) {
        let terms = ["quoted", "named", "headed"];
        let mut terms = terms.iter().filter_map(|name| found.name(name));
        if let Some(term) = terms.next() {
            known.insert(folded(term.as_str()));
        }
    }
    for entry in page.view.list("defined_terms").unwrap_or_default() {
        for term in inside(entry.value, "term") {
            known.insert(folded(&crate::check::view::word(term)));
        }
    }
    let count = prose.find(&DEFINES).count();
    // Titles, and names in the facts.
    let titles = page.source.outline.sections.iter();
    known.extend(titles.map(|section| folded(&section.title)));
    known.insert(folded(&page.source.outline.title));
    for path in [
        "service.name",
        "company.legal_name",
        "company.trading_names",
    ] {
        let names = page.view.values(path);
        known.extend(
            names
                .into_iter()
                .map(|name| folded(&crate::check::view::word(name))),
        );
    }
    (known, count)
}
