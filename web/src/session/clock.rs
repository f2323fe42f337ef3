//! Moments of a run, as they are written and said.

use super::outline::counted;
use ecs_core::SimTime;

/// `t+13:46`, or `t+1:00:20.45`: behind whole seconds what is left, where something is.
pub fn moment(at: SimTime) -> String {
    let (seconds, ms) = (at.as_ms() / 1000, at.as_ms() % 1000);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let hours = if hours > 0 { format!("{hours}:") } else { String::new() };
    let fraction = if ms > 0 { format!(".{ms:03}") } else { String::new() };
    format!("t+{hours}{minutes:02}:{rest:02}{}", fraction.trim_end_matches('0'))
}

/// `13 minutes 46 seconds`.
pub fn span_in_words(at: SimTime) -> String {
    let seconds = at.as_ms() / 1000;
    let parts = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    if said.is_empty() { "0 seconds".to_owned() } else { said.join(" ") }
}

/// `After 13 minutes 46 seconds`.
pub fn moment_in_words(at: SimTime) -> String {
    format!("After {}", span_in_words(at))
}

#[cfg(test)]
mod tests {
    use super::{moment, span_in_words};
    use ecs_core::SimTime;

    #[test]
    fn moments_are_written_and_said() {
        let written = [0, 826_000, 20_450, 3_620_000, 86_400_007].map(|ms| moment(SimTime::from_ms(ms)));
        assert_eq!(written, ["t+00:00", "t+13:46", "t+00:20.45", "t+1:00:20", "t+24:00:00.007"]);
        let said = [400, 826_000, 3_601_000, 7_200_000].map(|ms| span_in_words(SimTime::from_ms(ms)));
        assert_eq!(said, ["0 seconds", "13 minutes 46 seconds", "1 hour 1 second", "2 hours"]);
    }
}
