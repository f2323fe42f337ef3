//! Auto Scaling groups and their activities, as AWS describes them. Spec: ASG-4, ASG-16.

use super::event_view::{Subject, Tone};
use super::snapshot::InstanceView;
use super::text::{group_policies as policies, groups as text};
use crate::engine::Engine;
use crate::groups::{GroupDecision, GroupHeld, GroupOutcome};
use crate::ids::{AutoScalingGroupRow, InstanceRow, Row, uuid};
use crate::log::{LogEntry, LogEvent};
use crate::time::SimTime;
use crate::world::{
    ActivityCause, ActivityKind, AutoScalingGroupState, GroupEvent, LaunchFailure, LifecycleState, Machine,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What DescribeAutoScalingGroups prints of what was given, as it was given.
const GIVEN: [&str; 8] = [
    "LaunchTemplate",
    "MixedInstancesPolicy",
    "VPCZoneIdentifier",
    "CapacityRebalance",
    "DefaultInstanceWarmup",
    "NewInstancesProtectedFromScaleIn",
    "TerminationPolicies",
    "Tags",
];

/// What an instance is to its Auto Scaling group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// The group's name.
    pub group: String,
    /// `LifecycleState`.
    pub lifecycle: LifecycleState,
    /// Whether scale-in leaves it alone.
    pub protected: bool,
    /// Whether it warms up: policies count it as what was asked for, and ask for nothing less; its capacity provider
    /// asks for nothing more.
    pub warms: bool,
}

impl MemberView {
    /// What is to be known of it beside what is the matter with the instance, a word or two each.
    pub fn notes(&self) -> Vec<&'static str> {
        let ends = matches!(self.lifecycle, LifecycleState::TerminatingWait | LifecycleState::Terminating);
        let notes = [
            (ends, self.lifecycle.name()),
            (self.warms, "warming up"),
            (self.protected, "protected from scale-in"),
        ];
        notes.into_iter().filter(|(is, _)| *is).map(|(_, note)| note).collect()
    }
}

impl InstanceView {
    /// What is the matter with it, and what it is to its group, for whoever reads it.
    pub fn status_in_words(&self) -> String {
        let notes = self.member.as_ref().map(MemberView::notes).unwrap_or_default();
        let mut words = vec![self.condition.name()];
        words.extend(notes);
        words.join(", ")
    }
}

impl Engine {
    pub(super) fn member_view(&self, row: InstanceRow) -> Option<MemberView> {
        let member = self.world.instances[row].membership.as_ref()?;
        Some(MemberView {
            group: self.world.auto_scaling_groups[member.group].given.name.clone(),
            lifecycle: member.lifecycle,
            protected: member.protected && member.lifecycle.counts(),
            warms: self.warms(row),
        })
    }

    fn warms(&self, row: InstanceRow) -> bool {
        let member = self.world.instances[row].membership.as_ref();
        member.is_some_and(|member| member.lifecycle == LifecycleState::InService)
            && self.warmed_at(row).is_some_and(|at| at > self.now)
    }

    /// By name, in the order of their launch.
    pub(super) fn instances_that_warm_up(&self) -> Vec<String> {
        let rows = self.world.instances.iter().map(|(row, _)| row);
        rows.filter(|row| self.warms(*row)).map(|row| self.instance_short(row)).collect()
    }

    /// DescribeAutoScalingGroups.
    pub(super) fn auto_scaling_group_reports(&self) -> Vec<Value> {
        let groups = self.world.auto_scaling_groups.iter();
        groups.map(|(_, state)| self.auto_scaling_group_report(state)).collect()
    }

    fn auto_scaling_group_report(&self, state: &AutoScalingGroupState) -> Value {
        let given = &state.given;
        let mut report = json!({
            "AutoScalingGroupName": given.name,
            "AutoScalingGroupARN": self.scenario.account.auto_scaling_group_arn(&given.name),
            "MinSize": state.bounds.min_size,
            "MaxSize": state.bounds.max_size,
            "DesiredCapacity": state.desired_capacity,
            "DefaultCooldown": given.default_cooldown_ms / 1000,
            "AvailabilityZones": given.launch.zones,
            "HealthCheckType": "EC2",
            "Instances": state.members.iter().filter_map(|row| self.member_report(*row)).collect::<Vec<_>>(),
            "CreatedTime": self.scenario.calendar.iso(SimTime::ZERO),
        });
        if let Value::Object(members) = &mut report {
            for name in GIVEN {
                let value = given.input.get(name).filter(|value| !value.is_null());
                members.extend(value.map(|value| (name.to_owned(), value.clone())));
            }
        }
        report
    }

    fn member_report(&self, row: InstanceRow) -> Option<Value> {
        let instance = &self.world.instances[row];
        let member = instance.membership.as_ref()?;
        let entry = self.instance_entry(row);
        let healthy = instance.life.machine == Machine::Running && member.lifecycle.counts();
        let mut report = json!({
            "InstanceId": self.ec2_instance_id(row),
            "InstanceType": entry.instance_type.name,
            "AvailabilityZone": entry.availability_zone,
            "LifecycleState": member.lifecycle.name(),
            "HealthStatus": if healthy { "Healthy" } else { "Unhealthy" },
            "ProtectedFromScaleIn": member.protected,
        });
        if member.weight > 1 {
            report["WeightedCapacity"] = member.weight.to_string().into();
        }
        Some(report)
    }

    /// DescribeScalingActivities of every group, in the order in which they began.
    pub(super) fn auto_scaling_activity_reports(&self) -> Vec<Value> {
        let mut order: Vec<Value> = Vec::new();
        let mut numbers: BTreeMap<(AutoScalingGroupRow, u32), usize> = BTreeMap::new();
        for entry in self.log.entries() {
            let LogEvent::Group(event) = &entry.event else { continue };
            match event {
                GroupEvent::Begins { group, activity, kind, instance, cause } => {
                    numbers.insert((*group, *activity), order.len());
                    order.push(self.activity_begun(entry.at, (*group, *activity), *kind, *instance, cause));
                }
                GroupEvent::LaunchFails { group, activity, failure, cause } => {
                    order.push(self.activity_failed(entry.at, (*group, *activity), *failure, cause));
                }
                GroupEvent::Ends { group, activity, cancelled, .. } => {
                    let report = numbers.get(&(*group, *activity)).and_then(|number| order.get_mut(*number));
                    if let Some(report) = report {
                        report["EndTime"] = self.scenario.calendar.iso(entry.at).into();
                        report["StatusCode"] = if *cancelled { "Cancelled" } else { "Successful" }.into();
                        report["Progress"] = 100.into();
                    }
                }
                GroupEvent::Waits { instance } => {
                    let member = self.world.instances[*instance].membership.as_ref();
                    let waits = member.filter(|member| member.lifecycle == LifecycleState::TerminatingWait);
                    let key = waits.and_then(|member| Some((member.group, member.activity?)));
                    let report =
                        key.and_then(|key| numbers.get(&key)).and_then(|number| order.get_mut(*number));
                    if let Some(report) = report {
                        report["StatusCode"] = "MidLifecycleAction".into();
                    }
                }
                _ => {}
            }
        }
        order
    }

    fn activity_id(&self, (group, activity): (AutoScalingGroupRow, u32)) -> String {
        let name = &self.world.auto_scaling_groups[group].given.name;
        uuid(&self.scenario.account.hex_id("scaling-activity", &format!("{name}/{activity}")))
    }

    /// An activity that goes on.
    pub(super) fn activity_begun(
        &self,
        at: SimTime,
        key: (AutoScalingGroupRow, u32),
        kind: ActivityKind,
        instance: InstanceRow,
        cause: &ActivityCause,
    ) -> Value {
        let id = self.ec2_instance_id(instance);
        let entry = self.instance_entry(instance);
        let subnet = entry.subnet.and_then(|number| self.scenario.vpc.subnets.get(number));
        let mut details = json!({"Availability Zone": entry.availability_zone});
        if let Some(subnet) = subnet {
            details["Subnet ID"] = subnet.subnet_id.as_str().into();
        }
        let mut report = self.group_activity(at, key, kind, &id, cause);
        report["Description"] = text::description(kind, &id).into();
        report["StatusCode"] = "InProgress".into();
        report["Progress"] = 50.into();
        report["Details"] = details.to_string().into();
        report
    }

    fn activity_failed(
        &self,
        at: SimTime,
        key: (AutoScalingGroupRow, u32),
        failure: LaunchFailure,
        cause: &ActivityCause,
    ) -> Value {
        let message = self.launch_failure(failure);
        let mut report = self.group_activity(at, key, ActivityKind::Launch, "", cause);
        report["Description"] = text::failed_description(&message).into();
        report["StatusCode"] = "Failed".into();
        report["StatusMessage"] = message.into();
        report["EndTime"] = self.scenario.calendar.iso(at).into();
        report["Progress"] = 100.into();
        report
    }

    fn group_activity(
        &self,
        at: SimTime,
        key: (AutoScalingGroupRow, u32),
        kind: ActivityKind,
        id: &str,
        cause: &ActivityCause,
    ) -> Value {
        let name = &self.world.auto_scaling_groups[key.0].given.name;
        json!({
            "ActivityId": self.activity_id(key),
            "AutoScalingGroupName": name,
            "AutoScalingGroupARN": self.scenario.account.auto_scaling_group_arn(name),
            "Cause": self.activity_cause(at, kind, id, cause),
            "StartTime": self.scenario.calendar.iso(at),
        })
    }

    /// `Cause` of an activity that began at a moment.
    fn activity_cause(&self, at: SimTime, kind: ActivityKind, id: &str, cause: &ActivityCause) -> String {
        let iso = |at: SimTime| self.scenario.calendar.iso(at);
        let changed_at = match cause {
            ActivityCause::Capacity { change: Some(change), .. } => Some(iso(change.at)),
            _ => None,
        };
        text::cause(kind, cause, (changed_at.as_deref(), &iso(at)), id)
    }

    fn launch_failure(&self, failure: LaunchFailure) -> String {
        let zone = match failure {
            LaunchFailure::NoCapacity { zone, .. } => self.world.zones[zone].as_str(),
            LaunchFailure::Quota => "",
        };
        text::launch_failure(failure, zone)
    }

    /// What has happened to a group, as the list of events has it.
    pub(super) fn group_event_view(&self, event: &GroupEvent) -> (Subject, String, Tone) {
        let name = |group: AutoScalingGroupRow| self.world.auto_scaling_groups[group].given.name.as_str();
        let of_group = |group: AutoScalingGroupRow, text: String, tone| {
            (Subject::Group(group.number()), format!("{}: {text}", name(group)), tone)
        };
        let of_instance = |row: InstanceRow, text: &str| {
            let (short, id) = (self.instance_short(row), self.ec2_instance_id(row));
            (Subject::Instance(row.number()), format!("{short} ({id}) {text}"), Tone::Neutral)
        };
        match event {
            GroupEvent::Capacity { group, change } => of_group(*group, text::change(change), Tone::Neutral),
            GroupEvent::Begins { group, kind, instance, .. } => {
                let description = text::description(*kind, &self.ec2_instance_id(*instance));
                let short = self.instance_short(*instance);
                let text = format!("{}: {description} ({short})", name(*group));
                (Subject::Instance(instance.number()), text, Tone::Neutral)
            }
            GroupEvent::Ends { cancelled: true, instance, .. } => {
                of_instance(*instance, "never came into service")
            }
            GroupEvent::Ends { kind: ActivityKind::Launch, instance, .. } => {
                of_instance(*instance, "is InService")
            }
            GroupEvent::Ends { instance, .. } => of_instance(*instance, "is Terminated"),
            GroupEvent::LaunchFails { group, failure, .. } => {
                of_group(*group, text::failed_description(&self.launch_failure(*failure)), Tone::Bad)
            }
            GroupEvent::AllProtected { group } => of_group(*group, text::ALL_PROTECTED.to_owned(), Tone::Bad),
            GroupEvent::Decided { group, policy, decision, .. } => {
                let (sum, outcome) = (policies::arithmetic(decision), self.group_outcome(*policy, decision));
                let text = format!("policy {}: {sum}; {outcome}", self.group_policy_name(*policy));
                let lacks =
                    matches!(decision.outcome, GroupOutcome::Held(GroupHeld::NoStep | GroupHeld::NoValue));
                of_group(*group, text, if lacks { Tone::Bad } else { Tone::Neutral })
            }
            GroupEvent::Protection { instance, protected: true } => {
                of_instance(*instance, "is protected from scale-in")
            }
            GroupEvent::Protection { instance, .. } => {
                of_instance(*instance, "is no longer protected from scale-in")
            }
            GroupEvent::Waits { instance } => of_instance(*instance, "is Terminating:Wait"),
            GroupEvent::RebalanceRecommended { instance } => {
                let (subject, text, _) = of_instance(*instance, "is at elevated risk of interruption");
                (subject, text, Tone::Bad)
            }
        }
    }

    /// What has become of a decision about a policy, by its number.
    pub(super) fn group_outcome(&self, own: u32, decision: &GroupDecision) -> String {
        policies::outcome(decision, own, |policy| self.group_policy_name(policy).to_owned())
    }

    /// The name of a policy of a group, by its number in the scenario.
    pub(super) fn group_policy_name(&self, policy: u32) -> &str {
        self.scenario.group_policies.get(policy as usize).map_or("", |policy| &policy.name)
    }

    /// `detail-type` of an event of a group; none where EventBridge has none. Spec: ASG-16.
    pub(super) fn kind_of_group_event(event: &GroupEvent) -> Option<(&'static str, &'static str)> {
        let kind = match event {
            GroupEvent::Ends { cancelled: true, .. } => return None,
            GroupEvent::Ends { kind: ActivityKind::Launch, .. } => "EC2 Instance Launch Successful",
            GroupEvent::Ends { .. } => "EC2 Instance Terminate Successful",
            GroupEvent::LaunchFails { .. } => "EC2 Instance Launch Unsuccessful",
            GroupEvent::RebalanceRecommended { .. } => {
                return Some(("aws.ec2", "EC2 Instance Rebalance Recommendation"));
            }
            _ => return None,
        };
        Some(("aws.autoscaling", kind))
    }

    /// Resources and detail of an event of a group.
    pub(super) fn group_event_detail(
        &self,
        entry: &LogEntry,
        event: &GroupEvent,
    ) -> Option<(Vec<String>, Value)> {
        let account = &self.scenario.account;
        let machine = |row: InstanceRow| account.ec2_arn(&format!("instance/{}", self.ec2_instance_id(row)));
        let (group, instance, mut report) = match event {
            GroupEvent::RebalanceRecommended { instance } => {
                return Some((
                    vec![machine(*instance)],
                    json!({"instance-id": self.ec2_instance_id(*instance)}),
                ));
            }
            GroupEvent::LaunchFails { group, activity, failure, cause } => {
                (*group, None, self.activity_failed(entry.at, (*group, *activity), *failure, cause))
            }
            GroupEvent::Ends { group, activity, instance, .. } => {
                (*group, Some(*instance), self.begun_before(entry, (*group, *activity))?)
            }
            _ => return None,
        };
        report["EndTime"] = self.scenario.calendar.iso(entry.at).into();
        report["RequestId"] = report["ActivityId"].clone();
        if let Value::Object(members) = &mut report {
            members.shift_remove("Progress");
            members.shift_remove("AutoScalingGroupARN");
        }
        if let Some(details) = report["Details"].as_str().and_then(|text| serde_json::from_str(text).ok()) {
            report["Details"] = details;
        }
        let name = &self.world.auto_scaling_groups[group].given.name;
        let mut resources = vec![account.auto_scaling_group_arn(name)];
        if let Some(instance) = instance {
            report["EC2InstanceId"] = self.ec2_instance_id(instance).into();
            resources.push(machine(instance));
        }
        Some((resources, report))
    }

    /// An activity as it was begun, before an entry; none where the log has dropped that.
    fn begun_before(&self, end: &LogEntry, key: (AutoScalingGroupRow, u32)) -> Option<Value> {
        let before = self.log.entries().rev().skip_while(|entry| entry.sequence >= end.sequence);
        before.into_iter().find_map(|entry| match &entry.event {
            LogEvent::Group(GroupEvent::Begins { group, activity, kind, instance, cause })
                if (*group, *activity) == key =>
            {
                Some(self.activity_begun(entry.at, key, *kind, *instance, cause))
            }
            _ => None,
        })
    }
}
