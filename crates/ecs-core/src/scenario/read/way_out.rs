//! Whether tasks of services reach what they need before they run, told before a run shows it.

use super::Reader;
use super::across::Across;
use super::vpc::endpoint_name;
use crate::aws::{Endpoint, LaunchType, Route, Service, TaskDefinition, Vpc, shorten};
use crate::finding::rules;
use crate::json::child;
use crate::network::{Need, Standpoint, Unreachable, first_unreachable};
use std::collections::BTreeSet;

/// A subnet out of which a task lacks something.
struct Isolated {
    subnet: usize,
    from: Standpoint,
    lacks: Unreachable,
}

impl Reader<'_> {
    /// Spec: NET-24.
    pub(super) fn check_ways_out(&mut self, across: &Across<'_>) {
        let says_nothing = |route: Route| route == Route::Everything;
        if self.vpc.subnets.iter().all(|subnet| says_nothing(subnet.route)) {
            return;
        }
        for (pointer, service) in across.services {
            let Some(definition) = across.definitions.get(service.task_definition) else { continue };
            let isolated = self.isolated(across, service, definition);
            if let Some(first) = isolated.first() {
                self.report_isolated(pointer, service, definition, first, &isolated);
            }
        }
    }

    /// The subnets of a service's tasks, or of the instances that they may land on, from which they do not
    /// start.
    fn isolated(&self, across: &Across<'_>, service: &Service, definition: &TaskDefinition) -> Vec<Isolated> {
        let subnets: BTreeSet<usize> = match (service.launch_type, &service.awsvpc_configuration) {
            (LaunchType::Fargate, Some(configuration)) => configuration.subnets.iter().copied().collect(),
            (LaunchType::Ec2, _) => {
                let entries = across.instances_for(&self.account, service, definition);
                entries.into_iter().filter_map(|entry| entry.subnet).collect()
            }
            _ => BTreeSet::new(),
        };
        let is_public = service.awsvpc_configuration.as_ref().is_some_and(|given| given.assign_public_ip);
        let lacking = |subnet| {
            let from = match service.launch_type {
                LaunchType::Fargate => Standpoint::of_interface(&self.vpc, subnet, is_public),
                _ => Standpoint::of_instance(&self.vpc, Some(subnet)),
            };
            let lacks = first_unreachable(definition, from, &self.vpc)?;
            Some(Isolated { subnet, from, lacks })
        };
        subnets.into_iter().filter_map(lacking).collect()
    }

    fn report_isolated(
        &mut self,
        pointer: &str,
        service: &Service,
        definition: &TaskDefinition,
        first: &Isolated,
        all: &[Isolated],
    ) {
        let on_fargate = service.launch_type == LaunchType::Fargate;
        let pointer = if on_fargate {
            format!("{pointer}/networkConfiguration/awsvpcConfiguration/subnets")
        } else {
            child(pointer, "taskDefinition")
        };
        let Some(node) = self.root.at(&pointer) else { return };
        let names: Vec<String> = all
            .iter()
            .filter_map(|isolated| self.vpc.subnets.get(isolated.subnet))
            .map(|subnet| format!("`{}`", shorten(&subnet.subnet_id)))
            .collect();
        let container = definition.container_definitions.get(first.lacks.container);
        let message = format!(
            "tasks {}in {} do not start: container `{}` needs {}, and nothing leads there from the subnet",
            if on_fargate { "" } else { "on instances " },
            names.join(" and "),
            container.map_or_else(String::new, |container| shorten(&container.name)),
            needed(first.lacks.need)
        );
        let hint = self.way_for(definition, first, on_fargate);
        self.report_hint(&rules::NO_WAY_OUT, &pointer, node, message, Some(hint));
    }

    /// What would let the tasks start.
    fn way_for(&self, definition: &TaskDefinition, isolated: &Isolated, on_fargate: bool) -> String {
        let nat = r#"give the subnet a route through a NAT gateway ("simulation": {"route": "nat"})"#;
        let has_public_way = on_fargate && isolated.from.route == Route::InternetGateway;
        let public = if has_public_way { ", or set `assignPublicIp` to ENABLED" } else { "" };
        let Some(endpoints) = endpoints_for(definition, isolated.from, &self.vpc) else {
            return format!("{nat}{public}; no VPC endpoint leads to a registry on the internet");
        };
        let quoted = |endpoint| format!("\"{}\"", endpoint_name(endpoint));
        let names: Vec<String> = endpoints.into_iter().map(quoted).collect();
        format!("{nat}{public}, or add to `vpcEndpoints`: {}", names.join(", "))
    }
}

/// The endpoints that are missing; none where they do not suffice.
fn endpoints_for(definition: &TaskDefinition, from: Standpoint, vpc: &Vpc) -> Option<BTreeSet<Endpoint>> {
    let mut with = vpc.clone();
    let mut added = BTreeSet::new();
    while let Some(lacks) = first_unreachable(definition, from, &with) {
        let endpoints: Vec<Endpoint> = match lacks.need {
            Need::Secret(store) => vec![store],
            Need::EnvironmentFiles => vec![Endpoint::S3],
            Need::RegistryAuth => vec![Endpoint::EcrApi],
            Need::EcrImage => vec![Endpoint::EcrDkr, Endpoint::S3],
            Need::Logs => vec![Endpoint::Logs],
            Need::PublicImage => return None,
        };
        for endpoint in endpoints.into_iter().filter(|endpoint| !vpc.endpoints.contains(endpoint)) {
            added.insert(endpoint);
            with.endpoints.insert(endpoint);
        }
    }
    Some(added)
}

fn needed(need: Need) -> String {
    match need {
        Need::Secret(store) => format!("its secrets ({})", endpoint_name(store)),
        Need::EnvironmentFiles => "its environment files in S3".to_owned(),
        Need::RegistryAuth => "the right to pull its image from ECR (ecr.api)".to_owned(),
        Need::EcrImage => "its image in ECR (ecr.dkr and s3)".to_owned(),
        Need::PublicImage => "its image from a registry on the internet".to_owned(),
        Need::Logs => "the log group of its output (logs)".to_owned(),
    }
}
