//! What holds for every run.

use crate::seeds;
use ecs_core::ids::{GroupRow, InstanceRow, Row, ZoneRow};
use ecs_core::placement::{Ledger, Requirement, Silent, decide, fits};
use ecs_core::report::{InstanceCondition, Snapshot};
use ecs_core::rng::{Purpose, draw};
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::clusters;
use ecs_tests::draws::Draws;
use ecs_tests::invariants::check_books;
use ecs_tests::oracle::boundary::{Engine, zone_row};
use ecs_tests::oracle::generate;
use ecs_tests::oracle::model::{self, Cluster, Strategy};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// The books are in order, nothing is on an instance that drains from the beginning, and what a service wants
/// it has or waits for.
pub(crate) fn check_snapshot(seed: u64, snapshot: &Snapshot) {
    check_books(snapshot);
    for (number, instance) in snapshot.instances.iter().enumerate() {
        assert!(
            instance.condition == InstanceCondition::Active || snapshot.tasks_on(number).is_empty(),
            "seed {seed}: a task on an instance that drains"
        );
    }
    for service in &snapshot.services {
        let waiting = service.waiting.as_ref().map_or(0, |waiting| waiting.count);
        let tasks = service.running_count + service.pending_count;
        // The replacements of unhealthy tasks run beside them: `maximumPercent` is 200 where it is left out.
        assert!(tasks <= 2 * service.desired_count, "seed {seed}: {service:?}");
        assert!(tasks + waiting >= service.desired_count, "seed {seed}: {service:?}");
    }
}

#[test]
fn no_run_breaks_its_books() {
    for seed in seeds(300, 20_000) {
        let document = Document::read(&clusters::scenario(seed).to_string());
        let scenario = document.scenario.unwrap_or_else(|| panic!("seed {seed}: {:#?}", document.findings));
        let mut simulation = Simulation::new(scenario);
        for second in [0, 5, 21, 60, 90, 120, 300] {
            simulation.advance_to(SimTime::from_seconds(second), Budget::UNLIMITED);
            check_snapshot(seed, &simulation.snapshot(0));
        }
    }
}

/// A cluster without tasks, and its first job in the engine's words under other strategies.
fn cluster_and_job(seed: u64, strategies: &[Strategy]) -> (Cluster, Engine) {
    let mut draws = Draws::new(seed);
    let mut cluster = generate::cluster(&mut draws);
    cluster.jobs.truncate(1);
    cluster.jobs[0].strategies = strategies.to_vec();
    cluster.jobs[0].zones.clear();
    let mut engine = Engine::of(&cluster);
    engine.ask(&cluster, 0, &mut draws);
    (cluster, engine)
}

/// Starts one task after the other, as long as `goes_on`, and says where each went.
fn start_all(
    seed: u64,
    (cluster, engine): (&Cluster, &mut Engine),
    mut goes_on: impl FnMut(&Ledger, &Requirement, InstanceRow) -> bool,
) -> Vec<InstanceRow> {
    let mut started = Vec::new();
    for number in 0..100 {
        let (ledger, asked) = engine.ask(cluster, 0, &mut Draws::new(seed));
        let draw = draw(seed, Purpose::TieBreak, "property", number);
        let chosen = decide(ledger, &asked.requirement, &asked.strategies, draw, &mut Silent);
        let Some(row) = chosen.filter(|row| goes_on(ledger, &asked.requirement, *row)) else { break };
        engine.start(0, row.number());
        started.push(row);
    }
    started
}

/// As long as every zone can still take the task, zone counts differ by at most one.
#[test]
fn spread_keeps_zones_even() {
    let mut tasks = 0;
    for seed in seeds(500, 20_000) {
        let (cluster, mut engine) = cluster_and_job(seed, &[Strategy::SpreadAttribute(model::ZONE)]);
        let zones: BTreeSet<_> = cluster.hosts.iter().map(|host| zone_row(host.zone())).collect();
        let zone_can = |ledger: &Ledger, requirement: &Requirement, zone| {
            ledger.rows().any(|row| ledger.zone(row) == zone && fits(ledger, requirement, row))
        };
        let started = start_all(seed, (&cluster, &mut engine), |ledger, requirement, _| {
            zones.iter().all(|zone| zone_can(ledger, requirement, *zone))
        });
        let ledger = &engine.ledger;
        let count = |zone: &ZoneRow| started.iter().filter(|row| ledger.zone(**row) == *zone).count();
        let (least, most) = (zones.iter().map(count).min(), zones.iter().map(count).max());
        assert!(most <= least.map(|least| least + 1), "seed {seed}: {least:?} to {most:?} tasks in a zone");
        tasks += if zones.len() > 1 { started.len() } else { 0 };
    }
    assert!(tasks > 500, "only {tasks} tasks were spread");
}

/// No instance that could have taken the task had less left than the one that did.
#[test]
fn binpack_takes_the_fullest() {
    type Left = fn(&Ledger, InstanceRow) -> u32;
    let resources: [(Strategy, Left); 2] =
        [(Strategy::BinpackCpu, Ledger::cpu_units_left), (Strategy::BinpackMemory, Ledger::memory_mib_left)];
    for seed in seeds(200, 10_000) {
        for (strategy, left) in resources {
            let (cluster, mut engine) = cluster_and_job(seed, &[strategy]);
            start_all(seed, (&cluster, &mut engine), |ledger, requirement, chosen| {
                let fullest = ledger.rows().filter(|row| fits(ledger, requirement, *row));
                let least = fullest.map(|row| left(ledger, row)).min();
                assert_eq!(least, Some(left(ledger, chosen)), "seed {seed}: {strategy:?}");
                true
            });
        }
    }
}

/// What is given back is as it was.
#[test]
fn books_balance() {
    for seed in seeds(200, 10_000) {
        let (cluster, mut engine) = cluster_and_job(seed, &[]);
        let before = books(&engine.ledger);
        for row in start_all(seed, (&cluster, &mut engine), |_, _, _| true) {
            engine.asked_to_stop(row.number());
            engine.give_back(0, row.number(), &[]);
        }
        assert_eq!(books(&engine.ledger), before, "seed {seed}: {:?}", cluster.jobs);
    }
}

/// Everything that the books say of every instance.
fn books(ledger: &Ledger) -> Vec<impl PartialEq + Debug + use<>> {
    let groups = || (0..generate::GROUPS.len()).map(GroupRow::from_number);
    let of_row = |row| {
        let columns = [
            ledger.cpu_units_left(row),
            ledger.memory_mib_left(row),
            ledger.gpus_left(row),
            ledger.enis_left(row),
            ledger.tasks_to_run(row),
        ];
        let tasks: Vec<_> = groups()
            .map(|group| {
                (ledger.tasks_on_instance(group, row), ledger.tasks_in_zone(group, ledger.zone(row)))
            })
            .collect();
        (columns, tasks, ledger.ports(row).to_vec())
    };
    ledger.rows().map(of_row).collect()
}
