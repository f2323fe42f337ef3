//! New policies, of services and of groups.

use super::super::queries::metric;
use crate::session::network::free_name;
use crate::session::outline::Outline;
use crate::session::scaling::{PolicyOf, PolicyType};
use ecs_core::json::{self, EditError};
use ecs_core::metrics::MetricRef;
use serde_json::{Value, json};

/// `text` with one more policy of the service or the group of that number.
pub(super) fn add(
    text: &str,
    outline: &Outline,
    (of, number): (PolicyOf, usize),
    kind: &PolicyType,
) -> Result<String, EditError> {
    let policy = match of {
        PolicyOf::Service => of_service(outline, number, kind),
        PolicyOf::Group => of_group(outline, number, kind),
    };
    let place = format!("/{}/{}", of.fields().list, outline.scaling.policies(of).len());
    json::set(text, &place, &policy.ok_or(EditError::NoSuchPlace)?)
}

/// A name that no policy of the same has.
fn name(outline: &Outline, of: PolicyOf, scaled: &str, wanted: &str) -> String {
    free_name(wanted, outline.scaling.policies_of(of, scaled).map(|(_, row)| row.name()))
}

fn of_service(outline: &Outline, number: usize, kind: &PolicyType) -> Option<Value> {
    let (of, entries) = (PolicyOf::Service, &outline.scaling);
    let service = outline.services.get(number)?.name.as_str();
    let resource = entries.resource_of(service);
    if *kind == PolicyType::Step {
        return Some(json!({
            "PolicyName": name(outline, of, service, "steps"),
            "ResourceId": resource,
            "PolicyType": "StepScaling",
            "StepScalingPolicyConfiguration": {
                "AdjustmentType": "ChangeInCapacity",
                "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
            },
        }));
    }
    // A metric is followed by one policy of a service.
    let is_cpu = |choice: &str| choice == "ECSServiceAverageCPUUtilization";
    let has_cpu = entries.policies_of(of, service).any(|(_, row)| is_cpu(&row.tracked.choice));
    let (wanted, metric) = if has_cpu {
        ("memory", "ECSServiceAverageMemoryUtilization")
    } else {
        ("cpu", "ECSServiceAverageCPUUtilization")
    };
    Some(json!({
        "PolicyName": name(outline, of, service, wanted),
        "ResourceId": resource,
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": 70,
            "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
        },
    }))
}

/// A group follows what tasks reserve of its cluster.
fn of_group(outline: &Outline, number: usize, kind: &PolicyType) -> Option<Value> {
    let (of, entries) = (PolicyOf::Group, &outline.scaling);
    let group = outline.capacity.groups.get(number)?.name.as_str();
    let reserved = |name: &str| MetricRef::new("AWS/ECS", name, [("ClusterName", entries.cluster.as_str())]);
    let cpu = reserved("CPUReservation");
    let has_cpu = entries.policies_of(of, group).any(|(_, row)| row.tracked.choice == cpu.to_string());
    let (wanted, followed) = match kind {
        PolicyType::Step => ("steps", cpu),
        PolicyType::Simple => ("simple", cpu),
        _ if has_cpu => ("memory-reservation", reserved("MemoryReservation")),
        _ => ("cpu-reservation", cpu),
    };
    let name = name(outline, of, group, wanted);
    Some(match kind {
        PolicyType::Step => json!({
            "AutoScalingGroupName": group,
            "PolicyName": name,
            "PolicyType": "StepScaling",
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
        }),
        PolicyType::Simple => json!({
            "AutoScalingGroupName": group,
            "PolicyName": name,
            "PolicyType": "SimpleScaling",
            "AdjustmentType": "ChangeInCapacity",
            "ScalingAdjustment": 1,
        }),
        _ => {
            let mut specification = metric(&followed);
            specification["Statistic"] = json!("Average");
            json!({
                "AutoScalingGroupName": group,
                "PolicyName": name,
                "PolicyType": "TargetTrackingScaling",
                "TargetTrackingConfiguration": {
                    "CustomizedMetricSpecification": specification,
                    "TargetValue": 80,
                },
            })
        }
    })
}
