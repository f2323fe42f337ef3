//! When containers use more memory than they may.

use super::Plan;
use super::container::{Container, ContainerStatus};
use crate::time::SimTime;

const MS_PER_HOUR: i128 = 3_600_000;

/// The memory of a container that is ready: a line over time.
struct Use {
    container: usize,
    from: SimTime,
    /// What its requests hold is looked at from here on.
    held_since: SimTime,
    resident_kib: u64,
    kib_per_hour: u64,
}

impl Use {
    /// In KiB, times the milliseconds of an hour: whole numbers at every millisecond.
    fn at(&self, at: SimTime) -> i128 {
        let ms = i128::from(at.as_ms().saturating_sub(self.from.as_ms()));
        i128::from(self.resident_kib) * MS_PER_HOUR + i128::from(self.kib_per_hour) * ms
    }
}

/// The container that is killed next for its memory, and when.
///
/// Each is held to its own limit; all together are held to the task's, and then the largest has to go, the
/// first of equal ones. Spec: CONT-10.
pub(super) fn next_kill(plan: &Plan, containers: &[Container]) -> Option<(SimTime, usize)> {
    let uses: Vec<Use> = containers.iter().enumerate().filter_map(|entry| memory_use(plan, entry)).collect();
    let own = uses.iter().filter_map(|memory| {
        let limit = plan.containers[memory.container].memory_limit_kib?;
        Some((exceeds_at(std::slice::from_ref(memory), limit)?, memory.container))
    });
    let together = plan.memory_limit_kib.and_then(|limit| exceeds_at(&uses, limit)).and_then(|at| {
        let largest = uses.iter().rev().max_by_key(|memory| memory.at(at))?;
        Some((at, largest.container))
    });
    own.chain(together).min()
}

fn memory_use(plan: &Plan, (container, state): (usize, &Container)) -> Option<Use> {
    let ContainerStatus::Running { since, ready_at, ready: true, .. } = state.status else { return None };
    let fixed = &plan.containers[container];
    Some(Use {
        container,
        from: ready_at.max(since),
        held_since: state.held_since,
        resident_kib: fixed.resident_kib.saturating_add(state.held_kib),
        kib_per_hour: fixed.behaviour.memory_kib_per_hour,
    })
}

/// The first millisecond, from when the last of them begins, at which they use more than the limit.
fn exceeds_at(uses: &[Use], limit_kib: u64) -> Option<SimTime> {
    let from = uses.iter().map(|memory| memory.from.max(memory.held_since)).max()?;
    let left = i128::from(limit_kib) * MS_PER_HOUR - uses.iter().map(|memory| memory.at(from)).sum::<i128>();
    if left < 0 {
        return Some(from);
    }
    let rate: i128 = uses.iter().map(|memory| i128::from(memory.kib_per_hour)).sum();
    let ms = left.checked_div(rate)? + 1;
    Some(from.plus_ms(u64::try_from(ms).ok()?))
}
