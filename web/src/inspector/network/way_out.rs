//! What tasks reach, and the names that lead to them.

use crate::session::{counted, grouped};
use ecs_core::report::{DestinationReport, NetworkReport, TaskNameReport};
use yew::prelude::*;

/// What a destination is for: its short name, and what a task wants there.
const PURPOSES: [(&str, &str); 8] = [
    ("internet", "Internet"),
    ("ecr.api", "Amazon ECR, sign-in"),
    ("ecr.dkr", "Amazon ECR, images"),
    ("s3", "Amazon S3, image layers"),
    ("secretsmanager", "Secrets Manager"),
    ("ssm", "Parameter Store"),
    ("logs", "CloudWatch Logs"),
    ("sqs", "Amazon SQS"),
];

/// Names that are listed.
const NAMES: usize = 20;

/// The way out of each of the tasks; tasks with the same one share it.
pub(super) fn way_out(reports: &[NetworkReport]) -> Html {
    let mut ways: Vec<(&[DestinationReport], u64)> = Vec::new();
    for report in reports {
        match ways.iter_mut().find(|(way, _)| *way == report.way_out) {
            Some((_, tasks)) => *tasks += 1,
            None => ways.push((&report.way_out, 1)),
        }
    }
    let are_several = ways.len() > 1;
    html! {
        <section class="way-out" aria-labelledby="way-out-heading">
            <h4 id="way-out-heading">{ "The way out" }</h4>
            { for ways.iter().map(|(way, tasks)| destinations(way, are_several.then_some(*tasks))) }
        </section>
    }
}

fn destinations(way: &[DestinationReport], tasks: Option<u64>) -> Html {
    html! {
        <>
            if let Some(tasks) = tasks {
                <p class="label">{ counted(tasks, "task") }</p>
            }
            if way.is_empty() {
                <p>{ "No network leads out of the task." }</p>
            } else {
                <ul class="destinations">{ for way.iter().map(destination) }</ul>
            }
        </>
    }
}

fn destination(report: &DestinationReport) -> Html {
    let purpose = PURPOSES.iter().find(|(name, _)| *name == report.destination);
    let purpose = purpose.map_or(&*report.destination, |(_, purpose)| *purpose);
    let (class, sign, word) =
        if report.passed { ("passes", "✓", "reached") } else { ("stops", "✕", "not reached") };
    html! {
        <li {class} key={&*report.destination}>
            <span class="hop-sign" aria-hidden="true">{ sign }</span>
            <span><b>{ purpose }</b>{ format!(" {word}: ") }<span class="by">{ format!("{}.", report.sentence) }</span></span>
        </li>
    }
}

/// The names that lead to the tasks.
pub(super) fn names(reports: &[NetworkReport]) -> Html {
    let named: Vec<(&NetworkReport, &TaskNameReport)> =
        reports.iter().flat_map(|report| report.names.iter().map(move |name| (report, name))).collect();
    if named.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-labelledby="names-heading">
            <h4 id="names-heading">{ "Names that lead here" }</h4>
            <ul class="names">
                { for named.iter().take(NAMES).map(|(report, name)| line(report, name)) }
                if named.len() > NAMES {
                    <li>{ format!("and {} more", grouped((named.len() - NAMES) as u64)) }</li>
                }
            </ul>
        </section>
    }
}

fn line(report: &NetworkReport, name: &TaskNameReport) -> Html {
    let place = name.port.map_or_else(|| name.address.clone(), |port| format!("{}:{port}", name.address));
    html! {
        <li><code>{ &name.name }</code>{ format!(" ({}) leads to ", name.kind.name()) }<code>{ place }</code>{ format!(", {}", report.name) }</li>
    }
}
