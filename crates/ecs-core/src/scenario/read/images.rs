//! The images that can be pulled. Spec: CONT-2, CONT-13, ECR-5.

use super::Reader;
use crate::aws::{TaskDefinition, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::registry::{Image, Images, normal_image_name};
use crate::time::SimTime;
use crate::units::parse_decimal;
use std::collections::BTreeSet;

/// 16 TiB, as for a container's memory: sums stay far from the end of the integers.
const SIZE_MIB_MAX: u64 = 16_777_216;

impl Reader<'_> {
    /// `images`; none where the scenario lists none, and then every image can be pulled.
    pub(super) fn images(&mut self, definitions: &[TaskDefinition]) -> Option<Images> {
        let root = self.root;
        let nodes = root.list("images");
        let mut names = BTreeSet::new();
        let mut entries = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            let pointer = format!("/images/{number}");
            let size_kib = self.size_kib(node, &pointer);
            let Some(image) = node.str("image") else { continue };
            if !names.insert(normal_image_name(image)) {
                let place = node.get("image").unwrap_or(node);
                let message = format!("the image `{}` is listed twice", shorten(image));
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "image"), place, message);
            }
            let expires_at = self.expires_at(node, &pointer, definitions);
            let digest = self.digest(node, &pointer);
            entries.push(Image { image, size_kib: size_kib.unwrap_or(0), digest, expires_at });
        }
        if nodes.is_empty() {
            return None;
        }
        let images = Images::new(entries);
        self.unlisted_images(definitions, &images);
        Some(images)
    }

    /// `sha256:` and 64 hex digits.
    fn digest<'n>(&mut self, node: &'n Node, pointer: &str) -> Option<&'n str> {
        let digest = node.str("digest")?;
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        if hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(digest);
        }
        let message = format!("`{}` is no digest: sha256: and 64 hex digits", shorten(digest));
        self.report(&rules::OUT_OF_RANGE, &child(pointer, "digest"), node.get("digest")?, message);
        None
    }

    /// When a lifecycle rule deletes the image. Spec: ECR-5.
    fn expires_at(&mut self, node: &Node, pointer: &str, definitions: &[TaskDefinition]) -> Option<SimTime> {
        let given = node.get("expiresAtSeconds")?;
        let pointer = child(pointer, "expiresAtSeconds");
        let Some(ms) =
            parse_decimal(given.number_text()?, 1000).filter(|ms| *ms <= limits::DURATION_SECONDS * 1000)
        else {
            let message = format!(
                "`expiresAtSeconds` has to be from 0 to {}, with at most three decimals",
                limits::DURATION_SECONDS
            );
            self.report(&rules::OUT_OF_RANGE, &pointer, given, message);
            return None;
        };
        let at = SimTime::from_ms(ms);
        let name = normal_image_name(node.str("image")?);
        let mut used = definitions.iter().flat_map(|definition| &definition.container_definitions);
        if at < self.duration && used.any(|container| normal_image_name(&container.image) == name) {
            let message = "from then on nobody pulls this image: a scale-out, or a replacement on an instance that does not have it, fails to start";
            let hint = "let the lifecycle rule keep what a running task definition names";
            self.report_hint(
                &rules::IMAGE_EXPIRES,
                &pointer,
                given,
                message.to_owned(),
                Some(hint.to_owned()),
            );
        }
        Some(at)
    }

    fn size_kib(&mut self, node: &Node, pointer: &str) -> Option<u64> {
        let size = node.get("sizeMiB")?;
        let written = size.number_text()?;
        let thousandths = parse_decimal(written, 1000);
        let within = thousandths.filter(|thousandths| *thousandths <= SIZE_MIB_MAX * 1000);
        if within.is_none() {
            let message =
                format!("`sizeMiB` has to be from 0 to {SIZE_MIB_MAX}, with at most three decimals");
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "sizeMiB"), size, message);
        }
        within.map(|thousandths| thousandths * 1024 / 1000)
    }

    /// What a task definition names and nobody can pull.
    fn unlisted_images(&mut self, definitions: &[TaskDefinition], images: &Images) {
        for (definition, node) in self.root.list("taskDefinitions").iter().enumerate() {
            let containers = definitions.get(definition).map(|definition| &definition.container_definitions);
            for (container, named) in containers.into_iter().flatten().enumerate() {
                let image =
                    node.list("containerDefinitions").get(container).and_then(|node| node.get("image"));
                let Some(place) = image
                    .filter(|_| images.digest(&normal_image_name(&named.image), SimTime::ZERO).is_none())
                else {
                    continue;
                };
                let message = format!(
                    "`images` does not list `{}`: it cannot be pulled, and tasks fail to start",
                    shorten(&named.image)
                );
                let pointer = format!("/taskDefinitions/{definition}/containerDefinitions/{container}/image");
                let hint = Some("add it to `images`, or leave `images` out".to_owned());
                self.report_hint(&rules::IMAGE_UNLISTED, &pointer, place, message, hint);
            }
        }
    }
}
