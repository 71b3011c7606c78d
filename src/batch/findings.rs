//! Errors and findings of tenants, one per line.

use std::io::BufWriter;
use std::path::Path;

use tempfile::NamedTempFile;

use super::fleet::Fleet;
use crate::base::diagnostic::{Diagnostic, json};
use crate::output;

/// A file of findings that is being written.
pub(super) struct Findings(BufWriter<NamedTempFile>);

impl Findings {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        Ok(Self(BufWriter::new(output::temporary(path)?)))
    }

    pub(super) fn add(
        &mut self,
        fleet: &Fleet,
        tenant: &str,
        findings: &[Diagnostic],
    ) -> anyhow::Result<()> {
        for finding in findings {
            json::write_line(&mut self.0, tenant, finding, |code| fleet.about(code))?;
        }
        Ok(())
    }

    pub(super) fn finish(self, path: &Path) -> anyhow::Result<()> {
        output::persist(self.0, path)
    }
}
