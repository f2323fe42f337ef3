//! What arrives now, with a control for how much, and where it goes: load balancers with the health of their
//! targets, and queues.

use crate::charts::{health_class, health_words};
use crate::platform;
use crate::session::{Action, Dispatch, Outline, Shared, Shown, TrafficRow, counted, moment, rate_in_words};
use ecs_core::SimTime;
use ecs_core::balance::TargetState;
use ecs_core::report::{ForwardView, HealthCounts, TrafficArrives, TrafficView};
use std::cell::RefCell;
use std::collections::BTreeMap;
use yew::prelude::*;

/// Entries that have a line. The form has them all.
const LINES: usize = 3;

/// Targets that are drawn one by one.
const DRAWN: u32 = 8;

/// A tenth of a unit is the finest step of a control, and a hundredth of its range of the others.
const STEPS: u64 = 100;

/// What arrives, and who may change it.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TrafficProps {
    /// The run.
    pub shown: Shared<Shown>,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// What that was opened as.
    pub opened: Shared<str>,
    /// Whether the run is of this scenario.
    pub here: bool,
    /// Where the playhead stands.
    pub at: SimTime,
    /// Whether a run is on its way.
    pub going: bool,
    /// The second at which the controls act; none while the playhead moves.
    pub acts_at_seconds: Option<u64>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The lines; nothing where nothing arrives.
#[component]
pub fn Traffic(props: &TrafficProps) -> Html {
    let views = &props.shown.snapshot.traffic;
    let reached = use_memo(props.opened.clone(), |_| RefCell::new(Ranges::default()));
    if views.is_empty() {
        return Html::default();
    }
    let line = |(number, view): (usize, &TrafficView)| {
        let row = props.outline.traffic.iter().find(|row| row.name == view.name).filter(|_| props.here);
        html! {
            <Line key={view.name.clone()} {number} name={view.name.clone()} tenths={view.tenths_per_second(props.at)} to={view.to.clone()}
                range={row.map(|row| widest(&mut reached.borrow_mut(), row))} run={props.shown.number} going={props.going} acts_at_seconds={props.acts_at_seconds}
                dispatch={props.dispatch.clone()} />
        }
    };
    html! {
        <section class="traffic" aria-label="Traffic">
            <ul>{ for views.iter().take(LINES).enumerate().map(line) }</ul>
            if views.len() > LINES {
                <p class="note">{ format!("and {} more: the tab Network has them", views.len() - LINES) }</p>
            }
        </section>
    }
}

/// What each control has reached up to since the scenario was opened.
type Ranges = BTreeMap<String, u64>;

/// What a control reaches up to: never less than before, so that who has moved it down can move it back.
fn widest(reached: &mut Ranges, row: &TrafficRow) -> u64 {
    let range = reached.entry(row.name.clone()).or_default();
    *range = row.range.max(*range);
    *range
}

#[derive(Clone, PartialEq, Properties)]
struct LineProps {
    number: usize,
    name: String,
    /// What arrives in a second.
    tenths: u64,
    to: TrafficArrives,
    /// What the control reaches up to; none where it cannot be changed.
    range: Option<u64>,
    /// The number of the run.
    run: u32,
    /// Whether another one is on its way.
    going: bool,
    acts_at_seconds: Option<u64>,
    dispatch: Dispatch,
}

/// What somebody has moved the control to, until the run has it.
#[derive(Clone, Copy, PartialEq)]
struct Held {
    tenths: u64,
    is_let_go: bool,
}

/// A traffic: its name, its control, how much it is, and where it goes.
#[component]
fn Line(props: &LineProps) -> Html {
    let held = use_state_eq(|| None::<Held>);
    {
        let held = held.clone();
        // A run that is on its way will have it; one that is there has it, or was not changed.
        use_effect_with((props.tenths, props.run, props.going), move |(.., going)| {
            if !going && held.is_some_and(|held| held.is_let_go) {
                held.set(None);
            }
        });
    }
    let tenths = held.map_or(props.tenths, |held| held.tenths);
    let id = format!("traffic-{}", props.number);
    html! {
        <li class="traffic-line">
            <label class="traffic-name" for={id.clone()} title={props.name.clone()}><span>{ "Traffic " }</span>{ &props.name }</label>
            { control(props, &held, (id.clone(), tenths)) }
            <output class="traffic-rate" for={id} aria-live="off"><b>{ rate_in_words(tenths) }</b>{ unit(&props.to) }</output>
            { way(&props.to) }
        </li>
    }
}

fn unit(to: &TrafficArrives) -> &'static str {
    match to {
        TrafficArrives::LoadBalancer { .. } => " requests/s",
        TrafficArrives::Queue(_) => " messages/s",
    }
}

fn control(props: &LineProps, held: &UseStateHandle<Option<Held>>, (id, tenths): (String, u64)) -> Html {
    let moved = |is_let_go: bool| {
        let (held, dispatch, name) = (held.clone(), props.dispatch.clone(), props.name.clone());
        move |typed: String| {
            let Ok(tenths) = typed.parse::<u64>() else { return };
            held.set(Some(Held { tenths, is_let_go }));
            if is_let_go {
                dispatch.dispatch(Action::SetTraffic(name.clone(), tenths));
            }
        }
    };
    let (while_moved, let_go) = (moved(false), moved(true));
    let oninput = Callback::from(move |event: InputEvent| while_moved(platform::value_of(&event)));
    let onchange = Callback::from(move |event: Event| let_go(platform::value_of(&event)));
    // Where a browser tells no change, since it was moved back to where it was.
    let onblur = {
        let held = held.clone();
        Callback::from(move |_: FocusEvent| {
            if held.is_some_and(|held| !held.is_let_go) {
                held.set(None);
            }
        })
    };
    let most = props.range.unwrap_or_default().max(tenths.div_ceil(10)) * 10;
    html! {
        <input type="range" {id} min="0" max={most.to_string()} step={(most / STEPS).max(1).to_string()} value={tenths.to_string()}
            aria-valuetext={format!("{}{} a second", rate_in_words(tenths), unit(&props.to).trim_end_matches("/s"))}
            title={what(props.acts_at_seconds)} disabled={props.range.is_none()} {oninput} {onchange} {onblur} />
    }
}

/// What the control does.
fn what(acts_at_seconds: Option<u64>) -> String {
    match acts_at_seconds {
        Some(0) => "How much arrives from the beginning on, in place of its shape".to_owned(),
        Some(at) => format!("How much arrives from {} on", moment(SimTime::from_seconds(at))),
        None => "How much arrives from the playhead on".to_owned(),
    }
}

/// Where it goes.
fn way(to: &TrafficArrives) -> Html {
    match to {
        TrafficArrives::Queue(name) => {
            html! { <span class="traffic-way">{ "→ queue " }<b>{ name }</b></span> }
        }
        TrafficArrives::LoadBalancer { name, groups } => html! {
            <span class="traffic-way">
                { "→ " }<b>{ name }</b>
                if groups.is_empty() {
                    { " forwards to no target group" }
                }
                { for groups.iter().map(|group| forward(group, groups.len() > 1)) }
            </span>
        },
    }
}

/// A target group, its share where there are several, and its targets.
fn forward(group: &ForwardView, has_share: bool) -> Html {
    let share = if has_share { format!(" {} %", group.percent) } else { String::new() };
    let title =
        format!("Target group {}, {}: {}", group.name, group.algorithm.words(), health_words(&group.targets));
    html! {
        <span class="traffic-group" key={group.name.clone()} {title}>
            <span>{ format!("→ {}{share}", group.name) }</span>
            { targets(group) }
        </span>
    }
}

fn targets(group: &ForwardView) -> Html {
    let counts = &group.targets;
    let label = format!("{}: {}", counted(counts.registered().into(), "target"), health_words(counts));
    html! {
        <span class="target-marks" role="img" aria-label={label}>
            if counts.registered() > DRAWN {
                { health_words(counts) }
            } else {
                { for marks(counts) }
            }
        </span>
    }
}

/// A mark for each target: a letter of its own for each state, so that it is not told by colour alone.
fn marks(counts: &HealthCounts) -> impl Iterator<Item = Html> {
    let states = [
        (TargetState::Healthy, "✓"),
        (TargetState::Initial, "…"),
        (TargetState::Unhealthy, "✗"),
        (TargetState::Draining, "↓"),
        (TargetState::Unused, "–"),
    ];
    let counts = *counts;
    states.into_iter().flat_map(move |(state, mark)| {
        (0..counts.of(state)).map(move |number| {
            html! { <span key={format!("{mark}{number}")} class={classes!("mark", health_class(state))} aria-hidden="true">{ mark }</span> }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Ranges, widest};
    use crate::session::Outline;

    #[test]
    fn a_control_that_was_moved_down_reaches_as_far_as_before() {
        let mut reached = Ranges::default();
        let mut range = |rate: u32| {
            let text = format!(
                r#"{{"simulation": {{"traffic": [{{"name": "a", "shape": {{"constant": {rate}}}}}]}}}}"#
            );
            widest(&mut reached, &Outline::read(&text).traffic[0])
        };
        assert_eq!([range(100), range(10), range(400), range(100)], [200, 200, 1000, 1000]);
    }
}
