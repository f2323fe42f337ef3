//! A list of names, each with a box to check.

use crate::session::{Edit, element_id};
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// Names that may be in a list of the scenario.
pub(in super::super) struct Checks<'a> {
    /// The list's place.
    pub(in super::super) pointer: String,
    /// What it is called.
    pub(in super::super) legend: &'static str,
    /// Whose it is.
    pub(in super::super) of: String,
    /// Each name, and what it is in a few words.
    pub(in super::super) choices: Vec<(String, String)>,
    /// Those that are in the list.
    pub(in super::super) chosen: &'a [String],
}

/// The boxes. A name in the list that is none of the choices has one, too.
pub(in super::super) fn checks(
    sheet: ScenarioSheet<'_>,
    checks: Checks<'_>,
    edit: impl Fn(String, bool) -> Edit + Clone + 'static,
) -> Html {
    let Checks { pointer, legend, of, mut choices, chosen } = checks;
    for name in chosen {
        if !choices.iter().any(|(choice, _)| choice == name) {
            choices.push((name.clone(), "not in this scenario".to_owned()));
        }
    }
    let said = element_id("rest", &pointer);
    let described = sheet.says_something_in(&pointer).then_some(said);
    let choice = |(name, words): &(String, String)| {
        let (edit, sent) = (edit.clone(), name.clone());
        let onchange = sheet.checked(move |on| edit(sent.clone(), on));
        let label = format!("{name}, {legend} of {of}");
        html! {
            <label key={name.clone()}><input type="checkbox" checked={chosen.contains(name)} aria-label={label} {onchange} />{ name }{ " " }<span class="soft">{ words }</span></label>
        }
    };
    html! {
        <div class="list boxes" role="group" aria-label={format!("{legend} of {of}")} aria-describedby={described}>
            <p class="list-title">{ legend }</p>
            { for choices.iter().map(choice) }
            { sheet.under_rest(&pointer, &[], &[]) }
        </div>
    }
}
