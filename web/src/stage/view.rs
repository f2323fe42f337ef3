//! The stage: services, waiting tasks, and zones with their instances.

use super::foot::Foot;
use super::layout::{colour, uses_enis};
use super::zone::Zone;
use crate::platform::Theme;
use crate::session::{Action, Dispatch, Selection, Shared, Shown, counted, grouped};
use ecs_core::report::{ServiceView, WaitingView};
use yew::prelude::*;

/// What the stage shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StageProps {
    /// The run; none before the first.
    pub shown: Option<Shared<Shown>>,
    /// What the scenario says of itself.
    pub description: AttrValue,
    /// Whether another is on its way, and how many of how many tasks it has started.
    pub going: Option<(u64, u64)>,
    /// Why the picture is not of what stands on the left.
    pub stale: Option<AttrValue>,
    /// What the inspector looks at.
    pub selection: Option<Selection>,
    /// The page's theme.
    pub theme: Theme,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The stage.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let shown = props.shown.as_ref();
    html! {
        <main class="stage" aria-labelledby="stage-heading" aria-busy={props.going.is_some().to_string()}>
            <div class="stage-scroll" tabindex="0" role="group" aria-label="Cluster">
                <div class="stage-head">
                    <h2 id="stage-heading" class="visually-hidden">{ "Cluster" }</h2>
                    { shown.map(|shown| pills(shown, props)).unwrap_or_default() }
                    { props.going.map(progress).unwrap_or_default() }
                    if let Some(text) = &props.stale {
                        <p class="stale-note" data-testid="stale" title={text.clone()}>{ text }</p>
                    }
                </div>
                if !props.description.is_empty() {
                    <p class="description">{ &props.description }</p>
                }
                { shown.map(waiting).unwrap_or_default() }
                { shown.map(|shown| zones(shown, props)).unwrap_or_default() }
            </div>
            if let Some(shown) = shown {
                <Foot shown={shown.clone()} theme={props.theme} />
            }
        </main>
    }
}

fn progress((started, wanted): (u64, u64)) -> Html {
    let text = format!("Placing tasks: {} of {}", grouped(started), grouped(wanted));
    html! {
        <div class="progress">
            <label for="run-progress">{ text }</label>
            <progress id="run-progress" max={wanted.max(1).to_string()} value={started.to_string()}></progress>
        </div>
    }
}

fn pills(shown: &Shared<Shown>, props: &StageProps) -> Html {
    let services = shown.snapshot.services.iter().enumerate();
    html! {
        <ul class="pills" aria-label="Services">
            { for services.map(|(number, service)| pill(number, service, props)) }
        </ul>
    }
}

fn pill(number: usize, service: &ServiceView, props: &StageProps) -> Html {
    let selection = Selection::Service(number);
    let pressed = props.selection == Some(selection);
    let onclick = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| onclick.dispatch(Action::Select(selection)));
    html! {
        <li key={number}>
            <button type="button" class={classes!("pill", colour(Some(number)))} aria-pressed={pressed.to_string()} {onclick}>
                <span class="pill-name">{ &service.name }</span>
                <span>{ format!("{}/{}", grouped(service.running_count.into()), grouped(service.desired_count.into())) }</span>
                <span class="pill-family">{ &service.task_definition }</span>
            </button>
        </li>
    }
}

fn waiting(shown: &Shared<Shown>) -> Html {
    let services = shown.snapshot.services.iter();
    let strip = services.filter_map(|service| service.waiting.as_ref().map(|waiting| (service, waiting)));
    strip.map(|(service, waiting)| waiting_strip(service, waiting)).collect()
}

fn waiting_strip(service: &ServiceView, waiting: &WaitingView) -> Html {
    html! {
        <div class="banner waiting" key={service.name.clone()} data-testid="waiting">
            <p>
                <strong>{ format!("{} {} waiting", grouped(waiting.count.into()), service.name) }</strong>
                { format!(" — {}", waiting.reason) }
            </p>
            <details>
                <summary>{ "ECS says" }</summary>
                <q>{ &waiting.aws_message }</q>
            </details>
        </div>
    }
}

fn zones(shown: &Shared<Shown>, props: &StageProps) -> Html {
    let snapshot = &shown.snapshot;
    if snapshot.zones.is_empty() {
        return html! {
            <div class="empty">
                <p class="empty-title">{ "No instances yet." }</p>
                <p>{ "Add some on the left, and press Run: a task on EC2 needs an instance to land on." }</p>
            </div>
        };
    }
    let enis = uses_enis(snapshot);
    // Another run is another picture: its tasks land again.
    html! {
        <div class="zones" key={shown.number} aria-label={counted(snapshot.zones.len() as u64, "Availability Zone")} role="group">
            { for (0..snapshot.zones.len()).map(|number| html! {
                <Zone key={number} shown={shown.clone()} {number} {enis} selection={props.selection} dispatch={props.dispatch.clone()} />
            }) }
        </div>
    }
}
