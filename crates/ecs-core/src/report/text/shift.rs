//! What is said of deployments that shift traffic. AWS documents the names of stages and hooks' events, and no
//! sentence: these are ours.

use crate::aws::LifecycleStage;
use crate::deploy::{HookStatus, Pending, Shift, ShiftOutcome};

/// A share of traffic, in percent with a tenth where there is one.
pub fn percent(per_mille: u32) -> String {
    match per_mille % 10 {
        0 => format!("{} %", per_mille / 10),
        tenth => format!("{}.{tenth} %", per_mille / 10),
    }
}

/// A deployment is at another stage. `revision` is the new task definition's name.
pub fn entered(service: &str, revision: &str, shift: Shift) -> String {
    if shift.outcome == ShiftOutcome::RolledBack {
        return format!("(service {service}) {revision} gives all traffic back: its tasks are stopped.");
    }
    let stage = shift.stage.name();
    let what = match shift.stage {
        LifecycleStage::TestTrafficShift if shift.test_per_mille > 0 => {
            format!(": {} of the test traffic goes to it", percent(shift.test_per_mille))
        }
        LifecycleStage::ProductionTrafficShift => {
            format!(": {} of the production traffic goes to it", percent(shift.production_per_mille))
        }
        _ => String::new(),
    };
    format!("(service {service}) {revision} is at {stage}{what}.")
}

/// What becomes of a lifecycle hook; it is asked where there is no status.
pub fn hook(service: &str, hook: &str, stage: LifecycleStage, status: Option<HookStatus>) -> String {
    let stage = stage.name();
    match status {
        None => format!("(service {service}) {hook} is asked at {stage}."),
        Some(status) => format!("(service {service}) {hook} at {stage}: {}.", hook_status(status)),
    }
}

/// `status` of a hook that has been answered.
pub fn hook_status(status: HookStatus) -> &'static str {
    match status {
        HookStatus::Succeeded => "SUCCEEDED",
        HookStatus::Failed => "FAILED",
        HookStatus::TimedOut => "TIMED_OUT",
    }
}

/// What a deployment waits for.
pub fn waits_for(pending: Pending, pauses: bool) -> &'static str {
    match pending {
        Pending::Reconciliation => "the tasks of unfinished deployments to stop",
        Pending::Tasks(_) => "all new tasks to be healthy",
        Pending::Hook(..) if pauses => "somebody to call ContinueServiceDeployment",
        Pending::Hook(..) => "a Lambda function to answer",
        Pending::Until(_) => "the next step",
        Pending::Bake(_) => "the bake time to end",
        Pending::CleanUp => "the old tasks to stop",
        Pending::Nothing => "nothing",
    }
}

/// What a stage means, for somebody who sees it for the first time.
pub fn stage_means(shift: Shift) -> &'static str {
    if shift.outcome == ShiftOutcome::RolledBack {
        return "The deployment goes back: every request goes to the old tasks again at once, and the new ones are stopped.";
    }
    match shift.stage {
        LifecycleStage::ReconcileService => {
            "An earlier deployment was not finished: its tasks go first, so that only the old revision is left beside the new one."
        }
        LifecycleStage::PreScaleUp => {
            "The new tasks are about to be started. All requests go to the old ones."
        }
        LifecycleStage::ScaleUp => {
            "A second set of tasks is started beside the old one, as large as that. It gets no requests yet."
        }
        LifecycleStage::PostScaleUp => "All new tasks are healthy. All requests still go to the old ones.",
        LifecycleStage::TestTrafficShift => {
            "Requests that come by the test listener go to the new tasks now; everybody else still reaches the old ones."
        }
        LifecycleStage::PostTestTrafficShift => {
            "The new tasks can be tried by the test listener before anybody else gets them."
        }
        LifecycleStage::PreProductionTrafficShift => {
            "The next part of the production traffic is about to go to the new tasks."
        }
        LifecycleStage::ProductionTrafficShift => {
            "The load balancer sends this share of all requests to the new tasks, and the rest to the old ones."
        }
        LifecycleStage::PostProductionTrafficShift => "All requests go to the new tasks.",
        LifecycleStage::BakeTime => {
            "The old tasks are kept for a while without requests, so that a way back takes no time."
        }
        LifecycleStage::CleanUp => "The old tasks are stopped. There is no way back from here.",
    }
}

/// What becomes of a hook, in plain words.
pub fn hook_means(status: Option<HookStatus>) -> &'static str {
    match status {
        None => {
            "The deployment waits here until this is answered: a PAUSE by ContinueServiceDeployment, a Lambda function by what it returns."
        }
        Some(HookStatus::Succeeded) => "The deployment may go on.",
        Some(HookStatus::Failed) => "The deployment may not go on: it goes back.",
        Some(HookStatus::TimedOut) => {
            "Nobody answered in time. The hook's timeoutConfiguration says whether the deployment goes on or back."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{entered, percent};
    use crate::aws::LifecycleStage;
    use crate::deploy::Shift;
    use crate::time::SimTime;

    #[test]
    fn shares_are_percent_with_a_tenth() {
        assert_eq!([1000, 50, 125, 1].map(percent), ["100 %", "5 %", "12.5 %", "0.1 %"]);
    }

    #[test]
    fn a_stage_says_what_goes_where() {
        let stage = LifecycleStage::ProductionTrafficShift;
        let shift = Shift { stage, production_per_mille: 50, ..Shift::begin(SimTime::ZERO) };
        let said = entered("web", "web:2", shift);
        assert_eq!(
            said,
            "(service web) web:2 is at PRODUCTION_TRAFFIC_SHIFT: 5 % of the production traffic goes to it."
        );
        let back = entered("web", "web:2", shift.rolled_back(SimTime::ZERO));
        assert_eq!(back, "(service web) web:2 gives all traffic back: its tasks are stopped.");
    }
}
