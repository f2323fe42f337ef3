//! Where the paths to a service's tasks part: a line for each target, which opens.

use super::fronts::{Branch, Front};
use super::hop::chain;
use super::verdict::{is_good, seen, verdict};
use super::words::Fate;
use crate::session::{Action, Dispatch, Selection, counted};
use ecs_core::report::{Snapshot, WaitingView};
use yew::prelude::*;

/// Targets that are listed at first, and how many more each time.
pub(super) const PAGE: usize = 8;

/// The targets behind a front: the first `listed` of them.
pub(super) fn fan(
    front: &Front<'_>,
    listed: usize,
    (snapshot, waiting): (&Snapshot, Option<&WaitingView>),
    dispatch: &Dispatch,
) -> Html {
    let first_bad = front.branches.iter().position(|branch| branch.failing().is_some());
    let shown = front.branches.iter().take(listed).enumerate();
    html! {
        <>
            <p class="fan-head">{ summary(front) }</p>
            <ul class="targets" aria-label="Targets">
                { for shown.map(|(number, branch)| target(branch, first_bad == Some(number), snapshot, dispatch)) }
                if let Some(waiting) = waiting {
                    <li class="waits">
                        <span class="hop-sign" aria-hidden="true">{ Fate::NotReached.sign() }</span>
                        <p><b>{ format!("{} without a place: ", counted(waiting.count.into(), "task")) }</b>{ &waiting.reason }</p>
                    </li>
                }
            </ul>
        </>
    }
}

fn summary(front: &Front<'_>) -> String {
    let all = front.branches.len();
    let reached = front.branches.iter().filter(|branch| branch.path.passed).count();
    let error = front.branches.iter().find_map(|branch| branch.path.client_error.as_ref());
    match error {
        Some(error) if reached == 0 => {
            format!("No request gets to a container: clients see {}.", seen(error))
        }
        _ if reached == all => format!("Requests get to {}.", counted(all as u64, "task")),
        _ => format!("Requests get to {reached} of {}.", counted(all as u64, "task")),
    }
}

fn target(branch: &Branch<'_>, opens: bool, snapshot: &Snapshot, dispatch: &Dispatch) -> Html {
    let fate = if branch.failing().is_some() { Fate::Stops } else { Fate::Passes };
    let id = branch.report.task.rsplit('/').next().and_then(|id| id.get(..4)).unwrap_or_default();
    html! {
        <li class={fate.class()} key={branch.report.name.clone()}>
            <span class="hop-sign" aria-hidden="true">{ fate.sign() }</span>
            <details open={opens}>
                <summary>
                    <b>{ id.to_owned() }</b>
                    <code>{ place(branch) }</code>
                    <span class="state">{ state(branch) }</span>
                </summary>
                { chain(&format!("The way to {}", branch.report.name), &branch.hops, (branch.shared, branch.hops.len()), dispatch) }
                { verdict(branch.path, branch.failing(), dispatch) }
                { to_task(branch, snapshot, dispatch) }
            </details>
        </li>
    }
}

/// The target's address and port; where nothing is registered, those that a client asks for.
fn place(branch: &Branch<'_>) -> String {
    let asked = branch.own().first();
    let port = asked.and_then(|hop| hop.port);
    let address = asked.and_then(|hop| hop.address.as_deref()).unwrap_or("no address yet");
    port.map_or_else(|| address.to_owned(), |port| format!("{address}:{port}"))
}

fn state(branch: &Branch<'_>) -> &'static str {
    match &branch.path.target_health {
        Some(health) if is_good(health.state) && !branch.path.passed => "healthy, not reached",
        Some(health) => health.state.name(),
        None if branch.path.passed => "reached",
        None => "not reached",
    }
}

fn to_task(branch: &Branch<'_>, snapshot: &Snapshot, dispatch: &Dispatch) -> Html {
    let number = snapshot.tasks.iter().position(|task| task.short == branch.report.name);
    let Some(number) = number else { return Html::default() };
    let dispatch = dispatch.clone();
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(Selection::Task(number))));
    html! { <button type="button" class="link" {onclick}>{ format!("Look at {}", branch.report.name) }</button> }
}
