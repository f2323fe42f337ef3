//! What a service is held to between deployments: health and balance.

use super::Judge;
use crate::deploy::{Ineligible, RebalancedService, ineligible};
use crate::finding::rules;
use crate::json::Node;
use std::ops::RangeInclusive;

/// `healthCheckGracePeriodSeconds`.
const GRACE_SECONDS: RangeInclusive<i64> = 0..=2_147_483_647;

impl Judge<'_> {
    /// Spec: DEPLOY-6.
    pub(super) fn grace_period(&mut self, definition: Option<&Node>) {
        self.within(&rules::OUT_OF_RANGE, &["healthCheckGracePeriodSeconds"], &GRACE_SECONDS);
        let Some(place) = self.member(&["healthCheckGracePeriodSeconds"]) else { return };
        let given = |member: &str| !self.service.list(member).is_empty();
        let containers = definition.map_or(&[][..], |definition| definition.list("containerDefinitions"));
        let checked = given("loadBalancers")
            || given("vpcLatticeConfigurations")
            || containers.iter().any(|container| container.get("healthCheck").is_some());
        if !checked {
            let message = "nothing checks the health of these tasks, so there is nothing for `healthCheckGracePeriodSeconds` to ignore";
            self.note(
                &rules::DEPLOYMENT_UNUSED,
                place,
                message.to_owned(),
                "it counts for services with a load balancer, VPC Lattice or a container with a `healthCheck`",
            );
        }
    }

    /// Spec: DEPLOY-7.
    pub(super) fn zone_rebalancing(&mut self) {
        if self.settings.availability_zone_rebalancing != Some(true) {
            return;
        }
        let Some((node, pointer)) = self.member(&["availabilityZoneRebalancing"]) else { return };
        let balancers = self.service.list("loadBalancers");
        let reasons = ineligible(RebalancedService {
            daemon: self.is_daemon(),
            launch_type: self.deployed.launch_type,
            controller: self.settings.controller,
            maximum_percent: self.settings.configuration.maximum_percent,
            classic_load_balancer: balancers.iter().any(|entry| entry.get("loadBalancerName").is_some()),
            placement: self.deployed.placement,
        });
        // A DAEMON service has no other maximum than 100.
        let daemon = reasons.contains(&Ineligible::Daemon);
        for reason in reasons.into_iter().filter(|reason| !daemon || *reason == Ineligible::Daemon) {
            let (message, aws) = cannot_rebalance(reason);
            let place = (node, pointer.clone());
            self.refuse(&rules::ZONE_REBALANCING, place, message.to_owned(), aws, "set it to DISABLED");
        }
    }
}

/// Our sentence, and AWS's where one is known.
fn cannot_rebalance(reason: Ineligible) -> (&'static str, Option<&'static str>) {
    match reason {
        Ineligible::Daemon => (
            "a DAEMON service has a task on every instance: there is nothing to balance",
            Some("Availability Zone Rebalancing does not support DAEMON services"),
        ),
        Ineligible::ExternalLaunchType => ("external instances are in no Availability Zone", None),
        Ineligible::Controller => ("only deployments that ECS makes are rebalanced", None),
        Ineligible::MaximumPercent => (
            "rebalancing starts a task before it stops one, and `maximumPercent` allows none more",
            Some(
                "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.",
            ),
        ),
        Ineligible::ClassicLoadBalancer => ("a service with a Classic Load Balancer is not rebalanced", None),
        Ineligible::ZoneConstraint => {
            ("a placement constraint speaks of the Availability Zone, which rebalancing would change", None)
        }
        Ineligible::FirstStrategy => {
            ("the first placement strategy is not to spread by `attribute:ecs.availability-zone`", None)
        }
    }
}
