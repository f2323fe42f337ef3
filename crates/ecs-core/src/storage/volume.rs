//! The volumes of a task definition. Spec: VOL-1.

use crate::aws::{LaunchType, TaskDefinition};
use serde_json::Value;

/// What a volume is, where its task runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VolumeKind {
    /// A folder of the instance.
    HostPath(String),
    /// A folder that Docker makes for the task on its instance.
    TaskFolder,
    /// A part of the task's ephemeral storage on Fargate.
    Ephemeral,
    /// A volume of Docker that lives and dies with the task.
    DockerTask,
    /// A volume of Docker that tasks of the instance share, by its name.
    DockerShared(String),
    /// A file system of Amazon EFS.
    Efs {
        /// `fileSystemId`.
        file_system: String,
        /// The access point, or the root directory.
        root: String,
    },
    /// A bucket as a file system: Amazon S3 Files.
    S3Files(String),
    /// Amazon FSx for Windows File Server.
    Fsx(String),
    /// A volume of Amazon EBS that ECS makes for the task.
    Ebs {
        /// `sizeInGiB`; none where it follows from a snapshot, or nothing is said.
        size_gib: Option<u64>,
    },
}

/// Where a container sees a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The container, by its number in the task definition.
    pub container: usize,
    /// `containerPath`.
    pub path: String,
    /// Whether it may only read.
    pub read_only: bool,
}

/// A volume of a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: VolumeKind,
    /// Where containers see it.
    pub mounts: Vec<Mount>,
}

/// The volumes of a definition, in its order; `service` is the input of the service, which says how large a
/// volume of EBS is.
pub fn volumes(
    definition: &TaskDefinition,
    launch_type: LaunchType,
    configurations: Option<&Value>,
) -> Vec<Volume> {
    let listed = definition.input.get("volumes").and_then(Value::as_array);
    let volume = |value: &Value| {
        let name = value.get("name")?.as_str()?.to_owned();
        let kind = kind(value, &name, launch_type, configurations);
        Some(Volume { kind, mounts: mounts(definition, &name), name })
    };
    listed.into_iter().flatten().filter_map(volume).collect()
}

fn kind(volume: &Value, name: &str, launch_type: LaunchType, configurations: Option<&Value>) -> VolumeKind {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let object = |key: &str| volume.get(key).filter(|value| value.is_object());
    if let Some(efs) = object("efsVolumeConfiguration") {
        let access_point = efs.get("authorizationConfig").and_then(|config| text(config, "accessPointId"));
        let root = access_point.or_else(|| text(efs, "rootDirectory")).unwrap_or_else(|| "/".to_owned());
        return VolumeKind::Efs { file_system: text(efs, "fileSystemId").unwrap_or_default(), root };
    }
    if let Some(files) = object("s3filesVolumeConfiguration") {
        return VolumeKind::S3Files(text(files, "fileSystemArn").unwrap_or_default());
    }
    if let Some(fsx) = object("fsxWindowsFileServerVolumeConfiguration") {
        return VolumeKind::Fsx(text(fsx, "fileSystemId").unwrap_or_default());
    }
    if volume.get("configuredAtLaunch") == Some(&Value::Bool(true)) {
        return VolumeKind::Ebs { size_gib: ebs_size_gib(name, configurations) };
    }
    if launch_type == LaunchType::Fargate {
        return VolumeKind::Ephemeral;
    }
    if let Some(docker) = object("dockerVolumeConfiguration") {
        let shared = text(docker, "scope").as_deref() == Some("shared");
        return if shared { VolumeKind::DockerShared(name.to_owned()) } else { VolumeKind::DockerTask };
    }
    let path = object("host").and_then(|host| text(host, "sourcePath"));
    path.map_or(VolumeKind::TaskFolder, VolumeKind::HostPath)
}

fn ebs_size_gib(name: &str, configurations: Option<&Value>) -> Option<u64> {
    let listed = configurations?.as_array()?;
    let named = listed.iter().find(|given| given.get("name").and_then(Value::as_str) == Some(name))?;
    named.get("managedEBSVolume")?.get("sizeInGiB")?.as_u64()
}

fn mounts(definition: &TaskDefinition, volume: &str) -> Vec<Mount> {
    let containers = definition.input.get("containerDefinitions").and_then(Value::as_array);
    let of = |(container, value): (usize, &Value)| {
        let points = value.get("mountPoints").and_then(Value::as_array);
        let here = |point: &&Value| point.get("sourceVolume").and_then(Value::as_str) == Some(volume);
        let mount = move |point: &Value| Mount {
            container,
            path: point.get("containerPath").and_then(Value::as_str).unwrap_or_default().to_owned(),
            read_only: point.get("readOnly") == Some(&Value::Bool(true)),
        };
        points.into_iter().flatten().filter(here).map(mount).collect::<Vec<_>>()
    };
    containers.into_iter().flatten().enumerate().flat_map(of).collect()
}
