//! How a service is deployed, and what AWS refuses of it.

use super::{Reader, Refusal};
use crate::aws::{
    DeploymentController, DeploymentSettings, DeploymentStrategy, HookTarget, LaunchType, LifecycleStage,
    Placement, per_mille,
};
use crate::deploy::{Bounds, Ineligible, RebalancedService, ineligible};
use crate::finding::{Finding, Rule, rules};
use crate::json::{Node, child};
use std::ops::RangeInclusive;

/// Minutes that a deployment may wait between two steps, and at its end.
const BAKE_MINUTES: RangeInclusive<i64> = 0..=1440;

/// Minutes that a lifecycle hook may wait: 14 days.
const HOOK_MINUTES: RangeInclusive<i64> = 1..=20_160;

/// `healthCheckGracePeriodSeconds`.
const GRACE_SECONDS: RangeInclusive<i64> = 0..=2_147_483_647;

/// What else of a service its deployment depends on.
pub(super) struct Deployed<'a> {
    /// The number of its task definition.
    pub(super) definition: usize,
    /// Tasks that it is to have.
    pub(super) desired_count: u64,
    /// Where it runs.
    pub(super) launch_type: LaunchType,
    /// Its constraints and strategies.
    pub(super) placement: &'a Placement,
}

impl Reader<'_> {
    /// How a service or an update of it is deployed, and what AWS refuses of it. What is given and has no
    /// effect is said at once.
    pub(super) fn deployment(
        &mut self,
        service: &Node,
        pointer: &str,
        deployed: &Deployed<'_>,
    ) -> (DeploymentSettings, Vec<Refusal>) {
        let settings = DeploymentSettings::read(service);
        let definition = self.root.list("taskDefinitions").get(deployed.definition);
        let mut judge = Judge {
            service,
            pointer: pointer.to_owned(),
            settings: &settings,
            deployed,
            refusals: Vec::new(),
            notes: Vec::new(),
        };
        judge.percentages();
        judge.deadlock();
        judge.controller();
        judge.circuit_breaker();
        judge.strategy();
        judge.lifecycle_hooks();
        judge.early_success();
        judge.grace_period(definition);
        judge.zone_rebalancing();
        let Judge { refusals, notes, .. } = judge;
        self.findings.extend(notes);
        (settings, refusals)
    }
}

/// A service, and what there is to say of its deployments.
struct Judge<'a> {
    service: &'a Node,
    pointer: String,
    settings: &'a DeploymentSettings,
    deployed: &'a Deployed<'a>,
    refusals: Vec<Refusal>,
    notes: Vec<Finding>,
}

impl<'a> Judge<'a> {
    /// The member at a path below the service, and its pointer.
    fn member(&self, path: &[&str]) -> Option<(&'a Node, String)> {
        let node = path.iter().try_fold(self.service, |node, key| node.get(key))?;
        Some((node, path.iter().fold(self.pointer.clone(), |pointer, key| child(&pointer, key))))
    }

    fn refuse(
        &mut self,
        rule: &'static Rule,
        (node, pointer): (&Node, String),
        message: String,
        aws: Option<&str>,
        hint: &str,
    ) {
        let finding = Finding::new(rule, pointer, node.range, message);
        let finding = if hint.is_empty() { finding } else { finding.hint(hint) };
        self.refusals.push(Refusal::of(finding, aws.map(ToOwned::to_owned)));
    }

    fn note(&mut self, rule: &'static Rule, (node, pointer): (&Node, String), message: String, hint: &str) {
        self.notes.push(Finding::new(rule, pointer, node.range, message).hint(hint));
    }

    /// Refuses an integer at a path that is outside its bounds.
    fn within(&mut self, rule: &'static Rule, path: &[&str], bounds: &RangeInclusive<i64>) {
        let Some(place) = self.member(path) else { return };
        let Some(value) = place.0.as_integer().filter(|value| !bounds.contains(value)) else { return };
        let name = path.last().copied().unwrap_or_default();
        let message =
            format!("`{name}` is {value}; it has to be from {} to {}", bounds.start(), bounds.end());
        self.refuse(rule, place, message, None, "");
    }

    fn is_daemon(&self) -> bool {
        self.service.str("schedulingStrategy") == Some("DAEMON")
    }

    /// Spec: DEPLOY-1.
    fn percentages(&mut self) {
        let rule = &rules::DEPLOYMENT_PERCENT;
        if let Some(place) = self.member(&["deploymentConfiguration", "minimumHealthyPercent"])
            && let Some(percent) = place.0.as_integer().filter(|percent| !(0..=100).contains(percent))
        {
            let side = if percent < 0 { "least 0" } else { "most 100" };
            let aws = format!("minimumHealthyPercent must be at {side}");
            let message = format!("`minimumHealthyPercent` is {percent}; it has to be from 0 to 100");
            self.refuse(rule, place, message, Some(&aws), "");
        }
        let Some(place) = self.member(&["deploymentConfiguration", "maximumPercent"]) else { return };
        let Some(percent) = place.0.as_integer() else { return };
        if percent < 100 {
            let message = format!("`maximumPercent` is {percent}; it has to be 100 or more");
            self.refuse(rule, place, message, Some("maximumPercent must be at least 100"), "");
        } else if percent > 100 && self.is_daemon() {
            let aws = "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again";
            let message = format!(
                "`maximumPercent` is {percent}; a DAEMON service never has a second task on an instance, so it has to be 100"
            );
            self.refuse(rule, place, message, Some(aws), "leave `maximumPercent` out");
        } else if u32::try_from(percent).is_err() {
            let message = format!("`maximumPercent` is {percent}; it is an integer of 32 bits");
            self.refuse(rule, place, message, None, "");
        }
    }

    /// Spec: DEPLOY-2.
    fn deadlock(&mut self) {
        let configuration = &self.settings.configuration;
        let (minimum, maximum) = (configuration.minimum_healthy_percent, configuration.maximum_percent);
        let rolls = configuration.strategy == DeploymentStrategy::Rolling
            && self.settings.controller == DeploymentController::Ecs;
        let desired =
            if self.is_daemon() { 1 } else { u32::try_from(self.deployed.desired_count).unwrap_or(u32::MAX) };
        let bounds = Bounds::new(desired, minimum, maximum);
        let Some(place) = self.member(&["deploymentConfiguration"]) else { return };
        if !rolls || minimum > 100 || maximum < 100 || !bounds.block_every_exchange(desired) {
            return;
        }
        let (message, hint) = if self.is_daemon() {
            (
                "no deployment will get anywhere: 100 percent of the tasks have to stay, and no instance may have two"
                    .to_owned(),
                "lower `minimumHealthyPercent`: it says how many instances may be without a task meanwhile"
                    .to_owned(),
            )
        } else {
            let (stay, may_run) = (bounds.min_healthy, bounds.max_tasks);
            (
                format!(
                    "no deployment will get anywhere: of {desired} tasks {stay} have to stay ({minimum} percent, rounded up), and {may_run} may run ({maximum} percent, rounded down)"
                ),
                leaves_room(desired),
            )
        };
        let both = (minimum, maximum) == (100, 100);
        self.note(&rules::DEPLOYMENT_DEADLOCK, place, message, &hint);
        if both && let Some(note) = self.notes.pop() {
            let aws =
                "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.";
            self.notes.push(note.aws(aws));
        }
    }

    /// Spec: DEPLOY-3.
    fn controller(&mut self) {
        let controller = self.settings.controller;
        if controller == DeploymentController::Ecs {
            return;
        }
        let (rule, name) = (&rules::DEPLOYMENT_CONTROLLER, controller.name());
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
    fn circuit_breaker(&mut self) {
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

    /// Spec: DEPLOY-5, DEPLOY-6.
    fn strategy(&mut self) {
        let rule = &rules::DEPLOYMENT_STRATEGY;
        self.within(rule, &["deploymentConfiguration", "bakeTimeInMinutes"], &BAKE_MINUTES);
        for (name, member, share, least, wait) in [
            ("LINEAR", "linearConfiguration", "stepPercent", 30, "stepBakeTimeInMinutes"),
            ("CANARY", "canaryConfiguration", "canaryPercent", 1, "canaryBakeTimeInMinutes"),
        ] {
            let Some((configuration, pointer)) = self.member(&["deploymentConfiguration", member]) else {
                continue;
            };
            let strategy = self.settings.configuration.strategy.name();
            if strategy != name {
                let message = format!("`{member}` goes with the strategy {name}; the strategy is {strategy}");
                self.note(
                    &rules::DEPLOYMENT_UNUSED,
                    (configuration, pointer),
                    message,
                    &format!("set `strategy` to {name}, or leave it out"),
                );
                continue;
            }
            self.within(rule, &["deploymentConfiguration", member, wait], &BAKE_MINUTES);
            let given = configuration.get(share);
            if let Some(node) =
                given.filter(|_| per_mille(configuration, share).is_none_or(|tenths| tenths < least))
            {
                let message = format!(
                    "`{share}` has to be a multiple of 0.1 from {}.{} to 100.0",
                    least / 10,
                    least % 10
                );
                self.refuse(rule, (node, child(&pointer, share)), message, None, "");
            }
        }
        if self.settings.configuration.strategy == DeploymentStrategy::BlueGreen
            && self.member(&["deploymentConfiguration", "bakeTimeInMinutes"]).is_none()
            && let Some(place) = self.member(&["deploymentConfiguration", "strategy"])
        {
            let message = "AWS's reference asks for `bakeTimeInMinutes` with BLUE_GREEN; it is taken as 0: the old tasks go as soon as traffic has shifted";
            self.note(&rules::BAKE_TIME, place, message.to_owned(), "for example \"bakeTimeInMinutes\": 5");
        }
    }

    /// Spec: DEPLOY-5.
    fn lifecycle_hooks(&mut self) {
        let rule = &rules::DEPLOYMENT_STRATEGY;
        let Some((list, pointer)) = self.member(&["deploymentConfiguration", "lifecycleHooks"]) else {
            return;
        };
        let hooks = list.elements().iter().zip(&self.settings.configuration.lifecycle_hooks);
        for (number, (node, hook)) in hooks.enumerate() {
            let place = |member: &str| {
                let pointer = child(&pointer, number);
                node.get(member).map_or((node, pointer.clone()), |found| (found, child(&pointer, member)))
            };
            if node.list("lifecycleStages").is_empty() {
                let message = "a lifecycle hook names the stages at which it is asked".to_owned();
                self.refuse(
                    rule,
                    place("lifecycleStages"),
                    message,
                    None,
                    r#"for example ["POST_SCALE_UP"]"#,
                );
            }
            if let HookTarget::Lambda(arn) = &hook.target {
                for (member, missing) in
                    [("hookTargetArn", arn.is_empty()), ("roleArn", node.get("roleArn").is_none())]
                {
                    if missing {
                        let message =
                            format!("a lifecycle hook that calls a Lambda function needs `{member}`");
                        self.refuse(
                            rule,
                            place(member),
                            message,
                            None,
                            r#"or let it wait: "targetType": "PAUSE""#,
                        );
                    }
                }
            }
            let unfit = hook.stages.iter().find(|stage| !stage.takes_pause());
            if let Some(stage) = unfit.filter(|_| hook.target == HookTarget::Pause) {
                let message = format!("a deployment cannot pause at {}: traffic is shifting", stage.name());
                self.refuse(rule, place("lifecycleStages"), message, None, next_pause(*stage));
            }
            let minutes =
                node.get("timeoutConfiguration").and_then(|timeout| timeout.get("timeoutInMinutes"));
            let outside =
                minutes.and_then(Node::as_integer).filter(|minutes| !HOOK_MINUTES.contains(minutes));
            if let Some(minutes) = outside {
                let message = format!(
                    "`timeoutInMinutes` is {minutes}; it has to be from {} to {}",
                    HOOK_MINUTES.start(),
                    HOOK_MINUTES.end()
                );
                self.refuse(rule, place("timeoutConfiguration"), message, None, "");
            }
        }
    }

    /// Spec: DEPLOY-5, DEPLOY-6.
    fn early_success(&mut self) {
        let path = ["deploymentConfiguration", "earlySuccessCriteria"];
        let Some(place) = self.member(&path) else { return };
        let configuration = &self.settings.configuration;
        let (strategy, minimum) = (configuration.strategy, configuration.minimum_healthy_percent);
        if configuration.early_success.is_none() {
            return;
        }
        if strategy != DeploymentStrategy::Rolling {
            let message = format!(
                "`earlySuccessCriteria` goes with rolling updates; the strategy is {}",
                strategy.name()
            );
            self.note(&rules::DEPLOYMENT_UNUSED, place, message, "leave it out");
            return;
        }
        let least = i64::from(minimum.min(100));
        self.within(&rules::DEPLOYMENT_STRATEGY, &[path[0], path[1], "healthyPercent"], &(least..=100));
    }

    /// Spec: DEPLOY-6.
    fn grace_period(&mut self, definition: Option<&Node>) {
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
    fn zone_rebalancing(&mut self) {
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

/// What would give a deployment of so many tasks room, in percent.
fn leaves_room(desired: u32) -> String {
    let desired = u64::from(desired);
    let (one_more, one_less) = ((100 * (desired + 1)).div_ceil(desired), 100 * (desired - 1) / desired);
    format!(
        "raise `maximumPercent` to {one_more} or more, or lower `minimumHealthyPercent` to {one_less} or less"
    )
}

/// Where a hook can wait instead.
fn next_pause(stage: LifecycleStage) -> &'static str {
    match stage {
        LifecycleStage::TestTrafficShift => "pause at POST_TEST_TRAFFIC_SHIFT, or call a Lambda function",
        _ => "pause at PRE_PRODUCTION_TRAFFIC_SHIFT, or call a Lambda function",
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
