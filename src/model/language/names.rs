//! The native names of languages.

/// Tags and names, sorted by tag.
const NAMES: &str = include_str!("../../../content/words/languages/names.tsv");

/// The native name of the language of a BCP 47 tag: `Deutsch`, `Österreichisches Deutsch` or
/// `Deutsch (LI)`. Returns `None` if it is not known.
pub(super) fn name(tag: &str) -> Option<String> {
    if let Some(name) = known(tag) {
        return Some(name.to_owned());
    }
    let (shorter, rest) = tag.rsplit_once('-')?;
    let name = name(shorter)?;
    Some(match name.strip_suffix(')') {
        Some(begun) => format!("{begun}, {rest})"),
        None => format!("{name} ({rest})"),
    })
}

fn known(tag: &str) -> Option<&'static str> {
    let mut names = NAMES.lines().filter_map(|line| line.split_once('\t'));
    let found = names.find(|(of, _)| of.eq_ignore_ascii_case(tag))?;
    Some(found.1)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn languages_are_called_as_their_speakers_call_them() {
        for (tag, expected) in [
            ("ja", Some("日本語")),
            ("ar", Some("العربية")),
            ("el", Some("Ελληνικά")),
            ("de-LI", Some("Deutsch (LI)")),
            ("zh-hant", Some("繁體中文")),
            ("zh-Hant-HK", Some("繁體中文 (HK)")),
            ("x-none", None),
        ] {
            assert_eq!(name(tag).as_deref(), expected, "{tag}");
        }
    }
}
