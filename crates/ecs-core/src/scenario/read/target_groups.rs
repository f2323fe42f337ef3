//! Target groups and their health checks.

use super::Reader;
use super::load_balancers::attributes;
use super::references::TARGET_GROUP;
use crate::aws::{ElbProtocol, TargetGroup, TargetHealthCheck, TargetType, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::time::SimTime;

/// The port on which appliances behind a Gateway Load Balancer take packets.
const GENEVE_PORT: u16 = 6081;

impl Reader<'_> {
    /// Spec: LB-1, LB-3.
    pub(super) fn target_groups(&mut self) -> Vec<TargetGroup> {
        self.within_quota(TARGET_GROUP.list, limits::TARGET_GROUPS);
        self.unique_names(&TARGET_GROUP);
        self.check_elb_names(&TARGET_GROUP, "Target group");
        let mut target_groups = Vec::new();
        for (number, node) in self.root.list("targetGroups").iter().enumerate().take(limits::TARGET_GROUPS) {
            target_groups.push(self.target_group(node, &format!("/targetGroups/{number}")));
        }
        target_groups
    }

    fn target_group(&mut self, node: &Node, pointer: &str) -> TargetGroup {
        let target_type = match node.str("TargetType") {
            Some("ip") => TargetType::Ip,
            Some("lambda") => TargetType::Lambda,
            Some("alb") => TargetType::Alb,
            _ => TargetType::Instance,
        };
        let protocol = protocol(node, "Protocol");
        let port = self.port(node, "Port", pointer);
        if target_type != TargetType::Lambda {
            for (key, missing) in
                [("Protocol", node.get("Protocol").is_none()), ("Port", node.get("Port").is_none())]
            {
                if missing {
                    let message = format!("`{key}` is missing: targets that are no Lambda function need one");
                    self.report(&rules::TARGET_GROUP, &child(pointer, key), node, message);
                }
            }
        }
        if protocol == Some(ElbProtocol::Geneve) && port.is_some_and(|port| port != GENEVE_PORT) {
            let message = format!("targets of protocol GENEVE take packets on port {GENEVE_PORT}");
            self.report(
                &rules::TARGET_GROUP,
                &child(pointer, "Port"),
                node.get("Port").unwrap_or(node),
                message,
            );
        }
        let protocol = protocol.unwrap_or(ElbProtocol::Http);
        TargetGroup {
            name: node.str("Name").unwrap_or_default().to_owned(),
            protocol,
            port: port.unwrap_or(80),
            target_type,
            health_check: self.health_check(node, pointer, protocol),
            attributes: attributes(node),
        }
    }

    /// Spec: LB-4.
    fn health_check(&mut self, node: &Node, pointer: &str, of: ElbProtocol) -> TargetHealthCheck {
        let given = protocol(node, "HealthCheckProtocol");
        self.check_health_check_protocol(node, pointer, of, given);
        let is_application = matches!(of, ElbProtocol::Http | ElbProtocol::Https);
        let protocol = given.unwrap_or(if is_application { ElbProtocol::Http } else { ElbProtocol::Tcp });
        let defaults = Defaults::of(of, protocol, node.str("ProtocolVersion") == Some("GRPC"));
        let interval = self
            .bounded(node, "HealthCheckIntervalSeconds", pointer, 5..=300)
            .unwrap_or(defaults.interval_seconds);
        let timeout = self
            .bounded(node, "HealthCheckTimeoutSeconds", pointer, 2..=120)
            .unwrap_or(defaults.timeout_seconds);
        if timeout >= interval {
            let message =
                format!("the health check waits {timeout} seconds, and the next one begins after {interval}");
            let key = "HealthCheckTimeoutSeconds";
            self.report(&rules::TARGET_GROUP, &child(pointer, key), node.get(key).unwrap_or(node), message);
        }
        let matcher =
            node.get("Matcher").and_then(|matcher| matcher.str("HttpCode").or(matcher.str("GrpcCode")));
        TargetHealthCheck {
            protocol,
            port: self.health_check_port(node, pointer).or(defaults.port),
            path: node.str("HealthCheckPath").unwrap_or(defaults.path).to_owned(),
            interval: SimTime::from_seconds(interval),
            timeout: SimTime::from_seconds(timeout),
            healthy_threshold: self.threshold(node, "HealthyThresholdCount", pointer).unwrap_or(5),
            unhealthy_threshold: self.threshold(node, "UnhealthyThresholdCount", pointer).unwrap_or(2),
            matcher: matcher.unwrap_or(defaults.matcher).to_owned(),
        }
    }

    fn threshold(&mut self, node: &Node, key: &str, pointer: &str) -> Option<u32> {
        self.bounded(node, key, pointer, 2..=10).and_then(|count| u32::try_from(count).ok())
    }

    /// A port, or nothing for `traffic-port`.
    fn health_check_port(&mut self, node: &Node, pointer: &str) -> Option<u16> {
        let member = node.get("HealthCheckPort")?;
        let text = member.as_str().filter(|text| *text != "traffic-port")?;
        let port = text.parse().ok().filter(|port| *port > 0);
        if port.is_none() {
            let message =
                format!("`{}` is no port: a number from 1 to 65535, or traffic-port", shorten(text));
            self.report(&rules::TARGET_GROUP, &child(pointer, "HealthCheckPort"), member, message);
        }
        port
    }

    fn check_health_check_protocol(
        &mut self,
        node: &Node,
        pointer: &str,
        of: ElbProtocol,
        given: Option<ElbProtocol>,
    ) {
        let is_application = matches!(of, ElbProtocol::Http | ElbProtocol::Https);
        let message = match given {
            None | Some(ElbProtocol::Http | ElbProtocol::Https) => return,
            Some(ElbProtocol::Tcp) if !is_application => return,
            Some(ElbProtocol::Tcp) => {
                "a target group for HTTP or HTTPS is asked with HTTP or HTTPS, not with TCP"
            }
            Some(_) => "a health check asks with HTTP, HTTPS or TCP",
        };
        let member = node.get("HealthCheckProtocol").unwrap_or(node);
        self.report(&rules::TARGET_GROUP, &child(pointer, "HealthCheckProtocol"), member, message);
    }
}

/// What Elastic Load Balancing takes where a health check says nothing. Spec: LB-4.
struct Defaults {
    interval_seconds: u64,
    timeout_seconds: u64,
    port: Option<u16>,
    path: &'static str,
    matcher: &'static str,
}

impl Defaults {
    fn of(group: ElbProtocol, check: ElbProtocol, grpc: bool) -> Defaults {
        let plain =
            Defaults { interval_seconds: 30, timeout_seconds: 10, port: None, path: "/", matcher: "200" };
        match (group, check) {
            (ElbProtocol::Http | ElbProtocol::Https, _) if grpc => {
                Defaults { timeout_seconds: 5, path: "/AWS.ALB/healthcheck", matcher: "12", ..plain }
            }
            (ElbProtocol::Http | ElbProtocol::Https, _) => Defaults { timeout_seconds: 5, ..plain },
            (ElbProtocol::Geneve, _) => Defaults {
                interval_seconds: 10,
                timeout_seconds: 5,
                port: Some(80),
                matcher: "200-399",
                ..plain
            },
            (_, ElbProtocol::Http) => Defaults { timeout_seconds: 6, matcher: "200-399", ..plain },
            (_, ElbProtocol::Https) => Defaults { matcher: "200-399", ..plain },
            _ => plain,
        }
    }
}

/// A member of `ProtocolEnum`.
pub(super) fn protocol(node: &Node, key: &str) -> Option<ElbProtocol> {
    Some(match node.str(key)? {
        "HTTP" => ElbProtocol::Http,
        "HTTPS" => ElbProtocol::Https,
        "TCP" => ElbProtocol::Tcp,
        "TLS" => ElbProtocol::Tls,
        "UDP" => ElbProtocol::Udp,
        "TCP_UDP" => ElbProtocol::TcpUdp,
        "GENEVE" => ElbProtocol::Geneve,
        "QUIC" => ElbProtocol::Quic,
        "TCP_QUIC" => ElbProtocol::TcpQuic,
        _ => return None,
    })
}
