//! Security groups and their rules.

use super::part::{PartSheet, worded};
use super::{ROWS, group, left_out};
use crate::session::{
    Edit, GroupEntry, NetworkEdit, NetworkField, NetworkPart, Outline, RuleEntry, Source, element_id,
};
use crate::setup::form::with_written;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

const ADD: &str = "add-security-group";

/// What stands for a block of addresses among the sources.
const ADDRESSES: &str = "addresses";

/// Rules of a group that are shown.
pub(super) const RULES: usize = 60;

const PROTOCOLS: [(&str, &str); 4] = [("tcp", "TCP"), ("udp", "UDP"), ("icmp", "ICMP"), ("-1", "Everything")];

/// The groups.
pub(super) fn security_groups(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let rows = outline.vpc.listed_groups();
    let add = Edit::Network(NetworkEdit::Add(NetworkPart::Group(rows.len())));
    let content = html! {
        <>
            if outline.vpc.groups.is_none() {
                <p class="empty-note">{ "No security groups listed: everything is allowed. From the first one on, only what a rule lets in comes in." }</p>
            }
            if !rows.is_empty() {
                <div class="sections">{ for rows.iter().take(ROWS).enumerate().map(|(number, row)| security_group(sheet, outline, number, row)) }</div>
                { left_out(rows.len()) }
            }
            { sheet.add(ADD.to_owned(), "+ Security group", "Add a security group".to_owned(), add) }
        </>
    };
    let what = "A security group says who may come in, to whatever has the group: a task, an instance, a load balancer. Everything may go out.";
    group("security-groups-heading", "Security groups", what, content)
}

fn security_group(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &GroupEntry) -> Html {
    let part = PartSheet { sheet, part: NetworkPart::Group(number), name: &row.id };
    let adds = format!("add-rule-{number}");
    let add = Edit::Network(NetworkEdit::Add(NetworkPart::Rule(number, row.rules.len())));
    let rules = part.part.pointer() + "/IpPermissions";
    let content = html! {
        <>
            { part.head("Group id", "security group", ADD) }
            <div class="list" role="group" aria-label={format!("Rules of {}", row.id)}>
                <p class="list-title">{ "Who may come in" }</p>
                if row.rules.is_empty() {
                    <p class="note">{ "No rule: nothing comes in." }</p>
                }
                { for row.rules.iter().take(RULES).enumerate().map(|(at, rule)| rule_row(part, outline, (number, at), rule, &adds)) }
                { sheet.add(adds.clone(), "+ Rule", format!("Add a rule to {}", row.id), add) }
            </div>
            { sheet.under(&rules) }
            { sheet.under(&part.part.pointer()) }
        </>
    };
    part.folded(row.brief(), content)
}

fn rule_row(
    group: PartSheet<'_>,
    outline: &Outline,
    (number, at): (usize, usize),
    rule: &RuleEntry,
    adds: &str,
) -> Html {
    let sheet = group.sheet;
    let name = format!("rule {} of {}", at + 1, group.name);
    let part = PartSheet { sheet, part: NetworkPart::Rule(number, at), name: &name };
    let pointer = part.part.pointer();
    let ports = ScenarioField {
        placeholder: "80 or 8000-8080".to_owned(),
        ..part.field(NetworkField::Port, "Ports", &rule.ports())
    };
    let remove = Edit::Network(NetworkEdit::Remove(part.part));
    let members = rule.sources.iter().map(source_member);
    let fields: Vec<String> =
        ["IpProtocol", "FromPort"].map(str::to_owned).into_iter().chain(members).collect();
    html! {
        <div key={at} class="rule" role="group" aria-label={name.clone()}>
            <div class={classes!("entry", (!rule.has_ports()).then_some("one"))}>
                { part.select(NetworkField::Protocol, "Protocol", &rule.protocol, worded(&PROTOCOLS, &rule.protocol)) }
                if rule.has_ports() {
                    { sheet.input(ports, part.set(NetworkField::Port)) }
                }
                { sheet.remove(format!("Remove {name}"), remove, adds.to_owned()) }
            </div>
            { for (0..rule.sources.len()).map(|place| source(part, outline, (number, at, place), &rule.sources)) }
            { sheet.under_rest(&pointer, &fields.iter().map(String::as_str).collect::<Vec<&str>>(), &[]) }
        </div>
    }
}

/// The member that a source is.
fn source_member(source: &Source) -> String {
    match source {
        Source::Block(at, _) => format!("IpRanges/{at}/CidrIp"),
        Source::Group(at, _) => format!("UserIdGroupPairs/{at}/GroupId"),
    }
}

/// Who comes: whatever has a group, or a block of addresses.
fn source(part: PartSheet<'_>, outline: &Outline, place: (usize, usize, usize), sources: &[Source]) -> Html {
    let (group, rule, at) = place;
    let Some(source) = sources.get(at) else { return Html::default() };
    let (value, block) = match source {
        Source::Block(_, block) => (ADDRESSES.to_owned(), Some(block)),
        Source::Group(_, id) => (id.clone(), None),
    };
    let nth =
        if sources.len() > 1 { format!("source {} of {}", at + 1, part.name) } else { part.name.to_owned() };
    let pointer = format!("{}/{}", part.part.pointer(), source_member(source));
    // What is said of a block stands below the block.
    let kind = if block.is_some() { format!("{pointer}/kind") } else { pointer.clone() };
    let field = |label: &'static str, pointer: String, value: String| ScenarioField {
        pointer,
        label,
        name: format!("{label}, {nth}"),
        value,
        ..ScenarioField::default()
    };
    let mut options = vec![(ADDRESSES.to_owned(), "Addresses".to_owned())];
    options.extend(outline.vpc.group_ids().map(|id| (id.to_owned(), format!("Group {id}"))));
    let options = with_written(options, &value, "not in this scenario");
    let chosen = move |chosen: String| {
        Edit::Network(if chosen == ADDRESSES {
            NetworkEdit::SourceBlock(group, rule, at, "0.0.0.0/0".to_owned())
        } else {
            NetworkEdit::SourceGroup(group, rule, at, chosen)
        })
    };
    let typed = move |block: String| Edit::Network(NetworkEdit::SourceBlock(group, rule, at, block));
    let remove = Edit::Network(NetworkEdit::RemoveSource(group, rule, at));
    let focus = element_id("field", &format!("{}/IpProtocol", part.part.pointer()));
    html! {
        <div key={at} class={classes!("entry", "source", (sources.len() > 1).then_some("several"))}>
            { part.sheet.select(field("From", kind, value), options, chosen) }
            if let Some(block) = block {
                { part.sheet.input(ScenarioField { placeholder: "10.0.0.0/16".to_owned(), ..field("Block", pointer, block.clone()) }, typed) }
            }
            if sources.len() > 1 {
                { part.sheet.remove(format!("Remove {nth}"), remove, focus) }
            }
            if block.is_some_and(|block| block == "0.0.0.0/0") {
                <p class="note whole">{ "0.0.0.0/0 is everybody." }</p>
            }
        </div>
    }
}
