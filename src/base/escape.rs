//! Escapes text for the output formats. No other module does this.
//!
//! XML is escaped by the library that writes it, JSON by serde. [`super::literal`] keeps facts
//! literal in Markdown that has not been parsed yet.

use std::io;

use serde_json::ser::{CompactFormatter, Formatter};

/// Escapes text for HTML, in elements and in attributes.
pub fn html(text: &str, out: &mut String) {
    // Writing to a string can't fail, here and below.
    let _ = pulldown_cmark_escape::escape_html(out, text);
}

/// Escapes text for HTML elements; quotes are left unchanged.
pub fn html_text(text: &str, out: &mut String) {
    let _ = pulldown_cmark_escape::escape_html_body_text(out, text);
}

/// Quotes text as a YAML scalar. JSON strings are valid YAML.
pub fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Escapes a URL for an HTML attribute, percent-encoding characters that are not allowed in URLs.
pub fn href(url: &str, out: &mut String) {
    let _ = pulldown_cmark_escape::escape_href(out, url);
}

/// Escapes text for Markdown, so that it prints literally within a line.
pub fn markdown(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A JSON formatter for `script` elements, in which no string can close the element.
#[derive(Debug, Clone, Default)]
pub struct ScriptJson(CompactFormatter);

impl Formatter for ScriptJson {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        let mut parts = fragment.split('<');
        self.0
            .write_string_fragment(writer, parts.next().unwrap_or_default())?;
        parts.try_for_each(|part| {
            writer.write_all(b"\\u003c")?;
            self.0.write_string_fragment(writer, part)
        })
    }
}

impl ScriptJson {
    /// Serialises a value.
    pub fn to_string(value: &impl serde::Serialize) -> serde_json::Result<String> {
        let mut bytes = Vec::with_capacity(1024);
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Self::default());
        value.serialize(&mut serializer)?;
        String::from_utf8(bytes).map_err(serde::ser::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_own_special_characters() {
        let written = |escape: fn(&str, &mut String)| {
            let mut out = String::new();
            escape("a <b> & \"c\" 'd' *e* |", &mut out);
            out
        };
        assert_eq!(
            written(html),
            "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; *e* |"
        );
        assert_eq!(written(html_text), "a &lt;b&gt; &amp; \"c\" 'd' *e* |");
        assert_eq!(written(markdown), "a \\<b> & \"c\" 'd' \\*e\\* \\|");
    }

    #[test]
    fn json_can_not_end_its_script_element() {
        let text = "</script><!-- \"<\" -->";
        let json = ScriptJson::to_string(&[text]).unwrap();
        assert!(!json.contains('<'), "{json}");
        let back: Vec<String> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, [text]);
    }
}
