//! What a decision comes to, in one sentence, and when and why it was made.

use super::rules::is_on_fargate;
use super::words::failing;
use crate::session::{Selection, Shown};
use crate::stage::{clock, short_id};
use ecs_core::report::Explanation;

/// What it comes to for the task, the service or the instance that is selected; `service` is whose
/// next task an instance is asked about. None where the run has no such thing.
pub(super) fn headline(
    shown: &Shown,
    selection: Selection,
    service: &str,
    decision: Option<&Explanation>,
) -> Option<String> {
    let chosen = decision.and_then(|decision| decision.candidates.iter().find(|seen| seen.chosen));
    let on_fargate = decision.is_some_and(is_on_fargate);
    match selection {
        Selection::Task(number) => {
            let task = shown.snapshot.tasks.get(number)?;
            let instance = task.instance.and_then(|number| shown.snapshot.instances.get(number));
            let name = task.id.get(..4).unwrap_or_default();
            Some(match (instance, decision) {
                (Some(instance), Some(_)) => format!("Task {name} landed on {}", short_id(&instance.id)),
                (Some(instance), None) => format!("Task {name} was put on {}", short_id(&instance.id)),
                (None, _) => format!("Task {name} landed in {}, on Fargate", task.zone),
            })
        }
        Selection::Service(number) => {
            let name = &shown.snapshot.services.get(number)?.name;
            Some(match chosen {
                Some(seen) => {
                    format!("The next task of {name} would land on {}", short_id(&seen.ec2_instance_id))
                }
                None if on_fargate => format!("The next task of {name} would run on Fargate"),
                None => format!("The next task of {name} has no place"),
            })
        }
        Selection::Instance(number) => {
            let id = &shown.snapshot.instances.get(number)?.id;
            let seen = decision?.candidates.iter().find(|seen| seen.ec2_instance_id == *id)?;
            let id = short_id(id);
            Some(if seen.chosen {
                format!("The next task of {service} would land on {id}")
            } else if failing(seen).next().is_some() {
                format!("The next task of {service} cannot land on {id}")
            } else {
                format!("The next task of {service} fits on {id}, and would land elsewhere")
            })
        }
        Selection::Group(_) => None,
    }
}

/// When and why it was made.
pub(super) fn occasion(shown: &Shown, selection: Selection, decision: Option<&Explanation>) -> String {
    let task = match selection {
        Selection::Task(number) => shown.snapshot.tasks.get(number),
        _ => None,
    };
    match (task, decision) {
        (Some(task), Some(decision)) => format!("At t+{}: {}.", clock(task.created_at), decision.cause),
        (Some(task), None) => {
            format!("At t+{}: StartTask named the instance (PLACE-17).", clock(task.created_at))
        }
        (None, _) => format!("As things stand at t+{}.", clock(shown.snapshot.at)),
    }
}
