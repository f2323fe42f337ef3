//! What a volume is: one of the API's kinds.

use super::super::read::Form;
use super::draft::Draft;
use ecs_core::json::EditError;
use serde_json::{Value, json};

/// Where the data of a volume is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolumeKind {
    /// An empty directory that goes with the task.
    Empty,
    /// A directory of the instance.
    Host,
    /// A Docker volume.
    Docker,
    /// Amazon EFS.
    Efs,
    /// Amazon S3 Files.
    S3Files,
    /// FSx for Windows File Server.
    Fsx,
    /// An Amazon EBS volume that the service or the call describes.
    Launch,
}

impl VolumeKind {
    /// All of them, in the menu's order.
    pub const ALL: [VolumeKind; 7] = [
        VolumeKind::Empty,
        VolumeKind::Host,
        VolumeKind::Docker,
        VolumeKind::Efs,
        VolumeKind::S3Files,
        VolumeKind::Fsx,
        VolumeKind::Launch,
    ];

    /// The member that says so; empty where it is that none does.
    pub fn member(self) -> &'static str {
        match self {
            VolumeKind::Empty => "",
            VolumeKind::Host => "host",
            VolumeKind::Docker => "dockerVolumeConfiguration",
            VolumeKind::Efs => "efsVolumeConfiguration",
            VolumeKind::S3Files => "s3filesVolumeConfiguration",
            VolumeKind::Fsx => "fsxWindowsFileServerVolumeConfiguration",
            VolumeKind::Launch => "configuredAtLaunch",
        }
    }

    /// What the page calls it.
    pub fn words(self) -> &'static str {
        match self {
            VolumeKind::Empty => "Bind mount, empty",
            VolumeKind::Host => "Bind mount of a host path",
            VolumeKind::Docker => "Docker volume",
            VolumeKind::Efs => "Amazon EFS",
            VolumeKind::S3Files => "Amazon S3 Files",
            VolumeKind::Fsx => "FSx for Windows File Server",
            VolumeKind::Launch => "Amazon EBS, configured at launch",
        }
    }

    /// What a volume that becomes one has at first.
    fn first(self) -> Value {
        match self {
            VolumeKind::Empty | VolumeKind::Docker => json!({}),
            VolumeKind::Host => json!({"sourcePath": "/var/data"}),
            VolumeKind::Efs => json!({"fileSystemId": "fs-12345678"}),
            VolumeKind::S3Files => {
                json!({"fileSystemArn": "arn:aws:s3files:us-east-1:123456789012:file-system/fs-12345678"})
            }
            VolumeKind::Fsx => json!({
                "fileSystemId": "fs-12345678", "rootDirectory": "share",
                "authorizationConfig": {
                    "credentialsParameter": "arn:aws:ssm:us-east-1:123456789012:parameter/fsx",
                    "domain": "example.com",
                },
            }),
            VolumeKind::Launch => json!(true),
        }
    }
}

impl Form {
    /// What a volume is: of several kinds, which AWS refuses, all.
    pub fn volume_kinds(&self, volume: usize) -> Vec<VolumeKind> {
        let at = |kind: &VolumeKind| format!("/volumes/{volume}/{}", kind.member());
        let is = |kind: &VolumeKind| match kind {
            VolumeKind::Empty => false,
            // Without a path it says nothing.
            VolumeKind::Host => self.has(&format!("{}/sourcePath", at(kind))),
            VolumeKind::Launch => self.flag(&at(kind), false),
            _ => self.has(&at(kind)),
        };
        let kinds: Vec<VolumeKind> = VolumeKind::ALL.into_iter().filter(is).collect();
        if kinds.is_empty() { vec![VolumeKind::Empty] } else { kinds }
    }
}

/// The text with a volume of that kind and no other.
pub(super) fn set_kind(draft: &Draft<'_>, volume: usize, kind: VolumeKind) -> Result<String, EditError> {
    let at = |kind: VolumeKind| format!("/volumes/{volume}/{}", kind.member());
    let base = draft.base();
    let mut text = draft.text.to_owned();
    for other in VolumeKind::ALL.into_iter().filter(|other| *other != kind && *other != VolumeKind::Empty) {
        text = Draft::read(&text, base)?.remove(&at(other))?;
    }
    let draft = Draft::read(&text, base)?;
    let is_there = draft.at(&at(kind)).is_some_and(|node| node.to_value() != json!(false));
    if kind == VolumeKind::Empty || is_there { Ok(text) } else { draft.set(&at(kind), &kind.first()) }
}
