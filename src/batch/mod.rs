//! Fleets: one site for many tenants, whose facts come as a stream of rows.
//!
//! The site is loaded once. Each row goes through the same stages as a single site, and its facts
//! override the shared ones, so a tenant gets the pages that [`crate::build`] would produce. Only a
//! few tenants are in memory at a time. A manifest records the inputs of each tenant's pages, so
//! the next batch rebuilds only the pages that changed.

mod ahead;
mod findings;
mod fleet;
mod folder;
mod gather;
mod manifest;
mod pack;
mod row;
mod run;

pub use fleet::Fleet;
pub use manifest::{Header, Previous, TenantEntry, merge};
pub use run::{Batch, Became, Beside, Shard, Summary, Target};
