//! What ECS says of a task that never ran. Spec: NET-24, NET-25, NET-26, LIFE-6.

use super::roles::denied_start;
use super::volumes::not_mounted;
use crate::aws::{Endpoint, TaskDefinition};
use crate::iam::TaskCall;
use crate::network::{Need, Unreachable};
use crate::report::container_reason;
use crate::storage::Volume;
use crate::world::StartFailure;

/// What the texts are filled in with.
pub(in crate::report) struct Facts<'a> {
    /// Whether the task was to run on Fargate, else on an instance.
    pub(in crate::report) fargate: bool,
    /// The Region.
    pub(in crate::report) region: &'a str,
    /// The task definition.
    pub(in crate::report) definition: &'a TaskDefinition,
    /// The image of the container that the failure is about.
    pub(in crate::report) image: &'a str,
    /// The subnet of the network interface.
    pub(in crate::report) subnet_id: &'a str,
    /// Whether the interface was to have a public address.
    pub(in crate::report) public_address: bool,
    /// The call that was denied, where one was.
    pub(in crate::report) denied: Option<DeniedCall>,
    /// The volume that was not mounted, where one was not.
    pub(in crate::report) volume: Option<Volume>,
    /// The digest that the tag of the container's image was resolved to.
    pub(in crate::report) digest: Option<&'a str>,
}

/// A call that a start needs and that was denied.
pub(in crate::report) struct DeniedCall {
    /// The call.
    pub(in crate::report) call: TaskCall,
    /// What IAM says.
    pub(in crate::report) message: String,
}

/// The texts of a task that never ran.
pub(in crate::report) struct FailedStart {
    /// `stoppedReason`.
    pub(in crate::report) stopped_reason: String,
    /// `reason` of a container, by its number in the task definition.
    pub(in crate::report) container: Option<(usize, String)>,
}

impl FailedStart {
    /// The text that says most.
    pub(in crate::report) fn plainly(self) -> String {
        self.container.map_or(self.stopped_reason, |(_, reason)| reason)
    }

    pub(super) fn of_task(stopped_reason: String) -> FailedStart {
        FailedStart { stopped_reason, container: None }
    }

    /// On Fargate the task has the container's reason; on an instance it is said of the container alone.
    pub(super) fn of_container(facts: &Facts<'_>, container: usize, reason: String) -> FailedStart {
        let stopped_reason = if facts.fargate { reason.clone() } else { "Task failed to start".to_owned() };
        FailedStart { stopped_reason, container: Some((container, reason)) }
    }
}

/// What ECS says.
pub(in crate::report) fn failed_to_start(failure: StartFailure, facts: &Facts<'_>) -> FailedStart {
    match failure {
        StartFailure::NoAddress => {
            let public = if facts.public_address { " with public IP assignment enabled" } else { "" };
            FailedStart::of_task(format!(
                "Unexpected EC2 error while attempting to Create Network Interface{public} in subnet '{}': InsufficientFreeAddressesInSubnet",
                facts.subnet_id
            ))
        }
        StartFailure::Unreachable(lacks) => unreachable(lacks, facts),
        StartFailure::Denied { .. } => match &facts.denied {
            Some(denied) => denied_start(&denied.call, &denied.message, facts),
            None => FailedStart::of_task(String::new()),
        },
        StartFailure::Unmountable(unmountable) => not_mounted(unmountable.failure, facts),
        StartFailure::NoHostPorts { container, count } => {
            let ports = if count == 1 {
                "a host port is unavailable".to_owned()
            } else {
                format!("{count} contiguous host ports are unavailable")
            };
            let reason = format!("HostConfigError: error retrieving docker port map: {ports}");
            FailedStart::of_container(facts, container, reason)
        }
        StartFailure::Container { container, reason } => {
            let reason =
                container_reason(facts.definition, container, reason, facts.digest).unwrap_or_default();
            FailedStart::of_container(facts, container, reason)
        }
        StartFailure::HostPortTaken { container, port } => {
            let reason = format!(
                "CannotStartContainerError: Error response from daemon: driver failed programming external connectivity on endpoint: Bind for 0.0.0.0:{port} failed: port is already allocated"
            );
            FailedStart::of_container(facts, container, reason)
        }
    }
}

fn unreachable(lacks: Unreachable, facts: &Facts<'_>) -> FailedStart {
    let Unreachable { need, container } = lacks;
    let of_container = |reason: String| FailedStart::of_container(facts, container, reason);
    match need {
        Need::Secret(store) => FailedStart::of_task(no_secret(store, facts)),
        Need::EnvironmentFiles => FailedStart::of_task(
            "ResourceInitializationError: failed to download env files: The task can't download the environment variable files from Amazon S3. There is a connection issue between the task and Amazon S3. Check your task network configuration.".to_owned(),
        ),
        Need::RegistryAuth if facts.fargate => FailedStart::of_task(
            "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry authentication from Amazon ECR. There is a connection issue between the task and Amazon ECR. Check your task network configuration.".to_owned(),
        ),
        Need::RegistryAuth => {
            of_container(format!("CannotPullECRContainerError: {}", no_answer("api.ecr", facts.region)))
        }
        Need::EcrImage if facts.fargate => {
            let (repository, _) = name_and_tag(facts.image);
            of_container(format!(
                "CannotPullContainerError: The task cannot pull ‘{}’ from the Amazon ECR repository ‘{repository}’. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
                facts.image
            ))
        }
        Need::PublicImage if facts.fargate => of_container(no_manifest(facts.image)),
        Need::EcrImage | Need::PublicImage => {
            let (host, _) = registry(facts.image);
            of_container(format!(
                "CannotPullContainerError: Error response from daemon: Get \"https://{host}/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)"
            ))
        }
        Need::Logs if facts.fargate => FailedStart::of_task(
            "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed".to_owned(),
        ),
        Need::Logs => of_container(format!(
            "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: {}",
            no_answer("logs", facts.region)
        )),
    }
}

fn no_secret(store: Endpoint, facts: &Facts<'_>) -> String {
    let manager = store == Endpoint::SecretsManager;
    match (facts.fargate, manager) {
        (true, true) => "ResourceInitializationError: unable to pull secrets or registry auth: The task can't pull secrets from AWS Secrets Manager. There is a connection issue between the task and Secrets Manager. Check your task network configuration.".to_owned(),
        (true, false) => "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.".to_owned(),
        (false, true) => format!(
            "Fetching secret data from AWS Secrets Manager in region {}: {}",
            facts.region,
            no_answer("secretsmanager", facts.region)
        ),
        (false, false) => format!(
            "Fetching secret data from SSM Parameter Store in {}: {}",
            facts.region,
            no_answer("ssm", facts.region)
        ),
    }
}

/// What an SDK says of a service that does not answer.
fn no_answer(service: &str, region: &str) -> String {
    format!(
        "RequestError: send request failed caused by: Post \"https://{service}.{region}.amazonaws.com/\": dial tcp: i/o timeout"
    )
}

fn no_manifest(image: &str) -> String {
    let (host, path) = registry(image);
    let (repository, tag) = name_and_tag(path);
    // Docker Hub's own images have a folder that nobody writes.
    let folder = if host == DOCKER_HUB && !repository.contains('/') { "library/" } else { "" };
    let named = if host == DOCKER_HUB { "docker.io" } else { host };
    let mark = if tag.starts_with("sha256:") { '@' } else { ':' };
    format!(
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {named}/{folder}{repository}{mark}{tag}: failed to do request: Head \"https://{host}/v2/{folder}{repository}/manifests/{tag}\": dial tcp: i/o timeout"
    )
}

const DOCKER_HUB: &str = "registry-1.docker.io";

/// The host of an image's registry, and what follows it.
pub(super) fn registry(image: &str) -> (&str, &str) {
    match image.split_once('/') {
        Some(("docker.io", path)) => (DOCKER_HUB, path),
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
        _ => (DOCKER_HUB, image),
    }
}

/// The repository, and the digest or the tag.
pub(super) fn name_and_tag(image: &str) -> (&str, &str) {
    if let Some((name, digest)) = image.split_once('@') {
        return (name, digest);
    }
    image.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((image, "latest"))
}

#[cfg(test)]
mod tests {
    use super::{name_and_tag, no_manifest, registry};

    #[test]
    fn images_are_named_as_the_registry_does() {
        assert_eq!(registry("nginx:1.27"), ("registry-1.docker.io", "nginx:1.27"));
        assert_eq!(registry("docker.io/library/nginx"), ("registry-1.docker.io", "library/nginx"));
        assert_eq!(registry("localhost:5000/a/b"), ("localhost:5000", "a/b"));
        assert_eq!(name_and_tag("localhost:5000/a"), ("localhost:5000/a", "latest"));
        let manifest = "Head \"https://registry-1.docker.io/v2/library/nginx/manifests/latest\"";
        assert!(no_manifest("nginx").contains(manifest), "{}", no_manifest("nginx"));
        let by_digest = no_manifest("public.ecr.aws/a/b@sha256:0a");
        assert!(by_digest.contains("ref public.ecr.aws/a/b@sha256:0a: "), "{by_digest}");
    }
}
