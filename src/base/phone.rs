//! Phone numbers as people write them, and as programs dial them.

/// The number in E.164 form, such as `+4930123456`. Returns `None` unless the text is a number with
/// `+` and its country code. It may contain the usual separators: `+49 30 123456`,
/// `+1 (415) 555-0143`.
pub fn e164(text: &str) -> Option<String> {
    let digits = text.strip_prefix('+')?;
    let is_plain = digits.starts_with(|c: char| ('1'..='9').contains(&c))
        && digits.ends_with(|c: char| c.is_ascii_digit());
    let mut number = String::with_capacity(text.len());
    number.push('+');
    let mut open = false;
    let mut was_digit = false;
    for c in digits.chars() {
        match c {
            '0'..='9' => number.push(c),
            '(' if !open => open = true,
            ')' if open && was_digit => open = false,
            '-' | '.' | '/' if was_digit && !open => {}
            ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
        was_digit = c.is_ascii_digit() || c == ')';
    }
    // `(0)` is dialled only within the country. A program can't tell which of the two numbers is
    // meant.
    let is_sound = is_plain && !open && !text.contains("(0)");
    (is_sound && (8..=16).contains(&number.len())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::e164;

    #[test]
    fn numbers_with_a_country_code() {
        for (text, number) in [
            ("+4930123456", "+4930123456"),
            ("+49 30 123456", "+4930123456"),
            ("+49 30/123-456", "+4930123456"),
            ("+1 (415) 555-0143", "+14155550143"),
            ("+44\u{a0}20\u{a0}7946\u{a0}0018", "+442079460018"),
            ("+33.1.23.45.67.89", "+33123456789"),
        ] {
            assert_eq!(e164(text).as_deref(), Some(number), "{text}");
        }
        for text in [
            "030 123456",
            "4930123456",
            "+49 (0)30 123456",
            "+0 30 123456",
            "+49 30",
            "+49 30 123456 789012345",
            "+49 30 123456 ext. 5",
            "+49 30) 123456",
            "+49 (30 123456",
            "+49--30123456",
            "+49 30 123456-",
        ] {
            assert_eq!(e164(text), None, "{text}");
        }
    }
}
