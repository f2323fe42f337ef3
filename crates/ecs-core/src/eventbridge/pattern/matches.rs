//! Whether an event matches. Spec: EVENT-2.

use super::{Comparison, Condition, FieldPattern, Pattern, Text};
use serde_json::{Map, Value};

impl Pattern {
    /// Whether an event is one that the pattern is for. Spec: EVENT-2.
    pub fn matches(&self, event: &Value) -> bool {
        self.matches_value(Some(event))
    }

    /// Whether an event can be one of which a part is known, whatever else it says: that spares the making of
    /// events that nobody wants.
    pub fn may_match(&self, part: &Value) -> bool {
        self.fields.iter().all(|field| match (part.get(&field.name), &field.value) {
            (None, _) => true,
            (Some(known @ Value::Object(_)), FieldPattern::Inside(pattern)) => pattern.may_match(known),
            (Some(known), value) => value.matches(Some(known)),
        })
    }

    /// Of a list, one element matches whole.
    fn matches_value(&self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::Object(members)) => self.matches_members(Some(members)),
            Some(Value::Array(elements)) if !elements.is_empty() => {
                elements.iter().any(|element| self.matches_value(Some(element)))
            }
            _ => self.matches_members(None),
        }
    }

    fn matches_members(&self, members: Option<&Map<String, Value>>) -> bool {
        let member = |name: &str| members.and_then(|members| members.get(name));
        self.fields.iter().all(|field| field.value.matches(member(&field.name)))
            && self.alternatives.iter().all(|any| any.iter().any(|one| one.matches_members(members)))
    }
}

impl FieldPattern {
    fn matches(&self, value: Option<&Value>) -> bool {
        match self {
            FieldPattern::Inside(pattern) => pattern.matches_value(value),
            FieldPattern::OneOf(conditions) => {
                let mut leaves = Vec::new();
                if let Some(value) = value {
                    add_leaves(value, &mut leaves);
                }
                conditions.iter().any(|condition| condition.holds(&leaves))
            }
        }
    }
}

/// The values of a field: those of a list one by one. What is inside of an object is another field's.
fn add_leaves<'e>(value: &'e Value, leaves: &mut Vec<&'e Value>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| add_leaves(element, leaves)),
        Value::Object(_) => {}
        _ => leaves.push(value),
    }
}

impl Condition {
    fn holds(&self, leaves: &[&Value]) -> bool {
        match self {
            Condition::Exists(wanted) => *wanted != leaves.is_empty(),
            _ => leaves.iter().any(|leaf| self.holds_for(leaf)),
        }
    }

    fn holds_for(&self, leaf: &Value) -> bool {
        let text = || leaf.as_str();
        match self {
            Condition::Text(wanted) => text() == Some(wanted),
            Condition::Number(wanted) => {
                leaf.as_f64().is_some_and(|number| Comparison::Equal.holds(number, *wanted))
            }
            Condition::Boolean(wanted) => leaf.as_bool() == Some(*wanted),
            Condition::Null => leaf.is_null(),
            Condition::Prefix(wanted) => text().is_some_and(|text| wanted.begins(text)),
            Condition::Suffix(wanted) => text().is_some_and(|text| wanted.ends(text)),
            Condition::EqualsIgnoreCase(wanted) => {
                text().is_some_and(|text| text.to_lowercase() == wanted.to_lowercase())
            }
            Condition::Wildcard(wildcard) => text().is_some_and(|text| wildcard.matches(text)),
            Condition::Numeric(comparisons) => leaf.as_f64().is_some_and(|number| {
                comparisons.iter().all(|(comparison, bound)| comparison.holds(number, *bound))
            }),
            Condition::Cidr(block) => text().is_some_and(|text| block.contains(text)),
            Condition::Exists(wanted) => *wanted,
            Condition::AnythingBut(others) => !others.iter().any(|other| other.holds_for(leaf)),
        }
    }
}

impl Text {
    fn begins(&self, text: &str) -> bool {
        if self.ignore_case {
            text.to_lowercase().starts_with(&self.text.to_lowercase())
        } else {
            text.starts_with(&self.text)
        }
    }

    fn ends(&self, text: &str) -> bool {
        if self.ignore_case {
            text.to_lowercase().ends_with(&self.text.to_lowercase())
        } else {
            text.ends_with(&self.text)
        }
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Comparison::Equal => (number - bound).abs() <= 0.0,
            Comparison::Less => number < bound,
            Comparison::LessOrEqual => number <= bound,
            Comparison::Greater => number > bound,
            Comparison::GreaterOrEqual => number >= bound,
        }
    }
}
