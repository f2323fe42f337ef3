//! The images of a run: what is pulled, what instances keep of it, and what a timeline does to registries.

use super::{Engine, Event};
use crate::aws::{BatchDeleteImage, ImageId, PutImage, TaskDefinition};
use crate::containers::{From, Pull, pull};
use crate::ids::TaskRow;
use crate::registry::{Cache, PullBehavior, normal_image_name};
use serde_json::Value;

impl Engine {
    /// The images of a task are pulled. Spec: CONT-2, ECR-2, ECR-6.
    pub(super) fn pull(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let times = self.start_times_of(row.launch);
        let Some(definition) = self.scenario.task_definitions.get(launch.task_definition) else { return };
        let Some(images) = &self.world.images else {
            return self.after(times.pull_ms, Event::PullEnds(task));
        };
        let none = Cache::default();
        let from = From {
            images,
            cache: row.instance.map_or(&none, |instance| &self.world.instances[instance].images),
            behavior: row
                .instance
                .map_or(PullBehavior::Default, |instance| self.instance_entry(instance).pull_behavior),
            resolved: &launch.digests,
            now: self.now,
        };
        match pull(definition, &from) {
            Pull::Done { after_ms, digests } => {
                self.world.tasks[task].image_digests = digests;
                self.after(after_ms, Event::PullEnds(task));
            }
            Pull::Cannot { container, after_ms } => self.after(after_ms, Event::PullFails(task, container)),
        }
    }

    /// What an instance has pulled it has from now on, and the first task of a service's deployment says
    /// what the tags of its definition mean for all of them. Spec: ECR-2, ECR-6.
    pub(super) fn keep_images(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let Some(definition) = self.scenario.task_definitions.get(launch.task_definition) else { return };
        let names = definition.container_definitions.iter().map(|one| normal_image_name(&one.image));
        let pulled: Vec<(String, String)> = names.zip(row.image_digests.iter().cloned()).collect();
        let is_first = launch.service.is_some() && launch.digests.is_empty() && !pulled.is_empty();
        let resolved: Option<Vec<Option<String>>> = is_first.then(|| {
            let digests = pulled.iter().enumerate();
            let keeps = |container: usize| is_consistent(definition, container);
            digests
                .map(|(container, (_, digest))| Some(digest.clone()).filter(|_| keeps(container)))
                .collect()
        });
        let (launch, instance) = (row.launch, row.instance);
        if let Some(resolved) = resolved {
            for sibling in self.siblings(launch) {
                self.world.launches[sibling].digests.clone_from(&resolved);
            }
        }
        if let Some(instance) = instance {
            for (name, digest) in pulled {
                self.world.instances[instance].images.keep(name, &digest);
            }
        }
    }

    /// Spec: ECR-3.
    pub(super) fn put_image(&mut self, action: usize, call: &PutImage) {
        let Some(images) = &mut self.world.images else { return };
        if !images.has_repository(&call.repository) {
            return self.refuse_repository(action, &call.repository);
        }
        if let Some(tag) = &call.tag {
            images.put(&call.repository, tag, call.digest.as_deref(), action as u64 + 1);
        }
    }

    /// Spec: ECR-4.
    pub(super) fn delete_images(&mut self, action: usize, call: &BatchDeleteImage) {
        let Some(images) = &mut self.world.images else { return };
        if !images.has_repository(&call.repository) {
            return self.refuse_repository(action, &call.repository);
        }
        let deleted = call.images.iter().filter(|image| match image {
            ImageId::Tag(tag) => images.delete_tag(&call.repository, tag),
            ImageId::Digest(digest) => images.delete_digest(&call.repository, digest),
        });
        if deleted.count() < call.images.len() {
            self.refuse_with(action, "ImageNotFound", "Requested image not found");
        }
    }

    fn refuse_repository(&mut self, action: usize, repository: &str) {
        let (registry, name) = repository.split_once('/').unwrap_or(("", repository));
        let owner = registry.split('.').next().unwrap_or_default();
        let message =
            format!("The repository with name '{name}' does not exist in the registry with id '{owner}'");
        self.refuse_with(action, "RepositoryNotFoundException", &message);
    }
}

/// Whether the tag of a container's image is resolved once for a deployment. Spec: ECR-2.
fn is_consistent(definition: &TaskDefinition, container: usize) -> bool {
    let listed = definition.input.get("containerDefinitions").and_then(Value::as_array);
    let given = listed.and_then(|listed| listed.get(container)?.get("versionConsistency")?.as_str());
    given != Some("disabled")
}
