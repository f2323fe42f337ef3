//! What a container runs, where it is not what its image runs.

use super::container::Place;
use super::field::Sheet;
use super::section::Section;
use yew::prelude::*;

/// Entry point and command.
pub(super) fn command(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let pointers = ["entryPoint", "command"].map(|member| format!("{}/{member}", place.at));
    let opens = pointers.iter().any(|pointer| sheet.placed.says_something_in(pointer));
    html! {
        <Section title="Command" brief={sheet.form.brief_command(place.at)} {opens}>
            <p class="note">{ "One argument a line." }</p>
            { for pointers.iter().map(|pointer| sheet.field(pointer)) }
        </Section>
    }
}
