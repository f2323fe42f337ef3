//! Why here, why not there: what the inspector asks of the run on the stage.

use super::shared::Shared;
use super::state::{Selection, State, Tab};
use crate::player::{About, Question};
use ecs_core::aws::LaunchType;
use ecs_core::report::{Explanation, ServiceView, Snapshot};
use std::rc::Rc;

/// A question about a decision, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last.
    pub question: Option<Question>,
    /// The answer, once it is there: the decision, or that there was none.
    pub answer: Option<Shared<Option<Explanation>>>,
    /// The service whose next task an instance is asked about, where somebody chose one.
    pub(super) service: Option<Rc<str>>,
}

impl State {
    /// This page, with what the inspector has to ask now. An answer that is there is not asked for again.
    pub(super) fn asking(self) -> State {
        let Some(question) = self.question() else { return self };
        if self.why.question.as_ref() == Some(&question) {
            return self;
        }
        // Of another run the same is asked: what the one before said stays until the answer comes, so
        // that nothing jumps.
        let same = self.why.question.as_ref().is_some_and(|asked| asked.about == question.about);
        let why = Why {
            number: self.why.number + 1,
            question: Some(question),
            answer: self.why.answer.clone().filter(|_| same),
            service: self.why.service.clone(),
        };
        State { why, ..self }
    }

    /// What is open in the inspector, as a question.
    fn question(&self) -> Option<Question> {
        let shown = self.shown.as_ref().filter(|_| self.tab == Tab::Why)?;
        let snapshot = &shown.snapshot;
        let about = match self.selection? {
            Selection::Task(number) => About::Task(snapshot.tasks.get(number)?.short.clone()),
            Selection::Service(number) => About::Service(snapshot.services.get(number)?.name.clone()),
            Selection::Instance(number) => About::Instance {
                service: self.why.service_for(snapshot)?.name.clone(),
                instance: snapshot.instances.get(number)?.id.clone(),
            },
            Selection::Group(_) => return None,
        };
        // Where a task stands was decided once; where the next one would go depends on the moment.
        let events = shown.events.filter(|_| !matches!(about, About::Task(_)));
        Some(Question { run: shown.number, events, about })
    }

    /// This page with something selected.
    pub(super) fn with_selection(&self, selection: Selection, tab: Tab) -> State {
        let snapshot = self.shown.as_ref().map(|shown| &shown.snapshot);
        let service = snapshot.and_then(|snapshot| {
            let number = match selection {
                Selection::Service(number) => number,
                Selection::Task(number) => snapshot.tasks.get(number)?.service?,
                Selection::Instance(_) | Selection::Group(_) => return None,
            };
            Some(snapshot.services.get(number)?.name.as_str().into())
        });
        let why = Why { service: service.or_else(|| self.why.service.clone()), ..self.why.clone() };
        let mut state = State { selection: Some(selection), tab, why, ..self.clone() };
        state.forget_away();
        state
    }
}

impl Why {
    /// The service whose next task an instance is asked about: the chosen one, else one that waits, else
    /// the first that places tasks on instances.
    pub fn service_for<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a ServiceView> {
        let of_name = |service: &&ServiceView| Some(service.name.as_str()) == self.service.as_deref();
        services_on_instances(snapshot)
            .find(of_name)
            .or_else(|| services_on_instances(snapshot).find(|service| service.waiting.is_some()))
            .or_else(|| services_on_instances(snapshot).next())
    }
}

/// The services that place tasks on instances.
pub fn services_on_instances(snapshot: &Snapshot) -> impl Iterator<Item = &ServiceView> {
    snapshot.services.iter().filter(|service| service.launch_type != LaunchType::Fargate)
}
