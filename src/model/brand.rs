//! A company's own colours and fonts over a theme's.

use std::fmt::Write as _;

use super::color::Color;

/// `brand` of the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// A picture, by its path from the site's root.
    pub logo: Option<String>,
    /// Colour of links and marks on a light ground.
    pub accent: Option<Color>,
    /// The same on a dark ground.
    pub accent_dark: Option<Color>,
    /// Fonts of the text, as CSS lists them.
    pub font: Option<String>,
    /// Fonts of headings.
    pub heading_font: Option<String>,
}

/// The grounds that accents are checked against: a theme with others has to
/// see to its contrast itself.
pub const LIGHT: Color = Color::new(0xFF, 0xFF, 0xFF);
/// See [`LIGHT`].
pub const DARK: Color = Color::new(0x16, 0x18, 0x1D);

impl Brand {
    /// The rules that a theme's stylesheet ends with.
    pub fn css(&self) -> String {
        let mut fonts = String::new();
        for (property, font) in [
            ("--font-text", &self.font),
            ("--font-heading", &self.heading_font),
        ] {
            if let Some(font) = font {
                let _ = write!(fonts, "{property}:{font};");
            }
        }
        let mut css = String::new();
        if !fonts.is_empty() {
            let _ = writeln!(css, ":root{{{fonts}}}");
        }
        // Each on the ground that it was checked against, and on no other.
        for (ground, color) in [
            ("(not (prefers-color-scheme:dark))", self.accent),
            ("(prefers-color-scheme:dark)", self.accent_dark),
        ] {
            if let Some(color) = color {
                let _ = writeln!(
                    css,
                    "@media screen and {ground}{{:root{{--accent:{color}}}}}"
                );
            }
        }
        css
    }

    /// Where the logo is in the output.
    pub fn logo_file(&self) -> Option<String> {
        let logo = self.logo.as_deref()?;
        let (_, ending) = logo.rsplit_once('.')?;
        Some(format!("assets/logo.{}", ending.to_ascii_lowercase()))
    }
}

/// Whether a text is a list of fonts and nothing else.
pub fn is_font_list(text: &str) -> bool {
    !text.trim().is_empty()
        && text.matches('"').count().is_multiple_of(2)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '"'))
}
