//! Edits of how a service is deployed.

use super::{decimal_or_text, or_default, without};
use crate::session::deployment::DeploymentRow;
use ecs_core::json::{self, EditError};
use serde_json::json;

/// A member of `deploymentConfiguration` that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentField {
    /// `strategy`.
    Strategy,
    /// `minimumHealthyPercent`.
    MinimumHealthyPercent,
    /// `maximumPercent`.
    MaximumPercent,
    /// `bakeTimeInMinutes`.
    BakeTime,
    /// `stepPercent` of a linear deployment.
    StepPercent,
    /// The wait between its steps.
    StepBakeTime,
    /// `canaryPercent` of a canary.
    CanaryPercent,
    /// The wait behind it.
    CanaryBakeTime,
}

impl DeploymentField {
    /// All of them.
    pub const ALL: [DeploymentField; 8] = [
        DeploymentField::Strategy,
        DeploymentField::MinimumHealthyPercent,
        DeploymentField::MaximumPercent,
        DeploymentField::BakeTime,
        DeploymentField::StepPercent,
        DeploymentField::StepBakeTime,
        DeploymentField::CanaryPercent,
        DeploymentField::CanaryBakeTime,
    ];

    /// The member's place below `deploymentConfiguration`.
    pub fn member(self) -> &'static str {
        match self {
            DeploymentField::Strategy => "strategy",
            DeploymentField::MinimumHealthyPercent => "minimumHealthyPercent",
            DeploymentField::MaximumPercent => "maximumPercent",
            DeploymentField::BakeTime => "bakeTimeInMinutes",
            DeploymentField::StepPercent => "linearConfiguration/stepPercent",
            DeploymentField::StepBakeTime => "linearConfiguration/stepBakeTimeInMinutes",
            DeploymentField::CanaryPercent => "canaryConfiguration/canaryPercent",
            DeploymentField::CanaryBakeTime => "canaryConfiguration/canaryBakeTimeInMinutes",
        }
    }
}

/// `text` with a member of a service's deployment changed. What only another strategy takes goes with that.
pub(super) fn edit(
    text: &str,
    number: usize,
    row: &DeploymentRow,
    field: DeploymentField,
    typed: &str,
) -> Result<String, EditError> {
    let of = |member: &str| format!("/services/{number}/deploymentConfiguration/{member}");
    let pointer = of(field.member());
    if field == DeploymentField::Strategy {
        let mut edited = or_default(text, &pointer, typed, "ROLLING")?;
        for (strategy, part) in [("LINEAR", "linearConfiguration"), ("CANARY", "canaryConfiguration")] {
            if typed != strategy {
                edited = without(&edited, &of(part))?;
            }
        }
        // AWS's reference asks for it with BLUE_GREEN.
        if typed != "ROLLING" && row.bake_time.is_empty() {
            edited = json::set(&edited, &of(DeploymentField::BakeTime.member()), &json!(5))?;
        }
        return Ok(edited);
    }
    if typed.trim().is_empty() {
        without(text, &pointer)
    } else {
        json::set(text, &pointer, &decimal_or_text(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::DeploymentField;
    use crate::session::edit::{Edit, edit};
    use crate::session::outline::Outline;
    use serde_json::json;

    const TEXT: &str = r#"{"version": 1, "services": [{"serviceName": "web"}]}"#;

    fn after(changes: &[(DeploymentField, &str)]) -> serde_json::Value {
        let change = |text: String, (field, typed): &(DeploymentField, &str)| {
            edit(&text, &Outline::read(&text), &Edit::Deployment(0, *field, (*typed).to_owned())).unwrap()
        };
        let edited = changes.iter().fold(TEXT.to_owned(), change);
        serde_json::from_str::<serde_json::Value>(&edited).unwrap()["services"][0]["deploymentConfiguration"]
            .clone()
    }

    #[test]
    fn a_strategy_brings_its_bake_time_and_takes_the_numbers_of_another_away() {
        let canary = [(DeploymentField::Strategy, "CANARY"), (DeploymentField::CanaryPercent, "2.5")];
        assert_eq!(
            after(&canary),
            json!({"strategy": "CANARY", "bakeTimeInMinutes": 5, "canaryConfiguration": {"canaryPercent": 2.5}})
        );
        let linear = [canary[0], canary[1], (DeploymentField::Strategy, "LINEAR")];
        assert_eq!(after(&linear), json!({"strategy": "LINEAR", "bakeTimeInMinutes": 5}));
        let rolling = [canary[0], (DeploymentField::Strategy, "ROLLING"), (DeploymentField::BakeTime, "")];
        assert_eq!(after(&rolling), json!({}));
    }
}
