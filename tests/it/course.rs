//! What is counted over a whole run is what one sees who looks at each of its moments.

use crate::seeds;
use ecs_core::report::{Point, Series, Snapshot};
use ecs_core::world::TaskStatus;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::{clusters, swarm};

/// More columns than any run here has milliseconds: nothing is left out.
const ALL: u32 = u32::MAX;

fn run(seed: u64) -> Simulation {
    let scenario = if seed.is_multiple_of(2) { clusters::scenario(seed) } else { swarm::scenario(seed) };
    let document = Document::read(&scenario.to_string());
    let mut simulation = Simulation::recorded(document.scenario.expect("a scenario"), 50);
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    simulation
}

fn seen(simulation: &mut Simulation, at: SimTime) -> Snapshot {
    simulation.seek(at);
    simulation.advance_to(at, Budget::UNLIMITED);
    simulation.snapshot(0)
}

/// The counts of a picture.
fn counted(snapshot: &Snapshot, service: Option<usize>) -> Point {
    let count = |status: fn(TaskStatus) -> bool| {
        let tasks = snapshot.tasks.iter().filter(|task| service.is_none() || task.service == service);
        tasks.filter(|task| status(task.status)).count() as u64
    };
    let services = snapshot.services.iter().enumerate();
    let wanted = services.filter(|(number, _)| service.is_none_or(|service| *number == service));
    let registered = || snapshot.instances.iter().filter(|instance| instance.status.is_registered());
    let on_instances = || snapshot.tasks.iter().filter(|task| task.instance.is_some());
    Point {
        at: snapshot.at,
        desired: wanted.map(|(_, service)| u64::from(service.desired_count)).sum(),
        running: count(|status| status == TaskStatus::Running),
        pending: count(|status| matches!(status, TaskStatus::Provisioning | TaskStatus::Pending)),
        cpu_units: on_instances().map(|task| u64::from(task.cpu_units)).sum(),
        memory_mib: on_instances().map(|task| u64::from(task.memory_mib)).sum(),
        cpu_units_registered: registered().map(|instance| u64::from(instance.cpu_units.total)).sum(),
        memory_mib_registered: registered().map(|instance| u64::from(instance.memory_mib.total)).sum(),
    }
}

/// A chart of instances is there all the time, or never: whatever part of the time is looked at.
#[test]
fn a_run_has_instances_in_every_part_of_its_time_or_in_none() {
    for seed in seeds(10, 300) {
        let simulation = run(seed);
        let tally = simulation.tally();
        let series = |to| tally.series(None, (SimTime::ZERO, to), ALL);
        let whole = series(simulation.duration());
        let ever = whole.points.iter().any(|point| point.cpu_units_registered > 0);
        assert_eq!((whole.has_instances, series(SimTime::ZERO).has_instances), (ever, ever), "seed {seed}");
    }
}

#[test]
fn counts_over_time_are_those_of_every_picture() {
    for seed in seeds(30, 1000) {
        let mut simulation = run(seed);
        let (course, tally) = (simulation.course(), simulation.tally());
        let services = simulation.snapshot(0).services.len();
        let whole = (SimTime::ZERO, simulation.duration());
        let moments = course.moments.iter().step_by(1 + course.moments.len() / 8).copied();
        for at in moments.chain([simulation.duration()]) {
            let snapshot = seen(&mut simulation, at);
            assert_eq!(
                tally.series(None, whole, ALL).at(at),
                counted(&snapshot, None),
                "seed {seed} at {at:?}"
            );
            for number in 0..services.min(3) {
                let series = tally.series(Some(&snapshot.services[number].name), whole, ALL);
                assert_eq!(series.at(at), counted(&snapshot, Some(number)), "seed {seed} at {at:?}");
            }
        }
    }
}

#[test]
fn steps_go_from_moment_to_moment_and_back() {
    for seed in seeds(10, 300) {
        let course = run(seed).course();
        let forth: Vec<SimTime> =
            std::iter::successors(course.moments.first().copied(), |at| course.next(*at)).collect();
        let back: Vec<SimTime> =
            std::iter::successors(course.moments.last().copied(), |at| course.previous(*at)).collect();
        assert_eq!(forth, course.moments, "seed {seed}");
        assert!(back.iter().rev().eq(&course.moments), "seed {seed}");
        assert!(course.marks.is_sorted_by_key(|mark| mark.at));
    }
}

/// However long a run is, a picture of it has room for so many steps and shows the extremes.
#[test]
fn a_picture_has_as_many_steps_as_it_has_room_for() {
    let extremes = |series: &Series| {
        let of = |value: fn(&Point) -> u64| series.points.iter().map(value).max();
        (
            of(|point| point.desired),
            of(|point| point.running),
            of(|point| point.pending),
            of(|point| point.cpu_units),
            series.points.last().copied(),
        )
    };
    for seed in seeds(10, 300) {
        let simulation = run(seed);
        let (tally, whole) = (simulation.tally(), (SimTime::ZERO, simulation.duration()));
        let (all, few) = (tally.series(None, whole, ALL), tally.series(None, whole, 5));
        assert!(few.points.len() <= 6 * 11, "seed {seed}: {}", few.points.len());
        assert_eq!(extremes(&all), extremes(&few), "seed {seed}");
        let nobody = tally.series(Some("no such service"), whole, 5);
        assert_eq!(nobody.at(SimTime::from_seconds(60)).running, 0);
    }
}
