//! The event log: ECS's words beside what they mean, what is looked for in it, and what it leads to.

use super::pager;
use super::words::words;
use crate::platform;
use crate::session::{Dispatch, Move, PAGE, Read, Reading, Tell, moment};
use crate::setup::Select;
use ecs_core::SimTime;
use ecs_core::report::{EventKind, JournalEntry, JournalPage, Landmark, Tone};
use yew::prelude::*;

/// What of the event log is read.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct EventsProps {
    /// The page.
    pub(super) reading: Reading,
    /// How many of its entries lie ahead of the playhead.
    pub(super) ahead: usize,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// What is looked for, and a page of what was found: the newest first, what lies ahead of the playhead
/// above what it has passed.
#[component]
pub(super) fn Events(props: &EventsProps) -> Html {
    let list = use_node_ref();
    let page = props.reading.page.clone();
    {
        let (list, follows) = (list.clone(), props.reading.follows());
        use_effect_with((props.ahead, page.clone()), move |(ahead, _)| {
            let revealing = follows.then(|| platform::reveal_row(&list, *ahead));
            move || drop(revealing)
        });
    }
    html! {
        <section class="journal" aria-label="Event log">
            { search(props) }
            if let Some(page) = page {
                { pager(props, &page) }
                if page.is_truncated {
                    <p class="note">{ "The oldest events of this run were dropped: the log was full." }</p>
                }
                <ol class="log" ref={list}>{ for (0..page.entries.len()).map(|number| line(props, &page.entries, number)) }</ol>
            }
        </section>
    }
}

fn search(props: &EventsProps) -> Html {
    let dispatch = props.dispatch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        dispatch.dispatch(Read::Search(platform::value_of(&event)).into());
    });
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let number = platform::value_of(&event).parse::<usize>().ok();
        let kind = number.and_then(|number| EventKind::ALL.get(number)).copied();
        dispatch.dispatch(Read::Kind(kind).into());
    });
    let kinds = EventKind::ALL.iter().enumerate();
    let options = std::iter::once((String::new(), "All events".to_owned()))
        .chain(kinds.map(|(number, kind)| (number.to_string(), name(*kind).to_owned())));
    let filter = &props.reading.filter;
    let chosen = EventKind::ALL.iter().position(|kind| Some(*kind) == filter.kind);
    html! {
        <div class="journal-search" role="search">
            <input type="search" aria-label="Search the event log" placeholder="Search" autocomplete="off" spellcheck="false"
                value={filter.text.clone()} {oninput} />
            <Select id="journal-kind" name={Some(AttrValue::from("Kind of event"))} value={chosen.map(|number| number.to_string()).unwrap_or_default()}
                options={options.collect::<Vec<_>>()} invalid="false" {onchange} />
        </div>
    }
}

fn name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Service => "Service events",
        EventKind::TaskState => "Task state changes",
        EventKind::Stop => "Stops and their reasons",
        EventKind::Health => "Health",
        EventKind::Failure => "Refusals and failures",
        EventKind::Bus => "Events, queues and pipes",
        EventKind::Instance => "Instances and faults",
        EventKind::Alarm => "Alarms",
        EventKind::Scaling => "Scaling",
    }
}

/// Which entries these are, and the way to others.
fn pager(props: &EventsProps, page: &JournalPage) -> Html {
    let read = |read: Read| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(read.clone().into()))
    };
    let behind = page.offset + page.entries.len();
    let newer = read(Read::Turn(page.offset.saturating_sub(PAGE.max(page.entries.len()))));
    let (older, follow) = (read(Read::Turn(behind)), read(Read::Follow));
    let newer = (page.offset > 0).then_some(newer);
    let older = (behind < page.total).then_some(older);
    pager::pager(&range(page), [("Newer", newer), ("Older", older)], (props.reading.follows(), follow))
}

/// `1 to 40 of 12,345 events`.
fn range(page: &JournalPage) -> String {
    pager::range(page.offset, page.entries.len(), page.total, "event")
}

/// A line. Its place is its key: while a run is played one page takes the place of the other, and what is there
/// is written anew rather than made anew. What explains several entries in a row is told at the first of them.
fn line(props: &EventsProps, entries: &[JournalEntry], number: usize) -> Html {
    let entry = &entries[number];
    let is_told = entries[..number].last().is_some_and(|above| above.plain == entry.plain);
    let tone = match entry.tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Bad => "bad-text",
    };
    let (dispatch, at) = (props.dispatch.clone(), entry.at);
    let goes = Callback::from(move |_: MouseEvent| dispatch.dispatch(Move::To(at).into()));
    let (is_ahead, is_here) = (number < props.ahead, number == props.ahead);
    html! {
        <li key={number} class={classes!(is_ahead.then_some("ahead"), is_here.then_some("here"))} aria-current={is_here.then_some("time")}>
            <button type="button" class="link" title="Move the playhead here" onclick={goes}><time>{ moment(entry.at) }</time></button>
            <div>
                <p class={tone}>{ words(&entry.text) }</p>
                if !is_told {
                    <p class="plainly">{ &*entry.plain }</p>
                }
                <p class="leads">
                    { for entry.landmarks.iter().enumerate().map(|(number, landmark)| leads(props, number, entry.at, landmark)) }
                    if entry.is_step {
                        { to_story(props, entry.at) }
                    }
                </p>
            </div>
        </li>
    }
}

/// The way from an entry to what it is about, at its moment.
fn leads(props: &EventsProps, number: usize, at: SimTime, landmark: &Landmark) -> Html {
    let name = landmark_name(landmark);
    let (dispatch, landmark) = (props.dispatch.clone(), landmark.clone());
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Read::GoTo(at, landmark.clone()).into()));
    html! { <button type="button" class="link" key={number} {onclick}>{ name }</button> }
}

/// `Task service:web/1`.
pub(super) fn landmark_name(landmark: &Landmark) -> String {
    match landmark {
        Landmark::Task { short, .. } => format!("Task {short}"),
        Landmark::Instance { short, .. } => format!("Instance {short}"),
        Landmark::Service { name } => format!("Service {name}"),
    }
}

/// The way from an entry to the step of the story of scaling that it is.
fn to_story(props: &EventsProps, at: SimTime) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Tell::Show(at).into()));
    html! { <button type="button" class="link" key="story" {onclick}>{ "In the scaling story" }</button> }
}
