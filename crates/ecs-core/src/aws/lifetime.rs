//! What a container definition says of the container's start, health and end.

use super::NetworkMode;
use crate::json::Node;

/// What a dependency waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The other one is created: what `volumesFrom` implies.
    Create,
    /// It has started: also what a link implies.
    Start,
    /// It has stopped.
    Complete,
    /// It has stopped with exit code 0.
    Success,
    /// Its health check says HEALTHY.
    Healthy,
}

/// An entry of `dependsOn`, written or implied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The other container, by its number in the definition.
    pub container: usize,
    /// What is waited for.
    pub condition: Condition,
}

/// `healthCheck`, with the defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// `interval`: from the container's start to the first check, and from the end of a check to the next.
    pub interval_ms: u64,
    /// `timeout`: after which a check without an answer has failed.
    pub timeout_ms: u64,
    /// `retries`: failures in a row that make the container UNHEALTHY.
    pub retries: u32,
    /// `startPeriod`: from the container's start, in which failures do not count.
    pub start_period_ms: u64,
}

/// `restartPolicy` that is enabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestartPolicy {
    /// Exit codes after which the container is not restarted.
    pub ignored_exit_codes: Vec<i32>,
    /// How long it has to have run to be restarted.
    pub attempt_period_ms: u64,
}

/// The part of a container definition that decides when the container starts and stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Whether the task stops with it.
    pub essential: bool,
    /// What it waits for, in the order of the definition; names that are not there are left out.
    pub depends_on: Vec<Dependency>,
    /// Its health check. Spec: TASK-22.
    pub health_check: Option<HealthCheck>,
    /// `startTimeout`.
    pub start_timeout_ms: Option<u64>,
    /// `stopTimeout`.
    pub stop_timeout_ms: Option<u64>,
    /// Its restart policy. Spec: TASK-61.
    pub restart_policy: Option<RestartPolicy>,
}

impl Lifetime {
    /// Reads a container; `names` are those of its definition's containers, in order.
    pub fn read(node: &Node, names: &[&str], network_mode: NetworkMode) -> Lifetime {
        Lifetime {
            essential: node.get("essential").and_then(Node::as_bool).unwrap_or(true),
            depends_on: dependencies(node, names, network_mode),
            health_check: node.get("healthCheck").map(read_health_check),
            start_timeout_ms: bounded(node, "startTimeout", 0, u32::MAX.into()).map(ms),
            stop_timeout_ms: bounded(node, "stopTimeout", 0, u32::MAX.into()).map(ms),
            restart_policy: node.get("restartPolicy").and_then(read_restart_policy),
        }
    }
}

/// Those that are written stand before those that are implied, as the agent adds them.
fn dependencies(node: &Node, names: &[&str], network_mode: NetworkMode) -> Vec<Dependency> {
    let on = |name: &str, condition| {
        let container = names.iter().position(|other| *other == name)?;
        Some(Dependency { container, condition })
    };
    let written = node.list("dependsOn").iter().filter_map(|entry| {
        let condition = match entry.str("condition")? {
            "COMPLETE" => Condition::Complete,
            "SUCCESS" => Condition::Success,
            "HEALTHY" => Condition::Healthy,
            _ => Condition::Start,
        };
        on(entry.str("containerName")?, condition)
    });
    let volumes = node.list("volumesFrom").iter();
    let volumes = volumes.filter_map(|entry| on(entry.str("sourceContainer")?, Condition::Create));
    let links = if network_mode == NetworkMode::Bridge { node.list("links") } else { &[] };
    let links = links.iter().filter_map(|link| on(link.as_str()?.split(':').next()?, Condition::Start));
    written.chain(volumes).chain(links).collect()
}

fn bounded(node: &Node, key: &str, least: u64, most: u64) -> Option<u64> {
    let value = u64::try_from(node.get(key)?.as_integer()?).ok()?;
    (least..=most).contains(&value).then_some(value)
}

fn ms(seconds: u64) -> u64 {
    seconds.saturating_mul(1000)
}

fn read_health_check(node: &Node) -> HealthCheck {
    let retries = bounded(node, "retries", 1, 10).and_then(|retries| u32::try_from(retries).ok());
    HealthCheck {
        interval_ms: ms(bounded(node, "interval", 5, 300).unwrap_or(30)),
        timeout_ms: ms(bounded(node, "timeout", 2, 60).unwrap_or(5)),
        retries: retries.unwrap_or(3),
        start_period_ms: ms(bounded(node, "startPeriod", 0, 300).unwrap_or(0)),
    }
}

fn read_restart_policy(node: &Node) -> Option<RestartPolicy> {
    node.get("enabled").and_then(Node::as_bool).filter(|enabled| *enabled)?;
    let codes = node.list("ignoredExitCodes").iter().filter_map(Node::as_integer);
    Some(RestartPolicy {
        ignored_exit_codes: codes.filter_map(|code| i32::try_from(code).ok()).collect(),
        attempt_period_ms: ms(bounded(node, "restartAttemptPeriod", 60, 1800).unwrap_or(300)),
    })
}

#[cfg(test)]
mod tests {
    use super::{Condition, Dependency, HealthCheck, RestartPolicy};
    use crate::aws::TaskDefinition;
    use crate::finding::Findings;
    use crate::json;

    fn read(text: &str) -> TaskDefinition {
        TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1)
    }

    #[test]
    fn dependencies_are_written_and_implied() {
        let definition = read(
            r#"{"containerDefinitions": [
            {"name": "db"},
            {"name": "app", "dependsOn": [{"containerName": "init", "condition": "SUCCESS"}, {"containerName": "nobody", "condition": "START"}],
             "links": ["db:database"], "volumesFrom": [{"sourceContainer": "init"}]},
            {"name": "init", "essential": false}]}"#,
        );
        let lifetime = &definition.container_definitions[1].lifetime;
        assert!(lifetime.essential && !definition.container_definitions[2].lifetime.essential);
        assert_eq!(
            lifetime.depends_on,
            [
                Dependency { container: 2, condition: Condition::Success },
                Dependency { container: 2, condition: Condition::Create },
                Dependency { container: 0, condition: Condition::Start },
            ]
        );
    }

    #[test]
    fn defaults_are_those_of_ecs() {
        let definition = read(
            r#"{"containerDefinitions": [
            {"name": "a", "healthCheck": {"command": ["CMD", "true"]}, "restartPolicy": {"enabled": true}},
            {"name": "b", "restartPolicy": {"enabled": false}, "stopTimeout": 2}]}"#,
        );
        let [a, b] = definition.container_definitions.as_slice() else { panic!("two containers") };
        let check = HealthCheck { interval_ms: 30_000, timeout_ms: 5000, retries: 3, start_period_ms: 0 };
        assert_eq!(a.lifetime.health_check, Some(check));
        let policy = RestartPolicy { ignored_exit_codes: Vec::new(), attempt_period_ms: 300_000 };
        assert_eq!(a.lifetime.restart_policy, Some(policy));
        assert_eq!((b.lifetime.restart_policy.clone(), b.lifetime.stop_timeout_ms), (None, Some(2000)));
    }
}
