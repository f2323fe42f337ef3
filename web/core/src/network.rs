//! What the core knows of networks, as the page asks for it.

use crate::Core;
use ecs_core::catalog;
use ecs_core::json;
use ecs_core::report::compare_modes;
use ecs_core::{Document, Scenario};
use ecs_web_port::{Compared, NetworkOf, NetworkQuestion, Reply};
use serde_json::json;

/// The network around a task, or around each task of a service, of the run on the stage. None where that is
/// another run by now.
pub(crate) fn trace(core: &Core, number: u32, question: &NetworkQuestion) -> Option<Reply> {
    let reports = core.with_run(question.run, |on_stage| match &question.of {
        NetworkOf::Task(task) => on_stage.run.network_of_task(task).map(|report| vec![report]),
        NetworkOf::Service(service) => on_stage.run.network_of_service(service),
    })?;
    Some(Reply::Traced { number, reports })
}

/// A draft in each of the network modes. Of a scenario with errors the instances alone are known: load
/// balancers and subnets are left out.
pub(crate) fn compare(definition: &str, scenario: &str, instance_type: Option<&str>) -> Compared {
    let document = Document::read(definition);
    let Some(subject) = document.subject() else { return Compared::default() };
    let with_type = instance_type.and_then(|name| with_instance(scenario, name));
    let text = with_type.as_deref().unwrap_or(scenario);
    let whole = read(text);
    let is_whole = whole.is_some();
    let modes = match whole.or_else(|| read(&instances_alone(text))) {
        Some(scenario) => compare_modes(subject, &scenario),
        None => Vec::new(),
    };
    Compared { modes, is_whole }
}

fn read(text: &str) -> Option<Scenario> {
    Document::read(text).scenario
}

/// `text` with an instance of that type behind the others; none where there is no such type.
fn with_instance(text: &str, name: &str) -> Option<String> {
    catalog::instance_type(name)?;
    let root = json::parse(text, &mut ecs_core::finding::Findings::new())?;
    let listed = root.list("containerInstances");
    let zone = listed.iter().find_map(|entry| entry.str("availabilityZone")).unwrap_or("us-east-1a");
    json::append(text, "/containerInstances", &[json!({"instanceType": name, "availabilityZone": zone})]).ok()
}

/// A scenario with the instances of `text` and nothing else.
fn instances_alone(text: &str) -> String {
    let root = json::parse(text, &mut ecs_core::finding::Findings::new());
    let of = |member: &str| root.as_ref().and_then(|root| root.get(member)).map(json::Node::to_value);
    let mut alone = json!({"version": 1});
    for member in ["accountSettings", "containerInstances"] {
        if let (Some(value), Some(members)) = (of(member), alone.as_object_mut()) {
            members.insert(member.to_owned(), value);
        }
    }
    alone.to_string()
}

#[cfg(test)]
mod tests {
    use super::compare;
    use ecs_core::aws::NetworkMode;
    use ecs_workshop::gallery;

    fn two_copies() -> &'static str {
        gallery::ENTRIES.iter().find(|entry| entry.id == "two-copies").unwrap().text
    }

    fn definition(text: &str) -> String {
        let root = serde_json::from_str::<serde_json::Value>(text).unwrap();
        root["taskDefinitions"][0].to_string()
    }

    #[test]
    fn the_second_copy_is_stopped_by_the_host_port_and_by_nothing_else() {
        let compared = compare(&definition(two_copies()), two_copies(), None);
        assert!(compared.is_whole);
        let bridge = compared.modes.iter().find(|mode| mode.network_mode == NetworkMode::Bridge).unwrap();
        assert!(bridge.current);
        assert_eq!(bridge.copies[0].copies, 1);
        assert_eq!(bridge.copies[0].stopped_by.len(), 1);
        assert!(bridge.copies[0].stopped_by[0].contains("80"), "{:?}", bridge.copies[0].stopped_by);
    }

    #[test]
    fn copies_are_counted_on_another_type_and_without_a_usable_scenario() {
        let on = |text: &str| compare(&definition(two_copies()), text, Some("c5.large"));
        let compared = on(two_copies());
        assert!(compared.modes[0].copies.iter().any(|copies| copies.instance_type == "c5.large"));
        let broken = two_copies().replace("\"taskDefinition\": \"web\"", "\"taskDefinition\": \"nobody\"");
        let compared = on(&broken);
        assert!(!compared.is_whole);
        assert_eq!(compared.modes[0].copies.len(), 2);
        assert_eq!(compare("{", "{", None).modes.len(), 0);
    }
}
