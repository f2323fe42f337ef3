//! What is said of a text: our sentence, AWS's, what to do, and where.

use super::rule::rule_link;
use crate::session::{Dispatch, counted};
use ecs_core::finding::{Finding, Severity};
use yew::prelude::*;

/// The rule whose findings are folded: what is not simulated does no harm.
const NOT_SIMULATED: &str = "not-simulated-yet";

/// Findings of a text.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct FindingsProps {
    /// The findings.
    pub(super) findings: Vec<Finding>,
    /// Shows the text from that byte on.
    pub(super) show: Callback<usize>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The list, with those of what is not simulated folded at its end.
#[component]
pub(super) fn Findings(props: &FindingsProps) -> Html {
    let (folded, open): (Vec<&Finding>, Vec<&Finding>) =
        props.findings.iter().partition(|finding| finding.code == NOT_SIMULATED);
    html! {
        <>
            if !open.is_empty() {
                <ul class="findings" aria-label="Findings">{ for open.iter().map(|finding| item(finding, props)) }</ul>
            }
            if !folded.is_empty() {
                <details class="folded">
                    <summary>{ format!("Not simulated yet ({})", folded.len()) }</summary>
                    <ul class="findings">{ for folded.iter().map(|finding| item(finding, props)) }</ul>
                </details>
            }
        </>
    }
}

/// What is said of a field, under it. The id is what the field names.
pub(crate) fn under_field(findings: &[Finding], id: &str, dispatch: &Dispatch) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    let said = |finding: &Finding| {
        html! {
            <div class={classes!("remark", severity_class(finding.severity))}>
                <p><span class="visually-hidden">{ severity_name(finding.severity) }{ ": " }</span>{ marked(&sentence(&finding.message)) }{ " " }{ rule_link(finding.code, dispatch) }</p>
                { aws(finding) }
                { hint(finding) }
            </div>
        }
    };
    html! { <div class="under" id={id.to_owned()}>{ for findings.iter().map(said) }</div> }
}

fn item(finding: &Finding, props: &FindingsProps) -> Html {
    let (show, start) = (props.show.clone(), finding.range.start);
    let show = Callback::from(move |_: MouseEvent| show.emit(start));
    let place = html! { <button type="button" class="link" onclick={show}>{ format!("line {}, column {}", finding.line, finding.column) }</button> };
    finding_item(finding, place, &props.dispatch)
}

/// A finding in a list, with the way to its place.
pub(crate) fn finding_item(finding: &Finding, place: Html, dispatch: &Dispatch) -> Html {
    html! {
        <li class={classes!("finding", severity_class(finding.severity))}>
            <span class="severity">{ severity_name(finding.severity) }</span>
            <div class="finding-body">
                <p>{ marked(&sentence(&finding.message)) }</p>
                { aws(finding) }
                { hint(finding) }
                { place }{ " " }{ rule_link(finding.code, dispatch) }
            </div>
        </li>
    }
}

fn aws(finding: &Finding) -> Html {
    let Some(text) = &finding.aws_message else { return Html::default() };
    html! { <blockquote><b>{ "AWS: " }</b>{ text }</blockquote> }
}

fn hint(finding: &Finding) -> Html {
    let Some(text) = &finding.hint else { return Html::default() };
    html! { <p class="hint">{ marked(&sentence(text)) }</p> }
}

/// What is said of a finding, sentence by sentence, for the editor.
pub(super) fn sentences(finding: &Finding) -> Vec<String> {
    let ours = format!("{}: {}", severity_name(finding.severity), sentence(&finding.message));
    let aws = finding.aws_message.as_ref().map(|text| format!("AWS: {text}"));
    let hint = finding.hint.as_ref().map(|text| sentence(text));
    [Some(ours), aws, hint].into_iter().flatten().collect()
}

/// An error of the scenario, with the tab that it is about, and its place in the text.
pub(super) fn error_item(finding: &Finding, tab: &'static str, dispatch: &Dispatch) -> Html {
    html! {
        <li id={error_id(&finding.pointer)}>
            <span class="note">{ format!("Tab {tab}, in the JSON ") }</span><code>{ if finding.pointer.is_empty() { "/" } else { finding.pointer.as_str() } }</code>
            <p>{ marked(&sentence(&finding.message)) }{ " " }{ rule_link(finding.code, dispatch) }</p>
            { aws(finding) }
            { hint(finding) }
        </li>
    }
}

/// Errors of the scenario that the foot lists: an input names only an error that is on the page.
pub(super) const LISTED: usize = 4;

/// The id of the error at a place, by which its input names it.
pub(super) fn error_id(pointer: &str) -> String {
    format!("error{}", pointer.replace(['/', ' '], "-"))
}

/// The id of the error that an input is to name, where there is one.
pub(super) fn described_by(findings: &[Finding], pointer: &str) -> Option<String> {
    let found = crate::session::errors(findings).take(LISTED).any(|finding| finding.pointer == pointer);
    found.then(|| error_id(pointer))
}

pub(super) fn count_line(errors: usize) -> String {
    format!("{} in the scenario", counted(errors as u64, "problem"))
}

/// The same of those that are not said at a field, where there are `at_fields` that are.
pub(super) fn others_line(others: usize, at_fields: usize) -> String {
    match at_fields {
        0 => count_line(others),
        _ => format!("{} in the scenario", counted(others as u64, "other problem")),
    }
}

pub(super) fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "is-error",
        Severity::Warning => "is-warning",
        Severity::Info => "is-info",
    }
}

pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}

/// The core's messages begin lower case and have no full stop, to stand after a place.
pub(super) fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    let Some(first) = characters.next() else { return String::new() };
    let end = if message.ends_with(['.', '?', '!', '}', ']']) { "" } else { "." };
    first.to_uppercase().chain(characters).collect::<String>() + end
}

/// What stands between backticks is code.
pub(crate) fn marked(text: &str) -> Html {
    let piece = |(number, piece): (usize, &str)| {
        let piece = piece.to_owned();
        if number % 2 == 0 {
            html! { { piece } }
        } else {
            html! { <code>{ piece }</code> }
        }
    };
    text.split('`').enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::{error_id, others_line, sentence};

    #[test]
    fn problems_that_are_said_elsewhere_are_not_counted_twice() {
        assert_eq!(others_line(8, 0), "8 problems in the scenario");
        assert_eq!(others_line(2, 6), "2 other problems in the scenario");
        assert_eq!(others_line(1, 6), "1 other problem in the scenario");
    }

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("`x` is missing"), "`x` is missing.");
        assert_eq!(sentence("did you mean `web`?"), "Did you mean `web`?");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn ids_have_no_spaces() {
        assert_eq!(error_id("/services/0/a b"), "error-services-0-a-b");
    }
}
