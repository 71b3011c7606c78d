//! Fleets: one site for many tenants, whose facts come as a stream of rows.
//!
//! The site is loaded once. Each row goes through the same stages as a site that is built by
//! itself, with the row's facts over the shared ones, so a tenant's pages are those that
//! [`crate::build`] would make. Only a few tenants are in memory at a time. A manifest names what
//! each tenant's pages were made from; the next batch makes only what has changed.

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
