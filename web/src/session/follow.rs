//! What belongs to a service follows the definition that it runs, and the zones of its instances.

use super::placement::Owner;
use ecs_core::aws::{Compatibility, NetworkMode, TaskDefinition};
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node};
use ecs_core::validate::subject_of;
use serde_json::{Value, json};

/// `after`, the text of a scenario whose instances were edited, with subnets in all zones of
/// instances for those services of `before` that had just these.
pub(super) fn follow_zones(before: &str, after: String) -> Result<String, EditError> {
    let (old, new) = (parse(before)?, parse(&after)?);
    let (old_subnets, new_subnets) = (subnets(&old), subnets(&new));
    if old_subnets == new_subnets {
        return Ok(after);
    }
    let mut edited = after;
    for (place, service) in services(&old) {
        let pointer = "/networkConfiguration/awsvpcConfiguration/subnets";
        if service.at(pointer).is_some_and(|node| node.to_value() == old_subnets) {
            edited = json::set(&edited, &format!("/services/{place}{pointer}"), &new_subnets)?;
        }
    }
    Ok(edited)
}

/// Launch type and network configuration of a service or a call, as the definition with that text takes
/// them.
pub(super) fn follow_text(text: String, owner: Owner, definition: &str) -> Result<String, EditError> {
    let definition = subject_of(definition);
    let root = parse(&text)?;
    let (Some((_, definition)), Some(service)) = (definition, root.at(&owner.pointer())) else {
        return Ok(text);
    };
    let own = text.get(service.range.start..service.range.end).unwrap_or_default().to_owned();
    let followed = follow(own, service, &subnets(&root), &TaskDefinition::read(&definition, 1))?;
    let mut edited = text;
    edited.replace_range(service.range.start..service.range.end, &followed);
    Ok(edited)
}

/// `text`, which is that of a service or a call, with launch type and network configuration as the definition
/// takes them. `service` is what stands in it; `subnets` are those that a new configuration has.
pub(super) fn follow(
    text: String,
    service: &Node,
    subnets: &Value,
    definition: &TaskDefinition,
) -> Result<String, EditError> {
    let mut edited = text;
    let on_fargate = service.str("launchType") == Some("FARGATE");
    // A capacity provider strategy says by itself where tasks run.
    let by_strategy = !service.list("capacityProviderStrategy").is_empty();
    if definition.is_fargate_only() && !on_fargate && !by_strategy {
        edited = json::set(&edited, "/launchType", &json!("FARGATE"))?;
    } else if on_fargate
        && !definition.is_fargate_only()
        && !definition.compatibilities().contains(&Compatibility::Fargate)
    {
        edited = json::remove(&edited, "/launchType")?;
    }
    let configured = service.get("networkConfiguration").is_some();
    if definition.network_mode == NetworkMode::Awsvpc {
        if !configured {
            let configuration = json!({"awsvpcConfiguration": {"subnets": subnets}});
            edited = json::set(&edited, "/networkConfiguration", &configuration)?;
        }
    } else if configured {
        edited = json::remove(&edited, "/networkConfiguration")?;
    }
    Ok(edited)
}

/// The subnets of the zones that instances are in; of three zones where there are no instances.
pub(super) fn subnets(root: &Node) -> Value {
    let mut zones: Vec<&str> =
        root.list("containerInstances").iter().filter_map(|node| node.str("availabilityZone")).collect();
    zones.sort_unstable();
    zones.dedup();
    let listed = root.list("subnets");
    if !listed.is_empty() {
        let within = |node: &&Node| {
            zones.is_empty() || node.str("AvailabilityZone").is_some_and(|zone| zones.contains(&zone))
        };
        return listed.iter().filter(within).filter_map(|node| node.str("SubnetId")).collect();
    }
    let letters: Vec<char> = zones.iter().filter_map(|zone| zone.chars().last()).collect();
    let letters = if letters.is_empty() { vec!['a', 'b', 'c'] } else { letters };
    letters.iter().map(|letter| format!("subnet-{letter}")).collect()
}

pub(super) fn parse(text: &str) -> Result<Node, EditError> {
    json::parse(text, &mut Findings::new()).ok_or(EditError::NotJson)
}

pub(super) fn services(root: &Node) -> impl Iterator<Item = (usize, &Node)> {
    root.list("services").iter().enumerate()
}

#[cfg(test)]
mod tests {
    use super::follow_zones;
    use ecs_core::{Document, json};
    use serde_json::json;

    #[test]
    fn subnets_follow_the_zones_of_instances_until_somebody_chooses_their_own() {
        let text = r#"{"version": 1,
            "services": [{"serviceName": "web", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"]}}}],
            "containerInstances": [{"availabilityZone": "us-east-1b"}, {"availabilityZone": "us-east-1a"}]}"#;
        let more = json::set(text, "/containerInstances/1/availabilityZone", &json!("us-east-1c")).unwrap();
        let followed = follow_zones(text, more).unwrap();
        let pointer = "/services/0/networkConfiguration/awsvpcConfiguration/subnets";
        let at = |text: &str| Document::read(text).root.unwrap().at(pointer).unwrap().to_value();
        assert_eq!(at(&followed), json!(["subnet-b", "subnet-c"]));
        let own = json::set(text, pointer, &json!(["subnet-f"])).unwrap();
        let more = json::set(&own, "/containerInstances/1/availabilityZone", &json!("us-east-1c")).unwrap();
        assert_eq!(at(&follow_zones(&own, more).unwrap()), json!(["subnet-f"]));
    }
}
