//! Where the output of a container goes.

use super::container::Place;
use super::field::{Field, Options, Sheet, with_written};
use super::list::titled_list;
use super::section::Section;
use crate::platform;
use crate::session::{Action, Change, Dispatch, FARGATE_LOG_DRIVERS, LOG_DRIVERS, Part};
use ecs_core::json::child;
use yew::prelude::*;

/// Options of the awslogs driver that have a label of their own.
const AWSLOGS: [&str; 3] = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"];

/// The log configuration, or the button that adds one.
pub(super) fn logging(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let at = format!("{}/logConfiguration", place.at);
    let opens = sheet.placed.says_something_in(&at);
    html! {
        <Section title="Logging" brief={sheet.form.brief_log(place.at)} {opens}>
            { if sheet.form.has(&at) { log(sheet, place, &at) } else { none(sheet, place) } }
        </Section>
    }
}

fn adds(place: Place<'_>) -> String {
    format!("add-log-{}", place.number)
}

fn none(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let name = format!("Add a log configuration to {}", place.label);
    html! {
        <>
            <p class="note">{ "Without one, output stays with Docker on the instance, and on Fargate nobody sees it." }</p>
            { sheet.add(adds(place), "+ Log configuration", name, Change::Add(Part::Log(place.number))) }
        </>
    }
}

fn log(sheet: Sheet<'_>, place: Place<'_>, at: &str) -> Html {
    let onclick = sheet.pressed(Change::Remove(at.to_owned()), Some(adds(place)));
    html! {
        <>
            if sheet.form.has_object(at) {
                { driver(sheet, at) }
                { options(sheet, place, at) }
            }
            { sheet.under(at) }
            <button type="button" class="add" aria-label={format!("Remove the log configuration of {}", place.label)} {onclick}>{ "Remove log configuration" }</button>
        </>
    }
}

fn driver(sheet: Sheet<'_>, at: &str) -> Html {
    let field = Field { label: "Log driver", ..sheet.at(&format!("{at}/logDriver")) };
    let on_fargate = sheet.form.on_fargate();
    let words = |(number, (driver, words)): (usize, &(&str, &str))| {
        let elsewhere = on_fargate && number >= FARGATE_LOG_DRIVERS;
        let words = if elsewhere { format!("{words}: not on Fargate") } else { (*words).to_owned() };
        ((*driver).to_owned(), words)
    };
    let drivers: Options = LOG_DRIVERS.iter().enumerate().map(words).collect();
    let drivers = with_written(drivers, &field.value, "not known");
    let pointer = field.pointer.clone();
    sheet.select(field, drivers, move |chosen| Change::Text(pointer.clone(), chosen))
}

/// Those of awslogs with their labels, all others by name.
fn options(sheet: Sheet<'_>, place: Place<'_>, at: &str) -> Html {
    let object = format!("{at}/options");
    let is_awslogs = sheet.form.text(&format!("{at}/logDriver")) == "awslogs";
    let labelled = if is_awslogs { &AWSLOGS[..] } else { &[] };
    let others = sheet.form.keys(&object).into_iter().filter(|key| !labelled.contains(&key.as_str()));
    let adds = format!("add-log-option-{}", place.number);
    let name = format!("Add a log option to {}", place.label);
    let options = html! {
        <>
            { for others.enumerate().map(|(row, key)| option(sheet, place, &object, (row, &key), &adds)) }
            { sheet.add(adds.clone(), "+ Option", name, Change::Add(Part::LogOption(place.number))) }
            { sheet.under(&object) }
        </>
    };
    html! {
        <>
            { for labelled.iter().map(|key| sheet.field(&format!("{object}/{key}"))) }
            { titled_list(if is_awslogs { "Other options" } else { "Options" }, options) }
        </>
    }
}

fn option(sheet: Sheet<'_>, place: Place<'_>, object: &str, (row, key): (usize, &str), adds: &str) -> Html {
    let at = child(object, key);
    let row_name = format!("{} log option {}", place.label, row + 1);
    let value = Field { label: "Value", name: Some(format!("Value, {row_name}")), ..sheet.at(&at) };
    let pointer = at.clone();
    html! {
        <div key={row} class="entry">
            <OptionName id={format!("log-option-{}-{row}", place.number)} name={format!("Name, {row_name}")} key_name={key.to_owned()}
                pointer={at.clone()} dispatch={sheet.dispatch.clone()} />
            { sheet.input(value, move |typed| Change::Text(pointer.clone(), typed)) }
            { sheet.remove(format!("Remove log option {} of {}", row + 1, place.label), at, adds.to_owned()) }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct OptionNameProps {
    id: String,
    /// What the input is called by those who do not see where it stands.
    name: String,
    /// What the option is called.
    key_name: String,
    /// Where the option stands.
    pointer: String,
    dispatch: Dispatch,
}

/// The name of an option. What is typed goes into the text once it is whole: on the way it may be the
/// name of another option.
#[component]
fn OptionName(props: &OptionNameProps) -> Html {
    let typed = use_state(|| None::<String>);
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| typed.set(Some(platform::value_of(&event))))
    };
    let onchange = {
        let (typed, pointer, dispatch) = (typed.setter(), props.pointer.clone(), props.dispatch.clone());
        Callback::from(move |event: Event| {
            typed.set(None);
            dispatch.dispatch(Action::Fill(Change::Rename(pointer.clone(), platform::value_of(&event))));
        })
    };
    let value = (*typed).clone().unwrap_or_else(|| props.key_name.clone());
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ "Name" }</label>
            <input id={props.id.clone()} type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-label={props.name.clone()} {value} {oninput} {onchange} />
        </div>
    }
}
