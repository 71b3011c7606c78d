//! A template of a theme. The work of a site's own templates is limited, because a change to a
//! theme may come from a stranger.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use tera::ErrorKind;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::text::lower_first;
use crate::template::budget::{USED_UP, take};
use crate::template::counted::{Printing, UNDEFINED};
use crate::template::metered::Metered;

/// Templates may print any value.
pub(super) const PRINTING: Printing = Printing {
    check: |_| Ok(()),
    joins_undefined: true,
    note: |_| {},
    form: |value| Ok(value.clone()),
};

/// A template of a theme.
#[derive(Debug)]
pub(super) struct Template {
    name: String,
    pub(super) source: Arc<Source>,
    /// The text with counting filters, if the template is the site's own.
    metered: Option<Metered>,
}

impl Template {
    pub(super) fn new(name: String, source: Arc<Source>, is_own: bool) -> Self {
        Self {
            metered: is_own.then(|| Metered::of(&source.text)),
            name,
            source,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_own(&self) -> bool {
        self.metered.is_some()
    }

    /// The text as written.
    pub(super) fn source_text(&self) -> &str {
        &self.source.text
    }

    /// The text for the template engine.
    pub(super) fn compiled_text(&self) -> &str {
        match &self.metered {
            Some(metered) => &metered.text,
            None => self.source_text(),
        }
    }

    /// Converts a range in the text for the engine to one in the file.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        match &self.metered {
            Some(metered) => metered.original(range),
            None => range.clone(),
        }
    }
}

/// The report of a page that exceeds its budget.
pub(super) fn too_much() -> Diagnostic {
    let message = "rendering a page with this template takes too much work";
    Diagnostic::new(&codes::THEME, message).help(
        "look for a loop or text that grows too fast, or raise `limits.evaluation` in `policygen.yaml`",
    )
}

/// Whether the engine reports an undefined value that a counting filter has passed on. Without the
/// filter, its message names the value and those that are defined.
pub(super) fn hides_name(error: &tera::Error) -> bool {
    match error.kind() {
        ErrorKind::RenderingError(report) => report.message() == UNDEFINED,
        _ => false,
    }
}

/// The report of an error message of the template engine.
pub(super) fn fault(message: &str) -> Diagnostic {
    match message.contains(USED_UP) {
        true => too_much(),
        false => Diagnostic::new(&codes::THEME, lower_first(message)),
    }
}

/// A page being written, which counts against the budget.
pub(super) struct Counted<'a>(pub(super) &'a mut Vec<u8>);

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !take(bytes.len()) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, USED_UP));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
