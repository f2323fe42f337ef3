//! The images of registries. Spec: ECR-1, ECR-3, ECR-4.

use super::{by_digest, normal_image_name, repository};
use crate::aws::TaskDefinition;
use crate::rng::{Purpose, draw};
use crate::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};

/// An image as a scenario lists it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Image<'a> {
    /// Its name, as a task definition may write it.
    pub image: &'a str,
    /// How large it is.
    pub size_kib: u64,
    /// Its digest; none where it follows from the name.
    pub digest: Option<&'a str>,
    /// When a lifecycle rule deletes it.
    pub expires_at: Option<SimTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    size_kib: u64,
    expires_at: Option<SimTime>,
}

/// The images that can be pulled, as they are at a moment. Where a scenario lists none, every image can be
/// pulled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Images {
    /// Digests by completed names with a tag.
    tags: BTreeMap<String, String>,
    /// By completed names with a digest.
    kept: BTreeMap<String, Kept>,
}

impl Images {
    /// From what a scenario lists.
    pub fn new<'a>(listed: impl IntoIterator<Item = Image<'a>>) -> Images {
        let mut images = Images::default();
        for image in listed {
            let name = normal_image_name(image.image);
            let kept = Kept { size_kib: image.size_kib, expires_at: image.expires_at };
            let digest = match name.split_once('@') {
                Some((_, digest)) => digest.to_owned(),
                None => image.digest.map_or_else(|| digest_of(&name, 0), str::to_owned),
            };
            images.kept.insert(by_digest(&name, &digest), kept);
            if !name.contains('@') {
                images.tags.insert(name, digest);
            }
        }
        images
    }

    /// The digest that a completed name leads to at a moment; none where the registry has no such image.
    pub fn digest(&self, name: &str, now: SimTime) -> Option<&str> {
        self.own_digest(name, now).or_else(|| self.own_digest(&upstream(name)?, now))
    }

    fn own_digest(&self, name: &str, now: SimTime) -> Option<&str> {
        let digest = match name.split_once('@') {
            Some((_, digest)) => digest,
            None => self.tags.get(name)?,
        };
        let (full, kept) = self.kept.get_key_value(&by_digest(name, digest))?;
        let is_there = kept.expires_at.is_none_or(|at| now < at);
        full.split_once('@').map(|(_, digest)| digest).filter(|_| is_there)
    }

    /// How large an image is; 0 where it is not there.
    pub fn size_kib(&self, name: &str, digest: &str) -> u64 {
        let of_upstream = || self.kept.get(&by_digest(&upstream(name)?, digest));
        self.kept.get(&by_digest(name, digest)).or_else(of_upstream).map_or(0, |kept| kept.size_kib)
    }

    /// How much the images of a definition take together, each once. Spec: VOL-4.
    pub fn size_kib_of(&self, definition: &TaskDefinition) -> u64 {
        let names = definition.container_definitions.iter().map(|one| normal_image_name(&one.image));
        let names: BTreeSet<String> = names.collect();
        let size = |name: &String| {
            let digest = name.split_once('@').map(|(_, digest)| digest);
            digest.or(self.tags.get(name).map(String::as_str)).map_or(0, |digest| self.size_kib(name, digest))
        };
        names.iter().map(size).fold(0, u64::saturating_add)
    }

    /// `ecr:PutImage`: a tag leads to a new image from now on. What it led to before stays, without a tag. A
    /// new image is as large as the one before; `nth` tells images of one tag apart. Spec: ECR-3.
    pub fn put(&mut self, repository: &str, tag: &str, digest: Option<&str>, nth: u64) {
        let name = format!("{repository}:{tag}");
        let digest = digest.map_or_else(|| digest_of(&name, nth), str::to_owned);
        let of_repository = || {
            let first = self.kept.iter().find(|(name, _)| super::repository(name) == repository);
            first.map_or(0, |(_, kept)| kept.size_kib)
        };
        let before = self.tags.get(&name).map(|before| self.size_kib(&name, before));
        let size_kib = before.unwrap_or_else(of_repository);
        self.kept.entry(by_digest(&name, &digest)).or_insert(Kept { size_kib, expires_at: None });
        self.tags.insert(name, digest);
    }

    /// `ecr:BatchDeleteImage` of a tag: with its last tag the image goes too. False where there is no such
    /// tag. Spec: ECR-4.
    pub fn delete_tag(&mut self, repository: &str, tag: &str) -> bool {
        let name = format!("{repository}:{tag}");
        let Some(digest) = self.tags.remove(&name) else { return false };
        if !self.tags_of(repository).any(|(_, other)| *other == digest) {
            self.kept.remove(&by_digest(&name, &digest));
        }
        true
    }

    /// The same of a digest: all its tags go too.
    pub fn delete_digest(&mut self, repository: &str, digest: &str) -> bool {
        let is_there = self.kept.remove(&format!("{repository}@{digest}")).is_some();
        self.tags.retain(|name, other| super::repository(name) != repository || other != digest);
        is_there
    }

    /// Whether a repository has an image.
    pub fn has_repository(&self, wanted: &str) -> bool {
        self.kept.keys().any(|name| repository(name) == wanted)
    }

    fn tags_of<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = (&'a String, &'a String)> {
        self.tags.iter().filter(move |(name, _)| repository(name) == wanted)
    }
}

/// What a name of a pull through cache stands for: the prefixes are those that the console of ECR proposes.
/// Spec: ECR-1.
fn upstream(name: &str) -> Option<String> {
    const PREFIXES: [(&str, &str); 6] = [
        ("docker-hub/", "docker.io/"),
        ("ecr-public/", "public.ecr.aws/"),
        ("github/", "ghcr.io/"),
        ("gitlab/", "registry.gitlab.com/"),
        ("kubernetes/", "registry.k8s.io/"),
        ("quay/", "quay.io/"),
    ];
    let (_, path) = name.split_once('/').filter(|(host, _)| host.contains(".dkr.ecr."))?;
    PREFIXES
        .iter()
        .find_map(|(prefix, registry)| path.strip_prefix(prefix).map(|rest| format!("{registry}{rest}")))
}

/// The digest of the n-th image of a name whose digest nobody gives.
fn digest_of(name: &str, nth: u64) -> String {
    let half = |which: u64| draw(0, Purpose::Id, &format!("digest {name}"), nth * 2 + which);
    format!("sha256:{:032x}{:032x}", half(0), half(1))
}

#[cfg(test)]
mod tests {
    use super::{Image, Images};
    use crate::time::SimTime;

    const REPOSITORY: &str = "1.dkr.ecr.us-east-1.amazonaws.com/app";
    const NOW: SimTime = SimTime::ZERO;

    fn images() -> Images {
        let one = "1.dkr.ecr.us-east-1.amazonaws.com/app:1";
        Images::new([Image { image: one, size_kib: 7, digest: Some("sha256:aa"), ..Image::default() }])
    }

    fn tagged(tag: &str) -> String {
        format!("{REPOSITORY}:{tag}")
    }

    #[test]
    fn a_tag_moves_and_the_image_stays() {
        let mut images = images();
        images.put(REPOSITORY, "1", Some("sha256:bb"), 1);
        assert_eq!(images.digest(&tagged("1"), NOW), Some("sha256:bb"));
        assert_eq!(images.digest(&format!("{REPOSITORY}@sha256:aa"), NOW), Some("sha256:aa"));
        assert_eq!(images.size_kib(&tagged("1"), "sha256:bb"), 7);
    }

    #[test]
    fn an_image_goes_with_its_last_tag() {
        let mut images = images();
        images.put(REPOSITORY, "2", Some("sha256:aa"), 1);
        assert!(images.delete_tag(REPOSITORY, "1") && !images.delete_tag(REPOSITORY, "1"));
        assert_eq!(images.digest(&tagged("2"), NOW), Some("sha256:aa"));
        assert!(images.delete_digest(REPOSITORY, "sha256:aa"));
        assert_eq!(images.digest(&tagged("2"), NOW), None);
        assert!(!images.has_repository(REPOSITORY));
    }

    #[test]
    fn a_lifecycle_rule_ends_an_image() {
        let at = SimTime::from_seconds(10);
        let images = Images::new([Image { image: "app", expires_at: Some(at), ..Image::default() }]);
        let name = "docker.io/library/app:latest";
        assert!(images.digest(name, SimTime::from_seconds(9)).is_some_and(|digest| digest.len() == 71));
        assert_eq!(images.digest(name, at), None);
    }
}
