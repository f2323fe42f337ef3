//! Scaling policies of an Auto Scaling group.

use super::title;
use crate::session::{Edit, GroupRow, Outline, PolicyOf, PolicyType, ScalingEdit, element_id};
use crate::setup::scaling::{Owner, policy};
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// What is added, and how.
const KINDS: [(PolicyType, &str, &str); 3] = [
    (PolicyType::Tracking, "+ Target tracking", "target tracking"),
    (PolicyType::Step, "+ Step scaling", "step scaling"),
    (PolicyType::Simple, "+ Simple scaling", "simple scaling"),
];

/// The policies, and what adds one.
pub(super) fn group_policies(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    group: &GroupRow,
) -> Html {
    let add = element_id("add", &format!("group-policy-{number}"));
    let mut all = outline.scaling.policies_of(PolicyOf::Group, &group.name).peekable();
    let adds = KINDS.iter().enumerate().map(|(place, (kind, words, what))| {
        let id = if place == 0 { add.clone() } else { format!("{add}-{place}") };
        let edit = Edit::Scaling(ScalingEdit::AddPolicy(PolicyOf::Group, number, kind.clone()));
        sheet.add(id, words, format!("Add {what} to group {}", title(&group.name)), edit)
    });
    html! {
        <>
            if all.peek().is_some() {
                if is_scaled_by_a_provider(outline, group) {
                    <p class="note">{ "A capacity provider scales this group: AWS advises against policies beside its managed scaling." }</p>
                }
                <div class="sections">{ for all.map(|given| policy(sheet, outline, Owner::Group(group), given, &add)) }</div>
            }
            <div class="add-row">{ for adds }</div>
        </>
    }
}

fn is_scaled_by_a_provider(outline: &Outline, group: &GroupRow) -> bool {
    let entries = &outline.capacity;
    let is_of = |found: Option<&GroupRow>| found.is_some_and(|found| found.name == group.name);
    entries.providers.iter().any(|provider| provider.is_scaling && is_of(entries.group_of(provider)))
}
