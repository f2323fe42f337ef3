//! A scheduled action.

use crate::session::{
    Edit, Outline, SCHEDULE, SCHEDULE_BOUNDS, SCHEDULE_NAME, SCHEDULE_SPAN, ScalingEdit, ScheduleRow,
    ServiceRow, TIME_ZONE,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// The action, folded away.
pub(super) fn schedule(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    service: Option<(usize, &ServiceRow)>,
    (number, row): (usize, &ScheduleRow),
    adds: &str,
) -> Html {
    let pointer = format!("/scheduledActions/{number}");
    let title = if row.name().is_empty() { "(no name)" } else { row.name() };
    let of = format!("scheduled action {title} of {}", row.service);
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let remove = Edit::Scaling(ScalingEdit::RemoveSchedule(number));
    let fields = [SCHEDULE_NAME, SCHEDULE, TIME_ZONE].into_iter().chain(SCHEDULE_BOUNDS).chain(SCHEDULE_SPAN);
    let stray = service.is_none().then_some("ResourceId");
    let known: Vec<&str> = fields.map(|field| field.member).chain(stray).collect();
    html! {
        <Section key={pointer.clone()} title={title.to_owned()} of={format!("scheduled action of {}", row.service)} brief={brief(row)} opens={sheet.says_something_in(&pointer)}>
            <div class="entry one">
                { entry.field(&SCHEDULE_NAME) }
                { sheet.remove(format!("Remove {of}"), remove, adds.to_owned()) }
            </div>
            { entry.field(&SCHEDULE) }
            <p class="note">{ "at(2026-01-01T09:00:00), rate(1 hour) or cron(0 9 * * ? *): minute, hour, day of the month, month, day of the week, year." }</p>
            { entry.listed(&TIME_ZONE, "time-zones") }
            { dates(outline, service, row) }
            { entry.pairs(&SCHEDULE_BOUNDS) }
            { entry.pairs(&SCHEDULE_SPAN) }
            { sheet.under_rest(&pointer, &known, &[]) }
        </Section>
    }
}

fn dates(outline: &Outline, service: Option<(usize, &ServiceRow)>, row: &ScheduleRow) -> Html {
    let dates = service.and_then(|_| row.dates(&outline.scaling));
    html! {
        if let Some(dates) = dates {
            <p class="note told" role="status">{ dates }</p>
        }
    }
}

/// One line: when, and what it sets.
fn brief(row: &ScheduleRow) -> String {
    let [min, max] = SCHEDULE_BOUNDS.each_ref().map(|field| row.written.get(field.member));
    let bounds = match (min, max) {
        ("", "") => "sets nothing".to_owned(),
        (min, "") => format!("at least {min}"),
        ("", max) => format!("at most {max}"),
        (min, max) => format!("{min} to {max} tasks"),
    };
    format!("{} · {bounds}", row.written.get(SCHEDULE.member))
}
