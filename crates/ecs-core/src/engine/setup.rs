//! Second 0: instances are registered, services created.

use super::{Engine, Event};
use crate::aws::{
    AwsvpcConfiguration, LaunchType, Placement, PlacementConstraint, PlacementStrategy, Provider, SpreadBy,
    StrategyItem,
};
use crate::containers::Plan;
use crate::ids::{InstanceRow, LaunchRow, ServiceRow, ZoneRow};
use crate::placement::{Constraint, Requirement, SERVICE_DEFAULT, SpreadField, Strategy};
use crate::world::{Launch, Registration};
use std::sync::Arc;

impl Engine {
    pub(super) fn set_up(&mut self) {
        self.world.images.clone_from(&self.scenario.images);
        self.world.capacity = self.scenario.capacity.clone();
        self.set_up_shortages();
        self.set_up_subnets();
        self.register_instances();
        self.set_up_groups();
        let first = self.scenario.registered_first;
        self.world.definitions = (0..self.scenario.task_definitions.len())
            .map(|number| if number < first { Registration::Active } else { Registration::Unknown })
            .collect();
        for (number, action) in self.scenario.timeline.iter().enumerate() {
            self.queue.push_action(action.at, Event::Action(number));
        }
        self.set_up_events();
        for service in self.scenario.services.clone() {
            self.create_service(&service);
        }
        self.set_up_traffic();
        self.set_up_alarms();
        self.set_up_scaling();
        self.set_up_group_policies();
        self.set_up_managed_scaling();
        // Daemons first: what they reserve is there before other tasks come. Spec: PLACE-16.
        let (daemons, replicas): (Vec<ServiceRow>, Vec<ServiceRow>) = self
            .world
            .services
            .iter()
            .filter(|(_, state)| state.launch.is_some())
            .map(|(row, _)| row)
            .partition(|row| self.is_daemon(*row));
        for service in daemons.into_iter().chain(replicas) {
            self.schedule_soon(service);
        }
    }

    /// What tasks are started from: with a strategy a launch for each of its providers, of which this is the
    /// first.
    pub(super) fn add_launch(&mut self, new: &NewLaunch<'_>) -> LaunchRow {
        let strategy = new.strategy;
        let rows: Vec<LaunchRow> =
            strategy.iter().map(|item| self.add_one_launch(new, Some(item.provider))).collect();
        if rows.len() > 1 {
            self.join_launches(&rows, strategy);
        }
        rows.first().copied().unwrap_or_else(|| self.add_one_launch(new, None))
    }

    fn add_one_launch(&mut self, new: &NewLaunch<'_>, provider: Option<Provider>) -> LaunchRow {
        let zones = self.scenario.vpc.zones(new.awsvpc_configuration);
        let zones: Vec<ZoneRow> = zones.iter().map(|zone| self.world.zone_row(zone)).collect();
        let group_row = self.world.group_row(&new.group);
        let capable = self.capable(new.task_definition);
        let definition = &self.scenario.task_definitions[new.task_definition];
        let plan = Arc::new(Plan::new(definition, new.launch_type));
        let resources = Requirement::of(definition, capable, group_row);
        let constraints = new.placement.constraints.iter().map(|constraint| match constraint {
            PlacementConstraint::DistinctInstance => Constraint::DistinctInstance,
            PlacementConstraint::MemberOf(expression) => self.member_of(expression),
        });
        let constraints = constraints.collect();
        let of_provider = provider.and_then(|provider| self.instances_of(provider));
        let requirement = Requirement { zones, of_provider, constraints, ..resources };
        let strategies = new.placement.strategies.iter().map(|strategy| self.strategy(strategy)).collect();
        self.world.launches.push(Launch {
            task_definition: new.task_definition,
            service: None,
            deployment: 0,
            group: new.group.clone(),
            launch_type: new.launch_type,
            capacity_provider: provider,
            shares: None,
            plan,
            requirement,
            awsvpc_configuration: new.awsvpc_configuration.cloned(),
            constraints: new.placement.constraints.clone(),
            strategies,
            started_by: None,
            volume_configurations: None,
            digests: Vec::new(),
        })
    }

    /// What copies of a definition would be started from, placed as a service without a strategy places
    /// them: with the definition's own constraints.
    pub(crate) fn launch_to_try(&mut self, task_definition: usize, group: String) -> LaunchRow {
        let constraints =
            self.scenario.definition_constraints.get(task_definition).cloned().unwrap_or_default();
        let placement = Placement { constraints, strategies: Vec::new() };
        let launch_type = LaunchType::Ec2;
        let new = NewLaunch {
            task_definition,
            group,
            launch_type,
            strategy: &[],
            awsvpc_configuration: None,
            placement: &placement,
        };
        let launch = self.add_launch(&new);
        self.world.launches[launch].strategies = SERVICE_DEFAULT.to_vec();
        launch
    }

    fn strategy(&mut self, strategy: &PlacementStrategy) -> Strategy {
        match strategy {
            PlacementStrategy::Random => Strategy::Random,
            PlacementStrategy::Binpack(resource) => Strategy::Binpack(*resource),
            PlacementStrategy::Spread(SpreadBy::InstanceId) => Strategy::Spread(SpreadField::InstanceId),
            PlacementStrategy::Spread(SpreadBy::Attribute(name)) => {
                let (entries, instances) = (&self.world.entries, &self.world.instances);
                let value = |row: InstanceRow| {
                    let instance = &instances[row];
                    let entry = entries.get(instance.entry)?;
                    entry.attribute(instance.trunk_id.as_deref(), name)
                };
                Strategy::Spread(SpreadField::Attribute(self.world.ledger.divide_by(name, value)))
            }
        }
    }
}

/// What a launch is made of.
pub(super) struct NewLaunch<'a> {
    pub(super) task_definition: usize,
    pub(super) group: String,
    pub(super) launch_type: LaunchType,
    /// The capacity provider strategy; empty where a launch type was named.
    pub(super) strategy: &'a [StrategyItem],
    pub(super) awsvpc_configuration: Option<&'a AwsvpcConfiguration>,
    pub(super) placement: &'a Placement,
}
