//! Edits of the VPC and of load balancers.

use super::placement::remove_element;
use super::rename::rename;
use super::rule;
use super::{number_or_text, or_default};
use crate::session::follow::{parse, subnets};
use crate::session::network::{Target, default_subnets, free_name};
use crate::session::outline::{Outline, counted};
use ecs_core::address::Ipv4Block;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

/// What is changed of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkEdit {
    /// The subnets of the default VPC are written out.
    WriteSubnets,
    /// One more; of a rule and a listener the number is that of its group and of its load balancer.
    Add(NetworkPart),
    /// One less.
    Remove(NetworkPart),
    /// A member.
    Set(NetworkPart, NetworkField, String),
    /// Whether a VPC endpoint is there.
    Endpoint(String, bool),
    /// Whether a load balancer has a node in a subnet.
    BalancerSubnet(usize, String, bool),
    /// Whether a load balancer has a security group.
    BalancerGroup(usize, String, bool),
    /// A source of a rule, by group, rule and place among its sources: it is that security group.
    SourceGroup(usize, usize, usize, String),
    /// The same: it is that block of addresses.
    SourceBlock(usize, usize, usize, String),
    /// A source of a rule goes.
    RemoveSource(usize, usize, usize),
}

/// A part of the network, by its number in the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkPart {
    /// A subnet.
    Subnet(usize),
    /// A security group.
    Group(usize),
    /// A rule of a security group.
    Rule(usize, usize),
    /// A load balancer.
    LoadBalancer(usize),
    /// A listener.
    Listener(usize),
    /// A target group.
    TargetGroup(usize),
}

/// A member of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkField {
    /// `SubnetId`, `GroupId` or `Name`: what names the part names it by the new one, too.
    Name,
    /// `AvailabilityZone`.
    Zone,
    /// `CidrBlock`.
    Block,
    /// `simulation.route`.
    Route,
    /// `Protocol` or `IpProtocol`.
    Protocol,
    /// `Port`, or the ports of a rule: `80` or `8000-8080`.
    Port,
    /// `Type`.
    Type,
    /// `Scheme`.
    Scheme,
    /// The target group of a listener's default action.
    Target,
    /// `TargetType`.
    TargetType,
    /// `HealthCheckPath`.
    HealthCheckPath,
}

impl NetworkPart {
    /// Its place in the scenario.
    pub fn pointer(self) -> String {
        match self {
            NetworkPart::Subnet(number) => format!("/subnets/{number}"),
            NetworkPart::Group(number) => format!("/securityGroups/{number}"),
            NetworkPart::Rule(group, number) => format!("/securityGroups/{group}/IpPermissions/{number}"),
            NetworkPart::LoadBalancer(number) => format!("/loadBalancers/{number}"),
            NetworkPart::Listener(number) => format!("/listeners/{number}"),
            NetworkPart::TargetGroup(number) => format!("/targetGroups/{number}"),
        }
    }
}

impl NetworkField {
    /// The member of that part.
    pub fn member(self, part: NetworkPart) -> &'static str {
        match (self, part) {
            (NetworkField::Name, NetworkPart::Subnet(_)) => "SubnetId",
            (NetworkField::Name, NetworkPart::Group(_)) => "GroupId",
            (NetworkField::Name, _) => "Name",
            (NetworkField::Zone, _) => "AvailabilityZone",
            (NetworkField::Block, _) => "CidrBlock",
            (NetworkField::Route, _) => "simulation/route",
            (NetworkField::Protocol, NetworkPart::Rule(..)) => "IpProtocol",
            (NetworkField::Protocol, _) => "Protocol",
            (NetworkField::Port, NetworkPart::Rule(..)) => "FromPort",
            (NetworkField::Port, _) => "Port",
            (NetworkField::Type, _) => "Type",
            (NetworkField::Scheme, _) => "Scheme",
            (NetworkField::Target, _) => "DefaultActions",
            (NetworkField::TargetType, _) => "TargetType",
            (NetworkField::HealthCheckPath, _) => "HealthCheckPath",
        }
    }
}

impl NetworkEdit {
    /// What the edit takes away, in a sentence.
    pub(super) fn takes_away(&self, outline: &Outline) -> Option<String> {
        let NetworkEdit::Remove(part) = self else { return None };
        let (vpc, balancing) = (&outline.vpc, &outline.balancing);
        Some(match part {
            NetworkPart::Subnet(number) => {
                format!("The subnet {} is removed.", vpc.subnets.get(*number)?.id)
            }
            NetworkPart::Group(number) => {
                let allowed = if vpc.listed_groups().len() == 1 {
                    " No group is left: everything is allowed."
                } else {
                    ""
                };
                format!("The security group {} is removed.{allowed}", vpc.listed_groups().get(*number)?.id)
            }
            NetworkPart::Rule(group, _) => {
                format!("A rule of {} is removed.", vpc.listed_groups().get(*group)?.id)
            }
            NetworkPart::LoadBalancer(number) => {
                let name = &balancing.load_balancers.get(*number)?.name;
                match balancing.listeners_of(name).count() {
                    0 => format!("The load balancer {name} is removed."),
                    count => {
                        format!(
                            "The load balancer {name} is removed, with {}.",
                            counted(count as u64, "listener")
                        )
                    }
                }
            }
            NetworkPart::Listener(number) => {
                let listener = balancing.listeners.get(*number)?;
                format!("The listener {} of {} is removed.", listener.name(), listener.load_balancer)
            }
            NetworkPart::TargetGroup(number) => {
                format!("The target group {} is removed.", balancing.target_groups.get(*number)?.name)
            }
        })
    }
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &NetworkEdit) -> Result<String, EditError> {
    match edit {
        NetworkEdit::WriteSubnets => {
            let subnets: Vec<Value> = default_subnets(&outline.region)
                .into_iter()
                .map(|subnet| json!({"SubnetId": subnet.id, "AvailabilityZone": subnet.zone, "CidrBlock": subnet.block}))
                .collect();
            json::set(text, "/subnets", &Value::Array(subnets))
        }
        NetworkEdit::Add(part) => add(text, outline, *part),
        NetworkEdit::Remove(part) => remove(text, outline, *part),
        NetworkEdit::Set(part, field, typed) => set(text, outline, *part, *field, typed),
        NetworkEdit::Endpoint(name, on) => toggle(text, "/vpcEndpoints", name, *on),
        NetworkEdit::BalancerSubnet(number, id, on) => {
            toggle(text, &format!("/loadBalancers/{number}/Subnets"), id, *on)
        }
        NetworkEdit::BalancerGroup(number, id, on) => {
            toggle(text, &format!("/loadBalancers/{number}/SecurityGroups"), id, *on)
        }
        NetworkEdit::SourceGroup(group, rule, at, id) => {
            rule::source(text, outline, (*group, *rule, *at), id, true)
        }
        NetworkEdit::SourceBlock(group, rule, at, block) => {
            rule::source(text, outline, (*group, *rule, *at), block, false)
        }
        NetworkEdit::RemoveSource(group, rule, at) => {
            rule::without_source(text, outline, (*group, *rule, *at))
        }
    }
}

fn add(text: &str, outline: &Outline, part: NetworkPart) -> Result<String, EditError> {
    let (vpc, balancing) = (&outline.vpc, &outline.balancing);
    match part {
        NetworkPart::Subnet(_) => {
            json::set(text, &format!("/subnets/{}", vpc.subnets.len()), &next_subnet(outline))
        }
        NetworkPart::Group(_) => {
            let id = free_name("sg-1", vpc.group_ids());
            let group = json!({"GroupId": id, "IpPermissions": []});
            json::set(text, &format!("/securityGroups/{}", vpc.listed_groups().len()), &group)
        }
        NetworkPart::Rule(group, _) => {
            let rules = vpc.listed_groups().get(group).ok_or(EditError::NoSuchPlace)?.rules.len();
            let rule = json!({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]});
            json::set(text, &NetworkPart::Rule(group, rules).pointer(), &rule)
        }
        NetworkPart::LoadBalancer(_) => {
            let name = free_name("alb", balancing.load_balancer_names());
            let balancer = json!({"Name": name, "Type": "application", "Scheme": "internet-facing", "Subnets": subnets(&parse(text)?)});
            json::set(text, &format!("/loadBalancers/{}", balancing.load_balancers.len()), &balancer)
        }
        NetworkPart::Listener(balancer) => {
            let listener = next_listener(outline, balancer).ok_or(EditError::NoSuchPlace)?;
            json::set(text, &format!("/listeners/{}", balancing.listeners.len()), &listener)
        }
        NetworkPart::TargetGroup(_) => {
            let name = free_name("targets", balancing.target_group_names());
            let group = json!({"Name": name, "Protocol": "HTTP", "Port": 80, "TargetType": "ip"});
            json::set(text, &format!("/targetGroups/{}", balancing.target_groups.len()), &group)
        }
    }
}

/// In the zone with the fewest subnets, behind the last one's addresses.
fn next_subnet(outline: &Outline) -> Value {
    let subnets = &outline.vpc.subnets;
    let count = |zone: &String| subnets.iter().filter(|subnet| subnet.zone == *zone).count();
    let zone = outline.zones().take(3).min_by_key(count).unwrap_or_default();
    let wanted = format!("subnet-{}", subnets.len() + 1);
    let id = free_name(&wanted, subnets.iter().map(|subnet| subnet.id.as_str()));
    let taken: Vec<Ipv4Block> = subnets.iter().filter_map(|subnet| Ipv4Block::parse(&subnet.block)).collect();
    let block = taken.last().copied().or_else(|| Ipv4Block::parse("172.31.0.0/20"));
    let block = block.and_then(|last| behind(last, &taken)).map(|block| block.to_string());
    json!({"SubnetId": id, "AvailabilityZone": zone, "CidrBlock": block.unwrap_or_default()})
}

/// The next block of the same size behind `last` that has no address in common with any of `taken`.
fn behind(last: Ipv4Block, taken: &[Ipv4Block]) -> Option<Ipv4Block> {
    let first = u64::from(u32::from(last.nth(0)?));
    let next = |number: u64| {
        let first = u32::try_from(first + number * last.size()).ok()?;
        Ipv4Block::new(Ipv4Addr::from(first), last.prefix())
    };
    let is_free = |block: &Ipv4Block| taken.iter().all(|taken| !taken.overlaps(*block));
    (1..=4096).map_while(next).find(is_free)
}

/// On a free port, to the first target group.
fn next_listener(outline: &Outline, balancer: usize) -> Option<Value> {
    let balancing = &outline.balancing;
    let balancer = balancing.load_balancers.get(balancer)?;
    let protocol = if balancer.kind == "network" { "TCP" } else { "HTTP" };
    let is_free =
        |port: &u16| balancing.listeners_of(&balancer.name).all(|(_, row)| row.port != port.to_string());
    let port = [80, 8080].into_iter().chain(8081..=8999).find(is_free)?;
    let action = match (balancing.target_groups.first(), protocol) {
        (Some(group), _) => json!({"Type": "forward", "TargetGroupArn": group.name}),
        (None, "HTTP") => json!({"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}),
        (None, _) => json!({"Type": "forward", "TargetGroupArn": ""}),
    };
    Some(
        json!({"LoadBalancerArn": balancer.name, "Protocol": protocol, "Port": port, "DefaultActions": [action]}),
    )
}

fn remove(text: &str, outline: &Outline, part: NetworkPart) -> Result<String, EditError> {
    let (vpc, balancing) = (&outline.vpc, &outline.balancing);
    match part {
        NetworkPart::Subnet(number) => remove_element(text, "/subnets", number, vpc.subnets.len()),
        NetworkPart::Group(number) => {
            remove_element(text, "/securityGroups", number, vpc.listed_groups().len())
        }
        NetworkPart::Rule(..) => json::remove(text, &part.pointer()),
        NetworkPart::LoadBalancer(number) => {
            let name = &balancing.load_balancers.get(number).ok_or(EditError::NoSuchPlace)?.name;
            let mut left = balancing.listeners.len();
            let mut edited = text.to_owned();
            let listeners: Vec<usize> = balancing.listeners_of(name).map(|(number, _)| number).collect();
            for listener in listeners.into_iter().rev() {
                edited = remove_element(&edited, "/listeners", listener, left)?;
                left -= 1;
            }
            remove_element(&edited, "/loadBalancers", number, balancing.load_balancers.len())
        }
        NetworkPart::Listener(number) => {
            remove_element(text, "/listeners", number, balancing.listeners.len())
        }
        NetworkPart::TargetGroup(number) => {
            remove_element(text, "/targetGroups", number, balancing.target_groups.len())
        }
    }
}

fn set(
    text: &str,
    outline: &Outline,
    part: NetworkPart,
    field: NetworkField,
    typed: &str,
) -> Result<String, EditError> {
    let pointer = format!("{}/{}", part.pointer(), field.member(part));
    match (field, part) {
        (NetworkField::Name, _) => rename(text, outline, part, typed.trim()),
        (NetworkField::Protocol, NetworkPart::Rule(group, rule)) => {
            rule::protocol(text, outline, (group, rule), typed)
        }
        (NetworkField::Port, NetworkPart::Rule(..)) => rule::ports(text, part, typed),
        (NetworkField::Port, _) => json::set(text, &pointer, &number_or_text(typed)),
        (NetworkField::Route, _) if typed.is_empty() => without_route(text, &part.pointer()),
        (NetworkField::Block | NetworkField::HealthCheckPath, _) => {
            or_default(text, &pointer, typed.trim(), "")
        }
        (NetworkField::Type, _) => or_default(text, &pointer, typed, "application"),
        (NetworkField::Scheme, _) => or_default(text, &pointer, typed, "internet-facing"),
        (NetworkField::TargetType, _) => or_default(text, &pointer, typed, "instance"),
        (NetworkField::Target, NetworkPart::Listener(number)) => {
            let listener = outline.balancing.listeners.get(number).ok_or(EditError::NoSuchPlace)?;
            if matches!(listener.target, Target::Group(_)) {
                return json::set(text, &format!("{pointer}/0/TargetGroupArn"), &json!(typed));
            }
            json::set(text, &pointer, &json!([{"Type": "forward", "TargetGroupArn": typed}]))
        }
        _ => json::set(text, &pointer, &json!(typed)),
    }
}

/// `simulation` goes with its last member.
fn without_route(text: &str, subnet: &str) -> Result<String, EditError> {
    let root = parse(text)?;
    let simulation = format!("{subnet}/simulation");
    match root.at(&simulation).map(|node| node.members().len()) {
        None => Ok(text.to_owned()),
        Some(0 | 1) => json::remove(text, &simulation),
        Some(_) => or_default(text, &format!("{simulation}/route"), "", ""),
    }
}

/// `text` with or without a name in a list; the last one takes the list along.
pub(super) fn toggle(text: &str, list: &str, name: &str, on: bool) -> Result<String, EditError> {
    let root = parse(text)?;
    let elements = root.at(list).map_or(&[][..], json::Node::elements);
    let places: Vec<usize> = elements
        .iter()
        .enumerate()
        .filter(|(_, node)| node.as_str() == Some(name))
        .map(|(at, _)| at)
        .collect();
    if on {
        let is_there = !places.is_empty();
        let place = format!("{list}/{}", elements.len());
        return if is_there { Ok(text.to_owned()) } else { json::set(text, &place, &json!(name)) };
    }
    let mut edited = text.to_owned();
    for (gone, place) in places.into_iter().rev().enumerate() {
        edited = remove_element(&edited, list, place, elements.len() - gone)?;
    }
    Ok(edited)
}
