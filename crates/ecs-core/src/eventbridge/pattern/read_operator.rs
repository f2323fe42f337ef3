//! The operators of a pattern: `{"prefix": "web-"}` and the like. Spec: EVENT-2.

use super::address::AddressBlock;
use super::read::Reader;
use super::wildcard::Wildcard;
use super::{Comparison, Condition, Text};
use crate::finding::nearest;
use crate::json::{Node, Value, child};

const OPERATORS: [&str; 8] =
    ["prefix", "suffix", "anything-but", "numeric", "exists", "wildcard", "equals-ignore-case", "cidr"];

impl Reader {
    /// `{"prefix": "web-"}`.
    pub(super) fn operator(&mut self, node: &Node, pointer: &str) -> Option<Condition> {
        let [member] = node.members() else {
            let reason = if node.members().is_empty() {
                "Match expression name not found"
            } else {
                "Only one key allowed in match expression"
            };
            self.fault(node, pointer, "an operator is an object with one member", reason);
            return None;
        };
        let (name, value) = (member.key.as_str(), &member.value);
        let pointer = child(pointer, name);
        match name {
            "exists" => {
                if let Value::Bool(wanted) = value.value {
                    return Some(Condition::Exists(wanted));
                }
                let reason = "exists match pattern must be either true or false.";
                self.fault(value, &pointer, "`exists` is true or false", reason);
                None
            }
            "numeric" => self.numeric(value, &pointer),
            "anything-but" => self.anything_but(value, &pointer),
            "prefix" | "suffix" if matches!(value.value, Value::Object(_)) => {
                self.affix(name, value, &pointer)
            }
            _ => self.text_operator(name, value, &pointer),
        }
    }

    /// An operator with a text.
    fn text_operator(&mut self, name: &str, value: &Node, pointer: &str) -> Option<Condition> {
        if !OPERATORS.contains(&name) {
            let near =
                nearest(name, OPERATORS).map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            let message = format!("`{}` is no operator of an event pattern{near}", crate::aws::shorten(name));
            self.fault(value, pointer, message, &format!("Unrecognized match type {name}"));
            return None;
        }
        let Value::String(text) = &value.value else {
            let reason = match name {
                "prefix" | "suffix" | "wildcard" => format!("{name} match pattern must be a string"),
                _ => String::new(),
            };
            self.fault(value, pointer, format!("`{name}` takes a string"), &reason);
            return None;
        };
        let as_is = || Text { text: text.clone(), ignore_case: false };
        match name {
            "prefix" => Some(Condition::Prefix(as_is())),
            "suffix" => Some(Condition::Suffix(as_is())),
            "equals-ignore-case" => Some(Condition::EqualsIgnoreCase(text.clone())),
            "cidr" => {
                let block = AddressBlock::parse(text);
                if block.is_none() {
                    let message = "`cidr` takes a block of addresses such as 10.0.0.0/24";
                    self.fault(value, pointer, message, "");
                }
                block.map(Condition::Cidr)
            }
            _ => match Wildcard::parse(text) {
                Ok(wildcard) => Some(Condition::Wildcard(wildcard)),
                Err(reason) => {
                    let message =
                        "a wildcard has single stars, and a backslash stands before a star or a backslash";
                    self.fault(value, pointer, message, &reason);
                    None
                }
            },
        }
    }

    /// `{"prefix": {"equals-ignore-case": "web-"}}`.
    fn affix(&mut self, name: &str, value: &Node, pointer: &str) -> Option<Condition> {
        let [member] = value.members() else {
            self.fault(value, pointer, format!("`{name}` takes a string"), "");
            return None;
        };
        let (inner, pointer) = (&member.value, child(pointer, &member.key));
        let (Value::String(text), "equals-ignore-case") = (&inner.value, member.key.as_str()) else {
            let message = format!("inside of `{name}` stands `equals-ignore-case` with a string");
            self.fault(inner, &pointer, message, "");
            return None;
        };
        let text = Text { text: text.clone(), ignore_case: true };
        Some(if name == "prefix" { Condition::Prefix(text) } else { Condition::Suffix(text) })
    }

    /// A value, a list of values, or an operator with one or several texts.
    fn anything_but(&mut self, value: &Node, pointer: &str) -> Option<Condition> {
        let mut others = Vec::new();
        match &value.value {
            Value::Object(members) => {
                const INSIDE: [&str; 4] = ["prefix", "suffix", "equals-ignore-case", "wildcard"];
                let [member] = &members[..] else {
                    let message = "inside of `anything-but` stands one operator";
                    self.fault(value, pointer, message, "Only one key allowed in match expression");
                    return None;
                };
                let (name, pointer) = (member.key.as_str(), child(pointer, &member.key));
                if !INSIDE.contains(&name) {
                    let message =
                        format!("`{}` cannot stand inside of `anything-but`", crate::aws::shorten(name));
                    self.fault(
                        &member.value,
                        &pointer,
                        message,
                        &format!("Unsupported anything-but pattern: {name}"),
                    );
                    return None;
                }
                for text in one_or_more(&member.value) {
                    others.extend(self.text_operator(name, text, &pointer));
                }
            }
            Value::Bool(_) | Value::Null => {
                let reason = "Value of anything-but must be an array or single string/number value.";
                self.fault(value, pointer, "`anything-but` takes strings or numbers", reason);
            }
            _ => {
                for other in one_or_more(value) {
                    others.extend(self.literal(other, pointer));
                }
                if others.is_empty() {
                    self.fault(
                        value,
                        pointer,
                        "`anything-but` takes at least one value",
                        "Empty arrays are not allowed",
                    );
                }
            }
        }
        Some(Condition::AnythingBut(others)).filter(|_| value.kind() != "null")
    }

    /// `[">", 0, "<=", 5]`. Spec: EVENT-2.
    fn numeric(&mut self, value: &Node, pointer: &str) -> Option<Condition> {
        let Value::Array(parts) = &value.value else {
            let message = "`numeric` takes a list: a comparison and a number, or two of each";
            self.fault(value, pointer, message, "Value of numeric must be an array.");
            return None;
        };
        let mut comparisons = Vec::new();
        for pair in parts.chunks(2) {
            let [sign, number] = pair else { break };
            let comparison = match sign.as_str() {
                Some("=") => Comparison::Equal,
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::LessOrEqual,
                Some(">") => Comparison::Greater,
                Some(">=") => Comparison::GreaterOrEqual,
                _ => {
                    let reason = sign.as_str().map_or_else(String::new, |sign| {
                        format!("Unrecognized numeric range operator: {sign}")
                    });
                    self.fault(sign, pointer, "a comparison is one of =, <, <=, > and >=", &reason);
                    return None;
                }
            };
            let (Value::Number(text), bound) = (&number.value, 5e9) else {
                self.fault(number, pointer, "behind a comparison stands a number", "");
                return None;
            };
            let Some(parsed) = text.parse::<f64>().ok().filter(|parsed| parsed.abs() <= bound) else {
                let message = "EventBridge compares numbers from -5,000,000,000 to 5,000,000,000";
                self.fault(number, pointer, message, "");
                return None;
            };
            comparisons.push((comparison, parsed));
        }
        if comparisons.is_empty() || comparisons.len() > 2 || parts.len() % 2 == 1 {
            let message = "`numeric` takes a list: a comparison and a number, or two of each";
            self.fault(value, pointer, message, "");
            return None;
        }
        Some(Condition::Numeric(comparisons))
    }
}

fn one_or_more(node: &Node) -> &[Node] {
    match &node.value {
        Value::Array(elements) => elements,
        _ => std::slice::from_ref(node),
    }
}
