//! Every event has a cause that concerns what it is about: a call or a fault at that very moment, a container that
//! ended, or a service that was short of a task.

use crate::standing::Standings;
use crate::{actions, instances};
use ecs_core::SimTime;
use ecs_core::report::{InstanceView, ServiceView, Snapshot, TaskView};
use ecs_core::time::Calendar;
use serde_json::Value;
use std::collections::BTreeSet;

/// Calls and faults after which a group lets an instance go, at once or when it has found the time: it is smaller,
/// or its zones come into balance, or it puts another one in the place of one at risk. Spec: ASG-8, ASG-11, ASG-12.
const OF_GROUPS: &[&str] = &[
    "autoscaling:SetDesiredCapacity",
    "autoscaling:UpdateAutoScalingGroup",
    "autoscaling:TerminateInstanceInAutoScalingGroup",
    "aws:ec2:send-spot-instance-interruptions",
    "ec2:TerminateInstances",
    "aws:ec2:terminate-instances",
    "aws:ec2:stop-instances",
    "simulation:LoseZone",
];

/// An entry of the timeline.
#[derive(Debug)]
struct Action {
    name: String,
    at: SimTime,
    input: Value,
}

/// What may have caused something.
#[derive(Debug)]
pub struct Causes {
    actions: Vec<Action>,
    calendar: Calendar,
    /// The ARNs of tasks whose end was told of.
    ended: BTreeSet<String>,
}

/// What an event is held against.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub before: &'a Snapshot,
    pub after: &'a Snapshot,
    pub standings: &'a Standings,
}

impl Causes {
    /// The timeline of a scenario.
    pub fn of(scenario: &Value) -> Causes {
        let timeline = scenario["simulation"]["timeline"].as_array().into_iter().flatten();
        let action = |entry: &Value| Action {
            name: entry["action"].as_str().unwrap_or_default().to_owned(),
            at: SimTime::from_seconds_nearest(entry["atSeconds"].as_f64().unwrap_or_default()),
            input: entry["input"].clone(),
        };
        Causes {
            actions: timeline.map(action).collect(),
            calendar: Calendar::default(),
            ended: BTreeSet::new(),
        }
    }

    /// # Panics
    ///
    /// Where an event comes out of nothing.
    pub fn check(&mut self, event: &Value, around: Around<'_>) {
        let (detail, at) = (&event["detail"], around.after.at);
        match event["detail-type"].as_str().unwrap_or_default() {
            "ECS Task State Change" => {
                let arn = detail["taskArn"].as_str().unwrap_or_default();
                let is_caused = if detail["desiredStatus"] == "STOPPED" {
                    !self.ended.insert(arn.to_owned()) || self.stop_is_caused(detail, around)
                } else {
                    self.start_is_caused(detail, around)
                };
                assert!(is_caused, "{at:?}: nothing has caused {detail:#}");
            }
            "ECS Service Action" => actions::check(event, around.after),
            "ECS Hook State Change" => {
                let of = detail["serviceArn"].as_str().unwrap_or_default();
                let is_there = |service: &ServiceView| of.ends_with(&format!("/{}", service.name));
                assert!(around.after.services.iter().any(is_there), "{at:?}: {event:#}");
            }
            "ECS Container Instance State Change" => instances::check(self, event, around),
            _ => assert!(!event["resources"].as_array().is_none_or(Vec::is_empty), "{at:?}: {event:#}"),
        }
    }

    /// A task that is to run belongs to a service that is there, or somebody has called for it at the moment when
    /// it was created.
    fn start_is_caused(&self, detail: &Value, around: Around<'_>) -> bool {
        let group = detail["group"].as_str().unwrap_or_default();
        let started_by = detail["startedBy"].as_str().unwrap_or_default();
        if started_by.starts_with("ecs-svc/") {
            let name = group.strip_prefix("service:");
            return around.after.services.iter().any(|service| Some(service.name.as_str()) == name);
        }
        let created_at = detail["createdAt"].as_str().unwrap_or_default();
        let family = family_of(detail["taskDefinitionArn"].as_str().unwrap_or_default());
        let task = view_of(detail, around.after);
        let host = task.and_then(|task| host_of(task, around.after));
        self.on(created_at).any(|action| {
            let input = &action.input;
            let named = family_of(input["taskDefinition"].as_str().unwrap_or_default());
            let is_its_group = input["group"].as_str().is_none_or(|given| given == group);
            let on_it = |host: &InstanceView| names(&input["containerInstances"], &host.short);
            match action.name.as_str() {
                "ecs:RunTask" => named == family && is_its_group,
                "ecs:StartTask" => named == family && host.is_none_or(on_it),
                _ => false,
            }
        })
    }

    fn stop_is_caused(&self, detail: &Value, around: Around<'_>) -> bool {
        let containers = || detail["containers"].as_array().into_iter().flatten();
        match detail["stopCode"].as_str().unwrap_or_default() {
            "UserInitiated" => self.somebody_stopped(detail, around),
            "TaskFailedToStart" => detail["startedAt"].is_null(),
            // While the others are asked to stop the container that ended has its exit code already.
            "EssentialContainerExited" => containers().any(|container| !container["exitCode"].is_null()),
            "ServiceSchedulerInitiated" => scheduler_stopped(detail, around.standings),
            "TerminationNotice" | "InfrastructureHealth" => self.host_was_lost(detail, around),
            _ => false,
        }
    }

    /// Somebody named the task, its instance or its service at the moment when it was asked to stop.
    fn somebody_stopped(&self, detail: &Value, around: Around<'_>) -> bool {
        let Some(task) = view_of(detail, around.before) else { return false };
        let host = host_of(task, around.before);
        self.on(&self.asked_at(detail, around.after)).any(|action| {
            let input = &action.input;
            match action.name.as_str() {
                "ecs:StopTask" => input["task"] == task.short.as_str(),
                "ecs:DeregisterContainerInstance" => {
                    input["force"] == true
                        && host.is_some_and(|host| input["containerInstance"] == host.short.as_str())
                }
                "aws:ecs:stop-task" => targets(action, task, around.before),
                _ => false,
            }
        })
    }

    /// A machine ends at the moment of a fault that concerns it, or was one of a group that lets some go.
    fn host_was_lost(&self, detail: &Value, around: Around<'_>) -> bool {
        let Some(task) = view_of(detail, around.before) else { return false };
        let Some(host) = host_of(task, around.after) else { return false };
        let asked_at = self.asked_at(detail, around.after);
        let earlier = |names: &'static [&str]| {
            let so_far = self.actions.iter().filter(|action| action.at <= around.after.at);
            so_far.filter(|action| names.contains(&action.name.as_str()))
        };
        let at_once = self.on(&asked_at).any(|action| {
            let input = &action.input;
            match action.name.as_str() {
                "ec2:TerminateInstances" => names(&input["InstanceIds"], &host.short),
                "simulation:LoseZone" => input["availabilityZone"] == host.zone.as_str(),
                _ => targets(action, task, around.before),
            }
        });
        let interrupted = || self.interruptions().any(|end| self.calendar.iso(end) == asked_at);
        at_once || interrupted() || (host.member.is_some() && earlier(OF_GROUPS).next().is_some())
    }

    /// When Spot instances are interrupted.
    fn interruptions(&self) -> impl Iterator<Item = SimTime> {
        let named = |action: &&Action| action.name == "aws:ec2:send-spot-instance-interruptions";
        self.actions.iter().filter(named).map(|action| {
            let after = action.input["parameters"]["durationBeforeInterruption"].as_str().unwrap_or_default();
            let minutes = after.trim_start_matches("PT").trim_end_matches('M').parse().unwrap_or(0_u64);
            action.at.plus_ms(60_000 * minutes)
        })
    }

    /// Whether Spot instances are interrupted at a moment.
    pub fn interrupts(&self, at: SimTime) -> bool {
        self.interruptions().any(|end| end == at)
    }

    /// Names and inputs of the actions at a moment.
    pub fn at(&self, at: SimTime) -> impl Iterator<Item = (&str, &Value)> {
        let at_that_moment = self.actions.iter().filter(move |action| action.at == at);
        at_that_moment.map(|action| (action.name.as_str(), &action.input))
    }

    /// Actions at a moment of the calendar.
    fn on(&self, iso: &str) -> impl Iterator<Item = &Action> {
        let iso = iso.to_owned();
        self.actions.iter().filter(move |action| self.calendar.iso(action.at) == iso)
    }

    /// When a task whose end is told of for the first time was asked to stop: ECS may hear late that it stops.
    fn asked_at(&self, detail: &Value, after: &Snapshot) -> String {
        let told = detail["stoppingAt"].as_str().map(ToOwned::to_owned);
        told.unwrap_or_else(|| self.calendar.iso(after.at))
    }
}

/// A service names what it stops that ran, and says why.
fn scheduler_stopped(detail: &Value, standings: &Standings) -> bool {
    let is_of_service = detail["startedBy"].as_str().is_some_and(|by| by.starts_with("ecs-svc/"));
    let arn = detail["taskArn"].as_str().unwrap_or_default();
    let ran = !detail["startedAt"].is_null();
    is_of_service && (!ran || standings.named.iter().any(|id| arn.ends_with(id.as_str())))
}

/// Whether a fault is done to a task or its machine: it names it, or the service that has it, or a task on the
/// machine, of which some are drawn.
fn targets(action: &Action, task: &TaskView, before: &Snapshot) -> bool {
    let given = &action.input["targets"];
    let is_named = |short: &str| names(&given["resourceArns"], short);
    let is_of_service = |task: &TaskView| given["service"] == task.name.as_str();
    match action.name.as_str() {
        "aws:ecs:stop-task" => is_named(&task.short) || is_of_service(task),
        "aws:ec2:terminate-instances" | "aws:ec2:stop-instances" => {
            let on_it = |other: &&TaskView| other.instance.is_some() && other.instance == task.instance;
            host_of(task, before).is_some_and(|host| is_named(&host.short))
                || before.tasks.iter().map(AsRef::as_ref).filter(on_it).any(is_of_service)
        }
        _ => false,
    }
}

/// Whether a list has a text.
pub fn names(list: &Value, wanted: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|entry| entry == wanted))
}

/// `web` of `arn:aws:ecs:…:task-definition/web:3`, of `web:3` and of `web`.
fn family_of(definition: &str) -> &str {
    let short = definition.rsplit('/').next().unwrap_or_default();
    short.split(':').next().unwrap_or_default()
}

fn view_of<'a>(detail: &Value, snapshot: &'a Snapshot) -> Option<&'a TaskView> {
    let arn = detail["taskArn"].as_str().unwrap_or_default();
    snapshot.tasks.iter().map(AsRef::as_ref).find(|task: &&TaskView| arn.ends_with(&task.id))
}

fn host_of<'a>(task: &TaskView, snapshot: &'a Snapshot) -> Option<&'a InstanceView> {
    snapshot.instances.get(task.instance?).map(AsRef::as_ref)
}
