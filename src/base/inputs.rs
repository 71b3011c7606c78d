//! The names of a build's inputs that are not files of the site, in manifests.

/// The options of the command line, and the settings that they change.
pub(crate) const OPTIONS: &str = "options";
/// The standard clauses and the site's own.
pub(crate) const CLAUSES: &str = "clauses";
/// The names of the files in the policies' folder, and the releases.
pub(crate) const NAMES: &str = "names";
/// The rules.
pub(crate) const RULES: &str = "rules";
