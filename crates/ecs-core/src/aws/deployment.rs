//! How a service is deployed: `deploymentConfiguration`, `deploymentController` and what stands beside them.

use super::LifecycleHook;
use crate::json::Node;
use serde::Serialize;

/// How the tasks of a service are exchanged, and when one of them counts as healthy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentSettings {
    /// `deploymentController`.
    pub controller: DeploymentController,
    /// `deploymentConfiguration`, with defaults.
    pub configuration: DeploymentConfiguration,
    /// `healthCheckGracePeriodSeconds`: how long failed health checks of a new task are ignored.
    pub health_check_grace_period_seconds: u32,
    /// Whether `availabilityZoneRebalancing` is ENABLED; none where it is left out.
    pub availability_zone_rebalancing: Option<bool>,
}

/// Who exchanges the tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeploymentController {
    /// The service scheduler.
    #[default]
    Ecs,
    /// AWS CodeDeploy.
    CodeDeploy,
    /// The user, by task sets.
    External,
}

/// `deploymentConfiguration`, with defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentConfiguration {
    /// `minimumHealthyPercent` of the desired count.
    pub minimum_healthy_percent: u32,
    /// `maximumPercent` of the desired count.
    pub maximum_percent: u32,
    /// `deploymentCircuitBreaker`.
    pub circuit_breaker: CircuitBreaker,
    /// `alarms`.
    pub alarms: DeploymentAlarms,
    /// `strategy`, with its own configuration.
    pub strategy: DeploymentStrategy,
    /// `bakeTimeInMinutes`: how long both revisions stay after all traffic is on the new one; none where it is
    /// left out.
    pub bake_time_minutes: Option<u32>,
    /// `earlySuccessCriteria`, where it is enabled.
    pub early_success: Option<EarlySuccess>,
    /// `lifecycleHooks`.
    pub lifecycle_hooks: Vec<LifecycleHook>,
}

/// `deploymentCircuitBreaker`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitBreaker {
    /// Whether it watches.
    pub enable: bool,
    /// Whether a failed deployment goes back to the last completed one.
    pub rollback: bool,
    /// Whether a healthy task sets the count of failures to 0.
    pub reset_on_healthy_task: bool,
    /// How many failures are one too many.
    pub threshold: Threshold,
}

/// `thresholdConfiguration`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// `COUNT`: that many failures.
    Count(u32),
    /// `BOUNDED_PERCENT` of the desired count, at least 3 and at most 200.
    BoundedPercent(u32),
    /// `UNBOUNDED_PERCENT` of the desired count.
    UnboundedPercent(u32),
}

/// `alarms`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeploymentAlarms {
    /// `alarmNames`.
    pub alarm_names: Vec<String>,
    /// Whether they are watched.
    pub enable: bool,
    /// Whether a failed deployment goes back to the last completed one.
    pub rollback: bool,
}

/// `strategy`, with what only it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeploymentStrategy {
    /// Tasks are exchanged a few at a time.
    #[default]
    Rolling,
    /// A second fleet takes all traffic at once.
    BlueGreen,
    /// A second fleet takes traffic in equal steps.
    Linear {
        /// `stepPercent`, in tenths of a percent.
        step_per_mille: u32,
        /// `stepBakeTimeInMinutes`: the wait between two steps.
        step_bake_time_minutes: u32,
    },
    /// A second fleet takes a part of the traffic, and after a while the rest.
    Canary {
        /// `canaryPercent`, in tenths of a percent.
        canary_per_mille: u32,
        /// `canaryBakeTimeInMinutes`: the wait before the rest.
        canary_bake_time_minutes: u32,
    },
}

/// `earlySuccessCriteria`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlySuccess {
    /// `healthyPercent` of the desired count that has to be healthy.
    pub healthy_percent: u32,
    /// Whether `sourceServiceRevisionCleanup` is DEFERRED: old tasks go after the success, not before.
    pub deferred_cleanup: bool,
}

impl DeploymentController {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            DeploymentController::Ecs => "ECS",
            DeploymentController::CodeDeploy => "CODE_DEPLOY",
            DeploymentController::External => "EXTERNAL",
        }
    }

    fn read(service: &Node) -> DeploymentController {
        match service.get("deploymentController").and_then(|node| node.str("type")) {
            Some("CODE_DEPLOY") => DeploymentController::CodeDeploy,
            Some("EXTERNAL") => DeploymentController::External,
            _ => DeploymentController::Ecs,
        }
    }
}

impl DeploymentSettings {
    /// Reads the tree of a service.
    pub fn read(service: &Node) -> DeploymentSettings {
        let configuration = service.get("deploymentConfiguration");
        let daemon = service.str("schedulingStrategy") == Some("DAEMON");
        DeploymentSettings {
            controller: DeploymentController::read(service),
            configuration: DeploymentConfiguration::read(configuration, daemon),
            health_check_grace_period_seconds: count(service, "healthCheckGracePeriodSeconds").unwrap_or(0),
            availability_zone_rebalancing: match service.str("availabilityZoneRebalancing") {
                Some("ENABLED") => Some(true),
                Some("DISABLED") => Some(false),
                _ => None,
            },
        }
    }
}

impl DeploymentConfiguration {
    /// What counts where a service names nothing: 100 and 200 percent, for a DAEMON service 0 and 100 (the
    /// console writes 50 and 100).
    pub fn defaults(daemon: bool) -> DeploymentConfiguration {
        DeploymentConfiguration {
            minimum_healthy_percent: if daemon { 0 } else { 100 },
            maximum_percent: if daemon { 100 } else { 200 },
            circuit_breaker: CircuitBreaker::default(),
            alarms: DeploymentAlarms::default(),
            strategy: DeploymentStrategy::default(),
            bake_time_minutes: None,
            early_success: None,
            lifecycle_hooks: Vec::new(),
        }
    }

    /// Reads `deploymentConfiguration`; what is left out has its default.
    fn read(node: Option<&Node>, daemon: bool) -> DeploymentConfiguration {
        let defaults = DeploymentConfiguration::defaults(daemon);
        let Some(node) = node else { return defaults };
        DeploymentConfiguration {
            minimum_healthy_percent: count(node, "minimumHealthyPercent")
                .unwrap_or(defaults.minimum_healthy_percent),
            maximum_percent: count(node, "maximumPercent").unwrap_or(defaults.maximum_percent),
            circuit_breaker: node
                .get("deploymentCircuitBreaker")
                .map_or(defaults.circuit_breaker, CircuitBreaker::read),
            alarms: node.get("alarms").map_or(defaults.alarms, DeploymentAlarms::read),
            strategy: DeploymentStrategy::read(node),
            bake_time_minutes: count(node, "bakeTimeInMinutes"),
            early_success: node.get("earlySuccessCriteria").and_then(EarlySuccess::read),
            lifecycle_hooks: node.list("lifecycleHooks").iter().map(LifecycleHook::read).collect(),
        }
    }
}

impl Default for CircuitBreaker {
    fn default() -> Self {
        CircuitBreaker {
            enable: false,
            rollback: false,
            reset_on_healthy_task: true,
            threshold: Threshold::BoundedPercent(50),
        }
    }
}

impl CircuitBreaker {
    fn read(node: &Node) -> CircuitBreaker {
        let defaults = CircuitBreaker::default();
        CircuitBreaker {
            enable: flag(node, "enable").unwrap_or(defaults.enable),
            rollback: flag(node, "rollback").unwrap_or(defaults.rollback),
            reset_on_healthy_task: flag(node, "resetOnHealthyTask").unwrap_or(defaults.reset_on_healthy_task),
            threshold: node.get("thresholdConfiguration").map_or(defaults.threshold, Threshold::read),
        }
    }
}

impl Threshold {
    fn read(node: &Node) -> Threshold {
        let value = count(node, "value").unwrap_or(50);
        match node.str("type") {
            Some("COUNT") => Threshold::Count(value),
            Some("UNBOUNDED_PERCENT") => Threshold::UnboundedPercent(value),
            _ => Threshold::BoundedPercent(value),
        }
    }
}

impl DeploymentAlarms {
    fn read(node: &Node) -> DeploymentAlarms {
        let names = node.list("alarmNames").iter();
        DeploymentAlarms {
            alarm_names: names.filter_map(Node::as_str).map(ToOwned::to_owned).collect(),
            enable: flag(node, "enable").unwrap_or(false),
            rollback: flag(node, "rollback").unwrap_or(false),
        }
    }
}

impl DeploymentStrategy {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            DeploymentStrategy::Rolling => "ROLLING",
            DeploymentStrategy::BlueGreen => "BLUE_GREEN",
            DeploymentStrategy::Linear { .. } => "LINEAR",
            DeploymentStrategy::Canary { .. } => "CANARY",
        }
    }

    fn read(configuration: &Node) -> DeploymentStrategy {
        let linear = configuration.get("linearConfiguration");
        let canary = configuration.get("canaryConfiguration");
        match configuration.str("strategy") {
            Some("BLUE_GREEN") => DeploymentStrategy::BlueGreen,
            Some("LINEAR") => DeploymentStrategy::Linear {
                step_per_mille: linear.and_then(|node| per_mille(node, "stepPercent")).unwrap_or(100),
                step_bake_time_minutes: linear
                    .and_then(|node| count(node, "stepBakeTimeInMinutes"))
                    .unwrap_or(6),
            },
            Some("CANARY") => DeploymentStrategy::Canary {
                canary_per_mille: canary.and_then(|node| per_mille(node, "canaryPercent")).unwrap_or(50),
                canary_bake_time_minutes: canary
                    .and_then(|node| count(node, "canaryBakeTimeInMinutes"))
                    .unwrap_or(10),
            },
            _ => DeploymentStrategy::Rolling,
        }
    }
}

impl EarlySuccess {
    fn read(node: &Node) -> Option<EarlySuccess> {
        flag(node, "enable").filter(|enabled| *enabled)?;
        Some(EarlySuccess {
            healthy_percent: count(node, "healthyPercent").unwrap_or(100),
            deferred_cleanup: node.str("sourceServiceRevisionCleanup") == Some("DEFERRED"),
        })
    }
}

fn flag(node: &Node, key: &str) -> Option<bool> {
    node.get(key)?.as_bool()
}

pub(super) fn count(node: &Node, key: &str) -> Option<u32> {
    u32::try_from(node.get(key)?.as_integer()?).ok()
}

/// A percentage in tenths of a percent; nothing where it is no multiple of 0.1 from 0 to 100.
pub(crate) fn per_mille(node: &Node, key: &str) -> Option<u32> {
    let percent: f64 = node.get(key)?.as_number()?;
    let tenths = (percent * 10.0).round();
    let whole = (percent * 10.0 - tenths).abs() < 1e-6;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and from 0 to 1000, as the condition says"
    )]
    (whole && (0.0..=1000.0).contains(&tenths)).then_some(tenths as u32)
}

#[cfg(test)]
mod tests {
    use super::{
        CircuitBreaker, DeploymentConfiguration, DeploymentController, DeploymentSettings,
        DeploymentStrategy, EarlySuccess, Threshold,
    };
    use crate::aws::{HookOutcome, HookTarget, LifecycleStage};
    use crate::finding::Findings;
    use crate::json;

    fn read(text: &str) -> DeploymentSettings {
        DeploymentSettings::read(&json::parse(text, &mut Findings::new()).expect("JSON"))
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let replica = read("{}");
        assert_eq!(replica.configuration, DeploymentConfiguration::defaults(false));
        assert_eq!(
            (replica.controller, replica.health_check_grace_period_seconds),
            (DeploymentController::Ecs, 0)
        );
        assert_eq!(replica.availability_zone_rebalancing, None);
        let daemon = read(r#"{"schedulingStrategy": "DAEMON"}"#).configuration;
        assert_eq!((daemon.minimum_healthy_percent, daemon.maximum_percent), (0, 100));
    }

    /// pypi:botocore 1.44.5 ecs LinearConfiguration and CanaryConfiguration, worked examples
    /// deployment.linear and deployment.canary.
    #[test]
    fn defaults_of_linear_and_canary() {
        let strategy = |name: &str| {
            read(&format!(r#"{{"deploymentConfiguration": {{"strategy": "{name}"}}}}"#))
                .configuration
                .strategy
        };
        let linear = DeploymentStrategy::Linear { step_per_mille: 100, step_bake_time_minutes: 6 };
        assert_eq!(strategy("LINEAR"), linear);
        let canary = DeploymentStrategy::Canary { canary_per_mille: 50, canary_bake_time_minutes: 10 };
        assert_eq!(strategy("CANARY"), canary);
    }

    #[test]
    fn every_member_is_read() {
        let settings = read(
            r#"{"deploymentController": {"type": "ECS"}, "healthCheckGracePeriodSeconds": 60,
                "availabilityZoneRebalancing": "DISABLED",
                "deploymentConfiguration": {
                  "minimumHealthyPercent": 50, "maximumPercent": 150, "strategy": "LINEAR", "bakeTimeInMinutes": 5,
                  "linearConfiguration": {"stepPercent": 12.5, "stepBakeTimeInMinutes": 0},
                  "deploymentCircuitBreaker": {"enable": true, "rollback": true, "resetOnHealthyTask": false,
                    "thresholdConfiguration": {"type": "COUNT", "value": 5}},
                  "alarms": {"alarmNames": ["5xx"], "enable": true, "rollback": false},
                  "earlySuccessCriteria": {"enable": true, "healthyPercent": 80, "sourceServiceRevisionCleanup": "DEFERRED"},
                  "lifecycleHooks": [
                    {"hookTargetArn": "arn:aws:lambda:us-east-1:123456789012:function:check", "lifecycleStages": ["PRE_SCALE_UP"]},
                    {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
                     "timeoutConfiguration": {"timeoutInMinutes": 10, "action": "CONTINUE"}}]}}"#,
        );
        assert_eq!(settings.health_check_grace_period_seconds, 60);
        assert_eq!(settings.availability_zone_rebalancing, Some(false));
        let configuration = settings.configuration;
        assert_eq!((configuration.minimum_healthy_percent, configuration.maximum_percent), (50, 150));
        assert_eq!(
            configuration.strategy,
            DeploymentStrategy::Linear { step_per_mille: 125, step_bake_time_minutes: 0 }
        );
        let breaker = CircuitBreaker {
            enable: true,
            rollback: true,
            reset_on_healthy_task: false,
            threshold: Threshold::Count(5),
        };
        assert_eq!(configuration.circuit_breaker, breaker);
        assert_eq!(configuration.alarms.alarm_names, ["5xx"]);
        let early = EarlySuccess { healthy_percent: 80, deferred_cleanup: true };
        assert_eq!((configuration.bake_time_minutes, configuration.early_success), (Some(5), Some(early)));
        let [function, pause] = &configuration.lifecycle_hooks[..] else { panic!("two hooks") };
        assert_eq!((function.timeout_minutes, function.continues_on_timeout), (1440, false));
        assert_eq!(function.stages, [LifecycleStage::PreScaleUp]);
        assert_eq!((function.outcome, function.answers_after_ms), (HookOutcome::Succeeded, 0));
        assert_eq!(
            (&pause.target, pause.timeout_minutes, pause.continues_on_timeout),
            (&HookTarget::Pause, 10, true)
        );
    }
}
