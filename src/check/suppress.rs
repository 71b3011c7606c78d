//! Comments that suppress findings: `<!-- policygen: allow(ID) reason -->` applies to the
//! block after it or around it. In YAML, `# policygen: allow(ID) reason` applies to its
//! line, or to the next line if it is the only text on its line.

mod comment;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use self::comment::parse;
use super::levels::InForce;
use super::prose::{self, Prose};
use super::record::Record;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::document::html::is_for_policygen;
use crate::rules::RuleSet;
use crate::template::source_map::CallId;

/// The comments of a page, or of the facts that pages share.
#[derive(Debug, Default)]
pub(super) struct Comments(Vec<Comment>, OnceLock<Index>);

#[derive(Debug)]
struct Comment {
    ids: Vec<String>,
    /// The place of the comment itself.
    at: Place,
    /// The range of the merged text that the comment is about; empty in YAML.
    merged: Range<usize>,
    /// The corresponding range in the source file, if any.
    about: Option<Place>,
}

/// The indices of the comments that suppressed something, each with the index of a rule in
/// it.
pub(super) type Used = BTreeSet<(usize, usize)>;

/// A comment in a clause, which other pages that call the clause may need.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ClauseComment {
    path: String,
    start: usize,
    /// The diagnostic to report if no page needs the comment; `None` if this page does.
    unused: Option<Record>,
}

impl Comments {
    /// Reads the comments of a page; malformed ones are reported.
    pub(super) fn of(prose: &Prose<'_>, rules: &RuleSet, faults: &mut Vec<Diagnostic>) -> Self {
        let mut comments = Self::default();
        for comment in &prose.comments {
            let at = &comment.at;
            let trimmed = at.start..at.start + comment.text.trim_end().len().min(at.len());
            match parse(&comment.text, ("<!--", "-->"), rules) {
                Ok(ids) => {
                    let merged = about(prose, comment);
                    let mut about = prose.place(merged.clone());
                    // Tags between the comment and the words of its block print nothing,
                    // and belong to the block.
                    let own = prose.place(trimmed);
                    if let (true, Some(about), Some(own)) = (comment.is_before, &mut about, &own)
                        && own.source.path == about.source.path
                        && own.range.end <= about.range.start
                    {
                        about.range.start = own.range.end;
                    }
                    comments.0.extend(own.map(|at| Comment {
                        ids,
                        at,
                        merged,
                        about,
                    }));
                }
                Err(fault) => faults.push(prose.point(*fault, trimmed, "")),
            }
        }
        comments
    }

    /// Adds the comments in YAML; malformed ones are reported.
    pub(super) fn read_yaml(
        &mut self,
        source: &Arc<Source>,
        yaml: Range<usize>,
        rules: &RuleSet,
        faults: &mut Vec<Diagnostic>,
    ) {
        let text = &source.text[yaml.clone()];
        for (at, _) in text.match_indices("policygen") {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let mark = text[line..at].trim_end().strip_suffix('#');
            let Some(mark) = mark.filter(|_| is_for_policygen(&text[at..end])) else {
                continue;
            };
            let mark = line + mark.len();
            let comment = text[mark..end].trim_end();
            let own = source.place(yaml.start + mark..yaml.start + mark + comment.len());
            match parse(comment, ("#", "\n"), rules) {
                Ok(ids) => {
                    let about = match text[line..mark].trim().is_empty() {
                        true => next_line(text, end),
                        false => line..mark,
                    };
                    self.0.push(Comment {
                        ids,
                        at: own,
                        merged: 0..0,
                        about: Some(source.place(yaml.start + about.start..yaml.start + about.end)),
                    });
                }
                Err(fault) => faults.push(fault.label(own, "")),
            }
        }
    }

    /// Whether a finding with this ID is suppressed, at a position in the merged text or at
    /// a place in a file. Adds the comments that do so to `used`.
    pub(super) fn cover(
        &self,
        id: &str,
        merged: Option<usize>,
        place: Option<&Place>,
        rules: &RuleSet,
        used: &mut Used,
    ) -> bool {
        let index = self.1.get_or_init(|| Index::of(&self.0));
        let mut covered = false;
        for at in index.about(merged, place) {
            let mut ids = self.0[at].ids.iter();
            if let Some(word) = ids.position(|word| rules.names(word, id)) {
                used.insert((at, word));
                covered = true;
            }
        }
        covered
    }

    /// The comments that suppress nothing although their rules run, each with its
    /// diagnostic. Comments in files other than `file` may be useful on another page, and
    /// are listed even if they are used.
    pub(super) fn unused(
        &self,
        used: &Used,
        file: &str,
        levels: InForce<'_>,
    ) -> (Vec<Diagnostic>, Vec<ClauseComment>) {
        let (mut faults, mut elsewhere) = (Vec::new(), Vec::new());
        for (at, comment) in self.0.iter().enumerate() {
            let unused = comment.unused(at, used, levels);
            let path = &comment.at.source.path;
            if path == file {
                faults.extend(unused);
            } else {
                // Other pages may need the comment's other rules.
                let is_used = used.iter().any(|(of, _)| *of == at);
                elsewhere.push(ClauseComment {
                    path: path.clone(),
                    start: comment.at.range.start,
                    unused: unused.filter(|_| !is_used).map(Into::into),
                });
            }
        }
        (faults, elsewhere)
    }

    /// Reports comments in shared facts that suppress nothing.
    pub(super) fn unused_in_facts(&self, used: &Used, levels: InForce<'_>) -> Vec<Diagnostic> {
        let comments = self.0.iter().enumerate();
        let unused = comments.filter_map(|(at, comment)| comment.unused(at, used, levels));
        unused.collect()
    }
}

/// An index of comments by place, because a page may have as many comments as findings.
#[derive(Debug, Default)]
struct Index {
    merged: Spans,
    files: HashMap<String, Spans>,
}

impl Index {
    fn of(comments: &[Comment]) -> Self {
        let mut index = Self::default();
        for (at, comment) in comments.iter().enumerate() {
            index.merged.0.push(Span::new(&comment.merged, at));
            if let Some(about) = &comment.about {
                let file = index.files.entry(about.source.path.clone());
                file.or_default().0.push(Span::new(&about.range, at));
            }
        }
        index.merged.sort();
        index.files.values_mut().for_each(Spans::sort);
        index
    }

    /// The indices of the comments about a position in the merged text or a place in a
    /// file.
    fn about(&self, merged: Option<usize>, place: Option<&Place>) -> impl Iterator<Item = usize> {
        let of_file = place.and_then(|place| {
            let spans = self.files.get(&place.source.path)?;
            Some(spans.around(place.range.start))
        });
        let of_page = merged.map(|at| self.merged.around(at));
        of_page
            .into_iter()
            .flatten()
            .chain(of_file.into_iter().flatten())
    }
}

/// Ranges, sorted by start.
#[derive(Debug, Default)]
struct Spans(Vec<Span>);

#[derive(Debug)]
struct Span {
    range: Range<usize>,
    /// The furthest end of all ranges up to this one.
    reach: usize,
    comment: usize,
}

impl Span {
    fn new(range: &Range<usize>, comment: usize) -> Self {
        Self {
            range: range.clone(),
            reach: 0,
            comment,
        }
    }
}

impl Spans {
    fn sort(&mut self) {
        self.0.sort_by_key(|span| span.range.start);
        let mut reach = 0;
        for span in &mut self.0 {
            reach = reach.max(span.range.end);
            span.reach = reach;
        }
    }

    /// The comments whose ranges contain a byte.
    fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        let before = self.0.partition_point(|span| span.range.start <= at);
        let near = self.0[..before].iter().rev();
        let near = near.take_while(move |span| span.reach > at);
        near.filter(move |span| span.range.contains(&at))
            .map(|span| span.comment)
    }
}

impl Comment {
    /// The diagnostic for the rules of the comment that run but of which it suppresses no
    /// findings, if any.
    fn unused(&self, at: usize, used: &Used, levels: InForce<'_>) -> Option<Diagnostic> {
        let idle = self.ids.iter().enumerate().filter(|(index, word)| {
            let is_used = used.contains(&(at, *index));
            !is_used && levels.run(word)
        });
        let idle: Vec<&str> = idle.map(|(_, word)| word.as_str()).collect();
        if idle.is_empty() {
            return None;
        }
        let ids = crate::base::text::listed(idle.iter().copied());
        let found = Diagnostic::new(
            &codes::UNUSED_ALLOW,
            format!("this comment suppresses {ids}, but there is no such finding here"),
        );
        let found = found.label(self.at.clone(), "");
        Some(match idle.len() == self.ids.len() {
            true => found.help("remove the comment"),
            false => found.help(format!("remove {ids} from the comment")),
        })
    }
}

/// The comments of clauses that suppress nothing on any page.
pub(super) fn unused_in_clauses<'s>(
    comments: impl Iterator<Item = &'s ClauseComment>,
) -> Vec<Record> {
    let mut first: BTreeMap<(&str, usize), Option<&Record>> = BTreeMap::new();
    for ClauseComment {
        path,
        start,
        unused,
    } in comments
    {
        let known = first.entry((path, *start)).or_insert(unused.as_ref());
        // One page that needs the comment is enough.
        *known = known.filter(|_| unused.is_some());
    }
    first.into_values().flatten().cloned().collect()
}

/// The first line after `at` that contains anything but a comment.
fn next_line(text: &str, at: usize) -> Range<usize> {
    let mut start = at;
    for line in text[at..].split_inclusive('\n') {
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') {
            return start..start + line.len();
        }
        start += line.len();
    }
    at..at
}

/// The range that a comment is about: all of a clause, if the comment precedes the clause's
/// call.
fn about(prose: &Prose<'_>, comment: &prose::Comment) -> Range<usize> {
    let (first, at) = (&comment.about, &comment.at);
    if !comment.is_before {
        return first.clone();
    }
    let map = prose.origin().map;
    let here = map.call_at(at.start);
    // The outermost call between the comment and the block.
    let called = std::iter::successors(Some(map.call_at(first.start)), |call| {
        (*call != CallId::POLICY).then(|| map.parent(*call))
    })
    .take_while(|call| *call != here)
    .last()
    .filter(|call| *call != CallId::POLICY);
    let Some(called) = called else {
        return first.clone();
    };
    let is_within = |mut call: CallId| {
        while call != CallId::POLICY {
            if call == called {
                return true;
            }
            call = map.parent(call);
        }
        false
    };
    let last = prose
        .blocks
        .iter()
        .skip_while(|block| block.merged.start < first.start)
        .take_while(|block| is_within(block.call))
        .last();
    first.start..last.map_or(first.end, |block| block.merged.end.max(first.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_by_place_as_if_each_was_looked_at() {
        let ranges = [0..4, 2..9, 3..3, 5..6, 5..20, 8..9, 12..14, 30..31];
        let mut spans = Spans::default();
        let all = ranges.iter().enumerate();
        spans
            .0
            .extend(all.clone().map(|(at, range)| Span::new(range, at)));
        spans.0.reverse();
        spans.sort();
        for place in 0..40 {
            let found: BTreeSet<usize> = spans.around(place).collect();
            let about = all.clone().filter(|(_, range)| range.contains(&place));
            assert_eq!(found, about.map(|(at, _)| at).collect(), "{place}");
        }
    }
}
