//! Builds the tree from the parser's events.

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span};

use super::cause::{cause, quotes};
use super::{Entry, Kind, MAX_DEPTH, MAX_NODES, MAX_SCALAR_BYTES, Node};
use crate::base::characters;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::literal;
use crate::base::source::Source;
use crate::base::text::floor;

/// Reads the YAML in `range` of a file with the parser.
pub(super) fn read(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut builder = Builder {
        source,
        base: range.start,
        open: Vec::new(),
        root: None,
        nodes: 0,
        bytes: 0,
        faults,
    };
    for event in Parser::new_from_str(&source.text[range.clone()]) {
        let done = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(0);
                let start = floor(&source.text, (range.start + offset).min(range.end));
                let mut rest = source.text[start..].chars();
                let end = start + rest.next().map_or(0, char::len_utf8);
                let yaml = &source.text[range.clone()];
                let words = error.kind().to_string();
                Err(Box::new(
                    match (error.kind(), cause(yaml, start - range.start, &words)) {
                        (ErrorKind::RecursionLimitExceeded, _) => too_deep().at(source, start..end),
                        (_, Some(cause)) => {
                            let at = range.start + cause.at;
                            syntax(cause.message)
                                .help(cause.help)
                                .at(source, at..at + 1)
                        }
                        (_, None) => syntax(&words)
                            .maybe_help(quotes(&source.text[..range.end], start))
                            .at(source, start..end),
                    },
                ))
            }
        };
        if let Err(fault) = done {
            builder.faults.push(*fault);
            return None;
        }
    }
    Some(builder.root.unwrap_or(Node {
        span: range.start..range.start,
        kind: Kind::Null,
    }))
}

fn too_deep() -> Diagnostic {
    Diagnostic::new(
        &codes::YAML_LIMIT,
        format!("YAML nested deeper than {MAX_DEPTH} levels"),
    )
}

fn syntax(words: &str) -> Diagnostic {
    // The parser's errors are phrases, some with context after a line break.
    let words = words.lines().next().unwrap_or_default();
    Diagnostic::new(
        &codes::YAML_SYNTAX,
        format!("invalid YAML: {}", words.trim_end_matches('.')),
    )
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    bytes: usize,
    faults: &'a mut Vec<Diagnostic>,
}

/// A collection being read.
enum Open {
    Seq(Range<usize>, Vec<Node>),
    Map {
        span: Range<usize>,
        entries: Vec<Entry>,
        /// The key whose value comes next.
        key: Option<(String, Range<usize>)>,
    },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Box<Diagnostic>> {
        let start = self.base + span.start.byte_offset().unwrap_or(0);
        let end = self.base + span.end.byte_offset().unwrap_or(0);
        let span = start..end.max(start);
        let limit = |message: &str| {
            Diagnostic::new(&codes::YAML_LIMIT, message).at(self.source, span.clone())
        };
        match &event {
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err(Box::new(limit("YAML aliases are not supported").help(
                    "write the value out where it is used, or quote text that begins with `*`",
                )));
            }
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(_, anchor, _)
            | Event::MappingStart(_, anchor, _)
                if *anchor > 0 =>
            {
                return Err(Box::new(limit("YAML anchors are not supported").help(
                    "write the value out where it is used, or quote text that begins with `&`",
                )));
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                return Err(Box::new(
                    limit("YAML tags are not supported").help("quote text that begins with `!`"),
                ));
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Box::new(
                    limit("there is more than one YAML document in the file")
                        .help("remove the `---` line"),
                ));
            }
            _ => {}
        }
        match event {
            Event::Scalar(text, style, ..) => {
                self.nodes += 1;
                self.bytes += text.len();
                if self.nodes > MAX_NODES || self.bytes > MAX_SCALAR_BYTES {
                    return Err(Box::new(limit(&format!(
                        "YAML larger than {MAX_NODES} values or {MAX_SCALAR_BYTES} bytes of text"
                    ))));
                }
                if style == ScalarStyle::DoubleQuoted {
                    self.escapes(&text, &span)?;
                }
                self.scalar(text.into_owned(), style, span)
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if self.open.len() >= MAX_DEPTH {
                    return Err(Box::new(too_deep().at(self.source, span)));
                }
                if matches!(&self.open.last(), Some(Open::Map { key: None, .. })) {
                    return Err(Box::new(self.key_of_braces(span)));
                }
                self.nodes += 1;
                self.open.push(match event {
                    Event::SequenceStart(..) => Open::Seq(span, Vec::with_capacity(8)),
                    _ => Open::Map {
                        span,
                        entries: Vec::with_capacity(8),
                        key: None,
                    },
                });
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.open.pop() {
                    Some(Open::Seq(span, items)) => Node {
                        span,
                        kind: Kind::Seq(items),
                    },
                    Some(Open::Map { span, entries, .. }) => Node {
                        span,
                        kind: Kind::Map(entries),
                    },
                    None => return Ok(()),
                };
                self.value(node);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The fault for a collection in place of a key, which is usually a tag in an unquoted value.
    fn key_of_braces(&self, span: Range<usize>) -> Diagnostic {
        let rest = &self.source.text[..span.end.min(self.source.text.len())];
        let line = rest.rfind('\n').map_or(0, |at| at + 1);
        let whole = self.source.text[line..].lines().next().unwrap_or_default();
        let fault = syntax("a key must be text").at(self.source, span);
        match whole.split_once(": ") {
            Some((key, value)) if value.trim_start().starts_with("{{") => {
                let value = value.trim().replace('\'', "''");
                let key = key.trim_start();
                fault.help(format!("quote the value: `{key}: '{value}'`"))
            }
            _ => fault,
        }
    }

    /// Rejects characters that no source may contain, even as escapes.
    fn escapes(&self, text: &str, span: &Range<usize>) -> Result<(), Box<Diagnostic>> {
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        if !written.contains('\\') {
            return Ok(());
        }
        let fault = if let Some((_, message)) = characters::hidden(text) {
            Diagnostic::new(&codes::HIDDEN_CHARACTER, message)
        } else if literal::has_reserved(text) {
            let message = "the text contains a Unicode noncharacter, which policygen reserves";
            Diagnostic::new(&codes::RESERVED_CHARACTER, message)
        } else {
            return Ok(());
        };
        let fault = fault.at(self.source, span.clone());
        Err(Box::new(fault.help("remove the escape sequence")))
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        span: Range<usize>,
    ) -> Result<(), Box<Diagnostic>> {
        if let Some(Open::Map {
            key: key @ None, ..
        }) = self.open.last_mut()
        {
            if text == "<<" && style == ScalarStyle::Plain {
                return Err(Box::new(
                    Diagnostic::new(&codes::YAML_LIMIT, "merge keys (`<<`) are not supported")
                        .at(self.source, span)
                        .help("write the keys out"),
                ));
            }
            *key = Some((text, span));
            return Ok(());
        }
        let kind = match style {
            ScalarStyle::Plain => bare(text),
            _ => Kind::Text(text),
        };
        self.value(Node { span, kind });
        Ok(())
    }

    /// Adds a complete value.
    fn value(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Seq(_, items)) => items.push(node),
            Some(Open::Map { entries, key, .. }) => {
                let Some((key, key_span)) = key.take() else {
                    return;
                };
                match entries.iter().find(|entry| entry.key == key) {
                    Some(first) => self.faults.push(
                        Diagnostic::new(&codes::DUPLICATE_KEY, format!("duplicate key `{key}`"))
                            .label(self.source.place(key_span), "used again")
                            .label(self.source.place(first.key_span.clone()), "first used here"),
                    ),
                    None => entries.push(Entry {
                        key,
                        key_span,
                        value: node,
                    }),
                }
            }
        }
    }
}

/// A plain scalar in the core schema of YAML 1.2, in which `yes` is text.
pub(super) fn bare(text: String) -> Kind {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::Bool(true),
        "false" | "False" | "FALSE" => return Kind::Bool(false),
        _ => {}
    }
    if is_number(&text) {
        Kind::Number(text)
    } else {
        Kind::Text(text)
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    }
    unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && unsigned.parse::<f64>().is_ok()
}
