//! Numbers in tags that are not printed as written: `{{ 19.90 }}` prints 19.9.

use std::ops::Range;
use std::sync::Arc;

use super::bounds::without_counting;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::template::instrument::Instrumented;

/// Reports such numbers in tags that print, and in `{% set %}` if the variable is printed.
pub(super) fn report(policy: &Arc<Source>, marked: &Instrumented, faults: &mut Vec<Diagnostic>) {
    let mut printed: Option<Vec<&str>> = None;
    for tag in &marked.tags {
        let text = &marked.text[tag.range.clone()];
        let Some(number) = number(text) else {
            continue;
        };
        let is_printed = tag.prints
            || variable(text).is_some_and(|name| {
                let printed = printed.get_or_insert_with(|| variables(marked));
                printed.binary_search(&name).is_ok()
            });
        if is_printed {
            let written = &text[number.clone()];
            let message = format!("`{written}` is printed as `{}`", shortest(written));
            let start = marked.original(tag.range.start + number.start);
            faults.push(
                Diagnostic::new(&codes::TEXT_AS_VALUE, message)
                    .at(policy, start..start + written.len())
                    .help(format!("write it in quotation marks: `\"{written}\"`")),
            );
        }
    }
}

/// The variable that a tag sets.
fn variable(tag: &str) -> Option<&str> {
    let inside = tag.trim_start_matches(['{', '%', '-']).trim_start();
    let inside = inside
        .strip_prefix("set_global")
        .or(inside.strip_prefix("set"))?;
    Some(inside.split_once('=')?.0.trim())
}

/// The variables in tags that print, sorted.
fn variables(marked: &Instrumented) -> Vec<&str> {
    let tags = marked.tags.iter().filter(|tag| tag.prints);
    let tags: Vec<Range<usize>> = tags.map(|tag| tag.range.clone()).collect();
    let mut found = Vec::new();
    for range in &tags {
        let text = &marked.text[range.clone()];
        found.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A number as the template engine prints it.
fn shortest(written: &str) -> String {
    let number = written.parse::<f64>().unwrap_or_default().to_string();
    match number.contains('.') {
        true => number,
        false => number + ".0",
    }
}

/// The first number in a tag that is not printed as written. Numbers in comparisons and
/// calculations are not printed.
fn number(tag: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b'"' | b'\'' | b'`') {
            at += 2 + memchr::memchr(bytes[at], &bytes[at + 1..])?;
            continue;
        }
        if !is_name(&bytes[at]) {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().position(|byte| !is_name(byte))?;
        let range = at..at + length;
        at = range.end;
        let written = &tag[range.clone()];
        let is_decimal = written.split_once('.').is_some_and(|(whole, rest)| {
            let is_digits =
                |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            is_digits(whole) && is_digits(rest)
        });
        if is_decimal && shortest(written) != *written && !is_operand(tag, &range) {
            return Some(range);
        }
    }
    None
}

/// Whether a number is compared with something or part of a calculation.
fn is_operand(tag: &str, number: &Range<usize>) -> bool {
    let before = tag[..number.start].trim_end();
    let after = without_counting(&tag[number.end..]);
    let after = after.trim_start();
    let is_end = after.starts_with("-}") || after.starts_with("-%}") || after.starts_with("%}");
    before.ends_with(['<', '>', '+', '-', '*', '/', '%'])
        && !before.trim_end_matches(['-', '%', '{']).is_empty()
        || ["==", "!=", "<=", ">="]
            .iter()
            .any(|mark| before.ends_with(mark))
        || !is_end && after.starts_with(['<', '>', '!', '+', '-', '*', '/', '%', '='])
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_that_lose_zeros_are_found() {
        for tag in [
            "{{ 2.50 }}",
            "{{- 19.90 -}}",
            "{% set x = 19.90 %}",
            "{{ <fee amount={19.90} /> }}",
            "{{ extra.fee | default(value=1.00) }}",
            "{% set all = [1.5, 2.00] %}",
        ] {
            assert!(number(tag).is_some(), "{tag}");
        }
        for tag in [
            "{{ 2.5 }}",
            "{{ \"2.50\" }}",
            "{{ 1.0 }}",
            "{% set x = 2.50 * 2 %}",
            "{{ \"a\" if extra.p == 2.50 else \"b\" }}",
            "{{ extra.p > 2.50 }}",
            "{{ extra.v2.50 }}",
            "{{ 5 }}",
        ] {
            assert_eq!(number(tag), None, "{tag}");
        }
    }
}
