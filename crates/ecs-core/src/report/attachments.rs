//! What DescribeTasks prints of a task's network. Spec: NET-26.

use super::describe::AsOf;
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::world::{NetworkBinding, NetworkInterface, Task, TaskStatus};
use serde::Serialize;
use std::net::Ipv4Addr;

/// An attachment of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct AttachmentReport {
    pub id: String,
    #[serde(rename = "type")]
    pub attachment_type: &'static str,
    pub status: &'static str,
    pub details: Vec<KeyValuePair>,
}

/// A detail of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct KeyValuePair {
    pub name: &'static str,
    pub value: String,
}

/// The network interface of a container's task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct NetworkInterfaceReport {
    pub attachment_id: String,
    pub private_ipv4_address: String,
}

/// A bound port, or a range of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct NetworkBindingReport {
    #[serde(rename = "bindIP")]
    pub bind_ip: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_port_range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_port_range: Option<String>,
    pub protocol: crate::aws::Protocol,
}

impl NetworkBindingReport {
    pub(super) fn of(binding: &NetworkBinding) -> NetworkBindingReport {
        let one = |port: u16| (binding.count == 1).then_some(port);
        let range = |port: u16| (binding.count > 1).then(|| format!("{port}-{}", port + (binding.count - 1)));
        NetworkBindingReport {
            bind_ip: "0.0.0.0",
            container_port: one(binding.container_port),
            host_port: one(binding.host_port),
            container_port_range: range(binding.container_port),
            host_port_range: range(binding.host_port),
            protocol: binding.protocol,
        }
    }
}

impl Engine {
    /// The network interface of a task, as an attachment.
    pub(super) fn attachments(&self, row: TaskRow, as_of: AsOf) -> Vec<AttachmentReport> {
        let attachment = |interface: NetworkInterface| AttachmentReport {
            id: self.attachment_id(row),
            attachment_type: "ElasticNetworkInterface",
            status: attachment_status(as_of.status),
            details: self.attachment_details(row, interface, as_of),
        };
        self.world.tasks[row].network_interface.map(attachment).into_iter().collect()
    }

    /// The interface, as each container of the task says it; once it is attached.
    pub(super) fn network_interfaces(&self, row: TaskRow, as_of: AsOf) -> Vec<NetworkInterfaceReport> {
        let attached = |_: &Ipv4Addr| as_of.status > TaskStatus::Provisioning;
        let address = self.world.tasks[row].network_interface.and_then(|interface| interface.private_address);
        let report = |address: Ipv4Addr| NetworkInterfaceReport {
            attachment_id: self.attachment_id(row),
            private_ipv4_address: address.to_string(),
        };
        address.filter(attached).map(report).into_iter().collect()
    }

    fn attachment_id(&self, row: TaskRow) -> String {
        crate::ids::uuid(
            &self.scenario.account.hex_id("attachment", &self.world.task_short(&self.world.tasks[row])),
        )
    }

    /// `eni-` and 17 hex digits: the id of a task's network interface.
    pub(super) fn network_interface_id(&self, task: &Task) -> String {
        format!("eni-0{}", self.network_interface_hex(task).get(..16).unwrap_or_default())
    }

    fn network_interface_hex(&self, task: &Task) -> String {
        self.scenario.account.hex_id("network interface", &self.world.task_short(task))
    }

    /// Before the interface is there, only its subnet is known.
    fn attachment_details(
        &self,
        row: TaskRow,
        interface: NetworkInterface,
        as_of: AsOf,
    ) -> Vec<KeyValuePair> {
        let subnet = self.scenario.vpc.subnets.get(interface.subnet);
        let subnet_id = subnet.map(|subnet| subnet.subnet_id.clone()).unwrap_or_default();
        let mut details = vec![KeyValuePair { name: "subnetId", value: subnet_id }];
        let Some(address) = interface.private_address else { return details };
        if as_of.status == TaskStatus::Provisioning {
            return details;
        }
        let account = &self.scenario.account;
        let task = &self.world.tasks[row];
        let hex = self.network_interface_hex(task);
        let mac: Vec<&str> = (16..26).step_by(2).filter_map(|at| hex.get(at..at + 2)).collect();
        details.extend([
            KeyValuePair { name: "networkInterfaceId", value: self.network_interface_id(task) },
            KeyValuePair { name: "macAddress", value: format!("0a:{}", mac.join(":")) },
            KeyValuePair { name: "privateDnsName", value: dns_name(address, &account.region) },
            KeyValuePair { name: "privateIPv4Address", value: address.to_string() },
        ]);
        details
    }
}

fn attachment_status(task: TaskStatus) -> &'static str {
    match task {
        TaskStatus::Provisioning => "PRECREATED",
        TaskStatus::Pending | TaskStatus::Running | TaskStatus::Deactivating | TaskStatus::Stopping => {
            "ATTACHED"
        }
        TaskStatus::Deprovisioning => "DETACHING",
        TaskStatus::Stopped => "DELETED",
    }
}

/// The name that a VPC gives an address: the oldest Region has one of its own.
fn dns_name(address: Ipv4Addr, region: &str) -> String {
    let dashes = address.to_string().replace('.', "-");
    match region {
        "us-east-1" => format!("ip-{dashes}.ec2.internal"),
        region => format!("ip-{dashes}.{region}.compute.internal"),
    }
}
