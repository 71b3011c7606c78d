//! Companies that a text names, or describes without naming them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Verdict;
use super::words::{Lazy, is_whole};
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind, Prose};
use crate::check::view;
use crate::rules::Pattern;
use crate::rules::prefilter::Needles;
use crate::rules::vendors::{self, Vendor};

/// The names of all vendors, and an automaton that finds them.
struct Vendors {
    names: Vec<Name>,
    /// An automaton for all names, in the same order.
    automaton: Option<AhoCorasick>,
}

struct Name {
    text: &'static str,
    needles: Needles,
    owner: usize,
}

static KNOWN: LazyLock<Vendors> = LazyLock::new(|| {
    let mut names: Vec<Name> = Vec::new();
    for (owner, vendor) in vendors::all().iter().enumerate() {
        let name = (!vendor.ambiguous).then_some(&vendor.name);
        let called = name.into_iter().chain(&vendor.aliases);
        names.extend(called.chain(&vendor.domains).map(|text| Name {
            text,
            needles: Needles::of_word(text),
            owner,
        }));
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.iter().map(|name| name.text))
        .ok();
    Vendors { names, automaton }
});

/// The vendors that a text names, with their ranges in the text.
pub(super) fn named(text: &str) -> impl Iterator<Item = (&'static Vendor, std::ops::Range<usize>)> {
    let known = &*KNOWN;
    let automaton = known.automaton.iter();
    automaton
        .flat_map(move |automaton| automaton.find_iter(text))
        .filter(move |found| {
            let range = found.range();
            // Skip the hosts of email addresses and parts of other domains.
            let before = text[..range.start].chars().next_back();
            let after = &text[range.end..];
            is_whole(text, &range)
                && !matches!(before, Some('@' | '.' | '-' | '/'))
                && !after.starts_with('-')
                && !after
                    .strip_prefix('.')
                    .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        })
        .map(move |found| {
            let owner = known.names[found.pattern().as_usize()].owner;
            (&vendors::all()[owner], found.range())
        })
}

/// Whether a page may name any vendor. Few pages do, so this saves most of them a scan with the
/// automaton.
fn may_name_any(prose: &Prose<'_>) -> bool {
    let is_in = |name: &Name| prose.may_have(&name.needles) && prose.text.contains(name.text);
    KNOWN.names.iter().any(is_in)
}

impl Vendor {
    /// Whether one of these lower-case texts mentions the vendor.
    fn is_in(&self, declared: &[String]) -> bool {
        let names = std::iter::once(&self.name)
            .chain(&self.aliases)
            .chain(&self.company)
            .chain(&self.group);
        let names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
        declared.iter().any(|text| {
            names.iter().any(|name| {
                text.match_indices(name.as_str())
                    .any(|(at, _)| is_whole(text, &(at..at + name.len())))
            })
        })
    }
}

/// Facts that declare companies or describe the author.
const DECLARING: &[&str] = &[
    "subprocessors.legal_name",
    "subprocessors.trading_name",
    "subprocessors.services",
    "recipients.name",
    "recipients.class",
    "cookies.provider",
    "data_categories.source_detail",
    "data_categories.recipients",
    "data_categories.disclosed_to",
    "consent_manager.vendor",
    "company.legal_name",
    "company.trading_names",
    "company.former_names.name",
    "controllers.legal_name",
    "service.name",
];

fn declared(page: &Page<'_>) -> Vec<String> {
    DECLARING
        .iter()
        .flat_map(|path| page.view.values(path))
        .map(|value| view::word(value).to_lowercase())
        .collect()
}

/// Words after a vendor's name that refer to a secret held by its customers, such as “API key”.
static SECRET: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:[ \x{A0}](?:API|access|secret|personal|private|deploy|IAM|SSH|OAuth|bot|service|account))*[ \x{A0}](?:tokens?|keys?|secrets?|credentials?)\b",
    )
});

/// Words of sentences about the past.
static PAST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(until (\w+ )?\d{4}|formerly|previously|no longer|used to|in the past|(is|are) now|stopped|discontinued|switched off)\b",
    )
});

/// Vendors that are mentioned but not listed.
pub(super) fn mentioned_not_listed(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    if !may_name_any(prose) {
        return None.into();
    }
    let mut known: Option<Vec<String>> = None;
    let mut seen: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for (vendor, range) in named(&prose.text) {
        let Some(block) = prose.block_at(range.start) else {
            continue;
        };
        let text = &prose.text[range.clone()];
        let is_address = prose.is_in_link(range.start) && text.contains('.');
        if is_address
            || seen.contains(&vendor.name.as_str())
            || matches!(block.kind, Kind::Heading(_))
            || prose.is_quoted(range.start)
            || SECRET.is_in(&prose.text[range.end..block.text.end])
            || page.is_denied(range.clone())
            || PAST.is_in(&prose.text[prose.sentence(range.clone())])
        {
            continue;
        }
        seen.push(&vendor.name);
        let known = known.get_or_insert_with(|| declared(page));
        if !vendor.is_in(known) {
            let text = text.to_owned();
            findings.push(Finding::text(range).with("match", text));
        }
    }
    Verdict::Found(findings)
}

static DESCRIBED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:our|an?|the|some|third[- ]party|external)(?: (?:own|external|third[- ]party|trusted|selected|outside|specialised|specialized))* (?:(?:payment|hosting|cloud(?: (?:hosting|infrastructure|storage))?|analytics|e-?mail(?: delivery)?|infrastructure|newsletter|crm|customer support|support desk|helpdesk|error[- ]tracking|monitoring|advertising|marketing automation|web analytics|card|backup)(?: services?)? (?:provider|processor|vendor|host|platform|company)s?)\b",
    )
});

static CHOSEN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(you (use|choose|chose|connect|select|link|authori[sz]e)|your (own )?(choice|choosing)|of your own|you[’']ve (connected|chosen)|if you)\b",
    )
});

/// A name right after the description of a company.
static NAMED_AFTER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?: is|,| \(| –| —|:)? ?(?:(?:currently|such as|namely|called|named|e\.g\.|i\.e\.|including|is) )*(?-i:\p{Lu}[\w.&-]+)",
    )
});

/// A name that the sentences around a description give to a company: “sent using Postbrook”, or the
/// text of a link to “Postbrook’s privacy policy”.
static NAMED_NEAR: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?-i)\b(?:[Uu]sing|[Vv]ia|[Tt]hrough|[Ww]e use|[Pp]rovided by|[Pp]owered by|[Hh]osted (?:by|with|on|at)|[Pp]rocessed by|[Hh]andled by|[Ss]ent (?:by|with|to)|called|named) (?:the )?(?:[A-HJ-NP-SVXZ]|B[a-km-z]|C[a-np-z]|I[a-mo-z]|O[a-su-z]|T[a-gi-z]|U[a-rt-z]|W[a-df-hj-z]|Y[a-np-z])[A-Za-z]*[a-z][\w.-]*|\b(?:[A-NP-SU-XZ]|O[a-tv-z]|T[a-gi-z]|Y[a-np-z])[\w.-]{2,}(?:[’']s?)? [Pp]rivacy (?:[Pp]olicy|[Nn]otice|[Ss]tatement)",
    )
});

/// Words that such a pattern may take for names.
const NOT_NAMES: &[&str] = &[
    "Website",
    "Site",
    "Service",
    "Services",
    "App",
    "Application",
    "Platform",
    "Products",
    "Cookies",
    "Company",
    "Wi",
    "Bluetooth",
    "European",
    "Union",
    "Privacy",
    "Policy",
    "Customer",
    "Personal",
    "Data",
    "Account",
    "Standard",
    "Full",
    "Complete",
    "Read",
    "See",
    "General",
    "Client",
    "User",
    "Users",
    "English",
    "Law",
    "JavaScript",
    "Secure",
    "Local",
    "Cookie",
];

/// Whether a text gives a company a name.
fn gives_name(text: &str) -> bool {
    NAMED_NEAR.find(text).any(|found| {
        let words = found.as_str().split([' ', '-']);
        let mut capitalised = words.filter(|word| word.starts_with(char::is_uppercase));
        let is_first_of_sentence = |word: &str| {
            [
                "Using",
                "Via",
                "Through",
                "We",
                "Provided",
                "Powered",
                "Hosted",
                "Processed",
                "Handled",
                "Sent",
            ]
            .contains(&word)
        };
        let name = capitalised.find(|word| !is_first_of_sentence(word));
        name.is_some_and(|name| !NOT_NAMES.contains(&name.trim_end_matches(['.', ','])))
    })
}

/// The maximum number of blocks below a description to search for a name.
const BELOW: usize = 12;

/// The texts around a block that may name a recipient: the heading of its section, the next
/// paragraph and the list that it introduces.
fn around<'p>(page: &'p Page<'_>, block: &Block) -> Vec<&'p str> {
    let prose = &page.prose;
    let sections = &page.source.outline.sections;
    let heading = block.section.and_then(|section| sections.get(section));
    let at = prose
        .blocks
        .partition_point(|other| other.text.start <= block.text.start);
    let below = prose.blocks[at..].iter().take(BELOW);
    let introduces = prose.of_block(block).trim_end().ends_with(':');
    let below = below.enumerate().take_while(|(index, other)| {
        other.section == block.section
            && (*index == 0 || (introduces && matches!(other.kind, Kind::Item | Kind::Cell)))
    });
    let below = below.map(|(_, other)| prose.of_block(other));
    let heading = heading.map(|section| section.title.as_str());
    heading.into_iter().chain(below).collect()
}

/// Whether the host of a URL belongs to a vendor.
fn names_vendor(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let (host, _) = host.rsplit_once('.').unwrap_or_default();
    let name = host.rsplit('.').next().unwrap_or_default();
    KNOWN.names.iter().any(|known| {
        known
            .text
            .split('.')
            .next()
            .is_some_and(|text| text.eq_ignore_ascii_case(name))
    })
}

/// Recipients that are described but not named.
pub(super) fn unnamed_recipient(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    if !page.is_english() {
        return None.into();
    }
    let mut names: Option<Vec<String>> = None;
    let mut findings = Vec::new();
    let mut last_block = usize::MAX;
    for found in prose.find(&DESCRIBED) {
        let Some(block) = prose.block_at(found.start()) else {
            continue;
        };
        let sentence = &prose.text[prose.sentence(found.range())];
        if block.text.start == last_block
            || matches!(block.kind, Kind::Heading(_) | Kind::Cell)
            || prose.is_quoted(found.start())
            || page.is_denied(found.range())
            || CHOSEN.is_in(sentence)
            || block.call != crate::template::source_map::CallId::POLICY
        {
            continue;
        }
        let text = prose.of_block(block);
        let names = names.get_or_insert_with(|| {
            let paths = [
                "subprocessors.legal_name",
                "subprocessors.trading_name",
                "recipients.name",
            ];
            let values = paths.iter().flat_map(|path| page.view.values(path));
            values.map(view::word).collect()
        });
        let leads_there = prose.links.iter().any(|link| {
            block.text.contains(&link.text.start) && {
                let to = link.to.to_lowercase();
                names_vendor(&to)
                    || to.contains("subprocessor")
                    || to.contains("sub-processor")
                    || to.contains("recipient")
            }
        });
        let is_named = |text: &str| {
            names.iter().any(|name| text.contains(name.as_str()))
                || named(text).next().is_some()
                || super::names::FORM.is_in(text)
                || gives_name(text)
        };
        let near = around(page, block);
        let is_named = is_named(text)
            || NAMED_AFTER.is_in(&prose.text[found.end()..block.text.end])
            || near.iter().any(|near| is_named(near));
        if !leads_there && !is_named {
            last_block = block.text.start;
            findings.push(Finding::text(found.range()).with("match", found.as_str()));
        }
    }
    Verdict::Found(findings)
}
