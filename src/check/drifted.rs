//! Whether two nearly identical passages of one page are copies that have drifted apart, or
//! parallel statements about two things.

/// The maximum number of pairs of words to compare; longer passages count as parallel.
const PAIRS: usize = 40_000;

/// Units of time: “30 days” and “60 days” are two versions of one statement.
const UNITS: &[&str] = &[
    "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
    "business", "working", "calendar", "stunden", "tag", "tage", "tagen", "woche", "wochen",
    "monat", "monate", "monaten", "jahr", "jahre", "jahren", "heures", "jour", "jours", "semaine",
    "semaines", "mois", "an", "ans", "années", "horas", "día", "días", "semana", "semanas", "mes",
    "meses", "año", "años",
];

/// Words before a letter that refers to part of a law: “lit. b”.
const LETTERS: &[&str] = &[
    "lit",
    "litera",
    "letter",
    "point",
    "buchst",
    "buchstabe",
    "letra",
    "lettre",
];

/// Whether the passages differ only by words that one of them adds, by spelling, by short
/// function words, or in a period or a reference. If each has a word of its own in the same place, as
/// in “the exporter has signed” and “the importer has signed”, they are about two things.
pub(super) fn are_copies(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let start = one
        .iter()
        .zip(&other)
        .take_while(|(a, b)| same(a, b))
        .count();
    let (rest, others) = (&one[start..], &other[start..]);
    let ends = rest.iter().rev().zip(others.iter().rev());
    let end = ends.take_while(|(a, b)| same(a, b)).count();
    let (a, b) = (start..one.len() - end, start..other.len() - end);
    if a.len().saturating_mul(b.len()) > PAIRS {
        return false;
    }
    changes(&one[a.clone()], &other[b.clone()])
        .into_iter()
        .all(|(left, right)| {
            let at = a.start + left.start;
            let before = at.checked_sub(1).map_or("", |at| one[at]);
            let after = one.get(a.start + left.end).copied().unwrap_or_default();
            let left = &one[at..a.start + left.end];
            let right = &other[b.start + right.start..b.start + right.end];
            is_drift(left, right, before, after)
        })
}

/// The words of a passage, without the marks around them.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

fn same(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

type Change = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The parts in which two sequences differ, from their longest common subsequence.
fn changes(one: &[&str], other: &[&str]) -> Vec<Change> {
    let width = other.len() + 1;
    // The length of the longest common subsequence of the rests.
    let mut longest = vec![0_u16; (one.len() + 1) * width];
    for a in (0..one.len()).rev() {
        for b in (0..other.len()).rev() {
            longest[a * width + b] = match same(one[a], other[b]) {
                true => longest[(a + 1) * width + b + 1] + 1,
                false => longest[(a + 1) * width + b].max(longest[a * width + b + 1]),
            };
        }
    }
    let mut changes = Vec::new();
    let (mut a, mut b) = (0, 0);
    let (mut from, mut to) = (0, 0);
    while a < one.len() || b < other.len() {
        if a < one.len() && b < other.len() && same(one[a], other[b]) {
            if from < a || to < b {
                changes.push((from..a, to..b));
            }
            (a, b) = (a + 1, b + 1);
            (from, to) = (a, b);
        } else if b == other.len()
            || a < one.len() && longest[(a + 1) * width + b] >= longest[a * width + b + 1]
        {
            a += 1;
        } else {
            b += 1;
        }
    }
    if from < a || to < b {
        changes.push((from..a, to..b));
    }
    changes
}

/// Whether a change keeps the subject.
fn is_drift(left: &[&str], right: &[&str], before: &str, after: &str) -> bool {
    let own = |words: &[&str], others: &[&str]| -> Vec<String> {
        let words = words.iter().map(|word| word.to_lowercase());
        let is_own = |word: &String| {
            !others
                .iter()
                .any(|other| is_spelling_of(word, &other.to_lowercase()))
        };
        words.filter(is_own).collect()
    };
    let (a, b) = (own(left, right), own(right, left));
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let is_number = |words: &[String]| matches!(words, [word] if word.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number(&a) && is_number(&b) {
        return UNITS.contains(&after.to_lowercase().as_str());
    }
    let is_letter = |words: &[String]| matches!(words, [word] if word.len() == 1);
    if is_letter(&a) && is_letter(&b) {
        return LETTERS.contains(&before.to_lowercase().as_str());
    }
    let is_function = |word: &&str| {
        (2..=3).contains(&word.chars().count())
            && word.chars().all(char::is_lowercase)
            && !is_roman(word)
    };
    left.iter().chain(right).all(is_function)
}

/// The minimum length of a word whose spelling may drift.
const SHORT: usize = 5;

/// Whether two words are forms or spellings of one: “service” and “services”, “Teile” and
/// “Ersatzteile”, but not “Mieter” and “Vermieter” or “payer” and “payee”.
fn is_spelling_of(one: &str, other: &str) -> bool {
    let (long, short) = match one.len() >= other.len() {
        true => (one, other),
        false => (other, one),
    };
    if short.len() < SHORT || !short.chars().all(char::is_alphabetic) {
        return false;
    }
    let compound = long.strip_suffix(short);
    compound.is_some_and(|first| first.is_empty() || first.len() > SHORT)
        || long
            .strip_prefix(short)
            .is_some_and(|end| end.len() < SHORT)
        || is_one_edit(long, short) && long.ends_with("ee") == short.ends_with("ee")
}

/// Whether one inserted, omitted or replaced letter, other than the first, makes two words equal.
fn is_one_edit(long: &str, short: &str) -> bool {
    let same = long.chars().zip(short.chars()).take_while(|(a, b)| a == b);
    let start = same.count();
    let rest = |word: &str, skip: usize| word.chars().skip(start + skip).collect::<String>();
    start > 0 && (rest(long, 1) == rest(short, 0) || rest(long, 1) == rest(short, 1))
}

/// Whether a word is a Roman numeral, as of an annex.
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "ivxlcdm".contains(c))
}

#[cfg(test)]
mod tests {
    use super::are_copies;

    const TEXT: &str = "Der Mieter gibt das Gerät am letzten Tag gereinigt zurück, sonst zahlt er nach lit. b eine Gebühr für 30 Tage Service.";

    #[track_caller]
    fn changed(this: &str, by: &str) -> bool {
        assert!(TEXT.contains(this));
        are_copies(TEXT, &TEXT.replace(this, by))
    }

    #[test]
    fn copies_that_drifted() {
        assert!(changed("gereinigt", "vollständig gereinigt"));
        assert!(changed("Gerät", "Geräte"));
        assert!(changed("lit. b", "lit. f"));
        assert!(changed("30 Tage", "60 Tage"));
        assert!(changed("Service", "Sevice"));
        assert!(changed("am letzten", "zum letzten"));
    }

    #[test]
    fn statements_about_two_things() {
        assert!(!changed("Mieter", "Vermieter"));
        assert!(!are_copies(
            "the payer signs the form",
            "the payee signs the form"
        ));
        assert!(!changed("gereinigt", "ungeöffnet"));
        assert!(!changed("30 Tage", "60 Euro"));
        assert!(!are_copies(
            "the buyer pays the seller",
            "the seller pays the buyer"
        ));
        assert!(!are_copies(
            "the exporter has signed Annex I",
            "the importer has signed Annex I"
        ));
        assert!(!are_copies(
            "the plan of Part A applies",
            "the plan of Part B applies"
        ));
    }

    #[test]
    fn long_passages() {
        let one = "a b ".repeat(10_000);
        assert!(!are_copies(
            &format!("x {one} y"),
            &format!("z {one} w{one}")
        ));
    }
}
