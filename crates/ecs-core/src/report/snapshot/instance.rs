//! Container instances, as a picture has them.

use super::PortView;
use crate::engine::Engine;
use crate::ids::InstanceRow;
use crate::report::groups::MemberView;
use crate::report::instances::InstanceCondition;
use crate::scenario::ContainerInstanceEntry;
use crate::units::CPU_UNITS_PER_VCPU;
use crate::world::InstanceStatus;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is taken of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Taken by tasks.
    pub used: u32,
    /// All of it.
    pub total: u32,
}

/// A container instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceView {
    /// For example `i-0b2d55…`.
    pub id: String,
    /// Its short form, for example `host/1`.
    pub short: String,
    /// For example `t3.medium`.
    pub instance_type: Cow<'static, str>,
    /// The name of its zone.
    pub zone: String,
    /// `status`.
    pub status: InstanceStatus,
    /// Whether its agent is connected.
    pub agent_connected: bool,
    /// What is the matter with it.
    pub condition: InstanceCondition,
    /// CPU units.
    pub cpu_units: Amount,
    /// Memory in MiB.
    pub memory_mib: Amount,
    /// Elastic network interfaces, those of tasks on a trunk among them; the instance's own count as used.
    pub enis: Amount,
    /// GPUs.
    pub gpus: Amount,
    /// Its attributes, by number in [`Snapshot::attribute_sets`](super::Snapshot::attribute_sets).
    pub attributes: usize,
    /// Static host ports in use, the agent's own among them.
    pub ports: Vec<PortView>,
    /// What it is to its Auto Scaling group; none where it was registered by hand.
    pub member: Option<MemberView>,
}

impl Engine {
    pub(super) fn instance_view(&self, row: InstanceRow) -> InstanceView {
        let entry = self.instance_entry(row);
        let ledger = &self.world.ledger;
        let amount = |total: u32, left: u32| Amount { used: total - left, total };
        InstanceView {
            id: self.ec2_instance_id(row),
            short: self.instance_short(row),
            instance_type: entry.instance_type.name.into(),
            zone: entry.availability_zone.clone(),
            status: self.world.instances[row].life.status,
            agent_connected: self.world.instances[row].life.agent_connected(),
            condition: self.instance_condition(row),
            cpu_units: amount(entry.instance_type.vcpu * CPU_UNITS_PER_VCPU, ledger.cpu_units_left(row)),
            memory_mib: amount(entry.registered_memory_mib, ledger.memory_mib_left(row)),
            enis: amount(all_enis(entry), ledger.enis_left(row)),
            gpus: amount(entry.instance_type.gpus, ledger.gpus_left(row)),
            attributes: self.world.instances[row].entry,
            ports: ledger
                .ports(row)
                .iter()
                .map(|(protocol, port)| PortView { host_port: *port, protocol: *protocol })
                .collect(),
            member: self.member_view(row),
        }
    }
}

/// Interfaces that ECS counts on an instance: on a trunk the primary one and the trunk beside those of tasks, on
/// an external one none. Spec: NET-6.
fn all_enis(entry: &ContainerInstanceEntry) -> u32 {
    match entry.attributes.kind {
        kind if kind.external => 0,
        kind if kind.trunk => entry.task_enis + 2,
        _ => entry.instance_type.max_enis,
    }
}
