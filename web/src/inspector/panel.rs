//! The panel and its tabs.

use super::bus::bus;
use super::details::details;
use super::events::Events;
use super::inspection::InspectionPanel;
use super::network::NetworkPanel;
use super::parts::parts;
use super::scaling::ScalingPanel;
use super::why::WhyPanel;
use crate::session::{
    Action, Dispatch, Inspection, Parts, Paths, Reading, Selection, Shared, Shown, Tab, Telling, Why,
};
use crate::tabs::{TabName, tabs};
use ecs_core::SimTime;
use ecs_core::finding::Finding;
use yew::prelude::*;

/// What is inspected.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct InspectorProps {
    /// The run; none before the first.
    pub shown: Option<Shared<Shown>>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// The tab.
    pub tab: Tab,
    /// The question about a decision, and its answer.
    pub why: Why,
    /// The question about the network, and its answer.
    pub paths: Paths,
    /// The question about a task's roles and volumes, and its answer.
    pub parts: Parts,
    /// The page of the event log.
    pub reading: Reading,
    /// The page of the story of scaling.
    pub telling: Telling,
    /// How many steps of that page the playhead has passed.
    pub passed: usize,
    /// Where the playhead stands, as the event log and the story follow it.
    pub at: SimTime,
    /// The task that is looked at in details.
    pub inspection: Inspection,
    /// Whether that is not in the picture.
    pub task_away: bool,
    /// How many entries of that page lie ahead of the playhead.
    pub ahead: usize,
    /// What is said of the network of what is selected.
    pub said: Vec<Finding>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

const TABS: [Tab; 5] = [Tab::Why, Tab::Network, Tab::Events, Tab::Scaling, Tab::Details];

fn named(tab: Tab) -> TabName {
    let (id, word) = match tab {
        Tab::Why => ("tab-why", "Why here?"),
        Tab::Network => ("tab-paths", "Network"),
        Tab::Events => ("tab-events", "Events"),
        Tab::Scaling => ("tab-scaling", "Scaling"),
        Tab::Details => ("tab-details", "Details"),
    };
    TabName { id, word, controls: "inspector-panel", problems: 0 }
}

/// The right panel.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let panel = match (&props.shown, props.tab) {
        (None, _) => html! { <p class="empty-note">{ "Press Run: what happens is listed here." }</p> },
        (Some(shown), Tab::Why) => html! {
            <WhyPanel shown={shown.clone()} selection={props.selection} why={props.why.clone()} dispatch={props.dispatch.clone()} />
        },
        (Some(shown), Tab::Network) => html! {
            <NetworkPanel shown={shown.clone()} selection={props.selection} paths={props.paths.clone()} said={props.said.clone()} dispatch={props.dispatch.clone()} />
        },
        (Some(shown), Tab::Events) => html! {
            <>
                { bus(&shown.snapshot.bus) }
                <Events reading={props.reading.clone()} ahead={props.ahead} dispatch={props.dispatch.clone()} />
            </>
        },
        (Some(_), Tab::Scaling) => html! {
            <ScalingPanel telling={props.telling.clone()} passed={props.passed} at={props.at} dispatch={props.dispatch.clone()} />
        },
        (Some(shown), Tab::Details) => html! {
            <>
                if !props.task_away {
                    { details(&shown.snapshot, props.selection, &props.dispatch) }
                }
                <InspectionPanel inspection={props.inspection.clone()} is_away={props.task_away} selection={props.selection} dispatch={props.dispatch.clone()} />
                { parts(&props.parts, &props.dispatch) }
            </>
        },
    };
    let chosen = TABS.iter().position(|tab| *tab == props.tab).unwrap_or_default();
    let dispatch = props.dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some(tab) = TABS.get(number) {
            dispatch.dispatch(Action::ShowTab(*tab));
        }
    });
    html! {
        <aside class="panel inspector" aria-labelledby="inspector-heading">
            <h2 id="inspector-heading" class="visually-hidden">{ "Inspector" }</h2>
            { tabs("inspector-heading", &TABS.map(named), chosen, &on_choose) }
            <div class="panel-scroll" role="tabpanel" id="inspector-panel" aria-labelledby={named(props.tab).id} tabindex="0">{ panel }</div>
        </aside>
    }
}
