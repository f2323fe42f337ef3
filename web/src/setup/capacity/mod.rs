//! Auto Scaling groups, capacity providers and launch templates of the cluster.

mod cluster;
mod group;
mod group_policies;
mod group_schedule;
mod provider;
mod stray;
mod template;
mod try_waiting;

use self::cluster::cluster;
use self::group::group;
use self::provider::provider;
use self::stray::stray;
use self::template::template;
use super::members::Entry;
use super::more::more;
use super::sheet::{ScenarioField, ScenarioSheet};
use crate::session::{
    CapacityEdit, Dispatch, Edit, MemberField, Outline, PolicyOf, Shared, element_id, needs,
};
use ecs_core::capacity::{Launchable, Need};
use ecs_core::finding::Finding;
use ecs_core::scenario::Roster;
use std::rc::Rc;
use yew::prelude::*;

/// Entries of a list that are shown at first, and more each time.
const ROWS: usize = 20;

/// The members of the cluster that are shown.
const OF_CLUSTER: [&str; 2] = ["/cluster/capacityProviders", "/cluster/defaultCapacityProviderStrategy"];

/// Whether what is said of a place is shown right there.
pub(super) fn is_shown(outline: &Outline, pointer: &str) -> bool {
    let mut parts = pointer.split('/').skip(1);
    let (list, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(number) = number.parse::<usize>() else {
        return OF_CLUSTER.iter().any(|place| pointer.starts_with(place));
    };
    let group = match list {
        "autoScalingGroups" | "capacityProviders" | "launchTemplates" => return number < ROWS,
        "autoScalingScheduledActions" => outline.capacity.schedules.get(number).map(|row| &row.group),
        "autoScalingPolicies" => outline.scaling.policies(PolicyOf::Group).get(number).map(|row| &row.scaled),
        _ => None,
    };
    // With its group, or with those of none.
    let of_group = |name: &String| {
        outline.capacity.groups.iter().position(|row| row.name == *name).unwrap_or(number) < ROWS
    };
    group.is_some_and(of_group)
}

/// What capacity there is.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct CapacityProps {
    /// The scenario.
    pub(super) text: Shared<str>,
    /// What the forms show of it.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of it.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Whether the section is in view.
    pub(super) in_view: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// What groups may launch, each with its name, and what a task of each definition asks for: what previews
/// are made of.
#[derive(Debug, Default, PartialEq)]
struct Facts {
    types: Vec<(String, Vec<Launchable>)>,
    needs: Vec<(String, Need)>,
}

/// The groups, the providers and the launch templates. What they launch is read only while they are in view.
#[component]
pub(super) fn Capacity(props: &CapacityProps) -> Html {
    let seen = props.in_view.then(|| (props.text.clone(), props.outline.clone()));
    let facts =
        use_memo(seen, |seen| seen.as_ref().map(|(text, outline)| facts(text, outline)).unwrap_or_default());
    let (groups, providers, templates) = (use_state(|| ROWS), use_state(|| ROWS), use_state(|| ROWS));
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    let (outline, entries) = (&props.outline, &props.outline.capacity);
    html! {
        <>
            <section class="group" aria-labelledby="groups-heading">
                <div class="group-head"><h3 id="groups-heading" tabindex="-1">{ "Auto Scaling groups" }</h3></div>
                <p class="note">{ "A group launches and terminates EC2 instances of the cluster, as many as it is to have." }</p>
                <div class="sections">{ for entries.groups.iter().enumerate().take(*groups).map(|given| group(sheet, outline, given)) }</div>
                { more(&groups, entries.groups.len(), ROWS) }
                { add(sheet, "group", "+ Auto Scaling group", CapacityEdit::AddGroup) }
            </section>
            { stray(sheet, outline) }
            <section class="group" aria-labelledby="providers-heading">
                <div class="group-head"><h3 id="providers-heading">{ "Capacity providers" }</h3></div>
                <p class="note">{ "A capacity provider finds a place for tasks. With managed scaling it asks its group for more instances while tasks wait, and for fewer when they are idle." }</p>
                <div class="sections">{ for entries.providers.iter().enumerate().take(*providers).map(|given| provider(sheet, outline, &facts, given)) }</div>
                { more(&providers, entries.providers.len(), ROWS) }
                { add(sheet, "provider", "+ Capacity provider", CapacityEdit::AddProvider) }
                { cluster(sheet, outline) }
            </section>
            <section class="group" aria-labelledby="templates-heading">
                <div class="group-head"><h3 id="templates-heading">{ "Launch templates" }</h3></div>
                <p class="note">{ "What several groups launch can stand in a template that they name." }</p>
                <div class="sections">{ for entries.templates.iter().enumerate().take(*templates).map(|given| template(sheet, given)) }</div>
                { more(&templates, entries.templates.len(), ROWS) }
                { add(sheet, "template", "+ Launch template", CapacityEdit::AddTemplate) }
            </section>
        </>
    }
}

fn facts(text: &str, outline: &Outline) -> Facts {
    let roster = Roster::read(text);
    let types = |name: &String| (name.clone(), roster.launchables(name));
    Facts {
        types: outline.capacity.groups.iter().map(|group| types(&group.name)).collect(),
        needs: needs(outline),
    }
}

/// The id of the button that adds an entry of a kind.
fn add_id(kind: &str) -> String {
    element_id("add", kind)
}

fn add(sheet: ScenarioSheet<'_>, kind: &str, words: &'static str, edit: CapacityEdit) -> Html {
    sheet.add(add_id(kind), words, words.to_owned(), Edit::Capacity(edit))
}

/// The name of an entry, which counts once somebody is done with it, and what takes the entry away.
fn head(
    entry: Entry<'_>,
    (member, name): (&str, &str),
    rename: impl Fn(String) -> CapacityEdit + 'static,
    (remove, adds): (CapacityEdit, String),
) -> Html {
    let field = ScenarioField {
        pointer: format!("{}/{member}", entry.pointer),
        label: "Name",
        name: format!("Name, {}", entry.of),
        value: name.to_owned(),
        ..ScenarioField::default()
    };
    html! {
        <div class="entry one">
            { entry.sheet.name_input(field, move |typed| Edit::Capacity(rename(typed))) }
            { entry.sheet.remove(format!("Remove {}", entry.of), Edit::Capacity(remove), adds) }
        </div>
    }
}

/// What an entry without a name is called.
fn title(name: &str) -> String {
    if name.is_empty() { "(no name)".to_owned() } else { name.to_owned() }
}

/// Members of some tables.
fn members(tables: &[&[MemberField]]) -> Vec<&'static str> {
    tables.iter().flat_map(|table| table.iter()).map(|field| field.member).collect()
}

/// The facts that a component keeps.
type Kept = Rc<Facts>;

#[cfg(test)]
mod tests {
    use super::is_shown;
    use crate::session::Outline;

    #[test]
    fn what_is_said_of_the_first_entries_stands_there() {
        let outline = Outline::read(
            r#"{"autoScalingGroups": [{"AutoScalingGroupName": "workers"}],
              "autoScalingPolicies": [{"AutoScalingGroupName": "workers"}, {"AutoScalingGroupName": "gone"}],
              "autoScalingScheduledActions": [{"AutoScalingGroupName": "workers"}]}"#,
        );
        let shown = |pointer: &str| is_shown(&outline, pointer);
        for place in [
            "/autoScalingGroups/0/MaxSize",
            "/capacityProviders/19",
            "/cluster/capacityProviders/1",
            "/autoScalingPolicies/0/PolicyName",
            "/autoScalingPolicies/1",
            "/autoScalingScheduledActions/0",
        ] {
            assert!(shown(place), "{place}");
        }
        for place in [
            "/autoScalingGroups",
            "/autoScalingGroups/20/MaxSize",
            "/autoScalingPolicies/2",
            "/containerInstances/0",
            "/cluster",
        ] {
            assert!(!shown(place), "{place}");
        }
    }
}
