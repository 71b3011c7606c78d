//! IDs by which facts refer to entries of other lists.

use super::{Facts, Layer};
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::text::listed;
use crate::model::tables;
use crate::schema::read::Reference;

impl Facts {
    /// Reports an ID that its list does not have, unless the list itself is faulty.
    pub(super) fn check_reference(
        &self,
        layer: &Layer,
        reference: &Reference,
        faults: &mut Vec<Diagnostic>,
    ) {
        let ids = self
            .list(reference.list)
            .iter()
            .filter_map(|entry| entry.get_from_path("id")?.as_str());
        if ids.clone().any(|id| id == reference.id) {
            return;
        }
        let list = reference.list;
        let faulty = self.get(list).is_none()
            && (self.is_faulty(list) || self.has_placeholders && self.unknown_at(list).is_some());
        if self.incomplete || faulty {
            return;
        }
        let ids: Vec<&str> = ids.collect();
        let help = did_you_mean(&reference.id, ids.iter().copied()).or_else(|| {
            Some(if ids.is_empty() {
                format!("the facts have no list `{}`", reference.list)
            } else {
                format!(
                    "`{}` has the IDs {}",
                    reference.list,
                    listed(ids.iter().copied())
                )
            })
        });
        let list = tables::FACTS.field(reference.list);
        let code = list.and_then(|list| list.orphan);
        let code = code.unwrap_or(&codes::UNKNOWN_ID);
        faults.push(
            Diagnostic::new(
                code,
                format!(
                    "`{}` has no entry with the ID `{}`",
                    reference.list, reference.id
                ),
            )
            .at(&layer.source, reference.span.clone())
            .maybe_help(help),
        );
    }
}
