//! Completions, as the editor takes them.

use super::ASSISTED_BYTES;
use super::place::{Positions, byte};
use ecs_core::complete::{Completion, complete};
use serde_json::{Value, json};

/// What can be written at a position of the editor's text, in JSON; nothing where nothing can.
pub fn answer(text: &str, position: usize) -> Option<String> {
    if text.len() > ASSISTED_BYTES {
        return None;
    }
    let found = complete(text, byte(text, position))?;
    let mut positions = Positions::new(text);
    let (from, to) = (positions.of(found.range.start), positions.of(found.range.end));
    let items: Vec<Value> = found.items.iter().map(item).collect();
    Some(json!({"from": from, "to": to, "items": items}).to_string())
}

fn item(item: &Completion) -> Value {
    json!({
        "label": item.label,
        "insert": item.insert,
        "caret": super::position(&item.insert, item.caret),
        "detail": item.detail,
    })
}

#[cfg(test)]
mod tests {
    use super::answer;
    use serde_json::Value;

    #[test]
    fn places_are_the_editors() {
        let text = "{\"family\": \"é\", \"cp";
        let answer: Value = serde_json::from_str(&answer(text, text.chars().count()).unwrap()).unwrap();
        assert_eq!((&answer["from"], &answer["to"]), (&16.into(), &19.into()));
        let items = answer["items"].as_array().unwrap();
        let cpu = items.iter().find(|item| item["label"] == "cpu").unwrap();
        assert_eq!((&cpu["insert"], &cpu["caret"]), (&"\"cpu\": \"\"".into(), &8.into()));
    }
}
