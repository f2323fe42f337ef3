//! What tasks write over time, and the file systems that they mount.

use super::{Engine, Event};
use crate::containers::ContainerStatus;
use crate::ids::TaskRow;
use crate::log::LogEvent;
use crate::network::{Addresses, Source};
use crate::storage::{
    EPHEMERAL_GIB, KIB_PER_GIB, Place, Unmountable, Volume, VolumeKind, Writer, first_unmountable, volumes,
};

impl Engine {
    /// The volumes of a task. Spec: VOL-1.
    pub(crate) fn volumes_of(&self, task: TaskRow) -> Vec<Volume> {
        let launch = &self.world.launches[self.world.tasks[task].launch];
        let Some(definition) = self.scenario.task_definitions.get(launch.task_definition) else {
            return Vec::new();
        };
        let deployments = launch.service.map(|service| &self.world.services[service].deployments);
        let deployment = deployments.and_then(|deployments| deployments.get(launch.deployment));
        let of_service =
            deployment.and_then(|deployment| deployment.service.input.get("volumeConfigurations"));
        volumes(definition, launch.launch_type, of_service.or(launch.volume_configurations.as_ref()))
    }

    /// Where a volume of a task is kept. None where the task has no place yet.
    pub(crate) fn place_of(&self, task: TaskRow, number: usize, volume: &Volume) -> Option<Place> {
        let instance = self.world.tasks[task].instance;
        Some(match &volume.kind {
            VolumeKind::HostPath(path) => Place::HostPath(instance?, path.clone()),
            VolumeKind::DockerShared(name) => Place::DockerShared(instance?, name.clone()),
            VolumeKind::TaskFolder | VolumeKind::DockerTask | VolumeKind::Ebs { .. } => {
                Place::Task(task, number)
            }
            VolumeKind::Ephemeral => Place::Ephemeral(task),
            VolumeKind::Efs { file_system, root } => Place::FileSystem(file_system.clone(), root.clone()),
            VolumeKind::S3Files(id) | VolumeKind::Fsx(id) => Place::FileSystem(id.clone(), "/".to_owned()),
        })
    }

    /// KiB that there is room for; none where nothing bounds it. Spec: VOL-4, VOL-5.
    pub(crate) fn room_kib(&self, task: TaskRow, volume: &Volume) -> Option<u64> {
        match volume.kind {
            VolumeKind::Ebs { size_gib } => size_gib.map(|gib| gib.saturating_mul(KIB_PER_GIB)),
            VolumeKind::Ephemeral => Some(self.ephemeral_kib(task)),
            _ => None,
        }
    }

    /// What a task's images leave of its ephemeral storage. Spec: VOL-4.
    fn ephemeral_kib(&self, task: TaskRow) -> u64 {
        let launch = &self.world.launches[self.world.tasks[task].launch];
        let Some(definition) = self.scenario.task_definitions.get(launch.task_definition) else { return 0 };
        let gib = definition.ephemeral_storage_gib().unwrap_or(EPHEMERAL_GIB);
        let images = self.world.images.as_ref().map_or(0, |images| images.size_kib_of(definition));
        gib.saturating_mul(KIB_PER_GIB).saturating_sub(images)
    }

    /// What the containers of a task write from now on. Spec: VOL-6.
    pub(super) fn account_writes(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let any = row.plan.containers.iter().any(|fixed| !fixed.behaviour.writes.is_empty());
        if !any && self.world.storage.is_empty() {
            return;
        }
        let volumes = self.volumes_of(task);
        let row = &self.world.tasks[task];
        let mut writer = Writer::new();
        for (container, (fixed, state)) in
            row.plan.containers.iter().zip(row.containers.containers()).enumerate()
        {
            if !matches!(state.status, ContainerStatus::Running { .. }) {
                continue;
            }
            for write in &fixed.behaviour.writes {
                let found = volumes.iter().enumerate().find(|(_, volume)| {
                    let may_write =
                        |mount: &crate::storage::Mount| mount.container == container && !mount.read_only;
                    volume.name == write.source_volume && volume.mounts.iter().any(may_write)
                });
                let place = found.and_then(|(number, volume)| self.place_of(task, number, volume));
                if let Some(place) = place.filter(|_| write.kib_per_minute > 0) {
                    *writer.entry(place).or_default() += write.kib_per_minute;
                }
            }
        }
        let room: Vec<(Place, Option<u64>)> = volumes
            .iter()
            .enumerate()
            .filter_map(|(number, volume)| {
                Some((self.place_of(task, number, volume)?, self.room_kib(task, volume)))
            })
            .collect();
        let limit = |place: &Place| room.iter().find(|(known, _)| known == place).and_then(|(_, room)| *room);
        if let Some(at) = self.world.storage.set(task, writer, limit, self.now) {
            self.queue.push(at, Event::StorageFull(task));
        }
    }

    /// Something that a task writes into may be full, unless it writes less by now. Spec: VOL-6.
    pub(super) fn storage_full(&mut self, task: TaskRow) {
        for place in self.world.storage.full_of(task, self.now) {
            let volumes = self.volumes_of(task);
            let mut numbered = volumes.iter().enumerate();
            let is_it = |(number, volume): &(usize, &Volume)| {
                self.place_of(task, *number, volume).as_ref() == Some(&place)
            };
            if let Some((volume, _)) = numbered.find(is_it) {
                self.say(LogEvent::StorageFull { task, volume });
            }
        }
    }

    /// What keeps a task from mounting a file system. Spec: VOL-3.
    pub(super) fn unmountable(&self, task: TaskRow) -> Option<Unmountable> {
        let file_systems = self.scenario.file_systems.as_deref()?;
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let (groups, subnet): (&[usize], Option<usize>) = match (row.network_interface, row.instance) {
            (Some(interface), _) => {
                let given = launch.awsvpc_configuration.as_ref();
                (given.map_or(&[], |given| &given.security_groups), Some(interface.subnet))
            }
            (None, Some(instance)) => {
                let entry = self.instance_entry(instance);
                (&entry.security_groups, entry.subnet)
            }
            (None, None) => (&[], None),
        };
        let subnet = subnet.and_then(|subnet| self.scenario.vpc.subnets.get(subnet));
        let addresses =
            subnet.map_or(Addresses::Internet, |subnet| Addresses::Blocks(vec![subnet.cidr_block]));
        let source = Source { groups: Some(groups), addresses };
        let zone = &self.world.zones[row.zone];
        first_unmountable(&self.volumes_of(task), Some(file_systems), &self.scenario.vpc, zone, &source)
    }
}
