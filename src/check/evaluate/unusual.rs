//! Evidence in unusual places: in denials that leave nothing open, and in code.

use super::Page;
use super::evidence::Evidence;
use crate::check::prose::Kind;
use crate::rules::EvidencePatterns;
use crate::template::source_map::CallId;

impl Page<'_> {
    /// A denial that leaves nothing open.
    pub(super) fn total(&self, known: &EvidencePatterns, own: bool) -> Evidence {
        let found = known.denials.iter().flat_map(|one| self.matches(one, None));
        let mut found = found.filter(|(range, block)| {
            let is_elsewhere = own && block.call != CallId::POLICY;
            !(matches!(block.kind, Kind::Heading(_))
                || is_elsewhere
                || self.prose.is_quoted(range.start))
        });
        let first = found.next().map(|(range, _)| range);
        first.map_or(Evidence::Absent, Evidence::Stated)
    }

    /// Evidence in code, in which some pages write addresses: each is read together with its block,
    /// or with the block above a code block.
    pub(super) fn in_code(&self, known: &EvidencePatterns) -> Evidence {
        const MARK: &str = "\u{FFFC}";
        let prose = &self.prose;
        if !known.code {
            return Evidence::Absent;
        }
        let found = prose.codes.iter().find_map(|code| {
            let at = prose
                .blocks
                .partition_point(|block| block.text.end <= code.at);
            let is_span = prose.text[code.at.min(prose.text.len())..].starts_with(MARK);
            let block = prose
                .blocks
                .get(if is_span { at } else { at.checked_sub(1)? })?;
            let near = prose.near(block.text.clone(), &(code.at..code.at));
            let near = near.start..near.end.max(near.start);
            let (before, after) = match is_span {
                true => (
                    &prose.text[near.start..code.at],
                    &prose.text[code.at + MARK.len()..near.end],
                ),
                false => (&prose.text[near.clone()], ""),
            };
            let text = format!("{before} {} {after}", code.text.trim());
            let end = before.len() + 1 + code.text.trim().len();
            let reads_code =
                |found: regex::Match<'_>| found.end() > before.len() + 1 && found.start() < end;
            let mut patterns = known.text.iter();
            let is_stated = patterns.any(|pattern| pattern.find(&text).any(reads_code));
            is_stated.then(|| block.text.clone())
        });
        found.map_or(Evidence::Absent, Evidence::Stated)
    }
}
