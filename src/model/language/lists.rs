//! Lists in words: `a, b and c`.

use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::Locale;

use super::locale;
use super::words::ListWords;

/// The way in which a language joins the items of a list.
#[derive(Debug)]
pub(super) enum Lists {
    /// With the patterns of the CLDR.
    Cldr(ListFormatter),
    /// With custom words.
    Words(ListWords),
}

impl Lists {
    /// The lists of a locale, or lists with custom words if there are any.
    pub(super) fn new(locale: Locale, own: &ListWords) -> Self {
        let options = ListFormatterOptions::default().with_length(ListLength::Wide);
        let formatter = || ListFormatter::try_new_and((&locale::for_lists(locale)).into(), options);
        let words = |between: &str, last: &str| {
            Self::Words(ListWords {
                between: between.to_owned(),
                last: last.to_owned(),
            })
        };
        match (own.between.as_str(), own.last.as_str()) {
            ("", "") => formatter().map_or_else(|_| words(", ", ", "), Self::Cldr),
            ("", last) => words(", ", last),
            (between, "") => words(between, between),
            (between, last) => words(between, last),
        }
    }

    /// Joins items as in prose.
    pub(super) fn join<S: AsRef<str>>(&self, items: &[S]) -> String {
        let words = match self {
            Self::Cldr(formatter) => {
                return formatter
                    .format(items.iter().map(AsRef::as_ref))
                    .to_string();
            }
            Self::Words(words) => words,
        };
        let mut out = String::new();
        for (index, item) in items.iter().enumerate() {
            out.push_str(match index {
                0 => "",
                _ if index + 1 == items.len() => &words.last,
                _ => &words.between,
            });
            out.push_str(item.as_ref());
        }
        out
    }
}
