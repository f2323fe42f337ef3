//! Availability Zone rebalancing of the tasks of a service.
//!
//! Source: ECS guide, balancing a service across Availability Zones.

use crate::aws::{
    DeploymentController, LaunchType, Placement, PlacementConstraint, PlacementStrategy, SpreadBy,
    ZONE_ATTRIBUTE,
};
use crate::query::{Expression, Subject};
use serde::Serialize;

/// What rebalancing asks of a service.
#[derive(Clone, Copy, Debug)]
pub struct RebalancedService<'a> {
    /// Whether it is a DAEMON service.
    pub daemon: bool,
    /// Where it runs.
    pub launch_type: LaunchType,
    /// Who deploys it.
    pub controller: DeploymentController,
    /// `maximumPercent`.
    pub maximum_percent: u32,
    /// Whether it has a Classic Load Balancer.
    pub classic_load_balancer: bool,
    /// Its constraints and strategies.
    pub placement: &'a Placement,
}

/// Why a service is never rebalanced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ineligible {
    /// It is a DAEMON service.
    Daemon,
    /// It runs on external instances.
    ExternalLaunchType,
    /// Its deployments are not made by ECS.
    Controller,
    /// `maximumPercent` leaves no room for a task more.
    MaximumPercent,
    /// It has a Classic Load Balancer.
    ClassicLoadBalancer,
    /// A constraint speaks of the zone.
    ZoneConstraint,
    /// Its first strategy is not to spread over zones.
    FirstStrategy,
}

/// Every reason why a service is never rebalanced; none where it can be.
pub fn ineligible(service: RebalancedService<'_>) -> Vec<Ineligible> {
    let placement = service.placement;
    [
        (service.daemon, Ineligible::Daemon),
        (service.launch_type == LaunchType::External, Ineligible::ExternalLaunchType),
        (service.controller == DeploymentController::External, Ineligible::Controller),
        (service.maximum_percent <= 100, Ineligible::MaximumPercent),
        (service.classic_load_balancer, Ineligible::ClassicLoadBalancer),
        (placement.constraints.iter().any(binds_the_zone), Ineligible::ZoneConstraint),
        (placement.strategies.first().is_some_and(|first| !spreads_zones(first)), Ineligible::FirstStrategy),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}

fn spreads_zones(strategy: &PlacementStrategy) -> bool {
    matches!(strategy, PlacementStrategy::Spread(SpreadBy::Attribute(name)) if name == ZONE_ATTRIBUTE)
}

fn binds_the_zone(constraint: &PlacementConstraint) -> bool {
    matches!(constraint, PlacementConstraint::MemberOf(expression) if speaks_of_the_zone(expression))
}

fn speaks_of_the_zone(expression: &Expression) -> bool {
    match expression {
        Expression::Any(parts) | Expression::All(parts) => parts.iter().any(speaks_of_the_zone),
        Expression::Not(part) => speaks_of_the_zone(part),
        Expression::Simple(comparison) => {
            matches!(&comparison.subject, Subject::Attribute(name) if name == ZONE_ATTRIBUTE)
        }
    }
}

/// Whether the tasks of a service are even over its zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Balance {
    /// No two zones differ by more than one task.
    Balanced,
    /// A task is started in one zone and, when it is healthy, another is stopped.
    Uneven {
        /// The number of the zone with the fewest tasks of those with room, the first of several.
        start_in: usize,
        /// The number of the zone with the most tasks, the first of several.
        stop_in: usize,
    },
    /// Two zones differ by more than one task, and no zone that would mend it has room for one.
    NoRoom {
        /// The number of the zone with the fewest tasks, the first of several.
        zone: usize,
    },
}

/// Whether tasks are even over zones, given how many are in each, and whether a zone has room for one more.
/// A zone without room is passed over. Spec: DEPLOY-20.
pub fn balance(tasks: &[u32], has_room: impl Fn(usize) -> bool) -> Balance {
    let count = |number: &usize| tasks.get(*number).copied().unwrap_or(0);
    let Some(stop_in) = (0..tasks.len()).rev().max_by_key(count) else { return Balance::Balanced };
    let is_short = |number: &usize| count(&stop_in) - count(number) > 1;
    let Some(zone) = (0..tasks.len()).min_by_key(count).filter(is_short) else { return Balance::Balanced };
    let with_room = (0..tasks.len()).filter(is_short).filter(|number| has_room(*number));
    match with_room.min_by_key(count) {
        Some(start_in) => Balance::Uneven { start_in, stop_in },
        None => Balance::NoRoom { zone },
    }
}

#[cfg(test)]
mod tests {
    use super::{Balance, Ineligible, RebalancedService, balance, ineligible};
    use crate::aws::{
        DeploymentController, LaunchType, Placement, PlacementConstraint, PlacementStrategy, Resource,
        SpreadBy,
    };
    use crate::query;

    fn rebalanced(mut tasks: Vec<u32>) -> Vec<u32> {
        for _ in 0..100 {
            match balance(&tasks, |_| true) {
                Balance::Uneven { start_in, stop_in } => {
                    tasks[start_in] += 1;
                    tasks[stop_in] -= 1;
                }
                Balance::Balanced | Balance::NoRoom { .. } => break,
            }
        }
        tasks.sort_unstable();
        tasks
    }

    /// ECS guide, balancing a service across Availability Zones (worked examples azRebalancing).
    #[test]
    fn balanced_zones_differ_by_one_task_at_the_most() {
        assert_eq!(rebalanced(vec![2, 0]), [1, 1]);
        assert_eq!(rebalanced(vec![0, 3]), [1, 2]);
        assert_eq!(rebalanced(vec![4, 1, 0]), [1, 2, 2]);
        let anywhere = |tasks: &[u32]| balance(tasks, |_| true);
        assert_eq!(anywhere(&[1, 2, 1]), Balance::Balanced);
        assert_eq!(anywhere(&[3, 1, 1]), Balance::Uneven { start_in: 1, stop_in: 0 });
        assert_eq!((anywhere(&[]), anywhere(&[5])), (Balance::Balanced, Balance::Balanced));
    }

    #[test]
    fn a_zone_without_room_is_passed_over() {
        let but_the_last = |number: usize| number < 2;
        assert_eq!(balance(&[4, 1, 0], but_the_last), Balance::Uneven { start_in: 1, stop_in: 0 });
        assert_eq!(balance(&[3, 2, 0], but_the_last), Balance::NoRoom { zone: 2 });
        assert_eq!(balance(&[3, 1, 0], |_| false), Balance::NoRoom { zone: 2 });
        assert_eq!(balance(&[1, 1, 0], |_| false), Balance::Balanced);
    }

    fn service(placement: &Placement) -> RebalancedService<'_> {
        RebalancedService {
            daemon: false,
            launch_type: LaunchType::Ec2,
            controller: DeploymentController::Ecs,
            maximum_percent: 200,
            classic_load_balancer: false,
            placement,
        }
    }

    fn memberof(expression: &str) -> PlacementConstraint {
        PlacementConstraint::MemberOf(query::parse(expression).expect("an expression").expression)
    }

    #[test]
    fn each_reason_against_it() {
        let spread = |name: &str| PlacementStrategy::Spread(SpreadBy::Attribute(name.to_owned()));
        let strategies = vec![spread("ecs.availability-zone"), PlacementStrategy::Binpack(Resource::Cpu)];
        let constraints = vec![memberof("attribute:stack == prod"), PlacementConstraint::DistinctInstance];
        let good = Placement { constraints, strategies };
        assert_eq!(ineligible(service(&good)), []);
        let placement = Placement {
            constraints: vec![memberof(
                "not(attribute:ecs.availability-zone == us-east-1a) and agentConnected == true",
            )],
            strategies: vec![spread("stack")],
        };
        let bad = RebalancedService {
            daemon: true,
            launch_type: LaunchType::External,
            controller: DeploymentController::External,
            maximum_percent: 100,
            classic_load_balancer: true,
            placement: &placement,
        };
        let expected = [
            Ineligible::Daemon,
            Ineligible::ExternalLaunchType,
            Ineligible::Controller,
            Ineligible::MaximumPercent,
            Ineligible::ClassicLoadBalancer,
            Ineligible::ZoneConstraint,
            Ineligible::FirstStrategy,
        ];
        assert_eq!(ineligible(bad), expected);
    }
}
