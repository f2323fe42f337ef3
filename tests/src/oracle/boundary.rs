//! The oracle's cluster as the engine has it, and the engine's receipts as the oracle says it.

use super::decide::{Decision, Ranked, Reason, Said};
use super::generate::{GROUPS, ZONES};
use super::model::{self, Cluster, Host, Job, Place, Port, Transport};
use super::print::print;
use crate::draws::Draws;
use ecs_core::aws::{Protocol, Resource};
use ecs_core::ids::{GroupRow, InstanceRow, Row, ZoneRow};
use ecs_core::network::DYNAMIC_PORTS;
use ecs_core::placement::{
    Candidate, Capacity, Check, Constraint, Ledger, Membership, Quantity, Receipt, Requirement, Rows,
    Shortlist, SpreadField, Strategy, Verdict,
};
use ecs_core::query::{self, Comparison, Expression};

/// A cluster in the engine's books.
#[derive(Debug)]
pub struct Engine {
    pub ledger: Ledger,
    /// What is asked for the jobs that have been asked for.
    asked: Vec<Option<Asked>>,
}

/// A job in the engine's words.
#[derive(Debug)]
pub struct Asked {
    pub requirement: Requirement,
    pub strategies: Vec<Strategy>,
    /// Kept from the first decision to the last.
    pub shortlist: Shortlist,
    /// How far the ledger's list of changes went when the shortlist was asked last.
    pub read_to: u64,
}

impl Engine {
    /// An engine whose books say what the cluster says before any task has started.
    pub fn of(cluster: &Cluster) -> Engine {
        let mut ledger = Ledger::default();
        for host in &cluster.hosts {
            ledger.register(&capacity(host));
        }
        // Groups get their rows in the order of GROUPS.
        for _ in GROUPS {
            ledger.add_group();
        }
        Engine { ledger, asked: cluster.jobs.iter().map(|_| None).collect() }
    }

    /// A job is asked for: at first as the cluster stands then, tasks and all.
    pub fn ask(&mut self, cluster: &Cluster, job: usize, draws: &mut Draws) -> (&Ledger, &mut Asked) {
        let (ledger, wanted) = (&mut self.ledger, &cluster.jobs[job]);
        let asked = self.asked[job].get_or_insert_with(|| asked(cluster, wanted, ledger, draws));
        (&self.ledger, asked)
    }

    /// Books a task that starts.
    pub fn start(&mut self, job: usize, host: usize) {
        self.ledger.take(row(host), requirement(&self.asked, job));
    }

    /// A task is to run no longer.
    pub fn asked_to_stop(&mut self, host: usize) {
        self.ledger.asked_to_stop(row(host));
    }

    /// A stopped task gives back what it took.
    pub fn give_back(&mut self, job: usize, host: usize, drawn_ports: &[Port]) {
        for (transport, port) in drawn_ports {
            self.ledger.give_back_dynamic_ports(row(host), protocol(*transport), *port, 1);
        }
        self.ledger.give_back(row(host), requirement(&self.asked, job));
    }

    /// A port that the agent draws.
    pub fn draw_port(&mut self, host: usize, transport: Transport) -> Port {
        let port = self.ledger.take_dynamic_ports(row(host), protocol(transport), 1);
        (transport, port.expect("the range is larger than the test"))
    }
}

fn requirement(asked: &[Option<Asked>], job: usize) -> &Requirement {
    &asked[job].as_ref().expect("a job that was asked for").requirement
}

fn capacity(host: &Host) -> Capacity {
    Capacity {
        zone: zone_row(host.zone()),
        placeable: host.active && host.agent_connected,
        cpu_units: host.cpu_units,
        memory_mib: host.memory_mib,
        enis: host.enis,
        gpus: host.gpus,
        reserved_ports: ports(&host.reserved_ports),
        dynamic_ports: DYNAMIC_PORTS,
    }
}

fn asked(cluster: &Cluster, job: &Job, ledger: &mut Ledger, draws: &mut Draws) -> Asked {
    let constraints = job.constraints.iter().map(|constraint| match constraint {
        model::Constraint::DistinctInstance => Constraint::DistinctInstance,
        model::Constraint::MemberOf(expression) => {
            let expression = read(&print(expression, draws));
            Constraint::MemberOf(Membership::of(&expression, &mut Hosts(cluster)))
        }
    });
    let requirement = Requirement {
        cpu_units: job.cpu_units,
        memory_mib: job.memory_mib,
        host_ports: ports(&job.host_ports),
        gpus: job.gpus,
        enis: job.enis,
        zones: job.zones.iter().map(|zone| zone_row(zone)).collect(),
        of_provider: None,
        capable: Rows::of(cluster.hosts.len(), |row| {
            let attributes = &cluster.hosts[row.number()].attributes;
            job.required_attributes.iter().all(|name| attributes.contains_key(*name))
        }),
        constraints: constraints.collect(),
        group: group_row(&job.group),
    };
    let strategies: Vec<Strategy> =
        job.strategies.iter().map(|strategy| strategy_of(*strategy, cluster, ledger)).collect();
    let shortlist = Shortlist::new(ledger, &requirement, &strategies);
    Asked { requirement, strategies, shortlist, read_to: ledger.changes_end() }
}

/// An expression, as the engine reads it.
pub fn read(text: &str) -> Expression {
    query::parse(text).unwrap_or_else(|failure| panic!("{text}: {failure}")).expression
}

fn strategy_of(strategy: model::Strategy, cluster: &Cluster, ledger: &mut Ledger) -> Strategy {
    match strategy {
        model::Strategy::BinpackCpu => Strategy::Binpack(Resource::Cpu),
        model::Strategy::BinpackMemory => Strategy::Binpack(Resource::Memory),
        model::Strategy::SpreadInstance => Strategy::Spread(SpreadField::InstanceId),
        model::Strategy::SpreadAttribute(name) => {
            let value =
                |row: InstanceRow| cluster.hosts[row.number()].attributes.get(name).map(String::as_str);
            Strategy::Spread(SpreadField::Attribute(ledger.divide_by(name, value)))
        }
        model::Strategy::Random => Strategy::Random,
    }
}

/// What a receipt says, in the oracle's words.
pub fn decision(receipt: &Receipt, job: &Job) -> Decision {
    Decision {
        said: receipt
            .candidates
            .iter()
            .map(|candidate| candidate.verdicts.iter().map(said).collect())
            .collect(),
        ranked: receipt.candidates.iter().map(|candidate| ranked(candidate, job)).collect(),
        chosen: receipt.chosen.map(InstanceRow::number),
        among: receipt.among,
    }
}

/// What a verdict says, in the oracle's words.
pub fn said(verdict: &Verdict) -> Said {
    let amounts = match (verdict.need, verdict.have) {
        (Quantity::Number(need), Quantity::Number(have)) => Some((need, have)),
        _ => None,
    };
    let port = match verdict.have {
        Quantity::Port(protocol, port) => Some((transport(protocol), port)),
        _ => None,
    };
    Said { reason: reason(verdict), passed: verdict.passed, amounts, port }
}

fn reason(verdict: &Verdict) -> Reason {
    let of_constraint = verdict.constraint.map(|number| Reason::Constraint(number.into()));
    match verdict.check {
        Check::Status => Reason::Status,
        Check::Cpu => Reason::Cpu,
        Check::Memory => Reason::Memory,
        Check::Ports => Reason::Ports,
        Check::Gpu => Reason::Gpu,
        Check::Eni => Reason::Eni,
        Check::Location => Reason::Location,
        Check::Attribute => Reason::Attribute,
        Check::CapacityProvider => unreachable!("the oracle's clusters have no capacity providers"),
        Check::MemberOf | Check::DistinctInstance => of_constraint.expect("the number of a constraint"),
    }
}

/// The engine has the highest score for an instance without the attribute.
fn ranked(candidate: &Candidate, job: &Job) -> Vec<Ranked> {
    let pairs = candidate.ranks.iter().zip(&job.strategies);
    pairs
        .map(|(rank, strategy)| Ranked {
            strategy: *strategy,
            score: (rank.score != u32::MAX).then_some(rank.score),
            kept: rank.kept,
        })
        .collect()
}

/// The instances of a cluster, to be asked by the engine.
struct Hosts<'a>(&'a Cluster);

impl ecs_core::placement::Cluster for Hosts<'_> {
    fn instances(&self) -> usize {
        self.0.hosts.len()
    }

    fn holds(&self, comparison: &Comparison, row: InstanceRow) -> bool {
        Expression::Simple(comparison.clone()).holds(&Facts { cluster: self.0, host: row.number() })
    }

    fn group(&mut self, name: &str) -> GroupRow {
        group_row(name)
    }
}

/// What the engine asks of one instance.
#[derive(Debug)]
pub struct Facts<'a> {
    pub cluster: &'a Cluster,
    pub host: usize,
}

impl Facts<'_> {
    fn own(&self) -> &Host {
        &self.cluster.hosts[self.host]
    }
}

impl query::Instance for Facts<'_> {
    fn agent_connected(&self) -> bool {
        self.own().agent_connected
    }

    fn agent_version(&self) -> &str {
        &self.own().agent_version
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.own().attributes.get(name).map(String::as_str)
    }

    fn ec2_instance_id(&self) -> String {
        self.own().ec2_instance_id.clone()
    }

    fn registered_at(&self) -> jiff::Timestamp {
        let month: jiff::Timestamp = "2025-12-01T00:00:00Z".parse().expect("a time");
        month + jiff::SignedDuration::from_secs(self.own().registered_at)
    }

    fn running_tasks_count(&self) -> u64 {
        self.cluster.running_tasks_count(self.host)
    }

    fn has_task_of(&self, group: &str) -> bool {
        self.cluster.group_on(group, self.host) > 0
    }
}

/// The row of an instance.
pub fn row(host: usize) -> InstanceRow {
    InstanceRow::from_number(host)
}

/// The row of a zone of [`ZONES`].
pub fn zone_row(zone: &str) -> ZoneRow {
    ZoneRow::from_number(ZONES.iter().position(|known| *known == zone).expect("a zone"))
}

/// The row of a group of [`GROUPS`].
pub fn group_row(group: &str) -> GroupRow {
    GroupRow::from_number(GROUPS.iter().position(|known| *known == group).expect("a group"))
}

fn ports(list: &[Port]) -> Vec<(Protocol, u16)> {
    let mut list: Vec<_> = list.iter().map(|(transport, port)| (protocol(*transport), *port)).collect();
    list.sort_unstable();
    list
}

fn protocol(transport: Transport) -> Protocol {
    match transport {
        Transport::Tcp => Protocol::Tcp,
        Transport::Udp => Protocol::Udp,
    }
}

fn transport(protocol: Protocol) -> Transport {
    match protocol {
        Protocol::Tcp => Transport::Tcp,
        Protocol::Udp => Transport::Udp,
    }
}

impl model::Task {
    /// The instance that it is on; none on Fargate.
    pub fn host(&self) -> Option<usize> {
        match self.place {
            Place::Host(host) => Some(host),
            Place::Fargate(_) => None,
        }
    }
}
