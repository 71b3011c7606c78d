//! Reading the policies of a loaded site.

use std::sync::Arc;

use super::{Read, Site, read_source};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;

impl Site {
    /// Returns the site with another text for a policy, which has not been written to its file yet.
    #[must_use]
    pub fn with_policy(self, text: Arc<Source>) -> Self {
        Self {
            replaced: Some(text),
            ..self
        }
    }

    /// Reads a policy, by its position in the tree.
    pub fn read_policy(&self, policy: usize, faults: &mut Vec<Diagnostic>) -> Read {
        let path = self.tree.shown(&self.tree.policies[policy]);
        match &self.replaced {
            Some(replaced) if replaced.path == path => Read::Source(Arc::clone(replaced)),
            _ => read_source(&self.root, &path, faults),
        }
    }
}
