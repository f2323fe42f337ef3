//! Where a deployment ends before it begins, as `forecast --format json` prints it. Spec: DEPLOY-21.

use super::explain::CandidateReport;
use super::text;
use crate::deploy::{Bounds, Stall};
use crate::engine::{Engine, Rehearsed};
use crate::scenario::Action;
use serde::{Deserialize, Serialize};

/// What a service comes to, if every task is healthy and gone at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Foresight {
    /// As of when, in seconds.
    pub at_seconds: f64,
    /// The service's name.
    pub service: String,
    /// What it goes over to: `family:revision`.
    pub task_definition: String,
    /// Tasks that it is to have.
    pub desired_count: u32,
    /// The bounds for that count.
    pub bounds: Bounds,
    /// Tasks that are to go and tasks that stay: at the start, and after every look of the scheduler.
    pub trace: Vec<(u32, u32)>,
    /// Why it does not come to its end; none where it does.
    pub stall: Option<Stall>,
    /// The same in a sentence of ours; AWS's message where it refuses the call.
    pub message: String,
    /// AWS's code where it refuses the call.
    pub refused: Option<String>,
    /// What every instance says to the task that finds no place; empty where every task finds one.
    pub blocked_by: Vec<CandidateReport>,
}

impl Engine {
    /// What a service comes to from now on, once these calls have been made. None where there is no such
    /// service, none that is simulated, or a call that cannot be made in this run.
    pub(crate) fn foresight(mut self, service: &str, calls: &[Action]) -> Option<Foresight> {
        let mut refusal = None;
        for call in calls {
            refusal = self.call_now(call.clone())?.err();
            if refusal.is_some() {
                break;
            }
        }
        let row = self.find_service(service)?;
        let rehearsed = self.rehearse(row)?;
        let mut foresight = foresight_of(service, &rehearsed)?;
        if let Some((code, message)) = refusal {
            foresight.refused = Some(code.to_owned());
            foresight.message = message;
        }
        Some(foresight)
    }
}

fn foresight_of(service: &str, rehearsed: &Rehearsed) -> Option<Foresight> {
    let Rehearsed { forecast, failed, unplaced, stage } = rehearsed;
    let row = stage.find_service(service)?;
    let launch = stage.world.services[row].launch?;
    let definition = stage.scenario.task_definitions.get(stage.world.launches[launch].task_definition)?;
    let short_of = unplaced.as_ref().map(|(why, _)| text::plainly_unplaced(*why));
    let candidates = unplaced.iter().flat_map(|(_, receipt)| {
        receipt.candidates.iter().map(|seen| stage.candidate(launch, receipt, seen))
    });
    Some(Foresight {
        at_seconds: super::run::seconds(stage.now),
        service: stage.service_name(row).to_owned(),
        task_definition: definition.short(),
        desired_count: forecast.desired,
        bounds: forecast.bounds,
        trace: forecast.trace.clone(),
        stall: forecast.stall,
        message: if *failed {
            text::deployment::FAILED_LAUNCHES_NONE.to_owned()
        } else {
            text::deployment::forecast(forecast, short_of.as_deref())
        },
        refused: None,
        blocked_by: candidates.collect(),
    })
}
