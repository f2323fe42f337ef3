//! Moments of a run, as they are written and said.

use super::outline::{counted, grouped};
use ecs_core::SimTime;

/// `t+13:46`, or `t+1:00:20.45`: behind whole seconds what is left, where something is.
pub fn moment(at: SimTime) -> String {
    let (seconds, ms) = (at.as_ms() / 1000, at.as_ms() % 1000);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let hours = if hours > 0 { format!("{hours}:") } else { String::new() };
    let fraction = if ms > 0 { format!(".{ms:03}") } else { String::new() };
    format!("t+{hours}{minutes:02}:{rest:02}{}", fraction.trim_end_matches('0'))
}

/// What stands below an axis that ends there: `13:46`, and on one of ten hours and more `84 h` or `100 h 30`, so that
/// three such moments find room below a chart.
pub fn moment_on_axis(at: SimTime, end: SimTime) -> String {
    if end < SimTime::from_seconds(10 * 3600) {
        return moment(at).trim_start_matches("t+").to_owned();
    }
    let minutes = at.as_ms() / 60_000;
    match minutes % 60 {
        0 => format!("{} h", minutes / 60),
        rest => format!("{} h {rest:02}", minutes / 60),
    }
}

/// `13 minutes 46 seconds`.
pub fn span_in_words(at: SimTime) -> String {
    let seconds = at.as_ms() / 1000;
    let parts = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    if said.is_empty() { "0 seconds".to_owned() } else { said.join(" ") }
}

/// `31 h of 168 h`, `3 min of 30 min`: in the largest unit of which the whole has a few.
pub fn part_of_span(at: SimTime, whole: SimTime) -> String {
    let seconds = whole.as_ms() / 1000;
    let (unit, name) = match seconds {
        0..180 => (1, "s"),
        180..10_800 => (60, "min"),
        _ => (3600, "h"),
    };
    format!("{} {name} of {} {name}", grouped(at.as_ms() / 1000 / unit), grouped(seconds.div_ceil(unit)))
}

/// `After 13 minutes 46 seconds`.
pub fn moment_in_words(at: SimTime) -> String {
    format!("After {}", span_in_words(at))
}

#[cfg(test)]
mod tests {
    use super::{moment, moment_on_axis, part_of_span, span_in_words};
    use ecs_core::SimTime;

    #[test]
    fn moments_are_written_and_said() {
        let written = [0, 826_000, 20_450, 3_620_000, 86_400_007].map(|ms| moment(SimTime::from_ms(ms)));
        assert_eq!(written, ["t+00:00", "t+13:46", "t+00:20.45", "t+1:00:20", "t+24:00:00.007"]);
        let on_axis =
            |at: u64, end: u64| moment_on_axis(SimTime::from_seconds(at), SimTime::from_seconds(end));
        assert_eq!([on_axis(900, 1800), on_axis(3_600, 7_200)], ["15:00", "1:00:00"]);
        assert_eq!([on_axis(0, 604_800), on_axis(302_400, 604_800)], ["0 h", "84 h"]);
        assert_eq!(on_axis(361_800, 363_600), "100 h 30");
        let parts = [(7_000, 90), (400_000, 1_800), (111_700_000, 604_800)];
        let parts = parts.map(|(ms, whole)| part_of_span(SimTime::from_ms(ms), SimTime::from_seconds(whole)));
        assert_eq!(parts, ["7 s of 90 s", "6 min of 30 min", "31 h of 168 h"]);
        let said = [400, 826_000, 3_601_000, 7_200_000].map(|ms| span_in_words(SimTime::from_ms(ms)));
        assert_eq!(said, ["0 seconds", "13 minutes 46 seconds", "1 hour 1 second", "2 hours"]);
    }
}
