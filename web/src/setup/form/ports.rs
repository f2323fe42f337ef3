//! The port mappings of a container.

use super::container::Place;
use super::field::{Field, Sheet};
use super::list::titled_list;
use crate::session::{Change, Part};
use yew::prelude::*;

/// The rows, and the button that adds one.
pub(super) fn ports(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let list = format!("{}/portMappings", place.at);
    if !sheet.form.shows_ports(&list) {
        return Html::default();
    }
    let adds = format!("add-port-{}", place.number);
    let name = format!("Add a port to {}", place.label);
    let content = html! {
        <>
            { for (0..sheet.form.rows(&list)).map(|row| mapping(sheet, place, row, &adds)) }
            { sheet.left_out(&list) }
            { sheet.add(adds.clone(), "+ Port", name, Change::Add(Part::Port(place.number))) }
            { sheet.under(&list) }
        </>
    };
    titled_list("Ports", content)
}

fn mapping(sheet: Sheet<'_>, place: Place<'_>, row: usize, adds: &str) -> Html {
    let number = place.number;
    let at = format!("{}/portMappings/{row}", place.at);
    let named = format!("{} port {}", place.label, row + 1);
    let field = |member: &str| sheet.at_row(&format!("{at}/{member}"), &named);
    let shows_host = sheet.form.shows_host_port(&at);
    let is_dynamic = sheet.form.network_mode == "bridge";
    let placeholder = if is_dynamic { "0 · dynamic".to_owned() } else { String::new() };
    let protocol = field("protocol");
    let chosen = if protocol.value.is_empty() { "tcp".to_owned() } else { protocol.value.clone() };
    html! {
        <div key={row} class={classes!("entry", "port", shows_host.then_some("with-host"))}>
            { sheet.input(field("containerPort"), move |typed| Change::ContainerPort(number, row, typed)) }
            if shows_host {
                { sheet.draw(Field { placeholder, ..field("hostPort") }) }
            }
            { sheet.draw(Field { value: chosen, ..protocol }) }
            { sheet.remove(format!("Remove port {} of {}", row + 1, place.label), at.clone(), adds.to_owned()) }
            { sheet.under(&at) }
        </div>
    }
}
