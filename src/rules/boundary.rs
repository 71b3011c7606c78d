//! Word boundaries in patterns: makes non-ASCII letters count as letters.
//!
//! Unicode boundaries disable the fast engines on any non-ASCII text, so `\b` becomes an ASCII
//! boundary, which does not match between a space and an `é`. If the pattern itself shows on which
//! side the word is, half a boundary is enough: `\bété` only requires that no letter comes before.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassPerlKind, ClassSet, ClassSetItem, ClassUnicodeKind, RepetitionKind,
    RepetitionRange,
};

const WHOLE: &str = r"(?-u:\b)";
const START: &str = r"(?-u:\b{start-half})";
const END: &str = r"(?-u:\b{end-half})";

/// A pattern with boundaries that the fast engines support.
pub(super) fn fast(pattern: &str) -> String {
    let mut edits = Vec::new();
    if let Ok(ast) = Parser::new().parse(pattern) {
        find(&ast, &mut edits);
    }
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut from = 0;
    for (at, boundary) in edits {
        text.push_str(&pattern[from..at]);
        text.push_str(boundary);
        from = at + r"\b".len();
    }
    text.push_str(&pattern[from..]);
    text
}

/// Records the boundaries of a part in order, each with its replacement.
fn find(ast: &Ast, edits: &mut Vec<(usize, &'static str)>) {
    match ast {
        Ast::Assertion(one) if one.kind == AssertionKind::WordBoundary => {
            edits.push((one.span.start.offset, WHOLE));
        }
        Ast::Group(group) => find(&group.ast, edits),
        Ast::Repetition(repetition) => find(&repetition.ast, edits),
        Ast::Alternation(all) => all.asts.iter().for_each(|ast| find(ast, edits)),
        Ast::Concat(all) => {
            for (at, ast) in all.asts.iter().enumerate() {
                match ast {
                    Ast::Assertion(one) if one.kind == AssertionKind::WordBoundary => {
                        let after = Edge::of_all(all.asts[at + 1..].iter(), Side::Start);
                        let before = Edge::of_all(all.asts[..at].iter().rev(), Side::End);
                        let boundary = match (before, after) {
                            (_, after) if after.is_word() && after.is_beyond_ascii => START,
                            (before, _) if before.is_word() && before.is_beyond_ascii => END,
                            _ => WHOLE,
                        };
                        edits.push((one.span.start.offset, boundary));
                    }
                    ast => find(ast, edits),
                }
            }
        }
        _ => {}
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// The possible first or last characters of a match.
#[derive(Clone, Copy, Default)]
struct Edge {
    /// Whether there may be no character.
    is_empty: bool,
    is_beyond_ascii: bool,
    /// Whether it may be something other than a letter, a digit or `_`.
    is_other: bool,
}

impl Edge {
    const OTHER: Self = Self {
        is_empty: false,
        is_beyond_ascii: false,
        is_other: true,
    };
    const LETTER: Self = Self {
        is_empty: false,
        is_beyond_ascii: true,
        is_other: false,
    };

    /// Whether it is always part of a word.
    fn is_word(self) -> bool {
        !self.is_empty && !self.is_other
    }

    fn or(self, other: Self) -> Self {
        Self {
            is_empty: self.is_empty || other.is_empty,
            is_beyond_ascii: self.is_beyond_ascii || other.is_beyond_ascii,
            is_other: self.is_other || other.is_other,
        }
    }

    fn any(edges: impl Iterator<Item = Self>) -> Self {
        edges.fold(Self::default(), Self::or)
    }

    fn of_char(c: char) -> Self {
        Self {
            is_empty: false,
            is_beyond_ascii: !c.is_ascii(),
            is_other: !c.is_alphanumeric() && c != '_',
        }
    }

    /// The edge of several parts in a row, from the given side.
    fn of_all<'a>(parts: impl Iterator<Item = &'a Ast>, side: Side) -> Self {
        let mut edge = Self {
            is_empty: true,
            ..Self::default()
        };
        for part in parts {
            edge.is_empty = false;
            edge = edge.or(Self::of(part, side));
            if !edge.is_empty {
                break;
            }
        }
        edge
    }

    fn of(ast: &Ast, side: Side) -> Self {
        match ast {
            Ast::Empty(_) | Ast::Flags(_) | Ast::Assertion(_) => Self {
                is_empty: true,
                ..Self::default()
            },
            Ast::Dot(_) => Self::OTHER,
            Ast::Literal(literal) => Self::of_char(literal.c),
            Ast::ClassPerl(class) => Self::of_perl(&class.kind, class.negated),
            Ast::ClassUnicode(class) => Self::of_unicode(&class.kind, class.negated),
            Ast::ClassBracketed(class) if class.negated => Self::OTHER,
            Ast::ClassBracketed(class) => Self::of_set(&class.kind),
            Ast::Repetition(repetition) => {
                let is_empty = match &repetition.op.kind {
                    RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => true,
                    RepetitionKind::OneOrMore => false,
                    RepetitionKind::Range(range) => match range {
                        RepetitionRange::Exactly(least)
                        | RepetitionRange::AtLeast(least)
                        | RepetitionRange::Bounded(least, _) => *least == 0,
                    },
                };
                let edge = Self::of(&repetition.ast, side);
                Self {
                    is_empty: edge.is_empty || is_empty,
                    ..edge
                }
            }
            Ast::Group(group) => Self::of(&group.ast, side),
            Ast::Alternation(all) => Self::any(all.asts.iter().map(|ast| Self::of(ast, side))),
            Ast::Concat(all) => match side {
                Side::Start => Self::of_all(all.asts.iter(), side),
                Side::End => Self::of_all(all.asts.iter().rev(), side),
            },
        }
    }

    fn of_perl(kind: &ClassPerlKind, is_negated: bool) -> Self {
        match kind {
            ClassPerlKind::Word | ClassPerlKind::Digit if !is_negated => Self::LETTER,
            _ => Self::OTHER,
        }
    }

    /// The edge of a Unicode class. Letters and numbers are word characters; the names of their
    /// classes begin with `L` or `N`.
    fn of_unicode(kind: &ClassUnicodeKind, is_negated: bool) -> Self {
        let is_word = match kind {
            ClassUnicodeKind::OneLetter(letter) => "LN".contains(*letter),
            ClassUnicodeKind::Named(name) => name.starts_with(['L', 'N']) && name.len() == 2,
            ClassUnicodeKind::NamedValue { .. } => false,
        };
        match is_word && !is_negated {
            true => Self::LETTER,
            false => Self::OTHER,
        }
    }

    fn of_set(set: &ClassSet) -> Self {
        match set {
            ClassSet::Item(item) => Self::of_item(item),
            ClassSet::BinaryOp(_) => Self::OTHER,
        }
    }

    fn of_item(item: &ClassSetItem) -> Self {
        match item {
            ClassSetItem::Empty(_) => Self::default(),
            ClassSetItem::Literal(literal) => Self::of_char(literal.c),
            ClassSetItem::Range(range) => {
                let ends = Self::of_char(range.start.c).or(Self::of_char(range.end.c));
                // `A-z` includes punctuation between the letters.
                let is_other = range.start.c.is_uppercase() && range.end.c.is_lowercase();
                Self {
                    is_other: ends.is_other || is_other,
                    ..ends
                }
            }
            ClassSetItem::Ascii(_) => Self::OTHER,
            ClassSetItem::Unicode(class) => Self::of_unicode(&class.kind, class.negated),
            ClassSetItem::Perl(class) => Self::of_perl(&class.kind, class.negated),
            ClassSetItem::Bracketed(class) if class.negated => Self::OTHER,
            ClassSetItem::Bracketed(class) => Self::of_set(&class.kind),
            ClassSetItem::Union(union) => Self::any(union.items.iter().map(Self::of_item)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Pattern;

    fn matches<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let pattern = Pattern::new(pattern);
        let found: Vec<&str> = pattern.find(text).map(|found| found.as_str()).collect();
        found
    }

    #[test]
    fn letters_beyond_ascii_begin_and_end_words() {
        assert_eq!(matches(r"\bétés?\b", "un été, des Étés"), ["été", "Étés"]);
        assert_eq!(matches(r"\b(ändern|anpassen)\b", "Wir ändern"), ["ändern"]);
        assert_eq!(matches(r"\b(terminé|fini)\b", "terminé."), ["terminé"]);
        assert_eq!(matches(r"\bpodr\w*\b", "no podrá más"), ["podrá"]);
        assert_eq!(matches(r"\bau[ -]delà\b", "au-delà de"), ["au-delà"]);
        assert_eq!(matches(r"\b[éè]tre\b", "ètre"), ["ètre"]);
    }

    #[test]
    fn letters_beyond_ascii_do_not_begin_inside_words() {
        assert!(matches(r"\bété\b", "répété étés").is_empty());
        assert!(matches(r"\b(a|à)\b", "sa cà là-bas").is_empty());
        assert!(matches(r"\bà\b", "mañanà").is_empty());
        assert!(matches(r"\bterminé\b", "terminée").is_empty());
        assert_eq!(matches(r"\bfee\b", "coffee fee"), ["fee"]);
        assert_eq!(matches(r"x\b-\by", "x-y"), ["x-y"]);
    }
}
