//! One word or several, where packs may contain either.

use serde::{Deserialize, Deserializer};

/// One word or several, in YAML. Numbers and booleans count as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Word {
            Bool(bool),
            Number(i64),
            Text(String),
        }
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a word or a list of words")]
        enum Either {
            Several(Vec<Word>),
            One(Word),
        }
        let word = |word| match word {
            Word::Bool(value) => value.to_string(),
            Word::Number(value) => value.to_string(),
            Word::Text(value) => value,
        };
        Ok(Self(match Either::deserialize(deserializer)? {
            Either::One(one) => vec![word(one)],
            Either::Several(several) => several.into_iter().map(word).collect(),
        }))
    }
}

impl Words {
    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }
}
