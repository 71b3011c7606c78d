//! Findings as JUnit XML, with a suite for each file and a case for each finding. Findings that
//! make the run fail are failures; others appear only as output.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::lines::Lines;
use super::report::Report;
use super::{Diagnostic, human};

/// Renders a report as an XML document.
pub fn render(report: &Report<'_>) -> io::Result<String> {
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = report
        .policies
        .iter()
        .map(|path| (path.as_str(), Vec::new()))
        .collect();
    for diagnostic in report.diagnostics {
        let file = diagnostic.file().unwrap_or("site");
        files.entry(file).or_default().push(diagnostic);
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut lines = Lines::default();
    let all: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    let cases: usize = files.values().map(|found| found.len().max(1)).sum();
    writer
        .create_element("testsuites")
        .with_attribute(("name", "policygen check"))
        .with_attribute(("tests", cases.to_string().as_str()))
        .with_attribute(("failures", failures(&all, report).to_string().as_str()))
        .with_attribute(("errors", "0"))
        .write_inner_content(|writer| {
            for (file, found) in &files {
                suite(writer, file, found, report, &mut lines)?;
            }
            Ok(())
        })?;
    let mut text = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

fn failures(found: &[&Diagnostic], report: &Report<'_>) -> usize {
    let denied = |diagnostic: &&&Diagnostic| diagnostic.severity <= report.deny;
    found.iter().filter(denied).count()
}

fn suite(
    writer: &mut Writer<Vec<u8>>,
    file: &str,
    found: &[&Diagnostic],
    report: &Report<'_>,
    lines: &mut Lines,
) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attribute(("name", allowed(file).as_str()))
        .with_attribute(("tests", found.len().max(1).to_string().as_str()))
        .with_attribute(("failures", failures(found, report).to_string().as_str()))
        .with_attribute(("errors", "0"))
        .write_inner_content(|writer| {
            for diagnostic in found {
                case(writer, file, diagnostic, report, lines)?;
            }
            if found.is_empty() {
                writer
                    .create_element("testcase")
                    .with_attribute(("classname", allowed(file).as_str()))
                    .with_attribute(("name", "nothing found"))
                    .write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    file: &str,
    diagnostic: &Diagnostic,
    report: &Report<'_>,
    lines: &mut Lines,
) -> io::Result<()> {
    let text = human::plain(diagnostic, lines);
    let text = allowed(text.trim_end());
    let name = format!("{} {}", diagnostic.code.id, diagnostic.code.name);
    let line = diagnostic
        .labels
        .first()
        .map(|label| format!(":{}", lines.region(&label.place).start.line));
    let name = format!("{name}{}", line.unwrap_or_default());
    writer
        .create_element("testcase")
        .with_attribute(("classname", allowed(file).as_str()))
        .with_attribute(("name", name.as_str()))
        .write_inner_content(|writer| {
            if diagnostic.severity <= report.deny {
                writer
                    .create_element("failure")
                    .with_attribute(("type", diagnostic.severity.word()))
                    .with_attribute(("message", allowed(&diagnostic.message).as_str()))
                    .write_text_content(BytesText::new(&text))?;
            } else {
                writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Replaces characters that XML 1.0 does not allow.
fn allowed(text: &str) -> String {
    let fits =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars()
        .map(|c| if fits(c) { c } else { '\u{FFFD}' })
        .collect()
}
