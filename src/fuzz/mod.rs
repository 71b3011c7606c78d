//! Fuzzing on stable Rust. Inputs are texts of `tests/corpus` with random edits; proptest generates
//! the edits and shrinks failing inputs.
//!
//! Without environment variables, each target runs a fixed number of inputs, the same every time.
//! With `FUZZ_SECONDS`, it runs random inputs for that long; `FUZZ_SEED` repeats them. The targets
//! are tests whose names begin with `fuzz_`, either here or in the modules whose internals they
//! need.

mod bits;
mod html;
mod pages;
mod records;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::base::text::floor;

/// The inputs of a fuzz target.
pub(crate) struct Target {
    /// The folder of its texts in `tests/corpus`.
    pub(crate) name: &'static str,
    /// The snippets to insert into texts, besides pieces of other texts.
    pub(crate) bits: &'static [&'static str],
    /// The number of inputs if no time is set.
    pub(crate) cases: u32,
    /// The maximum number of texts in an input.
    pub(crate) texts: usize,
}

/// A change to a text. Positions and lengths are valid for any text.
#[derive(Debug, Clone)]
struct Edit {
    at: Index,
    length: usize,
    put: Put,
}

/// The replacement of a piece of text.
#[derive(Debug, Clone)]
enum Put {
    Nothing,
    Bit(&'static str),
    Char(char),
    /// The piece itself, repeated.
    Again(usize),
    /// A piece of another text.
    Piece {
        text: Index,
        at: Index,
        length: usize,
    },
}

fn put(bits: &'static [&'static str]) -> impl Strategy<Value = Put> {
    prop_oneof![
        2 => Just(Put::Nothing),
        6 => prop::sample::select(bits).prop_map(Put::Bit),
        1 => any::<char>().prop_map(Put::Char),
        1 => (2..20_usize).prop_map(Put::Again),
        3 => (any::<Index>(), any::<Index>(), 0..200_usize)
            .prop_map(|(text, at, length)| Put::Piece { text, at, length }),
    ]
}

fn edit(bits: &'static [&'static str]) -> impl Strategy<Value = Edit> {
    let length = prop_oneof![3 => Just(0_usize), 3 => 0..4_usize, 1 => 0..80_usize];
    (any::<Index>(), length, put(bits)).prop_map(|(at, length, put)| Edit { at, length, put })
}

/// The range of a piece of a text, at character boundaries.
fn piece(text: &str, at: &Index, length: usize) -> std::ops::Range<usize> {
    let start = floor(text, at.index(text.len() + 1));
    start..floor(text, start + length).max(start)
}

fn apply(edit: &Edit, text: &mut String, corpus: &[String]) {
    let range = piece(text, &edit.at, edit.length);
    let with = match &edit.put {
        Put::Nothing => String::new(),
        Put::Bit(bit) => (*bit).to_owned(),
        Put::Char(char) => char.to_string(),
        Put::Again(times) => text[range.clone()].repeat(*times),
        Put::Piece {
            text: other,
            at,
            length,
        } => {
            let other = &corpus[other.index(corpus.len())];
            other[piece(other, at, *length)].to_owned()
        }
    };
    text.replace_range(range, &with);
}

impl Target {
    /// Runs `test` on the corpus and on texts derived from it. Panics on
    /// failure.
    pub(crate) fn run(&self, test: impl Fn(&[String])) {
        let corpus = self.corpus();
        for text in &corpus {
            test(std::slice::from_ref(text));
        }
        let Some(seconds) = number("FUZZ_SECONDS") else {
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            self.round(&corpus, rng, self.cases, &test);
            return;
        };
        let time = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let seed = number("FUZZ_SEED").unwrap_or_else(|| time().map_or(1, |time| time.as_secs()));
        let (start, limit) = (Instant::now(), Duration::from_secs(seconds));
        let mut rounds = 0_u64;
        while start.elapsed() < limit {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            bytes[8..16].copy_from_slice(&rounds.to_le_bytes());
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
            self.round(&corpus, rng, self.cases, &test);
            rounds += 1;
        }
        let (name, inputs) = (self.name, rounds * u64::from(self.cases));
        let spent = start.elapsed().as_secs();
        assert!(rounds > 0, "{name}: no time");
        let said = format!("{name}: {inputs} inputs in {spent} s, seed {seed}\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes());
    }

    fn round(&self, corpus: &[String], rng: TestRng, cases: u32, test: &impl Fn(&[String])) {
        let config = Config {
            cases,
            failure_persistence: None,
            max_shrink_iters: 400,
            ..Config::default()
        };
        let text = (any::<Index>(), prop::collection::vec(edit(self.bits), 1..6)).prop_map(
            |(text, edits)| {
                let mut text = corpus[text.index(corpus.len())].clone();
                edits.iter().for_each(|edit| apply(edit, &mut text, corpus));
                text
            },
        );
        let texts = prop::collection::vec(text, 1..=self.texts);
        let result = TestRunner::new_with_rng(config, rng).run(&texts, |texts| {
            test(&texts);
            Ok(())
        });
        if let Err(fault) = result {
            panic!("{}: {fault}", self.name);
        }
    }

    /// The texts, in the order of their names.
    fn corpus(&self) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let files = fs::read_dir(folder.join(self.name)).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{} has no texts", self.name);
        let read = |file: &std::path::PathBuf| fs::read_to_string(file).unwrap();
        files.iter().map(read).collect()
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number")),
    )
}
