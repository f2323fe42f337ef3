//! Secrets do not stand in the environment.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::look::is_wholly_placeholder;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "plain-secret",
        severity: Severity::Warning,
        summary: "Secrets do not stand in the environment.",
        source: "TASK-68",
    },
    aws_message: None,
    why: "Whoever may describe the task definition, or looks at the container, reads its environment in plain text, and every revision keeps it.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "environment": [{"name": "DB_PASSWORD", "value": "swordfish"}]}]}"#,
    fix: "Keep the value in Secrets Manager or Parameter Store and name it under `secrets`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for variable in definition.containers.iter().flat_map(|container| container.list("environment")) {
        let (Some(name), Some(value)) = (variable.str("name"), variable.str("value")) else { continue };
        if names_a_secret(name) && is_literal(value) {
            let message =
                format!("`{}` looks like a secret, and its value stands here in plain text", shorten(name));
            let finding = variable.finding_at("value", &RULE, message);
            let hint = "keep it in Secrets Manager or Parameter Store and name it under `secrets`";
            findings.push(finding.hint(hint));
        }
    }
}

/// By its ending: PASSWORD_FILE and TOKEN_URL are no secrets.
fn names_a_secret(name: &str) -> bool {
    const ENDINGS: [&str; 8] =
        ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "SECRETKEY", "SECRETACCESSKEY"];
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_uppercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Not something that is filled in later, a switch, a number or the name of where the secret is.
fn is_literal(value: &str) -> bool {
    const SWITCHES: [&str; 6] = ["true", "false", "yes", "no", "on", "off"];
    let value = value.trim();
    !(value.is_empty()
        || value.contains("${")
        || value.contains("{{")
        || is_wholly_placeholder(value)
        || value.starts_with("arn:")
        || value.starts_with('/')
        || value.bytes().all(|byte| byte.is_ascii_digit())
        || SWITCHES.iter().any(|switch| value.eq_ignore_ascii_case(switch)))
}
