//! Steps, waits and hooks of a deployment.

use super::Judge;
use crate::aws::{DeploymentStrategy, HookTarget, LifecycleStage, per_mille};
use crate::finding::rules;
use crate::json::{Node, child};
use std::ops::RangeInclusive;

/// Minutes that a deployment may wait between two steps, and at its end.
const BAKE_MINUTES: RangeInclusive<i64> = 0..=1440;

/// Minutes that a lifecycle hook may wait: 14 days.
const HOOK_MINUTES: RangeInclusive<i64> = 1..=20_160;

/// Seconds after which a Lambda function answers a hook: as long as its longest timeout.
const ANSWER_SECONDS: RangeInclusive<i64> = 0..=86_400;

impl Judge<'_> {
    /// Spec: DEPLOY-5, DEPLOY-6.
    pub(super) fn strategy(&mut self) {
        let rule = &rules::DEPLOYMENT_STRATEGY;
        self.shifts_traffic();
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

    /// What a strategy that shifts traffic lacks. Spec: DEPLOY-17, DEPLOY-18.
    fn shifts_traffic(&mut self) {
        let strategy = self.settings.configuration.strategy;
        if strategy == DeploymentStrategy::Rolling {
            return;
        }
        let name = strategy.name();
        if self.is_daemon()
            && let Some(place) = self.member(&["deploymentConfiguration", "strategy"])
        {
            let message = format!(
                "{name} needs a second set of tasks, and a DAEMON service has one task an instance: its tasks are exchanged as ROLLING does"
            );
            self.note(&rules::TRAFFIC_SHIFT, place, message, "leave `strategy` out");
            return;
        }
        for (number, entry) in self.service.list("loadBalancers").iter().enumerate() {
            if entry.get("targetGroupArn").is_some() && entry.get("advancedConfiguration").is_none() {
                let pointer = child(&child(&self.pointer, "loadBalancers"), number);
                let message = format!(
                    "{name} shifts traffic between two target groups, and this entry names one: old and new tasks get requests side by side"
                );
                let hint = "add `advancedConfiguration` with `alternateTargetGroupArn`, `productionListenerRule` and `roleArn`";
                self.note(&rules::TRAFFIC_SHIFT, (entry, pointer), message, hint);
            }
        }
    }

    /// Spec: DEPLOY-5.
    pub(super) fn lifecycle_hooks(&mut self) {
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
            let after = node.get("simulation").and_then(|simulation| simulation.get("afterSeconds"));
            let outside = after.and_then(Node::as_integer).filter(|after| !ANSWER_SECONDS.contains(after));
            if let Some(after) = outside {
                let message = format!(
                    "`afterSeconds` is {after}; it has to be from {} to {}",
                    ANSWER_SECONDS.start(),
                    ANSWER_SECONDS.end()
                );
                self.refuse(&rules::OUT_OF_RANGE, place("simulation"), message, None, "");
            }
        }
    }

    /// Spec: DEPLOY-5, DEPLOY-6.
    pub(super) fn early_success(&mut self) {
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
}

/// Where a hook can wait instead.
fn next_pause(stage: LifecycleStage) -> &'static str {
    match stage {
        LifecycleStage::TestTrafficShift => "pause at POST_TEST_TRAFFIC_SHIFT, or call a Lambda function",
        _ => "pause at PRE_PRODUCTION_TRAFFIC_SHIFT, or call a Lambda function",
    }
}
