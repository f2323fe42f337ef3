//! The panel, its tabs and its foot.

use super::alarms::{ALARM_MEMBERS, ALARM_ROWS, Alarms};
use super::capacity::{self, Capacity};
use super::definition::DefinitionBox;
use super::foot::foot;
use super::instances::{INSTANCE_MEMBERS, INSTANCE_ROWS, Instances};
use super::network::{self, NETWORK_MEMBERS, Network};
use super::scaling;
use super::scenario::{NotJson, ScenarioBox};
use super::services::{SERVICE_MEMBERS, SERVICE_ROWS, Services};
use crate::editor::Typing;
use crate::session::{Action, Dispatch, Draft, Outline, Section, Shared, View, errors, moment};
use crate::tabs::{TabName, tabs};
use ecs_core::SimTime;
use ecs_core::finding::Finding;
use std::collections::BTreeMap;
use yew::prelude::*;

/// What is set up.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SetUpProps {
    /// The scenario.
    pub text: Shared<str>,
    /// Whether that is no JSON: then the forms show what it last was.
    pub is_broken: bool,
    /// What it was opened as.
    pub opened: Shared<str>,
    /// What the forms show of it.
    pub outline: Shared<Outline>,
    /// What there is to say of the scenario.
    pub findings: Shared<Vec<Finding>>,
    /// The second at which changes act; none while the playhead moves.
    pub acts_at: Option<u64>,
    /// Which task definition is in the box.
    pub definition: usize,
    /// What stands in the box.
    pub draft: Draft,
    /// The drafts of other definitions.
    pub drafts: BTreeMap<usize, Draft>,
    /// What is typed into the box and not told yet.
    pub typing: Typing,
    /// The tab.
    pub section: Section,
    /// How the task definition is looked at.
    pub view: View,
    /// Whether there is room to look at it in two ways at once.
    pub wide: bool,
    /// Where actions go.
    pub dispatch: Dispatch,
}

const SECTIONS: [Section; 5] =
    [Section::Task, Section::Service, Section::Cluster, Section::Network, Section::Json];

/// A section's tab: its id, its word, the id of its panel, and what of the scenario it shows.
fn about(section: Section) -> (&'static str, &'static str, &'static str, &'static [&'static str]) {
    match section {
        Section::Task => ("tab-task", "Task", "panel-task", &["/taskDefinitions"]),
        Section::Service => (
            "tab-service",
            "Service",
            "panel-service",
            &["/services", "/alarms", "/scalableTargets", "/scalingPolicies", "/scheduledActions"],
        ),
        Section::Cluster => (
            "tab-cluster",
            "Cluster",
            "panel-cluster",
            &[
                "/containerInstances",
                "/cluster",
                "/accountSettings",
                "/autoScalingGroups",
                "/autoScalingPolicies",
                "/autoScalingScheduledActions",
                "/capacityProviders",
                "/launchTemplates",
            ],
        ),
        Section::Network => ("tab-network", "Network", "panel-network", &NETWORK_MEMBERS),
        // What no other tab shows.
        Section::Json => ("tab-scenario", "JSON", "panel-scenario", &[]),
    }
}

/// The left panel.
#[component]
pub fn SetUp(props: &SetUpProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some(section) = SECTIONS.get(number) {
            dispatch.dispatch(Action::ShowSection(*section));
        }
    });
    let chosen = SECTIONS.iter().position(|section| *section == props.section).unwrap_or_default();
    let (outline, findings, dispatch) = (&props.outline, &props.findings, &props.dispatch);
    html! {
        <aside class="panel setup" aria-labelledby="setup-heading">
            <h2 id="setup-heading" class="visually-hidden">{ "Set-up" }</h2>
            { tabs("setup-heading", &SECTIONS.map(|section| tab(props, section)), chosen, &on_choose) }
            { panel(props, Section::Task, html! {
                <DefinitionBox outline={outline.clone()} definition={props.definition} draft={props.draft.clone()} drafts={props.drafts.clone()} typing={props.typing.clone()}
                    view={props.view} wide={props.wide} in_view={props.section == Section::Task} dispatch={dispatch.clone()} />
            }) }
            { panel(props, Section::Service, html! { <><Services text={props.text.clone()} outline={outline.clone()} findings={findings.clone()} definition={props.definition} in_view={props.section == Section::Service} dispatch={dispatch.clone()} /><Alarms outline={outline.clone()} findings={findings.clone()} dispatch={dispatch.clone()} /></> }) }
            { panel(props, Section::Cluster, html! { <><Instances outline={outline.clone()} findings={findings.clone()} dispatch={dispatch.clone()} /><Capacity text={props.text.clone()} outline={outline.clone()} findings={findings.clone()} in_view={props.section == Section::Cluster} dispatch={dispatch.clone()} /></> }) }
            { panel(props, Section::Network, html! { <Network outline={outline.clone()} findings={findings.clone()} dispatch={dispatch.clone()} /> }) }
            { panel(props, Section::Json, html! { <ScenarioBox text={props.text.clone()} opened={props.opened.clone()} findings={findings.clone()} typing={props.typing.clone()} in_view={props.section == Section::Json} dispatch={dispatch.clone()} /> }) }
            <p class="note acts" data-testid="changes-act">{ acts(props.section, props.acts_at) }</p>
            { foot(findings, &props.draft, |finding| is_at_field(&props.outline, props.section, &finding.pointer), |finding| about(home(&finding.pointer)).1, dispatch) }
        </aside>
    }
}

/// When changes act, and which change the beginning wherever the playhead stands.
fn acts(section: Section, at_seconds: Option<u64>) -> String {
    if at_seconds == Some(0) || section == Section::Json {
        return "Changes here change the beginning.".to_owned();
    }
    let at = at_seconds.map_or_else(|| "the playhead".to_owned(), |at| moment(SimTime::from_seconds(at)));
    match section {
        Section::Task => format!("What is registered or deployed acts at {at}."),
        Section::Service => {
            format!("Changes act at {at}; name, launch type and scheduling strategy change the beginning.")
        }
        Section::Network => {
            format!("Where a listener forwards to acts at {at}; the rest changes the beginning.")
        }
        _ => format!(
            "Sizes of groups, capacity providers and instances that are added act at {at}; the rest changes the beginning."
        ),
    }
}

fn panel(props: &SetUpProps, section: Section, content: Html) -> Html {
    let (tab, _, id, _) = about(section);
    html! {
        <div class="panel-scroll" role="tabpanel" {id} aria-labelledby={tab} hidden={props.section != section}>
            if props.is_broken && section != Section::Json {
                <NotJson dispatch={props.dispatch.clone()} />
            }
            { content }
        </div>
    }
}

fn tab(props: &SetUpProps, section: Section) -> TabName {
    let (id, word, controls, _) = about(section);
    let is_here = |finding: &&Finding| home(&finding.pointer) == section;
    let in_the_scenario = errors(&props.findings).filter(is_here).count();
    let in_the_draft = if section == Section::Task && props.draft.typed { props.draft.errors() } else { 0 };
    TabName { id, word, controls, problems: in_the_scenario + in_the_draft }
}

/// The section of what stands at a place.
fn home(pointer: &str) -> Section {
    let is_within = |member: &&str| {
        pointer.strip_prefix(*member).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let shows = |section: &Section| about(*section).3.iter().any(is_within);
    SECTIONS.into_iter().find(shows).unwrap_or(Section::Json)
}

/// Whether a section shows what is said of a place right there.
fn is_at_field(outline: &Outline, section: Section, pointer: &str) -> bool {
    let (list, rows, members): (&str, usize, &[&str]) = match section {
        Section::Task => return false,
        Section::Service if scaling::is_shown(outline, pointer, SERVICE_ROWS) => return true,
        Section::Service if pointer.starts_with("/alarms/") => ("/alarms/", ALARM_ROWS, &ALARM_MEMBERS),
        Section::Service => ("/services/", SERVICE_ROWS, &SERVICE_MEMBERS),
        Section::Cluster if capacity::is_shown(outline, pointer) => return true,
        Section::Cluster => ("/containerInstances/", INSTANCE_ROWS, &INSTANCE_MEMBERS),
        Section::Network => return network::is_shown(pointer),
        // Below the text everything is listed.
        Section::Json => return true,
    };
    let Some((row, place)) = pointer.strip_prefix(list).and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let member = place.split('/').next().unwrap_or_default();
    row.parse::<usize>().is_ok_and(|row| row < rows) && members.contains(&member)
}

#[cfg(test)]
mod tests {
    use super::{home, is_at_field};
    use crate::session::{Outline, Section};

    #[test]
    fn a_field_is_where_its_section_is() {
        let expression = "/services/0/placementConstraints/1/expression";
        assert!(is_at_field(&Outline::default(), Section::Service, expression));
        assert!(
            !is_at_field(&Outline::default(), Section::Cluster, expression)
                && !is_at_field(&Outline::default(), Section::Task, expression)
        );
        for elsewhere in ["/services/0/serviceName", "/services/999/launchType", "/services", "/services/0"] {
            assert!(!is_at_field(&Outline::default(), Section::Service, elsewhere), "{elsewhere}");
        }
        assert!(is_at_field(
            &Outline::default(),
            Section::Cluster,
            "/containerInstances/3/attributes/0/name"
        ));
        assert!(
            is_at_field(&Outline::default(), Section::Network, "/listeners/0/Port")
                && is_at_field(&Outline::default(), Section::Json, "")
        );
        assert!(!is_at_field(&Outline::default(), Section::Network, "/listeners/999/Port"));
    }

    #[test]
    fn every_problem_has_a_tab() {
        for (pointer, section) in [
            ("/taskDefinitions/0", Section::Task),
            ("/services", Section::Service),
            ("/subnets/0/CidrBlock", Section::Network),
            ("/subnetsOf", Section::Json),
            ("", Section::Json),
        ] {
            assert_eq!(home(pointer), section, "{pointer}");
        }
    }
}
