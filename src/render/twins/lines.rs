//! The lines of rewritten Markdown.

/// Indents text to fit into the block that begins at `start`, which may be in a quote or a list.
pub(super) fn indented(text: String, merged: &str, start: usize) -> String {
    let line = &merged[..start];
    let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
    if line.is_empty() {
        return text;
    }
    let prefix: String = line
        .chars()
        .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
        .collect();
    let end = text.strip_suffix('\n').map_or("", |_| "\n");
    let lines: Vec<&str> = text.lines().collect();
    lines.join(&format!("\n{prefix}")) + end
}

/// Adds text with at most one empty line in a row: tags on separate lines leave several.
pub(super) fn fold(text: &str, out: &mut String) {
    let (mut done, mut start) = (0, 0);
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = &text[start..at];
        if line.trim().is_empty() {
            out.push_str(&text[done..start]);
            if !out.ends_with("\n\n") {
                out.push('\n');
            }
            done = at + 1;
        }
        start = at + 1;
    }
    out.push_str(&text[done..]);
}
