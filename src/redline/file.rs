//! The text of a Markdown file that is not part of a site.

use std::sync::Arc;

use super::Text;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::document::{self, Labels};
use crate::link::Linked;
use crate::model::front_matter::{self, FrontMatter, Numbering};
use crate::model::language::Languages;
use crate::template::Origin;
use crate::template::instrument::Segment;
use crate::template::source_map;

/// The text of a Markdown file: the Markdown version of a page, or any other. Tags count as words.
#[derive(Debug)]
pub struct MarkdownFile {
    /// The text.
    pub text: Text,
    /// The title, from front matter, the first heading, or the file name.
    pub title: String,
    /// The version, if front matter states one.
    pub version: Option<String>,
    /// The language, if front matter states one.
    pub language: Option<String>,
}

impl MarkdownFile {
    /// Reads a file. `language` is the default for files that don't state one; links to addresses
    /// below `base_url` are links within the site.
    pub fn read(
        source: &Arc<Source>,
        languages: &Languages,
        language: &str,
        base_url: Option<&str>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let parts = front_matter::split(source, faults)?;
        // Other programs may have written the front matter; its other keys are not part of the
        // text.
        let yaml = parts.yaml.clone();
        let about = yaml.and_then(|range| front_matter::peek(source, range));
        let about = about.map_or_else(FrontMatter::default, |(about, _)| about);
        let map = source_map::identity(Segment {
            start: parts.body.start as u32,
            length: parts.body.len() as u32,
            tag: parts.body.end as u32,
        });
        let mut text = source.text[parts.body].to_owned();
        let origin = Origin {
            map: &map,
            policy: source,
            snippets: &[],
        };
        // Problems in a text that is not built are not reported.
        let mut ignored = Vec::new();
        let labels = Labels::separate(&mut text, origin, &mut ignored);
        let input = document::Input {
            text: &text,
            origin,
            title: about.title.as_deref(),
            // The headings decide whether it is numbered.
            numbered: true,
            labels: &labels,
        };
        let document = document::parse(input, Vec::new(), &mut ignored);
        let language = languages.get(about.language.as_deref().unwrap_or(language));
        let mut text = Text::of(&Linked::unresolved(&document), &language.words.page);
        text.read_numbers(about.numbering == Some(Numbering::Decimal));
        Some(Self {
            text: text.without_places(base_url),
            title: document.outline.title.clone(),
            version: about.version,
            language: about.language,
        })
    }
}
