//! Inserts the script that keeps a page up to date into served pages. The built
//! pages themselves don't contain it.

use std::ops::Range;

use super::preview::State;
use crate::render::Csp;

const SCRIPT: &str = include_str!("assets/reload.js");

/// The script, and its source expression for a page's content security policy.
#[derive(Debug)]
pub(super) struct Script {
    /// `'sha256-…'`: only this script may run.
    source: String,
}

impl Script {
    pub(super) fn new() -> Self {
        Self {
            source: Csp::hash(SCRIPT),
        }
    }

    /// Inserts the script at the end of a page.
    pub(super) fn put_into(&self, page: &[u8], state: &State<'_>) -> Vec<u8> {
        let tag = format!("<script {}>{SCRIPT}</script>", state.attributes());
        let mut out = Vec::with_capacity(page.len() + tag.len() + 200);
        let mut done = 0;
        for policy in policies(page) {
            out.extend_from_slice(&page[done..policy.start]);
            let text = String::from_utf8_lossy(&page[policy.clone()]);
            out.extend_from_slice(self.admit(&text).as_bytes());
            done = policy.end;
        }
        let rest = &page[done..];
        let end = memchr::memmem::rfind(rest, b"</body>").unwrap_or(rest.len());
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(tag.as_bytes());
        out.extend_from_slice(&rest[end..]);
        out
    }

    /// Extends a content security policy so that the script can run and connect to its server.
    fn admit(&self, policy: &str) -> String {
        let directives: Vec<(String, Vec<&str>)> = policy
            .split(';')
            .filter_map(|directive| {
                let mut words = directive.split_ascii_whitespace();
                let name = words.next()?.to_ascii_lowercase();
                Some((name, words.collect()))
            })
            .collect();
        let sources = |name: &str| {
            let found = directives.iter().find(|(known, _)| known == name);
            found.map(|(_, sources)| sources.as_slice())
        };
        let elements = "script-src-elem";
        let scripts = sources(elements).map_or("script-src", |_| elements);
        let mut policy = policy.trim_end_matches([';', ' ']).to_owned();
        for (name, source) in [(scripts, self.source.as_str()), ("connect-src", "'self'")] {
            let own = sources(name);
            let Some(allowed) = own.or(sources("default-src")) else {
                continue;
            };
            // A hash would make browsers ignore `'unsafe-inline'`.
            if allowed.contains(&source) && own.is_some() || allowed.contains(&"'unsafe-inline'") {
                continue;
            }
            let allowed = allowed
                .iter()
                .filter(|known| !["'none'", source].contains(known));
            let mut directive = name.to_owned();
            for source in allowed.chain([&source]) {
                directive.push(' ');
                directive.push_str(source);
            }
            policy = match own {
                // Of two directives with the same name, the first applies.
                Some(_) => format!("{directive}; {policy}"),
                None => format!("{policy}; {directive}"),
            };
        }
        policy
    }
}

/// The positions of the content security policies in the head of a page.
fn policies(page: &[u8]) -> Vec<Range<usize>> {
    let head = memchr::memmem::find(page, b"</head>").unwrap_or(page.len());
    let mut found = Vec::new();
    for start in memchr::memmem::find_iter(&page[..head], b"<meta") {
        let mut content = None;
        let mut states_policy = false;
        for (name, value) in attributes(&page[..head], start + b"<meta".len()) {
            if name.eq_ignore_ascii_case(b"http-equiv") {
                states_policy = page[value].eq_ignore_ascii_case(b"content-security-policy");
            } else if name.eq_ignore_ascii_case(b"content") {
                content = Some(value);
            }
        }
        found.extend(content.filter(|_| states_policy));
    }
    found
}

/// The attributes of the tag whose name ends at `at`, as names and positions of values.
fn attributes(page: &[u8], mut at: usize) -> Vec<(&[u8], Range<usize>)> {
    let mut found = Vec::new();
    let skip = |at: &mut usize, skipped: fn(&u8) -> bool| {
        *at += page[*at..].iter().take_while(|byte| skipped(byte)).count();
    };
    loop {
        skip(&mut at, |byte| byte.is_ascii_whitespace() || *byte == b'/');
        let name = at;
        skip(&mut at, |byte| {
            !byte.is_ascii_whitespace() && !b"=>/".contains(byte)
        });
        let name = &page[name..at];
        if name.is_empty() {
            return found;
        }
        skip(&mut at, u8::is_ascii_whitespace);
        if page.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        skip(&mut at, u8::is_ascii_whitespace);
        let value = match page.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let start = at + 1;
                let length = memchr::memchr(*quote, &page[start..]).unwrap_or(0);
                at = start + length + 1;
                start..start + length
            }
            _ => {
                let start = at;
                skip(&mut at, |byte| !byte.is_ascii_whitespace() && *byte != b'>');
                start..at
            }
        };
        at = at.min(page.len());
        found.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(policy: &str) -> String {
        let script = Script {
            source: "'sha256-x'".to_owned(),
        };
        script.admit(policy)
    }

    #[test]
    fn the_script_may_run_and_nothing_else_may() {
        assert_eq!(
            admitted("default-src 'none'; style-src 'self'"),
            "default-src 'none'; style-src 'self'; script-src 'sha256-x'; connect-src 'self'"
        );
        assert_eq!(
            admitted("script-src 'none'; default-src 'self';"),
            "script-src 'sha256-x'; script-src 'none'; default-src 'self'; connect-src 'self'"
        );
        assert_eq!(
            admitted("default-src 'none'; connect-src 'self'"),
            "default-src 'none'; connect-src 'self'; script-src 'sha256-x'"
        );
        assert_eq!(
            admitted("script-src 'self' 'unsafe-inline'"),
            "script-src 'self' 'unsafe-inline'"
        );
        assert_eq!(admitted("style-src 'self'"), "style-src 'self'");
    }

    #[test]
    fn policies_are_found_however_they_are_written() {
        for page in [
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">",
            "<meta content=\"default-src 'none'\" HTTP-EQUIV='content-security-policy' />",
            "<meta\nhttp-equiv = Content-Security-Policy content=\"default-src 'none'\"/>",
        ] {
            let found = policies(page.as_bytes());
            assert_eq!(found.len(), 1, "{page}");
            assert_eq!(&page[found[0].clone()], "default-src 'none'");
        }
        for page in [
            "<meta charset=\"utf-8\">",
            "<meta http-equiv=\"refresh\" content=\"0\">",
            "<meta",
            "<meta content=\"",
        ] {
            assert!(policies(page.as_bytes()).is_empty(), "{page}");
        }
    }
}
