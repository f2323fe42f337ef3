//! What is said of a hop.

use ecs_core::network::HopKind;
use ecs_core::report::HopReport;

/// What becomes of a request at a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It goes on.
    Passes,
    /// It stops here.
    Stops,
    /// It stopped before.
    NotReached,
}

impl Fate {
    /// The sign that is drawn.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Fate::Passes => "✓",
            Fate::Stops => "✕",
            Fate::NotReached => "–",
        }
    }

    /// The style class.
    pub(super) fn class(self) -> &'static str {
        match self {
            Fate::Passes => "passes",
            Fate::Stops => "stops",
            Fate::NotReached => "unreached",
        }
    }
}

/// What becomes of a request at a hop of a path.
pub(super) fn fate(hops: &[&HopReport], number: usize) -> Fate {
    let stopped = hops.iter().position(|hop| !hop.passed);
    match stopped {
        Some(stop) if stop == number => Fate::Stops,
        Some(stop) if stop < number => Fate::NotReached,
        _ => Fate::Passes,
    }
}

/// What the thing is, with a capital.
pub(super) fn kind(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Internet | HopKind::Vpc => "Client",
        HopKind::LoadBalancer => "Load balancer",
        HopKind::Listener => "Listener",
        HopKind::TargetGroup => "Target group",
        HopKind::ContainerInstance => "Instance port",
        HopKind::Docker0 => "Bridge on the instance",
        HopKind::Nat => "NAT on the instance",
        HopKind::NetworkInterface => "Network interface of the task",
        HopKind::Container => "Container port",
    }
}

/// What it is called.
pub(super) fn name(hop: &HopReport) -> String {
    match hop.kind {
        HopKind::Internet => "in the internet".to_owned(),
        HopKind::Vpc => "in the VPC".to_owned(),
        _ => hop.name.clone(),
    }
}

/// Its address and port, as one writes them; empty where it has none.
pub(super) fn place(hop: &HopReport) -> String {
    // The name of a listener has its port, and what a target group sends to is each target's own.
    let port = hop.port.filter(|_| !matches!(hop.kind, HopKind::Listener | HopKind::TargetGroup));
    match (&hop.address, port) {
        (Some(address), Some(port)) => format!("{address}:{port}"),
        (Some(address), None) => address.clone(),
        (None, Some(port)) => format!("port {port}"),
        (None, None) => String::new(),
    }
}

/// The hop in a sentence, for whoever does not see the drawing.
pub(super) fn sentence(hop: &HopReport, fate: Fate) -> String {
    let mut parts = vec![format!("{} {}", kind(hop.kind), name(hop))];
    let place = place(hop);
    if !place.is_empty() {
        parts.push(place);
    }
    parts.extend(hop.protocol.as_ref().map(ToString::to_string));
    if !hop.security_groups.is_empty() {
        parts.push(format!("security groups {}", hop.security_groups.join(" and ")));
    }
    let ends = match fate {
        Fate::Passes => "a request gets past",
        Fate::Stops => "a request stops here",
        Fate::NotReached => "not reached",
    };
    format!("{}: {ends}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Fate, fate, sentence};
    use ecs_core::network::HopKind;
    use ecs_core::report::HopReport;

    fn hop(kind: HopKind, passed: bool) -> HopReport {
        HopReport {
            path: 0,
            kind,
            name: "host/1".to_owned(),
            address: Some("172.31.0.4".to_owned()),
            port: Some(32768),
            protocol: Some("tcp".into()),
            security_groups: vec!["sg-host".to_owned()],
            passed,
            reason: None,
            missing_permission: None,
        }
    }

    #[test]
    fn a_hop_is_a_sentence() {
        let hops = [hop(HopKind::ContainerInstance, false), hop(HopKind::Docker0, false)];
        let hops: Vec<&HopReport> = hops.iter().collect();
        assert_eq!((fate(&hops, 0), fate(&hops, 1)), (Fate::Stops, Fate::NotReached));
        assert_eq!(
            sentence(hops[0], Fate::Stops),
            "Instance port host/1, 172.31.0.4:32768, tcp, security groups sg-host: a request stops here."
        );
    }
}
