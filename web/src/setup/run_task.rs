//! The dialog in which a RunTask call is written.

use super::findings::under_field;
use super::form::{titled_list, with_written};
use super::placement::{Hosts, Place, Takes, placement, spread_fields};
use super::services::{BY_FARGATE, references};
use super::sheet::{ScenarioField, ScenarioSheet};
use crate::dialog::Dialog;
use crate::platform;
use crate::session::{
    Action, CallEdit, Dispatch, Edit, NetworkRow, Outline, Owner, RunTask, Shared, SubnetRow, element_id,
};
use ecs_core::finding::Finding;
use ecs_core::scenario::Roster;
use yew::prelude::*;

/// What the call is called where its editors name whose they are.
const NAME: &str = "RunTask";

/// What is written.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RunTaskDialogProps {
    /// The call.
    pub call: RunTask,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The button that opens the dialog with a definition, by its number and name.
pub(crate) fn run_task_button(definition: usize, name: &str, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::OpenRunTask(definition)));
    html! {
        <button type="button" class="add" aria-haspopup="dialog" aria-label={format!("Run task {name}")} {onclick}>{ "Run task…" }</button>
    }
}

/// The dialog. The call is a part of the timeline only once it is made.
#[component]
pub fn RunTaskDialog(props: &RunTaskDialogProps) -> Html {
    let (call, dispatch) = (&props.call, &props.dispatch);
    let roster = use_memo(props.outline.clone(), |_| {
        let roster = Roster::read(&call.text);
        Hosts { attributes: roster.attributes(), roster }
    });
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: Event| dispatch.dispatch(Action::CloseRunTask))
    };
    let onkeydown = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                // The page behind would run the scenario.
                event.stop_propagation();
                event.prevent_default();
                make(&event, &dispatch);
            }
        })
    };
    let sheet = ScenarioSheet { findings: &call.findings, dispatch };
    let owner = Owner::Action(call.place);
    let takes = if call.row.on_fargate() { Takes::Nothing(BY_FARGATE) } else { Takes::Both };
    html! {
        <Dialog id="run-task-heading" heading={html! { { "Run task" } }} {on_close}>
            <div class="run-task" {onkeydown}>
                <p class="note">{ "RunTask starts up to ten tasks, once. Unlike those of a service, nothing replaces one that stops." }</p>
                { fields(sheet, call, &props.outline) }
                if let Some(network) = &call.row.network {
                    { network_fields(sheet, call, network) }
                }
                <div class="sections">
                    { placement(Place { sheet, owner, name: NAME, placement: &call.row.placement, hosts: &roster }, takes) }
                </div>
                { spread_fields(owner, &roster.attributes) }
                { elsewhere(sheet, call) }
                { buttons(dispatch) }
            </div>
        </Dialog>
    }
}

/// Closes the dialog, which gives the focus back, and makes the call.
fn make(event: &Event, dispatch: &Dispatch) {
    platform::close_dialog_around(event);
    dispatch.dispatch(Action::RunTask);
}

fn buttons(dispatch: &Dispatch) -> Html {
    let cancel = Callback::from(|event: MouseEvent| platform::close_dialog_around(&event));
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |event: MouseEvent| make(&event, &dispatch));
    html! {
        <div class="foot-row">
            <button type="button" onclick={cancel}>{ "Cancel" }</button>
            <button type="button" class="primary" aria-keyshortcuts="Control+Enter" {onclick}>{ "Run task" }</button>
        </div>
    }
}

/// JSON pointer of a member of the request.
fn of(call: &RunTask, member: &str) -> String {
    format!("{}/{member}", Owner::Action(call.place).pointer())
}

/// JSON pointer of the action's moment.
fn moment(call: &RunTask) -> String {
    format!("/simulation/timeline/{}/atSeconds", call.place)
}

fn fields(sheet: ScenarioSheet<'_>, call: &RunTask, outline: &Outline) -> Html {
    let row = &call.row;
    let field = |member: &str, label: &'static str, value: &str| ScenarioField {
        pointer: of(call, member),
        label,
        name: label.to_owned(),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let definition = field("taskDefinition", "Task definition", &row.task_definition);
    let definitions = references(outline, &row.task_definition);
    let count = ScenarioField { range: Some((1, 10)), ..field("count", "Tasks, 1 to 10", &row.count) };
    let at = ScenarioField { pointer: moment(call), ..field("atSeconds", "At second", &row.at_seconds) };
    let launch = field("launchType", "Launch type", &row.launch_type);
    let launch_types = row.launch_types.iter().map(|name| ((*name).to_owned(), words(name).to_owned()));
    let launch_types = with_written(launch_types.collect(), &row.launch_type, "not for this definition");
    let group = ScenarioField {
        placeholder: format!("family:{}", row.family),
        ..field("group", "Task group", &row.group)
    };
    let started_by = field("startedBy", "Started by", &row.started_by);
    html! {
        <>
            { sheet.select(definition, definitions, |chosen| Edit::Call(CallEdit::TaskDefinition(chosen))) }
            <div class="pair">
                { sheet.input(count, |typed| Edit::Call(CallEdit::Count(typed))) }
                { sheet.input(at, |typed| Edit::Call(CallEdit::AtSeconds(typed))) }
            </div>
            { sheet.select(launch, launch_types, |chosen| Edit::Call(CallEdit::LaunchType(chosen))) }
            <div class="pair">
                { sheet.input(group, |typed| Edit::Call(CallEdit::Group(typed))) }
                { sheet.input(started_by, |typed| Edit::Call(CallEdit::StartedBy(typed))) }
            </div>
        </>
    }
}

/// What the page calls a launch type.
fn words(launch_type: &str) -> &str {
    if launch_type == "FARGATE" { "Fargate" } else { launch_type }
}

fn network_fields(sheet: ScenarioSheet<'_>, call: &RunTask, network: &NetworkRow) -> Html {
    let pointer = of(call, "networkConfiguration");
    let said: Vec<Finding> = within(call, &pointer);
    let public_ip = sheet.checked(|on| Edit::Call(CallEdit::PublicIp(on)));
    let content = html! {
        <>
            <div class="checks">{ for network.subnets.iter().map(|row| subnet(sheet, row)) }</div>
            if call.row.on_fargate() || network.public_ip {
                <div class="flag">
                    <label><input type="checkbox" checked={network.public_ip} onchange={public_ip} />{ "assignPublicIp: a public address for each" }</label>
                </div>
            }
            { under_field(&said, &element_id("said", &pointer), sheet.dispatch) }
        </>
    };
    titled_list("Subnets of the tasks' network interfaces", content)
}

fn subnet(sheet: ScenarioSheet<'_>, row: &SubnetRow) -> Html {
    let id = row.id.clone();
    let onchange = sheet.checked(move |on| Edit::Call(CallEdit::Subnet(id.clone(), on)));
    let zone = if row.zone.is_empty() { "not in this scenario" } else { &row.zone };
    html! {
        <div class="flag" key={row.id.clone()}>
            <label><input type="checkbox" checked={row.chosen} {onchange} />{ &row.id }{ " " }<span class="note">{ zone.to_owned() }</span></label>
        </div>
    }
}

/// What is said of the call and has no field.
fn elsewhere(sheet: ScenarioSheet<'_>, call: &RunTask) -> Html {
    let fields = ["taskDefinition", "count", "launchType", "group", "startedBy"];
    let at_fields: Vec<String> = fields.iter().map(|member| of(call, member)).chain([moment(call)]).collect();
    let parts = ["networkConfiguration", "placementStrategy", "placementConstraints"];
    let parts: Vec<String> = parts.iter().map(|member| of(call, member)).collect();
    let is_shown = |finding: &&Finding| {
        at_fields.contains(&finding.pointer) || parts.iter().any(|part| finding.pointer.starts_with(part))
    };
    let rest: Vec<Finding> = call.findings.iter().filter(|finding| !is_shown(finding)).cloned().collect();
    html! { <div role="status">{ under_field(&rest, "said-of-call", sheet.dispatch) }</div> }
}

/// What is said of a place and of what is in it.
fn within(call: &RunTask, pointer: &str) -> Vec<Finding> {
    call.findings.iter().filter(|finding| finding.pointer.starts_with(pointer)).cloned().collect()
}
