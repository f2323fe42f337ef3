//! Scheduled actions of an Auto Scaling group.

use super::{members, title};
use crate::session::{
    CapacityEdit, Edit, GROUP_SCHEDULE_NAME, GROUP_SCHEDULE_SIZES, GROUP_SCHEDULE_TIMES, GroupRow,
    GroupScheduleRow, Outline, element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// The actions of a group.
pub(super) fn group_schedules(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    group: &GroupRow,
) -> Html {
    let add = element_id("add", &format!("group-schedule-{number}"));
    let name = format!("Add a scheduled action to group {}", title(&group.name));
    let mut all = outline.capacity.schedules_of(&group.name).peekable();
    html! {
        <>
            if all.peek().is_some() {
                <div class="sections">{ for all.map(|given| schedule(sheet, outline, given, &add)) }</div>
            }
            <div class="add-row">
                { sheet.add(add.clone(), "+ Scheduled action", name, Edit::Capacity(CapacityEdit::AddSchedule(number))) }
            </div>
        </>
    }
}

/// An action, folded away.
pub(super) fn schedule(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    (number, row): (usize, &GroupScheduleRow),
    adds: &str,
) -> Html {
    let pointer = format!("/autoScalingScheduledActions/{number}");
    let of = format!("scheduled action {} of group {}", title(row.name()), row.group);
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let remove = Edit::Capacity(CapacityEdit::RemoveSchedule(number));
    let [recurrence, zone, start, end] = &GROUP_SCHEDULE_TIMES;
    let tables: [&[_]; 3] = [&[GROUP_SCHEDULE_NAME], &GROUP_SCHEDULE_TIMES, &GROUP_SCHEDULE_SIZES];
    let known = [members(&tables), vec!["AutoScalingGroupName"]].concat();
    let brief = row.written.get(recurrence.member).to_owned();
    html! {
        <Section key={pointer.clone()} title={title(row.name())} of={format!("scheduled action of group {}", row.group)} {brief} opens={sheet.says_something_in(&pointer)}>
            <div class="entry one">
                { entry.field(&GROUP_SCHEDULE_NAME) }
                { sheet.remove(format!("Remove {of}"), remove, adds.to_owned()) }
            </div>
            <div class="pair">{ entry.field(recurrence) }{ entry.listed(zone, "time-zones") }</div>
            <p class="note">{ "Five fields of crontab: minute, hour, day of the month, month, day of the week." }</p>
            if let Some(dates) = row.dates(&outline.scaling) {
                <p class="note told" role="status">{ dates }</p>
            }
            <div class="triple">{ for GROUP_SCHEDULE_SIZES.iter().map(|field| entry.field(field)) }</div>
            <div class="pair">{ entry.field(start) }{ entry.field(end) }</div>
            { sheet.under_rest(&pointer, &known, &[]) }
        </Section>
    }
}
