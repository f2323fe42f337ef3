//! How many copies fit on an instance, as a picture: each has a box, and the one that does not fit a crossed one.

use crate::session::grouped;
use ecs_core::report::{ModeCopiesReport, ModeReport};
use yew::prelude::*;

/// Copies that have a box each.
const BOXES: usize = 5;

/// The copies on the instances of the chosen type.
pub(super) fn copies(mode: &ModeReport, chosen: &str) -> Html {
    let reports: Vec<&ModeCopiesReport> = of_type(mode, chosen).collect();
    if reports.is_empty() {
        let words = if chosen.is_empty() {
            "The cluster has no instance: choose a type above."
        } else {
            "Working it out…"
        };
        return html! { <p class="note">{ words }</p> };
    }
    let are_several = reports.len() > 1;
    html! { <>{ for reports.iter().map(|report| picture(report, are_several)) }</> }
}

fn of_type<'a>(mode: &'a ModeReport, chosen: &'a str) -> impl Iterator<Item = &'a ModeCopiesReport> {
    mode.copies.iter().filter(move |copies| copies.instance_type == chosen)
}

fn how_many(copies: usize) -> String {
    if copies == 1 { "1 copy".to_owned() } else { format!("{} copies", grouped(copies as u64)) }
}

/// The same in words: what two modes are compared by.
pub(super) fn words(mode: &ModeReport, chosen: &str) -> Vec<String> {
    let sentence = |report: &ModeCopiesReport| format!("{}: {}", report.copies, report.stopped_by.join("; "));
    of_type(mode, chosen).map(sentence).collect()
}

fn picture(report: &ModeCopiesReport, is_named: bool) -> Html {
    let next = report.copies + 1;
    let stopped = !report.stopped_by.is_empty();
    html! {
        <>
            if is_named {
                <p class="label">{ &report.container_instance }</p>
            }
            <p><b class="how-many">{ how_many(report.copies) }</b></p>
            <div class="copy-boxes" aria-hidden="true">
                { for (1..=report.copies.min(BOXES)).map(|number| html! { <span class="copy-box">{ number }</span> }) }
                if report.copies > BOXES {
                    <span>{ format!("… {}", report.copies) }</span>
                }
                if stopped {
                    <span class="copy-box no">{ format!("✕ {next}") }</span>
                }
            </div>
            if stopped {
                <p>{ format!("Copy {next} does not start: {}.", report.stopped_by.join("; ")) }</p>
            } else {
                <p>{ "Nothing stops the next one." }</p>
            }
        </>
    }
}
