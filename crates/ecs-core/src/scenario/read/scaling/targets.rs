//! `scalableTargets`. Spec: SCALE-1.

use super::{DIMENSION, KnownTarget, NAMESPACE};
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::scaling::{ScalableTarget, Suspended};
use crate::scenario::read::Reader;
use crate::scenario::read::references::SERVICE;

/// AWS's message where a resource is none that ECS has.
const UNSUPPORTED: &str = "Unsupported service namespace, resource type or scalable dimension";

/// AWS's message where the bounds are the wrong way round.
pub(super) const MIN_ABOVE_MAX: &str = "Maximum capacity cannot be less than minimum capacity";

impl Reader<'_> {
    pub(super) fn scalable_targets(&mut self) -> Vec<ScalableTarget> {
        let nodes = self.root.list("scalableTargets").iter().take(limits::SCALING_ENTRIES).enumerate();
        nodes
            .filter_map(|(number, node)| self.scalable_target(node, &format!("/scalableTargets/{number}")))
            .collect()
    }

    fn scalable_target(&mut self, node: &Node, pointer: &str) -> Option<ScalableTarget> {
        let service = self.resource(node, pointer)?;
        if self.known_scaling.targets.get(&service).is_some_and(|known| known.bounds.is_some()) {
            let message = format!("service `{}` is a scalable target already", shorten(&service));
            let place = node.get("ResourceId").unwrap_or(node);
            self.report(&rules::DUPLICATE_NAME, &child(pointer, "ResourceId"), place, message);
            return None;
        }
        // Behind an entry with a mistake a second one is read as if it were the first.
        self.known_scaling.targets.remove(&service);
        let Some((min_capacity, max_capacity)) = self.new_bounds(node, pointer, &service) else {
            self.known_scaling.targets.insert(service, KnownTarget::default());
            return None;
        };
        let suspended = suspended(node).unwrap_or_default();
        Some(ScalableTarget { service, min_capacity, max_capacity, suspended })
    }

    /// `MinCapacity` and `MaxCapacity` of a target that is registered or changed, with what is left out as it was;
    /// from now on they are known.
    pub(super) fn new_bounds(&mut self, node: &Node, pointer: &str, service: &str) -> Option<(u32, u32)> {
        let (min, max) =
            (self.capacity(node, "MinCapacity", pointer), self.capacity(node, "MaxCapacity", pointer));
        let before = self.known_scaling.targets.get(service);
        // What a scheduled action may have set by then only the run knows.
        let is_open = before.is_some_and(|known| match (min, max) {
            (Some(_), None) => known.scheduled_bounds.1,
            (None, Some(_)) => known.scheduled_bounds.0,
            _ => false,
        });
        let before = before.map(|known| known.bounds);
        let (known, has_mistake) = (before.flatten(), before == Some(None));
        let missing = |key: &str| {
            let message = format!("`{key}` is missing: a target that is registered has both bounds");
            Finding::new(&rules::SCALABLE_TARGET, child(pointer, key), node.opening(), message)
        };
        let mut bound = |given: Option<u32>, known: Option<u32>, key: &str| {
            let found = given.or(known);
            if found.is_none() && node.get(key).is_none() && !has_mistake {
                self.findings.push(missing(key));
            }
            found
        };
        let min = bound(min, known.map(|known| known.0), "MinCapacity");
        let max = bound(max, known.map(|known| known.1), "MaxCapacity");
        let (min, max) = (min?, max?);
        if !is_open {
            self.ordered(node, pointer, (min, max))?;
        }
        self.known_scaling.targets.entry(service.to_owned()).or_default().bounds = Some((min, max));
        Some((min, max))
    }

    /// A minimum above the maximum is refused.
    pub(super) fn ordered(&mut self, node: &Node, pointer: &str, (min, max): (u32, u32)) -> Option<()> {
        if min <= max {
            return Some(());
        }
        let key = if node.get("MinCapacity").is_some() { "MinCapacity" } else { "MaxCapacity" };
        let place = node.get(key).unwrap_or(node);
        let message = format!("the minimum, {min}, is above the maximum, {max}");
        let finding = Finding::new(&rules::SCALABLE_TARGET, child(pointer, key), place.range, message);
        self.scaling_fault(finding.hint("the two may be equal"), MIN_ABOVE_MAX);
        None
    }

    /// The service that `ResourceId` names, once there is one that can be scaled: `service/default/web`.
    pub(super) fn resource(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let Resource { text, cluster, service } = self.scaled_resource(node, pointer)?;
        let place = node.get("ResourceId")?;
        let pointer = child(pointer, "ResourceId");
        let is_daemon = self.is_daemon_service(&service).filter(|_| cluster == self.account.cluster);
        let Some(is_daemon) = is_daemon else {
            self.no_such_service(&text, &service, place, &pointer);
            return None;
        };
        if is_daemon {
            let message = "a DAEMON service has no desired count that could be scaled";
            self.report(&rules::SCALABLE_TARGET, &pointer, place, message);
            return None;
        }
        Some(service)
    }

    /// `ResourceId`, where it and what stands beside it are those of a service.
    pub(super) fn scaled_resource(&mut self, node: &Node, pointer: &str) -> Option<Resource> {
        let is_other =
            |key: &str, own: &str| node.get(key).filter(|given| given.as_str().is_some_and(|it| it != own));
        let other = is_other("ServiceNamespace", NAMESPACE).map(|place| ("ServiceNamespace", place));
        let other = other
            .or_else(|| is_other("ScalableDimension", DIMENSION).map(|place| ("ScalableDimension", place)));
        if let Some((key, place)) = other {
            let message = format!("`{key}` is not that of a service: {NAMESPACE}, {DIMENSION}");
            let finding = Finding::new(&rules::SCALABLE_TARGET, child(pointer, key), place.range, message);
            self.scaling_fault(finding.hint("leave it out"), UNSUPPORTED);
            return None;
        }
        let place = node.get("ResourceId")?;
        let text = place.as_str()?;
        let parts: Vec<&str> = text.split('/').collect();
        let ["service", cluster, service] = parts[..] else {
            let message = format!("`{}` is no `ResourceId` of a service", shorten(text));
            let finding =
                Finding::new(&rules::SCALABLE_TARGET, child(pointer, "ResourceId"), place.range, message);
            let hint = format!("write `service/{}/NAME`", self.account.cluster);
            self.scaling_fault(finding.hint(hint), UNSUPPORTED);
            return None;
        };
        Some(Resource { text: text.to_owned(), cluster: cluster.to_owned(), service: service.to_owned() })
    }

    /// Whether a service that there is by now is a DAEMON one.
    pub(super) fn is_daemon_service(&mut self, name: &str) -> Option<bool> {
        self.service_node(name).map(|node| node.str("schedulingStrategy") == Some("DAEMON"))
    }

    /// A service as it is by now.
    pub(super) fn service_node(&mut self, name: &str) -> Option<&Node> {
        let number = self.lookup(&SERVICE, name);
        let listed = || self.root.list(SERVICE.list).get(number?);
        self.known.services.get(name).or_else(listed)
    }

    /// `did you mean …?` of the nearest service that there is.
    pub(super) fn nearest_resource(&self, service: &str) -> Option<String> {
        let near =
            self.nearest(service, self.names(&SERVICE).chain(self.known.services.keys().map(String::as_str)));
        near.map(|name| format!("did you mean `service/{}/{name}`?", self.account.cluster))
    }

    fn no_such_service(&mut self, text: &str, service: &str, place: &Node, pointer: &str) {
        let hint = self.nearest_resource(service);
        let message = format!("there is no service `{}` in this scenario", shorten(text));
        let finding = Finding::new(&rules::UNRESOLVED_REFERENCE, pointer, place.range, message);
        let finding = finding.aws(format!("ECS service doesn't exist: {text}"));
        self.findings.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }
}

/// A `ResourceId` of a service.
pub(super) struct Resource {
    /// As it stands.
    pub(super) text: String,
    pub(super) cluster: String,
    pub(super) service: String,
}

/// `SuspendedState`: what it leaves out is not suspended.
pub(super) fn suspended(node: &Node) -> Option<Suspended> {
    let state = node.get("SuspendedState")?;
    let flag = |key: &str| state.get(key).and_then(Node::as_bool).unwrap_or(false);
    Some(Suspended {
        scaling_in: flag("DynamicScalingInSuspended"),
        scaling_out: flag("DynamicScalingOutSuspended"),
        scheduled: flag("ScheduledScalingSuspended"),
    })
}
