//! Reads the `brand` settings.

use super::{Brand, DARK, Font, LIGHT, Scheme, is_font_list};
use crate::base::diagnostic::codes;
use crate::base::folder;
use crate::model::color::Color;
use crate::schema::read::Checker;
use crate::schema::{Entity, Type, entity, opt, req};
use crate::yaml::{Kind, Node};

pub(in crate::model) static BRAND: Entity = entity(
    "brand",
    &[
        opt("logo", Type::Text)
            .says("Logo: a path from the site root")
            .such_as("logo.svg"),
        opt("logo_dark", Type::Text)
            .says("Logo on dark backgrounds: a path from the site root")
            .such_as("logo-dark.svg"),
        opt("icon", Type::Text)
            .says("Icon for tabs and bookmarks: a path from the site root (default: the logo)")
            .such_as("icon.svg"),
        opt("image", Type::Text)
            .says("Image for link previews: a path from the site root")
            .such_as("preview.png"),
        opt("scheme", Type::Enum(&["auto", "light", "dark"]))
            .says("The colour scheme; `auto` follows the reader’s settings"),
        opt("accent", Type::Text)
            .says("Colour of links on a light background, in quotes")
            .such_as("\"#1a4b8c\""),
        opt("accent_dark", Type::Text)
            .says("Colour of links on a dark background, in quotes")
            .such_as("\"#8ab4f8\""),
        opt("font", Type::Text)
            .says("Fonts for text, separated by commas")
            .such_as("Georgia, serif"),
        opt("heading_font", Type::Text)
            .says("Fonts for headings, separated by commas")
            .such_as("Verdana, sans-serif"),
        opt("fonts", Type::List(&Type::Entity(&FONT)))
            .says("Font files provided by the site, for use in `font` and `heading_font`"),
    ],
);

static FONT: Entity = entity(
    "font",
    &[
        req("family", Type::Text)
            .says("The name to use in `font` and `heading_font`")
            .such_as("Acme Sans"),
        req("file", Type::Text)
            .says("The font file: a path from the site root")
            .such_as("fonts/acme-sans.woff2"),
        opt("weight", Type::Text)
            .says("The weight, or the lowest and highest of a variable font (default: 400)")
            .such_as("100 900"),
        opt("style", Type::Enum(&["normal", "italic"])).says("Whether the font is italic"),
    ],
);

impl Brand {
    /// Reads the valid parts and reports the others.
    pub(in crate::model) fn read(node: &Node, checker: &mut Checker<'_>) -> Self {
        let text = |key: &str| {
            let node = node.get(key)?;
            match &node.kind {
                Kind::Text(text) => Some((text.as_str(), &node.span)),
                _ => None,
            }
        };
        let mut color = |key: &str, ground: Color, shade: &str| {
            let (text, span) = text(key)?;
            let Some(color) = Color::parse(text) else {
                let help = Some("write it as `#1a2b3c`, in quotes".to_owned());
                let message = format!("`{text}` is not a colour");
                checker.report(&codes::BRAND, message, span, help);
                return None;
            };
            let contrast = color.contrast(ground);
            if contrast < MIN_CONTRAST {
                // Truncated rather than rounded: 4.49 is not 4.5.
                let contrast = (contrast * 10.0).floor() / 10.0;
                checker.report(
                    &codes::LOW_CONTRAST,
                    format!(
                        "`{text}` has a contrast of {contrast} to 1 on the {shade} background {ground}"
                    ),
                    span,
                    Some(format!("links need at least {MIN_CONTRAST} to 1 (WCAG 2.2, 1.4.3)")),
                );
                return None;
            }
            Some(color)
        };
        let accent = color("accent", LIGHT, "light");
        let accent_dark = color("accent_dark", DARK, "dark");
        let mut font = |key: &str| {
            let (text, span) = text(key)?;
            if is_font_list(text) {
                return Some(text.to_owned());
            }
            checker.report(
                &codes::BRAND,
                "not a list of fonts".to_owned(),
                span,
                Some("write names separated by commas, such as `Georgia, serif`".to_owned()),
            );
            None
        };
        let (font, heading_font) = (font("font"), font("heading_font"));
        let mut picture = |key: &str| {
            let (path, span) = text(key)?;
            if has_ending(path, PICTURES) {
                return Some(path.to_owned());
            }
            checker.report(
                &codes::BRAND,
                "not an image that browsers can display".to_owned(),
                span,
                Some(
                    "name an SVG, PNG, WebP, AVIF or JPEG file by its path from the site's root"
                        .to_owned(),
                ),
            );
            None
        };
        let (logo, logo_dark) = (picture("logo"), picture("logo_dark"));
        let (icon, image) = (picture("icon"), picture("image"));
        let scheme = match text("scheme") {
            Some(("light", _)) => Some(Scheme::Light),
            Some(("dark", _)) => Some(Scheme::Dark),
            _ => None,
        };
        let mut fonts = Vec::new();
        if let Some(Kind::Seq(nodes)) = node.get("fonts").map(|node| &node.kind) {
            for node in nodes {
                fonts.extend(read_font(node, &fonts, checker));
            }
        }
        Self {
            logo,
            logo_dark,
            icon,
            image,
            scheme,
            accent,
            accent_dark,
            font,
            heading_font,
            fonts,
        }
    }
}

/// Reads a font, if it is valid and does not clash with those `before` it.
fn read_font(node: &Node, before: &[Font], checker: &mut Checker<'_>) -> Option<Font> {
    let text = |key: &str| match node.get(key).map(|node| (&node.kind, &node.span)) {
        Some((Kind::Text(text), span)) => Some((text.as_str(), span)),
        _ => None,
    };
    // Missing keys have already been reported.
    let ((family, family_span), (file, file_span)) = (text("family")?, text("file")?);
    if !is_font_list(family) || family.contains([',', '"']) {
        let help = "write letters, digits, spaces and hyphens".to_owned();
        checker.report(
            &codes::BRAND,
            "not a font name".to_owned(),
            family_span,
            Some(help),
        );
        return None;
    }
    if !has_ending(file, FONTS) {
        let help =
            "name a WOFF2, WOFF, TTF or OTF file by its path from the site's root".to_owned();
        checker.report(
            &codes::BRAND,
            "not a font file".to_owned(),
            file_span,
            Some(help),
        );
        return None;
    }
    if !folder::is_below(file) {
        let message = "`brand.fonts[].file` points outside the site's root".to_owned();
        let help = "write a path below the root, without `..`".to_owned();
        checker.report(&codes::OUTSIDE, message, file_span, Some(help));
        return None;
    }
    let weight = node.get("weight");
    let read = match weight.map(|node| &node.kind) {
        Some(Kind::Number(text) | Kind::Text(text)) => weights(text),
        _ => Some((400, 400)),
    };
    let Some(weight) = read else {
        let span = weight.map_or(&node.span, |node| &node.span);
        let help =
            "write a number from 1 to 1000, or two for a variable font: `100 900`".to_owned();
        checker.report(
            &codes::BRAND,
            "not a font weight".to_owned(),
            span,
            Some(help),
        );
        return None;
    };
    let font = Font {
        family: family.to_owned(),
        file: file.to_owned(),
        weight,
        italic: matches!(text("style"), Some(("italic", _))),
    };
    let output = font.output();
    let clashes = |other: &&Font| other.file != font.file && other.output() == output;
    if let Some(other) = before.iter().find(clashes) {
        let message = format!("`{output}` would also be the output of `{}`", other.file);
        let help = Some("give one of the files another name".to_owned());
        checker.report(&codes::BRAND, message, file_span, help);
        return None;
    }
    Some(font)
}

/// Reads a weight, or the lowest and highest of a variable font.
fn weights(text: &str) -> Option<(u64, u64)> {
    let weight = |text: &str| {
        text.parse()
            .ok()
            .filter(|weight| (1..=1000).contains(weight))
    };
    match text.split_once(' ') {
        Some((least, most)) => {
            Some((weight(least)?, weight(most.trim())?)).filter(|(least, most)| least <= most)
        }
        None => weight(text).map(|weight| (weight, weight)),
    }
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

const PICTURES: &[&str] = &["svg", "png", "webp", "jpg", "jpeg", "avif"];
const FONTS: &[&str] = &["woff2", "woff", "ttf", "otf"];

/// The minimum contrast of text on its background.
const MIN_CONTRAST: f64 = 4.5;
