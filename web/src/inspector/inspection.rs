//! What the core tells of a task: why it stops, its times, and its containers.

use crate::session::{Dispatch, Inspection, Move, Selection, moment};
use ecs_core::SimTime;
use ecs_core::report::{ContainerView, StopView, TaskInspection};
use yew::prelude::*;

/// The task that is looked at.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InspectionProps {
    /// The question, and its answer.
    pub(super) inspection: Inspection,
    /// Whether the task is not in the picture.
    pub(super) is_away: bool,
    /// What is selected.
    pub(super) selection: Option<Selection>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The task, at the playhead.
#[component]
pub(super) fn InspectionPanel(props: &InspectionProps) -> Html {
    let is_of_task = props.is_away || matches!(props.selection, Some(Selection::Task(_)));
    let Some(answer) = props.inspection.answer.as_ref().filter(|_| is_of_task) else {
        return Html::default();
    };
    let Some(task) = &**answer else {
        return html! { <p class="empty-note">{ "At the playhead this task is not there yet." }</p> };
    };
    html! {
        <div class="details task-details">
            if props.is_away {
                <h3>{ format!("Task {}", task.id.get(..4).unwrap_or_default()) }</h3>
                { identity(task) }
            }
            if let Some(stop) = &task.stop {
                { why_it_stops(stop) }
            }
            { containers(task) }
            { times(props, task) }
        </div>
    }
}

fn entry(term: &'static str, value: impl Into<AttrValue>) -> Html {
    html! { <div><dt>{ term }</dt><dd>{ value.into() }</dd></div> }
}

/// What the picture would tell of it.
fn identity(task: &TaskInspection) -> Html {
    html! {
        <dl>
            { entry("lastStatus", task.last_status.to_string()) }
            { entry("desiredStatus", task.desired_status.clone()) }
            { entry("Task", task.short.clone()) }
            { entry("Task id", task.id.clone()) }
            { entry("taskDefinition", task.task_definition.clone()) }
            { entry("Where", task.instance.clone().unwrap_or_else(|| "Fargate".to_owned())) }
        </dl>
    }
}

fn why_it_stops(stop: &StopView) -> Html {
    html! {
        <section aria-labelledby="stop-heading">
            <h4 id="stop-heading">{ "Why it stopped" }</h4>
            <dl>
                { entry("stopCode", stop.code.clone()) }
                { entry("stoppedReason", stop.reason.clone()) }
            </dl>
            <p class="plainly">{ &*stop.plain }</p>
        </section>
    }
}

fn containers(task: &TaskInspection) -> Html {
    html! {
        <section aria-labelledby="containers-heading">
            <h4 id="containers-heading">{ "Containers" }</h4>
            <ul class="container-list">{ for task.containers.iter().map(container) }</ul>
        </section>
    }
}

fn container(container: &ContainerView) -> Html {
    let exit = container.exit_code.map(|code| entry("exitCode", code.to_string()));
    let restarts =
        (container.restart_count > 0).then(|| entry("Restarts", container.restart_count.to_string()));
    let started = container.first_started_at.map_or_else(|| "not yet".to_owned(), moment);
    html! {
        <li key={container.name.clone()}>
            <h5>{ &container.name }{ " " }<span class="note">{ if container.is_essential { "essential" } else { "not essential" } }</span></h5>
            <dl>
                { entry("lastStatus", container.last_status.to_string()) }
                if let Some(health) = container.health_status.as_ref().map(ToString::to_string) {
                    { entry("healthStatus", health) }
                }
                if let Some(exit) = exit {
                    { exit }
                }
                if let Some(reason) = container.reason.clone() {
                    { entry("reason", reason) }
                }
                if let Some(restarts) = restarts {
                    { restarts }
                }
                { entry("First started", started) }
                { entry("image", container.image.clone()) }
            </dl>
            if let Some(plain) = container.exit_plain.as_ref().map(ToString::to_string) {
                <p class="plainly">{ plain }</p>
            }
        </li>
    }
}

/// Its times, each a way to the moment.
fn times(props: &InspectionProps, task: &TaskInspection) -> Html {
    let all: [(&str, Option<SimTime>); 6] = [
        ("createdAt", Some(task.created_at)),
        ("pullStartedAt", task.pull_started_at),
        ("pullStoppedAt", task.pull_stopped_at),
        ("startedAt", task.started_at),
        ("stoppingAt", task.stopping_at),
        ("stoppedAt", task.stopped_at),
    ];
    let row = |(name, at): (&'static str, Option<SimTime>)| {
        let at = at?;
        let dispatch = props.dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Move::To(at).into()));
        Some(html! {
            <div key={name}><dt>{ name }</dt><dd><button type="button" class="link" title="Move the playhead here" {onclick}>{ moment(at) }</button></dd></div>
        })
    };
    html! {
        <section aria-labelledby="times-heading">
            <h4 id="times-heading">{ "Times" }</h4>
            <dl>{ for all.into_iter().filter_map(row) }</dl>
        </section>
    }
}
