//! Values of options that clap does not read by itself.

use ecs_core::{SimTime, limits};

#[expect(clippy::cast_possible_wrap, reason = "a quota of thousands")]
pub(super) const COUNT_MAX: i64 = limits::TASKS_PER_SERVICE as i64;

/// Seconds with at most three decimals, as in a timeline. They are read as integers, so that 0.1 is
/// 100 ms and not nearly that.
pub(super) fn seconds(text: &str) -> Result<SimTime, &'static str> {
    const WANTED: &str = "a number of seconds with at most three decimals is wanted";
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || decimals.len() > 3 {
        return Err(WANTED);
    }
    let milliseconds: Option<u64> = (|| {
        let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
        whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(thousandths)
    })();
    milliseconds.map(SimTime::from_ms).ok_or(WANTED)
}

/// The part of a link before its `#`.
pub(super) fn page(text: &str) -> Result<String, &'static str> {
    if text.contains('#') { Err("the address ends before its #") } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use ecs_core::SimTime;

    #[test]
    fn seconds_are_read_exactly() {
        for (text, ms) in [("0", 0), ("90", 90_000), ("0.1", 100), ("1.25", 1250), ("12.007", 12_007)] {
            assert_eq!(seconds(text), Ok(SimTime::from_ms(ms)), "{text}");
        }
        for text in ["", "-1", "1.", ".5", "1.2345", "1e3", "inf", "99999999999999999999"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
