//! Which capacity providers the cluster has, and which of them take tasks that say nothing.

use crate::session::{CapacityEdit, Edit, Outline, StrategyOf};
use crate::setup::form::Section;
use crate::setup::network::{Checks, checks};
use crate::setup::sheet::ScenarioSheet;
use crate::setup::strategy::strategy;
use yew::prelude::*;

/// The folded part.
pub(super) fn cluster(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let entries = &outline.capacity;
    let all = entries.choices();
    let boxes = Checks {
        pointer: "/cluster/capacityProviders".to_owned(),
        legend: "Capacity providers",
        of: "the cluster".to_owned(),
        choices: all.iter().map(|name| (name.clone(), String::new())).collect(),
        chosen: entries.associated.as_deref().unwrap_or(&all),
    };
    let names: Vec<&str> = entries.strategy.iter().map(|item| item.provider.as_str()).collect();
    let brief = if names.is_empty() { "no default strategy".to_owned() } else { names.join(", ") };
    let list = StrategyOf::Cluster.pointer();
    let opens = sheet.says_something_in("/cluster/capacityProviders") || sheet.says_something_in(&list);
    html! {
        <div class="sections">
            <Section title="The cluster" {brief} {opens}>
                { checks(sheet, boxes, |name, on| Edit::Capacity(CapacityEdit::Associate(name, on))) }
                <p class="note">{ "Services and calls that name neither a strategy nor a launch type take this strategy, and EC2 where there is none." }</p>
                { strategy(sheet, outline, StrategyOf::Cluster, ("the default strategy", &entries.strategy)) }
            </Section>
        </div>
    }
}
