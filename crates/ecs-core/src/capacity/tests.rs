//! The worked tables of CapacityProviderReservation, and what holds of every group.

use super::{
    Demand, Group, Launchable, LeftOut, Need, Reservation, Size, Steps, Waiting, demand, desired_out,
    reservation, scale_in, scale_out,
};

const ANY: Steps = Steps { minimum: 1, maximum: 10_000 };

fn reading(needed: u32, instances: u32, target: u32) -> Reservation {
    reservation(instances, Demand::InUse { in_use: needed }, target)
}

fn launchable(name: &str, size: Size) -> Launchable {
    Launchable { instance_type: name.to_owned(), size }
}

fn lot(family: &str, need: Need, tasks: u32) -> Waiting {
    Waiting { need, tasks, families: vec![family.to_owned()] }
}

/// In percent, rounded down, as the sources print it.
fn percent(made: &Reservation) -> u64 {
    made.reading.numerator / made.reading.denominator
}

/// Instances that take so many of these tasks each.
fn waits(instances: u32, tasks: u32, per_instance: u32) -> Group {
    let need = Need { cpu_units: 1024 / per_instance, ..Need::default() };
    let size = Size { cpu_units: 1024, memory_mib: 1024, ..Size::default() };
    let types = vec![launchable("one", size)];
    Group { instances, in_use: instances, types, waiting: vec![lot("web", need, tasks)] }
}

fn whole(needed: u32, instances: u32, target: u32) -> (u64, u32) {
    let read = reading(needed, instances, target);
    (percent(&read), desired_out(&read))
}

#[test]
fn the_metric_and_the_desired_capacity_are_those_of_the_sources() {
    assert_eq!(whole(3, 3, 100), (100, 3));
    assert_eq!(whole(4, 3, 100), (133, 4));
    assert_eq!(whole(2, 3, 100), (66, 2));
    assert_eq!(whole(2, 3, 50), (66, 4));
    assert_eq!(whole(4, 2, 100), (200, 4));
    assert_eq!(whole(2, 1, 100), (200, 2));
    assert_eq!(whole(4, 1, 100), (400, 4));
    assert_eq!(whole(1, 2, 80), (50, 2));
    assert_eq!(whole(0, 2, 100), (0, 0));
}

#[test]
fn without_instances_it_reads_100_or_200_whatever_the_target_is() {
    for target in [1, 50, 80, 100] {
        assert_eq!(percent(&reading(0, 0, target)), 100);
        for needed in [1, 2, 70] {
            assert_eq!(whole(needed, 0, target), (200, 2));
        }
        assert_eq!(scale_out(&reading(0, 0, target), 0, 10), None);
    }
}

#[test]
fn ten_tasks_of_three_an_instance_need_a_fourth_one() {
    let made = demand(&waits(3, 1, 3), ANY);
    assert_eq!(
        made,
        Demand::Waiting {
            instances: 3,
            tasks: 1,
            per_instance: 3,
            needed: 1,
            added: 1,
            left_out: Vec::new()
        }
    );
    let read = reservation(3, made, 100);
    assert_eq!((percent(&read), desired_out(&read)), (133, 4));
}

#[test]
fn step_sizes_hold_what_is_added() {
    let added = |tasks, steps| match demand(&waits(1, tasks, 1), steps) {
        Demand::Waiting { added, .. } => added,
        other => panic!("{other:?}"),
    };
    assert_eq!(added(1, Steps { minimum: 3, maximum: 10_000 }), 3);
    assert_eq!(added(9, Steps { minimum: 1, maximum: 2 }), 2);
    assert_eq!(added(4, ANY), 4);
}

#[test]
fn the_smallest_type_is_the_guard_and_the_largest_gives_the_count() {
    let small = Size { cpu_units: 1024, memory_mib: 2048, ..Size::default() };
    let large = Size { cpu_units: 4096, memory_mib: 8192, ..Size::default() };
    let of = |cpu_units, tasks| {
        let need = Need { cpu_units, ..Need::default() };
        let waiting = vec![lot("web", need, tasks)];
        let types = vec![launchable("large", large), launchable("small", small)];
        demand(&Group { instances: 1, in_use: 1, types, waiting }, ANY)
    };
    assert_eq!(
        of(1024, 8),
        Demand::Waiting {
            instances: 1,
            tasks: 8,
            per_instance: 4,
            needed: 2,
            added: 2,
            left_out: Vec::new()
        }
    );
    let left_out = LeftOut {
        tasks: 8,
        families: vec!["web".to_owned()],
        instance_type: "small".to_owned(),
        is_smallest: true,
    };
    assert_eq!(of(2048, 8), Demand::NoneFits { tasks: 8, left_out: vec![left_out] });
    assert_eq!(percent(&reservation(1, of(2048, 8), 80)), 80);
    assert_eq!(scale_out(&reservation(1, of(2048, 8), 80), 1, 9), None);
}

#[test]
fn who_is_left_out_is_named_beside_those_that_count() {
    let size = |cpu_units, memory_mib| Size { cpu_units, memory_mib, ..Size::default() };
    let need = |cpu_units, memory_mib| Need { cpu_units, memory_mib, ..Need::default() };
    let types = vec![launchable("much-cpu", size(4096, 4096)), launchable("much-memory", size(2048, 16384))];
    let waiting = vec![lot("fits", need(1024, 1024), 4), lot("wide", need(512, 8192), 2)];
    let made = demand(&Group { instances: 1, in_use: 1, types, waiting }, ANY);
    assert!(matches!(made, Demand::Waiting { tasks: 4, .. }), "{made:?}");
    let left_out = LeftOut {
        tasks: 2,
        families: vec!["wide".to_owned()],
        instance_type: "much-cpu".to_owned(),
        is_smallest: false,
    };
    assert_eq!(made.left_out(), [left_out]);
}

#[test]
fn tasks_that_cannot_share_an_instance_need_one_each() {
    let mut group = waits(0, 5, 4);
    group.waiting[0].need.alone = true;
    assert_eq!(
        demand(&group, ANY),
        Demand::Waiting {
            instances: 0,
            tasks: 5,
            per_instance: 1,
            needed: 5,
            added: 5,
            left_out: Vec::new()
        }
    );
}

#[test]
fn a_scale_in_takes_at_least_one_and_at_most_half() {
    let steps = |mut desired: u32, needed: u32| {
        let mut course = vec![desired];
        while let Some(scaling) = scale_in(&reading(needed, desired, 100), desired, 0) {
            desired = scaling.desired;
            course.push(desired);
        }
        course
    };
    assert_eq!(steps(334, 34), [334, 167, 84, 42, 34]);
    assert_eq!(steps(3, 0), [3, 2, 1, 0]);
    assert_eq!(steps(1, 1), [1]);
}

#[test]
fn what_scales_in_never_asks_for_more_and_ends_where_the_target_says() {
    for before in 0..60 {
        for needed in 0..=before {
            for target in [1, 33, 50, 80, 100] {
                let read = reading(needed, before, target);
                if let Some(scaling) = scale_in(&read, before, 0) {
                    assert!(scaling.desired < before && scaling.desired >= scaling.computed);
                    assert!(scaling.desired >= before - (before / 2).max(1));
                }
            }
        }
    }
}
