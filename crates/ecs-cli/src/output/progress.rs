//! How far a run is, for somebody who waits at a terminal.

use super::state::seconds;
use ecs_core::SimTime;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Nobody wants to know it of a run that is over sooner.
const FIRST_AFTER: Duration = Duration::from_millis(500);

/// How often the bar is drawn.
const EVERY: Duration = Duration::from_millis(100);

/// Characters between the brackets.
const WIDTH: u64 = 30;

/// To the beginning of the line, and nothing on it.
const CLEAR: &str = "\r\x1b[2K";

/// A line on standard error that is drawn over and over, while that is a terminal.
#[derive(Debug)]
pub(crate) struct Bar {
    /// When it is next drawn; none where nobody sees it.
    next: Option<Instant>,
    /// Whether it stands there.
    drawn: bool,
}

impl Bar {
    /// A bar that is not drawn yet.
    pub(crate) fn new() -> Bar {
        Bar { next: io::stderr().is_terminal().then(|| Instant::now() + FIRST_AFTER), drawn: false }
    }

    /// A bar that is never drawn.
    pub(crate) fn hidden() -> Bar {
        Bar { next: None, drawn: false }
    }

    /// Shows that a run that goes to `end` is at `at`.
    pub(crate) fn show(&mut self, at: SimTime, end: SimTime) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + EVERY);
        self.drawn = true;
        draw(&format!("{CLEAR}{}", line(at, end)));
    }

    /// Takes it away.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.drawn) {
            draw(CLEAR);
        }
    }
}

fn draw(text: &str) {
    // Where the terminal is gone, nobody misses it.
    let _ = io::stderr().write_all(text.as_bytes());
}

fn line(at: SimTime, end: SimTime) -> String {
    let of_end = |whole: u64| whole * at.as_ms() / end.as_ms().max(1);
    let done = usize::try_from(of_end(WIDTH)).unwrap_or_default();
    let left = usize::try_from(WIDTH).unwrap_or_default().saturating_sub(done);
    let (at, end) = (seconds(at.as_ms()), seconds(end.as_ms()));
    format!("[{}{}] {:3} %  second {at} of {end}", "#".repeat(done), " ".repeat(left), of_end(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_how_far_a_run_is() {
        let line = |at_ms, end_ms| line(SimTime::from_ms(at_ms), SimTime::from_ms(end_ms));
        assert_eq!(line(0, 60_000), format!("[{}]   0 %  second 0 of 60", " ".repeat(30)));
        let third = format!("[{}{}]  33 %  second 20.05 of 60", "#".repeat(10), " ".repeat(20));
        assert_eq!(line(20_050, 60_000), third);
        assert_eq!(
            line(604_800_000, 604_800_000),
            format!("[{}] 100 %  second 604800 of 604800", "#".repeat(30))
        );
    }

    #[test]
    fn nothing_is_drawn_where_nobody_sees_it() {
        let mut bar = Bar::hidden();
        bar.show(SimTime::from_ms(1), SimTime::from_ms(2));
        assert!(!bar.drawn);
    }
}
