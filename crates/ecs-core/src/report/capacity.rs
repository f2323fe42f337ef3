//! Capacity providers, as AWS's describe calls print them.

use super::event_view::{Subject, Tone};
use super::snapshot::WaitingView;
use crate::aws::{CapacityProvider, LaunchType, Provider, Service, StrategyItem};
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow, TaskRow};
use crate::report::text;
use crate::world::{CapacityEvent, Held, Launch, Task, Unplaced};
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
                "autoScalingGroupArn": self.scenario.account.auto_scaling_group_arn(group),
                "managedScaling": scaling,
                "managedTerminationProtection": enabled(provider.managed_termination_protection),
                "managedDraining": enabled(provider.managed_draining),
            },
        })
    }

    /// What a capacity provider has decided, of whose group it is.
    pub(super) fn capacity_event_view(&self, event: &CapacityEvent) -> (Subject, String, Tone) {
        let number = event.provider();
        let provider = self.world.capacity.providers.get(number);
        let (name, group) = provider.map_or(("", ""), |one| (&one.name, &one.auto_scaling_group));
        let subject =
            self.group_of_provider(number).map_or(Subject::Action, |row| Subject::Group(row.number()));
        let is_bad = matches!(event, CapacityEvent::Held { why: Held::AtMaximum | Held::NothingFits, .. });
        let tone = if is_bad { Tone::Bad } else { Tone::Neutral };
        (subject, text::capacity::decided(name, group, event), tone)
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
        let (name, reason) = self.awaited(row);
        Some(format!("waits for an instance of {name}: {reason}"))
    }

    /// The capacity provider that a task waits for, and why that has no place for it.
    fn awaited(&self, row: TaskRow) -> (String, String) {
        let launch = self.world.tasks[row].launch;
        let name = self.capacity_provider_name(&self.world.launches[launch]).unwrap_or_default();
        let reason = match crate::engine::why(&self.receipt(launch)) {
            Unplaced::NoInstances => "it has no instance yet".to_owned(),
            why => text::plainly_unplaced(why),
        };
        (name, reason)
    }

    /// How many tasks of a service wait for instances, and why the first of them does: of each capacity provider,
    /// where they wait for several. Spec: CAP-11.
    pub(super) fn provisioning_view(&self, service: ServiceRow) -> Option<WaitingView> {
        let mut by_provider: Vec<(Option<Provider>, TaskRow, u32)> = Vec::new();
        for task in &self.world.provisioning {
            let launch = &self.world.launches[self.world.tasks[*task].launch];
            if launch.service != Some(service) {
                continue;
            }
            let provider = launch.capacity_provider;
            match by_provider.iter_mut().find(|(known, ..)| *known == provider) {
                Some((.., count)) => *count += 1,
                None => by_provider.push((provider, *task, 1)),
            }
        }
        let count = by_provider.iter().map(|(.., count)| count).sum();
        let reason = match by_provider.as_slice() {
            [] => return None,
            [(_, first, _)] => self.why_provisioning(*first)?,
            several => {
                let reasons = several.iter().map(|(_, first, count)| {
                    let (name, reason) = self.awaited(*first);
                    format!("{count} for an instance of {name}: {reason}")
                });
                reasons.collect::<Vec<String>>().join("; ")
            }
        };
        Some(WaitingView { count, reason, aws_message: String::new() })
    }

    /// `capacityProviderName` of a launch's tasks.
    pub(super) fn capacity_provider_name(&self, launch: &Launch) -> Option<String> {
        launch.capacity_provider.map(|provider| self.world.capacity.name(provider).to_owned())
    }

    fn capacity_provider_arn(&self, name: &str) -> String {
        self.scenario.account.ecs_arn(&format!("capacity-provider/{name}"))
    }
}

/// `launchType` of a service: none where it has a strategy.
pub(super) fn named_launch_type(service: &Service) -> Option<LaunchType> {
    service.capacity_provider_strategy.is_empty().then_some(service.launch_type)
}
