//! The setting `redirects`.

use tera::Value;

/// The redirect files for servers that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redirects {
    /// `_redirects`, for Netlify, Cloudflare Pages and others.
    pub netlify: bool,
    /// `.htaccess`, for Apache.
    pub apache: bool,
    /// `redirects.nginx.conf`, a map to include.
    pub nginx: bool,
}

impl Default for Redirects {
    fn default() -> Self {
        Self {
            netlify: true,
            apache: false,
            nginx: false,
        }
    }
}

impl Redirects {
    /// Their names in settings.
    pub(super) const WORDS: &'static [&'static str] = &["netlify", "apache", "nginx"];

    pub(super) fn of(words: &[Value]) -> Self {
        let has = |word: &str| words.iter().any(|value| value.as_str() == Some(word));
        Self {
            netlify: has("netlify"),
            apache: has("apache"),
            nginx: has("nginx"),
        }
    }
}
