//! Clauses and the calls of them.

mod bounds;
mod calls;
mod labels;
mod list;
mod verbatim;
