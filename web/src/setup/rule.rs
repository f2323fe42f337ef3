//! Where a rule is explained: why it is there, what AWS says, an example, and what mends it.

use super::findings::{marked, severity_class, severity_name};
use crate::dialog::Dialog;
use crate::session::{Action, Dispatch};
use ecs_core::finding::Rule;
use ecs_core::validate::all_rules;
use ecs_core::validate::task_definition::{EXAMPLE_BYTES_MAX, RULES, TaskDefinitionRule};
use yew::prelude::*;

/// What is explained.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RuleDialogProps {
    /// The rule's code.
    pub code: &'static str,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog that explains a rule.
#[component]
pub fn RuleDialog(props: &RuleDialogProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_close = Callback::from(move |_: Event| dispatch.dispatch(Action::CloseRule));
    let Some(rule) = all_rules().find(|rule| rule.code == props.code) else { return Html::default() };
    let reasons = RULES.iter().find(|other| other.rule.code == props.code);
    html! {
        <Dialog id="rule-heading" heading={html! { <>{ "Rule " }<code>{ rule.code }</code></> }} {on_close}>
            { said(rule) }
            if let Some(reasons) = reasons {
                { explained(reasons) }
            }
            <p class="note">{ "Source: " }<code>{ rule.source }</code>{ ", a heading of the specification in " }<code>{ "docs/spec" }</code>{ "." }</p>
        </Dialog>
    }
}

/// The button that opens the dialog, in the words of a link. What it is about is in its name.
pub(crate) fn rule_link(code: &'static str, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ShowRule(code)));
    html! { <button type="button" class="link rule-link" aria-haspopup="dialog" aria-label={format!("Rule {code}")} {onclick}>{ "Rule" }</button> }
}

fn said(rule: &Rule) -> Html {
    html! {
        <p class={severity_class(rule.severity)}>
            <span class="severity">{ severity_name(rule.severity) }</span>
            { " " }{ marked(rule.summary) }
        </p>
    }
}

fn explained(rule: &TaskDefinitionRule) -> Html {
    html! {
        <dl class="rule">
            <dt>{ "Why" }</dt><dd>{ marked(rule.why) }</dd>
            if let Some(text) = rule.aws_message {
                <dt>{ "What AWS says" }</dt><dd><blockquote>{ text }</blockquote></dd>
            }
            if rule.example.len() <= EXAMPLE_BYTES_MAX {
                <dt id="rule-example">{ "The smallest example" }</dt>
                <dd><pre class="preview" tabindex="0" role="region" aria-labelledby="rule-example">{ rule.example }</pre></dd>
            }
            <dt>{ "What mends it" }</dt><dd>{ marked(rule.fix) }</dd>
        </dl>
    }
}
