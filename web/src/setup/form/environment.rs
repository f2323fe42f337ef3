//! The environment of a container.

use super::field::{Field, Sheet};
use crate::session::{Change, Container};
use yew::prelude::*;

/// The rows, and the button that adds one.
pub(super) fn environment(sheet: Sheet<'_>, number: usize, container: &Container) -> Html {
    let adds = format!("add-variable-{number}");
    let onclick = sheet.pressed(Change::AddVariable(number), None);
    html! {
        <fieldset class="list">
            <legend>{ "Environment" }</legend>
            { for (0..container.environment.len()).map(|row| variable(sheet, number, container, row, &adds)) }
            <button type="button" class="add" id={adds.clone()} aria-label={format!("Add a variable to {}", container.name)} {onclick}>{ "+ Variable" }</button>
        </fieldset>
    }
}

fn variable(sheet: Sheet<'_>, number: usize, container: &Container, row: usize, adds: &str) -> Html {
    let Some(variable) = container.environment.get(row) else { return Html::default() };
    let list = format!("/containerDefinitions/{number}/environment");
    let at = format!("{list}/{row}");
    let input = |member: &str, label: &'static str, value: &str| {
        let pointer = format!("{at}/{member}");
        let field = Field {
            pointer: pointer.clone(),
            label,
            name: Some(format!("{label}, {} variable {}", container.name, row + 1)),
            value: value.to_owned(),
            ..Field::default()
        };
        sheet.input(field, move |typed| Change::Text(pointer.clone(), typed))
    };
    html! {
        <div key={row} class="entry variable">
            { input("name", "Name", &variable.name) }
            { input("value", "Value", &variable.value) }
            { sheet.remove(format!("Remove variable {} of {}", row + 1, container.name), list, row, adds.to_owned()) }
            { sheet.under(&at) }
        </div>
    }
}
