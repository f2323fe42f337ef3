//! Capacity providers, as AWS's describe calls print them.

use super::event_view::{Subject, Tone};
use super::scaling::ScalingStep;
use super::snapshot::WaitingView;
use crate::aws::{CapacityProvider, LaunchType, Provider, Service, StrategyItem};
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow, TaskRow};
use crate::report::text;
use crate::time::SimTime;
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
        let (CapacityEvent::Scaled { provider, .. } | CapacityEvent::Held { provider, .. }) = event;
        let number = *provider as usize;
        let provider = self.world.capacity.providers.get(number);
        let (name, group) = provider.map_or(("", ""), |one| (&one.name, &one.auto_scaling_group));
        let subject =
            self.group_of_provider(number).map_or(Subject::Action, |row| Subject::Group(row.number()));
        let (text, tone) = match event {
            CapacityEvent::Scaled { scaling, .. } => {
                (text::capacity::scaled(name, group, scaling), Tone::Neutral)
            }
            CapacityEvent::Held { reservation, why, .. } => {
                let tone = if *why == Held::WarmingUp { Tone::Neutral } else { Tone::Bad };
                (text::capacity::held(name, reservation, *why), tone)
            }
        };
        (subject, text, tone)
    }

    /// The same as a step of the story of scaling.
    pub(super) fn capacity_step(&self, at: SimTime, event: &CapacityEvent) -> ScalingStep {
        let (CapacityEvent::Scaled { provider, .. } | CapacityEvent::Held { provider, .. }) = event;
        let provider = self.world.capacity.providers.get(*provider as usize);
        let (_, text, _) = self.capacity_event_view(event);
        ScalingStep {
            at,
            service: provider.map(|provider| provider.name.clone()).unwrap_or_default(),
            text,
            plain: text::capacity::happened(event).to_owned(),
            decision: None,
        }
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

    /// How many tasks of a service wait for instances, and why the first of them does. Spec: CAP-11.
    pub(super) fn provisioning_view(&self, service: ServiceRow) -> Option<WaitingView> {
        let is_own =
            |task: &&TaskRow| self.world.launches[self.world.tasks[**task].launch].service == Some(service);
        let mut waiting = self.world.provisioning.iter().filter(is_own);
        let first = waiting.next()?;
        let count = u32::try_from(1 + waiting.count()).unwrap_or(u32::MAX);
        Some(WaitingView { count, reason: self.why_provisioning(*first)?, aws_message: String::new() })
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
