//! Something gets another name, and what names it follows.

use super::dimensions::{self, Named};
use super::network::{NetworkField, NetworkPart};
use crate::session::follow::parse;
use crate::session::outline::Outline;
use ecs_core::finding::Range;
use ecs_core::json::{self, EditError, Node, Value};
use serde_json::json;

/// `text` with the part called `name`. What names it follows, unless that name says too little: where
/// it is empty, another's too, or the part's old one was.
pub(super) fn rename(
    text: &str,
    outline: &Outline,
    part: NetworkPart,
    name: &str,
) -> Result<String, EditError> {
    let names = names(outline, part);
    let old = number_of(part).and_then(|number| names.get(number)).copied().ok_or(EditError::NoSuchPlace)?;
    let count = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
    let follows = !name.is_empty() && !old.is_empty() && count(old) == 1 && count(name) == 0;
    let edited = if follows { followed(text, part, old, name)? } else { text.to_owned() };
    json::set(&edited, &format!("{}/{}", part.pointer(), NetworkField::Name.member(part)), &json!(name))
}

fn names(outline: &Outline, part: NetworkPart) -> Vec<&str> {
    let (vpc, balancing) = (&outline.vpc, &outline.balancing);
    match part {
        NetworkPart::Subnet(_) => vpc.subnets.iter().map(|subnet| subnet.id.as_str()).collect(),
        NetworkPart::Group(_) => vpc.group_ids().collect(),
        NetworkPart::LoadBalancer(_) => balancing.load_balancer_names().collect(),
        NetworkPart::TargetGroup(_) => balancing.target_group_names().collect(),
        NetworkPart::Rule(..) | NetworkPart::Listener(_) => Vec::new(),
    }
}

fn number_of(part: NetworkPart) -> Option<usize> {
    match part {
        NetworkPart::Subnet(number)
        | NetworkPart::Group(number)
        | NetworkPart::LoadBalancer(number)
        | NetworkPart::TargetGroup(number) => Some(number),
        NetworkPart::Rule(..) | NetworkPart::Listener(_) => None,
    }
}

/// The members whose texts name such a part.
fn members(part: NetworkPart) -> &'static [&'static str] {
    match part {
        NetworkPart::Subnet(_) => &["Subnets", "subnets", "SubnetId", "subnetId"],
        NetworkPart::Group(_) => &["SecurityGroups", "securityGroups", "securityGroupIds", "GroupId"],
        NetworkPart::LoadBalancer(_) => &["LoadBalancerArn", "ListenerArn", "listener"],
        NetworkPart::TargetGroup(_) => &["TargetGroupArn", "targetGroupArn", "targetGroup"],
        NetworkPart::Rule(..) | NetworkPart::Listener(_) => &[],
    }
}

fn followed(text: &str, part: NetworkPart, old: &str, name: &str) -> Result<String, EditError> {
    let edited = rewritten(text, members(part), |written| {
        // A listener is called `load-balancer:port`.
        let rest = written.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with(':'))?;
        Some(format!("{name}{rest}"))
    })?;
    match part {
        NetworkPart::LoadBalancer(_) => dimensions::follow(&edited, Named::LoadBalancer, old, name),
        NetworkPart::TargetGroup(_) => dimensions::follow(&edited, Named::TargetGroup, old, name),
        _ => Ok(edited),
    }
}

/// `text` where the texts of those members are what `rewrite` makes of them; none: they stay. Task definitions
/// name nothing of the scenario.
pub(super) fn rewritten(
    text: &str,
    members: &[&str],
    rewrite: impl Fn(&str) -> Option<String>,
) -> Result<String, EditError> {
    rewritten_where(text, &|_, key| members.contains(&key), rewrite)
}

/// The same of the members that are wanted: by the object that has one, and by its key.
pub(super) fn rewritten_where(
    text: &str,
    is_wanted: &dyn Fn(&Node, &str) -> bool,
    rewrite: impl Fn(&str) -> Option<String>,
) -> Result<String, EditError> {
    let root = parse(text)?;
    let mut found = Vec::new();
    for member in root.members().iter().filter(|member| member.key != "taskDefinitions") {
        collect((&root, &member.key), &member.value, is_wanted, &mut found);
    }
    let mut edited = text.to_owned();
    for (range, written) in found.into_iter().rev() {
        if let Some(new) = rewrite(written) {
            edited.replace_range(range.start..range.end, &json!(new).to_string());
        }
    }
    Ok(edited)
}

/// The texts of those members, in the order of the text. Of a list it is the member that has the list.
fn collect<'n>(
    (owner, key): (&Node, &str),
    node: &'n Node,
    is_wanted: &dyn Fn(&Node, &str) -> bool,
    found: &mut Vec<(Range, &'n str)>,
) {
    match &node.value {
        Value::String(text) if is_wanted(owner, key) => found.push((node.range, text)),
        Value::Array(elements) => {
            for element in elements {
                collect((owner, key), element, is_wanted, found);
            }
        }
        Value::Object(members) => {
            for member in members {
                collect((node, &member.key), &member.value, is_wanted, found);
            }
        }
        _ => {}
    }
}
