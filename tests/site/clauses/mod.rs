//! Clauses and the calls of them.

mod calls;
mod labels;
mod list;
mod verbatim;
