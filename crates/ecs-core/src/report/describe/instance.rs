//! Entries of DescribeContainerInstances.

use crate::aws::Protocol;
use crate::engine::Engine;
use crate::ids::InstanceRow;
use crate::scenario::{AGENT_VERSION, ContainerInstanceEntry, TRUNK_ID};
use crate::world::InstanceStatus;
use serde::Serialize;
use serde_json::{Value, json};

/// An entry of DescribeContainerInstances.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ContainerInstanceReport {
    pub container_instance_arn: String,
    pub ec2_instance_id: String,
    pub remaining_resources: Vec<Value>,
    pub registered_resources: Vec<Value>,
    pub status: InstanceStatus,
    pub agent_connected: bool,
    pub version_info: Value,
    pub running_tasks_count: u32,
    pub pending_tasks_count: u32,
    pub attributes: Vec<Value>,
    pub registered_at: String,
}

impl Engine {
    pub(crate) fn container_instance_report(&self, row: InstanceRow) -> ContainerInstanceReport {
        let entry = self.instance_entry(row);
        let instance = &self.world.instances[row];
        let ledger = &self.world.ledger;
        let cpu_units = entry.instance_type.vcpu * crate::units::CPU_UNITS_PER_VCPU;
        ContainerInstanceReport {
            container_instance_arn: self.container_instance_arn(row),
            ec2_instance_id: self.ec2_instance_id(row),
            remaining_resources: resources(
                ledger.cpu_units_left(row),
                ledger.memory_mib_left(row),
                ledger.ports(row),
                (entry.instance_type.gpus > 0).then(|| ledger.gpus_left(row)),
            ),
            registered_resources: resources(
                cpu_units,
                entry.registered_memory_mib,
                &entry.reserved_ports,
                Some(entry.instance_type.gpus).filter(|gpus| *gpus > 0),
            ),
            status: instance.life.status,
            agent_connected: instance.life.agent_connected(),
            version_info: json!({"agentVersion": AGENT_VERSION}),
            running_tasks_count: instance.running_tasks,
            pending_tasks_count: instance.pending_tasks,
            attributes: attributes(entry, instance.trunk_id.as_ref()),
            registered_at: self.scenario.calendar.iso(instance.life.registered_at),
        }
    }
}

/// Spec: RES-8.
fn resources(cpu_units: u32, memory_mib: u32, ports: &[(Protocol, u16)], gpus: Option<u32>) -> Vec<Value> {
    let integer = |name: &str, value: u32| json!({"name": name, "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": value});
    let set = |name: &str, wanted: Protocol| {
        let values: Vec<String> = ports
            .iter()
            .filter(|(protocol, _)| *protocol == wanted)
            .map(|(_, port)| port.to_string())
            .collect();
        json!({"name": name, "type": "STRINGSET", "doubleValue": 0.0, "longValue": 0, "integerValue": 0, "stringSetValue": values})
    };
    let mut resources = vec![
        integer("CPU", cpu_units),
        integer("MEMORY", memory_mib),
        set("PORTS", Protocol::Tcp),
        set("PORTS_UDP", Protocol::Udp),
    ];
    resources.extend(gpus.map(|gpus| integer("GPU", gpus)));
    resources
}

fn attributes(entry: &ContainerInstanceEntry, trunk_id: Option<&String>) -> Vec<Value> {
    let attribute = |(name, value): (String, String)| {
        if value.is_empty() { json!({"name": name}) } else { json!({"name": name, "value": value}) }
    };
    let mut all = entry.attributes.all();
    if let (Some(id), None) = (trunk_id, entry.attributes.get(TRUNK_ID)) {
        all.push((TRUNK_ID.to_owned(), id.clone()));
        all.sort();
    }
    all.into_iter().map(attribute).collect()
}
