//! A step of the story, told: what happened, what that means, and how it was worked out.

use super::super::event_view::Tone;
use super::super::run::seconds;
use super::super::text::{
    self, capacity as capacity_text, group_policies, scaling as scaling_text, story as words,
};
use super::thread::{Bead, Of};
use super::{Because, ScalingStep, Stage, StoryDecision, Why};
use crate::engine::Engine;
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, LaunchRow};
use crate::log::{LogEntry, LogEvent};
use crate::metrics::{AlarmOwner, AlarmState, Watched};
use crate::scaling::{NotScaled, Outcome, ScalingEvent};
use crate::world::{ActivityCause, ActivityKind, CapacityEvent, GroupEvent};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Instances of a step that are named.
const INSTANCES_NAMED: usize = 4;

impl Engine {
    /// The name of what a step is about.
    pub(super) fn name_of(&self, bead: &Bead) -> String {
        match &bead.of {
            Of::Tasks { launch, .. } => self.name_of_launch(*launch),
            Of::Machines { group, .. } => self.world.auto_scaling_groups[*group].given.name.clone(),
            Of::Entry => self.entry_of(bead).map(|entry| self.name_of_entry(entry)).unwrap_or_default(),
        }
    }

    fn entry_of(&self, bead: &Bead) -> Option<&LogEntry> {
        self.log.entries_from(bead.number).next().filter(|entry| entry.sequence == bead.number)
    }

    /// A step that is told of one entry, without what led to it.
    pub(in crate::report) fn entry_step(&self, entry: &LogEntry, stage: Stage) -> Option<ScalingStep> {
        let (number, at) = (entry.sequence, entry.at);
        self.told(&Bead { number, at, stage, because: None, of: Of::Entry })
    }

    /// The same of an instance that a group launches or terminates.
    pub(in crate::report) fn machine_step(
        &self,
        entry: &LogEntry,
        kind: ActivityKind,
        (group, instance): (AutoScalingGroupRow, InstanceRow),
        cause: &ActivityCause,
    ) -> Option<ScalingStep> {
        let (number, at, stage) = (entry.sequence, entry.at, Stage::of_activity(kind));
        let of = Of::Machines { group, instances: BTreeSet::from([instance]), why: Why::of(cause) };
        self.told(&Bead { number, at, stage, because: None, of })
    }

    /// A service by its name, other tasks by their group.
    pub(in crate::report) fn name_of_launch(&self, launch: LaunchRow) -> String {
        let launch = &self.world.launches[launch];
        launch.service.map_or_else(|| launch.group.clone(), |row| self.service_name(row).to_owned())
    }

    fn name_of_entry(&self, entry: &LogEntry) -> String {
        let group = |row| self.world.auto_scaling_groups[row].given.name.clone();
        match &entry.event {
            LogEvent::Alarm { alarm, .. } => self.name_of_alarm(*alarm),
            LogEvent::Scaling(event) => self.target_name(event.target()).to_owned(),
            LogEvent::ServiceDesired { service, .. } => self.service_name(*service).to_owned(),
            LogEvent::Capacity(event) => self.provider_name(event).to_owned(),
            LogEvent::Group(
                GroupEvent::Capacity { group: row, .. }
                | GroupEvent::Decided { group: row, .. }
                | GroupEvent::LaunchFails { group: row, .. }
                | GroupEvent::AllProtected { group: row },
            ) => group(*row),
            _ => String::new(),
        }
    }

    /// The name of the capacity provider that an event is about.
    fn provider_name(&self, event: &CapacityEvent) -> &str {
        let provider = self.world.capacity.providers.get(event.provider());
        provider.map_or("", |provider| &provider.name)
    }

    /// None where the log has dropped its entry.
    pub(super) fn told(&self, bead: &Bead) -> Option<ScalingStep> {
        let entry = self.entry_of(bead)?;
        let mut step = ScalingStep {
            number: bead.number,
            at: bead.at,
            stage: bead.stage,
            of: self.name_of(bead),
            tone: Tone::Neutral,
            text: String::new(),
            plain: Cow::default(),
            arithmetic: None,
            because: bead.because,
            landmarks: Vec::new(),
            decision: None,
        };
        match &bead.of {
            Of::Tasks { .. } => self.tell_tasks(&mut step, &bead.of),
            Of::Machines { instances, why, .. } => self.tell_machines(&mut step, instances, *why),
            Of::Entry => self.tell_entry(&mut step, entry),
        }
        Some(step)
    }

    fn tell_tasks(&self, step: &mut ScalingStep, of: &Of) {
        let Of::Tasks { launch, count, named, instances, in_vain } = of else { return };
        let started = &self.world.launches[*launch];
        let provider = self.capacity_provider_name(started).unwrap_or_default();
        step.text = match (step.stage, in_vain) {
            (Stage::Waiting, false) => words::wait(*count, &step.of, &provider),
            (Stage::Waiting, true) => words::waited_in_vain(*count, &step.of, &provider),
            _ => words::placed(*count, &step.of, &self.some_of(instances)),
        };
        step.plain = words::of_tasks(step.stage, *in_vain).into();
        step.tone = match (step.stage, in_vain) {
            (_, true) => Tone::Bad,
            (Stage::Placed, _) => Tone::Good,
            _ => Tone::Neutral,
        };
        let service = started.service.map(|service| self.service_landmark(service));
        step.landmarks =
            service.into_iter().chain(named.iter().map(|task| self.task_landmark(*task))).collect();
    }

    fn tell_machines(&self, step: &mut ScalingStep, instances: &BTreeSet<InstanceRow>, why: Why) {
        let machines = (instances.len(), self.some_of(instances));
        step.text = words::machines((step.stage, why), &step.of, machines);
        step.plain = words::of_machines(step.stage).into();
        step.tone = if step.stage == Stage::Registered { Tone::Good } else { Tone::Neutral };
        let named = instances.iter().take(INSTANCES_NAMED);
        step.landmarks = named.map(|instance| self.instance_landmark(*instance)).collect();
    }

    /// Some of the instances by name, and that there are more where there are.
    fn some_of(&self, instances: &BTreeSet<InstanceRow>) -> String {
        let mut names: Vec<String> =
            instances.iter().take(INSTANCES_NAMED).map(|instance| self.instance_short(*instance)).collect();
        names.extend((instances.len() > INSTANCES_NAMED).then(|| "…".to_owned()));
        names.join(", ")
    }

    fn tell_entry(&self, step: &mut ScalingStep, entry: &LogEntry) {
        if let Some(view) = self.event_view(entry, &[]) {
            (step.text, step.tone) = (view.text, view.tone);
        }
        step.plain = text::happened(&entry.event, false, None).into();
        step.landmarks = self.landmarks(entry);
        match &entry.event {
            LogEvent::Alarm { alarm, change } => {
                let seen = change.to.evaluation.as_ref();
                let (whose, metric) = (self.alarm_in_words(*alarm), self.metric_in_words(*alarm));
                let states = (change.from.state, change.to.state);
                step.text = words::alarm(&whose, &metric, states, seen);
                // To scale is what it is there for.
                step.tone = Tone::Neutral;
                let asks = seen.filter(|_| {
                    change.to.state == AlarmState::Alarm || self.asks_policies(*alarm, change.to.state)
                });
                step.arithmetic =
                    asks.map(|seen| format!("{}: {}", self.watched_text(*alarm), words::datapoints(seen)));
            }
            LogEvent::Scaling(event) => self.tell_scaling(step, event),
            LogEvent::Capacity(event) => {
                let group = self.group_of_provider(event.provider());
                let group = group.map_or("", |row| self.world.auto_scaling_groups[row].given.name.as_str());
                step.text = capacity_text::outcome(&step.of, group, event);
                step.arithmetic = Some(capacity_text::arithmetic(event));
            }
            LogEvent::Group(GroupEvent::Decided { policy, decision, .. }) => {
                let outcome = self.group_outcome(*policy, decision);
                let policy = self.group_policy_name(*policy);
                step.text = format!("Policy {policy} of {}: {outcome}", step.of);
                step.arithmetic = Some(group_policies::arithmetic(decision));
            }
            _ => {}
        }
    }

    fn tell_scaling(&self, step: &mut ScalingStep, event: &ScalingEvent) {
        let (alarm, datapoints, decision) = match event {
            ScalingEvent::Decided { alarm, datapoints, decision, .. } => (alarm, datapoints, decision),
            ScalingEvent::Began { from, to, cause, .. } => {
                step.text = words::desired_count(&step.of, *from, *to, &self.cause_text(*cause));
                return;
            }
            ScalingEvent::Ended { to, .. } => {
                step.text = words::fulfilled(&step.of, *to);
                return;
            }
            ScalingEvent::BoundsSet { .. } => return,
        };
        let policy = self.policy_name(decision.policy).to_owned();
        let outcome = self.decided_text(decision);
        step.text = format!("Policy {policy} of {}: {outcome}", step.of);
        step.arithmetic = Some(match decision.outcome {
            Outcome::NotScaled(NotScaled::NoStep) => scaling_text::no_step(datapoints, decision.threshold),
            _ => scaling_text::arithmetic(decision),
        });
        step.decision = Some(StoryDecision {
            policy,
            alarm: self.alarm_name(*alarm).to_owned(),
            metric: self.watched_text(*alarm),
            datapoints: datapoints.clone(),
            decision: decision.clone(),
        });
    }

    /// What an alarm is the alarm of: a capacity provider, a service or a group by name; its own name where it is
    /// the scenario's.
    pub(super) fn name_of_alarm(&self, row: AlarmRow) -> String {
        let alarm = &self.world.alarms[row];
        match alarm.owner {
            AlarmOwner::Document => alarm.definition.name.clone(),
            AlarmOwner::ScalingPolicy(number) => {
                let policy = self.world.scaling.policies.get(number);
                policy.map_or("", |policy| self.target_name(policy.target)).to_owned()
            }
            AlarmOwner::GroupPolicy(number) => {
                let group =
                    self.scenario.group_policies.get(number).map_or(usize::MAX, |policy| policy.group);
                self.scenario
                    .auto_scaling_groups
                    .get(group)
                    .map(|group| group.name.clone())
                    .unwrap_or_default()
            }
            AlarmOwner::CapacityProvider(number) => {
                let provider = self.world.capacity.providers.get(number);
                provider.map(|provider| provider.name.clone()).unwrap_or_default()
            }
        }
    }

    /// What an alarm belongs to: `policy cpu of web`, `capacity provider pool`; itself where it is the scenario's.
    pub(in crate::report) fn scaler_in_words(&self, row: AlarmRow) -> String {
        let name = self.name_of_alarm(row);
        match self.world.alarms[row].owner {
            AlarmOwner::Document => format!("alarm {name}"),
            AlarmOwner::ScalingPolicy(number) => format!("policy {} of {name}", self.policy_name(number)),
            AlarmOwner::GroupPolicy(number) => {
                let policy = self.scenario.group_policies.get(number).map_or("", |policy| &policy.name);
                format!("policy {policy} of {name}")
            }
            AlarmOwner::CapacityProvider(_) => format!("capacity provider {name}"),
        }
    }

    /// `the alarm of policy cpu of web`: AWS makes up long names for those that it makes itself.
    fn alarm_in_words(&self, row: AlarmRow) -> String {
        let scaler = self.scaler_in_words(row);
        match self.world.alarms[row].owner {
            AlarmOwner::Document => scaler,
            _ => format!("the alarm of {scaler}"),
        }
    }

    /// The metric of an alarm without its dimensions, or an expression.
    pub(in crate::report) fn metric_in_words(&self, row: AlarmRow) -> String {
        match &self.world.alarms[row].definition.watched {
            Watched::Metric { metric, .. } => metric.name.clone(),
            Watched::Math { .. } => self.watched_text(row),
        }
    }

    /// A step as the report of a run has it.
    pub(in crate::report) fn step_report(step: &ScalingStep) -> Value {
        let mut report = json!({
            "atSeconds": seconds(step.at),
            "stage": step.stage.name(),
            "of": step.of,
            "text": step.text,
        });
        if let Some(arithmetic) = &step.arithmetic {
            report["arithmetic"] = arithmetic.as_str().into();
        }
        if let Some(Because { at, stage, .. }) = step.because {
            report["because"] = json!({"stage": stage.name(), "atSeconds": seconds(at)});
        }
        report
    }
}
