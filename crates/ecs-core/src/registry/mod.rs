//! What registries have, and what instances keep of it: repositories, tags and digests. Spec: ECR-1 to ECR-6.

mod cache;
mod images;

pub use cache::{Cache, PullBehavior};
pub use images::{Image, Images};

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

/// The repository of a completed name.
pub fn repository(name: &str) -> &str {
    let without_digest = name.split('@').next().unwrap_or(name);
    match without_digest.rsplit_once(':') {
        // The last colon may be that of the registry's port.
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => without_digest,
    }
}

/// An image by its digest.
pub fn by_digest(name: &str, digest: &str) -> String {
    format!("{}@{digest}", repository(name))
}

#[cfg(test)]
mod tests {
    use super::{by_digest, normal_image_name, repository};

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
    fn a_repository_may_have_a_port_before_it() {
        assert_eq!(repository("localhost:5000/app:1"), "localhost:5000/app");
        assert_eq!(repository("localhost:5000/app@sha256:00"), "localhost:5000/app");
        assert_eq!(by_digest("docker.io/team/app:1", "sha256:00"), "docker.io/team/app@sha256:00");
    }
}
