//! What a timeline does with repositories. Spec: ECR-3, ECR-4.

use super::Reader;
use crate::aws::{BatchDeleteImage, ImageId, PutImage, check_shape};
use crate::finding::rules;
use crate::json::Node;
use crate::scenario::Call;

impl Reader<'_> {
    pub(super) fn put_image(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "PutImageRequest", input, pointer, self.findings);
        self.images_are_listed(input, pointer);
        Some(Call::PutImage(PutImage {
            repository: self.private_repository(input)?,
            tag: input.str("imageTag").map(str::to_owned),
            digest: input.str("imageDigest").map(str::to_owned),
        }))
    }

    pub(super) fn batch_delete_image(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "BatchDeleteImageRequest", input, pointer, self.findings);
        self.images_are_listed(input, pointer);
        let image = |node: &Node| {
            let tag = || node.str("imageTag").map(|tag| ImageId::Tag(tag.to_owned()));
            node.str("imageDigest").map(|digest| ImageId::Digest(digest.to_owned())).or_else(tag)
        };
        Some(Call::BatchDeleteImage(BatchDeleteImage {
            repository: self.private_repository(input)?,
            images: input.list("imageIds").iter().filter_map(image).collect(),
        }))
    }

    /// A registry that has every image cannot get another one, nor lose one.
    fn images_are_listed(&mut self, input: &Node, pointer: &str) {
        if self.root.list("images").is_empty() {
            let message = "without `images` every image can be pulled: this changes nothing".to_owned();
            let hint = "list the images that there are under `images`".to_owned();
            self.report_hint(&rules::ACTION_IDLE, pointer, input, message, Some(hint));
        }
    }

    /// The repository as the name of an image has it.
    fn private_repository(&self, input: &Node) -> Option<String> {
        let registry = input.str("registryId").unwrap_or(&self.account.account_id);
        let suffix = if self.account.partition() == "aws-cn" { ".cn" } else { "" };
        let name = input.str("repositoryName")?;
        Some(format!("{registry}.dkr.ecr.{}.amazonaws.com{suffix}/{name}", self.account.region))
    }
}
