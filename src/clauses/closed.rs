//! Conditions on facts that can't be true: a list compared with text, as in
//! `policy.regimes == "ccpa"`, or a word that the fact never has, as in `"gdrp" in policy.regimes`.

use std::collections::HashMap;
use std::ops::Range;

use super::compared::{quoted, quoted_before};
use super::conditions::{self, Name};
use super::misread;
use super::variables::POLICY_FIELDS;
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::model::tables::{FACTS, REGIMES};
use crate::schema::Type;

/// How a condition tests a value for words.
enum Test {
    /// `x == "word"`, `x in ["word", "other"]`
    Equals,
    /// `"word" in x`
    Contains,
}

/// The type of `policy.regimes`.
static REGIMES_TYPE: Type = Type::List(&Type::Enum(REGIMES));
/// The type of the other variables of a policy.
static TEXT: Type = Type::Text;

/// The conditions in `tags` that can't be true, with their places. `blocks` are the tags that may
/// begin loops. `is_fact` states whether a name is that of a fact.
pub(super) fn report(
    text: &str,
    tags: &[Range<usize>],
    blocks: &[Range<usize>],
    is_fact: impl Fn(&str) -> bool,
) -> Vec<(Range<usize>, Diagnostic)> {
    let locals = locals(text, blocks, &is_fact);
    let names = conditions::all(text, tags).into_iter();
    let found = names.filter_map(|name| {
        let ty = type_of(name.path, &locals, &is_fact)?;
        let fault = fault(&name, ty, text)?;
        Some((name.range, fault))
    });
    found.collect()
}

type Locals<'a> = HashMap<&'a str, Option<&'static Type>>;

/// The types of the variables of loops over facts; `None` for all other variables of a text.
fn locals<'a>(
    text: &'a str,
    blocks: &[Range<usize>],
    is_fact: &impl Fn(&str) -> bool,
) -> Locals<'a> {
    let all = conditions::locals(text, blocks).into_iter();
    let mut locals: Locals<'a> = all.map(|name| (name, None)).collect();
    let mut seen: Vec<&str> = Vec::new();
    for range in blocks {
        let inside = text[range.clone()].trim_matches(['{', '}', '%', '-', ' ']);
        let assigned = inside.strip_prefix("set ").map(str::trim_start);
        if let Some(name) = assigned.and_then(|rest| rest.split([' ', '=']).next()) {
            seen.push(name);
            locals.insert(name, None);
            continue;
        }
        let target = inside.strip_prefix("for ");
        let Some((name, list)) = target.and_then(|rest| rest.split_once(" in ")) else {
            continue;
        };
        let is_path = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
        let list = list.trim_start_matches(['(', ' ']);
        let list = list.split(|c| !is_path(c)).next().unwrap_or_default();
        let entry = match type_of(list, &locals, is_fact) {
            Some(Type::List(entry) | Type::OneOrMore(entry)) => Some(*entry),
            _ => None,
        };
        let name = name.trim();
        // A name with several meanings has none here.
        let entry = entry.filter(|_| !seen.contains(&name));
        seen.push(name);
        locals.insert(name, entry);
    }
    locals
}

/// The type of the value at a path.
fn type_of(
    path: &str,
    locals: &Locals<'_>,
    is_fact: &impl Fn(&str) -> bool,
) -> Option<&'static Type> {
    let mut parts = path.split('.');
    let root = parts.next()?;
    let mut ty = match locals.get(root) {
        Some(local) => (*local)?,
        None if path == "policy.regimes" => return Some(&REGIMES_TYPE),
        None if root == "policy" => {
            return POLICY_FIELDS.contains(&parts.next()?).then_some(&TEXT);
        }
        None if is_fact(root) => &FACTS.field(root)?.ty,
        None => return None,
    };
    for part in parts {
        let Type::Entity(entity) = ty else {
            return None;
        };
        ty = &entity.field(part)?.ty;
    }
    Some(ty)
}

fn fault(name: &Name<'_>, ty: &Type, source: &str) -> Option<Diagnostic> {
    let path = name.path;
    let rest = misread::rest_of_tag(name, source);
    let after = rest.trim_start();
    let before = source[..name.range.start].trim_end();
    let warn = |message: String, help: String| {
        Some(Diagnostic::new(&codes::TEXT_AS_VALUE, message).help(help))
    };
    let other = after.strip_prefix("==").or(after.strip_prefix("!="));
    let other = other.map(str::trim_start).unwrap_or_default();
    let number: &str = other
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .next()?;
    if path.starts_with("policy.") && matches!(ty, Type::Text) && !number.is_empty() {
        return warn(
            format!("`{path}` is text, which never equals a number"),
            format!("compare with text: `{path} == \"{number}\"`"),
        );
    }
    let (test, words) = words(before, after)?;
    let is_list = matches!(ty, Type::List(_) | Type::OneOrMore(_));
    let word = *words.first()?;
    if matches!(test, Test::Equals) && is_list {
        return warn(
            format!("`{path}` is a list, which never equals a text"),
            format!("write `\"{word}\" in {path}`"),
        );
    }
    let (ty, verb) = match (&test, ty) {
        (Test::Contains, Type::List(entry) | Type::OneOrMore(entry)) => (*entry, "never contains"),
        (Test::Contains, _) => return None,
        (Test::Equals, ty) => (ty, "is never"),
    };
    match ty {
        Type::Enum(known) => {
            let word = words.iter().find(|word| !known.contains(word))?;
            let help = did_you_mean(word, known.iter().copied());
            let help = help.unwrap_or_else(|| format!("write one of `{}`", known.join("`, `")));
            warn(format!("`{path}` {verb} `{word}`"), help)
        }
        Type::Bool => warn(
            format!("`{path}` is `true` or `false`, which no text equals"),
            format!("write `{path}` or `not {path}`"),
        ),
        Type::Country | Type::CountryOrArea => {
            let word = words.iter().find(|word| !is_code(word))?;
            warn(
                format!("`{path}` {verb} `{word}`: countries are codes"),
                "write the code of the country or subdivision, such as `DE` or `US-CA`".to_owned(),
            )
        }
        _ => None,
    }
}

/// The words for which a condition tests the value between `before` and `after`.
fn words<'t>(before: &'t str, after: &'t str) -> Option<(Test, Vec<&'t str>)> {
    let one = |test: Test, word: &'t str| Some((test, vec![word]));
    let (forward, backward) = (["==", "!="], ["==", "!="]);
    if let Some(other) = forward.iter().find_map(|sign| after.strip_prefix(sign)) {
        return one(Test::Equals, quoted(other.trim_start())?);
    }
    let negated = after.strip_prefix("not ").map_or(after, str::trim_start);
    if let Some(list) = negated.strip_prefix("in ") {
        let list = list.trim_start().strip_prefix('[')?.split(']').next()?;
        let words = list.split(',').map(|word| quoted(word.trim()));
        return Some((Test::Equals, words.collect::<Option<_>>()?));
    }
    if let Some(other) = backward.iter().find_map(|sign| before.strip_suffix(sign)) {
        return one(Test::Equals, quoted_before(other.trim_end())?);
    }
    let other = before.strip_suffix("in")?;
    let other = other.strip_suffix(char::is_whitespace)?.trim_end();
    let negated = other.strip_suffix("not").map_or(other, str::trim_end);
    one(Test::Contains, quoted_before(negated)?)
}

/// Whether a word has the form of a code for a country, a subdivision or an area.
fn is_code(word: &str) -> bool {
    let (country, part) = word.split_once('-').unwrap_or((word, "A"));
    let is_capital = |c: char| c.is_ascii_uppercase();
    matches!(country.len(), 2 | 3)
        && country.chars().all(is_capital)
        && matches!(part.len(), 1..=3)
        && part.chars().all(|c| is_capital(c) || c.is_ascii_digit())
}
