//! The calls of AWS that a task makes: who signs each, whether it is allowed, and what to add where it is
//! not. Spec: ROLE-9.

use super::portable;
use super::text;
use super::text::DeniedCall;
use crate::aws::{CallOn, LaunchType, Role, WhenDenied};
use crate::engine::Engine;
use crate::iam::{
    Cited, Denial, ECS_TASKS, Judged, PolicyKind, Refusal, RoleMember, Signer, TaskCall, Verdict, When,
    app_call, role_arn, role_name, start_calls, trusts,
};
use crate::ids::{ServiceRow, TaskRow};
use crate::world::{ServiceState, StartFailure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The roles of a task and its calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolesReport {
    /// The moment, in seconds.
    pub at_seconds: f64,
    /// The task's ARN.
    pub task: String,
    /// Its short form, for example `service:web/1`.
    pub name: String,
    /// Where it runs.
    pub launch_type: LaunchType,
    /// Whether the scenario lists no roles, so that every call is allowed.
    pub everything_allowed: bool,
    /// The roles, one for each part that a task here has.
    pub roles: Vec<RoleReport>,
    /// The calls, in the order in which a start comes to them, then those of the application.
    pub calls: Vec<CallReport>,
}

/// A role of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleReport {
    /// Its part.
    pub part: Signer,
    /// Its name; none where there is no such role.
    pub role: Option<String>,
    /// Its ARN, likewise.
    pub arn: Option<String>,
    /// Whether whoever needs to may assume it.
    pub trusted: bool,
    /// One sentence on what it is for, or what follows from its lack.
    pub sentence: String,
}

/// A call of AWS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallReport {
    /// The container that it is about.
    pub container: String,
    /// The IAM action.
    pub call: String,
    /// The ARN that it is about; none where any will do.
    pub resource: Option<String>,
    /// `task start`, `start` (of the application) or `request`.
    pub on: Cow<'static, str>,
    /// Who signs it; none where nobody does.
    pub signer: Option<Signer>,
    /// The name of the role.
    pub role: Option<String>,
    /// Whether that is the instance's role because the task has none of its own.
    pub fallback: bool,
    /// Whether it is allowed.
    pub allowed: bool,
    /// The statement that decided; none where none did.
    pub statement: Option<StatementReport>,
    /// Why, in our words, and what follows.
    pub sentence: String,
    /// What AWS answers where it is denied.
    pub aws_message: Option<String>,
    /// What would allow it; none where it is allowed, and where no policy can.
    pub missing: Option<MissingPermission>,
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementReport {
    /// The policy's name, or its ARN where AWS manages it.
    pub policy: String,
    /// `identity` or `resource`: whose policy it is.
    pub kind: Cow<'static, str>,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its number in the policy, from 1.
    pub number: usize,
    /// JSON pointer of the policy's document in the scenario; none for what AWS manages.
    pub pointer: Option<String>,
}

/// A policy that would allow a call, as an edit of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingPermission {
    /// The role's name.
    pub role: String,
    /// JSON pointer of the list that it goes behind.
    pub pointer: String,
    /// The entry of that list.
    #[serde(with = "portable")]
    pub value: Value,
    /// The same in words.
    pub sentence: String,
}

impl Engine {
    pub(crate) fn roles_report(&self, row: TaskRow) -> Option<RolesReport> {
        let task = &self.world.tasks[row];
        let (definition, _) = self.credentials_of(row)?;
        let account = &self.scenario.account;
        let of_start = start_calls(account, definition).into_iter();
        let fixed = task.plan.containers.iter().enumerate();
        let of_app = fixed.flat_map(|(container, fixed)| {
            fixed.behaviour.calls.iter().map(move |call| app_call(account, container, call))
        });
        let calls: Vec<TaskCall> = of_start.chain(of_app).collect();
        let judged: Vec<Judged<'_>> = calls.iter().map(|call| self.judge_call(row, call)).collect();
        let reports = calls.iter().zip(&judged);
        Some(RolesReport {
            at_seconds: super::run::seconds(self.now),
            task: self.task_arn(row),
            name: self.world.task_short(task),
            launch_type: self.world.launches[task.launch].launch_type,
            everything_allowed: self.scenario.iam.roles.is_none(),
            roles: self.roles_of(row),
            calls: reports.map(|(call, one)| self.call_report(row, call, one, (&calls, &judged))).collect(),
        })
    }

    fn roles_of(&self, row: TaskRow) -> Vec<RoleReport> {
        let Some((definition, _)) = self.credentials_of(row) else { return Vec::new() };
        let iam = &self.scenario.iam;
        let of_definition = |part: Signer, member: RoleMember| {
            let reference = member.of(definition);
            let role = reference.and_then(|reference| iam.role(reference));
            let arn = role.map(|role| role_arn(&self.scenario.account, role));
            let trusted = iam.roles.is_none() || role.is_none_or(|role| trusts(role, ECS_TASKS));
            RoleReport {
                part,
                role: reference.map(|reference| role_name(reference).to_owned()),
                arn: arn.or_else(|| reference.map(str::to_owned)),
                trusted,
                sentence: text::roles::part(
                    part,
                    reference.is_some(),
                    self.world.tasks[row].instance.is_some(),
                )
                .to_owned(),
            }
        };
        let mut roles = vec![
            of_definition(Signer::ExecutionRole, RoleMember::ExecutionRole),
            of_definition(Signer::TaskRole, RoleMember::TaskRole),
        ];
        if let Some(instance) = self.world.tasks[row].instance {
            let profile = self.instance_entry(instance).iam_instance_profile.as_deref();
            let role = iam.instance_role(profile);
            roles.push(RoleReport {
                part: Signer::InstanceRole,
                role: role
                    .map(|role| role.name.clone())
                    .or_else(|| profile.map(|name| role_name(name).to_owned())),
                arn: role.map(|role| role_arn(&self.scenario.account, role)),
                trusted: true,
                sentence: text::roles::part(Signer::InstanceRole, true, true).to_owned(),
            });
        }
        roles
    }

    fn call_report(
        &self,
        row: TaskRow,
        call: &TaskCall,
        judged: &Judged<'_>,
        all: (&[TaskCall], &[Judged<'_>]),
    ) -> CallReport {
        let definition = self.credentials_of(row).map(|(definition, _)| definition);
        let container =
            definition.and_then(|definition| definition.container_definitions.get(call.container));
        let refusal = judged.refusal();
        let application = matches!(call.when, When::Application(..));
        let signature = match judged {
            Judged::Signed(signature, _) => Some(*signature),
            Judged::Free | Judged::Unsigned(_) => None,
        };
        let statement = match judged {
            Judged::Signed(_, Verdict::Allowed(cited) | Verdict::Denied(Denial::Explicit(cited))) => {
                Some(statement(cited))
            }
            _ => None,
        };
        let fallback =
            application && signature.is_some_and(|signature| signature.signer == Signer::InstanceRole);
        CallReport {
            container: container.map_or_else(String::new, |container| container.name.clone()),
            call: call.action.clone(),
            resource: call.resource.clone(),
            on: match call.when {
                When::Application(CallOn::Start, _) => "start",
                When::Application(CallOn::Request, _) => "request",
                _ => "task start",
            }
            .into(),
            signer: signature.map(|signature| signature.signer),
            role: signature.map(|signature| signature.role.name.clone()),
            fallback,
            allowed: refusal.is_none(),
            sentence: text::roles::verdict(call.when, judged, statement.as_ref(), fallback),
            statement,
            aws_message: refusal.map(|refusal| {
                let resource = call.resource.as_deref();
                self.sdk_error(row, &call.action, resource, refusal, application)
            }),
            missing: match (refusal, signature) {
                (Some(Refusal::NotAllowed(_)), Some(signature)) => missing(signature.role, call, all),
                _ => None,
            },
        }
    }

    /// The ARN of the session in which a role's part of a task is played. Spec: ROLE-7.
    fn session_arn(&self, row: TaskRow, signer: Signer) -> String {
        let iam = &self.scenario.iam;
        let definition = self.credentials_of(row).map(|(definition, _)| definition);
        let of = |member: RoleMember| definition.and_then(|definition| member.of(definition)).map(role_name);
        let instance = self.world.tasks[row].instance;
        let (role, session) = match (signer, instance) {
            (Signer::ExecutionRole, _) => (of(RoleMember::ExecutionRole), self.task_id(row)),
            (Signer::TaskRole, _) => (of(RoleMember::TaskRole), self.task_id(row)),
            (Signer::InstanceRole, Some(instance)) => {
                let profile = self.instance_entry(instance).iam_instance_profile.as_deref();
                (iam.instance_role(profile).map(|role| role.name.as_str()), self.ec2_instance_id(instance))
            }
            (Signer::InstanceRole, None) => (None, String::new()),
        };
        let name = format!("assumed-role/{}/{session}", role.unwrap_or_default());
        self.scenario.account.global_arn("sts", &name)
    }

    fn sdk_error(
        &self,
        row: TaskRow,
        action: &str,
        resource: Option<&str>,
        refusal: Refusal,
        application: bool,
    ) -> String {
        let user = refusal.signer().map_or_else(String::new, |signer| self.session_arn(row, signer));
        if application {
            text::roles::sdk_error(&user, action, resource, refusal)
        } else {
            text::roles::not_authorized(&user, action, resource, refusal)
        }
    }

    /// The call that kept a task from starting, and what IAM said of it. Spec: ROLE-6.
    pub(super) fn denied_call(&self, row: TaskRow, failure: StartFailure) -> Option<DeniedCall> {
        let StartFailure::Denied { call } = failure else { return None };
        let (definition, _) = self.credentials_of(row)?;
        let call = start_calls(&self.scenario.account, definition).into_iter().nth(call)?;
        let refusal = self.judge_call(row, &call).refusal()?;
        let message = self.sdk_error(row, &call.action, call.resource.as_deref(), refusal, false);
        Some(DeniedCall { call, message })
    }

    /// What the log of a run says of a call that an application was denied. Spec: ROLE-7.
    pub(super) fn call_denied(
        &self,
        row: TaskRow,
        container: usize,
        action: &str,
        resource: Option<&str>,
        refusal: Refusal,
    ) -> String {
        let short = self.world.task_short(&self.world.tasks[row]);
        let definition = self.credentials_of(row).map(|(definition, _)| definition);
        let container = definition.and_then(|definition| definition.container_definitions.get(container));
        let name = container.map_or("", |container| &container.name);
        format!("{short}: container {name}: {}", self.sdk_error(row, action, resource, refusal, true))
    }

    /// What ECS says where a service waits for a role that it cannot assume, and why in our words.
    pub(super) fn waits_for_role(
        &self,
        service: ServiceRow,
        state: &ServiceState,
    ) -> Option<(String, crate::log::LogEvent)> {
        state.starts.role_said?;
        let launch = &self.world.launches[state.launch?];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        let (member, reference) = self.scenario.iam.unassumable(definition)?;
        let role = self.scenario.iam.role(&reference);
        let why = text::roles::unassumable(member, role_name(&reference), role.is_some());
        let arn = role.map_or(reference, |role| role_arn(&self.scenario.account, role));
        Some((why, crate::log::LogEvent::ServiceCannotAssume { service, role: arn }))
    }
}

fn statement(cited: &Cited) -> StatementReport {
    StatementReport {
        policy: cited.policy.clone(),
        kind: match cited.kind {
            PolicyKind::Identity => "identity",
            PolicyKind::Resource => "resource",
        }
        .into(),
        sid: cited.sid.clone(),
        number: cited.statement + 1,
        pointer: cited.pointer.clone(),
    }
}

/// The policy that allows a call, and with it whatever else the role is denied there: who lacks one action
/// of a pull lacks them all.
fn missing(
    role: &Role,
    call: &TaskCall,
    (calls, judged): (&[TaskCall], &[Judged<'_>]),
) -> Option<MissingPermission> {
    let pointer = format!("{}/Policies", role.pointer.as_ref()?);
    let mut actions: Vec<&str> = Vec::new();
    for (other, judged) in calls.iter().zip(judged) {
        let of_role = matches!(judged, Judged::Signed(signature, Verdict::Denied(Denial::Implicit))
            if signature.role.name == role.name);
        if of_role && other.resource == call.resource && !actions.contains(&other.action.as_str()) {
            actions.push(&other.action);
        }
    }
    let resource = call.resource.as_deref().unwrap_or("*");
    let name = format!("allow-{}", call.action.replace([':', '*'], "-"));
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}],
    });
    Some(MissingPermission {
        sentence: format!("role {} may {} on {resource}", role.name, actions.join(", ")),
        role: role.name.clone(),
        pointer,
        value: json!({"PolicyName": name, "PolicyDocument": document}),
    })
}

/// What follows where the application is denied.
pub(super) fn consequence(when: When) -> &'static str {
    match when {
        When::Application(CallOn::Start, WhenDenied::Exit) => "the container exits with code 1",
        When::Application(CallOn::Start, WhenDenied::Error) => "the application logs the error and goes on",
        When::Application(CallOn::Request, WhenDenied::Exit) => "the first request makes the container exit",
        When::Application(CallOn::Request, WhenDenied::Error) => {
            "each request that makes it is answered with an error"
        }
        _ => "the task does not start",
    }
}
