//! The panel and its tabs.

use super::details::details;
use super::events::Events;
use crate::platform;
use crate::session::{Action, Dispatch, Selection, Shared, Shown, Tab};
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
    /// Where actions go.
    pub dispatch: Dispatch,
}

const TABS: [Tab; 2] = [Tab::Events, Tab::Details];

fn name(tab: Tab) -> &'static str {
    match tab {
        Tab::Events => "Events",
        Tab::Details => "Details",
    }
}

fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Events => "tab-events",
        Tab::Details => "tab-details",
    }
}

/// The right panel.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let panel = match (&props.shown, props.tab) {
        (None, _) => html! { <p class="empty-note">{ "Press Run: what happens is listed here." }</p> },
        (Some(shown), Tab::Events) => html! { <Events shown={shown.clone()} /> },
        (Some(shown), Tab::Details) => details(&shown.snapshot, props.selection, &props.dispatch),
    };
    html! {
        <aside class="panel inspector" aria-labelledby="inspector-heading">
            <h2 id="inspector-heading" class="visually-hidden">{ "Inspector" }</h2>
            <div class="tabs" role="tablist" aria-labelledby="inspector-heading">{ for TABS.iter().map(|tab| button(props, *tab)) }</div>
            <div class="panel-scroll" role="tabpanel" id="inspector-panel" aria-labelledby={tab_id(props.tab)} tabindex="0">{ panel }</div>
        </aside>
    }
}

/// A tab. Arrow keys go from one to the other, as tabs have it.
fn button(props: &InspectorProps, tab: Tab) -> Html {
    let selected = props.tab == tab;
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ShowTab(tab)));
    let dispatch = props.dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowLeft" | "Home" => Tab::Events,
            "ArrowRight" | "End" => Tab::Details,
            _ => return,
        };
        event.prevent_default();
        dispatch.dispatch(Action::ShowTab(to));
        platform::focus(tab_id(to));
    });
    html! {
        <button type="button" key={name(tab)} role="tab" id={tab_id(tab)} aria-selected={selected.to_string()} aria-controls="inspector-panel"
            tabindex={if selected { "0" } else { "-1" }} {onclick} {onkeydown}>{ name(tab) }</button>
    }
}
