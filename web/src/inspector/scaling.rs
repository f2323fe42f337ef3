//! The story of scaling, step after step, each with its arithmetic and with what led to it, and between them
//! where everything that is scaled stands at the playhead.

use super::pager;
use crate::platform;
use crate::session::{Dispatch, Tell, Telling, Told, moment};
use crate::setup::Select;
use ecs_core::SimTime;
use ecs_core::report::{Because, Landmark, ScalingNow, ScalingStep, Stage, StoryPage, Tone};
use yew::prelude::*;

/// Ways that a step shows at first: the panel is narrow.
const LEADS: usize = 3;

/// What of the story is read.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ScalingPanelProps {
    /// The page.
    pub(super) telling: Telling,
    /// How many of its steps the playhead has passed.
    pub(super) passed: usize,
    /// Where the playhead stands.
    pub(super) at: SimTime,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The panel: the oldest step first, what lies ahead of the playhead below what it has passed.
#[component]
pub(super) fn ScalingPanel(props: &ScalingPanelProps) -> Html {
    let list = use_node_ref();
    let told = props.telling.told.clone();
    {
        let (list, follows) = (list.clone(), props.telling.follows());
        let page = told.as_ref().map(|told| (told.page.offset, told.page.total));
        use_effect_with((props.passed, page), move |(passed, _)| {
            let revealing = follows.then(|| platform::reveal_row(&list, *passed));
            move || drop(revealing)
        });
    }
    let Some(told) = told else { return Html::default() };
    if told.page.names.is_empty() && told.now.is_empty() {
        return html! { <p class="empty-note">{ "Nothing is scaled in this run. Scaling policies, capacity providers and Auto Scaling groups tell here what they decide, and why." }</p> };
    }
    html! {
        <section class="journal story" aria-label="Scaling story">
            { search(props, &told.page) }
            { turn(props, &told.page) }
            if names_m(&told) {
                <p class="note">{ "M: instances needed, N: instances in service. CapacityProviderReservation is 100 × M / N." }</p>
            }
            if told.page.is_truncated {
                <p class="note">{ "The oldest events of this run were dropped: the story begins later." }</p>
            }
            <ol class="log" ref={list}>{ for lines(props, &told) }</ol>
        </section>
    }
}

/// Whether any of the arithmetic is that of a capacity provider.
fn names_m(told: &Told) -> bool {
    let steps = told.page.steps.iter().map(|step| &step.arithmetic);
    let now = told.now.iter().map(|now| &now.arithmetic);
    steps.chain(now).flatten().any(|arithmetic| arithmetic.contains("M = "))
}

/// Where everything that is scaled stands, in its place between the steps.
fn standing(props: &ScalingPanelProps, told: &Told) -> Html {
    let line = |now: &ScalingNow| {
        let name = now.text.split(':').next().unwrap_or_default().to_owned();
        html! {
            <li key={name} class={classes!(now.is_off.then_some("off"))}>
                <p>{ &now.text }</p>
                if let Some(arithmetic) = &now.arithmetic {
                    <p class="sum">{ arithmetic }</p>
                }
            </li>
        }
    };
    html! {
        <li key="now" class="here standing" aria-current="time">
            <p class="step-head"><time>{ moment(props.at) }</time><span class="stage-name">{ "At the playhead" }</span></p>
            <ul>{ for told.now.iter().map(line) }</ul>
        </li>
    }
}

fn search(props: &ScalingPanelProps, page: &StoryPage) -> Html {
    let (dispatch, names) = (props.dispatch.clone(), page.names.clone());
    let onchange = Callback::from(move |event: Event| {
        let number = platform::value_of(&event).parse::<usize>().ok();
        let of = number.and_then(|number| names.get(number)).cloned();
        dispatch.dispatch(Tell::Of(of).into());
    });
    let dispatch = props.dispatch.clone();
    let on_only = Callback::from(move |event: Event| {
        dispatch.dispatch(Tell::DecisionsOnly(platform::is_checked(&event)).into());
    });
    let choices = page.names.iter().enumerate().map(|(number, name)| (number.to_string(), name.clone()));
    let options = std::iter::once((String::new(), "Everything".to_owned())).chain(choices);
    let filter = &props.telling.filter;
    let chosen = page.names.iter().position(|name| Some(name) == filter.of.as_ref());
    html! {
        <div class="journal-search" role="search">
            <Select id="story-of" name={Some(AttrValue::from("Steps of"))} value={chosen.map(|number| number.to_string()).unwrap_or_default()}
                options={options.collect::<Vec<_>>()} invalid="false" {onchange} />
            <label class="check">
                <input type="checkbox" checked={filter.decisions_only} onchange={on_only} />
                { "Decisions only" }
            </label>
        </div>
    }
}

fn turn(props: &ScalingPanelProps, page: &StoryPage) -> Html {
    let tell = |tell: Tell| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(tell.clone().into()))
    };
    let behind = page.offset + page.steps.len();
    let earlier = tell(Tell::Turn(page.offset.saturating_sub(page.steps.len().max(40))));
    let ways = [
        ("Earlier", (page.offset > 0).then_some(earlier)),
        ("Later", (behind < page.total).then(|| tell(Tell::Turn(behind)))),
    ];
    let range = pager::range(page.offset, page.steps.len(), page.total, "step");
    pager::pager(&range, ways, (props.telling.follows(), tell(Tell::Follow)))
}

/// The steps of the page, and the playhead between them where it stands on this page.
fn lines(props: &ScalingPanelProps, told: &Told) -> Vec<Html> {
    let steps = told.page.steps.iter().enumerate();
    let mut lines: Vec<Html> = steps.map(|(number, step)| line(props, number, step)).collect();
    if told.page.shows(props.at) {
        lines.insert(props.passed.min(lines.len()), standing(props, told));
    }
    lines
}

/// A step. Its place is its key, as in the event log.
fn line(props: &ScalingPanelProps, number: usize, step: &ScalingStep) -> Html {
    let tone = match step.tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Bad => "bad-text",
    };
    let goes = tells(props, Tell::GoTo(step.at, step.landmarks.first().cloned()));
    html! {
        <li key={number} class={classes!((number >= props.passed).then_some("ahead"))}>
            <p class="step-head">
                <button type="button" class="link" title="Move the playhead here, and select what this is about" onclick={goes}><time>{ moment(step.at) }</time></button>
                <span class="stage-name">{ heading(step.stage) }</span>
            </p>
            <div>
                <p class={tone}>{ &step.text }</p>
                if let Some(arithmetic) = &step.arithmetic {
                    <p class="sum">{ arithmetic }</p>
                }
                <p class="plainly">{ &*step.plain }</p>
                <p class="leads">
                    if let Some(because) = step.because {
                        { cause(props, because) }
                    }
                    <Ways key={format!("ways {} {}", step.at.as_ms(), step.text)} at={step.at} landmarks={step.landmarks.clone()} dispatch={props.dispatch.clone()} />
                    <button type="button" class="link" key="log" onclick={tells(props, Tell::OpenLog(step.at))}>{ "In the event log" }</button>
                </p>
            </div>
        </li>
    }
}

fn tells(props: &ScalingPanelProps, tell: Tell) -> Callback<MouseEvent> {
    let dispatch = props.dispatch.clone();
    Callback::from(move |_: MouseEvent| dispatch.dispatch(tell.clone().into()))
}

/// The way to the step that led to this one.
fn cause(props: &ScalingPanelProps, because: Because) -> Html {
    let words = format!("Because of {}, {}", because.stage.words(), moment(because.at));
    html! { <button type="button" class="link" key="because" onclick={tells(props, Tell::GoTo(because.at, None))}>{ words }</button> }
}

#[derive(Clone, PartialEq, Properties)]
struct WaysProps {
    at: SimTime,
    landmarks: Vec<Landmark>,
    dispatch: Dispatch,
}

/// The ways to what a step is about: the first of them, and the rest for those who ask.
#[component]
fn Ways(props: &WaysProps) -> Html {
    let all = use_state_eq(|| false);
    let rest = props.landmarks.len().saturating_sub(LEADS);
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let way = |landmark: &Landmark| {
        let name = super::events::landmark_name(landmark);
        let (dispatch, tell) = (props.dispatch.clone(), Tell::GoTo(props.at, Some(landmark.clone())));
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(tell.clone().into()));
        html! { <button type="button" class="link" key={name.clone()} {onclick}>{ name }</button> }
    };
    let listed = if *all { props.landmarks.len() } else { LEADS };
    html! {
        <>
            { for props.landmarks.iter().take(listed).map(way) }
            if rest > 0 {
                <button type="button" class="link" key="more" aria-expanded={all.to_string()} onclick={toggle}>
                    { if *all { "fewer".to_owned() } else { format!("and {rest} more") } }
                </button>
            }
        </>
    }
}

/// The part that a step plays.
fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Alarm => "Metric and alarm",
        Stage::Policy => "Policy",
        Stage::ScheduledAction => "Scheduled action",
        Stage::DesiredCount => "Desired count",
        Stage::Fulfilled => "Desired count reached",
        Stage::Waiting => "Tasks waiting",
        Stage::CapacityProvider => "Capacity provider",
        Stage::AutoScalingGroup => "Auto Scaling group",
        Stage::Launch => "Instances launched",
        Stage::Registered => "Instances ready",
        Stage::Placed => "Tasks placed",
        Stage::Terminate => "Instances terminated",
    }
}
