//! What a service names of the network: where its tasks' interfaces are, and what stands in front.

use super::form::{Section, with_written};
use super::network::{Checks, checks};
use super::sheet::{ScenarioField, ScenarioSheet};
use crate::session::{
    AwsvpcEntry, Edit, Exposed, Outline, RegistrationEntry, ServiceNetworkEdit, ServiceRow, counted,
};
use ecs_core::aws::NetworkMode;
use yew::prelude::*;

/// A service whose network is edited.
#[derive(Clone, Copy)]
struct Place<'a> {
    sheet: ScenarioSheet<'a>,
    outline: &'a Outline,
    number: usize,
    row: &'a ServiceRow,
    exposes: Option<&'a Exposed>,
}

impl Place<'_> {
    fn edit(&self, edit: ServiceNetworkEdit) -> Edit {
        Edit::ServiceNetwork(self.number, edit)
    }
}

/// The two folded parts.
pub(super) fn service_network(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    row: &ServiceRow,
) -> Html {
    let exposes = row.runs.and_then(|runs| outline.definitions.get(runs)).map(|row| &row.exposes);
    let place = Place { sheet, outline, number, row, exposes };
    html! { <>{ configuration(place) }{ balancing(place) }</> }
}

fn configuration(place: Place<'_>) -> Html {
    let pointer = format!("/services/{}/networkConfiguration", place.number);
    let mode = place.exposes.map(|exposes| exposes.mode);
    let awsvpc = place.row.network.awsvpc.as_ref();
    let shows = awsvpc.is_some() || mode == Some(NetworkMode::Awsvpc);
    let brief = if shows { configured(awsvpc) } else { mode.map_or("", mode_words).to_owned() };
    let opens = place.sheet.says_something_in(&pointer);
    html! {
        <Section title="Network" of={place.row.name.clone()} {brief} {opens}>
            if shows {
                { interfaces(place, &pointer, awsvpc) }
            } else {
                <p class="note">{ instead(mode) }</p>
                { place.sheet.under_rest(&pointer, &[], &[]) }
            }
        </Section>
    }
}

fn mode_words(mode: NetworkMode) -> &'static str {
    match mode {
        NetworkMode::Awsvpc => "awsvpc",
        NetworkMode::Bridge => "bridge",
        NetworkMode::Host => "host",
        NetworkMode::None => "none",
        NetworkMode::Default => "default",
    }
}

fn configured(awsvpc: Option<&AwsvpcEntry>) -> String {
    let Some(awsvpc) = awsvpc else { return "no subnet".to_owned() };
    let mut parts = vec![counted(awsvpc.subnets.len() as u64, "subnet")];
    parts.extend(awsvpc.groups.iter().cloned());
    if awsvpc.assigns_public_ip {
        parts.push("public address".to_owned());
    }
    parts.join(" · ")
}

/// Why there is nothing to choose.
fn instead(mode: Option<NetworkMode>) -> &'static str {
    match mode {
        Some(NetworkMode::None) => {
            "Network mode none: the containers have no network, and there is nothing to choose."
        }
        Some(_) => {
            "The tasks are reached at ports of their instance, and have its subnet and security groups. Only network mode awsvpc takes a network configuration."
        }
        None => "Which network configuration it takes follows from the task definition that it runs.",
    }
}

fn interfaces(place: Place<'_>, pointer: &str, awsvpc: Option<&AwsvpcEntry>) -> Html {
    let (number, outline) = (place.number, place.outline);
    let at = format!("{pointer}/awsvpcConfiguration");
    let blank = AwsvpcEntry::default();
    let awsvpc = awsvpc.unwrap_or(&blank);
    let of = || place.row.name.clone();
    let subnets = Checks {
        pointer: format!("{at}/subnets"),
        legend: "Subnets",
        of: of(),
        choices: outline.vpc.subnet_choices(&outline.region),
        chosen: &awsvpc.subnets,
    };
    let groups = Checks {
        pointer: format!("{at}/securityGroups"),
        legend: "Security groups",
        of: of(),
        choices: outline.vpc.group_ids().map(|id| (id.to_owned(), String::new())).collect(),
        chosen: &awsvpc.groups,
    };
    let has_groups = !(groups.choices.is_empty() && groups.chosen.is_empty());
    let public_ip =
        place.sheet.checked(move |on| Edit::ServiceNetwork(number, ServiceNetworkEdit::PublicIp(on)));
    html! {
        <>
            <p class="note">{ "Each task gets an elastic network interface with an address of its own, in one of these subnets." }</p>
            { checks(place.sheet, subnets, move |id, on| Edit::ServiceNetwork(number, ServiceNetworkEdit::Subnet(id, on))) }
            if has_groups {
                { checks(place.sheet, groups, move |id, on| Edit::ServiceNetwork(number, ServiceNetworkEdit::Group(id, on))) }
            } else {
                <p class="note">{ "The scenario lists no security groups: everything is allowed." }</p>
            }
            <div class="flag">
                <label><input type="checkbox" checked={awsvpc.assigns_public_ip} aria-label={format!("Assign a public address, {}", place.row.name)} onchange={public_ip} />{ "Assign a public address" }</label>
                <p class="note">{ "Only on Fargate: it takes one to reach the internet through an internet gateway." }</p>
            </div>
            { place.sheet.under_rest(&at, &[], &["subnets", "securityGroups"]) }
            { place.sheet.under_rest(pointer, &[], &["awsvpcConfiguration"]) }
        </>
    }
}

fn balancing(place: Place<'_>) -> Html {
    let pointer = format!("/services/{}/loadBalancers", place.number);
    let rows = &place.row.network.registrations;
    let adds = format!("add-registration-{}", place.number);
    let opens = place.sheet.says_something_in(&pointer);
    let brief = match &rows[..] {
        [] => "none".to_owned(),
        rows => rows.iter().map(RegistrationEntry::brief).collect::<Vec<String>>().join(" · "),
    };
    let has_groups = !place.outline.balancing.target_groups.is_empty();
    let register = place.edit(ServiceNetworkEdit::Register);
    html! {
        <Section title="Load balancers" of={place.row.name.clone()} {brief} {opens}>
            { front(place) }
            if !rows.is_empty() {
                <p class="note">{ "The service registers each of its tasks with these target groups, by a container's port." }</p>
            }
            { for rows.iter().enumerate().map(|(at, row)| registration(place, at, row, &adds)) }
            if has_groups {
                { place.sheet.add(adds.clone(), "+ Target group", format!("Register {} with a target group", place.row.name), register) }
            }
            { place.sheet.under(&pointer) }
        </Section>
    }
}

/// The button that makes everything, or why it is not there.
fn front(place: Place<'_>) -> Html {
    let why = match place.exposes {
        None => Some("A load balancer needs a task definition whose containers map a port."),
        Some(exposes) if exposes.mode == NetworkMode::None => {
            Some("Tasks in network mode none cannot stand behind a load balancer.")
        }
        Some(exposes) if exposes.ports.is_empty() => Some(
            "No container of the task definition maps a TCP port: add one, and a load balancer can stand in front.",
        ),
        Some(_) => None,
    };
    if let Some(why) = why {
        return html! { <p class="note">{ why }</p> };
    }
    let onclick = place.sheet.adding(place.edit(ServiceNetworkEdit::Front));
    let what = if place.outline.vpc.groups.is_some() {
        "Makes an internet-facing Application Load Balancer with a listener HTTP:80, a target group, and the rules that security groups need."
    } else {
        "Makes an internet-facing Application Load Balancer with a listener HTTP:80, and a target group."
    };
    html! {
        <>
            <p class="note">{ what }</p>
            <button type="button" class="add" aria-label={format!("Put a load balancer in front of {}", place.row.name)} {onclick}>{ "Put a load balancer in front" }</button>
        </>
    }
}

fn registration(place: Place<'_>, at: usize, row: &RegistrationEntry, adds: &str) -> Html {
    let (sheet, number) = (place.sheet, place.number);
    let pointer = format!("/services/{number}/loadBalancers/{at}");
    let name = format!("load balancer {} of {}", at + 1, place.row.name);
    let field = |member: &str, label: &'static str, value: &str| ScenarioField {
        pointer: format!("{pointer}/{member}"),
        label,
        name: format!("{label}, {name}"),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let edit = move |make: fn(usize, String) -> ServiceNetworkEdit| {
        move |typed: String| Edit::ServiceNetwork(number, make(at, typed))
    };
    let same = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>();
    let groups = same(place.outline.balancing.target_group_names().map(str::to_owned).collect());
    let containers = same(place.exposes.map_or_else(Vec::new, |exposes| exposes.containers.clone()));
    html! {
        <div key={at} class="rule" role="group" aria-label={name.clone()}>
            <div class="entry one">
                if row.classic.is_empty() {
                    { sheet.select(field("targetGroupArn", "Target group", &row.target_group), with_written(groups, &row.target_group, "not in this scenario"), edit(ServiceNetworkEdit::TargetGroup)) }
                } else {
                    <p class="note">{ format!("Classic Load Balancer {}: see JSON", row.classic) }</p>
                }
                { sheet.remove(format!("Remove {name}"), place.edit(ServiceNetworkEdit::Unregister(at)), adds.to_owned()) }
            </div>
            <div class="pair">
                { sheet.select(field("containerName", "Container", &row.container), with_written(containers, &row.container, "not in the task definition"), edit(ServiceNetworkEdit::Container)) }
                { sheet.input(field("containerPort", "Container port", &row.port), edit(ServiceNetworkEdit::ContainerPort)) }
            </div>
            { sheet.under_rest(&pointer, &["targetGroupArn", "containerName", "containerPort"], &[]) }
        </div>
    }
}
