//! The output folder and the files in it.

mod alternates;
mod files;
mod folder;
