//! `required_version`: a program with an unsuitable version refuses to run.

use crate::driver::Site;

#[test]
fn a_program_outside_the_range_stops() {
    let mut said = String::new();
    for range in [
        // Newer keys of the settings and newer facts are not reported.
        "\">=99.1\"\nnewer: {of: 99}",
        "\"<0.0.2\"",
        "latest",
        ">=0.1",
        "[0.1]",
    ] {
        let site = Site::small();
        site.file(
            "policygen.yaml",
            &format!("title: Legal\nrequired_version: {range}\n"),
        );
        for command in ["build", "check", "rules"] {
            let run = site.run(&[command]);
            if command == "build" || run.code == 2 {
                said.push_str(&format!("{command}: {range}\n{}", run.text()));
            }
        }
        assert!(!site.path("public").exists());
    }
    crate::snapshot::compare("required-version", &said);
}

#[test]
fn a_program_in_the_range_goes_on() {
    let site = Site::small();
    for range in [
        ">=0.1",
        ">=0.1, <2",
        concat!("=", env!("CARGO_PKG_VERSION")),
    ] {
        site.file(
            "policygen.yaml",
            &format!("title: Legal\nrequired_version: \"{range}\"\n"),
        );
        site.build().clean();
    }
}
