//! What a capacity provider would do with tasks that wait, and when a group's action is due: the core's answers.

use super::fields::{GROUP_SIZES, SCALING_STEPS};
use super::rows::{CapacityEntries, GroupScheduleRow, ProviderRow};
use crate::session::outline::Outline;
use crate::session::scaling::{DATES, ScalingEntries, dates_in_words};
use ecs_core::aws::TaskDefinition;
use ecs_core::capacity::{
    Demand, Group, Launchable, Need, Reservation, Steps, Waiting, demand, reservation, scale_in, scale_out,
};
use ecs_core::ids::{GroupRow, Row};
use ecs_core::limits;
use ecs_core::placement::{Requirement, Rows};
use ecs_core::report::capacity_text;
use ecs_core::validate::subject_of;
use ecs_core::world::{CapacityEvent, Held};

/// A capacity provider that scales its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservations {
    provider: String,
    group: String,
    bounds: (u32, u32),
    target_percent: u32,
    steps: Steps,
    types: Vec<Launchable>,
}

impl Reservations {
    /// Of a provider whose group may launch instances of those types; none where a number is none yet.
    pub fn of(
        entries: &CapacityEntries,
        provider: &ProviderRow,
        types: Vec<Launchable>,
    ) -> Option<Reservations> {
        let group = entries.group_of(provider)?;
        let [min, max, _] = GROUP_SIZES.each_ref().map(|field| group.written.number(field));
        let [target, _, minimum, maximum] =
            SCALING_STEPS.each_ref().map(|field| provider.written.number::<u32>(field));
        Some(Reservations {
            provider: provider.name.clone(),
            group: group.name.clone(),
            bounds: (min?, max?),
            target_percent: target.filter(|percent| (1..=100).contains(percent))?,
            steps: Steps { minimum: minimum?, maximum: maximum? },
            types,
        })
    }

    /// What the provider would do with so many instances, so many of them with tasks, and so many equal tasks
    /// that wait; none where one of the numbers is none.
    pub fn told(&self, need: Need, [instances, in_use, waiting]: [&str; 3]) -> Option<String> {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let (instances, tasks) = (number(instances)?, number(waiting)?);
        if u64::from(instances) > limits::CONTAINER_INSTANCES_PER_CLUSTER {
            return None;
        }
        let in_use = number(in_use)?.min(instances);
        let waiting =
            if tasks == 0 { Vec::new() } else { vec![Waiting { need, tasks, families: Vec::new() }] };
        let counted = Group { instances, in_use, types: self.types.clone(), waiting };
        let made = reservation(instances, demand(&counted, self.steps), self.target_percent);
        Some(self.answer(&made))
    }

    fn decided(&self, event: &CapacityEvent) -> String {
        capacity_text::decided(&self.provider, &self.group, event)
    }

    fn answer(&self, made: &Reservation) -> String {
        let ((min, max), before) = (self.bounds, made.instances);
        let scaled = |scaling| self.decided(&CapacityEvent::Scaled { provider: 0, scaling });
        let held = |why| self.decided(&CapacityEvent::Held { provider: 0, reservation: made.clone(), why });
        if let Some(scaling) = scale_out(made, before, max) {
            return scaled(scaling);
        }
        if matches!(made.demand, Demand::NoneFits { .. }) {
            return held(Held::NothingFits);
        }
        if scale_out(made, before, u32::MAX).is_some() {
            return held(Held::AtMaximum);
        }
        match scale_in(made, before, min) {
            Some(scaling) => format!("After 15 minutes like that: {}", scaled(scaling)),
            None => format!("{}: nothing changes.", capacity_text::metric(made)),
        }
    }
}

/// What a task of each definition asks of an instance, by the name of the definition.
pub fn needs(outline: &Outline) -> Vec<(String, Need)> {
    let need = |text: &str| {
        let (_, node) = subject_of(text)?;
        let definition = TaskDefinition::read(&node, 1);
        Some(Requirement::of(&definition, Rows::default(), GroupRow::from_number(0)).need())
    };
    outline.definitions.iter().filter_map(|row| Some((row.name.to_string(), need(&row.text)?))).collect()
}

impl GroupScheduleRow {
    /// When the action is due next; none where what is written cannot be read.
    pub fn dates(&self, entries: &ScalingEntries) -> Option<String> {
        let schedule = self.schedule()?;
        let zone = match self.written.get("TimeZone") {
            "" => "UTC",
            zone => zone,
        };
        Some(dates_in_words(&schedule.next_dates(&entries.calendar, DATES), zone, entries.duration_s))
    }
}

#[cfg(test)]
mod tests {
    use super::{Reservations, needs};
    use crate::session::outline::Outline;
    use ecs_core::scenario::Roster;

    const TEXT: &str = r#"{"version": 1,
      "taskDefinitions": [
        {"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 1024, "memory": 512}]},
        {"family": "huge", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 8192, "memory": 512}]}],
      "autoScalingGroups": [{"AutoScalingGroupName": "asg", "MinSize": 0, "MaxSize": 6, "AvailabilityZones": ["us-east-1a"],
        "simulation": {"instanceType": "t3.medium"}}],
      "capacityProviders": [{"name": "cp", "autoScalingGroupProvider": {"autoScalingGroupArn": "asg", "managedScaling": {}}}],
      "autoScalingScheduledActions": [{"AutoScalingGroupName": "asg", "ScheduledActionName": "up",
        "Recurrence": "0 9 * * 1-5", "DesiredCapacity": 2}]}"#;

    fn told(text: &str, definition: usize, numbers: [&str; 3]) -> Option<String> {
        let outline = Outline::read(text);
        let types = Roster::read(text).launchables("asg");
        let provider = &outline.capacity.providers[0];
        Reservations::of(&outline.capacity, provider, types)?.told(needs(&outline)[definition].1, numbers)
    }

    #[test]
    fn waiting_tasks_are_followed_to_instances() {
        assert_eq!(
            told(TEXT, 0, ["2", "2", "3"]).unwrap(),
            "Capacity provider cp asks for more instances of asg, 4 instead of 2: M = 2 + 2 = 4 for 3 tasks waiting, 2 to an instance; 100 × 4 / 2 = 200; ceil(2 × 200 / 100) = 4."
        );
        assert!(told(TEXT, 0, ["0", "0", "9"]).unwrap().contains("asg, 2 instead of 0"));
        assert!(told(TEXT, 0, ["6", "6", "9"]).unwrap().contains("its group is at MaxSize"));
        assert!(told(TEXT, 1, ["2", "2", "1"]).unwrap().contains("no task that waits fits"));
        assert_eq!(
            told(TEXT, 0, ["2", "2", "0"]).unwrap(),
            "M = 2 instances with tasks; 100 × 2 / 2 = 100: nothing changes."
        );
        assert!(told(TEXT, 0, ["4", "1", "0"]).unwrap().starts_with(
            "After 15 minutes like that: Capacity provider cp asks for fewer instances of asg, 2 instead of 4"
        ));
    }

    #[test]
    fn numbers_beyond_measure_do_no_harm() {
        let most = u32::MAX.to_string();
        let steps = format!(r#""managedScaling": {{"minimumScalingStepSize": {most}}}"#);
        let text = TEXT.replace(r#""managedScaling": {}"#, &steps);
        assert!(told(&text, 0, ["5000", &most, &most]).unwrap().contains("its group is at MaxSize"));
        assert_eq!(told(TEXT, 0, [&most, "0", "1"]), None);
    }

    #[test]
    fn without_numbers_there_is_nothing_to_tell() {
        assert_eq!(told(TEXT, 0, ["", "2", "3"]), None);
        for percent in ["0", "101", "\"x\""] {
            let text = TEXT.replace(
                r#""managedScaling": {}"#,
                &format!(r#""managedScaling": {{"targetCapacity": {percent}}}"#),
            );
            assert_eq!(told(&text, 0, ["2", "2", "3"]), None, "{percent}");
        }
    }

    #[test]
    fn an_action_of_a_group_has_its_next_dates() {
        let outline = Outline::read(TEXT);
        assert_eq!(
            outline.capacity.schedules[0].dates(&outline.scaling).unwrap(),
            "Next: Thu 2026-01-01 09:00, Fri 2026-01-02 09:00, Mon 2026-01-05 09:00 (UTC). The run ends before, 30 minutes after it begins."
        );
    }
}
