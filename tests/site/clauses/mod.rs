//! Clauses and the calls of them.

mod calls;
mod list;
mod verbatim;
