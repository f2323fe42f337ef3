//! What the actions of a timeline name: a name that means nothing at that moment is said where it stands, with the
//! nearest one, and an action that names nothing at all is refused. Spec: SCN-11.

use super::Reader;
use super::named_kinds::{Named, Refuses};
use super::service_calls::as_warning;
use crate::finding::Finding;
use crate::json::{Node, child};
use crate::scenario::Call;

/// What becomes of an action because of a name.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// The run finds out, and refuses what is to be refused.
    InTheRun,
    /// It is refused with AWS's code and message.
    Aws(&'static str, &'static str),
    /// It is refused with AWS's code, and a message of ours.
    Ours(&'static str),
}

use Answer::{Aws, InTheRun, Ours};

/// Spec: FAULT-10.
const NO_TARGET: Answer = Aws("InvalidTarget", "Target resolution returned empty set");

/// Spec: FAULT-6.
const NO_INSTANCES: Answer = Aws("InvalidParameterCombination", "No instances specified");

const INVALID: Answer = Ours("InvalidParameterException");
const VALIDATION: Answer = Ours("ValidationError");

/// The ARNs of the tasks that an action is done to.
const TARGETS: &str = "targets/resourceArns/*";

/// What an action names: where (`*` is every element of a list), what of, and what becomes of the action where it
/// names nothing.
type Row = (&'static str, &'static str, Named, Answer);

/// Names that a reader does not resolve: the run does, since only it knows what is there by then.
const NAMES: [Row; 43] = [
    ("ecs:StopTask", "task", Named::Task, InTheRun),
    ("ecs:UpdateTaskProtection", "tasks/*", Named::Task, InTheRun),
    ("simulation:SetBehaviour", "task", Named::Task, InTheRun),
    ("ecs:StartTask", "containerInstances/*", Named::Instance, InTheRun),
    ("ecs:UpdateContainerInstancesState", "containerInstances/*", Named::Instance, InTheRun),
    ("ecs:DeregisterContainerInstance", "containerInstance", Named::Instance, InTheRun),
    ("ecs:PutAttributes", "attributes/*/targetId", Named::Instance, InTheRun),
    ("ecs:PutAttributes", "attributes/*", Named::Entry, INVALID),
    ("ecs:DeleteAttributes", "attributes/*/targetId", Named::Instance, InTheRun),
    ("ecs:DeleteAttributes", "attributes/*/name", Named::Attribute, InTheRun),
    ("ecs:DeleteAttributes", "attributes/*", Named::Entry, INVALID),
    ("ec2:TerminateInstances", "InstanceIds/*", Named::Instance, NO_INSTANCES),
    ("simulation:DisconnectAgent", "containerInstance", Named::Instance, InTheRun),
    ("simulation:LoseZone", "availabilityZone", Named::Zone, INVALID),
    ("ecs:RegisterContainerInstance", "availabilityZone", Named::Zone, InTheRun),
    ("autoscaling:UpdateAutoScalingGroup", "AvailabilityZones/*", Named::Zone, VALIDATION),
    ("autoscaling:TerminateInstanceInAutoScalingGroup", "InstanceId", Named::Instance, InTheRun),
    ("autoscaling:SetInstanceProtection", "InstanceIds/*", Named::Instance, VALIDATION),
    ("autoscaling:CompleteLifecycleAction", "InstanceId", Named::Instance, InTheRun),
    (
        "ecr:BatchDeleteImage",
        "imageIds/*",
        Named::Entry,
        Aws("ParamValidationError", "Invalid length for parameter imageIds, value: 0, valid min length: 1"),
    ),
    ("cloudwatch:DeleteAlarms", "AlarmNames/*", Named::Alarm, VALIDATION),
    ("elasticloadbalancing:ModifyTargetGroupAttributes", "Attributes/*", Named::Entry, VALIDATION),
    (
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "Attributes/*/Key",
        Named::TargetGroupKey,
        VALIDATION,
    ),
    ("elasticloadbalancing:ModifyListener", "DefaultActions/*", Named::Entry, VALIDATION),
    ("elasticloadbalancing:ModifyRule", "Actions/*", Named::Entry, VALIDATION),
    ("ecs:CreateService", "serviceName", Named::NewService, INVALID),
    (
        "application-autoscaling:PutScalingPolicy",
        "PolicyName",
        Named::Text,
        Aws("ParamValidationError", "Invalid length for parameter PolicyName, value: 0, valid min length: 1"),
    ),
    (
        "application-autoscaling:PutScheduledAction",
        "ScheduledActionName",
        Named::Text,
        Aws(
            "ParamValidationError",
            "Invalid length for parameter ScheduledActionName, value: 0, valid min length: 1",
        ),
    ),
    ("simulation:InterruptSpotTasks", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:stop-task", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:task-kill-process", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:task-cpu-stress", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:task-network-latency", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:task-network-blackhole-port", TARGETS, Named::Task, NO_TARGET),
    ("aws:ecs:drain-container-instances", TARGETS, Named::Cluster, NO_TARGET),
    ("aws:ec2:stop-instances", TARGETS, Named::Instance, NO_TARGET),
    ("aws:ec2:terminate-instances", TARGETS, Named::Instance, NO_TARGET),
    ("aws:ec2:send-spot-instance-interruptions", TARGETS, Named::Instance, NO_TARGET),
    ("aws:ec2:asg-insufficient-instance-capacity-error", TARGETS, Named::Group, NO_TARGET),
    (
        "aws:ec2:asg-insufficient-instance-capacity-error",
        "parameters/availabilityZoneIdentifiers",
        Named::Zones,
        INVALID,
    ),
    ("aws:network:disrupt-connectivity", TARGETS, Named::Subnet, NO_TARGET),
    ("aws:ecs:drain-container-instances", "targets/service", Named::Nothing, InTheRun),
    ("aws:network:disrupt-connectivity", "targets/service", Named::Nothing, InTheRun),
];

/// What is said of a name that means nothing.
pub(super) struct Nameless {
    /// In our words, without a full stop.
    pub(super) message: String,
    /// AWS's text, where it has one for that.
    pub(super) aws: Option<String>,
    /// What to do about it.
    pub(super) hint: Option<String>,
}

impl Reader<'_> {
    /// Says which names of an action mean nothing; a refusal where it is refused because of them.
    pub(super) fn named(&mut self, action: &str, input: &Node, pointer: &str) -> Option<Call> {
        let mut refused = None;
        for (_, path, kind, answer) in NAMES.iter().filter(|(of, ..)| *of == action) {
            let mut places = Vec::new();
            let steps: Vec<&str> = path.split('/').collect();
            let is_empty = places_of(input, pointer.to_owned(), &steps, &mut places);
            // How many names it takes is told where that many are told.
            if let Some((node, pointer)) = is_empty.filter(|_| !matches!(answer, InTheRun)) {
                let key = pointer.rsplit('/').next().unwrap_or_default();
                let message = format!("`{key}` names nothing");
                let hint =
                    path.starts_with("targets/").then(|| "leave it out to mean all of them".to_owned());
                let said = Nameless { message, aws: None, hint };
                refused = refused.or(self.nameless(said, *kind, *answer, node, &pointer));
            }
            let answer = match kind.refuses() {
                Refuses::None => InTheRun,
                Refuses::Any | Refuses::All => *answer,
            };
            let mut is_known = false;
            let mut unknown = None;
            for (node, pointer) in &places {
                match self.unknown(*kind, node) {
                    None => is_known = true,
                    Some(said) => {
                        let refusal = self.nameless(said, *kind, answer, node, pointer);
                        unknown = unknown.or(refusal);
                    }
                }
            }
            let some_count = is_known && matches!(kind.refuses(), Refuses::All);
            refused = refused.or(unknown.filter(|_| !some_count));
        }
        refused
    }

    /// Says it; a refusal where the action is refused because of it.
    fn nameless(
        &mut self,
        said: Nameless,
        kind: Named,
        answer: Answer,
        node: &Node,
        pointer: &str,
    ) -> Option<Call> {
        let aws = said.aws.clone().or(match answer {
            Aws(_, message) => Some(message.to_owned()),
            InTheRun | Ours(_) => None,
        });
        let code = match answer {
            InTheRun => None,
            Aws(code, _) | Ours(code) => Some(code),
        };
        let mut finding = Finding::new(kind.rule(), pointer, node.range, said.message);
        finding.hint = said.hint;
        let finding = match aws {
            Some(aws) => finding.aws(aws),
            None => finding,
        };
        let refused = code.map(|code| Call::refused_for(code, &finding));
        self.findings.push(as_warning(finding));
        refused
    }
}

/// The places that a path leads to; the list where one on the way is empty.
fn places_of<'n>(
    node: &'n Node,
    pointer: String,
    path: &[&str],
    places: &mut Vec<(&'n Node, String)>,
) -> Option<(&'n Node, String)> {
    let Some((step, rest)) = path.split_first() else {
        places.push((node, pointer));
        return None;
    };
    if *step != "*" {
        return places_of(node.get(step)?, child(&pointer, step), rest, places);
    }
    let is_empty = matches!(&node.value, crate::json::Value::Array(elements) if elements.is_empty());
    if is_empty && rest.is_empty() {
        return Some((node, pointer));
    }
    for (number, element) in node.elements().iter().enumerate() {
        places_of(element, child(&pointer, number), rest, places);
    }
    None
}
