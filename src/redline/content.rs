//! Texts in the form that content digests cover.

use std::fmt::Write as _;

use super::text::{BULLET, Block, Kind, Mark, Part, Text, TextLink, Token, TokenKind};

impl Text {
    /// The text in the form that content digests cover, as described in
    /// `docs/guide/content-digest.md`.
    pub fn content(&self) -> String {
        let mut writer = Content {
            links: &self.links,
            out: String::new(),
            depth: 0,
        };
        writer.block(&self.title);
        for section in &self.sections {
            if let Some(heading) = &section.heading {
                writer.block(&heading.block);
            }
            writer.blocks(&section.blocks);
        }
        writer.blocks(&self.notes);
        writer.out
    }
}

/// The maximum number of spaces at the start of a line, however deeply its block is nested.
const DEEPEST: usize = 64;

/// Writes blocks in the form that content digests cover.
struct Content<'t> {
    links: &'t [TextLink],
    out: String,
    depth: usize,
}

impl Content<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let container = match &block.kind {
            Kind::Title => return self.line("title", block),
            Kind::Heading { level, .. } => return self.line(&format!("h{level}"), block),
            Kind::Paragraph => return self.line("p", block),
            Kind::Html => return self.line("html", block),
            Kind::Label => return self.line("label", block),
            Kind::Term => return self.line("dt", block),
            Kind::Cell { head: true, .. } => return self.line("th", block),
            Kind::Cell { head: false, .. } => return self.line("td", block),
            Kind::Code { .. } => return self.code(block),
            Kind::Rule => "hr".to_owned(),
            Kind::Quote => "quote".to_owned(),
            Kind::Callout { kind, .. } => format!("callout {}", kind.class()),
            Kind::List { start: None, .. } => "ul".to_owned(),
            Kind::List {
                start: Some(first), ..
            } => format!("ol {first}"),
            Kind::Item { .. } => "li".to_owned(),
            Kind::Definitions => "dl".to_owned(),
            Kind::Definition => "dd".to_owned(),
            Kind::Table => "table".to_owned(),
            Kind::Row { .. } => "tr".to_owned(),
            Kind::Note { number } => format!("footnote {number}"),
        };
        self.indent();
        self.out.push_str(&container);
        self.out.push('\n');
        self.depth += 1;
        self.blocks(&block.children);
        self.depth -= 1;
    }

    fn indent(&mut self) {
        let spaces = self.depth.min(DEEPEST);
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    fn code(&mut self, block: &Block) {
        self.indent();
        self.out.push_str("pre\n");
        self.depth += 1;
        let code: String = block.tokens.iter().map(|token| &*token.text).collect();
        for line in code.lines() {
            self.indent();
            let _ = writeln!(self.out, "| {line}");
        }
        self.depth -= 1;
    }

    fn line(&mut self, name: &str, block: &Block) {
        let is_part = matches!(block.kind, Kind::Cell { .. } | Kind::Term);
        let mut line = String::new();
        if let Kind::Heading {
            number: Some(number),
            ..
        } = &block.kind
        {
            let _ = write!(line, "{number}. ");
        }
        for token in &block.tokens {
            self.marks(&token.before, &mut line);
            self.token(token, &mut line);
        }
        self.marks(&block.tail, &mut line);
        if line.is_empty() && !is_part {
            return;
        }
        self.indent();
        let _ = writeln!(
            self.out,
            "{}",
            format!("{name} {line}").trim_end_matches(' ')
        );
    }

    fn marks(&self, marks: &[Mark], line: &mut String) {
        for mark in marks {
            match mark {
                Mark::Space => space(line),
                Mark::Begin(part) => line.push_str(match part {
                    Part::Deleted => "{del ",
                    Part::Inserted => "{ins ",
                    Part::Raised => "{sup ",
                    Part::Lowered => "{sub ",
                }),
                Mark::End(_) => line.push('}'),
                Mark::Address(link) => self.address(Some(*link), line),
            }
        }
    }

    fn token(&self, token: &Token, line: &mut String) {
        match &token.kind {
            TokenKind::Word | TokenKind::Punctuation | TokenKind::Code => text(&token.text, line),
            TokenKind::Break => space(line),
            TokenKind::Image(link) => {
                line.push_str("{image ");
                text(&token.text, line);
                line.push('}');
                self.address(*link, line);
            }
            TokenKind::Note(number) => {
                let _ = write!(line, "{{note {number}}}");
            }
            TokenKind::Page(page) => {
                line.push_str("{page ");
                text(page, line);
                line.push('}');
            }
            TokenKind::Item => {
                line.push_str("{item");
                if &*token.text != BULLET {
                    line.push(' ');
                    text(&token.text, line);
                }
                line.push_str("} ");
            }
        }
    }

    fn address(&self, link: Option<u32>, line: &mut String) {
        let link = link.and_then(|link| self.links.get(link as usize));
        if let Some(href) = link.and_then(TextLink::outside) {
            line.push_str("{link ");
            text(href, line);
            line.push('}');
        }
    }
}

fn space(line: &mut String) {
    if !line.is_empty() && !line.ends_with(' ') {
        line.push(' ');
    }
}

/// Adds text with white space folded, and a backslash before characters that would be read as
/// markup.
fn text(text: &str, line: &mut String) {
    for c in text.chars() {
        match c {
            c if c.is_ascii_whitespace() => space(line),
            '\\' | '{' | '}' => line.extend(['\\', c]),
            c => line.push(c),
        }
    }
}
