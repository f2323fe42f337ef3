//! `capacityProviderStrategy` of a service, as the form shows it.

use super::rows::written;
use ecs_core::json::Node;

/// What the select of launch types says where a strategy counts instead of one.
pub const BY_STRATEGY: &str = "STRATEGY";

/// An item of a strategy: what is written, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StrategyItem {
    /// `capacityProvider`.
    pub provider: String,
    /// `base`; empty where it is left out.
    pub base: String,
    /// `weight`; empty where it is left out.
    pub weight: String,
}

impl StrategyItem {
    /// The items of a list.
    pub(super) fn read_list(list: &[Node]) -> Vec<StrategyItem> {
        let item = |node: &Node| StrategyItem {
            provider: written(node, "capacityProvider", ""),
            base: written(node, "base", ""),
            weight: written(node, "weight", ""),
        };
        list.iter().map(item).collect()
    }

    /// Whether its tasks run on Fargate.
    pub fn is_fargate(&self) -> bool {
        self.provider.starts_with("FARGATE")
    }
}
