//! The volumes of a task: where each is kept, who shares it, how much is in it, and what survives.
//! Spec: VOL-7.

use super::text;
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::storage::{Place, Volume, VolumeKind};
use crate::world::{StartFailure, TaskStatus};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Tasks that are named of those that share a volume.
const NAMED: usize = 20;

/// The volumes of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumesReport {
    /// The moment, in seconds.
    pub at_seconds: f64,
    /// The task's ARN.
    pub task: String,
    /// Its short form, for example `service:web/1`.
    pub name: String,
    /// In the order of the task definition.
    pub volumes: Vec<VolumeReport>,
}

/// A volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeReport {
    /// Its name.
    pub name: String,
    /// What it is, for example `host path` or `Amazon EFS`.
    pub kind: Cow<'static, str>,
    /// Where it is, for example `/data on host/1`.
    pub place: String,
    /// Who mounts it.
    pub mounts: Vec<MountReport>,
    /// Other tasks that have the same, by their short forms: at most twenty.
    pub shared_with: Vec<String>,
    /// How many these are in all.
    pub shared_with_count: usize,
    /// What the simulation has written into it so far, in KiB.
    pub held_kib: u64,
    /// What there is room for, in KiB; none where nothing bounds it.
    pub limit_kib: Option<u64>,
    /// Whether nothing more can be written.
    pub full: bool,
    /// What of it survives what.
    pub survives: SurvivalReport,
    /// The same in words.
    pub sentence: String,
}

/// A mount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MountReport {
    /// The container's name.
    pub container: String,
    /// Where it sees the volume.
    pub path: String,
    /// Whether it may only read.
    pub read_only: bool,
}

/// Whether what is in a volume is still there afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is the answer to a question of its own")]
pub struct SurvivalReport {
    /// A container of the task is started again.
    pub container_restart: bool,
    /// The task is replaced on the same instance.
    pub replacement_there: bool,
    /// The task is replaced elsewhere.
    pub replacement_elsewhere: bool,
    /// The instance is lost.
    pub instance_loss: bool,
}

impl SurvivalReport {
    /// Spec: VOL-2 to VOL-5.
    fn of(kind: &VolumeKind) -> SurvivalReport {
        let (there, outside) = match kind {
            VolumeKind::HostPath(_) | VolumeKind::DockerShared(_) => (true, false),
            VolumeKind::Efs { .. } | VolumeKind::S3Files(_) | VolumeKind::Fsx(_) => (true, true),
            VolumeKind::TaskFolder
            | VolumeKind::DockerTask
            | VolumeKind::Ephemeral
            | VolumeKind::Ebs { .. } => (false, false),
        };
        SurvivalReport {
            container_restart: true,
            replacement_there: there,
            replacement_elsewhere: outside,
            instance_loss: outside,
        }
    }
}

impl Engine {
    pub(crate) fn volumes_report(&self, row: TaskRow) -> VolumesReport {
        let volumes = self.volumes_of(row);
        let numbered = volumes.iter().enumerate();
        VolumesReport {
            at_seconds: super::run::seconds(self.now),
            task: self.task_arn(row),
            name: self.world.task_short(&self.world.tasks[row]),
            volumes: numbered.map(|(number, volume)| self.volume_report(row, number, volume)).collect(),
        }
    }

    fn volume_report(&self, row: TaskRow, number: usize, volume: &Volume) -> VolumeReport {
        let place = self.place_of(row, number, volume);
        let held = place.as_ref().and_then(|place| self.world.storage.held(place));
        let sharing = place.as_ref().map_or_else(Vec::new, |place| self.tasks_at(row, place));
        let launch = &self.world.launches[self.world.tasks[row].launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        let container =
            |number: usize| definition.and_then(|definition| definition.container_definitions.get(number));
        let mounts = volume.mounts.iter().map(|mount| MountReport {
            container: container(mount.container).map_or_else(String::new, |found| found.name.clone()),
            path: mount.path.clone(),
            read_only: mount.read_only,
        });
        let short = |task: &TaskRow| self.world.task_short(&self.world.tasks[*task]);
        VolumeReport {
            name: volume.name.clone(),
            kind: text::volumes::kind(&volume.kind).into(),
            place: self.place_name(row, &volume.kind),
            mounts: mounts.collect(),
            shared_with: sharing.iter().take(NAMED).map(short).collect(),
            shared_with_count: sharing.len(),
            held_kib: held.map_or(0, |held| held.kib(self.now)),
            limit_kib: self.room_kib(row, volume),
            full: held.is_some_and(|held| held.is_full(self.now)),
            survives: SurvivalReport::of(&volume.kind),
            sentence: text::volumes::life(&volume.kind).to_owned(),
        }
    }

    /// Tasks besides this one that have a place, as long as they are not stopped.
    fn tasks_at(&self, but: TaskRow, place: &Place) -> Vec<TaskRow> {
        if place.task().is_some() {
            return Vec::new();
        }
        let alive = self
            .world
            .tasks
            .iter()
            .filter(|(row, task)| *row != but && task.last_status != TaskStatus::Stopped);
        let has_it = |row: &TaskRow| {
            let volumes = self.volumes_of(*row);
            let mut numbered = volumes.iter().enumerate();
            numbered.any(|(number, volume)| self.place_of(*row, number, volume).as_ref() == Some(place))
        };
        alive.map(|(row, _)| row).filter(has_it).collect()
    }

    fn place_name(&self, row: TaskRow, kind: &VolumeKind) -> String {
        let task = &self.world.tasks[row];
        let instance = task.instance.map(|instance| self.instance_short(instance)).unwrap_or_default();
        let short = self.world.task_short(task);
        match kind {
            VolumeKind::HostPath(path) => format!("{path} on {instance}"),
            VolumeKind::DockerShared(name) => format!("{name} on {instance}"),
            VolumeKind::TaskFolder | VolumeKind::DockerTask => format!("{short} on {instance}"),
            VolumeKind::Ephemeral => format!("ephemeral storage of {short}"),
            VolumeKind::Efs { file_system, root } => format!("{file_system}, {root}"),
            VolumeKind::S3Files(id) | VolumeKind::Fsx(id) => id.clone(),
            VolumeKind::Ebs { size_gib } => {
                let size = size_gib.map(|gib| format!("{gib} GiB, ")).unwrap_or_default();
                match self.zone_of(task) {
                    Some(zone) => format!("{size}a volume of {short} in {zone}"),
                    None => format!("{size}a volume of {short}, in the zone where it will run"),
                }
            }
        }
    }

    /// The volume that a task did not mount. Spec: VOL-3.
    pub(super) fn volume_of(&self, row: TaskRow, failure: StartFailure) -> Option<Volume> {
        let StartFailure::Unmountable(unmountable) = failure else { return None };
        self.volumes_of(row).into_iter().nth(unmountable.volume)
    }

    /// What the log of a run says of a place that is full. Spec: VOL-6.
    pub(super) fn storage_is_full(&self, row: TaskRow, volume: usize) -> String {
        let short = self.world.task_short(&self.world.tasks[row]);
        let volumes = self.volumes_of(row);
        let name = volumes.get(volume).map_or("", |volume| &volume.name);
        format!("{short}: volume {name} is full: writes fail with `No space left on device`")
    }
}
