//! The floor: the least work that any generator has to do for the same site.
//!
//! It reads the sources, parses the Markdown of each policy once, and writes as many files of the
//! same lengths into the same folders as policygen does. The extra time that policygen takes is the
//! cost of merging, checking, theming and linking, on this machine, this disk and this file system.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

/// The task of the floor, as arguments of its own process.
#[derive(Clone, clap::Args)]
pub(crate) struct Task {
    /// Folder of the site
    #[arg(long)]
    pub(crate) root: PathBuf,
    /// Folder to write to
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Files to write, as listed by `list_output`
    #[arg(long)]
    pub(crate) list: PathBuf,
    /// Files to write for each policy
    #[arg(long)]
    pub(crate) share: usize,
    #[arg(long)]
    pub(crate) threads: usize,
}

/// The number of files that a build wrote, and their total size in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Writes the path and length of every file below `out` to `list`, one per
/// line.
pub(crate) fn list_output(out: &Path, list: &Path) -> Result<Output> {
    let mut lines = BufWriter::new(File::create(list)?);
    let mut output = Output { files: 0, bytes: 0 };
    for entry in WalkDir::new(out).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let length = entry.metadata()?.len();
            let path = entry
                .path()
                .strip_prefix(out)?
                .to_str()
                .context("a file name is not UTF-8")?;
            writeln!(lines, "{length}\t{path}")?;
            output.files += 1;
            output.bytes += length;
        }
    }
    lines.flush()?;
    Ok(output)
}

/// Reads, parses and writes the files of `task`.
pub(crate) fn run(task: &Task) -> Result<()> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(task.threads)
        .build_global()?;
    let content = task.root.join("content");
    for entry in WalkDir::new(&content)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "policies")
    {
        let entry = entry?;
        if entry.file_type().is_file() {
            fs::read_to_string(entry.path())?;
        }
    }
    // Both lists are read as the work progresses, so that the memory of the floor doesn't grow with
    // the site.
    let mut files = BufReader::new(File::open(&task.list)?).lines();
    WalkDir::new(content.join("policies"))
        .sort_by_file_name()
        .into_iter()
        .filter(|entry| {
            entry
                .as_ref()
                .map_or(true, |entry| entry.file_type().is_file())
        })
        .map(|entry| {
            anyhow::Ok((
                entry?.into_path(),
                files
                    .by_ref()
                    .take(task.share)
                    .collect::<Result<Vec<_>, _>>()?,
            ))
        })
        .par_bridge()
        .try_for_each_init(Worker::default, |worker, work| {
            let (policy, files) = work?;
            worker
                .render(&policy)
                .with_context(|| format!("could not read {}", policy.display()))?;
            files
                .iter()
                .try_for_each(|line| worker.write(&task.out, line))
        })
}

/// Buffers of one thread, reused from page to page.
#[derive(Default)]
struct Worker {
    html: String,
    folder: PathBuf,
}

impl Worker {
    fn render(&mut self, policy: &Path) -> Result<()> {
        let source = fs::read_to_string(policy)?;
        let markdown = source
            .split_once("\n---\n")
            .map_or(source.as_str(), |(_, body)| body);
        self.html.clear();
        html::push_html(&mut self.html, Parser::new_ext(markdown, options()));
        Ok(())
    }

    /// Writes one file, filled with the last rendered page, in as few calls as its length allows.
    fn write(&mut self, out: &Path, line: &str) -> Result<()> {
        const BUFFER: usize = 64 * 1024;
        let (length, path) = line
            .split_once('\t')
            .context("the list of files is damaged")?;
        let mut left: usize = length.parse()?;
        if self.html.is_empty() {
            self.html.push('\n');
        }
        while self.html.len() < left.min(BUFFER) {
            self.html.extend_from_within(..);
        }
        let path = out.join(path);
        if let Some(folder) = path.parent().filter(|folder| *folder != self.folder) {
            fs::create_dir_all(folder)?;
            folder.clone_into(&mut self.folder);
        }
        let mut file = File::create(&path)?;
        while left > 0 {
            let part = left.min(self.html.len());
            file.write_all(&self.html.as_bytes()[..part])?;
            left -= part;
        }
        Ok(())
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
}
