//! What follows from a definition: what ECS works out when it is registered, and what a task of it takes.

use super::read::Form;
use ecs_core::aws::{Compatibility, TaskDefinition};
use ecs_core::ids::GroupRow;
use ecs_core::placement::{Requirement, Rows};

/// What follows from a definition, in words. Spec: RES-2, RES-4, RES-9, RES-12.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// What a task takes from the place where it lands: for example `256 CPU units`, `512 MiB`.
    pub reserves: Vec<String>,
    /// `compatibilities`.
    pub compatibilities: Vec<&'static str>,
    /// Names of `requiresAttributes`.
    pub attributes: Vec<String>,
}

impl Form {
    /// What follows from the definition as it stands.
    pub fn follows(&self) -> Follows {
        let definition = TaskDefinition::read(self.node(), 1);
        let requirement = Requirement::of(&definition, Rows::default(), GroupRow(0));
        let mut reserves =
            vec![format!("{} CPU units", requirement.cpu_units), format!("{} MiB", requirement.memory_mib)];
        reserves.extend(
            requirement
                .host_ports
                .iter()
                .map(|(protocol, port)| format!("host port {port}/{}", protocol.name())),
        );
        if requirement.enis > 0 {
            reserves.push("a network interface".to_owned());
        }
        if requirement.gpus > 0 {
            reserves.push(format!("{} GPU", requirement.gpus));
        }
        Follows {
            reserves,
            compatibilities: definition.compatibilities().into_iter().map(Compatibility::name).collect(),
            attributes: definition.required_attributes().into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn what_a_task_takes_and_needs() {
        let form = Form::read(
            r#"{"family": "web", "taskRoleArn": "r", "containerDefinitions": [
                {"name": "app", "image": "app:1", "cpu": 128, "memory": 512, "memoryReservation": 256, "portMappings": [{"containerPort": 80, "hostPort": 8080}]},
                {"name": "gpu", "image": "gpu:1", "memory": 64, "resourceRequirements": [{"type": "GPU", "value": "2"}]}
            ]}"#,
        );
        let follows = form.unwrap().follows();
        assert_eq!(follows.reserves, ["128 CPU units", "320 MiB", "host port 8080/tcp", "2 GPU"]);
        assert_eq!(follows.compatibilities, ["EXTERNAL", "EC2"]);
        assert!(follows.attributes.contains(&"com.amazonaws.ecs.capability.task-iam-role".to_owned()));
    }
}
