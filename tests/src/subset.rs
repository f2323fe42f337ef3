//! Whether a JSON value is a subset of another.
//!
//! An object may leave members out. A list has all elements, unless `"…"` stands in it for any number
//! of others. In a string `…` stands for any text.

use serde_json::Value;

/// Where `actual` differs from what `expected` asks for; nothing where it does not.
pub fn difference(expected: &Value, actual: &Value) -> Option<String> {
    compare("", expected, actual)
}

fn compare(pointer: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(members), Value::Object(given)) => {
            members.iter().find_map(|(key, expected)| match given.get(key) {
                Some(actual) => compare(&format!("{pointer}/{key}"), expected, actual),
                None if expected.is_null() => None,
                None => Some(format!("{pointer}/{key} is missing")),
            })
        }
        (Value::Array(expected), Value::Array(actual)) => list(pointer, expected, actual),
        (Value::String(pattern), Value::String(text)) if matches(pattern, text) => None,
        (expected, actual) if expected == actual => None,
        (expected, actual) => Some(format!("{pointer} is {actual}, not {expected}")),
    }
}

fn list(pointer: &str, expected: &[Value], actual: &[Value]) -> Option<String> {
    let mut rest = actual;
    let mut skipping = false;
    for (number, element) in expected.iter().enumerate() {
        if element == "…" {
            skipping = true;
            continue;
        }
        let at = if skipping {
            rest.iter().position(|actual| compare("", element, actual).is_none())
        } else {
            Some(0)
        };
        let Some((found, behind)) = at.and_then(|at| rest.get(at..)).and_then(<[Value]>::split_first) else {
            return Some(format!("{pointer} has no {element} at its place {number}"));
        };
        if let Some(difference) = compare(&format!("{pointer}/{number}"), element, found) {
            return Some(difference);
        }
        (rest, skipping) = (behind, false);
    }
    (!rest.is_empty() && !skipping)
        .then(|| format!("{pointer} has {} elements, not {}", actual.len(), expected.len()))
}

/// Whether a text is what a pattern says, in which `…` stands for any text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    if !pattern.contains('…') {
        return rest.is_empty();
    }
    let parts: Vec<&str> = parts.collect();
    let (last, middle) = parts.split_last().expect("a pattern with … has a part behind it");
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// `actual`, cut down to what `expected` asks for: what `UPDATE=1` writes.
pub fn project(expected: &Value, actual: &Value) -> Value {
    if difference(expected, actual).is_none() {
        return expected.clone();
    }
    match (expected, actual) {
        (Value::Object(members), Value::Object(given)) => {
            let member =
                |(key, expected): (&String, &Value)| Some((key.clone(), project(expected, given.get(key)?)));
            Value::Object(members.iter().filter_map(member).collect())
        }
        (Value::Array(expected), Value::Array(actual)) => {
            let form = expected.iter().find(|element| *element != "…");
            actual
                .iter()
                .enumerate()
                .map(|(number, actual)| {
                    match expected.get(number).filter(|element| *element != "…").or(form) {
                        Some(expected) => project(expected, actual),
                        None => actual.clone(),
                    }
                })
                .collect()
        }
        (_, actual) => actual.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, project};
    use serde_json::json;

    #[test]
    fn a_subset_leaves_members_out_and_skips_where_it_says_so() {
        let actual = json!({"a": [1, 2, 3], "b": {"c": "task 4f1c is up", "d": null}});
        for expected in [
            json!({}),
            json!({"a": [1, 2, 3]}),
            json!({"a": ["…", 3]}),
            json!({"a": [1, "…"]}),
            json!({"a": ["…", 2, "…"]}),
            json!({"b": {"c": "task … is up", "e": null}}),
        ] {
            assert_eq!(difference(&expected, &actual), None, "{expected}");
        }
        for expected in [
            json!({"a": [1, 2]}),
            json!({"a": ["…", 2]}),
            json!({"a": ["…", 4, "…"]}),
            json!({"b": {"c": "task … is down"}}),
            json!({"e": 1}),
        ] {
            assert!(difference(&expected, &actual).is_some(), "{expected}");
        }
    }

    #[test]
    fn an_update_keeps_the_form() {
        let actual = json!({"tasks": [{"id": 1, "status": "RUNNING"}, {"id": 2, "status": "PENDING"}]});
        let expected = json!({"tasks": [{"status": "STOPPED"}]});
        assert_eq!(
            project(&expected, &actual),
            json!({"tasks": [{"status": "RUNNING"}, {"status": "PENDING"}]})
        );
    }
}
