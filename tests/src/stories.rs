//! Random calls that belong together, for the swarm: deployments with something amid them. What is drawn one by one
//! rarely meets.

use crate::calls;
use crate::draws::Draws;
use crate::swarm::DURATION_SECONDS;
use serde_json::{Value, json};

/// A service that calls name.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    /// The family of what it runs.
    pub family: String,
    /// How many revisions of that are there.
    pub revisions: u32,
}

/// What happens to a service from a second on.
type Story = fn(&mut Draws, &Named, u32) -> Vec<Value>;

const STORIES: [Story; 10] = [
    one_on_top,
    one_on_top,
    smaller_amid,
    fault_amid,
    fault_amid,
    fault_amid,
    protected_amid,
    other_bounds_amid,
    gone_and_back,
    stopped_amid,
];

/// One of them, about one of the services.
pub fn story(draws: &mut Draws, services: &[Named]) -> Vec<Value> {
    let service = &services[draws.index(services.len())];
    // Early ones meet the first deployment, later ones a service that is steady.
    let at = if draws.once_in(4) { draws.between(5, 60) } else { draws.between(60, 200) };
    STORIES[draws.index(STORIES.len())](draws, service, at)
}

/// The services of a scenario.
pub fn named(scenario: &Value) -> Vec<Named> {
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let list = |member: &str| scenario[member].as_array().into_iter().flatten();
    let one = |service: &Value| {
        let family = text(&service["taskDefinition"]);
        let revisions = list("taskDefinitions").filter(|definition| definition["family"] == family.as_str());
        Named {
            name: text(&service["serviceName"]),
            revisions: revisions.map(|_| 1).sum(),
            family: family.clone(),
        }
    };
    list("services").map(one).collect()
}

fn action(at_seconds: u32, name: &str, input: impl Into<Value>) -> Value {
    json!({"atSeconds": u64::from(at_seconds).min(DURATION_SECONDS), "action": name, "input": input.into()})
}

/// Another revision, or the same anew.
fn deploy(draws: &mut Draws, service: &Named, at: u32) -> Value {
    let mut input = json!({"service": service.name, "forceNewDeployment": true});
    if !draws.once_in(3) {
        let revision = draws.between(1, service.revisions);
        input["taskDefinition"] = format!("{}:{revision}", service.family).into();
    }
    action(at, "ecs:UpdateService", input)
}

fn one_on_top(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let (second, third) = (at + draws.between(1, 60), at + draws.between(61, 120));
    vec![deploy(draws, service, at), deploy(draws, service, second), deploy(draws, service, third)]
}

fn desired(draws: &mut Draws, service: &Named, (at, most): (u32, u32)) -> Value {
    action(at, "ecs:UpdateService", json!({"service": service.name, "desiredCount": draws.small(most)}))
}

fn smaller_amid(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let then = at + draws.between(1, 90);
    vec![deploy(draws, service, at), desired(draws, service, (then, 4))]
}

fn fault_amid(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let mut story = vec![deploy(draws, service, at)];
    for _ in 0..draws.between(1, 3) {
        let then = at + draws.between(1, 90);
        let some = json!({"targets": {"service": service.name, "selectionMode": "PERCENT(50)"}});
        let unwell = json!({"unhealthyAfterSeconds": draws.small(10)});
        let task = || format!("service:{}/{}", service.name, then % 12 + 1);
        story.push(match draws.small(5) {
            0 => action(then, "aws:ecs:stop-task", some),
            1 => action(then, "aws:ec2:terminate-instances", some),
            2 => action(then, "ecs:StopTask", json!({"task": task()})),
            3 => action(
                then,
                "simulation:SetBehaviour",
                json!({"task": task(), "container": "app", "behaviour": unwell}),
            ),
            _ => calls::fault(draws, then),
        });
    }
    story
}

fn protected_amid(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let many = draws.between(1, 10);
    let tasks: Vec<String> = (1..=many).map(|number| format!("service:{}/{number}", service.name)).collect();
    let input = json!({"cluster": "default", "tasks": tasks, "protectionEnabled": true,
        "expiresInMinutes": draws.between(1, 5)});
    let (then, later) = (at + draws.between(1, 20), at + draws.between(21, 60));
    vec![
        action(at, "ecs:UpdateTaskProtection", input),
        deploy(draws, service, then),
        desired(draws, service, (later, 6)),
    ]
}

fn other_bounds_amid(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let bounds = |draws: &mut Draws| {
        json!({"minimumHealthyPercent": draws.one_of(&[&0, &50, &75, &100]),
            "maximumPercent": draws.one_of(&[&100, &125, &150, &200])})
    };
    let then = at + draws.between(1, 60);
    let input = json!({"service": service.name, "deploymentConfiguration": bounds(draws)});
    vec![deploy(draws, service, at), action(then, "ecs:UpdateService", input)]
}

fn gone_and_back(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let then = at + draws.between(1, 60);
    vec![desired(draws, service, (at, 1)), desired(draws, service, (then, 12)), deploy(draws, service, then)]
}

fn stopped_amid(draws: &mut Draws, service: &Named, at: u32) -> Vec<Value> {
    let then = at + draws.between(1, 60);
    let stop = if draws.once_in(4) {
        action(then, "ecs:DeleteService", json!({"service": service.name, "force": true}))
    } else {
        action(then, "ecs:StopServiceDeployment", json!({"serviceDeploymentArn": service.name}))
    };
    vec![deploy(draws, service, at), stop]
}
