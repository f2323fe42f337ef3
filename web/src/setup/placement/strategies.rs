//! Placement strategies: the templates of the ECS console, and the list that each of them is.

use super::Place;
use crate::platform;
use crate::session::{
    Action, BY_INSTANCE, BY_ZONE, Dispatch, Edit, Owner, PlacementEdit, Preset, Strategy, element_id,
};
use crate::setup::form::Select;
use crate::setup::sheet::{ScenarioField, plain};
use yew::prelude::*;

/// As many as AWS takes.
const STRATEGIES: usize = 5;

/// What the select shows where the strategies are no template.
const CUSTOM: &str = "Custom";

/// The id of the names of attributes that instances have: the editors of services and those of a call
/// are on the page together.
fn list_of(owner: Owner) -> &'static str {
    match owner {
        Owner::Service(_) => "spread-attributes",
        Owner::Action(_) => "spread-attributes-of-call",
    }
}

/// The templates.
pub(super) fn presets(place: Place<'_>) -> Html {
    let preset = place.placement.preset();
    let id = element_id("preset", &place.of("placementStrategy"));
    let named = |preset: Preset| (preset.name().to_owned(), preset.name().to_owned());
    let mut options: Vec<(String, String)> = Preset::ALL.map(named).into();
    if preset.is_none() {
        options.insert(0, (CUSTOM.to_owned(), CUSTOM.to_owned()));
    }
    let owner = place.owner;
    let onchange = place.sheet.typed::<Event>(move |chosen| {
        let preset = Preset::ALL.into_iter().find(|preset| preset.name() == chosen);
        Edit::Placement(owner, PlacementEdit::Preset(preset.unwrap_or(Preset::Default)))
    });
    let name = format!("Placement template of {}", place.name);
    let own = "Strategies of your own, from the first to the last.";
    let sentence = preset.map_or(own, |preset| preset.sentence(owner));
    html! {
        <div class="field">
            <label for={id.clone()}>{ "Template" }</label>
            <Select id={id.clone()} name={Some(AttrValue::from(name))} value={preset.map_or(CUSTOM, Preset::name)} {options} invalid="false"
                described={Some(AttrValue::from(format!("{id}-note")))} {onchange} />
            <p class="note preset-note" id={format!("{id}-note")}>{ sentence }</p>
        </div>
    }
}

/// The list, and the button that adds one.
pub(super) fn strategies(place: Place<'_>) -> Html {
    let row = place.placement;
    let pointer = place.of("placementStrategy");
    let add = element_id("add", &pointer);
    let one = |(at, strategy): (usize, &Strategy)| fields(place, at, strategy);
    let rows: Vec<Html> = row.strategies.iter().enumerate().map(one).collect();
    html! {
        <div class="list" role="group" aria-label={format!("Strategies of {}", place.name)}>
            <p class="list-title">{ "Strategies" }</p>
            if !rows.is_empty() {
                <Sortable owner={place.owner} {rows} dispatch={place.sheet.dispatch.clone()} />
            }
            if row.strategies.len() < STRATEGIES {
                { place.sheet.add(add, "+ Strategy", format!("Add a strategy to {}", place.name), place.edit(PlacementEdit::AddStrategy)) }
            } else {
                <p class="note" id={add} tabindex="-1">{ "Five are the most." }</p>
            }
            { place.sheet.under(&pointer) }
        </div>
    }
}

fn fields(place: Place<'_>, at: usize, strategy: &Strategy) -> Html {
    let (sheet, owner) = (place.sheet, place.owner);
    let pointer = format!("{}/{at}", place.of("placementStrategy"));
    let row = format!("strategy {} of {}", at + 1, place.name);
    let kind = ScenarioField {
        pointer: format!("{pointer}/type"),
        label: "Type",
        name: format!("Type, {row}"),
        value: strategy.kind.clone(),
        ..ScenarioField::default()
    };
    let types = plain(&["spread", "binpack", "random"], &strategy.kind);
    let add = element_id("add", &place.of("placementStrategy"));
    html! {
        <div class="entry strategy">
            { sheet.select(kind, types, move |chosen| Edit::Placement(owner, PlacementEdit::StrategyType(at, chosen))) }
            { field(place, at, strategy, &row) }
            <div class="row-buttons">
                { moves(place, at, true) }
                { moves(place, at, false) }
                { sheet.remove(format!("Remove {row}"), place.edit(PlacementEdit::RemoveStrategy(at)), add) }
            </div>
            { sheet.under(&pointer) }
        </div>
    }
}

/// What it goes by: a choice for `binpack`; for `spread` a text, because every attribute will do.
fn field(place: Place<'_>, at: usize, strategy: &Strategy, row: &str) -> Html {
    let owner = place.owner;
    let field = ScenarioField {
        pointer: format!("{}/{at}/field", place.of("placementStrategy")),
        label: "Field",
        name: format!("Field, {row}"),
        value: strategy.field.clone(),
        placeholder: BY_ZONE.to_owned(),
        list: Some(list_of(place.owner)),
        ..ScenarioField::default()
    };
    let edit = move |typed| Edit::Placement(owner, PlacementEdit::StrategyField(at, typed));
    match strategy.kind.as_str() {
        "binpack" => place.sheet.select(field, plain(&["cpu", "memory"], &strategy.field), edit),
        "random" => html! { <p class="note none">{ "on any instance" }</p> },
        _ => place.sheet.input(field, edit),
    }
}

/// A button that moves a strategy by one place; the focus goes along. At the end it says so instead.
fn moves(place: Place<'_>, at: usize, up: bool) -> Html {
    let last = place.placement.strategies.len().saturating_sub(1);
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to <= last) };
    let word = if up { "up" } else { "down" };
    let id = |at: usize| element_id(word, &format!("{}/{at}", place.of("placementStrategy")));
    let name = format!("Move up, strategy {} of {}", at + 1, place.name).replace("up", word);
    let onclick =
        to.map(|to| place.sheet.pressed(place.edit(PlacementEdit::MoveStrategy(at, to)), Some(id(to))));
    let title = if up { "Move up" } else { "Move down" };
    html! {
        <button type="button" class="icon" id={id(at)} aria-label={name} {title} aria-disabled={to.is_none().to_string()} {onclick}>{ if up { "↑" } else { "↓" } }</button>
    }
}

/// Rows that can be dragged by their handles. Buttons do the same for those who have no pointer.
#[derive(Clone, PartialEq, Properties)]
struct SortableProps {
    owner: Owner,
    rows: Vec<Html>,
    dispatch: Dispatch,
}

#[component]
fn Sortable(props: &SortableProps) -> Html {
    let list = use_node_ref();
    // Which row is dragged, and which one it is over.
    let dragged = use_state_eq(|| None::<(usize, usize)>);
    let item = |(at, row): (usize, &Html)| {
        let over = dragged.filter(|(from, to)| from != to);
        let is_moving = dragged.is_some_and(|(from, _)| from == at);
        let class = classes!(
            "sortable",
            is_moving.then_some("is-moving"),
            over.is_some_and(|(from, to)| to == at && to < from).then_some("is-above"),
            over.is_some_and(|(from, to)| to == at && to > from).then_some("is-below"),
        );
        html! { <li key={at} {class}>{ handle(props, at, &list, &dragged) }{ row.clone() }</li> }
    };
    html! { <ol class="strategies" ref={list.clone()}>{ for props.rows.iter().enumerate().map(item) }</ol> }
}

type Dragged = UseStateHandle<Option<(usize, usize)>>;

fn handle(props: &SortableProps, at: usize, list: &NodeRef, dragged: &Dragged) -> Html {
    let begin = {
        let dragged = dragged.clone();
        Callback::from(move |event: PointerEvent| {
            if platform::takes_hold(&event) {
                event.prevent_default();
                dragged.set(Some((at, at)));
            }
        })
    };
    let go_on = {
        let (dragged, list) = (dragged.clone(), list.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some((from, _)) = *dragged {
                dragged.set(platform::row_at(&list, &event).map(|over| (from, over)));
            }
        })
    };
    let drop = {
        let (dragged, dispatch, owner) = (dragged.clone(), props.dispatch.clone(), props.owner);
        Callback::from(move |_: PointerEvent| {
            if let Some((from, to)) = dragged.filter(|(from, to)| from != to) {
                let edit = PlacementEdit::MoveStrategy(from, to);
                dispatch.dispatch(Action::Edit(Edit::Placement(owner, edit)));
            }
            dragged.set(None);
        })
    };
    let leave = {
        let dragged = dragged.clone();
        Callback::from(move |_: PointerEvent| dragged.set(None))
    };
    html! {
        <span class="grip" data-testid="grip" aria-hidden="true" title="Drag to reorder" onpointerdown={begin} onpointermove={go_on} onpointerup={drop} onpointercancel={leave}>{ "⠿" }</span>
    }
}

/// What tasks can be spread by here.
pub(in crate::setup) fn spread_fields(owner: Owner, attributes: &[(String, Vec<String>)]) -> Html {
    let with_value = attributes.iter().filter(|(_, values)| !values.is_empty());
    let named = with_value.map(|(name, _)| format!("attribute:{name}")).filter(|name| name != BY_ZONE);
    let all = [BY_ZONE.to_owned(), BY_INSTANCE.to_owned()].into_iter().chain(named);
    html! { <datalist id={list_of(owner)}>{ for all.map(|value| html! { <option key={value.clone()} {value}></option> }) }</datalist> }
}
