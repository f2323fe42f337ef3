//! What an instance says that it can do, when its agent registers it.

/// Versions of Docker's API that the agent finds, by their minor number.
const DOCKER_API_MINORS: std::ops::RangeInclusive<u32> = 17..=44;

/// Logging drivers that the agent of an ECS-optimized image offers: `ECS_AVAILABLE_LOGGING_DRIVERS`
/// replaces them. Spec: RES-10.
pub const LOGGING_DRIVERS: [&str; 5] = ["json-file", "syslog", "awslogs", "fluentd", "none"];

/// Offered on every instance.
const EVERYWHERE: &[&str] = &[
    "com.amazonaws.ecs.capability.ecr-auth",
    "com.amazonaws.ecs.capability.task-iam-role",
    "ecs.capability.container-health-check",
    "ecs.capability.container-ordering",
    "ecs.capability.container-restart-policy",
    "ecs.capability.env-files.s3",
    "ecs.capability.execution-role-awslogs",
    "ecs.capability.execution-role-ecr-pull",
    "ecs.capability.firelens.fluentbit",
    "ecs.capability.firelens.fluentd",
    "ecs.capability.full-sync",
    "ecs.capability.private-registry-authentication.secretsmanager",
    "ecs.capability.secrets.asm.bootstrap.log-driver",
    "ecs.capability.secrets.asm.environment-variables",
    "ecs.capability.secrets.ssm.bootstrap.log-driver",
    "ecs.capability.secrets.ssm.environment-variables",
    "ecs.capability.task-cpu-mem-limit",
];

/// Offered on Linux.
const ON_LINUX: &[&str] = &[
    "com.amazonaws.ecs.capability.logging-driver.awsfirelens",
    "com.amazonaws.ecs.capability.privileged-container",
    "com.amazonaws.ecs.capability.task-iam-role-network-host",
    "ecs.capability.docker-plugin.local",
    "ecs.capability.efs",
    "ecs.capability.efsAuth",
    "ecs.capability.increased-task-cpu-limit",
    "ecs.capability.network.container-port-range",
    "ecs.capability.pid-ipc-namespace-sharing",
];

/// Offered on EC2 instances.
const ON_EC2: &[&str] = &["ecs.capability.execute-command", "ecs.capability.task-eni"];

/// Offered on EC2 instances with Linux.
const ON_LINUX_ON_EC2: &[&str] = &[
    "ecs.capability.aws-appmesh",
    "ecs.capability.fault-injection",
    "ecs.capability.service-connect-v1",
    "ecs.capability.storage.ebs-task-volume-attach",
    "ecs.capability.task-eni-block-instance-metadata",
    "ecs.capability.task-eni.ipv6",
];

/// What decides about the abilities of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Whether it runs Windows.
    pub windows: bool,
    /// Whether it is no EC2 instance.
    pub external: bool,
    /// Whether it has a trunk interface.
    pub trunk: bool,
}

/// Whether an instance of that kind, with those logging drivers, has an attribute of that name among
/// its capabilities. They have no values. Spec: RES-10.
pub fn has_capability(kind: Kind, logging_drivers: &[String], name: &str) -> bool {
    if let Some(minor) = name.strip_prefix("com.amazonaws.ecs.capability.docker-remote-api.1.") {
        return minor.parse().is_ok_and(|minor| DOCKER_API_MINORS.contains(&minor));
    }
    lists(kind).any(|list| list.contains(&name))
        || name
            .strip_prefix("com.amazonaws.ecs.capability.logging-driver.")
            .is_some_and(|driver| logging_drivers.iter().any(|offered| offered == driver))
        || (kind.external && name == "ecs.capability.external")
        || (kind.trunk && name == "ecs.capability.task-eni-trunking")
}

/// The names of all of them, in order.
pub fn capabilities(kind: Kind, logging_drivers: &[String]) -> Vec<String> {
    let docker =
        DOCKER_API_MINORS.map(|minor| format!("com.amazonaws.ecs.capability.docker-remote-api.1.{minor}"));
    let drivers =
        logging_drivers.iter().map(|driver| format!("com.amazonaws.ecs.capability.logging-driver.{driver}"));
    let mut names: Vec<String> = lists(kind).flatten().map(|name| (*name).to_owned()).collect();
    names.extend(docker.chain(drivers));
    if kind.external {
        names.push("ecs.capability.external".to_owned());
    }
    if kind.trunk {
        names.push("ecs.capability.task-eni-trunking".to_owned());
    }
    names.sort();
    names
}

fn lists(kind: Kind) -> impl Iterator<Item = &'static [&'static str]> {
    let linux = !kind.windows;
    let ec2 = !kind.external;
    [(true, EVERYWHERE), (linux, ON_LINUX), (ec2, ON_EC2), (linux && ec2, ON_LINUX_ON_EC2)]
        .into_iter()
        .filter_map(|(offered, list)| offered.then_some(list))
}

#[cfg(test)]
mod tests {
    use super::{Kind, LOGGING_DRIVERS, capabilities, has_capability};

    #[test]
    fn what_is_listed_is_had() {
        let drivers = LOGGING_DRIVERS.map(str::to_owned);
        for number in 0..8 {
            let kind = Kind { windows: number & 1 > 0, external: number & 2 > 0, trunk: number & 4 > 0 };
            for name in capabilities(kind, &drivers) {
                assert!(has_capability(kind, &drivers, &name), "{kind:?} {name}");
            }
        }
        let linux = Kind { windows: false, external: false, trunk: false };
        assert!(!has_capability(linux, &drivers, "com.amazonaws.ecs.capability.docker-remote-api.9.31"));
        assert!(!has_capability(linux, &drivers, "com.amazonaws.ecs.capability.logging-driver.splunk"));
    }
}
