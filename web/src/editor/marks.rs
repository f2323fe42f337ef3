//! Findings, as the editor marks them.

use super::ASSISTED_BYTES;
use super::place::Positions;
use ecs_core::finding::{Finding, Range, Severity};
use serde_json::{Value, json};

/// The marks for what there is to say of `text`, in JSON. `say` makes the sentences of a finding.
pub fn marks(text: &str, findings: &[Finding], say: impl Fn(&Finding) -> Vec<String>) -> String {
    if text.len() > ASSISTED_BYTES {
        return "[]".to_owned();
    }
    let mut starts = Positions::new(text);
    let mark = |finding: &Finding| {
        let from = starts.of(finding.range.start);
        json!({
            "from": from,
            "to": Positions::from(text, finding.range.start, from).of(end(text, finding.range)),
            "severity": severity(finding.severity),
            "lines": say(finding),
            "code": finding.code,
        })
    };
    findings.iter().map(mark).collect::<Value>().to_string()
}

/// Where the mark ends. Of an object or a list only the bracket is marked: what is said of it is said
/// of none of its lines.
fn end(text: &str, Range { start, end }: Range) -> usize {
    let marked = text.get(start..end).unwrap_or_default();
    let is_placeholder = marked.starts_with("{{");
    if marked.starts_with(['{', '[']) && !is_placeholder { start + 1 } else { end }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::marks;
    use ecs_core::Document;
    use serde_json::Value;

    #[test]
    fn a_mark_stands_at_its_text() {
        let text = "{\r\n  \"family\": \"é\", \"containerDefinitions\": 7}";
        let findings = Document::read(text).findings;
        let marks = marks(text, &findings, |finding| vec![finding.code.to_owned()]);
        let marks: Value = serde_json::from_str(&marks).unwrap();
        let mark = marks.as_array().unwrap().iter().find(|mark| mark["lines"][0] == "wrong-type").unwrap();
        let shown: Vec<char> = text.replace("\r\n", "\n").chars().collect();
        let from = usize::try_from(mark["from"].as_u64().unwrap()).unwrap();
        assert_eq!((shown[from], &mark["to"]), ('7', &(from + 1).into()));
        assert_eq!(mark["severity"], "error");
    }

    #[test]
    fn of_a_whole_container_its_bracket_is_marked() {
        let text = r#"{"family": "a", "containerDefinitions": [{"name": "b", "image": "b:1"}]}"#;
        let marks = marks(text, &Document::read(text).findings, |_| Vec::new());
        let marks: Value = serde_json::from_str(&marks).unwrap();
        let is_ours = |mark: &&Value| mark["code"] == "missing-container-memory";
        let mark = marks.as_array().unwrap().iter().find(is_ours).unwrap();
        let bracket = text.find("{\"name").unwrap();
        assert_eq!((&mark["from"], &mark["to"]), (&bracket.into(), &(bracket + 1).into()));
    }
}
