//! A cluster, as plain as it can be: what stands on an instance is counted by looking at every task.

use super::expression::Expression;
use std::collections::BTreeMap;

/// Host ports that may be reserved on an instance. Spec: RES-7.
pub const HOST_PORTS_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    Tcp,
    Udp,
}

/// A host port.
pub type Port = (Transport, u16);

/// A container instance as it registered.
#[derive(Clone, Debug)]
pub struct Host {
    pub active: bool,
    pub agent_connected: bool,
    pub agent_version: String,
    /// Seconds since the month of [`super::expression::Moment`] began.
    pub registered_at: i64,
    /// None on an external instance.
    pub ec2_instance_id: String,
    /// Names and values; an empty value is none. The zone is among them.
    pub attributes: BTreeMap<String, String>,
    pub cpu_units: u32,
    pub memory_mib: u32,
    pub gpus: u32,
    pub enis: u32,
    /// Ports that the agent reserves.
    pub reserved_ports: Vec<Port>,
}

/// What a task asks for.
#[derive(Clone, Debug)]
pub struct Job {
    pub group: String,
    pub cpu_units: u32,
    pub memory_mib: u32,
    pub gpus: u32,
    pub enis: u32,
    pub host_ports: Vec<Port>,
    /// Zones of its subnets; empty where any will do.
    pub zones: Vec<&'static str>,
    /// Attributes that the definition's features need.
    pub required_attributes: Vec<&'static str>,
    /// The definition's, then the request's.
    pub constraints: Vec<Constraint>,
    pub strategies: Vec<Strategy>,
}

#[derive(Clone, Debug)]
pub enum Constraint {
    DistinctInstance,
    MemberOf(Expression),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    BinpackCpu,
    BinpackMemory,
    SpreadInstance,
    SpreadAttribute(&'static str),
    Random,
}

/// Where a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the instance with this number.
    Host(usize),
    /// On Fargate, in this zone.
    Fargate(&'static str),
}

/// A task that holds what it took.
#[derive(Clone, Debug)]
pub struct Task {
    pub job: usize,
    pub place: Place,
    /// Whether its desired status is RUNNING.
    pub is_to_run: bool,
    /// Ports that the agent drew for it.
    pub drawn_ports: Vec<Port>,
}

#[derive(Clone, Debug)]
pub struct Cluster {
    pub hosts: Vec<Host>,
    pub jobs: Vec<Job>,
    pub tasks: Vec<Task>,
}

/// The attribute whose values are zones.
pub const ZONE: &str = "ecs.availability-zone";

impl Host {
    pub fn zone(&self) -> &str {
        &self.attributes[ZONE]
    }
}

impl Cluster {
    pub fn tasks_on(&self, host: usize) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.place == Place::Host(host))
    }

    fn jobs_on(&self, host: usize) -> impl Iterator<Item = &Job> {
        self.tasks_on(host).map(|task| &self.jobs[task.job])
    }

    pub fn cpu_units_left(&self, host: usize) -> u32 {
        self.hosts[host].cpu_units - self.jobs_on(host).map(|job| job.cpu_units).sum::<u32>()
    }

    pub fn memory_mib_left(&self, host: usize) -> u32 {
        self.hosts[host].memory_mib - self.jobs_on(host).map(|job| job.memory_mib).sum::<u32>()
    }

    pub fn gpus_left(&self, host: usize) -> u32 {
        self.hosts[host].gpus - self.jobs_on(host).map(|job| job.gpus).sum::<u32>()
    }

    pub fn enis_left(&self, host: usize) -> u32 {
        self.hosts[host].enis - self.jobs_on(host).map(|job| job.enis).sum::<u32>()
    }

    /// Ports that ECS counts: the agent's own and the static ones of tasks.
    pub fn reserved_ports(&self, host: usize) -> Vec<Port> {
        let own = self.hosts[host].reserved_ports.iter();
        own.chain(self.jobs_on(host).flat_map(|job| &job.host_ports)).copied().collect()
    }

    /// Ports that the agent drew. Spec: NET-4.
    pub fn drawn_ports(&self, host: usize) -> Vec<Port> {
        self.tasks_on(host).flat_map(|task| task.drawn_ports.clone()).collect()
    }

    /// Tasks whose desired status is RUNNING. Spec: QUERY-6.
    pub fn running_tasks_count(&self, host: usize) -> u64 {
        self.tasks_on(host).filter(|task| task.is_to_run).count() as u64
    }

    /// Tasks of a group that hold resources on an instance.
    pub fn group_on(&self, group: &str, host: usize) -> u32 {
        let count = self.jobs_on(host).filter(|job| job.group == group).count();
        u32::try_from(count).expect("few tasks")
    }

    /// Tasks of a group where an attribute has a value; those on Fargate are in zones. Spec: PLACE-4.
    pub fn group_where(&self, group: &str, attribute: &str, value: &str) -> u32 {
        let there = |task: &&Task| match task.place {
            Place::Host(host) => self.hosts[host].attributes.get(attribute).is_some_and(|own| own == value),
            Place::Fargate(zone) => attribute == ZONE && zone == value,
        };
        let of_group = |task: &&Task| self.jobs[task.job].group == group;
        u32::try_from(self.tasks.iter().filter(of_group).filter(there).count()).expect("few tasks")
    }
}

/// What happens to tasks.
impl Cluster {
    /// A task of a job starts on an instance.
    pub fn start(&mut self, job: usize, host: usize) {
        self.tasks.push(Task { job, place: Place::Host(host), is_to_run: true, drawn_ports: Vec::new() });
    }
}
