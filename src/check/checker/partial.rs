//! Pages of which faulty tags leave out some of the text.

use crate::base::diagnostic::{Diagnostic, codes};
use crate::check::evaluate::{Finding, Spot};
use crate::rules::{Builtin, Requirement, Rule, Scope};

/// The number of characters before a fault to search for the beginning of its tag.
const NEAR: usize = 40;

/// Whether a fault leaves out text that may state anything, as with a tag that inserts a file in
/// another template language. One that prints a value leaves out only a few words.
pub(super) fn leaves_text_out(fault: &Diagnostic) -> bool {
    let inserts = || {
        let place = &fault.labels.first()?.place;
        let before = place.source.text.get(..place.range.start)?;
        let mut near = before.char_indices().rev().take(NEAR);
        let (brace, _) = near.find(|(_, c)| *c == '{')?;
        Some(before[brace..].starts_with("{%"))
    };
    fault.code.id == codes::TEMPLATE_SYNTAX.id && inserts() == Some(true)
}

/// Whether a rule concerns only what the page says, not what it lacks or how its parts fit together.
pub(super) fn is_local(rule: &Rule) -> bool {
    let is_local = match &rule.check {
        Requirement::Builtin(builtin) => !matches!(
            builtin,
            Builtin::EmptySection
                | Builtin::DanglingIntro
                | Builtin::SectionNumberRef
                | Builtin::NumberingGap
                | Builtin::MissingPart
                | Builtin::MissingDefinitions
                | Builtin::UndefinedTerm
                | Builtin::UnusedTerm
                | Builtin::UnfinishedSentence
                | Builtin::UnnamedRecipient
                | Builtin::WeUndefined
                | Builtin::LinesRunTogether
        ),
        _ => true,
    };
    is_local && rule.scope != Scope::Site
}

/// Whether a finding says that something is missing, which the text that is left out may state.
pub(super) fn is_on_missing(finding: &Finding) -> bool {
    let is_in_text = matches!(finding.spot, Spot::Text(_) | Spot::Merged(_));
    !is_in_text || finding.evidence.is_some() || finding.missing_words().next().is_some()
}
