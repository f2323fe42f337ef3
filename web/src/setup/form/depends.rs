//! What a container waits for before it starts.

use super::container::Place;
use super::field::{Sheet, named, with_written};
use super::section::Section;
use crate::session::{Change, Part};
use yew::prelude::*;

/// The rows, and the button that adds one.
pub(super) fn depends(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let list = format!("{}/dependsOn", place.at);
    let adds = format!("add-dependency-{}", place.number);
    let name = format!("Add a dependency to {}", place.label);
    let is_alone = sheet.form.count("/containerDefinitions") < 2 && sheet.form.count(&list) == 0;
    html! {
        <Section title="Depends on" brief={sheet.form.brief_dependencies(place.at)} opens={sheet.placed.says_something_in(&list)}>
            { for (0..sheet.form.rows(&list)).map(|row| dependency(sheet, place, row, &adds)) }
            { sheet.left_out(&list) }
            if is_alone {
                <p class="note">{ "A container waits for another one of its task. There is none yet." }</p>
            } else {
                { sheet.add(adds.clone(), "+ Dependency", name, Change::Add(Part::Dependency(place.number))) }
            }
            { sheet.under(&list) }
        </Section>
    }
}

fn dependency(sheet: Sheet<'_>, place: Place<'_>, row: usize, adds: &str) -> Html {
    let at = format!("{}/dependsOn/{row}", place.at);
    let row_name = format!("{} dependency {}", place.label, row + 1);
    let container = sheet.at_row(&format!("{at}/containerName"), &row_name);
    let names = sheet.form.column("/containerDefinitions", "name").into_iter().enumerate();
    let others = names.filter(|(number, _)| *number != place.number).map(|(_, name)| name);
    let options = with_written(named(others), &container.value, "no other container");
    let pointer = container.pointer.clone();
    html! {
        <div key={row} class="entry one">
            { sheet.select(container, options, move |chosen| Change::Text(pointer.clone(), chosen)) }
            { sheet.remove(format!("Remove dependency {} of {}", row + 1, place.label), at.clone(), adds.to_owned()) }
            <div class="whole">{ sheet.row_field(&format!("{at}/condition"), &row_name) }</div>
            { sheet.under(&at) }
        </div>
    }
}
