//! What the actions of a timeline do.

use super::Engine;
use super::setup::NewLaunch;
use crate::aws::{LaunchType, RunTask, StopTask};
use crate::ids::TaskRow;
use crate::limits;
use crate::log::LogEvent;
use crate::scenario::Call;
use crate::world::{Stop, StopCode};

/// `stoppedReason` where StopTask gives none. Spec: LIFE-4.
const STOPPED_BY_USER: &str = "Task stopped by user";

impl Engine {
    pub(super) fn act(&mut self, number: usize) {
        match self.scenario.timeline.get(number).map(|action| action.call.clone()) {
            Some(Call::RunTask(call)) => self.run_task(number, &call),
            Some(Call::StopTask(call)) => self.stop_task_called(number, &call),
            Some(Call::Refused { message }) => self.refuse(number, message),
            Some(Call::NotSimulated) | None => {}
        }
    }

    /// Spec: PLACE-9, PLACE-10.
    fn run_task(&mut self, number: usize, call: &RunTask) {
        if !matches!(call.launch_type, LaunchType::Ec2 | LaunchType::Fargate) {
            return;
        }
        let placeable = || self.world.ledger.rows().any(|row| self.world.ledger.placeable(row));
        if call.launch_type == LaunchType::Ec2 && !placeable() {
            return self.refuse(number, "No Container Instances were found in your cluster.");
        }
        let launch = self.add_launch(NewLaunch {
            task_definition: call.task_definition,
            group: call.group.clone(),
            launch_type: call.launch_type,
            zones: &call.zones,
        });
        self.world.launches[launch].started_by.clone_from(&call.started_by);
        for _ in 0..call.count {
            if self.is_full() {
                return;
            }
            // Without a strategy every instance that fits is as good as any other.
            if self.start_task(launch, &[]).is_none() {
                let left = limits::FAILURES.saturating_sub(self.world.failures_kept);
                let failures: Vec<_> = self.receipt(launch, &[]).first_failures().take(left).collect();
                self.world.failures_kept += failures.len();
                return self.say(LogEvent::RunTaskFailed { failures });
            }
        }
    }

    /// Spec: LIFE-3, LIFE-4.
    fn stop_task_called(&mut self, number: usize, call: &StopTask) {
        let Some(task) = self.find_task(&call.task) else {
            return self.refuse(number, "The referenced task was not found.");
        };
        let reason = call.reason.clone().unwrap_or_else(|| STOPPED_BY_USER.to_owned());
        self.stop_task(task, Stop { code: StopCode::UserInitiated, reason });
    }

    fn refuse(&mut self, action: usize, message: &'static str) {
        self.say(LogEvent::Refused { action, code: "InvalidParameterException", message });
    }

    /// A task by ARN, id or short form (`service:web/1`).
    fn find_task(&mut self, reference: &str) -> Option<TaskRow> {
        match reference.rsplit_once('/') {
            Some((group, number)) if !reference.starts_with("arn:") => {
                self.world.task_of_group(group, number.parse().ok()?)
            }
            parts => {
                let id = parts.map_or(reference, |(_, id)| id).to_owned();
                self.index_task_ids();
                self.task_ids.get(&id).copied()
            }
        }
    }

    /// Ids are hashes: they are worked out when somebody asks for one, each once.
    fn index_task_ids(&mut self) {
        let account = &self.scenario.account;
        let known = self.task_ids.len();
        for (row, task) in self.world.tasks.iter().skip(known) {
            self.task_ids.insert(account.hex_id("task", &self.world.task_short(task)), row);
        }
    }
}
