//! A pattern out of its JSON. The reasons are those of AWS's open-source Event Ruler. Spec: EVENT-2.

use super::{Condition, Field, FieldPattern, Pattern, PatternFault};
use crate::finding::Findings;
use crate::json::{self, Node, Value, child};

impl Pattern {
    /// Reads a pattern, written as an object or, as AWS takes it, as a string that holds one. What is wrong
    /// inside of a string stands at the string. Spec: EVENT-2.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(node: &Node) -> Result<Pattern, Vec<PatternFault>> {
        let mut reader = Reader::default();
        let pattern = match &node.value {
            Value::String(text) => {
                let parsed = json::parse(text, &mut Findings::new());
                let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
                let Some(parsed) = parsed.filter(|_| is_json) else {
                    reader.fault(node, "", "an event pattern is JSON, and this text is not", "");
                    return Err(reader.faults);
                };
                let pattern = reader.object(&parsed, "");
                for fault in &mut reader.faults {
                    (fault.pointer, fault.range) = (String::new(), node.range);
                }
                pattern
            }
            _ => reader.object(node, ""),
        };
        if reader.faults.is_empty() { Ok(pattern) } else { Err(reader.faults) }
    }
}

#[derive(Default)]
pub(super) struct Reader {
    faults: Vec<PatternFault>,
}

impl Reader {
    pub(super) fn fault(&mut self, node: &Node, pointer: &str, message: impl Into<String>, reason: &str) {
        self.faults.push(PatternFault {
            pointer: pointer.to_owned(),
            range: node.range,
            message: message.into(),
            reason: reason.to_owned(),
        });
    }

    fn object(&mut self, node: &Node, pointer: &str) -> Pattern {
        let mut pattern = Pattern::default();
        let Value::Object(members) = &node.value else {
            self.fault(node, pointer, "an event pattern is an object", "Filter is not an object");
            return pattern;
        };
        if members.is_empty() {
            let message = "an empty object matches nothing, and EventBridge does not take it";
            self.fault(node, pointer, message, "Empty objects are not allowed");
        }
        for member in members {
            let (name, value) = (member.key.as_str(), &member.value);
            let pointer = child(pointer, name);
            match &value.value {
                Value::Array(alternatives) if name == "$or" => {
                    pattern.alternatives.push(self.alternatives(alternatives, value, &pointer));
                }
                Value::Array(conditions) => {
                    let one_of = self.conditions(conditions, value, &pointer);
                    pattern.fields.push(Field { name: name.to_owned(), value: FieldPattern::OneOf(one_of) });
                }
                Value::Object(_) => {
                    let inside = FieldPattern::Inside(self.object(value, &pointer));
                    pattern.fields.push(Field { name: name.to_owned(), value: inside });
                }
                _ => {
                    let message = format!(
                        "`{}` is {}; in a pattern it is an object, or a list of values of which one matches",
                        crate::aws::shorten(name),
                        value.kind()
                    );
                    let reason = format!("\"{name}\" must be an object or an array");
                    self.fault(value, &pointer, message, &reason);
                }
            }
        }
        pattern
    }

    fn alternatives(&mut self, nodes: &[Node], whole: &Node, pointer: &str) -> Vec<Pattern> {
        if nodes.len() < 2 || !nodes.iter().all(|node| matches!(node.value, Value::Object(_))) {
            self.fault(whole, pointer, "`$or` is a list of at least two objects", "");
            return Vec::new();
        }
        nodes.iter().enumerate().map(|(at, node)| self.object(node, &child(pointer, at))).collect()
    }

    fn conditions(&mut self, nodes: &[Node], whole: &Node, pointer: &str) -> Vec<Condition> {
        if nodes.is_empty() {
            let message = "an empty list matches nothing, and EventBridge does not take it";
            self.fault(whole, pointer, message, "Empty arrays are not allowed");
        }
        let mut conditions = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            let pointer = child(pointer, at);
            match &node.value {
                Value::Object(_) => conditions.extend(self.operator(node, &pointer)),
                _ => conditions.extend(self.literal(node, &pointer)),
            }
        }
        conditions
    }

    /// A value that is compared as it is.
    pub(super) fn literal(&mut self, node: &Node, pointer: &str) -> Option<Condition> {
        let condition = match &node.value {
            Value::String(text) => Some(Condition::Text(text.clone())),
            Value::Number(text) => text.parse().ok().map(Condition::Number),
            Value::Bool(value) => Some(Condition::Boolean(*value)),
            Value::Null => Some(Condition::Null),
            Value::Array(_) | Value::Object(_) => None,
        };
        if condition.is_none() {
            let message =
                format!("a value to match is a string, a number, true, false or null, not {}", node.kind());
            self.fault(node, pointer, message, "Match value must be String, number, true, false, or null");
        }
        condition
    }
}
