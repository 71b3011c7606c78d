//! The letter X in place of a number: `XXXXXXXX`, `XXX XX XX XX`.

use std::sync::LazyLock;

use super::words::Lazy;
use crate::rules::Pattern;

/// A label of a telephone or registration number right before its blank.
static NUMBERED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:phone|telephone|tel|fax|mobile|number|no|vat|tax|id|ein|telefon|telefax|rufnummer|mobil|nummer|nr|ust-?id\w*|steuernummer|hrb|téléphone|tél|portable|numéro|n°|siret|siren|rcs|tva|teléfono|tfno|móvil|número|núm|nif|cif|registro|iban)\b[.:)]? ?(?::|is|ist|lautet|est|es)? ?(?:\+?\d{1,3} |(?-i:[A-Z]{2}) )?$",
    )
});

fn is_cross(c: char) -> bool {
    matches!(c, 'X' | 'x')
}

/// Whether crosses between these texts stand for something that is missing.
pub(super) fn is_blank(before: &str, after: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || "-+()_./#*@".contains(c);
    // A full stop may end the sentence.
    let ended = after
        .strip_prefix('.')
        .filter(|rest| !rest.starts_with(part));
    let after = ended.unwrap_or(after);
    // `+49 30 XXXXX` hides a part of a number.
    let hides = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if hides || before.ends_with(part) || after.starts_with(part) {
        return false;
    }
    let is_spaced =
        before.trim_end().ends_with(is_cross) || after.trim_start().starts_with(is_cross);
    // `XXXX XXXX XXXX 1234` hides most of a number.
    let rest = after.trim_start_matches(|c: char| is_cross(c) || c == ' ');
    !is_spaced || NUMBERED.is_in(before) && !rest.starts_with(|c: char| c.is_ascii_digit())
}
