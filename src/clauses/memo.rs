//! Memoises clause calls that have the same output in every policy.
//!
//! A call with literal arguments of a clause that reads only shared facts prints the same text
//! everywhere. On a large site, almost all calls are of this kind.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The maximum number of outputs kept. Without a limit, arguments that differ on every page would
/// fill the memory.
const KEPT: usize = 1024;

/// The outputs of calls, by scope and tag text. `None` marks a call whose output can't be kept.
#[derive(Debug, Default)]
pub(super) struct Memo(RwLock<HashMap<String, Option<Output>>>);

/// The output of a call, the work that it took in bytes, and the record of the values that it
/// printed.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) text: Arc<str>,
    pub(super) work: u64,
    pub(super) noted: Arc<[u64]>,
}

impl Memo {
    /// The output of the call `tag`, computed by `evaluate` if it is not kept.
    pub(super) fn output(
        &self,
        scope: u64,
        tag: &str,
        evaluate: impl FnOnce() -> Option<(String, u64, Vec<u64>)>,
    ) -> Option<Output> {
        let key = format!("{scope} {tag}");
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(output) = known.get(&key) {
            return output.clone();
        }
        if known.len() >= KEPT {
            return None;
        }
        drop(known);
        // Markdown facts may contain braces, and the output is inserted into a template that is
        // evaluated again.
        let output = evaluate()
            .filter(|(text, ..)| !text.contains("{{") && !text.contains("{%"))
            .map(|(text, work, noted)| Output {
                text: Arc::from(text),
                work,
                noted: Arc::from(noted),
            });
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, output.clone());
        output
    }
}

/// Whether all arguments of a call are literals: outside quotes, the call contains no names except
/// those of its arguments, `true` and `false`.
pub(super) fn is_constant(tag: &str) -> bool {
    let Some((_, mut rest)) = tag.split_once(char::is_whitespace) else {
        return true;
    };
    rest = rest.trim_start();
    // Skip the name of the clause: `<children`.
    if let Some(call) = rest.strip_prefix('<') {
        let end = call
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(call.len());
        rest = &call[end..];
    }
    let mut depth = 0_usize;
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' | '`' if chars.by_ref().any(|(_, other)| other == c) => {}
            // An unterminated string.
            '"' | '\'' | '`' => return false,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 && (c.is_alphabetic() || c == '_') => {
                let word = &rest[at..];
                let end = word
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(word.len());
                if !matches!(&word[..end], "true" | "false") {
                    return false;
                }
                for _ in 1..end {
                    chars.next();
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_constant;

    #[test]
    fn only_literals_are_constant() {
        for tag in [
            "{{ <children /> }}",
            "{{ <children min_age={18} /> }}",
            "{{ <changes notice=\"by {name}\" on={true} list={[1, 'x']} /> }}",
        ] {
            assert!(is_constant(tag), "{tag}");
        }
        for tag in [
            "{{ <children min_age={service.min_age} /> }}",
            "{{ <changes on={truely} /> }}",
        ] {
            assert!(!is_constant(tag), "{tag}");
        }
    }
}
