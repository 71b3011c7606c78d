//! Long dates and lists in words, in many languages.

use std::fmt::Write as _;

use crate::driver::Site;

/// The output of each page, in its language, for these lines of a policy.
fn printed(pages: &[(&str, String)]) -> Vec<Vec<String>> {
    let site = Site::with(&[("policygen.yaml", "twins: [text]\n")]);
    for (tag, lines) in pages {
        let text = format!("---\ntitle: T\nlanguage: {tag}\n---\n{lines}");
        site.file(&format!("content/policies/{tag}.md"), &text);
    }
    assert_eq!(site.build().code, 0);
    let lines = |(tag, _): &(&str, String)| {
        let path = format!("public/{}.txt", tag.to_lowercase());
        let text = site.read(&path);
        let items = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- "));
        items.map(str::to_owned).collect()
    };
    pages.iter().map(lines).collect()
}

fn dates(days: &[&str]) -> String {
    days.iter().fold(String::new(), |mut out, day| {
        writeln!(out, "- {{{{ \"{day}\" | date }}}}").unwrap();
        out
    })
}

#[test]
fn long_dates() {
    let expected = [
        ("en", "23 May 2026", "1 April 2026"),
        ("en-GB", "23 May 2026", "1 April 2026"),
        ("en-US", "May 23, 2026", "April 1, 2026"),
        ("de", "23. Mai 2026", "1. April 2026"),
        ("es", "23 de mayo de 2026", "1 de abril de 2026"),
        ("fr", "23 mai 2026", "1er avril 2026"),
        ("fr-CA", "23 mai 2026", "1er avril 2026"),
        ("it", "23 maggio 2026", "1 aprile 2026"),
        ("nl", "23 mei 2026", "1 april 2026"),
        ("pl", "23 maja 2026", "1 kwietnia 2026"),
        ("pt", "23 de maio de 2026", "1 de abril de 2026"),
        ("pt-PT", "23 de maio de 2026", "1 de abril de 2026"),
        ("bg", "23 май 2026\u{202f}г.", "1 април 2026\u{202f}г."),
        ("ca", "23 de maig del 2026", "1 d’abril del 2026"),
        ("cs", "23. května 2026", "1. dubna 2026"),
        ("da", "23. maj 2026", "1. april 2026"),
        ("el", "23 Μαΐου 2026", "1 Απριλίου 2026"),
        ("et", "23. mai 2026", "1. aprill 2026"),
        ("fi", "23. toukokuuta 2026", "1. huhtikuuta 2026"),
        ("ga", "23 Bealtaine 2026", "1 Aibreán 2026"),
        ("hr", "23. svibnja 2026.", "1. travnja 2026."),
        ("hu", "2026. május 23.", "2026. április 1."),
        ("is", "23. maí 2026", "1. apríl 2026"),
        ("ja", "2026年5月23日", "2026年4月1日"),
        ("ko", "2026년 5월 23일", "2026년 4월 1일"),
        ("lt", "2026 m. gegužės 23 d.", "2026 m. balandžio 1 d."),
        ("lv", "2026. gada 23. maijs", "2026. gada 1. aprīlis"),
        ("mk", "23 мај 2026 г.", "1 април 2026 г."),
        ("mt", "23 ta’ Mejju 2026", "1 ta’ April 2026"),
        ("nb", "23. mai 2026", "1. april 2026"),
        ("ro", "23 mai 2026", "1 aprilie 2026"),
        ("sk", "23. mája 2026", "1. apríla 2026"),
        ("sl", "23. maj 2026", "1. april 2026"),
        ("sr", "23. мај 2026.", "1. април 2026."),
        ("sv", "23 maj 2026", "1 april 2026"),
        ("uk", "23 травня 2026\u{202f}р.", "1 квітня 2026\u{202f}р."),
        ("zh", "2026年5月23日", "2026年4月1日"),
        // The CLDR does not contain Latin.
        ("la", "23 May 2026", "1 April 2026"),
    ];
    let lines = dates(&["2026-05-23", "2026-04-01"]);
    let pages = expected.map(|(tag, ..)| (tag, lines.clone()));
    for ((tag, may, april), printed) in expected.iter().zip(printed(&pages)) {
        assert_eq!(printed, [*may, *april], "{tag}");
    }
}

#[test]
fn every_month_where_months_are_declined() {
    let days: Vec<String> = (1..=12)
        .map(|month| format!("2026-{month:02}-05"))
        .collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let expected = [
        (
            "ca",
            "5 {} del 2026",
            "de gener,de febrer,de març,d’abril,de maig,de juny,de juliol,d’agost,de setembre,d’octubre,de novembre,de desembre",
        ),
        (
            "fi",
            "5. {}kuuta 2026",
            "tammi,helmi,maalis,huhti,touko,kesä,heinä,elo,syys,loka,marras,joulu",
        ),
        (
            "lt",
            "2026 m. {} 5 d.",
            "sausio,vasario,kovo,balandžio,gegužės,birželio,liepos,rugpjūčio,rugsėjo,spalio,lapkričio,gruodžio",
        ),
        (
            "lv",
            "2026. gada 5. {}",
            "janvāris,februāris,marts,aprīlis,maijs,jūnijs,jūlijs,augusts,septembris,oktobris,novembris,decembris",
        ),
        (
            "sk",
            "5. {} 2026",
            "januára,februára,marca,apríla,mája,júna,júla,augusta,septembra,októbra,novembra,decembra",
        ),
    ];
    let pages = expected.map(|(tag, ..)| (tag, dates(&days)));
    for ((tag, form, months), printed) in expected.iter().zip(printed(&pages)) {
        let months = months.split(',').map(|month| form.replace("{}", month));
        assert_eq!(printed, months.collect::<Vec<_>>(), "{tag}");
    }
}

#[test]
fn lists_of_one_to_four() {
    let expected = [
        ("en", "x and y", "x, y and z", "x, y, z and w"),
        ("en-US", "x and y", "x, y and z", "x, y, z and w"),
        ("de", "x und y", "x, y und z", "x, y, z und w"),
        ("es", "x y y", "x, y y z", "x, y, z y w"),
        ("fr", "x et y", "x, y et z", "x, y, z et w"),
        ("it", "x e y", "x, y e z", "x, y, z e w"),
        ("nl", "x en y", "x, y en z", "x, y, z en w"),
        ("pl", "x i y", "x, y i z", "x, y, z i w"),
        ("pt", "x e y", "x, y e z", "x, y, z e w"),
        ("ca", "x i y", "x, y i z", "x, y, z i w"),
        ("fi", "x ja y", "x, y ja z", "x, y, z ja w"),
        ("ja", "x、y", "x、y、z", "x、y、z、w"),
        ("lt", "x ir y", "x, y ir z", "x, y, z ir w"),
        ("sv", "x och y", "x, y och z", "x, y, z och w"),
        ("la", "x and y", "x, y and z", "x, y, z and w"),
    ];
    let lines = "\
        - {{ [\"x\"] | list }}\n\
        - {{ [\"x\", \"y\"] | list }}\n\
        - {{ [\"x\", \"y\", \"z\"] | list }}\n\
        - {{ [\"x\", \"y\", \"z\", \"w\"] | list }}\n";
    let pages = expected.map(|(tag, ..)| (tag, lines.to_owned()));
    for ((tag, two, three, four), printed) in expected.iter().zip(printed(&pages)) {
        assert_eq!(printed, ["x", *two, *three, *four], "{tag}");
    }
}

#[test]
fn a_site_s_own_words_for_lists() {
    let lines = "- {{ [\"x\", \"y\", \"z\"] | list }}\n- {{ \"P2Y2M\" | duration }}\n";
    let page = |tag: &str| format!("---\ntitle: T\nlanguage: {tag}\n---\n{lines}");
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text]\n"),
        ("content/words/en.yaml", "lists: {last: \", and \"}\n"),
        ("content/words/de.yaml", "lists: {last: \" sowie \"}\n"),
        ("content/words/la.yaml", "lists: {between: \" et \"}\n"),
        ("content/policies/en.md", &page("en")),
        ("content/policies/de-at.md", &page("de-AT")),
        ("content/policies/la.md", &page("la")),
        ("content/policies/fr.md", &page("fr")),
        ("content/policies/sv.md", &page("sv")),
    ]);
    assert_eq!(site.build().code, 0);
    for (page, list, duration) in [
        ("en", "x, y, and z", "2 years, and 2 months"),
        ("de-at", "x, y sowie z", "2 Jahre sowie 2 Monate"),
        // Text missing from a language is in English, in the site's variant.
        ("la", "x et y, and z", "2 years, and 2 months"),
        ("fr", "x, y et z", "2 ans et 2 mois"),
        // Swedish has no interface text here, so its durations are in English.
        ("sv", "x, y och z", "2 years, and 2 months"),
    ] {
        let text = site.read(&format!("public/{page}.txt"));
        assert!(text.contains(&format!("- {list}\n")), "{page}: {text}");
        assert!(text.contains(&format!("- {duration}\n")), "{page}: {text}");
    }
}
