//! The timeline: what is done while the run goes on.

use super::Reader;
use super::actions::ACTIONS;
use super::capacity_strategy::Where;
use super::faults::fis_actions;
use super::group_calls::GROUP_CALLS;
use super::service_calls::as_warning;
use crate::aws::{
    Behaviour, LaunchType, RunTask, Service, SetBehaviour, StartTask, StopTask, TaskDefinition, check_shape,
    shorten,
};
use crate::finding::{Finding, rules};
use crate::json::{Node, Value, child};
use crate::limits;
use crate::scenario::{Action, AutoScalingGroup, Call};
use crate::time::SimTime;

/// An action where it stands in the list.
struct Listed<'a> {
    number: usize,
    node: &'a Node,
    at: Option<SimTime>,
    /// The number of the task definition that it registers.
    definition: Option<usize>,
}

impl<'a> Reader<'a> {
    /// The actions in list order. They are read in the order in which they are carried out, since one builds
    /// on what another has made.
    pub(super) fn timeline(
        &mut self,
        services: &[(String, Service)],
        groups: &[AutoScalingGroup],
        definitions: &mut Vec<TaskDefinition>,
    ) -> Vec<Action> {
        let Some(simulation) = self.root.get("simulation") else { return Vec::new() };
        self.know_services(services, definitions);
        let nodes = simulation.list("timeline");
        if let Some(node) = nodes.get(limits::TIMELINE_ACTIONS) {
            let message = format!("a timeline has at most {} actions", limits::TIMELINE_ACTIONS);
            let pointer = format!("/simulation/timeline/{}", limits::TIMELINE_ACTIONS);
            self.report(&rules::QUOTA_EXCEEDED, &pointer, node, message);
        }
        let mut listed = Vec::new();
        for (number, node) in nodes.iter().enumerate().take(limits::TIMELINE_ACTIONS) {
            let at = self.at_seconds(node, &format!("/simulation/timeline/{number}"));
            let registers = node.str("action") == Some("ecs:RegisterTaskDefinition");
            let input = node.get("input").filter(|input| registers && input.str("family").is_some());
            let definition = input.map(|input| {
                self.expect_definition(input, definitions);
                definitions.len() - 1
            });
            listed.push(Listed { number, node, at, definition });
        }
        listed.sort_by_key(|listed| (listed.at, listed.number));
        let read = |listed: &Listed<'a>| Some((listed.number, self.action(listed, groups, definitions)?));
        let mut actions: Vec<(usize, Action)> = listed.iter().filter_map(read).collect();
        actions.sort_by_key(|(number, _)| *number);
        actions.into_iter().map(|(_, action)| action).collect()
    }

    fn action(
        &mut self,
        listed: &Listed<'_>,
        groups: &[AutoScalingGroup],
        definitions: &mut [TaskDefinition],
    ) -> Option<Action> {
        let Listed { number, node, at, definition } = *listed;
        let pointer = &format!("/simulation/timeline/{number}");
        let name_node = node.get("action")?;
        let name = name_node.as_str()?;
        let empty = Node { range: node.range, value: Value::Object(Vec::new()) };
        let input = node.get("input").unwrap_or(&empty);
        let input_pointer = child(pointer, "input");
        let call = match name {
            "ecs:RunTask" => self.run_task(input, &input_pointer, definitions),
            "ecs:StartTask" => self.start_task(input, &input_pointer, definitions),
            "ecs:StopTask" => self.stop_task(input, &input_pointer),
            "ecr:PutImage" => self.put_image(input, &input_pointer),
            "ecr:BatchDeleteImage" => self.batch_delete_image(input, &input_pointer),
            "ecs:RegisterTaskDefinition" => {
                check_shape(
                    self.shapes,
                    "RegisterTaskDefinitionRequest",
                    input,
                    &input_pointer,
                    self.findings,
                );
                self.register(input, &input_pointer, definition?, definitions)
            }
            "ecs:DeregisterTaskDefinition" => self.deregister(input, &input_pointer, definitions),
            "ecs:CreateService" => self.create_service(input, &input_pointer, definitions),
            "ecs:UpdateService" => self.update_service(input, &input_pointer, definitions),
            "ecs:DeleteService" => self.delete_service(input, &input_pointer),
            "ecs:StopServiceDeployment" => self.stop_service_deployment(input, &input_pointer),
            "ecs:ContinueServiceDeployment" => self.continue_service_deployment(input, &input_pointer),
            "simulation:SetBehaviour" => self.set_behaviour(input, &input_pointer),
            "s3:PutObject" | "sqs:SendMessage" | "events:PutEvents" => {
                self.event_call(name, input, &input_pointer)
            }
            "simulation:SetTraffic"
            | "elasticloadbalancing:ModifyTargetGroupAttributes"
            | "elasticloadbalancing:ModifyListener"
            | "elasticloadbalancing:ModifyRule" => self.traffic_call(name, input, &input_pointer),
            "ecs:UpdateContainerInstancesState" => self.update_instances_state(input, &input_pointer),
            "ecs:RegisterContainerInstance" => self.register_instance(input, &input_pointer),
            "ecs:DeregisterContainerInstance" => self.deregister_instance(input, &input_pointer),
            "ecs:PutAttributes" => Some(self.put_attributes(input, &input_pointer)),
            "ecs:DeleteAttributes" => Some(self.delete_attributes(input, &input_pointer)),
            "ec2:TerminateInstances" => Some(self.terminate_instances(input, &input_pointer)),
            "cloudwatch:PutMetricAlarm" | "cloudwatch:DeleteAlarms" => {
                self.alarm_call(name, input, &input_pointer)
            }
            "ecs:UpdateTaskProtection" => self.protect_tasks(input, &input_pointer),
            "ecs:PutClusterCapacityProviders" => {
                Some(self.put_cluster_capacity_providers(input, &input_pointer))
            }
            "ecs:UpdateCapacityProvider" => self.update_capacity_provider(input, &input_pointer),
            "simulation:LoseZone" => self.lose_zone(input, &input_pointer),
            "simulation:InterruptSpotTasks" => Some(self.interrupt_spot_tasks(input, &input_pointer)),
            "simulation:DisconnectAgent" => self.disconnect_agent(input, &input_pointer),
            name if GROUP_CALLS.contains(&name) => self.group_call(name, input, &input_pointer, groups),
            name if name.starts_with("application-autoscaling:") && ACTIONS.contains(&name) => {
                self.scaling_call(name, input, &input_pointer)
            }
            name if fis_actions().any(|action| action == name) => self.fis(name, input, &input_pointer),
            name => self.other_action(name, name_node, &child(pointer, "action")),
        };
        // What is never carried out has been said to be so, and that comes first.
        let is_due = at.is_some_and(|at| at <= self.duration);
        let is_sound = is_due && !self.findings.any_error_below(&format!("{pointer}/"));
        let refused = if is_sound { self.named(name, input, &input_pointer) } else { None };
        let call = refused.or(call);
        self.learn(name, input);
        Some(Action { at: at?, name: name.to_owned(), call: call.or_else(|| self.idle(name_node, pointer))? })
    }

    /// An action that asks for nothing: it keeps its place, since actions go by their numbers. Nothing where a
    /// mistake keeps the scenario from running anyway. Spec: SCN-11.
    fn idle(&mut self, name: &Node, pointer: &str) -> Option<Call> {
        if self.findings.any_error() {
            return None;
        }
        let message = "this action names nothing that it is to change: it does nothing";
        self.report(&rules::ACTION_IDLE, &child(pointer, "action"), name, message);
        Some(Call::NotSimulated)
    }

    /// Seconds with at most three decimals. Spec: SCN-8.
    fn at_seconds(&mut self, node: &Node, pointer: &str) -> Option<SimTime> {
        let at = node.get("atSeconds")?;
        let text = at.number_text()?;
        let ms = milliseconds(text);
        if ms.is_none() {
            let message = format!(
                "`atSeconds` is {}; it is a number of seconds from 0 to {}, with at most three decimals",
                shorten(text),
                limits::DURATION_SECONDS
            );
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "atSeconds"), at, message);
        }
        let time = ms.map(SimTime::from_ms);
        if time.is_some_and(|time| time > self.duration) {
            let message = "this action lies behind the end of the timeline: it is never carried out";
            let hint = Some("make `durationSeconds` longer".to_owned());
            self.report_hint(
                &rules::ACTION_AFTER_END,
                &child(pointer, "atSeconds"),
                at,
                message.to_owned(),
                hint,
            );
        }
        time
    }

    /// Spec: PLACE-10, SCN-8.
    pub(super) fn run_task(
        &mut self,
        input: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Call> {
        check_shape(self.shapes, "RunTaskRequest", input, pointer, self.findings);
        self.launch_type_not_simulated(input, pointer);
        self.cluster(input, pointer);
        let task_definition = self.task_definition(input, pointer)?;
        let definition = definitions.get(task_definition)?;
        let Where { launch_type, strategy, refusals } = self.where_to_run(input, pointer, Some(definition));
        if let Some(refusal) = refusals.first() {
            return Some(self.refused_with(refusal.finding));
        }
        let awsvpc_configuration = match self.launch(input, pointer, definition, launch_type) {
            Ok(configuration) => configuration,
            Err(refusal) => return Some(self.refused_with(refusal.finding)),
        };
        let (placement, refusals) = self.placement(input, pointer, task_definition, launch_type);
        if let Some(refusal) = refusals.first() {
            return Some(self.refused_with(refusal.finding));
        }
        let count = input.get("count").and_then(Node::as_integer).unwrap_or(1);
        if !(1..=limits::TASKS_PER_RUN_TASK).contains(&u64::try_from(count).unwrap_or(0)) {
            let place = input.get("count").unwrap_or(input);
            return Some(self.refused(&child(pointer, "count"), place, "count has to be from 1 to 10"));
        }
        Some(Call::RunTask(RunTask {
            task_definition,
            count: u32::try_from(count).unwrap_or(1),
            group: group(input, definition),
            launch_type,
            capacity_provider_strategy: strategy,
            awsvpc_configuration,
            placement,
            started_by: input.str("startedBy").map(ToOwned::to_owned),
            volume_configurations: input.get("volumeConfigurations").map(Node::to_value),
        }))
    }

    /// Spec: PLACE-17.
    fn start_task(&mut self, input: &Node, pointer: &str, definitions: &[TaskDefinition]) -> Option<Call> {
        check_shape(self.shapes, "StartTaskRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let task_definition = self.task_definition(input, pointer)?;
        let definition = definitions.get(task_definition)?;
        let awsvpc_configuration = match self.launch(input, pointer, definition, LaunchType::Ec2) {
            Ok(configuration) => configuration,
            Err(refusal) => return Some(self.refused_with(refusal.finding)),
        };
        let named = input.list("containerInstances");
        if !(1..=limits::INSTANCES_PER_START_TASK).contains(&named.len()) {
            let place = input.get("containerInstances").unwrap_or(input);
            let message = "containerInstances has to name 1 to 10 instances";
            return Some(self.refused(&child(pointer, "containerInstances"), place, message));
        }
        let instance = |node: &Node| node.as_str().map(ToOwned::to_owned);
        Some(Call::StartTask(StartTask {
            task_definition,
            container_instances: named.iter().filter_map(instance).collect(),
            awsvpc_configuration,
            group: group(input, definition),
            started_by: input.str("startedBy").map(ToOwned::to_owned),
            volume_configurations: input.get("volumeConfigurations").map(Node::to_value),
        }))
    }

    /// A call that AWS refuses for what a finding says.
    fn refused_with(&mut self, finding: Finding) -> Call {
        let refused = Call::refused_for("InvalidParameterException", &finding);
        self.findings.push(as_warning(finding));
        refused
    }

    /// A call with a number of things that AWS does not take. Spec: PLACE-10, PLACE-17.
    pub(super) fn refused(&mut self, pointer: &str, place: &Node, message: &str) -> Call {
        self.findings.push(as_warning(Finding::new(&rules::OUT_OF_RANGE, pointer, place.range, message)));
        Call::refused_in_our_words("InvalidParameterException", message)
    }

    fn stop_task(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "StopTaskRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let task = input.str("task")?.to_owned();
        Some(Call::StopTask(StopTask { task, reason: input.str("reason").map(ToOwned::to_owned) }))
    }

    /// Spec: CONT-12.
    fn set_behaviour(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "SetBehaviourInput", input, pointer, self.findings);
        let behaviour = input.get("behaviour")?;
        for fault in Behaviour::faults(behaviour, &child(pointer, "behaviour")) {
            let finding = Finding::new(&rules::OUT_OF_RANGE, fault.pointer, fault.range, fault.message);
            self.findings.push(finding);
        }
        Some(Call::SetBehaviour(SetBehaviour {
            task: input.str("task")?.to_owned(),
            container: input.str("container")?.to_owned(),
            behaviour: Behaviour::read(behaviour),
        }))
    }
}

/// The task group of a standalone task.
fn group(input: &Node, definition: &TaskDefinition) -> String {
    input.str("group").map_or_else(|| format!("family:{}", definition.family), ToOwned::to_owned)
}

/// Milliseconds for a number of seconds with at most three decimals, up to the longest run.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let seconds: f64 = text.parse().ok()?;
    let ms = seconds * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "a week in milliseconds is far below 2^53")]
    let longest = (limits::DURATION_SECONDS * 1000) as f64;
    if !(0.0..=longest).contains(&ms) || (ms - ms.round()).abs() > 1e-6 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to a week, as checked"
    )]
    Some(ms.round() as u64)
}
