//! The volumes of the task.

use super::field::{Field, Options, Sheet};
use super::section::Section;
use crate::session::{Change, Part, VolumeKind};
use yew::prelude::*;

const ADD_VOLUME: &str = "add-volume";

/// The rows, and the button that adds one.
pub(super) fn volumes(sheet: Sheet<'_>) -> Html {
    let list = "/volumes";
    html! {
        <Section title="Volumes" brief={sheet.form.brief_volumes()} opens={sheet.placed.says_something_in(list)}>
            { for (0..sheet.form.rows(list)).map(|row| volume(sheet, row)) }
            { sheet.left_out(list) }
            { sheet.add(ADD_VOLUME.to_owned(), "+ Volume", "+ Volume".to_owned(), Change::Add(Part::Volume)) }
            { sheet.under(list) }
        </Section>
    }
}

fn volume(sheet: Sheet<'_>, row: usize) -> Html {
    let at = format!("/volumes/{row}");
    let row_name = format!("volume {}", row + 1);
    let kinds = sheet.form.volume_kinds(row);
    let (value, options) = choice(&kinds);
    let kind = Field {
        pointer: format!("{at}/kind"),
        label: "Kind",
        name: Some(format!("Kind, {row_name}")),
        value,
        ..Field::default()
    };
    let change = move |chosen: String| {
        let kind = VolumeKind::ALL.into_iter().find(|kind| kind.member() == chosen);
        Change::VolumeKind(row, kind.unwrap_or(VolumeKind::Empty))
    };
    html! {
        <div key={row} class="volume">
            <div class="entry one">
                { sheet.row_field(&format!("{at}/name"), &row_name) }
                { sheet.remove(format!("Remove {row_name}"), at.clone(), ADD_VOLUME.to_owned()) }
            </div>
            { sheet.select(kind, options, change) }
            { for kinds.iter().map(|kind| details(sheet, &at, *kind, &row_name)) }
            { sheet.under(&at) }
        </div>
    }
}

/// What is chosen, and what there is to choose. Of several kinds one has to be chosen first.
fn choice(kinds: &[VolumeKind]) -> (String, Options) {
    let mut options: Options =
        VolumeKind::ALL.map(|kind| (kind.member().to_owned(), kind.words().to_owned())).into();
    if let [kind] = kinds {
        return (kind.member().to_owned(), options);
    }
    options.insert(0, ("several".to_owned(), "Of several kinds: choose one".to_owned()));
    ("several".to_owned(), options)
}

/// The fields of a kind. What has none, such as labels of a Docker volume, stays in the text.
fn details(sheet: Sheet<'_>, at: &str, kind: VolumeKind, row: &str) -> Html {
    let at = format!("{at}/{}", kind.member());
    let field = |member: &str| sheet.row_field(&format!("{at}/{member}"), row);
    let point = "authorizationConfig";
    match kind {
        VolumeKind::Empty => {
            note("An empty directory that the containers of a task share. It goes with the task.")
        }
        VolumeKind::Launch => note("Its size and type are given to the service or to RunTask."),
        VolumeKind::Host => field("sourcePath"),
        VolumeKind::Docker => html! {
            <>
                <div class="pair">{ field("scope") }{ field("driver") }</div>
                { field("autoprovision") }
            </>
        },
        VolumeKind::Efs => html! {
            <>
                <div class="pair">{ field("fileSystemId") }{ field("rootDirectory") }</div>
                <div class="pair">{ field("transitEncryption") }{ field(&format!("{point}/iam")) }</div>
                { field(&format!("{point}/accessPointId")) }
                { sheet.under(&format!("{at}/{point}")) }
            </>
        },
        VolumeKind::S3Files => html! {
            <>{ field("fileSystemArn") }<div class="pair">{ field("rootDirectory") }{ field("accessPointArn") }</div></>
        },
        VolumeKind::Fsx => html! {
            <>
                <div class="pair">{ field("fileSystemId") }{ field("rootDirectory") }</div>
                { field(&format!("{point}/credentialsParameter")) }
                { field(&format!("{point}/domain")) }
            </>
        },
    }
}

fn note(words: &'static str) -> Html {
    html! { <p class="note">{ words }</p> }
}
