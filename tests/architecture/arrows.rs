//! Imports between the top-level modules of `src`, checked against the floors.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::source::{Source, group, ident, inline_module, path_separator, punct};

/// A use of another module by a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) from: String,
    /// `*` if the whole crate is imported.
    pub(crate) to: String,
}

/// The modules in the order in which they may use one another.
pub(crate) struct Floors<'a> {
    /// The floors from the ground up. Modules on the same floor don't use each other, except those
    /// in `beside`.
    pub(crate) floors: &'a [&'a [&'a str]],
    /// Pairs of modules on the same floor, of which the first may use the second.
    pub(crate) beside: &'a [(&'a str, &'a str)],
}

/// Every arrow, by file and line.
pub(crate) fn arrows(sources: &[Source]) -> Vec<Arrow> {
    let mut found = BTreeSet::new();
    for source in sources {
        if !source.module.is_empty() {
            walk(source, &source.tokens, &source.module, &mut found);
        }
    }
    found.into_iter().collect()
}

fn walk(source: &Source, tokens: &[TokenTree], module: &[String], found: &mut BTreeSet<Arrow>) {
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            let mut inner = module.to_owned();
            inner.extend(inline_module(tokens, at));
            let tokens: Vec<_> = group.stream().into_iter().collect();
            walk(source, &tokens, &inner, found);
            continue;
        }
        for (line, to) in targets(tokens, at, module) {
            if to != source.module[0] {
                found.insert(Arrow {
                    file: source.path.clone(),
                    line,
                    from: source.module[0].clone(),
                    to,
                });
            }
        }
    }
}

/// The top-level modules to which the path at a position refers, if a path from the root begins
/// there, with their lines.
fn targets(tokens: &[TokenTree], at: usize, module: &[String]) -> Vec<(usize, String)> {
    let inside_path = at >= 2 && path_separator(tokens, at - 2);
    match ident(tokens, at).as_deref() {
        // `pub(in crate::module)`
        Some("crate") if at == 1 && ident(tokens, 0).as_deref() == Some("in") => Vec::new(),
        Some("crate") if ident(tokens, at + 1).as_deref() == Some("as") => whole(&tokens[at]),
        Some("crate") => below_root(tokens, at + 1),
        // Anywhere but in the binary, it would be the crate being compiled.
        Some("policygen") if !inside_path => below_root(tokens, at + 1),
        Some("super") if !(inside_path && at >= 3 && is_super(tokens, at - 3)) => {
            let mut end = at;
            let mut climbed = 1;
            while path_separator(tokens, end + 1) && is_super(tokens, end + 3) {
                end += 3;
                climbed += 1;
            }
            if climbed < module.len() {
                Vec::new()
            } else {
                below_root(tokens, end + 1)
            }
        }
        _ => Vec::new(),
    }
}

fn is_super(tokens: &[TokenTree], at: usize) -> bool {
    ident(tokens, at).as_deref() == Some("super")
}

/// The modules named after a path to the root: `::module` or `::{a, b::c}`.
fn below_root(tokens: &[TokenTree], at: usize) -> Vec<(usize, String)> {
    if !path_separator(tokens, at) {
        return Vec::new();
    }
    let Some(next) = tokens.get(at + 2) else {
        return Vec::new();
    };
    if let Some(group) = group(tokens, at + 2, Delimiter::Brace) {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        let items =
            tokens.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','));
        return items.flat_map(|item| first(item, 0)).collect();
    }
    first(std::slice::from_ref(next), 0)
}

fn first(tokens: &[TokenTree], at: usize) -> Vec<(usize, String)> {
    match ident(tokens, at) {
        Some(name) if name != "self" => vec![(tokens[at].span().start().line, name)],
        Some(_) => whole(&tokens[at]),
        None if punct(tokens, at, '*') => whole(&tokens[at]),
        None => Vec::new(),
    }
}

fn whole(token: &TokenTree) -> Vec<(usize, String)> {
    vec![(token.span().start().line, "*".to_owned())]
}

impl Floors<'_> {
    /// Reports arrows that are not allowed, and the first cycle.
    pub(crate) fn faults(&self, arrows: &[Arrow]) -> Vec<String> {
        let mut faults: Vec<_> = arrows
            .iter()
            .filter_map(|arrow| self.fault(arrow))
            .collect();
        faults.extend(circle(arrows));
        faults
    }

    fn floor(&self, module: &str) -> Option<usize> {
        self.floors.iter().position(|floor| floor.contains(&module))
    }

    fn fault(&self, arrow: &Arrow) -> Option<String> {
        let Arrow {
            file,
            line,
            from,
            to,
        } = arrow;
        let place = format!("{file}:{line}: `{from}`");
        if to == "*" {
            return Some(format!(
                "{place} imports the whole crate, which hides what it uses"
            ));
        }
        let Some(lower) = self.floor(to) else {
            return Some(format!("{place} uses `{to}`, which is on no floor"));
        };
        let Some(upper) = self.floor(from) else {
            return Some(format!("{place} is on no floor and uses `{to}`"));
        };
        if self.beside.contains(&(from, to)) && lower == upper {
            return None;
        }
        match upper.cmp(&lower) {
            std::cmp::Ordering::Greater => None,
            std::cmp::Ordering::Equal => Some(format!("{place} uses `{to}` on the same floor")),
            std::cmp::Ordering::Less => Some(format!("{place} uses `{to}` above it")),
        }
    }
}

/// The first cycle of modules, with the location of each of its arrows.
fn circle(arrows: &[Arrow]) -> Option<String> {
    let mut uses: BTreeMap<&str, BTreeMap<&str, &Arrow>> = BTreeMap::new();
    for arrow in arrows {
        uses.entry(&arrow.from)
            .or_default()
            .entry(&arrow.to)
            .or_insert(arrow);
    }
    let mut done = BTreeSet::new();
    uses.keys()
        .find_map(|from| ring(from, &uses, &mut Vec::new(), &mut done))
}

fn ring<'a>(
    module: &'a str,
    uses: &BTreeMap<&'a str, BTreeMap<&'a str, &'a Arrow>>,
    path: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<String> {
    if let Some(start) = path.iter().position(|on_path| *on_path == module) {
        let mut text = format!("circle: `{module}`");
        for (at, from) in path.iter().enumerate().skip(start) {
            let to = path.get(at + 1).copied().unwrap_or(module);
            let arrow = uses[from][to];
            text.push_str(&format!(" → `{to}` ({}:{})", arrow.file, arrow.line));
        }
        return Some(text);
    }
    if !done.insert(module) {
        return None;
    }
    path.push(module);
    let next: Vec<_> = uses
        .get(module)
        .into_iter()
        .flat_map(|to| to.keys().copied())
        .collect();
    let found = next.into_iter().find_map(|to| ring(to, uses, path, done));
    path.pop();
    found
}
