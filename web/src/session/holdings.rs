//! What an instance holds of the network: its host ports, and whose they are.

use ecs_core::aws::Protocol;
use ecs_core::report::{PortView, Snapshot, TaskView};

/// A host port in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldPort {
    /// The port.
    pub port: u16,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Whose it is.
    pub whose: Whose,
}

/// Whose a host port is. Tasks are numbers in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Reserved on the instance: no task gets it.
    Reserved,
    /// A task's, whose definition names it.
    Static(usize),
    /// A task's, drawn by the agent when its container started.
    Drawn(usize),
}

/// The host ports in use on an instance, in order.
pub fn held_ports(snapshot: &Snapshot, instance: usize) -> Vec<HeldPort> {
    let tasks = snapshot.tasks_on(instance);
    let Some(instance) = snapshot.instances.get(instance) else { return Vec::new() };
    let mut held: Vec<HeldPort> = Vec::new();
    for (number, port) in ports_of_tasks(snapshot, tasks) {
        let whose = if instance.ports.contains(port) { Whose::Static(number) } else { Whose::Drawn(number) };
        held.push(HeldPort { port: port.host_port, protocol: port.protocol, whose });
    }
    let is_free = |port: &&PortView| {
        !held.iter().any(|held| (held.port, held.protocol) == (port.host_port, port.protocol))
    };
    let reserved: Vec<HeldPort> = instance
        .ports
        .iter()
        .filter(is_free)
        .map(|port| HeldPort { port: port.host_port, protocol: port.protocol, whose: Whose::Reserved })
        .collect();
    held.extend(reserved);
    held.sort_unstable_by_key(|held| (held.port, held.protocol.name()));
    held
}

/// How many of an instance's host ports were drawn.
pub fn drawn_ports(snapshot: &Snapshot, instance: usize) -> usize {
    let tasks = snapshot.tasks_on(instance);
    let Some(instance) = snapshot.instances.get(instance) else { return 0 };
    ports_of_tasks(snapshot, tasks).filter(|(_, port)| !instance.ports.contains(port)).count()
}

/// The tasks of an instance with a network interface of their own, and its address.
pub fn interfaces(snapshot: &Snapshot, instance: usize) -> Vec<(usize, &str)> {
    let interface = |number: &usize| Some((*number, task(snapshot, *number)?.address.as_deref()?));
    snapshot.tasks_on(instance).iter().filter_map(interface).collect()
}

fn task(snapshot: &Snapshot, number: usize) -> Option<&TaskView> {
    snapshot.tasks.get(number).map(|task| &**task)
}

/// The drawn and static ports of tasks: those that are not drawn yet are left out.
fn ports_of_tasks<'a>(
    snapshot: &'a Snapshot,
    tasks: &'a [usize],
) -> impl Iterator<Item = (usize, &'a PortView)> {
    tasks.iter().flat_map(move |number| {
        let ports = task(snapshot, *number).map(|task| &task.ports);
        ports.into_iter().flatten().filter(|port| port.host_port > 0).map(|port| (*number, port))
    })
}

#[cfg(test)]
mod tests {
    use super::{Whose, drawn_ports, held_ports, interfaces};
    use ecs_core::report::Snapshot;
    use ecs_core::{Budget, Document, SimTime, Simulation};
    use ecs_workshop::gallery;

    fn snapshot(entry: &str) -> Snapshot {
        let text = gallery::ENTRIES.iter().find(|known| known.id == entry).unwrap().text;
        let mut run = Simulation::new(Document::read(text).scenario.unwrap());
        // Before a service replaces tasks whose targets fail their health checks.
        run.advance_to(SimTime::from_seconds(30), Budget::UNLIMITED);
        run.snapshot(1)
    }

    #[test]
    fn a_port_is_the_tasks_that_names_it_or_the_agents() {
        let held = held_ports(&snapshot("two-copies"), 0);
        assert_eq!(held.iter().filter(|held| held.whose == Whose::Reserved).count(), 5);
        let of_tasks: Vec<_> = held.iter().filter(|held| held.whose != Whose::Reserved).collect();
        assert_eq!(of_tasks.len(), 1);
        assert_eq!((of_tasks[0].port, of_tasks[0].whose), (80, Whose::Static(0)));
    }

    #[test]
    fn the_agent_draws_a_port_for_each_task() {
        let snapshot = snapshot("missing-rule");
        assert_eq!(drawn_ports(&snapshot, 0) + drawn_ports(&snapshot, 1), 4);
        let held = held_ports(&snapshot, 0);
        assert!(held.iter().any(|held| held.port >= 32768 && matches!(held.whose, Whose::Drawn(_))));
        assert!(interfaces(&snapshot, 0).is_empty());
    }

    #[test]
    fn a_task_of_mode_awsvpc_has_an_address_on_the_instance() {
        let snapshot = snapshot("trunk-interface");
        let held: usize =
            (0..snapshot.instances.len()).map(|number| interfaces(&snapshot, number).len()).sum();
        assert_eq!(held, 3);
        assert!(held_ports(&snapshot, 0).iter().all(|held| held.whose == Whose::Reserved));
    }
}
