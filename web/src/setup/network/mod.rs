//! The network: subnets, security groups, load balancers and target groups, and what arrives at them.

mod balancers;
mod checks;
mod groups;
mod part;
mod subnets;
mod targets;
mod traffic;

use super::sheet::ScenarioSheet;
use crate::session::{Dispatch, Outline, Shared, TRAFFIC};
use balancers::load_balancers;
pub(super) use checks::{Checks, checks};
use ecs_core::finding::Finding;
use groups::{RULES, security_groups};
use subnets::subnets;
use targets::target_groups;
use traffic::traffic;
use yew::prelude::*;

/// Parts of a kind that are shown.
const ROWS: usize = 20;

/// What of the scenario is the network's.
pub(super) const NETWORK_MEMBERS: [&str; 10] = [
    "/subnets",
    "/vpcEndpoints",
    "/securityGroups",
    "/loadBalancers",
    "/classicLoadBalancers",
    "/listeners",
    "/rules",
    "/targetGroups",
    "/namespaces",
    TRAFFIC,
];

/// Lists whose parts show everything that is said of them.
const SHOWN: [&str; 5] = ["subnets", "securityGroups", "loadBalancers", "listeners", "targetGroups"];

/// Whether what is said of a place is shown right there.
pub(super) fn is_shown(pointer: &str) -> bool {
    let mut steps = pointer.split('/').skip(1);
    let (list, row) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    let is_within = |row: &str, rows: usize| row.parse::<usize>().is_ok_and(|row| row < rows);
    if let Some(place) = pointer.strip_prefix(TRAFFIC) {
        return is_within(place.split('/').nth(1).unwrap_or_default(), ROWS);
    }
    let is_rule_shown = match (steps.next(), steps.next()) {
        (Some("IpPermissions"), Some(rule)) => is_within(rule, RULES),
        _ => true,
    };
    (SHOWN.contains(&list) && is_within(row, ROWS) && is_rule_shown) || list == "vpcEndpoints"
}

/// The network of a scenario.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct NetworkProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of the scenario.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// Its parts.
#[component]
pub(super) fn Network(props: &NetworkProps) -> Html {
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    let outline = &props.outline;
    html! {
        <>
            { subnets(sheet, outline) }
            { security_groups(sheet, outline) }
            { load_balancers(sheet, outline) }
            { target_groups(sheet, outline) }
            { traffic(sheet, outline) }
        </>
    }
}

/// A heading, what the parts below it are, and the parts.
fn group(id: &'static str, title: &'static str, what: &'static str, content: Html) -> Html {
    html! {
        <section class="group network" aria-labelledby={id}>
            <div class="group-head"><h3 {id}>{ title }</h3></div>
            <p class="note">{ what }</p>
            { content }
        </section>
    }
}

/// How many parts are not shown.
fn left_out(count: usize) -> Html {
    let more = count.saturating_sub(ROWS);
    if more == 0 {
        return Html::default();
    }
    html! { <p class="note">{ format!("and {more} more in the scenario: see JSON") }</p> }
}
