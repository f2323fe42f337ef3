//! Whether the same arrives in two scenarios: runs that differ because other requests came say nothing of how the
//! scenarios cope.

use ecs_core::json::Node;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The names of the traffic that is not the same in both, in alphabetical order: its entries in
/// `simulation.traffic`, and what the timeline makes of them.
pub fn traffic_apart(one: &Node, other: &Node) -> Vec<String> {
    let (one, other) = (traffic(one), traffic(other));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// What is said of each traffic, by its name.
fn traffic(root: &Node) -> BTreeMap<String, Vec<Value>> {
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let Some(simulation) = root.get("simulation") else { return all };
    for (number, entry) in simulation.list("traffic").iter().enumerate() {
        // As the format names one that has no name.
        let name = entry.str("name").map_or_else(|| format!("traffic-{}", number + 1), ToOwned::to_owned);
        all.entry(name).or_default().push(entry.to_value());
    }
    let sets = |action: &&Node| action.str("action") == Some("simulation:SetTraffic");
    for action in simulation.list("timeline").iter().filter(sets) {
        let input = action.get("input").map(Node::to_value);
        let at = action.get("atSeconds").map(Node::to_value);
        let name = input.as_ref().and_then(|input| input["traffic"].as_str()).unwrap_or("SetTraffic");
        all.entry(name.to_owned()).or_default().push(json!({"at": at, "input": input}));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::traffic_apart;
    use ecs_core::Document;

    fn apart(one: &str, other: &str) -> Vec<String> {
        let root = |simulation: &str| {
            let text = format!(r#"{{"version": 1, "simulation": {simulation}}}"#);
            Document::read(&text).root.unwrap()
        };
        traffic_apart(&root(one), &root(other))
    }

    #[test]
    fn the_same_in_other_words_is_the_same() {
        let one = r#"{"seed": 1, "traffic": [{"targetGroup": "web", "requestsPerSecond": 5}]}"#;
        let other = r#"{"traffic": [{ "requestsPerSecond": 5, "targetGroup": "web" }], "seed": 2}"#;
        assert!(apart(one, other).is_empty());
    }

    #[test]
    fn what_differs_is_named() {
        let one = r#"{"traffic": [{"name": "shop", "requestsPerSecond": 5}, {"requestsPerSecond": 1}]}"#;
        let other = r#"{"traffic": [{"name": "shop", "requestsPerSecond": 6}]}"#;
        assert_eq!(apart(one, other), ["shop", "traffic-2"]);
        let set = |rate: u32| {
            format!(
                r#"{{"timeline": [{{"atSeconds": 5, "action": "simulation:SetTraffic", "input": {{"traffic": "shop", "requestsPerSecond": {rate}}}}}]}}"#
            )
        };
        assert_eq!(apart(&set(1), &set(2)), ["shop"]);
        assert!(apart(&set(1), &set(1)).is_empty());
    }
}
