//! What does not fit yet. These lists only shrink.

/// Arrows up, by file and the module used.
pub(crate) const ARROWS: &[(&str, &str)] = &[
    ("src/load/tree.rs", "output"),
    ("src/model/front_matter.rs", "check"),
    ("src/model/settings.rs", "check"),
    ("src/schema/read.rs", "model"),
];

/// Files with a name that is not of the field.
pub(crate) const WORDS: &[&str] = &[
    "src/check/builtin/companies.rs: lack",
    "src/check/builtin/companies.rs: sieve",
    "src/check/builtin/dates.rs: lack",
    "src/check/builtin/definitions.rs: lack",
    "src/check/builtin/durations.rs: lack",
    "src/check/builtin/laws.rs: lack",
    "src/check/builtin/mod.rs: lack",
    "src/check/builtin/names.rs: lack",
    "src/check/builtin/numbering.rs: lack",
    "src/check/builtin/places.rs: lack",
    "src/check/builtin/processors.rs: lack",
    "src/check/builtin/retention.rs: lack",
    "src/check/builtin/security.rs: lack",
    "src/check/builtin/service.rs: lack",
    "src/check/builtin/structure.rs: lack",
    "src/check/builtin/style.rs: lack",
    "src/check/builtin/transfers.rs: lack",
    "src/check/checker/asked.rs: asked",
    "src/check/checker/asked.rs: doubt",
    "src/check/checker/judge.rs: lack",
    "src/check/checker/mod.rs: asked",
    "src/check/checker/mod.rs: doubt",
    "src/check/checker/mod.rs: lack",
    "src/check/checker/report.rs: lack",
    "src/check/coverage/mod.rs: asked",
    "src/check/doubt.rs: doubt",
    "src/check/evaluate/lack.rs: lack",
    "src/check/evaluate/mod.rs: lack",
    "src/check/evaluate/outcome.rs: lack",
    "src/check/evaluate/requirement.rs: lack",
    "src/check/evaluate/text.rs: lack",
    "src/check/levels.rs: asked",
    "src/check/mod.rs: doubt",
    "src/check/mod.rs: sieve",
    "src/check/pattern.rs: sieve",
    "src/check/prose/mod.rs: sieve",
    "src/check/prose/read.rs: sieve",
    "src/check/sieve.rs: sieve",
    "src/cli/check/mod.rs: asked",
    "src/cli/mod.rs: asked",
    "src/serve/answer.rs: told",
    "src/serve/preview.rs: told",
    "src/serve/problems.rs: told",
];

/// Files with a type called `Entry`.
pub(crate) const ENTRIES: &[&str] = &[
    "src/check/baseline.rs",
    "src/check/view.rs",
    "src/cli/clauses.rs",
    "src/link/index.rs",
    "src/yaml/mod.rs",
];

/// Files that are too long.
pub(crate) const LONG: &[&str] = &[
    "src/build/policy.rs",
    "src/check/rule.rs",
    "src/clauses/evaluator.rs",
    "src/clauses/filters.rs",
    "src/link/resolve.rs",
    "src/output/staging.rs",
    "src/render/body.rs",
    "src/render/twins/text/mod.rs",
    "src/schema/read.rs",
    "src/yaml/mod.rs",
];

/// Paths that the documents name and that are not there yet.
pub(crate) const PATHS: &[&str] = &[
    "CONTRIBUTING.md: content/rules",
    "CONTRIBUTING.md: content/rules/README.md",
    "CONTRIBUTING.md: docs/rules.md",
    "docs/ARCHITECTURE.md: content/rules",
    "docs/ARCHITECTURE.md: src/document/build.rs",
    "docs/ARCHITECTURE.md: src/document/html/allowed.rs",
    "docs/ARCHITECTURE.md: src/document/node.rs",
];
