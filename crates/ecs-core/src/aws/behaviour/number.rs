//! The numbers of a `simulation`, with their bounds.

use super::BehaviourFault;
use crate::json::{Node, child};
use crate::units::parse_decimal;

/// A number of `simulation`: its bounds, and into how many parts one is divided.
pub(super) struct Number {
    member: &'static str,
    least: u64,
    most: u64,
    /// Parts of one: 1 for a whole number, 1,000 for three decimals.
    parts: u64,
}

const fn number(member: &'static str, most: u64, parts: u64) -> Number {
    Number { member, least: 0, most, parts }
}

/// A week: no run is longer.
const SECONDS_MAX: u64 = crate::limits::DURATION_SECONDS;
/// An hour in milliseconds.
const REQUEST_MILLIS_MAX: u64 = 3_600_000;
/// 16 TiB: no instance has more memory than 24 TiB, and sums stay far from the end of the integers.
const MIB_MAX: u64 = 16_777_216;

pub(super) const START_SECONDS: Number = number("startSeconds", SECONDS_MAX, 1000);
pub(super) const STOP_SECONDS: Number = number("stopSeconds", SECONDS_MAX, 1000);
pub(super) const CPU_MILLIS_PER_REQUEST: Number = number("cpuMillisPerRequest", REQUEST_MILLIS_MAX, 1000);
pub(super) const REQUEST_MILLIS: Number = number("requestMillis", REQUEST_MILLIS_MAX, 1000);
pub(super) const CONCURRENCY: Number = Number { least: 1, ..number("concurrency", 1_000_000, 1) };
/// The most CPU units that ECS takes for a task.
pub(super) const IDLE_CPU: Number = number("idleCpu", 196_608, 1);
pub(super) const MEMORY_MIB: Number = number("memoryMiB", MIB_MAX, 1000);
pub(super) const MEMORY_MIB_PER_REQUEST: Number = number("memoryMiBPerRequest", MIB_MAX, 1000);
pub(super) const MEMORY_MIB_PER_HOUR: Number = number("memoryMiBPerHour", MIB_MAX, 1000);
pub(super) const ERROR_RATE: Number = number("errorRate", 1, 1_000_000);
pub(super) const UNHEALTHY_AFTER_SECONDS: Number = number("unhealthyAfterSeconds", SECONDS_MAX, 1000);
pub(super) const EXIT_AFTER_SECONDS: Number = number("afterSeconds", SECONDS_MAX, 1000);
pub(super) const EXIT_CODE: Number = number("code", 255, 1);
pub(super) const SECONDS_PER_MESSAGE: Number = number("secondsPerMessage", SECONDS_MAX, 1000);
pub(super) const PER_REQUEST: Number = number("perRequest", 1000, 1000);
pub(super) const MIB_PER_MINUTE: Number = number("mibPerMinute", MIB_MAX, 1000);

impl Number {
    /// The member's value in its parts; none where it is left out, no number or out of bounds.
    pub(super) fn read(&self, node: &Node) -> Option<u64> {
        let parts = parse_decimal(node.get(self.member)?.number_text()?, self.parts)?;
        (self.least * self.parts..=self.most * self.parts).contains(&parts).then_some(parts)
    }

    pub(super) fn fault(&self, node: &Node, pointer: &str) -> Option<BehaviourFault> {
        let given = node.get(self.member)?;
        // What is no number has been reported as such.
        let text = given.number_text()?;
        if self.read(node).is_some() {
            return None;
        }
        let decimals = match self.parts {
            1 => "",
            1000 => ", with at most three decimals",
            _ => ", with at most six decimals",
        };
        Some(BehaviourFault {
            pointer: child(pointer, self.member),
            range: given.range,
            message: format!(
                "`{}` is {}; it has to be from {} to {}{decimals}",
                self.member,
                crate::aws::shorten(text),
                self.least,
                self.most
            ),
        })
    }
}
