//! `launchTemplates`: what the instances of groups are launched from. Spec: ASG-2.

use super::Reader;
use super::agent_config::AgentConfig;
use super::references::LAUNCH_TEMPLATE;
use super::user_data;
use crate::aws::{Kind, shorten};
use crate::catalog::{self, InstanceType};
use crate::finding::{Finding, nearest, rules};
use crate::json::{Node, child};
use crate::limits;

/// What agents of a group run on: Linux.
pub(super) const LINUX: Kind = Kind { windows: false, external: false, trunk: false };

/// A launch template.
#[derive(Clone)]
pub(super) struct LaunchTemplate {
    pub(super) instance_type: Option<InstanceType>,
    /// Whether it names a type, known or not.
    pub(super) names_a_type: bool,
    pub(super) agent: AgentConfig,
    pub(super) iam_instance_profile: Option<String>,
    pub(super) security_groups: Vec<usize>,
    pub(super) spot: bool,
    /// Whether its agents may register with the cluster.
    pub(super) joins: bool,
}

impl LaunchTemplate {
    /// One that says nothing.
    pub(super) fn empty() -> LaunchTemplate {
        LaunchTemplate {
            instance_type: None,
            names_a_type: false,
            agent: AgentConfig::of(LINUX),
            iam_instance_profile: None,
            security_groups: Vec::new(),
            spot: false,
            joins: true,
        }
    }
}

impl Reader<'_> {
    pub(super) fn launch_templates(&mut self) -> Vec<LaunchTemplate> {
        self.within_quota(LAUNCH_TEMPLATE.list, limits::LAUNCH_TEMPLATES);
        self.unique_names(&LAUNCH_TEMPLATE);
        let nodes = self.root.list(LAUNCH_TEMPLATE.list).iter().take(limits::LAUNCH_TEMPLATES).enumerate();
        nodes.map(|(number, node)| self.launch_template(node, number)).collect()
    }

    fn launch_template(&mut self, node: &Node, number: usize) -> LaunchTemplate {
        let mut template = LaunchTemplate::empty();
        let Some(data) = node.get("LaunchTemplateData") else { return template };
        let pointer = format!("/{}/{number}/LaunchTemplateData", LAUNCH_TEMPLATE.list);
        template.names_a_type = data.get("InstanceType").is_some();
        template.instance_type = self.instance_type(data, "InstanceType", &pointer);
        template.security_groups = self.security_group_references(data, "SecurityGroupIds", &pointer);
        if let Some(interface) = data.list("NetworkInterfaces").first() {
            let pointer = format!("{pointer}/NetworkInterfaces/0");
            template.security_groups.extend(self.security_group_references(interface, "Groups", &pointer));
        }
        let profile = data.get("IamInstanceProfile");
        let key = if profile.is_some_and(|given| given.get("Name").is_some()) { "Name" } else { "Arn" };
        let name = profile.and_then(|given| given.get(key));
        template.iam_instance_profile = name.and_then(Node::as_str).map(ToOwned::to_owned);
        let at = if name.is_some() { format!("{pointer}/IamInstanceProfile/{key}") } else { pointer.clone() };
        template.joins = self.may_register(name, data, &at, false);
        let market = data.get("InstanceMarketOptions").and_then(|given| given.str("MarketType"));
        template.spot = market == Some("spot");
        if let Some(given) = data.get("UserData") {
            self.user_data(given, &child(&pointer, "UserData"), &mut template.agent);
        }
        template
    }

    /// The instance type that a member names.
    pub(super) fn instance_type(&mut self, parent: &Node, key: &str, pointer: &str) -> Option<InstanceType> {
        let node = parent.get(key)?;
        let name = node.as_str()?;
        let found = catalog::instance_type(name);
        if found.is_none() {
            let message = format!("`{}` is no instance type of the catalog", shorten(name));
            let hint = nearest(name, catalog::instance_type_names());
            let hint = hint.map(|name| format!("did you mean `{name}`?"));
            self.report_hint(&rules::UNKNOWN_INSTANCE_TYPE, &child(pointer, key), node, message, hint);
        }
        found
    }

    /// `ECS_…=` lines configure the agent; `ECS_CLUSTER` says which cluster it joins.
    fn user_data(&mut self, node: &Node, pointer: &str, agent: &mut AgentConfig) {
        let text = user_data::decoded(node.as_str().unwrap_or_default());
        let mut cluster = None;
        for (name, value) in user_data::settings(&text) {
            if name == "ECS_CLUSTER" {
                cluster = Some(value);
            } else {
                agent.set(self, (name, value), node, pointer);
            }
        }
        let joined = cluster.unwrap_or("default");
        if joined != self.account.cluster && !joined.contains('$') {
            let message = match cluster {
                Some(name) => format!(
                    "the agent joins the cluster `{}`, and this scenario's is `{}`",
                    shorten(name),
                    self.account.cluster
                ),
                None => format!(
                    "without `ECS_CLUSTER` the agent joins the cluster `default`, and this scenario's is `{}`",
                    self.account.cluster
                ),
            };
            let hint =
                format!("write a line `ECS_CLUSTER={}`; here it joins it anyway", self.account.cluster);
            let finding = Finding::new(&rules::GROUP_CLUSTER, pointer, node.range, message).hint(hint);
            self.findings.push(finding);
        }
    }
}
