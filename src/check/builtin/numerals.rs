//! Numbers written as words, in English, German, French and Spanish.

/// Number words. No word has different values in the four languages.
const VALUES: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("ein", 1),
    ("eine", 1),
    ("einem", 1),
    ("einen", 1),
    ("einer", 1),
    ("eines", 1),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("fünf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwölf", 12),
    ("dreizehn", 13),
    ("vierzehn", 14),
    ("fünfzehn", 15),
    ("sechzehn", 16),
    ("siebzehn", 17),
    ("achtzehn", 18),
    ("neunzehn", 19),
    ("zwanzig", 20),
    ("dreißig", 30),
    ("dreissig", 30),
    ("vierzig", 40),
    ("fünfzig", 50),
    ("sechzig", 60),
    ("siebzig", 70),
    ("achtzig", 80),
    ("neunzig", 90),
    ("un", 1),
    ("une", 1),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("septante", 70),
    ("nonante", 90),
    ("uno", 1),
    ("una", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("once", 11),
    ("doce", 12),
    ("trece", 13),
    ("catorce", 14),
    ("quince", 15),
    ("veinte", 20),
    ("veintiún", 21),
    ("veintiuno", 21),
    ("veinticuatro", 24),
    ("veinticinco", 25),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("setenta", 70),
    ("ochenta", 80),
    ("noventa", 90),
];

/// Words that join the parts of a number.
const JOINTS: &[&str] = &["and", "et", "y"];

/// The value of words that form a single number.
pub(super) fn value(words: &str) -> Option<u32> {
    let lower = words.to_lowercase();
    let mut total = 0_u32;
    let mut part = 0_u32;
    let mut last = 0;
    let mut is_any = false;
    for word in lower
        .split([' ', '-', '\u{a0}'])
        .filter(|word| !word.is_empty())
    {
        match word {
            _ if JOINTS.contains(&word) && is_any => continue,
            "hundred" | "hundert" | "cent" | "cents" | "cien" | "ciento" => {
                part = part.max(1) * 100;
            }
            "thousand" | "tausend" | "mille" | "mil" => {
                total += part.max(1) * 1000;
                part = 0;
            }
            // “Quatre-vingts” is four times twenty.
            "vingt" | "vingts" if last == 4 => {
                part += 76;
                last = 80;
            }
            _ => {
                let value = simple(word).or_else(|| compound(word))?;
                // “Ten twenty” is two numbers.
                if !part.is_multiple_of(100) && (value >= 10 && part % 100 < 60 || last < 10) {
                    return None;
                }
                last = value;
                part += value;
            }
        }
        is_any = true;
    }
    is_any.then_some(total + part)
}

fn simple(word: &str) -> Option<u32> {
    let found = VALUES.iter().find(|(name, _)| *name == word);
    found.map(|(_, value)| *value)
}

/// The value of a German number written as one word: `fünfundvierzig`,
/// `hundertzwanzig`.
fn compound(word: &str) -> Option<u32> {
    if let Some((hundreds, rest)) = word.split_once("hundert") {
        let hundreds = match hundreds {
            "" => 1,
            _ => simple(hundreds)?,
        };
        let rest = match rest.trim_start_matches("und") {
            "" => 0,
            rest => simple(rest).or_else(|| compound(rest))?,
        };
        return Some(hundreds * 100 + rest);
    }
    let (ones, tens) = word.split_once("und")?;
    let (ones, tens) = (simple(ones)?, simple(tens)?);
    (ones < 10 && tens >= 20).then_some(ones + tens)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn numbers_in_words() {
        for (words, number) in [
            ("thirty", Some(30)),
            ("twenty-four", Some(24)),
            ("forty-eight", Some(48)),
            ("seventy-two", Some(72)),
            ("Forty-nine", Some(49)),
            ("one hundred and twenty", Some(120)),
            ("fünfundvierzig", Some(45)),
            ("hundertachtzig", Some(180)),
            ("quatre-vingt-dix", Some(90)),
            ("soixante-quinze", Some(75)),
            ("cuarenta y cinco", Some(45)),
            ("two thousand", Some(2000)),
            ("within thirty", None),
            ("ten twenty", None),
            ("and", None),
        ] {
            assert_eq!(value(words), number, "{words}");
        }
    }
}
