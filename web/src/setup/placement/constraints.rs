//! Placement constraints: `distinctInstance`, and expressions with whom they mean.

use super::expression::ExpressionInput;
use super::{Hosts, Place};
use crate::session::{Action, Constraint, Edit, PlacementEdit, counted, element_id};
use crate::setup::findings::{marked, sentence, under_field};
use ecs_core::finding::{Finding, Severity};
use ecs_core::query::{Failure, parse};
use yew::prelude::*;

/// What the core finds of an expression that cannot be read: said here as it is typed.
const SYNTAX: &str = "query-syntax";

/// The switch and the expressions.
pub(super) fn constraints(place: Place<'_>) -> Html {
    let (row, owner) = (place.placement, place.owner);
    let pointer = place.of("placementConstraints");
    let add = element_id("add", &pointer);
    let distinct = place.sheet.checked(move |on| Edit::Placement(owner, PlacementEdit::Distinct(on)));
    let others = row.constraints.iter().enumerate().filter(|(_, constraint)| !constraint.is_distinct());
    html! {
        <div class="list" role="group" aria-label={format!("Constraints of {}", place.name)}>
            <p class="list-title">{ "Constraints" }</p>
            <div class="flag">
                <label><input type="checkbox" checked={row.is_distinct()} onchange={distinct} aria-label={format!("distinctInstance, {}", place.name)} />{ "distinctInstance: one task an instance" }</label>
            </div>
            <div class="list">{ for others.map(|(at, constraint)| member_of(place, at, constraint)) }</div>
            { place.sheet.add(add, "+ memberOf", format!("Add a memberOf constraint to {}", place.name), place.edit(PlacementEdit::AddMemberOf)) }
            { place.sheet.under(&pointer) }
        </div>
    }
}

fn member_of(place: Place<'_>, at: usize, constraint: &Constraint) -> Html {
    let (sheet, owner) = (place.sheet, place.owner);
    let list = place.of("placementConstraints");
    let pointer = format!("{list}/{at}/expression");
    let row = format!("constraint {} of {}", at + 1, place.name);
    let (id, said, verdict) =
        (element_id("field", &pointer), element_id("said", &pointer), element_id("verdict", &pointer));
    let parsed = parse(&constraint.expression);
    let findings: Vec<Finding> =
        sheet.said(&pointer).into_iter().filter(|finding| finding.code != SYNTAX).collect();
    let is_bad = parsed.is_err() || findings.iter().any(|finding| finding.severity == Severity::Error);
    let described = if findings.is_empty() { verdict.clone() } else { format!("{verdict} {said}") };
    let dispatch = sheet.dispatch.clone();
    let on_change = Callback::from(move |typed: String| {
        dispatch.dispatch(Action::Edit(Edit::Placement(owner, PlacementEdit::Expression(at, typed))));
    });
    html! {
        <div key={at} class="member-of">
            <div class="entry one">
                <div class="field">
                    <label for={id.clone()}>{ if constraint.kind == "memberOf" { "memberOf" } else { "Constraint" } }</label>
                    <ExpressionInput {id} name={format!("Expression, {row}")} value={constraint.expression.clone()} hosts={place.hosts.clone()}
                        invalid={is_bad.to_string()} {described} {on_change} />
                </div>
                { sheet.remove(format!("Remove {row}"), place.edit(PlacementEdit::RemoveConstraint(at)), element_id("add", &list)) }
            </div>
            <div id={verdict} class="verdict">
                { match &parsed {
                    Ok(parsed) => html! { <p>{ meant(place.hosts, place.hosts.roster.meant_by(&parsed.expression)) }</p> },
                    Err(failure) => wrong(&constraint.expression, failure),
                } }
            </div>
            { under_field(&findings, &said, sheet.dispatch) }
            { sheet.under(&format!("{list}/{at}")) }
            { sheet.under(&format!("{list}/{at}/type")) }
        </div>
    }
}

/// How many of the cluster's instances an expression means.
fn meant(hosts: &Hosts, count: Option<usize>) -> String {
    let all = hosts.roster.instances();
    match count {
        _ if all == 0 => "There is no instance to match.".to_owned(),
        None => "Which instances it matches follows the tasks on them, during the run.".to_owned(),
        Some(count) => {
            let verb = if count == 0 { "Matches none of" } else { "Matches" };
            let instances = counted(all as u64, "instance");
            if count == 0 {
                format!("{verb} {instances}.")
            } else {
                format!("{verb} {count} of {instances}.")
            }
        }
    }
}

/// The expression with its wrong part marked, what is wrong with it, and what to do.
fn wrong(expression: &str, failure: &Failure) -> Html {
    let part = |start: usize, end: usize| expression.get(start..end).unwrap_or_default().to_owned();
    let range = failure.range;
    let (before, bad, after) =
        (part(0, range.start), part(range.start, range.end), part(range.end, expression.len()));
    let at = before.chars().count() + 1;
    let message = format!("Character {at}: {failure}");
    html! {
        <>
            <p class="marked-place" aria-hidden="true"><code>{ before }<mark class={bad.is_empty().then_some("gap")}>{ bad }</mark>{ after }</code></p>
            <p class="bad-text"><span class="visually-hidden">{ "Error: " }</span>{ marked(&sentence(&message)) }</p>
            if let Some(hint) = failure.hint() {
                <p>{ marked(&sentence(hint)) }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::{Hosts, meant};
    use ecs_core::scenario::Roster;

    #[test]
    fn how_many_are_meant_is_a_sentence() {
        let hosts = |text: &str| Hosts { roster: Roster::read(text), attributes: Vec::new() };
        let five = hosts(
            r#"{"containerInstances": [{"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 5}]}"#,
        );
        assert_eq!(meant(&five, Some(3)), "Matches 3 of 5 instances.");
        assert_eq!(meant(&five, Some(0)), "Matches none of 5 instances.");
        assert!(meant(&five, None).contains("follows the tasks"));
        assert_eq!(meant(&hosts("{}"), Some(0)), "There is no instance to match.");
    }
}
