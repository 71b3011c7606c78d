//! A reader of plain YAML, the form of nearly all front matter.
//!
//! It supports mappings and lists in block style, flow collections and texts that end on the same
//! line, and comments. Everything else, including invalid YAML, is left to the parser, so this
//! reader never reports faults. It reads the facts of policies in a fifth of the parser's time,
//! which matters because they take the largest part of a build. Tests compare its trees with the
//! parser's.

use std::ops::Range;

use super::tree::bare;
use super::{Entry, Kind, MAX_DEPTH, MAX_NODES, MAX_SCALAR_BYTES, Node};

/// Reads `text`, which begins at `base` in its file. Returns `None` to leave it to the parser.
pub(super) fn read(text: &str, base: usize) -> Option<Node> {
    if text.len() > MAX_SCALAR_BYTES || !is_plain(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        base,
        at: 0,
        column: 0,
        nodes: 0,
    };
    reader.next_line();
    let node = reader.block(0)?;
    (reader.at == text.len()).then_some(node)
}

/// Whether a text has only printable characters and line feeds. Some rare printable characters are
/// also excluded.
fn is_plain(bytes: &[u8]) -> bool {
    let next = bytes.iter().skip(1).chain(b" ");
    !bytes.iter().zip(next).fold(false, |found, (byte, next)| {
        let control = (*byte < b' ') & (*byte != b'\n') | (*byte == 0x7F);
        // U+0080 to U+009F, and U+F000 to U+FFFF, which include the byte order mark.
        found | control | (*byte == 0xC2) & (*next < 0xA0) | (*byte == 0xEF)
    })
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The start of the text in its file.
    base: usize,
    /// The next byte.
    at: usize,
    /// The column of that byte, if it is the first of a line.
    column: usize,
    nodes: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Whether the token that ends at `at` is followed by white space.
    fn is_blank(&self, at: usize) -> bool {
        self.bytes
            .get(at)
            .is_none_or(|byte| matches!(byte, b' ' | b'\n'))
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Moves from the start of a line to the next line with content.
    fn next_line(&mut self) {
        loop {
            let start = self.at;
            self.skip_spaces();
            match self.peek() {
                Some(b'#') => {
                    self.at = self.line_end();
                }
                Some(b'\n') => {}
                _ => {
                    self.column = self.at - start;
                    return;
                }
            }
            if self.at < self.bytes.len() {
                self.at += 1;
            }
        }
    }

    fn line_end(&self) -> usize {
        memchr::memchr(b'\n', &self.bytes[self.at..])
            .map_or(self.bytes.len(), |length| self.at + length)
    }

    /// Ends a line, of which only a comment may be left.
    fn end_line(&mut self) -> Option<()> {
        let end = self.at;
        self.skip_spaces();
        match self.peek() {
            None => {}
            Some(b'\n') => self.at += 1,
            Some(b'#') if self.at > end => {
                self.at = (self.line_end() + 1).min(self.bytes.len());
            }
            Some(_) => return None,
        }
        self.next_line();
        Some(())
    }

    fn node(&mut self, span: Range<usize>, kind: Kind) -> Option<Node> {
        self.nodes += 1;
        let span = self.base + span.start..self.base + span.end;
        (self.nodes <= MAX_NODES).then_some(Node { span, kind })
    }

    fn is_dash(&self) -> bool {
        self.peek() == Some(b'-') && self.is_blank(self.at + 1)
    }

    /// The end of a key, if white space separates it from its value.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = rest
            .iter()
            .position(|byte| !(is_word(byte) || matches!(byte, b'-' | b'.')))?;
        let end = self.at + length;
        (rest.first().is_some_and(is_word) && self.bytes[end] == b':' && self.is_blank(end + 1))
            .then_some(end)
    }

    /// Reads a collection that is indented more than its key.
    fn block(&mut self, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            None
        } else if self.is_dash() {
            self.list(self.at, self.column, depth)
        } else {
            self.mapping(self.column, depth)
        }
    }

    fn mapping(&mut self, column: usize, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut entries: Vec<Entry> = Vec::with_capacity(8);
        loop {
            let end = self.key_end()?;
            let key = &self.text[self.at..end];
            if entries.iter().any(|entry| entry.key == key) {
                return None;
            }
            let key_span = self.base + self.at..self.base + end;
            self.nodes += 1;
            self.at = end + 1;
            let value = self.value(column, true, depth + 1)?;
            entries.push(Entry {
                key: key.to_owned(),
                key_span,
                value,
            });
            if self.at == self.bytes.len() || self.column < column {
                return self.node(start..start, Kind::Map(entries));
            }
            if self.column > column {
                return None;
            }
        }
    }

    /// Reads a list whose dashes are at `column`; `start` is its place.
    fn list(&mut self, start: usize, column: usize, depth: usize) -> Option<Node> {
        let mut items = Vec::with_capacity(8);
        loop {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            let inside = column + (self.at - dash);
            items.push(if self.key_end().is_some() {
                if depth + 1 >= MAX_DEPTH {
                    return None;
                }
                self.mapping(inside, depth + 1)?
            } else {
                self.value(column, false, depth + 1)?
            });
            let ended = self.at == self.bytes.len() || self.column < column;
            // A list may be at the same column as its key.
            if ended || self.column == column && !self.is_dash() {
                return self.node(start..start, Kind::Seq(items));
            }
            if self.column > column {
                return None;
            }
        }
    }

    /// Reads the value after a key or a dash at `column`, and the rest of its line. A list that is
    /// the value of a key may be at the same column.
    fn value(&mut self, column: usize, of_key: bool, depth: usize) -> Option<Node> {
        let before = self.at;
        self.skip_spaces();
        match self.peek() {
            None | Some(b'\n' | b'#') => {
                self.at = before;
                self.end_line()?;
                if self.at < self.bytes.len() && self.column > column {
                    self.block(depth)
                } else if of_key && self.column == column && self.is_dash() && depth < MAX_DEPTH {
                    // The parser places such a list after its first dash.
                    let dash = self.bytes[self.at + 1..].iter();
                    let spaces = dash.take_while(|byte| **byte == b' ').count();
                    self.list(self.at + 1 + spaces, column, depth)
                } else {
                    let place = if of_key { before - 1 } else { before };
                    self.node(place..place, Kind::Null)
                }
            }
            Some(_) => {
                let node = self.inline(false, depth)?;
                self.end_line()?;
                Some(node)
            }
        }
    }

    /// Reads a value that ends on the same line.
    fn inline(&mut self, in_flow: bool, depth: usize) -> Option<Node> {
        match self.peek()? {
            b'[' | b'{' if depth >= MAX_DEPTH => None,
            b'[' => self.flow_list(depth),
            b'{' => self.flow_mapping(depth),
            quote @ (b'"' | b'\'') => self.quoted(quote),
            b'-' | b'?' | b':' | b',' | b']' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>'
            | b'%' | b'@' | b'`' => None,
            _ => self.bare(in_flow),
        }
    }

    fn quoted(&mut self, quote: u8) -> Option<Node> {
        let start = self.at;
        let rest = &self.bytes[start + 1..];
        // Each kind of quote has an escape: a backslash, or a doubled quote.
        let length = match quote {
            b'"' => memchr::memchr3(b'"', b'\\', b'\n', rest)?,
            _ => memchr::memchr2(b'\'', b'\n', rest)?,
        };
        if rest[length] != quote || quote == b'\'' && rest.get(length + 1) == Some(&b'\'') {
            return None;
        }
        self.at = start + length + 2;
        let text = self.text[start + 1..self.at - 1].to_owned();
        self.node(start..self.at, Kind::Text(text))
    }

    /// Reads an unquoted scalar.
    fn bare(&mut self, in_flow: bool) -> Option<Node> {
        let start = self.at;
        loop {
            match self.peek() {
                None | Some(b'\n') => break,
                Some(b'#') if self.bytes[self.at - 1] == b' ' => break,
                Some(b':') if self.is_blank(self.at + 1) => return None,
                Some(b',' | b']' | b'}') if in_flow => break,
                Some(b'[' | b'{' | b':') if in_flow => {
                    // A URL is the only common text with a colon.
                    if !self.bytes[self.at..].starts_with(b"://") {
                        return None;
                    }
                }
                Some(_) => {}
            }
            self.at += 1;
        }
        let text = self.text[start..self.at].trim_end_matches(' ');
        self.at = start + text.len();
        self.node(start..self.at, bare(text.to_owned()))
    }

    /// Whether the collection continues: `true` after a comma, `false` at `end`.
    fn flow_goes_on(&mut self, end: u8) -> Option<bool> {
        self.skip_spaces();
        match self.peek()? {
            b',' => {
                self.at += 1;
                self.skip_spaces();
                Some(true)
            }
            byte if byte == end => Some(false),
            _ => None,
        }
    }

    fn flow_list(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut items = Vec::with_capacity(8);
        self.at += 1;
        self.skip_spaces();
        while !(items.is_empty() && self.peek()? == b']') {
            items.push(self.inline(true, depth + 1)?);
            if !self.flow_goes_on(b']')? {
                break;
            }
        }
        self.at += 1;
        self.node(start..start + 1, Kind::Seq(items))
    }

    fn flow_mapping(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut entries: Vec<Entry> = Vec::with_capacity(8);
        self.at += 1;
        self.skip_spaces();
        while !(entries.is_empty() && self.peek()? == b'}') {
            let end = self.key_end()?;
            let key = &self.text[self.at..end];
            if entries.iter().any(|entry| entry.key == key) {
                return None;
            }
            let key_span = self.base + self.at..self.base + end;
            self.nodes += 1;
            self.at = end + 1;
            self.skip_spaces();
            entries.push(Entry {
                key: key.to_owned(),
                key_span,
                value: self.inline(true, depth + 1)?,
            });
            if !self.flow_goes_on(b'}')? {
                break;
            }
        }
        self.at += 1;
        self.node(start..start + 1, Kind::Map(entries))
    }
}
