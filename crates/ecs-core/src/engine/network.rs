//! What a task holds of the network while it runs: addresses and ports, and what it reaches.

use super::Engine;
use crate::aws::{NetworkMode, PortMapping, TaskDefinition};
use crate::ids::{InstanceRow, LaunchRow, TaskRow, ZoneRow};
use crate::network::{AddressPool, HostPort, Standpoint, Unreachable, first_unreachable, host_port};
use crate::rng::{Purpose, draw};
use crate::world::{LoadBalancerNode, NetworkBinding, NetworkInterface, StartFailure};
use std::cmp::Reverse;
use std::net::Ipv4Addr;

impl Engine {
    /// The addresses of every subnet. The nodes of the load balancers get theirs first. Spec: NET-20.
    pub(super) fn set_up_subnets(&mut self) {
        let blocks = self.scenario.vpc.subnets.iter().map(|subnet| subnet.cidr_block);
        self.world.subnets = blocks.map(AddressPool::of_subnet).collect();
        let balancing = &self.scenario.load_balancing;
        let newer = balancing.load_balancers.iter().map(|balancer| (&balancer.name, &balancer.subnets));
        let classic =
            balancing.classic_load_balancers.iter().map(|balancer| (&balancer.name, &balancer.subnets));
        let nodes: Vec<(String, usize)> = newer
            .chain(classic)
            .flat_map(|(name, subnets)| subnets.iter().map(|subnet| (name.clone(), *subnet)))
            .collect();
        for (name, subnet) in nodes {
            let Some(place) = self.scenario.vpc.subnets.get(subnet) else { continue };
            let of = format!("load balancer {name} {}", place.subnet_id);
            if let Some(private_address) = self.take_address(subnet, &of) {
                self.world.load_balancer_nodes.push(LoadBalancerNode { name, subnet, private_address });
            }
        }
    }

    /// The address of an instance's primary network interface: of the n-th of an entry, from 1.
    /// Spec: NET-20.
    pub(super) fn instance_address(&mut self, entry: usize, number: u32) -> Option<Ipv4Addr> {
        let entry = self.world.entries.get(entry)?;
        let subnet = entry.subnet?;
        let of = format!("instance {}", entry.short(number));
        self.take_address(subnet, &of)
    }

    fn take_address(&mut self, subnet: usize, of: &str) -> Option<Ipv4Addr> {
        let drawn = draw(self.scenario.account.seed, Purpose::Address, of, 0);
        self.world.subnets.get_mut(subnet)?.take(drawn)
    }

    /// The network interface of a launch's n-th task, in a subnet of its zone: the one with the most free
    /// addresses. None where the mode gives it none. Spec: NET-20, NET-25.
    pub(super) fn new_network_interface(
        &mut self,
        launch: LaunchRow,
        zone: ZoneRow,
        number: u32,
    ) -> Option<NetworkInterface> {
        let launch = &self.world.launches[launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        if definition.network_mode != NetworkMode::Awsvpc {
            return None;
        }
        let vpc = &self.scenario.vpc;
        let zone = &self.world.zones[zone];
        let configured = launch.awsvpc_configuration.iter().flat_map(|configuration| &configuration.subnets);
        let in_zone = configured.copied().filter(|subnet| {
            vpc.subnets.get(*subnet).is_some_and(|subnet| subnet.availability_zone == *zone)
        });
        // Of several that have as many, the first.
        let taken = |subnet: &usize| Reverse(self.world.subnets.get(*subnet).map_or(0, AddressPool::free));
        let subnet = in_zone.min_by_key(taken).or_else(|| vpc.subnet_of_zone(zone))?;
        let of = format!("{}/{number}", launch.group);
        Some(NetworkInterface { subnet, private_address: self.take_address(subnet, &of) })
    }

    /// What keeps a task's containers from running, because it is not reached. On an instance it is the
    /// instance that pulls and logs. Spec: NET-23, NET-24.
    pub(crate) fn unreachable(&self, task: TaskRow) -> Option<Unreachable> {
        let task = &self.world.tasks[task];
        let launch = &self.world.launches[task.launch];
        let vpc = &self.scenario.vpc;
        let from = match (task.instance, task.network_interface) {
            (Some(instance), _) => Standpoint::of_instance(vpc, self.instance_entry(instance).subnet),
            (None, Some(interface)) => {
                Standpoint::of_interface(vpc, interface.subnet, launch.has_public_address())
            }
            (None, None) => return None,
        };
        first_unreachable(self.scenario.task_definitions.get(launch.task_definition)?, from, vpc)
    }

    /// Gives a task on an instance its ports and its containers their addresses. It holds nothing of them
    /// where that fails. Spec: NET-4, NET-22.
    pub(super) fn connect(&mut self, task: TaskRow) -> Result<(), StartFailure> {
        let Some(instance) = self.world.tasks[task].instance else { return Ok(()) };
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let Some(definition) = self.scenario.task_definitions.get(definition) else { return Ok(()) };
        let containers = definition.container_definitions.len();
        let bridge = definition.network_mode == NetworkMode::Bridge;
        for (place, mapping) in mappings(definition).collect::<Vec<_>>() {
            if let Err(failure) = self.bind(task, instance, place, mapping) {
                self.disconnect(task);
                return Err(failure);
            }
        }
        if let Some(docker0) = self.world.instances[instance].docker0.as_mut().filter(|_| bridge) {
            self.world.tasks[task].docker0_addresses =
                (0..containers).map_while(|_| docker0.take_first()).collect();
        }
        Ok(())
    }

    fn bind(
        &mut self,
        task: TaskRow,
        instance: InstanceRow,
        (container, number): (usize, usize),
        mapping: PortMapping,
    ) -> Result<(), StartFailure> {
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let mode = self.scenario.task_definitions[definition].network_mode;
        let PortMapping { container_port, protocol, count, .. } = mapping;
        let (host_port, dynamic) = match host_port(mode, mapping) {
            HostPort::OwnAddress => return Ok(()),
            HostPort::Static(port) if self.world.ledger.is_drawn(instance, protocol, port) => {
                return Err(StartFailure::HostPortTaken { container, port });
            }
            HostPort::Static(port) => (port, false),
            HostPort::Dynamic => {
                let drawn = self.world.ledger.take_dynamic_ports(instance, protocol, count);
                (drawn.ok_or(StartFailure::NoHostPorts { container, count })?, true)
            }
        };
        let binding = NetworkBinding {
            container,
            mapping: number,
            container_port,
            host_port,
            protocol,
            count,
            dynamic,
        };
        self.world.tasks[task].network_bindings.push(binding);
        Ok(())
    }

    /// Takes back what a task holds on its instance.
    pub(super) fn disconnect(&mut self, task: TaskRow) {
        let row = &mut self.world.tasks[task];
        let Some(instance) = row.instance else { return };
        let bindings = std::mem::take(&mut row.network_bindings);
        let addresses = std::mem::take(&mut row.docker0_addresses);
        for binding in bindings.iter().filter(|binding| binding.dynamic) {
            let NetworkBinding { protocol, host_port, count, .. } = *binding;
            self.world.ledger.give_back_dynamic_ports(instance, protocol, host_port, count);
        }
        if let Some(docker0) = &mut self.world.instances[instance].docker0 {
            for address in addresses {
                docker0.give_back(address);
            }
        }
    }

    /// A machine that is gone gives its address back.
    pub(super) fn release_address(&mut self, row: InstanceRow) {
        let subnet = self.instance_entry(row).subnet;
        let address = self.world.instances[row].private_address;
        let pool = subnet.and_then(|subnet| self.world.subnets.get_mut(subnet));
        if let Some((pool, address)) = pool.zip(address) {
            pool.give_back(address);
        }
    }

    /// Detaches a task's network interface.
    pub(super) fn detach(&mut self, task: TaskRow) {
        let Some(interface) = self.world.tasks[task].network_interface else { return };
        let pool = self.world.subnets.get_mut(interface.subnet);
        if let Some((pool, address)) = pool.zip(interface.private_address) {
            pool.give_back(address);
        }
    }
}

/// The mappings of a definition, with the numbers of the container and of the mapping in it.
fn mappings(definition: &TaskDefinition) -> impl Iterator<Item = ((usize, usize), PortMapping)> + '_ {
    definition.container_definitions.iter().enumerate().flat_map(|(container, defined)| {
        let mappings = defined.port_mappings.iter().enumerate();
        mappings.map(move |(number, mapping)| ((container, number), *mapping))
    })
}
