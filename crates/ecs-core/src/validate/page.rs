//! `docs/rules.md`, made from the registry.

use super::task_definition::{EXAMPLE_BYTES_MAX, RULES, TaskDefinitionRule};
use crate::finding::{Rule, Severity, rules};
use std::fmt::Write;

/// The page that describes every rule, in Markdown.
pub fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
        What `ecs-playground validate` and the page report.\n\
        This file is made from the rules themselves: `UPDATE=1 cargo test -p ecs-tests --test it rules` writes it.\n\n\
        ## Texts and scenarios\n\n\
        | code | severity | rule | source |\n| --- | --- | --- | --- |\n",
    );
    for rule in rules::ALL {
        page.push_str(&row(rule));
    }
    page.push_str("\n## Task definitions\n\nIn the order in which they are looked at.\n");
    for rule in RULES {
        page.push_str(&section(rule));
    }
    page
}

fn row(rule: &Rule) -> String {
    format!(
        "| `{}` | {} | {} | {} |\n",
        rule.code,
        severity(rule.severity),
        rule.summary,
        source(rule.source)
    )
}

fn section(rule: &TaskDefinitionRule) -> String {
    let TaskDefinitionRule { rule, aws_message, why, example, fix, .. } = rule;
    let mut section = format!("\n### {}\n\n{}\n{why}\n\n", rule.code, rule.summary);
    let aws = match aws_message {
        Some(text) => format!("`{text}`"),
        None => "no text is known".to_owned(),
    };
    let example = if example.len() > EXAMPLE_BYTES_MAX {
        "The smallest example is too long for this page.".to_owned()
    } else {
        format!("```json\n{example}\n```")
    };
    // Writing to a string cannot fail.
    let _ = write!(
        section,
        "- Severity: {}\n- AWS: {aws}\n- Fix: {fix}\n- Source: {}\n\n{example}\n",
        severity(rule.severity),
        source(rule.source)
    );
    section
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A link to the file of `docs/spec` that has the heading.
fn source(id: &str) -> String {
    let file = match id.split_once('-') {
        Some(("DOC", _)) => "document",
        Some(("YAML", _)) => "yaml",
        Some(("SCN", _)) => "scenario",
        Some(("PLACE", _)) => "placement",
        Some(("QUERY", _)) => "query",
        Some(("RES", _)) => "resources",
        Some(("NET", _)) => "network",
        Some(("LB", _)) => "load-balancing",
        Some(("LOAD", _)) => "load",
        Some(("DISC", _)) => "service-discovery",
        Some(("DEPLOY", _)) => "deployment",
        Some(("ROLE", _)) => "roles",
        Some(("ECR", _)) => "registry",
        Some(("VOL", _)) => "volumes",
        Some(("EVENT", _)) => "event",
        Some(("METRIC", _)) => "metrics",
        Some(("ASG", _)) => "auto-scaling-groups",
        Some(("SCALE", _)) => "scaling",
        Some(("CAP", _)) => "capacity-providers",
        Some(("COST", _)) => "cost",
        Some(("TASK", number)) if number.parse::<u32>().is_ok_and(|number| number >= 50) => "task-options",
        Some(("CONT", _)) => "containers",
        Some(("TASK", _)) => "task-definition",
        _ => return id.to_owned(),
    };
    format!("[{id}](spec/{file}.md)")
}
