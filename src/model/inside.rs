//! Paths in the settings, which must not leave the site's root.

use crate::base::diagnostic::codes;
use crate::base::folder;
use crate::model::settings::{Paths, Settings};
use crate::schema::read::Checker;
use crate::yaml::Node;

impl Settings {
    /// Reports paths that leave the root, and resets those settings to their defaults: the file may
    /// contain changes by untrusted contributors.
    pub(super) fn keep_inside(&mut self, node: &Node, checker: &mut Checker<'_>) {
        let defaults = Self::default();
        let paths = node.get("paths");
        let mut keep = |slot: &mut String, default: String, node: Option<&Node>, key: &str| {
            if folder::is_below(slot) {
                return;
            }
            if let Some(node) = node {
                let help = match key {
                    "output" => "write a path below the root; `--out` can name any folder",
                    _ => "write a path below the root, without `..`",
                };
                let message = format!("`{key}` points outside the site's root");
                checker.report(&codes::OUTSIDE, message, &node.span, Some(help.to_owned()));
            }
            *slot = default;
        };
        keep(
            &mut self.output,
            defaults.output,
            node.get("output"),
            "output",
        );
        keep(&mut self.theme, defaults.theme, node.get("theme"), "theme");
        let Paths {
            facts,
            policies,
            clauses,
            rules,
            words,
            releases,
            themes,
        } = &mut self.paths;
        let default = defaults.paths;
        for (slot, default, key) in [
            (facts, default.facts, "facts"),
            (policies, default.policies, "policies"),
            (clauses, default.clauses, "clauses"),
            (rules, default.rules, "rules"),
            (words, default.words, "words"),
            (releases, default.releases, "releases"),
            (themes, default.themes, "themes"),
        ] {
            let node = paths.and_then(|paths| paths.get(key));
            keep(slot, default, node, &format!("paths.{key}"));
        }
        for (slot, key) in [
            (&mut self.brand.logo, "logo"),
            (&mut self.brand.logo_dark, "logo_dark"),
            (&mut self.brand.icon, "icon"),
            (&mut self.brand.image, "image"),
        ] {
            if let Some(picture) = slot {
                let node = node.get("brand").and_then(|brand| brand.get(key));
                keep(picture, String::new(), node, &format!("brand.{key}"));
            }
            slot.take_if(|picture| picture.is_empty());
        }
        if let Some(folder) = &mut self.well_known {
            keep(folder, String::new(), node.get("well_known"), "well_known");
        }
        self.well_known.take_if(|folder| folder.is_empty());
    }
}
