use super::{Roster, Scenario};
use crate::aws::{
    ElbProtocol, Endpoint, Forward, Peer, Protocol, RecordType, RegisteredWith, Route, TargetHealthCheck,
};
use crate::query;
use crate::validate::Document;

fn scenario(text: &str) -> Scenario {
    let document = Document::read(text);
    document.scenario.unwrap_or_else(|| panic!("{:?}", document.findings))
}

fn meant(roster: &Roster, expression: &str) -> Option<usize> {
    roster.meant_by(&query::parse(expression).unwrap().expression)
}

#[test]
fn a_roster_says_whom_an_expression_means_before_a_task_runs() {
    let roster = Roster::read(
        r#"{"services": [{"oops": 1}], "containerInstances": [
            {"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 3, "attributes": [{"name": "stack", "value": "two words"}]},
            {"instanceType": "no.such", "availabilityZone": "us-east-1b"},
            {"instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2, "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
        ]}"#,
    );
    assert_eq!(roster.instances(), 5);
    assert_eq!(meant(&roster, "attribute:stack exists"), Some(3));
    assert_eq!(meant(&roster, "attribute:ecs.os-type == windows"), Some(2));
    assert_eq!(meant(&roster, "ec2InstanceId =~ i-0.*"), Some(5));
    assert_eq!(meant(&roster, "runningTasksCount < 1"), None);
    let attributes = roster.attributes();
    assert_eq!(attributes[0], ("stack".to_owned(), vec!["two words".to_owned()]));
    let values = |name: &str| attributes.iter().find(|(other, _)| other == name).unwrap().1.clone();
    assert_eq!(values("ecs.os-type"), ["linux", "windows"]);
    assert_eq!(values("ecs.capability.efs"), Vec::<String>::new());
    let offered = query::suggest("attribute:stack == ", 19, &attributes);
    assert_eq!(offered.list[0].text, "'two words'");
}

#[test]
fn a_roster_of_more_than_a_cluster_holds_ends() {
    let entry = r#"{"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 4000000000}"#;
    assert_eq!(Roster::read("{").instances(), 0);
    assert_eq!(Roster::read(&format!(r#"{{"containerInstances": [{entry}, {entry}]}}"#)).instances(), 0);
}

/// Spec: NET-10, NET-11, NET-12.
#[test]
fn subnets_without_a_block_get_the_next_that_nobody_lists() {
    let vpc = scenario(
        r#"{"version": 1, "vpcEndpoints": ["s3", "com.amazonaws.us-east-1.ecr.api"], "subnets": [
            {"SubnetId": "s-1", "AvailabilityZone": "us-east-1a"},
            {"SubnetId": "s-2", "AvailabilityZone": "us-east-1b", "CidrBlock": "172.31.16.0/24", "simulation": {"route": "nat"}},
            {"SubnetId": "s-3", "AvailabilityZone": "us-east-1c", "simulation": {"route": "internet-gateway"}},
            {"SubnetId": "s-4", "AvailabilityZone": "us-east-1c", "CidrBlock": "172.31.0.0/20", "simulation": {"route": "none"}}
        ]}"#,
    )
    .vpc;
    let blocks: Vec<String> = vpc.subnets.iter().map(|subnet| subnet.cidr_block.to_string()).collect();
    assert_eq!(blocks, ["172.31.32.0/20", "172.31.16.0/24", "172.31.48.0/20", "172.31.0.0/20"]);
    let routes: Vec<Route> = vpc.subnets.iter().map(|subnet| subnet.route).collect();
    assert_eq!(routes, [Route::Everything, Route::Nat, Route::InternetGateway, Route::None]);
    assert_eq!(vpc.endpoints.into_iter().collect::<Vec<_>>(), [Endpoint::EcrApi, Endpoint::S3]);
    assert_eq!(vpc.security_groups, None);
}

#[test]
fn two_hundred_subnets_have_blocks_of_their_own() {
    let subnet = |number: usize| format!(r#"{{"SubnetId": "s-{number}", "AvailabilityZone": "us-east-1a"}}"#);
    let subnets: Vec<String> = (0..200).map(subnet).collect();
    let vpc = scenario(&format!(r#"{{"version": 1, "subnets": [{}]}}"#, subnets.join(","))).vpc;
    assert_eq!(vpc.subnets.len(), 200);
    for (number, one) in vpc.subnets.iter().enumerate() {
        assert!(vpc.subnets[..number].iter().all(|other| !other.cidr_block.overlaps(one.cidr_block)));
    }
}

/// Spec: NET-16.
#[test]
fn security_groups_know_each_other_by_number() {
    let groups = scenario(
        r#"{"version": 1, "securityGroups": [
            {"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-2"}]}]},
            {"GroupId": "sg-2", "IpPermissions": [{"IpProtocol": "17", "FromPort": 53, "ToPort": 54, "IpRanges": [{"CidrIp": "10.0.0.7/8"}]}]}
        ]}"#,
    )
    .vpc
    .security_groups
    .unwrap();
    let [every] = &groups[0].ip_permissions[..] else { panic!() };
    assert_eq!(
        (every.protocol, every.ports.clone(), &every.peers[..]),
        (None, 0..=65535, &[Peer::Group(1)][..])
    );
    let [udp] = &groups[1].ip_permissions[..] else { panic!() };
    assert_eq!((udp.protocol.map(Protocol::name), udp.ports.clone()), (Some("udp"), 53..=54));
    let [Peer::Block(block)] = &udp.peers[..] else { panic!() };
    assert_eq!(block.to_string(), "10.0.0.0/8");
}

/// Spec: LB-4.
#[test]
fn health_checks_have_elastic_load_balancings_defaults() {
    let health_checks = |members: &str| {
        let text =
            format!(r#"{{"version": 1, "targetGroups": [{{"Name": "web", "Port": 6081, {members}}}]}}"#);
        let TargetHealthCheck { protocol, port, path, interval, timeout, matcher, .. } =
            scenario(&text).load_balancing.target_groups.remove(0).health_check;
        (protocol, port, path, interval.as_ms() / 1000, timeout.as_ms() / 1000, matcher)
    };
    let expected = |protocol, port, path: &str, interval, timeout, matcher: &str| {
        (protocol, port, path.to_owned(), interval, timeout, matcher.to_owned())
    };
    for (members, expected) in [
        (r#""Protocol": "HTTP""#, expected(ElbProtocol::Http, None, "/", 30, 5, "200")),
        (r#""Protocol": "HTTPS""#, expected(ElbProtocol::Http, None, "/", 30, 5, "200")),
        (
            r#""Protocol": "HTTP", "ProtocolVersion": "GRPC""#,
            expected(ElbProtocol::Http, None, "/AWS.ALB/healthcheck", 30, 5, "12"),
        ),
        (r#""Protocol": "UDP""#, expected(ElbProtocol::Tcp, None, "/", 30, 10, "200")),
        (
            r#""Protocol": "TCP", "HealthCheckProtocol": "HTTP""#,
            expected(ElbProtocol::Http, None, "/", 30, 6, "200-399"),
        ),
        (r#""Protocol": "GENEVE""#, expected(ElbProtocol::Tcp, Some(80), "/", 10, 5, "200-399")),
        (
            r#""Protocol": "HTTP", "HealthCheckPort": "9000", "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 3, "Matcher": {"HttpCode": "200,204"}"#,
            expected(ElbProtocol::Http, Some(9000), "/health", 10, 3, "200,204"),
        ),
    ] {
        assert_eq!(health_checks(members), expected, "{members}");
    }
}

/// Spec: LB-2, LB-5, LB-6, LB-7, LB-8.
#[test]
fn load_balancers_listeners_and_rules_are_joined_by_numbers() {
    let scenario = scenario(
        r#"{"version": 1,
        "loadBalancers": [{"Name": "nlb", "Type": "network", "Scheme": "internal", "Subnets": ["subnet-b"]}, {"Name": "alb"}],
        "classicLoadBalancers": [{"LoadBalancerName": "old", "AvailabilityZones": ["us-east-1c"], "Listeners": [{"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 8080}]}],
        "targetGroups": [{"Name": "tcp", "Protocol": "TCP", "Port": 80}, {"Name": "blue", "Protocol": "HTTP", "Port": 80}, {"Name": "green", "Protocol": "HTTP", "Port": 80}],
        "listeners": [
            {"LoadBalancerArn": "alb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}]},
            {"LoadBalancerArn": "nlb", "Protocol": "TCP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "tcp"}]}
        ],
        "rules": [{"ListenerArn": "alb:80", "Priority": 5, "Conditions": [{"Field": "path-pattern", "Values": ["/a"]}, {"Field": "host-header", "HostHeaderConfig": {"Values": ["b"]}}],
            "Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "blue", "Weight": 9}, {"TargetGroupArn": "green"}]}}]}],
        "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "side", "image": "app:1", "memory": 64}, {"name": "app", "image": "app:1", "memory": 64, "portMappings": [{"containerPort": 8080}]}]}],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "loadBalancers": [{"targetGroupArn": "green", "containerName": "app", "containerPort": 8080}]}]
        }"#,
    );
    let balancing = &scenario.load_balancing;
    assert_eq!(
        (balancing.load_balancers[0].subnets.as_slice(), balancing.load_balancers[0].internet_facing),
        (&[1][..], false)
    );
    assert_eq!(
        (balancing.load_balancers[1].subnets.len(), balancing.load_balancers[1].internet_facing),
        (6, true)
    );
    assert_eq!(balancing.classic_load_balancers[0].subnets, [2]);
    assert_eq!((balancing.listeners[0].load_balancer, balancing.listeners[0].forwards.len()), (1, 0));
    let rule = &balancing.rules[0];
    assert_eq!(
        (rule.listener, rule.hosts.join(","), rule.paths.join(",")),
        (0, "b".to_owned(), "/a".to_owned())
    );
    let forward = |target_group, weight| Forward { target_group, weight };
    assert_eq!(rule.forwards, [forward(1, 9), forward(2, 1)]);
    assert_eq!([0, 1, 2].map(|group| balancing.load_balancer_of(group)), [Some(0), Some(1), Some(1)]);
    let [entry] = &scenario.services[0].load_balancers[..] else { panic!() };
    assert_eq!(
        (entry.with, entry.container, entry.container_port),
        (RegisteredWith::TargetGroup(2), 1, 8080)
    );
}

/// Spec: DISC-1, DISC-5, DISC-6.
#[test]
fn names_lead_to_their_namespaces() {
    let scenario = scenario(
        r#"{"version": 1,
        "cluster": {"serviceConnectDefaults": {"namespace": "arn:aws:servicediscovery:us-east-1:123456789012:namespace/internal"}},
        "namespaces": [{"Name": "corp.local"}],
        "serviceDiscoveryServices": [{"Name": "web", "NamespaceId": "corp.local", "DnsConfig": {"DnsRecords": [{"Type": "SRV", "TTL": 60}]}}],
        "taskDefinitions": [{"family": "web", "networkMode": "bridge", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "portMappings": [{"containerPort": 8080, "name": "http"}]}]}],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1,
            "serviceRegistries": [{"registryArn": "arn:aws:servicediscovery:us-east-1:123456789012:service/web", "containerName": "app", "containerPort": 8080}],
            "serviceConnectConfiguration": {"enabled": true, "services": [{"portName": "http", "clientAliases": [{"port": 80}]}]}}]
        }"#,
    );
    assert_eq!(scenario.service_discovery.services[0].records, [RecordType::Srv]);
    let service = &scenario.services[0];
    assert_eq!(
        (service.service_registries[0].service, service.service_registries[0].container),
        (0, Some(0))
    );
    let connect = service.service_connect.as_ref().unwrap();
    let offered = &connect.services[0];
    assert_eq!((connect.namespace.as_str(), offered.discovery_name.as_str()), ("internal", "http"));
    assert_eq!(
        (offered.client_aliases[0].dns_name.as_str(), offered.client_aliases[0].port),
        ("http.internal", 80)
    );
}
