//! Prepares releases: what they will contain, and whether they are allowed.

use std::sync::Arc;

use tera::Map;

use super::draft;
use super::freeze::{Frozen, freeze};
use super::refusal::{more_than_wording, refusal, refuse};
use crate::base::dates::{self, Date};
use crate::base::diagnostic::fix::Rewrite;
use crate::base::diagnostic::{Diagnostic, codes, has_errors};
use crate::base::source::Source;
use crate::base::text::counted;
use crate::load::Site;
use crate::model::front_matter::{self, Changes, HistoryEntry};
use crate::model::record::Record;
use crate::releases::{self, Draft, Origin, Release, Weight, file_name, policy_name};
use crate::render::content;

/// The requested metadata of a release. Anything omitted is taken from the policy’s front matter.
#[derive(Debug, Default)]
pub struct Request {
    /// The policy, by its position in the tree.
    pub policy: usize,
    /// The version.
    pub version: Option<String>,
    /// The date from which it applies.
    pub effective: Option<Date>,
    /// What changed.
    pub note: Option<String>,
    /// How much changed.
    pub weight: Option<Weight>,
}

/// A release that can be written.
#[derive(Debug)]
pub struct Ready {
    /// The file of the release, from the root.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The version.
    pub version: String,
    /// The date from which it applies.
    pub effective: Date,
    /// The policy with the release's metadata added to its front matter, if anything is new.
    pub policy: Option<Rewrite>,
    /// A warning to review before readers see the release.
    pub warning: Option<Diagnostic>,
}

/// Prepares a release of today's text of a policy. Returns the site with the updated policy, the
/// release, and the faults. The release is `None` if it is refused.
pub fn prepare(
    site: Site,
    request: &Request,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Site, Option<Ready>, Vec<Diagnostic>)> {
    let read = draft::read(&site, request.policy);
    let (Some(policy), false) = (read.draft, has_errors(&read.faults)) else {
        let faults = [faults, read.faults].concat();
        return Ok((site, None, faults));
    };
    let plan = match plan(&site, request, &policy) {
        Ok(plan) => plan,
        Err(fault) => return Ok((site, None, [faults, vec![*fault]].concat())),
    };
    let edited = front_matter::edit(&policy.source, &plan.changes);
    let edited = edited.filter(|text| *text != policy.source.text);
    let site = match &edited {
        Some(text) => site.with_policy(Source::new(policy.source.path.clone(), text.as_str())),
        None => site,
    };
    let (frozen, mut faults) = freeze(&site, request.policy, faults)?;
    let Some(frozen) = frozen.filter(|_| !has_errors(&faults)) else {
        return Ok((site, None, faults));
    };
    let chain = site.releases.of(&site.tree.policies[request.policy]);
    let fault = chain.and_then(|chain| refusal(&site, &plan, &frozen, chain, &policy));
    if let Some(fault) = fault {
        faults.push(fault);
        return Ok((site, None, faults));
    }
    let warning = chain
        .and_then(|chain| chain.last())
        .filter(|_| plan.weight == Weight::Editorial)
        .and_then(|last| more_than_wording(&frozen, last, &policy.source));
    let rewrite = edited.map(|text| Rewrite {
        source: policy.source,
        text,
    });
    match ready(&site, request.policy, plan, frozen)? {
        Ok(ready) => {
            let ready = Ready {
                policy: rewrite,
                warning,
                ..ready
            };
            Ok((site, Some(ready), faults))
        }
        Err(fault) => {
            faults.push(*fault);
            Ok((site, None, faults))
        }
    }
}

/// The version that a policy states.
pub fn stated_version(site: &Site, policy: usize) -> Option<String> {
    draft::read(site, policy).draft?.front_matter.version
}

/// The metadata of a release.
pub(super) struct Plan {
    pub(super) version: String,
    pub(super) effective: Date,
    pub(super) note: Option<String>,
    pub(super) weight: Weight,
    pub(super) origin: Origin,
    /// The front matter changes for metadata that the policy does not state yet.
    pub(super) changes: Changes,
}

/// The file of a release and its text, or a fault if no build could read it.
pub(super) fn ready(
    site: &Site,
    policy: usize,
    plan: Plan,
    frozen: Frozen,
) -> anyhow::Result<Result<Ready, Box<Diagnostic>>> {
    let days = frozen.later.len();
    let text = releases::write(&file(site, &plan, frozen, last(site, policy).as_deref()))?;
    let folder = &site.settings.paths.releases;
    let name = policy_name(&site.tree.policies[policy]);
    let path = format!("{folder}/{name}/{}.md", file_name(&plan.version));
    let written = Source::new(path.as_str(), text.as_str());
    let mut found = Vec::new();
    if releases::read(&written, &mut found).is_none() {
        let why = found.first().map_or("", |fault| fault.message.as_str());
        let message =
            format!("the text can’t be frozen: the release could not be read back: {why}");
        let fault = Diagnostic::new(&codes::NOT_FREEZABLE, message)
            .path(site.tree.shown(&site.tree.policies[policy]))
            .help(format!(
                "the text changes on {}; remove dates in the distant future from the facts that the text prints, and add them in a later release",
                counted(days, "later day", "later days")
            ));
        return Ok(Err(Box::new(fault)));
    }
    Ok(Ok(Ready {
        path,
        text,
        version: plan.version,
        effective: plan.effective,
        policy: None,
        warning: None,
    }))
}

pub(super) fn last(site: &Site, policy: usize) -> Option<Arc<Release>> {
    let chain = site.releases.of(&site.tree.policies[policy])?;
    chain.last().map(Arc::clone)
}

/// Combines the request with the policy's front matter.
fn plan(site: &Site, request: &Request, policy: &draft::Draft) -> Result<Plan, Box<Diagnostic>> {
    let today = site.evaluator.as_of().date();
    let front_matter = &policy.front_matter;
    let last = last(site, request.policy);
    let version = request.version.as_ref().or(front_matter.version.as_ref());
    let Some(version) = version else {
        let message = "the release has no version".to_owned();
        let fault = refuse(&codes::RELEASE_VERSION, message, &policy.source);
        return Err(Box::new(
            fault.help("set one with `--version`, such as `--version 1.0`"),
        ));
    };
    let values = policy.facts.as_ref().map(|layer| layer.values.clone());
    let noted = noted(&values.unwrap_or_default(), version);
    let effective = request.effective.or_else(|| {
        let new = |date: &Date| {
            last.as_ref()
                .is_none_or(|last| *date > last.effective && *version != last.version)
        };
        let stated = front_matter.effective.filter(new);
        stated.or(noted.effective.filter(new))
    });
    let effective = effective.unwrap_or(today);
    let note = request.note.clone().or(noted.note.clone());
    let weight = request.weight.or(noted.weight).unwrap_or(match last {
        None => Weight::Material,
        Some(_) => Weight::Minor,
    });
    let is_entered = noted.note.is_some();
    let changes = Changes {
        version: (front_matter.version.as_ref() != Some(version)).then(|| version.clone()),
        updated: (front_matter.updated.is_none_or(|date| date < today)).then_some(today),
        effective: (request.effective.is_some() && front_matter.effective != Some(effective)
            || front_matter.effective.is_some_and(|date| date < effective))
        .then_some(effective),
        entry: note
            .clone()
            .filter(|_| !is_entered)
            .map(|summary| HistoryEntry {
                version: version.clone(),
                date: today,
                effective,
                summary,
                material: weight == Weight::Material,
            }),
    };
    Ok(Plan {
        version: version.clone(),
        effective,
        note,
        weight,
        origin: Origin::Policy,
        changes,
    })
}

/// The entry of a version in `history`.
#[derive(Default)]
struct Noted {
    note: Option<String>,
    effective: Option<Date>,
    weight: Option<Weight>,
}

fn noted(facts: &Map, version: &str) -> Noted {
    let history = Record::from(facts).list("history");
    let of_version = |entry: &Record<'_>| entry.text("version").as_deref() == Some(version);
    let Some(found) = Record::all(history).find(of_version) else {
        return Noted::default();
    };
    Noted {
        note: found.text("summary").map(Into::into),
        effective: found.word("effective").and_then(dates::parse),
        weight: found.flag("material").map(|material| match material {
            true => Weight::Material,
            false => Weight::Minor,
        }),
    }
}

/// The release as it will be written.
fn file<'a>(site: &Site, plan: &'a Plan, frozen: Frozen, last: Option<&Release>) -> Draft<'a> {
    let content = frozen.digest().to_string();
    Draft {
        version: &plan.version,
        released: site.evaluator.as_of().date(),
        effective: plan.effective,
        updated: frozen.front_matter.updated,
        weight: plan.weight,
        note: plan.note.as_deref(),
        origin: plan.origin,
        title: frozen.title,
        doc_type: frozen.doc_type,
        summary: frozen.front_matter.summary,
        language: frozen.language,
        numbering: frozen.numbering,
        clauses: frozen.clauses,
        facts: frozen.facts,
        files: frozen.files,
        text: frozen.text,
        later: frozen.later,
        content,
        content_kind: content::KIND,
        previous: last.map(|last| last.digest.to_string()),
    }
}
