//! Subprocessors and agreements with processors.

use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::base::dates::{self, Date};
use crate::base::duration::Duration;
use crate::check::evaluate::{Finding, Page, Question};
use crate::check::view::{self, Item, inside};
use crate::rules::Pattern;
use crate::template::source_map::CallId;

/// The entries of `subprocessors` that customers are notified about: all except those used only
/// where the company itself is the controller.
fn announced_to_customers<'a>(page: &'a Page<'_>) -> impl Iterator<Item = Item<'a>> {
    let list = page.view.list("subprocessors").unwrap_or_default();
    let works_for_us = |entry: &Item<'_>| {
        let role = inside(entry.value, "role");
        role.first().and_then(|role| role.as_str()) == Some("processor")
    };
    list.into_iter().filter(move |entry| !works_for_us(entry))
}

fn date(entry: Item<'_>, field: &str) -> Option<Date> {
    dates::parse(inside(entry.value, field).first()?.as_str()?)
}

/// A finding on an entry, with the promised notice period.
fn on_entry(page: &Page<'_>, entry: Item<'_>, notice: &Duration) -> Finding {
    let mut finding = Finding::somewhere(page.view.place_of(entry))
        .with("value", page.english.duration(notice))
        .label(
            page.view.place("subprocessor_policy.notice_period"),
            "the promised notice period",
        );
    finding.entry = Some(("subprocessors".to_owned(), entry.index));
    finding
}

/// Subprocessors that start before their notice period ends.
pub(super) fn notice_period_honoured(page: &Page<'_>) -> Verdict {
    let Some(notice) = page.view.duration("subprocessor_policy.notice_period") else {
        return None.into();
    };
    let findings = announced_to_customers(page).filter_map(|entry| {
        let (announced, effective) = (date(entry, "announced_on")?, date(entry, "effective_on")?);
        let is_gone = date(entry, "removed_on").is_some_and(|date| date <= page.today);
        if is_gone || effective >= dates::after(announced, &notice) {
            return None;
        }
        let finding = on_entry(page, entry, &notice)
            .with("effective_on", effective.to_string())
            .with("announced_on", announced.to_string());
        Some(finding)
    });
    Verdict::Found(findings.collect())
}

/// Future subprocessors without an announcement date.
pub(super) fn announcement_dated(page: &Page<'_>) -> Verdict {
    let Some(notice) = page.view.duration("subprocessor_policy.notice_period") else {
        return None.into();
    };
    let findings = announced_to_customers(page).filter_map(|entry| {
        let effective = date(entry, "effective_on")?;
        if effective <= page.today || !inside(entry.value, "announced_on").is_empty() {
            return None;
        }
        let finding = on_entry(page, entry, &notice);
        Some(finding.with("effective_on", effective.to_string()))
    });
    Verdict::Found(findings.collect())
}

static AGREEMENT: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\bdata processing (?:agreement|addendum)s?\b|(?-i:\bDPAs?\b)|auftragsverarbeitungsvertr\w*|(?-i:\bAVV\b)",
    )
});

/// Words showing that the text offers the agreement.
static OFFERED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:customers?|clients?|subscribers?|controllers|kunden?|auftraggebern?|clients|clientes?)\b|\bour (?:[\w-]+ ){0,3}(?:data processing (?:agreement|addendum)|(?-i:DPA|AVV))\b|\b(?:unser\w*|notre|nuestro) (?:[\w-]+ ){0,2}(?:auftragsverarbeitungsvertr\w*|(?-i:AVV|DPA))\b|\bpart of (?:every|the|your|these|our) (?:contract|agreement|terms)",
    )
});

/// Words showing that the agreement is with others, or that `DPA` means something else.
static OTHERWISE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\bsub-?processors?\b|\b(?:our|all|with|these|those|such) (?:\w+ ){0,2}(?:vendors|suppliers|providers|processors|partners|recipients|affiliates)\b|\bservice providers?\b|\bauthorit(?:y|ies)\b|\b(?:relevant|competent|local|national|lead|your|the|EU|a) DPAs?,? (?:of|in|for|where|may|can)\b|\b(?:relevant|competent|local|national|lead) DPAs?\b|\bby a DPA\b|\bDPA,? ?(?:19|20)\d\d|\bData Protection Act\b|\bcomplain|\bunterauftrag|\bdienstleister|aufsichtsbehörde|\bwith (?:us|each other)\b|\bwith (?:the |our )?(?-i:\p{Lu})|\bmit (?:der |dem |unserem? )?(?:Firma |Anbieter |Dienstleister )?(?-i:\p{Lu})\w+ (?:GmbH|AG|Inc|Ltd|SE|LLC)|\brequires? (?:\w+ ){0,3}to (?:execute|enter|sign)|\b(?:intra-?group|internal|group companies)\b|\bcontrat de sous-traitance avec\b|\bconflict\b",
    )
});

/// Words showing that `DPA` means an authority or an act.
static AUTHORITY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"\b(?:authorit(?:y|ies)|autorités? de (?:contrôle|protection[^.\n]{0,20})|Act)\b[^.\n]{0,60}\([“"«„' *]{0,3}DPAs?\b|\bDPAs?\b[^.\n]{0,40}\b(?:authorit(?:y|ies)|members(?:_\w+)?)\b"#,
    )
});

/// URLs of data processing agreements.
static ADDRESS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\bdpa\b|data[-_]?processing|processing[-_](?:agreement|addendum|terms)|auftragsverarbeitung|\bavv\b",
    )
});

/// A data processing agreement that is offered but not linked.
pub(super) fn dpa_reachable(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let is_authority = prose.has(&AUTHORITY);
    let meant = prose.find(&AGREEMENT).find(|found| {
        let sentence = &prose.text[prose.sentence(found.range())];
        let own = prose.block_at(found.start()).map(|block| block.call);
        let is_other = is_authority && found.as_str().starts_with("DPA");
        !is_other
            && OFFERED.is_in(sentence)
            && !OTHERWISE.is_in(sentence)
            && !prose.is_quoted(found.start())
            && !page.is_denied(found.range())
            && own == Some(CallId::POLICY)
    });
    let Some(meant) = meant else {
        return None.into();
    };
    let url = page.view.values("dpa.url");
    let around = prose
        .block_at(meant.start())
        .map(|block| block.text.clone());
    let is_linked = prose.links.iter().any(|link| {
        let names_it = prose
            .text
            .get(link.text.clone())
            .is_some_and(|text| AGREEMENT.is_in(text));
        let leads_out = link.to.contains("://");
        let is_near = around
            .as_ref()
            .is_some_and(|block| block.contains(&link.text.start));
        url.iter().any(|url| view::word(url) == link.to)
            || (names_it && !link.to.starts_with('#'))
            || (leads_out && (is_near || ADDRESS.is_in(&link.to)))
    });
    if is_linked {
        return None.into();
    }
    let finding = Finding::text(meant.range()).with("match", meant.as_str());
    let questions: Vec<Question> = page
        .links_to
        .iter()
        .map(|page| Question::IsOf((*page).to_owned(), "dpa".to_owned()))
        .collect();
    match questions.is_empty() {
        true => Verdict::Found(vec![finding]),
        false => Verdict::Ask(questions, vec![finding]),
    }
}
