//! How tasks are drawn wherever they stand: in which colour, and under which name.

use super::colours::{Colours, OTHER};
use super::layout::colour;
use super::rollout::chip_name;
use ecs_core::report::{Snapshot, TaskView};
use std::collections::{BTreeMap, BTreeSet};

/// The colours and names of tasks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Faces {
    /// The style classes of revisions; none where tasks have the colour of their service.
    revisions: Option<BTreeMap<String, &'static str>>,
    /// Services with tasks of several revisions, by number.
    mixed: BTreeSet<usize>,
}

impl Faces {
    /// Those of a picture.
    pub(super) fn of(snapshot: &Snapshot, colours: &Colours) -> Faces {
        let services = snapshot.services.iter().enumerate();
        let mixed = services.filter(|(_, service)| service.rollout.is_mixed()).map(|(number, _)| number);
        Faces { revisions: colours.revisions(), mixed: mixed.collect() }
    }

    /// The style class of a task.
    pub(super) fn class(&self, task: &TaskView) -> &'static str {
        let Some(revisions) = &self.revisions else { return colour(task.service) };
        revisions.get(&task.task_definition).copied().unwrap_or(OTHER)
    }

    /// Its name on a chip.
    pub(super) fn name(&self, task: &TaskView) -> String {
        chip_name(task, task.service.is_some_and(|service| self.mixed.contains(&service)))
    }
}
