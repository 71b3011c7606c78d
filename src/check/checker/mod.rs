//! Checks a site in two steps: [`Checker::page`] turns a page into findings and
//! a [`Summary`], and [`Checker::site`] turns all summaries into the findings
//! on the site. A checker is immutable.

mod judge;
mod missing;
mod page;
mod partial;
mod repeats;
mod report;
mod site;

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::Changes;
use super::clauses;
use super::coverage::Coverage;
use super::levels::{ActivePack, InForce, Selection};
use super::suppress::Comments;
use crate::base::dates::Date;
use crate::base::diagnostic::Diagnostic;
use crate::clauses::{Changelog, Clause, FactSet, Shown};
use crate::document::Document;
use crate::model::facts::Facts;
use crate::model::front_matter::FrontMatter;
use crate::model::language::Languages;
use crate::model::settings::Settings;
use crate::rules::RuleSet;
use crate::template::Origin;

pub(super) use judge::Judged;

/// The site data, besides pages, that rules can read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// The settings.
    pub settings: &'a Settings,
    /// The interface text of all languages.
    pub languages: &'a Languages,
    /// The facts that all policies share.
    pub facts: &'a Facts,
    /// All clauses.
    pub clauses: &'a [Clause],
    /// The standard clauses by version, even those that the site overrides.
    pub standard_clauses: &'a Changelog,
    /// The build date.
    pub today: Date,
}

/// A page to check.
#[derive(Debug)]
pub struct Input<'a> {
    /// The page's ID. Pages are sorted by it, and links refer to it.
    pub id: &'a str,
    /// Its document type, from the front matter or the file name.
    pub doc_type: &'a str,
    /// Its front matter.
    pub front_matter: &'a FrontMatter,
    /// The range of its front matter in its file.
    pub head: Range<usize>,
    /// The document.
    pub document: &'a Document<'a>,
    /// The mapping back to its sources.
    pub origin: Origin<'a>,
    /// The facts that apply to it.
    pub facts: &'a Facts,
    /// The facts that its text reads.
    pub printed: FactSet,
    /// The facts that its text shows.
    pub shown: &'a Shown<'a>,
    /// Its address.
    pub address: &'a str,
    /// The IDs of the pages that it links to.
    pub links_to: &'a [&'a str],
}

/// Checks the pages of a site, in any order and in parallel, and then the site.
#[derive(Debug)]
pub struct Checker<'a> {
    context: Context<'a>,
    selection: &'a Selection,
    /// The rules for pages whose front matter sets no levels.
    active: Vec<ActivePack<'a>>,
    /// The comments in shared facts; `unreadable` reports malformed ones.
    comments: Comments,
    unreadable: Vec<Diagnostic>,
    /// The names of the site's own clauses.
    own_clauses: BTreeSet<&'a str>,
    /// The names of the clauses to search pages for.
    wanted_clauses: BTreeSet<&'a str>,
    /// The changes to standard clauses since the site was last reviewed.
    changes: Changes<'a>,
    with_coverage: bool,
}

/// The results for the site as a whole.
#[derive(Debug)]
pub struct SiteFindings {
    /// The diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// How the requirements are met, if requested.
    pub coverage: Option<Coverage>,
}

impl<'a> Checker<'a> {
    /// Creates a checker of a site with the selected rules.
    pub fn new(context: Context<'a>, selection: &'a Selection, with_coverage: bool) -> Self {
        let mut comments = Comments::default();
        let mut unreadable = Vec::new();
        for source in context.facts.sources() {
            comments.read_yaml(source, 0..source.text.len(), context.rules, &mut unreadable);
        }
        let levels = InForce {
            rules: context.rules,
            settings: &context.settings.check,
            page: None,
            selection,
        };
        let own_clauses = clauses::own(context.clauses, context.standard_clauses);
        let changes = Changes::of(&context);
        Self {
            active: levels.active(),
            comments,
            unreadable,
            wanted_clauses: own_clauses.iter().copied().chain(changes.names()).collect(),
            own_clauses,
            changes,
            context,
            selection,
            with_coverage,
        }
    }

    /// The levels of the site as a whole.
    fn levels(&self) -> InForce<'a> {
        InForce {
            rules: self.context.rules,
            settings: &self.context.settings.check,
            page: None,
            selection: self.selection,
        }
    }
}
