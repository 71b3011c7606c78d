//! Finds character classes for one case, such as `[A-Z]`, that match both cases because the pattern
//! ignores case.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    Ast, ClassSet, ClassSetItem, ClassUnicodeKind, Flag, Flags, GroupKind, Span,
};

/// The first class of a pattern that is meant for letters of one case but matches both, as written.
pub(super) fn dropped(pattern: &str) -> Option<&str> {
    let ast = Parser::new().parse(pattern).ok()?;
    let span = find(&ast, &mut true)?;
    pattern.get(span.start.offset..span.end.offset)
}

/// Searches a part in order. `ignores` is whether case is ignored there; flags apply until the end
/// of their group.
fn find(ast: &Ast, ignores: &mut bool) -> Option<Span> {
    match ast {
        Ast::Flags(set) => {
            *ignores = after(&set.flags, *ignores);
            None
        }
        Ast::Group(group) => {
            let mut inside = match &group.kind {
                GroupKind::NonCapturing(flags) => after(flags, *ignores),
                _ => *ignores,
            };
            find(&group.ast, &mut inside)
        }
        Ast::Repetition(repetition) => find(&repetition.ast, ignores),
        Ast::Concat(all) => all.asts.iter().find_map(|ast| find(ast, ignores)),
        Ast::Alternation(all) => all.asts.iter().find_map(|ast| find(ast, ignores)),
        Ast::ClassUnicode(class) if *ignores && is_cased(&class.kind) => Some(class.span),
        Ast::ClassBracketed(class) if *ignores => {
            let mut cases = Cases::default();
            cases.add(&class.kind);
            (cases.upper && !cases.lower).then_some(class.span)
        }
        _ => None,
    }
}

fn after(flags: &Flags, ignores: bool) -> bool {
    flags.flag_state(Flag::CaseInsensitive).unwrap_or(ignores)
}

fn is_cased(kind: &ClassUnicodeKind) -> bool {
    let name = match kind {
        ClassUnicodeKind::OneLetter(_) => return false,
        ClassUnicodeKind::Named(name) => name,
        ClassUnicodeKind::NamedValue { value, .. } => value,
    };
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    matches!(
        name.as_str(),
        "lu" | "ll"
            | "lt"
            | "upper"
            | "lower"
            | "uppercase"
            | "lowercase"
            | "uppercaseletter"
            | "lowercaseletter"
            | "titlecaseletter"
    )
}

/// The cases of which a bracketed class contains all letters.
#[derive(Default)]
struct Cases {
    upper: bool,
    lower: bool,
}

impl Cases {
    fn add(&mut self, set: &ClassSet) {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(both) => {
                self.add(&both.lhs);
                self.add(&both.rhs);
            }
        }
    }

    fn item(&mut self, item: &ClassSetItem) {
        match item {
            // Where case is ignored, `[a-z]` is clear enough, but `[A-Z]` is misleading.
            ClassSetItem::Range(range) => {
                let (start, end) = (range.start.c, range.end.c);
                self.upper |= (start, end) == ('A', 'Z');
                self.lower |= (start, end) == ('a', 'z');
            }
            ClassSetItem::Unicode(class) => self.upper |= is_cased(&class.kind),
            ClassSetItem::Ascii(class) => {
                use regex_syntax::ast::ClassAsciiKind::{Lower, Upper};
                self.upper |= matches!(class.kind, Upper | Lower);
            }
            ClassSetItem::Bracketed(class) => self.add(&class.kind),
            ClassSetItem::Union(union) => union.items.iter().for_each(|item| self.item(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::dropped;

    #[test]
    fn classes_of_one_case() {
        for (pattern, class) in [
            (r"\b[A-Z]{2}\d+", Some("[A-Z]")),
            (r"(a|\p{Lu}b)", Some(r"\p{Lu}")),
            (r"(?-i:x)[A-Z0-9]", Some("[A-Z0-9]")),
            (r"[[:upper:]]", Some("[[:upper:]]")),
            (r"[\p{Lu}\d]", Some(r"[\p{Lu}\d]")),
            (r"(?-i)A(?i)\p{Uppercase}", Some(r"\p{Uppercase}")),
            (r"[A-Za-z] [a-zA-Z] [a-z]", None),
            (r"(?-i:[A-Z]\p{Lu})", None),
            (r"(?-i)[A-Z] (x[A-Z])", None),
            (r"\p{L}[A-F0-9]\[A-Z\]", None),
        ] {
            assert_eq!(dropped(pattern), class, "{pattern}");
        }
    }
}
