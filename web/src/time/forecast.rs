//! Where a deployment leads, before it is a part of the timeline.

use crate::session::{Forecast, counted};
use ecs_core::report::{CandidateReport, Foresight};
use yew::prelude::*;

/// Steps of a deployment that are drawn: of a longer one the first ones and the last.
const DRAWN: usize = 8;

/// Instances that are named where none has room.
const NAMED: usize = 5;

/// What is said while there is no run to look ahead from.
const NO_RUN: &str = "Run the scenario as it is now, and this tells where the deployment leads.";

/// What is said where nothing can be told.
const NOTHING: &str =
    "Nothing can be told of this call: it has errors, or there is no such service at that time.";

/// The forecast. Its place is kept while there is none: nothing below it moves.
pub(super) fn forecast(forecast: &Forecast) -> Html {
    let answer = forecast.answer.as_deref();
    html! {
        <section class="forecast" aria-labelledby="forecast-heading">
            <h3 id="forecast-heading">{ "Where this leads" }</h3>
            <div role="status">{ match (&forecast.question, answer) {
                (None, _) => html! { <p class="note">{ NO_RUN }</p> },
                (Some(_), None) => html! { <p class="note">{ "Looking ahead…" }</p> },
                (Some(_), Some(None)) => html! { <p class="note">{ NOTHING }</p> },
                (Some(_), Some(Some(foresight))) => told(foresight),
            } }</div>
        </section>
    }
}

fn told(foresight: &Foresight) -> Html {
    let is_bad = foresight.stall.is_some() || foresight.refused.is_some();
    html! {
        <>
            <p class={if is_bad { "forecast-bad" } else { "forecast-good" }}>
                if let Some(code) = &foresight.refused {
                    <code>{ code }</code>{ " " }
                }
                { &foresight.message }
            </p>
            if foresight.refused.is_none() {
                { steps(foresight) }
                { blocked(&foresight.blocked_by) }
                <p class="note">{ bounds(foresight) }</p>
            }
        </>
    }
}

/// Old and new tasks after every look of the scheduler.
fn steps(foresight: &Foresight) -> Html {
    let trace = &foresight.trace;
    let step = |(old, new): &(u32, u32)| {
        html! {
            <li>
                <span class="forecast-old">{ old }<span class="visually-hidden">{ " old, " }</span></span>
                <span class="forecast-new">{ new }<span class="visually-hidden">{ " new" }</span></span>
            </li>
        }
    };
    let left_out = trace.len().saturating_sub(DRAWN);
    let shown = trace.len().min(DRAWN);
    let (first, last) = if left_out > 0 { trace.split_at(shown - 1) } else { (&trace[..], &[][..]) };
    html! {
        <div class="forecast-trace">
            <span class="note" aria-hidden="true">{ "old, new" }</span>
            <ol aria-label="Old and new tasks, step by step">
                { for first.iter().map(step) }
                if left_out > 0 {
                    <li class="note">{ format!("{} more", counted(left_out as u64, "step")) }</li>
                }
                { for last.last().into_iter().map(step) }
            </ol>
        </div>
    }
}

/// What would let the next task in, instance by instance.
fn blocked(candidates: &[CandidateReport]) -> Html {
    if candidates.is_empty() {
        return Html::default();
    }
    let more = candidates.len().saturating_sub(NAMED);
    html! {
        <details>
            <summary>{ format!("What would make room on {}", counted(candidates.len() as u64, "instance")) }</summary>
            <ul class="forecast-blocked">
                { for candidates.iter().take(NAMED).map(|candidate| html! {
                    <li><b>{ &candidate.name }</b>{ ": " }{ candidate.changes.join("; ") }</li>
                }) }
                if more > 0 {
                    <li class="note">{ format!("and {more} more") }</li>
                }
            </ul>
        </details>
    }
}

fn bounds(foresight: &Foresight) -> String {
    format!(
        "At least {} healthy, at most {} to run. This counts on every task to be healthy and to stop at once.",
        counted(foresight.bounds.min_healthy.into(), "task"),
        foresight.bounds.max_tasks
    )
}
