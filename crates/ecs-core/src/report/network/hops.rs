//! The paths to a task, judged and told.

use super::subject::Subject;
use super::text;
use super::way_out::{Exit, destinations};
use super::ways::{Names, Way, straight, through_load_balancers};
use super::{ClientErrorReport, HopReport, NetworkReport, PathReport, TargetHealthReport, TargetReport};
use crate::aws::NetworkMode;
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow, TaskRow};
use crate::network::{Balancer, Forwards, Front, Hop, HopKind, Obstacle, Path, direct, through};
use crate::world::TaskStatus;
use std::net::Ipv4Addr;

/// The address of docker0 on every instance. Spec: NET-41.
const DOCKER0_GATEWAY: Ipv4Addr = Ipv4Addr::new(172, 17, 0, 1);

impl Engine {
    /// The network around a task. None where its definition is not known.
    pub(crate) fn network_report(&self, row: TaskRow) -> Option<NetworkReport> {
        let subject = self.subject(row)?;
        let vpc = &self.scenario.vpc;
        let mut report = NetworkReport {
            at_seconds: super::super::run::seconds(self.now),
            task: self.task_arn(row),
            name: self.world.task_short(subject.task),
            last_status: subject.task.last_status,
            network_mode: subject.mode(),
            launch_type: subject.launch.launch_type,
            address: self.address_report(&subject),
            hops: Vec::new(),
            paths: Vec::new(),
            way_out: Exit::of_task(vpc, &subject).map(|exit| destinations(vpc, exit)).unwrap_or_default(),
            names: self.names_of_task(&subject),
        };
        for way in self.ways(&subject) {
            self.tell(&subject, &way, &mut report);
        }
        Some(report)
    }

    /// The same for every task of a service that is not stopped, in order of creation.
    pub(crate) fn network_reports(&self, service: ServiceRow) -> Vec<NetworkReport> {
        let rows = self.world.tasks.iter().filter(|(_, task)| {
            self.world.launches[task.launch].service == Some(service)
                && task.last_status != TaskStatus::Stopped
        });
        rows.filter_map(|(row, _)| self.network_report(row)).collect()
    }

    fn ways(&self, subject: &Subject<'_>) -> Vec<Way<'_>> {
        if subject.mode() == NetworkMode::None {
            return Vec::new();
        }
        let service = subject.launch.service.and_then(|row| self.scenario.services.get(row.number()));
        match service.map(|service| &service.load_balancers).filter(|entries| !entries.is_empty()) {
            Some(entries) => through_load_balancers(&self.scenario, entries, subject),
            None => straight(subject),
        }
    }

    /// Adds a way to the report.
    fn tell(&self, subject: &Subject<'_>, way: &Way<'_>, report: &mut NetworkReport) {
        let zone = self.world.zones[subject.task.zone].as_str();
        let target = subject.target(zone, way.container, way.mapping);
        let vpc = &self.scenario.vpc;
        let path = match &way.front {
            Some((front, _)) => through(vpc, front, &target),
            None => direct(vpc, subject.client(), &target),
        };
        let mut passed = true;
        for hop in &path.hops {
            passed &= hop.obstacle.is_none();
            let told = self.hop(subject, way, hop);
            report.hops.push(HopReport { path: report.paths.len(), passed, ..told });
        }
        report.paths.push(self.path(subject, way, &path));
    }

    fn path(&self, subject: &Subject<'_>, way: &Way<'_>, path: &Path) -> PathReport {
        let vpc = &self.scenario.vpc;
        let front = way.front.as_ref().map(|(front, _)| front);
        let names = way.front.as_ref().map(|(_, names)| names);
        let health = front.zip(path.health.as_ref()).map(|(front, health)| {
            let (reason, description) = text::health(front.balancer, health);
            let missing = match &health.obstacle {
                Some(Obstacle::Denied(missing)) => Some(text::missing(vpc, missing)),
                _ => None,
            };
            TargetHealthReport {
                state: health.state,
                reason,
                description,
                sentence: text::health_means(vpc, health),
                missing_permission: missing,
            }
        });
        PathReport {
            load_balancer: names.map(|names| names.load_balancer.clone()),
            target_group: names.and_then(|names| names.target_group.clone()),
            target: front.and_then(|front| self.target_report(subject, way, front)),
            target_health: health,
            passed: path.obstacle().is_none(),
            client_error: path.error.map(|error| {
                let (status, name, sentence) = text::client_error(error);
                ClientErrorReport { status, name, sentence: sentence.to_owned() }
            }),
        }
    }

    /// What is registered, once the task is RUNNING. Spec: NET-42.
    fn target_report(&self, subject: &Subject<'_>, way: &Way<'_>, front: &Front<'_>) -> Option<TargetReport> {
        if !subject.is_running() {
            return None;
        }
        let id = match (subject.task.instance, subject.mode()) {
            (Some(instance), mode) if mode != NetworkMode::Awsvpc => self.ec2_instance_id(instance),
            _ => subject.address?.to_string(),
        };
        let is_classic = front.balancer == Balancer::Classic;
        Some(TargetReport {
            id,
            port: subject.port(way.container, way.mapping).filter(|_| !is_classic),
            availability_zone: self.world.zones[subject.task.zone].clone(),
        })
    }

    /// A hop; whether it is passed depends on those before it.
    fn hop(&self, subject: &Subject<'_>, way: &Way<'_>, hop: &Hop) -> HopReport {
        let vpc = &self.scenario.vpc;
        let front = way.front.as_ref();
        let told = HopReport {
            path: 0,
            kind: hop.kind,
            name: String::new(),
            address: None,
            port: None,
            protocol: None,
            security_groups: Vec::new(),
            passed: true,
            reason: match (&hop.obstacle, hop.permit) {
                (Some(obstacle), _) => Some(text::obstacle(vpc, obstacle)),
                (None, Some(permit)) => text::permit(vpc, permit),
                (None, None) => None,
            },
            missing_permission: match &hop.obstacle {
                Some(Obstacle::Denied(missing)) => Some(text::missing(vpc, missing)),
                _ => None,
            },
        };
        match (hop.kind, front) {
            (HopKind::Internet, _) => HopReport { name: "internet".to_owned(), ..told },
            (HopKind::Vpc, _) => HopReport { name: "VPC".to_owned(), ..told },
            (HopKind::LoadBalancer | HopKind::Listener | HopKind::TargetGroup, Some((front, names))) => {
                let port = subject.port(way.container, way.mapping);
                self.front_hop(front, names, port, told)
            }
            _ => self.target_hop(subject, way, told),
        }
    }

    fn front_hop(
        &self,
        front: &Front<'_>,
        names: &Names,
        target_port: Option<u16>,
        told: HopReport,
    ) -> HopReport {
        let (protocol, port) = front.listener;
        // The listener of a Classic Load Balancer is read without its protocol.
        let protocol = Some(text::elb_protocol(protocol)).filter(|_| front.balancer != Balancer::Classic);
        match (told.kind, front.forwards) {
            (HopKind::LoadBalancer, _) => HopReport {
                name: names.load_balancer.name.clone(),
                address: Some(names.dns_name.clone()),
                port: Some(port),
                security_groups: front
                    .security_groups
                    .map(|groups| text::group_ids(&self.scenario.vpc, groups))
                    .unwrap_or_default(),
                ..told
            },
            (HopKind::TargetGroup, Forwards::TargetGroup(group, _)) => HopReport {
                name: group.name.clone(),
                port: target_port,
                protocol: Some(text::elb_protocol(group.protocol)),
                ..told
            },
            _ => HopReport { name: names.listener.clone(), port: Some(port), protocol, ..told },
        }
    }

    fn target_hop(&self, subject: &Subject<'_>, way: &Way<'_>, told: HopReport) -> HopReport {
        let containers = &subject.definition.container_definitions;
        let container = containers.get(way.container).map_or_else(String::new, |found| found.name.clone());
        let container_port = Some(way.mapping.container_port);
        let protocol = Some(way.mapping.protocol.name());
        let address = subject.address.map(|address| address.to_string());
        let guards = || text::group_ids(&self.scenario.vpc, subject.security_groups);
        match told.kind {
            HopKind::ContainerInstance => HopReport {
                name: subject.task.instance.map(|row| self.instance_short(row)).unwrap_or_default(),
                address,
                port: subject.port(way.container, way.mapping),
                protocol,
                security_groups: guards(),
                ..told
            },
            HopKind::NetworkInterface => HopReport {
                name: self.network_interface_id(subject.task),
                address,
                port: container_port,
                protocol,
                security_groups: guards(),
                ..told
            },
            HopKind::Docker0 => {
                HopReport { name: "docker0".to_owned(), address: Some(DOCKER0_GATEWAY.to_string()), ..told }
            }
            HopKind::Nat => HopReport { name: "nat".to_owned(), ..told },
            _ => HopReport {
                name: container,
                address: subject.container_address(way.container).map(|address| address.to_string()),
                port: container_port,
                protocol,
                ..told
            },
        }
    }
}
