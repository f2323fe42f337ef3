//! The calls of a timeline that change targets, policies and scheduled actions. Spec: SCALE-18.

use super::targets::suspended;
use crate::aws::{check_shape, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::scenario::read::Reader;
use crate::scenario::{Call, ScalingCall};

/// The calls, each with its shape.
const SHAPES: [(&str, &str); 6] = [
    ("RegisterScalableTarget", "application-autoscaling.RegisterScalableTargetRequest"),
    ("DeregisterScalableTarget", "application-autoscaling.DeregisterScalableTargetRequest"),
    ("PutScalingPolicy", "application-autoscaling.PutScalingPolicyRequest"),
    ("DeleteScalingPolicy", "application-autoscaling.DeleteScalingPolicyRequest"),
    ("PutScheduledAction", "application-autoscaling.PutScheduledActionRequest"),
    ("DeleteScheduledAction", "application-autoscaling.DeleteScheduledActionRequest"),
];

impl Reader<'_> {
    pub(in super::super) fn scaling_call(&mut self, name: &str, input: &Node, pointer: &str) -> Option<Call> {
        let (_, operation) = name.split_once(':')?;
        let (_, shape) = SHAPES.iter().find(|(known, _)| *known == operation)?;
        check_shape(self.shapes, shape, input, pointer, self.findings);
        let (call, said) = self.apart(|reader| reader.read_scaling_call(operation, input, pointer));
        if let Some(refused) = self.judged_as(said, input, pointer, refusal) {
            return Some(refused);
        }
        Some(call.map_or(Call::NotSimulated, Call::Scaling))
    }

    fn read_scaling_call(&mut self, operation: &str, input: &Node, pointer: &str) -> Option<ScalingCall> {
        match operation {
            "RegisterScalableTarget" => {
                let service = self.resource(input, pointer)?;
                self.new_bounds(input, pointer, &service)?;
                Some(ScalingCall::Register {
                    min_capacity: self.capacity(input, "MinCapacity", pointer),
                    max_capacity: self.capacity(input, "MaxCapacity", pointer),
                    suspended: suspended(input),
                    service,
                })
            }
            "DeregisterScalableTarget" => {
                let service = self.scaled_service(input, pointer)?;
                self.known_scaling.targets.remove(&service);
                Some(ScalingCall::Deregister { service })
            }
            "PutScalingPolicy" => {
                let policy = self.scaling_policy(input, pointer)?;
                Some(ScalingCall::PutPolicy(Box::new(policy)))
            }
            "DeleteScalingPolicy" => {
                let (service, name) = self.named_of_target(input, "PolicyName", pointer)?;
                Some(ScalingCall::DeletePolicy { service, name })
            }
            "PutScheduledAction" => {
                let action = self.scheduled_action(input, pointer)?;
                Some(ScalingCall::PutScheduled(Box::new(action)))
            }
            _ => {
                let (service, name) = self.named_of_target(input, "ScheduledActionName", pointer)?;
                Some(ScalingCall::DeleteScheduled { service, name })
            }
        }
    }

    /// A policy or a scheduled action that is to go: the target's service, and the name.
    fn named_of_target(&mut self, input: &Node, key: &str, pointer: &str) -> Option<(String, String)> {
        let service = self.scaled_service(input, pointer)?;
        let (place, name) = (input.get(key)?, input.str(key)?.to_owned());
        let known = self.known_scaling.targets.get_mut(&service)?;
        let (noun, was_there) = match key {
            "PolicyName" => ("scaling policy", known.policies.remove(&name).is_some()),
            _ => ("scheduled action", known.scheduled.remove(&name).is_some()),
        };
        if !was_there {
            let message = format!("service `{service}` has no {noun} `{}` at that time", shorten(&name));
            let finding =
                Finding::new(&rules::SCALING_WITHOUT_TARGET, child(pointer, key), place.range, message);
            self.findings.push(finding);
            return None;
        }
        Some((service, name))
    }
}

/// What Application Auto Scaling answers to a call with a mistake.
fn refusal(finding: &Finding) -> Call {
    let code = if finding.code == rules::SCALING_WITHOUT_TARGET.code {
        "ObjectNotFoundException"
    } else if finding.code == rules::QUOTA_EXCEEDED.code {
        "LimitExceededException"
    } else {
        "ValidationException"
    };
    Call::refused_for(code, finding)
}
