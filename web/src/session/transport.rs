//! Where one stands in the time of a run, and how one moves in it.

use super::action::Action;
use super::shared::Shared;
use super::state::{Selection, Shown, State};
use ecs_core::SimTime;
use ecs_core::report::Snapshot;

/// How often the event log follows while it is played, in milliseconds.
const READ_EVERY_MS: u32 = 500;

/// The playhead, and how it moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transport {
    /// Where the playhead stands.
    pub at: SimTime,
    /// Rises with every move: what the core is asked for.
    pub number: u32,
    /// Whether it moves by itself.
    pub is_playing: bool,
    /// How fast it does.
    pub speed: Speed,
    /// Whether it begins again at the end.
    pub is_looped: bool,
    /// Whether what somebody does changes the beginning, wherever the playhead stands.
    pub from_the_beginning: bool,
    /// The move that somebody made step by step, until its picture is there: it is told in words.
    step: Option<u32>,
    /// What was selected and is not in the picture: it is selected again once it is.
    away: Option<Named>,
    /// Where the event log stands while it is played: it moves a few times a second, because nobody reads
    /// faster.
    read_at: SimTime,
    /// Milliseconds since it moved.
    unread_ms: u32,
}

/// How fast a run is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A second a second.
    RealTime,
    /// Ten seconds a second.
    Ten,
    /// A minute a second.
    #[default]
    Minute,
    /// Ten minutes a second.
    TenMinutes,
    /// An hour a second.
    Hour,
}

impl Speed {
    /// From slow to fast.
    pub const ALL: [Speed; 5] = [Speed::RealTime, Speed::Ten, Speed::Minute, Speed::TenMinutes, Speed::Hour];

    /// Milliseconds of a run in a millisecond.
    pub fn factor(self) -> u64 {
        match self {
            Speed::RealTime => 1,
            Speed::Ten => 10,
            Speed::Minute => 60,
            Speed::TenMinutes => 600,
            Speed::Hour => 3600,
        }
    }
}

/// A move in time, or what moves depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To a moment.
    To(SimTime),
    /// To the next moment at which something happens.
    Next,
    /// To the one before.
    Previous,
    /// Play, or pause. What is at its end is played from the beginning.
    Play(bool),
    /// So many milliseconds have gone by while it is played.
    Tick(u32),
    /// Another speed.
    Speed(Speed),
    /// Whether it begins again at the end.
    Loop(bool),
    /// Whether what somebody does changes the beginning.
    FromTheBeginning(bool),
}

/// Something of a run, by a name that it has in every picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// A task, by its id.
    Task(String),
    /// An instance, by its id on EC2.
    Instance(String),
    /// A service, by its name.
    Service(String),
    /// An Auto Scaling group, by its name.
    Group(String),
}

impl State {
    /// This page after a move. Without a run there is nowhere to go.
    pub(super) fn moved(&self, to: Move) -> State {
        let mut state = self.clone();
        let Some(shown) = &self.shown else { return state };
        let (end, transport) = (shown.snapshot.duration, &mut state.transport);
        match to {
            Move::To(at) => transport.go(at.min(end)),
            Move::Next => transport.step(shown.course.next(transport.at).unwrap_or(end)),
            Move::Previous => transport.step(shown.course.previous(transport.at).unwrap_or_default()),
            Move::Play(true) => {
                transport.is_playing = true;
                if transport.at >= end {
                    transport.go(SimTime::ZERO);
                }
                transport.read_at = transport.at;
            }
            Move::Play(false) => transport.pause(),
            Move::Tick(ms) if transport.is_playing => transport.tick(ms, end),
            Move::Tick(_) => {}
            Move::Speed(speed) => transport.speed = speed,
            Move::Loop(is_looped) => transport.is_looped = is_looped,
            Move::FromTheBeginning(on) => transport.from_the_beginning = on,
        }
        state
    }

    /// The second at which what somebody does acts: the first whole one behind the playhead. 0 is the beginning:
    /// where the playhead stands there, nothing is behind it, or somebody wants it.
    pub fn acts_at_seconds(&self) -> u64 {
        let next = self.transport.at.as_ms() / 1000 + 1;
        let end = self.shown_here().map(|shown| shown.snapshot.duration);
        let is_within = end.is_some_and(|end| SimTime::from_seconds(next) <= end);
        let is_the_beginning = self.transport.from_the_beginning || self.transport.at == SimTime::ZERO;
        if is_the_beginning || !is_within { 0 } else { next }
    }

    /// Where the playhead is to stand in the next run of this scenario: where it stands now. None where
    /// that is the end.
    pub fn stays_at(&self) -> Option<SimTime> {
        let shown = self.shown_here()?;
        Some(self.transport.at).filter(|at| *at < shown.snapshot.duration)
    }

    /// This page with another picture of the run on the stage, or with the same at another moment.
    pub(super) fn with_picture(&self, at: SimTime, events: u64, snapshot: Option<Snapshot>) -> State {
        let mut state = self.clone();
        let Some(shown) = &self.shown else { return state };
        let is_there = at == state.transport.at;
        if let Some(snapshot) = snapshot {
            let picture = Shown { snapshot, events: Some(events), ..shown.without_picture() };
            state = state.showing(picture);
        }
        if is_there && state.transport.step.take().is_some() {
            state.announcement = state.shown.as_deref().map(told).unwrap_or_default().into();
        }
        state
    }

    /// This page with that picture on the stage. What was selected stays selected.
    pub(super) fn showing(mut self, picture: Shown) -> State {
        let before = self.shown.as_ref().map(|shown| &shown.snapshot);
        let named = self.selection.and_then(|selection| named(selection, before?));
        let named = named.or(self.transport.away.take());
        self.selection = named.as_ref().and_then(|named| find(named, &picture.snapshot));
        if self.selection.is_none() {
            self.transport.away = named;
            // Asked again once it is back.
            self.why.question = None;
        }
        self.shown = Some(Shared::new(picture));
        self
    }

    /// Selects something by its name: at once, or as soon as it is in the picture.
    pub(super) fn select_named(&mut self, named: Named) {
        self.selection = self.shown.as_ref().and_then(|shown| find(&named, &shown.snapshot));
        self.transport.away = Some(named).filter(|_| self.selection.is_none());
    }

    /// What is selected instead of something that is away.
    pub(super) fn forget_away(&mut self) {
        self.transport.away = None;
    }
}

impl Transport {
    /// What was selected and is not in the picture.
    pub(super) fn away(&self) -> Option<&Named> {
        self.away.as_ref()
    }

    fn go(&mut self, at: SimTime) {
        self.step = None;
        if self.at != at {
            self.at = at;
            self.number += 1;
        }
    }

    fn step(&mut self, at: SimTime) {
        self.pause();
        self.go(at);
        self.step = Some(self.number);
    }

    fn pause(&mut self) {
        // The picture is as of the last event until it is asked for once more.
        self.number += u32::from(std::mem::take(&mut self.is_playing));
    }

    fn tick(&mut self, ms: u32, end: SimTime) {
        let at = self.at.plus_ms(u64::from(ms) * self.speed.factor());
        if at < end {
            self.go(at);
        } else if self.is_looped {
            self.go(SimTime::ZERO);
        } else {
            self.go(end);
            self.pause();
        }
        self.unread_ms += ms;
        if self.unread_ms >= READ_EVERY_MS {
            (self.read_at, self.unread_ms) = (self.at, 0);
        }
    }

    /// Where the event log stands.
    pub fn read_at(&self) -> SimTime {
        if self.is_playing { self.read_at } else { self.at }
    }

    /// The playhead in a run that has just been worked out.
    pub(super) fn arrive(&mut self, at: SimTime) {
        self.at = at;
        self.is_playing = false;
        self.step = None;
    }
}

/// What was stepped to.
fn told(shown: &Shown) -> String {
    let at = super::moment_in_words(shown.snapshot.at);
    match shown.snapshot.events.first() {
        Some(event) if event.at == shown.snapshot.at => format!("{at}: {}", event.text),
        _ => at,
    }
}

fn named(selection: Selection, snapshot: &Snapshot) -> Option<Named> {
    Some(match selection {
        Selection::Task(number) => Named::Task(snapshot.tasks.get(number)?.id.clone()),
        Selection::Instance(number) => Named::Instance(snapshot.instances.get(number)?.id.clone()),
        Selection::Service(number) => Named::Service(snapshot.services.get(number)?.name.clone()),
        Selection::Group(number) => Named::Group(snapshot.groups.get(number)?.name.clone()),
    })
}

fn find(named: &Named, snapshot: &Snapshot) -> Option<Selection> {
    match named {
        Named::Task(id) => snapshot.tasks.iter().position(|task| task.id == *id).map(Selection::Task),
        Named::Instance(id) => {
            let found = snapshot.instances.iter().position(|instance| instance.id == *id);
            found.map(Selection::Instance)
        }
        Named::Service(name) => {
            snapshot.services.iter().position(|service| service.name == *name).map(Selection::Service)
        }
        Named::Group(name) => {
            snapshot.groups.iter().position(|group| group.name == *name).map(Selection::Group)
        }
    }
}

/// The action that a move is.
impl From<Move> for Action {
    fn from(to: Move) -> Action {
        Action::Time(to)
    }
}
