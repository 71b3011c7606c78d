//! Inserts filters into tags to count their work against the budget.
//!
//! The template engine does not limit the work of tags and can't be interrupted. Filters are
//! therefore inserted wherever work or values can grow: after operands of `~` and of comparisons,
//! entries of lists and mappings, and lists in loops, and before filters that copy their input.
//! `clauses::filters` defines them. They are inserted as text between tokens, so that everything
//! else in a tag stays as written.

use std::borrow::Cow;

use super::loops::EACH;
use super::tokens::{COUNTED, KINDS, Token, tokens};

/// Text to insert into a tag at a byte offset.
pub(super) struct Insertion {
    pub(super) at: usize,
    pub(super) text: Cow<'static, str>,
    /// Whether the text contains a number that is filled in later, the cost of one iteration of a
    /// loop.
    pub(super) is_loop: bool,
}

/// The maximum depth of brackets that are examined. The engine rejects tags nested far less deeply.
const MAX_DEPTH: usize = 64;

#[cfg(test)]
thread_local! {
    /// Turns metering off, for tests that compare results with and without it.
    pub(crate) static OFF: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The insertions for a tag. `counts_output` states whether to count what the tag prints. The
/// engine's escape function counts printed text, but does not see text that is already escaped.
pub(super) fn insertions(tag: &str, counts_output: bool) -> Vec<Insertion> {
    #[cfg(test)]
    if OFF.get() {
        return Vec::new();
    }
    // Almost all tags only print a path or call a clause with literals.
    let inside = tag.get(2..tag.len() - 2).unwrap_or_default();
    let needed = |byte: &u8| b"~=<>[{|(".contains(byte);
    let is_block = tag.starts_with("{%");
    if !is_block
        && !counts_output
        && !inside.as_bytes().iter().any(needed)
        && !inside.contains(" in ")
        && !inside.contains("__tera")
    {
        return Vec::new();
    }
    let mut meter = Meter {
        tag,
        tokens: tokens(tag),
        out: Vec::new(),
    };
    meter.tag(counts_output);
    let mut out = meter.out;
    out.sort_by_key(|insertion| insertion.at);
    out
}

/// The context of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Group,
    Call,
    /// An entry of a list or a mapping.
    Entry {
        is_map: bool,
    },
    /// The output of a tag.
    Output,
}

/// How the neighbouring tokens use a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Nothing,
    Joined,
    Compared,
}

struct Meter<'t> {
    tag: &'t str,
    tokens: Vec<(Token, usize, usize)>,
    out: Vec<Insertion>,
}

impl<'t> Meter<'t> {
    fn text(&self, at: usize) -> &'t str {
        self.tokens
            .get(at)
            .map_or("", |(_, start, end)| &self.tag[*start..*end])
    }

    fn kind(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).map(|(kind, ..)| *kind)
    }

    fn start(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(self.tag.len(), |token| token.1)
    }

    /// The end of the token before `at`.
    fn end_before(&self, at: usize) -> usize {
        self.tokens
            .get(at.wrapping_sub(1))
            .map_or(0, |token| token.2)
    }

    fn insert(&mut self, at: usize, text: impl Into<Cow<'static, str>>) {
        let mut text = text.into();
        // `list[0]in other` needs no space; after the name of a filter, it does.
        let goes_on = |c: char| c.is_alphanumeric() || c == '_';
        if text.ends_with(goes_on) && self.tag[at..].starts_with(goes_on) {
            text.to_mut().push(' ');
        }
        self.out.push(Insertion {
            at,
            text,
            is_loop: false,
        });
    }

    fn tag(&mut self, counts_output: bool) {
        let is_block = self.tag.starts_with("{%");
        if !is_block {
            let is_output = counts_output && self.text(0) != "<";
            let place = if is_output {
                Place::Output
            } else {
                Place::Group
            };
            self.values(0, place, 0);
            return;
        }
        match self.text(0) {
            "if" | "elif" => {
                self.values(1, Place::Group, 0);
            }
            "set" | "set_global" => {
                self.values(1, Place::Group, 0);
            }
            "<" => {
                self.component(0, 0);
            }
            "for" => {
                let mut at = 1;
                while at < self.tokens.len() && self.text(at) != "in" {
                    at += 1;
                }
                self.target(at + 1, 0, true);
            }
            _ => {}
        }
    }

    /// Handles the expression of a loop, starting at token `from`. Returns the index of the token
    /// after it.
    fn target(&mut self, from: usize, depth: usize, is_block: bool) -> usize {
        let stop = (!is_block).then_some("if");
        let (after, plain) = self.values_until(from, Place::Group, depth, stop);
        if after > from {
            if !plain {
                self.insert(self.start(from), "(");
                self.insert(self.end_before(after), ")");
            }
            let text = match is_block {
                true => Cow::Borrowed(EACH),
                false => Cow::Owned(format!(" | _each(n={})", self.tag.len())),
            };
            self.out.push(Insertion {
                at: self.end_before(after),
                text,
                is_loop: is_block,
            });
        }
        after
    }

    fn values(&mut self, from: usize, place: Place, depth: usize) -> usize {
        self.values_until(from, place, depth, None).0
    }

    /// Processes values and operators up to a closing bracket or `stop`. Returns the index of the
    /// token that ends them, and whether they are a single value.
    fn values_until(
        &mut self,
        from: usize,
        place: Place,
        depth: usize,
        stop: Option<&str>,
    ) -> (usize, bool) {
        let mut at = from;
        let mut before = Use::Nothing;
        let mut plain = true;
        while at < self.tokens.len() && depth < MAX_DEPTH {
            let text = self.text(at);
            match (self.kind(at), text) {
                (_, ")" | "]" | "}") => break,
                (Some(Token::Name), word) if Some(word) == stop => break,
                (Some(Token::Name), "for") if matches!(place, Place::Entry { .. }) => {
                    while at < self.tokens.len() && self.text(at) != "in" {
                        at += 1;
                    }
                    at = self.target(at + 1, depth, false);
                    before = Use::Nothing;
                    continue;
                }
                (Some(Token::Name), "is") => {
                    at += 1 + usize::from(self.text(at + 1) == "not");
                    at += 1;
                    if self.text(at) == "(" {
                        at = self.values(at + 1, Place::Call, depth + 1) + 1;
                    }
                    before = Use::Nothing;
                    plain = false;
                    continue;
                }
                (Some(Token::Name), "and" | "or" | "not" | "if" | "else") => {
                    before = Use::Nothing;
                    plain = false;
                }
                (Some(Token::Name), "in") => {
                    before = Use::Compared;
                    plain = false;
                }
                (Some(Token::Name), _) if self.text(at + 1) == "=" => {
                    // The name of an argument, or of a variable being set.
                    at += 2;
                    before = Use::Nothing;
                    continue;
                }
                (_, _) if place == (Place::Entry { is_map: true }) && self.text(at + 1) == ":" => {
                    at += 2;
                    before = Use::Nothing;
                    continue;
                }
                (Some(Token::Name | Token::Literal), _) | (_, "(" | "[" | "{") => {
                    at = self.value(at, place, before, depth);
                    before = Use::Nothing;
                    continue;
                }
                (_, "<") if self.is_component(at, from) => {
                    at = self.value(at, place, before, depth);
                    before = Use::Nothing;
                    continue;
                }
                (_, "~") => {
                    before = Use::Joined;
                    plain = false;
                }
                (_, "==" | "!=" | "<" | ">" | "<=" | ">=") => {
                    before = Use::Compared;
                    plain = false;
                }
                (_, "...") => before = Use::Compared,
                (_, ",") => before = Use::Nothing,
                _ => {
                    before = Use::Nothing;
                    plain = false;
                }
            }
            at += 1;
        }
        (at, plain)
    }

    /// Whether `<` begins a clause call, because no value precedes it.
    fn is_component(&self, at: usize, from: usize) -> bool {
        if self.kind(at + 1) != Some(Token::Name) {
            return false;
        }
        at == from
            || match self.kind(at - 1) {
                Some(Token::Name) => {
                    matches!(
                        self.text(at - 1),
                        "and" | "or" | "not" | "if" | "else" | "in"
                    )
                }
                Some(Token::Literal) | None => false,
                Some(Token::Symbol) => !matches!(self.text(at - 1), ")" | "]" | "}"),
            }
    }

    /// Handles a value with everything attached to it: fields, indices, arguments and filters.
    /// Returns the index of the token after it.
    fn value(&mut self, from: usize, place: Place, before: Use, depth: usize) -> usize {
        let mut literal = self.kind(from) == Some(Token::Literal);
        let mut subscripts = Vec::new();
        let mut at = match self.text(from) {
            "(" => self.values(from + 1, Place::Group, depth + 1) + 1,
            "[" => self.values(from + 1, Place::Entry { is_map: false }, depth + 1) + 1,
            "{" => self.values(from + 1, Place::Entry { is_map: true }, depth + 1) + 1,
            "<" => self.component(from, depth + 1),
            name if name.starts_with("__tera") => {
                // The original name would return all variables at once, in which values could be
                // nested endlessly.
                self.insert(self.tokens[from].2, "_");
                from + 1
            }
            "true" | "True" | "false" | "False" | "none" | "None" | "null" => {
                literal = true;
                from + 1
            }
            _ => from + 1,
        };
        loop {
            match self.text(at) {
                "." | "?." => at += 2,
                "(" => {
                    literal = false;
                    at = self.values(at + 1, Place::Call, depth + 1) + 1;
                }
                "[" | "?[" => {
                    subscripts.push(self.start(at));
                    at = self.values(at + 1, Place::Group, depth + 1) + 1;
                }
                _ => break,
            }
        }
        let at_end = self.end_before(at);
        for open in subscripts {
            let of = &self.tag[self.start(from)..open];
            self.insert(at_end, format!(" | _part(of={of})"));
        }
        if !literal {
            self.use_of(at, place, before);
        }
        while self.text(at) == "|" {
            at += 2;
            if self.text(at) == "(" {
                at = self.values(at + 1, Place::Call, depth + 1) + 1;
            }
            self.use_of(at, place, before);
        }
        at
    }

    /// Inserts the filter that counts the value that ends before token `at`.
    fn use_of(&mut self, at: usize, place: Place, before: Use) {
        let after = match self.text(at) {
            "~" => Use::Joined,
            "==" | "!=" | "<" | ">" | "<=" | ">=" | "in" => Use::Compared,
            "not" => Use::Compared,
            "is" => {
                let test = at + 1 + usize::from(self.text(at + 1) == "not");
                match KINDS.contains(&self.text(test)) {
                    true => Use::Nothing,
                    false => Use::Compared,
                }
            }
            _ => Use::Nothing,
        };
        let is_copied = self.text(at) == "|" && !COUNTED.contains(&self.text(at + 1));
        let is_filtered = self.text(at) == "|";
        // Only the output of the filter is used.
        let before = if is_filtered { Use::Nothing } else { before };
        let text = if before == Use::Joined || after == Use::Joined {
            " | _joined"
        } else if before == Use::Compared
            || after == Use::Compared
            || !is_filtered && matches!(place, Place::Entry { .. })
        {
            " | _whole"
        } else if is_copied || !is_filtered && matches!(place, Place::Call | Place::Output) {
            " | _copied"
        } else {
            return;
        };
        self.insert(self.end_before(at), text);
    }

    /// Handles a clause call. Returns the index of the token after it.
    fn component(&mut self, from: usize, depth: usize) -> usize {
        let mut at = from + 1;
        while at < self.tokens.len() && depth < MAX_DEPTH {
            match self.text(at) {
                "{" => at = self.values(at + 1, Place::Group, depth + 1) + 1,
                ">" => return at + 1,
                _ => at += 1,
            }
        }
        at
    }
}
