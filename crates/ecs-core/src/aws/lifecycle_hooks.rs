//! Lifecycle hooks of a deployment, and the stages at which they are asked.

use super::deployment::count;
use crate::json::Node;
use serde::Serialize;

/// `lifecycleHooks[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleHook {
    /// What is asked.
    pub target: HookTarget,
    /// The stages at which it is asked.
    pub stages: Vec<LifecycleStage>,
    /// `timeoutInMinutes`.
    pub timeout_minutes: u32,
    /// Whether the deployment goes on when nobody answers in time, instead of going back.
    pub continues_on_timeout: bool,
    /// What the function returns: `simulation.hookStatus`, which is the format's. A PAUSE is answered by
    /// ContinueServiceDeployment alone.
    pub outcome: HookOutcome,
    /// When it returns that, in milliseconds from when it was asked: `simulation.afterSeconds`.
    pub answers_after_ms: u64,
}

/// `hookStatus`, which a Lambda function returns. Source: ECS guide, Lambda hooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HookOutcome {
    /// SUCCEEDED: the deployment goes on.
    #[default]
    Succeeded,
    /// FAILED: it goes back.
    Failed,
    /// IN_PROGRESS, for ever: the function is asked again and again, until its timeout.
    InProgress,
}

/// What a lifecycle hook asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookTarget {
    /// `AWS_LAMBDA`: the function's ARN.
    Lambda(String),
    /// `PAUSE`: whoever calls ContinueServiceDeployment.
    Pause,
}

/// Stages of a deployment that shifts traffic, in their order.
///
/// Source: ECS guide, blue/green deployments; API, DeploymentLifecycleHookStage and
/// ServiceDeploymentLifecycleStage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LifecycleStage {
    /// More than one revision is active at the start.
    ReconcileService,
    /// Green has not started.
    PreScaleUp,
    /// Green starts.
    ScaleUp,
    /// Green runs.
    PostScaleUp,
    /// Test traffic goes to green.
    TestTrafficShift,
    /// All test traffic is on green.
    PostTestTrafficShift,
    /// Production traffic is about to go.
    PreProductionTrafficShift,
    /// Production traffic goes to green.
    ProductionTrafficShift,
    /// All production traffic is on green.
    PostProductionTrafficShift,
    /// Both revisions run.
    BakeTime,
    /// Blue is stopped.
    CleanUp,
}

impl LifecycleStage {
    /// Every stage, in order.
    pub const ALL: [LifecycleStage; 11] = [
        LifecycleStage::ReconcileService,
        LifecycleStage::PreScaleUp,
        LifecycleStage::ScaleUp,
        LifecycleStage::PostScaleUp,
        LifecycleStage::TestTrafficShift,
        LifecycleStage::PostTestTrafficShift,
        LifecycleStage::PreProductionTrafficShift,
        LifecycleStage::ProductionTrafficShift,
        LifecycleStage::PostProductionTrafficShift,
        LifecycleStage::BakeTime,
        LifecycleStage::CleanUp,
    ];

    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            LifecycleStage::ReconcileService => "RECONCILE_SERVICE",
            LifecycleStage::PreScaleUp => "PRE_SCALE_UP",
            LifecycleStage::ScaleUp => "SCALE_UP",
            LifecycleStage::PostScaleUp => "POST_SCALE_UP",
            LifecycleStage::TestTrafficShift => "TEST_TRAFFIC_SHIFT",
            LifecycleStage::PostTestTrafficShift => "POST_TEST_TRAFFIC_SHIFT",
            LifecycleStage::PreProductionTrafficShift => "PRE_PRODUCTION_TRAFFIC_SHIFT",
            LifecycleStage::ProductionTrafficShift => "PRODUCTION_TRAFFIC_SHIFT",
            LifecycleStage::PostProductionTrafficShift => "POST_PRODUCTION_TRAFFIC_SHIFT",
            LifecycleStage::BakeTime => "BAKE_TIME",
            LifecycleStage::CleanUp => "CLEAN_UP",
        }
    }

    /// Whether a PAUSE hook may stand at it: while traffic shifts, only a Lambda function may.
    pub fn takes_pause(self) -> bool {
        !matches!(
            self,
            LifecycleStage::TestTrafficShift
                | LifecycleStage::ProductionTrafficShift
                | LifecycleStage::ScaleUp
                | LifecycleStage::BakeTime
                | LifecycleStage::CleanUp
        )
    }
}

impl LifecycleHook {
    /// Reads an entry of `lifecycleHooks`.
    pub fn read(node: &Node) -> LifecycleHook {
        let simulation = node.get("simulation");
        let after = simulation.and_then(|node| count(node, "afterSeconds"));
        let timeout = node.get("timeoutConfiguration");
        let stages = node.list("lifecycleStages").iter().filter_map(Node::as_str);
        let stage = |name| LifecycleStage::ALL.into_iter().find(|stage| stage.name() == name);
        LifecycleHook {
            target: match node.str("targetType") {
                Some("PAUSE") => HookTarget::Pause,
                _ => HookTarget::Lambda(node.str("hookTargetArn").unwrap_or_default().to_owned()),
            },
            stages: stages.filter_map(stage).collect(),
            timeout_minutes: timeout.and_then(|node| count(node, "timeoutInMinutes")).unwrap_or(1440),
            continues_on_timeout: timeout.and_then(|node| node.str("action")) == Some("CONTINUE"),
            outcome: match simulation.and_then(|node| node.str("hookStatus")) {
                Some("FAILED") => HookOutcome::Failed,
                Some("IN_PROGRESS") => HookOutcome::InProgress,
                _ => HookOutcome::Succeeded,
            },
            answers_after_ms: after.map_or(0, u64::from) * 1000,
        }
    }
}
