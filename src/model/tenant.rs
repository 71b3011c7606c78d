//! A tenant of a batch: its data on a site that many tenants share.

use std::sync::Arc;

use tera::value::Key;
use url::Url;

use super::facts::{self, Layer};
use super::regimes::Regimes;
use super::settings;
use super::tables::REGIMES;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::schema::read::Checker;
use crate::schema::{Entity, Type, entity, opt, req};

/// The maximum length of an ID, in bytes. IDs are names of folders.
const MAX_ID: usize = 100;

/// The keys of a row.
static TENANT: Entity = entity(
    "tenant",
    &[
        req("id", Type::Text)
            .says("The name of the tenant’s folder: letters, digits, `-`, `_` and `.`")
            .such_as("acme"),
        opt("facts", Type::Free).says("The tenant’s facts, which override the site’s"),
        opt("title", Type::Text)
            .says("The title of the tenant’s site")
            .such_as("Acme legal"),
        opt("base_url", Type::Url)
            .says("The public URL of the tenant’s pages (default: the ID below the site’s `base_url`)")
            .such_as("https://acme.example/legal/"),
        opt("regimes", Type::List(&Type::Enum(REGIMES)))
            .says("The laws whose rule packs apply, instead of the site’s")
            .such_as("[gdpr, eprivacy]"),
    ],
);

/// A tenant.
#[derive(Debug)]
pub struct Tenant {
    /// Its ID, which is also the name of its folder.
    pub id: String,
    /// Its facts, if it has any.
    pub facts: Option<Arc<Layer>>,
    /// The title of its site.
    pub title: Option<String>,
    /// The URL of its published pages.
    pub base_url: Option<Url>,
    /// The regimes that apply to it.
    pub regimes: Option<Regimes>,
}

/// Reads a row and reports its faults. Returns `None` if it has no valid ID.
pub fn read(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Tenant> {
    let node = crate::yaml::parse(source, 0..source.text.len(), faults)?;
    let entries = node.top_entries(source, "a tenant with an `id`", faults)?;
    let mut checker = Checker::new(source, faults);
    let map = checker.fields(entries, &TENANT, |checker, entry| {
        checker.unknown_key(entry, &TENANT);
    });
    let text = |key: &'static str| map.get(&Key::Str(key)).and_then(|value| value.as_str());
    let Some(id) = text("id").map(str::to_owned) else {
        // An ID that is not text has already been reported.
        if node.get("id").is_none() {
            let fault = Diagnostic::new(&codes::ROW, "the row has no `id`");
            faults.push(fault.at(source, 0..0));
        }
        return None;
    };
    if !is_id(&id) {
        let fault = Diagnostic::new(
            &codes::WRONG_TYPE,
            format!("`{}` is not a valid tenant ID", id.escape_debug()),
        )
        .help("use up to 100 letters, digits, `-`, `_` and `.`, starting with a letter or digit");
        let span = node.get("id").map_or(0..0, |id| id.span.clone());
        faults.push(fault.at(source, span));
        return None;
    }
    let regimes = node.get("regimes");
    Some(Tenant {
        title: text("title").map(str::to_owned),
        base_url: text("base_url").and_then(settings::base_url),
        regimes: regimes.map(|regimes| Regimes::read(regimes, source)),
        facts: match node.get("facts") {
            Some(facts) => facts::read_node(source, facts.clone(), faults).map(Arc::new),
            None => None,
        },
        id,
    })
}

/// Whether a text can be the name of a folder on every file system.
fn is_id(text: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.len() <= MAX_ID
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with('.')
        && text.bytes().all(is_allowed)
}
