//! The tab: whose decision is asked about, and the answer when it is there.

use super::headline::{headline, occasion};
use super::receipt::Receipt;
use crate::platform;
use crate::session::{Action, Dispatch, Selection, Shared, Shown, Why, services_on_instances};
use yew::prelude::*;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct WhyPanelProps {
    /// The run.
    pub(in super::super) shown: Shared<Shown>,
    /// What is selected.
    pub(in super::super) selection: Option<Selection>,
    /// The question and its answer.
    pub(in super::super) why: Why,
    /// Where actions go.
    pub(in super::super) dispatch: Dispatch,
}

/// Why the selected thing is where it is.
#[component]
pub(in super::super) fn WhyPanel(props: &WhyPanelProps) -> Html {
    let Some(selection) = props.selection.filter(|selection| !matches!(selection, Selection::Group(_)))
    else {
        return html! {
            <p class="empty-note">{ "Select a task to see why it stands where it does, an instance to see why a task does not go there, or a service to see where its next task would go." }</p>
        };
    };
    let service = props.why.service_for(&props.shown.snapshot).map_or("", |service| service.name.as_str());
    let on_instance = matches!(selection, Selection::Instance(_));
    if on_instance && service.is_empty() {
        return html! { <p class="empty-note">{ "No service of this run places tasks on instances." }</p> };
    }
    let decision = props.why.answer.as_deref();
    let title = decision.and_then(|decision| headline(&props.shown, selection, service, decision.as_ref()));
    html! {
        <div class="why">
            if on_instance {
                <ServiceChoice shown={props.shown.clone()} service={service.to_owned()} dispatch={props.dispatch.clone()} />
            }
            <p class="visually-hidden" role="status">{ title.clone().unwrap_or_default() }</p>
            if let Some(why) = halted(&props.shown, selection) {
                <p class="bad-text">{ why }</p>
            }
            if let (Some(title), Some(answer)) = (&title, &props.why.answer) {
                <Receipt title={title.clone()} occasion={occasion(&props.shown, selection, answer.as_ref())}
                    shown={props.shown.clone()} {selection} answer={answer.clone()} />
            } else if decision.is_some() {
                <p class="note">{ "The run has no such thing any more." }</p>
            } else {
                <p class="note">{ "Working it out…" }</p>
            }
        </div>
    }
}

/// Why a service starts no next task, wherever that would go.
fn halted(shown: &Shown, selection: Selection) -> Option<String> {
    let Selection::Service(number) = selection else { return None };
    shown.snapshot.services.get(number)?.halted()
}

/// Whose next task an instance is asked about.
#[derive(Clone, Debug, PartialEq, Properties)]
struct ServiceChoiceProps {
    shown: Shared<Shown>,
    service: String,
    dispatch: Dispatch,
}

#[component]
fn ServiceChoice(props: &ServiceChoiceProps) -> Html {
    let select = use_node_ref();
    {
        let select = select.clone();
        use_effect_with((props.service.clone(), props.shown.clone()), move |(service, _)| {
            platform::choose(&select, service);
        });
    }
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        dispatch.dispatch(Action::AskAbout(platform::value_of(&event).into()));
    });
    let option = |name: &str| html! { <option key={name.to_owned()} value={name.to_owned()} selected={name == props.service}>{ name.to_owned() }</option> };
    html! {
        <p class="why-service">
            <label class="label" for="why-service">{ "Why not here? The next task of service" }</label>
            <select id="why-service" ref={select} {onchange}>
                { for services_on_instances(&props.shown.snapshot).map(|service| option(&service.name)) }
            </select>
        </p>
    }
}
