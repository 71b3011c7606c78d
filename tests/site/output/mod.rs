//! The output folder and the files in it.

mod alternates;
mod digest;
mod files;
mod folder;
mod journal;
mod ledger;
mod names;
mod outside;
mod printed;
mod published;
