//! `reason` of a container, in the words of DescribeTasks.

use crate::aws::{ContainerDefinition, TaskDefinition};
use crate::containers::{DependencyFailure, Reason};
use crate::registry::{by_digest, normal_image_name};

/// What DescribeTasks gives as the `reason` of a container, to the letter where AWS's text is known.
///
/// `digest` is the one that its image's tag was resolved to, where one was. Spec: ECR-2.
pub fn container_reason(
    definition: &TaskDefinition,
    container: usize,
    reason: Reason,
    digest: Option<&str>,
) -> Option<String> {
    let target = definition.container_definitions.get(container)?;
    Some(match reason {
        Reason::OutOfMemory => "OutOfMemoryError: Container killed due to memory usage".to_owned(),
        Reason::CannotPull => {
            let name = normal_image_name(&target.image);
            let image = digest.map_or_else(|| name.clone(), |digest| by_digest(&name, digest));
            format!(
                "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {image}: {image}: not found"
            )
        }
        Reason::Dependency { on, failure, exit_code } => {
            let other = definition.container_definitions.get(on)?;
            dependency(target, other, failure, exit_code)
        }
    })
}

/// The agent names a container by its state: the one that waits has none yet.
fn dependency(
    target: &ContainerDefinition,
    other: &ContainerDefinition,
    failure: DependencyFailure,
    exit_code: Option<i32>,
) -> String {
    let named = |container: &ContainerDefinition, from: &str, to: &str| {
        format!("{}({}) ({from}->{to})", container.name, container.image)
    };
    let exit = exit_code.map_or_else(String::new, |code| format!(" - Exit: {code}"));
    let target = named(target, "NONE", "RUNNING");
    let text = match failure {
        DependencyFailure::DidNotSucceed => {
            let other = named(other, "STOPPED", "RUNNING");
            format!(
                "failed to resolve container ordering dependency [{other}{exit}] for target [{target}] as dependency did not exit successfully."
            )
        }
        DependencyFailure::NeverStarts => {
            let other = named(other, "NONE", "STOPPED");
            format!(
                "failed to resolve container ordering dependency [{other}{exit}] for target [{target}] because dependency will never start"
            )
        }
        DependencyFailure::NeverHealthy => {
            let other = named(other, "STOPPED", "RUNNING");
            format!(
                "failed to resolve the container ordering dependency [{other}{exit}] for target [{target}]"
            )
        }
        DependencyFailure::TimedOut => {
            let other = named(other, "RUNNING", "RUNNING");
            format!("container ordering dependency [{other}] for target [{target}] has timed out.")
        }
    };
    format!("CannotStartContainerError: dependency graph: {text}")
}

#[cfg(test)]
mod tests {
    use super::container_reason;
    use crate::aws::TaskDefinition;
    use crate::containers::{DependencyFailure, Reason};
    use crate::finding::Findings;
    use crate::json;

    #[test]
    fn reasons_are_told_as_the_agent_tells_them() {
        let text = r#"{"containerDefinitions": [{"name": "app", "image": "shop:1"}, {"name": "init", "image": "init:1"}]}"#;
        let definition = TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1);
        let dependency = |failure, exit_code| Reason::Dependency { on: 1, failure, exit_code };
        let told: Vec<String> = [
            Reason::OutOfMemory,
            Reason::CannotPull,
            dependency(DependencyFailure::DidNotSucceed, Some(1)),
            dependency(DependencyFailure::NeverStarts, Some(143)),
            dependency(DependencyFailure::NeverHealthy, Some(0)),
            dependency(DependencyFailure::TimedOut, None),
        ]
        .into_iter()
        .filter_map(|reason| container_reason(&definition, 0, reason, None))
        .collect();
        expect_test::expect![[r"
            OutOfMemoryError: Container killed due to memory usage
            CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/shop:1: docker.io/library/shop:1: not found
            CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [init(init:1) (STOPPED->RUNNING) - Exit: 1] for target [app(shop:1) (NONE->RUNNING)] as dependency did not exit successfully.
            CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [init(init:1) (NONE->STOPPED) - Exit: 143] for target [app(shop:1) (NONE->RUNNING)] because dependency will never start
            CannotStartContainerError: dependency graph: failed to resolve the container ordering dependency [init(init:1) (STOPPED->RUNNING) - Exit: 0] for target [app(shop:1) (NONE->RUNNING)]
            CannotStartContainerError: dependency graph: container ordering dependency [init(init:1) (RUNNING->RUNNING)] for target [app(shop:1) (NONE->RUNNING)] has timed out."]]
        .assert_eq(&told.join("\n"));
    }
}
