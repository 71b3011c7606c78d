//! The figures as text.

use std::{fmt, time::Duration};

use crate::{corpus::Kind, floor::Output, measure::Usage};

/// The figures of one kind and size of site.
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) policies: usize,
    pub(crate) output: Output,
    pub(crate) floor: Usage,
    /// A build into a fresh folder.
    pub(crate) build: Usage,
    /// The same build again, with nothing changed.
    pub(crate) again: Usage,
    /// A check with all rules on.
    pub(crate) check: Usage,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Output { files, bytes } = self.output;
        let (floor, build, again, check) = (&self.floor, &self.build, &self.again, &self.check);
        writeln!(
            f,
            "{} facts, {} policies: {files} files, {} written",
            self.kind.name(),
            self.policies,
            megabytes(bytes)
        )?;
        writeln!(f, "  {:<10}{:>12}{:>12}{:>12}", "", "wall", "cpu", "peak")?;
        line(f, "floor", floor)?;
        writeln!(f)?;
        line(f, "build", build)?;
        writeln!(
            f,
            "   {} wall, {} cpu of the floor",
            ratio(build.wall, floor.wall),
            ratio(build.cpu, floor.cpu)
        )?;
        line(f, "unchanged", again)?;
        writeln!(f, "   {} wall of the build", ratio(again.wall, build.wall))?;
        line(f, "check", check)?;
        writeln!(f, "   {} wall of the build", ratio(check.wall, build.wall))
    }
}

/// How time and memory grow from one size to the next, for each kind; empty if there is only one
/// size.
pub(crate) fn growth(rows: &[Row]) -> String {
    let steps: Vec<String> = rows
        .iter()
        .zip(rows.iter().skip(1))
        .filter(|(small, large)| small.kind == large.kind)
        .map(|(small, large)| {
            format!(
                "  {:<10}{:>18}{:>10}{:>10}{:>10}{:>12}\n",
                small.kind.name(),
                format!("{} -> {}", small.policies, large.policies),
                ratio(large.build.wall, small.build.wall),
                ratio(large.build.cpu, small.build.cpu),
                factor(large.build.peak as f64, small.build.peak as f64),
                ratio(large.floor.wall, small.floor.wall),
            )
        })
        .collect();
    if steps.is_empty() {
        return String::new();
    }
    format!(
        "growth of the build\n  {:<10}{:>18}{:>10}{:>10}{:>10}{:>12}\n{}",
        "facts",
        "policies",
        "wall",
        "cpu",
        "peak",
        "floor wall",
        steps.concat()
    )
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, usage: &Usage) -> fmt::Result {
    write!(
        f,
        "  {name:<10}{:>12}{:>12}{:>12}",
        seconds(usage.wall),
        seconds(usage.cpu),
        megabytes(usage.peak)
    )
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn ratio(of: Duration, to: Duration) -> String {
    factor(of.as_secs_f64(), to.as_secs_f64())
}

/// A ratio, or a dash where the system didn't report the figures.
fn factor(of: f64, to: f64) -> String {
    if to > 0.0 {
        format!("{:.2}x", of / to)
    } else {
        "-".into()
    }
}
