//! Where the tasks of a service may and should land.

mod constraints;
mod expression;
mod strategies;

use super::form::Section;
use super::sheet::ScenarioSheet;
use crate::session::{Edit, PlacementEdit, ServiceRow};
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

/// A service whose placement is edited.
#[derive(Clone, Copy)]
struct Place<'a> {
    sheet: ScenarioSheet<'a>,
    number: usize,
    row: &'a ServiceRow,
    hosts: &'a Rc<Hosts>,
}

impl Place<'_> {
    fn of(&self, member: &str) -> String {
        format!("/services/{}/{member}", self.number)
    }

    fn edit(&self, edit: PlacementEdit) -> Edit {
        Edit::Placement(self.number, edit)
    }
}

/// The folded part of a service.
pub(super) fn placement(
    sheet: ScenarioSheet<'_>,
    number: usize,
    row: &ServiceRow,
    hosts: &Rc<Hosts>,
) -> Html {
    let place = Place { sheet, number, row, hosts };
    let members = ["placementStrategy", "placementConstraints"];
    let opens = members.iter().any(|member| sheet.says_something_in(&place.of(member)));
    let brief = if row.on_fargate() { "by Fargate".to_owned() } else { row.placement_brief() };
    let content = match (row.on_fargate(), row.is_daemon()) {
        (true, _) => instead(
            place,
            "Fargate spreads tasks over the zones of the subnets by itself: it takes no strategy and no constraint.",
        ),
        (false, true) => html! {
            <>
                { instead(place, "A DAEMON service keeps one task on every instance that can take it: it takes no strategy.") }
                { constraints(place) }
            </>
        },
        (false, false) => html! { <>{ presets(place) }{ strategies(place) }{ constraints(place) }</> },
    };
    html! { <Section title="Placement" of={row.name.clone()} {brief} {opens}>{ content }</Section> }
}

/// Why there is nothing to choose, and a way out where something is written down all the same.
fn instead(place: Place<'_>, why: &'static str) -> Html {
    let row = place.row;
    let in_the_way = !row.strategies.is_empty() || (row.on_fargate() && !row.constraints.is_empty());
    let clear = place.sheet.pressed(place.edit(PlacementEdit::Clear), None);
    html! {
        <>
            <p class="note">{ why }</p>
            if in_the_way {
                { place.sheet.under(&place.of("placementStrategy")) }
                if row.on_fargate() {
                    { place.sheet.under(&place.of("placementConstraints")) }
                }
                <button type="button" class="add" onclick={clear}>{ "Remove placement" }</button>
            }
        </>
    }
}
