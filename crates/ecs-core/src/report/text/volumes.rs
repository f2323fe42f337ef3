//! What ECS says of file systems that are not mounted, and ours of volumes. Spec: VOL-2 to VOL-7.

use super::Facts;
use super::starts::FailedStart;
use crate::storage::{MountFailure, VolumeKind};

/// What ECS says of a task that never ran because of a file system. Spec: VOL-3.
pub(super) fn not_mounted(failure: MountFailure, facts: &Facts<'_>) -> FailedStart {
    let file_system = match facts.volume.as_ref().map(|volume| &volume.kind) {
        Some(VolumeKind::Efs { file_system, .. }) => file_system.as_str(),
        _ => "",
    };
    let name = format!("{file_system}.efs.{}.amazonaws.com", facts.region);
    let (stderr, code) = match failure {
        MountFailure::NoMountTarget => (
            format!(
                "Failed to resolve \"{name}\" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail. Attempting to lookup mount target ip address using botocore. Failed to import necessary dependency botocore, please install botocore first."
            ),
            1,
        ),
        MountFailure::NotLetIn => ("mount.nfs4: Connection timed out".to_owned(), 32),
    };
    let tail = format!("stderr: {stderr} : unsuccessful EFS utils command execution; code: {code}");
    let volume = facts.volume.as_ref().map_or("", |volume| &volume.name);
    FailedStart::of_task(if facts.fargate {
        format!(
            "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: {tail}"
        )
    } else {
        format!(
            "CannotCreateVolumeError: Error response from daemon: create {volume}: VolumeDriver.Create: mounting volume failed: {stderr}"
        )
    })
}

/// What a volume is, as a person says it.
pub(in crate::report) fn kind(kind: &VolumeKind) -> &'static str {
    match kind {
        VolumeKind::HostPath(_) => "host path",
        VolumeKind::TaskFolder => "bind mount of the task",
        VolumeKind::Ephemeral => "Fargate ephemeral storage",
        VolumeKind::DockerTask => "Docker volume of the task",
        VolumeKind::DockerShared(_) => "shared Docker volume",
        VolumeKind::Efs { .. } => "Amazon EFS",
        VolumeKind::S3Files(_) => "Amazon S3 Files",
        VolumeKind::Fsx(_) => "FSx for Windows File Server",
        VolumeKind::Ebs { .. } => "Amazon EBS",
    }
}

/// How long what is in a volume lives. Spec: VOL-2 to VOL-5.
pub(in crate::report) fn life(kind: &VolumeKind) -> &'static str {
    match kind {
        VolumeKind::HostPath(_) => {
            "lives with the instance: tasks there share it, a replacement on another instance begins with that instance's folder"
        }
        VolumeKind::DockerShared(_) => {
            "lives with the instance: tasks there that name it share it, a replacement on another instance begins with an empty one"
        }
        VolumeKind::TaskFolder | VolumeKind::DockerTask => {
            "lives and dies with the task: its containers share it, every replacement begins with an empty one"
        }
        VolumeKind::Ephemeral => {
            "lives and dies with the task: its containers and their images share it, every replacement begins with an empty one"
        }
        VolumeKind::Efs { .. } | VolumeKind::S3Files(_) | VolumeKind::Fsx(_) => {
            "lives outside of the cluster: tasks in every zone share it, and a replacement finds all of it"
        }
        VolumeKind::Ebs { .. } => {
            "made for this task in its zone, and deleted with it: a replacement gets a new volume"
        }
    }
}
