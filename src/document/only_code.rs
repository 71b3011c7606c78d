//! Policies whose whole text is a block of code, as chat assistants hand them over.

use super::node::{Kind, Node};
use super::parse::Input;
use crate::base::diagnostic::{Diagnostic, codes};

/// The name of a language, or none, for a block that contains Markdown.
const LANGUAGES: &[&str] = &["", "markdown", "md", "mdx", "html", "text", "txt"];

/// Reports a block of code that contains headings and all of the text.
pub(super) fn report(nodes: &[Node<'_>], input: &Input<'_>) -> Option<Diagnostic> {
    let mut block = None;
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        match &node.kind {
            Kind::Title(_) => {}
            Kind::Comment(_) => {}
            Kind::CodeBlock(info) if block.is_none() => {
                let language = info.split_whitespace().next().unwrap_or_default();
                if !LANGUAGES.contains(&&*language.to_ascii_lowercase()) {
                    return None;
                }
                block = Some(node.range());
            }
            _ => return None,
        }
        at = node.end as usize;
    }
    let block = block?;
    let code = input.text.get(block.clone())?;
    let is_heading = |line: &str| line.starts_with("# ") || line.starts_with("## ");
    if !code.starts_with(['`', '~']) || !code.lines().any(is_heading) {
        return None;
    }
    let line = code.lines().next().unwrap_or_default().trim_end();
    let fault = Diagnostic::new(
        &codes::NO_TEXT,
        "the whole text of the policy is a block of code",
    );
    let fault = input
        .origin
        .point(fault, block.start..block.start + line.len(), "");
    Some(fault.help("remove this line, and the line that ends the block"))
}
