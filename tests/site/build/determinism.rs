//! The same input produces the same bytes, and large sites are like small ones.

use crate::driver::Site;

/// A site of `count` policies that link to each other in a ring, and of some
/// with other features.
pub(crate) fn ring(count: usize, order: impl Iterator<Item = usize>) -> Site {
    let site = Site::new();
    for number in order {
        let next = (number + 1) % count;
        let text = format!(
            "---\ntitle: Policy {number}\norder: {}\nupdated: 2026-01-{:02}\n---\n## Part A {{#a}}\n\nSee [](p{next}.md), [](p{next}.md#a), \
             [next](p{next}.md#part-b-{next}) and [loosely](p{next}.md#Part-B-{next}).\n\n\
             ## Part B {number}\n\n{{{{ <no_sale /> }}}}\n\n{{{{ company.legal_name }}}}\n",
            number % 7,
            number % 28 + 1,
        );
        site.file(&format!("content/policies/p{number}.md"), &text);
    }
    site.file("content/facts/a.yaml", "company: {trading_names: [Acme]}\nsale: {sells: false, shares: false}\n")
        .file("content/facts/b.yaml", "company: {legal_name: Acme GmbH}\n")
        .file("content/policies/moved.md", "---\ntitle: Moved\nslug: elsewhere\naliases: [/was/here]\n---\n[](p0.md#a) [](linker.md)\n")
        .file("content/policies/linker.md", "# Linker\n\n[x](moved.md) [](moved.md) [y](p1.md#a) [](README.md)\n")
        .file("content/policies/README.md", "# About\n\n[z](sub/)\n")
        .file("content/policies/sub/index.md", "# Sub\n\n[](../linker.md)\n");
    site
}

#[test]
fn any_number_of_threads_order_and_root() {
    let one = ring(30, 0..30);
    one.run(&["build", "--jobs", "1"]).clean();
    let four = ring(30, (0..30).rev());
    four.run(&["build", "--jobs", "4"]).clean();
    let one = one.tree("public");
    let four = four.tree("public");
    for (path, bytes) in &one {
        assert!(four.get(path) == Some(bytes), "{path}");
    }
    assert_eq!(one.len(), four.len());
}

#[test]
fn any_number_of_threads_on_a_large_site() {
    let one = ring(230, 0..230);
    one.run(&["build", "--jobs", "1"]).clean();
    let four = ring(230, (0..230).rev());
    four.run(&["build", "--jobs", "4"]).clean();
    assert!(one.tree("public") == four.tree("public"));
}

/// The text of a page without its frame from the theme.
fn body(site: &Site, path: &str) -> String {
    let page = site.read(&format!("public/{path}"));
    let (_, rest) = page.split_once("<main").unwrap();
    rest.split("</main>").next().unwrap().to_owned()
}

#[test]
fn a_large_site_has_the_pages_of_a_small_one() {
    let large = ring(230, 0..230);
    large.build().clean();
    // The same policies, but so few that everything is known before a page is
    // built.
    let small = ring(230, 0..230);
    for number in 40..229 {
        small.remove(&format!("content/policies/p{number}.md"));
    }
    let last = small
        .read("content/policies/p39.md")
        .replace("p40.md#a)", "p229.md#a)");
    let last = last
        .replace("p40.md", "p229.md")
        .replace("art-b-40", "art-b-229")
        .replace("art-B-40", "art-B-229");
    small.file("content/policies/p39.md", &last);
    small.build().clean();
    for number in (0..39).chain([229]) {
        let path = format!("p{number}/index.html");
        assert_eq!(body(&large, &path), body(&small, &path), "{path}");
    }
    for path in ["elsewhere", "linker", "readme", "sub", "was/here"] {
        let path = format!("{path}/index.html");
        assert_eq!(body(&large, &path), body(&small, &path), "{path}");
    }
}

#[test]
fn a_large_site_finds_the_dead_links_of_a_small_one() {
    let broken = "# Broken\n\n[a](p1.md#b) [b](cookies.md) [](p2.md#zz) [c](draft.md)\n\n[d](#e)\n\n[f](faulty.md#g)\n";
    let report = |count: usize| {
        let site = ring(count, 0..count);
        site.file("content/policies/broken.md", broken)
            .file(
                "content/policies/draft.md",
                "---\ntitle: Draft\ndraft: true\n---\nText.\n",
            )
            .file(
                "content/policies/faulty.md",
                "# Faulty\n\n{{ nothing }}\n\n[](p1.md#zz)\n",
            );
        let run = site.build();
        assert_eq!(run.code, 1);
        assert!(!site.exists("public"));
        run
    };
    let small = report(20);
    small.snapshot("links-small-and-large");
    assert_eq!(report(230).text(), small.text());
}

#[test]
fn a_large_site_has_a_hub_of_several_pages() {
    let site = ring(600, 0..600);
    site.build().clean();
    let hub = site.read("public/index.html");
    let second = site.read("public/page/2/index.html");
    assert_eq!(
        hub.matches("<li>").count() + second.matches("<li>").count(),
        615
    );
    assert!(
        hub.contains("<a rel=\"next\" href=\"page/2/index.html\">"),
        "{hub}"
    );
    assert!(
        second.contains("<a rel=\"prev\" href=\"../../index.html\">"),
        "{second}"
    );
    // No policy may take the address of a page of the hub.
    site.file("content/policies/page/2.md", "# Page two\n");
    let run = site.build();
    assert_eq!(run.code, 1, "{}", run.text());
    run.snapshot("hub-page-address");
}

#[test]
fn a_large_site_is_built_again_like_a_small_one() {
    let site = ring(230, 0..230);
    site.build().clean();
    let before = site.tree("public");
    let manifest = site.read("public/.policygen.json");
    assert_eq!(
        manifest.matches("\"p7/index.html\"").count(),
        1,
        "named twice"
    );
    site.run(&["build", "--check"]).clean();
    let run = site.build().clean();
    assert!(run.stdout.contains("nothing changed"), "{}", run.text());
    let path = "content/policies/p5.md";
    let text = site.read(path);
    site.file(path, &text.replace("## Part A", "## Part One"));
    let run = site.build().clean();
    // The page itself, the page that names its section, and the lists of pages.
    let changed: Vec<String> = site
        .tree("public")
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        changed,
        [
            ".policygen.json",
            "p4.json",
            "p4.md",
            "p4.txt",
            "p4/index.html",
            "p5.json",
            "p5.md",
            "p5.txt",
            "p5/index.html",
            "policies.json",
        ]
    );
    assert!(run.stdout.contains(" files (10 written"), "{}", run.text());
    site.run(&["build", "--check"]).clean();
    site.file(path, &text);
    site.build().clean();
    assert!(site.tree("public") == before);
}
