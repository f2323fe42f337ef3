//! What the converter says.

use ecs_core::finding::{Finding, Range, rules};
use serde_json::Value;

/// The converter's answer to a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The text as JSON; none where it cannot be converted.
    pub json: Option<String>,
    /// What there is to say of the text, with its places.
    pub findings: Vec<Finding>,
}

impl Answer {
    /// Reads what `ecs_web_interop::answer` wrote.
    pub(super) fn read(said: &str) -> Option<Answer> {
        let said: Value = serde_json::from_str(said).ok()?;
        let json = said.get("json")?.as_str().map(str::to_owned);
        let findings = said.get("findings")?.as_array()?.iter().filter_map(finding).collect();
        Some(Answer { json, findings })
    }
}

fn finding(said: &Value) -> Option<Finding> {
    let text = |key: &str| said.get(key).and_then(Value::as_str);
    let number = |key: &str| said.get(key)?.as_u64().and_then(|number| usize::try_from(number).ok());
    let code = text("code")?;
    let rule = rules::ALL.iter().find(|rule| rule.code == code)?;
    let range = Range { start: number("start")?, end: number("end")? };
    let mut finding = Finding::new(rule, text("pointer")?, range, text("message")?);
    (finding.line, finding.column) = (number("line")?, number("column")?);
    finding.hint = text("hint").map(str::to_owned);
    Some(finding)
}

/// Whether that is said of a text that is YAML.
pub fn is_yaml(finding: &Finding) -> bool {
    finding.code == rules::YAML_NOT_JSON.code
}

#[cfg(test)]
mod tests {
    use super::{Answer, is_yaml};
    use ecs_core::Document;

    #[test]
    fn an_answer_says_what_the_converter_said() {
        for text in ["a: no\nb: 80\n", "a: !Ref b\n", "a: [", "é: *b", ""] {
            let answer = Answer::read(&ecs_web_interop::answer(text)).unwrap();
            match ecs_interop::to_json(text) {
                Ok(converted) => {
                    assert_eq!(answer, Answer { json: Some(converted.json), findings: converted.findings });
                }
                Err(findings) => assert_eq!(answer, Answer { json: None, findings }),
            }
        }
        assert_eq!(Answer::read("{}"), None);
    }

    #[test]
    fn yaml_is_known_by_its_finding() {
        assert!(Document::read("family: web").findings.iter().any(is_yaml));
        assert!(!Document::read("hello").findings.iter().any(is_yaml));
    }
}
