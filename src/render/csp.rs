//! The Content Security Policy of pages, for the `meta` element that themes print and for the
//! `_headers` file. It allows the theme's own files and the sources that `theme.yaml` declares, and
//! no other host.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use sha2::Digest as _;

const SELF: &str = "'self'";
const NONE: &str = "'none'";

/// A Content Security Policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csp {
    /// Names and sources, in the order in which they are written.
    directives: Vec<(String, Vec<String>)>,
}

impl Default for Csp {
    /// The policy of a theme that ships only stylesheets and images.
    fn default() -> Self {
        let directives = [
            ("default-src", NONE),
            ("style-src", SELF),
            ("img-src", SELF),
            ("connect-src", SELF),
            ("base-uri", NONE),
            ("form-action", NONE),
        ];
        Self {
            directives: directives
                .map(|(name, source)| (name.to_owned(), vec![source.to_owned()]))
                .into(),
        }
    }
}

impl Csp {
    /// The policy for a theme's templates and the files that it ships,
    /// including those of `brand`.
    pub(super) fn of<'a>(
        templates: impl IntoIterator<Item = &'a str>,
        assets: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut csp = Self::default();
        let styles: BTreeSet<String> = templates.into_iter().flat_map(inline_styles).collect();
        for style in styles {
            csp.allow("style-src", &Self::hash(&style));
        }
        for asset in assets {
            if let Some(directive) = directive_of(asset) {
                csp.allow(directive, SELF);
            }
        }
        csp
    }

    /// Allows a source, and removes `'none'`.
    pub(super) fn allow(&mut self, directive: &str, source: &str) {
        let found = self
            .directives
            .iter()
            .position(|(name, _)| name == directive);
        let at = found.unwrap_or_else(|| {
            // Directives for resources come before `connect-src`.
            let at = self
                .directives
                .iter()
                .position(|(name, _)| name == "connect-src")
                .unwrap_or(self.directives.len());
            self.directives
                .insert(at, (directive.to_owned(), Vec::new()));
            at
        });
        let sources = &mut self.directives[at].1;
        sources.retain(|known| known != NONE);
        if !sources.iter().any(|known| known == source) {
            sources.push(source.to_owned());
        }
    }

    /// The source that allows an inline style or script: its SHA-256, as
    /// `'sha256-…'`.
    pub fn hash(text: &str) -> String {
        let digest = sha2::Sha256::digest(text.as_bytes());
        format!("'sha256-{}'", STANDARD.encode(digest))
    }

    /// The same policy, with an inline style allowed.
    pub(crate) fn with_style(&self, style: &str) -> Self {
        let mut csp = self.clone();
        csp.allow("style-src", &Self::hash(style));
        csp
    }

    /// The sources from which images may come.
    pub(crate) fn images(&self) -> &[String] {
        let images = self.directives.iter().find(|(name, _)| name == "img-src");
        images.map_or(&[], |(_, sources)| sources)
    }

    /// The policy for the `content` of a `meta` element.
    pub fn meta(&self) -> String {
        let directives = self.directives.iter();
        let written: Vec<String> = directives
            .map(|(name, sources)| format!("{name} {}", sources.join(" ")))
            .collect();
        written.join("; ")
    }

    /// The policy for the header, which can also stop other sites from framing
    /// the page.
    pub fn header(&self) -> String {
        format!("{}; frame-ancestors {NONE}", self.meta())
    }
}

/// The directive that must allow a file, unless the file is a stylesheet or an image. A script is
/// never allowed just because the theme ships it.
fn directive_of(asset: &str) -> Option<&'static str> {
    let (_, ending) = asset.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "woff2" | "woff" | "ttf" | "otf" => Some("font-src"),
        "mp4" | "webm" | "ogv" | "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "vtt" => {
            Some("media-src")
        }
        "webmanifest" => Some("manifest-src"),
        _ => None,
    }
}

/// The text of each `style` element in a template, as browsers see it. A text
/// with template tags is omitted, because it is known only when a page is
/// rendered.
fn inline_styles(template: &str) -> Vec<String> {
    #[derive(Default)]
    struct Styles {
        found: RefCell<Vec<String>>,
        inside: Cell<bool>,
    }
    impl TokenSink for Styles {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let mut found = self.found.borrow_mut();
            match token {
                Token::TagToken(tag) if &*tag.name == "style" => {
                    self.inside.set(tag.kind == TagKind::StartTag);
                    if tag.kind == TagKind::StartTag {
                        found.push(String::new());
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                }
                Token::CharacterTokens(text) if self.inside.get() => {
                    if let Some(style) = found.last_mut() {
                        style.push_str(&text);
                    }
                }
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(template));
    let tokenizer = Tokenizer::new(Styles::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut styles = tokenizer.sink.found.into_inner();
    let has_tag = |style: &String| ["{{", "{%", "{#"].iter().any(|tag| style.contains(tag));
    styles.retain(|style| !has_tag(style));
    styles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_allows_stylesheets_and_images() {
        let csp = Csp::of(
            ["<p>{{ page.title }}</p>"],
            ["assets/a.css", "assets/b.svg"],
        );
        assert_eq!(csp, Csp::default());
        assert_eq!(
            csp.meta(),
            "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
        );
        assert_eq!(
            csp.header(),
            format!("{}; frame-ancestors 'none'", csp.meta())
        );
    }

    #[test]
    fn what_a_theme_ships_extends_it() {
        let csp = Csp::of(
            [
                "{% block head %}<style media=\"screen\">\r\np { color: red }\r\n</style>{% endblock %}",
                "<STYLE>{{ site.extra.css }}</STYLE>",
                "<a href=\"{% if a > 1 %}x{% endif %}\"><style></style>",
            ],
            [
                "assets/A.WOFF2",
                "assets/b.ttf",
                "assets/c.mp4",
                "assets/d.js",
            ],
        );
        let meta = csp.meta();
        // Browsers read a line ending as one character.
        let known = Csp::hash("\np { color: red }\n");
        assert!(meta.contains(&known), "{meta}");
        assert_eq!(meta.matches("sha256-").count(), 2, "{meta}");
        assert!(
            meta.contains("img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'"),
            "{meta}"
        );
        assert!(!meta.contains("script-src"), "{meta}");
    }

    #[test]
    fn hashes_are_those_that_browsers_compute() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            Csp::hash("alert(1)"),
            "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
        );
    }
}
