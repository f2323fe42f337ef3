//! How long images take to be pulled.

use crate::aws::TaskDefinition;
use crate::registry::{Cache, Images, PullBehavior, by_digest, normal_image_name};
use crate::time::SimTime;
use std::collections::BTreeMap;

/// How fast images arrive and are unpacked. Ours: AWS names no rate.
const KIB_PER_SECOND: u64 = 32 * 1024;

/// The waits between the agent's five attempts at an image that is not there: 1.1 s, doubled, at most 5 s.
const RETRIES_MS: u64 = 1100 + 2200 + 4400 + 5000;

/// How the pull of a task's images goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pull {
    /// All are there.
    Done {
        /// After how long.
        after_ms: u64,
        /// The digest of each container's image; empty where the scenario lists no images.
        digests: Vec<String>,
    },
    /// One is not in the registry.
    Cannot {
        /// The first container that names it.
        container: usize,
        /// After how long that is given up.
        after_ms: u64,
    },
}

/// Where images come from, at a moment.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// The registries.
    pub images: &'a Images,
    /// What the instance has.
    pub cache: &'a Cache,
    /// Whether it is asked.
    pub behavior: PullBehavior,
    /// The digests that a deployment has resolved the tags of its containers to. Spec: ECR-2.
    pub resolved: &'a [Option<String>],
    /// The moment.
    pub now: SimTime,
}

/// How the pull of a definition's images goes. Spec: CONT-2, ECR-2, ECR-6.
///
/// Images are pulled side by side over one line, each once, all before the first container starts. What the
/// instance has is there at once.
pub fn pull(definition: &TaskDefinition, from: &From<'_>) -> Pull {
    let mut pulled: BTreeMap<String, u64> = BTreeMap::new();
    let mut digests = Vec::new();
    for (container, defined) in definition.container_definitions.iter().enumerate() {
        let name = normal_image_name(&defined.image);
        let resolved = from.resolved.get(container).and_then(Option::as_deref);
        let name = resolved.map_or_else(|| name.clone(), |digest| by_digest(&name, digest));
        let Some((digest, size_kib)) = from.find(&name) else {
            return Pull::Cannot { container, after_ms: RETRIES_MS };
        };
        pulled.insert(by_digest(&name, &digest), size_kib);
        digests.push(digest);
    }
    let total_kib = pulled.values().fold(0, |sum: u64, size_kib| sum.saturating_add(*size_kib));
    Pull::Done { after_ms: total_kib.saturating_mul(1000).div_ceil(KIB_PER_SECOND), digests }
}

impl From<'_> {
    /// The digest of what a name leads to, and how much of it has to be pulled.
    fn find(&self, name: &str) -> Option<(String, u64)> {
        let cached = self.cache.digest(name).map(|digest| (digest.to_owned(), 0));
        if !self.behavior.asks() && cached.is_some() {
            return cached;
        }
        let Some(digest) = self.images.digest(name, self.now) else {
            return cached.filter(|_| self.behavior != PullBehavior::Always);
        };
        let is_there = self.cache.digest(&by_digest(name, digest)).is_some();
        Some((digest.to_owned(), if is_there { 0 } else { self.images.size_kib(name, digest) }))
    }
}

#[cfg(test)]
mod tests {
    use super::{From, Pull, pull};
    use crate::aws::TaskDefinition;
    use crate::finding::Findings;
    use crate::json;
    use crate::registry::{Cache, Image, Images, PullBehavior, normal_image_name};
    use crate::time::SimTime;

    const MIB: u64 = 1024;

    fn definition(images: &[&str]) -> TaskDefinition {
        let containers: Vec<String> =
            images.iter().map(|image| format!(r#"{{"image": "{image}"}}"#)).collect();
        let text = format!(r#"{{"containerDefinitions": [{}]}}"#, containers.join(", "));
        TaskDefinition::read(&json::parse(&text, &mut Findings::new()).unwrap(), 1)
    }

    fn images(listed: &[(&'static str, u64)]) -> Images {
        Images::new(listed.iter().map(|(image, size_kib)| Image {
            image,
            size_kib: *size_kib,
            ..Image::default()
        }))
    }

    /// An instance that has pulled these from `images`.
    fn cache(images: &Images, names: &[&str]) -> Cache {
        let mut cache = Cache::default();
        for name in names {
            let name = normal_image_name(name);
            let digest = images.digest(&name, SimTime::ZERO).unwrap_or("sha256:old").to_owned();
            cache.keep(name, &digest);
        }
        cache
    }

    fn after_ms(
        definition: &TaskDefinition,
        images: &Images,
        cache: &Cache,
        behavior: PullBehavior,
    ) -> Option<u64> {
        match pull(definition, &From { images, cache, behavior, resolved: &[], now: SimTime::ZERO }) {
            Pull::Done { after_ms, .. } => Some(after_ms),
            Pull::Cannot { .. } => None,
        }
    }

    #[test]
    fn images_share_the_line_and_are_pulled_once() {
        let images = images(&[("nginx:1.27", 64 * MIB), ("app", 16 * MIB)]);
        let definition = definition(&["docker.io/library/nginx:1.27", "app:latest", "app"]);
        let takes =
            |names: &[&str]| after_ms(&definition, &images, &cache(&images, names), PullBehavior::Default);
        assert_eq!(takes(&[]), Some(2500));
        assert_eq!(takes(&["nginx:1.27"]), Some(500));
        assert_eq!(takes(&["nginx:1.27", "app"]), Some(0));
    }

    #[test]
    fn what_is_not_listed_is_not_there() {
        let images = images(&[("app", 16 * MIB)]);
        let definition = definition(&["app", "gone"]);
        let from = From {
            images: &images,
            cache: &Cache::default(),
            behavior: PullBehavior::Default,
            resolved: &[],
            now: SimTime::ZERO,
        };
        assert_eq!(pull(&definition, &from), Pull::Cannot { container: 1, after_ms: 12_700 });
        let cached = cache(&images, &["gone"]);
        assert_eq!(after_ms(&definition, &images, &cached, PullBehavior::Default), Some(500));
        assert_eq!(after_ms(&definition, &images, &cached, PullBehavior::Always), None);
    }

    #[test]
    fn the_registry_is_asked_for_a_tag_that_moved_unless_the_agent_is_told_otherwise() {
        let mut images = images(&[("app:1", 32 * MIB)]);
        let cached = cache(&images, &["app:1"]);
        images.put("docker.io/library/app", "1", None, 1);
        let definition = definition(&["app:1"]);
        let takes = |behavior| after_ms(&definition, &images, &cached, behavior);
        assert_eq!(takes(PullBehavior::Default), Some(1000));
        assert_eq!(takes(PullBehavior::Always), Some(1000));
        assert_eq!(takes(PullBehavior::Once), Some(0));
        assert_eq!(takes(PullBehavior::PreferCached), Some(0));
    }
}
