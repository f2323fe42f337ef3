//! The calls that the timeline can have, as small forms: which members of the input a form shows, and what
//! stands there at first. What a call takes is told by the scenario format; a call that has no form here is
//! written as JSON.

use crate::session::edit::decimal_or_text;
use serde_json::{Value, json};

/// A call with a form.
#[derive(Debug)]
pub struct CallForm {
    /// The action's name, for example `ecs:UpdateService`.
    pub action: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// What comes of it.
    pub about: &'static str,
    /// Whether something goes wrong by it, instead of somebody deciding something.
    pub is_fault: bool,
    /// The members of its input.
    pub fields: &'static [CallField],
}

/// A member of the input.
#[derive(Debug)]
pub struct CallField {
    /// Its JSON pointer within the input.
    pub pointer: &'static str,
    /// What the form calls it: AWS's name of it.
    pub label: &'static str,
    /// What is entered there.
    pub kind: FieldKind,
    /// What stands there at first; with nothing, the member is left out.
    pub(super) first: &'static str,
}

/// What is entered in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A service's name.
    Service,
    /// `family:revision`.
    Definition,
    /// The same, or nothing: it stays what it was.
    AnotherDefinition,
    /// The short form of a container instance.
    Instance,
    /// The name of an Auto Scaling group.
    Group,
    /// The short form of a task.
    Task,
    /// The name of one of its containers.
    Container,
    /// An Availability Zone.
    Zone,
    /// The name of an entry of `traffic`.
    Traffic,
    /// A number.
    Number,
    /// Yes or no; no is left out.
    Flag,
    /// One of these.
    Choice(&'static [&'static str]),
    /// Any text.
    Text,
}

const fn field(
    pointer: &'static str,
    label: &'static str,
    kind: FieldKind,
    first: &'static str,
) -> CallField {
    CallField { pointer, label, kind, first }
}

const fn call(
    action: &'static str,
    title: &'static str,
    about: &'static str,
    fields: &'static [CallField],
) -> CallForm {
    CallForm { action, title, about, is_fault: false, fields }
}

const fn fault(
    action: &'static str,
    title: &'static str,
    about: &'static str,
    fields: &'static [CallField],
) -> CallForm {
    CallForm { action, title, about, is_fault: true, fields }
}

const DURATION: CallField = field("/parameters/duration", "duration", FieldKind::Text, "PT5M");
const OF_SERVICE: CallField = field("/targets/service", "service", FieldKind::Service, "");
const HOW_MANY: CallField = field("/targets/selectionMode", "selectionMode", FieldKind::Text, "COUNT(1)");
const OF_INSTANCE: CallField =
    field("/targets/resourceArns/0", "Container instance", FieldKind::Instance, "");
const LASTS: CallField = field("/durationSeconds", "durationSeconds", FieldKind::Number, "300");

/// The stages at which a PAUSE hook may stand.
const PAUSES: &[&str] = &[
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "POST_SCALE_UP",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRE_PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
];

/// The calls with a form.
pub const CALLS: [CallForm; 20] = [
    call(
        "ecs:UpdateService",
        "Update a service",
        "A new revision or a forced deployment exchanges the service's tasks; another desired count starts or stops some.",
        &[
            field("/service", "service", FieldKind::Service, ""),
            field("/taskDefinition", "taskDefinition", FieldKind::AnotherDefinition, ""),
            field("/desiredCount", "desiredCount", FieldKind::Number, ""),
            field("/forceNewDeployment", "forceNewDeployment", FieldKind::Flag, ""),
        ],
    ),
    call(
        "ecs:ContinueServiceDeployment",
        "Answer a paused deployment",
        "A deployment that a PAUSE hook holds at a stage goes on, or goes back.",
        &[
            field("/serviceDeploymentArn", "Service", FieldKind::Service, ""),
            field("/hookId", "Stage of the hook", FieldKind::Choice(PAUSES), "RECONCILE_SERVICE"),
            field("/action", "action", FieldKind::Choice(&["CONTINUE", "ROLLBACK"]), "CONTINUE"),
        ],
    ),
    call(
        "ecs:RunTask",
        "Run tasks",
        "Starts up to ten tasks, once. Nothing replaces one that stops.",
        &[
            field("/taskDefinition", "taskDefinition", FieldKind::Definition, ""),
            field("/count", "count", FieldKind::Number, "1"),
        ],
    ),
    call(
        "ecs:StopTask",
        "Stop a task",
        "One task is asked to stop. A service starts another in its place.",
        &[field("/task", "task", FieldKind::Task, ""), field("/reason", "reason", FieldKind::Text, "")],
    ),
    call(
        "ecs:UpdateContainerInstancesState",
        "Drain an instance",
        "A DRAINING instance takes no new task, and services move theirs elsewhere.",
        &[
            field("/containerInstances/0", "Container instance", FieldKind::Instance, ""),
            field("/status", "status", FieldKind::Choice(&["DRAINING", "ACTIVE"]), "DRAINING"),
        ],
    ),
    call(
        "simulation:SetTraffic",
        "Change traffic",
        "From then on so many requests, or messages, come each second. Ramps, waves, steps and spikes are written as JSON.",
        &[
            field("/name", "name", FieldKind::Traffic, ""),
            field("/shape/constant", "A second", FieldKind::Number, "100"),
        ],
    ),
    fault(
        "simulation:LoseZone",
        "Lose an Availability Zone",
        "Everything in the zone is gone for a while: instances, and tasks on Fargate.",
        &[field("/availabilityZone", "availabilityZone", FieldKind::Zone, ""), LASTS],
    ),
    fault(
        "simulation:DisconnectAgent",
        "Disconnect an agent",
        "The instance's tasks run on, and ECS can neither place nor stop any there.",
        &[field("/containerInstance", "Container instance", FieldKind::Instance, ""), LASTS],
    ),
    fault(
        "simulation:SetBehaviour",
        "Change how a container behaves",
        "A container of one task becomes slow, leaks memory, fails or stops: behaviour has the members of a container's simulation.",
        &[
            field("/task", "task", FieldKind::Task, ""),
            field("/container", "container", FieldKind::Container, ""),
            field("/behaviour/errorRate", "errorRate", FieldKind::Number, "0.5"),
            field("/behaviour/requestMillis", "requestMillis", FieldKind::Number, ""),
        ],
    ),
    fault(
        "aws:ecs:stop-task",
        "Fault: stop tasks",
        "AWS FIS stops tasks of a service.",
        &[OF_SERVICE, HOW_MANY],
    ),
    fault(
        "aws:ecs:task-kill-process",
        "Fault: kill a process",
        "The process of that name is killed in tasks of a service.",
        &[OF_SERVICE, HOW_MANY, field("/parameters/processName", "processName", FieldKind::Text, "app")],
    ),
    fault(
        "aws:ecs:task-cpu-stress",
        "Fault: CPU stress",
        "Something else takes CPU in tasks of a service.",
        &[OF_SERVICE, HOW_MANY, DURATION, field("/parameters/percent", "percent", FieldKind::Text, "80")],
    ),
    fault(
        "aws:ecs:task-network-latency",
        "Fault: network latency",
        "Whatever tasks of a service send takes longer.",
        &[
            OF_SERVICE,
            HOW_MANY,
            DURATION,
            field("/parameters/delayMilliseconds", "delayMilliseconds", FieldKind::Text, "200"),
        ],
    ),
    fault(
        "aws:ecs:task-network-blackhole-port",
        "Fault: a port drops everything",
        "What comes in, or goes out, by that port is dropped in tasks of a service.",
        &[
            OF_SERVICE,
            HOW_MANY,
            DURATION,
            field("/parameters/port", "port", FieldKind::Text, "80"),
            field("/parameters/protocol", "protocol", FieldKind::Choice(&["tcp", "udp"]), "tcp"),
            field(
                "/parameters/trafficType",
                "trafficType",
                FieldKind::Choice(&["ingress", "egress"]),
                "ingress",
            ),
        ],
    ),
    fault(
        "aws:ecs:drain-container-instances",
        "Fault: drain instances",
        "A share of the cluster's instances is set to DRAINING for a while.",
        &[field("/parameters/drainagePercentage", "drainagePercentage", FieldKind::Text, "50"), DURATION],
    ),
    fault(
        "aws:ec2:terminate-instances",
        "Fault: terminate an instance",
        "The instance is gone at once, and its tasks with it.",
        &[OF_INSTANCE],
    ),
    fault(
        "aws:ec2:stop-instances",
        "Fault: stop an instance",
        "The instance is shut down, and started again where startInstancesAfterDuration says when.",
        &[
            OF_INSTANCE,
            field(
                "/parameters/startInstancesAfterDuration",
                "startInstancesAfterDuration",
                FieldKind::Text,
                "PT5M",
            ),
        ],
    ),
    fault(
        "aws:ec2:send-spot-instance-interruptions",
        "Fault: interrupt a Spot instance",
        "EC2 takes the Spot instance back, two minutes or more after a notice.",
        &[
            OF_INSTANCE,
            field(
                "/parameters/durationBeforeInterruption",
                "durationBeforeInterruption",
                FieldKind::Text,
                "PT2M",
            ),
        ],
    ),
    fault(
        "aws:network:disrupt-connectivity",
        "Fault: cut a subnet off",
        "Subnets no longer reach what is outside of them, for a while.",
        &[
            field("/targets/resourceArns/0", "Subnet", FieldKind::Text, "subnet-a"),
            DURATION,
            field(
                "/parameters/scope",
                "scope",
                FieldKind::Choice(&["all", "availability-zone", "vpc", "s3", "dynamodb", "prefix-list"]),
                "all",
            ),
        ],
    ),
    fault(
        "aws:ec2:asg-insufficient-instance-capacity-error",
        "Fault: no capacity in a zone",
        "EC2 gives an Auto Scaling group no instance in those zones, for a while.",
        &[
            field("/targets/resourceArns/0", "Auto Scaling group", FieldKind::Group, ""),
            DURATION,
            field(
                "/parameters/availabilityZoneIdentifiers",
                "availabilityZoneIdentifiers",
                FieldKind::Zone,
                "",
            ),
            field("/parameters/percentage", "percentage", FieldKind::Text, "100"),
        ],
    ),
];

/// The form of that action, where it has one.
pub(in crate::session) fn form_of(action: &str) -> Option<&'static CallForm> {
    CALLS.iter().find(|form| form.action == action)
}

impl CallForm {
    /// The input at first. `known` tells what there is to choose for a field.
    pub(super) fn input(&self, known: impl Fn(FieldKind) -> Option<String>) -> Value {
        let mut input = json!({});
        for field in self.fields {
            let first = Some(field.first.to_owned()).filter(|first| !first.is_empty());
            if let Some(typed) = first.or_else(|| known(field.kind)) {
                put(&mut input, field.pointer, field.kind.value(&typed));
            }
        }
        input
    }
}

impl FieldKind {
    /// What is written for what was typed.
    pub(super) fn value(self, typed: &str) -> Value {
        match self {
            FieldKind::Number => decimal_or_text(typed),
            FieldKind::Flag => json!(typed == "true"),
            _ => json!(typed),
        }
    }
}

/// `value` at a place of `input`, whose objects and lists on the way are made.
fn put(input: &mut Value, pointer: &str, value: Value) {
    let Some((head, rest)) = pointer.trim_start_matches('/').split_once('/') else {
        match (pointer.trim_start_matches('/'), input) {
            ("0", list) => *list = json!([value]),
            (key, object) => object[key] = value,
        }
        return;
    };
    if input.get(head).is_none() {
        input[head] = json!({});
    }
    if let Some(inner) = input.get_mut(head) {
        put(inner, &format!("/{rest}"), value);
    }
}
