//! The selected task, instance or service, in AWS's terms.

use super::bus::cause;
use super::deployments::deployments;
use super::group::group;
use super::holdings::host_ports;
use super::shift::shift;
use crate::session::{Action, Dispatch, Selection, grouped};
use crate::stage::{clock, short_id};
use crate::time::update_button;
use ecs_core::report::{Amount, InstanceView, MemberView, PortView, ServiceView, Snapshot, TaskView};
use yew::prelude::*;

/// Tasks of an instance or service that are listed.
const LISTED: usize = 50;

pub(super) fn details(snapshot: &Snapshot, selection: Option<Selection>, dispatch: &Dispatch) -> Html {
    let found = selection.and_then(|selection| match selection {
        Selection::Task(number) => Some(task(snapshot, snapshot.tasks.get(number)?, dispatch)),
        Selection::Instance(number) => {
            Some(instance(snapshot, number, snapshot.instances.get(number)?, dispatch))
        }
        Selection::Service(number) => {
            Some(service(snapshot, number, snapshot.services.get(number)?, dispatch))
        }
        Selection::Group(number) => Some(group(snapshot, snapshot.groups.get(number)?, dispatch)),
    });
    found.unwrap_or_else(|| {
        html! { <p class="empty-note">{ "Select a task, an instance, a service or an Auto Scaling group to see its details." }</p> }
    })
}

fn task(snapshot: &Snapshot, task: &TaskView, dispatch: &Dispatch) -> Html {
    let instance = task.instance.and_then(|number| Some((number, snapshot.instances.get(number)?)));
    let started = task.started_at.map_or_else(|| "not yet".to_owned(), |at| format!("t+{}", clock(at)));
    html! {
        <div class="details">
            <h3>{ format!("Task {}", task.id.get(..4).unwrap_or_default()) }</h3>
            <dl>
                { text("lastStatus", task.status.name()) }
                { code("Task id", task.id.clone()) }
                { text(if task.service.is_some() { "Service" } else { "Group" }, task.name.clone()) }
                { code("taskDefinition", task.task_definition.clone()) }
                { text("launchType", task.launch_type.name()) }
                { instance.map(|(number, instance)| entry("Container instance",
                    jump(short_id(&instance.id).to_owned(), Selection::Instance(number), dispatch))) }
                if let Some(provider) = task.capacity_provider.clone() {
                    { text("capacityProviderName", provider) }
                }
                if let Some(waits) = task.waits.clone() {
                    { text("Waits", waits) }
                } else {
                    { text("availabilityZone", task.zone.clone()) }
                }
                { text("CPU reserved", format!("{} units", task.cpu_units)) }
                { text("Memory reserved", format!("{} MiB", task.memory_mib)) }
                if let Some(address) = task.address.clone() {
                    { code("Address", address) }
                }
                { (!task.ports.is_empty()).then(|| code("Host ports", ports(&task.ports))) }
                { code("createdAt", format!("t+{}", clock(task.created_at))) }
                { code("startedAt", started) }
            </dl>
            if let Some(given) = &task.cause {
                { cause(given) }
            }
        </div>
    }
}

fn instance(snapshot: &Snapshot, number: usize, instance: &InstanceView, dispatch: &Dispatch) -> Html {
    html! {
        <div class="details">
            <h3>{ format!("Instance {}", short_id(&instance.id)) }</h3>
            <dl>
                { text("status", instance.status_in_words()) }
                if let Some(member) = &instance.member {
                    { entry("Auto Scaling group", membership(snapshot, member, dispatch)) }
                }
                { code("ec2InstanceId", instance.id.clone()) }
                { code("In the scenario", instance.short.clone()) }
                { text("Instance type", &*instance.instance_type) }
                { text("availabilityZone", instance.zone.clone()) }
                { text("CPU", amounts(instance.cpu_units, "units")) }
                { text("Memory", amounts(instance.memory_mib, "MiB")) }
                { text("Network interfaces", format!("{} of {} used", instance.enis.used, instance.enis.total)) }
                { entry("Host ports", host_ports(snapshot, number, dispatch)) }
                { entry("Tasks", list(snapshot, snapshot.tasks_on(number), dispatch)) }
            </dl>
        </div>
    }
}

/// The way to its group, and what it is to that.
fn membership(snapshot: &Snapshot, member: &MemberView, dispatch: &Dispatch) -> Html {
    let number = snapshot.groups.iter().position(|group| group.name == member.group);
    let lifecycle = format!(", {}", member.lifecycle.name());
    html! {
        <>
            if let Some(number) = number {
                { jump(member.group.clone(), Selection::Group(number), dispatch) }
            } else {
                { &member.group }
            }
            { lifecycle }
        </>
    }
}

fn service(snapshot: &Snapshot, number: usize, service: &ServiceView, dispatch: &Dispatch) -> Html {
    let tasks = snapshot.tasks.iter().enumerate().filter(|(_, task)| task.service == Some(number));
    let tasks: Vec<usize> = tasks.map(|(number, _)| number).collect();
    html! {
        <div class="details">
            <h3>{ format!("Service {}", service.name) }</h3>
            <dl>
                { code("taskDefinition", service.task_definition.clone()) }
                { text("launchType", service.launch_type.name()) }
                { text("desiredCount", grouped(service.desired_count.into())) }
                { text("runningCount", grouped(service.running_count.into())) }
                { text("pendingCount", grouped(service.pending_count.into())) }
                { service.waiting.as_ref().map(|waiting| text("Waiting", format!("{}: {}", waiting.count, waiting.reason))) }
                { entry("Tasks", list(snapshot, &tasks, dispatch)) }
            </dl>
            { update_button(&service.name, None, dispatch) }
            { deployments(service) }
            if let Some(going) = &service.shift {
                { shift(&service.name, going, dispatch) }
            }
        </div>
    }
}

fn list(snapshot: &Snapshot, tasks: &[usize], dispatch: &Dispatch) -> Html {
    if tasks.is_empty() {
        return html! { "none" };
    }
    let link = |number: &usize| {
        let task = snapshot.tasks.get(*number)?;
        let name = format!("{} {}", task.name, task.id.get(..4).unwrap_or_default());
        Some(html! { <li key={*number}>{ jump(name, Selection::Task(*number), dispatch) }</li> })
    };
    html! {
        <ul class="task-list">
            { for tasks.iter().take(LISTED).filter_map(link) }
            { (tasks.len() > LISTED).then(|| html! { <li>{ format!("and {} more", grouped((tasks.len() - LISTED) as u64)) }</li> }) }
        </ul>
    }
}

pub(super) fn jump(name: String, selection: Selection, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(selection)));
    html! { <button type="button" class="link" {onclick}>{ name }</button> }
}

pub(super) fn entry(term: &'static str, value: Html) -> Html {
    html! { <div><dt>{ term }</dt><dd>{ value }</dd></div> }
}

pub(super) fn text(term: &'static str, value: impl Into<AttrValue>) -> Html {
    entry(term, html! { { value.into() } })
}

fn code(term: &'static str, value: String) -> Html {
    entry(term, html! { <code>{ value }</code> })
}

fn amounts(amount: Amount, unit: &str) -> String {
    format!("{} of {} {unit} reserved", grouped(amount.used.into()), grouped(amount.total.into()))
}

fn ports(ports: &[PortView]) -> String {
    let name = |port: &PortView| {
        let protocol = port.protocol.name();
        if port.host_port == 0 {
            format!("dynamic/{protocol}")
        } else {
            format!("{}/{protocol}", port.host_port)
        }
    };
    let mut names: Vec<String> = ports.iter().map(name).collect();
    names.dedup();
    names.join(", ")
}
