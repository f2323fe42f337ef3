//! What a capacity provider decides, with its arithmetic, in words. Spec: CAP-8 to CAP-12.

use super::story::number;
use crate::capacity::{Demand, LeftOut, Reservation, Scaling};
use crate::world::{CapacityEvent, Held};
use std::cmp::Ordering;

/// Tasks that are left out are named up to so many different ones.
const LEFT_OUT_NAMED: usize = 3;

/// What a capacity provider has decided, as the log has it: `Capacity provider cp asks for more instances of asg, 4
/// instead of 3: M = 3 + 1 = 4 for 1 task waiting; 100 × 4 / 3 = 133.33; ceil(100 × 4 / 100) = 4.`
pub fn decided(provider: &str, group: &str, event: &CapacityEvent) -> String {
    format!("{}: {}.", outcome(provider, group, event), arithmetic(event))
}

/// What has become of it.
pub(in crate::report) fn outcome(provider: &str, group: &str, event: &CapacityEvent) -> String {
    match event {
        CapacityEvent::Scaled { scaling: Scaling { before, desired, .. }, .. } => {
            let way = if desired > before { "more" } else { "fewer" };
            format!(
                "Capacity provider {provider} asks for {way} instances of {group}, {desired} instead of {before}"
            )
        }
        CapacityEvent::Held { why: Held::WarmingUp, .. } => {
            format!("Capacity provider {provider} asks for no more instances yet")
        }
        CapacityEvent::Held { why: Held::AtMaximum, .. } => {
            format!("Capacity provider {provider} cannot ask for more instances")
        }
        CapacityEvent::Held { why: Held::NothingFits | Held::NothingWaits, .. } => {
            format!("Capacity provider {provider} asks for no more instances")
        }
    }
}

/// How it came to that: `M = 3 + 1 = 4 for 1 task waiting; 100 × 4 / 3 = 133.33; ceil(100 × 4 / 100) = 4`.
pub(in crate::report) fn arithmetic(event: &CapacityEvent) -> String {
    match event {
        CapacityEvent::Scaled { scaling, .. } => scaled(scaling),
        CapacityEvent::Held { reservation, why, .. } => {
            format!("{}{}{}", equation(reservation), held(*why), left_out(reservation))
        }
    }
}

fn scaled(scaling: &Scaling) -> String {
    let Scaling { reservation, before, computed, desired } = scaling;
    let out = desired > before;
    let result = if out {
        desired_out(reservation, *computed)
    } else {
        let target = reservation.target_percent;
        let needed = reservation.demand.instances().unwrap_or_default();
        format!("ceil(100 × {needed} / {target}) = {computed}")
    };
    let bound = match (out, desired == computed) {
        (_, true) => String::new(),
        (true, false) => format!("; the group's maximum is {desired}"),
        (false, false) => format!("; at most half of them each minute and not below the minimum: {desired}"),
    };
    format!("{}; {result}{bound}{}", equation(reservation), left_out(reservation))
}

/// Why nothing is done though tasks wait, or the alarm is in ALARM.
fn held(why: Held) -> &'static str {
    match why {
        Held::WarmingUp => ", but instances that it has asked for are booting or warm up",
        Held::AtMaximum => ", but its group is at MaxSize",
        Held::NothingWaits => ": no task waits for an instance, and a group without either stays as it is",
        Held::NothingFits => ": no task that waits fits on the smallest instance type of its group",
    }
}

/// What it means.
pub(in crate::report) fn happened(event: &CapacityEvent) -> &'static str {
    match event {
        CapacityEvent::Scaled { scaling, .. } if scaling.desired > scaling.before => {
            "Tasks wait for instances: the capacity provider asks its Auto Scaling group for more of them. They take a while to boot, and then the tasks are placed."
        }
        CapacityEvent::Scaled { .. } => {
            "There have been more instances than tasks need for a quarter of an hour: the capacity provider asks its group for fewer."
        }
        CapacityEvent::Held { why: Held::WarmingUp, .. } => {
            "Instances that were asked for are not there yet, or not long enough for their tasks to count. The capacity provider waits for that before it asks for more."
        }
        CapacityEvent::Held { why: Held::AtMaximum, .. } => {
            "The group may have no more instances. Raise its MaxSize, or let tasks ask for less."
        }
        CapacityEvent::Held { why: Held::NothingWaits, .. } => {
            "Without instances and tasks the metric reads 100, which is above a target below 100: the alarm goes off, though nothing is wanted. The group rests as it is until a task waits."
        }
        CapacityEvent::Held { why: Held::NothingFits, .. } => {
            "Not even an empty instance of the smallest type would take one of the tasks that wait. Give the group larger types only, or let the task ask for less."
        }
    }
}

/// The metric: `M = 3 + 1 = 4 for 1 task waiting; 100 × 4 / 3 = 133.33`, and which tasks are no part of it.
pub fn metric(reservation: &Reservation) -> String {
    format!("{}{}", equation(reservation), left_out(reservation))
}

/// `; 2 tasks of b do not fit on m5.large, the smallest type`; nothing where all fit.
fn left_out(reservation: &Reservation) -> String {
    let lots = reservation.demand.left_out();
    // The first text is empty: a separator stands before each.
    let mut told = vec![String::new()];
    told.extend(lots.iter().take(LEFT_OUT_NAMED).map(does_not_fit));
    let others = lots.iter().skip(LEFT_OUT_NAMED).fold(0u32, |sum, lot| sum.saturating_add(lot.tasks));
    if others > 0 {
        told.push(format!("nor do {} more fit", tasks(others)));
    }
    told.join("; ")
}

fn does_not_fit(lot: &LeftOut) -> String {
    let LeftOut { families, instance_type, is_smallest, .. } = lot;
    let of = if families.is_empty() { String::new() } else { format!(" of {}", families.join(", ")) };
    let verb = if lot.tasks == 1 { "does" } else { "do" };
    let which = if *is_smallest { "the smallest type" } else { "one of the types" };
    format!("{}{of} {verb} not fit on {instance_type}, {which}", tasks(lot.tasks))
}

/// `1 task`.
fn tasks(count: u32) -> String {
    if count == 1 { "1 task".to_owned() } else { format!("{count} tasks") }
}

fn equation(reservation: &Reservation) -> String {
    let Reservation { instances, demand, target_percent, reading } = reservation;
    let percent = number(reading.percent());
    let made = match demand {
        Demand::InUse { in_use: 1 } => "M = 1 instance with tasks".to_owned(),
        Demand::InUse { in_use } => format!("M = {in_use} instances with tasks"),
        Demand::Waiting { instances, tasks, per_instance, needed, added, .. } => {
            let made = instances.saturating_add(*added);
            let waiting = waiting(*tasks, *per_instance);
            format!("M = {instances} + {added} = {made} for {waiting}{}", within_steps(*needed, *added))
        }
        Demand::NoneFits { tasks, .. } => {
            let verb = if *tasks == 1 { "waits" } else { "wait" };
            return format!(
                "{} {verb}, and the metric stays at its target, {target_percent}",
                self::tasks(*tasks)
            );
        }
    };
    match (instances, demand.instances()) {
        (0, Some(0)) => format!("{made}; without instances and tasks the metric is 100"),
        (0, _) => format!("{made}; without instances the metric is 200"),
        (_, needed) => {
            format!("{made}; 100 × {} / {instances} = {percent}", needed.unwrap_or_default())
        }
    }
}

/// `14 tasks waiting, 2 to an instance`.
fn waiting(tasks: u32, per_instance: u32) -> String {
    let share = if per_instance > 1 { format!(", {per_instance} to an instance") } else { String::new() };
    format!("{} waiting{share}", self::tasks(tasks))
}

/// `; 7 are needed, but maximumScalingStepSize is 5`; nothing where what is needed lies within the step sizes.
fn within_steps(needed: u32, added: u32) -> String {
    let which = match added.cmp(&needed) {
        Ordering::Less => "maximumScalingStepSize",
        Ordering::Equal => return String::new(),
        Ordering::Greater => "minimumScalingStepSize",
    };
    let verb = if needed == 1 { "is" } else { "are" };
    format!("; {needed} {verb} needed, but {which} is {added}")
}

fn desired_out(reservation: &Reservation, computed: u32) -> String {
    let Reservation { instances, target_percent, reading, .. } = reservation;
    if *instances == 0 {
        return format!("that is {computed} instances, whatever waits");
    }
    // What is rounded for reading is not what the result comes from.
    if let Some(percent) = reading.whole_percent() {
        format!("ceil({instances} × {percent} / {target_percent}) = {computed}")
    } else {
        let needed = reservation.demand.instances().unwrap_or_default();
        format!("ceil(100 × {needed} / {target_percent}) = {computed}")
    }
}

#[cfg(test)]
mod tests {
    use super::decided;
    use crate::capacity::{Demand, LeftOut, Scaling, reservation, scale_in, scale_out};
    use crate::world::{CapacityEvent, Held};

    fn waiting(instances: u32, tasks: u32) -> Demand {
        held_to(tasks, instances, tasks, 1)
    }

    /// `per_instance` of the tasks that wait fit on an instance, and the step sizes allow `added`.
    fn held_to(added: u32, instances: u32, tasks: u32, per_instance: u32) -> Demand {
        let needed = tasks.div_ceil(per_instance);
        Demand::Waiting { instances, tasks, per_instance, needed, added, left_out: Vec::new() }
    }

    fn scaled(scaling: Option<Scaling>) -> String {
        decided("cp", "asg", &CapacityEvent::Scaled { provider: 0, scaling: scaling.unwrap() })
    }

    #[test]
    fn the_arithmetic_is_told() {
        let out = scale_out(&reservation(3, waiting(3, 1), 100), 3, 10);
        expect_test::expect![[r"Capacity provider cp asks for more instances of asg, 4 instead of 3: M = 3 + 1 = 4 for 1 task waiting; 100 × 4 / 3 = 133.33; ceil(100 × 4 / 100) = 4."]]
            .assert_eq(&scaled(out));
        let bounded = scale_out(&reservation(1, held_to(4, 1, 22, 2), 100), 1, 10);
        expect_test::expect!["Capacity provider cp asks for more instances of asg, 5 instead of 1: M = 1 + 4 = 5 for 22 tasks waiting, 2 to an instance; 11 are needed, but maximumScalingStepSize is 4; 100 × 5 / 1 = 500; ceil(1 × 500 / 100) = 5."]
            .assert_eq(&scaled(bounded));
        let stepped = scale_out(&reservation(1, held_to(5, 1, 2, 2), 100), 1, 10);
        expect_test::expect!["Capacity provider cp asks for more instances of asg, 6 instead of 1: M = 1 + 5 = 6 for 2 tasks waiting, 2 to an instance; 1 is needed, but minimumScalingStepSize is 5; 100 × 6 / 1 = 600; ceil(1 × 600 / 100) = 6."]
            .assert_eq(&scaled(stepped));
        let zero = scale_out(&reservation(0, waiting(0, 7), 100), 0, 10);
        expect_test::expect![[r"Capacity provider cp asks for more instances of asg, 2 instead of 0: M = 0 + 7 = 7 for 7 tasks waiting; without instances the metric is 200; that is 2 instances, whatever waits."]]
            .assert_eq(&scaled(zero));
        let less = scale_in(&reservation(5, Demand::InUse { in_use: 1 }, 100), 5, 0);
        expect_test::expect![[r"Capacity provider cp asks for fewer instances of asg, 3 instead of 5: M = 1 instance with tasks; 100 × 1 / 5 = 20; ceil(100 × 1 / 100) = 1; at most half of them each minute and not below the minimum: 3."]]
            .assert_eq(&scaled(less));
        let too_large = LeftOut {
            tasks: 1,
            families: vec!["b".to_owned()],
            instance_type: "m5.large".to_owned(),
            is_smallest: true,
        };
        let unfit = reservation(2, Demand::NoneFits { tasks: 1, left_out: vec![too_large] }, 80);
        let held = CapacityEvent::Held { provider: 0, reservation: unfit, why: Held::NothingFits };
        expect_test::expect![[r"Capacity provider cp asks for no more instances: 1 task waits, and the metric stays at its target, 80: no task that waits fits on the smallest instance type of its group; 1 task of b does not fit on m5.large, the smallest type."]]
            .assert_eq(&decided("cp", "asg", &held));
    }
}
