//! What happened when, over a whole run: what a time axis is drawn from.

use super::event_view::EventView;
use crate::engine::Engine;
use crate::limits;
use crate::log::{LogEntry, LogEvent};
use crate::time::{Calendar, SimTime};
use serde::{Deserialize, Serialize};

/// Where something happened in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// What its moments are on the calendar.
    pub calendar: Calendar,
    /// Every moment at which something happened, in order, each once.
    pub moments: Vec<SimTime>,
    /// What went wrong: services without a place, actions that were refused or started too little. In order,
    /// [`limits::MARKS`] at the most.
    pub marks: Vec<EventView>,
    /// How many more there are of these.
    pub more_marks: usize,
    /// What became of actions that were refused, or that started too little: the number of each in the timeline, and
    /// what the run says of it. In order, [`limits::MARKS`] at the most.
    pub of_actions: Vec<(usize, EventView)>,
}

impl Course {
    /// The first moment behind `at` at which something happened.
    pub fn next(&self, at: SimTime) -> Option<SimTime> {
        self.moments.get(self.moments.partition_point(|moment| *moment <= at)).copied()
    }

    /// The last moment before `at` at which something happened.
    pub fn previous(&self, at: SimTime) -> Option<SimTime> {
        let before = self.moments.partition_point(|moment| *moment < at);
        self.moments.get(before.checked_sub(1)?).copied()
    }
}

impl Engine {
    /// Of what has happened so far.
    pub(crate) fn course(&self) -> Course {
        let mut moments: Vec<SimTime> = self.log.entries().map(|entry| entry.at).collect();
        moments.dedup();
        let marks = || self.log.entries().filter(|entry| entry.event.is_bad());
        let seen: Vec<EventView> =
            marks().take(limits::MARKS).filter_map(|entry| self.event_view(entry, &[])).collect();
        Course {
            calendar: self.scenario.calendar,
            moments,
            more_marks: marks().count().saturating_sub(limits::MARKS),
            marks: seen,
            of_actions: self.said_of_actions(),
        }
    }

    fn said_of_actions(&self) -> Vec<(usize, EventView)> {
        let of_action = |entry: &LogEntry| match &entry.event {
            LogEvent::Refused { action, .. } | LogEvent::TasksFailed { action, .. } => Some(*action),
            _ => None,
        };
        let said = self.log.entries().filter_map(|entry| Some((of_action(entry)?, entry)));
        said.take(limits::MARKS)
            .filter_map(|(action, entry)| Some((action, self.event_view(entry, &[])?)))
            .collect()
    }
}
