//! A company's colours and fonts, which override a theme's.

mod read;

use std::fmt::Write as _;

use super::color::Color;
use crate::base::address;

pub(super) use read::BRAND;

/// The `brand` settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// The path of the logo, relative to the site's root.
    pub logo: Option<String>,
    /// The logo for dark backgrounds.
    pub logo_dark: Option<String>,
    /// The icon for browser tabs and bookmarks.
    pub icon: Option<String>,
    /// The image for link previews.
    pub image: Option<String>,
    /// The fixed colour scheme; `None` if pages follow the reader's settings.
    pub scheme: Option<Scheme>,
    /// The colour of links and marks on a light background.
    pub accent: Option<Color>,
    /// The colour of links and marks on a dark background.
    pub accent_dark: Option<Color>,
    /// Fonts for text, as a CSS list.
    pub font: Option<String>,
    /// Fonts for headings.
    pub heading_font: Option<String>,
    /// Font files that the site provides.
    pub fonts: Vec<Font>,
}

/// A fixed colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
}

impl Scheme {
    /// Its name in CSS.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A font file that the site provides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font {
    /// Its name in `font` and `heading_font`.
    pub family: String,
    /// The path of the file, relative to the site's root.
    pub file: String,
    /// Its lowest and highest weight, which differ only for a variable font.
    pub weight: (u64, u64),
    /// Whether it is italic.
    pub italic: bool,
}

impl Font {
    /// Its path in the output.
    pub fn output(&self) -> String {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let ending = ending.to_ascii_lowercase();
        format!("assets/fonts/{}.{ending}", address::slugify(stem))
    }

    /// Its `@font-face` rule.
    fn css(&self, out: &mut String) {
        let file = self.output();
        let (_, file) = file.split_once('/').unwrap_or_default();
        let style = if self.italic { "italic" } else { "normal" };
        let weight = match self.weight {
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} {most}"),
        };
        let _ = writeln!(
            out,
            "@font-face{{font-family:\"{}\";src:url(\"{file}\");font-weight:{weight};font-style:{style};font-display:swap}}",
            self.family
        );
    }
}

/// The light background against which accents are checked. A theme with a different background must
/// ensure contrast itself.
pub const LIGHT: Color = Color::new(0xFF, 0xFF, 0xFF);
/// The dark background; see [`LIGHT`].
pub const DARK: Color = Color::new(0x16, 0x18, 0x1D);

impl Brand {
    /// The CSS rules to append to a theme's stylesheet.
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
        for font in &self.fonts {
            font.css(&mut css);
        }
        if let Some(scheme) = self.scheme {
            let _ = writeln!(css, ":root{{color-scheme:{}}}", scheme.word());
        }
        if !fonts.is_empty() {
            let _ = writeln!(css, ":root{{{fonts}}}");
        }
        // Each accent applies only to the background against which it was checked.
        for (ground, query, color) in [
            (
                Scheme::Light,
                " and (not (prefers-color-scheme:dark))",
                self.accent,
            ),
            (
                Scheme::Dark,
                " and (prefers-color-scheme:dark)",
                self.accent_dark,
            ),
        ] {
            let query = match self.scheme {
                Some(only) if only != ground => continue,
                Some(_) => "",
                None => query,
            };
            if let Some(color) = color {
                let _ = writeln!(css, "@media screen{query}{{:root{{--accent:{color}}}}}");
            }
        }
        css
    }

    /// The files that the settings name: the kind of each, its path from the site's root, and its
    /// path in the output.
    pub fn files(&self) -> Vec<(&'static str, &str, String)> {
        let pictures = [
            ("logo", &self.logo),
            ("logo-dark", &self.logo_dark),
            ("icon", &self.icon),
            ("image", &self.image),
        ];
        let pictures = pictures.into_iter().filter_map(|(name, path)| {
            let path = path.as_deref()?;
            let what = match name {
                "icon" | "image" => name,
                _ => "logo",
            };
            Some((what, path, output(name, path)?))
        });
        let fonts = self.fonts.iter();
        pictures
            .chain(fonts.map(|font| ("font", font.file.as_str(), font.output())))
            .collect()
    }

    /// The path of the logo in the output.
    pub fn logo_file(&self) -> Option<String> {
        output("logo", self.logo.as_deref()?)
    }

    /// The path of the logo for dark backgrounds in the output.
    pub fn logo_dark_file(&self) -> Option<String> {
        output("logo-dark", self.logo_dark.as_deref()?)
    }

    /// The path of the image for link previews in the output: the configured image, or the logo
    /// unless it is an SVG file.
    pub fn image_file(&self) -> Option<String> {
        let logo = || self.logo_file().filter(|logo| !logo.ends_with(".svg"));
        let given = self.image.as_deref().and_then(|path| output("image", path));
        given.or_else(logo)
    }

    /// The path of the icon in the output.
    pub fn icon_file(&self) -> Option<String> {
        output("icon", self.icon.as_deref()?)
    }
}

/// The path of an image file in the output.
fn output(name: &str, path: &str) -> Option<String> {
    let (_, ending) = path.rsplit_once('.')?;
    Some(format!("assets/{name}.{}", ending.to_ascii_lowercase()))
}

/// Whether a text is a list of fonts and contains no other CSS.
pub fn is_font_list(text: &str) -> bool {
    !text.trim().is_empty()
        && text.matches('"').count().is_multiple_of(2)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '"'))
}
