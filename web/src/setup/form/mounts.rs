//! Where a container sees the volumes of its task.

use super::container::Place;
use super::field::{Sheet, named, with_written};
use super::section::Section;
use crate::session::{Change, Part};
use yew::prelude::*;

/// The rows, and the button that adds one.
pub(super) fn mounts(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let list = format!("{}/mountPoints", place.at);
    let adds = format!("add-mount-{}", place.number);
    let name = format!("Add a mount point to {}", place.label);
    let has_volumes = sheet.form.count("/volumes") > 0;
    html! {
        <Section title="Storage" brief={sheet.form.brief_mounts(place.at)} opens={sheet.placed.says_something_in(&list)}>
            { for (0..sheet.form.rows(&list)).map(|row| mount(sheet, place, row, &adds)) }
            { sheet.left_out(&list) }
            if has_volumes {
                { sheet.add(adds.clone(), "+ Mount point", name, Change::Add(Part::Mount(place.number))) }
            } else {
                <p class="note">{ "A container mounts a volume of its task. There is none yet: add one under Volumes, above." }</p>
            }
            { sheet.under(&list) }
        </Section>
    }
}

fn mount(sheet: Sheet<'_>, place: Place<'_>, row: usize, adds: &str) -> Html {
    let at = format!("{}/mountPoints/{row}", place.at);
    let row_name = format!("{} mount point {}", place.label, row + 1);
    let volume = sheet.at_row(&format!("{at}/sourceVolume"), &row_name);
    let volumes = named(sheet.form.column("/volumes", "name"));
    let options = with_written(volumes, &volume.value, "no such volume");
    let pointer = volume.pointer.clone();
    html! {
        <div key={row} class="entry">
            { sheet.select(volume, options, move |chosen| Change::Text(pointer.clone(), chosen)) }
            { sheet.row_field(&format!("{at}/containerPath"), &row_name) }
            { sheet.remove(format!("Remove mount point {} of {}", row + 1, place.label), at.clone(), adds.to_owned()) }
            <div class="whole">{ sheet.row_field(&format!("{at}/readOnly"), &row_name) }</div>
            { sheet.under(&at) }
        </div>
    }
}
