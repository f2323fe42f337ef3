//! What a target is handed: the event, a constant, a part of the event, or a template filled in.

use super::JsonPath;
use serde_json::Value;

/// What stands in a target instead of the event. Spec: EVENT-6.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Input {
    /// Nothing: the event itself.
    #[default]
    Event,
    /// `Input`: a constant.
    Constant(Value),
    /// `InputPath`: a part of the event.
    Part(JsonPath),
    /// `InputTransformer`.
    Template(Transformer),
}

/// `InputTransformer`. Spec: EVENT-6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transformer {
    /// `InputPathsMap`: names and where in the event their values stand.
    pub paths: Vec<(String, JsonPath)>,
    /// `InputTemplate`, with `<name>` for a value.
    pub template: String,
}

/// The rule that hands something over: its name and its ARN.
#[derive(Clone, Copy, Debug)]
pub struct RuleNames<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its ARN.
    pub arn: &'a str,
}

impl Input {
    /// What a target is handed for an event: JSON, or a text where the template makes one; nothing where a
    /// part of the event is asked for that is not there. Spec: EVENT-6.
    pub fn of(&self, event: &Value, rule: RuleNames<'_>) -> Option<Value> {
        match self {
            Input::Event => Some(event.clone()),
            Input::Constant(value) => Some(value.clone()),
            Input::Part(path) => path.find(event).cloned(),
            Input::Template(transformer) => {
                let text = transformer.fill_in(event, rule);
                Some(serde_json::from_str(&text).unwrap_or(Value::String(text)))
            }
        }
    }
}

impl Transformer {
    /// The template with every `<name>` replaced: inside of a JSON string by the text alone, outside of one
    /// by JSON. A value that the event does not have leaves nothing.
    fn fill_in(&self, event: &Value, rule: RuleNames<'_>) -> String {
        let mut filled = String::new();
        let mut inside = false;
        let mut rest = self.template.as_str();
        while let Some(at) = rest.find('<') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let quotes = before.replace("\\\\", "").replace("\\\"", "").matches('"').count();
            inside ^= quotes % 2 == 1;
            let name = from.strip_prefix('<').and_then(|behind| behind.split_once('>'));
            match name.map(|(name, behind)| (self.value(name, event, rule), behind)) {
                Some((Known::Value(value), behind)) => {
                    filled.push_str(&written(&value, inside));
                    rest = behind;
                }
                Some((Known::Missing, behind)) => rest = behind,
                Some((Known::NoName, _)) | None => {
                    filled.push('<');
                    rest = from.strip_prefix('<').unwrap_or_default();
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str, event: &Value, rule: RuleNames<'_>) -> Known {
        if let Some((_, path)) = self.paths.iter().find(|(known, _)| known == name) {
            return path.find(event).map_or(Known::Missing, |value| Known::Value(value.clone()));
        }
        match name {
            "aws.events.rule-arn" => Known::Value(rule.arn.into()),
            "aws.events.rule-name" => Known::Value(rule.name.into()),
            "aws.events.event.ingestion-time" => Known::Value(event.get("time").cloned().unwrap_or_default()),
            "aws.events.event" | "aws.events.event.json" => Known::Value(event.clone()),
            _ => Known::NoName,
        }
    }
}

/// What a name in a template stands for.
enum Known {
    Value(Value),
    Missing,
    NoName,
}

fn written(value: &Value, inside: bool) -> String {
    let json = value.to_string();
    match value {
        // Without its quotes, and with its escapes.
        Value::String(_) if inside => {
            json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(&json).to_owned()
        }
        Value::Object(_) | Value::Array(_) if inside => {
            let text = Value::String(json).to_string();
            text.trim_matches('"').to_owned()
        }
        _ => json,
    }
}

#[cfg(test)]
mod tests {
    use super::{Input, JsonPath, RuleNames, Transformer};
    use serde_json::{Value, json};

    const RULE: RuleNames<'_> = RuleNames { name: "uploads", arn: "arn:rule" };

    fn filled(template: &str) -> Value {
        let event = json!({"detail": {"key": "a \"b\".txt", "size": 5}, "resources": ["arn:one"]});
        let path = |name: &str, path: &str| (name.to_owned(), JsonPath::parse(path).expect("a path"));
        let paths = vec![
            path("key", "$.detail.key"),
            path("size", "$.detail.size"),
            path("first", "$.resources[0]"),
            path("none", "$.detail.none"),
        ];
        let input = Input::Template(Transformer { paths, template: template.to_owned() });
        input.of(&event, RULE).expect("always something")
    }

    #[test]
    fn a_template_makes_json_or_text() {
        assert_eq!(filled(r#"{"key": <key>, "size": <size>}"#), json!({"key": "a \"b\".txt", "size": 5}));
        assert_eq!(
            filled(r#"{"told": "<key> has <size> bytes"}"#),
            json!({"told": "a \"b\".txt has 5 bytes"})
        );
        assert_eq!(filled(r#""<first> by <aws.events.rule-name>""#), json!("arn:one by uploads"));
        assert_eq!(filled("<size> < 6, <nobody> and <none>."), json!("5 < 6, <nobody> and ."));
    }

    #[test]
    fn paths_are_dots_and_indexes() {
        for wrong in ["detail", "$..key", "$.a[*]", "$.a[", "$a"] {
            assert_eq!(JsonPath::parse(wrong), None, "{wrong}");
        }
        let event = json!({"resources": ["arn:one"]});
        let whole = JsonPath::parse("$").expect("a path");
        assert_eq!(whole.find(&event), Some(&event));
    }
}
