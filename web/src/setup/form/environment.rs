//! The environment of a container: variables, and secrets that ECS reads for it.

use super::container::Place;
use super::field::Sheet;
use super::list::{titled_list, untitled_list};
use super::section::Section;
use crate::session::{Change, Part};
use yew::prelude::*;

/// Both lists.
pub(super) fn environment(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let opens = ["environment", "secrets"]
        .iter()
        .any(|member| sheet.placed.says_something_in(&format!("{}/{member}", place.at)));
    html! {
        <Section title="Environment" brief={sheet.form.brief_environment(place.at)} {opens}>
            { variables(sheet, place) }
            { secrets(sheet, place) }
        </Section>
    }
}

fn variables(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let list = format!("{}/environment", place.at);
    let adds = format!("add-variable-{}", place.number);
    let name = format!("Add a variable to {}", place.label);
    let content = html! {
        <>
            { for (0..sheet.form.rows(&list)).map(|row| pair(sheet, place, &list, row, ("variable", "value", &adds))) }
            { sheet.left_out(&list) }
            { sheet.add(adds.clone(), "+ Variable", name, Change::Add(Part::Variable(place.number))) }
            { sheet.under(&list) }
        </>
    };
    untitled_list("Variables", content)
}

fn secrets(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let list = format!("{}/secrets", place.at);
    let adds = format!("add-secret-{}", place.number);
    let name = format!("Add a secret to {}", place.label);
    let content = html! {
        <>
            <p class="note">{ "The value comes from Secrets Manager or Parameter Store, by its ARN." }</p>
            { for (0..sheet.form.rows(&list)).map(|row| pair(sheet, place, &list, row, ("secret", "valueFrom", &adds))) }
            { sheet.left_out(&list) }
            { sheet.add(adds.clone(), "+ Secret", name, Change::Add(Part::Secret(place.number))) }
            { sheet.under(&list) }
        </>
    };
    titled_list("Secrets", content)
}

/// A row: a name, and where its value is.
fn pair(
    sheet: Sheet<'_>,
    place: Place<'_>,
    list: &str,
    row: usize,
    (noun, value, adds): (&str, &str, &str),
) -> Html {
    let at = format!("{list}/{row}");
    let named = format!("{} {noun} {}", place.label, row + 1);
    html! {
        <div key={row} class="entry">
            { sheet.row_field(&format!("{at}/name"), &named) }
            { sheet.row_field(&format!("{at}/{value}"), &named) }
            { sheet.remove(format!("Remove {noun} {} of {}", row + 1, place.label), at.clone(), adds.to_owned()) }
            { sheet.under(&at) }
        </div>
    }
}
