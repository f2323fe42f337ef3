//! What the event log says of the tasks of services, entry by entry: who runs, who is to stop, and who is healthy.
//! It is an oracle of its own: it reads sentences of the log and the scenario, and none of the engine's counts.

use ecs_core::report::{EventView, ServiceView, Snapshot, TaskView};
use ecs_core::{SimTime, Simulation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How long a task without any check runs until it counts as healthy. Spec: DEPLOY-8.
const SETTLED_AFTER_MS: u64 = 40_000;

/// A task of a service.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: String,
    pub service: String,
    /// The deployment that started it.
    pub deployment: String,
    /// The number of its instance in snapshots.
    pub instance: Option<usize>,
    /// Since when it is RUNNING.
    pub runs_since: Option<SimTime>,
    /// Whether an essential container of it has a health check.
    pub is_checked: bool,
    /// How many target groups it registers with.
    pub groups: usize,
    /// What its containers are, as it was said last.
    pub containers: String,
    /// What target groups said last, by their names.
    pub targets: BTreeMap<String, String>,
    /// Whether it was asked to stop, or has stopped.
    pub stops: bool,
    /// Whether it is under scale-in protection.
    pub is_protected: bool,
}

impl Standing {
    /// Whether it counts towards `minimumHealthyPercent` at a moment: RUNNING, the checks of its essential
    /// containers pass where there are some, and those of its target groups where there are some; without any
    /// check, 40 seconds after it was RUNNING. Spec: DEPLOY-8.
    pub fn is_healthy(&self, at: SimTime) -> bool {
        let Some(since) = self.runs_since.filter(|_| !self.stops) else { return false };
        let containers = !self.is_checked || self.containers == "HEALTHY";
        let targets = self.targets.values().filter(|state| *state == "healthy").count() == self.groups;
        let settled = self.is_checked || self.groups > 0 || at >= since.plus_ms(SETTLED_AFTER_MS);
        containers && targets && settled
    }

    /// Whether a check of it fails.
    pub fn is_unhealthy(&self) -> bool {
        self.containers == "UNHEALTHY" || self.targets.values().any(|state| state == "unhealthy")
    }
}

/// What the log has said so far.
#[derive(Debug, Default)]
pub struct Standings {
    /// Tasks of services by their short forms.
    pub tasks: BTreeMap<String, Standing>,
    /// The ids of tasks that a service has named as those that it has stopped.
    pub named: BTreeSet<String>,
    /// The newest entry that was read.
    newest: String,
}

/// What one event has added.
#[derive(Debug)]
pub struct Added {
    /// The picture behind it.
    pub after: Snapshot,
    /// Entries of the log, oldest first.
    pub entries: Vec<EventView>,
    /// Tasks that the scheduler has asked to stop, as they stood before.
    pub stopped: Vec<Standing>,
    /// Tasks that stop without the scheduler having named them, as they stood before.
    pub lost: Vec<Standing>,
    /// Targets in another state.
    pub targets: Vec<TargetChange>,
    /// The short forms of tasks of services that are new.
    pub created: Vec<String>,
}

/// A target is in another state.
#[derive(Debug)]
pub struct TargetChange {
    /// Its task, as it stands now.
    pub task: Standing,
    /// What it was; none where nothing was said of it.
    pub was: Option<String>,
    /// What it is.
    pub state: String,
}

impl Standings {
    /// Reads what the log has more than in the picture before, part of which EventBridge delivers as `events`.
    pub fn read(
        &mut self,
        scenario: &Value,
        simulation: &Simulation,
        (before, events): (&Snapshot, &[Value]),
    ) -> Added {
        let (after, entries) = self.since(simulation, before);
        if let Some(newest) = after.events.first() {
            self.newest.clone_from(&newest.id);
        }
        let mut created = Vec::new();
        let of_now = after.tasks.iter().rev().map(Rc::as_ref).take_while(|task| task.created_at == after.at);
        for task in of_now {
            if self.tasks.contains_key(&task.short) {
                continue;
            }
            if let Some(mut standing) = of_new(scenario, task, &after) {
                standing.deployment = deployment_of(events, &task.id);
                self.tasks.insert(task.short.clone(), standing);
                created.push(task.short.clone());
            }
        }
        for task in after.tasks.iter().filter(|task| task.instance.is_some()) {
            if let Some(standing) = self.tasks.get_mut(&task.short) {
                standing.instance = task.instance;
            }
        }
        let mut stopped = Vec::new();
        for service in &after.services {
            let said = entries.iter().filter(|entry| says_of(entry, service));
            let ids = said.flat_map(|entry| stopped_by(&entry.text)).collect::<Vec<_>>();
            self.named.extend(ids.iter().map(|id| (*id).to_owned()));
            let is_one = |task: &&mut Standing| ids.contains(&task.id.as_str());
            for task in self.tasks.values_mut().filter(is_one) {
                stopped.push(task.clone());
                task.stops = true;
            }
        }
        let mut added =
            Added { after, entries: Vec::new(), stopped, lost: Vec::new(), targets: Vec::new(), created };
        for entry in &entries {
            self.note(entry, &mut added);
        }
        Added { entries, ..added }
    }

    /// The picture now, and the entries of the log that were not read yet, oldest first.
    fn since(&self, simulation: &Simulation, before: &Snapshot) -> (Snapshot, Vec<EventView>) {
        let mut most = 16;
        if before.log_hash == format!("{:016x}", simulation.log_hash()) {
            most = 0;
        }
        loop {
            let snapshot = simulation.snapshot(most);
            let events = &snapshot.events;
            let new = events.iter().take_while(|event| event.id != self.newest).cloned().collect::<Vec<_>>();
            if new.len() < most || most == 0 {
                return (snapshot, new.into_iter().rev().collect());
            }
            most *= 8;
        }
    }

    fn note(&mut self, entry: &EventView, added: &mut Added) {
        let Some((short, what)) = entry.text.split_once(" is ") else { return };
        let Some(task) = self.tasks.get_mut(short) else { return };
        if let Some((state, group)) = what.split_once(" in target group ") {
            let group = group.split(':').next().unwrap_or_default();
            let was = task.targets.insert(group.to_owned(), state.to_owned());
            added.targets.push(TargetChange { task: task.clone(), was, state: state.to_owned() });
            return;
        }
        match what.split([':', ' ']).next().unwrap_or_default() {
            "RUNNING" => task.runs_since = Some(entry.at),
            health @ ("HEALTHY" | "UNHEALTHY" | "UNKNOWN") => health.clone_into(&mut task.containers),
            "DEACTIVATING" | "STOPPING" | "DEPROVISIONING" | "STOPPED" if !task.stops => {
                added.lost.push(task.clone());
                task.stops = true;
            }
            "protected" => task.is_protected = true,
            "no" => task.is_protected = false,
            _ => {}
        }
    }

    /// The tasks of a service that are to run, as far as the log tells.
    pub fn of<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Standing> {
        self.tasks.values().filter(move |task| task.service == service && !task.stops)
    }
}

fn of_new(scenario: &Value, task: &TaskView, after: &Snapshot) -> Option<Standing> {
    let service = after.services.get(task.service?)?;
    let given = service_of(scenario, &service.name);
    let definition = definition_of(scenario, &task.task_definition);
    let mut containers = definition["containerDefinitions"].as_array().into_iter().flatten();
    Some(Standing {
        id: task.id.clone(),
        service: service.name.clone(),
        deployment: String::new(),
        instance: task.instance,
        runs_since: None,
        is_checked: containers.any(|one| one["essential"] != false && !one["healthCheck"].is_null()),
        groups: given["loadBalancers"].as_array().map_or(0, Vec::len),
        containers: String::new(),
        targets: BTreeMap::new(),
        stops: false,
        is_protected: false,
    })
}

/// What has started a task, by the events that tell of it.
fn deployment_of(events: &[Value], id: &str) -> String {
    let arn = |event: &Value| event["detail"]["taskArn"].as_str().unwrap_or_default().to_owned();
    let event = events.iter().find(|event| arn(event).ends_with(id));
    event.and_then(|event| event["detail"]["startedBy"].as_str()).unwrap_or_default().to_owned()
}

/// A service as the scenario creates it.
pub fn service_of<'a>(scenario: &'a Value, name: &str) -> &'a Value {
    let mut services = scenario["services"].as_array().into_iter().flatten();
    services.find(|given| given["serviceName"] == name).unwrap_or(&Value::Null)
}

/// A definition by family and revision: those of a family count from 1.
fn definition_of<'a>(scenario: &'a Value, short: &str) -> &'a Value {
    let (family, revision) = short.rsplit_once(':').unwrap_or((short, "1"));
    let definitions = scenario["taskDefinitions"].as_array().into_iter().flatten();
    let mut of_family = definitions.filter(|definition| definition["family"] == family);
    let number = revision.parse::<usize>().unwrap_or(1);
    of_family.nth(number.saturating_sub(1)).unwrap_or(&Value::Null)
}

fn says_of(entry: &EventView, service: &ServiceView) -> bool {
    entry.text.starts_with(&format!("(service {}) ", service.name))
}

/// The ids that a service names as those that it has stopped, by AWS's sentences.
fn stopped_by(text: &str) -> impl Iterator<Item = &str> {
    let names = text.contains(" running tasks").then(|| text.split("(task ").skip(1));
    names.into_iter().flatten().filter_map(|rest| rest.split(')').next())
}
