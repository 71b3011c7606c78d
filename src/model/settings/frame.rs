//! The settings `site` and `hub`: the header and footer, and the index page.

use tera::value::Key;
use tera::{Map, Value};

use crate::schema::{Entity, Type, entity, opt, req};

/// The header and footer of every page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The address of the company's own site.
    pub home: Option<String>,
    /// The name in the footer (default: the company's legal name).
    pub owner: Option<String>,
    /// Links in the header.
    pub links: Vec<FrameLink>,
    /// Links in the footer.
    pub footer_links: Vec<FrameLink>,
}

/// A link in the header or footer.
#[derive(Debug, Clone)]
pub struct FrameLink {
    /// Its text.
    pub text: String,
    /// A URL, or a path on the host.
    pub url: String,
}

/// The contents of the index page.
#[derive(Debug, Clone)]
pub struct Hub {
    /// Whether it lists the documents below the text of the root's `index.md`.
    pub list: bool,
    /// The titles of groups by folder or `group`, in the order in which they appear.
    pub groups: Vec<(String, String)>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            list: true,
            groups: Vec::new(),
        }
    }
}

pub(super) static SITE: Entity = entity(
    "site",
    &[
        opt("home", Type::Url)
            .says("The company’s own site, linked from the header")
            .such_as("https://acme.example/"),
        opt("owner", Type::Text)
            .says("The name in the footer (default: the company’s legal name)")
            .such_as("Acme GmbH"),
        opt("links", Type::List(&Type::Entity(&LINK))).says("Links in the header"),
        opt("footer_links", Type::List(&Type::Entity(&LINK))).says("Links in the footer"),
    ],
);

static LINK: Entity = entity(
    "link",
    &[
        req("text", Type::Text)
            .says("The text of the link")
            .such_as("Status"),
        req("url", Type::Link).says("A URL, or a path on the host"),
    ],
);

pub(super) static HUB: Entity = entity(
    "hub",
    &[
        opt("list", Type::Bool)
            .says("Whether the documents are listed below the text of `index.md`"),
        opt("groups", Type::Map(&Type::Text))
            .says("The titles of groups by folder or `group`, in the order in which they appear")
            .such_as("{eu: European Union}"),
    ],
);

impl Frame {
    pub(super) fn read(map: &Map) -> Self {
        let links = |key| {
            let links = map.get(&Key::Str(key)).and_then(Value::as_array);
            let links = links.unwrap_or_default().iter();
            links.filter_map(FrameLink::read).collect()
        };
        Self {
            home: text(map, "home"),
            owner: text(map, "owner"),
            links: links("links"),
            footer_links: links("footer_links"),
        }
    }
}

impl FrameLink {
    fn read(value: &Value) -> Option<Self> {
        let map = value.as_map()?;
        Some(Self {
            text: text(map, "text")?,
            url: text(map, "url")?,
        })
    }
}

impl Hub {
    pub(super) fn read(map: &Map) -> Self {
        let groups = map.get(&Key::Str("groups")).and_then(Value::as_map);
        let groups = groups.into_iter().flatten();
        Self {
            list: map.get(&Key::Str("list")).and_then(Value::as_bool) != Some(false),
            groups: groups
                .filter_map(|(key, title)| Some((key.to_string(), title.as_str()?.to_owned())))
                .collect(),
        }
    }
}

use super::text;
