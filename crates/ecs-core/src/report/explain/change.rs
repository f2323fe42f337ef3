//! The smallest changes after which an instance would do.

use crate::aws::NetworkMode;
use crate::engine::Engine;
use crate::ids::{InstanceRow, LaunchRow};
use crate::placement::{Check, Quantity, Verdict};
use crate::report::text;

impl Engine {
    /// The smallest changes after which a check would pass. Spec: PLACE-20.
    pub(super) fn changes(&self, launch: LaunchRow, row: InstanceRow, verdict: &Verdict) -> Vec<String> {
        let entry = self.instance_entry(row);
        let missing = verdict.deficit();
        let change = match (verdict.check, verdict.need) {
            (Check::Status, _) => "set the instance to ACTIVE".to_owned(),
            (Check::Cpu, Quantity::Number(need)) => {
                let total = entry.instance_type.vcpu * crate::units::CPU_UNITS_PER_VCPU;
                text::free_or_larger(missing, need, total, "CPU units")
            }
            (Check::Memory, Quantity::Number(need)) => {
                text::free_or_larger(missing, need, entry.registered_memory_mib, "MiB")
            }
            (Check::Gpu, Quantity::Number(need)) => {
                text::free_or_larger(missing, need, entry.instance_type.gpus, "GPUs")
            }
            (Check::Eni, _) => {
                let kind = entry.attributes.kind;
                let takes_trunk = !kind.trunk && !kind.windows && !kind.external;
                text::free_interface(entry.instance_type.trunking_task_limit.filter(|_| takes_trunk))
            }
            (Check::Ports, Quantity::Port(protocol, port)) => {
                let is_agents = entry.reserved_ports.contains(&(protocol, port));
                text::other_port(protocol, port, self.network_mode(launch), is_agents)
            }
            (Check::Location, _) => {
                format!("add a subnet in {}", self.world.zones[self.world.ledger.zone(row)])
            }
            (Check::DistinctInstance, _) => {
                "stop the group's task on it, or drop distinctInstance".to_owned()
            }
            (Check::Attribute, _) => {
                let missing = self.missing_attributes(launch, row);
                return missing.into_iter().map(|name| format!("add attribute {name}")).collect();
            }
            (Check::MemberOf, _) => {
                let expression = self.expression(launch, verdict);
                let mends = expression.map(|expression| expression.mend(&self.host(row))).unwrap_or_default();
                return mends.iter().map(ToString::to_string).collect();
            }
            (Check::Ports, Quantity::Number(need)) => {
                text::free_ports(missing, need, entry.reserved_ports.len())
            }
            _ => return Vec::new(),
        };
        vec![change]
    }

    fn network_mode(&self, launch: LaunchRow) -> NetworkMode {
        let definition = self.scenario.task_definitions.get(self.world.launches[launch].task_definition);
        definition.map_or(NetworkMode::Bridge, |definition| definition.network_mode)
    }
}
