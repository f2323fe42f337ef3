//! A load balancer in front of a service: everything that belongs to it, in one edit.

use crate::session::network::{AwsvpcEntry, ContainerPort, GroupEntry, default_subnets, free_name};
use crate::session::outline::Outline;
use ecs_core::aws::NetworkMode;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Characters that Elastic Load Balancing takes for a name.
const NAME_MAX: usize = 32;

/// What is made.
#[derive(Debug)]
pub(super) struct Front<'a> {
    outline: &'a Outline,
    service: usize,
    name: String,
    load_balancer: String,
    target_group: String,
    target_type: &'static str,
    port: &'a ContainerPort,
    subnets: Vec<String>,
    /// The load balancer's group and who is to let it in; none where the scenario lists no groups.
    door: Option<Door>,
}

/// Security groups of the load balancer and of its targets.
#[derive(Debug)]
struct Door {
    front: String,
    /// Numbers of groups that get a rule.
    opened: Vec<usize>,
    /// A group that targets without one get.
    made: Option<Made>,
}

#[derive(Debug)]
struct Made {
    id: String,
    /// Where it is named.
    lists: Vec<String>,
}

impl<'a> Front<'a> {
    /// What a load balancer in front of that service takes; none where its tasks map no TCP port.
    pub(super) fn of(outline: &'a Outline, service: usize) -> Option<Front<'a>> {
        let row = outline.services.get(service)?;
        let exposed = &outline.definitions.get(row.runs?)?.exposes;
        if exposed.mode == NetworkMode::None {
            return None;
        }
        let port = exposed.ports.first()?;
        let balancing = &outline.balancing;
        let base = usable(&row.name);
        let balancer = format!("{}-alb", base.chars().take(NAME_MAX - 8).collect::<String>());
        let target: String = base.chars().take(NAME_MAX - 4).collect();
        let is_own = exposed.mode == NetworkMode::Awsvpc;
        let own = is_own.then(|| row.network.awsvpc.clone().unwrap_or_default());
        Some(Front {
            outline,
            service,
            name: row.name.clone(),
            load_balancer: free_name(&balancer, balancing.load_balancer_names()),
            target_group: free_name(&target, balancing.target_group_names()),
            target_type: exposed.target_type(),
            port,
            subnets: subnets(outline),
            door: outline.vpc.groups.is_some().then(|| Door::of(outline, service, &base, own.as_ref(), port)),
        })
    }

    /// `text` with all of it.
    pub(super) fn put(&self, text: &str) -> Result<String, EditError> {
        let (balancing, service) = (&self.outline.balancing, self.service);
        let mut edited = match &self.door {
            Some(door) => door.put(text, self.outline, self.port)?,
            None => text.to_owned(),
        };
        let balancer = self.balancer();
        let listener = json!({
            "LoadBalancerArn": self.load_balancer, "Protocol": "HTTP", "Port": 80,
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": self.target_group}],
        });
        let group = json!({
            "Name": self.target_group, "Protocol": "HTTP", "Port": self.port.port, "TargetType": self.target_type,
        });
        let entry = json!({
            "targetGroupArn": self.target_group, "containerName": self.port.container, "containerPort": self.port.port,
        });
        let registrations =
            self.outline.services.get(service).map_or(0, |row| row.network.registrations.len());
        for (list, count, value) in [
            ("/loadBalancers".to_owned(), balancing.load_balancers.len(), balancer),
            ("/targetGroups".to_owned(), balancing.target_groups.len(), group),
            ("/listeners".to_owned(), balancing.listeners.len(), listener),
            (format!("/services/{service}/loadBalancers"), registrations, entry),
        ] {
            edited = json::set(&edited, &format!("{list}/{count}"), &value)?;
        }
        Ok(edited)
    }

    fn balancer(&self) -> Value {
        let mut balancer = json!({
            "Name": self.load_balancer, "Type": "application", "Scheme": "internet-facing", "Subnets": self.subnets,
        });
        if let Some(door) = &self.door {
            balancer["SecurityGroups"] = json!([door.front]);
        }
        balancer
    }

    /// What was made, in a sentence.
    pub(super) fn words(&self) -> String {
        let Front { name, load_balancer, target_group, target_type, .. } = self;
        let made = format!(
            "Put in front of {name}: {load_balancer} with a listener HTTP:80, target group {target_group} of type {target_type}"
        );
        match &self.door {
            Some(door) => format!("{made}, {}.", door.words(self.outline, self.port)),
            None => format!("{made}."),
        }
    }
}

impl Door {
    fn of(
        outline: &Outline,
        service: usize,
        base: &str,
        own: Option<&AwsvpcEntry>,
        port: &ContainerPort,
    ) -> Door {
        let groups = outline.vpc.listed_groups();
        let front = free_name(&format!("sg-{base}-alb"), outline.vpc.group_ids());
        let (holders, wanted) = holders(outline, service, own, base);
        let mut opened = BTreeSet::new();
        let mut lists = Vec::new();
        for (list, ids) in holders {
            let known: Vec<usize> = (0..groups.len())
                .filter(|number| groups.get(*number).is_some_and(|group| ids.contains(&group.id)))
                .collect();
            match known.first() {
                None => lists.push(format!("{list}/{}", ids.len())),
                Some(_) if known.iter().any(|number| is_open(groups.get(*number), port)) => {}
                Some(first) => {
                    opened.insert(*first);
                }
            }
        }
        let taken = outline.vpc.group_ids().chain(std::iter::once(front.as_str()));
        let id = free_name(&wanted, taken);
        let made = (!lists.is_empty()).then_some(Made { id, lists });
        Door { front, opened: opened.into_iter().collect(), made }
    }

    fn rule(&self, port: &ContainerPort) -> Value {
        let (from, to) = (port.reached_at.start(), port.reached_at.end());
        json!({"IpProtocol": "tcp", "FromPort": from, "ToPort": to, "UserIdGroupPairs": [{"GroupId": self.front}]})
    }

    fn put(&self, text: &str, outline: &Outline, port: &ContainerPort) -> Result<String, EditError> {
        let groups = outline.vpc.listed_groups();
        let mut edited = text.to_owned();
        for number in &self.opened {
            edited = json::append(
                &edited,
                &format!("/securityGroups/{number}/IpPermissions"),
                &[self.rule(port)],
            )?;
        }
        let everybody =
            json!({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]});
        let front = json!({"GroupId": self.front, "IpPermissions": [everybody]});
        edited = json::set(&edited, &format!("/securityGroups/{}", groups.len()), &front)?;
        if let Some(made) = &self.made {
            let group = json!({"GroupId": made.id, "IpPermissions": [self.rule(port)]});
            edited = json::set(&edited, &format!("/securityGroups/{}", groups.len() + 1), &group)?;
            for list in &made.lists {
                edited = json::set(&edited, list, &json!(made.id))?;
            }
        }
        Ok(edited)
    }

    fn words(&self, outline: &Outline, port: &ContainerPort) -> String {
        let groups = outline.vpc.listed_groups();
        let opened =
            self.opened.iter().filter_map(|number| groups.get(*number)).map(|group| group.id.as_str());
        let opened: Vec<&str> = opened.chain(self.made.iter().map(|made| made.id.as_str())).collect();
        let front = &self.front;
        if opened.is_empty() {
            return format!("security group {front}; the targets let everybody in already");
        }
        let (from, to) = (port.reached_at.start(), port.reached_at.end());
        let ports = if from == to { format!("port {from}") } else { format!("ports {from}-{to}") };
        format!("security group {front}, and it may reach {ports} of {}", opened.join(" and "))
    }
}

/// The lists that name the security groups of targets, with what they hold, and what a new group is
/// called.
fn holders(
    outline: &Outline,
    service: usize,
    own: Option<&AwsvpcEntry>,
    base: &str,
) -> (Vec<(String, Vec<String>)>, String) {
    if let Some(own) = own {
        let list = format!("/services/{service}/networkConfiguration/awsvpcConfiguration/securityGroups");
        return (vec![(list, own.groups.clone())], format!("sg-{base}"));
    }
    let list = |number: usize| format!("/containerInstances/{number}/securityGroupIds");
    let entries = outline.vpc.of_instances.iter().enumerate();
    (entries.map(|(number, groups)| (list(number), groups.clone())).collect(), "sg-instances".to_owned())
}

fn is_open(group: Option<&GroupEntry>, port: &ContainerPort) -> bool {
    let ends = [*port.reached_at.start(), *port.reached_at.end()];
    group.is_some_and(|group| {
        group.rules.iter().any(|rule| ends.into_iter().all(|end| rule.lets_everybody_in(end)))
    })
}

/// A subnet in each zone: of those that the internet reaches where there are two, since an Application
/// Load Balancer stands in two zones at least.
fn subnets(outline: &Outline) -> Vec<String> {
    let listed = &outline.vpc.subnets;
    if listed.is_empty() {
        let used: BTreeSet<&str> = outline.instances.iter().map(|row| row.zone.as_str()).collect();
        let wanted = if used.is_empty() { 3 } else { used.len().max(2) };
        let (within, beyond): (Vec<_>, Vec<_>) = default_subnets(&outline.region)
            .into_iter()
            .partition(|subnet| used.contains(subnet.zone.as_str()));
        return within.into_iter().chain(beyond).take(wanted).map(|subnet| subnet.id).collect();
    }
    let in_zones = |public_only: bool| {
        let mut zones = BTreeSet::new();
        let reached = |route: &str| matches!(route, "" | "internet-gateway");
        let chosen = listed.iter().filter(|subnet| !public_only || reached(&subnet.route));
        let chosen = chosen.filter(|subnet| zones.insert(subnet.zone.clone()));
        chosen.map(|subnet| subnet.id.clone()).collect::<Vec<String>>()
    };
    let public = in_zones(true);
    if public.len() < 2 { in_zones(false) } else { public }
}

/// A service's name with what a load balancer's may not have replaced.
fn usable(name: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = name.chars().map(letter).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "service".to_owned() } else { name.to_owned() }
}
