//! The receipt: how all instances became one, and what each said.

use super::super::words::words;
use super::candidate::{line, reasons};
use super::rules::{Rule, Rules, is_on_fargate, rules};
use super::text::as_text;
use super::words::{asked_for, in_order, is_about};
use crate::platform;
use crate::session::{Selection, Shared, Shown, grouped};
use ecs_core::report::{Explanation, Step};
use yew::prelude::*;

/// Instances that are listed at once.
const LISTED: usize = 50;

/// An answer, and whose it is.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ReceiptProps {
    /// What the decision comes to.
    pub(super) title: String,
    /// When and why it was made.
    pub(super) occasion: String,
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What is selected.
    pub(super) selection: Selection,
    /// The decision; none where there was none.
    pub(super) answer: Shared<Option<Explanation>>,
}

/// The receipt.
#[component]
pub(super) fn Receipt(props: &ReceiptProps) -> Html {
    let head = html! {
        <>
            <h3>{ &props.title }</h3>
            <p class="note">{ &props.occasion }</p>
        </>
    };
    let Some(decision) = &*props.answer else {
        return html! {
            <>
                { head }
                <p>{ "Nothing was decided: whoever calls StartTask names the instance, and no constraint and no strategy is asked." }</p>
            </>
        };
    };
    let rules = rules(decision);
    html! {
        <>
            { head }
            { body(props, decision) }
            if let Some(tie) = &decision.tie_break {
                <p>{ "Tie: " }{ tie }{ "." }</p>
            }
            { sentences(props, decision) }
            { requirement(decision) }
            { rules_line(&rules) }
            <Copy key={props.title.clone()} receipt={props.clone()} />
        </>
    }
}

fn body(props: &ReceiptProps, decision: &Explanation) -> Html {
    if is_on_fargate(decision) {
        return html! { <p>{ "Fargate has no instances to choose among: it takes the zone of the task's subnets that has the fewest tasks of the group, and draws among equals." }</p> };
    }
    let asked = match props.selection {
        Selection::Instance(number) => props.shown.snapshot.instances.get(number),
        _ => None,
    };
    let Some(instance) = asked else {
        return html! {
            <>
                { steps(&decision.steps) }
                <Candidates answer={props.answer.clone()} />
            </>
        };
    };
    let seen = decision.candidates.iter().find(|seen| seen.ec2_instance_id == instance.id);
    let instead = decision.candidates.iter().find(|seen| seen.chosen && seen.ec2_instance_id != instance.id);
    html! {
        <>
            if let Some(seen) = seen {
                <p class={if seen.chosen { "good" } else { "" }}>{ &seen.sentence }</p>
                { reasons(seen) }
            }
            if let Some(instead) = instead {
                <h4>{ "Where it would go" }</h4>
                <ul class="candidates">{ line(instead) }</ul>
            }
        </>
    }
}

fn steps(steps: &[Step]) -> Html {
    let step = |(number, step): (usize, &Step)| {
        html! {
            <li key={number}>
                <span class="step-number" aria-hidden="true">{ number }</span>
                <span>{ &step.name }</span>
                <span class="num" aria-hidden="true">{ format!("{} → {}", grouped(step.before as u64), grouped(step.after as u64)) }</span>
                <span class="visually-hidden">{ format!(": {} instances before, {} after", step.before, step.after) }</span>
            </li>
        }
    };
    html! { <ol class="steps" aria-label="Steps">{ for steps.iter().enumerate().map(step) }</ol> }
}

/// The instances of a decision.
#[derive(Clone, Debug, PartialEq, Properties)]
struct CandidatesProps {
    answer: Shared<Option<Explanation>>,
}

/// The first instances, in order, and a box that finds others where there are more.
#[component]
fn Candidates(props: &CandidatesProps) -> Html {
    let wanted = use_state(String::new);
    let Some(decision) = &*props.answer else { return Html::default() };
    let all = decision.candidates.len();
    if all == 0 {
        return html! { <p>{ "The cluster has no instance." }</p> };
    }
    let mut found = in_order(&decision.candidates);
    let sought = wanted.trim().to_ascii_lowercase();
    if !sought.is_empty() {
        found.retain(|candidate| is_about(candidate, &sought));
    }
    let more = found.len().saturating_sub(LISTED);
    let set = wanted.setter();
    let oninput = Callback::from(move |event: InputEvent| set.set(platform::value_of(&event)));
    html! {
        <>
            if all > LISTED {
                <label class="label" for="why-filter">{ "Find instances by id, place or reason" }</label>
                <input id="why-filter" type="search" value={(*wanted).clone()} {oninput} />
            }
            <ul class="candidates" aria-label="Instances">{ for found.iter().take(LISTED).map(|candidate| line(candidate)) }</ul>
            if all > LISTED {
                <p class="note" role="status">{ format!("{} of {} instances", grouped(found.len() as u64), grouped(all as u64)) }
                    { if more > 0 { format!(": the first {LISTED}, and {} more", grouped(more as u64)) } else { String::new() } }
                </p>
            }
        </>
    }
}

/// ECS's event, beside our sentence.
fn sentences(props: &ReceiptProps, decision: &Explanation) -> Html {
    let snapshot = &props.shown.snapshot;
    let (ours, event) = match props.selection {
        Selection::Task(number) => {
            let task = snapshot.tasks.get(number);
            let told = |task: &std::rc::Rc<ecs_core::report::TaskView>| {
                snapshot.events.iter().find(|event| event.text.contains(&task.id)).map(|event| &event.text)
            };
            (None, task.and_then(told))
        }
        Selection::Service(number) => {
            let waiting = snapshot.services.get(number).and_then(|service| service.waiting.as_ref());
            (waiting.map(|waiting| &waiting.reason), decision.aws_message.as_ref())
        }
        Selection::Instance(_) | Selection::Group(_) => (None, decision.aws_message.as_ref()),
    };
    html! {
        <>
            if let Some(reason) = ours {
                <p>{ "In short: " }{ reason }{ "." }</p>
            }
            if let Some(text) = event {
                <blockquote><b>{ "ECS says: " }</b>{ words(text) }</blockquote>
            }
        </>
    }
}

fn requirement(decision: &Explanation) -> Html {
    let asked = asked_for(&decision.requirement);
    let entry = |(name, value): (&'static str, String)| {
        html! { <div key={name}><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    html! {
        <details class="asked">
            <summary>{ "What the task asks for" }</summary>
            <dl>{ for asked.into_iter().map(entry) }</dl>
        </details>
    }
}

fn rules_line(rules: &Rules) -> Html {
    let names = |rules: &[Rule]| {
        rules.iter().map(|rule| format!("{} {}", rule.id, rule.name)).collect::<Vec<_>>().join(", ")
    };
    html! {
        <div class="rules">
            <p><span class="tag ok">{ "documented" }</span>{ " " }{ names(&rules.documented) }</p>
            if !rules.ours.is_empty() {
                <p><span class="tag warn">{ "not documented" }</span>{ " " }{ names(&rules.ours) }</p>
            }
        </div>
    }
}

/// What is copied as text.
#[derive(Clone, Debug, PartialEq, Properties)]
struct CopyProps {
    receipt: ReceiptProps,
}

#[component]
fn Copy(props: &CopyProps) -> Html {
    let said = use_state(|| "");
    let onclick = {
        let (said, receipt) = (said.setter(), props.receipt.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(decision) = &*receipt.answer else { return };
            let text = as_text(&receipt.title, &receipt.occasion, decision, &rules(decision));
            let said = said.clone();
            platform::spawn(async move {
                let copied = platform::copy(&text).await;
                said.set(if copied { "Copied." } else { "The browser refuses to copy." });
            });
        })
    };
    html! {
        <p class="copy">
            <button type="button" {onclick}>{ "Copy as text" }</button>
            <span class="note" role="status">{ *said }</span>
        </p>
    }
}
