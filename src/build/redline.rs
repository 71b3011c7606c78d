//! The texts of policies, as on their pages, for redlines, and the page of a redline.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::draft::{self, Draft};
use super::linked;
use super::merge::{Merged, merge};
use super::policy::Policies;
use super::released::of_policy;
use crate::base::address;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::page::PageId;
use crate::link::Index;
use crate::load::Site;
use crate::model::language::Language;
use crate::publish;
use crate::redline::{self, FactChange, Report, Text};
use crate::releases::Release;
use crate::render::Csp;
use crate::render::data::{BrandData, RedlineData, SiteData, direction};

/// A version of a policy to compare with another.
#[derive(Debug)]
pub struct TextVersion {
    /// Its text, with facts, clauses and links.
    pub text: Text,
    /// Its title.
    pub title: String,
    /// Its version, if its front matter states one.
    pub version: Option<String>,
    /// Its language.
    pub language: Arc<Language>,
    /// Its facts.
    pub facts: VersionFacts,
}

/// The facts of a version.
#[derive(Debug)]
pub struct VersionFacts {
    /// All facts that apply to it; `None` for a release, which keeps only printed facts.
    all: Option<Map>,
    /// The facts that its text prints.
    printed: Map,
    /// The names of the facts that it mentions.
    names: Vec<&'static str>,
}

impl VersionFacts {
    fn of(policies: &Policies<'_>, merged: &Merged) -> Self {
        let all = merged.own.as_ref().unwrap_or(&policies.site.facts);
        let printed = merged.facts(policies.site).into_iter();
        Self {
            all: (!merged.released).then(|| all.values().clone()),
            printed: printed
                .map(|(name, value)| (Key::Str(name), value))
                .collect(),
            names: merged.facts.names().collect(),
        }
    }

    /// The changes since another version, in facts that either text mentions. For releases, only
    /// the printed facts are known.
    pub fn since(&self, old: &Self, language: &Language) -> Vec<FactChange> {
        let names = [&old.names[..], &self.names].concat();
        let (old, new) = match (&old.all, &self.all) {
            (Some(old), Some(new)) => (old, new),
            _ => (&old.printed, &self.printed),
        };
        redline::facts::compare_printed(old, new, &names, language)
    }
}

impl TextVersion {
    /// The text of a policy, merged.
    pub(super) fn of(
        policies: &Policies<'_>,
        index: &Index<'_>,
        page: PageId,
        merged: &Merged,
    ) -> Option<Self> {
        let facts = VersionFacts::of(policies, merged);
        policies.read_linked(index, page, merged, &mut Vec::new(), |links| Self {
            text: Text::of(&links.linked, &merged.language.words.page),
            title: links.linked.document.outline.title.clone(),
            version: merged.draft.front_matter.version.clone(),
            language: Arc::clone(&merged.language),
            facts,
        })
    }

    /// The text of a release on the first day on which it applies.
    pub(super) fn of_release(
        policies: &Policies<'_>,
        index: &Index<'_>,
        page: PageId,
        policy: &Draft,
        release: &Release,
    ) -> Option<Self> {
        let draft = of_policy(policy, release, release.effective);
        let merged = Merged::of_release(policies.site, draft, release, &mut Vec::new());
        Self::of(policies, index, page, &merged)
    }

    /// The facts that changed since another version.
    pub fn facts_since(&self, old: &Self) -> Vec<FactChange> {
        self.facts.since(&old.facts, &self.language)
    }
}

/// Today's text of a policy, given by its position in the tree. `faults` are those of loading. If
/// faults prevent making the text, they are returned instead.
pub fn text_version(
    site: &Site,
    policy: usize,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<Result<TextVersion, Vec<Diagnostic>>> {
    let page = PageId::working(policy);
    let (found, diagnostics) = linked::read(site, faults, |policies, index| {
        let draft = draft::read(site, policy).draft?;
        let merged = merge(site, &site.evaluator, draft, &mut Vec::new())?;
        TextVersion::of(policies, index, page, &merged)
    })?;
    let file = site.tree.shown(&site.tree.policies[policy]);
    // The text lacks its faulty parts, which would be missing from the comparison. Broken links
    // keep their words.
    let is_lossy = |fault: &Diagnostic| {
        let mut labels = fault.labels.iter();
        fault.severity == Severity::Error
            && !fault.code.id.starts_with("REF")
            && labels.any(|label| label.place.source.path == file)
    };
    Ok(match found.flatten() {
        Some(found) if !diagnostics.iter().any(is_lossy) => Ok(found),
        Some(_) => Err(diagnostics.into_iter().filter(is_lossy).collect()),
        None => Err(diagnostics),
    })
}

/// The text of a released version of a policy. Returns `None` if the policy can’t be read.
pub fn release_version(
    site: &Site,
    policy: usize,
    release: &Release,
) -> anyhow::Result<Option<TextVersion>> {
    let page = PageId::working(policy);
    let (found, _) = linked::read(site, Vec::new(), |policies, index| {
        let draft = draft::read(site, policy).draft?;
        TextVersion::of_release(policies, index, page, &draft, release)
    })?;
    Ok(found.flatten())
}

/// Finds a policy by its path, relative to the root or to the policies’ folder, with or without its
/// extension, or by the path of its page.
pub fn find_policy(site: &Site, name: &str) -> Option<usize> {
    let name = name.strip_prefix("./").unwrap_or(name);
    let folder = format!("{}/", site.tree.folder);
    let below = match site.tree.folder.is_empty() {
        true => name,
        false => name.strip_prefix(&folder).unwrap_or(name),
    };
    let with_endings = ["", ".md", ".markdown"].map(|ending| format!("{below}{ending}"));
    let by_path = with_endings.iter().find_map(|path| site.tree.policy(path));
    let by_address = || {
        let policies = &site.tree.policies;
        let wanted = below.trim_end_matches('/');
        policies
            .iter()
            .position(|path| address::of_policy(path, None).trim_end_matches('/') == wanted)
    };
    by_path.or_else(by_address)
}

/// A redline as a standalone page, in the theme of a site.
pub fn redline_page(site: &Site, report: &Report<'_>) -> anyhow::Result<Vec<u8>> {
    let mut content = String::new();
    redline::body(report, None, &mut content);
    let sheet = |wanted| {
        let mut assets = site.theme.assets().iter();
        let (_, bytes) = assets.find(|(path, _)| path == wanted)?;
        std::str::from_utf8(bytes).ok()
    };
    let styles: Vec<&str> = STYLESHEETS.into_iter().filter_map(sheet).collect();
    let styles = styles.join("\n");
    // `</` could close the `style` element.
    let can_stand = !styles.is_empty() && !styles.contains("</");
    let styles = can_stand.then_some(styles.as_str());
    let csp = match styles {
        Some(styles) => site.theme.csp().with_style(styles),
        None => Csp::clone(site.theme.csp()),
    };
    let language = report.language;
    let data = SiteData {
        title: site.settings.title.clone(),
        language: site.settings.language.clone(),
        direction: direction(&site.settings.language),
        base_url: site.settings.base_url.as_ref().map(ToString::to_string),
        // The path from the file to the site is unknown.
        documents: Vec::new(),
        frames: BTreeMap::new(),
        home: None,
        owner: None,
        links: Vec::new(),
        footer_links: Vec::new(),
        extra_css: None,
        feed: None,
        brand: BrandData::default(),
        csp: Value::safe_string(&csp.meta()),
        extra: site.settings.extra.clone(),
    };
    let root = data.base_url.clone().unwrap_or_default();
    let page = RedlineData {
        title: report.heading(),
        versions: report.versions(),
        language: language.tag.clone(),
        direction: direction(&language.tag),
        href: String::new(),
        document: None,
        history: None,
        styles: styles.map(Value::safe_string),
    };
    let limit = site.settings.limits.evaluation;
    let renderer = site.theme.renderer(&data, language, limit);
    let rendered = renderer.redline(&page, language, &content, &root);
    rendered.map_err(|fault| anyhow::anyhow!("can't render the redline: {}", fault.message))
}

/// The stylesheets of redlines, in order.
const STYLESHEETS: [&str; 2] = ["assets/policygen.css", publish::REDLINE_STYLES];
