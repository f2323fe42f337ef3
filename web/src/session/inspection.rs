//! The task that is looked at in details, as it is at the moment of the playhead: also one that has stopped.

use super::asked::Asked;
use super::state::{Selection, State, Tab};
use super::transport::Named;
use crate::player::InspectQuestion;
use ecs_core::report::TaskInspection;

/// The question about a task, and its answer: the task, or that it is not there yet.
pub type Inspection = Asked<InspectQuestion, TaskInspection>;

impl State {
    /// This page, with the task that has to be asked about now.
    pub(super) fn inspecting(self) -> State {
        let Some(question) = self.inspect_question() else { return self };
        let inspection = self.inspection.asking(Some(question), |last, new| last.task == new.task);
        State { inspection, ..self }
    }

    fn inspect_question(&self) -> Option<InspectQuestion> {
        let shown = self.shown.as_ref().filter(|_| self.tab == Tab::Details)?;
        let task = match (self.selection, self.transport.away()) {
            (Some(Selection::Task(number)), _) => shown.snapshot.tasks.get(number)?.id.clone(),
            (None, Some(Named::Task(id))) => id.clone(),
            _ => return None,
        };
        Some(InspectQuestion { run: shown.number, events: shown.events, task })
    }

    /// The task that is looked at and is not in the picture: it has stopped, or is not there yet.
    pub fn task_away(&self) -> bool {
        self.selection.is_none() && matches!(self.transport.away(), Some(Named::Task(_)))
    }
}
