//! The page: its state, and what is drawn of it.

mod browser;
mod messages;
mod requests;

use crate::contrast::ContrastDialog;
use crate::cost::CostDialog;
use crate::editor::Typing;
use crate::header::Header;
use crate::inspector::Inspector;
use crate::modes::ModesDialog;
use crate::platform::{self, Theme};
use crate::player::{Heard, Player, Reply, Subject};
use crate::session::{Action, Remarks, Shared, State, View, Way, said};
use crate::setup::{OnStage, RuleDialog, RunTaskDialog, SetUp};
use crate::share::ShareDialog;
use crate::stage::{Foot, Stage, Traffic};
use crate::time::ActDialog;
use browser::use_browser;
use messages::messages;
use requests::use_requests;
use yew::prelude::*;

/// The page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(State::new);
    let theme = use_state(platform::current_theme);
    let wide = use_state_eq(platform::is_wide);
    let dispatch = state.dispatcher();
    let typing = use_memo((), |()| Typing::default());
    let player = use_memo((), |()| {
        let (dispatch, typing) = (dispatch.clone(), typing.clone());
        Player::new(Callback::from(move |heard: Heard| match heard {
            Heard::Reply(reply) => {
                if matches!(reply, Reply::Validated { subject: Subject::Draft | Subject::Document, .. }) {
                    // A judgement is of the text without what waits to be told.
                    typing.settle();
                }
                dispatch.dispatch(Action::Reply(reply));
            }
            Heard::Died { message, again } => dispatch.dispatch(Action::CoreDied { message, again }),
        }))
    });
    use_requests(&state, &player);
    use_browser(&dispatch, &typing, &theme, &wide);
    use_effect_with(state.is_worked_on(), |is_worked_on| {
        let asking = is_worked_on.then(platform::ask_before_leaving);
        move || drop(asking)
    });

    let (dispatch_key, typing_key) = (dispatch.clone(), typing.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            typing_key.settle();
            dispatch_key.dispatch(Action::Proceed);
        } else if let Some(way) = way_of(&event) {
            event.prevent_default();
            dispatch_key.dispatch(way.into());
        }
    });
    let on_theme = use_callback(theme.setter(), |theme: Theme, setter| setter.set(theme));
    let going = state.run.progress.filter(|_| state.run.going);
    let findings =
        use_memo((state.findings.clone(), state.stands()), |(findings, standing)| said(findings, standing));
    let remarks = use_memo((state.findings.clone(), state.course_of_text()), |(findings, course)| {
        Remarks::of(findings, course.as_deref())
    });
    let view = if state.view == View::Both && !*wide { View::Form } else { state.view };
    html! {
        <div class={classes!("page", (view == View::Both).then_some("both"))} {onkeydown}>
            <Header outline={state.outline.clone()} history={state.history.clone()} theme={*theme} {on_theme} dispatch={dispatch.clone()}>
                { messages(&state, &dispatch) }
            </Header>
            <ContextProvider<OnStage> context={OnStage(state.shown_here())}>
                <SetUp text={Shared::from(state.text.clone())} is_broken={state.readable.is_some()} opened={Shared::from(state.opened.clone())} outline={state.outline.clone()} findings={Shared::from(findings)} acts_at={acts_at_seconds(&state)} definition={state.definition}
                    draft={state.draft.clone()} drafts={state.drafts.clone()} typing={(*typing).clone()}
                    section={state.section} {view} wide={*wide} dispatch={dispatch.clone()} />
            </ContextProvider<OnStage>>
            <ContextProvider<Shared<Remarks>> context={Shared::from(remarks)}>
            <main class={classes!("stage", going.is_some().then_some("working"))} aria-labelledby="stage-heading" aria-busy={state.run.going.to_string()}>
                if let Some(shown) = state.shown.clone() {
                    <Traffic {shown} outline={state.outline.clone()} opened={Shared::from(state.opened.clone())} here={state.shown_here().is_some()} at={state.transport.at} going={state.run.going}
                        acts_at_seconds={acts_at_seconds(&state)} dispatch={dispatch.clone()} />
                }
                <Stage shown={state.shown.clone()} outline={state.outline.clone()} here={state.shown_here().is_some()} look={state.look.clone()}
                    {going} stale={stale(&state)} selection={state.selection} acts_at_seconds={acts_at_seconds(&state)}
                    from_the_beginning={state.transport.from_the_beginning} dispatch={dispatch.clone()} />
                if let Some(shown) = state.shown.clone() {
                    <Foot {shown} axis={state.axis()} zooms={state.zooms()} look={state.look.clone()} outline={state.outline.clone()} transport={state.transport.clone()} parting={state.parting().cloned()} counts={state.counts.clone()} targets={state.targets.clone()} cost={state.cost.answer.clone()} theme={*theme} dispatch={dispatch.clone()} />
                }
            </main>
            </ContextProvider<Shared<Remarks>>>
            <Inspector shown={state.shown.clone()} selection={state.selection} tab={state.tab} why={state.why.clone()}
                paths={state.paths.clone()} parts={state.parts.clone()} reading={state.reading.clone()} telling={state.telling.clone()} passed={state.steps_passed()} at={state.transport.read_at()} inspection={state.inspection.clone()} task_away={state.task_away()}
                ahead={state.entries_ahead()} said={state.said_of_selection()} dispatch={dispatch.clone()} />
            if let Some(share) = state.share.clone() {
                <ShareDialog {share} left_out={state.unregistered()} dispatch={dispatch.clone()} />
            }
            if let Some(call) = state.run_task.clone() {
                <RunTaskDialog {call} outline={state.outline.clone()} dispatch={dispatch.clone()} />
            }
            if let Some(act) = state.act.clone() {
                <ActDialog {act} forecast={state.forecast.clone()} outline={state.outline.clone()} shown={state.shown_here()} dispatch={dispatch.clone()} />
            }
            if let Some(comparison) = state.comparison.clone() {
                <ModesDialog {comparison} name={state.draft.name.clone()} dispatch={dispatch.clone()} />
            }
            if let Some(contrasting) = state.contrasting.clone() {
                <ContrastDialog {contrasting} has_rival={state.rivals().is_some()} has_kept={state.kept.is_some()} is_marked={state.parting().is_some()} theme={*theme} dispatch={dispatch.clone()} />
            }
            if let Some(report) = state.cost.answer.clone().filter(|_| state.cost.is_open) {
                <CostDialog {report} at={state.transport.at} dispatch={dispatch.clone()} />
            }
            if let Some(code) = state.rule {
                <RuleDialog {code} {dispatch} />
            }
            <p class="visually-hidden" role="status" data-testid="announcement">{ &*state.announcement }</p>
        </div>
    }
}

/// Where the keys lead that undo and redo. Where text is typed they are the field's own.
fn way_of(event: &KeyboardEvent) -> Option<Way> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || platform::takes_undo(event) {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Way::Undo),
        ("z", true) | ("y", false) => Some(Way::Redo),
        _ => None,
    }
}

/// The second at which what somebody does acts. While the playhead moves by itself, nobody
/// reads it, and the stage need not be drawn for it.
fn acts_at_seconds(state: &State) -> Option<u64> {
    (!state.transport.is_playing).then(|| state.acts_at_seconds())
}

/// Why the picture is not of what stands on the left. Short: it stands where the progress does, so
/// that nothing moves.
fn stale(state: &State) -> Option<AttrValue> {
    if state.is_stale() {
        let words = if state.draft.typed {
            "The set-up has changed since this run."
        } else {
            "The set-up has changed: press Run."
        };
        return Some(words.into());
    }
    let drafts = if state.run.going { Vec::new() } else { state.unregistered() };
    match &drafts[..] {
        [] => None,
        [one] => Some(format!("Not in this run: the draft of {one}.").into()),
        [one, more @ ..] => {
            Some(format!("Not in this run: the drafts of {one} and {} more.", more.len()).into())
        }
    }
}
