//! What is fixed about the containers of a task.

use crate::aws::{
    Behaviour, DEFAULT_MEMORY_KIB, Dependency, HealthCheck, LaunchType, RestartPolicy, TaskDefinition,
};

/// From the end of its image pull, or of what it waited for, until a container runs: the times of AWS's
/// sample events.
const START_MS_EC2: u64 = 150;
const START_MS_FARGATE: u64 = 800;

/// `ECS_CONTAINER_START_TIMEOUT`, where `startTimeout` is left out.
const START_TIMEOUT_MS: u64 = 180_000;
const START_TIMEOUT_MS_WINDOWS: u64 = 480_000;

/// `ECS_CONTAINER_STOP_TIMEOUT`, where `stopTimeout` is left out.
const STOP_TIMEOUT_MS: u64 = 30_000;

const KIB_PER_MIB: u64 = 1024;

/// The containers of a task definition, as they run on a launch type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// In the definition's order.
    pub containers: Vec<ContainerPlan>,
    /// What all of them may use together; none where only their own limits count.
    pub memory_limit_kib: Option<u64>,
    /// How long it takes to create and start one.
    pub start_ms: u64,
}

/// What is fixed about one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerPlan {
    /// Whether the task stops with it.
    pub essential: bool,
    /// What it waits for.
    pub depends_on: Vec<Dependency>,
    /// The containers that wait for it, and stop before it.
    pub dependents: Vec<usize>,
    /// Its health check.
    pub health_check: Option<HealthCheck>,
    /// How long others wait for it.
    pub start_timeout_ms: u64,
    /// From SIGTERM to SIGKILL.
    pub stop_timeout_ms: u64,
    /// Its restart policy.
    pub restart_policy: Option<RestartPolicy>,
    /// Its hard limit.
    pub memory_limit_kib: Option<u64>,
    /// Memory that it uses from when it is ready, without requests.
    pub resident_kib: u64,
    /// What that is where its behaviour does not say.
    pub default_resident_kib: u64,
    /// What it does.
    pub behaviour: Behaviour,
}

impl Plan {
    /// The plan of a definition on a launch type.
    pub fn new(definition: &TaskDefinition, launch_type: LaunchType) -> Plan {
        // Task-level memory is ignored for Windows on EC2.
        let is_limited = !definition.windows || launch_type == LaunchType::Fargate;
        let memory_limit_kib = definition.memory_mib.filter(|_| is_limited).map(kib);
        let default_kib = default_memory_kib(definition, memory_limit_kib);
        let start_timeout_ms = if definition.windows { START_TIMEOUT_MS_WINDOWS } else { START_TIMEOUT_MS };
        let mut containers: Vec<ContainerPlan> = definition
            .container_definitions
            .iter()
            .map(|container| {
                let default_resident_kib =
                    container.memory_mib.map_or(default_kib, |limit| default_kib.min(kib(limit)));
                ContainerPlan {
                    essential: container.lifetime.essential,
                    depends_on: container.lifetime.depends_on.clone(),
                    dependents: Vec::new(),
                    health_check: container.lifetime.health_check,
                    start_timeout_ms: container
                        .lifetime
                        .start_timeout_ms
                        .filter(|ms| *ms > 0)
                        .unwrap_or(start_timeout_ms),
                    stop_timeout_ms: container.lifetime.stop_timeout_ms.unwrap_or(STOP_TIMEOUT_MS),
                    restart_policy: container.lifetime.restart_policy.clone(),
                    memory_limit_kib: container.memory_mib.map(kib),
                    resident_kib: container.behaviour.memory_kib.unwrap_or(default_resident_kib),
                    default_resident_kib,
                    behaviour: container.behaviour.clone(),
                }
            })
            .collect();
        for (number, container) in definition.container_definitions.iter().enumerate() {
            for dependency in &container.lifetime.depends_on {
                containers[dependency.container].dependents.push(number);
            }
        }
        Plan {
            containers,
            memory_limit_kib,
            start_ms: if launch_type == LaunchType::Fargate { START_MS_FARGATE } else { START_MS_EC2 },
        }
    }

    /// The same plan with a container that does something else. Spec: CONT-12.
    #[must_use]
    pub fn with_behaviour(&self, container: usize, behaviour: Behaviour) -> Plan {
        let mut plan = self.clone();
        if let Some(fixed) = plan.containers.get_mut(container) {
            fixed.resident_kib = behaviour.memory_kib.unwrap_or(fixed.default_resident_kib);
            fixed.behaviour = behaviour;
        }
        plan
    }
}

/// What a container uses of which nothing is said: no more than the others leave of the task's memory, so
/// that nobody's task ends by a default.
fn default_memory_kib(definition: &TaskDefinition, limit_kib: Option<u64>) -> u64 {
    let given: Vec<Option<u64>> =
        definition.container_definitions.iter().map(|container| container.behaviour.memory_kib).collect();
    let used = given.iter().flatten().fold(0, |sum: u64, kib| sum.saturating_add(*kib));
    let without = given.iter().filter(|kib| kib.is_none()).count() as u64;
    let share = limit_kib.and_then(|limit| limit.saturating_sub(used).checked_div(without));
    share.map_or(DEFAULT_MEMORY_KIB, |share| share.min(DEFAULT_MEMORY_KIB))
}

fn kib(mib: u32) -> u64 {
    u64::from(mib) * KIB_PER_MIB
}
