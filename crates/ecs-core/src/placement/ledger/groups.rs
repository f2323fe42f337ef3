//! How many tasks of each group stand where.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

use super::division::Division;
use crate::ids::{DivisionRow, GroupRow, InstanceRow, Row, Table};

/// The tasks of one group, counted.
#[derive(Clone, Debug, Default)]
struct Counts {
    by_instance: Vec<u32>,
    /// By division, then by part of it.
    by_part: Vec<Vec<u32>>,
}

/// The tasks of all groups, counted by instance and by the parts of every division.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    groups: Table<GroupRow, Counts>,
}

impl Groups {
    pub(super) fn add(&mut self) -> GroupRow {
        self.groups.push(Counts::default())
    }

    /// Counts the tasks that stand there already by one more division.
    pub(super) fn divide(&mut self, number: usize, division: &Division) {
        for counts in self.groups.iter_mut() {
            for (instance, tasks) in counts.by_instance.clone().into_iter().enumerate() {
                if let Some(part) = division.part(InstanceRow::from_number(instance)) {
                    change(table(&mut counts.by_part, number), part as usize, i64::from(tasks));
                }
            }
        }
    }

    /// The tasks of an instance go with it from one part of a division to another.
    pub(super) fn reassign(
        &mut self,
        number: usize,
        row: InstanceRow,
        before: Option<u32>,
        after: Option<u32>,
    ) {
        if before == after {
            return;
        }
        for counts in self.groups.iter_mut() {
            let tasks = i64::from(counts.by_instance.get(row.number()).copied().unwrap_or(0));
            for (part, by) in [(before, -tasks), (after, tasks)] {
                if let Some(part) = part.filter(|_| tasks != 0) {
                    change(table(&mut counts.by_part, number), part as usize, by);
                }
            }
        }
    }

    /// A task comes to an instance, or leaves it.
    pub(super) fn count(
        &mut self,
        group: GroupRow,
        row: InstanceRow,
        divisions: &Table<DivisionRow, Division>,
        by: i64,
    ) {
        let counts = &mut self.groups[group];
        change(&mut counts.by_instance, row.number(), by);
        for (number, division) in divisions.iter() {
            if let Some(part) = division.part(row) {
                change(table(&mut counts.by_part, number.number()), part as usize, by);
            }
        }
    }

    /// A task comes to a part of a division, or leaves it, and is on no instance.
    pub(super) fn count_in_part(&mut self, group: GroupRow, division: DivisionRow, part: usize, by: i64) {
        change(table(&mut self.groups[group].by_part, division.number()), part, by);
    }

    pub(super) fn on_instance(&self, group: GroupRow, row: InstanceRow) -> u32 {
        self.groups[group].by_instance.get(row.number()).copied().unwrap_or(0)
    }

    pub(super) fn in_part(&self, group: GroupRow, division: DivisionRow, part: u32) -> u32 {
        let by_part = self.groups[group].by_part.get(division.number());
        by_part.and_then(|counts| counts.get(part as usize)).copied().unwrap_or(0)
    }
}

fn table(tables: &mut Vec<Vec<u32>>, number: usize) -> &mut Vec<u32> {
    if tables.len() <= number {
        tables.resize(number + 1, Vec::new());
    }
    &mut tables[number]
}

fn change(counts: &mut Vec<u32>, number: usize, by: i64) {
    if counts.len() <= number {
        counts.resize(number + 1, 0);
    }
    let count = i64::from(counts[number]) + by;
    counts[number] = u32::try_from(count).unwrap_or(0);
}
