//! The end of a minute: what was measured of it. Spec: METRIC-1, METRIC-2.

use super::super::Engine;
use crate::balance::TargetState;
use crate::containers::{Container, ContainerStatus};
use crate::ids::{ServiceRow, TaskRow};
use crate::load::{Histogram, Work, kib_in_mib};
use crate::traffic::{ClusterUse, MINUTE, Minute, Requests, ServiceMinute, TaskCounts, Times, Use};
use crate::units::CPU_UNITS_PER_VCPU;
use crate::world::TaskStatus;
use std::collections::BTreeMap;

/// A group's minute, with the times from which those of several groups are made.
struct GroupMinute {
    number: usize,
    requests: Requests,
    times: Histogram,
    /// Whether no client outside is told of them.
    is_inner: bool,
}

impl Engine {
    /// Takes down the minute that ends now.
    pub(super) fn measure(&mut self) {
        let numbers = 0..self.scenario.load_balancing.target_groups.len();
        let groups: Vec<GroupMinute> = numbers.map(|number| self.measure_group(number)).collect();
        let first_name = self.traffic.chain.first_name;
        let names = first_name..first_name + self.traffic.chain.names.len();
        let names: Vec<GroupMinute> = names.map(|number| self.measure_group(number)).collect();
        let (counts, _) = self.traffic.so_far.unrouted.take();
        let of_clients = || groups.iter().filter(|group| !group.is_inner);
        let mut all = together(of_clients());
        for (count, more) in all.counts.iter_mut().zip(counts) {
            *count += more;
        }
        for group in of_clients() {
            self.traffic.times.merge(&group.times);
        }
        let used = self.use_by_service();
        let services = self.world.services.iter().map(|(row, service)| {
            let own = |group: &&GroupMinute| {
                service
                    .given
                    .load_balancers
                    .iter()
                    .any(|entry| entry.with == crate::aws::RegisteredWith::TargetGroup(group.number))
            };
            let by_name = |name: &&GroupMinute| {
                self.traffic.chain.name(name.number).is_some_and(|name| name.service == Some(row))
            };
            let mut of_service = groups.iter().filter(own).chain(names.iter().filter(by_name)).peekable();
            let requests = of_service.peek().is_some().then(|| together(of_service));
            let tasks = used.of_services.get(&row).copied().unwrap_or_default();
            let counts = TaskCounts {
                desired: service.desired_count,
                running: service.running_count,
                pending: service.pending_count,
            };
            ServiceMinute { requests, tasks, counts }
        });
        let minute = Minute {
            end: self.now,
            all,
            services: services.collect(),
            groups: groups.into_iter().map(|group| group.requests).collect(),
            cluster: used.cluster,
            reservations: self.reservations(),
        };
        self.traffic.so_far.vcpu_seconds.clear();
        self.traffic.so_far.instance_vcpu_seconds = 0.0;
        self.history.push(minute);
    }

    fn measure_group(&mut self, number: usize) -> GroupMinute {
        let so_far = self.traffic.so_far.groups.entry(number).or_default();
        let (counts, routed) = so_far.tallied.take();
        let responses = std::mem::take(&mut so_far.responses);
        let times = responses.histogram(so_far.time_out_s);
        let is_inner = so_far.is_inner();
        let mut requests = Requests { counts, routed, times: Times::of(&times), ..Requests::default() };
        let rows = self.traffic.of_group.get(&number).into_iter().flatten();
        for target in rows.filter_map(|row| self.traffic.targets.get(row)) {
            match target.health.state() {
                TargetState::Healthy => requests.healthy += 1,
                TargetState::Unhealthy => requests.unhealthy += 1,
                TargetState::Initial | TargetState::Unused => {}
                TargetState::Draining => continue,
            }
            requests.registered += 1;
        }
        GroupMinute { number, requests, times, is_inner }
    }

    /// What the tasks use of which a container runs, whatever they are asked to do. Spec: METRIC-2.
    fn use_by_service(&self) -> Used {
        let mut used = Used { cluster: self.registered(), of_services: BTreeMap::new() };
        let per_minute = f64::from(CPU_UNITS_PER_VCPU) / MINUTE.as_seconds();
        for task in &self.traffic.running {
            let row = &self.world.tasks[*task];
            if row.last_status != TaskStatus::Running {
                continue;
            }
            let is_up = |container: &Container| matches!(container.status, ContainerStatus::Running { .. });
            if !row.containers.containers().iter().any(is_up) {
                continue;
            }
            let launch = &self.world.launches[row.launch];
            let (cpu_units, memory_mib) = self.in_use(*task);
            let add = |sum: &mut Use| {
                sum.tasks += 1;
                sum.cpu_units += cpu_units;
                sum.cpu_units_reserved += u64::from(launch.requirement.cpu_units);
                sum.memory_mib += memory_mib;
                sum.memory_mib_reserved += u64::from(launch.requirement.memory_mib);
            };
            if row.instance.is_some() {
                add(&mut used.cluster.tasks);
            }
            if let Some(service) = launch.service {
                add(used.of_services.entry(service).or_default());
            }
        }
        for (service, vcpu_seconds) in &self.traffic.so_far.vcpu_seconds {
            used.of_services.entry(*service).or_default().cpu_units += vcpu_seconds * per_minute;
        }
        used.cluster.tasks.cpu_units += self.traffic.so_far.instance_vcpu_seconds * per_minute;
        used
    }

    /// What the container instances registered.
    fn registered(&self) -> ClusterUse {
        let entries = self.world.ledger.rows().map(|row| self.instance_entry(row));
        entries.fold(ClusterUse::default(), |sum, entry| ClusterUse {
            cpu_units_registered: sum.cpu_units_registered
                + u64::from(entry.instance_type.vcpu * CPU_UNITS_PER_VCPU),
            memory_mib_registered: sum.memory_mib_registered + u64::from(entry.registered_memory_mib),
            ..sum
        })
    }

    /// CPU units that a task uses without requests, and MiB with those in flight. Spec: LOAD-8.
    fn in_use(&self, task: TaskRow) -> (f64, f64) {
        let row = &self.world.tasks[task];
        let states = row.containers.containers().iter().zip(&row.plan.containers);
        let of_container = states.map(|(state, fixed)| {
            let ContainerStatus::Running { since, ready_at, ready, .. } = state.status else {
                return (0.0, 0.0);
            };
            let idle = f64::from(fixed.behaviour.idle_cpu_units);
            if !ready {
                return (idle, 0.0);
            }
            let hours = (self.now.as_seconds() - ready_at.max(since).as_seconds()) / 3600.0;
            let mib = Work::of(fixed).memory_mib_at(hours.max(0.0), 0.0);
            (idle, mib + kib_in_mib(state.held_kib))
        });
        of_container.fold((0.0, 0.0), |sum, used| (sum.0 + used.0, sum.1 + used.1))
    }
}

/// What is in use.
struct Used {
    of_services: BTreeMap<ServiceRow, Use>,
    cluster: ClusterUse,
}

/// The requests of several groups.
fn together<'a>(groups: impl Iterator<Item = &'a GroupMinute>) -> Requests {
    let (mut sum, mut times) = (Requests::default(), Histogram::default());
    for GroupMinute { requests, times: of_group, .. } in groups {
        for (count, more) in sum.counts.iter_mut().zip(requests.counts) {
            *count += more;
        }
        sum.routed += requests.routed;
        sum.healthy += requests.healthy;
        sum.unhealthy += requests.unhealthy;
        sum.registered += requests.registered;
        times.merge(of_group);
    }
    Requests { times: Times::of(&times), ..sum }
}
