//! The strip above the stage: which tasks have no place, and why.

use crate::platform;
use crate::session::{Action, Dispatch, Selection, Shared, Shown, Tab, counted, grouped};
use ecs_core::report::{Snapshot, TaskView};
use std::collections::{BTreeMap, BTreeSet};
use yew::prelude::*;

/// Tasks without a service that are named.
const NAMED: usize = 6;

/// Tasks that wait for the same: of a service, or of no service, of one task group and for one capacity provider.
#[derive(Clone, Debug, PartialEq)]
struct Waiting<'a> {
    /// The service's name, or the group's.
    name: &'a str,
    /// The service, by number; none of tasks that belong to none.
    service: Option<usize>,
    /// The capacity provider that those of no service wait for.
    provider: Option<&'a str>,
    /// How many.
    count: u64,
    /// Why.
    reason: &'a str,
    /// The first of those that belong to no service, with their numbers.
    tasks: Vec<(usize, &'a TaskView)>,
}

/// Everything that waits: services first, in their order, then tasks of groups by their names and those of the
/// capacity providers.
fn all(snapshot: &Snapshot) -> Vec<Waiting<'_>> {
    let services = snapshot.services.iter().enumerate().filter_map(|(number, service)| {
        // What makes way while there is no room lacks no task: the deployment does not go on.
        let waiting = service.waiting.as_ref().filter(|waiting| waiting.count > 0)?;
        let (name, count, reason) = (service.name.as_str(), waiting.count.into(), waiting.reason.as_str());
        Some(Waiting { name, service: Some(number), provider: None, count, reason, tasks: Vec::new() })
    });
    let mut found: Vec<Waiting<'_>> = services.collect();
    let mut loose: BTreeMap<(&str, Option<&str>), Waiting<'_>> = BTreeMap::new();
    for (number, task) in snapshot.tasks.iter().enumerate() {
        let Some(reason) = task.waits.as_deref().filter(|_| task.service.is_none()) else { continue };
        let (name, provider) = (task.name.as_str(), task.capacity_provider.as_deref());
        let none = Waiting { name, service: None, provider, count: 0, reason, tasks: Vec::new() };
        let waiting = loose.entry((name, provider)).or_insert(none);
        waiting.count += 1;
        if waiting.tasks.len() < NAMED {
            waiting.tasks.push((number, task));
        }
    }
    found.extend(loose.into_values());
    found
}

/// Services whose deployment does not come to its end by itself: the number, the name, and why.
fn halts(snapshot: &Snapshot) -> Vec<(usize, &str, String)> {
    let services = snapshot.services.iter().enumerate();
    services
        .filter_map(|(number, service)| Some((number, service.name.as_str(), service.halted()?)))
        .collect()
}

/// The strip. It keeps its line when nothing waits, so that a run moves nothing below it.
pub(super) fn waiting(shown: &Shared<Shown>, dispatch: &Dispatch) -> Html {
    let (found, halts) = (all(&shown.snapshot), halts(&shown.snapshot));
    let key = |waiting: &Waiting<'_>| format!("{} {}", waiting.name, waiting.provider.unwrap_or_default());
    let lines = found.iter().map(|waiting| (key(waiting), line(waiting, dispatch)));
    let halted = halts.iter().map(|halt| (format!("{} halts", halt.1), halt_line(halt, dispatch)));
    let mut lines: Vec<(String, Html)> = lines.chain(halted).collect();
    match lines.len() {
        0 => {
            let limit = shown.snapshot.limit_reached.clone();
            html! { <p class="banner none-waiting">{ limit.unwrap_or("No task is waiting.".into()) }</p> }
        }
        1 => {
            let only = lines.pop().map(|(_, line)| line).unwrap_or_default();
            html! { <div class="banner waiting" data-testid="waiting">{ only }</div> }
        }
        _ => html! {
            <details class="banner waiting" data-testid="waiting">
                <summary><strong>{ summary(&found, halts.len()) }</strong></summary>
                <ul>{ for lines.into_iter().map(|(key, line)| html! { <li {key}>{ line }</li> }) }</ul>
            </details>
        },
    }
}

/// `3 tasks of 2 services waiting, 1 deployment halted`.
fn summary(found: &[Waiting<'_>], halts: usize) -> String {
    let tasks: u64 = found.iter().map(|waiting| waiting.count).sum();
    let waiting =
        (!found.is_empty()).then(|| format!("{} of {} waiting", counted(tasks, "task"), whose(found)));
    let halted = (halts > 0).then(|| format!("{} halted", counted(halts as u64, "deployment")));
    waiting.into_iter().chain(halted).collect::<Vec<String>>().join(", ")
}

fn halt_line((number, name, why): &(usize, &str, String), dispatch: &Dispatch) -> Html {
    let (dispatch, selection) = (dispatch.clone(), Selection::Service(*number));
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Select(selection));
        dispatch.dispatch(Action::ShowTab(Tab::Details));
        platform::focus("inspector-panel");
    });
    html! {
        <div class="waiting-line">
            <p><strong>{ *name }</strong>{ " " }{ why }</p>
            <button type="button" class="link" {onclick}>{ "Deployments" }<span class="visually-hidden">{ format!(" of {name}") }</span></button>
        </div>
    }
}

/// `2 services`, `1 service and 1 task group`.
fn whose(several: &[Waiting<'_>]) -> String {
    let services = several.iter().filter(|waiting| waiting.service.is_some()).count() as u64;
    let loose = several.iter().filter(|waiting| waiting.service.is_none());
    let groups = loose.map(|waiting| waiting.name).collect::<BTreeSet<&str>>().len() as u64;
    match (services, groups) {
        (services, 0) => counted(services, "service"),
        (0, groups) => counted(groups, "task group"),
        (services, groups) => {
            format!("{} and {}", counted(services, "service"), counted(groups, "task group"))
        }
    }
}

fn line(waiting: &Waiting<'_>, dispatch: &Dispatch) -> Html {
    html! {
        <div class="waiting-line">
            <p><strong>{ format!("{} {} waiting", grouped(waiting.count), waiting.name) }</strong>{ " " }{ for_what(waiting.reason) }</p>
            if let Some(service) = waiting.service {
                { why_not(service, waiting.name, dispatch) }
            } else {
                { for waiting.tasks.iter().map(|(number, task)| task_button(*number, task, dispatch)) }
                if waiting.count > waiting.tasks.len() as u64 {
                    <span>{ format!("and {} more", waiting.count - waiting.tasks.len() as u64) }</span>
                }
            }
        </div>
    }
}

/// A reason behind `waiting`: that something waits is not said twice.
fn for_what(reason: &str) -> &str {
    reason.strip_prefix("waits ").unwrap_or(reason)
}

fn why_not(service: usize, name: &str, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::AskWhy(service));
        // The receipt is where the eyes are to go: on a phone it is far below.
        platform::focus("inspector-panel");
    });
    html! {
        <button type="button" class="link" {onclick}>{ "Why not?" }<span class="visually-hidden">{ format!(" {name}") }</span></button>
    }
}

/// The place of a task that waits and belongs to no service: it can be selected like one on an instance.
fn task_button(number: usize, task: &TaskView, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(Selection::Task(number))));
    html! {
        <button type="button" class="link" key={task.id.clone()} title="Look at this task" {onclick}>{ &task.short }</button>
    }
}

#[cfg(test)]
mod tests {
    use super::{all, for_what, summary, whose};
    use ecs_core::{Budget, Document, SimTime, Simulation};
    use ecs_workshop::gallery;

    #[test]
    fn tasks_without_a_service_wait_by_group() {
        let entry = gallery::ENTRIES.iter().find(|entry| entry.id == "two-providers-flapping").unwrap();
        let mut run = Simulation::new(Document::read(entry.text).scenario.unwrap());
        run.advance_to(SimTime::from_seconds(30), Budget::UNLIMITED);
        let snapshot = run.snapshot(0);
        let found = all(&snapshot);
        assert_eq!(whose(&found), "1 task group");
        assert_eq!(summary(&found, 1), "2 tasks of 1 task group waiting, 1 deployment halted");
        assert_eq!((found[0].name, found[0].count, found[0].tasks.len()), ("family:app", 1, 1));
        assert_ne!(found[0].provider, found[1].provider);
        assert!(found[0].reason.starts_with("waits for an instance of "), "{}", found[0].reason);
        assert!(for_what(found[0].reason).starts_with("for an instance of "));
        assert_eq!(for_what("no instance is ACTIVE"), "no instance is ACTIVE");
    }

    #[test]
    fn tasks_that_wait_for_several_providers_are_told_apart() {
        let text = r#"{"version": 1,
          "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 256, "memory": 256}]}],
          "autoScalingGroups": [
            {"AutoScalingGroupName": "a", "MinSize": 0, "MaxSize": 3, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}},
            {"AutoScalingGroupName": "b", "MinSize": 0, "MaxSize": 3, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}],
          "capacityProviders": [
            {"name": "cp-a", "autoScalingGroupProvider": {"autoScalingGroupArn": "a", "managedScaling": {"status": "ENABLED"}}},
            {"name": "cp-b", "autoScalingGroupProvider": {"autoScalingGroupArn": "b", "managedScaling": {"status": "ENABLED"}}}],
          "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3, "capacityProviderStrategy": [
            {"capacityProvider": "cp-a", "weight": 2}, {"capacityProvider": "cp-b", "weight": 1}]}],
          "simulation": {"timeline": [{"atSeconds": 1, "action": "ecs:RunTask", "input": {"taskDefinition": "web", "count": 3, "group": "jobs",
            "capacityProviderStrategy": [{"capacityProvider": "cp-a", "weight": 2}, {"capacityProvider": "cp-b", "weight": 1}]}}]}}"#;
        let mut run = Simulation::new(Document::read(text).scenario.unwrap());
        run.advance_to(SimTime::from_seconds(5), Budget::UNLIMITED);
        let snapshot = run.snapshot(0);
        let found = all(&snapshot);
        assert_eq!(whose(&found), "1 service and 1 task group");
        assert_eq!(
            found[0].reason,
            "2 for an instance of cp-a: it has no instance yet; 1 for an instance of cp-b: it has no instance yet"
        );
        let loose = found[1..].iter().map(|waiting| (waiting.name, waiting.provider, waiting.count));
        assert_eq!(loose.collect::<Vec<_>>(), [("jobs", Some("cp-a"), 2), ("jobs", Some("cp-b"), 1)]);
        assert!(found[2].reason.starts_with("waits for an instance of cp-b"));
    }
}
