//! Where the tasks of a service or a RunTask call may and should land.

mod constraints;
mod expression;
mod strategies;

use super::form::Section;
use super::sheet::ScenarioSheet;
use crate::session::{Edit, Owner, Placement, PlacementEdit};
use constraints::constraints;
use ecs_core::scenario::Roster;
use std::rc::Rc;
pub(super) use strategies::spread_fields;
use strategies::{presets, strategies};
use yew::prelude::*;

/// The cluster's instances, as the editors ask them.
#[derive(Debug, PartialEq)]
pub(super) struct Hosts {
    /// Whom an expression means.
    pub(super) roster: Roster,
    /// The attributes that they have, with values.
    pub(super) attributes: Vec<(String, Vec<String>)>,
}

/// A placement that is edited.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// What the fields are made from.
    pub(super) sheet: ScenarioSheet<'a>,
    /// Whose it is.
    pub(super) owner: Owner,
    /// What that is called.
    pub(super) name: &'a str,
    /// What is written down.
    pub(super) placement: &'a Placement,
    /// The cluster's instances.
    pub(super) hosts: &'a Rc<Hosts>,
}

/// What AWS takes of a placement and, where that is not all, why.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Strategies and constraints.
    Both,
    /// No strategy.
    Constraints(&'static str),
    /// Neither.
    Nothing(&'static str),
}

impl Place<'_> {
    fn of(&self, member: &str) -> String {
        format!("{}/{member}", self.owner.pointer())
    }

    fn edit(&self, edit: PlacementEdit) -> Edit {
        Edit::Placement(self.owner, edit)
    }
}

/// The folded part of a service or a call.
pub(super) fn placement(place: Place<'_>, takes: Takes) -> Html {
    let members = ["placementStrategy", "placementConstraints"];
    let opens = members.iter().any(|member| place.sheet.says_something_in(&place.of(member)));
    let (brief, content) = match takes {
        Takes::Both => (
            place.placement.brief(),
            html! { <>{ presets(place) }{ strategies(place) }{ constraints(place) }</> },
        ),
        Takes::Constraints(why) => {
            (place.placement.brief(), html! { <>{ instead(place, takes, why) }{ constraints(place) }</> })
        }
        Takes::Nothing(why) => ("by Fargate".to_owned(), instead(place, takes, why)),
    };
    html! { <Section title="Placement" of={place.name.to_owned()} {brief} {opens}>{ content }</Section> }
}

/// Why there is nothing to choose, and a way out where something is written down all the same.
fn instead(place: Place<'_>, takes: Takes, why: &'static str) -> Html {
    let Placement { strategies, constraints } = place.placement;
    let neither = matches!(takes, Takes::Nothing(_));
    let in_the_way = !strategies.is_empty() || (neither && !constraints.is_empty());
    let clear = place.sheet.pressed(place.edit(PlacementEdit::Clear), None);
    html! {
        <>
            <p class="note">{ why }</p>
            if in_the_way {
                { place.sheet.under(&place.of("placementStrategy")) }
                if neither {
                    { place.sheet.under(&place.of("placementConstraints")) }
                }
                <button type="button" class="add" onclick={clear}>{ "Remove placement" }</button>
            }
        </>
    }
}
