//! `<!-- policygen: allow(ID) reason -->`: findings in the block behind it, or
//! around it, are meant to be so. In YAML, `# policygen: allow(ID) reason` is
//! about its line, or the next one if it has a line of its own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::levels::{Levels, fixed, unknown};
use super::prose::Prose;
use super::registry::{names, registry};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::template::source_map::CallId;

/// The comments of a page, or of a file that pages share.
#[derive(Debug, Default)]
pub(super) struct Allowed(Vec<Comment>);

/// Comments in files that several pages are made of, by file and place, with
/// whether they allowed anything on any page.
#[derive(Debug, Default)]
pub(super) struct Shared(BTreeMap<(String, usize), (Diagnostic, bool)>);

#[derive(Debug)]
struct Comment {
    ids: Vec<String>,
    /// Its own place.
    at: Place,
    /// The merged text that it is about; nothing for YAML.
    merged: Range<usize>,
    /// The same in its file, if it is in one.
    about: Option<Place>,
    used: AtomicBool,
}

impl Allowed {
    /// Reads the comments of a page; those that can't be read are reported.
    pub(super) fn of(prose: &Prose<'_>, faults: &mut Vec<Diagnostic>) -> Self {
        let mut allowed = Self::default();
        for (comment, at) in &prose.comments {
            let trimmed = at.start..at.start + comment.trim_end().len().min(at.len());
            match parse(comment, ("<!--", "-->")) {
                Ok(ids) => {
                    let merged = about(prose, at);
                    let about = prose.place(merged.clone());
                    allowed.0.extend(prose.place(trimmed).map(|at| Comment {
                        ids,
                        at,
                        merged,
                        about,
                        used: AtomicBool::new(false),
                    }));
                }
                Err(fault) => faults.push(prose.point(*fault, trimmed, "")),
            }
        }
        allowed
    }

    /// Adds the comments of YAML; those that can't be read are reported.
    pub(super) fn read_yaml(
        &mut self,
        source: &Arc<Source>,
        yaml: Range<usize>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let text = &source.text[yaml.clone()];
        for (at, _) in text.match_indices("policygen:") {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let Some(mark) = text[line..at].trim_end().strip_suffix('#') else {
                continue;
            };
            let mark = line + mark.len();
            let comment = text[mark..end].trim_end();
            let own = source.place(yaml.start + mark..yaml.start + mark + comment.len());
            match parse(comment, ("#", "\n")) {
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
                        used: AtomicBool::new(false),
                    });
                }
                Err(fault) => faults.push(fault.label(own, "")),
            }
        }
    }

    /// Whether a finding of this id is allowed: at a place of the merged text,
    /// or of a file.
    pub(super) fn covers(&self, id: &str, merged: Option<usize>, place: Option<&Place>) -> bool {
        let mut covered = false;
        for comment in &self.0 {
            let is_about = merged.is_some_and(|at| comment.merged.contains(&at))
                || matches!((&comment.about, place), (Some(about), Some(place))
                    if about.source.path == place.source.path
                        && about.range.contains(&place.range.start));
            if is_about && comment.ids.iter().any(|word| names(word, id)) {
                comment.used.store(true, Ordering::Relaxed);
                covered = true;
            }
        }
        covered
    }

    /// Reports comments that allowed nothing, though their rules run. Those in
    /// other files than the policy's own may be of use on another page: they
    /// are only noted.
    pub(super) fn finish(
        self,
        policy: &str,
        levels: &Levels,
        faults: &mut Vec<Diagnostic>,
    ) -> Shared {
        let mut shared = Shared::default();
        for comment in self.0 {
            let used = comment.used.load(Ordering::Relaxed)
                || !comment.ids.iter().any(|word| levels.run(word));
            let own = comment.at.source.path == policy;
            if own && used {
                continue;
            }
            let key = (comment.at.source.path.clone(), comment.at.range.start);
            let ids = crate::base::text::listed(comment.ids.iter().map(String::as_str));
            let fault = Diagnostic::new(
                &codes::UNUSED_ALLOW,
                format!("this comment allows {ids}, which finds nothing here"),
            )
            .label(comment.at, "")
            .help("remove the comment");
            match own {
                true => faults.push(fault),
                false => shared.0.extend([(key, (fault, used))]),
            }
        }
        shared
    }
}

impl Shared {
    /// Adds what another page noted.
    pub(super) fn add(&mut self, others: Self) {
        for (key, (fault, used)) in others.0 {
            self.0.entry(key).or_insert((fault, false)).1 |= used;
        }
    }

    /// Reports comments that allowed nothing on any page.
    pub(super) fn finish(self, faults: &mut Vec<Diagnostic>) {
        let unused = self.0.into_values().filter(|(_, used)| !used);
        faults.extend(unused.map(|(fault, _)| fault));
    }
}

/// The first line behind `at` with anything but a comment in it.
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

/// The rules that a comment allows; `marks` begin and end it.
fn parse(comment: &str, marks: (&str, &str)) -> Result<Vec<String>, Box<Diagnostic>> {
    let (open, close) = marks;
    let example = format!("{open} policygen: allow(QUA105) the reason {close}");
    let example = format!("`{}`", example.trim_end());
    let form = || {
        Diagnostic::new(&codes::BAD_ALLOW, "this comment can't be read")
            .help(format!("write {example}"))
    };
    let inside = comment
        .trim()
        .strip_prefix(open)
        .and_then(|rest| rest.split(close).next())
        .and_then(|inside| inside.trim().strip_prefix("policygen:"))
        .ok_or_else(form)?;
    let (ids, reason) = inside
        .trim()
        .strip_prefix("allow(")
        .and_then(|rest| rest.split_once(')'))
        .ok_or_else(form)?;
    let ids: Vec<String> = ids
        .split(',')
        .map(|id| id.trim().to_owned())
        .filter(|id| !id.is_empty())
        .collect();
    if ids.is_empty() {
        return Err(Box::new(form()));
    }
    for id in &ids {
        if let Some(fault) = unknown(id).or_else(|| fixed(id)) {
            return Err(Box::new(fault));
        }
        if registry().packs().iter().any(|pack| pack.name == *id) {
            return Err(Box::new(
                Diagnostic::new(&codes::BAD_ALLOW, format!("`{id}` is a pack, not a rule"))
                    .help("name the rules that are allowed here"),
            ));
        }
    }
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(Box::new(
            Diagnostic::new(&codes::ALLOW_WITHOUT_REASON, "this comment gives no reason")
                .help(format!("say why it is meant to be so: {example}")),
        ));
    }
    Ok(ids)
}

/// What a comment is about: the block that it stands in, else the next one; all
/// of a clause, if that begins with it.
fn about(prose: &Prose<'_>, at: &Range<usize>) -> Range<usize> {
    let around = prose
        .blocks
        .iter()
        .find(|block| block.merged.start < at.start && at.end <= block.merged.end);
    if let Some(block) = around {
        return block.merged.clone();
    }
    let Some(next) = prose
        .blocks
        .iter()
        .position(|block| block.merged.start >= at.end)
    else {
        return at.clone();
    };
    let first = &prose.blocks[next];
    let map = prose.origin().map;
    let here = map.call_at(at.start);
    // The outermost call between the comment and the block.
    let called = std::iter::successors(Some(first.call), |call| {
        (*call != CallId::POLICY).then(|| map.parent(*call))
    })
    .take_while(|call| *call != here)
    .last()
    .filter(|call| *call != CallId::POLICY);
    let Some(called) = called else {
        return first.merged.clone();
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
    let last = prose.blocks[next..]
        .iter()
        .take_while(|block| is_within(block.call))
        .last();
    first.merged.start..last.map_or(first.merged.end, |block| block.merged.end)
}
