//! Whether tasks and instances have the roles that they need, told before a run shows it.

use super::Reader;
use super::across::Across;
use super::references::ROLE;
use crate::aws::{LaunchType, Service, TaskDefinition, shorten};
use crate::finding::{Finding, rules};
use crate::iam::{
    Asked, EC2, ECS_TASKS, Judged, Place, RoleMember, TaskCall, Verdict, judge, role_arn, role_name,
    start_calls, trusts,
};
use crate::json::{Node, child};

/// What an agent has to be allowed before its instance is one of the cluster.
const REGISTERS: &str = "ecs:RegisterContainerInstance";

impl Reader<'_> {
    /// The roles of task definitions, and what tasks of services may not do. Spec: ROLE-4, ROLE-6.
    pub(super) fn check_roles(&mut self, across: &Across<'_>) {
        if self.iam.roles.is_none() {
            return;
        }
        for (number, node) in self.root.list("taskDefinitions").iter().enumerate() {
            for member in [RoleMember::ExecutionRole, RoleMember::TaskRole] {
                let Some(place) = node.get(member.name()) else { continue };
                let pointer = format!("/taskDefinitions/{number}/{}", member.name());
                if self.has_role(place, &pointer) {
                    self.check_trust(place, &pointer, ECS_TASKS);
                }
            }
        }
        for (pointer, service) in across.services {
            if let Some(definition) = across.definitions.get(service.task_definition) {
                self.check_start(pointer, across, service, definition);
            }
        }
    }

    /// Whether the scenario has the role that is named; it is said where it has not.
    fn has_role(&mut self, place: &Node, pointer: &str) -> bool {
        let Some(reference) = place.as_str().filter(|text| !text.is_empty()) else { return false };
        if self.iam.role(reference).is_some() {
            return true;
        }
        let near = self.nearest(role_name(reference), self.names(&ROLE).collect::<Vec<_>>());
        let hint = near.map_or_else(
            || "list it under `roles`, or leave `roles` out, and every call is allowed".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("`roles` does not list `{}`: nobody can assume it", shorten(reference));
        let finding = Finding::new(&rules::ROLE_MISSING, pointer, place.range, message).hint(hint);
        let is_tasks = !pointer.ends_with("iamInstanceProfile");
        let aws = self.unable_to_assume(reference);
        self.findings.push(if is_tasks { finding.aws(aws) } else { finding });
        false
    }

    fn unable_to_assume(&self, reference: &str) -> String {
        let role = self.iam.role(reference);
        let arn = role.map_or_else(|| reference.to_owned(), |role| role_arn(&self.account, role));
        crate::iam::unable_to_assume(&arn)
    }

    fn check_trust(&mut self, place: &Node, pointer: &str, service: &str) {
        let Some(reference) = place.as_str() else { return };
        let trusted = self.iam.role(reference).is_none_or(|role| trusts(role, service));
        if trusted {
            return;
        }
        let message = format!(
            "the trust policy of `{}` does not let {service} assume it",
            shorten(role_name(reference))
        );
        let hint = format!(
            "its `AssumeRolePolicyDocument` has to allow sts:AssumeRole for {{\"Service\": \"{service}\"}}"
        );
        let finding = Finding::new(&rules::ROLE_TRUST, pointer, place.range, message).hint(hint);
        let aws = self.unable_to_assume(reference);
        self.findings.push(if service == ECS_TASKS { finding.aws(aws) } else { finding });
    }

    /// Whether an instance may register itself with its role. Spec: ROLE-8.
    pub(super) fn may_register(
        &mut self,
        given: Option<&Node>,
        node: &Node,
        pointer: &str,
        external: bool,
    ) -> bool {
        if self.iam.roles.is_none() || external {
            return true;
        }
        if let Some(place) = given {
            if !self.has_role(place, pointer) {
                return false;
            }
            self.check_trust(place, pointer, EC2);
        }
        let Some(role) = self.iam.instance_role(given.and_then(Node::as_str)) else { return false };
        let resource = self.account.cluster_arn();
        let asked = Asked { action: REGISTERS, resource: Some(&resource) };
        let trusted = trusts(role, EC2);
        if trusted && matches!(judge(&self.account, role, None, asked), Verdict::Allowed(_)) {
            return true;
        }
        if trusted {
            let message = format!(
                "role `{}` may not {REGISTERS}: its instances never join the cluster",
                shorten(&role.name)
            );
            let hint = "attach arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
            self.report_hint(
                &rules::INSTANCE_ROLE,
                pointer,
                given.unwrap_or(node),
                message,
                Some(hint.to_owned()),
            );
        }
        false
    }

    /// The first call that a start of a service's tasks is denied. Spec: ROLE-6.
    fn check_start(
        &mut self,
        pointer: &str,
        across: &Across<'_>,
        service: &Service,
        definition: &TaskDefinition,
    ) {
        let profiles: Vec<Place<'_>> = match service.launch_type {
            LaunchType::Fargate => vec![Place::Fargate],
            LaunchType::Ec2 => {
                let entries = across.instances_for(&self.account, service, definition);
                entries.into_iter().map(crate::scenario::ContainerInstanceEntry::credentials_place).collect()
            }
            _ => Vec::new(),
        };
        let calls = start_calls(&self.account, definition);
        let denied = profiles
            .into_iter()
            .find_map(|place| calls.iter().find_map(|call| denied_role(self, definition, place, call)));
        let Some((call, role)) = denied else { return };
        let pointer = child(pointer, "taskDefinition");
        let Some(node) = self.root.at(&pointer) else { return };
        let resource = call.resource.as_deref().unwrap_or("*");
        let message =
            format!("role `{}` may not {} on {resource}: no task starts", shorten(&role), call.action);
        let hint = format!("allow {} in a policy of `{}`", call.action, shorten(&role));
        self.report_hint(&rules::ROLE_PERMISSION, &pointer, node, message, Some(hint));
    }
}

/// A call that is denied, and the role that signs it.
fn denied_role(
    reader: &Reader<'_>,
    definition: &TaskDefinition,
    place: Place<'_>,
    call: &TaskCall,
) -> Option<(TaskCall, String)> {
    match reader.iam.judge_call(&reader.account, definition, place, call) {
        Judged::Signed(signature, Verdict::Denied(_)) => Some((call.clone(), signature.role.name.clone())),
        Judged::Free | Judged::Unsigned(_) | Judged::Signed(..) => None,
    }
}
