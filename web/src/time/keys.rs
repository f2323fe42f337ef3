//! What keys do to a moment.

use ecs_core::SimTime;

/// The moment that a key leads to from `at` in a run of that length; none where the key does nothing. An
/// arrow is a second, with Shift ten; a page is a minute.
pub fn moved_by(key: &str, has_shift: bool, at: SimTime, end: SimTime) -> Option<SimTime> {
    let arrow: i64 = if has_shift { 10 } else { 1 };
    let seconds = match key {
        "ArrowRight" | "ArrowUp" => arrow,
        "ArrowLeft" | "ArrowDown" => -arrow,
        "PageUp" => 60,
        "PageDown" => -60,
        "Home" => return Some(SimTime::ZERO),
        "End" => return Some(end),
        _ => return None,
    };
    Some(SimTime::from_ms(at.as_ms().saturating_add_signed(seconds * 1000)).min(end))
}

#[cfg(test)]
mod tests {
    use super::moved_by;
    use ecs_core::SimTime;

    #[test]
    fn keys_move_within_the_run() {
        let end = SimTime::from_seconds(90);
        let from = |seconds: u64, key, has_shift| {
            let to = moved_by(key, has_shift, SimTime::from_ms(seconds * 1000 + 400), end);
            to.map(SimTime::as_ms)
        };
        assert_eq!(from(5, "ArrowRight", false), Some(6400));
        assert_eq!(from(5, "ArrowDown", true), Some(0));
        assert_eq!(from(5, "PageUp", false), Some(65_400));
        assert_eq!(from(65, "PageUp", true), Some(90_000));
        assert_eq!((from(65, "Home", false), from(65, "End", false)), (Some(0), Some(90_000)));
        assert_eq!(from(5, "a", false), None);
    }
}
