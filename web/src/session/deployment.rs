//! `deploymentConfiguration` of a service, as the form shows it.

use super::rows::written;
use ecs_core::json::Node;

/// Values are texts, as they are written; empty where one is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeploymentRow {
    /// `strategy`, with its default.
    pub strategy: String,
    /// `minimumHealthyPercent`.
    pub minimum_healthy_percent: String,
    /// `maximumPercent`.
    pub maximum_percent: String,
    /// `bakeTimeInMinutes`.
    pub bake_time: String,
    /// `linearConfiguration.stepPercent`.
    pub step_percent: String,
    /// `linearConfiguration.stepBakeTimeInMinutes`.
    pub step_bake_time: String,
    /// `canaryConfiguration.canaryPercent`.
    pub canary_percent: String,
    /// `canaryConfiguration.canaryBakeTimeInMinutes`.
    pub canary_bake_time: String,
}

impl DeploymentRow {
    pub(super) fn read(service: &Node) -> DeploymentRow {
        let configuration = service.get("deploymentConfiguration");
        let of = |part: Option<&Node>, member: &str| part.map(|part| written(part, member, ""));
        let own = |member: &str| of(configuration, member).unwrap_or_default();
        let in_part = |part: &str, member: &str| {
            of(configuration.and_then(|configuration| configuration.get(part)), member).unwrap_or_default()
        };
        DeploymentRow {
            strategy: configuration
                .map_or_else(|| "ROLLING".to_owned(), |node| written(node, "strategy", "ROLLING")),
            minimum_healthy_percent: own("minimumHealthyPercent"),
            maximum_percent: own("maximumPercent"),
            bake_time: own("bakeTimeInMinutes"),
            step_percent: in_part("linearConfiguration", "stepPercent"),
            step_bake_time: in_part("linearConfiguration", "stepBakeTimeInMinutes"),
            canary_percent: in_part("canaryConfiguration", "canaryPercent"),
            canary_bake_time: in_part("canaryConfiguration", "canaryBakeTimeInMinutes"),
        }
    }

    /// One line: how its tasks are exchanged.
    pub fn brief(&self) -> String {
        let or = |value: &str, default: &str| if value.is_empty() { default } else { value }.to_owned();
        match self.strategy.as_str() {
            "LINEAR" => format!("LINEAR · {} % a step", or(&self.step_percent, "10")),
            "CANARY" => format!("CANARY · {} % first", or(&self.canary_percent, "5")),
            strategy => strategy.to_owned(),
        }
    }
}
