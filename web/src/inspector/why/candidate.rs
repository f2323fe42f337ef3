//! An instance, as a decision saw it.

use super::words::{check_name, failing, need_and_have};
use crate::session::counted;
use crate::stage::short_id;
use ecs_core::report::{CandidateReport, RankReport, VerdictReport};
use yew::prelude::*;

/// A line of the list, which opens on everything that was said of the instance.
pub(super) fn line(candidate: &CandidateReport) -> Html {
    let kind = if candidate.chosen {
        "chosen"
    } else if failing(candidate).next().is_some() {
        "ruled-out"
    } else {
        "passed"
    };
    html! {
        <li key={candidate.container_instance_arn.clone()} class={kind}>
            <details>
                <summary title={candidate.ec2_instance_id.clone()}>
                    <code>{ short_id(&candidate.ec2_instance_id).to_owned() }</code>
                    <span>{ &candidate.sentence }</span>
                </summary>
                { reasons(candidate) }
            </details>
        </li>
    }
}

/// Everything that was said of an instance: what it failed, what would help, how it was ranked.
pub(super) fn reasons(candidate: &CandidateReport) -> Html {
    let passed = candidate.verdicts.iter().filter(|verdict| verdict.passed).count() as u64;
    let failed = candidate.verdicts.len() as u64 - passed;
    let count = match failed {
        0 => format!("Passes {}.", counted(passed, "check")),
        _ => format!("Fails {} and passes {passed}.", counted(failed, "check")),
    };
    html! {
        <div class="reasons">
            <p class="note">{ count }{ " In the scenario it is " }<code>{ &candidate.name }</code>{ "." }</p>
            if failed > 0 {
                <ul class="failed" aria-label="Failed checks">{ for failing(candidate).map(verdict) }</ul>
            }
            if !candidate.changes.is_empty() {
                <p class="label">{ "What would let the task in" }</p>
                <ul class="changes">{ for candidate.changes.iter().map(|change| html! { <li>{ change }</li> }) }</ul>
            }
            if !candidate.ranks.is_empty() {
                <ul class="ranks" aria-label="Strategies">{ for candidate.ranks.iter().map(rank) }</ul>
            }
        </div>
    }
}

fn verdict(verdict: &VerdictReport) -> Html {
    let (need, have) = need_and_have(verdict);
    html! {
        <li>
            <b>{ check_name(verdict.check) }</b>
            <dl>
                <div><dt>{ "needs" }</dt><dd>{ need }</dd></div>
                <div><dt>{ "has" }</dt><dd>{ have }</dd></div>
            </dl>
        </li>
    }
}

fn rank(rank: &RankReport) -> Html {
    let outcome = if rank.kept { "kept" } else { "not kept" };
    let score = rank.score.map_or_else(|| "without the attribute".to_owned(), |score| score.to_string());
    html! { <li><code>{ &rank.strategy }</code>{ format!(": {score}, {outcome}") }</li> }
}
