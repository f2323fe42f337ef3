//! Capacity providers, and the strategies that name them.

use crate::capacity::{Share, Steps};
use serde_json::Value;

/// A capacity provider, as a strategy names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provider {
    /// `FARGATE`.
    Fargate,
    /// `FARGATE_SPOT`.
    FargateSpot,
    /// One with an Auto Scaling group, by its number in the scenario's list.
    Group(usize),
}

impl Provider {
    /// `FARGATE` or `FARGATE_SPOT`, by its name.
    pub fn of_fargate(name: &str) -> Option<Provider> {
        match name {
            "FARGATE" => Some(Provider::Fargate),
            "FARGATE_SPOT" => Some(Provider::FargateSpot),
            _ => None,
        }
    }

    /// Whether its tasks run on AWS Fargate.
    pub fn is_fargate(self) -> bool {
        !matches!(self, Provider::Group(_))
    }
}

/// An item of `capacityProviderStrategy`. Spec: CAP-1, CAP-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrategyItem {
    /// The provider.
    pub provider: Provider,
    /// Its part of the tasks.
    pub share: Share,
}

/// `ecs:CreateCapacityProvider` with an Auto Scaling group. Spec: CAP-6.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityProvider {
    /// Its name.
    pub name: String,
    /// The name of its Auto Scaling group.
    pub auto_scaling_group: String,
    /// `managedScaling`; none where it is not ENABLED.
    pub managed_scaling: Option<ManagedScaling>,
    /// `managedTerminationProtection`.
    pub managed_termination_protection: bool,
    /// `managedDraining`.
    pub managed_draining: bool,
    /// The provider as it was given.
    pub input: Value,
}

/// `managedScaling` that is ENABLED. Spec: CAP-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedScaling {
    /// `targetCapacity`, 1 to 100.
    pub target_percent: u32,
    /// `minimumScalingStepSize` and `maximumScalingStepSize`.
    pub steps: Steps,
    /// `instanceWarmupPeriod`, in seconds.
    pub warmup_seconds: u32,
}

/// What a cluster has in the way of capacity providers. Spec: CAP-1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterCapacity {
    /// The providers with Auto Scaling groups that there are.
    pub providers: Vec<CapacityProvider>,
    /// Those that tasks of the cluster may name, FARGATE and FARGATE_SPOT among them.
    pub associated: Vec<Provider>,
    /// `defaultCapacityProviderStrategy`: for services and calls that name neither a strategy nor a launch type.
    pub default_strategy: Vec<StrategyItem>,
}

impl ClusterCapacity {
    /// The name of a provider.
    pub fn name(&self, provider: Provider) -> &str {
        match provider {
            Provider::Fargate => "FARGATE",
            Provider::FargateSpot => "FARGATE_SPOT",
            Provider::Group(number) => self.providers.get(number).map_or("", |provider| &provider.name),
        }
    }
}

/// `ecs:PutClusterCapacityProviders`: what the cluster has from then on. Spec: CAP-7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutClusterCapacityProviders {
    /// The providers that tasks of the cluster may name.
    pub associated: Vec<Provider>,
    /// `defaultCapacityProviderStrategy`.
    pub default_strategy: Vec<StrategyItem>,
}

/// A call about capacity providers. Spec: CAP-7.
#[derive(Clone, Debug, PartialEq)]
pub enum CapacityCall {
    /// `ecs:PutClusterCapacityProviders`.
    Put(PutClusterCapacityProviders),
    /// `ecs:UpdateCapacityProvider`: which, and what it is from then on.
    Update {
        /// The number of the provider in the scenario's list.
        number: usize,
        /// All of it.
        with: Box<CapacityProvider>,
    },
}
