//! A definition is up to 64 KiB long.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Finding, Findings, Rule, Severity};

const BYTES_MAX: usize = 64 * 1024;

/// What AWS prints and does not take does not count.
const OUTPUT: &[&str] = &[
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "deregisteredAt",
    "deleteRequestedAt",
    "registeredBy",
];

/// 1,024 characters.
macro_rules! kib {
    () => {
        concat!(
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        )
    };
}

/// 16 times as many.
macro_rules! kib_16 {
    () => {
        concat!(
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
            kib!(),
        )
    };
}

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "definition-too-large",
        severity: Severity::Error,
        summary: "A task definition is at most 64 KiB long.",
        source: "TASK-26",
    },
    aws_message: None,
    why: "It is a quota of ECS that cannot be raised. Most of a definition that reaches it is environment variables.",
    example: concat!(
        r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "environment": [{"name": "TEXT", "value": ""#,
        kib_16!(),
        kib_16!(),
        kib_16!(),
        kib_16!(),
        r#""}]}]}"#
    ),
    fix: "Move environment variables into an environment file, or text into the image.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let serde_json::Value::Object(members) = &definition.read.input else { return };
    let taken = members.iter().filter(|(key, value)| !OUTPUT.contains(&key.as_str()) && !value.is_null());
    // A comma or brace, two quotation marks and a colon, for each member.
    let bytes: usize = 1 + taken.map(|(key, value)| key.len() + value.to_string().len() + 4).sum::<usize>();
    if bytes > BYTES_MAX {
        let message = format!("the definition has {bytes} bytes, without spaces; {BYTES_MAX} are the most");
        let node = definition.place.node;
        let range = node.opening();
        let finding = Finding::new(&RULE.rule, &*definition.place.pointer, range, message);
        findings.push(finding.hint("move environment variables into an environment file"));
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, RULE};
    use crate::Document;

    #[test]
    fn the_last_byte_counts() {
        // What is around the value, without spaces; what AWS only prints does not count.
        let around = r#"{"family":"web","containerDefinitions":[{"name":"app","image":"app:1","memory":64,"command":[""]}]}"#;
        for (length, is_reported) in [(BYTES_MAX, false), (BYTES_MAX + 1, true)] {
            let value = "x".repeat(length - around.len());
            let text = around.replace("[\"\"]", &format!("[ \"{value}\" ]"));
            let text = text.replacen('{', r#"{"status":"ACTIVE","cpu":null,"#, 1);
            let findings = Document::read(&text).findings;
            let reported = findings.iter().any(|finding| finding.code == RULE.rule.code);
            assert_eq!(reported, is_reported, "{length}");
        }
    }
}
