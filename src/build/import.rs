//! Imports texts from before the first release.

use std::sync::Arc;

use super::draft;
use super::freeze::{Frozen, freeze};
use super::refusal::{out_of_order, refuse};
use super::release::{Plan, Ready, Request, ready};
use super::released::soften;
use crate::base::diagnostic::{Diagnostic, codes, has_errors};
use crate::base::escape;
use crate::base::source::Source;
use crate::load::Site;
use crate::model::front_matter::{self, Changes};
use crate::releases::{Origin, Weight};
use crate::template::tags;

/// Prepares a release of `text`, an older text of a policy: Markdown with nothing left to evaluate.
/// Returns `None` if the release is refused.
pub fn import(
    site: Site,
    request: &Request,
    text: &Arc<Source>,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Option<Ready>, Vec<Diagnostic>)> {
    let mut found = Vec::new();
    let plan = match plan(&site, request, text) {
        Ok(plan) => plan,
        Err(fault) => return Ok((None, vec![*fault])),
    };
    let read = draft::read(&site, request.policy);
    let (Some(policy), Some(parts)) = (read.draft, front_matter::split(text, &mut found)) else {
        return Ok((None, [found, read.faults].concat()));
    };
    let body = &text.text[parts.body.clone()];
    if let Some(tag) = tags::all(body).next().map(|tag| tag.range) {
        let start = parts.body.start;
        let message = "the text contains a tag, which only a policy’s own text can contain";
        let fault = Diagnostic::new(&codes::NOT_FREEZABLE, message)
            .at(text, start + tag.start..start + tag.end)
            .help("import the text as it was published, such as the page’s Markdown");
        return Ok((None, vec![fault]));
    }
    let title = parts.yaml.and_then(|yaml| {
        let (front_matter, _) = front_matter::peek(text, yaml)?;
        front_matter.title
    });
    let head = head(&site, title.as_deref(), &policy);
    let path = policy.source.path.clone();
    let site = site.with_policy(Source::new(path.clone(), head + body));
    let (frozen, mut faults) = freeze(&site, request.policy, faults)?;
    // The other pages are those of today: their faults are irrelevant here, and old links may not
    // resolve.
    faults.retain(|fault| fault.file() == Some(&path));
    for fault in &mut faults {
        if fault.code.id.starts_with("REF") {
            soften(std::slice::from_mut(fault));
        }
    }
    let Some(frozen) = frozen.filter(|_| !has_errors(&faults)) else {
        return Ok((None, faults));
    };
    let ready = in_order(&site, request, plan, frozen, text)?;
    Ok(match ready {
        Ok(ready) => (Some(ready), faults),
        Err(fault) => (None, vec![*fault]),
    })
}

/// Prepares a release of a text that was frozen from another site (named by `shown`), such as an
/// earlier revision of this one.
pub fn import_frozen(
    site: &Site,
    request: &Request,
    frozen: Frozen,
    shown: &str,
) -> anyhow::Result<Result<Ready, Box<Diagnostic>>> {
    let source = Source::new(shown, "");
    match plan(site, request, &source) {
        Ok(plan) => in_order(site, request, plan, frozen, &source),
        Err(fault) => Ok(Err(fault)),
    }
}

fn in_order(
    site: &Site,
    request: &Request,
    plan: Plan,
    frozen: Frozen,
    text: &Source,
) -> anyhow::Result<Result<Ready, Box<Diagnostic>>> {
    let chain = site.releases.of(&site.tree.policies[request.policy]);
    let fault = chain.and_then(|chain| out_of_order(site, &plan, &frozen, chain, text));
    match fault {
        Some(fault) => Ok(Err(Box::new(fault))),
        None => ready(site, request.policy, plan, frozen),
    }
}

/// The metadata of an older text, completed from today’s policy.
fn head(site: &Site, title: Option<&str>, policy: &draft::Draft) -> String {
    let front_matter = &policy.front_matter;
    let mut head = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        head.push_str(&format!("{key}: {}\n", escape::yaml(value)));
    };
    if let Some(title) = title {
        line("title", title);
    }
    line("type", &draft::doc_type(&policy.path, front_matter));
    let language = front_matter.language.as_deref();
    line("language", language.unwrap_or(&site.settings.language));
    if let Some(slug) = &front_matter.slug {
        line("slug", slug);
    }
    head.push_str("---\n");
    head
}

fn plan(site: &Site, request: &Request, text: &Source) -> Result<Plan, Box<Diagnostic>> {
    let chain = site.releases.of(&site.tree.policies[request.policy]);
    let mut releases = chain.into_iter().flat_map(|chain| chain.releases());
    if let Some(native) = releases.find(|release| release.origin == Origin::Policy) {
        let message = format!(
            "older versions can only be imported before the first release of the policy, version {}",
            native.version
        );
        return Err(refuse(&codes::RELEASE_DATE, message, text));
    }
    let Some(version) = request.version.clone() else {
        let message = "the release has no version".to_owned();
        let fault = refuse(&codes::RELEASE_VERSION, message, text);
        return Err(Box::new(fault.help("set one with `--version`")));
    };
    let Some(effective) = request.effective else {
        let message = "the release does not state when the text took effect".to_owned();
        let fault = refuse(&codes::RELEASE_DATE, message, text);
        return Err(Box::new(fault.help("set the date with `--effective`")));
    };
    Ok(Plan {
        version,
        effective,
        note: request.note.clone(),
        weight: request.weight.unwrap_or(Weight::Minor),
        origin: Origin::Imported,
        changes: Changes::default(),
    })
}
