//! The stage: services, waiting tasks, and zones with their instances.

use super::controls::Controls;
use super::description::Description;
use super::layout::colour;
use super::pictures::Pictures;
use super::rollout::{counts_in_words, halted};
use super::waiting::waiting;
use crate::session::{Action, Dispatch, Look, Outline, Selection, Shared, Shown, grouped, part_of_span};
use ecs_core::SimTime;
use ecs_core::report::{GroupView, ServiceView};
use yew::prelude::*;

/// What the stage shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StageProps {
    /// The run; none before the first.
    pub shown: Option<Shared<Shown>>,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// Whether the run is of this scenario, and not of one that was open before.
    pub here: bool,
    /// How the run is looked at.
    pub look: Look,
    /// How far another is on its way, and how far it is to go; none where none is, or it has only begun.
    pub going: Option<(SimTime, SimTime)>,
    /// Why the picture is not of what stands on the left.
    pub stale: Option<AttrValue>,
    /// What the inspector looks at.
    pub selection: Option<Selection>,
    /// The second at which a task that is started by hand starts; none while the playhead moves.
    pub acts_at_seconds: Option<u64>,
    /// Whether somebody wants that to be the beginning.
    pub from_the_beginning: bool,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// What the stage shows, without what is below it: that moves with the time, and the stage only where
/// something happens.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let shown = props.shown.as_ref();
    html! {
        <div class="stage-scroll" tabindex="0" role="group" aria-label="Cluster">
            <div class="stage-head">
                <h2 id="stage-heading" class="visually-hidden">{ "Cluster" }</h2>
                { shown.map(|shown| pills(shown, props)).unwrap_or_default() }
                if let Some(how_far) = props.going {
                    { progress(how_far, shown.is_some(), &props.dispatch) }
                }
                if let Some(text) = &props.stale {
                    <p class="stale-note" data-testid="stale" title={text.clone()}>{ text }</p>
                }
                if let Some(shown) = shown {
                    <Controls shown={shown.clone()} look={props.look.clone()} dispatch={props.dispatch.clone()} />
                }
            </div>
            if !props.outline.description.is_empty() {
                <Description key={props.outline.description.clone()} text={props.outline.description.clone()} />
            }
            { shown.map(|shown| waiting(shown, &props.dispatch)).unwrap_or_default() }
            if let Some(shown) = shown {
                <Pictures shown={shown.clone()} outline={props.outline.clone()} here={props.here} look={props.look.clone()} selection={props.selection}
                    acts_at_seconds={props.acts_at_seconds} from_the_beginning={props.from_the_beginning} dispatch={props.dispatch.clone()} />
            }
        </div>
    }
}

/// How far a run on its way is, in its own time. The one before stays in the picture, and is said to be that.
fn progress((at, end): (SimTime, SimTime), has_earlier: bool, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::StopRun));
    html! {
        <div class="progress">
            <label for="run-progress">{ format!("Simulating: {}", part_of_span(at, end)) }</label>
            <progress id="run-progress" max={end.as_ms().max(1).to_string()} value={at.as_ms().to_string()}></progress>
            <button type="button" {onclick}>{ "Stop" }<span class="visually-hidden">{ " the run" }</span></button>
            if has_earlier {
                <span class="note">{ "Below is the earlier run." }</span>
            }
        </div>
    }
}

fn pills(shown: &Shared<Shown>, props: &StageProps) -> Html {
    let services = shown.snapshot.services.iter().enumerate();
    let groups = shown.snapshot.groups.iter().enumerate();
    html! {
        <>
            <ul class="pills" aria-label="Services">
                { for services.map(|(number, service)| of_service(number, service, props)) }
            </ul>
            if !shown.snapshot.groups.is_empty() {
                <ul class="pills" aria-label="Auto Scaling groups">
                    { for groups.map(|(number, group)| of_group(number, group, props)) }
                </ul>
            }
        </>
    }
}

fn of_service(number: usize, service: &ServiceView, props: &StageProps) -> Html {
    let (counts, revision) = counts_in_words(service);
    let words = Pill { name: &service.name, counts, of: &revision, halted: halted(service) };
    pill((Selection::Service(number), colour(Some(number))), words, props)
}

/// What of it is in service, and what is desired; behind that who asks for instances.
fn of_group(number: usize, group: &GroupView, props: &StageProps) -> Html {
    let counts = format!("{}/{}", grouped(group.in_service.into()), grouped(group.desired_capacity.into()));
    let providers = group.providers.join(", ");
    let words = Pill { name: &group.name, counts, of: &providers, halted: None };
    pill((Selection::Group(number), "of-group"), words, props)
}

/// What a pill says.
struct Pill<'a> {
    name: &'a str,
    counts: String,
    /// What stands behind the counts; empty where nothing does.
    of: &'a str,
    /// That it does not come to its end by itself.
    halted: Option<&'static str>,
}

fn pill(
    (selection, class): (Selection, &'static str),
    Pill { name, counts, of, halted }: Pill<'_>,
    props: &StageProps,
) -> Html {
    let pressed = props.selection == Some(selection);
    let onclick = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| onclick.dispatch(Action::Select(selection)));
    html! {
        <li key={format!("{selection:?}")}>
            <button type="button" class={classes!("pill", class)} aria-pressed={pressed.to_string()} {onclick}>
                <span class="pill-name">{ name.to_owned() }</span>
                <span>{ counts }</span>
                if !of.is_empty() {
                    <span class="pill-family">{ of.to_owned() }</span>
                }
                if let Some(word) = halted {
                    <span class="tag bad">{ word }</span>
                }
            </button>
        </li>
    }
}
