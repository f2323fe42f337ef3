//! The calls about container instances and their machines.

use super::ContainerInstanceEntry;

/// A call about container instances. Each is named by its ARN, its id, its EC2 instance id or its short form
/// (`host/1`).
#[derive(Clone, Debug, PartialEq)]
pub enum InstanceCall {
    /// `ecs:UpdateContainerInstancesState`. Spec: FAULT-3.
    UpdateState {
        /// The instances, 1 to 10.
        container_instances: Vec<String>,
        /// DRAINING; if not, ACTIVE.
        draining: bool,
    },
    /// `ecs:RegisterContainerInstance` with an entry of `containerInstances`. Spec: FAULT-2.
    Register(Box<ContainerInstanceEntry>),
    /// `ecs:DeregisterContainerInstance`. Spec: FAULT-4.
    Deregister {
        /// The instance.
        container_instance: String,
        /// Whether tasks on it do not matter.
        force: bool,
    },
    /// `ecs:PutAttributes`. Spec: FAULT-5.
    PutAttributes(Vec<InstanceAttribute>),
    /// `ecs:DeleteAttributes`. Spec: FAULT-5.
    DeleteAttributes(Vec<InstanceAttribute>),
    /// `ec2:TerminateInstances`. Spec: FAULT-6.
    Terminate {
        /// The machines.
        instance_ids: Vec<String>,
    },
}

/// An attribute that an instance is given, or that is taken from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceAttribute {
    /// The instance.
    pub target: String,
    /// Its name.
    pub name: String,
    /// Its value; empty where it has none.
    pub value: String,
}

/// `ecs:UpdateTaskProtection`. Spec: FAULT-15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectTasks {
    /// The tasks, 1 to 10: the ARN, the id or the short form (`service:web/1`) of each.
    pub tasks: Vec<String>,
    /// How long they are protected; none where their protection ends.
    pub expires_in_minutes: Option<u64>,
}
