//! Pages with a faulty tag, whose other text is checked nevertheless.

use crate::driver::Site;

#[test]
fn a_tag_of_another_generator_does_not_hide_other_findings() {
    let site = Site::small();
    site.file(
        "content/policies/cookies.md",
        "---\ntitle: Cookies\ntype: cookies\nupdated: 2026-05-15\n---\nThe boats are in section 7 of the \
         text.\n\n## Table\n\n{% include oars.html %}\n\n## Lifetimes\n\nOur mail tool takes part in the EU-U.S. Privacy \
         Shield.\n",
    );
    let run = site.run(&["check"]);
    let text = run.text();
    assert!(text.contains("TPL101"), "{text}");
    assert!(text.contains("LAW901"), "{text}");
    // The file that the tag names may hold the section’s text and the parts that other rules miss.
    for missing in ["QUA106", "REF104", "GDPR"] {
        assert!(!text.contains(missing), "{missing}: {text}");
    }
}
