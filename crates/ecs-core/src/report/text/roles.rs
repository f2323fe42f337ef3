//! What AWS says of calls that a role may not make. Spec: ROLE-4, ROLE-6, ROLE-7.

use super::Facts;
use super::starts::{FailedStart, name_and_tag, registry};
use crate::aws::Endpoint;
use crate::iam::{
    Denial, Judged, NoCredentials, Refusal, RoleMember, Signer, TaskCall, Verdict, When, unable_to_assume,
};
use crate::report::StatementReport;
use crate::report::roles::consequence;

/// An event of a service. Spec: ROLE-4.
pub(in crate::report) fn cannot_assume(service: &str, role_arn: &str) -> String {
    format!("(service {service}) failed to launch a task with (error {}).", unable_to_assume(role_arn))
}

/// What IAM says of a call: `user` is the ARN of the session that makes it.
pub(in crate::report) fn not_authorized(
    user: &str,
    action: &str,
    resource: Option<&str>,
    refusal: Refusal,
) -> String {
    let why = match refusal {
        Refusal::Unsigned(_) => return "Unable to locate credentials".to_owned(),
        Refusal::NotAllowed(_) => format!("because no identity-based policy allows the {action} action"),
        Refusal::DeniedByRole(_) => "with an explicit deny in an identity-based policy".to_owned(),
        Refusal::DeniedByResource(_) => "with an explicit deny in a resource-based policy".to_owned(),
    };
    let resource = resource.unwrap_or("*");
    // S3 puts the ARN into quotes.
    let resource = if action.starts_with("s3:") { format!("\"{resource}\"") } else { resource.to_owned() };
    format!("User: {user} is not authorized to perform: {action} on resource: {resource} {why}")
}

/// What an application logs of a denied call: the error of an AWS SDK, as botocore writes it.
pub(in crate::report) fn sdk_error(
    user: &str,
    action: &str,
    resource: Option<&str>,
    refusal: Refusal,
) -> String {
    let denied = not_authorized(user, action, resource, refusal);
    if matches!(refusal, Refusal::Unsigned(_)) {
        return denied;
    }
    let (service, operation) = action.split_once(':').unwrap_or(("", action));
    format!("An error occurred ({}) when calling the {operation} operation: {denied}", error_code(service))
}

/// What a service calls a denied call; all of them answer it with status 400 or 403.
pub(in crate::report) fn error_code(service: &str) -> &'static str {
    match service {
        "s3" | "sqs" | "sts" | "iam" | "elasticloadbalancing" | "cloudwatch" => "AccessDenied",
        "sns" => "AuthorizationError",
        "ec2" => "UnauthorizedOperation",
        _ => "AccessDeniedException",
    }
}

/// Why nobody signs a call, in our words.
pub(in crate::report) fn unsigned(why: NoCredentials) -> &'static str {
    match why {
        NoCredentials::NoExecutionRole => {
            "nobody signs it: on Fargate there is only the execution role, and the task definition names none"
        }
        NoCredentials::NoTaskRole => {
            "nobody signs it: the task definition names no task role, and there is no instance role to fall back to"
        }
        NoCredentials::ImdsBlocked => {
            "nobody signs it: the task definition names no task role, and ECS_AWSVPC_BLOCK_IMDS keeps the task from the instance's"
        }
    }
}

/// What ECS says of a task that a denied call kept from starting. `denied` is what IAM says. Spec: ROLE-6.
pub(super) fn denied_start(call: &TaskCall, denied: &str, facts: &Facts<'_>) -> FailedStart {
    let of_container = |reason: String| FailedStart::of_container(facts, call.container, reason);
    let of_task = FailedStart::of_task;
    let resource = call.resource.as_deref().unwrap_or("*");
    let retrieval = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";
    let retried = "service call has been retried 1 time(s):";
    let error = format!("AccessDeniedException: {denied}");
    match (call.when, facts.fargate) {
        (When::Secret(Endpoint::SecretsManager), true) => of_task(format!(
            "{retrieval} unable to retrieve secret from asm: {retried} failed to fetch secret {resource} from secrets manager: {error}"
        )),
        (When::Secret(_), true) => {
            of_task(format!("{retrieval} unable to retrieve secrets from ssm: {retried} {error}"))
        }
        (When::Secret(Endpoint::SecretsManager), false) => of_task(format!(
            "Fetching secret data from AWS Secrets Manager in region {}: secret {resource}: {error}",
            facts.region
        )),
        (When::Secret(_), false) => {
            of_task(format!("Fetching secret data from SSM Parameter Store in {}: {error}", facts.region))
        }
        (When::EnvironmentFile, _) => of_task(format!(
            "ResourceInitializationError: failed to download env files: file download command: non empty error stream: {retried} AccessDenied: {denied}"
        )),
        (When::RegistryAuth, true) => {
            of_task(format!("{retrieval} unable to retrieve ecr registry auth: {retried} {error}"))
        }
        (When::RegistryAuth, false) => of_container(format!("CannotPullECRContainerError: {error}")),
        (When::Image, true) => {
            let (host, path) = registry(facts.image);
            let (_, tag) = name_and_tag(path);
            of_container(format!(
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {}: pulling from host {host} failed with status code [manifests {tag}]: 403 Forbidden",
                facts.image
            ))
        }
        (When::Image, false) => {
            let (repository, _) = name_and_tag(facts.image);
            of_container(format!(
                "CannotPullContainerError: Error response from daemon: pull access denied for {repository}, repository does not exist or may require 'docker login': denied: {denied}"
            ))
        }
        (When::Logs, fargate) => {
            let what = if call.action.ends_with("Group") { "group" } else { "stream" };
            let failed = format!("failed to create Cloudwatch log {what}: {error}");
            if fargate {
                of_task(format!(
                    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: {failed}"
                ))
            } else {
                of_container(format!(
                    "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: {failed}"
                ))
            }
        }
        (When::Application(..), _) => of_task(denied.to_owned()),
    }
}

/// What a role's part is for, or what follows where there is none.
pub(in crate::report) fn part(part: Signer, is_named: bool, on_instance: bool) -> &'static str {
    match (part, is_named, on_instance) {
        (Signer::ExecutionRole, true, _) => "signs what is done for the task before it runs, and its logs",
        (Signer::ExecutionRole, false, true) => "none: the instance's role pulls and logs instead",
        (Signer::ExecutionRole, false, false) => {
            "none: nothing can be fetched for the task that needs a signature"
        }
        (Signer::TaskRole, true, _) => "signs what the application calls",
        (Signer::TaskRole, false, true) => {
            "none: what the application calls falls back to the instance's role"
        }
        (Signer::TaskRole, false, false) => "none: on Fargate the application has no credentials",
        (Signer::InstanceRole, ..) => {
            "signs what the agent calls, and whatever a task has no role of its own for"
        }
    }
}

/// What comes of a call, in our words.
pub(in crate::report) fn verdict(
    when: When,
    judged: &Judged<'_>,
    statement: Option<&StatementReport>,
    fallback: bool,
) -> String {
    let named = statement.map_or_else(String::new, told);
    let through = if fallback { " through the instance's role, which every task there shares" } else { "" };
    match judged {
        Judged::Free => "allowed: the scenario lists no roles".to_owned(),
        Judged::Unsigned(why) => format!("denied: {}; {}", unsigned(*why), consequence(when)),
        Judged::Signed(_, Verdict::Allowed(cited)) if cited.conditional => {
            format!("allowed{through} by {named}, as if its condition held")
        }
        Judged::Signed(_, Verdict::Allowed(_)) => format!("allowed{through} by {named}"),
        Judged::Signed(signature, Verdict::Denied(Denial::Implicit)) => {
            let role = &signature.role.name;
            format!("denied: no statement of role {role} allows it; {}", consequence(when))
        }
        Judged::Signed(_, Verdict::Denied(Denial::Explicit(_))) => {
            format!("denied by {named}, whatever allows it; {}", consequence(when))
        }
    }
}

fn told(statement: &StatementReport) -> String {
    let which = statement.sid.as_ref().map_or_else(|| statement.number.to_string(), |sid| format!("`{sid}`"));
    format!("statement {which} of {}", statement.policy)
}

/// Why a service starts no task, in our words. Spec: ROLE-4.
pub(in crate::report) fn unassumable(member: RoleMember, role: &str, is_there: bool) -> String {
    let part = match member {
        RoleMember::ExecutionRole => Signer::ExecutionRole.name(),
        RoleMember::TaskRole => Signer::TaskRole.name(),
    };
    if is_there {
        format!("the {part} {role} does not trust ecs-tasks.amazonaws.com, so that ECS cannot assume it")
    } else {
        format!("the {part} {role} does not exist")
    }
}
