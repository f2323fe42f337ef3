//! What arrives: where it goes, and how much of it when.

use super::{ROWS, group, left_out};
use crate::session::{
    Destination, Edit, Outline, TRAFFIC, TRAFFIC_NAME, TrafficEdit, TrafficEntry, TrafficRow, TrafficShape,
    WAY, shape_fields,
};
use crate::setup::form::{Section, with_written};
use crate::setup::members::Entry;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

const ADD: &str = "add-traffic";

/// The traffic of a scenario.
pub(super) fn traffic(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let rows = &outline.traffic;
    let can_add = !outline.destinations.is_empty();
    let content = html! {
        <>
            if rows.is_empty() && !can_add {
                <p class="empty-note">{ "Nothing can arrive yet: requests go to a load balancer or a target group, messages to a queue." }</p>
            }
            if !rows.is_empty() {
                <div class="sections">{ for rows.iter().take(ROWS).enumerate().map(|(number, row)| entry(sheet, outline, number, row)) }</div>
                { left_out(rows.len()) }
            }
            if can_add {
                { sheet.add(ADD.to_owned(), "+ Traffic", "Add traffic".to_owned(), Edit::Traffic(TrafficEdit::Add)) }
            }
        </>
    };
    let what = "What clients and producers send, from the beginning on. The control above the stage changes how much it is from the playhead on.";
    group("traffic-form-heading", "Traffic", what, content)
}

fn entry(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &TrafficRow) -> Html {
    let pointer = format!("{TRAFFIC}/{number}");
    let fields = Entry { sheet, pointer: &pointer, of: &row.name, written: &row.entry.written };
    let goes_to_listener = row.entry.to.as_ref().is_some_and(|to| to.member == "listener");
    let remove = Edit::Traffic(TrafficEdit::Remove(number));
    let content = html! {
        <>
            <div class="entry one">
                { fields.field(&TRAFFIC_NAME[0]) }
                { sheet.remove(format!("Remove traffic {}", row.name), remove, ADD.to_owned()) }
            </div>
            { goes(sheet, outline, (number, &pointer), row) }
            if goes_to_listener {
                { fields.pairs(&WAY) }
            }
            { shape(fields, number, &row.entry) }
            if row.entry.to.as_ref().is_some_and(|to| to.member != "queue") {
                { fields.field(&TRAFFIC_NAME[1]) }
            }
            { rest(sheet, &pointer, &row.entry) }
        </>
    };
    let opens = sheet.says_something_in(&pointer);
    html! { <Section key={pointer.clone()} title={row.name.clone()} brief={brief(&row.entry)} {opens}>{ content }</Section> }
}

/// What is said of an entry that none of its fields shows.
fn rest(sheet: ScenarioSheet<'_>, pointer: &str, entry: &TrafficEntry) -> Html {
    let steps: Vec<String> = (0..entry.steps.len().min(ROWS))
        .flat_map(|step| (0..2).map(move |place| format!("shape/steps/{step}/{place}")))
        .collect();
    let own = entry.shape.map_or(&[][..], shape_fields);
    let tables = TRAFFIC_NAME.iter().chain(&WAY).chain(own).map(|field| field.member);
    let others = ["listener", "targetGroup", "queue", "shape"].into_iter();
    let shown: Vec<&str> = tables.chain(others).chain(steps.iter().map(String::as_str)).collect();
    sheet.under_rest(pointer, &shown, &[])
}

fn brief(entry: &TrafficEntry) -> String {
    let to = entry.to.as_ref().map_or("nowhere", |to| to.name.as_str());
    format!("{} to {to}", entry.shape.map_or("no shape", TrafficShape::member))
}

/// Where it goes.
fn goes(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    (number, pointer): (usize, &str),
    row: &TrafficRow,
) -> Html {
    let words = |to: &Destination| {
        let kind = match to.member {
            "listener" => "listener",
            "queue" => "queue",
            _ => "target group",
        };
        format!("{kind} {}", to.name)
    };
    let places = outline.destinations.iter().enumerate();
    let options = places.map(|(place, to)| (place.to_string(), words(to))).collect();
    let chosen = row.entry.to.as_ref();
    let known = chosen.and_then(|to| outline.destinations.iter().position(|place| place == to));
    let value = known.map_or_else(|| chosen.map(&words).unwrap_or_default(), |place| place.to_string());
    let member = chosen.map_or("targetGroup", |to| to.member);
    let field = ScenarioField {
        pointer: format!("{pointer}/{member}"),
        label: "Goes to",
        name: format!("Goes to, {}", row.name),
        value: value.clone(),
        ..ScenarioField::default()
    };
    sheet.select(field, with_written(options, &value, "as written"), move |place| {
        Edit::Traffic(TrafficEdit::To(number, place.parse().unwrap_or(usize::MAX)))
    })
}

/// How much of it when.
fn shape(fields: Entry<'_>, number: usize, entry: &TrafficEntry) -> Html {
    let names = [
        (TrafficShape::Constant, "constant"),
        (TrafficShape::Ramp, "ramp: from one rate to another"),
        (TrafficShape::Wave, "wave: up and down"),
        (TrafficShape::Steps, "steps: from second to second"),
        (TrafficShape::Spike, "spike: more for a while"),
    ];
    let options = names.map(|(shape, words)| (shape.member().to_owned(), words.to_owned()));
    let value = entry.shape.map_or("", TrafficShape::member);
    let field = ScenarioField {
        pointer: format!("{}/shape", fields.pointer),
        label: "Shape",
        name: format!("Shape, {}", fields.of),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let set = move |shape| Edit::Traffic(TrafficEdit::Shape(number, shape));
    html! {
        <>
            { fields.sheet.select(field, with_written(options.to_vec(), value, "as written"), set) }
            if let Some(shape) = entry.shape {
                { fields.pairs(shape_fields(shape)) }
            }
            if entry.shape == Some(TrafficShape::Steps) {
                { steps(fields, number, &entry.steps) }
            }
        </>
    }
}

fn steps(fields: Entry<'_>, number: usize, rows: &[[String; 2]]) -> Html {
    let add = format!("add-step-{number}");
    let row = |(step, row): (usize, &[String; 2])| {
        let cell = |place: usize, label: &'static str| {
            let field = ScenarioField {
                pointer: format!("{}/shape/steps/{step}/{place}", fields.pointer),
                label,
                name: format!("{label}, step {}, {}", step + 1, fields.of),
                value: row.get(place).cloned().unwrap_or_default(),
                ..ScenarioField::default()
            };
            fields
                .sheet
                .input(field, move |typed| Edit::Traffic(TrafficEdit::Step(number, step, place, typed)))
        };
        let remove = Edit::Traffic(TrafficEdit::RemoveStep(number, step));
        html! {
            <div class="entry" key={step}>
                { cell(0, "From second") }
                { cell(1, "A second") }
                if rows.len() > 1 {
                    { fields.sheet.remove(format!("Remove step {}", step + 1), remove, add.clone()) }
                }
            </div>
        }
    };
    html! {
        <div class="list" role="group" aria-label={format!("Steps of {}", fields.of)}>
            { for rows.iter().take(ROWS).enumerate().map(row) }
            { left_out(rows.len()) }
            { fields.sheet.add(add.clone(), "+ Step", "Add a step".to_owned(), Edit::Traffic(TrafficEdit::AddStep(number))) }
        </div>
    }
}
