//! The port mappings of a container.

use super::field::{Field, Sheet};
use crate::session::{Change, Container, Port};
use yew::prelude::*;

/// The rows, and the button that adds one.
pub(super) fn ports(sheet: Sheet<'_>, number: usize, container: &Container) -> Html {
    if sheet.form.network_mode == "none" && container.ports.is_empty() {
        return Html::default();
    }
    let adds = format!("add-port-{number}");
    let onclick = sheet.pressed(Change::AddPort(number), None);
    html! {
        <fieldset class="list">
            <legend>{ "Ports" }</legend>
            { for (0..container.ports.len()).map(|row| mapping(sheet, number, container, row, &adds)) }
            <button type="button" class="add" id={adds.clone()} aria-label={format!("Add a port to {}", container.name)} {onclick}>{ "+ Port" }</button>
        </fieldset>
    }
}

fn mapping(sheet: Sheet<'_>, number: usize, container: &Container, row: usize, adds: &str) -> Html {
    let Some(port) = container.ports.get(row) else { return Html::default() };
    let list = format!("/containerDefinitions/{number}/portMappings");
    let at = format!("{list}/{row}");
    let named = |what: &str| Some(format!("{what}, {} port {}", container.name, row + 1));
    let field = |member: &str, label: &'static str, value: &str| Field {
        pointer: format!("{at}/{member}"),
        label,
        name: named(label),
        value: value.to_owned(),
        numeric: true,
        ..Field::default()
    };
    let shows_host = sheet.form.shows_host_port(port);
    let host = Field {
        placeholder: if sheet.form.network_mode == "bridge" {
            "0 · dynamic".to_owned()
        } else {
            String::new()
        },
        ..field("hostPort", "Host port", &port.host)
    };
    let (host_pointer, protocol_pointer) = (host.pointer.clone(), format!("{at}/protocol"));
    html! {
        <div key={row} class={classes!("entry", "port", shows_host.then_some("with-host"))}>
            { sheet.input(field("containerPort", "Container port", &port.container), move |typed| Change::ContainerPort(number, row, typed)) }
            if shows_host {
                { sheet.input(host, move |typed| Change::Number(host_pointer.clone(), typed)) }
            }
            { sheet.select(field("protocol", "Protocol", &port.protocol), protocols(port), move |chosen| Change::Text(protocol_pointer.clone(), chosen)) }
            { sheet.remove(format!("Remove port {} of {}", row + 1, container.name), list, row, adds.to_owned()) }
            { sheet.under(&at) }
        </div>
    }
}

/// Both protocols, and the one that is written down if it is neither.
fn protocols(port: &Port) -> Vec<(String, String)> {
    let mut names = vec!["tcp", "udp"];
    if !names.contains(&port.protocol.as_str()) {
        names.push(&port.protocol);
    }
    names.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect()
}
