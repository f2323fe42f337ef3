//! The paths to a task, judged and told.

use super::subject::{Mapped, Subject};
use super::text;
use super::way_out::{Exit, destinations};
use super::ways::{Entrance, Names, Way, entrances, straight, through_load_balancers};
use super::{ClientErrorReport, HopReport, NetworkReport, PathReport, TargetHealthReport, TargetReport};
use crate::aws::{LoadBalancerType, NetworkMode, Vpc};
use crate::engine::Engine;
use crate::ids::{LaunchRow, ServiceRow, TaskRow};
use crate::network::{Balancer, Forwards, Front, Hop, HopKind, Obstacle, Path, direct, through};
use crate::world::{Task, TaskStatus};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// The address of docker0 on every instance. Spec: NET-41.
const DOCKER0_GATEWAY: Ipv4Addr = Ipv4Addr::new(172, 17, 0, 1);

impl Engine {
    /// The network around a task. None where its definition is not known.
    pub(crate) fn network_report(&self, row: TaskRow) -> Option<NetworkReport> {
        self.network_report_behind(row, &self.entrances(self.world.tasks[row].launch))
    }

    /// The same for every task of a service that is not stopped, in order of creation.
    pub(crate) fn network_reports(&self, service: ServiceRow) -> Vec<NetworkReport> {
        let mut known: BTreeMap<LaunchRow, Vec<Entrance<'_>>> = BTreeMap::new();
        let rows = self.world.tasks.iter().filter(|(_, task)| {
            self.world.launches[task.launch].service == Some(service)
                && task.last_status != TaskStatus::Stopped
        });
        let report = |(row, task): (TaskRow, &Task)| {
            let entrances = known.entry(task.launch).or_insert_with(|| self.entrances(task.launch));
            self.network_report_behind(row, entrances)
        };
        rows.filter_map(report).collect()
    }

    fn entrances(&self, launch: LaunchRow) -> Vec<Entrance<'_>> {
        entrances(&self.scenario.account, &self.traffic.balancing, &self.registers_with(launch))
    }

    fn network_report_behind(&self, row: TaskRow, entrances: &[Entrance<'_>]) -> Option<NetworkReport> {
        let subject = self.subject(row)?;
        let vpc = &self.scenario.vpc;
        let exit = Exit::of_task(vpc, &subject).filter(|_| subject.task.last_status != TaskStatus::Stopped);
        let mut report = NetworkReport {
            at_seconds: super::super::run::seconds(self.now),
            task: self.task_arn(row),
            name: self.world.task_short(subject.task),
            last_status: subject.task.last_status,
            network_mode: subject.mode(),
            launch_type: subject.launch.launch_type,
            why_not_running: subject.why_not_running.clone(),
            address: self.address_report(&subject),
            hops: Vec::new(),
            paths: Vec::new(),
            way_out: exit.map(|exit| destinations(vpc, exit)).unwrap_or_default(),
            names: self.names_of_task(&subject),
        };
        for way in self.ways(&subject, entrances) {
            self.tell(&subject, &way, &mut report);
        }
        Some(report)
    }

    fn ways<'a>(&self, subject: &Subject<'_>, entrances: &'a [Entrance<'a>]) -> Vec<Way<'a>> {
        match subject.mode() {
            NetworkMode::None => Vec::new(),
            _ if entrances.is_empty() => straight(subject),
            _ => through_load_balancers(&self.scenario, entrances, subject),
        }
    }

    /// Adds a way to the report.
    fn tell(&self, subject: &Subject<'_>, way: &Way<'_>, report: &mut NetworkReport) {
        // One that waits for an instance is in no zone yet.
        let zone = self.zone_of(subject.task).unwrap_or_default();
        let target = subject.target(&zone, way.mapped, way.front.is_some());
        let vpc = &self.scenario.vpc;
        let path = match way.front {
            Some((front, _)) => through(vpc, front, &target),
            None => direct(vpc, subject.client(), &target),
        };
        let mut passed = true;
        for hop in &path.hops {
            let mut told = HopReport { path: report.paths.len(), ..self.hop(subject, way, hop) };
            if !passed {
                // No request comes this far, so nothing is decided here.
                (told.reason, told.missing_permission) = (None, None);
            }
            passed &= hop.obstacle.is_none();
            report.hops.push(HopReport { passed, ..told });
        }
        report.paths.push(self.path(subject, way, &path));
    }

    fn path(&self, subject: &Subject<'_>, way: &Way<'_>, path: &Path) -> PathReport {
        let vpc = &self.scenario.vpc;
        let front = way.front.map(|(front, _)| front);
        let names = way.front.map(|(_, names)| names);
        let health = front.zip(path.health.as_ref()).map(|(front, health)| {
            let (reason, description) = text::health(front.balancer, health);
            let missing = match &health.obstacle {
                Some(Obstacle::Denied(missing)) => Some(text::missing(vpc, missing)),
                _ => None,
            };
            TargetHealthReport {
                state: health.state,
                reason: reason.map(Into::into),
                description: description.map(Into::into),
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
                ClientErrorReport { status, name: name.into(), sentence: sentence.to_owned() }
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
            port: subject.port(way.mapped).filter(|_| !is_classic),
            availability_zone: self.world.zones[subject.task.zone].clone(),
        })
    }

    /// A hop; whether it is passed depends on those before it.
    fn hop(&self, subject: &Subject<'_>, way: &Way<'_>, hop: &Hop) -> HopReport {
        let vpc = &self.scenario.vpc;
        let told = HopReport {
            path: 0,
            kind: hop.kind,
            name: String::new(),
            address: None,
            port: None,
            protocol: None,
            security_groups: Vec::new(),
            passed: true,
            reason: reason(vpc, subject, hop),
            missing_permission: match &hop.obstacle {
                Some(Obstacle::Denied(missing)) => Some(text::missing(vpc, missing)),
                _ => None,
            },
        };
        match (hop.kind, way.front) {
            (HopKind::Internet, _) => HopReport { name: "internet".to_owned(), ..told },
            (HopKind::Vpc, _) => HopReport { name: "VPC".to_owned(), ..told },
            (HopKind::LoadBalancer | HopKind::Listener | HopKind::TargetGroup, Some((front, names))) => {
                let port = subject.port(way.mapped);
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
        // A Gateway Load Balancer listens for every packet on every port.
        let port = Some(port).filter(|_| front.balancer != Balancer::Elb(LoadBalancerType::Gateway));
        // The listener of a Classic Load Balancer is read without its protocol.
        let protocol =
            Some(text::elb_protocol(protocol).into()).filter(|_| front.balancer != Balancer::Classic);
        match (told.kind, front.forwards) {
            (HopKind::LoadBalancer, _) => HopReport {
                name: names.load_balancer.name.clone(),
                address: names.dns_name.clone(),
                port,
                security_groups: front
                    .security_groups
                    .map(|groups| text::group_ids(&self.scenario.vpc, groups))
                    .unwrap_or_default(),
                ..told
            },
            (HopKind::TargetGroup, Forwards::TargetGroup(group, _)) => HopReport {
                name: group.name.clone(),
                port: target_port,
                protocol: Some(text::elb_protocol(group.protocol).into()),
                ..told
            },
            _ => HopReport { name: names.listener.clone(), port, protocol, ..told },
        }
    }

    fn target_hop(&self, subject: &Subject<'_>, way: &Way<'_>, told: HopReport) -> HopReport {
        let containers = &subject.definition.container_definitions;
        let Mapped { container, mapping, .. } = way.mapped;
        let name = containers.get(container).map_or_else(String::new, |found| found.name.clone());
        let container_port = Some(mapping.container_port);
        let protocol = Some(mapping.protocol.name().into());
        let address = subject.address.map(|address| address.to_string());
        let guards = || text::group_ids(&self.scenario.vpc, subject.security_groups);
        match told.kind {
            HopKind::ContainerInstance => HopReport {
                name: subject.task.instance.map(|row| self.instance_short(row)).unwrap_or_default(),
                address,
                port: subject.port(way.mapped),
                protocol,
                security_groups: guards(),
                ..told
            },
            HopKind::NetworkInterface => HopReport {
                // An interface that is not there, or not there any more, has no id.
                name: subject.address.map(|_| self.network_interface_id(subject.task)).unwrap_or_default(),
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
                name,
                address: subject.container_address(container).map(|address| address.to_string()),
                port: container_port,
                protocol,
                ..told
            },
        }
    }
}

/// Why a request does not get past a hop, or what lets it in.
fn reason(vpc: &Vpc, subject: &Subject<'_>, hop: &Hop) -> Option<String> {
    match (&hop.obstacle, &hop.permit, &subject.why_not_running) {
        (Some(Obstacle::NotRunning), _, Some(why)) => Some(format!("{}: {why}", text::NOT_RUNNING)),
        (Some(obstacle), ..) => Some(text::obstacle(vpc, obstacle)),
        (None, Some(permit), _) => {
            let narrow = hop.missing_for_others.as_ref();
            let narrow = narrow.map(|lacking| format!("; {}", text::too_narrow(vpc, lacking)));
            text::permit(vpc, permit).map(|permits| permits + &narrow.unwrap_or_default())
        }
        (None, None, _) => None,
    }
}
