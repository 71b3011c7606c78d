//! Notices to customers, from facts and the addresses of pages.

use std::cell::RefCell;

use super::policy::Policies;
use super::{Wanted, stages};
use crate::base::dates::Date;
use crate::base::diagnostic::Diagnostic;
use crate::link::Index;
use crate::load::Site;
use crate::publish;

pub use crate::publish::{Notice, NoticeFormat};

/// Writes the notice about changes to subprocessors that were announced on or after a day or, if
/// unannounced, made on or after it. Also returns the faults of the site.
pub fn subprocessor_notice(
    site: &Site,
    since: Date,
    format: NoticeFormat,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Option<Notice>, Vec<Diagnostic>)> {
    let notice = RefCell::new(None);
    let then = |_: &Policies<'_>, index: &Index<'_>| {
        *notice.borrow_mut() = Some(publish::notice(site, index, since, format));
        Ok(Vec::new())
    };
    let wanted = Wanted {
        then: Some(&then),
        ..Wanted::default()
    };
    let built = stages(site, wanted, faults, None)?.built;
    Ok((notice.into_inner(), built.diagnostics))
}
