//! The regimes that settings and front matter turn on, with their places.

use std::ops::Deref;
use std::sync::Arc;

use crate::base::source::{Place, Source};
use crate::model::tables::REGIMES;
use crate::yaml::{Kind, Node};

/// A list of regimes, which dereferences to a slice of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Regimes {
    names: Vec<String>,
    places: Vec<Place>,
}

impl Regimes {
    /// Reads the key `regimes`. Unknown regimes have already been reported.
    pub(super) fn read(node: &Node, source: &Arc<Source>) -> Self {
        let items = match &node.kind {
            Kind::Seq(items) => items.as_slice(),
            _ => &[],
        };
        let mut regimes = Self::default();
        for item in items {
            if let Kind::Text(name) = &item.kind
                && REGIMES.contains(&name.as_str())
            {
                regimes.names.push(name.clone());
                regimes.places.push(source.place(item.span.clone()));
            }
        }
        regimes
    }

    /// These regimes, all at one place.
    #[cfg(test)]
    pub(crate) fn of(names: &[&str], place: &Place) -> Self {
        Self {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            places: vec![place.clone(); names.len()],
        }
    }

    /// Each regime with the place where it is written.
    pub fn placed(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.names.iter().map(String::as_str).zip(&self.places)
    }
}

impl Deref for Regimes {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.names
    }
}
