//! What is measured of placement: decisions, each with the booking of its task. The native benchmark
//! and the one in the browser measure the same.

use ecs_core::aws::Resource;
use ecs_core::ids::{GroupRow, InstanceRow, Row, ZoneRow};
use ecs_core::network::DYNAMIC_PORTS;
use ecs_core::placement::{
    Capacity, Constraint, Ledger, Membership, Requirement, Rows, Shortlist, SpreadField, Strategy, ZONES,
};
use ecs_core::rng::{Purpose, draw};

/// Instances of the clusters that are measured.
pub const SIZES: [usize; 3] = [100, 1000, 5000];

/// What is measured: a name, and the strategies and constraints of the tasks.
#[derive(Clone, Debug)]
pub struct Setting {
    /// As it is printed.
    pub name: &'static str,
    strategies: Vec<Strategy>,
    constrained: bool,
}

/// The settings, in the order in which they are printed.
pub fn settings() -> Vec<Setting> {
    let spread = Strategy::Spread(SpreadField::Attribute(ZONES));
    let binpack = Strategy::Binpack(Resource::Memory);
    let setting = |name, strategies| Setting { name, strategies, constrained: false };
    vec![
        setting("spread by zone, then by instance", vec![spread, Strategy::Spread(SpreadField::InstanceId)]),
        setting("binpack by memory", vec![binpack]),
        setting("spread by zone, then binpack by memory", vec![spread, binpack]),
        setting("random", vec![Strategy::Random]),
        Setting {
            name: "memberOf, spread by zone, then binpack",
            strategies: vec![spread, binpack],
            constrained: true,
        },
    ]
}

/// A cluster and a task, ready to be placed over and over.
#[derive(Clone, Debug)]
pub struct Field {
    ledger: Ledger,
    requirement: Requirement,
    strategies: Vec<Strategy>,
}

impl Field {
    /// Instances of several sizes in three zones.
    ///
    /// # Panics
    ///
    /// For more than 2³² instances.
    pub fn new(setting: &Setting, instances: usize) -> Field {
        let mut ledger = Ledger::default();
        for number in 0..u32::try_from(instances).expect("thousands") {
            ledger.register(&Capacity {
                zone: ZoneRow(number % 3),
                placeable: true,
                cpu_units: 4096 << (number % 2),
                memory_mib: 16_384 - 512 * (number % 5),
                enis: 3,
                gpus: 0,
                reserved_ports: Vec::new(),
                dynamic_ports: DYNAMIC_PORTS,
            });
        }
        let odd = Rows::of(instances, |row: InstanceRow| row.number() % 2 == 1);
        let constraints =
            if setting.constrained { vec![Constraint::MemberOf(Membership::Fixed(odd))] } else { Vec::new() };
        let group: GroupRow = ledger.add_group();
        let requirement = Requirement {
            cpu_units: 256,
            memory_mib: 512,
            host_ports: Vec::new(),
            gpus: 0,
            enis: 0,
            zones: Vec::new(),
            capable: Rows::of(instances, |_| true),
            of_provider: None,
            constraints,
            group,
        };
        Field { ledger, requirement, strategies: setting.strategies.clone() }
    }

    /// Places tasks until so many are, or the cluster is full. Says how many there were.
    pub fn fill(&mut self, tasks: usize) -> usize {
        let mut list = Shortlist::new(&self.ledger, &self.requirement, &self.strategies);
        for number in 0..tasks {
            let tie_break = draw(0, Purpose::TieBreak, "bench", number as u64);
            let Some(row) = list.decide(&self.ledger, &self.requirement, tie_break) else { return number };
            self.ledger.take(row, &self.requirement);
        }
        tasks
    }
}
