//! Whether the worker still answers: one that hangs says nothing, so it is asked now and then.

/// How often it is asked, in milliseconds.
pub(super) const STEP_MS: u32 = 5000;

/// Steps without an answer after which a worker is given up: half a minute. Its longest piece of work, reading
/// a text of megabytes on a slow machine, takes a few seconds.
const PATIENCE: u32 = 6;

/// Steps after the last question for which it is still asked: a page that lies there wakes nobody.
const LINGERS: u32 = 12;

/// What is known of a worker's answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Watch {
    /// Whether it has ever answered: before, its wasm may still be on its way.
    answered: bool,
    /// Whether it was asked since it answered last.
    waits: bool,
    /// Steps in which it has not answered although it was asked.
    silent: u32,
    /// Steps since somebody asked for something.
    idle: u32,
}

/// What is to be done at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is asked whether it is there.
    Ask,
    /// It is waited for.
    Wait,
    /// Nobody has asked for anything for long: the watch ends.
    Rest,
    /// It hangs.
    GiveUp,
}

impl Watch {
    /// Somebody has asked for something. Not every question is answered, so it is asked once more at the next
    /// step.
    pub(super) fn asked(&mut self) {
        self.idle = 0;
    }

    /// It has answered.
    pub(super) fn heard(&mut self) {
        *self = Watch { answered: true, waits: false, silent: 0, idle: self.idle };
    }

    /// A step has gone by. Steps are counted and not the time: a computer that slept has waited for nobody.
    pub(super) fn step(&mut self) -> Next {
        self.idle += 1;
        if !self.answered {
            return Next::Wait;
        }
        if self.waits {
            self.silent += 1;
            return if self.silent >= PATIENCE { Next::GiveUp } else { Next::Wait };
        }
        if self.idle > LINGERS {
            return Next::Rest;
        }
        self.waits = true;
        Next::Ask
    }
}

#[cfg(test)]
mod tests {
    use super::{LINGERS, Next, PATIENCE, Watch};

    fn steps(watch: &mut Watch, count: u32) -> Vec<Next> {
        (0..count).map(|_| watch.step()).collect()
    }

    #[test]
    fn a_worker_that_says_nothing_is_given_up_but_not_before_it_was_there() {
        let mut watch = Watch::default();
        watch.asked();
        assert!(steps(&mut watch, 100).iter().all(|next| *next == Next::Wait));
        watch.heard();
        assert_eq!(watch.step(), Next::Rest);
        watch.asked();
        assert_eq!(watch.step(), Next::Ask);
        let silent = steps(&mut watch, PATIENCE);
        assert_eq!(silent.iter().filter(|next| **next == Next::GiveUp).count(), 1);
        assert_eq!(silent.last(), Some(&Next::GiveUp));
    }

    #[test]
    fn one_that_answers_is_asked_until_nobody_asks_for_anything() {
        let mut watch = Watch::default();
        watch.asked();
        for _ in 0..LINGERS {
            watch.heard();
            assert_eq!(watch.step(), Next::Ask);
        }
        watch.heard();
        assert_eq!(watch.step(), Next::Rest);
    }
}
