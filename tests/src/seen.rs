//! What really happens in random runs, so that they cannot go blind: a swarm in which a kind of thing never comes
//! about says nothing of it, however many seeds it has.

use crate::standing::{Added, Standings, service_of};
use ecs_core::report::{ServiceView, Snapshot};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a run may have in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The scheduler stops a healthy task of a ROLLING service behind a load balancer.
    ExchangedBehindLoadBalancer,
    /// A deployment of a ROLLING service behind a load balancer, not its first, is COMPLETED.
    CompletedBehindLoadBalancer,
    /// The scheduler stops a task without any check that has settled.
    ExchangedUnchecked,
    /// The scheduler stops a task whose containers are HEALTHY.
    ExchangedChecked,
    /// A service replaces a task whose container health checks fail.
    UnhealthyContainers,
    /// A service replaces a task that a target group finds unhealthy.
    UnhealthyTarget,
    /// A target is healthy half a minute after its task was RUNNING, or later.
    SlowStart,
    /// A target's checks pass again.
    Recovered,
    /// A deployment begins while another one goes on.
    DeploymentOnTop,
    /// A service has tasks of three deployments.
    ThreeDeployments,
    /// The circuit breaker calls a deployment failed.
    CircuitBreaker,
    /// A service goes back to an earlier deployment.
    RolledBack,
    /// A service is at a standstill because of its bounds.
    Deadlock,
    /// A deployment of a DAEMON service, not its first, is COMPLETED.
    DaemonDeployment,
    /// A task of a DAEMON service ends without the scheduler while a deployment exchanges its tasks.
    DaemonTaskLost,
    /// A protected task is kept while a deployment exchanges its tasks.
    Protected,
    /// A running task ends without the scheduler while a deployment exchanges the tasks of its service.
    FaultAmidDeployment,
    /// The minimum lacks tasks that only checks keep from counting.
    RunningBelowMinimum,
    /// The desired count is smaller while a deployment exchanges tasks.
    ScaleInAmidDeployment,
    /// The desired count is 0, and was not.
    DesiredZero,
    /// A task of no service runs.
    Standalone,
    /// A task of a capacity provider runs.
    OnProvider,
    /// A task waits for an instance of a capacity provider.
    WaitedForInstance,
    /// Production traffic shifts.
    Shifted,
    /// Tasks are rebalanced over zones.
    Rebalanced,
}

/// Every kind, and in how many of 300 runs it is there at least.
pub const LEAST: [(Kind, u64); 25] = [
    (Kind::ExchangedBehindLoadBalancer, 30),
    (Kind::CompletedBehindLoadBalancer, 20),
    (Kind::ExchangedUnchecked, 20),
    (Kind::ExchangedChecked, 30),
    (Kind::UnhealthyContainers, 15),
    (Kind::UnhealthyTarget, 15),
    (Kind::SlowStart, 15),
    (Kind::Recovered, 5),
    (Kind::DeploymentOnTop, 100),
    (Kind::ThreeDeployments, 30),
    (Kind::CircuitBreaker, 10),
    (Kind::RolledBack, 8),
    (Kind::Deadlock, 5),
    (Kind::DaemonDeployment, 20),
    (Kind::DaemonTaskLost, 6),
    (Kind::Protected, 12),
    (Kind::FaultAmidDeployment, 30),
    (Kind::RunningBelowMinimum, 80),
    (Kind::ScaleInAmidDeployment, 20),
    (Kind::DesiredZero, 30),
    (Kind::Standalone, 50),
    (Kind::OnProvider, 30),
    (Kind::WaitedForInstance, 30),
    (Kind::Shifted, 12),
    (Kind::Rebalanced, 6),
];

/// Words of the log, and what they tell of.
const SENTENCES: [(&str, Kind); 6] = [
    (" failed container health checks.", Kind::UnhealthyContainers),
    (" is unhealthy in (target-group ", Kind::UnhealthyTarget),
    ("deployment failed: tasks failed to start.", Kind::CircuitBreaker),
    (" rolling back to deployment ", Kind::RolledBack),
    (" was unable to stop or start tasks during a deployment ", Kind::Deadlock),
    (" due to AZ rebalancing: ", Kind::Rebalanced),
];

/// What a run had in it so far.
#[derive(Debug, Default)]
pub struct Seen {
    pub kinds: BTreeSet<Kind>,
    /// How many deployments of a service were COMPLETED.
    completed: BTreeMap<String, u32>,
}

impl Seen {
    /// Takes note of what an event has brought about.
    pub fn note(&mut self, scenario: &Value, standings: &Standings, (added, before): (&Added, &Snapshot)) {
        let said = |words: &str| added.entries.iter().any(|entry| entry.text.contains(words));
        self.kinds.extend(SENTENCES.into_iter().filter(|(words, _)| said(words)).map(|(_, kind)| kind));
        let services = added.after.services.iter().filter_map(|service| {
            Some((service, before.services.iter().find(|was| was.name == service.name)?))
        });
        for (service, was) in services {
            let given = service_of(scenario, &service.name);
            self.note_deployments(service, was);
            self.note_tasks(standings, added, service);
            self.note_ends(added, was, given);
            if said(&format!("(service {}) (deployment ", service.name)) && said(" deployment completed.") {
                self.note_completion(service, given);
            }
        }
        self.note_others(&added.after);
    }

    fn note_if(&mut self, holds: bool, kind: Kind) {
        if holds {
            self.kinds.insert(kind);
        }
    }

    /// What has become of a service and its deployments.
    fn note_deployments(&mut self, service: &ServiceView, was: &ServiceView) {
        let primary = |of: &ServiceView| of.rollout.primary().map(|one| one.id.clone());
        let is_another = primary(service) != primary(was) && primary(was).is_some();
        let shrinks = service.desired_count < was.desired_count;
        self.note_if(is_another && was.rollout.goes_on(), Kind::DeploymentOnTop);
        self.note_if(service.rollout.deployments.len() > 2, Kind::ThreeDeployments);
        self.note_if(shrinks && was.rollout.deployments.len() > 1, Kind::ScaleInAmidDeployment);
        self.note_if(shrinks && service.desired_count == 0, Kind::DesiredZero);
        let shifted = service
            .shift
            .as_ref()
            .is_some_and(|shift| shift.old.is_some() && shift.new.production_per_mille > 0);
        self.note_if(shifted, Kind::Shifted);
    }

    /// How the tasks of a service do.
    fn note_tasks(&mut self, standings: &Standings, added: &Added, service: &ServiceView) {
        let at = added.after.at;
        let running = || standings.of(&service.name).filter(|task| task.runs_since.is_some());
        let healthy = running().filter(|task| task.is_healthy(at)).count() as u64;
        let minimum = u64::from(service.rollout.bounds.min_healthy);
        self.note_if(healthy < minimum && running().count() as u64 >= minimum, Kind::RunningBelowMinimum);
        let is_kept = || standings.of(&service.name).any(|task| task.is_protected);
        self.note_if(service.rollout.deployments.len() > 1 && is_kept(), Kind::Protected);
        for change in added.targets.iter().filter(|change| change.state == "healthy") {
            let since = change.task.runs_since.unwrap_or(at);
            self.note_if(at >= since.plus_ms(30_000), Kind::SlowStart);
            self.note_if(change.was.as_deref() == Some("unhealthy"), Kind::Recovered);
        }
    }

    /// Which of a service's tasks end.
    fn note_ends(&mut self, added: &Added, was: &ServiceView, given: &Value) {
        let is_rolling = was.rollout.strategy == "ROLLING";
        for task in added.stopped.iter().filter(|task| task.service == was.name) {
            let exchanged = is_rolling && task.is_healthy(added.after.at);
            self.note_if(exchanged && task.groups > 0, Kind::ExchangedBehindLoadBalancer);
            self.note_if(exchanged && task.groups == 0 && !task.is_checked, Kind::ExchangedUnchecked);
            self.note_if(exchanged && task.is_checked, Kind::ExchangedChecked);
        }
        let exchanges = was.rollout.deployments.len() > 1;
        for task in added.lost.iter().filter(|task| task.service == was.name && task.runs_since.is_some()) {
            let is_old = was.rollout.primary().is_some_and(|primary| primary.id != task.deployment);
            let is_daemon = given["schedulingStrategy"] == "DAEMON";
            self.note_if(exchanges, Kind::FaultAmidDeployment);
            self.note_if(exchanges && is_daemon && is_old, Kind::DaemonTaskLost);
        }
    }

    fn note_completion(&mut self, service: &ServiceView, given: &Value) {
        let completed = self.completed.entry(service.name.clone()).or_default();
        *completed += 1;
        let again = *completed > 1;
        let is_rolling = service.rollout.strategy == "ROLLING";
        let is_balanced = is_rolling && given["loadBalancers"].is_array();
        self.note_if(again && is_balanced, Kind::CompletedBehindLoadBalancer);
        self.note_if(again && given["schedulingStrategy"] == "DAEMON", Kind::DaemonDeployment);
    }

    /// Tasks of no service, and those of capacity providers.
    fn note_others(&mut self, after: &Snapshot) {
        for task in &after.tasks {
            let runs = task.started_at.is_some();
            self.note_if(runs && task.service.is_none(), Kind::Standalone);
            self.note_if(runs && task.capacity_provider.is_some(), Kind::OnProvider);
            self.note_if(task.waits.is_some(), Kind::WaitedForInstance);
        }
    }
}
