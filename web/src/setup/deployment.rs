//! How a service's tasks are exchanged for those of another revision.

use super::form::Section;
use super::sheet::{ScenarioField, ScenarioSheet, plain};
use crate::session::{DeploymentField, Edit, ServiceRow};
use yew::prelude::*;

/// Strategies by AWS's names.
const STRATEGIES: [&str; 4] = ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"];

/// Minutes of a wait at the most.
const MINUTES: u32 = 1440;

/// A number of the form: its member, its label, what is shown, what counts where it is empty, and its bounds
/// where it is whole.
type Number<'a> = (DeploymentField, &'static str, &'a str, &'static str, Option<(u32, u32)>);

/// The part of a service's form about deployments.
pub(super) fn deployment(sheet: ScenarioSheet<'_>, number: usize, row: &ServiceRow) -> Html {
    let pointer = format!("/services/{number}/deploymentConfiguration");
    let strategy = row.deployment.strategy.as_str();
    let chosen = ScenarioField {
        pointer: format!("{pointer}/{}", DeploymentField::Strategy.member()),
        label: "Strategy",
        name: format!("Deployment strategy of {}", row.name),
        value: strategy.to_owned(),
        ..ScenarioField::default()
    };
    let edit = move |typed| Edit::Deployment(number, DeploymentField::Strategy, typed);
    html! {
        <Section title="Deployment" of={row.name.clone()} brief={row.deployment.brief()} opens={sheet.says_something_in(&pointer)}>
            { sheet.select(chosen, plain(&STRATEGIES, strategy), edit) }
            <div class="pair">
                { for numbers(row).into_iter().map(|given| input(sheet, number, row, given)) }
            </div>
            { sheet.under_rest(&pointer, &DeploymentField::ALL.map(DeploymentField::member), &[]) }
            <p class="note">{ means(strategy) }</p>
        </Section>
    }
}

fn numbers(row: &ServiceRow) -> Vec<Number<'_>> {
    let given = &row.deployment;
    let (minimum, maximum) = if row.is_daemon() { ("0", "100") } else { ("100", "200") };
    let whole = Some((0, MINUTES));
    let mut numbers: Vec<Number<'_>> = vec![
        (
            DeploymentField::MinimumHealthyPercent,
            "Minimum healthy, %",
            &given.minimum_healthy_percent,
            minimum,
            Some((0, 100)),
        ),
        (DeploymentField::MaximumPercent, "Maximum, %", &given.maximum_percent, maximum, Some((100, 1000))),
    ];
    match given.strategy.as_str() {
        "LINEAR" => numbers.extend([
            (DeploymentField::StepPercent, "Step, %", given.step_percent.as_str(), "10", None),
            (DeploymentField::StepBakeTime, "Wait between steps, minutes", &given.step_bake_time, "6", whole),
        ]),
        "CANARY" => numbers.extend([
            (DeploymentField::CanaryPercent, "Canary, %", given.canary_percent.as_str(), "5", None),
            (
                DeploymentField::CanaryBakeTime,
                "Wait behind it, minutes",
                &given.canary_bake_time,
                "10",
                whole,
            ),
        ]),
        _ => {}
    }
    numbers.push((DeploymentField::BakeTime, "Bake time, minutes", &given.bake_time, "0", whole));
    numbers
}

fn input(sheet: ScenarioSheet<'_>, number: usize, row: &ServiceRow, given: Number<'_>) -> Html {
    let (field, label, value, placeholder, range) = given;
    let shown = ScenarioField {
        pointer: format!("/services/{number}/deploymentConfiguration/{}", field.member()),
        label,
        name: format!("{label}, of {}", row.name),
        value: value.to_owned(),
        placeholder: placeholder.to_owned(),
        range,
        ..ScenarioField::default()
    };
    sheet.input(shown, move |typed| Edit::Deployment(number, field, typed))
}

fn means(strategy: &str) -> &'static str {
    match strategy {
        "BLUE_GREEN" => {
            "A second set of tasks comes up beside the first, gets all requests at once, and the first stays for the bake time."
        }
        "LINEAR" => {
            "A second set of tasks comes up beside the first and gets the requests in equal steps; the first stays for the bake time."
        }
        "CANARY" => {
            "A second set of tasks comes up beside the first and gets a few of the requests, later the rest; the first stays for the bake time."
        }
        _ => {
            "Tasks are exchanged a few at a time: so many stay healthy, and so many run at the most, in percent of the desired count."
        }
    }
}
