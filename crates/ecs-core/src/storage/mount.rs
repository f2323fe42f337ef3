//! Whether a task reaches the file systems that it mounts. Spec: VOL-3.

use super::{Volume, VolumeKind};
use crate::aws::{FileSystem, Protocol, Vpc};
use crate::network::{Ports, Source, permits};

/// The port of NFS.
const NFS: u16 = 2049;

/// Why a file system is not mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountFailure {
    /// The scenario has no such file system, or it has no mount target in the zone: its name means nothing
    /// there.
    NoMountTarget,
    /// The security groups of the mount target do not let the task in on port 2049.
    NotLetIn,
}

/// A volume that cannot be mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmountable {
    /// Its number in the task definition.
    pub volume: usize,
    /// Why.
    pub failure: MountFailure,
}

/// The first of the volumes that a task in `zone` cannot mount, where `source` is what it comes from. Where the
/// scenario lists no file systems, every one is reached.
pub fn first_unmountable(
    volumes: &[Volume],
    file_systems: Option<&[FileSystem]>,
    vpc: &Vpc,
    zone: &str,
    source: &Source<'_>,
) -> Option<Unmountable> {
    let file_systems = file_systems?;
    volumes.iter().enumerate().find_map(|(number, volume)| {
        let VolumeKind::Efs { file_system, .. } = &volume.kind else { return None };
        let unmountable = |failure| Some(Unmountable { volume: number, failure });
        let found = file_systems.iter().find(|known| known.file_system_id == *file_system);
        let in_zone = |target: &&crate::aws::MountTarget| {
            vpc.subnets.get(target.subnet).is_some_and(|subnet| subnet.availability_zone == zone)
        };
        let Some(target) = found.and_then(|known| known.mount_targets.iter().find(in_zone)) else {
            return unmountable(MountFailure::NoMountTarget);
        };
        let ports = Ports::one(Protocol::Tcp, NFS);
        match permits(vpc, source, &target.security_groups, &ports) {
            Some(_) => None,
            None => unmountable(MountFailure::NotLetIn),
        }
    })
}
