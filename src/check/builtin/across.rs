//! What pages of one site must not say differently.

use super::Said;
use crate::check::evaluate::Page;
use crate::check::view;

/// The youngest age that a service is for.
pub(super) fn min_age(page: &Page<'_>) -> Vec<Said> {
    said(page, "children.min_age")
}

/// What a page's facts say at a path, if the page prints them.
fn said(page: &Page<'_>, path: &str) -> Vec<Said> {
    let values = page.view.values(path);
    let (true, [value], Some(place)) = (
        page.view.prints(path),
        values.as_slice(),
        page.view.place(path),
    ) else {
        return Vec::new();
    };
    vec![Said {
        key: path.to_owned(),
        value: view::word(value),
        place,
    }]
}
