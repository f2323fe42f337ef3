//! When a machine ran.

use crate::time::SimTime;

/// The times for which a machine runs or ran, in order. Spec: COST-2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Power {
    before: Vec<(SimTime, SimTime)>,
    since: Option<SimTime>,
}

impl Power {
    /// A machine that runs since a moment.
    pub fn since(at: SimTime) -> Power {
        Power { before: Vec::new(), since: Some(at) }
    }

    /// It runs from now on; nothing changes where it does already.
    pub fn on(&mut self, now: SimTime) {
        self.since.get_or_insert(now);
    }

    /// It no longer runs; nothing changes where it does not.
    pub fn off(&mut self, now: SimTime) {
        self.before.extend(self.since.take().map(|since| (since, now)));
    }

    /// From when to when it ran each time; the last one has no end while it goes on.
    pub fn times(&self) -> impl Iterator<Item = (SimTime, Option<SimTime>)> {
        let before = self.before.iter().map(|(from, until)| (*from, Some(*until)));
        before.chain(self.since.map(|since| (since, None)))
    }
}

#[cfg(test)]
mod tests {
    use super::Power;
    use crate::time::SimTime;

    #[test]
    fn a_machine_that_was_stopped_has_run_twice() {
        let at = SimTime::from_seconds;
        let mut power = Power::since(at(0));
        power.off(at(10));
        power.off(at(20));
        power.on(at(30));
        power.on(at(40));
        let times: Vec<_> = power.times().collect();
        assert_eq!(times, [(at(0), Some(at(10))), (at(30), None)]);
    }
}
