//! The part of a run's time that the track and the charts show, from left to right.

use super::state::State;
use ecs_core::SimTime;

/// What part of a run is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// All of it.
    #[default]
    Whole,
    /// From its beginning until nothing happens any more.
    Events,
    /// The ten minutes in which the playhead stands.
    TenMinutes,
    /// The hour in which it stands.
    Hour,
}

/// A part of a run's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    /// Where it begins.
    pub from: SimTime,
    /// Where it ends.
    pub to: SimTime,
}

impl Axis {
    /// A run of that length, from its second 0.
    pub fn whole(end: SimTime) -> Axis {
        Axis { from: SimTime::ZERO, to: end }
    }

    /// Where a moment stands; one that lies outside stands at the edge.
    pub fn percent(self, at: SimTime) -> String {
        let thousandths = self.along(at, 100_000);
        format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
    }

    /// How far along a moment stands, of so many parts.
    pub fn along(self, at: SimTime, parts: u64) -> u64 {
        let behind = at.as_ms().clamp(self.from.as_ms(), self.to.as_ms()) - self.from.as_ms();
        behind.saturating_mul(parts) / self.ms().max(1)
    }

    /// The moment so many thousandths along, in whole seconds.
    pub fn moment(self, thousandths: u64) -> SimTime {
        let ms = self.from.as_ms() + self.ms().saturating_mul(thousandths) / 1000;
        SimTime::from_seconds((ms + 500) / 1000).min(self.to)
    }

    /// Where something is that stood at a moment and was moved by so many thousandths, in whole seconds.
    pub fn moved(self, at: SimTime, thousandths: i64) -> SimTime {
        let ms = i64::try_from(self.ms()).unwrap_or(i64::MAX).saturating_mul(thousandths) / 1000;
        let to = at.as_ms().saturating_add_signed(ms).saturating_add(500) / 1000;
        SimTime::from_seconds(to).clamp(self.from, self.to)
    }

    /// Whether a moment lies within it.
    pub fn shows(self, at: SimTime) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// How long it is.
    pub fn ms(self) -> u64 {
        self.to.as_ms().saturating_sub(self.from.as_ms())
    }
}

impl State {
    /// What the track and the charts show of the run on the stage.
    pub fn axis(&self) -> Axis {
        let Some(shown) = &self.shown else { return Axis::default() };
        let end = shown.snapshot.duration;
        match self.look.zoom {
            Zoom::Whole => Axis::whole(end),
            Zoom::Events => Axis::whole(self.quiet_from().min(end)),
            Zoom::TenMinutes => page(self.transport.at, 600_000, end),
            Zoom::Hour => page(self.transport.at, 3_600_000, end),
        }
    }

    /// The moment from which nothing happens, with a little room behind what was last.
    fn quiet_from(&self) -> SimTime {
        let last = self.shown.as_ref().and_then(|shown| shown.course.moments.last().copied());
        let action = self.outline.actions.iter().filter_map(super::timeline::ActionRow::at).max();
        let ms = last.max(action).unwrap_or_default().as_ms();
        let tenth = (ms / 10).max(1000);
        SimTime::from_seconds((ms + tenth).div_ceil(10_000) * 10)
    }

    /// What can be chosen: a part of a run is one only where that is longer.
    pub fn zooms(&self) -> Vec<Zoom> {
        let end = self.shown.as_ref().map_or(0, |shown| shown.snapshot.duration.as_ms());
        let events = (self.quiet_from().as_ms() < end).then_some(Zoom::Events);
        let ten_minutes = (end > 1_200_000).then_some(Zoom::TenMinutes);
        let hour = (end > 7_200_000).then_some(Zoom::Hour);
        [Some(Zoom::Whole), events, ten_minutes, hour].into_iter().flatten().collect()
    }
}

/// The page of that length on which a moment lies.
fn page(at: SimTime, length_ms: u64, end: SimTime) -> Axis {
    let last = end.as_ms().saturating_sub(1);
    let from = at.as_ms().min(last) / length_ms * length_ms;
    Axis { from: SimTime::from_ms(from), to: SimTime::from_ms(from + length_ms).min(end) }
}

#[cfg(test)]
mod tests {
    use super::{Axis, page};
    use ecs_core::SimTime;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    #[test]
    fn moments_stand_on_the_axis_and_places_are_whole_seconds() {
        let axis = Axis::whole(at(1800));
        assert_eq!(axis.percent(at(826)), "45.888%");
        assert_eq!((axis.percent(at(1800)), axis.percent(at(9000))), ("100.000%".into(), "100.000%".into()));
        assert_eq!(Axis::default().percent(at(0)), "0.000%");
        assert_eq!(axis.moment(459), at(826));
        assert_eq!((axis.moment(0), axis.moment(1000)), (at(0), at(1800)));
    }

    #[test]
    fn what_is_moved_goes_on_from_where_it_stood() {
        let axis = Axis { from: at(600), to: at(1200) };
        assert_eq!(axis.moved(at(826), 0), at(826));
        assert_eq!((axis.moved(at(826), 100), axis.moved(at(826), -3)), (at(886), at(824)));
        assert_eq!((axis.moved(at(826), 900), axis.moved(at(826), -900)), (at(1200), at(600)));
        assert_eq!(Axis::default().moved(at(0), 500), at(0));
    }

    #[test]
    fn a_part_begins_where_it_begins() {
        let part = page(at(700), 600_000, at(1500));
        assert_eq!(part, Axis { from: at(600), to: at(1200) });
        assert_eq!((part.percent(at(900)), part.percent(at(0))), ("50.000%".into(), "0.000%".into()));
        assert_eq!((part.moment(250), part.moment(1000)), (at(750), at(1200)));
        assert!(part.shows(at(1200)) && !part.shows(at(1201)));
        // The end lies on the last page and not on an empty one behind it.
        assert_eq!(page(at(1200), 600_000, at(1200)), part);
        assert_eq!(page(at(1500), 600_000, at(1500)), Axis { from: at(1200), to: at(1500) });
        assert_eq!(page(at(0), 600_000, at(0)), Axis::default());
    }
}
