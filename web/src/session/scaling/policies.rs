//! Scaling policies of services and of Auto Scaling groups.

use super::policy_fields::{POLICY_NAME, PolicyOf};
use super::rows::service_of;
use super::tracked::Tracked;
use crate::session::members::{MemberField, Written};
use crate::session::rows::written;
use ecs_core::json::Node;

/// A scaling policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyRow {
    /// Whether it is a service's or a group's.
    pub of: PolicyOf,
    /// The service or the group that it names.
    pub scaled: String,
    /// How it names that: `ResourceId`, or the group's name again.
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
    /// `SimpleScaling`, which groups alone have: also one that says nothing.
    Simple,
    /// Another one, as it is written.
    Other(String),
}

impl PolicyType {
    fn read(node: &Node, of: PolicyOf) -> PolicyType {
        match (node.str("PolicyType"), of) {
            (Some("TargetTrackingScaling"), _) => PolicyType::Tracking,
            (Some("StepScaling"), _) => PolicyType::Step,
            (Some("SimpleScaling"), PolicyOf::Group) => PolicyType::Simple,
            (None, PolicyOf::Group) if node.get("PolicyType").is_none() => PolicyType::Simple,
            (other, _) => PolicyType::Other(other.unwrap_or_default().to_owned()),
        }
    }
}

impl PolicyRow {
    pub(super) fn list(root: &Node, of: PolicyOf) -> Vec<PolicyRow> {
        root.list(of.fields().list).iter().map(|node| PolicyRow::read(node, root, of)).collect()
    }

    fn read(node: &Node, root: &Node, of: PolicyOf) -> PolicyRow {
        let fields = of.fields();
        let resource = written(node, fields.scaled, "");
        let members: Vec<MemberField> = fields.all().copied().collect();
        let steps = node.at(&format!("/{}", fields.steps)).map_or(&[][..], Node::elements);
        let mut row = PolicyRow {
            of,
            scaled: if of == PolicyOf::Service { service_of(&resource) } else { resource.clone() },
            kind: PolicyType::read(node, of),
            written: Written::read(node, &[&members]),
            tracked: Tracked::read(node.get(fields.tracking)),
            steps: steps.iter().map(|step| Written::read(step, &[&fields.step[0]])).collect(),
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

    /// What the field of the name shows.
    pub fn title(&self) -> &str {
        if self.name().is_empty() { "(no name)" } else { self.name() }
    }

    /// What an alarm names the policy by.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.resource, self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::PolicyType;
    use crate::session::outline::Outline;
    use crate::session::scaling::PolicyOf;

    #[test]
    fn policies_of_groups_are_read_like_those_of_services() {
        let outline = Outline::read(
            r#"{"autoScalingPolicies": [
              {"AutoScalingGroupName": "workers", "PolicyName": "one-more", "AdjustmentType": "ChangeInCapacity",
                "ScalingAdjustment": 1},
              {"AutoScalingGroupName": "workers", "PolicyName": "reserved", "PolicyType": "TargetTrackingScaling",
                "TargetTrackingConfiguration": {"TargetValue": 80, "CustomizedMetricSpecification":
                  {"Namespace": "AWS/ECS", "MetricName": "CPUReservation", "Statistic": "Average",
                    "Dimensions": [{"Name": "ClusterName", "Value": "default"}]}}},
              {"AutoScalingGroupName": "others", "PolicyName": "steps", "PolicyType": "StepScaling",
                "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 2}]}],
              "alarms": [{"AlarmName": "busy", "AlarmActions": ["workers/one-more"]}]}"#,
        );
        let of = |name| outline.scaling.policies_of(PolicyOf::Group, name).collect::<Vec<_>>();
        let workers = of("workers");
        assert_eq!(workers.len(), 2);
        assert_eq!((&workers[0].1.kind, workers[0].1.alarm), (&PolicyType::Simple, Some(0)));
        assert_eq!(workers[0].1.written.get("ScalingAdjustment"), "1");
        assert_eq!(workers[1].1.tracked.choice, "AWS/ECS CPUReservation ClusterName=default");
        assert_eq!(workers[1].1.written.get("TargetTrackingConfiguration/TargetValue"), "80");
        let (at, steps) = &of("others")[0];
        assert_eq!(at.pointer(), "/autoScalingPolicies/2");
        assert_eq!(steps.steps[0].get("ScalingAdjustment"), "2");
    }
}
