//! Amounts of money in a text.

use std::sync::LazyLock;

use super::words::Lazy;
use crate::rules::Pattern;

/// An amount with its currency.
pub(super) static AMOUNT: Lazy = LazyLock::new(|| {
    let number = r"\d{1,3}(?:[.,'’ ]\d{3}){0,3}(?:[.,]\d{2})?|\d{1,7}(?:[.,]\d{1,2})?";
    let signs = r"€|\$|£|EUR|USD|GBP|CHF|euros?|dollars?|dólares|pounds?|Franken|francs";
    Pattern::new(format!(
        r"(?<sign>€|\$|£|\bEUR|\bUSD|\bGBP|\bCHF)[ \x{{A0}}]?(?<number>{number})\b|\b(?<number2>{number})(?:,[–-]+)?[ \x{{A0}}]?(?<sign2>{signs})(?:[^\p{{L}}]|$)"
    ))
});

/// A number in hundredths: `1.299,50`, `1,299.50`, `39`.
pub(super) fn cents(number: &str) -> Option<u64> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let decimals = number
        .rfind(['.', ','])
        .map_or(0, |at| number.len() - at - 1);
    let whole: u64 = digits.parse().ok()?;
    Some(match decimals {
        1 => whole * 10,
        2 => whole,
        _ => whole * 100,
    })
}

/// The currency that a sign or word stands for.
pub(super) fn currency(sign: &str) -> char {
    match sign.to_lowercase().chars().next() {
        Some('€' | 'e') => '€',
        Some('£' | 'g' | 'p') => '£',
        Some('c' | 'f') => 'F',
        _ => '$',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_hundredths() {
        for (number, hundredths) in [
            ("39", 3_900),
            ("4.90", 490),
            ("4,9", 490),
            ("1.299,50", 129_950),
            ("1,299", 129_900),
        ] {
            assert_eq!(cents(number), Some(hundredths), "{number}");
        }
    }
}
