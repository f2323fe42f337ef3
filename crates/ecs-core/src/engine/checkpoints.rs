//! States that a run has been in, kept so that it can go back without beginning again.
//!
//! A state is the world, the queue and how far the log was written; the log itself is kept once. What is
//! repeated from a state on is the same run, so states that lie ahead stay true after going back.

use super::Engine;
use crate::limits;
use crate::log::{Log, LogMark};
use crate::scenario::Action;
use crate::time::SimTime;
use crate::traffic::History;
use std::sync::Arc;

/// A state of a run.
#[derive(Clone, Debug)]
struct Checkpoint {
    /// The engine with an empty log.
    engine: Engine,
    /// How far the log was written.
    mark: LogMark,
    /// How many minutes were measured.
    minutes: u64,
    /// About how many bytes it takes.
    bytes: usize,
}

/// The states that are kept, in order of time.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    kept: Vec<Checkpoint>,
    /// Events between two of them; doubled whenever half of them go.
    spacing: u64,
}

impl Checkpoints {
    /// States of a run that stands at its beginning, one for every so many events.
    pub(crate) fn of(engine: &Engine, spacing: u32) -> Checkpoints {
        let mut checkpoints = Checkpoints { kept: Vec::new(), spacing: u64::from(spacing) };
        checkpoints.keep(engine);
        checkpoints
    }

    /// How many events the run may take, one at least, before its state may have to be kept.
    pub(crate) fn events_left(&self, engine: &Engine) -> u32 {
        // A state of a large cluster costs more to keep, so it is worth more work to repeat.
        let rows = engine.world.tasks.len() + engine.world.instances.len();
        let spacing = self.spacing.max(rows as u64 / 2);
        let last = self.kept.last().map_or(0, |last| last.engine.events);
        u32::try_from((last + spacing).saturating_sub(engine.events).max(1)).unwrap_or(u32::MAX)
    }

    /// Keeps the state of the run where enough has happened since the last one.
    pub(crate) fn look_at(&mut self, engine: &Engine) {
        if self.events_left(engine) == 1 {
            self.keep(engine);
        }
    }

    fn keep(&mut self, engine: &Engine) {
        self.kept.push(Checkpoint {
            engine: engine.without_log(),
            mark: engine.log.mark().clone(),
            minutes: engine.history.mark(),
            bytes: engine.bytes(),
        });
        let bytes: usize = self.kept.iter().map(|checkpoint| checkpoint.bytes).sum();
        if self.kept.len() > limits::CHECKPOINTS || bytes > limits::CHECKPOINT_BYTES {
            self.thin_out();
        }
    }

    /// Every second one goes, the first stays.
    fn thin_out(&mut self) {
        let mut number = 0;
        self.kept.retain(|_| {
            number += 1;
            number % 2 == 1
        });
        self.spacing *= 2;
    }

    /// Brings the run to the newest state that is not behind `at`; one that stands between that state and
    /// `at` stays as it is.
    pub(crate) fn go_near(&self, engine: &mut Engine, at: SimTime) {
        let near = self.kept.iter().rev().find(|checkpoint| checkpoint.engine.now <= at);
        let Some(near) = near else { return };
        if engine.now <= at && engine.now >= near.engine.now {
            return;
        }
        let scenario = Arc::clone(&engine.scenario);
        let mut log = std::mem::take(&mut engine.log);
        let mut history = std::mem::take(&mut engine.history);
        if log.go_to(&near.mark) && history.go_to(near.minutes) {
            *engine = Engine { scenario, log, history, ..near.engine.clone() };
        } else {
            *engine = Engine::new(scenario);
        }
    }

    /// The run will have another action: states behind it are no longer true, those before it expect it.
    pub(crate) fn append(&mut self, action: &Action) {
        self.kept.retain(|checkpoint| checkpoint.engine.now < action.at);
        for checkpoint in &mut self.kept {
            checkpoint.engine.expect_action(action);
        }
    }
}

impl Engine {
    fn without_log(&self) -> Engine {
        Engine {
            scenario: Arc::clone(&self.scenario),
            world: self.world.clone(),
            log: Log::default(),
            bus: self.bus.clone(),
            traffic: self.traffic.clone(),
            history: History::default(),
            now: self.now,
            events: self.events,
            queue: self.queue.clone(),
            names: super::Names::default(),
            shortlists: self.shortlists.clone(),
            watch: None,
        }
    }

    /// About how many bytes a copy of the state takes: tasks and instances are most of it.
    fn bytes(&self) -> usize {
        const TASK_BYTES: usize = 768;
        const INSTANCE_BYTES: usize = 512;
        TASK_BYTES * self.world.tasks.len()
            + INSTANCE_BYTES * self.world.instances.len()
            + self.traffic.bytes()
            + self.bus.bytes()
    }
}
