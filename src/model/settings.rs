//! The settings in `policygen.yaml`. Every key has a default; the file itself is optional.

pub(crate) mod frame;
mod keys;
mod redirects;

use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};
use url::Url;

use crate::base::address::{self, Urls};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::model::brand::Brand;
use crate::model::front_matter::Numbering;
use crate::model::levels::Levels;
use crate::model::limits::Limits;
use crate::model::publishing::Publishing;
use crate::model::regimes::Regimes;
use crate::model::required::RequiredVersion;
use crate::schema::read::Checker;

pub use frame::{Frame, FrameLink, Hub};
pub(crate) use keys::SETTINGS;
pub use redirects::Redirects;

/// The name of the settings file, in the site's root.
pub const FILE: &str = "policygen.yaml";

/// The settings of a site.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The versions of policygen that the site is written for.
    pub required_version: Option<RequiredVersion>,
    /// The site's title.
    pub title: String,
    /// The URL of the published site, for canonical links, the sitemap, feeds and other full URLs.
    /// Always ends with `/`.
    pub base_url: Option<Url>,
    /// The BCP 47 tag of the site's language.
    pub language: String,
    /// The name of the theme.
    pub theme: String,
    /// The output folder, relative to the root.
    pub output: String,
    /// The style of addresses.
    pub urls: Urls,
    /// How sections are numbered.
    pub numbering: Numbering,
    /// The laws whose rule packs apply.
    pub regimes: Regimes,
    /// The folders of the sources.
    pub paths: Paths,
    /// The alternate formats that are written beside each page.
    pub twins: Twins,
    /// The header and footer of every page.
    pub frame: Frame,
    /// The index page.
    pub hub: Hub,
    /// The company's branding.
    pub brand: Brand,
    /// Whether `_headers` is written, for hosts that read it.
    pub headers: bool,
    /// The redirect files for servers that are written.
    pub redirects: Redirects,
    /// The output folder for files that belong in the host's `/.well-known/`.
    pub well_known: Option<String>,
    /// The files that are published beside pages.
    pub publishing: Publishing,
    /// Custom data for the templates of a theme.
    pub extra: Option<Value>,
    /// Levels of rules.
    pub check: Levels,
    /// Limits on the work for a page.
    pub limits: Limits,
}

/// The alternate formats of pages, beside HTML.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Twins {
    /// `privacy.md`
    pub markdown: bool,
    /// `privacy.txt`
    pub text: bool,
    /// `privacy.json`
    pub json: bool,
}

impl Twins {
    /// Their names in settings.
    pub(super) const WORDS: &'static [&'static str] = &["markdown", "text", "json"];

    /// All of them.
    const ALL: Self = Self {
        markdown: true,
        text: true,
        json: true,
    };

    /// Whether no format is written.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether the format with this file extension is written.
    pub fn has(self, ending: &str) -> bool {
        match ending {
            "md" => self.markdown,
            "txt" => self.text,
            "json" => self.json,
            _ => false,
        }
    }

    fn of(words: &[Value]) -> Self {
        let has = |word: &str| words.iter().any(|value| value.as_str() == Some(word));
        Self {
            markdown: has("markdown"),
            text: has("text"),
            json: has("json"),
        }
    }
}

/// Folders of the site, relative to its root.
#[derive(Debug, Clone)]
pub struct Paths {
    /// Shared facts.
    pub facts: String,
    /// Policies.
    pub policies: String,
    /// Clauses.
    pub clauses: String,
    /// Rule packs.
    pub rules: String,
    /// Interface text in the languages of pages.
    pub words: String,
    /// Frozen texts of published versions.
    pub releases: String,
    /// The site's own themes.
    pub themes: String,
}

impl Paths {
    /// All folders.
    pub fn folders(&self) -> [&str; 7] {
        let Self {
            facts,
            policies,
            clauses,
            rules,
            words,
            releases,
            themes,
        } = self;
        [policies, facts, clauses, rules, words, releases, themes].map(String::as_str)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            required_version: None,
            title: "Legal".into(),
            base_url: None,
            language: "en".into(),
            theme: "default".into(),
            output: "public".into(),
            urls: Urls::Pretty,
            numbering: Numbering::None,
            regimes: Regimes::default(),
            paths: Paths {
                facts: "content/facts".into(),
                policies: "content/policies".into(),
                clauses: "content/clauses".into(),
                rules: "content/rules".into(),
                words: "content/words".into(),
                releases: "content/releases".into(),
                themes: "themes".into(),
            },
            twins: Twins::ALL,
            frame: Frame::default(),
            hub: Hub::default(),
            brand: Brand::default(),
            headers: false,
            redirects: Redirects::default(),
            well_known: None,
            publishing: Publishing::default(),
            extra: None,
            check: Levels::default(),
            limits: Limits::default(),
        }
    }
}

/// Reads the settings file. Faulty settings are reported and left at their
/// defaults.
pub fn read(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Settings {
    let mut settings = Settings::default();
    let Some(node) = crate::yaml::parse(source, 0..source.text.len(), faults) else {
        return settings;
    };
    let Some(entries) = node.top_entries(source, "settings as `key: value`", faults) else {
        return settings;
    };
    let mut checker = Checker::new(source, faults);
    let map = checker.fields(entries, &SETTINGS, |checker, entry| {
        checker.unknown_key(entry, &SETTINGS);
    });
    if let Some(brand) = node.get("brand") {
        settings.brand = Brand::read(brand, &mut checker);
    }
    settings.apply(&map);
    if let Some(regimes) = node.get("regimes") {
        settings.regimes = Regimes::read(regimes, source);
    }
    if let Some(node) = node.get("required_version") {
        settings.required_version = RequiredVersion::read(node, source, checker.faults);
    }
    settings.limits = Limits::read(&node, &mut checker);
    settings.keep_inside(&node, &mut checker);
    settings.publishing = Publishing::read(&node, source, checker.faults);
    if let (Some(value), Some(node)) = (map.get(&Key::Str("check")), node.get("check")) {
        settings.check = Levels::read(value, node, source);
    }
    settings
}

impl Settings {
    /// The full URL of the page at an address, if the site has a base URL.
    pub fn page_url(&self, address: &str) -> Option<String> {
        let base = self.base_url.as_ref()?;
        Some(format!("{base}{}", address::public(address, self.urls)))
    }

    /// The encoded path of the page at an address, relative to the root.
    pub fn href(&self, address: &str) -> String {
        address::encode(&address::file(address, self.urls)).into_owned()
    }

    fn apply(&mut self, map: &Map) {
        let text = |key: &'static str| text(map, key);
        let set = |slot: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *slot = value;
            }
        };
        set(&mut self.title, text("title"));
        set(&mut self.language, text("language"));
        set(&mut self.theme, text("theme"));
        set(&mut self.output, text("output").map(|path| clean(&path)));
        if let Some(base) = text("base_url") {
            self.base_url = base_url(&base);
        }
        if text("urls").as_deref() == Some("flat") {
            self.urls = Urls::Flat;
        }
        if let Some(word) = text("numbering") {
            self.numbering = Numbering::from_word(&word);
        }
        if let Some(headers) = map.get(&Key::Str("headers")).and_then(Value::as_bool) {
            self.headers = headers;
        }
        if let Some(words) = map.get(&Key::Str("redirects")).and_then(Value::as_array) {
            self.redirects = Redirects::of(words);
        }
        self.well_known = text("well_known").map(|path| clean(&path));
        if let Some(site) = map.get(&Key::Str("site")).and_then(Value::as_map) {
            self.frame = Frame::read(site);
        }
        if let Some(hub) = map.get(&Key::Str("hub")).and_then(Value::as_map) {
            self.hub = Hub::read(hub);
        }
        if let Some(twins) = map.get(&Key::Str("twins")).and_then(Value::as_array) {
            self.twins = Twins::of(twins);
        }
        if let Some(paths) = map.get(&Key::Str("paths")).and_then(Value::as_map) {
            let path = |key: &'static str| self::text(paths, key).map(|path| clean(&path));
            set(&mut self.paths.facts, path("facts"));
            set(&mut self.paths.policies, path("policies"));
            set(&mut self.paths.clauses, path("clauses"));
            set(&mut self.paths.rules, path("rules"));
            set(&mut self.paths.words, path("words"));
            set(&mut self.paths.releases, path("releases"));
            set(&mut self.paths.themes, path("themes"));
        }
        self.extra = map.get(&Key::Str("extra")).cloned();
    }
}

fn text(map: &Map, key: &'static str) -> Option<String> {
    map.get(&Key::Str(key))
        .and_then(Value::as_str)
        .map(str::to_owned)
}

/// Parses a base URL. Adds the trailing `/` that joining needs, and removes the query and the
/// fragment.
pub fn base_url(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// Cleans a path: `./a/b/` becomes `a/b`, and the root itself the empty path.
fn clean(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let clean = parts.join("/");
    if path.starts_with('/') {
        format!("/{clean}")
    } else {
        clean
    }
}
