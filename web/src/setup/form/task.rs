//! The form: what belongs to the task, then its containers.

use super::container::{ADD_CONTAINER, card};
use super::field::Sheet;
use super::follows::follows;
use super::graph::start_order;
use super::section::Section;
use super::size::size;
use super::unreadable::Unreadable;
use super::volumes::volumes;
use crate::session::{Action, Change, Dispatch, Form, NETWORK_MODES, Part, Placed};
use std::rc::Rc;
use yew::prelude::*;

/// What the form shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct DefinitionFormProps {
    /// What stands in the box.
    pub(in super::super) text: Rc<str>,
    /// The definition; none where the text is none that can be shown.
    pub(in super::super) form: Rc<Option<Form>>,
    /// What there is to say of it.
    pub(in super::super) placed: Rc<Placed>,
    /// Where actions go.
    pub(in super::super) dispatch: Dispatch,
}

/// `requiresCompatibilities`: AWS's spelling, what the page calls it, and what of that has room.
const COMPATIBILITIES: [(&str, &str, &str); 4] = [
    ("EC2", "EC2", "EC2"),
    ("FARGATE", "Fargate", "Fargate"),
    ("EXTERNAL", "External", "External"),
    ("MANAGED_INSTANCES", "Managed Instances", "Managed"),
];

/// The form.
#[component]
pub(in super::super) fn DefinitionForm(props: &DefinitionFormProps) -> Html {
    let Some(form) = props.form.as_ref() else {
        return html! { <Unreadable text={props.text.clone()} dispatch={props.dispatch.clone()} /> };
    };
    let sheet = Sheet { form, placed: &props.placed, dispatch: &props.dispatch };
    let containers = "/containerDefinitions";
    html! {
        <>
            { sheet.field("/family") }
            { compatibilities(sheet) }
            { network_mode(sheet) }
            { size(sheet) }
            <div class="sections">
                { roles(sheet) }
                { platform(sheet) }
                { volumes(sheet) }
            </div>
            { for (0..form.rows(containers)).map(|number| card(sheet, number)) }
            { sheet.left_out(containers) }
            { sheet.add(ADD_CONTAINER.to_owned(), "+ Container", "+ Container".to_owned(), Change::Add(Part::Container)) }
            { start_order(sheet) }
            { follows(form) }
        </>
    }
}

fn roles(sheet: Sheet<'_>) -> Html {
    let pointers = ["/taskRoleArn", "/executionRoleArn"];
    let opens = pointers.iter().any(|pointer| sheet.placed.says_something_in(pointer));
    html! {
        <Section title="Roles" brief={sheet.form.brief_roles()} {opens}>
            { for pointers.map(|pointer| sheet.field(pointer)) }
        </Section>
    }
}

fn platform(sheet: Sheet<'_>) -> Html {
    let groups = ["/runtimePlatform", "/ephemeralStorage"];
    let opens = groups.iter().any(|group| sheet.placed.says_something_in(group));
    html! {
        <Section title="Platform" brief={sheet.form.brief_platform()} {opens}>
            { sheet.field("/runtimePlatform/operatingSystemFamily") }
            { sheet.field("/runtimePlatform/cpuArchitecture") }
            if sheet.form.shows_ephemeral_storage() {
                { sheet.field("/ephemeralStorage/sizeInGiB") }
            }
            { for groups.map(|group| sheet.under(group)) }
        </Section>
    }
}

fn compatibilities(sheet: Sheet<'_>) -> Html {
    let pointer = "/requiresCompatibilities";
    let choice = |(written, name, words): (&'static str, &'static str, &'static str)| {
        let onchange = sheet.checked(move |on| Change::Compatibility(written, on));
        let checked = sheet.form.compatibilities.iter().any(|entry| entry == written);
        html! {
            <label key={written} title={name}>
                <input type="checkbox" aria-label={name} {checked} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby={sheet.described(pointer)}>
            <legend>{ "Requires compatibilities" }</legend>
            <div class="segments four">{ for COMPATIBILITIES.map(choice) }</div>
            { sheet.under(pointer) }
        </fieldset>
    }
}

fn network_mode(sheet: Sheet<'_>) -> Html {
    let pointer = "/networkMode";
    let chosen = sheet.form.network_mode.as_str();
    let choice = |(mode, _): (&'static str, &str)| {
        let onchange = sheet.typed::<Event>(move |_| Change::Text(pointer.to_owned(), mode.to_owned()));
        html! {
            <label key={mode}>
                <input type="radio" name="network-mode" value={mode} checked={chosen == mode} {onchange} />
                <span>{ mode }</span>
            </label>
        }
    };
    let sentence = NETWORK_MODES.iter().find(|(mode, _)| *mode == chosen).map(|(_, sentence)| *sentence);
    let sentence = sentence.unwrap_or("default: on Windows, the instance's NAT driver.");
    let described =
        sheet.described(pointer).into_iter().fold("network-note".to_owned(), |all, id| all + " " + &id);
    html! {
        <fieldset class="field" aria-describedby={described}>
            <legend>{ "Network mode" }</legend>
            <div class="segments four">{ for NETWORK_MODES.map(choice) }</div>
            <p class="note network-note" id="network-note">{ sentence }</p>
            { compare(sheet.dispatch) }
            { sheet.under(pointer) }
        </fieldset>
    }
}

/// The button that opens the comparison.
fn compare(dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::CompareModes(None)));
    html! { <button type="button" class="link compare-modes" aria-haspopup="dialog" {onclick}>{ "Compare network modes" }</button> }
}
