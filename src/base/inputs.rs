//! The names that manifests use for build inputs other than single files of the site.

/// The command-line options, and the settings that they override.
pub(crate) const OPTIONS: &str = "options";
/// The standard clauses and the site's clauses.
pub(crate) const CLAUSES: &str = "clauses";
/// The names of the files in the policies' folder, and the releases.
pub(crate) const NAMES: &str = "names";
/// The rules.
pub(crate) const RULES: &str = "rules";
