//! The revisions of a family: who runs which, and which one is looked at.

use super::compare::Compare;
use super::form::Select;
use super::run_task::run_task_button;
use crate::platform;
use crate::session::{Action, DefinitionRow, Dispatch, Draft, Outline, Shared, Shown, counted};
use crate::time::update_button;
use std::collections::{BTreeMap, BTreeSet};
use yew::prelude::*;

/// What revisions there are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RevisionsProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// Which task definition is in the box.
    pub(super) definition: usize,
    /// What stands in the box.
    pub(super) draft: Draft,
    /// The drafts of other definitions.
    pub(super) drafts: BTreeMap<usize, Draft>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The run on the stage, if it is of this scenario: a context, so that of the set-up only what counts in the
/// run is drawn again with every picture.
#[derive(Clone, Debug, PartialEq)]
pub struct OnStage(pub Option<Shared<Shown>>);

impl RevisionsProps {
    /// The families of the definitions that drafts were made from.
    fn families_with_draft(&self) -> impl Iterator<Item = &str> {
        let here = self.draft.typed.then_some(self.definition);
        let numbers = here.into_iter().chain(self.drafts.keys().copied());
        numbers.filter_map(|number| Some(self.outline.definitions.get(number)?.name.family.as_str()))
    }
}

/// The families to choose from, and the revisions of the chosen one.
#[component]
pub(super) fn Revisions(props: &RevisionsProps) -> Html {
    let shown = use_context::<OnStage>().and_then(|OnStage(shown)| shown);
    let tasks =
        use_memo((props.outline.clone(), shown), |(outline, shown)| tasks_of_each(outline, shown.as_ref()));
    let Some(current) = props.outline.definitions.get(props.definition) else {
        return html! { <p class="note remark-line">{ "Fill in the form, paste a text, or start from a template." }</p> };
    };
    let family = &current.name.family;
    // What is registered is listed last, and is the newest.
    let numbered = props.outline.definitions.iter().enumerate().rev();
    let rows = numbered.filter(|(_, row)| row.name.family == *family);
    html! {
        <>
            { families(props, family) }
            <p class="note remark-line">{ remark(props, current) }</p>
            <ul class="revisions" aria-label={format!("Revisions of {family}")}>
                { for rows.map(|(number, row)| revision(props, number, row, tasks.get(number).copied())) }
            </ul>
            <div class="buttons">
                { run_task_button(props.definition, &current.name.to_string(), &props.dispatch) }
                if let Some(service) = to_roll_out(props, current) {
                    { update_button(service, Some(current.name.to_string()), &props.dispatch) }
                }
            </div>
            <Compare outline={props.outline.clone()} definition={props.definition} draft={props.draft.clone()} drafts={props.drafts.clone()} />
        </>
    }
}

/// The first service that runs another revision of the family; none where each runs this one.
fn to_roll_out<'a>(props: &'a RevisionsProps, current: &DefinitionRow) -> Option<&'a str> {
    let of_family = props.outline.definitions.iter().filter(|row| row.name.family == current.name.family);
    let others = of_family.filter(|row| row.name != current.name);
    others.flat_map(|row| &row.services).map(AsRef::as_ref).next()
}

/// What an edit does or, where there is one, what becomes of it.
fn remark(props: &RevisionsProps, current: &DefinitionRow) -> String {
    let draft = &props.draft;
    if !draft.typed {
        return format!("A revision never changes: an edit opens a draft of {}.", draft.name);
    }
    if draft.is_scenario {
        return format!("What stands in the box is no revision of {}.", current.name.family);
    }
    let followers = props.outline.followers(props.definition, &draft.name.family);
    let base = &current.name;
    if followers.is_empty() {
        return format!("Made from {base}. Deploying it adds a service.");
    }
    format!("Made from {base}. Deploying it moves {} to it.", listed(&followers))
}

/// `service web`, `services a, b`, `services a, b and 3 more`.
fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(AsRef::as_ref).collect();
    let noun = if names.len() == 1 { "service" } else { "services" };
    match names.len() - shown.len() {
        0 => format!("{noun} {}", shown.join(", ")),
        more => format!("{noun} {} and {more} more", shown.join(", ")),
    }
}

/// A revision. Looking at it and editing opens a draft of the family's next one.
fn revision(props: &RevisionsProps, number: usize, row: &DefinitionRow, tasks: Option<u64>) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ChooseDefinition(number)));
    let is_current = number == props.definition;
    let services = if row.services.is_empty() { "no service".to_owned() } else { listed(&row.services) };
    let has_draft = if is_current { props.draft.typed } else { props.drafts.contains_key(&number) };
    html! {
        <li key={number}>
            <button type="button" class="revision" aria-current={is_current.then_some("true")} {onclick}>
                <b>{ row.name.to_string() }</b>
                <span class="revision-services">{ services }</span>
                if has_draft {
                    <span class="tag">{ "draft" }</span>
                }
                if let Some(tasks) = tasks {
                    <span>{ counted(tasks, "task") }</span>
                }
            </button>
        </li>
    }
}

/// How many tasks of the run on the stage are of each definition; empty where there is no run.
fn tasks_of_each(outline: &Outline, shown: Option<&Shared<Shown>>) -> Vec<u64> {
    let Some(shown) = shown else { return Vec::new() };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for task in &shown.snapshot.tasks {
        *counts.entry(&task.task_definition).or_default() += 1;
    }
    let count = |row: &DefinitionRow| counts.get(row.name.to_string().as_str()).copied();
    outline.definitions.iter().map(|row| count(row).unwrap_or_default()).collect()
}

/// Another family: its newest revision or, where there is one, its draft.
fn families(props: &RevisionsProps, current: &str) -> Html {
    let with_draft: BTreeSet<&str> = props.families_with_draft().collect();
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let families = props.outline.definitions.iter().map(|row| row.name.family.as_str());
    let options: Vec<(String, String)> = families
        .filter(|family| listed.insert(family))
        .map(|family| {
            let mark = if with_draft.contains(family) { " · draft" } else { "" };
            (family.to_owned(), format!("{family}{mark}"))
        })
        .collect();
    if options.len() < 2 {
        return Html::default();
    }
    let (dispatch, outline) = (props.dispatch.clone(), props.outline.clone());
    let drafts: Vec<usize> = props.drafts.keys().copied().collect();
    let onchange = Callback::from(move |event: Event| {
        let family = platform::value_of(&event);
        let of_family = outline.definitions.iter().enumerate().filter(|(_, row)| row.name.family == family);
        let best = of_family.max_by_key(|(number, row)| (drafts.contains(number), row.name.revision));
        if let Some((number, _)) = best {
            dispatch.dispatch(Action::ChooseDefinition(number));
        }
    });
    html! {
        <Select id="family" name={Some(AttrValue::from("Task definition"))} value={current.to_owned()} {options} invalid="false" {onchange} />
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn many_services_are_cut_short() {
        assert_eq!(listed(&["web"]), "service web");
        assert_eq!(listed(&["a", "b", "c"]), "services a, b, c");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "services a, b, c and 2 more");
    }
}
