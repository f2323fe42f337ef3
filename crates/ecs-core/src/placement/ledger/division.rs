//! Instances divided by the values of an attribute.

use crate::ids::{InstanceRow, Row};

/// The parts into which an attribute divides the instances: one for each of its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Division {
    /// The attribute's name.
    pub(super) attribute: String,
    values: Vec<String>,
    part_of: Vec<Option<u32>>,
}

impl Division {
    pub(super) fn by(attribute: &str) -> Division {
        Division { attribute: attribute.to_owned(), ..Division::default() }
    }

    /// Puts an instance into the part of its value; one without the attribute is in none.
    pub(super) fn assign(&mut self, row: InstanceRow, value: Option<&str>) {
        let part = value.map(|value| self.part_with(value));
        self.assign_part(row, part);
    }

    /// Puts an instance into a part by number.
    pub(super) fn assign_part(&mut self, row: InstanceRow, part: Option<u32>) {
        if self.part_of.len() <= row.number() {
            self.part_of.resize(row.number() + 1, None);
        }
        if let Some(slot) = self.part_of.get_mut(row.number()) {
            *slot = part;
        }
    }

    /// The part that an instance is in.
    pub(super) fn part(&self, row: InstanceRow) -> Option<u32> {
        self.part_of.get(row.number()).copied().flatten()
    }

    fn part_with(&mut self, value: &str) -> u32 {
        let known = self.values.iter().position(|known| known == value);
        let number = known.unwrap_or_else(|| {
            self.values.push(value.to_owned());
            self.values.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}
