//! Which task goes when a service has too many.
//!
//! Source: ECS guide, services (service scheduler concepts) and task placement strategies. That pending
//! tasks go before unhealthy ones, and those before the others, is inferred.

use super::strategy::{SpreadField, WITHOUT_ATTRIBUTE, effective};
use super::{Ledger, SERVICE_DEFAULT, Strategy, decide::drawn};
use crate::aws::Resource;
use crate::ids::{DivisionRow, InstanceRow};
use serde::Serialize;
use std::collections::BTreeMap;

/// A task of the service, as the choice looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its instance.
    pub row: InstanceRow,
    /// How readily it is given up.
    pub condition: Condition,
    /// Whether it is under scale-in protection.
    pub protected: bool,
}

/// How readily a task is given up: the first that occurs goes before the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Condition {
    /// It does not run yet.
    Pending,
    /// Its health check fails.
    Unhealthy,
    /// It runs.
    Running,
}

/// What the choice says of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StandingVerdict {
    /// Whether it could be stopped at all.
    pub protected: bool,
    /// Its condition.
    pub condition: Condition,
    /// What each strategy counted, as far as the task came: the most is kept.
    pub scores: Vec<u32>,
}

/// The choice of the task that goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Victim {
    /// Its number in the list; none where all are protected.
    pub chosen: Option<usize>,
    /// Among how many it was drawn.
    pub among: usize,
    /// What was said of each task, in order of the list.
    pub verdicts: Vec<StandingVerdict>,
}

/// Where the tasks of a service stand that are to run. The ledger cannot tell: a task that was asked to stop
/// holds its place there until it has.
#[derive(Clone, Debug, Default)]
pub struct Places {
    on_instance: BTreeMap<InstanceRow, u32>,
    in_part: BTreeMap<(DivisionRow, u32), u32>,
}

impl Places {
    /// Counts tasks by what the strategies look at.
    pub fn of(
        ledger: &Ledger,
        strategies: &[Strategy],
        tasks: impl IntoIterator<Item = InstanceRow>,
    ) -> Places {
        let mut places = Places::default();
        for row in tasks {
            *places.on_instance.entry(row).or_default() += 1;
            for part in parts(ledger, strategies, row) {
                *places.in_part.entry(part).or_default() += 1;
            }
        }
        places
    }

    /// One of them is to run no longer.
    pub fn leave(&mut self, ledger: &Ledger, strategies: &[Strategy], row: InstanceRow) {
        if let Some(count) = self.on_instance.get_mut(&row) {
            *count = count.saturating_sub(1);
        }
        for part in parts(ledger, strategies, row) {
            if let Some(count) = self.in_part.get_mut(&part) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// What a strategy counts at an instance: the task with the most goes.
    fn score(&self, ledger: &Ledger, strategy: Strategy, row: InstanceRow) -> u32 {
        match strategy {
            Strategy::Binpack(Resource::Cpu) => ledger.cpu_units_left(row),
            Strategy::Binpack(Resource::Memory) => ledger.memory_mib_left(row),
            Strategy::Spread(SpreadField::InstanceId) => self.on_instance.get(&row).copied().unwrap_or(0),
            Strategy::Spread(SpreadField::Attribute(division)) => {
                let part = ledger.part(division, row);
                part.map_or(WITHOUT_ATTRIBUTE, |part| {
                    self.in_part.get(&(division, part)).copied().unwrap_or(0)
                })
            }
            Strategy::Random => 0,
        }
    }
}

/// The parts of the strategies' divisions that an instance is in.
fn parts<'a>(
    ledger: &'a Ledger,
    strategies: &'a [Strategy],
    row: InstanceRow,
) -> impl Iterator<Item = (DivisionRow, u32)> + 'a {
    let divisions = or_default(strategies).iter().filter_map(|strategy| strategy.division());
    divisions.filter_map(move |division| Some((division, ledger.part(division, row)?)))
}

fn or_default(strategies: &[Strategy]) -> &[Strategy] {
    if strategies.is_empty() { &SERVICE_DEFAULT } else { strategies }
}

/// The task that goes, with every reason. `strategies` are the service's own, empty where it names none.
///
/// A strategy is turned round: `spread` takes from the fullest part, `binpack` from the instance that
/// has the most left, which empties it. What none tells apart is drawn.
pub fn choose_victim(
    ledger: &Ledger,
    strategies: &[Strategy],
    places: &Places,
    tasks: &[Standing],
    tie_break: u128,
) -> Victim {
    let verdict = |task: &Standing| StandingVerdict {
        protected: task.protected,
        condition: task.condition,
        scores: Vec::new(),
    };
    let mut verdicts: Vec<StandingVerdict> = tasks.iter().map(verdict).collect();
    let open = || tasks.iter().enumerate().filter(|(_, task)| !task.protected);
    let first = open().map(|(_, task)| task.condition).min();
    let mut left: Vec<usize> =
        open().filter(|(_, task)| Some(task.condition) == first).map(|(number, _)| number).collect();
    for strategy in effective(or_default(strategies)) {
        let score =
            |number: &usize| tasks.get(*number).map_or(0, |task| places.score(ledger, *strategy, task.row));
        let most = left.iter().map(score).max();
        for number in &left {
            if let Some(verdict) = verdicts.get_mut(*number) {
                verdict.scores.push(score(number));
            }
        }
        left.retain(|number| Some(score(number)) == most);
    }
    Victim { chosen: left.get(drawn(tie_break, left.len())).copied(), among: left.len(), verdicts }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Places, Standing, choose_victim};
    use crate::aws::Resource;
    use crate::ids::{InstanceRow, Row, ZoneRow};
    use crate::placement::{Capacity, Ledger, Requirement, Rows, Strategy};

    /// Three instances in two zones with 2, 1 and 2 tasks: zone 0 has three, zone 1 two.
    fn cluster() -> (Ledger, Places, Vec<Standing>) {
        let mut ledger = Ledger::default();
        for (zone, memory_mib) in [(0, 1000), (0, 4000), (1, 2000)] {
            ledger.register(&Capacity {
                zone: ZoneRow(zone),
                placeable: true,
                cpu_units: 1000,
                memory_mib,
                enis: 0,
                gpus: 0,
                reserved_ports: Vec::new(),
                dynamic_ports: crate::network::DYNAMIC_PORTS,
            });
        }
        let group = ledger.add_group();
        let requirement = Requirement {
            cpu_units: 100,
            memory_mib: 100,
            host_ports: Vec::new(),
            gpus: 0,
            enis: 0,
            zones: Vec::new(),
            capable: Rows::of(3, |_| true),
            constraints: Vec::new(),
            of_provider: None,
            group,
        };
        let tasks = [0, 0, 1, 2, 2].map(|row| Standing {
            row: InstanceRow::from_number(row),
            condition: Condition::Running,
            protected: false,
        });
        for task in &tasks {
            ledger.take(task.row, &requirement);
        }
        let places = Places::of(&ledger, &[], tasks.iter().map(|task| task.row));
        (ledger, places, tasks.to_vec())
    }

    #[test]
    fn without_a_strategy_the_fullest_zone_and_its_fullest_instance_lose_a_task() {
        let (ledger, places, tasks) = cluster();
        let victim = choose_victim(&ledger, &[], &places, &tasks, 0);
        assert_eq!((victim.chosen, victim.among), (Some(0), 2));
        assert_eq!(victim.verdicts[2].scores, [3, 1]);
        assert_eq!(victim.verdicts[3].scores, [2]);
    }

    #[test]
    fn binpack_empties_the_instance_with_the_most_left() {
        let (ledger, places, tasks) = cluster();
        let victim = choose_victim(&ledger, &[Strategy::Binpack(Resource::Memory)], &places, &tasks, 0);
        assert_eq!((victim.chosen, victim.among), (Some(2), 1));
    }

    #[test]
    fn pending_tasks_go_first_and_protected_ones_stay() {
        let (ledger, places, mut tasks) = cluster();
        tasks[3].condition = Condition::Unhealthy;
        tasks[4].condition = Condition::Pending;
        let chosen = |tasks: &[Standing]| choose_victim(&ledger, &[], &places, tasks, 0).chosen;
        assert_eq!(chosen(&tasks), Some(4));
        tasks[4].protected = true;
        assert_eq!(chosen(&tasks), Some(3));
        for task in &mut tasks {
            task.protected = true;
        }
        assert_eq!(chosen(&tasks), None);
    }

    #[test]
    fn those_that_have_been_asked_to_stop_count_no_longer() {
        let (ledger, mut places, tasks) = cluster();
        places.leave(&ledger, &[], tasks[0].row);
        places.leave(&ledger, &[], tasks[2].row);
        assert_eq!(choose_victim(&ledger, &[], &places, &tasks[3..], 0).verdicts[0].scores, [2, 2]);
        let victim = choose_victim(&ledger, &[], &places, &[tasks[1], tasks[3]], 0);
        assert_eq!(victim.chosen, Some(1));
    }
}
