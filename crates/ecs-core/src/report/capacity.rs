//! Capacity providers, as AWS's describe calls print them.

use crate::aws::{CapacityProvider, LaunchType, Provider, Service, StrategyItem};
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::report::text;
use crate::world::{Launch, Task, Unplaced};
use serde_json::{Value, json};

impl Engine {
    /// DescribeCapacityProviders: those of the scenario, then FARGATE and FARGATE_SPOT where the cluster has
    /// them. Spec: CAP-1.
    pub(super) fn capacity_provider_reports(&self) -> Vec<Value> {
        let capacity = &self.world.capacity;
        let of_groups = capacity.providers.iter().map(|provider| self.group_provider_report(provider));
        let of_fargate = [Provider::Fargate, Provider::FargateSpot].into_iter();
        let of_fargate = of_fargate.filter(|provider| capacity.associated.contains(provider));
        let predefined = of_fargate.map(|provider| {
            let name = capacity.name(provider);
            json!({"capacityProviderArn": self.capacity_provider_arn(name), "name": name, "status": "ACTIVE"})
        });
        of_groups.chain(predefined).collect()
    }

    fn group_provider_report(&self, provider: &CapacityProvider) -> Value {
        let enabled = |is_enabled: bool| if is_enabled { "ENABLED" } else { "DISABLED" };
        let mut scaling = json!({"status": enabled(provider.managed_scaling.is_some())});
        if let (Some(given), Value::Object(members)) = (provider.managed_scaling, &mut scaling) {
            members.insert("targetCapacity".to_owned(), given.target_percent.into());
            members.insert("minimumScalingStepSize".to_owned(), given.steps.minimum.into());
            members.insert("maximumScalingStepSize".to_owned(), given.steps.maximum.into());
            members.insert("instanceWarmupPeriod".to_owned(), given.warmup_seconds.into());
        }
        let group = &provider.auto_scaling_group;
        json!({
            "capacityProviderArn": self.capacity_provider_arn(&provider.name),
            "name": provider.name,
            "status": "ACTIVE",
            "autoScalingGroupProvider": {
                "autoScalingGroupArn": self.auto_scaling_group_arn(group),
                "managedScaling": scaling,
                "managedTerminationProtection": enabled(provider.managed_termination_protection),
                "managedDraining": enabled(provider.managed_draining),
            },
        })
    }

    /// The names of the cluster's providers.
    pub(super) fn associated_names(&self) -> Vec<&str> {
        let capacity = &self.world.capacity;
        capacity.associated.iter().map(|provider| capacity.name(*provider)).collect()
    }

    /// A strategy as it is given.
    pub(super) fn strategy_report(&self, items: &[StrategyItem]) -> Vec<Value> {
        let item = |item: &StrategyItem| {
            json!({
                "capacityProvider": self.world.capacity.name(item.provider),
                "weight": item.share.weight,
                "base": item.share.base,
            })
        };
        items.iter().map(item).collect()
    }

    /// The zone of a task; none of one that waits for an instance, or waited in vain. Spec: CAP-11.
    pub(super) fn zone_of(&self, task: &Task) -> Option<String> {
        let is_somewhere = task.instance.is_some() || !self.world.launches[task.launch].runs_on_instances();
        is_somewhere.then(|| self.world.zones[task.zone].clone())
    }

    /// Why a task waits for an instance; none of one that does not. Spec: CAP-11.
    pub(super) fn why_provisioning(&self, row: TaskRow) -> Option<String> {
        if !self.world.provisioning.contains(&row) {
            return None;
        }
        let launch = self.world.tasks[row].launch;
        let name = self.capacity_provider_name(&self.world.launches[launch]).unwrap_or_default();
        let reason = match crate::engine::why(&self.receipt(launch)) {
            Unplaced::NoInstances => "it has no instance yet".to_owned(),
            why => text::plainly_unplaced(why),
        };
        Some(format!("waits for an instance of {name}: {reason}"))
    }

    /// `capacityProviderName` of a launch's tasks.
    pub(super) fn capacity_provider_name(&self, launch: &Launch) -> Option<String> {
        launch.capacity_provider.map(|provider| self.world.capacity.name(provider).to_owned())
    }

    fn capacity_provider_arn(&self, name: &str) -> String {
        self.scenario.account.ecs_arn(&format!("capacity-provider/{name}"))
    }

    fn auto_scaling_group_arn(&self, name: &str) -> String {
        let account = &self.scenario.account;
        let id = crate::ids::uuid(&account.hex_id("autoScalingGroup", name));
        account.arn("autoscaling", &format!("autoScalingGroup:{id}:autoScalingGroupName/{name}"))
    }
}

/// `launchType` of a service: none where it has a strategy.
pub(super) fn named_launch_type(service: &Service) -> Option<LaunchType> {
    service.capacity_provider_strategy.is_empty().then_some(service.launch_type)
}
