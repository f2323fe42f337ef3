//! `awsvpcConfiguration`: where the network interfaces of tasks are made.

use super::Reader;
use super::refusal::Refusal;
use crate::aws::{AwsvpcConfiguration, LaunchType};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;

impl Reader<'_> {
    /// Reads it, or says what AWS says instead. Spec: SCN-9, NET-14, NET-15.
    pub(super) fn awsvpc_configuration(
        &mut self,
        node: &Node,
        pointer: &str,
        launch_type: LaunchType,
    ) -> Result<AwsvpcConfiguration, Box<Refusal>> {
        if node.list("subnets").is_empty() {
            self.report(&rules::AWSVPC_CONFIGURATION, pointer, node, "`subnets` names no subnet");
        }
        let subnets = self.subnet_references(node.list("subnets"), &child(pointer, "subnets"));
        let security_groups = self.security_group_references(node, "securityGroups", pointer);
        check_counts(node, pointer)?;
        let assign_public_ip = node.str("assignPublicIp") == Some("ENABLED");
        if assign_public_ip && launch_type == LaunchType::Ec2 {
            return Err(Refusal::new(
                &rules::PUBLIC_IP_ON_EC2,
                child(pointer, "assignPublicIp"),
                node.get("assignPublicIp").unwrap_or(node),
                "the network interface of a task on an EC2 instance never has a public address".to_owned(),
                "Assign public IP is not supported for this launch type.",
                "leave `assignPublicIp` out, and give the subnets a route through a NAT gateway",
            ));
        }
        Ok(AwsvpcConfiguration { subnets, security_groups, assign_public_ip })
    }
}

/// Spec: NET-14.
fn check_counts(node: &Node, pointer: &str) -> Result<(), Box<Refusal>> {
    let bounds = [("subnets", limits::AWSVPC_SUBNETS), ("securityGroups", limits::AWSVPC_SECURITY_GROUPS)];
    let above: Vec<(&str, String)> = bounds
        .into_iter()
        .map(|(key, most)| (key, node.list(key).len(), most))
        .filter(|(_, count, most)| count > most)
        .map(|(key, count, most)| {
            (key, format!("{count} entries of `{key}`; a network configuration has at most {most}"))
        })
        .collect();
    let Some((key, _)) = above.first() else { return Ok(()) };
    let place = node.get(key).unwrap_or(node).range;
    let messages: Vec<&str> = above.iter().map(|(_, message)| message.as_str()).collect();
    let finding = Finding::new(&rules::AWSVPC_QUOTA, child(pointer, key), place, messages.join(", and "));
    Err(Box::new(Refusal::of(finding, None)))
}
