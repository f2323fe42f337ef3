//! Task definitions to start from.

/// A task definition to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// What the menu calls it.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them, in the menu's order.
pub const TEMPLATES: [Template; 5] = [
    Template {
        name: "nginx on Fargate",
        description: "One container, 0.25 vCPU, no instance needed",
        text: include_str!("../../../templates/nginx-on-fargate.json"),
    },
    Template {
        name: "Web with a sidecar",
        description: "Dynamic host ports, and a log router that may fail",
        text: include_str!("../../../templates/web-with-sidecar.json"),
    },
    Template {
        name: "Worker on a queue",
        description: "Its own network interface, on EC2 or Fargate",
        text: include_str!("../../../templates/worker-on-a-queue.json"),
    },
    Template {
        name: "Daemon agent",
        description: "The instance's network: one copy an instance",
        text: include_str!("../../../templates/daemon-agent.json"),
    },
    Template {
        name: "Batch job",
        description: "One vCPU, 2 GiB, no network",
        text: include_str!("../../../templates/batch-job.json"),
    },
];

#[cfg(test)]
mod tests {
    use super::TEMPLATES;
    use crate::session::Form;
    use ecs_core::{Document, DocumentKind};

    #[test]
    fn every_template_is_a_definition_without_a_problem() {
        for template in TEMPLATES {
            let document = Document::read(template.text);
            assert_eq!(document.kind, Some(DocumentKind::TaskDefinition), "{}", template.name);
            assert!(!document.has_errors(), "{}: {:?}", template.name, document.findings);
            assert!(Form::read(template.text).is_some_and(|form| form.count("/containerDefinitions") > 0));
        }
    }
}
