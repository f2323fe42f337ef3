//! `requiresAttributes`: what an instance has to be able to do for a definition.

use super::{Endpoint, NetworkMode, TaskDefinition};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the attributes that name a feature of Docker or of the agent since its first years begin with.
const AGENT: &str = "com.amazonaws.ecs.capability.";

impl TaskDefinition {
    /// The attributes that ECS derives from the definition, by name. Spec: RES-9.
    pub fn required_attributes(&self) -> BTreeSet<String> {
        let mut names = Names { names: BTreeSet::new() };
        names.definition(self);
        let containers = self.input.get("containerDefinitions").and_then(Value::as_array);
        for container in containers.into_iter().flatten() {
            names.container(container, has(&self.input, "executionRoleArn"));
        }
        names.names
    }
}

struct Names {
    names: BTreeSet<String>,
}

impl Names {
    fn agent(&mut self, name: &str) {
        self.names.insert(format!("{AGENT}{name}"));
    }

    fn docker(&mut self, version: &str) {
        self.agent(&format!("docker-remote-api.{version}"));
    }

    fn capability(&mut self, name: &str) {
        self.names.insert(format!("ecs.capability.{name}"));
    }

    fn definition(&mut self, definition: &TaskDefinition) {
        let input = &definition.input;
        self.docker("1.17");
        if definition.network_mode == NetworkMode::Awsvpc {
            self.capability("task-eni");
        }
        if has(input, "executionRoleArn") {
            self.docker("1.18");
        }
        if has(input, "taskRoleArn") {
            self.agent("task-iam-role");
            if definition.network_mode == NetworkMode::Host {
                self.agent("task-iam-role-network-host");
            }
        }
        if has(input, "pidMode") || has(input, "ipcMode") {
            self.capability("pid-ipc-namespace-sharing");
        }
        if has(input, "proxyConfiguration") {
            self.capability("aws-appmesh");
        }
        for volume in list(input, "volumes") {
            self.volume(volume);
        }
    }

    fn volume(&mut self, volume: &Value) {
        if let Some(efs) = volume.get("efsVolumeConfiguration").filter(|efs| efs.is_object()) {
            self.capability("efs");
            if has(efs, "authorizationConfig") {
                self.capability("efsAuth");
            }
        }
        let driver = volume.get("dockerVolumeConfiguration").and_then(|docker| docker.get("driver"));
        if let Some(driver) = driver.and_then(Value::as_str) {
            self.capability(&format!("docker-plugin.{driver}"));
        }
    }

    fn container(&mut self, container: &Value, execution_role: bool) {
        if container.get("image").and_then(Value::as_str).is_some_and(is_ecr_image) {
            self.agent("ecr-auth");
            if execution_role {
                self.capability("execution-role-ecr-pull");
            }
        }
        if has(container, "memoryReservation") {
            self.docker("1.21");
        }
        if has(container, "healthCheck") {
            self.capability("container-health-check");
            self.docker("1.29");
        }
        if container.get("privileged") == Some(&Value::Bool(true)) {
            self.agent("privileged-container");
        }
        for (member, name) in [
            ("dependsOn", "container-ordering"),
            ("environmentFiles", "env-files.s3"),
            ("repositoryCredentials", "private-registry-authentication.secretsmanager"),
        ] {
            if has(container, member) {
                self.capability(name);
            }
        }
        for secret in list(container, "secrets") {
            let from = secret.get("valueFrom").and_then(Value::as_str).unwrap_or_default();
            let store = if secret_store(from) == Endpoint::SecretsManager { "asm" } else { "ssm" };
            self.capability(&format!("secrets.{store}.environment-variables"));
        }
        if let Some(firelens) = container.get("firelensConfiguration").and_then(|lens| lens.get("type")) {
            self.capability(&format!("firelens.{}", firelens.as_str().unwrap_or_default()));
        }
        if let Some(log) = container.get("logConfiguration") {
            self.log(log, execution_role);
        }
    }

    fn log(&mut self, log: &Value, execution_role: bool) {
        let Some(driver) = log.get("logDriver").and_then(Value::as_str) else { return };
        self.agent(&format!("logging-driver.{driver}"));
        if driver != "awslogs" {
            return;
        }
        self.docker("1.19");
        if execution_role {
            self.capability("execution-role-awslogs");
        }
        let option = |name: &str| log.get("options").is_some_and(|options| has(options, name));
        if option("awslogs-create-group") {
            self.docker("1.29");
        }
        if option("mode") || option("max-buffer-size") {
            self.docker("1.28");
        }
    }
}

/// Whether a member is there and says something.
fn has(value: &Value, key: &str) -> bool {
    match value.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::Array(elements)) => !elements.is_empty(),
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Where a secret's `valueFrom` leads: to Secrets Manager, or to Parameter Store.
pub(crate) fn secret_store(value_from: &str) -> Endpoint {
    if value_from.contains(":secretsmanager:") { Endpoint::SecretsManager } else { Endpoint::Ssm }
}

/// `<account>.dkr.ecr.<region>.amazonaws.com/…`: a repository in Amazon ECR's private registry.
pub(crate) fn is_ecr_image(image: &str) -> bool {
    let host = image.split('/').next().unwrap_or_default();
    host.contains(".dkr.ecr.") && host.contains(".amazonaws.com")
}
