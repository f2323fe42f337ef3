//! What an instance holds of the network: a slot for each network interface, and its host ports.

use super::details::jump;
use crate::session::{Dispatch, HeldPort, Selection, Whose, grouped, held_ports, interfaces};
use crate::stage::short_id;
use ecs_core::report::{InstanceView, Snapshot};
use yew::prelude::*;

/// Lines of a list that are drawn.
const LISTED: usize = 50;

/// The same as a picture of its own.
pub(super) fn panel(snapshot: &Snapshot, number: usize, dispatch: &Dispatch) -> Html {
    let Some(instance) = snapshot.instances.get(number) else { return Html::default() };
    html! {
        <div class="network">
            <h3>{ format!("The network of {}", short_id(&instance.id)) }</h3>
            <section aria-labelledby="slots-heading">
                <h4 id="slots-heading">{ format!("Network interfaces: {} of {} used", instance.enis.used, instance.enis.total) }</h4>
                { slots(snapshot, number, dispatch) }
            </section>
            <section aria-labelledby="ports-heading">
                <h4 id="ports-heading">{ "Host ports in use" }</h4>
                { host_ports(snapshot, number, dispatch) }
            </section>
        </div>
    }
}

/// The network interfaces: the instance's own, those of tasks, and how many are free.
pub(super) fn slots(snapshot: &Snapshot, number: usize, dispatch: &Dispatch) -> Html {
    let Some(instance) = snapshot.instances.get(number) else { return Html::default() };
    let held = interfaces(snapshot, number);
    let free = instance.enis.total.saturating_sub(instance.enis.used);
    let of_task = |(task, address): &(usize, &str)| {
        html! { <li class="slot" key={*task}>{ link(snapshot, *task, dispatch) }{ " " }<code>{ address.to_string() }</code></li> }
    };
    html! {
        <ul class="slots">
            <li class="slot own">{ own(instance, held.len()) }</li>
            { for held.iter().take(LISTED).map(of_task) }
            if held.len() > LISTED {
                <li class="slot">{ more(held.len()) }</li>
            }
            if free > 0 {
                <li class="slot free">{ format!("{} free", grouped(free.into())) }</li>
            }
        </ul>
    }
}

/// What the instance itself takes: with trunking, the trunk besides.
fn own(instance: &InstanceView, held: usize) -> &'static str {
    let own = (instance.enis.used as usize).saturating_sub(held);
    if own > 1 { "the instance's own and the trunk" } else { "the instance's own" }
}

/// The host ports in use, and whose they are.
pub(super) fn host_ports(snapshot: &Snapshot, number: usize, dispatch: &Dispatch) -> Html {
    let held = held_ports(snapshot, number);
    let reserved: Vec<String> =
        held.iter().filter(|held| held.whose == Whose::Reserved).map(written).collect();
    let of_tasks: Vec<&HeldPort> = held.iter().filter(|held| held.whose != Whose::Reserved).collect();
    html! {
        <ul class="held-ports">
            { for of_tasks.iter().take(LISTED).map(|held| port(snapshot, held, dispatch)) }
            if of_tasks.len() > LISTED {
                <li>{ more(of_tasks.len()) }</li>
            }
            if !reserved.is_empty() {
                <li><code>{ reserved.join(", ") }</code>{ " reserved by the agent" }</li>
            }
        </ul>
    }
}

fn port(snapshot: &Snapshot, held: &HeldPort, dispatch: &Dispatch) -> Html {
    let (word, task) = match held.whose {
        Whose::Reserved => return Html::default(),
        Whose::Static(task) => (" static, of ", task),
        Whose::Drawn(task) => (" drawn by the agent for ", task),
    };
    html! { <li key={written(held)}><code>{ written(held) }</code>{ word }{ link(snapshot, task, dispatch) }</li> }
}

fn written(held: &HeldPort) -> String {
    format!("{}/{}", held.port, held.protocol.name())
}

fn more(all: usize) -> String {
    format!("and {} more", grouped((all - LISTED) as u64))
}

fn link(snapshot: &Snapshot, number: usize, dispatch: &Dispatch) -> Html {
    let Some(task) = snapshot.tasks.get(number) else { return Html::default() };
    let name = format!("{} {}", task.name, task.id.get(..4).unwrap_or_default());
    jump(name, Selection::Task(number), dispatch)
}
