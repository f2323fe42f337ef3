use super::{Edit, InstanceField, NetworkEdit, NetworkField, NetworkPart, ServiceNetworkEdit, edit};
use crate::session::network::{RegistrationEntry, Target};
use crate::session::outline::Outline;
use ecs_core::Document;
use ecs_core::finding::Severity;
use serde_json::{Value, json};

const TEXT: &str = r#"{
  "version": 1, // ours
  "taskDefinitions": [
    {"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "a:1", "memory": 64, "portMappings": [{"containerPort": 8080}]}]},
    {"family": "api", "networkMode": "bridge", "containerDefinitions": [{"name": "app", "image": "a:1", "memory": 64, "portMappings": [{"containerPort": 80}]}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}},
    {"serviceName": "api", "taskDefinition": "api", "desiredCount": 1}],
  "containerInstances": [
    {"instanceType": "m5.large", "availabilityZone": "us-east-1a"},
    {"instanceType": "m5.large", "availabilityZone": "us-east-1b", "securityGroupIds": ["sg-host"]}]
}"#;

fn edited(text: &str, change: &Edit) -> String {
    let edited = edit(text, &Outline::read(text), change).unwrap();
    assert!(edited.contains("// ours"), "{edited}");
    edited
}

/// What the core finds wrong.
fn errors(text: &str) -> Vec<String> {
    let findings = Document::read(text).findings;
    let findings = findings.iter().filter(|finding| finding.severity == Severity::Error);
    findings.map(|finding| format!("{} {}: {}", finding.pointer, finding.code, finding.message)).collect()
}

fn network(text: &str, change: NetworkEdit) -> String {
    edited(text, &Edit::Network(change))
}

fn all(text: &str, changes: impl IntoIterator<Item = NetworkEdit>) -> String {
    changes.into_iter().fold(text.to_owned(), |text, change| network(&text, change))
}

fn set(part: NetworkPart, field: NetworkField, typed: &str) -> NetworkEdit {
    NetworkEdit::Set(part, field, typed.to_owned())
}

fn at(text: &str, pointer: &str) -> Value {
    Document::read(text).root.unwrap().at(pointer).map_or(Value::Null, ecs_core::json::Node::to_value)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

const SUBNET: NetworkPart = NetworkPart::Subnet(0);
const GROUP: NetworkPart = NetworkPart::Group(0);

#[test]
fn subnets_are_written_out_added_and_removed() {
    let written = network(TEXT, NetworkEdit::WriteSubnets);
    let outline = Outline::read(&written);
    assert_eq!(outline.vpc.subnet_choices("us-east-1"), Outline::read(TEXT).vpc.subnet_choices("us-east-1"));
    assert_eq!(outline.vpc.subnets[5].block, "172.31.80.0/20");
    let more = network(&written, NetworkEdit::Add(SUBNET));
    assert_eq!(errors(&more), [""; 0]);
    let added = &Outline::read(&more).vpc.subnets[6];
    assert_eq!((added.id.as_str(), added.block.as_str()), ("subnet-7", "172.31.96.0/20"));
    let removed = NetworkEdit::Remove(NetworkPart::Subnet(6));
    let sentence = Edit::Network(removed.clone()).takes_away(&Outline::read(&more));
    assert_eq!(sentence.as_deref(), Some("The subnet subnet-7 is removed."));
    assert_eq!(squeezed(&network(&more, removed)), squeezed(&written));
    let remove = |text: String, _| {
        edit(&text, &Outline::read(&text), &Edit::Network(NetworkEdit::Remove(SUBNET))).unwrap()
    };
    let none = (0..6).fold(written, remove);
    assert_eq!(squeezed(&none), squeezed(TEXT));
}

#[test]
fn a_subnet_has_a_route_or_none_is_written() {
    let written = network(TEXT, NetworkEdit::WriteSubnets);
    let nat = network(&written, set(SUBNET, NetworkField::Route, "nat"));
    assert_eq!(at(&nat, "/subnets/0/simulation"), json!({"route": "nat"}));
    assert!(Outline::read(&nat).vpc.subnets[0].brief().contains("· NAT gateway ·"));
    assert_eq!(squeezed(&network(&nat, set(SUBNET, NetworkField::Route, ""))), squeezed(&written));
    assert_eq!(network(&written, set(SUBNET, NetworkField::Route, "")), written);
    let small = network(&nat, set(SUBNET, NetworkField::Block, " 10.0.0.0/28 "));
    assert_eq!(at(&small, "/subnets/0/CidrBlock"), json!("10.0.0.0/28"));
    assert_eq!(
        at(&network(&small, set(SUBNET, NetworkField::Block, "")), "/subnets/0/CidrBlock"),
        Value::Null
    );
}

#[test]
fn what_names_a_part_follows_its_name() {
    let text = network(TEXT, NetworkEdit::WriteSubnets);
    let renamed = network(&text, set(SUBNET, NetworkField::Name, "subnet-public"));
    let subnets = "/services/0/networkConfiguration/awsvpcConfiguration/subnets";
    assert_eq!(at(&renamed, subnets), json!(["subnet-public"]));
    assert_eq!(network(&renamed, set(SUBNET, NetworkField::Name, "subnet-a")), text);
    // Two of one name: whom the reference means is not to be told.
    let both =
        edit(&text, &Outline::read(&text), &Edit::Network(set(SUBNET, NetworkField::Name, "subnet-b")))
            .unwrap();
    assert_eq!(at(&both, subnets), json!(["subnet-a"]));
    let front = edited(TEXT, &Edit::ServiceNetwork(0, ServiceNetworkEdit::Front));
    let named = network(&front, set(NetworkPart::LoadBalancer(0), NetworkField::Name, "lb"));
    let named = network(&named, set(NetworkPart::TargetGroup(0), NetworkField::Name, "tg"));
    assert_eq!(at(&named, "/listeners/0/LoadBalancerArn"), json!("lb"));
    assert_eq!(at(&named, "/listeners/0/DefaultActions/0/TargetGroupArn"), json!("tg"));
    assert_eq!(at(&named, "/services/0/loadBalancers/0/targetGroupArn"), json!("tg"));
}

#[test]
fn groups_have_rules_and_rules_have_sources() {
    let one = all(TEXT, [NetworkEdit::Add(GROUP), NetworkEdit::Add(NetworkPart::Rule(0, 0))]);
    assert_eq!(Outline::read(&one).vpc.listed_groups()[0].brief(), "tcp 80 from 0.0.0.0/0");
    let rule = NetworkPart::Rule(0, 0);
    let range = network(&one, set(rule, NetworkField::Port, "8000-8080"));
    let place = "/securityGroups/0/IpPermissions/0";
    assert_eq!(at(&range, &format!("{place}/ToPort")), json!(8080));
    for typed in ["80", "8000-", "8000-8", "x"] {
        let outline = Outline::read(
            &edit(&range, &Outline::read(&range), &Edit::Network(set(rule, NetworkField::Port, typed)))
                .unwrap(),
        );
        assert_eq!(outline.vpc.listed_groups()[0].rules[0].ports(), typed);
    }
    let everything = network(&range, set(rule, NetworkField::Protocol, "-1"));
    assert_eq!(at(&everything, place), json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}));
    let udp = network(&everything, set(rule, NetworkField::Protocol, "udp"));
    assert_eq!(at(&udp, &format!("{place}/FromPort")), json!(80));
    let two = network(&udp, NetworkEdit::Add(GROUP));
    let from_group = network(&two, NetworkEdit::SourceGroup(0, 0, 0, "sg-1-2".to_owned()));
    assert_eq!(Outline::read(&from_group).vpc.listed_groups()[0].brief(), "udp 80 from sg-1-2");
    let block = network(&from_group, NetworkEdit::SourceBlock(0, 0, 0, "10.0.0.0/8".to_owned()));
    assert_eq!(at(&block, &format!("{place}/UserIdGroupPairs")), Value::Null);
    assert_eq!(at(&network(&block, NetworkEdit::Remove(rule)), "/securityGroups/0/IpPermissions"), json!([]));
    let none = all(&block, [NetworkEdit::Remove(GROUP), NetworkEdit::Remove(GROUP)]);
    assert!(Outline::read(&none).vpc.groups.is_none());
}

#[test]
fn load_balancers_take_their_listeners_along() {
    let balancer = NetworkPart::LoadBalancer(0);
    let one = all(
        TEXT,
        [
            NetworkEdit::Add(balancer),
            NetworkEdit::Add(NetworkPart::Listener(0)),
            NetworkEdit::Add(NetworkPart::TargetGroup(0)),
            NetworkEdit::Add(NetworkPart::Listener(0)),
        ],
    );
    let outline = Outline::read(&one);
    let listeners = &outline.balancing.listeners;
    assert_eq!(
        (listeners[0].name(), &listeners[0].target),
        ("HTTP:80".to_owned(), &Target::Other("fixed-response".to_owned()))
    );
    assert_eq!(
        (listeners[1].port.as_str(), &listeners[1].target),
        ("8080", &Target::Group("targets".to_owned()))
    );
    let forwards = network(&one, set(NetworkPart::Listener(0), NetworkField::Target, "targets"));
    assert_eq!(at(&forwards, "/listeners/0/DefaultActions"), at(&forwards, "/listeners/1/DefaultActions"));
    let internal = network(&one, set(balancer, NetworkField::Scheme, "internal"));
    let subnets = all(
        &internal,
        [
            NetworkEdit::BalancerSubnet(0, "subnet-b".to_owned(), false),
            NetworkEdit::BalancerSubnet(0, "subnet-c".to_owned(), true),
            NetworkEdit::BalancerSubnet(0, "subnet-c".to_owned(), true),
            NetworkEdit::Endpoint("s3".to_owned(), true),
        ],
    );
    assert_eq!(at(&subnets, "/loadBalancers/0/Subnets"), json!(["subnet-a", "subnet-c"]));
    let remove = NetworkEdit::Remove(balancer);
    let sentence = Edit::Network(remove.clone()).takes_away(&Outline::read(&subnets));
    assert_eq!(sentence.as_deref(), Some("The load balancer alb is removed, with 2 listeners."));
    let none = all(
        &subnets,
        [
            remove,
            NetworkEdit::Remove(NetworkPart::TargetGroup(0)),
            NetworkEdit::Endpoint("s3".to_owned(), false),
        ],
    );
    assert_eq!(squeezed(&none), squeezed(TEXT));
}

#[test]
fn a_load_balancer_is_put_in_front_of_tasks_with_addresses_of_their_own() {
    let front = Edit::ServiceNetwork(0, ServiceNetworkEdit::Front);
    let text = edited(TEXT, &front);
    assert_eq!(
        at(&text, "/loadBalancers"),
        json!([{"Name": "web-alb", "Type": "application", "Scheme": "internet-facing", "Subnets": ["subnet-a", "subnet-b"]}])
    );
    assert_eq!(
        at(&text, "/targetGroups"),
        json!([{"Name": "web", "Protocol": "HTTP", "Port": 8080, "TargetType": "ip"}])
    );
    assert_eq!(
        at(&text, "/services/0/loadBalancers"),
        json!([{"targetGroupArn": "web", "containerName": "app", "containerPort": 8080}])
    );
    let said = front.takes_away(&Outline::read(TEXT)).unwrap();
    assert!(
        said.contains("web-alb") && said.contains("type ip") && !said.contains("security group"),
        "{said}"
    );
    let again = edited(&text, &front);
    assert_eq!((errors(&text), errors(&again)), (vec![], vec![]));
    assert_eq!(at(&again, "/loadBalancers/1/Name"), json!("web-alb-2"));

    let groups = network(&TEXT.replace(r#", "securityGroupIds": ["sg-host"]"#, ""), NetworkEdit::Add(GROUP));
    let made = edited(&groups, &front);
    assert_eq!(at(&made, "/loadBalancers/0/SecurityGroups"), json!(["sg-web-alb"]));
    assert_eq!(
        at(&made, "/services/0/networkConfiguration/awsvpcConfiguration/securityGroups"),
        json!(["sg-web"])
    );
    assert_eq!(Outline::read(&made).vpc.listed_groups()[2].brief(), "tcp 8080 from sg-web-alb");
    let own = edited(&groups, &Edit::ServiceNetwork(0, ServiceNetworkEdit::Group("sg-1".to_owned(), true)));
    let opened = edited(&own, &front);
    assert_eq!((errors(&made), errors(&opened)), (vec![], vec![]));
    assert_eq!(Outline::read(&opened).vpc.listed_groups().len(), 2);
    assert_eq!(Outline::read(&opened).vpc.listed_groups()[0].brief(), "tcp 8080 from sg-web-alb");
    assert!(
        front
            .takes_away(&Outline::read(&own))
            .unwrap()
            .contains("security group sg-web-alb, and it may reach port 8080 of sg-1")
    );
    let open = all(
        &own,
        [
            NetworkEdit::Add(NetworkPart::Rule(0, 0)),
            set(NetworkPart::Rule(0, 0), NetworkField::Protocol, "-1"),
        ],
    );
    assert!(front.takes_away(&Outline::read(&open)).unwrap().contains("let everybody in already"));
    assert_eq!(Outline::read(&edited(&open, &front)).vpc.listed_groups()[0].rules.len(), 1);
}

#[test]
fn a_load_balancer_is_put_in_front_of_tasks_at_ports_of_their_instance() {
    let front = Edit::ServiceNetwork(1, ServiceNetworkEdit::Front);
    let groups = all(TEXT, [NetworkEdit::Add(GROUP), set(GROUP, NetworkField::Name, "sg-host")]);
    let text = edited(&groups, &front);
    assert_eq!((errors(&text), at(&text, "/targetGroups/0/TargetType")), (vec![], json!("instance")));
    let outline = Outline::read(&text);
    let briefs: Vec<String> =
        outline.vpc.listed_groups().iter().map(|group| format!("{} {}", group.id, group.brief())).collect();
    assert_eq!(
        briefs,
        [
            "sg-host tcp 32768-60999 from sg-api-alb",
            "sg-api-alb tcp 80 from 0.0.0.0/0",
            "sg-instances tcp 32768-60999 from sg-api-alb"
        ]
    );
    assert_eq!(at(&text, "/containerInstances/0/securityGroupIds"), json!(["sg-instances"]));
    assert_eq!(at(&text, "/containerInstances/1/securityGroupIds"), json!(["sg-host"]));
    let none = edited(TEXT, &Edit::Instance(0, InstanceField::Count, "1".to_owned()));
    let none = none.replace(r#", "portMappings": [{"containerPort": 80}]"#, "");
    assert!(edit(&none, &Outline::read(&none), &front).is_err());
}

#[test]
fn a_service_registers_with_target_groups() {
    let text = all(
        TEXT,
        [NetworkEdit::Add(NetworkPart::TargetGroup(0)), NetworkEdit::Add(NetworkPart::TargetGroup(1))],
    );
    let service = |text: &str, change| edited(text, &Edit::ServiceNetwork(0, change));
    let one = service(&text, ServiceNetworkEdit::Register);
    let two = service(&one, ServiceNetworkEdit::Register);
    let groups: Vec<String> =
        Outline::read(&two).services[0].network.registrations.iter().map(RegistrationEntry::brief).collect();
    assert_eq!(groups, ["targets ← app:8080", "targets-2 ← app:8080"]);
    let port = service(&one, ServiceNetworkEdit::ContainerPort(0, "81".to_owned()));
    assert_eq!(at(&port, "/services/0/loadBalancers/0/containerPort"), json!(81));
    let back = service(&port, ServiceNetworkEdit::Container(0, "app".to_owned()));
    assert_eq!(back, one);
    assert_eq!(squeezed(&service(&one, ServiceNetworkEdit::Unregister(0))), squeezed(&text));
    let public = service(&text, ServiceNetworkEdit::PublicIp(true));
    assert!(Outline::read(&public).services[0].network.awsvpc.as_ref().unwrap().assigns_public_ip);
    assert_eq!(squeezed(&service(&public, ServiceNetworkEdit::PublicIp(false))), squeezed(&text));
}
