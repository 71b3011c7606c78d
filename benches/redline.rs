//! What does a redline cost, and can both texts be recovered from it? `cargo bench --bench redline
//! -- --help`
//!
//! Each folder holds the versions of a text, as Markdown files in the order of their names. Each
//! version is compared with the one before.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result};
use clap::Parser;
use policygen::base::source::Source;
use policygen::load::{self, Options};
use policygen::model::language::{Language, Languages};
use policygen::redline::{self, MarkdownFile, Redline, Report, Side, State};

/// Measures redlines between versions of texts
#[derive(Parser)]
#[command(name = "redline")]
struct Arguments {
    /// Folders with the versions of a text [default: the examples, each with an edit]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Number of times each pair is compared, for the median
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Passed by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

/// The measurements of a pair.
struct Measured {
    name: String,
    bytes: usize,
    compare: Duration,
    write: Duration,
    is_exact: bool,
    /// Sections that were only moved, yet show changed words.
    spoilt: usize,
    moved: usize,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let options = Options {
        root: repository.join("examples/cabinet"),
        out: None,
        base_url: None,
        as_of: "2026-06-01".parse()?,
        drafts: false,
        fragments: false,
        placeholders: false,
        unreleased: true,
    };
    let site = load::load(&options, &mut Vec::new())?;
    let mut measured = Vec::new();
    for folder in &arguments.folders {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| format!("can't list {}", folder.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        let texts = files.iter().map(fs::read_to_string);
        let texts: Vec<String> = texts.filter_map(Result::ok).collect();
        for (at, pair) in texts.windows(2).enumerate() {
            let name = format!("{}:{}", folder.display(), at + 1);
            let found = measure(&name, &pair[0], &pair[1], &site.languages, arguments.runs);
            measured.extend(found);
        }
    }
    if arguments.folders.is_empty() {
        for site_name in ["cabinet", "datafuse", "itskode", "patuih"] {
            let folder = repository.join(format!("examples/{site_name}/content/policies"));
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if let Ok(text) = fs::read_to_string(&path) {
                    let new = text
                        .replace("we ", "we sometimes ")
                        .replace("data", "information");
                    let name = path.display().to_string();
                    measured.extend(measure(&name, &text, &new, &site.languages, arguments.runs));
                }
            }
        }
    }
    report(&measured);
    let is_good = measured
        .iter()
        .all(|pair| pair.is_exact && pair.spoilt == 0);
    Ok(match is_good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn measure(
    name: &str,
    old: &str,
    new: &str,
    languages: &Languages,
    runs: usize,
) -> Option<Measured> {
    let read = |text: &str| {
        let source = Source::new("text.md", text);
        MarkdownFile::read(&source, languages, "en", None, &mut Vec::new())
    };
    let (before, after) = (read(old)?, read(new)?);
    let language: &Language = &languages.get("en");
    let (mut compares, mut writes) = (Vec::new(), Vec::new());
    let mut found = None;
    for _ in 0..runs.max(1) {
        let start = Instant::now();
        let redline = Redline::new(&before.text, &after.text);
        compares.push(start.elapsed());
        let report = Report {
            redline: &redline,
            facts: &[],
            language,
            title: &after.title,
            old: "old",
            new: "new",
        };
        let start = Instant::now();
        let mut html = String::new();
        redline::body(&report, None, &mut html);
        writes.push(start.elapsed());
        if found.is_none() {
            let is_exact = redline.rebuild(Side::Old) == before.text.content()
                && redline.rebuild(Side::New) == after.text.content();
            let summary = redline.summary();
            let moved = summary.sections.iter().filter(|section| section.moved);
            let same_text = |anchor: &str| redline.has_same_text(anchor);
            let spoilt = moved.clone().filter(|section| {
                section.state == State::Kept
                    && section.renamed_from.is_none()
                    && same_text(&section.anchor)
                    && section.count.inserted + section.count.deleted > 0
            });
            found = Some((is_exact, spoilt.count(), moved.count()));
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (is_exact, spoilt, moved) = found?;
    Some(Measured {
        name: name.to_owned(),
        bytes: old.len().max(new.len()),
        compare: median(compares),
        write: median(writes),
        is_exact,
        spoilt,
        moved,
    })
}

fn report(measured: &[Measured]) {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let whole = |pair: &Measured| pair.compare + pair.write;
    for pair in measured
        .iter()
        .filter(|pair| !pair.is_exact || pair.spoilt > 0)
    {
        println!(
            "wrong: {} (exact: {}, spoilt: {})",
            pair.name, pair.is_exact, pair.spoilt
        );
    }
    let mut times: Vec<f64> = measured
        .iter()
        .map(|pair| milliseconds(whole(pair)))
        .collect();
    times.sort_by(f64::total_cmp);
    let bytes: usize = measured.iter().map(|pair| pair.bytes).sum();
    let time: f64 = times.iter().sum();
    let at = |part: f64| {
        let last = times.len().saturating_sub(1) as f64;
        times
            .get((last * part) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{} pairs, {} of them exact, {} sections moved; {:.1} KB on average",
        measured.len(),
        measured.iter().filter(|pair| pair.is_exact).count(),
        measured.iter().map(|pair| pair.moved).sum::<usize>(),
        bytes as f64 / 1024.0 / measured.len().max(1) as f64,
    );
    println!(
        "a redline: median {:.2} ms, 95 % {:.2} ms, most {:.2} ms; {:.2} ms for 10 KB",
        at(0.5),
        at(0.95),
        at(1.0),
        time / (bytes.max(1) as f64 / 10240.0),
    );
    let slowest = measured.iter().max_by_key(|pair| whole(pair));
    if let Some(pair) = slowest {
        println!(
            "the slowest: {}, {:.1} KB: {:.2} ms to compare, {:.2} ms to write",
            pair.name,
            pair.bytes as f64 / 1024.0,
            milliseconds(pair.compare),
            milliseconds(pair.write),
        );
    }
}
