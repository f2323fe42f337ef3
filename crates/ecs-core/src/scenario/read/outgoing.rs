//! Where containers send requests: names that lead nowhere, and services that wait for each other.
//! Spec: LOAD-12, LOAD-14.

use super::Reader;
use super::across::Across;
use crate::aws::{HttpAddress, Service, ServiceLoadBalancer, shorten};
use crate::balance::forwards_for;
use crate::finding::rules;
use crate::json::Node;
use crate::scenario::{Addressed, TrafficTo};
use std::collections::BTreeSet;

/// An entry of a container's `requests`, as a service sends it.
struct Sent<'n> {
    /// The service, by its number.
    from: usize,
    pointer: String,
    node: &'n Node,
    address: HttpAddress,
}

/// What an address leads to.
enum Found {
    /// Services, by their numbers: none where nobody is behind it yet.
    Services(BTreeSet<usize>),
    /// Nothing: why, and what would help.
    Nothing(String, Option<String>),
}

impl<'n> Reader<'n> {
    /// Says what is wrong with the requests that the services' containers send, once the timeline is read.
    pub(super) fn check_outgoing(&mut self, across: &Across<'_>) {
        let all = self.sent(across);
        let mut said = BTreeSet::new();
        let mut ways: Vec<Vec<(usize, &Sent<'_>)>> = across.services.iter().map(|_| Vec::new()).collect();
        for sent in &all {
            match self.found(sent, across) {
                Found::Services(services) => {
                    let own = ways.get_mut(sent.from).into_iter();
                    own.for_each(|own| own.extend(services.iter().map(|to| (*to, sent))));
                }
                // Services that share a revision share what is wrong with it.
                Found::Nothing(message, hint) if said.insert(&sent.pointer) => {
                    self.report_hint(&rules::REQUESTS_NOWHERE, &sent.pointer, sent.node, message, hint);
                }
                Found::Nothing(..) => {}
            }
        }
        self.check_circles(&ways, across);
    }

    fn sent(&self, across: &Across<'_>) -> Vec<Sent<'n>> {
        let root: &'n Node = self.root;
        let mut sent = Vec::new();
        for (from, (_, service)) in across.services.iter().enumerate() {
            let definition = format!("/taskDefinitions/{}", service.task_definition);
            let containers = root.at(&definition).map_or(&[][..], |node| node.list("containerDefinitions"));
            for (container, node) in containers.iter().enumerate() {
                let Some(simulation) = node.get("simulation") else { continue };
                for (number, entry) in simulation.list("requests").iter().enumerate() {
                    let pointer = format!(
                        "{definition}/containerDefinitions/{container}/simulation/requests/{number}/to"
                    );
                    let Some(node) = entry.get("to") else { continue };
                    let address = node.as_str().and_then(HttpAddress::parse);
                    sent.extend(address.map(|address| Sent { from, pointer, node, address }));
                }
            }
        }
        sent
    }

    fn found(&self, sent: &Sent<'_>, across: &Across<'_>) -> Found {
        let address = &sent.address;
        let host = shorten(&address.host);
        match Addressed::of(&self.load_balancing, address) {
            Addressed::Balancer(to) => return Found::Services(self.behind(&to, across)),
            Addressed::NoListener => {
                let message = format!(
                    "load balancer `{host}` has no listener at port {}: nobody answers",
                    address.port
                );
                return Found::Nothing(message, Some("name the listener's port in the address".to_owned()));
            }
            Addressed::Other => {}
        }
        let namespace = across.services.get(sent.from).and_then(|(_, sender)| namespace(sender));
        let offers = |service: &Service| {
            let connect = service.service_connect.as_ref();
            let offered = connect.filter(|connect| Some(connect.namespace.as_str()) == namespace);
            let mut aliases =
                offered.into_iter().flat_map(|connect| &connect.services).flat_map(|one| &one.client_aliases);
            aliases
                .any(|alias| alias.port == address.port && alias.dns_name.eq_ignore_ascii_case(&address.host))
        };
        let discovery = &self.service_discovery;
        let registers = |service: &Service| {
            let mut registered = service
                .service_registries
                .iter()
                .filter_map(|registry| discovery.services.get(registry.service));
            registered.any(|found| {
                let namespace = discovery.namespaces.get(found.namespace).map_or("", String::as_str);
                format!("{}.{namespace}", found.name).eq_ignore_ascii_case(&address.host)
            })
        };
        let services = across.services.iter().enumerate();
        let behind: BTreeSet<usize> = services
            .filter(|(_, (_, service))| offers(service) || registers(service))
            .map(|(number, _)| number)
            .collect();
        if behind.is_empty() && !self.comes_later(&address.host, across) {
            self.nothing(sent, namespace, across)
        } else {
            Found::Services(behind)
        }
    }

    /// Services behind a load balancer, as its listeners are written.
    fn behind(&self, to: &TrafficTo, across: &Across<'_>) -> BTreeSet<usize> {
        let balancing = &self.load_balancing;
        let groups: BTreeSet<usize> = match to {
            TrafficTo::TargetGroup(group) => BTreeSet::from([*group]),
            TrafficTo::Listener { listener, host, path } => {
                let found = balancing.listeners.get(*listener).into_iter();
                let forwards = found.flat_map(|found| {
                    forwards_for(*listener, found, &balancing.rules, host.as_deref(), path.as_deref())
                });
                forwards.map(|forward| forward.target_group).collect()
            }
        };
        let services = across.services.iter().enumerate();
        let registers = |service: &Service| {
            let mut own = service.load_balancers.iter().flat_map(ServiceLoadBalancer::target_groups);
            own.any(|group| groups.contains(&group))
        };
        services.filter(|(_, (_, service))| registers(service)).map(|(number, _)| number).collect()
    }

    /// Whether a service that the timeline creates may offer a name: some text of it says it.
    fn comes_later(&self, host: &str, across: &Across<'_>) -> bool {
        let first = host.split('.').next().unwrap_or(host);
        let is_there =
            |name: &String| across.services.iter().any(|(_, service)| service.service_name == *name);
        self.known.services.iter().filter(|(name, _)| !is_there(name)).any(|(_, node)| {
            let connect = node.get("serviceConnectConfiguration");
            let mut offered = connect.map_or(&[][..], |connect| connect.list("services")).iter();
            let says = |node: &Node, key: &str| {
                node.str(key).is_some_and(|name| [host, first].contains(&name.to_ascii_lowercase().as_str()))
            };
            offered.any(|one| {
                let is_aliased = one.list("clientAliases").iter().any(|alias| says(alias, "dnsName"));
                is_aliased || says(one, "discoveryName") || says(one, "portName")
            })
        })
    }

    /// Why a name leads nowhere. Spec: LOAD-12.
    fn nothing(&self, sent: &Sent<'_>, namespace: Option<&str>, across: &Across<'_>) -> Found {
        let (host, port) = (&sent.address.host, sent.address.port);
        let mut aliases = Vec::new();
        for (_, service) in across.services {
            let connect = service.service_connect.iter();
            aliases.extend(connect.flat_map(|connect| {
                let all = connect.services.iter().flat_map(|one| &one.client_aliases);
                all.map(|alias| (connect.namespace.as_str(), alias))
            }));
        }
        let same = |name: &str| name.eq_ignore_ascii_case(host);
        let message = format!("no name of this service leads to `{}`: nobody answers", shorten(host));
        if let Some((of, alias)) = aliases.iter().find(|(_, alias)| same(&alias.dns_name)) {
            let hint = if Some(*of) == namespace {
                format!("the alias of Service Connect is at port {}, not {port}", alias.port)
            } else {
                format!(
                    r#"only services of namespace `{of}` know it: add "serviceConnectConfiguration": {{"enabled": true, "namespace": "{of}"}}"#
                )
            };
            return Found::Nothing(message, Some(hint));
        }
        let own = aliases.iter().filter(|(of, _)| Some(*of) == namespace);
        let own = own.map(|(_, alias)| alias.dns_name.clone());
        let discovery = &self.service_discovery;
        let discovered = discovery.services.iter().map(|service| {
            let namespace = discovery.namespaces.get(service.namespace).map_or("", String::as_str);
            format!("{}.{namespace}", service.name)
        });
        let balancers = self.load_balancing.load_balancers.iter().map(|balancer| balancer.name.clone());
        let known: Vec<String> = own.chain(discovered).chain(balancers).collect();
        let near = self.nearest(host, known.iter().map(String::as_str));
        let hint = near.map_or_else(
            || "name a load balancer, or a name of Service Connect or Cloud Map".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        Found::Nothing(message, Some(hint))
    }

    /// Services whose requests come back to themselves. Spec: LOAD-14.
    fn check_circles(&mut self, ways: &[Vec<(usize, &Sent<'_>)>], across: &Across<'_>) {
        let mut done = BTreeSet::new();
        let mut closing = Vec::new();
        for from in 0..ways.len() {
            circles(from, ways, &mut Vec::new(), &mut done, &mut closing);
        }
        for (circle, sent) in closing {
            let names = circle.iter().filter_map(|number| across.services.get(*number));
            let names: Vec<String> =
                names.map(|(_, service)| format!("`{}`", shorten(&service.service_name))).collect();
            let message = format!(
                "these requests come back to where they began, over {}: a run leaves one of these ways out",
                names.join(", ")
            );
            let hint = Some("send them to a service that does not wait for this one".to_owned());
            self.report_hint(&rules::REQUESTS_CIRCLE, &sent.pointer, sent.node, message, hint);
        }
    }
}

/// The namespace of Service Connect that a service is in.
fn namespace(service: &Service) -> Option<&str> {
    service.service_connect.as_ref().map(|connect| connect.namespace.as_str())
}

/// Walks from a service along all ways, and notes each that leads back to one on the path.
fn circles<'s>(
    from: usize,
    ways: &[Vec<(usize, &'s Sent<'s>)>],
    path: &mut Vec<usize>,
    done: &mut BTreeSet<usize>,
    closing: &mut Vec<(Vec<usize>, &'s Sent<'s>)>,
) {
    if done.contains(&from) || path.len() >= crate::limits::REQUEST_CHAIN {
        return;
    }
    path.push(from);
    for (to, sent) in ways.get(from).into_iter().flatten() {
        match path.iter().position(|on_path| on_path == to) {
            Some(begin) => closing.push((path.get(begin..).unwrap_or_default().to_vec(), sent)),
            None => circles(*to, ways, path, done, closing),
        }
    }
    path.pop();
    done.insert(from);
}
