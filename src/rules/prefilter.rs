//! Quickly rules out texts that a pattern can't match.
//!
//! Most patterns contain words that every match must have, and most pages lack the words of most
//! patterns. The short byte sequences (runs) of a page's text are recorded once; a pattern whose
//! words have runs that the page lacks need not be searched for.

use regex_syntax::hir::{Hir, HirKind};

/// The number of bytes in a run; most shorter ones occur in many words.
const RUN: usize = 4;
/// The number of bytes in a run of shorter words, such as acronyms.
const SHORT: usize = 3;

/// The number of filter bits for each byte of the text; it keeps the share of set bits low.
const BITS: usize = 16;
/// The minimum and maximum number of bits in a filter.
const FEWEST: usize = 1 << 10;
const MOST: usize = 1 << 20;

/// The runs of a text, ignoring case, as a Bloom filter with one hash.
#[derive(Debug)]
pub(crate) struct Prefilter {
    bits: Box<[u64]>,
    /// The number of low bits of a hash that are dropped.
    shift: u32,
}

impl Prefilter {
    /// Records the runs of a text, and its bytes.
    pub(crate) fn of(text: &str) -> Self {
        let bits = text.len().saturating_mul(BITS).clamp(FEWEST, MOST);
        let bits = bits.next_power_of_two();
        let mut filter = Self {
            bits: vec![0; bits / 64].into(),
            shift: u32::BITS - bits.ilog2(),
        };
        let mut bytes = [false; 256];
        let mut last = 0_u32;
        for byte in text.bytes() {
            bytes[usize::from(byte)] = true;
            last = last << 8 | u32::from(byte.to_ascii_lowercase());
            filter.note(hash(last));
            filter.note(hash(last & 0x00FF_FFFF));
        }
        // Patterns that ignore case also treat these characters as `s` and `k`.
        if (bytes[0xBF] && text.contains('ſ')) || (bytes[0xAA] && text.contains('\u{212A}')) {
            filter.bits.fill(u64::MAX);
            return filter;
        }
        for byte in (0..=u8::MAX).filter(|byte| bytes[usize::from(*byte)]) {
            filter.note(hash(byte.to_ascii_lowercase().into()));
        }
        filter
    }

    fn note(&mut self, run: u32) {
        let bit = run >> self.shift;
        self.bits[bit as usize / 64] |= 1 << (bit % 64);
    }

    fn has(&self, run: u32) -> bool {
        let bit = run >> self.shift;
        self.bits[bit as usize / 64] & 1 << (bit % 64) != 0
    }
}

/// Fibonacci hashing: the upper bits are the well-mixed ones.
fn hash(run: u32) -> u32 {
    run.wrapping_mul(0x9E37_79B9)
}

/// The hashes of the runs of a word in a pattern or, if it is too short, of its characters that are
/// neither letters nor digits.
fn runs(word: &[u8]) -> Box<[u32]> {
    let run = |bytes: &[u8]| {
        let bytes = bytes.iter().map(u8::to_ascii_lowercase);
        hash(bytes.fold(0, |run, byte| run << 8 | u32::from(byte)))
    };
    match word.len() {
        RUN.. => word.windows(RUN).map(run).collect(),
        SHORT => Box::new([run(word)]),
        _ => {
            let signs = word.iter().filter(|byte| !byte.is_ascii_alphanumeric());
            signs.map(|sign| run(&[*sign])).collect()
        }
    }
}

/// The literals that a text must contain for a match of a pattern.
#[derive(Debug)]
pub(crate) enum Needles {
    /// Nothing that a filter could detect.
    Nothing,
    /// A word, by its runs.
    Word(Box<[u32]>),
    /// All of these.
    All(Vec<Needles>),
    /// One of these.
    One(Vec<Needles>),
}

impl Needles {
    /// The literals of a regular expression, whether or not it ignores case.
    pub(crate) fn of(pattern: &str) -> Self {
        regex_syntax::parse(pattern).map_or(Self::Nothing, |parsed| Self::in_parsed(&parsed))
    }

    /// The literals of a word to search for.
    pub(crate) fn of_word(word: &str) -> Self {
        Self::in_literal(word.as_bytes())
    }

    fn in_parsed(pattern: &Hir) -> Self {
        match pattern.kind() {
            HirKind::Literal(literal) => Self::in_literal(&literal.0),
            HirKind::Repetition(repetition) if repetition.min > 0 => {
                match repetition.sub.kind() {
                    // `X{3,}` contains `XXX`.
                    HirKind::Literal(literal) => {
                        Self::in_literal(&literal.0.repeat(repetition.min.min(RUN as u32) as usize))
                    }
                    _ => Self::in_parsed(&repetition.sub),
                }
            }
            HirKind::Capture(capture) => Self::in_parsed(&capture.sub),
            HirKind::Concat(parts) => Self::all(parts.iter().map(Self::in_parsed)),
            HirKind::Alternation(options) => {
                let options: Vec<Self> = options.iter().map(Self::in_parsed).collect();
                match options.iter().any(|option| matches!(option, Self::Nothing)) {
                    true => Self::Nothing,
                    false => Self::One(options),
                }
            }
            _ => Self::Nothing,
        }
    }

    fn in_literal(literal: &[u8]) -> Self {
        // Case works differently for non-ASCII letters.
        let text = std::str::from_utf8(literal).unwrap_or_default();
        let is_other_letter = |c: char| !c.is_ascii() && c.is_alphanumeric();
        Self::all(text.split(is_other_letter).map(|word| {
            let runs = runs(word.as_bytes());
            match runs.is_empty() {
                true => Self::Nothing,
                false => Self::Word(runs),
            }
        }))
    }

    fn all(parts: impl Iterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts
            .filter(|part| !matches!(part, Self::Nothing))
            .collect();
        match parts.is_empty() {
            true => Self::Nothing,
            false => Self::All(parts),
        }
    }

    /// Whether a text may have a match.
    pub(crate) fn may_be_in(&self, filter: &Prefilter) -> bool {
        match self {
            Self::Nothing => true,
            Self::Word(runs) => runs.iter().all(|run| filter.has(*run)),
            Self::All(parts) => parts.iter().all(|part| part.may_be_in(filter)),
            Self::One(options) => options.iter().any(|option| option.may_be_in(filter)),
        }
    }
}
