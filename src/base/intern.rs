//! Strings that many pages share, each stored once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Stores strings such as section IDs and titles, which recur on the pages of a large site. Each
/// string is identified by a number. Numbers depend on the order in which threads arrive, so they
/// never appear in the output.
#[derive(Debug, Default)]
pub struct Interner(RwLock<Strings>);

#[derive(Debug, Default)]
struct Strings {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

/// A string in an [`Interner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// The number, which is meaningful only with the same interner.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

impl Interner {
    /// The symbols of several strings, in order.
    pub fn all<'s>(&self, texts: impl Iterator<Item = &'s str>) -> Vec<Symbol> {
        let mut symbols = Vec::with_capacity(texts.size_hint().0);
        let mut missing = Vec::new();
        {
            let strings = self.0.read().unwrap_or_else(PoisonError::into_inner);
            for text in texts {
                let known = strings.numbers.get(text);
                if known.is_none() {
                    missing.push((symbols.len(), text));
                }
                symbols.push(Symbol(known.copied().unwrap_or_default()));
            }
        }
        if !missing.is_empty() {
            let mut strings = self.0.write().unwrap_or_else(PoisonError::into_inner);
            for (at, text) in missing {
                symbols[at] = strings.add(text);
            }
        }
        symbols
    }

    /// The symbol of one string.
    pub fn one(&self, text: &str) -> Symbol {
        let strings = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = strings.numbers.get(text).copied();
        drop(strings);
        match known {
            Some(number) => Symbol(number),
            None => self
                .0
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .add(text),
        }
    }

    /// The string of a symbol.
    pub fn text(&self, symbol: Symbol) -> Arc<str> {
        let strings = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&strings.texts[symbol.0 as usize])
    }
}

impl Strings {
    fn add(&mut self, text: &str) -> Symbol {
        if let Some(number) = self.numbers.get(text) {
            return Symbol(*number);
        }
        // Four billion strings would not fit into memory.
        let number = self.texts.len() as u32;
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        Symbol(number)
    }
}
