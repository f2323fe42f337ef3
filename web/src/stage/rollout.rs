//! The exchange of a service's tasks, as chips tell it.

use crate::session::grouped;
use ecs_core::deploy::RolloutState;
use ecs_core::report::{ServiceView, TaskView};

/// The tasks of a service on its chip: running and desired ones, and of each revision while it is exchanged.
pub(super) fn counts_in_words(service: &ServiceView) -> (String, String) {
    let desired = grouped(service.desired_count.into());
    let deployments = &service.rollout.deployments;
    if deployments.len() < 2 {
        let counts = format!("{}/{desired}", grouped(service.running_count.into()));
        return (counts, service.task_definition.clone());
    }
    let is_mixed = service.rollout.is_mixed();
    let told = deployments.iter().rev().map(|deployment| {
        let age = match (is_mixed, deployment.is_primary) {
            (true, _) => "",
            (false, true) => " new",
            (false, false) => " old",
        };
        format!("{} {}{age}", deployment.task_definition, grouped(deployment.running_count.into()))
    });
    (format!("{} of {desired}", told.collect::<Vec<String>>().join(" · ")), String::new())
}

/// A task's name on its chip: with its revision where its service has tasks of others.
pub(super) fn chip_name(task: &TaskView, is_mixed: bool) -> String {
    match task.task_definition.rsplit_once(':') {
        Some((family, _)) if is_mixed && family == task.name => task.task_definition.clone(),
        Some(_) if is_mixed => format!("{} {}", task.name, task.task_definition),
        _ => task.name.clone(),
    }
}

/// That a deployment does not come to its end by itself, in a word.
pub(super) fn halted(service: &ServiceView) -> Option<&'static str> {
    service.halted()?;
    let failed = service.rollout.primary().is_some_and(|primary| primary.state == RolloutState::Failed);
    Some(if failed { "failed" } else { "stalled" })
}

#[cfg(test)]
mod tests {
    use super::{chip_name, counts_in_words, halted};
    use crate::stage::layout::moment;
    use ecs_core::report::Snapshot;
    use ecs_core::{Budget, Document, SimTime, Simulation};
    use ecs_workshop::gallery;

    #[test]
    fn a_deployment_is_told_on_the_chip_and_where_it_does_not_go_on() {
        let entry = gallery::ENTRIES.iter().find(|entry| entry.id == "rolling-update").unwrap();
        let at = |text: &str, seconds| {
            let mut run = Simulation::new(Document::read(text).scenario.unwrap());
            run.advance_to(SimTime::from_seconds(seconds), Budget::UNLIMITED);
            run.snapshot(0)
        };
        let chip = |snapshot: &Snapshot| counts_in_words(&snapshot.services[0]);
        let told = |words: &str, family: &str| (words.to_owned(), family.to_owned());
        assert_eq!(chip(&at(entry.text, 170)), told("4/4", "web:1"));
        let midway = at(entry.text, 190);
        assert_eq!(chip(&midway), told("web:1 2 · web:2 0 of 4", ""));
        assert_eq!(moment(&midway), "State at 03:10: 1 deployment under way.");
        let names: Vec<String> = midway.tasks.iter().map(|task| chip_name(task, true)).collect();
        assert!(names.contains(&"web:1".to_owned()) && names.contains(&"web:2".to_owned()), "{names:?}");
        assert_eq!(chip_name(&midway.tasks[0], false), "web");
        let deadlock = entry.text.replace("\"minimumHealthyPercent\": 50", "\"minimumHealthyPercent\": 100");
        let deadlock = deadlock.replace("\"maximumPercent\": 150", "\"maximumPercent\": 100");
        let stuck = at(&deadlock, 900);
        assert_eq!(chip(&stuck), told("web:1 4 · web:2 0 of 4", ""));
        assert_eq!((halted(&stuck.services[0]), halted(&midway.services[0])), (Some("stalled"), None));
        // The strip says why: once is enough.
        assert_eq!(moment(&stuck), "State at 15:00, the end of the timeline: 1 deployment halted.");
    }
}
