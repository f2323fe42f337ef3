//! The images that can be pulled. Spec: CONT-2, CONT-13.

use super::Reader;
use crate::aws::{TaskDefinition, shorten};
use crate::containers::{Images, normal_image_name};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::units::parse_decimal;
use std::collections::BTreeSet;

/// 16 TiB, as for a container's memory: sums stay far from the end of the integers.
const SIZE_MIB_MAX: u64 = 16_777_216;

impl Reader<'_> {
    /// `images`; none where the scenario lists none, and then every image can be pulled.
    pub(super) fn images(&mut self, definitions: &[TaskDefinition]) -> Option<Images> {
        let nodes = self.root.list("images");
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
            entries.push((image, size_kib.unwrap_or(0)));
        }
        if nodes.is_empty() {
            return None;
        }
        self.unlisted_images(definitions, &names);
        Some(Images::new(entries))
    }

    fn size_kib(&mut self, node: &Node, pointer: &str) -> Option<u64> {
        let size = node.get("sizeMiB")?;
        let thousandths = parse_decimal(node.str("sizeMiB")?, 1000);
        let within = thousandths.filter(|thousandths| *thousandths <= SIZE_MIB_MAX * 1000);
        if within.is_none() && matches!(size.value, crate::json::Value::Number(_)) {
            let message =
                format!("`sizeMiB` has to be from 0 to {SIZE_MIB_MAX}, with at most three decimals");
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "sizeMiB"), size, message);
        }
        within.map(|thousandths| thousandths * 1024 / 1000)
    }

    /// What a task definition names and nobody can pull.
    fn unlisted_images(&mut self, definitions: &[TaskDefinition], listed: &BTreeSet<String>) {
        for (definition, node) in self.root.list("taskDefinitions").iter().enumerate() {
            let containers = definitions.get(definition).map(|definition| &definition.container_definitions);
            for (container, named) in containers.into_iter().flatten().enumerate() {
                let image =
                    node.list("containerDefinitions").get(container).and_then(|node| node.get("image"));
                let Some(place) = image.filter(|_| !listed.contains(&normal_image_name(&named.image))) else {
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
