//! Edits of placement strategies and constraints.

use crate::session::placement::{BY_ZONE, Owner, Placement, Preset, Strategy};
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What is changed of a placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacementEdit {
    /// A template of the ECS console takes the place of the strategies.
    Preset(Preset),
    /// One more strategy.
    AddStrategy,
    /// One less.
    RemoveStrategy(usize),
    /// A strategy goes to another place; those between move up or down.
    MoveStrategy(usize, usize),
    /// Its `type`, with a field that this takes.
    StrategyType(usize, String),
    /// Its `field`.
    StrategyField(usize, String),
    /// Whether `distinctInstance` is among the constraints.
    Distinct(bool),
    /// One more `memberOf`.
    AddMemberOf,
    /// One constraint less.
    RemoveConstraint(usize),
    /// A constraint's `expression`.
    Expression(usize, String),
    /// No strategy and no constraint.
    Clear,
}

/// `text` with the edit made of the placement that its owner has, which is `row`.
pub(in crate::session) fn edit(
    text: &str,
    owner: Owner,
    row: &Placement,
    edit: &PlacementEdit,
) -> Result<String, EditError> {
    let base = owner.pointer();
    let of = |member: &str| format!("{base}/{member}");
    let (strategies, constraints) = (of("placementStrategy"), of("placementConstraints"));
    match edit {
        PlacementEdit::Preset(preset) => {
            let values: Vec<Value> = preset.strategies().iter().map(Strategy::to_value).collect();
            let edited = match (values.is_empty(), row.strategies.is_empty()) {
                (true, true) => text.to_owned(),
                (true, false) => json::remove(text, &strategies)?,
                (false, _) => json::set(text, &strategies, &Value::Array(values))?,
            };
            distinct(edited, &constraints, row, preset.is_distinct())
        }
        PlacementEdit::AddStrategy => {
            let place = row.strategies.len();
            json::set(text, &format!("{strategies}/{place}"), &next(row).to_value())
        }
        PlacementEdit::RemoveStrategy(place) => {
            remove_element(text, &strategies, *place, row.strategies.len())
        }
        PlacementEdit::MoveStrategy(from, to) => moved(text, &strategies, *from, *to),
        PlacementEdit::StrategyType(place, kind) => {
            let Some(strategy) = row.strategies.get(*place) else { return Err(EditError::NoSuchPlace) };
            let of = |member: &str| format!("{strategies}/{place}/{member}");
            let wanted = strategy.of_type(kind);
            let edited = json::set(text, &of("type"), &json!(kind))?;
            match (wanted.field == strategy.field, wanted.field.is_empty()) {
                (true, _) => Ok(edited),
                (false, true) => json::remove(&edited, &of("field")),
                (false, false) => json::set(&edited, &of("field"), &json!(wanted.field)),
            }
        }
        PlacementEdit::StrategyField(place, field) => {
            json::set(text, &format!("{strategies}/{place}/field"), &json!(field))
        }
        PlacementEdit::Distinct(on) => distinct(text.to_owned(), &constraints, row, *on),
        PlacementEdit::AddMemberOf => {
            let constraint = json!({"type": "memberOf", "expression": "attribute:ecs.os-type == linux"});
            json::set(text, &format!("{constraints}/{}", row.constraints.len()), &constraint)
        }
        PlacementEdit::RemoveConstraint(place) => {
            remove_element(text, &constraints, *place, row.constraints.len())
        }
        PlacementEdit::Expression(place, expression) => {
            json::set(text, &format!("{constraints}/{place}/expression"), &json!(expression))
        }
        PlacementEdit::Clear => clear(text, owner, row),
    }
}

/// `text` without the strategies and the constraints that the owner has.
pub(super) fn clear(text: &str, owner: Owner, row: &Placement) -> Result<String, EditError> {
    let mut edited = text.to_owned();
    if !row.strategies.is_empty() {
        edited = json::remove(&edited, &format!("{}/placementStrategy", owner.pointer()))?;
    }
    if !row.constraints.is_empty() {
        edited = json::remove(&edited, &format!("{}/placementConstraints", owner.pointer()))?;
    }
    Ok(edited)
}

/// What tasks are spread by does not help twice.
fn next(row: &Placement) -> Strategy {
    let is_there = |field: &str| row.strategies.iter().any(|strategy| strategy.field == field);
    let of_type = |kind: &str| Strategy::default().of_type(kind);
    if is_there(BY_ZONE) { of_type("binpack") } else { of_type("spread") }
}

fn distinct(text: String, list: &str, row: &Placement, on: bool) -> Result<String, EditError> {
    if on == row.is_distinct() {
        return Ok(text);
    }
    if on {
        return json::set(
            &text,
            &format!("{list}/{}", row.constraints.len()),
            &json!({"type": "distinctInstance"}),
        );
    }
    let mut left = row.constraints.len();
    let mut edited = text;
    for (place, _) in row.constraints.iter().enumerate().rev().filter(|(_, row)| row.is_distinct()) {
        edited = remove_element(&edited, list, place, left)?;
        left -= 1;
    }
    Ok(edited)
}

/// A list without one of its elements; the last one takes the list along.
pub(super) fn remove_element(
    text: &str,
    list: &str,
    place: usize,
    count: usize,
) -> Result<String, EditError> {
    if count == 1 && place == 0 {
        json::remove(text, list)
    } else {
        json::remove(text, &format!("{list}/{place}"))
    }
}

/// Step by step, each of which leaves the rest of the list where it is.
fn moved(text: &str, list: &str, from: usize, to: usize) -> Result<String, EditError> {
    let mut edited = text.to_owned();
    let mut at = from;
    while at != to {
        let next = if at < to { at + 1 } else { at - 1 };
        edited = json::swap(&edited, &format!("{list}/{at}"), &format!("{list}/{next}"))?;
        at = next;
    }
    Ok(edited)
}
