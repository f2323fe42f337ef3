//! File systems and their mount targets, and what task definitions say of volumes.

use super::Reader;
use super::across::Across;
use super::references::{FILE_SYSTEM, SUBNET};
use crate::aws::{FileSystem, MountTarget, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::storage::{VolumeKind, volumes};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// `fileSystems`; none where the scenario lists none, and then every one is reached. Spec: VOL-3.
    pub(super) fn file_systems(&mut self) -> Option<Vec<FileSystem>> {
        let is_listed = |node: &&Node| !node.elements().is_empty();
        self.root.get(FILE_SYSTEM.list).filter(is_listed)?;
        self.within_quota(FILE_SYSTEM.list, limits::FILE_SYSTEMS);
        self.unique_names(&FILE_SYSTEM);
        let listed = self.root.list(FILE_SYSTEM.list).iter().take(limits::FILE_SYSTEMS);
        let mut file_systems = Vec::new();
        for (number, node) in listed.enumerate() {
            let pointer = format!("/fileSystems/{number}/MountTargets");
            let targets = node.list("MountTargets").iter().enumerate();
            let mount_targets = targets
                .filter_map(|(number, target)| self.mount_target(target, &child(&pointer, number)))
                .collect();
            let file_system_id = node.str(FILE_SYSTEM.key).unwrap_or_default().to_owned();
            file_systems.push(FileSystem { file_system_id, mount_targets });
        }
        Some(file_systems)
    }

    fn mount_target(&mut self, node: &Node, pointer: &str) -> Option<MountTarget> {
        let security_groups = self.security_group_references(node, "SecurityGroups", pointer);
        let named = node.get("SubnetId")?;
        let of_default = || {
            let reference = named.as_str()?;
            self.vpc.subnet(reference)
        };
        let subnet = if self.root.list(SUBNET.list).is_empty() {
            of_default()
        } else {
            self.resolve(&SUBNET, named, &child(pointer, "SubnetId"))
        };
        Some(MountTarget { subnet: subnet?, security_groups })
    }

    /// File systems that are not listed, volumes that nobody mounts, and writes into what is not mounted.
    /// Spec: VOL-1, VOL-3.
    pub(super) fn check_volumes(&mut self, across: &Across<'_>) {
        for (number, definition) in across.definitions.iter().enumerate() {
            let pointer = format!("/taskDefinitions/{number}");
            let named = volumes(definition, crate::aws::LaunchType::Ec2, None);
            for (place, volume) in named.iter().enumerate() {
                let pointer = format!("{pointer}/volumes/{place}");
                if volume.mounts.is_empty() && !matches!(volume.kind, VolumeKind::Ebs { .. }) {
                    self.unused_volume(&pointer, &volume.name);
                }
                if let VolumeKind::Efs { file_system, .. } = &volume.kind {
                    self.unlisted_file_system(&pointer, file_system);
                }
            }
            for (container, defined) in definition.container_definitions.iter().enumerate() {
                let mounted: BTreeSet<&str> = named
                    .iter()
                    .filter(|volume| volume.mounts.iter().any(|mount| mount.container == container))
                    .map(|volume| volume.name.as_str())
                    .collect();
                for (at, writes) in defined.behaviour.writes.iter().enumerate() {
                    let pointer = format!(
                        "{pointer}/containerDefinitions/{container}/simulation/writes/{at}/sourceVolume"
                    );
                    self.unmounted_writes(&pointer, &defined.name, &writes.source_volume, &mounted);
                }
            }
        }
    }

    fn unused_volume(&mut self, pointer: &str, name: &str) {
        let Some(node) = self.root.at(pointer) else { return };
        let message = format!("no container mounts volume `{}`", shorten(name));
        let hint = Some("name it in the `mountPoints` of a container, or take it out".to_owned());
        self.report_hint(&rules::VOLUME_UNUSED, pointer, node, message, hint);
    }

    fn unmounted_writes(&mut self, pointer: &str, container: &str, volume: &str, mounted: &BTreeSet<&str>) {
        if mounted.contains(volume) {
            return;
        }
        let Some(node) = self.root.at(pointer) else { return };
        let message = format!(
            "container `{}` does not mount `{}`: it writes nothing",
            shorten(container),
            shorten(volume)
        );
        let near = self.nearest(volume, mounted.iter().copied());
        let hint = near.map(|name| format!("did you mean `{name}`?"));
        self.report_hint(&rules::WRITES_UNMOUNTED, pointer, node, message, hint);
    }

    fn unlisted_file_system(&mut self, pointer: &str, file_system: &str) {
        if self.root.list(FILE_SYSTEM.list).is_empty() || self.lookup(&FILE_SYSTEM, file_system).is_some() {
            return;
        }
        let pointer = format!("{pointer}/efsVolumeConfiguration/fileSystemId");
        let Some(node) = self.root.at(&pointer) else { return };
        let near = self.nearest(file_system, self.names(&FILE_SYSTEM).collect::<Vec<_>>());
        let hint = near.map_or_else(
            || "list it under `fileSystems`, or leave `fileSystems` out".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("`fileSystems` does not list `{}`: no task mounts it", shorten(file_system));
        self.report_hint(&rules::FILE_SYSTEM_UNLISTED, &pointer, node, message, Some(hint));
    }
}
