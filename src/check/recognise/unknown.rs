//! Misspelt document types in front matter.

use crate::base::diagnostic::{Diagnostic, codes, suggestion};
use crate::base::source::Place;
use crate::check::lexicon;
use crate::rules::RuleSet;

/// Reports a misspelt type in a page's front matter. A custom type is known if one of the site's
/// own rules names it.
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
    // Any other type is a custom one.
    let meant = suggestion(named, known)?;
    let found = Diagnostic::new(
        &codes::MISSPELT_TYPE,
        format!("there is no document type `{named}`, so no rule for the type runs"),
    )
    .help(format!("did you mean `{meant}`?"));
    Some(match place {
        Some(place) => found.label(place, ""),
        None => found,
    })
}
