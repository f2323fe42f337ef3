//! The panel and its foot.

use super::definition::DefinitionBox;
use super::findings::{LISTED, count_line, error_item};
use super::instances::Instances;
use super::services::Services;
use crate::session::{Action, Dispatch, Draft, Outline, Shared, errors};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// What is set up.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SetUpProps {
    /// What the forms show.
    pub outline: Shared<Outline>,
    /// What there is to say of the scenario.
    pub findings: Shared<Vec<Finding>>,
    /// Which task definition is in the box.
    pub definition: usize,
    /// What stands in the box.
    pub draft: Draft,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The left panel.
#[component]
pub fn SetUp(props: &SetUpProps) -> Html {
    let outline = &props.outline;
    html! {
        <aside class="panel setup" aria-labelledby="setup-heading">
            <div class="panel-scroll">
                <h2 id="setup-heading" class="visually-hidden">{ "Set-up" }</h2>
                <DefinitionBox outline={outline.clone()} definition={props.definition} draft={props.draft.clone()} dispatch={props.dispatch.clone()} />
                <Services outline={outline.clone()} findings={props.findings.clone()} dispatch={props.dispatch.clone()} />
                <Instances outline={outline.clone()} findings={props.findings.clone()} dispatch={props.dispatch.clone()} />
            </div>
            { foot(props) }
        </aside>
    }
}

fn foot(props: &SetUpProps) -> Html {
    let dispatch = props.dispatch.clone();
    let run = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Run));
    html! {
        <div class="setup-foot">
            { problems(props) }
            <div class="run-row">
                <span class="note">{ "or " }<kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Enter" }</kbd></span>
                <button type="button" class="primary run" onclick={run} aria-keyshortcuts="Control+Enter">{ "Run" }</button>
            </div>
        </div>
    }
}

fn problems(props: &SetUpProps) -> Html {
    let listed: Vec<&Finding> = errors(&props.findings).collect();
    if listed.is_empty() {
        return Html::default();
    }
    html! {
        <div class="problems" role="group" aria-label="Problems of the scenario">
            <p class="problems-title">{ count_line(listed.len()) }</p>
            <ul>{ for listed.iter().take(LISTED).map(|finding| error_item(finding)) }</ul>
            { (listed.len() > LISTED).then(|| html! { <p class="note">{ format!("and {} more", listed.len() - LISTED) }</p> }) }
        </div>
    }
}
