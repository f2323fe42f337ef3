//! What a task asks of the instance that takes it.

use super::{Constraint, Rows};
use crate::aws::{Protocol, TaskDefinition};
use crate::capacity::Need;
use crate::ids::{GroupRow, ZoneRow};
use crate::network;

/// The binding part of a placement: resources, places, abilities, constraints. Spec: RES-2.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// CPU units.
    pub cpu_units: u32,
    /// MiB.
    pub memory_mib: u32,
    /// Static host ports, sorted.
    pub host_ports: Vec<(Protocol, u16)>,
    /// GPUs.
    pub gpus: u32,
    /// Elastic network interfaces.
    pub enis: u32,
    /// Zones that the task's subnets lie in; empty where any will do.
    pub zones: Vec<ZoneRow>,
    /// Instances that have the attributes which the definition's features need.
    pub capable: Rows,
    /// Instances of the task's capacity provider; none where any will do. Spec: CAP-11.
    pub of_provider: Option<Rows>,
    /// Placement constraints: the definition's, then the request's.
    pub constraints: Vec<Constraint>,
    /// The task group, among whose tasks `spread` and `distinctInstance` count.
    pub group: GroupRow,
}

impl Requirement {
    /// What it asks for, as far as types of instances differ in it. Spec: CAP-9.
    pub fn need(&self) -> Need {
        let is_distinct = |constraint: &Constraint| matches!(constraint, Constraint::DistinctInstance);
        Need {
            cpu_units: self.cpu_units,
            memory_mib: self.memory_mib,
            enis: self.enis,
            gpus: self.gpus,
            alone: !self.host_ports.is_empty() || self.constraints.iter().any(is_distinct),
        }
    }

    /// The resources that a task of `definition` asks for: on any instance, without constraints.
    ///
    /// CPU is the task-level value, else the sum over the containers. Memory likewise, a container's
    /// soft limit before its hard one.
    pub fn of(definition: &TaskDefinition, capable: Rows, group: GroupRow) -> Requirement {
        let containers = &definition.container_definitions;
        let cpu_units = definition.cpu_units.unwrap_or_else(|| {
            containers.iter().fold(0, |sum: u32, container| sum.saturating_add(container.cpu_units))
        });
        let memory_mib = definition.memory_mib.unwrap_or_else(|| {
            containers.iter().fold(0, |sum: u32, container| {
                let soft = container.memory_reservation_mib.filter(|mib| *mib > 0);
                sum.saturating_add(soft.or(container.memory_mib).unwrap_or(0))
            })
        });
        let gpus = containers.iter().fold(0, |sum: u32, container| sum.saturating_add(container.gpus));
        Requirement {
            cpu_units,
            memory_mib,
            host_ports: network::static_host_ports(definition),
            gpus,
            enis: network::enis(definition),
            zones: Vec::new(),
            capable,
            of_provider: None,
            constraints: Vec::new(),
            group,
        }
    }
}
