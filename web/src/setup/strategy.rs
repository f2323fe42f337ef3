//! A capacity provider strategy: which providers, and how tasks are divided among them.

use super::form::with_written;
use super::sheet::{ScenarioField, ScenarioSheet};
use crate::session::{Edit, Outline, StrategyEdit, StrategyItem, StrategyOf, element_id};
use yew::prelude::*;

/// As many as AWS takes.
const PROVIDERS: usize = 20;

/// The largest base and the largest weight.
const BASE: u32 = 100_000;
const WEIGHT: u32 = 1000;

/// The list of a service whose strategy counts, or the cluster's.
pub(super) fn strategy(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    of: StrategyOf,
    (name, items): (&str, &[StrategyItem]),
) -> Html {
    let pointer = of.pointer();
    let add = element_id("add", &pointer);
    let item = |(at, item): (usize, &StrategyItem)| fields(sheet, outline, (of, at), name, item);
    html! {
        <div class="list" role="group" aria-label={format!("Capacity providers of {name}")}>
            <p class="list-title">{ "Capacity providers" }</p>
            { for items.iter().enumerate().map(item) }
            if items.len() < PROVIDERS {
                { sheet.add(add, "+ Provider", format!("Add a capacity provider to {name}"), Edit::Strategy(of, StrategyEdit::Add)) }
            } else {
                <p class="note" id={add} tabindex="-1">{ "Twenty are the most." }</p>
            }
            { sheet.under(&pointer) }
            <p class="note">{ "The base comes first; the other tasks are divided by weight. FARGATE_SPOT is cheaper, may be interrupted, and never falls back to FARGATE." }</p>
        </div>
    }
}

fn fields(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    (strategy, at): (StrategyOf, usize),
    name: &str,
    item: &StrategyItem,
) -> Html {
    let list = strategy.pointer();
    let pointer = format!("{list}/{at}");
    let of = format!("provider {} of {name}", at + 1);
    let field = |member: &str, label: &'static str, value: &str| ScenarioField {
        pointer: format!("{pointer}/{member}"),
        label,
        name: format!("{label}, {of}"),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let provider = field("capacityProvider", "Provider", &item.provider);
    let base = ScenarioField {
        placeholder: "0".to_owned(),
        range: Some((0, BASE)),
        ..field("base", "Base", &item.base)
    };
    let weight = ScenarioField {
        placeholder: "0".to_owned(),
        range: Some((0, WEIGHT)),
        ..field("weight", "Weight", &item.weight)
    };
    let edit = move |made: StrategyEdit| Edit::Strategy(strategy, made);
    let add = element_id("add", &list);
    html! {
        <div class="entry steps">
            { sheet.select(provider, providers(outline, &item.provider), move |name| edit(StrategyEdit::Provider(at, name))) }
            { sheet.input(base, move |typed| edit(StrategyEdit::Base(at, typed))) }
            { sheet.input(weight, move |typed| edit(StrategyEdit::Weight(at, typed))) }
            { sheet.remove(format!("Remove {of}"), edit(StrategyEdit::Remove(at)), add) }
            { sheet.under(&pointer) }
        </div>
    }
}

fn providers(outline: &Outline, written: &str) -> Vec<(String, String)> {
    let of_fargate = ["FARGATE", "FARGATE_SPOT"].into_iter().map(ToOwned::to_owned);
    let names = of_fargate.chain(outline.providers.iter().cloned());
    with_written(names.map(|name| (name.clone(), name)).collect(), written, "not in this scenario")
}
