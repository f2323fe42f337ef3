//! A task definition goes into the scenario, and its services follow.

use super::outline::labels;
use ecs_core::aws::{Compatibility, NetworkMode, TaskDefinition};
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node};
use serde_json::{Value, json};

/// `text`, a scenario, with `raw` as its task definition `number`, letter for letter.
///
/// What belongs to the definition follows it: services that it was the definition of name the new
/// family, run on Fargate if that is all it can do, and have the network configuration that its
/// network mode takes. A scenario without services gets one.
pub(super) fn apply_definition(text: &str, number: usize, raw: &str) -> Result<String, EditError> {
    let before = parse(text)?;
    let definition = TaskDefinition::read(&parse(raw)?, 1);
    let old_labels = labels(&before);
    let old_label = old_labels.get(number).map_or("", String::as_str);
    let old_family = family(old_label).to_owned();
    let followers: Vec<(usize, bool)> = services(&before)
        .filter(|(_, service)| resolve(service, &old_labels) == Some(number))
        .map(|(place, service)| (place, short(service) == Some(old_label)))
        .collect();

    let mut edited = put(text, number, raw, old_labels.len())?;
    let new_label = labels(&parse(&edited)?).into_iter().nth(number).unwrap_or_default();
    if before.list("services").is_empty() {
        let service = json!({
            "serviceName": definition.family, "taskDefinition": definition.family, "desiredCount": 1,
        });
        edited = json::set(&edited, "/services/0", &service)?;
        return follow(edited, 0, &definition);
    }
    for (place, names_the_revision) in followers {
        if definition.family != old_family {
            edited = rename(&edited, place, &old_family, &definition.family)?;
        } else if names_the_revision && new_label != old_label {
            edited = json::set(&edited, &format!("/services/{place}/taskDefinition"), &json!(new_label))?;
        }
        edited = follow(edited, place, &definition)?;
    }
    Ok(edited)
}

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

fn parse(text: &str) -> Result<Node, EditError> {
    json::parse(text, &mut Findings::new()).ok_or(EditError::NotJson)
}

fn services(root: &Node) -> impl Iterator<Item = (usize, &Node)> {
    root.list("services").iter().enumerate()
}

fn family(label: &str) -> &str {
    label.rsplit_once(':').map_or(label, |(family, _)| family)
}

/// The definition that a service names: the highest revision of a family, or one revision.
fn resolve(service: &Node, labels: &[String]) -> Option<usize> {
    let wanted = short(service)?;
    let numbered = || labels.iter().enumerate();
    let revision = |label: &str| label.rsplit_once(':').and_then(|(_, number)| number.parse::<u32>().ok());
    let newest =
        || numbered().filter(|(_, label)| family(label) == wanted).max_by_key(|(_, label)| revision(label));
    numbered().find(|(_, label)| *label == wanted).or_else(newest).map(|(number, _)| number)
}

/// What a service calls its definition, without what an ARN puts in front.
fn short(service: &Node) -> Option<&str> {
    let reference = service.str("taskDefinition")?;
    Some(reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short))
}

fn put(text: &str, number: usize, raw: &str, count: usize) -> Result<String, EditError> {
    let pointer = format!("/taskDefinitions/{}", number.min(count));
    if number < count {
        return json::replace_text(text, &pointer, raw);
    }
    json::replace_text(&json::set(text, &pointer, &json!({}))?, &pointer, raw)
}

/// A service that bears the family's name goes on doing so, unless another has the new one.
fn rename(text: &str, place: usize, old: &str, new: &str) -> Result<String, EditError> {
    let root = parse(text)?;
    let taken = services(&root).any(|(_, service)| service.str("serviceName") == Some(new));
    let named_so =
        services(&root).nth(place).and_then(|(_, service)| service.str("serviceName")) == Some(old);
    let text = json::set(text, &format!("/services/{place}/taskDefinition"), &json!(new))?;
    if named_so && !taken {
        return json::set(&text, &format!("/services/{place}/serviceName"), &json!(new));
    }
    Ok(text)
}

/// Launch type and network configuration of a service, as the definition takes them.
fn follow(text: String, place: usize, definition: &TaskDefinition) -> Result<String, EditError> {
    let root = parse(&text)?;
    let Some((_, service)) = services(&root).nth(place) else { return Ok(text) };
    let pointer = |member: &str| format!("/services/{place}/{member}");
    let mut edited = text;
    let on_fargate = service.str("launchType") == Some("FARGATE");
    if definition.is_fargate_only() && !on_fargate {
        edited = json::set(&edited, &pointer("launchType"), &json!("FARGATE"))?;
    } else if on_fargate
        && !definition.is_fargate_only()
        && !definition.compatibilities().contains(&Compatibility::Fargate)
    {
        edited = json::remove(&edited, &pointer("launchType"))?;
    }
    let configured = service.get("networkConfiguration").is_some();
    if definition.network_mode == NetworkMode::Awsvpc {
        if !configured {
            let configuration = json!({"awsvpcConfiguration": {"subnets": subnets(&root)}});
            edited = json::set(&edited, &pointer("networkConfiguration"), &configuration)?;
        }
    } else if configured {
        edited = json::remove(&edited, &pointer("networkConfiguration"))?;
    }
    Ok(edited)
}

/// The subnets of the zones that instances are in; of three zones where there are no instances.
fn subnets(root: &Node) -> Value {
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

#[cfg(test)]
mod tests {
    use super::{apply_definition, follow_zones};
    use ecs_core::{Document, json};
    use serde_json::json;

    const TEXT: &str = r#"{
  "version": 1, // kept
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 512}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 2},
    {"serviceName": "other", "taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web", "desiredCount": 1}
  ],
  "containerInstances": [
    {"instanceType": "t3.medium", "availabilityZone": "us-east-1b"},
    {"instanceType": "t3.medium", "availabilityZone": "us-east-1a"}
  ]
}"#;

    fn services(text: &str) -> serde_json::Value {
        let document = Document::read(text);
        assert!(!document.has_errors(), "{text}\n{:?}", document.findings);
        document.root.unwrap().to_value()["services"].clone()
    }

    #[test]
    fn services_follow_the_family() {
        let raw = r#"{"family": "api", /* mine */ "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let text = apply_definition(TEXT, 0, raw).unwrap();
        assert!(text.contains(raw) && text.contains("// kept"));
        let services = services(&text);
        assert_eq!(services[0], json!({"serviceName": "api", "taskDefinition": "api", "desiredCount": 2}));
        assert_eq!(services[1], json!({"serviceName": "other", "taskDefinition": "api", "desiredCount": 1}));
    }

    #[test]
    fn services_follow_a_revision_that_is_pasted() {
        let raw = r#"{"family": "web", "revision": 7, "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let services = services(&apply_definition(TEXT, 0, raw).unwrap());
        assert_eq!(services[0]["taskDefinition"], "web:7");
        assert_eq!(services[1]["taskDefinition"], "arn:aws:ecs:us-east-1:123456789012:task-definition/web");
    }

    #[test]
    fn a_service_of_a_family_has_its_highest_revision() {
        let entry = |revision: u32| {
            format!(r#"{{"family": "web", "revision": {revision}, "containerDefinitions": []}}"#)
        };
        let text = format!(
            r#"{{"version": 1, "taskDefinitions": [{}, {}], "services": [{{"serviceName": "w", "taskDefinition": "web", "desiredCount": 1}}]}}"#,
            entry(5),
            entry(3)
        );
        let api =
            r#"{"family": "api", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        assert!(apply_definition(&text, 0, api).unwrap().contains(r#""taskDefinition": "api""#));
        assert!(apply_definition(&text, 1, api).unwrap().contains(r#""taskDefinition": "web""#));
    }

    #[test]
    fn services_follow_network_mode_and_launch_type_and_back() {
        let fargate = r#"{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "a", "image": "a:1"}]}"#;
        let text = apply_definition(TEXT, 0, fargate).unwrap();
        let on_fargate = services(&text);
        assert_eq!(on_fargate[0]["launchType"], "FARGATE");
        assert_eq!(
            on_fargate[0]["networkConfiguration"]["awsvpcConfiguration"]["subnets"],
            json!(["subnet-a", "subnet-b"])
        );
        let bridge =
            r#"{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let back = services(&apply_definition(&text, 0, bridge).unwrap());
        assert_eq!(back[0], json!({"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 2}));
    }

    #[test]
    fn a_service_of_another_definition_stays() {
        let text =
            json::set(TEXT, "/taskDefinitions/1", &json!({"family": "db", "containerDefinitions": []}))
                .unwrap();
        let raw =
            r#"{"family": "cache", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let services = services(&apply_definition(&text, 1, raw).unwrap());
        assert_eq!(services[0]["taskDefinition"], "web:1");
    }

    #[test]
    fn a_scenario_without_anything_gets_definition_and_service() {
        let raw =
            r#"{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let text = apply_definition(r#"{"version": 1}"#, 0, raw).unwrap();
        assert_eq!(
            services(&text),
            json!([{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1}])
        );
    }

    #[test]
    fn subnets_follow_the_zones_of_instances_until_somebody_chooses_their_own() {
        let raw = r#"{"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 1}]}"#;
        let text = apply_definition(TEXT, 0, raw).unwrap();
        let more = json::set(&text, "/containerInstances/1/availabilityZone", &json!("us-east-1c")).unwrap();
        let followed = follow_zones(&text, more.clone()).unwrap();
        let pointer = "/services/0/networkConfiguration/awsvpcConfiguration/subnets";
        let at = |text: &str| Document::read(text).root.unwrap().at(pointer).unwrap().to_value();
        assert_eq!(at(&followed), json!(["subnet-b", "subnet-c"]));
        let own = json::set(&text, pointer, &json!(["subnet-f"])).unwrap();
        let more = json::set(&own, "/containerInstances/1/availabilityZone", &json!("us-east-1c")).unwrap();
        assert_eq!(at(&follow_zones(&own, more).unwrap()), json!(["subnet-f"]));
    }
}
