//! Timeline calls on services and task definitions. Each is read as what it makes of the service, so that the
//! same readers judge it that judge the scenario's own services. Spec: DEPLOY-10.

use super::Reader;
use super::capacity_providers::BELOW;
use super::named_kinds::KnownNames;
use crate::aws::{
    ContinueServiceDeployment, DeleteService, RegisterTaskDefinition, Service, StopServiceDeployment,
    TaskDefinition, UpdateService, check_shape, shorten,
};
use crate::finding::{Finding, Severity, nearest, rules};
use crate::json::{Member, Node, Value, child};
use crate::scenario::Call;
use std::collections::BTreeSet;

/// Members of UpdateService that say which service and how, and are no part of it.
const NOT_OF_THE_SERVICE: [&str; 3] = ["cluster", "service", "forceNewDeployment"];

/// What a service call is read against: services and revisions as the timeline has left them.
#[derive(Default)]
pub(super) struct Known {
    /// The services by name, in the form of CreateService.
    pub(super) services: std::collections::BTreeMap<String, Node>,
    /// The numbers of the definitions that are INACTIVE.
    inactive: BTreeSet<usize>,
    /// Auto Scaling groups by name, in the form of CreateAutoScalingGroup.
    pub(super) groups: std::collections::BTreeMap<String, Node>,
    /// What actions name besides.
    pub(super) names: KnownNames,
}

impl<'a> Reader<'a> {
    /// The services that a scenario begins with, as far as calls of its timeline build on them.
    pub(super) fn know_services(&mut self, services: &[(String, Service)], definitions: &[TaskDefinition]) {
        for (pointer, service) in services {
            if let Some(node) = self.root.at(pointer) {
                self.know(node.clone(), service, definitions);
            }
        }
    }

    /// A service is this from now on. It names the revision that it has: what its family's name stands for may
    /// become another.
    fn know(&mut self, mut node: Node, service: &Service, definitions: &[TaskDefinition]) {
        let short = definitions.get(service.task_definition).map(TaskDefinition::short).unwrap_or_default();
        let range = node.get("taskDefinition").unwrap_or(&node).range;
        set(&mut node, "taskDefinition", &Node { range, value: Value::String(short) });
        self.known.services.insert(service.service_name.clone(), node);
    }

    /// Adds the definition of a call to the list; its revision follows when the call's turn comes.
    pub(super) fn expect_definition(&mut self, node: &'a Node, definitions: &mut Vec<TaskDefinition>) {
        self.definition_trees.push(node);
        definitions.push(TaskDefinition::read(node, 0));
    }

    /// A definition with a mistake that AWS refuses is refused in the run, and its revision is never there.
    pub(super) fn register(
        &mut self,
        input: &Node,
        pointer: &str,
        number: usize,
        definitions: &mut [TaskDefinition],
    ) -> Option<Call> {
        let judge = self.judge_definition;
        let ((), said) = self.apart(|reader| judge(input, pointer, reader.findings));
        if let Some(Call::Refused { message, is_aws, .. }) = self.judged(said, input, pointer) {
            return Some(Call::Refused { code: "ClientException", message, is_aws });
        }
        let family = &definitions.get(number)?.family;
        let registered = definitions.iter().filter(|other| other.family == *family);
        let revision = registered.map(|other| other.revision).max().unwrap_or(0).saturating_add(1);
        let definition = definitions.get_mut(number)?;
        definition.revision = revision;
        self.references.insert(definition.short(), number);
        self.references.insert(definition.family.clone(), number);
        let definition = definition.clone();
        let constraints = self.definition_constraints(number);
        Some(Call::RegisterTaskDefinition(Box::new(RegisterTaskDefinition {
            number,
            definition,
            constraints,
        })))
    }

    pub(super) fn deregister(
        &mut self,
        input: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Call> {
        check_shape(self.shapes, "DeregisterTaskDefinitionRequest", input, pointer, self.findings);
        let reference = input.str("taskDefinition")?;
        let short = reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short);
        if !short.contains(':') {
            let message = "DeregisterTaskDefinition names a revision: family:revision";
            let place = input.get("taskDefinition").unwrap_or(input);
            let finding =
                Finding::new(&rules::OUT_OF_RANGE, child(pointer, "taskDefinition"), place.range, message);
            self.findings.push(as_warning(finding.hint(format!("for example `{}:1`", shorten(short)))));
            return Some(Call::refused_in_our_words("ClientException", message));
        }
        let (number, said) = self.apart(|reader| reader.task_definition(input, pointer));
        if let Some(refused) = self.judged(said, input, pointer) {
            return Some(refused);
        }
        let number = number?;
        self.known.inactive.insert(number);
        let family = definitions.get(number).map(|definition| definition.family.clone())?;
        let is_left = |other: &(usize, &TaskDefinition)| {
            other.1.family == family && other.1.revision > 0 && !self.known.inactive.contains(&other.0)
        };
        let left = definitions.iter().enumerate().filter(is_left);
        match left.max_by_key(|(_, definition)| definition.revision) {
            Some((newest, _)) => self.references.insert(family, newest),
            None => self.references.remove(&family),
        };
        Some(Call::DeregisterTaskDefinition { number })
    }

    pub(super) fn create_service(
        &mut self,
        input: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Call> {
        check_shape(self.shapes, "CreateServiceRequest", input, pointer, self.findings);
        let (service, said) = self.apart(|reader| reader.service(input, pointer, definitions));
        if let Some(refused) = self.judged(said, input, pointer) {
            return Some(refused);
        }
        let service = service?;
        if let Some(refused) = self.inactive(service.task_definition, input, pointer) {
            return Some(refused);
        }
        self.know(input.clone(), &service, definitions);
        Some(Call::CreateService(Box::new(service)))
    }

    pub(super) fn update_service(
        &mut self,
        input: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Call> {
        check_shape(self.shapes, "UpdateServiceRequest", input, pointer, self.findings);
        let reference = input.str("service")?.to_owned();
        let Some(known) = self.known_service(input, pointer) else {
            return Some(Call::refused("ServiceNotFoundException", "Service not found."));
        };
        let mut merged = known;
        merged.range = input.range;
        let takes = self.shapes.members("UpdateServiceRequest");
        let is_taken = |key: &str| takes.iter().any(|member| member.name == key);
        let is_of_service = |key: &str| is_taken(key) && !NOT_OF_THE_SERVICE.contains(&key);
        for member in input.members().iter().filter(|member| is_of_service(&member.key)) {
            let into = match (member.key.as_str(), merged.get(&member.key)) {
                // What `deploymentConfiguration` leaves out stays as it is.
                ("deploymentConfiguration", Some(before)) => {
                    let mut both = before.clone();
                    both.range = member.value.range;
                    member.value.members().iter().for_each(|part| set(&mut both, &part.key, &part.value));
                    both
                }
                _ => member.value.clone(),
            };
            // The one takes the place of the other. Spec: CAP-7.
            if member.key == "capacityProviderStrategy" {
                let excluded = if member.value.elements().is_empty() { &member.key } else { "launchType" };
                remove(&mut merged, excluded);
            }
            set(&mut merged, &member.key, &into);
        }
        let (with, said) = self.apart(|reader| reader.service(&merged, pointer, definitions));
        if let Some(refused) = self.judged(said, input, pointer) {
            return Some(refused);
        }
        let with = with?;
        if input.get("taskDefinition").is_some()
            && let Some(refused) = self.inactive(with.task_definition, input, pointer)
        {
            return Some(refused);
        }
        self.know(merged, &with, definitions);
        let force_new_deployment = input.get("forceNewDeployment").and_then(Node::as_bool).unwrap_or(false);
        let input = input.to_value();
        Some(Call::UpdateService(Box::new(UpdateService {
            service: reference,
            with,
            force_new_deployment,
            input,
        })))
    }

    pub(super) fn delete_service(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "DeleteServiceRequest", input, pointer, self.findings);
        let service = input.str("service")?.to_owned();
        if self.known_service(input, pointer).is_none() {
            return Some(Call::refused("ServiceNotFoundException", "Service not found."));
        }
        let force = input.get("force").and_then(Node::as_bool).unwrap_or(false);
        Some(Call::DeleteService(DeleteService { service, force }))
    }

    pub(super) fn stop_service_deployment(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "StopServiceDeploymentRequest", input, pointer, self.findings);
        let service_deployment = input.str("serviceDeploymentArn")?.to_owned();
        if let Some(node) = input.get("stopType").filter(|node| node.as_str() == Some("ABORT")) {
            let message = "`stopType` ABORT is not available: a deployment that is stopped is rolled back";
            let finding = Finding::new(&rules::OUT_OF_RANGE, child(pointer, "stopType"), node.range, message);
            self.findings.push(as_warning(finding.hint("leave `stopType` out, or write ROLLBACK")));
            return Some(Call::refused_in_our_words("InvalidParameterException", message));
        }
        Some(Call::StopServiceDeployment(StopServiceDeployment { service_deployment }))
    }

    /// Spec: DEPLOY-19.
    pub(super) fn continue_service_deployment(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "ContinueServiceDeploymentRequest", input, pointer, self.findings);
        Some(Call::ContinueServiceDeployment(ContinueServiceDeployment {
            service_deployment: input.str("serviceDeploymentArn")?.to_owned(),
            hook: input.str("hookId")?.to_owned(),
            rolls_back: input.str("action") == Some("ROLLBACK"),
        }))
    }

    /// The service of a call, where the timeline has come by one; a warning with the nearest name where not.
    fn known_service(&mut self, input: &Node, pointer: &str) -> Option<Node> {
        self.cluster(input, pointer);
        let node = input.get("service")?;
        let reference = node.as_str()?;
        let name = reference.rsplit_once('/').map_or(reference, |(_, name)| name);
        if let Some(known) = self.known.services.get(name) {
            return Some(known.clone());
        }
        let names = self.known.services.keys().map(String::as_str);
        let near = self.findings.wants_hints().then(|| nearest(name, names)).flatten();
        let hint = near.map(|name| format!("did you mean `{name}`?"));
        let message = format!("there is no service `{}` at that time", shorten(reference));
        let finding =
            Finding::new(&rules::UNRESOLVED_REFERENCE, child(pointer, "service"), node.range, message);
        let finding = finding.aws("Service not found.");
        self.findings.push(as_warning(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        }));
        None
    }

    /// What AWS says where a call names a revision that was deregistered.
    fn inactive(&mut self, definition: usize, input: &Node, pointer: &str) -> Option<Call> {
        let place = input.get("taskDefinition").filter(|_| self.known.inactive.contains(&definition))?;
        let message = "this revision was deregistered before";
        let finding = Finding::new(
            &rules::UNRESOLVED_REFERENCE,
            child(pointer, "taskDefinition"),
            place.range,
            message,
        );
        self.findings.push(as_warning(finding.aws("TaskDefinition is inactive")));
        Some(Call::refused("ClientException", "TaskDefinition is inactive"))
    }

    /// Reads something, with what there is to say of it apart from the rest.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Vec<Finding>) {
        let apart = self.findings.apart();
        let before = std::mem::replace(self.findings, apart);
        let result = read(self);
        (result, std::mem::replace(self.findings, before).into_list())
    }

    /// Says what there is to say of a call: mistakes are warnings, since the run refuses the call and goes on.
    /// What stands elsewhere was said there, unless the call makes a mistake of it.
    pub(super) fn judged(&mut self, said: Vec<Finding>, input: &Node, pointer: &str) -> Option<Call> {
        self.judged_as(said, input, pointer, refusal)
    }

    /// The same of another API, which answers a mistake in its own way.
    pub(super) fn judged_as(
        &mut self,
        said: Vec<Finding>,
        input: &Node,
        pointer: &str,
        refusal: fn(&Finding) -> Call,
    ) -> Option<Call> {
        let mut refused = None;
        for mut finding in said {
            let is_here = input.range.start <= finding.range.start && finding.range.end <= input.range.end;
            let is_error = finding.severity == Severity::Error;
            if is_error && refused.is_none() {
                refused = Some(refusal(&finding));
            }
            if !is_here {
                if !is_error {
                    continue;
                }
                (finding.range, finding.pointer) = (input.opening(), pointer.to_owned());
            }
            self.findings.push(if is_error { as_warning(finding) } else { finding });
        }
        refused
    }
}

/// What AWS answers to a call with a mistake.
fn refusal(finding: &Finding) -> Call {
    let is_unresolved = finding.code == rules::UNRESOLVED_REFERENCE.code;
    if is_unresolved && finding.pointer.ends_with("/taskDefinition") {
        return Call::refused("ClientException", "TaskDefinition not found.");
    }
    if is_unresolved && finding.pointer.ends_with("/cluster") {
        return Call::refused("ClusterNotFoundException", "Cluster not found.");
    }
    let is_of_client = finding.aws_message.as_ref().is_some_and(|text| text.starts_with(BELOW));
    let code = if is_of_client { "ParamValidationError" } else { "InvalidParameterException" };
    Call::refused_for(code, finding)
}

/// What a timeline does is refused when the run comes to it: the scenario is still one that runs.
pub(super) fn as_warning(finding: Finding) -> Finding {
    Finding { severity: Severity::Warning, ..finding }
}

/// Takes a member out of an object.
pub(super) fn remove(object: &mut Node, key: &str) {
    if let Value::Object(members) = &mut object.value {
        members.retain(|member| member.key != key);
    }
}

/// Puts a member into an object, in the place of one of that name.
pub(super) fn set(object: &mut Node, key: &str, value: &Node) {
    let key_range = value.range;
    if let Value::Object(members) = &mut object.value {
        members.retain(|member| member.key != key);
        members.push(Member { key: key.to_owned(), key_range, value: value.clone() });
    }
}
