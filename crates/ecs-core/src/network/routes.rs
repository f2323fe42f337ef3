//! What can be reached from where: the registry, the secrets and the logs that a container needs before
//! it runs.

use crate::aws::{Endpoint, Route, TaskDefinition, Vpc, is_ecr_image, secret_store};
use serde_json::Value;

/// From where a call is made. Spec: NET-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// Where the subnet's routes lead.
    pub route: Route,
    /// Whether the caller has a public address.
    pub public_address: bool,
}

impl Standpoint {
    /// A network interface in a subnet.
    pub fn of_interface(vpc: &Vpc, subnet: usize, public_address: bool) -> Standpoint {
        let route = vpc.subnets.get(subnet).map_or(Route::Everything, |subnet| subnet.route);
        Standpoint { route, public_address }
    }

    /// A container instance, which has a public address wherever one is of use; one that stands outside of
    /// the VPC has a way of its own. Spec: NET-23.
    pub fn of_instance(vpc: &Vpc, subnet: Option<usize>) -> Standpoint {
        let outside = Standpoint { route: Route::Everything, public_address: true };
        subnet.map_or(outside, |subnet| Standpoint::of_interface(vpc, subnet, true))
    }

    /// Whether the internet is reached.
    pub fn reaches_internet(self) -> bool {
        match self.route {
            Route::Everything | Route::Nat => true,
            Route::InternetGateway => self.public_address,
            Route::None => false,
        }
    }

    /// Whether a service is reached, over its endpoint or the internet.
    pub fn reaches(self, vpc: &Vpc, endpoint: Endpoint) -> bool {
        vpc.endpoints.contains(&endpoint) || self.reaches_internet()
    }
}

/// What a container needs before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A secret out of Secrets Manager or Parameter Store: one of these two.
    Secret(Endpoint),
    /// Files with environment variables, in S3.
    EnvironmentFiles,
    /// The right to pull from ECR.
    RegistryAuth,
    /// An image in ECR: its manifest, and its layers in S3.
    EcrImage,
    /// An image in a registry on the internet.
    PublicImage,
    /// The log group of the `awslogs` driver.
    Logs,
}

/// The kinds of needs in the order in which a start meets them.
const ORDER: [fn(&Value) -> Vec<Need>; 5] = [secrets, environment_files, registry_auth, image, logs];

/// A need that is not met, and the number of the container that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// What is needed.
    pub need: Need,
    /// Who needs it.
    pub container: usize,
}

/// The first thing that keeps a task's containers from running; none where everything is reached.
/// Spec: NET-24.
pub fn first_unreachable(definition: &TaskDefinition, from: Standpoint, vpc: &Vpc) -> Option<Unreachable> {
    if from.reaches_internet() {
        return None;
    }
    let containers = || {
        let listed = definition.input.get("containerDefinitions").and_then(Value::as_array);
        listed.into_iter().flatten().enumerate()
    };
    let unmet = |need: &Need| match need {
        Need::Secret(store) => !from.reaches(vpc, *store),
        Need::EnvironmentFiles => !from.reaches(vpc, Endpoint::S3),
        Need::RegistryAuth => !from.reaches(vpc, Endpoint::EcrApi),
        Need::EcrImage => !from.reaches(vpc, Endpoint::EcrDkr) || !from.reaches(vpc, Endpoint::S3),
        Need::PublicImage => true,
        Need::Logs => !from.reaches(vpc, Endpoint::Logs),
    };
    ORDER.into_iter().find_map(|needs| {
        containers().find_map(|(container, value)| {
            needs(value).into_iter().find(unmet).map(|need| Unreachable { need, container })
        })
    })
}

fn secrets(container: &Value) -> Vec<Need> {
    let secrets = container.get("secrets").and_then(Value::as_array).into_iter().flatten();
    let froms = secrets.filter_map(|secret| secret.get("valueFrom")?.as_str());
    let mut needs: Vec<Need> = froms.map(|from| Need::Secret(secret_store(from))).collect();
    if container.get("repositoryCredentials").is_some_and(Value::is_object) {
        needs.push(Need::Secret(Endpoint::SecretsManager));
    }
    needs
}

fn environment_files(container: &Value) -> Vec<Need> {
    let files = container.get("environmentFiles").and_then(Value::as_array);
    files.filter(|files| !files.is_empty()).map(|_| Need::EnvironmentFiles).into_iter().collect()
}

fn registry_auth(container: &Value) -> Vec<Need> {
    image(container).into_iter().filter(|need| *need == Need::EcrImage).map(|_| Need::RegistryAuth).collect()
}

fn image(container: &Value) -> Vec<Need> {
    let image = container.get("image").and_then(Value::as_str).unwrap_or_default();
    vec![if is_ecr_image(image) { Need::EcrImage } else { Need::PublicImage }]
}

fn logs(container: &Value) -> Vec<Need> {
    let driver = container.get("logConfiguration").and_then(|log| log.get("logDriver"));
    driver.filter(|driver| *driver == "awslogs").map(|_| Need::Logs).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Need, Standpoint, first_unreachable};
    use crate::aws::{Endpoint, Route, TaskDefinition, Vpc};
    use crate::finding::Findings;
    use crate::json;

    const ECR: &str = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1";

    fn definition(container: &str) -> TaskDefinition {
        let text = format!(r#"{{"family": "app", "containerDefinitions": [{container}]}}"#);
        TaskDefinition::read(&json::parse(&text, &mut Findings::default()).unwrap(), 1)
    }

    #[test]
    fn an_internet_gateway_is_for_public_addresses() {
        let reaches = |route, public_address| Standpoint { route, public_address }.reaches_internet();
        assert!(reaches(Route::InternetGateway, true) && !reaches(Route::InternetGateway, false));
        assert!(reaches(Route::Nat, false) && reaches(Route::Everything, false));
        assert!(!reaches(Route::None, true));
    }

    #[test]
    fn each_endpoint_takes_the_start_one_step_further() {
        let container = format!(
            r#"{{"name": "app", "image": "{ECR}", "memory": 64, "logConfiguration": {{"logDriver": "awslogs"}},
                "secrets": [{{"name": "A", "valueFrom": "/a"}}, {{"name": "B", "valueFrom": "arn:aws:secretsmanager:us-east-1:123456789012:secret:b"}}],
                "environmentFiles": [{{"type": "s3", "value": "arn:aws:s3:::a/b.env"}}]}}"#
        );
        let definition = definition(&container);
        let from = Standpoint { route: Route::None, public_address: false };
        let mut vpc = Vpc::default();
        for (missing, endpoint) in [
            (Need::Secret(Endpoint::Ssm), Endpoint::Ssm),
            (Need::Secret(Endpoint::SecretsManager), Endpoint::SecretsManager),
            (Need::EnvironmentFiles, Endpoint::S3),
            (Need::RegistryAuth, Endpoint::EcrApi),
            (Need::EcrImage, Endpoint::EcrDkr),
            (Need::Logs, Endpoint::Logs),
        ] {
            let found = first_unreachable(&definition, from, &vpc);
            assert_eq!(found.map(|found| found.need), Some(missing));
            vpc.endpoints.insert(endpoint);
        }
        assert_eq!(first_unreachable(&definition, from, &vpc), None);
    }

    #[test]
    fn no_endpoint_leads_to_a_public_registry() {
        let definition = definition(r#"{"name": "app", "image": "nginx:1.27", "memory": 64}"#);
        let mut vpc = Vpc::default();
        vpc.endpoints.extend([Endpoint::EcrApi, Endpoint::EcrDkr, Endpoint::S3]);
        let from = Standpoint { route: Route::InternetGateway, public_address: false };
        let found = first_unreachable(&definition, from, &vpc);
        assert_eq!(found.map(|found| found.need), Some(Need::PublicImage));
        let with_address = Standpoint { public_address: true, ..from };
        assert_eq!(first_unreachable(&definition, with_address, &vpc), None);
    }
}
