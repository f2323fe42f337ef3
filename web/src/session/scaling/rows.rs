//! Scalable targets, policies and scheduled actions of a scenario.

use super::fields::{CAPACITY, SCHEDULE_BOUNDS, SCHEDULE_NAME, SCHEDULE_SPAN, SCHEDULE_TIMES, SUSPENDED};
use super::policies::PolicyRow;
use super::policy_fields::{PolicyAt, PolicyOf};
use crate::session::members::Written;
use crate::session::rows::written;
use ecs_core::json::Node;
use ecs_core::time::Calendar;

/// All of them, by their numbers in the scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScalingEntries {
    /// `scalableTargets`.
    pub targets: Vec<TargetRow>,
    /// `scalingPolicies`.
    service_policies: Vec<PolicyRow>,
    /// `autoScalingPolicies`.
    group_policies: Vec<PolicyRow>,
    /// `scheduledActions`.
    pub schedules: Vec<ScheduleRow>,
    /// `cluster.clusterName`.
    pub cluster: String,
    /// Second 0 of a run.
    pub calendar: Calendar,
    /// `simulation.durationSeconds`, as far as it is a number.
    pub duration_s: u64,
}

/// A scalable target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetRow {
    /// The service that it names.
    pub service: String,
    /// `ResourceId`.
    pub resource: String,
    /// What is written.
    pub written: Written,
}

/// A scheduled action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleRow {
    /// The service that it names.
    pub service: String,
    /// `ResourceId`.
    pub resource: String,
    /// What is written.
    pub written: Written,
}

impl ScalingEntries {
    pub(in crate::session) fn read(root: &Node) -> ScalingEntries {
        let simulation = root.get("simulation");
        let calendar = simulation.and_then(|node| Calendar::starting_at(node.str("startsAt")?));
        let duration = simulation.map(|node| written(node, "durationSeconds", "")).unwrap_or_default();
        let cluster = root.get("cluster").and_then(|node| node.str("clusterName"));
        ScalingEntries {
            targets: root.list("scalableTargets").iter().map(TargetRow::read).collect(),
            service_policies: PolicyRow::list(root, PolicyOf::Service),
            group_policies: PolicyRow::list(root, PolicyOf::Group),
            schedules: root.list("scheduledActions").iter().map(ScheduleRow::read).collect(),
            cluster: cluster.unwrap_or("default").to_owned(),
            calendar: calendar.unwrap_or_default(),
            duration_s: duration.parse().unwrap_or(1800),
        }
    }

    /// What the entries of a service call it.
    pub fn resource_of(&self, service: &str) -> String {
        format!("service/{}/{service}", self.cluster)
    }

    /// The first target of a service, with its number.
    pub fn target_of(&self, service: &str) -> Option<(usize, &TargetRow)> {
        self.targets.iter().enumerate().find(|(_, row)| row.service == service)
    }

    /// All policies of services or of groups.
    pub fn policies(&self, of: PolicyOf) -> &[PolicyRow] {
        match of {
            PolicyOf::Service => &self.service_policies,
            PolicyOf::Group => &self.group_policies,
        }
    }

    /// A policy.
    pub fn policy(&self, at: PolicyAt) -> Option<&PolicyRow> {
        self.policies(at.of).get(at.number)
    }

    /// The policies of the service or of the group of that name.
    pub fn policies_of(&self, of: PolicyOf, name: &str) -> impl Iterator<Item = (PolicyAt, &PolicyRow)> {
        self.policies_where(of, move |scaled| scaled == name)
    }

    /// The policies of what is meant, by its name.
    pub fn policies_where(
        &self,
        of: PolicyOf,
        is_meant: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (PolicyAt, &PolicyRow)> {
        let all = self.policies(of).iter().enumerate().filter(move |(_, row)| is_meant(&row.scaled));
        all.map(move |(number, row)| (PolicyAt { of, number }, row))
    }

    /// Its scheduled actions, each with its number.
    pub fn schedules_of(&self, service: &str) -> impl Iterator<Item = (usize, &ScheduleRow)> {
        self.schedules.iter().enumerate().filter(move |(_, row)| row.service == service)
    }

    /// Whether anything is said of a service.
    pub fn has_any_of(&self, service: &str) -> bool {
        self.target_of(service).is_some()
            || self.policies_of(PolicyOf::Service, service).next().is_some()
            || self.schedules_of(service).next().is_some()
    }
}

impl TargetRow {
    fn read(node: &Node) -> TargetRow {
        let resource = written(node, "ResourceId", "");
        let service = service_of(&resource);
        TargetRow { service, resource, written: Written::read(node, &[&CAPACITY, &SUSPENDED]) }
    }
}

impl ScheduleRow {
    fn read(node: &Node) -> ScheduleRow {
        let tables: [&[_]; 4] = [&[SCHEDULE_NAME], &SCHEDULE_TIMES, &SCHEDULE_BOUNDS, &SCHEDULE_SPAN];
        let resource = written(node, "ResourceId", "");
        ScheduleRow { service: service_of(&resource), resource, written: Written::read(node, &tables) }
    }

    /// `ScheduledActionName`.
    pub fn name(&self) -> &str {
        self.written.get(SCHEDULE_NAME.member)
    }
}

/// `web` of `service/default/web`; empty where it is no service's.
pub(super) fn service_of(resource: &str) -> String {
    let parts: Vec<&str> = resource.split('/').collect();
    match parts[..] {
        ["service", _, service] => service.to_owned(),
        _ => String::new(),
    }
}
