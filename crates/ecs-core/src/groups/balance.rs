//! Zones: where the next instance is launched, and when a group is out of balance. Spec: ASG-5, ASG-8.

/// A zone of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneCount {
    /// Instances of the group in it, those that are being launched among them.
    pub instances: u32,
    /// Those of them that may go: in service, and not protected from scale-in.
    pub movable: u32,
    /// Whether it has room for another one.
    pub available: bool,
}

/// The zones, which have so many instances, in the order in which a launch tries them: the fewest first, then as
/// they are listed. Spec: ASG-5.
pub fn emptiest(instances: impl IntoIterator<Item = u32>) -> Vec<usize> {
    let mut order: Vec<(u32, usize)> = instances.into_iter().zip(0..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, number)| number).collect()
}

/// How many instances are launched so that the zones are in balance again: one for each that is to move from a
/// full zone to an emptier one with room, as far as the group may grow for it. None where no two zones differ by
/// more than one. Spec: ASG-8.
pub fn rebalances(zones: &[ZoneCount], capacity: u32, max_size: u32) -> u32 {
    let mut zones = zones.to_vec();
    let mut moves = 0;
    loop {
        let movable = zones.iter().enumerate().filter(|(_, zone)| zone.movable > 0);
        let fullest = movable.max_by_key(|(_, zone)| zone.instances).map(|(number, zone)| (number, *zone));
        let Some((fullest, most)) = fullest else { break };
        let with_room = zones.iter_mut().filter(|zone| zone.available);
        let target = with_room.min_by_key(|zone| zone.instances);
        let Some(target) = target.filter(|zone| zone.instances + 1 < most.instances) else { break };
        target.instances += 1;
        if let Some(full) = zones.get_mut(fullest) {
            full.instances -= 1;
            full.movable -= 1;
        }
        moves += 1;
    }
    moves.min(with_margin(max_size).saturating_sub(capacity))
}

/// What a group may have while one instance takes the place of another: a tenth more than its maximum, or one.
/// Spec: ASG-8, ASG-12.
pub fn with_margin(max_size: u32) -> u32 {
    max_size.saturating_add((max_size / 10).max(1))
}

#[cfg(test)]
mod tests {
    use super::{ZoneCount, emptiest, rebalances};

    fn zones(counts: &[u32]) -> Vec<ZoneCount> {
        counts
            .iter()
            .map(|instances| ZoneCount { instances: *instances, movable: *instances, available: true })
            .collect()
    }

    #[test]
    fn the_emptiest_zone_comes_first() {
        assert_eq!(emptiest([2, 1, 1]), [1, 2, 0]);
        assert_eq!(emptiest([]), [0usize; 0]);
    }

    #[test]
    fn zones_that_differ_by_one_are_in_balance() {
        assert_eq!(rebalances(&zones(&[2, 1, 1]), 4, 10), 0);
        assert_eq!(rebalances(&zones(&[3, 1]), 4, 10), 1);
        assert_eq!(rebalances(&zones(&[6, 0, 0]), 6, 100), 4);
    }

    #[test]
    fn a_full_group_grows_by_a_tenth_or_by_one() {
        assert_eq!(rebalances(&zones(&[4, 0]), 4, 4), 1);
        assert_eq!(rebalances(&zones(&[30, 0]), 30, 30), 3);
    }

    #[test]
    fn a_zone_without_room_takes_none() {
        let mut counts = zones(&[4, 0]);
        counts[1].available = false;
        assert_eq!(rebalances(&counts, 4, 10), 0);
    }

    #[test]
    fn protected_instances_are_not_moved() {
        let mut counts = zones(&[4, 0]);
        counts[0].movable = 1;
        assert_eq!(rebalances(&counts, 4, 10), 1);
        counts[0].movable = 0;
        assert_eq!(rebalances(&counts, 4, 10), 0);
    }
}
