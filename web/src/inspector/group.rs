//! The selected Auto Scaling group, in AWS's terms.

use super::details::{entry, jump, text};
use crate::session::{Dispatch, Selection, grouped};
use crate::stage::short_id;
use ecs_core::report::{GroupView, InstanceView, MemberView, Snapshot};
use yew::prelude::*;

/// Instances that are listed.
const LISTED: usize = 50;

/// The group: its bounds, who scales it, and what it has.
pub(super) fn group(snapshot: &Snapshot, group: &GroupView, dispatch: &Dispatch) -> Html {
    let names = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    html! {
        <div class="details">
            <h3>{ format!("Auto Scaling group {}", group.name) }</h3>
            <dl>
                { text("DesiredCapacity", grouped(group.desired_capacity.into())) }
                { text("In service", grouped(group.in_service.into())) }
                { text("MinSize", grouped(group.min_size.into())) }
                { text("MaxSize", grouped(group.max_size.into())) }
                { text("Capacity providers", names(&group.providers)) }
                { text("Scaling policies", names(&group.policies)) }
                { entry("Instances", instances(snapshot, group, dispatch)) }
            </dl>
        </div>
    }
}

/// The instances, each with what it is to the group.
fn instances(snapshot: &Snapshot, group: &GroupView, dispatch: &Dispatch) -> Html {
    let members = snapshot.instances.iter().enumerate().filter_map(|(number, instance)| {
        let member = instance.member.as_ref().filter(|member| member.group == group.name)?;
        Some((number, &**instance, member))
    });
    let members: Vec<_> = members.filter(|(_, instance, _)| !instance.condition.is_lost()).collect();
    if members.is_empty() {
        return html! { "none" };
    }
    let line = |(number, instance, member): &(usize, &InstanceView, &MemberView)| {
        let notes = member.notes().join(", ");
        let notes = if notes.is_empty() { String::new() } else { format!(", {notes}") };
        html! {
            <li key={*number}>
                { jump(short_id(&instance.id).to_owned(), Selection::Instance(*number), dispatch) }
                { format!(" {}{notes}", member.lifecycle.name()) }
            </li>
        }
    };
    html! {
        <ul class="task-list">
            { for members.iter().take(LISTED).map(line) }
            if members.len() > LISTED {
                <li>{ format!("and {} more", grouped((members.len() - LISTED) as u64)) }</li>
            }
        </ul>
    }
}
