//! Roles of IAM: policies, trust, and those that AWS manages.

use super::Reader;
use super::references::ROLE;
use crate::aws::{Policy, PolicyOf, Role, Statement, read_policy, shorten};
use crate::finding::{Finding, nearest, rules};
use crate::iam::{Iam, managed_policy, managed_policy_arns};
use crate::json::{Node, Value, child};
use crate::limits;

impl Reader<'_> {
    /// Roles and buckets. Spec: ROLE-1.
    pub(super) fn iam(&mut self) -> Iam {
        let is_listed = self.root.get(ROLE.list).is_some_and(|node| !node.elements().is_empty());
        let roles = is_listed.then(|| self.roles());
        let buckets = self.buckets();
        Iam::new(roles, buckets)
    }

    fn roles(&mut self) -> Vec<Role> {
        self.within_quota(ROLE.list, limits::ROLES);
        self.unique_names(&ROLE);
        let listed = self.root.list(ROLE.list).iter().take(limits::ROLES).enumerate();
        listed.map(|(number, node)| self.role(node, format!("/roles/{number}"))).collect()
    }

    fn role(&mut self, node: &Node, pointer: String) -> Role {
        let name = node.str(ROLE.key).unwrap_or_default().to_owned();
        let place = child(&pointer, "AssumeRolePolicyDocument");
        let trust = node.get("AssumeRolePolicyDocument").map(|document| Policy {
            name: format!("trust policy of {name}"),
            statements: self.policy(document, &place, PolicyOf::Trust),
            pointer: Some(place.clone()),
        });
        let mut policies = Vec::new();
        for (number, given) in node.list("Policies").iter().enumerate() {
            let place = format!("{pointer}/Policies/{number}/PolicyDocument");
            let Some(document) = given.get("PolicyDocument") else { continue };
            policies.push(Policy {
                name: given.str("PolicyName").unwrap_or_default().to_owned(),
                statements: self.policy(document, &place, PolicyOf::Role),
                pointer: Some(place),
            });
        }
        for (number, given) in node.list("AttachedManagedPolicies").iter().enumerate() {
            policies.extend(self.managed(given, &format!("{pointer}/AttachedManagedPolicies/{number}")));
        }
        let path = node.str("Path").filter(|path| path.starts_with('/')).unwrap_or("/").to_owned();
        Role { name, path, pointer: Some(pointer), trust, policies }
    }

    /// The statements of a policy, with what is wrong with it. Spec: ROLE-2.
    pub(super) fn policy(&mut self, document: &Node, pointer: &str, of: PolicyOf) -> Vec<Statement> {
        let mut faults = Vec::new();
        let statements = read_policy(document, of, &mut faults);
        for fault in faults {
            let rule = if fault.is_condition { &rules::NOT_SIMULATED } else { &rules::ROLE_POLICY };
            let finding =
                Finding::new(rule, format!("{pointer}{}", fault.pointer), fault.range, fault.message);
            self.findings.push(match fault.aws {
                Some(aws) => finding.aws(aws),
                None => finding,
            });
        }
        statements
    }

    /// A managed policy: an ARN, or as IAM prints it. Spec: ROLE-2.
    fn managed(&mut self, given: &Node, pointer: &str) -> Option<Policy> {
        let node = if matches!(given.value, Value::Object(_)) { given.get("PolicyArn")? } else { given };
        let arn = node.as_str()?;
        let found = managed_policy(arn);
        if found.is_none() {
            let known: Vec<String> = managed_policy_arns().collect();
            let near =
                self.findings.wants_hints().then(|| nearest(arn, known.iter().map(String::as_str))).flatten();
            let hint = near.map_or_else(
                || "write its statements as an entry of `Policies`".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            let message = format!("what `{}` allows is not known here: it allows nothing", shorten(arn));
            self.report_hint(&rules::MANAGED_POLICY, pointer, node, message, Some(hint));
        }
        found
    }
}
