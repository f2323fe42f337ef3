//! Two revisions side by side, or a revision and a draft: what differs.

use super::form::Select;
use crate::platform;
use crate::session::{Draft, Outline, Shared, counted};
use ecs_core::aws::{Difference, differences};
use ecs_core::validate::subject_of;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// What there is to compare.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct CompareProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// Which task definition is in the box.
    pub(super) definition: usize,
    /// What stands in the box.
    pub(super) draft: Draft,
    /// The drafts of other definitions.
    pub(super) drafts: BTreeMap<usize, Draft>,
}

/// Something to compare: its key in the selects, what it is called, and where it is.
#[derive(Clone, Debug, PartialEq)]
struct Side {
    key: String,
    name: String,
    definition: usize,
    is_draft: bool,
}

impl CompareProps {
    /// The draft that was made from a definition.
    fn draft_of(&self, number: usize) -> Option<&Draft> {
        if number == self.definition {
            Some(&self.draft).filter(|draft| draft.typed)
        } else {
            self.drafts.get(&number)
        }
    }

    /// How much there is to compare.
    fn count(&self) -> usize {
        self.outline.definitions.len() + self.drafts.len() + usize::from(self.draft.typed)
    }

    fn text_of(&self, side: &Side) -> Rc<str> {
        if side.is_draft {
            return self.draft_of(side.definition).map(|draft| draft.text.clone()).unwrap_or_default();
        }
        self.outline.definitions.get(side.definition).map_or("", |row| row.text.as_str()).into()
    }
}

/// The button that opens the comparison, and the comparison.
#[component]
pub(super) fn Compare(props: &CompareProps) -> Html {
    let open = use_state_eq(|| false);
    if props.count() < 2 {
        return Html::default();
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <div class="compare">
            <button type="button" class="add" aria-expanded={open.to_string()} aria-controls="comparison" onclick={toggle}>{ "Compare revisions" }</button>
            <div id="comparison" hidden={!*open}>
                if *open {
                    <Comparison ..props.clone() />
                }
            </div>
        </div>
    }
}

/// What is compared, and what differs.
#[component]
fn Comparison(props: &CompareProps) -> Html {
    let chosen = use_state_eq(|| [None::<String>, None]);
    let sides = sides(props);
    let pair = pair(props, &sides, &chosen);
    let texts = [props.text_of(&pair[0]), props.text_of(&pair[1])];
    let found = use_memo(texts, |[before, after]| found(before, after));
    html! {
        <>
            <div class="pair">
                { select("Before", 0, &sides, &pair[0], &chosen) }
                { select("After", 1, &sides, &pair[1], &chosen) }
            </div>
            { listed(&pair, found.as_ref().as_deref()) }
        </>
    }
}

/// Registered revisions and drafts, those of a draft behind the one that it was made from.
fn sides(props: &CompareProps) -> Vec<Side> {
    let draft_side = |number: usize| {
        let name = props.outline.name_of(props.draft_of(number)?);
        Some(Side {
            key: format!("draft{number}"),
            name: format!("Draft of {name}"),
            definition: number,
            is_draft: true,
        })
    };
    let registered = props.outline.definitions.iter().enumerate().flat_map(|(number, row)| {
        let side = Side {
            key: format!("{number}"),
            name: row.name.to_string(),
            definition: number,
            is_draft: false,
        };
        std::iter::once(side).chain(draft_side(number))
    });
    registered.collect()
}

/// What was chosen; else what is looked at and, before it, the revision that it was made from.
fn pair(props: &CompareProps, sides: &[Side], chosen: &[Option<String>; 2]) -> [Side; 2] {
    let find = |key: &str| sides.iter().find(|side| side.key == key);
    let number = props.definition;
    let (here, made_from) = if props.draft.typed {
        (find(&format!("draft{number}")), find(&number.to_string()))
    } else {
        (find(&number.to_string()), before(props).and_then(|number| find(&number.to_string())))
    };
    let first = made_from.or_else(|| sides.iter().find(|side| Some(*side) != here));
    let side = |chosen: &Option<String>, default: Option<&Side>| {
        let side = chosen.as_deref().and_then(find).or(default).or(sides.first());
        side.cloned().unwrap_or_else(|| Side {
            key: String::new(),
            name: String::new(),
            definition: 0,
            is_draft: false,
        })
    };
    [side(&chosen[0], first), side(&chosen[1], here)]
}

/// The revision of the family before the one in the box; of the first one, the next.
fn before(props: &CompareProps) -> Option<usize> {
    let rows = &props.outline.definitions;
    let current = &rows.get(props.definition)?.name;
    let family = || rows.iter().enumerate().filter(|(_, row)| row.name.family == current.family);
    let older = family().filter(|(_, row)| row.name.revision < current.revision);
    let newer = family().filter(|(_, row)| row.name.revision > current.revision);
    let found =
        older.max_by_key(|(_, row)| row.name.revision).or(newer.min_by_key(|(_, row)| row.name.revision));
    found.map(|(number, _)| number)
}

fn select(
    label: &'static str,
    place: usize,
    sides: &[Side],
    side: &Side,
    chosen: &UseStateHandle<[Option<String>; 2]>,
) -> Html {
    let options: Vec<(String, String)> =
        sides.iter().map(|side| (side.key.clone(), side.name.clone())).collect();
    let chosen = chosen.clone();
    let onchange = Callback::from(move |event: Event| {
        let mut now = (*chosen).clone();
        now[place] = Some(platform::value_of(&event));
        chosen.set(now);
    });
    let id = format!("compare-{place}");
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <Select {id} value={side.key.clone()} {options} invalid="false" {onchange} />
        </div>
    }
}

/// What differs, member by member.
fn listed([before, after]: &[Side; 2], found: Option<&[Difference]>) -> Html {
    let Some(found) = found else {
        return html! { <p class="note">{ "One of them cannot be read as a task definition: solve its problems first." }</p> };
    };
    if before.key == after.key {
        return html! { <p class="note">{ "Choose two that are not the same." }</p> };
    }
    let (before, after) = (&before.name, &after.name);
    if found.is_empty() {
        return html! { <p class="note">{ format!("Nothing differs between {before} and {after}.") }</p> };
    }
    html! {
        <>
            <p class="note">{ counted(found.len() as u64, "difference") }</p>
            <ul class="differences" aria-label={format!("From {before} to {after}")}>{ for found.iter().map(difference) }</ul>
        </>
    }
}

fn found(before: &str, after: &str) -> Option<Vec<Difference>> {
    let (before, after) = (subject_of(before)?.1, subject_of(after)?.1);
    Some(differences(&before, &after))
}

fn difference(found: &Difference) -> Html {
    let (word, class) = match (&found.before, &found.after) {
        (None, _) => ("added", "is-added"),
        (_, None) => ("removed", "is-removed"),
        _ => ("changed", "is-changed"),
    };
    html! {
        <li class={class}>
            <p><span class="tag">{ word }</span>{ " " }<code>{ &found.member }</code></p>
            if let Some(value) = &found.before {
                <p class="value"><span class="side">{ "before" }</span>{ " " }<del><code>{ value }</code></del></p>
            }
            if let Some(value) = &found.after {
                <p class="value"><span class="side">{ "after" }</span>{ " " }<ins><code>{ value }</code></ins></p>
            }
        </li>
    }
}
