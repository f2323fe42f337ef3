//! How many instances an Auto Scaling group needs: M of CapacityProviderReservation. Spec: CAP-8, CAP-9.

use super::Steps;
use serde::Serialize;

/// What a task asks of an instance, as far as types of instances differ in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// CPU units.
    pub cpu_units: u32,
    /// MiB.
    pub memory_mib: u32,
    /// Elastic network interfaces.
    pub enis: u32,
    /// GPUs.
    pub gpus: u32,
    /// Whether two of them can share an instance: not with a static host port or `distinctInstance`.
    pub alone: bool,
}

/// What an instance of a type has for tasks when it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Size {
    /// CPU units.
    pub cpu_units: u32,
    /// MiB.
    pub memory_mib: u32,
    /// Elastic network interfaces for tasks.
    pub enis: u32,
    /// GPUs.
    pub gpus: u32,
}

/// Equal tasks that wait for an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What each asks for.
    pub need: Need,
    /// How many.
    pub tasks: u32,
    /// The families that they are of, in alphabetical order.
    pub families: Vec<String>,
}

/// A type of instance that a group launches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launchable {
    /// Its name: `m5.large`.
    pub instance_type: String,
    /// What an instance of it has.
    pub size: Size,
}

/// Equal tasks that wait and are not counted, since not every type of the group takes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// How many wait.
    pub tasks: u32,
    /// The families that they are of, in alphabetical order.
    pub families: Vec<String>,
    /// A type that takes none of them, the smallest of these.
    pub instance_type: String,
    /// Whether no type of the group has less of anything.
    pub is_smallest: bool,
}

/// What the group is counted by at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Instances that run: N.
    pub instances: u32,
    /// Those of them with a task that is not a DAEMON service's.
    pub in_use: u32,
    /// The types that it launches.
    pub types: Vec<Launchable>,
    /// What waits, one entry for tasks that are alike.
    pub waiting: Vec<Waiting>,
}

/// M, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "camelCase")]
pub enum Demand {
    /// Nothing waits: the instances with a task that is not a daemon.
    #[serde(rename_all = "camelCase")]
    InUse {
        /// How many.
        in_use: u32,
    },
    /// Tasks wait that fit: instances on top of those that run.
    #[serde(rename_all = "camelCase")]
    Waiting {
        /// Instances that run.
        instances: u32,
        /// Tasks of the group of equal tasks that needs the most instances.
        tasks: u32,
        /// How many of them an empty instance of the largest type takes.
        per_instance: u32,
        /// Instances that they need.
        needed: u32,
        /// The same within the provider's step sizes.
        added: u32,
        /// Others that wait.
        left_out: Vec<LeftOut>,
    },
    /// Tasks wait, and none of them fits on the smallest type.
    #[serde(rename_all = "camelCase")]
    NoneFits {
        /// How many wait.
        tasks: u32,
        /// Which they are.
        left_out: Vec<LeftOut>,
    },
}

impl Demand {
    /// Tasks that wait and are not counted.
    pub fn left_out(&self) -> &[LeftOut] {
        match self {
            Demand::InUse { .. } => &[],
            Demand::Waiting { left_out, .. } | Demand::NoneFits { left_out, .. } => left_out,
        }
    }

    /// M; none where no task that waits fits, so that the metric stays at its target.
    pub fn instances(&self) -> Option<u32> {
        match self {
            Demand::InUse { in_use } => Some(*in_use),
            Demand::Waiting { instances, added, .. } => Some(instances.saturating_add(*added)),
            Demand::NoneFits { .. } => None,
        }
    }
}

/// What a group of instances is to take. The largest value of every resource gives the count, the smallest one
/// is the guard: a task that does not fit there is not counted.
pub fn demand(group: &Group, steps: Steps) -> Demand {
    if group.waiting.is_empty() {
        return Demand::InUse { in_use: group.in_use };
    }
    let largest = corner(&group.types, u32::max);
    let left_out: Vec<LeftOut> = group.waiting.iter().filter_map(|lot| left_out(&group.types, lot)).collect();
    // What fits on each type fits on the smallest value of every resource, and the other way round.
    let counted = group.waiting.iter().filter_map(|waiting| {
        if too_small(&group.types, waiting.need).next().is_some() {
            return None;
        }
        let per_instance = copies(largest?, waiting.need).unwrap_or(waiting.tasks).max(1);
        Some((waiting.tasks.div_ceil(per_instance), waiting.tasks, per_instance))
    });
    let most = counted.max_by_key(|(needed, tasks, per_instance)| (*needed, *tasks, u32::MAX - per_instance));
    let Some((needed, tasks, per_instance)) = most else {
        let tasks = group.waiting.iter().fold(0u32, |sum, waiting| sum.saturating_add(waiting.tasks));
        return Demand::NoneFits { tasks, left_out };
    };
    let added = steps.hold(needed);
    Demand::Waiting { instances: group.instances, tasks, per_instance, needed, added, left_out }
}

/// The types that do not take a single one of such tasks.
fn too_small(types: &[Launchable], need: Need) -> impl Iterator<Item = &Launchable> {
    types.iter().filter(move |one| copies(one.size, need) == Some(0))
}

/// What is to be said of tasks that are not counted; none of those that are.
fn left_out(types: &[Launchable], lot: &Waiting) -> Option<LeftOut> {
    let least = too_small(types, lot.need).min_by_key(|one| one.size)?;
    Some(LeftOut {
        tasks: lot.tasks,
        families: lot.families.clone(),
        instance_type: least.instance_type.clone(),
        is_smallest: corner(types, u32::min) == Some(least.size),
    })
}

/// Each resource of some types, taken for itself.
fn corner(types: &[Launchable], choose: fn(u32, u32) -> u32) -> Option<Size> {
    types.iter().map(|one| one.size).reduce(|one, other| Size {
        cpu_units: choose(one.cpu_units, other.cpu_units),
        memory_mib: choose(one.memory_mib, other.memory_mib),
        enis: choose(one.enis, other.enis),
        gpus: choose(one.gpus, other.gpus),
    })
}

/// How many such tasks an empty instance takes; none where it takes any number.
fn copies(size: Size, need: Need) -> Option<u32> {
    let resources = [
        (size.cpu_units, need.cpu_units),
        (size.memory_mib, need.memory_mib),
        (size.enis, need.enis),
        (size.gpus, need.gpus),
    ];
    let by_resource = resources.into_iter().filter(|(_, need)| *need > 0).map(|(has, need)| has / need).min();
    if need.alone { Some(by_resource.unwrap_or(1).min(1)) } else { by_resource }
}
