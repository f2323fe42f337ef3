//! The tab: the picture of what is selected, once the core has answered.

use super::super::holdings;
use super::fan::{PAGE, fan};
use super::fronts::{Front, fronts};
use super::hop::chain;
use super::verdict::verdict;
use super::way_out::{names, way_out};
use crate::session::{Dispatch, Paths, Selection, Shared, Shown, sentence};
use crate::setup::{marked, rule_link};
use ecs_core::finding::Finding;
use ecs_core::report::{NetworkReport, ServiceView};
use yew::prelude::*;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct NetworkPanelProps {
    /// The run.
    pub(in super::super) shown: Shared<Shown>,
    /// What is selected.
    pub(in super::super) selection: Option<Selection>,
    /// The question and its answer.
    pub(in super::super) paths: Paths,
    /// What is said of the selected service's load balancers and network configuration.
    pub(in super::super) said: Vec<Finding>,
    /// Where actions go.
    pub(in super::super) dispatch: Dispatch,
}

/// The network around what is selected.
#[component]
pub(in super::super) fn NetworkPanel(props: &NetworkPanelProps) -> Html {
    let pages = use_state(|| 1usize);
    {
        let pages = pages.setter();
        use_effect_with(props.selection, move |_| pages.set(1));
    }
    let Some(selection) = props.selection.filter(|selection| !matches!(selection, Selection::Group(_)))
    else {
        return html! { <p class="empty-note">{ "Select a task or a service to see how requests reach it, and what it reaches." }</p> };
    };
    let snapshot = &props.shown.snapshot;
    if let Selection::Instance(number) = selection {
        return holdings::panel(snapshot, number, &props.dispatch);
    }
    let Some(answer) = &props.paths.answer else {
        return html! { <p class="note empty-note">{ "Working it out…" }</p> };
    };
    let Some(reports) = answer.as_ref() else {
        return html! { <p class="empty-note">{ "The run has no such thing any more." }</p> };
    };
    let service = match selection {
        Selection::Service(number) => snapshot.services.get(number),
        _ => None,
    };
    let more = {
        let pages = pages.clone();
        Callback::from(move |_: MouseEvent| pages.set(*pages + 1))
    };
    html! {
        <div class="network">
            { head(reports, service) }
            { said(&props.said, &props.dispatch) }
            if let Some(service) = service {
                { of_service(props, reports, service, (*pages * PAGE, &more)) }
            } else {
                { of_task(props, reports) }
            }
            if !reports.is_empty() {
                { way_out(reports) }
            }
            { names(reports) }
        </div>
    }
}

fn head(reports: &[NetworkReport], service: Option<&ServiceView>) -> Html {
    let title = match (service, reports.first()) {
        (Some(service), _) => format!("The way to service {}", service.name),
        (None, Some(report)) => format!("The way to {}", report.name),
        (None, None) => "No way".to_owned(),
    };
    let first = reports.first();
    html! {
        <header>
            <h3>{ title }</h3>
            if let Some(report) = first {
                <p><b>{ report.network_mode.name() }</b>{ format!(": {}", sentence(&report.address.sentence)) }</p>
            }
            if service.is_none() {
                { for first.map(address) }
            }
        </header>
    }
}

fn address(report: &NetworkReport) -> Html {
    let address = &report.address;
    let Some(written) = &address.address else { return Html::default() };
    html! {
        <p class="address">
            <code>{ written }</code>
            if let Some(subnet) = &address.subnet {
                { format!(" in {subnet}") }
            }
            { if address.public { ", and a public address" } else { "" } }
        </p>
    }
}

/// What there is to say of the set-up: each leads to its rule.
fn said(findings: &[Finding], dispatch: &Dispatch) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    let line = |finding: &Finding| {
        html! { <li class="bad-text">{ marked(&finding.message) }{ " " }{ rule_link(finding.code, dispatch) }</li> }
    };
    html! { <ul class="said" aria-label="What is wrong with the set-up">{ for findings.iter().map(line) }</ul> }
}

fn of_task(props: &NetworkPanelProps, reports: &[NetworkReport]) -> Html {
    let fronts = fronts(reports);
    if fronts.is_empty() {
        return html! { <p class="note">{ "Nothing leads to the task: it has no port mapping that a client could ask for." }</p> };
    }
    let path = |front: &Front<'_>| {
        let Some(branch) = front.branches.first() else { return Html::default() };
        let label = format!("The way to {}", branch.report.name);
        html! {
            <section class="path">
                { chain(&label, &branch.hops, (0, branch.hops.len()), &props.dispatch) }
                { verdict(branch.path, branch.failing(), &props.dispatch) }
            </section>
        }
    };
    html! { <>{ for fronts.iter().map(path) }</> }
}

fn of_service(
    props: &NetworkPanelProps,
    reports: &[NetworkReport],
    service: &ServiceView,
    (listed, more): (usize, &Callback<MouseEvent>),
) -> Html {
    let fronts = fronts(reports);
    let waiting = service.waiting.as_ref();
    if fronts.is_empty() {
        return html! {
            <>
                <p class="note">{ "Nothing leads to its tasks: none has a port mapping that a client could ask for." }</p>
                if let Some(waiting) = waiting {
                    <p>{ format!("{} without a place: {}", waiting.count, waiting.reason) }</p>
                }
            </>
        };
    }
    let drawn = |front: &Front<'_>| {
        let left = front.branches.len().saturating_sub(listed);
        html! {
            <section class="path">
                { chain("What the tasks share", &front.shared, (0, front.shared.len()), &props.dispatch) }
                { fan(front, listed, (&props.shown.snapshot, waiting), &props.dispatch) }
                if left > 0 {
                    <button type="button" class="link" onclick={more.clone()}>{ format!("{} more", left.min(PAGE)) }</button>
                }
            </section>
        }
    };
    html! { <>{ for fronts.iter().map(drawn) }</> }
}
