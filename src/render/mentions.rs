//! Finds the files that a theme's templates and stylesheets name.

use memchr::memmem;

use super::Theme;
use crate::base::address;

impl Theme {
    /// Whether a template or stylesheet names a file of the output by its path.
    pub(crate) fn mentions(&self, path: &str) -> bool {
        // Links to pages are everywhere, and do not refer to a file with the same path.
        if path.ends_with(".html") || path.ends_with(".htm") {
            return false;
        }
        let encoded = address::encode(path);
        let texts = self.texts();
        let mut texts = texts.into_iter();
        texts.any(|text| names(text, path) || *encoded != *path && names(text, &encoded))
    }

    /// The texts of templates and stylesheets.
    fn texts(&self) -> Vec<&[u8]> {
        let is_sheet = |path: &str| path.to_ascii_lowercase().ends_with(".css");
        let sheets = self.assets().iter().filter(|(path, _)| is_sheet(path));
        let sheets = sheets.map(|(_, bytes)| bytes.as_slice());
        let templates = self.templates();
        let templates = templates.map(|source| source.text.as_bytes());
        templates.chain(sheets).collect()
    }
}

/// Whether a text contains a whole path, on its own or after `/`, `./` or `../`.
fn names(text: &[u8], path: &str) -> bool {
    memmem::find_iter(text, path.as_bytes()).any(|at| {
        let mut before = &text[..at];
        while let Some(rest) = before
            .strip_suffix(b"../")
            .or_else(|| before.strip_suffix(b"./"))
            .or_else(|| before.strip_suffix(b"/"))
        {
            before = rest;
        }
        let starts = before
            .last()
            .is_none_or(|byte| b"\"'}(=,>".contains(byte) || byte.is_ascii_whitespace());
        let after = text.get(at + path.len());
        let ends =
            after.is_none_or(|byte| b"\"'{)#?,<>".contains(byte) || byte.is_ascii_whitespace());
        starts && ends
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn paths_are_found_whole() {
        for (text, expected) in [
            ("<img src=\"{{ root }}logo.png\">", true),
            ("<img src='../logo.png'>", true),
            ("url(/logo.png)", true),
            ("<img srcset=\"{{ root }}logo.png 2x\">", true),
            ("<img src=\"{{ root }}assets/logo.png\">", false),
            ("my-logo.png", false),
            ("logo.pngx", false),
        ] {
            assert_eq!(names(text.as_bytes(), "logo.png"), expected, "{text}");
        }
    }
}
