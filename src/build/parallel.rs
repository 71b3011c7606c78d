//! Takes many pages through a stage in parallel.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::policy::Scratch;
use crate::base::page::PageId;

/// Calls `act` for each page, in parallel. The first error is kept apart from the results:
/// collecting results in place takes half the memory of collecting `Result`s.
pub(super) fn each<T: Default + Send>(
    pages: impl IndexedParallelIterator<Item = PageId>,
    act: impl Fn(PageId, &mut Scratch) -> anyhow::Result<T> + Sync + Send,
) -> anyhow::Result<Vec<T>> {
    let error = Mutex::new(None);
    let done = pages
        .map_init(Scratch::default, |scratch, page| {
            act(page, scratch).unwrap_or_else(|found| {
                error
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get_or_insert(found);
                T::default()
            })
        })
        .collect();
    match error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(done),
    }
}
