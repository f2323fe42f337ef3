//! Findings on their way. Both ends know the rules, so a finding names its rule by code.

use ecs_core::finding::{Finding, Range, Severity};
use ecs_core::validate::all_rules;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Everything of a finding that is not its rule's.
#[derive(Serialize, Deserialize)]
struct Told {
    code: String,
    severity: Severity,
    message: String,
    aws_message: Option<String>,
    hint: Option<String>,
    pointer: String,
    line: usize,
    column: usize,
    range: Range,
}

pub(crate) fn serialize<S: Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    let tell = |finding: &Finding| Told {
        code: finding.code.to_owned(),
        severity: finding.severity,
        message: finding.message.clone(),
        aws_message: finding.aws_message.clone(),
        hint: finding.hint.clone(),
        pointer: finding.pointer.clone(),
        line: finding.line,
        column: finding.column,
        range: finding.range,
    };
    serializer.collect_seq(findings.iter().map(tell))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Finding>, D::Error> {
    let told = Vec::<Told>::deserialize(deserializer)?;
    let finding = |told: Told| {
        let rule = all_rules().find(|rule| rule.code == told.code);
        let rule = rule.ok_or_else(|| D::Error::custom("no such rule"))?;
        Ok(Finding {
            severity: told.severity,
            aws_message: told.aws_message,
            hint: told.hint,
            line: told.line,
            column: told.column,
            ..Finding::new(rule, told.pointer, told.range, told.message)
        })
    };
    told.into_iter().map(finding).collect()
}
