//! A draft becomes a revision: one more entry of the scenario, and services that run it.

use super::follow::{follow, parse, services};
use super::revisions::{Name, counted, followers, is_bare, names, next, resolve, respelled, written};
use ecs_core::Document;
use ecs_core::aws::TaskDefinition;
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

/// A scenario with one more revision.
#[derive(Debug)]
pub(super) struct Registered {
    /// Its text.
    pub(super) text: String,
    /// The revision's number in the list.
    pub(super) number: usize,
    /// What it is called.
    pub(super) name: Name,
}

/// `text`, a scenario, with `raw` as its next revision, letter for letter. Every service goes on
/// running what it runs: a service resolves the name of a family when it is created, so one that
/// names it alone now says which revision that was.
pub(super) fn register(text: &str, raw: &str) -> Result<Registered, EditError> {
    let before = Before::read(text)?;
    let document = Document::read(raw);
    let node = document.subject().ok_or(EditError::NotJson)?;
    before.registered(text, raw, node, &[])
}

/// The same, and the services of `base`, the definition that the draft was made from, run the new
/// revision (see [`followers`]). They spell its name as they did, bear the family's name if they
/// did, run on Fargate if that is all it can do, and have the network configuration that its network
/// mode takes. Where there is no such service, one is added.
pub(super) fn deploy(text: &str, base: usize, raw: &str) -> Result<Registered, EditError> {
    let before = Before::read(text)?;
    let document = Document::read(raw);
    let node = document.subject().ok_or(EditError::NotJson)?;
    let definition = TaskDefinition::read(node, 1);
    let moved = followers(&before.runs, &before.names, base, &next(node, &before.names).family);
    let mut registered = before.registered(text, raw, node, &moved)?;
    let Registered { text: edited, name, .. } = &mut registered;
    if moved.is_empty() {
        let place = before.runs.len();
        let service = json!({
            "serviceName": free_name(&before.root, &name.family), "taskDefinition": name.family, "desiredCount": 1,
        });
        *edited = json::set(edited, &format!("/services/{place}"), &service)?;
        let root = parse(edited)?;
        *edited = follow(std::mem::take(edited), &root, place, &definition)?;
    }
    for place in moved {
        *edited = before.rename(std::mem::take(edited), place, &name.family)?;
        *edited = follow(std::mem::take(edited), &before.root, place, &definition)?;
    }
    Ok(registered)
}

/// A scenario before the revision is registered.
struct Before {
    root: Node,
    /// What its definitions are called.
    names: Vec<Name>,
    /// What each service runs.
    runs: Vec<Option<usize>>,
}

impl Before {
    fn read(text: &str) -> Result<Before, EditError> {
        let root = parse(text)?;
        let names = names(&root);
        let runs =
            services(&root).map(|(_, service)| resolve(service.str("taskDefinition")?, &names)).collect();
        Ok(Before { root, names, runs })
    }

    /// What the service at a place runs.
    fn runs(&self, place: usize) -> Option<&Name> {
        self.names.get(self.runs.get(place).copied()??)
    }

    /// The text with `raw`, which holds `node`, as its next revision, and the services in `moved`
    /// running it.
    fn registered(
        &self,
        text: &str,
        raw: &str,
        node: &Node,
        moved: &[usize],
    ) -> Result<Registered, EditError> {
        let (name, number) = (next(node, &self.names), self.names.len());
        let pointer = format!("/taskDefinitions/{number}");
        let edited = json::set(&self.with_references(text, &name, moved), &pointer, &json!({}))?;
        let text = json::replace_text(&edited, &pointer, &entry(raw, node, &name, &self.names)?)?;
        Ok(Registered { text, number, name })
    }

    /// All in one go: there may be thousands of services.
    fn with_references(&self, text: &str, name: &Name, moved: &[usize]) -> String {
        let reference = |place: usize, written: &str| {
            if moved.contains(&place) {
                return Some(respelled(written, name));
            }
            let runs = self.runs(place).filter(|runs| runs.family == name.family && is_bare(written))?;
            Some(format!("{written}:{}", runs.revision))
        };
        let mut edited = text.to_owned();
        let places: Vec<(usize, &Node)> = services(&self.root).collect();
        for (place, service) in places.into_iter().rev() {
            let Some(node) = service.get("taskDefinition") else { continue };
            let range = node.range.start..node.range.end;
            let reference = node.as_str().and_then(|written| reference(place, written));
            if let Some(reference) = reference.filter(|_| edited.get(range.clone()).is_some()) {
                edited.replace_range(range, &json!(reference).to_string());
            }
        }
        edited
    }

    /// A service that bears its family's name bears the new one, unless another has it.
    fn rename(&self, text: String, place: usize, family: &str) -> Result<String, EditError> {
        let named = |name: &str| {
            services(&self.root)
                .find(|(_, service)| service.str("serviceName") == Some(name))
                .map(|(place, _)| place)
        };
        let old = self.runs(place).map_or(family, |name| name.family.as_str());
        if old == family || named(old) != Some(place) || named(family).is_some() {
            return Ok(text);
        }
        json::set(&text, &format!("/services/{place}/serviceName"), &json!(family))
    }
}

/// The entry's text: it says its revision only where the core would count otherwise.
fn entry(raw: &str, node: &Node, name: &Name, names: &[Name]) -> Result<String, EditError> {
    let counted = counted(&name.family, names);
    if written(node).unwrap_or(counted) == name.revision {
        return Ok(raw.to_owned());
    }
    if counted == name.revision {
        return json::remove(raw, "/revision");
    }
    json::set(raw, "/revision", &json!(name.revision))
}

/// The family's name, or with the first number from 2 on that makes it one of its own.
fn free_name(root: &Node, family: &str) -> String {
    let taken = |name: &str| services(root).any(|(_, service)| service.str("serviceName") == Some(name));
    let numbered = (2..).map(|number| format!("{family}-{number}"));
    std::iter::once(family.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Registered, deploy, register};
    use ecs_core::{Document, json};
    use serde_json::{Value, json};

    const ARN: &str = "arn:aws:ecs:us-east-1:123456789012:task-definition/web";

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

    fn raw(head: &str) -> String {
        format!(
            r#"{{{head}, /* mine */ "containerDefinitions": [{{"name": "a", "image": "a:1", "memory": 64}}]}}"#
        )
    }

    /// `taskDefinition` of each service.
    fn references(registered: &Registered) -> Vec<Value> {
        list(&registered.text, "services").iter().map(|service| service["taskDefinition"].clone()).collect()
    }

    fn list(text: &str, member: &str) -> Vec<Value> {
        let document = Document::read(text);
        assert!(!document.has_errors(), "{text}\n{:?}", document.findings);
        document.root.unwrap().to_value()[member].as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn a_revision_is_appended_letter_for_letter_and_services_stay() {
        let raw = raw(r#""family": "web""#);
        let registered = register(TEXT, &raw).unwrap();
        assert!(registered.text.contains(&raw) && registered.text.contains("// kept"));
        assert!(registered.text.contains(r#"{"family": "web", "containerDefinitions": [{"name": "app""#));
        assert_eq!((registered.number, registered.name.to_string().as_str()), (1, "web:2"));
        assert_eq!(references(&registered), [json!("web:1"), json!(format!("{ARN}:1"))]);
        let again = register(&registered.text, &raw).unwrap();
        assert_eq!(again.name.to_string(), "web:3");
        assert_eq!(references(&again), references(&registered));
    }

    #[test]
    fn another_family_changes_no_service() {
        let registered = register(TEXT, &raw(r#""family": "api""#)).unwrap();
        assert_eq!(registered.name.to_string(), "api:1");
        assert_eq!(references(&registered), [json!("web:1"), json!(ARN)]);
    }

    #[test]
    fn deployed_services_spell_the_revision_as_before() {
        let registered = deploy(TEXT, 0, &raw(r#""family": "web""#)).unwrap();
        assert_eq!(references(&registered), [json!("web:2"), json!(ARN)]);
    }

    #[test]
    fn a_service_of_another_revision_stays_where_it_is() {
        let two = register(&TEXT.replace(ARN, "web"), &raw(r#""family": "web""#)).unwrap().text;
        let newest = json::set(&two, "/services/1/taskDefinition", &json!("web")).unwrap();
        let registered = deploy(&newest, 0, &raw(r#""family": "web""#)).unwrap();
        assert_eq!(references(&registered), [json!("web:3"), json!("web:2")]);
    }

    #[test]
    fn a_revision_that_is_written_down_counts_where_it_is_the_newest() {
        let kept = register(TEXT, &raw(r#""family": "web", "revision": 7"#)).unwrap();
        assert_eq!(kept.name.to_string(), "web:7");
        let taken = raw(r#""family": "web", "revision": 7"#);
        let dropped = register(&kept.text, &taken).unwrap();
        assert_eq!(dropped.name.to_string(), "web:8");
        assert_eq!(list(&dropped.text, "taskDefinitions")[2].get("revision"), None);
        // Listed out of order, the core would count on from the last.
        let last_is_lower = json::set(&kept.text, "/taskDefinitions/0/revision", &json!(9)).unwrap();
        let written = register(&last_is_lower.replace("web:1", "web"), &raw(r#""family": "web""#)).unwrap();
        assert_eq!(written.name.to_string(), "web:10");
        assert_eq!(list(&written.text, "taskDefinitions")[2]["revision"], 10);
    }

    #[test]
    fn services_follow_a_family_that_was_renamed() {
        let registered = deploy(TEXT, 0, &raw(r#""family": "api""#)).unwrap();
        let services = list(&registered.text, "services");
        assert_eq!(services[0], json!({"serviceName": "api", "taskDefinition": "api:1", "desiredCount": 2}));
        assert_eq!(services[1]["serviceName"], "other");
        assert_eq!(services[1]["taskDefinition"], ARN.replace("web", "api"));
        assert_eq!(list(&registered.text, "taskDefinitions").len(), 2);
    }

    #[test]
    fn services_follow_network_mode_and_launch_type_and_back() {
        let fargate = r#"{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "a", "image": "a:1"}]}"#;
        let registered = deploy(TEXT, 0, fargate).unwrap();
        let on_fargate = list(&registered.text, "services");
        assert_eq!(on_fargate[0]["launchType"], "FARGATE");
        assert_eq!(
            on_fargate[0]["networkConfiguration"]["awsvpcConfiguration"]["subnets"],
            json!(["subnet-a", "subnet-b"])
        );
        let back = deploy(&registered.text, registered.number, &raw(r#""family": "web""#)).unwrap();
        assert_eq!(
            list(&back.text, "services")[0],
            json!({"serviceName": "web", "taskDefinition": "web:3", "desiredCount": 2})
        );
    }

    #[test]
    fn a_definition_that_nobody_runs_gets_a_service() {
        let text = register(TEXT, &raw(r#""family": "db""#)).unwrap().text;
        let registered = deploy(&text, 1, &raw(r#""family": "other""#)).unwrap();
        let services = list(&registered.text, "services");
        assert_eq!(services[0]["taskDefinition"], "web:1");
        assert_eq!(
            services[2],
            json!({"serviceName": "other-2", "taskDefinition": "other", "desiredCount": 1})
        );
        let first = deploy(r#"{"version": 1}"#, 0, &raw(r#""family": "web""#)).unwrap();
        assert_eq!(
            list(&first.text, "services"),
            [json!({"serviceName": "web", "taskDefinition": "web", "desiredCount": 1})]
        );
        assert!(
            list(&register(r#"{"version": 1}"#, &raw(r#""family": "web""#)).unwrap().text, "services")
                .is_empty()
        );
    }

    #[test]
    fn cloud_formations_spelling_is_registered_as_it_is() {
        let pascal =
            r#"{"Family": "web", "ContainerDefinitions": [{"Name": "a", "Image": "a:1", "Memory": 64}]}"#;
        let registered = deploy(TEXT, 0, pascal).unwrap();
        assert!(registered.text.contains(pascal));
        assert_eq!(references(&registered), [json!("web:2"), json!(ARN)]);
    }
}
