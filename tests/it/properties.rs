//! What holds for every run.

use crate::seeds;
use ecs_core::ids::ZoneRow;
use ecs_core::placement::{
    Capacity, Check, Constraint, Ledger, Receipt, Requirement, Rows, SERVICE_DEFAULT, Shortlist, Silent,
    SpreadField, Strategy, ZONES, decide, fits,
};
use ecs_core::report::Snapshot;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::clusters;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Nothing is overcommitted, nothing is bound twice, and the snapshot's books agree with its tasks.
fn check_snapshot(seed: u64, snapshot: &Snapshot) {
    for (number, instance) in snapshot.instances.iter().enumerate() {
        let tasks = || instance.tasks.iter().map(|task| &snapshot.tasks[*task]);
        assert!(instance.cpu_units.used <= instance.cpu_units.total, "seed {seed}: {instance:?}");
        assert!(instance.memory_mib.used <= instance.memory_mib.total, "seed {seed}: {instance:?}");
        assert!(instance.enis.used <= instance.enis.total, "seed {seed}: {instance:?}");
        assert_eq!(instance.cpu_units.used, tasks().map(|task| task.cpu_units).sum::<u32>(), "seed {seed}");
        assert_eq!(instance.memory_mib.used, tasks().map(|task| task.memory_mib).sum::<u32>(), "seed {seed}");
        assert!(tasks().all(|task| task.instance == Some(number)), "seed {seed}");
        assert!(
            instance.active || instance.tasks.is_empty(),
            "seed {seed}: a task on an instance that drains"
        );
        let bound: Vec<_> = tasks().flat_map(|task| &task.ports).filter(|port| port.host_port > 0).collect();
        for (at, port) in bound.iter().enumerate() {
            assert!(
                !bound[..at].contains(port),
                "seed {seed}: {port:?} is bound twice on {}",
                instance.short
            );
        }
    }
    for service in &snapshot.services {
        let waiting = service.waiting.as_ref().map_or(0, |waiting| waiting.count);
        let tasks = service.running_count + service.pending_count;
        assert!(tasks <= service.desired_count, "seed {seed}: {service:?}");
        assert_eq!(tasks + waiting, service.desired_count, "seed {seed}: {service:?}");
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

#[derive(Clone, Debug)]
struct Cluster {
    ledger: Ledger,
    requirements: Vec<Requirement>,
    zones: u32,
}

prop_compose! {
    fn clusters_of_instances()(
        zones in 1u32..4,
        instances in prop::collection::vec((0u32..4, 0u32..8, 0u32..8, 0u32..3, prop::bool::weighted(0.9)), 1..12),
        tasks in prop::collection::vec((0u32..4, 0u32..4, 0u32..2, prop::option::of(8000u16..8003), prop::option::of(0u32..4)), 1..20),
    ) -> Cluster {
        let mut ledger = Ledger::default();
        for (zone, cpu, memory, enis, placeable) in instances {
            ledger.register(&Capacity {
                zone: ZoneRow(zone % zones),
                placeable,
                cpu_units: cpu * 256,
                memory_mib: memory * 512,
                enis,
                gpus: enis,
                reserved_ports: vec![(ecs_core::aws::Protocol::Tcp, 22)],
            });
        }
        let group = ledger.add_group();
        let instances = ledger.len();
        let requirements = tasks
            .into_iter()
            .map(|(cpu, memory, enis, port, zone)| Requirement {
                cpu_units: cpu * 256,
                memory_mib: memory * 512,
                host_ports: port.map(|port| (ecs_core::aws::Protocol::Tcp, port)).into_iter().collect(),
                enis,
                gpus: 0,
                capable: Rows::of(instances, |_| true),
                constraints: if cpu == 3 { vec![Constraint::DistinctInstance] } else { Vec::new() },
                zones: zone.map(|zone| ZoneRow(zone % zones)).into_iter().collect(),
                group,
            })
            .collect();
        Cluster { ledger, requirements, zones }
    }
}

/// The placement, slow and obvious: all instances that could, the best of each stage, the drawn one.
fn oracle(ledger: &Ledger, requirement: &Requirement, draw: u128) -> Option<ecs_core::ids::InstanceRow> {
    let mut left: Vec<_> = ledger
        .rows()
        .filter(|row| ledger.placeable(*row))
        .filter(|row| ledger.cpu_units_left(*row) >= requirement.cpu_units)
        .filter(|row| ledger.memory_mib_left(*row) >= requirement.memory_mib)
        .filter(|row| ledger.enis_left(*row) >= requirement.enis)
        .filter(|row| requirement.host_ports.iter().all(|port| !ledger.ports(*row).contains(port)))
        .filter(|row| {
            requirement.constraints.is_empty() || ledger.tasks_on_instance(requirement.group, *row) == 0
        })
        .filter(|row| requirement.zones.is_empty() || requirement.zones.contains(&ledger.zone(*row)))
        .collect();
    let zone_counts: BTreeMap<_, _> = left
        .iter()
        .map(|row| (ledger.zone(*row), ledger.tasks_in_zone(requirement.group, ledger.zone(*row))))
        .collect();
    let fewest = zone_counts.values().min()?;
    left.retain(|row| zone_counts[&ledger.zone(*row)] == *fewest);
    let fewest = left.iter().map(|row| ledger.tasks_on_instance(requirement.group, *row)).min()?;
    left.retain(|row| ledger.tasks_on_instance(requirement.group, *row) == fewest);
    let number = ecs_core::rng::below(draw, u32::try_from(left.len()).expect("few instances"));
    Some(left[number as usize])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("ECS_SOAK").is_some() { 20_000 } else { 500 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_decision_is_the_obvious_one_recorded_or_not(cluster in clusters_of_instances(), draw in any::<u128>()) {
        let mut ledger = cluster.ledger;
        for requirement in &cluster.requirements {
            let mut receipt = Receipt::default();
            let silent = decide(&ledger, requirement, &SERVICE_DEFAULT, draw, &mut Silent);
            let recorded = decide(&ledger, requirement, &SERVICE_DEFAULT, draw, &mut receipt);
            prop_assert_eq!(silent, recorded);
            prop_assert_eq!(silent, Shortlist::new(&ledger, requirement, &SERVICE_DEFAULT).decide(&ledger, requirement, draw));
            prop_assert_eq!(silent, oracle(&ledger, requirement, draw));
            prop_assert_eq!(receipt.chosen, silent);
            prop_assert_eq!(receipt.candidates.len(), ledger.len());
            for candidate in &receipt.candidates {
                prop_assert_eq!(candidate.verdicts.len(), Check::COMMON.len() + requirement.constraints.len());
                let passed = candidate.verdicts.iter().all(|verdict| verdict.passed);
                prop_assert_eq!(passed, !candidate.ranks.is_empty());
            }
            let Some(row) = silent else {
                let placeable = ledger.rows().any(|row| ledger.placeable(row));
                prop_assert_eq!(receipt.closest().is_some(), placeable);
                continue;
            };
            ledger.take(row, requirement);
        }
    }

    /// As long as every zone can still take the task, zone counts differ by at most one.
    #[test]
    fn spread_keeps_zones_even(cluster in clusters_of_instances(), draw in any::<u128>()) {
        let mut ledger = cluster.ledger;
        let requirement = Requirement { zones: Vec::new(), ..cluster.requirements[0].clone() };
        let strategies = [Strategy::Spread(SpreadField::Attribute(ZONES))];
        let zone_can = |ledger: &Ledger, zone: ZoneRow| {
            ledger.rows().any(|row| ledger.zone(row) == zone && fits(ledger, &requirement, row))
        };
        for _ in 0..30 {
            if !(0..cluster.zones).all(|zone| zone_can(&ledger, ZoneRow(zone))) {
                break;
            }
            let row = decide(&ledger, &requirement, &strategies, draw, &mut Silent).expect("every zone can take it");
            ledger.take(row, &requirement);
            let counts = (0..cluster.zones).map(|zone| ledger.tasks_in_zone(requirement.group, ZoneRow(zone)));
            let (least, most) = counts.fold((u32::MAX, 0), |(least, most), count| (least.min(count), most.max(count)));
            prop_assert!(most - least <= 1);
        }
    }

    /// What is given back is as it was.
    #[test]
    fn books_balance(cluster in clusters_of_instances(), draw in any::<u128>()) {
        let mut ledger = cluster.ledger;
        let requirement = &cluster.requirements[0];
        let before = format!("{ledger:?}");
        let Some(row) = decide(&ledger, requirement, &SERVICE_DEFAULT, draw, &mut Silent) else { return Ok(()) };
        ledger.take(row, requirement);
        ledger.asked_to_stop(row);
        ledger.give_back(row, requirement);
        prop_assert_eq!(ledger.tasks_on_instance(requirement.group, row), 0);
        let columns = |text: &str| text.split("groups").next().unwrap_or_default().to_owned();
        prop_assert_eq!(columns(&format!("{ledger:?}")), columns(&before));
    }
}
