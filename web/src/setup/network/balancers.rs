//! Load balancers and their listeners.

use super::part::PartSheet;
use super::{Checks, ROWS, checks, group, left_out};
use crate::session::{
    Edit, ListenerEntry, LoadBalancerEntry, NetworkEdit, NetworkField, NetworkPart, Outline, Target,
};
use crate::setup::form::with_written;
use crate::setup::sheet::{ScenarioField, ScenarioSheet, plain};
use yew::prelude::*;

const ADD: &str = "add-load-balancer";

const TYPES: [&str; 3] = ["application", "network", "gateway"];

const SCHEMES: [&str; 2] = ["internet-facing", "internal"];

const PROTOCOLS: [&str; 9] = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];

/// What stands for an action that the form does not show.
const OTHER: &str = "";

/// The load balancers.
pub(super) fn load_balancers(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let rows = &outline.balancing.load_balancers;
    let stray: Vec<(usize, &ListenerEntry)> = outline.balancing.stray_listeners().take(ROWS).collect();
    let add = Edit::Network(NetworkEdit::Add(NetworkPart::LoadBalancer(rows.len())));
    let content = html! {
        <>
            if rows.is_empty() {
                <p class="empty-note">{ "No load balancer yet. On the tab Service one can be put in front of a service, with everything that belongs to it." }</p>
            } else {
                <div class="sections">{ for rows.iter().take(ROWS).enumerate().map(|(number, row)| load_balancer(sheet, outline, number, row)) }</div>
                { left_out(rows.len()) }
            }
            if !stray.is_empty() {
                <div class="list" role="group" aria-label="Listeners without a load balancer">
                    <p class="list-title">{ "Listeners whose load balancer is not there" }</p>
                    { for stray.into_iter().map(|(number, row)| listener(sheet, outline, number, row, ADD)) }
                </div>
            }
            { sheet.add(ADD.to_owned(), "+ Load balancer", "Add a load balancer".to_owned(), add) }
        </>
    };
    let what = "A load balancer takes what clients send to its listeners and hands it on to the targets in a target group.";
    group("load-balancers-heading", "Load balancers", what, content)
}

fn load_balancer(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    row: &LoadBalancerEntry,
) -> Html {
    let part = PartSheet { sheet, part: NetworkPart::LoadBalancer(number), name: &row.name };
    let listeners: Vec<(usize, &ListenerEntry)> = outline.balancing.listeners_of(&row.name).collect();
    let content = html! {
        <>
            { part.head("Name", "load balancer", ADD) }
            <div class="pair">
                { part.select(NetworkField::Type, "Type", &row.kind, plain(&TYPES, &row.kind)) }
                { part.select(NetworkField::Scheme, "Scheme", &row.scheme, plain(&SCHEMES, &row.scheme)) }
            </div>
            <p class="note kind-note">{ kind_words(&row.kind) }{ " " }{ scheme_words(&row.scheme) }</p>
            { places(part, outline, number, row) }
            { listed(sheet, outline, number, row, &listeners) }
            { sheet.under_rest(&part.part.pointer(), &["Name", "Type", "Scheme"], &["Subnets", "SecurityGroups"]) }
        </>
    };
    part.folded(row.brief(listeners.len()), content)
}

/// The subnets and the security groups.
fn places(part: PartSheet<'_>, outline: &Outline, number: usize, row: &LoadBalancerEntry) -> Html {
    let pointer = part.part.pointer();
    let subnets = Checks {
        pointer: format!("{pointer}/Subnets"),
        legend: "Subnets",
        of: row.name.clone(),
        choices: outline.vpc.subnet_choices(&outline.region),
        chosen: &row.subnets,
    };
    let groups = Checks {
        pointer: format!("{pointer}/SecurityGroups"),
        legend: "Security groups",
        of: row.name.clone(),
        choices: outline.vpc.group_ids().map(|id| (id.to_owned(), String::new())).collect(),
        chosen: &row.groups,
    };
    let has_groups = !(groups.choices.is_empty() && groups.chosen.is_empty());
    html! {
        <>
            { checks(part.sheet, subnets, move |id, on| Edit::Network(NetworkEdit::BalancerSubnet(number, id, on))) }
            if has_groups {
                { checks(part.sheet, groups, move |id, on| Edit::Network(NetworkEdit::BalancerGroup(number, id, on))) }
            }
        </>
    }
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "application" => "For HTTP; it stands in subnets of two zones at least.",
        "network" => "For TCP, TLS and UDP.",
        "gateway" => "For appliances that look at every packet; ECS services cannot use it.",
        _ => "",
    }
}

fn scheme_words(scheme: &str) -> &'static str {
    match scheme {
        "internet-facing" => "It is reached from the internet.",
        "internal" => "It is reached from the VPC alone.",
        _ => "",
    }
}

fn listed(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    row: &LoadBalancerEntry,
    listeners: &[(usize, &ListenerEntry)],
) -> Html {
    let adds = format!("add-listener-{number}");
    let add = Edit::Network(NetworkEdit::Add(NetworkPart::Listener(number)));
    html! {
        <div class="list" role="group" aria-label={format!("Listeners of {}", row.name)}>
            <p class="list-title">{ "Listeners" }</p>
            <p class="note">{ "At which port it listens, and to which target group it forwards." }</p>
            { for listeners.iter().take(ROWS).map(|(at, listener_row)| listener(sheet, outline, *at, listener_row, &adds)) }
            { sheet.add(adds.clone(), "+ Listener", format!("Add a listener to {}", row.name), add) }
        </div>
    }
}

fn listener(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    row: &ListenerEntry,
    adds: &str,
) -> Html {
    let name = format!("listener {} of {}", row.name(), row.load_balancer);
    // A name with the port in it would be another with each digit that is typed.
    let label = format!("listener {} of the scenario", number + 1);
    let part = PartSheet { sheet, part: NetworkPart::Listener(number), name: &label };
    let remove = Edit::Network(NetworkEdit::Remove(part.part));
    let groups =
        outline.balancing.target_group_names().map(|name| (name.to_owned(), name.to_owned())).collect();
    let (value, options) = match &row.target {
        Target::Group(name) => (name.as_str(), with_written(groups, name, "not in this scenario")),
        Target::Nothing => (OTHER, with_written(groups, OTHER, "")),
        Target::Other(words) => {
            (OTHER, [vec![(OTHER.to_owned(), format!("{words}: see JSON"))], groups].concat())
        }
    };
    let at = part.part.pointer();
    let is_forward = matches!(row.target, Target::Group(_));
    let member = if is_forward { "DefaultActions/0/TargetGroupArn" } else { "DefaultActions" };
    let target = part.field(NetworkField::Target, "Forwards to", value);
    html! {
        <div key={number} class="rule" role="group" aria-label={name.clone()}>
            <div class="entry">
                { part.select(NetworkField::Protocol, "Protocol", &row.protocol, plain(&PROTOCOLS, &row.protocol)) }
                { part.input(NetworkField::Port, "Port", &row.port) }
                { sheet.remove(format!("Remove {name}"), remove, adds.to_owned()) }
            </div>
            { sheet.select(ScenarioField { pointer: format!("{at}/{member}"), ..target }, options, part.set(NetworkField::Target)) }
            { sheet.under_rest(&at, &["Protocol", "Port", member], &[]) }
        </div>
    }
}
