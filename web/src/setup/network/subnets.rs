//! Subnets, where their routes lead, and VPC endpoints.

use super::part::{PartSheet, worded};
use super::{Checks, ROWS, checks, group, left_out};
use crate::session::{Edit, NetworkEdit, NetworkField, NetworkPart, Outline, SubnetEntry, counted, grouped};
use crate::setup::form::Section;
use crate::setup::sheet::{ScenarioSheet, plain};
use ecs_core::address::Ipv4Block;
use yew::prelude::*;

const ADD: &str = "add-subnet";

/// Routes with their words.
const ROUTES: [(&str, &str); 4] = [
    ("", "Everything is reached"),
    ("internet-gateway", "Internet gateway"),
    ("nat", "NAT gateway"),
    ("none", "None"),
];

/// Endpoints that count, and what tasks use them for.
const ENDPOINTS: [(&str, &str); 7] = [
    ("ecr.api", "images: log-in"),
    ("ecr.dkr", "images: registry"),
    ("s3", "images: layers; objects"),
    ("logs", "CloudWatch Logs"),
    ("secretsmanager", "secrets"),
    ("ssm", "parameters"),
    ("sqs", "queues"),
];

/// The subnets and the endpoints.
pub(super) fn subnets(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let rows = &outline.vpc.subnets;
    let content = html! {
        <>
            if rows.is_empty() {
                { default_vpc(sheet) }
            } else {
                <div class="sections">{ for rows.iter().take(ROWS).enumerate().map(|(number, row)| subnet(sheet, outline, number, row)) }</div>
                { left_out(rows.len()) }
                { sheet.add(ADD.to_owned(), "+ Subnet", "Add a subnet".to_owned(), Edit::Network(NetworkEdit::Add(NetworkPart::Subnet(rows.len())))) }
            }
            { endpoints(sheet, outline) }
        </>
    };
    let what = "A subnet is a range of addresses in one zone. Tasks in network mode awsvpc and load balancers take their addresses from it.";
    group("subnets-heading", "Subnets", what, content)
}

fn default_vpc(sheet: ScenarioSheet<'_>) -> Html {
    let write = sheet.pressed(Edit::Network(NetworkEdit::WriteSubnets), Some(ADD.to_owned()));
    html! {
        <>
            <p class="empty-note">{ "No subnets listed: the default VPC. It has a subnet in every zone, from which everything can be reached." }</p>
            <button type="button" class="add" id={ADD} onclick={write}>{ "Write the default subnets out" }</button>
        </>
    }
}

fn subnet(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &SubnetEntry) -> Html {
    let part = PartSheet { sheet, part: NetworkPart::Subnet(number), name: &row.id };
    let zones: Vec<String> = outline.zones().collect();
    let zones = plain(&zones.iter().map(String::as_str).collect::<Vec<&str>>(), &row.zone);
    let content = html! {
        <>
            { part.head("Subnet id", "subnet", ADD) }
            <div class="pair">
                { part.select(NetworkField::Zone, "Zone", &row.zone, zones) }
                { part.input(NetworkField::Block, "CIDR block", &row.block) }
            </div>
            <p class="note">{ room(&row.block) }</p>
            { part.select(NetworkField::Route, "Way to the internet", &row.route, worded(&ROUTES, &row.route)) }
            <p class="note route-note">{ route_words(&row.route) }</p>
            { sheet.under_rest(&part.part.pointer(), &["SubnetId", "AvailabilityZone", "CidrBlock", "simulation/route"], &[]) }
        </>
    };
    part.folded(row.brief(), content)
}

/// How many addresses a block has for tasks and others. AWS keeps the first four and the last.
fn room(block: &str) -> String {
    match Ipv4Block::parse(block) {
        Some(block) => {
            let addresses = block.size().saturating_sub(5);
            format!("Room for {} addresses: of {} AWS keeps five.", grouped(addresses), grouped(block.size()))
        }
        None => "A block is written as its first address and the bits that all have in common: 10.0.1.0/24 has 256.".to_owned(),
    }
}

fn route_words(route: &str) -> &'static str {
    match route {
        "internet-gateway" => {
            "A public subnet: what has a public address reaches the internet and is reached from there. A task on EC2 in mode awsvpc never has one."
        }
        "nat" => {
            "A private subnet: everything in it reaches the internet, and nothing is reached from there."
        }
        "none" => "An isolated subnet: only the VPC endpoints below are reached.",
        _ => "Nothing is said of routes: whatever a task asks for is there.",
    }
}

fn endpoints(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let chosen = &outline.vpc.endpoints;
    let brief = match &chosen[..] {
        [] => "none".to_owned(),
        [one] => one.clone(),
        several => counted(several.len() as u64, "endpoint"),
    };
    let pointer = "/vpcEndpoints".to_owned();
    let opens = sheet.says_something_in(&pointer);
    let choices = ENDPOINTS.map(|(name, words)| (name.to_owned(), words.to_owned())).into();
    let list = Checks { pointer, legend: "Endpoints", of: "the VPC".to_owned(), choices, chosen };
    html! {
        <div class="sections">
            <Section title="VPC endpoints" {brief} {opens}>
                <p class="note">{ "What tasks reach without a way to the internet. To pull an image from ECR they need ecr.api, ecr.dkr and s3." }</p>
                { checks(sheet, list, |name, on| Edit::Network(NetworkEdit::Endpoint(name, on))) }
            </Section>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn aws_keeps_five_addresses() {
        assert_eq!(room("10.0.1.0/28"), "Room for 11 addresses: of 16 AWS keeps five.");
        assert!(room("10.0.1").contains("10.0.1.0/24"));
    }
}
