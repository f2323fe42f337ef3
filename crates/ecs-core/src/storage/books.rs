//! How much is where at a moment: what is written is linear, so that it is counted when a writer starts or
//! stops, and never in between. Spec: VOL-6.

use crate::ids::{InstanceRow, TaskRow};
use crate::time::SimTime;
use std::collections::BTreeMap;

/// Milliseconds in a minute: what is written is counted in KiB times milliseconds a minute, exactly.
const MS_PER_MINUTE: u64 = 60_000;

/// Where something is kept. Tasks that name the same place share it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A folder of an instance.
    HostPath(InstanceRow, String),
    /// A shared volume of Docker on an instance.
    DockerShared(InstanceRow, String),
    /// A volume of a task's own, by its number in the task definition.
    Task(TaskRow, usize),
    /// The ephemeral storage of a task on Fargate.
    Ephemeral(TaskRow),
    /// A file system outside of the cluster, and a root in it.
    FileSystem(String, String),
}

impl Place {
    /// The task that the place lives and dies with; none where it outlives its tasks.
    pub fn task(&self) -> Option<TaskRow> {
        match self {
            Place::Task(task, _) | Place::Ephemeral(task) => Some(*task),
            Place::HostPath(..) | Place::DockerShared(..) | Place::FileSystem(..) => None,
        }
    }
}

/// Who writes: KiB a minute into each place.
pub type Writer = BTreeMap<Place, u64>;

/// What a place holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Written up to `since`, in KiB times milliseconds a minute.
    counted: u64,
    since: SimTime,
    kib_per_minute: u64,
    limit_kib: Option<u64>,
}

impl Held {
    fn counted_at(&self, now: SimTime) -> u64 {
        let ms = now.as_ms().saturating_sub(self.since.as_ms());
        let counted = self.counted.saturating_add(self.kib_per_minute.saturating_mul(ms));
        self.limit_kib.map_or(counted, |limit| counted.min(limit.saturating_mul(MS_PER_MINUTE)))
    }

    /// KiB that are there at a moment.
    pub fn kib(&self, now: SimTime) -> u64 {
        self.counted_at(now) / MS_PER_MINUTE
    }

    /// How many KiB there is room for; none where nothing bounds it.
    pub fn limit_kib(&self) -> Option<u64> {
        self.limit_kib
    }

    /// Whether nothing more can be written.
    pub fn is_full(&self, now: SimTime) -> bool {
        self.limit_kib.is_some_and(|limit| self.kib(now) >= limit)
    }

    /// When it will be full, as things are; none where it never is, or is already.
    fn full_at(&self, now: SimTime) -> Option<SimTime> {
        let limit = self.limit_kib?.saturating_mul(MS_PER_MINUTE);
        let left = limit.checked_sub(self.counted_at(now)).filter(|left| *left > 0)?;
        let ms = left.div_ceil(self.kib_per_minute.max(1));
        (self.kib_per_minute > 0).then(|| now.plus_ms(ms))
    }
}

/// The books of a cluster's storage. A place without a writer that ever wrote is not in them.
#[derive(Clone, Debug, Default)]
pub struct Books {
    places: BTreeMap<Place, Held>,
    writers: BTreeMap<TaskRow, Writer>,
}

impl Books {
    /// What a place holds.
    pub fn held(&self, place: &Place) -> Option<&Held> {
        self.places.get(place)
    }

    /// Whether nobody has ever written.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A task writes `writer` from now on, where `limit_kib` says what there is room for. The earliest moment
    /// at which one of its places will be full.
    pub fn set(
        &mut self,
        task: TaskRow,
        writer: Writer,
        limit_kib: impl Fn(&Place) -> Option<u64>,
        now: SimTime,
    ) -> Option<SimTime> {
        let before = self.writers.remove(&task).unwrap_or_default();
        if before != writer {
            for place in before.keys().chain(writer.keys()) {
                let held = self
                    .places
                    .entry(place.clone())
                    .or_insert_with(|| Held { limit_kib: limit_kib(place), ..Held::default() });
                held.counted = held.counted_at(now);
                held.since = now;
            }
            for (place, kib_per_minute) in &before {
                if let Some(held) = self.places.get_mut(place) {
                    held.kib_per_minute = held.kib_per_minute.saturating_sub(*kib_per_minute);
                }
            }
            for (place, kib_per_minute) in &writer {
                if let Some(held) = self.places.get_mut(place) {
                    held.kib_per_minute = held.kib_per_minute.saturating_add(*kib_per_minute);
                }
            }
        }
        let full_at = writer.keys().filter_map(|place| self.places.get(place)?.full_at(now)).min();
        if !writer.is_empty() {
            self.writers.insert(task, writer);
        }
        full_at
    }

    /// The places of a task that are full.
    pub fn full_of(&self, task: TaskRow, now: SimTime) -> Vec<Place> {
        let writer = self.writers.get(&task);
        let places = writer.into_iter().flat_map(BTreeMap::keys);
        let is_full = |place: &&Place| self.places.get(place).is_some_and(|held| held.is_full(now));
        places.filter(is_full).cloned().collect()
    }

    /// A task is over: what lived with it is gone.
    pub fn forget(&mut self, task: TaskRow, now: SimTime) {
        self.set(task, Writer::new(), |_| None, now);
        self.places.retain(|place, _| place.task() != Some(task));
    }
}

#[cfg(test)]
mod tests {
    use super::{Books, Place, Writer};
    use crate::ids::{InstanceRow, TaskRow};
    use crate::time::SimTime;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn writes(place: &Place, kib_per_minute: u64) -> Writer {
        Writer::from([(place.clone(), kib_per_minute)])
    }

    #[test]
    fn what_is_written_does_not_depend_on_how_often_it_is_counted() {
        let place = Place::HostPath(InstanceRow(0), "/data".to_owned());
        let (mut once, mut often) = (Books::default(), Books::default());
        for books in [&mut once, &mut often] {
            books.set(TaskRow(0), writes(&place, 7), |_| None, at(1));
        }
        for second in 2..100 {
            often.set(TaskRow(1), writes(&place, second), |_| None, at(second));
            often.set(TaskRow(1), Writer::new(), |_| None, at(second));
        }
        assert_eq!(once.held(&place).unwrap().kib(at(601)), 70);
        assert_eq!(often.held(&place).unwrap().kib(at(601)), 70);
    }

    #[test]
    fn a_place_is_full_at_its_limit_and_stays_there() {
        let place = Place::Ephemeral(TaskRow(3));
        let mut books = Books::default();
        let full_at = books.set(TaskRow(3), writes(&place, 60), |_| Some(120), at(10));
        assert_eq!(full_at, Some(at(130)));
        assert!(books.full_of(TaskRow(3), at(129)).is_empty());
        assert_eq!(books.full_of(TaskRow(3), at(130)), std::slice::from_ref(&place));
        assert_eq!(books.held(&place).unwrap().kib(at(9999)), 120);
        books.forget(TaskRow(3), at(9999));
        assert_eq!(books.held(&place), None);
    }

    #[test]
    fn what_is_shared_outlives_its_writers() {
        let place = Place::FileSystem("fs-1".to_owned(), "/".to_owned());
        let mut books = Books::default();
        for task in 0..2 {
            books.set(TaskRow(task), writes(&place, 60), |_| None, at(0));
        }
        books.forget(TaskRow(0), at(60));
        assert_eq!(books.held(&place).unwrap().kib(at(120)), 180);
    }
}
