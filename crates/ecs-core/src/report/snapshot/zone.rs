//! Zones, as a picture has them.

use super::{InstanceView, TaskView};
use crate::ids::{InstanceRow, Row};
use crate::report::InstanceCondition;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneView {
    /// For example `us-east-1a`.
    pub name: String,
    /// Its instances: those that are there, and behind them those that have been terminated, which would push
    /// the others out of sight in a run of days.
    pub instances: Vec<usize>,
    /// Its tasks on Fargate.
    pub fargate_tasks: Vec<usize>,
}

pub(super) fn zone_views(
    described: &[InstanceRow],
    instances: &[Rc<InstanceView>],
    tasks: &[Rc<TaskView>],
) -> Vec<ZoneView> {
    let mut zones: BTreeMap<&str, ZoneView> = BTreeMap::new();
    let new =
        |name: &str| ZoneView { name: name.to_owned(), instances: Vec::new(), fargate_tasks: Vec::new() };
    let numbers = described.iter().map(|row| row.number());
    for (number, instance) in numbers.filter_map(|number| Some((number, instances.get(number)?))) {
        zones.entry(&instance.zone).or_insert_with(|| new(&instance.zone)).instances.push(number);
    }
    let on_fargate = |task: &Rc<TaskView>| task.instance.is_none() && task.waits.is_none();
    for (number, task) in tasks.iter().enumerate().filter(|(_, task)| on_fargate(task)) {
        zones.entry(&task.zone).or_insert_with(|| new(&task.zone)).fargate_tasks.push(number);
    }
    for zone in zones.values_mut() {
        let is_gone = |number: &usize| instances[*number].condition == InstanceCondition::Terminated;
        zone.instances.sort_by_key(is_gone);
    }
    zones.into_values().collect()
}
