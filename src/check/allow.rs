//! `<!-- policygen: allow(ID) reason -->`: findings in the block behind it, or
//! around it, are meant to be so.

use std::ops::Range;

use super::levels::fault_of;
use super::prose::Prose;
use super::registry::{names, registry};
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::CallId;

/// The comments of a page.
#[derive(Debug, Default)]
pub struct Allowed(Vec<Comment>);

#[derive(Debug)]
struct Comment {
    ids: Vec<String>,
    /// Its own place.
    at: Range<usize>,
    /// The merged text that it is about.
    about: Range<usize>,
    used: bool,
}

impl Allowed {
    /// Reads the comments of a page; those that can't be read are reported.
    pub fn of(prose: &Prose<'_>, faults: &mut Vec<Diagnostic>) -> Self {
        let mut allowed = Self::default();
        for (comment, at) in &prose.comments {
            match parse(comment) {
                Ok(ids) => allowed.0.push(Comment {
                    ids,
                    at: at.clone(),
                    about: about(prose, at),
                    used: false,
                }),
                Err(fault) => faults.push(prose.point(*fault, trimmed(comment, at), "")),
            }
        }
        allowed
    }

    /// Whether a finding of this id is allowed at a place of the merged text.
    pub fn covers(&mut self, id: &str, at: usize) -> bool {
        let mut covered = false;
        for comment in &mut self.0 {
            if comment.about.contains(&at) && comment.ids.iter().any(|word| names(word, id)) {
                comment.used = true;
                covered = true;
            }
        }
        covered
    }

    /// Comments that allowed nothing.
    pub fn report_unused(&self, prose: &Prose<'_>, faults: &mut Vec<Diagnostic>) {
        for comment in self.0.iter().filter(|comment| !comment.used) {
            let ids = crate::words::listed(comment.ids.iter().map(String::as_str));
            let fault = Diagnostic::new(
                &codes::UNUSED_ALLOW,
                format!("this comment allows {ids}, which finds nothing here"),
            )
            .help("remove the comment");
            faults.push(prose.point(fault, comment.at.clone(), ""));
        }
    }
}

/// The place without the line end that belongs to a block of HTML.
fn trimmed(comment: &str, at: &Range<usize>) -> Range<usize> {
    at.start..at.start + comment.trim_end().len().min(at.len())
}

/// The rules that a comment allows.
fn parse(comment: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let form = || {
        Diagnostic::new(&codes::BAD_ALLOW, "this comment can't be read")
            .help("write `<!-- policygen: allow(QUA105) the reason -->`")
    };
    let inside = comment
        .trim()
        .strip_prefix("<!--")
        .and_then(|rest| rest.split("-->").next())
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
        if let Some(fault) = fault_of(id) {
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
            Diagnostic::new(&codes::ALLOW_WITHOUT_REASON, "this comment gives no reason").help(
                "say why it is meant to be so: `<!-- policygen: allow(QUA105) the reason -->`",
            ),
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
