//! A task as its network sees it: where it is reached.

use super::AddressReport;
use super::text;
use crate::aws::{NetworkMode, PortMapping, Protocol, Route, TaskDefinition};
use crate::engine::{Engine, port_of, tcp_ports};
use crate::ids::TaskRow;
use crate::network::{AddressOwner, Client, DYNAMIC_PORTS, Target, address_owner, mapping_for, target_ports};
use crate::world::{Launch, StartFailure, Stop, Task, TaskStatus};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

/// A mapping of a container.
#[derive(Clone, Copy)]
pub(super) struct Mapped {
    /// The container, by its number in the task definition.
    pub(super) container: usize,
    /// The mapping, by its number in the container.
    pub(super) number: usize,
    pub(super) mapping: PortMapping,
}

/// A task and what it is reached at.
pub(super) struct Subject<'a> {
    pub(super) task: &'a Task,
    pub(super) launch: &'a Launch,
    pub(super) definition: &'a TaskDefinition,
    /// The address in the VPC.
    pub(super) address: Option<Ipv4Addr>,
    /// By its number in the VPC; none outside of it.
    pub(super) subnet: Option<usize>,
    /// By their numbers in the VPC; an empty list is the VPC's default group.
    pub(super) security_groups: &'a [usize],
    /// Whether it is reached at a public address too.
    pub(super) public: bool,
    /// The range that the agent draws host ports from.
    drawn_from: RangeInclusive<u16>,
    /// What keeps it from running, as far as that can be said.
    pub(super) why_not_running: Option<String>,
}

impl Subject<'_> {
    pub(super) fn mode(&self) -> NetworkMode {
        self.definition.network_mode
    }

    pub(super) fn is_running(&self) -> bool {
        self.task.last_status == TaskStatus::Running
    }

    /// Who asks it without a load balancer.
    pub(super) fn client(&self) -> Client {
        if self.public { Client::Internet } else { Client::Vpc }
    }

    /// All mappings.
    pub(super) fn mappings(&self) -> impl Iterator<Item = Mapped> {
        let containers = self.definition.container_definitions.iter().enumerate();
        containers.flat_map(|(container, defined)| {
            let mappings = defined.port_mappings.iter().enumerate();
            mappings.map(move |(number, mapping)| Mapped { container, number, mapping: *mapping })
        })
    }

    /// The mapping of a container port that requests of a protocol go to.
    pub(super) fn mapping_for(&self, container: usize, port: u16, wanted: &[Protocol]) -> Option<Mapped> {
        let mappings = &self.definition.container_definitions.get(container)?.port_mappings;
        let number = mapping_for(mappings, port, wanted)?;
        Some(Mapped { container, number, mapping: *mappings.get(number)? })
    }

    /// The address at which a container itself is found.
    pub(super) fn container_address(&self, container: usize) -> Option<Ipv4Addr> {
        match self.mode() {
            NetworkMode::Awsvpc | NetworkMode::Host => self.address,
            NetworkMode::Bridge => self.task.docker0_addresses.get(container).copied(),
            // What Windows' nat network hands out is not simulated.
            NetworkMode::Default | NetworkMode::None => None,
        }
    }

    /// The port at which a mapping is reached.
    pub(super) fn port(&self, of: Mapped) -> Option<u16> {
        port_of(self.definition, self.task, of.container, of.number)
    }

    /// The task as the end of a path; behind a load balancer, whose health checks ask for more than the
    /// mapping.
    pub(super) fn target<'a>(&'a self, zone: &'a str, mapped: Mapped, is_checked: bool) -> Target<'a> {
        Target {
            running: self.is_running(),
            mode: self.mode(),
            availability_zone: zone,
            security_groups: self.security_groups,
            mapping: mapped.mapping,
            port: self.port(mapped),
            ports: target_ports(self.mode(), mapped.mapping, &self.drawn_from).unwrap_or(0..=0),
            tcp_ports: if is_checked { tcp_ports(self.definition, self.task) } else { Vec::new() },
            has_address: !self.lacks_address(),
        }
    }

    /// Whether there was no address for the network interface.
    fn lacks_address(&self) -> bool {
        matches!(self.task.stop, Some(Stop::FailedToStart(StartFailure::NoAddress)))
    }
}

impl Engine {
    pub(super) fn subject(&self, row: TaskRow) -> Option<Subject<'_>> {
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        let of_instance = task.instance.map(|instance| self.instance_entry(instance));
        let common = Subject {
            task,
            launch,
            definition,
            address: None,
            subnet: None,
            security_groups: &[],
            public: false,
            drawn_from: of_instance.map_or(DYNAMIC_PORTS, |entry| entry.dynamic_ports.clone()),
            why_not_running: self.why_not_running(row),
        };
        Some(match address_owner(definition.network_mode) {
            AddressOwner::Nobody => common,
            AddressOwner::TaskInterface => {
                let configuration = launch.awsvpc_configuration.as_ref();
                let interface = task.network_interface.filter(|_| is_attached(task.last_status));
                let subnet = interface.map(|interface| interface.subnet);
                Subject {
                    address: interface.and_then(|interface| interface.private_address),
                    subnet,
                    public: launch.has_public_address() && self.is_public(subnet),
                    security_groups: configuration
                        .map_or(&[], |configuration| &configuration.security_groups),
                    ..common
                }
            }
            AddressOwner::Instance
            | AddressOwner::InstanceThroughDocker0
            | AddressOwner::InstanceThroughNat => {
                let subnet = of_instance.and_then(|entry| entry.subnet);
                let instance = task.instance.map(|instance| &self.world.instances[instance]);
                Subject {
                    address: instance.and_then(|instance| instance.private_address),
                    subnet,
                    public: self.is_public(subnet),
                    security_groups: of_instance.map_or(&[], |entry| &entry.security_groups),
                    ..common
                }
            }
        })
    }

    /// What keeps a task from running: what ECS says of it, once it stops; before, what it will not reach.
    fn why_not_running(&self, row: TaskRow) -> Option<String> {
        let task = &self.world.tasks[row];
        match (&task.stop, task.last_status) {
            (Some(Stop::ByUser(reason)), _) => Some(reason.clone()),
            (Some(_), _) => self.why_ended(row),
            (None, TaskStatus::Running) => None,
            (None, _) => {
                let unmet = self.unreachable(row).map(|lacks| text::unmet(lacks.need));
                self.why_provisioning(row).or(unmet)
            }
        }
    }

    /// Whether a public address is reached in a subnet.
    fn is_public(&self, subnet: Option<usize>) -> bool {
        let route =
            subnet.and_then(|subnet| self.scenario.vpc.subnets.get(subnet)).map(|subnet| subnet.route);
        matches!(route, Some(Route::InternetGateway | Route::Everything))
    }

    pub(super) fn address_report(&self, subject: &Subject<'_>) -> AddressReport {
        let owner = address_owner(subject.mode());
        let vpc = &self.scenario.vpc;
        let subnet = subject.subnet.and_then(|subnet| vpc.subnets.get(subnet));
        let is_guarded = owner != AddressOwner::Nobody;
        AddressReport {
            owner,
            address: subject.address.map(|address| address.to_string()),
            public: subject.public,
            subnet: subnet.map(|subnet| subnet.subnet_id.clone()),
            security_groups: if is_guarded {
                text::group_ids(vpc, subject.security_groups)
            } else {
                Vec::new()
            },
            sentence: text::address_owner(owner).to_owned(),
        }
    }
}

/// Whether a task in this status has its network interface. Spec: NET-26.
fn is_attached(status: TaskStatus) -> bool {
    !matches!(status, TaskStatus::Provisioning | TaskStatus::Stopped)
}
