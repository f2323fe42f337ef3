//! Who may call what: roles, policies, and which role signs which call of a task. Pure; a run and a report
//! ask it. Spec: ROLE-1 to ROLE-9.

mod calls;
mod judge;
mod managed;
mod pattern;
mod signer;

pub(crate) use calls::app_call;
pub use calls::{TaskCall, When, app_calls, start_calls};
pub use judge::{Asked, Cited, Denial, PolicyKind, Verdict, judge};
pub use managed::managed_policy;
pub(crate) use managed::managed_policy_arns;
pub use pattern::matches;
pub(crate) use signer::{Judged, Place, Refusal};
pub use signer::{NoCredentials, Signature, Signer};

use crate::aws::{Bucket, Effect, Policy, Principals, Role, TaskDefinition};
use crate::ids::Account;
use std::collections::BTreeMap;

/// The service that runs tasks: the execution role and the task role trust it.
pub const ECS_TASKS: &str = "ecs-tasks.amazonaws.com";

/// The service whose instances have an instance profile.
pub const EC2: &str = "ec2.amazonaws.com";

/// The role of an instance that names none. Spec: ROLE-5.
const DEFAULT_INSTANCE_ROLE: &str = "ecsInstanceRole";

/// The roles and buckets of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iam {
    /// `roles`; none where the scenario lists none, and then every call is allowed. Spec: ROLE-1.
    pub roles: Option<Vec<Role>>,
    /// `buckets`.
    pub buckets: Vec<Bucket>,
    /// What an instance has that names no instance profile.
    default_instance_role: Role,
    by_name: BTreeMap<String, usize>,
}

impl Default for Iam {
    fn default() -> Iam {
        Iam::new(None, Vec::new())
    }
}

impl Iam {
    /// From what a scenario lists.
    pub fn new(roles: Option<Vec<Role>>, buckets: Vec<Bucket>) -> Iam {
        let listed = roles.iter().flatten().enumerate();
        let by_name = listed.map(|(number, role)| (role.name.clone(), number)).collect();
        let managed =
            managed_policy("arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role");
        let default_instance_role = Role {
            name: DEFAULT_INSTANCE_ROLE.to_owned(),
            path: "/".to_owned(),
            pointer: None,
            trust: None,
            policies: managed.into_iter().collect(),
        };
        Iam { roles, buckets, default_instance_role, by_name }
    }

    /// The role that an ARN or a name refers to.
    pub fn role(&self, reference: &str) -> Option<&Role> {
        self.roles.as_ref()?.get(*self.by_name.get(role_name(reference))?)
    }

    /// The role of an instance with this instance profile: one of the same name. Spec: ROLE-5.
    pub fn instance_role(&self, profile: Option<&str>) -> Option<&Role> {
        match profile {
            Some(profile) => self.role(profile),
            None => Some(self.role(DEFAULT_INSTANCE_ROLE).unwrap_or(&self.default_instance_role)),
        }
    }

    /// The policy of the bucket that an ARN is about.
    pub fn resource_policy(&self, resource: Option<&str>) -> Option<&Policy> {
        self.bucket_of(resource?)?.policy.as_ref()
    }

    /// The bucket that an ARN of S3 is about.
    fn bucket_of(&self, resource: &str) -> Option<&Bucket> {
        let path = resource.strip_prefix("arn:aws").and_then(|rest| rest.split_once(":s3:::"))?.1;
        let name = path.split('/').next().unwrap_or(path);
        self.buckets.iter().find(|bucket| bucket.name == name)
    }

    /// The first role of a task definition that ECS cannot assume for its tasks: it is not there, or trusts
    /// somebody else. Spec: ROLE-4.
    pub fn unassumable(&self, definition: &TaskDefinition) -> Option<(RoleMember, String)> {
        self.roles.as_ref()?;
        [RoleMember::ExecutionRole, RoleMember::TaskRole].into_iter().find_map(|member| {
            let reference = member.of(definition)?;
            let trusted = self.role(reference).is_some_and(|role| trusts(role, ECS_TASKS));
            (!trusted).then(|| (member, reference.to_owned()))
        })
    }
}

/// The members of a task definition that name a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleMember {
    /// `executionRoleArn`.
    ExecutionRole,
    /// `taskRoleArn`.
    TaskRole,
}

impl RoleMember {
    /// AWS's name of the member.
    pub fn name(self) -> &'static str {
        match self {
            RoleMember::ExecutionRole => "executionRoleArn",
            RoleMember::TaskRole => "taskRoleArn",
        }
    }

    /// What a definition says; none where that is empty.
    pub fn of(self, definition: &TaskDefinition) -> Option<&str> {
        definition.input.get(self.name())?.as_str().filter(|text| !text.is_empty())
    }
}

/// The name in the ARN of a role or an instance profile; a name as it is.
pub fn role_name(reference: &str) -> &str {
    let is_arn = reference.starts_with("arn:");
    let rest = reference.rsplit_once(':').filter(|_| is_arn).map_or(reference, |(_, rest)| rest);
    rest.rsplit_once('/').map_or(rest, |(_, name)| name)
}

/// The ARN of a role.
pub fn role_arn(account: &Account, role: &Role) -> String {
    account.global_arn("iam", &format!("role{}{}", role.path, role.name))
}

/// Whether a service may assume a role: conditions are taken to hold. Spec: ROLE-4.
pub fn trusts(role: &Role, service: &str) -> bool {
    let Some(trust) = &role.trust else { return true };
    let about = |effect: Effect| {
        trust.statements.iter().any(|statement| {
            let of_service = match &statement.principals {
                Some(Principals::Everyone) => true,
                Some(Principals::These(named)) => named.iter().any(|name| is_service(name, service)),
                Some(Principals::AllBut(named)) => !named.iter().any(|name| is_service(name, service)),
                None => false,
            };
            let counts = effect == Effect::Allow || !statement.conditional;
            statement.effect == effect
                && of_service
                && counts
                && judge::names(&statement.actions, |pattern| {
                    pattern::matches_action(pattern, "sts:AssumeRole")
                })
        })
    };
    about(Effect::Allow) && !about(Effect::Deny)
}

/// What ECS says of a role of a task that it cannot assume. Spec: ROLE-4.
pub fn unable_to_assume(role_arn: &str) -> String {
    format!(
        "ECS was unable to assume the role '{role_arn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
    )
}

/// A service has another name in China.
fn is_service(name: &str, service: &str) -> bool {
    name == service || name.strip_suffix(".cn") == Some(service)
}
