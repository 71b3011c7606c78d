//! Spanish, Italian and Portuguese ordinals at the start of titles: “Sexta. Duración”.

use std::sync::LazyLock;

use super::numbers::{Heading, Number, Part};
use super::words::Lazy;
use crate::rules::Pattern;

/// An ordinal as the number of a title.
static ORDINAL: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:cl[áa]usula |artículo |estipulación |apartado |clausola |articolo )?(?<word>\p{L}{5,16}(?: (?:primer|segund|tercer|cuart|quint|sext|séptim|octav|noven)[oa])?)(?:[.ªº)]*[.:)]|\s?[-–—:])(?:\s|$)",
    )
});

/// The ordinals, without their last letter, which shows the gender.
const ORDINALS: &[&[&str]] = &[
    &["primer", "primeir", "prim"],
    &["segund", "second"],
    &["tercer", "terceir", "terz"],
    &["cuart", "quart"],
    &["quint"],
    &["sext", "sest"],
    &["séptim", "sétim", "settim"],
    &["octav", "oitav", "ottav"],
    &["noven", "non"],
    &["décim", "decim"],
    &["undécim", "decimoprimer", "décima primer", "décimo primer"],
    &["duodécim", "decimosegund", "décima segund", "décimo segund"],
    &[
        "decimotercer",
        "decimatercer",
        "décima tercer",
        "décimo tercer",
    ],
    &["decimocuart", "decimacuart", "décima cuart", "décimo cuart"],
    &["decimoquint", "decimaquint", "décima quint", "décimo quint"],
    &["decimosext", "decimasext", "décima sext", "décimo sext"],
    &[
        "decimoséptim",
        "decimaséptim",
        "decimoseptim",
        "décima séptim",
        "décimo séptim",
    ],
    &[
        "decimoctav",
        "decimooctav",
        "decimaoctav",
        "décima octav",
        "décimo octav",
    ],
    &["decimonoven", "decimanoven", "décima noven", "décimo noven"],
    &["vigésim"],
];

/// The value of an ordinal.
fn value(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let stem = word.strip_suffix(['a', 'o'])?;
    let at = ORDINALS.iter().position(|names| names.contains(&stem))?;
    u32::try_from(at + 1).ok()
}

/// Reads the ordinals of headings without a number, if there are several.
pub(super) fn read(headings: &mut [Heading<'_>]) {
    let found: Vec<(usize, u32)> = headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.number.is_none())
        .filter_map(|(at, heading)| {
            let found = ORDINAL.find_groups(heading.title).next()?;
            Some((at, value(&found["word"])?))
        })
        .collect();
    let has = |wanted| found.iter().any(|(_, number)| *number == wanted);
    if !(has(1) && has(2)) {
        return;
    }
    for (at, number) in found {
        headings[at].number = Some(Number {
            part: Part::Plain,
            parts: vec![number],
            is_sure: true,
            is_lettered: false,
        });
    }
}
