//! The task that is looked at in details, as it is at the moment of the playhead: also one that has stopped.

use super::shared::Shared;
use super::state::{Selection, State, Tab};
use super::transport::Named;
use crate::player::InspectQuestion;
use ecs_core::report::TaskInspection;

/// The question about a task, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last.
    pub question: Option<InspectQuestion>,
    /// The answer, once it is there: the task, or that it is not there yet.
    pub answer: Option<Shared<Option<TaskInspection>>>,
}

impl State {
    /// This page, with the task that has to be asked about now.
    pub(super) fn inspecting(self) -> State {
        let Some(question) = self.inspect_question() else { return self };
        let asked = self.inspection.question.as_ref();
        if asked == Some(&question) {
            return self;
        }
        // Of another moment the same is asked: what was there stays, so that nothing jumps.
        let same = asked.is_some_and(|asked| asked.task == question.task);
        let inspection = Inspection {
            number: self.inspection.number + 1,
            question: Some(question),
            answer: self.inspection.answer.clone().filter(|_| same),
        };
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
