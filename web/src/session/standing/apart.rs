//! What calls change that are not about an entry of a list by its name: container instances that register, and
//! the capacity providers of the cluster.

use super::calls::{Call, Input, Unable, appended, value};
use super::kinds::{CLUSTER, INSTANCES, PUT, PUT_CLUSTER, REGISTER_INSTANCES};
use crate::session::network::free_name;
use crate::session::timeline::actions;
use ecs_core::json::{self, Node};
use serde_json::{Map, Value, json};

/// Entries of container instances that are new register. One without a name gets one: its number in the list says
/// nothing of one that comes later. Spec: FAULT-2.
pub(super) fn instances(before: &Node, after: &Node, text: &str) -> Result<Vec<Call>, Unable> {
    let registered = actions(after).iter().filter(|action| action.str("action") == Some(REGISTER_INSTANCES));
    let registered = registered.filter_map(|action| action.get("input"));
    let listed = after.list(INSTANCES).iter().chain(registered);
    let mut taken: Vec<String> = listed.filter_map(|entry| Some(entry.str("name")?.to_owned())).collect();
    let mut calls = Vec::new();
    for (entry, raw) in appended(INSTANCES, before, after, text)? {
        let mut raw = raw.to_owned();
        if entry.get("name").is_none() {
            let name = free_name("added", taken.iter().map(String::as_str));
            raw = json::set(&raw, "/name", &json!(name)).map_err(|_| INSTANCES.to_owned())?;
            taken.push(name);
        }
        calls.push(Call { action: REGISTER_INSTANCES, input: Input::Raw(raw) });
    }
    Ok(calls)
}

/// What the cluster has, and its default strategy: one call names both. Spec: CAP-7.
pub(super) fn cluster(before: &Node, after: &Node) -> Result<Option<Call>, Unable> {
    let members = |root: &Node| value(root, CLUSTER).and_then(|cluster| cluster.as_object().cloned());
    let (old, new) = (members(before).unwrap_or_default(), members(after).unwrap_or_default());
    if old == new {
        return Ok(None);
    }
    let differs = |member: &&String| old.get(*member) != new.get(*member);
    let other =
        old.keys().chain(new.keys()).find(|member| differs(member) && !PUT.contains(&member.as_str()));
    if let Some(member) = other {
        return Err(format!("{member} ({CLUSTER})"));
    }
    let [providers, strategy] = PUT;
    let mut input = Map::new();
    input.insert(providers.to_owned(), new.get(providers).cloned().unwrap_or_else(|| every_provider(after)));
    input.insert(strategy.to_owned(), new.get(strategy).cloned().unwrap_or_else(|| json!([])));
    Ok(Some(Call { action: PUT_CLUSTER, input: Input::Members(input) }))
}

/// What a cluster has that says nothing of it: all there are.
fn every_provider(root: &Node) -> Value {
    let own = root.list("capacityProviders").iter().filter_map(|provider| provider.str("name"));
    ["FARGATE", "FARGATE_SPOT"].into_iter().chain(own).collect()
}
