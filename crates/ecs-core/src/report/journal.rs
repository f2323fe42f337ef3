//! The event log of a run, page by page: ECS's words beside what they mean, and what can be searched.

use super::event_view::Tone;
use super::text;
use crate::aws::LaunchType;
use crate::engine::{Budget, Engine, Progress};
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::log::{LogEntry, LogEvent};
use crate::time::SimTime;
use crate::world::{TaskStatus, Unplaced, ZoneEvent};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Tasks that an entry leads to: an event of a service names up to ten.
const TASKS_NAMED: usize = 3;

/// What an entry of the event log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// An event of a service, as DescribeServices lists them.
    Service,
    /// A task is at another status.
    TaskState,
    /// A task or a container stopped.
    Stop,
    /// A health check tells something else.
    Health,
    /// A call was refused or denied, or started fewer tasks than it was asked for; something is full.
    Failure,
    /// Something about an event bus, a queue, a pipe, a bucket or a topic.
    Bus,
    /// A container instance comes, changes or goes; a fault in a task begins or ends.
    Instance,
    /// An alarm of CloudWatch is in another state.
    Alarm,
    /// A service is scaled, or is not.
    Scaling,
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 9] = [
        EventKind::Service,
        EventKind::TaskState,
        EventKind::Stop,
        EventKind::Health,
        EventKind::Failure,
        EventKind::Bus,
        EventKind::Instance,
        EventKind::Alarm,
        EventKind::Scaling,
    ];

    fn of(event: &LogEvent) -> EventKind {
        match event {
            LogEvent::Bus(_) => EventKind::Bus,
            LogEvent::Alarm { .. } => EventKind::Alarm,
            LogEvent::Instance { .. } | LogEvent::Disturbed { .. } | LogEvent::Group(_) => {
                EventKind::Instance
            }
            LogEvent::Scaling(_) | LogEvent::Capacity(_) => EventKind::Scaling,
            LogEvent::TaskStatus { status: TaskStatus::Stopped, .. } | LogEvent::ContainerStopped { .. } => {
                EventKind::Stop
            }
            LogEvent::TaskStatus { .. } | LogEvent::TaskProtection { .. } => EventKind::TaskState,
            LogEvent::TaskHealth { .. } | LogEvent::Target(_) => EventKind::Health,
            LogEvent::ServiceStarted { .. }
            | LogEvent::ServiceSteady { .. }
            | LogEvent::ServiceUnplaced { .. }
            | LogEvent::ServiceImpaired { .. }
            | LogEvent::ServiceCannotAssume { .. }
            | LogEvent::ServiceUnhealthy { .. }
            | LogEvent::ServiceStopped { .. }
            | LogEvent::ServiceStoppedPending { .. }
            | LogEvent::Deployment { .. }
            | LogEvent::Shift { .. }
            | LogEvent::Hook { .. }
            | LogEvent::ServiceZones { .. }
            | LogEvent::ServiceDesired { .. }
            | LogEvent::ServiceStalled { .. } => EventKind::Service,
            LogEvent::TasksFailed { .. }
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::LimitReached
            | LogEvent::Refused { .. } => EventKind::Failure,
        }
    }
}

impl JournalPage {
    /// Whether the newest entry of a moment or before is here, as far as there is one.
    pub fn shows(&self, at: SimTime) -> bool {
        let is_last = self.offset + self.entries.len() >= self.total;
        let reaches = self.entries.last().is_none_or(|oldest| oldest.at <= at);
        self.newer.is_none_or(|newer| newer > at) && (is_last || reaches)
    }
}

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

/// Something that an entry is about, by names that it has at every moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Landmark {
    /// A task.
    Task {
        /// Thirty-two hex digits.
        id: String,
        /// For example `service:web/1`.
        short: String,
    },
    /// A container instance.
    Instance {
        /// Its id on EC2.
        id: String,
        /// For example `host/1`.
        short: String,
    },
    /// A service, by name.
    Service {
        /// The name.
        name: String,
    },
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
            landmarks: self.landmarks(&entry.event),
        })
    }

    fn landmarks(&self, event: &LogEvent) -> Vec<Landmark> {
        match event {
            LogEvent::ServiceStarted { service, tasks } | LogEvent::ServiceStopped { service, tasks } => {
                let tasks = tasks.iter().take(TASKS_NAMED).map(|task| self.task_landmark(*task));
                std::iter::once(self.service_landmark(*service)).chain(tasks).collect()
            }
            LogEvent::ServiceZones {
                service,
                event: ZoneEvent::Started(_, task) | ZoneEvent::Stopped(_, task),
            } => vec![self.service_landmark(*service), self.task_landmark(*task)],
            LogEvent::ServiceUnplaced { service, why } => {
                let closest = match why {
                    Unplaced::NoneFits { closest, .. } => Some(self.instance_landmark(closest.row)),
                    _ => None,
                };
                std::iter::once(self.service_landmark(*service)).chain(closest).collect()
            }
            LogEvent::ServiceSteady { service }
            | LogEvent::ServiceImpaired { service }
            | LogEvent::ServiceCannotAssume { service, .. }
            | LogEvent::ServiceStoppedPending { service, .. }
            | LogEvent::Deployment { service, .. }
            | LogEvent::Shift { service, .. }
            | LogEvent::Hook { service, .. }
            | LogEvent::ServiceZones { service, .. }
            | LogEvent::ServiceDesired { service, .. }
            | LogEvent::ServiceStalled { service, .. } => {
                vec![self.service_landmark(*service)]
            }
            LogEvent::TasksFailed { failures, .. } => {
                let first = failures.iter().take(TASKS_NAMED);
                first.map(|(instance, _)| self.instance_landmark(*instance)).collect()
            }
            LogEvent::Instance { instance, .. } => vec![self.instance_landmark(*instance)],
            LogEvent::Group(event) => {
                event.instance().map(|row| self.instance_landmark(row)).into_iter().collect()
            }
            LogEvent::Scaling(event) => {
                let service = self.service_of_target(event.target());
                service.map(|service| self.service_landmark(service)).into_iter().collect()
            }
            other => task_of(other).map(|task| self.of_task(task)).unwrap_or_default(),
        }
    }

    /// A task, where it stands, and whose it is.
    fn of_task(&self, row: TaskRow) -> Vec<Landmark> {
        let task = &self.world.tasks[row];
        let service = self.world.launches[task.launch].service;
        let instance = task.instance.map(|instance| self.instance_landmark(instance));
        let service = service.map(|service| self.service_landmark(service));
        std::iter::once(self.task_landmark(row)).chain(instance).chain(service).collect()
    }

    fn task_landmark(&self, row: TaskRow) -> Landmark {
        Landmark::Task { id: self.task_id(row), short: self.world.task_short(&self.world.tasks[row]) }
    }

    fn instance_landmark(&self, row: InstanceRow) -> Landmark {
        Landmark::Instance { id: self.ec2_instance_id(row), short: self.instance_short(row) }
    }

    fn service_landmark(&self, row: ServiceRow) -> Landmark {
        Landmark::Service { name: self.service_name(row).to_owned() }
    }
}

/// The task that an event is about.
fn task_of(event: &LogEvent) -> Option<TaskRow> {
    match event {
        LogEvent::TaskStatus { task, .. }
        | LogEvent::TaskHealth { task, .. }
        | LogEvent::ContainerStopped { task, .. }
        | LogEvent::CallDenied { task, .. }
        | LogEvent::StorageFull { task, .. }
        | LogEvent::TaskProtection { task, .. }
        | LogEvent::Disturbed { task, .. }
        | LogEvent::ServiceUnhealthy { task, .. } => Some(*task),
        LogEvent::Target(target) => Some(target.task),
        LogEvent::ServiceStarted { .. }
        | LogEvent::ServiceSteady { .. }
        | LogEvent::ServiceUnplaced { .. }
        | LogEvent::ServiceImpaired { .. }
        | LogEvent::ServiceCannotAssume { .. }
        | LogEvent::ServiceStopped { .. }
        | LogEvent::ServiceStoppedPending { .. }
        | LogEvent::Deployment { .. }
        | LogEvent::Shift { .. }
        | LogEvent::Hook { .. }
        | LogEvent::ServiceStalled { .. }
        | LogEvent::ServiceZones { .. }
        | LogEvent::ServiceDesired { .. }
        | LogEvent::Bus(_)
        | LogEvent::Group(_)
        | LogEvent::Capacity(_)
        | LogEvent::Alarm { .. }
        | LogEvent::Scaling(_)
        | LogEvent::Instance { .. }
        | LogEvent::TasksFailed { .. }
        | LogEvent::LimitReached
        | LogEvent::Refused { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{EventKind, Journal, JournalFilter, PageFrom};
    use crate::{Budget, Document, Progress, SimTime, Simulation};

    const TEXT: &str = r#"{"version": 1,
      "taskDefinitions": [{"family": "web", "containerDefinitions": [
        {"name": "app", "image": "app:1", "memory": 64, "simulation": {"exit": {"afterSeconds": 40, "code": 137}}}]}],
      "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 6}],
      "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}]}"#;

    fn journal(text: &str) -> (Simulation, Journal) {
        let mut run = Simulation::recorded(Document::read(text).scenario.unwrap(), 10);
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let mut journal = run.journal();
        assert_eq!(journal.advance(Budget::UNLIMITED), Progress::Reached);
        (run, journal)
    }

    fn search(journal: &mut Journal, text: &str, kind: Option<EventKind>) -> usize {
        journal.look_for(&JournalFilter { text: text.to_owned(), kind });
        while journal.advance(Budget { events: 7 }) == Progress::OutOfBudget {}
        journal.page(PageFrom::Offset(0), 5).total
    }

    #[test]
    fn pages_have_every_entry_once_newest_first() {
        let (run, journal) = journal(TEXT);
        let total = journal.page(PageFrom::Offset(0), 1).total;
        let pages = (0..total).step_by(20).map(|offset| journal.page(PageFrom::Offset(offset), 20));
        let all: Vec<(u64, String)> =
            pages.flat_map(|page| page.entries).map(|entry| (entry.number, entry.text)).collect();
        let numbers: Vec<u64> = all.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (0..total as u64).rev().collect::<Vec<_>>());
        let told: Vec<String> = run.snapshot(usize::MAX).events.into_iter().map(|event| event.text).collect();
        assert_eq!(all.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), told);
    }

    #[test]
    fn a_moment_is_found_on_its_page_also_once_the_run_has_gone_back() {
        let (mut run, journal) = journal(TEXT);
        run.seek(SimTime::from_seconds(1));
        for at in [0, 500, 3_000, 21_050, 61_000, 900_000, 1_800_000] {
            let at = SimTime::from_ms(at);
            let page = journal.page(PageFrom::Moment(at), 10);
            assert_eq!(page.offset % 10, 0);
            let newest = journal.page(PageFrom::Offset(0), usize::MAX).entries;
            let expected = newest.iter().position(|entry| entry.at <= at).unwrap();
            assert!(page.entries.iter().any(|entry| entry.number == newest[expected].number), "{at:?}");
            assert!(page.shows(at));
            let others = (0..page.total).step_by(10).filter(|offset| *offset != page.offset);
            let mut others = others.map(|offset| journal.page(PageFrom::Offset(offset), 10));
            assert!(!others.any(|other| other.shows(at)), "{at:?}");
        }
        assert_eq!(journal.page(PageFrom::Offset(usize::MAX), 10).entries.len(), 1);
    }

    #[test]
    fn words_and_kinds_are_looked_for() {
        let (_, mut journal) = journal(TEXT);
        let all = search(&mut journal, "", None);
        let of_kinds: Vec<usize> =
            EventKind::ALL.iter().map(|kind| search(&mut journal, "", Some(*kind))).collect();
        assert_eq!(of_kinds.iter().sum::<usize>(), all, "{of_kinds:?}");
        assert!(of_kinds[4..].iter().all(|found| *found == 0), "{of_kinds:?}");
        let kills = search(&mut journal, " EXITED with code 137 ", Some(EventKind::Stop));
        assert!(kills > 6, "{kills}");
        assert_eq!(search(&mut journal, "exited with code 137", Some(EventKind::Health)), 0);
        assert_eq!(search(&mut journal, "host/1", Some(EventKind::Service)), 0);
        assert!(search(&mut journal, "host/1", None) > 6);
        assert_eq!(search(&mut journal, "nowhere", None), 0);
        assert!(journal.page(PageFrom::Moment(SimTime::ZERO), 10).entries.is_empty());
    }
}
