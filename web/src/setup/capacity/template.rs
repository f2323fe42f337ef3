//! A launch template.

use super::{add_id, head, members, title};
use crate::session::{CapacityEdit, TEMPLATE, TemplateRow};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// The template, folded away.
pub(super) fn template(sheet: ScenarioSheet<'_>, (number, row): (usize, &TemplateRow)) -> Html {
    let pointer = format!("/launchTemplates/{number}");
    let of = format!("launch template {}", title(&row.name));
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let [name, instance_type] = &TEMPLATE;
    let rename = move |typed| CapacityEdit::RenameTemplate(number, typed);
    let remove = (CapacityEdit::RemoveTemplate(number), add_id("template"));
    let brief = row.written.get(instance_type.member).to_owned();
    html! {
        <Section key={pointer.clone()} title={title(&row.name)} of={"launch template".to_owned()} {brief} opens={sheet.says_something_in(&pointer)}>
            { head(entry, (name.member, &row.name), rename, remove) }
            { entry.listed(instance_type, "instance-types") }
            { sheet.under_rest(&pointer, &members(&[&TEMPLATE]), &[]) }
        </Section>
    }
}
