//! The command of a health check: how it is run, and what.

use super::super::read::Form;
use super::draft::Draft;
use super::lines;
use ecs_core::json::EditError;

/// How a command is run: the first entry of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// `CMD-SHELL`: the one entry behind it is a line for the shell.
    Shell,
    /// `CMD`: the entries behind it are a program and its arguments.
    Program,
    /// The list begins with neither.
    Neither,
}

impl CheckKind {
    /// AWS's spelling; empty for neither.
    pub fn name(self) -> &'static str {
        match self {
            CheckKind::Shell => "CMD-SHELL",
            CheckKind::Program => "CMD",
            CheckKind::Neither => "",
        }
    }

    /// What AWS's spelling means.
    pub fn parse(name: &str) -> CheckKind {
        match name {
            "CMD-SHELL" => CheckKind::Shell,
            "CMD" => CheckKind::Program,
            _ => CheckKind::Neither,
        }
    }
}

impl Form {
    /// How the command of a container's health check is run, and what: a line for the shell, or a line
    /// an entry. None where it is no list of texts, or has entries that no line can show.
    pub fn check_command(&self, container: usize) -> Option<(CheckKind, String)> {
        let mut entries = self.list(&pointer(container))?;
        let kind = entries.first().map_or(CheckKind::Neither, |first| CheckKind::parse(first));
        if kind != CheckKind::Neither {
            entries.remove(0);
        }
        // A line for the shell may have line breaks in it; then it has to be the only one.
        let is_shown = match kind {
            CheckKind::Shell => entries.len() < 2,
            _ => entries.iter().all(|entry| !entry.contains('\n')),
        };
        is_shown.then(|| (kind, entries.join("\n")))
    }
}

/// The text with the command run in another way.
pub(super) fn set_kind(
    draft: &Draft<'_>,
    form: &Form,
    container: usize,
    kind: CheckKind,
) -> Result<String, EditError> {
    let (before, command) = form.check_command(container).unwrap_or((kind, String::new()));
    let command = match (before, kind) {
        (CheckKind::Shell, CheckKind::Program) => command.split_whitespace().collect::<Vec<_>>().join("\n"),
        (CheckKind::Program | CheckKind::Neither, CheckKind::Shell) => command.replace('\n', " "),
        _ => command,
    };
    draft.list(&pointer(container), &entries(kind, &command))
}

/// The text with another command.
pub(super) fn set_command(
    draft: &Draft<'_>,
    form: &Form,
    container: usize,
    typed: &str,
) -> Result<String, EditError> {
    let kind = form.check_command(container).map_or(CheckKind::Shell, |(kind, _)| kind);
    draft.list(&pointer(container), &entries(kind, typed))
}

fn entries(kind: CheckKind, command: &str) -> Vec<String> {
    let first = (kind != CheckKind::Neither).then(|| kind.name().to_owned());
    let rest = match kind {
        CheckKind::Shell => vec![command.to_owned()],
        CheckKind::Program | CheckKind::Neither => lines(command),
    };
    first.into_iter().chain(rest).collect()
}

fn pointer(container: usize) -> String {
    format!("/containerDefinitions/{container}/healthCheck/command")
}
