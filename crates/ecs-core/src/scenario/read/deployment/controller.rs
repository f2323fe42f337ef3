//! Who deploys, and who watches.

use super::Judge;
use crate::aws::{DeploymentController, DeploymentStrategy, LaunchType};
use crate::finding::rules;

impl Judge<'_> {
    /// Spec: DEPLOY-3.
    pub(super) fn controller(&mut self) {
        let controller = self.settings.controller;
        if controller == DeploymentController::Ecs {
            return;
        }
        let (rule, name) = (&rules::DEPLOYMENT_CONTROLLER, controller.name());
        self.not_simulated(&["deploymentController"], name);
        if self.is_daemon()
            && let Some(place) = self.member(&["deploymentController"])
        {
            let aws = format!(
                "The {name} deployment controller type is not supported for services using the DAEMON scheduling strategy."
            );
            let message = format!("a DAEMON service is deployed by ECS, not by {name}");
            self.refuse(rule, place, message, Some(&aws), "leave `deploymentController` out");
        }
        for (member, feature, enabled) in [
            (
                "deploymentCircuitBreaker",
                "Deployment circuit breaker",
                self.settings.configuration.circuit_breaker.enable,
            ),
            ("alarms", "Alarm based rollback", self.settings.configuration.alarms.enable),
        ] {
            if enabled && let Some(place) = self.member(&["deploymentConfiguration", member]) {
                let aws = format!(
                    "{feature} feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again."
                );
                let message = format!("`{member}` works with the deployment controller ECS, not with {name}");
                self.refuse(rule, place, message, Some(&aws), "set `deploymentController` to ECS");
            }
        }
        if self.settings.configuration.strategy != DeploymentStrategy::Rolling
            && let Some(place) = self.member(&["deploymentConfiguration", "strategy"])
        {
            let message = format!("a deployment strategy is the controller ECS's; {name} has its own");
            self.refuse(rule, place, message, None, "leave `strategy` out");
        }
        if self.deployed.launch_type == LaunchType::Ec2 {
            for member in ["minimumHealthyPercent", "maximumPercent"] {
                if let Some(place) = self.member(&["deploymentConfiguration", member]) {
                    let message =
                        format!("with the controller {name} `{member}` cannot be set: it keeps its default");
                    self.refuse(rule, place, message, None, "leave it out");
                }
            }
        }
    }

    /// Spec: DEPLOY-4.
    pub(super) fn circuit_breaker(&mut self) {
        let path = ["deploymentConfiguration", "deploymentCircuitBreaker", "thresholdConfiguration"];
        let counts = self.member(&path).is_some_and(|(node, _)| node.str("type") == Some("COUNT"));
        let bounds = 1..=if counts { i64::from(i32::MAX) } else { 100 };
        let [configuration, breaker, threshold] = path;
        self.within(&rules::CIRCUIT_BREAKER, &[configuration, breaker, threshold, "value"], &bounds);
        let strategy = self.settings.configuration.strategy;
        if self.settings.configuration.circuit_breaker.enable
            && strategy != DeploymentStrategy::Rolling
            && let Some(place) = self.member(&[configuration, breaker])
        {
            let message =
                format!("the circuit breaker watches rolling updates; the strategy is {}", strategy.name());
            self.note(&rules::DEPLOYMENT_UNUSED, place, message, "`alarms` watch every strategy");
        }
    }
}
