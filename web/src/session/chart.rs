//! What is counted over the time of a run.

use super::axis::Axis;
use super::shared::Shared;
use super::state::{Selection, State};
use ecs_core::report::{HealthSeries, LoadSeries, Series};
use std::rc::Rc;

/// The counts, and whose they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Rises with every question.
    pub number: u32,
    /// The number of the run, and the service whose tasks are counted; all tasks where none.
    pub of: Option<(u32, Option<Rc<str>>)>,
    /// The part of the run's time in which they are counted.
    pub axis: Axis,
    /// The counts; those before until the core has answered.
    pub series: Shared<Series>,
    /// What was measured of requests and use over the whole run; empty without traffic.
    pub load: Shared<LoadSeries>,
    /// The health of targets; no groups where there are none.
    pub health: Shared<HealthSeries>,
}

impl Counts {
    /// The service whose tasks are counted; all tasks where none.
    pub fn service(&self) -> Option<Rc<str>> {
        self.of.as_ref().and_then(|(_, service)| service.clone())
    }
}

impl State {
    /// This page, with what has to be counted now.
    pub(super) fn counting(self) -> State {
        let Some(shown) = &self.shown else { return self };
        let of = Some((shown.number, self.counted_service()));
        let axis = self.axis();
        if self.counts.of == of && self.counts.axis == axis {
            return self;
        }
        let counts = Counts { number: self.counts.number + 1, of, axis, ..self.counts.clone() };
        State { counts, ..self }
    }

    /// The service that is selected, or that of the selected task.
    fn counted_service(&self) -> Option<Rc<str>> {
        let snapshot = &self.shown.as_ref()?.snapshot;
        let number = match self.selection? {
            Selection::Service(number) => number,
            Selection::Task(number) => snapshot.tasks.get(number)?.service?,
            Selection::Instance(_) | Selection::Group(_) => return None,
        };
        Some(snapshot.services.get(number)?.name.as_str().into())
    }
}
