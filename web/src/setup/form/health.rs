//! The health check of a container.

use super::container::Place;
use super::field::{Field, Options, Sheet};
use super::section::Section;
use crate::session::{Change, CheckKind, Part};
use yew::prelude::*;

/// The check, or the button that adds one.
pub(super) fn health(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let at = format!("{}/healthCheck", place.at);
    let opens = sheet.placed.says_something_in(&at);
    html! {
        <Section title="Health check" brief={sheet.form.brief_health_check(place.number)} {opens}>
            { if sheet.form.has(&at) { check(sheet, place, &at) } else { none(sheet, place) } }
        </Section>
    }
}

fn adds(place: Place<'_>) -> String {
    format!("add-health-check-{}", place.number)
}

fn none(sheet: Sheet<'_>, place: Place<'_>) -> Html {
    let name = format!("Add a health check to {}", place.label);
    html! {
        <>
            <p class="note">{ "A command that ECS runs in the container. An essential container that fails it is replaced with its task." }</p>
            { sheet.add(adds(place), "+ Health check", name, Change::Add(Part::HealthCheck(place.number))) }
        </>
    }
}

fn check(sheet: Sheet<'_>, place: Place<'_>, at: &str) -> Html {
    let field = |member: &str| sheet.field(&format!("{at}/{member}"));
    let onclick = sheet.pressed(Change::Remove(at.to_owned()), Some(adds(place)));
    html! {
        <>
            if sheet.form.has_object(at) {
                { run(sheet, place, at) }
                <div class="pair">{ field("interval") }{ field("timeout") }</div>
                <div class="pair">{ field("retries") }{ field("startPeriod") }</div>
            }
            { sheet.under(at) }
            <button type="button" class="add" aria-label={format!("Remove the health check of {}", place.label)} {onclick}>{ "Remove health check" }</button>
        </>
    }
}

/// How the command is run, and what.
fn run(sheet: Sheet<'_>, place: Place<'_>, at: &str) -> Html {
    let number = place.number;
    let pointer = format!("{at}/command");
    let Some((kind, value)) = sheet.form.check_command(number) else {
        return html! {
            <>
                <p class="note">{ "The command cannot be shown in lines: it can be read and edited under JSON." }</p>
                { sheet.under(&pointer) }
            </>
        };
    };
    let (label, placeholder) = match kind {
        CheckKind::Shell => ("Command", "curl -f http://localhost/ || exit 1"),
        CheckKind::Program | CheckKind::Neither => ("Command, one argument a line", "/bin/check"),
    };
    let how = Field {
        pointer: format!("{pointer}/0"),
        label: "Run as",
        value: kind.name().to_owned(),
        ..Field::default()
    };
    let command = Field { pointer, label, value, placeholder: placeholder.to_owned(), ..Field::default() };
    html! {
        <>
            { sheet.select(how, ways(kind), move |chosen| Change::CheckKind(number, CheckKind::parse(&chosen))) }
            { sheet.area(command, move |typed| Change::CheckCommand(number, typed)) }
        </>
    }
}

fn ways(kind: CheckKind) -> Options {
    let mut ways = vec![
        (CheckKind::Shell, "CMD-SHELL: a line for the shell"),
        (CheckKind::Program, "CMD: a program and its arguments"),
    ];
    if kind == CheckKind::Neither {
        ways.insert(0, (kind, "Choose…"));
    }
    ways.into_iter().map(|(kind, words)| (kind.name().to_owned(), words.to_owned())).collect()
}
