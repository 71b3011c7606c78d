//! The codes of rules, to which diagnostics refer.

use std::sync::{Mutex, PoisonError};

use super::Builtin;
use super::{Requirement, Rule};
use crate::base::diagnostic::{Code, Severity};

impl Rule {
    /// The code of its findings.
    pub fn code(&self) -> &'static Code {
        self.code.get_or_init(|| {
            intern(
                &self.id,
                &self.name,
                self.severity,
                &self.why,
                self.help.first().map_or("", String::as_str),
            )
        })
    }

    /// Whether the build reports its findings.
    pub fn is_of_build(&self) -> bool {
        matches!(&self.check, Requirement::Builtin(Builtin::Build))
    }

    /// The default severity; `None` if the rule is off by default.
    pub fn default_level(&self) -> Option<Severity> {
        (!self.off).then_some(self.severity)
    }
}

/// Interns the code with these contents. Codes live as long as the program, so that diagnostics can
/// refer to them without a lifetime. Equal codes are created only once, so that a server that reads
/// a site's rules repeatedly does not use more and more memory.
fn intern(id: &str, name: &str, severity: Severity, about: &str, fix: &str) -> &'static Code {
    static CODES: Mutex<Vec<&'static Code>> = Mutex::new(Vec::new());
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    let is_same = |code: &&&'static Code| {
        let texts = [code.id, code.name, code.about, code.fix];
        texts == [id, name, about, fix] && code.severity == severity
    };
    if let Some(known) = codes.iter().find(is_same) {
        return known;
    }
    let leak = |text: &str| -> &'static str { Box::leak(Box::from(text)) };
    let code: &'static Code = Box::leak(Box::new(Code {
        id: leak(id),
        name: leak(name),
        severity,
        about: leak(about),
        fix: leak(fix),
        once_per_site: false,
    }));
    codes.push(code);
    code
}
