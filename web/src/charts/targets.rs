//! The targets of a target group at the playhead, as DescribeTargetHealth tells of them.

use super::health::class;
use crate::session::{Action, Dispatch, Read, Targets, counted};
use ecs_core::SimTime;
use ecs_core::report::{Landmark, TargetLine, TargetList};
use yew::prelude::*;

/// Which targets are listed.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TargetTableProps {
    /// The group, and its list.
    pub(super) targets: Targets,
    /// Where the playhead stands.
    pub(super) at: SimTime,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The list; nothing while none is open.
#[component]
pub(super) fn TargetTable(props: &TargetTableProps) -> Html {
    let (Some(group), Some(list)) = (&props.targets.group, &props.targets.list) else {
        return Html::default();
    };
    let dispatch = props.dispatch.clone();
    let close = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ListTargets(None)));
    html! {
        <section class="targets" aria-label={format!("Targets of {group}")}>
            <div class="targets-head">
                <h3>{ format!("Targets of {group} at the playhead") }</h3>
                <button type="button" class="icon" aria-label="Close the list of targets" onclick={close}>{ "×" }</button>
            </div>
            if list.targets.is_empty() {
                <p class="empty-note">{ "No target is registered at this moment." }</p>
            } else {
                <div class="chart-rows" tabindex="0" role="group" aria-label="Targets">{ table(props, list) }</div>
            }
        </section>
    }
}

fn table(props: &TargetTableProps, list: &TargetList) -> Html {
    let heads = ["Target", "Zone", "State", "Reason", "Description", "Task"];
    html! {
        <>
            <table class="target-table">
                <thead><tr>{ for heads.map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for list.targets.iter().map(|target| row(props, target)) }</tbody>
            </table>
            if list.more > 0 {
                <p class="note">{ format!("and {}: those that are not healthy come first", counted(list.more as u64, "more target")) }</p>
            }
        </>
    }
}

fn row(props: &TargetTableProps, target: &TargetLine) -> Html {
    let (code, description) = target.reason.clone().unwrap_or_default();
    let dispatch = props.dispatch.clone();
    // By name: a task may have stopped while its target still drains.
    let to = Read::GoTo(props.at, Landmark::Task { id: target.task.clone(), short: target.short.clone() });
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(to.clone().into()));
    html! {
        <tr key={format!("{} {}", target.task, target.port)}>
            <th scope="row">{ format!("{}:{}", target.id, target.port) }</th>
            <td>{ &target.zone }</td>
            <td><span class={classes!("key", class(target.state))}>{ target.state.name() }</span></td>
            <td><code>{ code }</code></td>
            <td>{ description }</td>
            <td><button type="button" class="link" title="Show the task" {onclick}>{ &target.short }</button></td>
        </tr>
    }
}
