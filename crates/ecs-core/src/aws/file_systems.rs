//! `fileSystems`: those of Amazon EFS.

/// A file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// `FileSystemId`.
    pub file_system_id: String,
    /// Where it is mounted from: one a zone.
    pub mount_targets: Vec<MountTarget>,
}

/// A mount target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountTarget {
    /// Its subnet, by the number in the VPC.
    pub subnet: usize,
    /// Its security groups, by their numbers in the VPC; empty where none is named.
    pub security_groups: Vec<usize>,
}
