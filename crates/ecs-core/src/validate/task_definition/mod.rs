//! What RegisterTaskDefinition refuses beyond the shape, and what it takes and a user will regret.
//!
//! One rule a file. [`RULES`] lists them in the order in which they are reported; the order in which
//! AWS looks at them is not documented (TASK-1). To add one, copy the nearest file and put it into the list.

mod circle;
mod definition;
mod image_reference;
mod look;
mod port_mapping;
#[cfg(test)]
mod tests;

mod app_mesh;
mod awslogs_options;
mod awsvpc_container;
mod blank_source_path;
mod constraint_count;
mod constraint_expression;
mod constraint_length;
mod constraint_type;
mod container_memory_missing;
mod container_name;
mod container_port;
mod container_simulation;
mod cpu_above_task;
mod definition_size;
mod dependency_cycle;
mod dependency_on_essential;
mod dependency_target;
mod dependency_without_health_check;
mod duplicate_container_name;
mod duplicate_host_port;
mod duplicate_port_name;
mod efs_access_point;
mod efs_iam;
mod efs_port;
mod environment_file_arn;
mod environment_file_extension;
mod environment_files_count;
mod ephemeral_storage;
mod external_features;
mod family_name;
mod fargate_capabilities;
mod fargate_constraints;
mod fargate_gpu;
mod fargate_image_role;
mod fargate_ipc_mode;
mod fargate_log_driver;
mod fargate_log_role;
mod fargate_members;
mod fargate_network_mode;
mod fargate_pid_mode;
mod fargate_privileged;
mod fargate_size;
mod fargate_stream_prefix;
mod fargate_timeouts;
mod firelens_router;
mod gpu_count;
mod health_check_command;
mod health_check_range;
mod host_port_mismatch;
mod image_malformed;
mod image_missing;
mod image_tag;
mod inference_accelerators;
mod launch_volume_count;
mod launch_volume_unused;
mod link_cycle;
mod link_target;
mod links_network_mode;
mod memory_above_task;
mod memory_floor;
mod negative_amount;
mod no_containers;
mod no_essential_container;
mod placeholder;
mod plain_secret;
mod port_and_range;
mod port_range;
mod port_range_overlap;
mod port_two_protocols;
mod ports_in_none;
mod proxy_container;
mod proxy_network_mode;
mod proxy_properties;
mod reservation_above_memory;
mod reservations_above_task;
mod restart_period;
mod role_name;
mod secrets_role;
mod static_port_count;
mod static_port_in_dynamic_range;
mod swappiness;
mod tag_count;
mod tag_length;
mod task_cpu_range;
mod task_size;
mod task_volume_agent;
mod task_volume_provision;
mod too_many_containers;
mod ulimit;
mod unchecked_essential_container;
mod unknown_protocol;
mod unknown_volume;
mod volume_kinds;
mod volume_name;
mod volumes_from;
mod windows_members;
mod windows_network_mode;

pub(super) use definition::Definition;

use crate::finding::{Findings, Rule};
use crate::json::Node;

/// A rule for task definitions, with everything that its page says.
#[derive(Debug)]
pub struct TaskDefinitionRule {
    /// Code, severity, summary and the heading in `docs/spec`.
    pub rule: Rule,
    /// AWS's text, to the letter; `X` stands for a name of the user's. None where it is not known.
    pub aws_message: Option<&'static str>,
    /// Why that is so, for somebody who meets it for the first time.
    pub why: &'static str,
    /// The smallest definition that breaks the rule.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    pub(super) check: fn(&Definition<'_>, &mut Findings),
}

/// Bytes of an example from which on it is not shown: one has to be larger than a definition may be.
pub const EXAMPLE_BYTES_MAX: usize = 2000;

/// All rules, in order.
pub static RULES: &[&TaskDefinitionRule] = &[
    &family_name::RULE,
    &no_containers::RULE,
    &too_many_containers::RULE,
    &container_name::RULE,
    &duplicate_container_name::RULE,
    &image_missing::RULE,
    &image_malformed::RULE,
    &image_tag::RULE,
    &no_essential_container::RULE,
    &task_size::RULE,
    &task_cpu_range::RULE,
    &negative_amount::RULE,
    &container_memory_missing::RULE,
    &reservation_above_memory::RULE,
    &memory_above_task::RULE,
    &cpu_above_task::RULE,
    &reservations_above_task::RULE,
    &container_port::RULE,
    &unknown_protocol::RULE,
    &ports_in_none::RULE,
    &host_port_mismatch::RULE,
    &duplicate_host_port::RULE,
    &port_two_protocols::RULE,
    &duplicate_port_name::RULE,
    &port_and_range::RULE,
    &port_range::RULE,
    &port_range_overlap::RULE,
    &static_port_in_dynamic_range::RULE,
    &static_port_count::RULE,
    &awsvpc_container::RULE,
    &links_network_mode::RULE,
    &link_target::RULE,
    &link_cycle::RULE,
    &dependency_target::RULE,
    &dependency_on_essential::RULE,
    &dependency_without_health_check::RULE,
    &dependency_cycle::RULE,
    &health_check_range::RULE,
    &health_check_command::RULE,
    &unchecked_essential_container::RULE,
    &constraint_type::RULE,
    &constraint_count::RULE,
    &constraint_length::RULE,
    &constraint_expression::RULE,
    &definition_size::RULE,
    &awslogs_options::RULE,
    &firelens_router::RULE,
    &secrets_role::RULE,
    &role_name::RULE,
    &environment_files_count::RULE,
    &environment_file_arn::RULE,
    &environment_file_extension::RULE,
    &plain_secret::RULE,
    &volume_name::RULE,
    &unknown_volume::RULE,
    &volumes_from::RULE,
    &blank_source_path::RULE,
    &volume_kinds::RULE,
    &launch_volume_count::RULE,
    &launch_volume_unused::RULE,
    &task_volume_provision::RULE,
    &task_volume_agent::RULE,
    &efs_iam::RULE,
    &efs_access_point::RULE,
    &efs_port::RULE,
    &ulimit::RULE,
    &restart_period::RULE,
    &swappiness::RULE,
    &gpu_count::RULE,
    &inference_accelerators::RULE,
    &memory_floor::RULE,
    &proxy_network_mode::RULE,
    &proxy_container::RULE,
    &proxy_properties::RULE,
    &app_mesh::RULE,
    &ephemeral_storage::RULE,
    &tag_count::RULE,
    &tag_length::RULE,
    &windows_members::RULE,
    &windows_network_mode::RULE,
    &fargate_network_mode::RULE,
    &fargate_size::RULE,
    &fargate_log_driver::RULE,
    &fargate_stream_prefix::RULE,
    &fargate_log_role::RULE,
    &fargate_image_role::RULE,
    &fargate_pid_mode::RULE,
    &fargate_ipc_mode::RULE,
    &fargate_constraints::RULE,
    &fargate_privileged::RULE,
    &fargate_capabilities::RULE,
    &fargate_members::RULE,
    &fargate_gpu::RULE,
    &fargate_timeouts::RULE,
    &external_features::RULE,
    &container_simulation::RULE,
    &placeholder::RULE,
];

/// Holds the definition at `node` against every rule.
pub(super) fn check(node: &Node, pointer: &str, findings: &mut Findings) {
    let definition = Definition::new(node, pointer);
    for rule in RULES {
        (rule.check)(&definition, findings);
    }
}
