//! Where the cells of the dense view are, and where a key leads from one of them.

use ecs_core::report::{Amount, InstanceView};

/// Instances up to which a cell has room for its tasks.
const ROOMY_MAX: usize = 120;

/// Rows that a page key goes.
const PAGE_ROWS: usize = 10;

/// How large a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// With its tasks.
    Roomy,
    /// With a number only.
    Small,
}

impl Size {
    /// The size of the cells of so many instances.
    pub(super) fn of(instances: usize) -> Size {
        if instances <= ROOMY_MAX { Size::Roomy } else { Size::Small }
    }

    /// The style class. The style sheet's widths are [`Size::pitch_px`].
    pub(super) fn class(self) -> &'static str {
        match self {
            Size::Roomy => "roomy",
            Size::Small => "small",
        }
    }

    /// From one cell to the next, in pixels.
    fn pitch_px(self) -> i32 {
        match self {
            Size::Roomy => 66,
            Size::Small => 27,
        }
    }

    /// Cells beside each other in so many pixels: one at least.
    pub(super) fn columns(self, width_px: i32) -> usize {
        usize::try_from(width_px / self.pitch_px()).unwrap_or_default().max(1)
    }
}

/// Where a key leads from the cell `index` of the zone `zone`: zones of so many cells, below each
/// other, in rows of `columns`. None for keys that do not move.
pub(super) fn step(
    zones: &[usize],
    columns: usize,
    (zone, index): (usize, usize),
    key: &str,
    to_the_end: bool,
) -> Option<(usize, usize)> {
    let count = *zones.get(zone)?;
    let row_start = index - index % columns;
    let last_of = |zone: usize| Some((zone, zones.get(zone)?.checked_sub(1)?));
    match key {
        "ArrowRight" if index + 1 < count => Some((zone, index + 1)),
        "ArrowRight" => last_of(next(zones, zone)?).map(|(zone, _)| (zone, 0)),
        "ArrowLeft" if index > 0 => Some((zone, index - 1)),
        "ArrowLeft" => last_of(previous(zones, zone)?),
        "ArrowDown" => down(zones, columns, (zone, index)),
        "ArrowUp" => up(zones, columns, (zone, index)),
        "PageDown" => Some(repeat((zone, index), |at| down(zones, columns, at))),
        "PageUp" => Some(repeat((zone, index), |at| up(zones, columns, at))),
        "Home" if to_the_end => zones.iter().position(|count| *count > 0).map(|zone| (zone, 0)),
        "End" if to_the_end => last_of(zones.iter().rposition(|count| *count > 0)?),
        "Home" => Some((zone, row_start)),
        "End" => Some((zone, (row_start + columns - 1).min(count - 1))),
        _ => None,
    }
}

fn down(zones: &[usize], columns: usize, (zone, index): (usize, usize)) -> Option<(usize, usize)> {
    let count = *zones.get(zone)?;
    if index + columns < count {
        return Some((zone, index + columns));
    }
    // The last row may be short: from above its gap one goes to its end.
    if index / columns < (count - 1) / columns {
        return Some((zone, count - 1));
    }
    let next = next(zones, zone)?;
    Some((next, (index % columns).min(zones[next] - 1)))
}

fn up(zones: &[usize], columns: usize, (zone, index): (usize, usize)) -> Option<(usize, usize)> {
    if index >= columns {
        return Some((zone, index - columns));
    }
    let previous = previous(zones, zone)?;
    let last = zones[previous] - 1;
    Some((previous, (last - last % columns + index % columns).min(last)))
}

fn repeat(from: (usize, usize), step: impl Fn((usize, usize)) -> Option<(usize, usize)>) -> (usize, usize) {
    (0..PAGE_ROWS).try_fold(from, |at, _| step(at).ok_or(at)).unwrap_or_else(|last| last)
}

/// The next zone with cells.
fn next(zones: &[usize], zone: usize) -> Option<usize> {
    (zone + 1..zones.len()).find(|zone| zones[*zone] > 0)
}

/// The zone with cells before this one.
fn previous(zones: &[usize], zone: usize) -> Option<usize> {
    (0..zone).rev().find(|zone| zones[*zone] > 0)
}

/// How much of an instance is reserved, in percent: of CPU or of memory, whichever is more.
pub(super) fn reserved_percent(instance: &InstanceView) -> u32 {
    percent(instance.cpu_units).max(percent(instance.memory_mib))
}

/// Rounded down, so that only what is full is 100.
fn percent(amount: Amount) -> u32 {
    let percent = u64::from(amount.used) * 100 / u64::from(amount.total).max(1);
    u32::try_from(percent).unwrap_or(100).min(100)
}

/// The style class of a cell that is filled so far: by tenths, none only where it is empty.
pub(super) fn level(percent: u32) -> &'static str {
    const LEVELS: [&str; 11] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"];
    LEVELS[(percent as usize).div_ceil(10).min(LEVELS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::{Size, level, percent, step};
    use ecs_core::report::Amount;

    const ZONES: [usize; 4] = [7, 0, 2, 5];

    fn from(at: (usize, usize), key: &str) -> Option<(usize, usize)> {
        step(&ZONES, 3, at, key, false)
    }

    #[test]
    fn arrows_go_through_rows_and_zones() {
        assert_eq!(from((0, 1), "ArrowRight"), Some((0, 2)));
        assert_eq!(from((0, 6), "ArrowRight"), Some((2, 0)));
        assert_eq!(from((2, 0), "ArrowLeft"), Some((0, 6)));
        assert_eq!(from((0, 1), "ArrowDown"), Some((0, 4)));
        assert_eq!(from((0, 4), "ArrowDown"), Some((0, 6)), "the last row is short");
        assert_eq!(from((0, 6), "ArrowDown"), Some((2, 0)));
        assert_eq!(from((3, 2), "ArrowUp"), Some((2, 1)));
        assert_eq!(from((2, 1), "ArrowUp"), Some((0, 6)));
    }

    #[test]
    fn the_ends_hold() {
        assert_eq!((from((0, 0), "ArrowLeft"), from((0, 2), "ArrowUp")), (None, None));
        assert_eq!((from((3, 4), "ArrowRight"), from((3, 4), "ArrowDown")), (None, None));
        assert_eq!((from((0, 4), "Home"), from((0, 4), "End")), (Some((0, 3)), Some((0, 5))));
        assert_eq!(step(&ZONES, 3, (2, 1), "Home", true), Some((0, 0)));
        assert_eq!(step(&ZONES, 3, (0, 0), "End", true), Some((3, 4)));
        assert_eq!((from((0, 0), "PageDown"), from((3, 4), "PageUp")), (Some((3, 3)), Some((0, 0))));
        assert_eq!((from((0, 0), "Enter"), from((9, 0), "ArrowDown")), (None, None));
    }

    #[test]
    fn every_cell_is_reached_by_going_right() {
        let mut at = (0, 0);
        let mut seen = 1;
        while let Some(next) = from(at, "ArrowRight") {
            assert_eq!(from(next, "ArrowLeft"), Some(at));
            at = next;
            seen += 1;
        }
        assert_eq!(seen, ZONES.iter().sum::<usize>());
    }

    #[test]
    fn columns_and_levels() {
        assert_eq!((Size::of(120), Size::of(121)), (Size::Roomy, Size::Small));
        assert_eq!((Size::Small.columns(700), Size::Small.columns(0)), (25, 1));
        assert_eq!(percent(Amount { used: 999, total: 1000 }), 99);
        assert_eq!(percent(Amount { used: 0, total: 0 }), 0);
        assert_eq!((level(0), level(1), level(99), level(100)), ("f0", "f1", "f10", "f10"));
    }
}
