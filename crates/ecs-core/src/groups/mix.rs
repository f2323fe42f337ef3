//! What a group launches: instance types with their weights, On-Demand and Spot. Spec: ASG-6, ASG-7.

use crate::catalog::InstanceType;

/// An instance type that a group may launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceChoice {
    /// The type.
    pub instance_type: InstanceType,
    /// `WeightedCapacity`: the units of capacity that one counts; 1 without weights.
    pub weight: u32,
}

/// How an instance is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purchase {
    /// On-Demand.
    OnDemand,
    /// Spot.
    Spot,
}

/// In which order types are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// As they are listed.
    Listed,
    /// The lowest price of a unit first, spread over so many pools: the one with the fewest instances first.
    LowestPrice {
        /// `SpotInstancePools`; 1 for On-Demand.
        pools: usize,
    },
}

/// `InstancesDistribution`; also of a group without one, which has one kind alone. Spec: ASG-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// `OnDemandBaseCapacity`, in units.
    pub on_demand_base: u32,
    /// `OnDemandPercentageAboveBaseCapacity`, 0 to 100.
    pub on_demand_percent: u32,
    /// `OnDemandAllocationStrategy`.
    pub on_demand: Allocation,
    /// `SpotAllocationStrategy`.
    pub spot: Allocation,
}

impl Distribution {
    /// Every instance is of one kind.
    pub fn only(purchase: Purchase) -> Distribution {
        let on_demand_percent = if purchase == Purchase::OnDemand { 100 } else { 0 };
        Distribution {
            on_demand_base: 0,
            on_demand_percent,
            on_demand: Allocation::Listed,
            spot: Allocation::Listed,
        }
    }

    /// How many units of a capacity are On-Demand: the base, and the percentage of the rest, rounded up.
    /// Spec: ASG-6.
    pub fn on_demand_units(&self, capacity: u32) -> u32 {
        let base = self.on_demand_base.min(capacity);
        let above = u64::from(capacity - base) * u64::from(self.on_demand_percent);
        base + u32::try_from(above.div_ceil(100)).unwrap_or(u32::MAX)
    }

    /// How the next instance is paid for, where so many units are On-Demand already.
    pub fn next(&self, capacity: u32, on_demand: u32) -> Purchase {
        if on_demand < self.on_demand_units(capacity) { Purchase::OnDemand } else { Purchase::Spot }
    }

    /// The kind that there is more of than there should be; none where both are as they should be.
    pub fn surplus(&self, capacity: u32, on_demand: u32, spot: u32) -> Option<Purchase> {
        let wanted = self.on_demand_units(capacity);
        if on_demand > wanted {
            Some(Purchase::OnDemand)
        } else if spot > capacity - wanted {
            Some(Purchase::Spot)
        } else {
            None
        }
    }

    /// The types in the order in which a launch tries them; `counts` says how many of each there are of that
    /// kind. Spec: ASG-7.
    pub fn order(&self, purchase: Purchase, choices: &[InstanceChoice], counts: &[u32]) -> Vec<usize> {
        let listed: Vec<usize> = (0..choices.len()).collect();
        let allocation = if purchase == Purchase::OnDemand { self.on_demand } else { self.spot };
        let Allocation::LowestPrice { pools } = allocation else { return listed };
        let mut order = listed;
        order.sort_by_key(|number| choices.get(*number).map(InstanceChoice::price_of_a_unit));
        let pools = pools.clamp(1, order.len().max(1));
        let mut rest = order.split_off(pools.min(order.len()));
        order.sort_by_key(|number| counts.get(*number).copied().unwrap_or(0));
        order.append(&mut rest);
        order
    }
}

impl InstanceChoice {
    /// The price of a unit of an hour in billionths of a dollar.
    fn price_of_a_unit(&self) -> u64 {
        self.instance_type.on_demand_nano_usd / u64::from(self.weight.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{Allocation, Distribution, InstanceChoice, Purchase};
    use crate::catalog::instance_type;

    fn mixed(on_demand_base: u32, on_demand_percent: u32) -> Distribution {
        Distribution { on_demand_base, on_demand_percent, ..Distribution::only(Purchase::OnDemand) }
    }

    fn choice(name: &str, weight: u32) -> InstanceChoice {
        InstanceChoice { instance_type: instance_type(name).expect("a type"), weight }
    }

    #[test]
    fn the_base_is_on_demand_and_the_rest_by_percent() {
        let kinds: Vec<u32> = [0, 1, 2, 3, 4, 6, 10].map(|units| mixed(2, 25).on_demand_units(units)).into();
        assert_eq!(kinds, [0, 1, 2, 3, 3, 3, 4]);
        assert_eq!(mixed(0, 100).on_demand_units(7), 7);
        assert_eq!(Distribution::only(Purchase::Spot).on_demand_units(7), 0);
    }

    #[test]
    fn launches_and_terminations_follow_the_same_split() {
        let mix = mixed(1, 50);
        assert_eq!(mix.next(5, 2), Purchase::OnDemand);
        assert_eq!(mix.next(5, 3), Purchase::Spot);
        assert_eq!(mix.surplus(4, 3, 1), None);
        assert_eq!(mix.surplus(4, 3, 2), Some(Purchase::Spot));
        assert_eq!(mix.surplus(3, 3, 2), Some(Purchase::OnDemand));
        assert_eq!(mix.surplus(3, 2, 2), Some(Purchase::Spot));
    }

    #[test]
    fn types_are_tried_as_listed_or_by_price() {
        let choices = [choice("m5.xlarge", 1), choice("m5.large", 1), choice("t3.large", 1)];
        let by_price = |pools| Distribution {
            spot: Allocation::LowestPrice { pools },
            ..Distribution::only(Purchase::Spot)
        };
        let listed = Distribution::only(Purchase::Spot);
        assert_eq!(listed.order(Purchase::Spot, &choices, &[0, 0, 0]), [0, 1, 2]);
        assert_eq!(by_price(1).order(Purchase::Spot, &choices, &[0, 0, 5]), [2, 1, 0]);
        assert_eq!(by_price(2).order(Purchase::Spot, &choices, &[0, 0, 5]), [1, 2, 0]);
        let weighted = [choice("m5.xlarge", 4), choice("m5.large", 1)];
        assert_eq!(by_price(1).order(Purchase::Spot, &weighted, &[0, 0]), [0, 1]);
    }
}
