//! The data in `policies.json` on the releases of a policy, which tells an application whether
//! users must accept the policy again, and from which day.

use schemars::JsonSchema;
use serde::Serialize;

use super::versions;
use crate::base::address;
use crate::document::markdown;
use crate::load::Site;
use crate::releases::{Chain, Release, Standing, Weight};
use crate::render::data::TwinsData;

/// The pattern of digests.
pub(super) const DIGEST: &str = "^sha256:[0-9a-f]{64}$";

/// The versions of a policy on the build date.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "releases")]
pub(super) struct Releases<'a> {
    /// The version in force; null before the first one takes effect.
    in_force: Option<Milestone<'a>>,
    /// The version that takes effect next.
    next: Option<Milestone<'a>>,
    /// The last material version that has taken effect. Users who accepted it or a later one need
    /// not accept again.
    last_material: Option<Milestone<'a>>,
    /// All versions, from the first to the last.
    #[schemars(extend("minItems" = 1))]
    versions: Vec<Version<'a>>,
}

/// A version and its first day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "milestone")]
struct Milestone<'a> {
    /// The version.
    version: &'a str,
    /// The first day on which it applies.
    #[schemars(extend("format" = "date"))]
    effective: String,
    /// Whether users must accept it again.
    material: bool,
}

/// A version of a policy.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "version")]
struct Version<'a> {
    /// The version. Record it with an acceptance.
    version: &'a str,
    /// The first day on which it applies.
    #[schemars(extend("format" = "date"))]
    effective: String,
    /// The first day on which it no longer applies; null while no later version is known.
    #[schemars(extend("format" = "date"))]
    until: Option<String>,
    /// Its status on the build date.
    #[schemars(extend("enum" = ["superseded", "in_force", "upcoming"]))]
    standing: &'static str,
    /// The weight of its change.
    #[schemars(extend("enum" = Weight::WORDS))]
    change: &'static str,
    /// Whether users must accept it again: its change is material, or it is the first version.
    material: bool,
    /// The changes, as plain text.
    note: Option<String>,
    /// The digest of the page’s content on the release date.
    #[schemars(regex(pattern = DIGEST))]
    digest: &'a str,
    /// The format of the content that the digests cover. Compare only digests of the same kind.
    digest_kind: &'a str,
    /// That digest, and those of later days on which the text of this version differs because
    /// a list or a right changes.
    #[schemars(extend("minItems" = 1))]
    #[schemars(inner(regex(pattern = DIGEST)))]
    digests: Vec<&'a str>,
    /// The full URL of the version’s own page, if the site has a base URL and such pages.
    #[schemars(extend("format" = "uri"))]
    url: Option<String>,
    /// The path of that page from the root; null on sites built with `--fragment`, which have no such pages.
    html: Option<String>,
    /// The path of its Markdown.
    markdown: Option<String>,
    /// The path of its plain text.
    text: Option<String>,
    /// The path of its data.
    json: Option<String>,
}

/// The data on the releases of a document.
pub(super) fn releases<'a>(site: &Site, document: &str, chain: &'a Chain) -> Releases<'a> {
    let as_of = site.evaluator.as_of();
    let all = 0..chain.releases().len();
    let milestone = |at: usize| {
        let release = &chain.releases()[at];
        Milestone {
            version: &release.version,
            effective: release.effective.to_string(),
            material: chain.is_material(at),
        }
    };
    let in_force = chain.current(as_of);
    let mut applied = in_force.map_or(0..0, |current| 0..current + 1).rev();
    Releases {
        in_force: in_force.map(milestone),
        next: chain.next(as_of).map(milestone),
        last_material: applied.find(|at| chain.is_material(*at)).map(milestone),
        versions: all
            .map(|at| version(site, document, chain, at, chain.standing(at, as_of)))
            .collect(),
    }
}

fn version<'a>(
    site: &Site,
    document: &str,
    chain: &'a Chain,
    at: usize,
    standing: Standing,
) -> Version<'a> {
    let release: &Release = &chain.releases()[at];
    let settings = &site.settings;
    let address = versions::address_of(document, &release.version);
    // A site that embeds fragments shows only the text in force.
    let has_page = !site.fragments;
    let twins = has_page.then(|| TwinsData::of(&address, settings.twins));
    let twins = twins.unwrap_or_default();
    Version {
        version: &release.version,
        effective: release.effective.to_string(),
        until: chain.days(at).end.map(|date| date.to_string()),
        standing: standing.word(),
        change: release.weight.word(),
        material: chain.is_material(at),
        note: release.note.as_deref().map(markdown::plain),
        digest: &release.content,
        digest_kind: &release.content_kind,
        digests: digests(release),
        url: settings.page_url(&address).filter(|_| has_page),
        html: has_page.then(|| address::file(&address, settings.urls)),
        markdown: twins.markdown,
        text: twins.text,
        json: twins.json,
    }
}

/// The digests of a release, without duplicates: a text may return to an earlier form.
fn digests(release: &Release) -> Vec<&str> {
    let mut digests = Vec::new();
    for (_, digest) in release.days_with_content() {
        if !digests.contains(&digest) {
            digests.push(digest);
        }
    }
    digests
}
