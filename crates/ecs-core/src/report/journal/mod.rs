//! The event log of a run, page by page: ECS's words beside what they mean, and what can be searched.

mod kind;
mod landmarks;

#[cfg(test)]
mod tests;

pub use kind::EventKind;
pub use landmarks::Landmark;

use super::event_view::Tone;
use super::story::Story;
use super::text;
use crate::aws::LaunchType;
use crate::engine::{Budget, Engine, Progress};
use crate::log::LogEntry;
use crate::time::SimTime;
use landmarks::task_of;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Which entries somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalFilter {
    /// Words that stand in them, whether capital or small; all entries where empty.
    pub text: String,
    /// What they are about; anything where none.
    pub kind: Option<EventKind>,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageFrom {
    /// With the entry of that number, the newest being 0.
    Offset(usize),
    /// It is the page that has the newest entry of that moment or before.
    Moment(SimTime),
}

/// An entry of the event log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Which one of the whole log it is, from 0.
    pub number: u64,
    /// When.
    pub at: SimTime,
    /// What it is about.
    pub kind: EventKind,
    /// Whether that is good.
    pub tone: Tone,
    /// What happened, in ECS's words where it has some.
    pub text: String,
    /// What that means.
    pub plain: Cow<'static, str>,
    /// What it leads to.
    pub landmarks: Vec<Landmark>,
    /// Whether the story of scaling tells it, too. Spec: SCALE-19.
    pub is_step: bool,
}

/// A part of what was looked for, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPage {
    /// How many entries are what was looked for.
    pub total: usize,
    /// The number of the first entry here, the newest of all being 0.
    pub offset: usize,
    /// The moment of the entry before the first one here: the next newer. None where there is none.
    pub newer: Option<SimTime>,
    /// The entries.
    pub entries: Vec<JournalEntry>,
    /// Whether the oldest entries of the run were dropped.
    pub is_truncated: bool,
}

impl JournalPage {
    /// Whether the newest entry of a moment or before is here, as far as there is one.
    pub fn shows(&self, at: SimTime) -> bool {
        let is_last = self.offset + self.entries.len() >= self.total;
        let reaches = self.entries.last().is_none_or(|oldest| oldest.at <= at);
        self.newer.is_none_or(|newer| newer > at) && (is_last || reaches)
    }
}

/// The event log of a run, as far as that had got.
#[derive(Clone, Debug)]
pub struct Journal {
    engine: Engine,
    filter: JournalFilter,
    /// The numbers of the entries that are looked for, of those that were looked at so far.
    found: Vec<usize>,
    looked_at: usize,
}

impl Journal {
    pub(crate) fn new(engine: Engine) -> Journal {
        Journal { engine, filter: JournalFilter::default(), found: Vec::new(), looked_at: 0 }
    }

    /// How services and instances were scaled, to be read in slices and page by page. Spec: SCALE-19.
    pub fn story(&self) -> Story {
        Story::new(self.engine.clone())
    }

    /// Looks for other entries from now on.
    pub fn look_for(&mut self, filter: &JournalFilter) {
        let filter = JournalFilter { text: filter.text.trim().to_lowercase(), kind: filter.kind };
        if self.filter != filter {
            self.filter = filter;
            self.found.clear();
            self.looked_at = 0;
        }
    }

    /// Looks at so many entries more. What is found is known once that is [`Progress::Reached`].
    pub fn advance(&mut self, budget: Budget) -> Progress {
        let (from, all) = (self.looked_at, self.engine.log.entries().len());
        let to = from.saturating_add(budget.events as usize).min(all);
        let entries = self.engine.log.entries().enumerate().skip(from).take(to - from);
        let found = entries.filter(|(_, entry)| self.is_wanted(entry)).map(|(number, _)| number);
        let found: Vec<usize> = found.collect();
        self.found.extend(found);
        self.looked_at = to;
        if to == all { Progress::Reached } else { Progress::OutOfBudget }
    }

    /// A page of what was found, of so many entries at the most.
    pub fn page(&self, from: PageFrom, limit: usize) -> JournalPage {
        let total = self.found.len();
        let limit = limit.max(1);
        let offset = match from {
            PageFrom::Offset(offset) => offset.min(total.saturating_sub(1)),
            PageFrom::Moment(at) => self.newest_at(at) / limit * limit,
        };
        let numbers = self.found.iter().rev().skip(offset).take(limit);
        JournalPage {
            total,
            offset,
            newer: total.checked_sub(offset).and_then(|place| Some(self.entry(*self.found.get(place)?)?.at)),
            entries: numbers.filter_map(|number| self.engine.journal_entry(self.entry(*number)?)).collect(),
            is_truncated: self.engine.log.truncated(),
        }
    }

    /// The number of the newest entry found of a moment or before; the oldest where there is none.
    fn newest_at(&self, at: SimTime) -> usize {
        let reached =
            self.found.partition_point(|number| self.entry(*number).is_some_and(|entry| entry.at <= at));
        (self.found.len() - reached).min(self.found.len().saturating_sub(1))
    }

    fn entry(&self, number: usize) -> Option<&LogEntry> {
        self.engine.log.entries().nth(number)
    }

    fn is_wanted(&self, entry: &LogEntry) -> bool {
        if self.filter.kind.is_some_and(|kind| kind != EventKind::of(&entry.event)) {
            return false;
        }
        let words = self.filter.text.as_str();
        words.is_empty() || self.engine.journal_entry(entry).is_some_and(|entry| entry.mentions(words))
    }
}

impl JournalEntry {
    /// What it leads to, by names that are the same in another run.
    pub fn names<'a>(&'a self) -> Vec<&'a str> {
        let name = |landmark: &'a Landmark| match landmark {
            Landmark::Task { short, .. } | Landmark::Instance { short, .. } => short.as_str(),
            Landmark::Service { name } => name.as_str(),
        };
        self.landmarks.iter().map(name).collect()
    }

    /// Whether words, in small letters, stand anywhere in it.
    fn mentions(&self, words: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(words);
        has(&self.text)
            || has(&self.plain)
            || self.landmarks.iter().any(|landmark| match landmark {
                Landmark::Task { id, short } | Landmark::Instance { id, short } => has(id) || has(short),
                Landmark::Service { name } => has(name),
            })
    }
}

impl Engine {
    pub(super) fn journal_entry(&self, entry: &LogEntry) -> Option<JournalEntry> {
        let view = self.event_view(entry, &[])?;
        let task = task_of(&entry.event).map(|row| &self.world.tasks[row]);
        let on_fargate =
            task.is_some_and(|task| self.world.launches[task.launch].launch_type == LaunchType::Fargate);
        Some(JournalEntry {
            number: entry.sequence,
            at: entry.at,
            kind: EventKind::of(&entry.event),
            tone: view.tone,
            text: view.text,
            plain: text::happened(&entry.event, on_fargate, task.and_then(|task| task.stop.as_ref())).into(),
            landmarks: self.landmarks(entry),
            is_step: self.is_step(&entry.event),
        })
    }
}
