//! The target group whose targets are listed, as they are at the moment of the playhead.

use super::shared::Shared;
use super::state::State;
use crate::player::TargetsQuestion;
use ecs_core::report::TargetList;
use std::rc::Rc;

/// The question about a target group, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Rises with every question.
    pub number: u32,
    /// The group that somebody wants to see, by name; none where no list is open.
    pub group: Option<Rc<str>>,
    /// What was asked last.
    pub question: Option<TargetsQuestion>,
    /// The list, once it is there: that of another moment until the core has answered.
    pub list: Option<Shared<TargetList>>,
}

impl State {
    /// This page with the targets of that group listed, or of none.
    pub(super) fn with_targets_of(&self, group: Option<Rc<str>>) -> State {
        let targets = Targets { group, question: None, list: None, ..self.targets.clone() };
        State { targets, ..self.clone() }
    }

    /// This page, with the list that has to be asked for now.
    pub(super) fn listing(self) -> State {
        let Some(question) = self.targets_question() else { return self };
        if self.targets.question.as_ref() == Some(&question) {
            return self;
        }
        let targets =
            Targets { number: self.targets.number + 1, question: Some(question), ..self.targets.clone() };
        State { targets, ..self }
    }

    fn targets_question(&self) -> Option<TargetsQuestion> {
        let shown = self.shown.as_ref()?;
        let group = self.targets.group.clone()?;
        Some(TargetsQuestion { run: shown.number, events: shown.events(), group })
    }

    /// This page with a list; a run without such a group has none, and nothing stays open.
    pub(super) fn with_list(&self, list: Option<TargetList>) -> State {
        match list {
            Some(list) => {
                let list = Some(Shared::new(list));
                State { targets: Targets { list, ..self.targets.clone() }, ..self.clone() }
            }
            None => self.with_targets_of(None),
        }
    }
}
