//! Writes long texts as JSON strings.

use std::io::{self, Write};

use serde::ser::{Serialize, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};

/// A long text in data written by [`Texts`]. serde_json handles one byte at a time, which takes
/// longer than writing the rest of a page.
pub(super) struct Text<'a>(pub &'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_bytes())
    }
}

/// Pretty-printed JSON in which a byte sequence is a [`Text`].
#[derive(Default)]
pub(super) struct Texts(PrettyFormatter<'static>);

impl Formatter for Texts {
    fn write_byte_array<W: ?Sized + Write>(&mut self, out: &mut W, text: &[u8]) -> io::Result<()> {
        out.write_all(b"\"")?;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text) {
            write_line(out, &text[start..end])?;
            out.write_all(b"\\n")?;
            start = end + 1;
        }
        write_line(out, &text[start..])?;
        out.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

/// Writes a line of a JSON string.
fn write_line<W: ?Sized + Write>(out: &mut W, line: &[u8]) -> io::Result<()> {
    // Without an early exit, so that many bytes are compared at once.
    let is_plain = line.iter().fold(true, |plain, byte| {
        plain & (*byte >= b' ') & (*byte != b'"') & (*byte != b'\\')
    });
    if is_plain {
        return out.write_all(line);
    }
    let quoted = serde_json::to_vec(&String::from_utf8_lossy(line))?;
    out.write_all(&quoted[1..quoted.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_serde_json_writes_strings() {
        for text in [
            "",
            "\n",
            "a\n\nb",
            "\"no\"\nC:\\\u{1}\t\r\n",
            "\u{7f}ü\u{2028}",
        ] {
            let mut json = Vec::new();
            let mut serializer =
                serde_json::Serializer::with_formatter(&mut json, Texts::default());
            Text(text).serialize(&mut serializer).unwrap();
            assert_eq!(json, serde_json::to_vec(text).unwrap());
        }
    }
}
