//! Scalable targets, policies and scheduled actions of a scenario.

use super::fields::{
    CAPACITY, POLICY_NAME, SCHEDULE_BOUNDS, SCHEDULE_NAME, SCHEDULE_SPAN, SCHEDULE_TIMES, STEP, STEP_LEAST,
    STEPS, SUSPENDED, TRACKING,
};
use super::tracked::Tracked;
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
    pub policies: Vec<PolicyRow>,
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

/// A scaling policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyRow {
    /// The service that it names.
    pub service: String,
    /// `ResourceId`.
    pub resource: String,
    /// `PolicyType`.
    pub kind: PolicyType,
    /// What is written.
    pub written: Written,
    /// What a target tracking policy follows.
    pub tracked: Tracked,
    /// `StepAdjustments`.
    pub steps: Vec<Written>,
    /// The first alarm, by its number, that has the policy among its `AlarmActions`.
    pub alarm: Option<usize>,
}

/// `PolicyType`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PolicyType {
    /// `TargetTrackingScaling`.
    #[default]
    Tracking,
    /// `StepScaling`.
    Step,
    /// Another one, as it is written.
    Other(String),
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
            policies: root.list("scalingPolicies").iter().map(|node| PolicyRow::read(node, root)).collect(),
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

    /// Its policies, each with its number.
    pub fn policies_of(&self, service: &str) -> impl Iterator<Item = (usize, &PolicyRow)> {
        self.policies.iter().enumerate().filter(move |(_, row)| row.service == service)
    }

    /// Its scheduled actions, each with its number.
    pub fn schedules_of(&self, service: &str) -> impl Iterator<Item = (usize, &ScheduleRow)> {
        self.schedules.iter().enumerate().filter(move |(_, row)| row.service == service)
    }

    /// Whether anything is said of a service.
    pub fn has_any_of(&self, service: &str) -> bool {
        self.target_of(service).is_some()
            || self.policies_of(service).next().is_some()
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

impl PolicyRow {
    fn read(node: &Node, root: &Node) -> PolicyRow {
        let kind = match node.str("PolicyType") {
            Some("TargetTrackingScaling") => PolicyType::Tracking,
            Some("StepScaling") => PolicyType::Step,
            other => PolicyType::Other(other.unwrap_or_default().to_owned()),
        };
        let tables: [&[_]; 4] = [&[POLICY_NAME], &TRACKING, &STEP, &[STEP_LEAST]];
        let resource = written(node, "ResourceId", "");
        let steps = node.at("/StepScalingPolicyConfiguration/StepAdjustments");
        let steps = steps.map_or(&[][..], Node::elements);
        let mut row = PolicyRow {
            service: service_of(&resource),
            kind,
            written: Written::read(node, &tables),
            tracked: Tracked::read(node),
            steps: steps.iter().map(|step| Written::read(step, &[&STEPS])).collect(),
            alarm: None,
            resource,
        };
        let reference = row.reference();
        let names = |alarm: &Node| {
            alarm.list("AlarmActions").iter().any(|action| action.as_str() == Some(reference.as_str()))
        };
        row.alarm = root.list("alarms").iter().position(names);
        row
    }

    /// `PolicyName`.
    pub fn name(&self) -> &str {
        self.written.get(POLICY_NAME.member)
    }

    /// What an alarm names the policy by.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.resource, self.name())
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
fn service_of(resource: &str) -> String {
    let parts: Vec<&str> = resource.split('/').collect();
    match parts[..] {
        ["service", _, service] => service.to_owned(),
        _ => String::new(),
    }
}
