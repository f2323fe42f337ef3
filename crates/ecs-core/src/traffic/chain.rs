//! Requests that containers send: who sends where, and how the answers were felt. Spec: LOAD-12 to LOAD-14.

use super::{Route, TargetRow};
use crate::aws::HttpAddress;
use crate::ids::{ServiceRow, TaskRow};
use crate::load::Felt;
use crate::scenario::TrafficTo;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The state of all requests that containers send. What is behind a name of Cloud Map or Service Connect are
/// targets too: a *front* is a target group, by its number, or a name, by the numbers behind those.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// The number of the first name: how many target groups there are.
    pub first_name: usize,
    /// Names that somebody sends to.
    pub names: Arc<Vec<Name>>,
    /// Where somebody sends to.
    pub destinations: Arc<Vec<Destination>>,
    /// The tasks that send.
    pub senders: BTreeMap<TaskRow, Arc<Sender>>,
    /// Targets behind names of each task.
    pub of_task: BTreeMap<TaskRow, Vec<TargetRow>>,
    /// How the answers of each front were felt in the last step.
    pub felt: BTreeMap<usize, Felt>,
    /// What waits before each front, by who sent it; nobody stands for clients outside.
    pub waiting: BTreeMap<usize, BTreeMap<Option<TargetRow>, f64>>,
    /// Requests a second of the last step to each front, by who sent it.
    pub sent: BTreeMap<usize, BTreeMap<TargetRow, f64>>,
    /// Requests a second that arrived at each front in the last step.
    pub offered: BTreeMap<usize, f64>,
}

/// A name of Cloud Map or Service Connect, as a container asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The namespace whose aliases of Service Connect the sender knows; none without Service Connect.
    pub namespace: Option<String>,
    /// The name.
    pub host: String,
    /// The port that is asked for.
    pub port: u16,
    /// The last service with a task behind it.
    pub service: Option<ServiceRow>,
}

/// Where a container's requests go.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The namespace of Service Connect that the sender is in.
    pub namespace: Option<String>,
    /// What is asked for.
    pub address: HttpAddress,
    /// What that is.
    pub leads: Leads,
    /// Where a load balancer sends it by now.
    pub route: Route,
}

/// What an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// A load balancer.
    Balancer(TrafficTo),
    /// A port of a load balancer at which nothing listens.
    NoListener,
    /// A name, by the number of its front.
    Name(usize),
}

/// Where requests come from, for security groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Security groups of the sender, by their numbers in the VPC.
    pub security_groups: Vec<usize>,
    /// The subnets that it may be in, by their numbers in the VPC.
    pub subnets: Vec<usize>,
}

/// What a container sends for each request that it serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sends {
    /// The container, by its number in the task definition.
    pub container: usize,
    /// The destination, by its number.
    pub destination: usize,
    /// How many.
    pub per_request: f64,
}

/// What the containers of a task send.
#[derive(Clone, Debug, PartialEq)]
pub struct Sender {
    /// Where it sends from.
    pub origin: Origin,
    /// What.
    pub sends: Vec<Sends>,
}

impl Chain {
    /// What a container of a task sends, and from where.
    pub fn sent_by(&self, task: TaskRow, container: usize) -> impl Iterator<Item = (&Origin, Sends)> {
        let sender = self.senders.get(&task).into_iter();
        sender.flat_map(move |sender| {
            let own = sender.sends.iter().filter(move |sends| sends.container == container);
            own.map(|sends| (&sender.origin, *sends))
        })
    }

    /// The name of a front; none of a target group.
    pub fn name(&self, front: usize) -> Option<&Name> {
        self.names.get(front.checked_sub(self.first_name)?)
    }
}

/// In which order fronts are worked out, so that whoever sends comes before whom it sends to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainOrder {
    /// All fronts.
    pub fronts: Vec<usize>,
    /// Those that get requests of containers.
    pub inner: BTreeSet<usize>,
    /// Ways that would close a circle, or make a chain too long: nothing is sent there.
    pub cut: BTreeSet<(usize, usize)>,
}

impl ChainOrder {
    /// The order of fronts that send to each other, of which no chain is longer than `longest`. Spec: LOAD-14.
    pub fn of(ways: &Ways, longest: usize) -> ChainOrder {
        let mut walk =
            Walk { ways, longest, path: Vec::new(), seen: BTreeSet::new(), order: ChainOrder::default() };
        for front in ways.services.keys() {
            walk.visit(*front);
        }
        let mut order = walk.order;
        order.fronts.reverse();
        let all = ways.to.iter().flat_map(|(from, to)| to.iter().map(|to| (*from, *to)));
        order.inner = all.filter(|way| !order.cut.contains(way)).map(|(_, to)| to).collect();
        order
    }
}

/// Who sends to whom.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// All fronts, with the services behind them.
    pub services: BTreeMap<usize, BTreeSet<ServiceRow>>,
    /// From a front to others.
    pub to: BTreeMap<usize, BTreeSet<usize>>,
}

impl Ways {
    /// Whether two fronts are the same, or have a service behind them that is the same.
    fn meet(&self, one: usize, other: usize) -> bool {
        let services = self.services.get(&one).zip(self.services.get(&other));
        one == other || services.is_some_and(|(one, other)| !one.is_disjoint(other))
    }
}

/// A walk along all ways, depth first.
struct Walk<'a> {
    ways: &'a Ways,
    longest: usize,
    path: Vec<usize>,
    seen: BTreeSet<usize>,
    order: ChainOrder,
}

impl Walk<'_> {
    fn visit(&mut self, front: usize) {
        if !self.seen.insert(front) {
            return;
        }
        self.path.push(front);
        for to in self.ways.to.get(&front).into_iter().flatten() {
            let comes_back = self.path.iter().any(|before| self.ways.meet(*before, *to));
            if comes_back || self.path.len() >= self.longest {
                self.order.cut.insert((front, *to));
            } else {
                self.visit(*to);
            }
        }
        self.path.pop();
        self.order.fronts.push(front);
    }
}

#[cfg(test)]
mod tests {
    use super::{ChainOrder, Ways};
    use crate::ids::ServiceRow;
    use std::collections::BTreeSet;

    fn order(ways: &[(usize, usize)], longest: usize) -> ChainOrder {
        let mut all = Ways::default();
        for (from, to) in ways {
            all.services.extend([(*from, BTreeSet::new()), (*to, BTreeSet::new())]);
            all.to.entry(*from).or_default().insert(*to);
        }
        ChainOrder::of(&all, longest)
    }

    #[test]
    fn two_fronts_of_a_service_are_one_on_a_circle() {
        let mut ways = Ways::default();
        for (front, service) in [(0, 7), (1, 8), (2, 7)] {
            ways.services.insert(front, BTreeSet::from([ServiceRow(service)]));
        }
        ways.to.insert(0, BTreeSet::from([1]));
        ways.to.insert(1, BTreeSet::from([2]));
        assert_eq!(ChainOrder::of(&ways, 9).cut, BTreeSet::from([(1, 2)]));
    }

    #[test]
    fn whoever_sends_comes_first() {
        let order = order(&[(2, 0), (0, 1), (2, 1), (3, 2)], 9);
        assert_eq!(order.fronts, [3, 2, 0, 1]);
        assert_eq!(order.inner, BTreeSet::from([0, 1, 2]));
        assert!(order.cut.is_empty());
    }

    #[test]
    fn a_circle_is_cut_where_it_closes() {
        let order = order(&[(0, 1), (1, 2), (2, 0), (1, 1)], 9);
        assert_eq!(order.fronts, [0, 1, 2]);
        assert_eq!(order.cut, BTreeSet::from([(1, 1), (2, 0)]));
        assert_eq!(order.inner, BTreeSet::from([1, 2]));
    }

    #[test]
    fn a_long_chain_is_cut() {
        let chain: Vec<(usize, usize)> = (0..5).map(|number| (number, number + 1)).collect();
        assert_eq!(order(&chain, 3).cut, BTreeSet::from([(2, 3)]));
    }
}
