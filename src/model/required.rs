//! `required_version`: the versions of policygen that a site is written for.

use std::sync::Arc;

use semver::{Op, Version, VersionReq};

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::yaml::{Kind, Node};

/// The versions that a site is written for.
#[derive(Debug, Clone)]
pub struct RequiredVersion {
    range: VersionReq,
    text: String,
    /// The place in the settings.
    pub place: Place,
}

impl RequiredVersion {
    /// Reads the setting, and reports an invalid version range.
    pub(super) fn read(
        node: &Node,
        source: &Arc<Source>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let (Kind::Text(text) | Kind::Number(text)) = &node.kind else {
            return None;
        };
        let place = source.place(node.span.clone());
        match VersionReq::parse(text) {
            Ok(range) => Some(Self {
                range,
                text: text.clone(),
                place,
            }),
            Err(_) => {
                let message = format!("`{text}` is not a range of versions");
                let fault = Diagnostic::new(&codes::WRONG_TYPE, message).label(place, "");
                faults.push(fault.help("write it as `\">=0.3\"` or `\">=0.3, <2\"`, in quotes"));
                None
            }
        }
    }

    /// Why this program can't be used; `None` if it can.
    pub fn misfit(&self) -> Option<String> {
        let this = this_version();
        // A pre-release counts as the release that it precedes.
        let release = Version::new(this.major, this.minor, this.patch);
        (!self.range.matches(&this) && !self.range.matches(&release)).then(|| {
            format!(
                "{} requires policygen {}, but this is policygen {this}\n  help: install a version in that range, or change \
                 `required_version` if the site works with this one",
                self.place.source.path, self.text
            )
        })
    }

    /// The lowest version in the range, with which the site was last reviewed.
    pub fn lowest(&self) -> Option<Version> {
        let bounds = self.range.comparators.iter().filter(|bound| {
            let is_upper = matches!(bound.op, Op::Less | Op::LessEq);
            !is_upper
        });
        let versions = bounds.map(|bound| {
            let (minor, patch) = (bound.minor.unwrap_or(0), bound.patch.unwrap_or(0));
            Version::new(bound.major, minor, patch)
        });
        versions.max()
    }
}

fn this_version() -> Version {
    let number = |text: &str| text.parse().unwrap_or(0);
    Version {
        pre: semver::Prerelease::new(env!("CARGO_PKG_VERSION_PRE")).unwrap_or_default(),
        ..Version::new(
            number(env!("CARGO_PKG_VERSION_MAJOR")),
            number(env!("CARGO_PKG_VERSION_MINOR")),
            number(env!("CARGO_PKG_VERSION_PATCH")),
        )
    }
}
