//! The calls of a timeline about container instances and their machines.

use super::Reader;
use crate::aws::{check_shape, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::query;
use crate::scenario::{Call, InstanceAttribute, InstanceCall};

impl Reader<'_> {
    /// Spec: FAULT-3.
    pub(super) fn update_instances_state(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "UpdateContainerInstancesStateRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let container_instances = strings(input, "containerInstances");
        if !(1..=limits::INSTANCES_PER_STATE_UPDATE).contains(&container_instances.len()) {
            let place = input.get("containerInstances").unwrap_or(input);
            let message = "containerInstances has to name 1 to 10 instances";
            return Some(self.refused(&child(pointer, "containerInstances"), place, message));
        }
        let draining = input.str("status")? == "DRAINING";
        Some(Call::Instances(InstanceCall::UpdateState { container_instances, draining }))
    }

    /// Its input is ours: an entry of `containerInstances`. Spec: FAULT-2.
    pub(super) fn register_instance(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "ContainerInstanceEntry", input, pointer, self.findings);
        let number = self.root.list("containerInstances").len();
        let entry = self.container_instance(input, number, pointer)?;
        Some(Call::Instances(InstanceCall::Register(Box::new(entry))))
    }

    /// Spec: FAULT-4.
    pub(super) fn deregister_instance(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "DeregisterContainerInstanceRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let container_instance = input.str("containerInstance")?.to_owned();
        let force = input.get("force").and_then(Node::as_bool).unwrap_or(false);
        Some(Call::Instances(InstanceCall::Deregister { container_instance, force }))
    }

    /// Spec: FAULT-5, RES-11.
    pub(super) fn put_attributes(&mut self, input: &Node, pointer: &str) -> Call {
        let attributes = self.attributes_of_call("PutAttributesRequest", input, pointer);
        let faulty = attributes.iter().find_map(|attribute| {
            let name = !query::is_attribute_name(&attribute.name);
            let value = !super::instances::is_attribute_value(&attribute.value);
            (name || value || attribute.name.starts_with("ecs.")).then(|| attribute.name.clone())
        });
        if let Some(name) = faulty {
            let message = format!("`{}` is no attribute that can be put on an instance", shorten(&name));
            let place = input.get("attributes").unwrap_or(input);
            return self.refused(&child(pointer, "attributes"), place, &message);
        }
        Call::Instances(InstanceCall::PutAttributes(attributes))
    }

    /// Spec: FAULT-5.
    pub(super) fn delete_attributes(&mut self, input: &Node, pointer: &str) -> Call {
        let attributes = self.attributes_of_call("DeleteAttributesRequest", input, pointer);
        Call::Instances(InstanceCall::DeleteAttributes(attributes))
    }

    fn attributes_of_call(
        &mut self,
        shape: &'static str,
        input: &Node,
        pointer: &str,
    ) -> Vec<InstanceAttribute> {
        check_shape(self.shapes, shape, input, pointer, self.findings);
        self.cluster(input, pointer);
        let attribute = |node: &Node| {
            Some(InstanceAttribute {
                target: node.str("targetId")?.to_owned(),
                name: node.str("name")?.to_owned(),
                value: node.str("value").unwrap_or_default().to_owned(),
            })
        };
        let list = child(pointer, "attributes");
        for (number, node) in input.list("attributes").iter().enumerate() {
            if node.get("targetId").is_none() {
                let message = "`targetId` is missing: the instance that the attribute is about";
                let pointer = format!("{list}/{number}");
                self.findings.push(Finding::new(&rules::MISSING_MEMBER, pointer, node.range, message));
            }
        }
        input.list("attributes").iter().filter_map(attribute).collect()
    }

    /// Spec: FAULT-6.
    pub(super) fn terminate_instances(&mut self, input: &Node, pointer: &str) -> Call {
        check_shape(self.shapes, "ec2.TerminateInstancesRequest", input, pointer, self.findings);
        Call::Instances(InstanceCall::Terminate { instance_ids: strings(input, "InstanceIds") })
    }
}

/// The strings of a list.
pub(super) fn strings(input: &Node, key: &str) -> Vec<String> {
    input.list(key).iter().filter_map(|node| node.as_str().map(ToOwned::to_owned)).collect()
}
