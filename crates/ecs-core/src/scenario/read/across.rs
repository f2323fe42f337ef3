//! What is said of services once all of them are read: target groups that two share, zones that a load
//! balancer does not reach, and more tasks than names lead to.

use super::Reader;
use crate::aws::{NetworkMode, PlacementConstraint, RegisteredWith, Service, TaskDefinition, shorten};
use crate::finding::{Finding, rules};
use crate::ids::Account;
use crate::limits;
use crate::query::Expression;
use crate::scenario::ContainerInstanceEntry;
use crate::scenario::roster::registered;
use crate::time::Calendar;
use std::collections::{BTreeMap, BTreeSet};

/// The services of a scenario, each with its place, and what they run on.
pub(super) struct Across<'a> {
    pub(super) services: &'a [(String, Service)],
    pub(super) definitions: &'a [TaskDefinition],
    pub(super) instances: &'a [ContainerInstanceEntry],
    pub(super) calendar: &'a Calendar,
}

impl<'a> Across<'a> {
    /// Entries with instances that a service's tasks may land on: ACTIVE ones that have what the definition
    /// needs, and that its constraints mean as far as these do not follow tasks.
    pub(super) fn instances_for(
        &self,
        account: &Account,
        service: &Service,
        definition: &TaskDefinition,
    ) -> Vec<&'a ContainerInstanceEntry> {
        let needed = definition.required_attributes();
        let expressions = service.placement.constraints.iter().filter_map(|constraint| match constraint {
            PlacementConstraint::MemberOf(expression) if !expression.follows_tasks() => Some(expression),
            _ => None,
        });
        let expressions: Vec<&Expression> = expressions.collect();
        let is_meant = |entry: &ContainerInstanceEntry| {
            expressions.is_empty()
                || registered(account, self.calendar, entry)
                    .any(|instance| expressions.iter().all(|expression| expression.holds(&instance)))
        };
        let able = self.instances.iter().filter(|entry| entry.active && entry.count > 0);
        able.filter(|entry| entry.is_capable(&needed) && is_meant(entry)).collect()
    }
}

impl Reader<'_> {
    pub(super) fn across(&mut self, across: &Across<'_>) {
        let mut owners: BTreeMap<usize, &str> = BTreeMap::new();
        let instance_zones: BTreeSet<&str> =
            across.instances.iter().map(|entry| entry.availability_zone.as_str()).collect();
        let mut names: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for (pointer, service) in across.services {
            self.check_discovered_count(pointer, service);
            for (namespace, name) in offered_names(service) {
                let owner = *names.entry((namespace, name)).or_insert(&service.service_name);
                if owner != service.service_name {
                    self.connect_name_taken(pointer, (namespace, name), owner);
                }
            }
            let zones = self.task_zones(service, across, &instance_zones);
            for (number, entry) in service.load_balancers.iter().enumerate() {
                let pointer = format!("{pointer}/loadBalancers/{number}");
                for group in entry.target_groups() {
                    let owner = *owners.entry(group).or_insert(&service.service_name);
                    if owner != service.service_name {
                        self.shared_target_group(&pointer, group, owner);
                    }
                }
                self.check_load_balancer_zones(&pointer, entry.with, &zones);
            }
        }
    }

    /// Spec: LB-13.
    fn shared_target_group(&mut self, pointer: &str, group: usize, owner: &str) {
        let Some(node) = self.root.at(pointer) else { return };
        let name = self.load_balancing.target_groups.get(group).map_or("", |group| &group.name);
        let message = format!(
            "service `{}` registers its tasks with target group `{}` already: requests would go to the tasks of both",
            shorten(owner),
            shorten(name)
        );
        let hint = Some("give each service a target group of its own".to_owned());
        self.report_hint(&rules::TARGET_GROUP_SHARED, pointer, node, message, hint);
    }

    /// Spec: DISC-7.
    fn connect_name_taken(&mut self, pointer: &str, (namespace, name): (&str, &str), owner: &str) {
        let pointer = format!("{pointer}/serviceConnectConfiguration/services");
        let Some(node) = self.root.at(&pointer) else { return };
        let message = format!(
            "service `{}` has the name `{}` in namespace `{}` already",
            shorten(owner),
            shorten(name),
            shorten(namespace)
        );
        let aws = format!("SC service is already used by {}", self.account.namespace_arn(namespace));
        let finding = Finding::new(&rules::SERVICE_CONNECT_NAME, pointer, node.range, message);
        self.findings.push(finding.aws(aws).hint("give the port another `discoveryName`"));
    }

    /// Zones in which tasks of a service can land; nothing where it is registered nowhere.
    fn task_zones(&self, service: &Service, across: &Across<'_>, instances: &BTreeSet<&str>) -> Vec<String> {
        if service.load_balancers.is_empty() {
            return Vec::new();
        }
        let definition = across.definitions.get(service.task_definition);
        if definition.is_some_and(|definition| definition.network_mode == NetworkMode::Awsvpc) {
            return self.vpc.zones(service.awsvpc_configuration.as_ref());
        }
        instances.iter().map(|zone| (*zone).to_owned()).collect()
    }

    /// Spec: LB-15.
    fn check_load_balancer_zones(&mut self, pointer: &str, with: RegisteredWith, zones: &[String]) {
        let (name, subnets) = match with {
            RegisteredWith::Classic(number) => {
                let Some(classic) = self.load_balancing.classic_load_balancers.get(number) else { return };
                (&classic.name, &classic.subnets)
            }
            RegisteredWith::TargetGroup(group) => {
                let Some(number) = self.load_balancing.load_balancer_of(group) else { return };
                let Some(load_balancer) = self.load_balancing.load_balancers.get(number) else { return };
                (&load_balancer.name, &load_balancer.subnets)
            }
        };
        let enabled = |zone: &&String| {
            let mut subnets = subnets.iter().filter_map(|number| self.vpc.subnets.get(*number));
            subnets.any(|subnet| subnet.availability_zone == **zone)
        };
        let missing: Vec<&str> = zones.iter().filter(|zone| !enabled(zone)).map(String::as_str).collect();
        if missing.is_empty() {
            return;
        }
        let Some(node) = self.root.at(pointer) else { return };
        let message = format!(
            "load balancer `{}` has no subnet in {}: tasks there stay unused and get no request",
            shorten(name),
            missing.join(" and ")
        );
        let hint = Some("give the load balancer a subnet in every zone with tasks".to_owned());
        self.report_hint(&rules::LOAD_BALANCER_ZONES, pointer, node, message, hint);
    }

    /// Spec: DISC-4.
    fn check_discovered_count(&mut self, pointer: &str, service: &Service) {
        let is_discovered = !service.service_registries.is_empty() || service.service_connect.is_some();
        let count = u64::from(service.desired_count);
        if !is_discovered || count <= limits::TASKS_PER_DISCOVERED_SERVICE {
            return;
        }
        let pointer = format!("{pointer}/desiredCount");
        let Some(node) = self.root.at(&pointer) else { return };
        let message = format!(
            "`desiredCount` is {count}; a service with Cloud Map or Service Connect has at most {} tasks",
            limits::TASKS_PER_DISCOVERED_SERVICE
        );
        self.report(&rules::DISCOVERED_TASKS, &pointer, node, message);
    }
}

/// What a service is called in Service Connect: namespaces and names.
fn offered_names(service: &Service) -> impl Iterator<Item = (&str, &str)> {
    service.service_connect.iter().flat_map(|connect| {
        connect.services.iter().map(|offered| (connect.namespace.as_str(), offered.discovery_name.as_str()))
    })
}
