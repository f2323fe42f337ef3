//! The dialog: which instance type copies are counted on, and a column for each mode.

use super::copies::{copies, words};
use super::facts::{Fact, address, internet, ports, refused, rules, target_type};
use crate::dialog::Dialog;
use crate::platform;
use crate::player::Compared;
use crate::session::{Action, Change, Comparison, Dispatch, Name};
use crate::setup::Select;
use ecs_core::aws::NetworkMode;
use ecs_core::catalog;
use ecs_core::report::ModeReport;
use std::collections::BTreeSet;
use yew::prelude::*;

/// What is compared.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ModesDialogProps {
    /// The comparison.
    pub comparison: Comparison,
    /// The draft's name.
    pub name: Name,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog.
#[component]
pub fn ModesDialog(props: &ModesDialogProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_close = Callback::from(move |_: Event| dispatch.dispatch(Action::CloseModes));
    let answer = props.comparison.answer.as_deref();
    html! {
        <Dialog id="modes-heading" class="wide" heading={html! { { format!("Network modes of {}", props.name) } }} {on_close}>
            if let Some(compared) = answer {
                { compared_modes(props, compared) }
            } else {
                <p class="note" role="status">{ "Working it out…" }</p>
            }
        </Dialog>
    }
}

fn compared_modes(props: &ModesDialogProps, compared: &Compared) -> Html {
    if compared.modes.is_empty() {
        return html! { <p class="note">{ "What stands in the box is no task definition that can be compared: mend its JSON first." }</p> };
    }
    let chosen = chosen_type(&props.comparison, &compared.modes);
    let current = compared.modes.iter().find(|mode| mode.current);
    html! {
        <>
            { head(props, compared, &chosen) }
            <div class={classes!("modes", (compared.modes.len() == 2).then_some("two"))}>
                { for compared.modes.iter().map(|mode| column(mode, current, &chosen, &props.dispatch)) }
            </div>
        </>
    }
}

/// The type that copies are counted on: the chosen one, else the first of the cluster.
fn chosen_type(comparison: &Comparison, modes: &[ModeReport]) -> String {
    let first = modes.iter().find_map(|mode| mode.copies.first()).map(|copies| &*copies.instance_type);
    comparison.instance_type.as_deref().or(first).unwrap_or_default().to_owned()
}

fn head(props: &ModesDialogProps, compared: &Compared, chosen: &str) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let name = platform::value_of(&event);
        dispatch.dispatch(Action::CompareModes(
            Some(name.into()).filter(|name: &std::rc::Rc<str>| !name.is_empty()),
        ));
    });
    html! {
        <div class="modes-head">
            <p class="note">
                { "The same task definition in each mode. ≠ marks what differs from the mode that the draft has." }
                if !compared.is_whole {
                    { " The scenario has errors, so its load balancers and subnets are left out." }
                }
            </p>
            <p class="modes-type">
                <label class="label" for="modes-type">{ "Copies on an empty" }</label>
                <Select id="modes-type" value={chosen.to_owned()} options={types(compared, chosen)} invalid="false" {onchange} />
            </p>
        </div>
    }
}

/// Those of the cluster first.
fn types(compared: &Compared, chosen: &str) -> Vec<(String, String)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut options: Vec<(String, String)> = Vec::new();
    if chosen.is_empty() {
        options.push((String::new(), "choose a type".to_owned()));
    }
    let of_cluster =
        compared.modes.iter().flat_map(|mode| mode.copies.iter().map(|copies| &*copies.instance_type));
    let of_catalog: Vec<&str> = catalog::instance_type_names().collect();
    for name in of_cluster.chain(of_catalog) {
        if seen.insert(name) {
            options.push((name.to_owned(), name.to_owned()));
        }
    }
    options
}

fn column(mode: &ModeReport, current: Option<&ModeReport>, chosen: &str, dispatch: &Dispatch) -> Html {
    let name = mode.network_mode.name();
    let id = format!("mode-{name}");
    let fact = |fact: Fact| {
        let before = current.filter(|current| current.network_mode != mode.network_mode);
        let differs = before.is_some_and(|before| (fact.words)(before) != (fact.words)(mode));
        html! { <Line term={fact.term} {differs} drawn={(fact.drawn)(mode, dispatch)} /> }
    };
    let count = {
        let differs = current.is_some_and(|current| words(current, chosen) != words(mode, chosen));
        html! { <Line term="Copies on one instance" {differs} drawn={copies(mode, chosen)} /> }
    };
    html! {
        <section class={classes!("mode", mode.current.then_some("current"))} aria-labelledby={id.clone()} key={name}>
            <header>
                <h3 {id}>{ name }</h3>
                { choice(mode, dispatch) }
            </header>
            <dl>
                { fact(address()) }{ fact(ports()) }{ count }{ fact(target_type()) }{ fact(refused()) }{ fact(rules()) }{ fact(internet()) }
            </dl>
        </section>
    }
}

fn choice(mode: &ModeReport, dispatch: &Dispatch) -> Html {
    if mode.current {
        return html! { <span class="tag">{ "in the draft" }</span> };
    }
    let written = if mode.network_mode == NetworkMode::Default { "" } else { mode.network_mode.name() };
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Fill(Change::Text("/networkMode".to_owned(), written.to_owned())));
        dispatch.dispatch(Action::CloseModes);
    });
    html! { <button type="button" aria-label={format!("Use mode {}", mode.network_mode.name())} {onclick}>{ "Use this mode" }</button> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct LineProps {
    term: &'static str,
    differs: bool,
    drawn: Html,
}

/// What is said of one thing in a mode.
#[component]
fn Line(props: &LineProps) -> Html {
    html! {
        <div class={props.differs.then_some("differs")}>
            <dt>
                { props.term }
                if props.differs {
                    <span class="differs-sign" aria-hidden="true">{ "≠" }</span>
                    <span class="visually-hidden">{ " (differs from the draft's mode)" }</span>
                }
            </dt>
            <dd>{ props.drawn.clone() }</dd>
        </div>
    }
}
