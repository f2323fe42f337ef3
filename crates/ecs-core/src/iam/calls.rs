//! The calls of AWS that a task makes, or that are made for it. Spec: ROLE-5, ROLE-6.

use crate::aws::Endpoint;
use crate::aws::{CallOn, TaskDefinition, WhenDenied, is_ecr_image, secret_store};
use crate::ids::Account;
use serde_json::Value;

/// When in the life of a task a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before the pull: a secret, or the credentials of a registry.
    Secret(Endpoint),
    /// Before the pull: a file with environment variables.
    EnvironmentFile,
    /// Before the pull: the right to pull from ECR.
    RegistryAuth,
    /// An image of ECR.
    Image,
    /// Before the containers run: their log stream.
    Logs,
    /// By the application, when it starts or for every request.
    Application(CallOn, WhenDenied),
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskCall {
    /// The container that it is about, by its number in the task definition.
    pub container: usize,
    /// When.
    pub when: When,
    /// The IAM action.
    pub action: String,
    /// The ARN that it is about; `*` where the action knows no other, none where any will do.
    pub resource: Option<String>,
}

/// What is read of one container, at one point of the start.
type Needs = fn(&Account, &Value) -> Vec<(When, &'static str, String)>;

/// In the order in which a start comes to them. Spec: NET-24.
const ORDER: [Needs; 5] = [secrets, environment_files, registry_auth, image, logs];

/// The calls that are made for a task before its containers run, in their order. Spec: ROLE-6.
pub fn start_calls(account: &Account, definition: &TaskDefinition) -> Vec<TaskCall> {
    let containers = || {
        let listed = definition.input.get("containerDefinitions").and_then(Value::as_array);
        listed.into_iter().flatten().enumerate()
    };
    let of = |needs: Needs| {
        containers().flat_map(move |(container, value)| {
            needs(account, value).into_iter().map(move |(when, action, resource)| TaskCall {
                container,
                when,
                action: action.to_owned(),
                resource: Some(resource),
            })
        })
    };
    ORDER.into_iter().flat_map(of).collect()
}

/// The calls that a container's application makes, in their order. Spec: ROLE-7.
pub fn app_calls(account: &Account, definition: &TaskDefinition) -> Vec<TaskCall> {
    let containers = definition.container_definitions.iter().enumerate();
    let of = |(container, defined): (usize, &crate::aws::ContainerDefinition)| {
        let call = |call: &crate::aws::AwsCall| app_call(account, container, call);
        defined.behaviour.calls.iter().map(call).collect::<Vec<_>>()
    };
    containers.flat_map(of).collect()
}

/// A call of a container's behaviour.
pub(crate) fn app_call(account: &Account, container: usize, call: &crate::aws::AwsCall) -> TaskCall {
    TaskCall {
        container,
        when: When::Application(call.on, call.denied),
        action: call.call.clone(),
        resource: call.resource.as_deref().map(|resource| full_arn(account, &call.call, resource)),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn secrets(account: &Account, container: &Value) -> Vec<(When, &'static str, String)> {
    let log = container.get("logConfiguration");
    let options = log.into_iter().flat_map(|log| list(log, "secretOptions"));
    let from = |secret: &Value| secret.get("valueFrom").and_then(Value::as_str).map(str::to_owned);
    let credentials = container.get("repositoryCredentials");
    let credentials = credentials.and_then(|given| given.get("credentialsParameter")?.as_str());
    let named =
        list(container, "secrets").chain(options).filter_map(from).map(|from| (secret_store(&from), from));
    let manager = credentials.map(|from| (Endpoint::SecretsManager, from.to_owned()));
    named
        .chain(manager)
        .map(|(store, from)| match store {
            Endpoint::SecretsManager => {
                (When::Secret(store), "secretsmanager:GetSecretValue", secret_arn(account, &from))
            }
            _ => (When::Secret(store), "ssm:GetParameters", parameter_arn(account, &from)),
        })
        .collect()
}

/// Without what chooses a key or a version of the secret.
fn secret_arn(account: &Account, from: &str) -> String {
    if !from.starts_with("arn:") {
        return account.arn("secretsmanager", &format!("secret:{from}"));
    }
    from.split(':').take(7).collect::<Vec<_>>().join(":")
}

fn parameter_arn(account: &Account, from: &str) -> String {
    if from.starts_with("arn:") {
        return from.to_owned();
    }
    account.arn("ssm", &format!("parameter/{}", from.trim_start_matches('/')))
}

fn environment_files(_: &Account, container: &Value) -> Vec<(When, &'static str, String)> {
    let files = list(container, "environmentFiles").filter_map(|file| file.get("value")?.as_str());
    let calls = |file: &str| {
        let bucket = file.split('/').next().unwrap_or(file);
        [
            (When::EnvironmentFile, "s3:GetBucketLocation", bucket.to_owned()),
            (When::EnvironmentFile, "s3:GetObject", file.to_owned()),
        ]
    };
    files.flat_map(calls).collect()
}

fn registry_auth(account: &Account, container: &Value) -> Vec<(When, &'static str, String)> {
    let token = (When::RegistryAuth, "ecr:GetAuthorizationToken", "*".to_owned());
    repository(account, container).map(|_| token).into_iter().collect()
}

fn image(account: &Account, container: &Value) -> Vec<(When, &'static str, String)> {
    let actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"];
    let repository = repository(account, container).into_iter();
    repository.flat_map(|arn| actions.map(|action| (When::Image, action, arn.clone()))).collect()
}

/// The ARN of the repository, where the image is one of ECR's private registry.
fn repository(account: &Account, container: &Value) -> Option<String> {
    let image = container.get("image").and_then(Value::as_str).filter(|image| is_ecr_image(image))?;
    let (host, path) = image.split_once('/')?;
    let mut parts = host.split('.');
    let (owner, region) = (parts.next()?, parts.nth(2)?);
    let name = path.split(['@', ':']).next()?;
    Some(format!("arn:{}:ecr:{region}:{owner}:repository/{name}", account.partition()))
}

fn logs(account: &Account, container: &Value) -> Vec<(When, &'static str, String)> {
    let Some(log) = container.get("logConfiguration") else { return Vec::new() };
    if log.get("logDriver").and_then(Value::as_str) != Some("awslogs") {
        return Vec::new();
    }
    let option = |name: &str| log.get("options").and_then(|options| options.get(name)?.as_str());
    let region = option("awslogs-region").unwrap_or(&account.region);
    let group = option("awslogs-group").unwrap_or_default();
    let stream = format!(
        "arn:{}:logs:{region}:{}:log-group:{group}:log-stream:",
        account.partition(),
        account.account_id
    );
    let creates = option("awslogs-create-group") == Some("true");
    let group = creates.then(|| (When::Logs, "logs:CreateLogGroup", stream.clone()));
    let named = format!("{stream}*");
    let streams =
        [(When::Logs, "logs:CreateLogStream", named.clone()), (When::Logs, "logs:PutLogEvents", named)];
    group.into_iter().chain(streams).collect()
}

/// The ARN of a resource that a call names: an ARN as it is, else the name of a thing of the action's
/// service. A bucket stands for what is in it where the action is about objects.
fn full_arn(account: &Account, action: &str, resource: &str) -> String {
    let (service, verb) = action.split_once(':').unwrap_or((action, ""));
    if resource == "*" || resource.starts_with("arn:") {
        return resource.to_owned();
    }
    match service {
        "s3" if verb.contains("Object") && !resource.contains('/') => {
            format!("arn:{}:s3:::{resource}/*", account.partition())
        }
        "s3" => format!("arn:{}:s3:::{resource}", account.partition()),
        "dynamodb" => account.arn(service, &format!("table/{resource}")),
        "secretsmanager" => secret_arn(account, resource),
        "ssm" => parameter_arn(account, resource),
        _ => account.arn(service, resource),
    }
}

#[cfg(test)]
mod tests {
    use super::{full_arn, start_calls};
    use crate::aws::TaskDefinition;
    use crate::finding::Findings;
    use crate::ids::Account;
    use crate::json;

    fn account() -> Account {
        Account { account_id: "123456789012".into(), region: "us-east-1".into(), ..Account::default() }
    }

    #[test]
    fn a_start_makes_its_calls_in_order() {
        let text = r#"{"family": "web", "containerDefinitions": [{"name": "app",
            "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1",
            "secrets": [{"name": "A", "valueFrom": "/web/a"},
                        {"name": "B", "valueFrom": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-Ab1:password::"}],
            "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::files/web.env"}],
            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "web", "awslogs-create-group": "true"}}}]}"#;
        let definition = TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1);
        let calls = start_calls(&account(), &definition);
        let told: Vec<String> = calls
            .iter()
            .map(|call| format!("{} {}", call.action, call.resource.as_deref().unwrap()))
            .collect();
        expect_test::expect![[r"
            ssm:GetParameters arn:aws:ssm:us-east-1:123456789012:parameter/web/a
            secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:123456789012:secret:db-Ab1
            s3:GetBucketLocation arn:aws:s3:::files
            s3:GetObject arn:aws:s3:::files/web.env
            ecr:GetAuthorizationToken *
            ecr:BatchGetImage arn:aws:ecr:eu-west-1:111122223333:repository/team/app
            ecr:GetDownloadUrlForLayer arn:aws:ecr:eu-west-1:111122223333:repository/team/app
            ecr:BatchCheckLayerAvailability arn:aws:ecr:eu-west-1:111122223333:repository/team/app
            logs:CreateLogGroup arn:aws:logs:us-east-1:123456789012:log-group:web:log-stream:
            logs:CreateLogStream arn:aws:logs:us-east-1:123456789012:log-group:web:log-stream:*
            logs:PutLogEvents arn:aws:logs:us-east-1:123456789012:log-group:web:log-stream:*"]]
        .assert_eq(&told.join("\n"));
    }

    #[test]
    fn names_become_arns() {
        for (action, resource, arn) in [
            ("s3:GetObject", "in", "arn:aws:s3:::in/*"),
            ("s3:GetObject", "in/a.csv", "arn:aws:s3:::in/a.csv"),
            ("s3:ListBucket", "in", "arn:aws:s3:::in"),
            ("sqs:ReceiveMessage", "jobs", "arn:aws:sqs:us-east-1:123456789012:jobs"),
            ("dynamodb:PutItem", "orders", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
            ("sns:Publish", "arn:aws:sns:us-east-1:1:t", "arn:aws:sns:us-east-1:1:t"),
        ] {
            assert_eq!(full_arn(&account(), action, resource), arn);
        }
    }
}
