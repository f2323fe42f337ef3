//! The roles and volumes of a task: what the inspector asks of the run on the stage.

use super::asked::Asked;
use super::state::{Selection, State, Tab};
use crate::player::{TaskParts, TaskQuestion};
use ecs_core::json::{self, EditError};
use ecs_core::report::MissingPermission;

/// A question about the parts of a task, and its answer.
pub type Parts = Asked<TaskQuestion, TaskParts>;

impl State {
    /// This page, with what the inspector has to ask about a task now. An answer that is there is not asked
    /// for again.
    pub(super) fn examining(self) -> State {
        let Some(question) = self.task_question() else {
            let parts = Parts { number: self.parts.number, ..Parts::default() };
            return State { parts, ..self };
        };
        let parts = self.parts.asking(Some(question), |last, new| last.task == new.task);
        State { parts, ..self }
    }

    /// The selected task's; of a service, that of its first task.
    fn task_question(&self) -> Option<TaskQuestion> {
        let shown = self.shown.as_ref().filter(|_| self.tab == Tab::Details)?;
        let snapshot = &shown.snapshot;
        let task = match self.selection? {
            Selection::Task(number) => snapshot.tasks.get(number)?,
            Selection::Service(number) => snapshot.tasks.iter().find(|task| task.service == Some(number))?,
            Selection::Instance(_) | Selection::Group(_) => return None,
        };
        Some(TaskQuestion {
            run: shown.number,
            at: snapshot.at,
            log_hash: snapshot.log_hash.clone(),
            task: task.short.clone(),
        })
    }
}

/// `text` with one more policy of a role, unless the role has the same one.
pub(super) fn allow(text: &str, missing: &MissingPermission) -> Result<String, EditError> {
    let root = super::follow::parse(text)?;
    let listed = root.at(&missing.pointer).map(json::Node::elements).unwrap_or_default();
    if listed.iter().any(|policy| policy.to_value() == missing.value) {
        return Ok(text.to_owned());
    }
    json::append(text, &missing.pointer, std::slice::from_ref(&missing.value))
}

#[cfg(test)]
mod tests {
    use super::allow;
    use ecs_core::report::MissingPermission;
    use serde_json::json;

    #[test]
    fn a_policy_is_added_once() {
        let missing = MissingPermission {
            role: "app".to_owned(),
            pointer: "/roles/0/Policies".to_owned(),
            value: json!({"PolicyName": "allow-s3-GetObject"}),
            sentence: String::new(),
        };
        let text = r#"{"roles": [{"RoleName": "app"}]}"#;
        let added = allow(text, &missing).unwrap();
        assert!(added.contains("allow-s3-GetObject"));
        assert_eq!(allow(&added, &missing).unwrap(), added);
    }
}
