//! What is wrong with tenants, and what rules found: one finding a line.

use std::io::BufWriter;
use std::path::Path;

use tempfile::NamedTempFile;

use super::fleet::{Fleet, Made};
use crate::base::diagnostic::json;
use crate::output;

/// A file of findings that is being written.
pub(super) struct Findings(BufWriter<NamedTempFile>);

impl Findings {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        Ok(Self(BufWriter::new(output::temporary(path)?)))
    }

    pub(super) fn add(&mut self, fleet: &Fleet, made: &Made) -> anyhow::Result<()> {
        let row = format!("row {}", made.number);
        let tenant = made.id.as_deref().unwrap_or(&row);
        for finding in &made.findings {
            json::write_line(&mut self.0, tenant, finding, |code| fleet.about(code))?;
        }
        Ok(())
    }

    pub(super) fn finish(self, path: &Path) -> anyhow::Result<()> {
        output::persist(self.0, path)
    }
}
