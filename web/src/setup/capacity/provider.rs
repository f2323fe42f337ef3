//! A capacity provider with an Auto Scaling group.

use super::try_waiting::TryWaiting;
use super::{Facts, Kept, add_id, head, members, title};
use crate::session::{
    CapacityEdit, Edit, GroupRow, Outline, PROVIDER_ENDS, PROVIDER_GROUP, ProviderRow, Reservations,
    SCALING_STATUS, SCALING_STEPS, element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use ecs_core::capacity::Launchable;
use yew::prelude::*;

/// The provider, folded away.
pub(super) fn provider(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    facts: &Kept,
    (number, row): (usize, &ProviderRow),
) -> Html {
    let pointer = format!("/capacityProviders/{number}");
    let of = format!("capacity provider {}", title(&row.name));
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let rename = move |name| CapacityEdit::RenameProvider(number, name);
    let remove = (CapacityEdit::RemoveProvider(number), add_id("provider"));
    let tables: [&[_]; 3] = [&[PROVIDER_GROUP, SCALING_STATUS], &SCALING_STEPS, &PROVIDER_ENDS];
    let known = [members(&tables), vec!["name"]].concat();
    html! {
        <Section key={pointer.clone()} title={title(&row.name)} of={"capacity provider".to_owned()} brief={row.brief()} opens={sheet.says_something_in(&pointer)}>
            { head(entry, ("name", &row.name), rename, remove) }
            <div class="pair">
                { group(entry, outline) }
                { status(entry, row) }
            </div>
            if row.is_scaling {
                { entry.pairs(&SCALING_STEPS) }
            }
            { entry.pairs(&PROVIDER_ENDS) }
            { sheet.under_rest(&pointer, &known, &[]) }
            if row.is_scaling {
                { waiting(outline, facts, row, &pointer) }
            } else {
                <p class="note">{ "Managed scaling is off: the group keeps its desired capacity, and tasks without a place fail at once." }</p>
            }
        </Section>
    }
}

fn group(entry: Entry<'_>, outline: &Outline) -> Html {
    let names = outline.capacity.groups.iter().map(|row| (row.name.clone(), row.name.clone()));
    entry.select(&PROVIDER_GROUP, names.collect())
}

/// Whether it scales its group. What says nothing of its status is on.
fn status(entry: Entry<'_>, row: &ProviderRow) -> Html {
    let field = ScenarioField {
        pointer: format!("{}/{}", entry.pointer, SCALING_STATUS.member),
        label: SCALING_STATUS.label,
        name: format!("{}, {}", SCALING_STATUS.label, entry.of),
        value: if row.is_scaling { "ENABLED" } else { "DISABLED" }.to_owned(),
        ..ScenarioField::default()
    };
    let options =
        [("ENABLED", "on"), ("DISABLED", "off")].map(|(value, words)| (value.to_owned(), words.to_owned()));
    let place = entry.pointer.to_owned();
    entry
        .sheet
        .select(field, options.into(), move |chosen| Edit::Member(place.clone(), &SCALING_STATUS, chosen))
}

/// What waiting tasks would do.
fn waiting(outline: &Outline, facts: &Kept, row: &ProviderRow, pointer: &str) -> Html {
    let group = outline.capacity.group_of(row);
    let types = group.map(|group| types(facts, &group.name)).unwrap_or_default();
    let reservations = Reservations::of(&outline.capacity, row, types);
    let instances = group.map(GroupRow::instances).filter(|instances| !instances.is_empty());
    let instances = instances.unwrap_or_else(|| "0".to_owned());
    html! { <TryWaiting name={row.name.clone()} {reservations} facts={facts.clone()} {instances} id={element_id("try", pointer)} /> }
}

fn types(facts: &Facts, group: &str) -> Vec<Launchable> {
    let found = facts.types.iter().find(|(name, _)| name == group);
    found.map(|(_, types)| types.clone()).unwrap_or_default()
}
