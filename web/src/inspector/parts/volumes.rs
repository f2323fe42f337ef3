//! The volumes of a task, drawn in what they live and die with.

use crate::session::{counted, grouped, sentence};
use ecs_core::report::{MountReport, VolumeReport, VolumesReport};
use yew::prelude::*;

const KIB_PER_MIB: u64 = 1024;

/// A task's volumes.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct VolumesProps {
    /// What the core says of them.
    pub(super) report: VolumesReport,
}

/// The picture: three frames, one in the other. What is drawn in a frame goes with it.
#[component]
pub(super) fn Volumes(props: &VolumesProps) -> Html {
    let volumes = &props.report.volumes;
    let of = |wanted: Life| volumes.iter().filter(move |volume| life(volume) == wanted);
    html! {
        <section class="part" aria-labelledby="volumes-heading">
            <h4 id="volumes-heading">{ format!("Volumes of {}", props.report.name) }</h4>
            if volumes.is_empty() {
                <p class="note">{ "Its task definition has no volumes: what its containers write goes with them." }</p>
            } else {
                <figure class="lives" aria-label="What lives and dies with what">
                    { frame("Outlives everything here", "outside", of(Life::Outside)) }
                    { frame("Goes with the instance", "instance", of(Life::Instance)) }
                    { frame("Goes with the task", "task", of(Life::Task)) }
                </figure>
            }
        </section>
    }
}

/// What a volume goes with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Outside,
    Instance,
    Task,
}

fn life(volume: &VolumeReport) -> Life {
    match (volume.survives.replacement_elsewhere, volume.survives.replacement_there) {
        (true, _) => Life::Outside,
        (false, true) => Life::Instance,
        (false, false) => Life::Task,
    }
}

fn frame<'a>(
    title: &'static str,
    class: &'static str,
    volumes: impl Iterator<Item = &'a VolumeReport>,
) -> Html {
    let mut volumes = volumes.peekable();
    let empty = volumes.peek().is_none();
    html! {
        <div class={classes!("frame", class, empty.then_some("empty"))}>
            <p class="label">{ title }</p>
            if empty {
                <p class="note">{ "none of its volumes" }</p>
            } else {
                <ul>{ for volumes.map(volume) }</ul>
            }
        </div>
    }
}

fn volume(report: &VolumeReport) -> Html {
    html! {
        <li>
            <p><b>{ &report.name }</b><span class="by">{ format!(" {}, {}", report.kind, report.place) }</span></p>
            <p class="by">{ mounts(&report.mounts) }</p>
            { amount(report) }
            { shared(report) }
            <p>{ sentence(&report.sentence) }</p>
        </li>
    }
}

fn mounts(mounts: &[MountReport]) -> String {
    if mounts.is_empty() {
        return "No container mounts it.".to_owned();
    }
    let one = |mount: &MountReport| {
        let only = if mount.read_only { ", read only" } else { "" };
        format!("{} at {}{only}", mount.container, mount.path)
    };
    let all: Vec<String> = mounts.iter().map(one).collect();
    format!("Mounted by {}.", all.join("; "))
}

/// How much is in it, with a bar where there is a limit.
fn amount(report: &VolumeReport) -> Html {
    let mib = |kib: u64| grouped(kib / KIB_PER_MIB);
    let Some(limit) = report.limit_kib else {
        if report.held_kib == 0 {
            return Html::default();
        }
        return html! { <p>{ format!("{} MiB written so far.", mib(report.held_kib)) }</p> };
    };
    let words = format!("{} of {} MiB written", mib(report.held_kib), mib(limit));
    html! {
        <p class={classes!(report.full.then_some("bad-text"))}>
            <meter aria-label={format!("Written into {}", report.name)} min="0" max={limit.to_string()} value={report.held_kib.to_string()} />
            { " " }{ words }
            { if report.full { ": it is full, and writes fail." } else { "." } }
        </p>
    }
}

fn shared(report: &VolumeReport) -> Html {
    let all = report.shared_with_count;
    if all == 0 {
        return Html::default();
    }
    let named = report.shared_with.join(", ");
    let more = match all - report.shared_with.len() {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as u64)),
    };
    html! { <p>{ format!("Shared with {}: {named}{more}.", counted(all as u64, "other task")) }</p> }
}
