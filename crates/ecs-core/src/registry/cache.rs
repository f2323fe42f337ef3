//! What an instance keeps of the images that it has pulled. Spec: ECR-6.

use super::by_digest;
use std::collections::BTreeMap;

/// `ECS_IMAGE_PULL_BEHAVIOR`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PullBehavior {
    /// The registry is asked; what the instance has does where that fails.
    #[default]
    Default,
    /// The registry is asked; a task fails to start where that fails.
    Always,
    /// Whatever a task has pulled before is not asked for again.
    Once,
    /// Whatever is there is not asked for.
    PreferCached,
}

impl PullBehavior {
    /// Reads the agent's spelling.
    pub fn parse(text: &str) -> Option<PullBehavior> {
        match text {
            "default" => Some(PullBehavior::Default),
            "always" => Some(PullBehavior::Always),
            "once" => Some(PullBehavior::Once),
            "prefer-cached" => Some(PullBehavior::PreferCached),
            _ => None,
        }
    }

    /// Whether what is there under a name will do without asking. Images are there only because a task has
    /// pulled them, so that `once` and `prefer-cached` come to the same here.
    pub(crate) fn asks(self) -> bool {
        matches!(self, PullBehavior::Default | PullBehavior::Always)
    }
}

/// The images of an instance: digests by completed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    digests: BTreeMap<String, String>,
}

impl Cache {
    /// The digest of what is there under a completed name.
    pub fn digest(&self, name: &str) -> Option<&str> {
        self.digests.get(name).map(String::as_str)
    }

    /// An image was pulled under a name.
    pub fn keep(&mut self, name: String, digest: &str) {
        self.digests.insert(by_digest(&name, digest), digest.to_owned());
        self.digests.insert(name, digest.to_owned());
    }
}
