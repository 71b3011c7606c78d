//! `theme.yaml`: the resources that a theme needs besides its own files.

use std::sync::Arc;

use super::csp::Csp;
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::yaml::{self, Kind, Node};

/// The file's path within the theme.
pub(super) const FILE: &str = "theme.yaml";

const KEYS: &[&str] = &["csp"];

/// Directives of the Content Security Policy that a theme may extend.
const DIRECTIVES: &[&str] = &[
    "connect-src",
    "font-src",
    "form-action",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "script-src",
    "style-src",
    "worker-src",
];

/// Adds the declarations of the file to the Content Security Policy.
pub(super) fn read(source: &Arc<Source>, csp: &mut Csp, faults: &mut Vec<Diagnostic>) {
    let Some(node) = yaml::parse(source, 0..source.text.len(), faults) else {
        return;
    };
    let wrong_type = |node: &Node, expected: &str| {
        let found = node.type_name();
        Diagnostic::new(
            &codes::WRONG_TYPE,
            format!("expected {expected}, found {found}"),
        )
        .at(source, node.span.clone())
    };
    let entries = match &node.kind {
        Kind::Map(entries) => entries.as_slice(),
        Kind::Null => &[],
        _ => {
            faults.push(wrong_type(&node, "settings as `key: value`"));
            &[]
        }
    };
    for entry in entries {
        if !KEYS.contains(&entry.key.as_str()) {
            faults.push(
                Diagnostic::new(&codes::UNKNOWN_KEY, format!("unknown key `{}`", entry.key))
                    .at(source, entry.key_span.clone())
                    .maybe_help(did_you_mean(&entry.key, KEYS.iter().copied())),
            );
            continue;
        }
        let Some(directives) = entry.value.entries() else {
            faults.push(wrong_type(&entry.value, "a mapping"));
            continue;
        };
        for directive in directives {
            let name = directive.key.as_str();
            if !DIRECTIVES.contains(&name) {
                let help = did_you_mean(name, DIRECTIVES.iter().copied())
                    .unwrap_or_else(|| format!("a theme can extend {}", DIRECTIVES.join(", ")));
                faults.push(
                    Diagnostic::new(
                        &codes::THEME,
                        format!("a theme can't extend the directive `{name}`"),
                    )
                    .at(source, directive.key_span.clone())
                    .help(help),
                );
                continue;
            }
            let sources = match &directive.value.kind {
                Kind::Seq(sources) => sources.as_slice(),
                _ => std::slice::from_ref(&directive.value),
            };
            for node in sources {
                match &node.kind {
                    Kind::Text(text) => match written(name, text) {
                        Some(allowed) => csp.allow(name, allowed),
                        None => faults.push(
                            Diagnostic::new(
                                &codes::THEME,
                                format!("a theme can't allow the source `{text}` in `{name}`"),
                            )
                            .at(source, node.span.clone())
                            .help(HELP),
                        ),
                    },
                    _ => faults.push(wrong_type(node, "text")),
                }
            }
        }
    }
}

const HELP: &str = "write `self`, a hash such as `\"'sha256-…'\"`, a host with `https://`, or, except for \
                    code, `data` or `blob`";

/// A source in the form used in the policy. `None` if it is not a single
/// source, or if it allows any code or any host.
fn written<'a>(directive: &str, source: &'a str) -> Option<&'a str> {
    let is_code = matches!(directive, "frame-src" | "script-src" | "worker-src");
    match source {
        "self" => Some("'self'"),
        "data" | "data:" if !is_code => Some("data:"),
        "blob" | "blob:" if !is_code => Some("blob:"),
        _ => is_named(source).then_some(source),
    }
}

/// Whether a source is the site itself, a hash or a host.
fn is_named(text: &str) -> bool {
    let hash = |text: &str| {
        let (kind, digest) = text.split_once('-')?;
        let is_known = matches!(kind, "sha256" | "sha384" | "sha512");
        let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        Some(is_known && !digest.is_empty() && digest.chars().all(base64))
    };
    if let Some(quoted) = text.strip_prefix('\'') {
        let inside = quoted.strip_suffix('\'').unwrap_or_default();
        return inside == "self" || hash(inside) == Some(true);
    }
    if let Some(host) = text.strip_prefix("https://") {
        let is_first = host.starts_with(|c: char| c.is_ascii_alphanumeric())
            || host
                .strip_prefix("*.")
                .is_some_and(|rest| rest.contains('.'));
        let allowed =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*' | ':' | '/' | '_');
        return is_first && host.chars().all(allowed);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_names_one_thing() {
        for text in [
            "'self'",
            "'sha256-8wo3ReuS6Uzd13lL+QDexePtivWtiwoS/8W1+K3ZmJo='",
            "https://fonts.example",
            "https://*.cdn.example:8443/fonts/",
        ] {
            assert_eq!(written("script-src", text), Some(text));
        }
        assert_eq!(written("script-src", "self"), Some("'self'"));
        assert_eq!(written("img-src", "data"), Some("data:"));
        assert_eq!(written("script-src", "data"), None);
        for text in [
            "",
            "*",
            "https:",
            "https://*",
            "https://",
            "http://fonts.example",
            "fonts.example",
            "'unsafe-inline'",
            "'none'",
            "'self",
            "'sha256-'",
            "https://a.example; script-src https://b.example",
            "https://a.example https://b.example",
            "https://a.example\"",
        ] {
            assert_eq!(written("style-src", text), None, "{text}");
        }
    }
}
