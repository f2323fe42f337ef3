//! Findings as text: one begins with `file:line:column`, which editors and terminals follow.

use super::{BOLD, CYAN, DIM, RED, YELLOW, counted, shown};
use crate::subject::FileFindings;
use anstyle::Style;
use ecs_core::DocumentKind;
use ecs_core::finding::{Finding, Severity, rules};
use std::io::{self, Write};

/// Names in the line about what is not simulated.
const NAMES_MAX: usize = 12;

/// Writes the line of a file and below it everything that there is to say.
pub(crate) fn write_all(out: &mut impl Write, about: &FileFindings) -> io::Result<()> {
    let kind = match about.kind {
        Some(DocumentKind::TaskDefinition) => "task definition, ",
        Some(DocumentKind::Scenario) => "scenario, ",
        None => "",
    };
    let file = shown(&about.file);
    writeln!(out, "{BOLD}{file}{BOLD:#}: {kind}{}", verdict(&about.findings))?;
    write_from(out, about, Severity::Info)
}

/// Writes the findings that matter at least as much as `least`, and the line about what is not
/// simulated: it is never left out.
pub(crate) fn write_from(out: &mut impl Write, about: &FileFindings, least: Severity) -> io::Result<()> {
    let file = shown(&about.file);
    let (not_simulated, others): (Vec<&Finding>, Vec<&Finding>) =
        about.findings.iter().partition(|finding| finding.code == rules::NOT_SIMULATED.code);
    for finding in others.into_iter().filter(|finding| finding.severity <= least) {
        write_one(out, &file, finding)?;
    }
    if not_simulated.is_empty() {
        return Ok(());
    }
    writeln!(out, "{CYAN}{file}:{CYAN:#} {}", shown(&summed_up(&not_simulated)))
}

/// `2 members are not simulated yet: healthCheck, links`: each name once, however often it occurs.
fn summed_up(not_simulated: &[&Finding]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in not_simulated.iter().map(|finding| quoted(finding)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let actions = not_simulated.iter().filter(|finding| is_action(finding)).count();
    let what = match (actions, names.len()) {
        (0, 1) => "member is",
        (0, _) => "members are",
        (_, 1) => "action is",
        (actions, _) if actions == not_simulated.len() => "actions are",
        _ => "members and actions are",
    };
    let listed = names.iter().take(NAMES_MAX).copied().collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(NAMES_MAX) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} {what} not simulated yet: {listed}{more}", names.len())
}

/// What a finding is about: its sentence quotes that first. The end of the pointer would say `action`
/// for each action.
fn quoted(finding: &Finding) -> &str {
    finding.message.split('`').nth(1).unwrap_or(&finding.pointer)
}

fn is_action(finding: &Finding) -> bool {
    finding.pointer.starts_with("/simulation/timeline/") && finding.pointer.ends_with("/action")
}

fn write_one(out: &mut impl Write, file: &str, finding: &Finding) -> io::Result<()> {
    let (style, severity) = named(finding.severity);
    let Finding { line, column, code, source, .. } = finding;
    let message = shown(&finding.message);
    writeln!(
        out,
        "{file}:{line}:{column} {style}{severity}[{code}]{style:#} {message} {DIM}[{source}]{DIM:#}"
    )?;
    if let Some(text) = &finding.aws_message {
        writeln!(out, "  AWS: {}", shown(text))?;
    }
    if let Some(hint) = &finding.hint {
        writeln!(out, "  hint: {}", shown(hint))?;
    }
    if !finding.pointer.is_empty() {
        writeln!(out, "  {DIM}at: {}{DIM:#}", shown(&finding.pointer))?;
    }
    Ok(())
}

fn verdict(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts: Vec<String> =
        [(Severity::Error, "error", "errors"), (Severity::Warning, "warning", "warnings")]
            .into_iter()
            .map(|(severity, one, many)| (count(severity), one, many))
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(count, one, many))
            .collect();
    if parts.is_empty() { "fine".to_owned() } else { parts.join(", ") }
}

fn named(severity: Severity) -> (Style, &'static str) {
    match severity {
        Severity::Error => (RED, "error"),
        Severity::Warning => (YELLOW, "warning"),
        Severity::Info => (CYAN, "info"),
    }
}
