//! Names in addresses.

use std::sync::LazyLock;

use super::words::Lazy;
use crate::check::evaluate::Page;
use crate::check::prose::{Block, Kind};
use crate::rules::Pattern;
use crate::template::source_map::CallId;

/// A digit, as in an address, a registration number or a telephone number.
static DIGIT: Lazy = LazyLock::new(|| Pattern::new(r"\d"));

/// A postcode and a town.
static TOWN: Lazy = LazyLock::new(|| Pattern::new(r"(?-i)\b\d{4,5} \p{Lu}\p{Ll}{2}"));

/// The maximum number of words in a line of an address.
const LINE: usize = 8;

/// Whether the page has an address with a name: a short line or a number in a section about the
/// controller, or a postcode and a town in a section about contact.
pub(super) fn has_address(page: &Page<'_>) -> bool {
    let prose = &page.prose;
    let is_one = |block: &Block| {
        let text = prose.of_block(block);
        let is_line = text.split(' ').count() <= LINE && !text.ends_with(['.', ':', '?', '!']);
        block.call == CallId::POLICY
            && !matches!(block.kind, Kind::Heading(_))
            && (prose.is_in(block, "controller") && (is_line || DIGIT.is_in(text))
                || prose.is_in(block, "contact") && TOWN.is_in(text) && names_someone(text))
    };
    prose.blocks.iter().any(is_one)
}

/// The names of streets, which are not those of people.
static STREET: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?:stra(?:ß|ss)e|str\.|weg|allee|platz|gasse|ring|damm|ufer|markt|street|road|avenue|lane|quay|square|drive|court|place|park|way|boulevard|rue|cours|quai|calle|plaza|avenida|paseo|carretera|rúa|rambla|camino)$",
    )
});

/// Whether a text with an address has a name: a line or two that are nothing but the address, or
/// two capitalised words that are not a street.
fn names_someone(text: &str) -> bool {
    let is_sentence = text.trim_end().ends_with('.') || text.contains(['?', '!']);
    if !is_sentence {
        return true;
    }
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(3).any(|three| {
        let is_name = |word: &str| {
            let word = word.trim_end_matches([',', ';']);
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_some_and(char::is_lowercase)
                && !STREET.is_in(word)
        };
        let ends_early = three[0].ends_with([',', ';', '.', ':', '?', '!']);
        let is_street =
            three[2].starts_with(|c: char| c.is_ascii_digit()) && !three[1].ends_with([',', ';']);
        is_name(three[0]) && is_name(three[1]) && !ends_early && !is_street
    })
}
