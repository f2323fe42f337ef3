//! The calls of Amazon ECR that a timeline makes.

/// `ecr:PutImage`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutImage {
    /// The repository with its registry, as the name of an image begins.
    pub repository: String,
    /// `imageTag`; none where the image gets none.
    pub tag: Option<String>,
    /// `imageDigest`; none where it is made up.
    pub digest: Option<String>,
}

/// An entry of `imageIds`: a tag, or a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageId {
    /// `imageTag`.
    Tag(String),
    /// `imageDigest`.
    Digest(String),
}

/// `ecr:BatchDeleteImage`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchDeleteImage {
    /// The repository with its registry, as the name of an image begins.
    pub repository: String,
    /// What goes.
    pub images: Vec<ImageId>,
}
