//! The releases of a policy in order, and which of them is in force.

use std::ops::Range;
use std::sync::Arc;

use super::release::{Release, Weight};
use crate::base::dates::{AsOf, Date};
use crate::base::diagnostic::{Diagnostic, codes};

/// The releases of a policy, from the first to the last.
#[derive(Debug, Default)]
pub struct Chain {
    releases: Vec<Arc<Release>>,
}

/// The status of a release on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A later release has replaced it.
    Superseded,
    /// It applies.
    InForce,
    /// It will apply later.
    Upcoming,
}

impl Standing {
    /// The name of the status in generated data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::InForce => "in_force",
            Self::Upcoming => "upcoming",
        }
    }
}

impl Chain {
    /// Orders the releases of a policy. Reports breaks in the chain and duplicate versions.
    pub fn new(mut releases: Vec<Release>, faults: &mut Vec<Diagnostic>) -> Self {
        releases.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        let mut chain: Vec<Arc<Release>> = Vec::with_capacity(releases.len());
        let mut left = releases;
        let mut wanted: Option<String> = None;
        while let Some(at) = left.iter().position(|release| release.previous == wanted) {
            let next = left.remove(at);
            wanted = Some(next.digest.to_string());
            if let Some(last) = chain.last()
                && (next.effective < last.effective || next.released < last.released)
            {
                faults.push(
                    Diagnostic::new(
                        &codes::BROKEN_CHAIN,
                        format!(
                            "version {} is dated before version {}, which it follows",
                            next.version, last.version
                        ),
                    )
                    .path(&next.source.path)
                    .help("restore the files of the releases from version control"),
                );
            }
            if let Some(same) = chain.iter().find(|other| other.version == next.version) {
                faults.push(
                    Diagnostic::new(
                        &codes::BROKEN_CHAIN,
                        format!("two releases have the version {}", next.version),
                    )
                    .path(&next.source.path)
                    .help(format!("the other one is {}", same.source.path)),
                );
            }
            chain.push(Arc::new(next));
        }
        for release in left {
            let message = match (&release.previous, chain.first()) {
                (None, Some(first)) => format!(
                    "version {} claims to be the first release, but so does version {}",
                    release.version, first.version
                ),
                _ => format!(
                    "the release before version {} is missing, or another one followed it",
                    release.version
                ),
            };
            faults.push(
                Diagnostic::new(&codes::BROKEN_CHAIN, message)
                    .path(&release.source.path)
                    .help("restore the missing file from version control; if two branches created releases at the same time, run `policygen release` again for the later one"),
            );
        }
        Self { releases: chain }
    }

    /// The releases, from the first to the last.
    pub fn releases(&self) -> &[Arc<Release>] {
        &self.releases
    }

    /// The release with a version.
    pub fn version(&self, version: &str) -> Option<&Arc<Release>> {
        let found = |release: &&Arc<Release>| release.version == version;
        self.releases.iter().find(found)
    }

    /// The last release.
    pub fn last(&self) -> Option<&Arc<Release>> {
        self.releases.last()
    }

    /// The position of the release in force on a day. `reached` decides whether an effective date
    /// has been reached.
    fn in_force(&self, reached: impl Fn(Date) -> bool) -> Option<usize> {
        let releases = &self.releases;
        releases
            .iter()
            .rposition(|release| reached(release.effective))
    }

    /// The position of the release in force on a day; `None` before the first applies.
    pub fn on(&self, day: Date) -> Option<usize> {
        self.in_force(|date| date <= day)
    }

    /// The position of the release in force on the build date.
    pub fn current(&self, as_of: &AsOf) -> Option<usize> {
        self.in_force(|date| as_of.reached(date))
    }

    /// The position of the release that takes effect next.
    pub fn next(&self, as_of: &AsOf) -> Option<usize> {
        let next = self.current(as_of).map_or(0, |current| current + 1);
        (next < self.releases.len()).then_some(next)
    }

    /// The release that the policy's page shows on the build date: the one in force, or else the
    /// first, which is upcoming.
    pub fn shown(&self, as_of: &AsOf) -> Option<usize> {
        self.current(as_of).or_else(|| self.next(as_of))
    }

    /// The status, on the build date, of the release at a position.
    pub fn standing(&self, at: usize, as_of: &AsOf) -> Standing {
        match self.current(as_of) {
            Some(current) if at == current => Standing::InForce,
            Some(current) if at < current => Standing::Superseded,
            _ => Standing::Upcoming,
        }
    }

    /// Whether readers must accept the release at a position. The first one counts, because there
    /// was nothing to accept before.
    pub fn is_material(&self, at: usize) -> bool {
        at == 0 || self.releases[at].weight == Weight::Material
    }

    /// The days on which a release applies, as far as known: until the day before the next one
    /// takes effect.
    pub fn days(&self, at: usize) -> Range<Option<Date>> {
        let from = self.releases.get(at).map(|release| release.effective);
        let to = self.releases.get(at + 1).map(|next| next.effective);
        from..to
    }
}
