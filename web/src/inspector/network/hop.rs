//! A hop, and a chain of them.

use super::words::{self, Fate, fate};
use crate::session::{Action, Dispatch};
use ecs_core::network::HopKind;
use ecs_core::report::{HopReport, PermissionReport};
use yew::prelude::*;

/// A part of a path as a list: from `from` up to `to`.
pub(super) fn chain(
    label: &str,
    hops: &[&HopReport],
    (from, to): (usize, usize),
    dispatch: &Dispatch,
) -> Html {
    let shown = hops.iter().enumerate().take(to).skip(from);
    html! {
        <ol class="hops" aria-label={label.to_owned()}>
            { for shown.map(|(number, hop)| drawn(hop, fate(hops, number), dispatch)) }
        </ol>
    }
}

fn drawn(hop: &HopReport, fate: Fate, dispatch: &Dispatch) -> Html {
    html! {
        <li class={classes!("hop", fate.class(), is_inside(hop.kind).then_some("inside"))}>
            <p class="visually-hidden">{ words::sentence(hop, fate) }</p>
            <span class="hop-sign" aria-hidden="true">{ fate.sign() }</span>
            { picture(hop) }
            { said(hop, fate, dispatch) }
        </li>
    }
}

fn picture(hop: &HopReport) -> Html {
    let place = words::place(hop);
    html! {
        <div class="hop-box" aria-hidden="true">
            <span class="hop-kind">{ words::kind(hop.kind) }</span>
            <span class="hop-name">
                <b>{ words::name(hop) }</b>
                if let Some(protocol) = &hop.protocol {
                    <span class="hop-protocol">{ &**protocol }</span>
                }
            </span>
            if !place.is_empty() {
                <code>{ place }</code>
            }
            if !hop.security_groups.is_empty() {
                <span class="guards">{ for hop.security_groups.iter().map(|group| html! { <span class="guard">{ group }</span> }) }</span>
            }
        </div>
    }
}

/// What decided there: the rule that let the request in, or why it stops and what would let it in.
fn said(hop: &HopReport, fate: Fate, dispatch: &Dispatch) -> Html {
    let Some(reason) = hop.reason.as_ref().filter(|_| fate != Fate::NotReached) else {
        return Html::default();
    };
    html! {
        <div class="hop-said">
            <p>
                if fate == Fate::Stops {
                    <b>{ "Stops here: " }</b>
                }
                { reason }
            </p>
            if let Some(rule) = hop.missing_permission.as_ref() {
                { missing(rule, dispatch) }
            }
        </div>
    }
}

/// The button that adds a rule, where the scenario lists the group.
pub(super) fn missing(rule: &PermissionReport, dispatch: &Dispatch) -> Html {
    let Some(group) = &rule.group_id else { return Html::default() };
    let onclick = {
        let (dispatch, rule) = (dispatch.clone(), rule.clone());
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Permit(rule.clone())))
    };
    let label = format!("Add this rule to {group}: {}", rule.sentence);
    html! {
        <button type="button" class="permit" aria-label={label} {onclick}>{ "Add this rule" }</button>
    }
}

/// Whether it stands on the instance or in the task, behind the door that a security group guards.
fn is_inside(kind: HopKind) -> bool {
    matches!(kind, HopKind::Docker0 | HopKind::Nat | HopKind::Container)
}
