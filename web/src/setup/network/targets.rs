//! Target groups.

use super::part::{PartSheet, worded};
use super::{ROWS, group, left_out};
use crate::session::{Edit, NetworkEdit, NetworkField, NetworkPart, Outline, TargetGroupEntry};
use crate::setup::sheet::{ScenarioField, ScenarioSheet, plain};
use yew::prelude::*;

const ADD: &str = "add-target-group";

const PROTOCOLS: [&str; 7] = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"];

const TYPES: [(&str, &str); 4] =
    [("ip", "ip"), ("instance", "instance"), ("lambda", "lambda"), ("alb", "alb")];

/// The target groups.
pub(super) fn target_groups(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let rows = &outline.balancing.target_groups;
    let add = Edit::Network(NetworkEdit::Add(NetworkPart::TargetGroup(rows.len())));
    let content = html! {
        <>
            if !rows.is_empty() {
                <div class="sections">{ for rows.iter().take(ROWS).enumerate().map(|(number, row)| target_group(sheet, number, row)) }</div>
                { left_out(rows.len()) }
            }
            { sheet.add(ADD.to_owned(), "+ Target group", "Add a target group".to_owned(), add) }
        </>
    };
    let what = "A target group lists the tasks that get requests, and asks each whether it is healthy. Services register their tasks with it.";
    group("target-groups-heading", "Target groups", what, content)
}

fn target_group(sheet: ScenarioSheet<'_>, number: usize, row: &TargetGroupEntry) -> Html {
    let part = PartSheet { sheet, part: NetworkPart::TargetGroup(number), name: &row.name };
    let path = ScenarioField {
        placeholder: "/".to_owned(),
        ..part.field(NetworkField::HealthCheckPath, "Health check path", &row.health_check_path)
    };
    let fields = ["Name", "Protocol", "Port", "TargetType", "HealthCheckPath"];
    let content = html! {
        <>
            { part.head("Name", "target group", ADD) }
            <div class="pair">
                { part.select(NetworkField::Protocol, "Protocol", &row.protocol, plain(&PROTOCOLS, &row.protocol)) }
                { part.input(NetworkField::Port, "Port", &row.port) }
            </div>
            { part.select(NetworkField::TargetType, "Target type", &row.target_type, worded(&TYPES, &row.target_type)) }
            <p class="note type-note">{ type_words(&row.target_type) }</p>
            { sheet.input(path, part.set(NetworkField::HealthCheckPath)) }
            <p class="note">{ "A target that does not answer well at this path gets no requests." }</p>
            { sheet.under_rest(&part.part.pointer(), &fields, &[]) }
        </>
    };
    part.folded(row.brief(), content)
}

fn type_words(target_type: &str) -> &'static str {
    match target_type {
        "ip" => "For tasks with an address of their own: network mode awsvpc, and all on Fargate.",
        "instance" => {
            "For tasks that are reached at a port of their instance: network modes bridge and host."
        }
        "lambda" => "For a Lambda function; tasks cannot register with it.",
        "alb" => "For an Application Load Balancer behind a network one; tasks cannot register with it.",
        _ => "What a target is named by.",
    }
}
