//! Names and lengths of files.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;

use crate::source::{Source, ident};

/// Every identifier of the file, in lower case, that is one of `words`.
pub(crate) fn used(source: &Source, words: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each(&source.tokens, &mut |tokens, at| {
        let name = ident(tokens, at).map(|name| name.to_lowercase());
        found.extend(name.filter(|name| words.contains(&name.as_str())));
    });
    found.extend(
        source
            .module
            .last()
            .filter(|name| words.contains(&name.as_str()))
            .cloned(),
    );
    found
}

/// The number of types with a given name that the file declares.
pub(crate) fn types(source: &Source, name: &str) -> usize {
    let mut count = 0;
    each(&source.tokens, &mut |tokens, at| {
        let keyword = ident(tokens, at);
        if let Some("struct" | "enum" | "type" | "union" | "trait") = keyword.as_deref()
            && ident(tokens, at + 1).as_deref() == Some(name)
        {
            count += 1;
        }
    });
    count
}

fn each(tokens: &[TokenTree], visit: &mut impl FnMut(&[TokenTree], usize)) {
    for (at, token) in tokens.iter().enumerate() {
        visit(tokens, at);
        if let TokenTree::Group(group) = token {
            let tokens: Vec<_> = group.stream().into_iter().collect();
            each(&tokens, visit);
        }
    }
}
