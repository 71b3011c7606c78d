//! A compact list of files with their digests.

use rayon::prelude::*;

use crate::base::digest::Digest;

/// Files by path. All paths are in one string: separate boxes would take half
/// as much memory again.
#[derive(Debug, Default, Clone)]
pub struct Files {
    paths: String,
    files: Vec<File>,
}

#[derive(Debug, Clone, Copy)]
struct File {
    start: u32,
    length: u32,
    digest: Digest,
}

impl File {
    fn path<'a>(&self, paths: &'a str) -> &'a str {
        &paths[self.start as usize..][..self.length as usize]
    }
}

impl Files {
    /// Adds a file at the end.
    pub fn add(&mut self, path: &str, digest: Digest) {
        self.files.push(File {
            start: self.paths.len() as u32,
            length: path.len() as u32,
            digest,
        });
        self.paths.push_str(path);
    }

    /// Sorts by path. If a file was added more than once, the last one is kept.
    pub fn sort(&mut self) {
        let paths = &self.paths;
        // Files added earlier have their paths nearer the start.
        self.files
            .par_sort_unstable_by_key(|file| (file.path(paths), std::cmp::Reverse(file.start)));
        self.files
            .dedup_by(|next, kept| next.path(paths) == kept.path(paths));
    }

    /// The digest of a file of a sorted list.
    pub fn digest(&self, path: &str) -> Option<&Digest> {
        let at = self
            .files
            .binary_search_by(|file| file.path(&self.paths).cmp(path))
            .ok()?;
        Some(&self.files[at].digest)
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Digest)> {
        self.files
            .iter()
            .map(|file| (file.path(&self.paths), &file.digest))
    }

    /// The files in order, on all threads.
    pub fn par_iter(&self) -> impl ParallelIterator<Item = (&str, &Digest)> {
        self.files
            .par_iter()
            .map(|file| (file.path(&self.paths), &file.digest))
    }
}
