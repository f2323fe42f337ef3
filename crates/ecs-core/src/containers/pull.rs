//! How long images take to be pulled.

use crate::aws::TaskDefinition;
use std::collections::{BTreeMap, BTreeSet};

/// How fast images arrive and are unpacked. Ours: AWS names no rate.
const KIB_PER_SECOND: u64 = 32 * 1024;

/// The waits between the agent's five attempts at an image that is not there: 1.1 s, doubled, at most 5 s.
const RETRIES_MS: u64 = 1100 + 2200 + 4400 + 5000;

/// The images that can be pulled, by the names that Docker gives them. Where a scenario lists none, every
/// image can be pulled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Images {
    size_kib: BTreeMap<String, u64>,
}

impl Images {
    /// From entries of a name as a definition writes it, and a size in KiB.
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, u64)>) -> Images {
        let entries = entries.into_iter().map(|(name, size_kib)| (normal_image_name(name), size_kib));
        Images { size_kib: entries.collect() }
    }
}

/// How the pull of a task's images goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// All are there.
    Done {
        /// After how long.
        after_ms: u64,
    },
    /// One is not in the registry.
    Cannot {
        /// The first container that names it.
        container: usize,
        /// After how long that is given up.
        after_ms: u64,
    },
}

/// How the pull of a definition's images goes, where `cached` holds the names of those that the instance
/// has. `unlisted_ms` is what a pull takes where the scenario lists no images.
///
/// Images are pulled side by side over one line, each once, all before the first container starts. What the
/// instance has is there at once, also where the registry has it no more.
pub fn pull(
    definition: &TaskDefinition,
    images: Option<&Images>,
    cached: &BTreeSet<String>,
    unlisted_ms: u64,
) -> Pull {
    let Some(images) = images else { return Pull::Done { after_ms: unlisted_ms } };
    let mut pulled = BTreeMap::new();
    for (container, definition) in definition.container_definitions.iter().enumerate() {
        let name = normal_image_name(&definition.image);
        if cached.contains(&name) {
            continue;
        }
        match images.size_kib.get(&name) {
            Some(size_kib) => pulled.insert(name, *size_kib),
            None => return Pull::Cannot { container, after_ms: RETRIES_MS },
        };
    }
    let total_kib = pulled.values().fold(0, |sum: u64, size_kib| sum.saturating_add(*size_kib));
    Pull::Done { after_ms: total_kib.saturating_mul(1000).div_ceil(KIB_PER_SECOND) }
}

/// An image's name as Docker completes it: `nginx` is `docker.io/library/nginx:latest`.
pub fn normal_image_name(image: &str) -> String {
    let (registry, path) = match image.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
        _ => ("docker.io", image),
    };
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    let library = if registry == "docker.io" && !path.contains('/') { "library/" } else { "" };
    let tag = if path.contains([':', '@']) { "" } else { ":latest" };
    format!("{registry}/{library}{path}{tag}")
}

#[cfg(test)]
mod tests {
    use super::{Images, Pull, normal_image_name, pull};
    use crate::aws::TaskDefinition;
    use crate::finding::Findings;
    use crate::json;
    use std::collections::BTreeSet;

    const MIB: u64 = 1024;

    fn definition(images: &[&str]) -> TaskDefinition {
        let containers: Vec<String> =
            images.iter().map(|image| format!(r#"{{"image": "{image}"}}"#)).collect();
        let text = format!(r#"{{"containerDefinitions": [{}]}}"#, containers.join(", "));
        TaskDefinition::read(&json::parse(&text, &mut Findings::new()).unwrap(), 1)
    }

    #[test]
    fn names_are_completed_as_docker_does() {
        for (image, name) in [
            ("nginx", "docker.io/library/nginx:latest"),
            ("nginx:1.27", "docker.io/library/nginx:1.27"),
            ("docker.io/nginx", "docker.io/library/nginx:latest"),
            ("index.docker.io/library/nginx", "docker.io/library/nginx:latest"),
            ("team/app:1", "docker.io/team/app:1"),
            ("localhost:5000/app", "localhost:5000/app:latest"),
            ("public.ecr.aws/nginx/nginx:1.27", "public.ecr.aws/nginx/nginx:1.27"),
            ("app@sha256:00", "docker.io/library/app@sha256:00"),
        ] {
            assert_eq!(normal_image_name(image), name);
        }
    }

    #[test]
    fn images_share_the_line_and_are_pulled_once() {
        let images = Images::new([("nginx:1.27", 64 * MIB), ("app", 16 * MIB)]);
        let definition = definition(&["docker.io/library/nginx:1.27", "app:latest", "app"]);
        let cached =
            |names: &[&str]| names.iter().map(|name| normal_image_name(name)).collect::<BTreeSet<_>>();
        let pull = |cached: &BTreeSet<String>| pull(&definition, Some(&images), cached, 6400);
        assert_eq!(pull(&cached(&[])), Pull::Done { after_ms: 2500 });
        assert_eq!(pull(&cached(&["nginx:1.27"])), Pull::Done { after_ms: 500 });
        assert_eq!(pull(&cached(&["nginx:1.27", "app"])), Pull::Done { after_ms: 0 });
    }

    #[test]
    fn what_is_not_listed_is_not_there() {
        let images = Images::new([("app", 16 * MIB)]);
        let definition = definition(&["app", "gone"]);
        let none = BTreeSet::new();
        assert_eq!(pull(&definition, None, &none, 6400), Pull::Done { after_ms: 6400 });
        assert_eq!(
            pull(&definition, Some(&images), &none, 6400),
            Pull::Cannot { container: 1, after_ms: 12_700 }
        );
        let cached = BTreeSet::from([normal_image_name("gone")]);
        assert_eq!(pull(&definition, Some(&images), &cached, 6400), Pull::Done { after_ms: 500 });
    }
}
