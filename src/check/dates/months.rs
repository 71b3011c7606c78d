//! Names of months in the languages in which dates are recognised.

/// The number of the month that a word names, from 1. Ignores case, and a full
/// stop after an abbreviation.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let of = |names: &&str| names.split(' ').any(|name| name == word);
    Some(MONTHS.iter().position(of)? as u32 + 1)
}

/// Whether a word is the English name of a month, or its abbreviation.
pub(super) fn is_english(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let of = |name: &&str| *name == word || (word.len() == 3 && name.starts_with(&word));
    word == "sept" || ENGLISH.iter().any(of)
}

const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The names of each month in English, German, French, Spanish, Italian, Dutch,
/// Portuguese, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Slovak,
/// Romanian, Russian and Ukrainian.
const MONTHS: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio genn gen januari janeiro stycznia styczeń januari tammikuuta tammikuu leden ledna januára ianuarie января январь січня",
    "february feb februar feber février fevrier févr fév febrero febbraio febbr febr februari fevereiro fev lutego luty helmikuuta helmikuu únor února februára februarie февраля февраль лютого",
    "march mar märz mrz maerz mars marzo maart mrt março marco marca marzec maaliskuuta maaliskuu březen března martie марта март березня",
    "april apr avril avr abril abr aprile aprilis kwietnia kwiecień huhtikuuta huhtikuu duben dubna apríla aprilie апреля апрель квітня",
    "may mai mayo maggio magg mag mei maio maja maj toukokuuta toukokuu květen května mája мая май травня",
    "june jun juni juin junio giugno giu junho czerwca czerwiec kesäkuuta kesäkuu červen června júna iunie июня июнь червня",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec heinäkuuta heinäkuu červenec července júla iulie июля июль липня",
    "august aug août aout agosto ago augustus augusti sierpnia sierpień elokuuta elokuu srpen srpna augusta августа август серпня",
    "september sept sep septembre septiembre setiembre settembre sett set setembro września wrzesień syyskuuta syyskuu září septembra septembrie сентября сентябрь вересня",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik lokakuuta lokakuu říjen října októbra octombrie октября октябрь жовтня",
    "november nov novembre noviembre novembro listopada listopad marraskuuta marraskuu novembra noiembrie ноября ноябрь листопада",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień joulukuuta joulukuu prosinec prosince decembra decembrie декабря декабрь грудня",
];
