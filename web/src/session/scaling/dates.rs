//! When a scheduled action is due: the core's answer, in a sentence.

use super::fields::{SCHEDULE, SCHEDULE_SPAN, TIME_ZONE};
use super::rows::{ScalingEntries, ScheduleRow};
use crate::session::clock::span_in_words;
use crate::session::outline::sentence;
use ecs_core::SimTime;
use ecs_core::cron::{Due, time_zone};
use ecs_core::scaling::{ScheduledAction, When};

/// Dates that are told.
pub(in crate::session) const DATES: usize = 3;

impl ScheduleRow {
    /// When the action is due next; none where what is written cannot be read.
    pub fn dates(&self, entries: &ScalingEntries) -> Option<String> {
        let text = |member: &str| self.written.get(member);
        let zone = match text(TIME_ZONE.member) {
            "" => "UTC",
            zone => zone,
        };
        let [start, end] = SCHEDULE_SPAN.each_ref().map(|field| match text(field.member) {
            "" => Some(None),
            moment => moment.parse().ok().map(Some),
        });
        let action = ScheduledAction {
            name: String::new(),
            service: String::new(),
            when: When::parse(text(SCHEDULE.member)).ok()?,
            zone: time_zone(zone)?,
            start: start?,
            end: end?,
            min_capacity: None,
            max_capacity: None,
        };
        Some(dates_in_words(&action.next_dates(&entries.calendar, DATES), zone, entries.duration_s))
    }
}

/// Dates, and which of them are in the run.
pub(in crate::session) fn dates_in_words(dates: &[Due], zone: &str, duration_s: u64) -> String {
    if dates.is_empty() {
        return "Due at no time behind the beginning of the run.".to_owned();
    }
    let all: Vec<&str> = dates.iter().map(|due| due.local.as_str()).collect();
    let end = SimTime::from_seconds(duration_s);
    let within: Vec<String> =
        dates.iter().filter(|due| due.at <= end).map(|due| span_in_words(due.at)).collect();
    let when = if within.is_empty() {
        format!("the run ends before, {} after it begins", span_in_words(end))
    } else {
        format!("in the run after {}", within.join(", "))
    };
    format!("Next: {} ({zone}). {}", all.join(", "), sentence(&when))
}

#[cfg(test)]
mod tests {
    use crate::session::outline::Outline;

    const TEXT: &str = r#"{"version": 1,
      "scheduledActions": [{"ScheduledActionName": "morning", "ResourceId": "service/default/web",
        "Schedule": "cron(0 9 * * ? *)", "Timezone": "Europe/Berlin", "ScalableTargetAction": {"MinCapacity": 4}}],
      "simulation": {"durationSeconds": 36000}}"#;

    fn dates(text: &str) -> Option<String> {
        let outline = Outline::read(text);
        outline.scaling.schedules[0].dates(&outline.scaling)
    }

    #[test]
    fn a_schedule_has_its_next_dates() {
        assert_eq!(
            dates(TEXT).unwrap(),
            "Next: Thu 2026-01-01 09:00, Fri 2026-01-02 09:00, Sat 2026-01-03 09:00 (Europe/Berlin). In the run after 8 hours."
        );
        let short = TEXT.replace("36000", "1800");
        assert!(dates(&short).unwrap().ends_with("The run ends before, 30 minutes after it begins."));
        let past = TEXT.replace("cron(0 9 * * ? *)", "at(2020-01-01T00:00:00)");
        assert_eq!(dates(&past).unwrap(), "Due at no time behind the beginning of the run.");
    }

    #[test]
    fn what_cannot_be_read_has_none() {
        assert_eq!(dates(&TEXT.replace("cron(0 9 * * ? *)", "cron(0 9 * *)")), None);
        assert_eq!(dates(&TEXT.replace("Europe/Berlin", "Europe/Atlantis")), None);
    }
}
