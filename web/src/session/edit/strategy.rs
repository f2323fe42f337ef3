//! Edits of capacity provider strategies: those of services, and the cluster's default.

use super::{number_or_text, without};
use crate::session::outline::Outline;
use crate::session::rows::ServiceRow;
use crate::session::strategy::StrategyItem;
use ecs_core::json::{self, EditError};
use serde_json::json;

/// What is changed of a strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrategyEdit {
    /// One more provider.
    Add,
    /// One less.
    Remove(usize),
    /// The provider of an item.
    Provider(usize, String),
    /// Its `base`; nothing leaves it out.
    Base(usize, String),
    /// Its `weight`; nothing leaves it out.
    Weight(usize, String),
}

/// Whose strategy it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategyOf {
    /// The service of that number.
    Service(usize),
    /// The cluster's default.
    Cluster,
}

impl StrategyOf {
    /// Its place in the scenario.
    pub fn pointer(self) -> String {
        match self {
            StrategyOf::Service(number) => format!("/services/{number}/capacityProviderStrategy"),
            StrategyOf::Cluster => "/cluster/defaultCapacityProviderStrategy".to_owned(),
        }
    }
}

/// `text` with the edit made of a strategy with those items.
pub(super) fn edit(
    text: &str,
    outline: &Outline,
    of: StrategyOf,
    items: &[StrategyItem],
    edit: &StrategyEdit,
) -> Result<String, EditError> {
    let list = of.pointer();
    match edit {
        StrategyEdit::Add => {
            let on_fargate = items.first().is_some_and(StrategyItem::is_fargate);
            let item = json!({"capacityProvider": next(outline, items, on_fargate), "weight": 1});
            json::set(text, &format!("{list}/{}", items.len()), &item)
        }
        // Without any the cluster's default strategy counts, or none.
        StrategyEdit::Remove(_) if items.len() == 1 => json::remove(text, &list),
        StrategyEdit::Remove(at) => json::remove(text, &format!("{list}/{at}")),
        StrategyEdit::Provider(at, name) => {
            json::set(text, &format!("{list}/{at}/capacityProvider"), &json!(name))
        }
        StrategyEdit::Base(at, typed) => number(text, &format!("{list}/{at}/base"), typed),
        StrategyEdit::Weight(at, typed) => number(text, &format!("{list}/{at}/weight"), typed),
    }
}

/// `text` where a strategy counts instead of a launch type: of Fargate's providers where it ran there.
pub(super) fn begin(
    text: &str,
    outline: &Outline,
    number: usize,
    row: &ServiceRow,
) -> Result<String, EditError> {
    if !row.strategy.is_empty() {
        return Ok(text.to_owned());
    }
    let item = json!([{"capacityProvider": next(outline, &row.strategy, row.on_fargate()), "weight": 1}]);
    json::set(text, &StrategyOf::Service(number).pointer(), &item)
}

/// `text` where a launch type counts again.
pub(super) fn end(text: &str, number: usize, row: &ServiceRow) -> Result<String, EditError> {
    if row.strategy.is_empty() {
        Ok(text.to_owned())
    } else {
        json::remove(text, &StrategyOf::Service(number).pointer())
    }
}

/// The first provider that goes with those that are there, and is not among them.
fn next(outline: &Outline, items: &[StrategyItem], on_fargate: bool) -> String {
    let is_free = |name: &&str| items.iter().all(|item| item.provider != **name);
    let of_groups = || outline.providers.iter().map(String::as_str);
    let fargate = ["FARGATE", "FARGATE_SPOT"].into_iter();
    let found = if on_fargate || of_groups().next().is_none() {
        fargate.clone().find(is_free)
    } else {
        of_groups().find(is_free)
    };
    found.unwrap_or("FARGATE").to_owned()
}

fn number(text: &str, pointer: &str, typed: &str) -> Result<String, EditError> {
    if typed.trim().is_empty() {
        return without(text, pointer);
    }
    json::set(text, pointer, &number_or_text(typed))
}

#[cfg(test)]
mod tests {
    use super::{StrategyEdit, StrategyOf};
    use crate::session::edit::{Edit, ServiceField, edit};
    use crate::session::outline::Outline;

    const TEXT: &str = r#"{"version": 1, "services": [{"serviceName": "web", "launchType": "FARGATE"}]}"#;

    fn after(text: &str, changes: &[Edit]) -> serde_json::Value {
        let edited = changes
            .iter()
            .fold(text.to_owned(), |text, change| edit(&text, &Outline::read(&text), change).unwrap());
        serde_json::from_str::<serde_json::Value>(&edited).unwrap()["services"][0].clone()
    }

    fn launch(chosen: &str) -> Edit {
        Edit::Service(0, ServiceField::LaunchType, chosen.to_owned())
    }

    #[test]
    fn a_strategy_takes_the_place_of_a_launch_type_and_gives_it_back() {
        let chosen = after(TEXT, &[launch("STRATEGY")]);
        assert_eq!(chosen["capacityProviderStrategy"][0]["capacityProvider"], "FARGATE");
        assert!(chosen.get("launchType").is_none());
        let back = after(TEXT, &[launch("STRATEGY"), launch("FARGATE")]);
        assert_eq!(back["launchType"], "FARGATE");
        assert!(back.get("capacityProviderStrategy").is_none());
    }

    #[test]
    fn items_come_change_and_go() {
        let strategy = |edit: StrategyEdit| Edit::Strategy(StrategyOf::Service(0), edit);
        let service = after(
            TEXT,
            &[
                launch("STRATEGY"),
                strategy(StrategyEdit::Add),
                strategy(StrategyEdit::Base(0, "1".to_owned())),
                strategy(StrategyEdit::Weight(1, "4".to_owned())),
            ],
        );
        assert_eq!(
            service["capacityProviderStrategy"],
            serde_json::json!([
                {"capacityProvider": "FARGATE", "weight": 1, "base": 1},
                {"capacityProvider": "FARGATE_SPOT", "weight": 4},
            ])
        );
        let less = after(TEXT, &[launch("STRATEGY"), strategy(StrategyEdit::Remove(0))]);
        assert!(less.get("capacityProviderStrategy").is_none());
    }
}
