//! Which role signs which call. Spec: ROLE-5.

use super::{Asked, Denial, Iam, PolicyKind, RoleMember, TaskCall, Verdict, When, judge};
use crate::aws::{NetworkMode, Role, TaskDefinition};
use crate::ids::Account;
use serde::{Deserialize, Serialize};

/// A role's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signer {
    /// `executionRoleArn`: what is done for the task before it runs, and its logs.
    ExecutionRole,
    /// `taskRoleArn`: what the application calls.
    TaskRole,
    /// The role of the instance.
    InstanceRole,
}

impl Signer {
    /// As a person says it.
    pub fn name(self) -> &'static str {
        match self {
            Signer::ExecutionRole => "execution role",
            Signer::TaskRole => "task role",
            Signer::InstanceRole => "instance role",
        }
    }
}

/// Who signs a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// Which part.
    pub signer: Signer,
    /// The role.
    pub role: &'a Role,
}

/// Why nobody signs a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum NoCredentials {
    /// Fargate, and the definition names no execution role.
    NoExecutionRole,
    /// Fargate or an external instance, and the definition names no task role.
    NoTaskRole,
    /// On EC2 the instance's role is out of reach: `ECS_AWSVPC_BLOCK_IMDS`.
    ImdsBlocked,
}

/// What comes of a call of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judged<'a> {
    /// The scenario lists no roles, or not this one: nothing is looked at.
    Free,
    /// Nobody signs it.
    Unsigned(NoCredentials),
    /// A role signs it, and this comes of it.
    Signed(Signature<'a>, Verdict),
}

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Refusal {
    /// Nobody signs it.
    Unsigned(NoCredentials),
    /// No policy of the role allows it.
    NotAllowed(Signer),
    /// A policy of the role denies it.
    DeniedByRole(Signer),
    /// The policy of the resource denies it.
    DeniedByResource(Signer),
}

impl Refusal {
    /// Who signed it; none where nobody did.
    pub(crate) fn signer(self) -> Option<Signer> {
        match self {
            Refusal::Unsigned(_) => None,
            Refusal::NotAllowed(signer)
            | Refusal::DeniedByRole(signer)
            | Refusal::DeniedByResource(signer) => Some(signer),
        }
    }
}

impl Judged<'_> {
    /// Why it is refused; none where it is not.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self {
            Judged::Free | Judged::Signed(_, Verdict::Allowed(_)) => None,
            Judged::Unsigned(why) => Some(Refusal::Unsigned(*why)),
            Judged::Signed(signature, Verdict::Denied(Denial::Implicit)) => {
                Some(Refusal::NotAllowed(signature.signer))
            }
            Judged::Signed(signature, Verdict::Denied(Denial::Explicit(cited))) => Some(match cited.kind {
                PolicyKind::Identity => Refusal::DeniedByRole(signature.signer),
                PolicyKind::Resource => Refusal::DeniedByResource(signature.signer),
            }),
        }
    }
}

/// Where a task runs, as far as its credentials are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    /// AWS Fargate.
    Fargate,
    /// An instance.
    Instance {
        /// `iamInstanceProfile`.
        profile: Option<&'a str>,
        /// Whether the agent keeps tasks of mode awsvpc from the instance's metadata.
        blocks_imds: bool,
        /// Whether it is outside of AWS.
        external: bool,
    },
}

impl Iam {
    /// What comes of a call of a task of `definition`. Spec: ROLE-3, ROLE-5.
    pub(crate) fn judge_call(
        &self,
        account: &Account,
        definition: &TaskDefinition,
        place: Place<'_>,
        call: &TaskCall,
    ) -> Judged<'_> {
        if self.roles.is_none() {
            return Judged::Free;
        }
        let asked = Asked { action: &call.action, resource: call.resource.as_deref() };
        match self.signature(definition, place, call) {
            Err(why) => Judged::Unsigned(why),
            Ok(None) => Judged::Free,
            Ok(Some(signature)) => {
                let verdict = judge(account, signature.role, self.resource_policy(asked.resource), asked);
                Judged::Signed(signature, verdict)
            }
        }
    }

    /// Who signs a call of a task of `definition`. None where the role is not among the scenario's: that has
    /// been said, and the task does not start.
    fn signature(
        &self,
        definition: &TaskDefinition,
        place: Place<'_>,
        call: &TaskCall,
    ) -> Result<Option<Signature<'_>>, NoCredentials> {
        let (member, signer) = match call.when {
            When::Application(..) => (RoleMember::TaskRole, Signer::TaskRole),
            _ => (RoleMember::ExecutionRole, Signer::ExecutionRole),
        };
        if let Some(reference) = member.of(definition) {
            return Ok(self.role(reference).map(|role| Signature { signer, role }));
        }
        let own = matches!(call.when, When::Application(..));
        let missing = if own { NoCredentials::NoTaskRole } else { NoCredentials::NoExecutionRole };
        match place {
            Place::Fargate => Err(missing),
            Place::Instance { external: true, .. } if own => Err(missing),
            Place::Instance { blocks_imds: true, .. }
                if own && definition.network_mode == NetworkMode::Awsvpc =>
            {
                Err(NoCredentials::ImdsBlocked)
            }
            Place::Instance { profile, .. } => {
                let role = self.instance_role(profile);
                Ok(role.map(|role| Signature { signer: Signer::InstanceRole, role }))
            }
        }
    }
}
