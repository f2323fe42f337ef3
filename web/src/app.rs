//! The page: its state, and what the state asks of the browser and the core.

use crate::contrast::ContrastDialog;
use crate::cost::CostDialog;
use crate::editor::{ASSISTED_BYTES, Typing};
use crate::header::Header;
use crate::inspector::Inspector;
use crate::modes::ModesDialog;
use crate::platform::{self, Theme, Timeout};
use crate::player::{Heard, Player, Reply, Request, Subject};
use crate::session::{Action, Dispatch, Shared, State, View};
use crate::setup::{OnStage, RuleDialog, RunTaskDialog, SetUp};
use crate::share::ShareDialog;
use crate::stage::{Foot, Stage};
use crate::time::ActDialog;
use ecs_core::SimTime;
use ecs_workshop::link;
use yew::prelude::*;

/// How long typing pauses before a text is judged, in milliseconds: a judgement holds up whoever types,
/// so a text that takes longer to judge waits for a longer pause.
fn pause_ms(text: &str) -> u32 {
    let beyond = text.len().saturating_sub(ASSISTED_BYTES);
    250 + u32::try_from(beyond / 2048).unwrap_or(u32::MAX / 2)
}

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
    use_effect_with(state.has_draft(), |has_draft| {
        let asking = has_draft.then(platform::ask_before_leaving);
        move || drop(asking)
    });

    let (dispatch_key, typing_key) = (dispatch.clone(), typing.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            typing_key.settle();
            dispatch_key.dispatch(Action::Proceed);
        }
    });
    let on_theme = use_callback(theme.setter(), |theme: Theme, setter| setter.set(theme));
    let going = (state.run.going && state.run.started > 0)
        .then(|| (state.run.started as u64, state.outline.desired_tasks()));
    let view = if state.view == View::Both && !*wide { View::Form } else { state.view };
    html! {
        <div class={classes!("page", (view == View::Both).then_some("both"))} {onkeydown}>
            <Header outline={state.outline.clone()} theme={*theme} {on_theme} dispatch={dispatch.clone()}>
                { messages(&state, &dispatch) }
            </Header>
            <ContextProvider<OnStage> context={OnStage(state.shown_here())}>
                <SetUp text={Shared::from(state.text.clone())} is_broken={state.readable.is_some()} opened={Shared::from(state.opened.clone())} outline={state.outline.clone()} findings={state.findings.clone()} definition={state.definition}
                    draft={state.draft.clone()} drafts={state.drafts.clone()} typing={(*typing).clone()}
                    section={state.section} {view} wide={*wide} dispatch={dispatch.clone()} />
            </ContextProvider<OnStage>>
            <main class="stage" aria-labelledby="stage-heading" aria-busy={state.run.going.to_string()}>
                <Stage shown={state.shown.clone()} outline={state.outline.clone()} here={state.shown_here().is_some()} look={state.look.clone()}
                    {going} stale={stale(&state)} selection={state.selection} acts_at_seconds={acts_at_seconds(&state)}
                    from_the_beginning={state.transport.from_the_beginning} dispatch={dispatch.clone()} />
                if let Some(shown) = state.shown.clone() {
                    <Foot {shown} axis={state.axis()} zooms={state.zooms()} look={state.look.clone()} outline={state.outline.clone()} transport={state.transport.clone()} counts={state.counts.clone()} targets={state.targets.clone()} cost={state.cost.answer.clone()} theme={*theme} dispatch={dispatch.clone()} />
                }
            </main>
            <Inspector shown={state.shown.clone()} selection={state.selection} tab={state.tab} why={state.why.clone()}
                paths={state.paths.clone()} parts={state.parts.clone()} reading={state.reading.clone()} inspection={state.inspection.clone()} task_away={state.task_away()}
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
                <ContrastDialog {contrasting} has_rival={state.rivals().is_some()} has_kept={state.kept.is_some()} dispatch={dispatch.clone()} />
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

/// What the state asks of the core. A question is asked again when its number has risen.
#[hook]
fn use_requests(state: &UseReducerHandle<State>, player: &std::rc::Rc<Player>) {
    {
        let (player, text, run) = (player.clone(), state.text.clone(), state.run.clone());
        use_effect_with(run.number, move |number| {
            let number = *number;
            if number == 0 {
                return;
            }
            player.post(Request::Load { number, text });
            let picture_at = run.picture_at;
            let expected = run.expected.map(|seen| SimTime::from_seconds(seen.at_seconds));
            for at in expected.map(Some).into_iter().chain([None]) {
                player.post(Request::AdvanceTo { number, at, picture_at });
            }
        });
    }
    {
        let (player, shown, transport) = (player.clone(), state.shown.clone(), state.transport.clone());
        use_effect_with(transport.number, move |number| {
            if let Some(shown) = shown {
                // What is played is drawn only where something happens.
                let seen = shown.events().filter(|_| transport.is_playing);
                let (number, run) = (*number, shown.number);
                player.post(Request::Seek { number, run, at: transport.at, seen });
            }
        });
    }
    {
        let (player, of, axis) = (player.clone(), state.counts.of.clone(), state.counts.axis);
        use_effect_with(state.counts.number, move |number| {
            if let Some((run, service)) = of {
                player.post(Request::Count { number: *number, run, service, between: (axis.from, axis.to) });
            }
        });
    }
    {
        let (player, text) = (player.clone(), state.text.clone());
        use_effect_with(state.text_number, move |number| {
            platform::remember(text.clone());
            let pause = pause_ms(&text);
            let request = Request::Validate { number: *number, subject: Subject::Document, text };
            let later = Timeout::new(pause, move || player.post(request));
            move || drop(later)
        });
    }
    {
        let (player, text) = (player.clone(), state.draft.text.clone());
        let typed = state.draft.typed;
        use_effect_with((state.draft.number, state.wish.is_some()), move |(number, at_once)| {
            let pause = if *at_once { 0 } else { pause_ms(&text) };
            let request = Request::Validate { number: *number, subject: Subject::Draft, text: text.clone() };
            let judged = typed || !text.is_empty();
            let later = judged.then(|| Timeout::new(pause, move || player.post(request)));
            move || drop(later)
        });
    }
    {
        let of_call = state.run_task.as_ref().map(|call| call.text.clone());
        let call = of_call.or_else(|| state.act.as_ref().map(|act| act.text.clone()));
        let player = player.clone();
        use_effect_with(state.run_task_number, move |number| {
            let later = call.map(|text| {
                let pause = pause_ms(&text);
                let request = Request::Validate { number: *number, subject: Subject::Call, text };
                Timeout::new(pause, move || player.post(request))
            });
            move || drop(later)
        });
    }
    {
        let (player, text, share) = (player.clone(), state.text.clone(), state.share.clone());
        let at = state.stays_at();
        use_effect_with(state.share_number, move |number| {
            if let Some(share) = share {
                player.post(Request::Share { number: *number, text, redact: share.redact, at });
            }
        });
    }
    {
        let (player, question) = (player.clone(), state.why.question.clone());
        use_effect_with(state.why.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Explain { number: *number, question });
            }
        });
    }
    use_log(state, player);
    use_figures(state, player);
    use_network(state, player);
    let parcel = state.share.as_ref().and_then(|share| share.parcel.clone());
    use_effect_with(parcel, |parcel| {
        if let Some(Ok(parcel)) = parcel.as_deref() {
            platform::set_fragment(&parcel.fragment);
        }
    });
}

/// The same for the event log and for details.
#[hook]
fn use_log(state: &UseReducerHandle<State>, player: &std::rc::Rc<Player>) {
    {
        let (player, question) = (player.clone(), state.reading.question.clone());
        use_effect_with(state.reading.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Journal { number: *number, question });
            }
        });
    }
    {
        let (player, question) = (player.clone(), state.targets.question.clone());
        use_effect_with(state.targets.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Targets { number: *number, question });
            }
        });
    }
    let (player, question) = (player.clone(), state.inspection.question.clone());
    use_effect_with(state.inspection.number, move |number| {
        if let Some(question) = question {
            player.post(Request::Inspect { number: *number, question });
        }
    });
}

/// The same for what a run costs, for where an action leads, and for two scenarios that are held against each
/// other.
#[hook]
fn use_figures(state: &UseReducerHandle<State>, player: &std::rc::Rc<Player>) {
    {
        let (player, of) = (player.clone(), state.cost.of);
        use_effect_with(state.cost.number, move |number| {
            if let Some((run, at)) = of {
                player.post(Request::Cost { number: *number, run, at });
            }
        });
    }
    {
        let (player, question) = (player.clone(), state.forecast.question.clone());
        use_effect_with(state.forecast.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Foresee { number: *number, question });
            }
        });
    }
    let (player, texts) = (player.clone(), state.rivals());
    use_effect_with(state.contrast_number, move |number| {
        let number = *number;
        let later = texts.map(|texts| {
            let pause = pause_ms(&texts.1);
            Timeout::new(pause, move || player.post(Request::Contrast { number, texts }))
        });
        move || drop(later)
    });
}

/// The same for networks, and for the parts of a task.
#[hook]
fn use_network(state: &UseReducerHandle<State>, player: &std::rc::Rc<Player>) {
    {
        let (player, question) = (player.clone(), state.paths.question.clone());
        use_effect_with(state.paths.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Trace { number: *number, question });
            }
        });
    }
    {
        let (player, question) = (player.clone(), state.parts.question.clone());
        use_effect_with(state.parts.number, move |number| {
            if let Some(question) = question {
                player.post(Request::Examine { number: *number, question });
            }
        });
    }
    let (player, comparison) = (player.clone(), state.comparison.clone());
    let (definition, scenario) = (state.draft.text.clone(), state.text.clone());
    use_effect_with(state.comparison_number, move |number| {
        if let Some(comparison) = comparison {
            let instance_type = comparison.instance_type;
            player.post(Request::Compare { number: *number, definition, scenario, instance_type });
        }
    });
}

/// What the browser tells: links that are opened, a system that goes dark, a window that grows.
#[hook]
fn use_browser(
    dispatch: &Dispatch,
    typing: &std::rc::Rc<Typing>,
    theme: &UseStateHandle<Theme>,
    wide: &UseStateHandle<bool>,
) {
    let (dispatch, typing, setter, wide) = (dispatch.clone(), typing.clone(), theme.setter(), wide.setter());
    use_effect_with((), move |()| {
        if !open_link(&dispatch) {
            dispatch.dispatch(Action::Run);
        }
        let turning = {
            let typing = typing.clone();
            platform::on_turning_away(move || {
                typing.settle();
            })
        };
        let changed = platform::on_fragment_change(move || {
            typing.settle();
            open_link(&dispatch);
        });
        let themed = platform::follow_system_theme(move |theme| setter.set(theme));
        let widened = platform::on_wide_change(move |now| wide.set(now));
        move || drop((turning, changed, themed, widened))
    });
}

/// Opens the link in the address bar. False where there is none that can be opened.
fn open_link(dispatch: &Dispatch) -> bool {
    let fragment = platform::fragment();
    if fragment.len() < 2 {
        return false;
    }
    match link::decode(&fragment) {
        Ok(link) => {
            dispatch.dispatch(Action::OpenLink(link));
            true
        }
        Err(why) => {
            dispatch.dispatch(Action::BrokenLink(why.to_string()));
            false
        }
    }
}

/// The second at which a task that is started by hand starts. While the playhead moves by itself, nobody
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

fn messages(state: &State, dispatch: &Dispatch) -> Html {
    let sends = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let button = |onclick| html! { <button type="button" class="icon" aria-label="Dismiss" {onclick}>{ "×" }</button> };
    html! {
        <div class="messages">
            <div role="alert">{ state.alert.as_ref().map(|text| html! {
                <div class="message broken"><p>{ &**text }</p>{ button(sends(Action::DismissAlert)) }</div>
            }) }</div>
            <div role="status">{ state.note.as_ref().map(|note| html! {
                <div class="message">
                    <p>{ &*note.text }</p>
                    if let Some(earlier) = &note.undo {
                        <button type="button" onclick={sends(Action::Undo)}>{ earlier.label }</button>
                    }
                    { button(sends(Action::DismissNote)) }
                </div>
            }) }</div>
        </div>
    }
}
