//! Policies and scheduled actions of groups that there are not.

use super::ROWS;
use super::group_schedule::schedule;
use crate::session::{Outline, PolicyOf};
use crate::setup::scaling::{Owner, assigned, policy};
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

const HEADING: &str = "stray-groups-heading";

/// The id of what is there whatever goes from here.
const STAYS: &str = "groups-heading";

/// The entries; nothing where there are none.
pub(super) fn stray(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let is_stray = |name: &str| outline.capacity.groups.iter().all(|group| group.name != name);
    let policies = outline.scaling.policies_where(PolicyOf::Group, is_stray);
    let policies = policies.take_while(|(at, _)| at.number < ROWS).map(|given| {
        let content = policy(sheet, outline, Owner::Nobody, given, STAYS);
        of_group(sheet, outline, &given.0.pointer(), &given.1.scaled, content)
    });
    let schedules = outline.capacity.schedules.iter().enumerate().take(ROWS);
    let schedules = schedules.filter(|(_, row)| is_stray(&row.group)).map(|given| {
        let content = schedule(sheet, outline, given, STAYS);
        let pointer = format!("/autoScalingScheduledActions/{}", given.0);
        of_group(sheet, outline, &pointer, &given.1.group, content)
    });
    let all: Vec<Html> = policies.chain(schedules).collect();
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <section class="group" aria-labelledby={HEADING}>
            <div class="group-head"><h3 id={HEADING}>{ "Scaling of no group here" }</h3></div>
            <p class="note">{ "These name an Auto Scaling group that the scenario does not have. Choose one, or remove them." }</p>
            { for all }
        </section>
    }
}

/// An entry behind the choice of its group.
fn of_group(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    pointer: &str,
    written: &str,
    content: Html,
) -> Html {
    let groups = outline.capacity.groups.iter().map(|row| (row.name.clone(), row.name.clone())).collect();
    assigned(sheet, ("Auto Scaling group", "AutoScalingGroupName"), pointer, (written, groups), content)
}
