//! The scenario document: the only input of a simulation.
//!
//! A run is a pure function of it and of a time. Docs: docs/scenario.md.

mod attributes;
mod canonical;
mod custom_metrics;
mod faults;
mod groups;
mod instance_calls;
mod read;
mod roster;
mod scaling;
mod shortages;
mod starter;
mod stock;
#[cfg(test)]
mod tests;
mod traffic;

pub use attributes::{AGENT_VERSION, Attributes, TRUNK_ID};
pub use canonical::canonical;
pub use custom_metrics::CustomMetric;
pub use faults::{Fault, FisAction, Selection, Targets};
pub use groups::{AutoScalingGroup, GroupCall, GroupPolicy, GroupSchedule, GroupUpdate, LaunchSpec, Pick};
pub use instance_calls::{InstanceAttribute, InstanceCall, ProtectTasks};
pub use read::timeline_actions;
pub(crate) use read::{failure_finding, notice_finding};
pub use roster::Roster;
pub use scaling::{Scaling, ScalingCall};
pub use shortages::{Shortage, ShortageOf};
pub use starter::{Starter, starter};
pub use stock::{InZone, Paid, Stock};
pub use traffic::{Addressed, Traffic, TrafficCall, TrafficNumber, TrafficTo};

use crate::aws::{
    BatchDeleteImage, CapacityCall, ClusterCapacity, ContinueServiceDeployment, DeleteService, EventCall,
    Events, FileSystem, LoadBalancing, PlacementConstraint, Protocol, PutImage, RegisterTaskDefinition,
    RunTask, Service, ServiceDiscovery, SetBehaviour, StartTask, StopServiceDeployment, StopTask,
    TaskDefinition, UpdateService, Vpc,
};
use crate::capacity::{Launchable, Size};
use crate::catalog::InstanceType;
use crate::finding::Finding;
use crate::iam::{Iam, Place};
use crate::ids::Account;
use crate::metrics::AlarmDefinition;
use crate::registry::{Images, PullBehavior};
use crate::time::{Calendar, SimTime};
use crate::units::CPU_UNITS_PER_VCPU;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The version of the format that is read and written.
pub const FORMAT_VERSION: i64 = 1;

/// A scenario without errors, references resolved and defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// `name`.
    pub name: String,
    /// `description`, in Markdown.
    pub description: String,
    /// Region, account, cluster and seed.
    pub account: Account,
    /// What second 0 is on the calendar.
    pub calendar: Calendar,
    /// How far the timeline reaches.
    pub duration: SimTime,
    /// Subnets, security groups and endpoints.
    pub vpc: Vpc,
    /// Load balancers, listeners and target groups.
    pub load_balancing: LoadBalancing,
    /// Namespaces and the names in them.
    pub service_discovery: ServiceDiscovery,
    /// `fileSystems`; none where every one is reached. Spec: VOL-3.
    pub file_systems: Option<Vec<FileSystem>>,
    /// Roles and buckets, and who may call what.
    pub iam: Iam,
    /// Capacity providers, as the cluster has them at second 0.
    pub capacity: ClusterCapacity,
    /// `images`: what can be pulled; none where everything can. Spec: CONT-2.
    pub images: Option<Images>,
    /// Instances registered by hand.
    pub container_instances: Vec<ContainerInstanceEntry>,
    /// Auto Scaling groups.
    pub auto_scaling_groups: Vec<AutoScalingGroup>,
    /// Their scaling policies.
    pub group_policies: Vec<GroupPolicy>,
    /// Their scheduled actions.
    pub group_schedules: Vec<GroupSchedule>,
    /// Task definitions: those of the list, then those that the timeline registers, in list order.
    pub task_definitions: Vec<TaskDefinition>,
    /// How many of them are registered at second 0.
    pub registered_first: usize,
    /// The placement constraints of each task definition.
    pub definition_constraints: Vec<Vec<PlacementConstraint>>,
    /// Services in order of creation.
    pub services: Vec<Service>,
    /// Rules, pipes, queues and topics.
    pub events: Events,
    /// Scalable targets, their policies and scheduled actions.
    pub scaling: Scaling,
    /// What arrives at load balancers while the run goes on.
    pub traffic: Vec<Traffic>,
    /// Metrics of its own.
    pub metrics: Vec<CustomMetric>,
    /// Alarms that are there at second 0, in list order.
    pub alarms: Vec<AlarmDefinition>,
    /// `simulation.shortages`.
    pub shortages: Vec<Shortage>,
    /// What is done while the run goes on, in list order.
    pub timeline: Vec<Action>,
}

/// An entry of `containerInstances`: `count` equal instances.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct ContainerInstanceEntry {
    /// The name; the n-th instance is `<name>/<n>`.
    pub name: String,
    /// The type.
    pub instance_type: InstanceType,
    /// The zone.
    pub availability_zone: String,
    /// The subnet of its primary network interface, by the number in the VPC; none for an external one.
    pub subnet: Option<usize>,
    /// Its security groups, by their numbers in the VPC; empty where none is named.
    pub security_groups: Vec<usize>,
    /// How many.
    pub count: u32,
    /// Whether new tasks may come: ACTIVE, not DRAINING.
    pub active: bool,
    /// Whether they are Spot instances. Spec: FAULT-13.
    pub spot: bool,
    /// `ECS_ENABLE_SPOT_INSTANCE_DRAINING`: whether the agent sets them to DRAINING on the notice of an
    /// interruption. Spec: FAULT-13.
    pub drains_on_notice: bool,
    /// Memory in MiB that the agent registers.
    pub registered_memory_mib: u32,
    /// Elastic network interfaces for tasks.
    pub task_enis: u32,
    /// `iamInstanceProfile`: whose role the instance has.
    pub iam_instance_profile: Option<String>,
    /// `ECS_AWSVPC_BLOCK_IMDS`: whether tasks of mode awsvpc are kept from the instance's role.
    pub blocks_imds: bool,
    /// `ECS_IMAGE_PULL_BEHAVIOR`.
    pub pull_behavior: PullBehavior,
    /// Ports that the agent reserves.
    pub reserved_ports: Vec<(Protocol, u16)>,
    /// The range that the agent draws host ports from.
    pub dynamic_ports: RangeInclusive<u16>,
    /// What it is and can do.
    pub attributes: Attributes,
}

impl ContainerInstanceEntry {
    /// What one of them has for tasks when it is empty. Spec: CAP-9.
    pub fn size(&self) -> Size {
        Size {
            cpu_units: self.instance_type.vcpu * CPU_UNITS_PER_VCPU,
            memory_mib: self.registered_memory_mib,
            enis: self.task_enis,
            gpus: self.instance_type.gpus,
        }
    }

    /// Its type, as a group of it is counted by.
    pub fn launchable(&self) -> Launchable {
        Launchable { instance_type: self.instance_type.name.to_string(), size: self.size() }
    }

    /// Where its tasks get their credentials from. Spec: ROLE-5.
    pub(crate) fn credentials_place(&self) -> Place<'_> {
        Place::Instance {
            profile: self.iam_instance_profile.as_deref(),
            blocks_imds: self.blocks_imds,
            external: self.attributes.kind.external,
        }
    }

    /// The short form of its n-th instance, from 1: `host/1`.
    pub fn short(&self, number: u32) -> String {
        format!("{}/{number}", self.name)
    }

    /// Whether its instances can run what needs these attributes. Spec: PLACE-18.
    pub fn is_capable(&self, needed: &BTreeSet<String>) -> bool {
        !self.attributes.kind.external && needed.iter().all(|name| self.attributes.get(name).is_some())
    }

    /// The id of the trunk interface of its n-th instance, where it has one. Spec: RES-10.
    pub fn trunk_id(&self, account: &Account, number: u32) -> Option<String> {
        self.attributes.kind.trunk.then(|| account.trunk_id(&self.short(number)))
    }

    /// The value of an attribute of the instance that has this trunk interface, as [`Attributes::get`] says
    /// it. Spec: RES-10.
    pub fn attribute<'a>(&'a self, trunk_id: Option<&'a str>, name: &str) -> Option<&'a str> {
        let trunk_id = || trunk_id.filter(|_| name == TRUNK_ID);
        self.attributes.get(name).or_else(trunk_id)
    }

    /// `ec2InstanceId` of its n-th instance; Systems Manager's id for an external one. Spec: RES-10.
    pub fn ec2_instance_id(&self, account: &Account, number: u32) -> String {
        let id = account.ec2_instance_id(&self.short(number));
        if self.attributes.kind.external { format!("m{id}") } else { id }
    }
}

/// An action of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// When.
    pub at: SimTime,
    /// The IAM action, for example `ecs:StopTask`.
    pub name: String,
    /// What.
    pub call: Call,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `ecs:RunTask`.
    RunTask(RunTask),
    /// `ecs:StartTask`.
    StartTask(StartTask),
    /// `ecs:StopTask`.
    StopTask(StopTask),
    /// `ecr:PutImage`.
    PutImage(PutImage),
    /// `ecr:BatchDeleteImage`.
    BatchDeleteImage(BatchDeleteImage),
    /// `simulation:SetBehaviour`.
    SetBehaviour(SetBehaviour),
    /// `s3:PutObject`, `sqs:SendMessage` or `events:PutEvents`.
    Event(EventCall),
    /// Something about traffic: `simulation:SetTraffic` and calls of Elastic Load Balancing.
    Traffic(TrafficCall),
    /// A call about container instances or their machines.
    Instances(InstanceCall),
    /// A call about Auto Scaling groups.
    Groups(GroupCall),
    /// A call about capacity providers.
    Capacity(CapacityCall),
    /// `ecs:UpdateTaskProtection`.
    ProtectTasks(ProtectTasks),
    /// A fault.
    Fault(Fault),
    /// A call of Application Auto Scaling.
    Scaling(ScalingCall),
    /// `ecs:RegisterTaskDefinition`.
    RegisterTaskDefinition(Box<RegisterTaskDefinition>),
    /// `ecs:DeregisterTaskDefinition`.
    DeregisterTaskDefinition {
        /// The number of the task definition in the scenario's list.
        number: usize,
    },
    /// `ecs:CreateService`.
    CreateService(Box<Service>),
    /// `ecs:UpdateService`.
    UpdateService(Box<UpdateService>),
    /// `ecs:DeleteService`.
    DeleteService(DeleteService),
    /// `ecs:ContinueServiceDeployment`.
    ContinueServiceDeployment(ContinueServiceDeployment),
    /// `ecs:StopServiceDeployment`.
    StopServiceDeployment(StopServiceDeployment),
    /// `cloudwatch:PutMetricAlarm`. Spec: METRIC-5.
    PutMetricAlarm(Box<AlarmDefinition>),
    /// `cloudwatch:DeleteAlarms`, by name. Spec: METRIC-5.
    DeleteAlarms(Vec<String>),
    /// A call that AWS refuses.
    Refused {
        /// AWS's code.
        code: &'static str,
        /// Its message, or ours.
        message: String,
        /// Whether the message is AWS's; ours where AWS's is not known.
        is_aws: bool,
    },
    /// An action of the format that is not simulated yet: a finding has said so.
    NotSimulated,
}

impl Call {
    /// A call that AWS refuses with a code and a message.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Call {
        Call::Refused { code, message: message.into(), is_aws: true }
    }

    /// A call that AWS refuses with a code, and with a message that is not known: ours stands for it.
    pub fn refused_in_our_words(code: &'static str, message: impl Into<String>) -> Call {
        Call::Refused { code, message: message.into(), is_aws: false }
    }

    /// A call that AWS refuses because of what a finding says.
    pub fn refused_for(code: &'static str, finding: &Finding) -> Call {
        match &finding.aws_message {
            Some(message) => Call::refused(code, message),
            None => Call::refused_in_our_words(code, &finding.message),
        }
    }
}
