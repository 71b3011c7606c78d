//! Values written as one word or text.

use tera::value::Key;
use tera::{Map, Value};

use super::{Checker, Reference};
use crate::base::diagnostic::{Fix, codes, did_you_mean};
use crate::base::literal;
use crate::base::text::listed;
use crate::schema::{Type, formats};
use crate::yaml::{Kind, Node};

impl Checker<'_> {
    pub(super) fn scalar(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        let text = match &node.kind {
            Kind::Text(text) | Kind::Number(text) => text.as_str(),
            Kind::Bool(value) => {
                return match ty {
                    Type::Bool => Some(Value::from(*value)),
                    _ => self.wrong_type(node, ty),
                };
            }
            _ => return self.wrong_type(node, ty),
        };
        if literal::has_reserved(text) {
            self.report(
                &codes::RESERVED_CHARACTER,
                "the text contains a Unicode noncharacter, which policygen reserves".into(),
                &node.span,
                None,
            );
            return None;
        }
        if let Some(read) = formats::read(text, ty) {
            return match read {
                Ok(text) => Some(Value::from(text)),
                Err(invalid) => {
                    self.report(
                        self.invalid.unwrap_or(invalid.code),
                        format!("`{}` is not {}", shown(text), invalid.what),
                        &node.span,
                        Some(invalid.help),
                    );
                    if let (Some(meant), Some(fault)) = (invalid.meant, self.faults.last_mut()) {
                        fault.fixes.push(Fix {
                            place: self.source.place(node.span.clone()),
                            text: format!("\"{meant}\""),
                        });
                    }
                    None
                }
            };
        }
        match ty {
            Type::Markdown => Some(Value::safe_string(&literal::inline(text))),
            Type::Int => match text.parse::<u32>() {
                Ok(number) if matches!(node.kind, Kind::Number(_)) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Integer => match text.parse::<i32>() {
                Ok(number) if matches!(node.kind, Kind::Number(_)) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Percent => match text.trim_end_matches('%').parse::<f64>() {
                Ok(number) if (0.0..=100.0).contains(&number) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Ref(list) => {
                self.references.push(Reference {
                    list,
                    id: text.to_owned(),
                    span: node.span.clone(),
                });
                Some(Value::from(text))
            }
            Type::Enum(words) => {
                if words.contains(&text) {
                    return Some(Value::from(text));
                }
                let help = did_you_mean(text, words.iter().copied()).unwrap_or_else(|| {
                    format!("the allowed values are {}", listed(words.iter().copied()))
                });
                self.report(
                    &codes::UNKNOWN_VALUE,
                    format!("`{}` is not allowed here", shown(text)),
                    &node.span,
                    Some(help),
                );
                None
            }
            Type::Bool => self.wrong_type(node, ty),
            // The other types are handled above.
            _ => None,
        }
    }

    pub(super) fn wrong_type(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        let span = self.headline(node);
        let help = match (ty, &node.kind) {
            (Type::Bool, Kind::Text(text)) if is_yes_or_no(text) => {
                Some("write `true` or `false`".to_owned())
            }
            (_, Kind::Bool(_)) => Some("put it in quotes if it is meant as text".to_owned()),
            (Type::Text | Type::Markdown, Kind::Map(_)) if self.in_facts => {
                Some("write a single text, or one for each language: `{en: …, de: …}`".to_owned())
            }
            _ => None,
        };
        self.report(
            &codes::WRONG_TYPE,
            format!("expected {}, found {}", ty.expected(), node.type_name()),
            &span,
            help,
        );
        None
    }

    pub(super) fn business_days(&mut self, node: &Node) -> Option<Value> {
        let days = match node.get("days").map(|days| &days.kind) {
            Some(Kind::Number(raw)) => raw.parse::<u32>().ok(),
            _ => None,
        };
        let unit = node.get("unit").map(|unit| &unit.kind);
        let only_these = node
            .entries()?
            .iter()
            .all(|entry| entry.key == "days" || entry.key == "unit");
        match (days, unit) {
            (Some(days), Some(Kind::Text(unit))) if unit == "business" && only_these => {
                Some(Value::from(Map::from_iter([
                    (Key::Str("days"), Value::from(days)),
                    (Key::Str("unit"), Value::from("business")),
                ])))
            }
            _ => {
                self.report(
                    &codes::DURATION,
                    "not a duration".into(),
                    &self.headline(node),
                    Some("write `P90D`, or `{days: 30, unit: business}`".into()),
                );
                None
            }
        }
    }
}

/// Whether other YAML dialects read a string as `true` or `false`.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    matches!(text, "yes" | "no" | "on" | "off")
}

/// Shortens a user's text for a message: the first line, of limited length.
pub(super) fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 60 {
        line.chars().take(57).chain("…".chars()).collect()
    } else {
        line.to_owned()
    }
}
