//! What an action does to the document, in words: what can be undone is named.

use super::act::{Act, Step};
use super::action::Action;
use super::clock::moment;
use super::edit::{AlarmEdit, Edit, NetworkEdit, PlacementEdit, TrafficEdit};
use super::outline::Outline;
use super::run_task::RunTask;
use super::state::State;

/// Whether what follows in the same words is a part of the same change: of what is typed letter by letter, and of
/// what is moved step by step.
pub(super) fn joins(action: &Action) -> bool {
    match action {
        Action::TypeScenario(_) | Action::MoveAction(..) | Action::SetTraffic(..) => true,
        Action::Edit(edit) => edit.is_typed(),
        _ => false,
    }
}

/// What the action does to the document of `before`; it is asked once the page after it is known.
pub(super) fn words_of(before: &State, action: &Action) -> impl FnOnce(&State) -> String + use<> {
    let row = |number: &usize| {
        before.outline.actions.get(*number).map_or_else(|| "an action".to_owned(), |row| row.words.clone())
    };
    let words = match action {
        Action::Open(_) | Action::OpenLink(_) => None,
        Action::TypeScenario(_) => Some("typed the scenario's JSON".to_owned()),
        Action::ReadAgain => Some("went back to the last JSON".to_owned()),
        Action::StartFrom(_) => Some("began with a template".to_owned()),
        Action::Discard => Some(format!("discarded the draft of {}", before.draft.name)),
        Action::Edit(edit) => Some(format!("changed {}", edit.about(&before.outline))),
        Action::StartTask(definition, instance) => Some(format!("StartTask {definition} on {instance}")),
        Action::SetTraffic(name, _) => Some(format!("changed the traffic {name}")),
        Action::RunTask => before.run_task.as_ref().map(RunTask::words),
        Action::Act(Step::Make) => before.act.as_ref().map(Act::words),
        Action::MoveAction(number, _) => Some(format!("moved {}", row(number))),
        Action::RemoveAction(number) => Some(format!("removed {}", row(number))),
        Action::Permit(rule) => Some(format!("added to a security group: {}", rule.sentence)),
        Action::Allow(missing) => Some(missing.sentence.clone()),
        Action::Branch => Some(format!("branched at {}", moment(before.transport.at))),
        // What is registered, at once or once it is judged.
        _ => Some(format!("registered {}", before.draft.name)),
    };
    move |after: &State| words.unwrap_or_else(|| opened(&after.outline))
}

fn opened(outline: &Outline) -> String {
    if outline.name.is_empty() { "opened a scenario".to_owned() } else { format!("opened {}", outline.name) }
}

impl Edit {
    /// Whether it is made letter by letter.
    fn is_typed(&self) -> bool {
        matches!(
            self,
            Edit::Service(..)
                | Edit::Deployment(..)
                | Edit::Placement(_, PlacementEdit::Expression(..) | PlacementEdit::StrategyField(..))
                | Edit::Instance(..)
                | Edit::Alarm(AlarmEdit::Set(..))
                | Edit::Network(NetworkEdit::Set(..) | NetworkEdit::SourceBlock(..))
                | Edit::Member(..)
                | Edit::Traffic(TrafficEdit::Step(..))
        )
    }

    /// What it is about.
    fn about(&self, outline: &Outline) -> String {
        let service = |number: &usize| outline.services.get(*number).map_or("", |row| row.name.as_str());
        match self {
            Edit::AddService(_) | Edit::RemoveService(_) => "the services".to_owned(),
            Edit::Service(number, field, _) => format!("{} of {}", field.member(), service(number)),
            Edit::Deployment(number, field, _) => format!("{} of {}", field.member(), service(number)),
            Edit::ServiceNetwork(number, _) => format!("the network of {}", service(number)),
            Edit::Placement(..) => "the placement".to_owned(),
            Edit::Strategy(..) => "the capacity provider strategy".to_owned(),
            Edit::Call(_) => "the call".to_owned(),
            Edit::Cluster(_) => "the cluster".to_owned(),
            Edit::Trunking(_) => "awsvpcTrunking".to_owned(),
            Edit::Instance(..) | Edit::Attribute(..) | Edit::AddInstances | Edit::RemoveInstances(_) => {
                "the container instances".to_owned()
            }
            Edit::Network(_) => "the network".to_owned(),
            Edit::Alarm(_) => "the alarms".to_owned(),
            Edit::Member(_, field, _) => field.label.to_owned(),
            Edit::Scaling(_) => "the auto scaling".to_owned(),
            Edit::Capacity(_) => "the capacity".to_owned(),
            Edit::Traffic(_) => "the traffic".to_owned(),
        }
    }
}
