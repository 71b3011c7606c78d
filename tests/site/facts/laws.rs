//! Facts that individual laws require, as the standard clauses print them. A parameter of the call
//! overrides the fact.

use crate::driver::Site;
use crate::page::Page;

/// The page with a call of a clause, for these facts.
#[track_caller]
fn page(facts: &str, call: &str) -> String {
    let site = Site::new();
    site.file(
        "content/facts/facts.yaml",
        &format!(
            "company: {{legal_name: Acme GmbH, address: {{city: Berlin, country: DE}}, email: hello@acme.example, sells_to_consumers: true}}\nservice: Paper\n{facts}\n"
        ),
    )
    .file(
        "content/policies/page.md",
        &format!("---\ntitle: Page\n---\n{{{{ <{call} /> }}}}\n"),
    );
    site.build().clean();
    Page::read(&site.read("public/page/index.html")).text
}

#[track_caller]
fn says(facts: &str, call: &str, words: &str) {
    let text = page(facts, call);
    assert!(text.contains(words), "{words}\nis not in\n{text}");
}

#[track_caller]
fn omits(facts: &str, call: &str, words: &str) {
    let text = page(facts, call);
    assert!(!text.contains(words), "{words}\nis in\n{text}");
}

/// Consumers in the United Kingdom cancel under its own regulations.
#[test]
fn cancellation_in_the_united_kingdom() {
    let page = |consumers: &str| {
        let site = Site::new();
        let company = format!(
            "company: {{legal_name: Acme Ltd, email: a@acme.example, country: GB, sells_to_consumers: {consumers}, address: {{city: Leeds}}}}"
        );
        let text = format!("---\ntitle: Page\n{company}\n---\n{{{{ <withdrawal_right /> }}}}\n");
        site.file("content/policies/page.md", &text);
        site.build().clean();
        Page::read(&site.read("public/page/index.html")).text
    };
    let only = page("[GB]");
    assert!(
        only.contains("Right to cancel") && only.contains("cancel my/our"),
        "{only}"
    );
    assert!(!only.contains("Directive 2011/83/EU"), "{only}");
    let both = page("[GB, DE]");
    assert!(both.contains("Directive 2011/83/EU Art. 9(2)"), "{both}");
    assert!(
        both.contains("In the United Kingdom, regulations 29 to 37"),
        "{both}"
    );
}

#[test]
fn governing_law() {
    let facts = "governing_law: {law: the law of Austria, venue: Vienna}";
    says(
        facts,
        "governing_law",
        "is governed by the law of Austria, excluding",
    );
    says(
        facts,
        "governing_law",
        "If you are not a consumer, the courts of Vienna have",
    );
    let call = "governing_law country=\"DE\" venue=\"Berlin\"";
    says(facts, call, "is governed by the law of Germany, excluding");
    says(facts, call, "the courts of Berlin have");
    omits(
        "governing_law: German law",
        "governing_law",
        "courts of Berlin",
    );
}

#[test]
fn no_law_at_all() {
    let site = Site::new();
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n{{ <governing_law venue=\"Berlin\" /> }}\n",
    );
    site.build().snapshot("no-governing-law");
}

#[test]
fn switching() {
    let facts = "switching: {notice_period: P1M, transition_period: P14D, retrieval_period: P60D, export_register_url: 'https://acme.example/formats'}";
    let call = "switching exportable={[\"documents\"]} formats={[\"PDF\"]} charges=\"It is free.\"";
    says(facts, call, "that you want to switch, 1 month before");
    says(facts, call, "without undue delay, within 14 days.");
    says(facts, call, "Retrieval: for 60 days after");
    says(facts, call, "The register of data structures");
    says("", call, "that you want to switch, 2 months before");
    says(
        facts,
        &format!("{call} notice=\"P2M\" retrieval=\"P30D\""),
        "that you want to switch, 2 months before",
    );
}

#[test]
fn right_of_withdrawal() {
    let facts = "withdrawal: {period: P30D, function_url: 'https://acme.example/withdraw'}";
    says(facts, "withdrawal_right", "within 30 days without giving");
    says(facts, "withdrawal_right", "Withdraw from contract here");
    says("", "withdrawal_right", "within 14 days without giving");
    says(
        facts,
        "withdrawal_right period=\"P14D\"",
        "within 14 days without giving",
    );
}

#[test]
fn contacts_of_the_digital_services_act() {
    let facts = "dsa: {authority_contact: law@acme.example, user_contact: 'https://acme.example/help', languages: [en, de], notice_email: notices@acme.example}\ncontact: {legal: {email: legal@acme.example, languages: [fr]}, support: support@acme.example}";
    let call = "dsa_contact_points";
    says(facts, call, "law@acme.example, in English and German");
    says(facts, call, "(Art. 12): https://acme.example/help");
    let call = "dsa_contact_points authorities=\"legal\" users=\"support\"";
    says(facts, call, "legal@acme.example, in French");
    says(facts, call, "(Art. 12): support@acme.example");
    says(
        facts,
        "content_moderation automated=\"People decide.\"",
        "they think is illegal: notices@acme.example.",
    );
}

#[test]
fn time_for_notices_of_breaches() {
    let words = "at the latest 36 hours after we become aware";
    says("dpa: {breach_notice: PT36H}", "dpa_breach", words);
    says(
        "dpa: {breach_notice: PT72H}",
        "dpa_breach within=\"PT36H\"",
        words,
    );
    omits("", "dpa_breach", "at the latest");
}

#[test]
fn notice_of_termination() {
    let words = "by giving notice of at least 30 days";
    let facts = "termination: {notice_period: P30D, cancel_url: 'https://acme.example/cancel'}";
    says(facts, "terms_termination term=\"P1Y\"", words);
    says(
        "termination: {notice_period: P1Y, cancel_url: 'https://acme.example/cancel'}",
        "terms_termination term=\"P1Y\" notice=\"P30D\"",
        words,
    );
}

#[test]
fn dispute_resolution() {
    let facts = "dispute_resolution: {vsbg: We take part if we have to.}";
    says(facts, "consumer_disputes", "We take part if we have to.");
    says(
        facts,
        "consumer_disputes takes_part=\"willing\" board=\"Board, Kehl\"",
        "We are willing to take part",
    );
}

#[test]
fn people_in_charge_of_data() {
    says(
        "encarregado: {name: Ana Souza, email: ana@acme.example}",
        "controller",
        "(encarregado, LGPD Art. 41) is Ana Souza, ana@acme.example.",
    );
    says(
        "privacy_officer: {name: Léa Roy, title: Chief of Privacy, email: lea@acme.example}",
        "controller",
        "is our privacy officer: Léa Roy, Chief of Privacy, lea@acme.example.",
    );
    says(
        "uk_gdpr: {art27_exempt: We are exempt there.}",
        "controller",
        "We are exempt there.",
    );
}

#[test]
fn joint_controllers() {
    let facts = "joint_arrangement: {summary: Acme answers requests.}\ncontrollers:\n- {id: a, legal_name: Acme, role: joint_controller}\n- {id: z, legal_name: Zenith, role: joint_controller}";
    says(facts, "controller", "Acme answers requests.");
    let call = "controller arrangement=\"Zenith does.\"";
    says(facts, call, "Zenith does.");
    omits(facts, call, "Acme answers requests.");
}

#[test]
fn training_on_what_customers_store() {
    let purposes = "purposes: [{id: service, label: The service, ai_training: false}]";
    let words = "We do not use data that customers store with us to train such models.";
    says(
        &format!("{purposes}\nai: {{trains_on_customer_data: false}}"),
        "ai_training",
        words,
    );
    says(
        &format!("{purposes}\nai: {{trains_on_customer_data: true}}"),
        "ai_training",
        "We use data that customers store with us to train such models.",
    );
    omits(purposes, "ai_training", "customers store");
}

#[test]
fn california() {
    let facts = "data_categories: [{id: account, label: Account, ccpa_category: [A], sold: true, shared: true}]\nsale: {sells: true, shares: true}\nccpa: {sensitive_pi_use: We use it for sign-in., sells_under_16: false, opt_out_url: 'https://acme.example/opt-out'}";
    says(facts, "california", "We use it for sign-in.");
    says(
        facts,
        "california sensitive=\"We use it for nothing else.\"",
        "We use it for nothing else.",
    );
    says(
        facts,
        "no_sale",
        "no actual knowledge that we do so with personal information of consumers under 16",
    );
    says(
        facts,
        "no_sale",
        "Do Not Sell or Share My Personal Information",
    );
    let none = facts.replace("sells: true, shares: true", "sells: false, shares: false");
    omits(&none, "no_sale", "under 16");
    omits(&none, "no_sale", "Do Not Sell");
}
