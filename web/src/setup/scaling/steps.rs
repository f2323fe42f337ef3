//! The steps of a policy.

use crate::session::{Edit, PolicyAt, PolicyRow, STEPS_AT_MOST, ScalingEdit, element_id};
use crate::setup::members::Entry;
use yew::prelude::*;

/// The members that the fields of steps show, within the policy.
pub(super) fn step_members(row: &PolicyRow) -> Vec<String> {
    let fields = row.of.fields();
    let of_step = |at: usize| {
        let step = format!("{}/{at}", fields.steps);
        let members = fields.step[0].each_ref().map(|field| format!("{step}/{}", field.member));
        members.into_iter().chain([step])
    };
    (0..row.steps.len()).flat_map(of_step).chain([fields.steps.to_owned()]).collect()
}

/// The steps, and what adds one.
pub(super) fn steps(entry: Entry<'_>, (at, row): (PolicyAt, &PolicyRow)) -> Html {
    let (sheet, fields) = (entry.sheet, at.of.fields());
    let list = format!("{}/{}", entry.pointer, fields.steps);
    let add = element_id("add", &list);
    let members = fields.step_by(row.written.get(fields.adjustment.member));
    let step = |(number, written)| {
        let pointer = format!("{list}/{number}");
        let of = format!("step {} of {}", number + 1, entry.of);
        let step = Entry { sheet, pointer: &pointer, of: &of, written };
        let remove = Edit::Scaling(ScalingEdit::RemoveStep(at, number));
        html! {
            <div key={number} class="entry steps">
                { for members.iter().map(|field| step.field(field)) }
                { sheet.remove(format!("Remove {of}"), remove, add.clone()) }
                { sheet.under(&pointer) }
            </div>
        }
    };
    html! {
        <div class="list" role="group" aria-label={format!("Steps of {}", entry.of)}>
            <p class="list-title">{ "Steps, by how far the metric is from the alarm's threshold" }</p>
            { for row.steps.iter().enumerate().map(step) }
            if row.steps.len() < STEPS_AT_MOST {
                { sheet.add(add.clone(), "+ Step", format!("Add a step to {}", entry.of), Edit::Scaling(ScalingEdit::AddStep(at))) }
            } else {
                <p class="note" id={add.clone()} tabindex="-1">{ format!("{STEPS_AT_MOST} are the most.") }</p>
            }
            { sheet.under(&list) }
        </div>
    }
}
