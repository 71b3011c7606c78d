//! Document types that front matter misspells.

use crate::base::diagnostic::{Diagnostic, codes, suggestion};
use crate::base::source::Place;
use crate::check::lexicon;
use crate::rules::RuleSet;

/// What is wrong with the type that a page's front matter states. A type of the site's own
/// is known if a rule of its own names it.
pub(crate) fn unknown_type(
    named: &str,
    place: Option<Place>,
    rules: &RuleSet,
) -> Option<Diagnostic> {
    let document = lexicon::document_type(named);
    let is_about = |documents: &[String]| documents.iter().any(|known| known == document);
    if lexicon::is_document_type(document)
        || rules.rules().any(|(_, rule)| is_about(&rule.documents))
    {
        return None;
    }
    let own = rules.own_packs().iter().flat_map(|pack| &pack.rules);
    let own = own.flat_map(|rule| rule.documents.iter().map(String::as_str));
    let mut known: Vec<&str> = lexicon::type_names().collect();
    known.extend(own);
    // Any other type is the site's own.
    let meant = suggestion(named, known)?;
    let found = Diagnostic::new(
        &codes::MISSPELT_TYPE,
        format!("there is no document type `{named}`, and no rule for it runs"),
    )
    .help(format!("did you mean `{meant}`?"));
    Some(match place {
        Some(place) => found.label(place, ""),
        None => found,
    })
}
