//! Source files as tokens, without code that is compiled only for tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A source file.
pub(crate) struct Source {
    /// The path from the root of the repository, with `/`.
    pub(crate) path: String,
    /// The path of the module, such as `["check", "builtin", "dates"]`; empty for the root of a
    /// crate.
    pub(crate) module: Vec<String>,
    pub(crate) lines: usize,
    /// Groups contain no test code either.
    pub(crate) tokens: Vec<TokenTree>,
}

/// Every Rust file in a folder, in the order of their names.
pub(crate) fn read(folder: &Path) -> Vec<Source> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                let name = format!("src/{}", name.replace('\\', "/"));
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    let files: Vec<_> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    parse(&files)
}

/// Parses files, given by path and text.
pub(crate) fn parse(files: &[(&str, &str)]) -> Vec<Source> {
    let mut tests = BTreeSet::new();
    let mut sources = Vec::new();
    for (path, text) in files {
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let module = module(path);
        sources.push(Source {
            path: (*path).to_owned(),
            lines: text.lines().count(),
            tokens: without_tests(tokens, &module, &mut tests),
            module,
        });
    }
    let only_in_tests = |module: &[String]| {
        let mut parents = (1..=module.len()).map(|length| &module[..length]);
        parents.any(|parent| tests.contains(parent))
    };
    sources.retain(|source| !only_in_tests(&source.module));
    sources
}

/// The module of a file.
fn module(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Vec<_> = path.split('/').map(str::to_owned).collect();
    let last = module.last().map(String::as_str);
    if last == Some("mod") || module.len() == 1 && matches!(last, Some("lib" | "main")) {
        module.pop();
    }
    module
}

/// Leaves out the items below `#[cfg(test)]`; modules among them that are
/// separate files are added to `tests`.
fn without_tests(
    tokens: TokenStream,
    module: &[String],
    tests: &mut BTreeSet<Vec<String>>,
) -> Vec<TokenTree> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if punct(&tokens, at, '#') && punct(&tokens, at + 1, '!') {
            if group(&tokens, at + 2, Delimiter::Bracket).is_some_and(is_test) {
                return Vec::new();
            }
        } else if punct(&tokens, at, '#')
            && group(&tokens, at + 1, Delimiter::Bracket).is_some_and(is_test)
        {
            let end = end_of_item(&tokens, at + 2);
            if let [.., TokenTree::Ident(keyword), TokenTree::Ident(name), last] = &tokens[at..end]
                && keyword == "mod"
                && is_punct(last, ';')
            {
                tests.insert([module, &[name.to_string()]].concat());
            }
            at = end;
            continue;
        }
        kept.push(match &tokens[at] {
            TokenTree::Group(group) => {
                let mut inner = module.to_owned();
                if let Some(name) = inline_module(&tokens, at) {
                    inner.push(name);
                }
                let content = without_tests(group.stream(), &inner, tests);
                let mut stripped = Group::new(group.delimiter(), content.into_iter().collect());
                stripped.set_span(group.span());
                TokenTree::Group(stripped)
            }
            token => token.clone(),
        });
        at += 1;
    }
    kept
}

/// The name of the module whose body is the group at a position.
pub(crate) fn inline_module(tokens: &[TokenTree], at: usize) -> Option<String> {
    group(tokens, at, Delimiter::Brace)?;
    let name = ident(tokens, at.checked_sub(1)?)?;
    (ident(tokens, at.checked_sub(2)?)? == "mod").then_some(name)
}

/// Whether the item after an attribute is compiled only for tests.
fn is_test(attribute: &Group) -> bool {
    let tokens: Vec<_> = attribute.stream().into_iter().collect();
    ident(&tokens, 0).as_deref() == Some("cfg")
        && group(&tokens, 1, Delimiter::Parenthesis).is_some_and(|group| implies_test(group, false))
}

/// Whether a condition is true only in tests.
fn implies_test(condition: &Group, any: bool) -> bool {
    let tokens: Vec<_> = condition.stream().into_iter().collect();
    let mut terms = tokens
        .split(|token| is_punct(token, ','))
        .filter(|term| !term.is_empty())
        .map(|term| match (ident(term, 0).as_deref(), term.get(1)) {
            (Some("test"), None) => true,
            (Some("all"), Some(TokenTree::Group(group))) => implies_test(group, false),
            (Some("any"), Some(TokenTree::Group(group))) => implies_test(group, true),
            _ => false,
        });
    if any {
        terms.all(|test| test)
    } else {
        terms.any(|test| test)
    }
}

/// The end of the item that begins at a position.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let mut at = start;
    while punct(tokens, at, '#') {
        at += 2;
    }
    if ident(tokens, at).as_deref() == Some("pub") {
        at += 1;
        if group(tokens, at, Delimiter::Parenthesis).is_some() {
            at += 1;
        }
    }
    let first = ident(tokens, at).unwrap_or_default();
    let second = ident(tokens, at + 1).unwrap_or_default();
    let constant = first == "const" && !matches!(second.as_str(), "fn" | "unsafe" | "async");
    let braces_belong = constant || matches!(first.as_str(), "use" | "static" | "type" | "let");
    let field = punct(tokens, at + 1, ':') && !punct(tokens, at + 2, ':');
    while at < tokens.len() {
        let done = is_punct(&tokens[at], ';')
            || field && is_punct(&tokens[at], ',')
            || !braces_belong && group(tokens, at, Delimiter::Brace).is_some();
        at += 1;
        if done {
            break;
        }
    }
    at
}

pub(crate) fn ident(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => {
            let text = ident.to_string();
            Some(text.strip_prefix("r#").unwrap_or(&text).to_owned())
        }
        _ => None,
    }
}

pub(crate) fn group(tokens: &[TokenTree], at: usize, delimiter: Delimiter) -> Option<&Group> {
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

pub(crate) fn punct(tokens: &[TokenTree], at: usize, character: char) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| is_punct(token, character))
}

pub(crate) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Whether `::` begins at a position.
pub(crate) fn path_separator(tokens: &[TokenTree], at: usize) -> bool {
    punct(tokens, at, ':') && punct(tokens, at + 1, ':')
}
