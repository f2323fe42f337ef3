//! IAM: roles with their policies, and the policies of buckets. Spec: ROLE-1, ROLE-2.

use crate::finding::{Findings, Range};
use crate::json::{self, Node, Value, child};

/// `Effect` of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever allows.
    Deny,
}

/// What a statement names: patterns with `*` and `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// `Action`, `Resource`: what one of them means.
    These(Vec<String>),
    /// `NotAction`, `NotResource`: everything else.
    AllBut(Vec<String>),
}

/// Whom a statement of a resource's policy, or of a trust policy, is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `*`.
    Everyone,
    /// ARNs and account ids, and services such as `ecs-tasks.amazonaws.com`.
    These(Vec<String>),
    /// `NotPrincipal`.
    AllBut(Vec<String>),
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// `Sid`.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// The actions.
    pub actions: Named,
    /// The resources; those of a trust policy are the role itself.
    pub resources: Named,
    /// Whom it is about; none in a policy of a role, which is about the role.
    pub principals: Option<Principals>,
    /// Whether it has a `Condition`, which is not looked into.
    pub conditional: bool,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `PolicyName`, the ARN of a managed one, `bucket policy of NAME`, or `trust policy of NAME`.
    pub name: String,
    /// JSON pointer of the document in the scenario; none for what AWS manages.
    pub pointer: Option<String>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// `RoleName`.
    pub name: String,
    /// `Path`, `/` where it is left out.
    pub path: String,
    /// JSON pointer of the role in the scenario; none for the one that is assumed where an instance names none.
    pub pointer: Option<String>,
    /// `AssumeRolePolicyDocument`; none where it is left out: whoever needs to may assume it.
    pub trust: Option<Policy>,
    /// Inline policies, then managed ones.
    pub policies: Vec<Policy>,
}

/// A bucket of S3. Spec: ROLE-2, EVENT-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// `Bucket`.
    pub name: String,
    /// `Policy`.
    pub policy: Option<Policy>,
    /// Whether it has an `EventBridgeConfiguration`.
    pub sends_events: bool,
}

/// Whose policy a document is: what it may and must say follows from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyOf {
    /// What a role may do.
    Role,
    /// Who may assume a role.
    Trust,
    /// Who may do what with a bucket.
    Bucket,
}

/// What is wrong with a policy, and where: to be read from the document's own pointer on.
pub(crate) struct PolicyFault {
    /// The place below the document.
    pub(crate) pointer: String,
    /// Its bytes.
    pub(crate) range: Range,
    /// Our sentence.
    pub(crate) message: String,
    /// What the service says, where that is known.
    pub(crate) aws: Option<&'static str>,
    /// Whether it is a condition, which is no fault: it is not simulated.
    pub(crate) is_condition: bool,
}

/// Reads the statements of a policy document: an object, or a string that holds one, as the AWS CLI takes
/// it. What is wrong with a statement leaves the statement out.
pub(crate) fn read_policy(document: &Node, of: PolicyOf, faults: &mut Vec<PolicyFault>) -> Vec<Statement> {
    let mut reader = PolicyReader { of, whole: document.range, within_text: false, faults };
    let parsed = match &document.value {
        Value::String(text) => {
            reader.within_text = true;
            json::parse(text, &mut Findings::new())
        }
        _ => Some(document.clone()),
    };
    let Some(object) = parsed.filter(|node| matches!(node.value, Value::Object(_))) else {
        let message = "a policy is a JSON object with `Statement`, or a string that holds one".to_owned();
        let aws = match of {
            PolicyOf::Bucket => "Policies must be valid JSON and the first byte must be '{'",
            PolicyOf::Role | PolicyOf::Trust => "This policy contains invalid Json",
        };
        reader.fault("", document, message, Some(aws));
        return Vec::new();
    };
    let Some(listed) = object.get("Statement") else {
        reader.fault(
            "",
            &object,
            "the policy has no `Statement`".to_owned(),
            Some("Syntax errors in policy."),
        );
        return Vec::new();
    };
    if let Value::Object(_) = listed.value {
        return reader.statement(listed, "/Statement").into_iter().collect();
    }
    let numbered = listed.elements().iter().enumerate();
    numbered.filter_map(|(number, node)| reader.statement(node, &child("/Statement", number))).collect()
}

struct PolicyReader<'f> {
    of: PolicyOf,
    /// The bytes of the document: places within a string are not told apart.
    whole: Range,
    within_text: bool,
    faults: &'f mut Vec<PolicyFault>,
}

impl PolicyReader<'_> {
    fn say(
        &mut self,
        pointer: &str,
        node: &Node,
        message: String,
        aws: Option<&'static str>,
        is_condition: bool,
    ) {
        let (pointer, range) =
            if self.within_text { (String::new(), self.whole) } else { (pointer.to_owned(), node.range) };
        self.faults.push(PolicyFault { pointer, range, message, aws, is_condition });
    }

    fn fault(&mut self, pointer: &str, node: &Node, message: String, aws: Option<&'static str>) {
        self.say(pointer, node, message, aws, false);
    }

    fn statement(&mut self, node: &Node, pointer: &str) -> Option<Statement> {
        if !matches!(node.value, Value::Object(_)) {
            let message = format!("a statement is an object, and this is {}", node.kind());
            self.fault(pointer, node, message, Some("Syntax errors in policy."));
            return None;
        }
        let effect = match node.str("Effect") {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            _ => {
                let place = node.get("Effect").unwrap_or(node);
                let message = "`Effect` of a statement is Allow or Deny".to_owned();
                self.fault(pointer, place, message, Some("Syntax errors in policy."));
                return None;
            }
        };
        let actions =
            self.named(node, pointer, ["Action", "NotAction"], "Policy statement must contain actions.")?;
        self.check_actions(node, pointer, &actions);
        let resources = if self.of == PolicyOf::Trust {
            Named::These(vec!["*".to_owned()])
        } else {
            let aws = "Policy statement must contain resources.";
            self.named(node, pointer, ["Resource", "NotResource"], aws)?
        };
        let principals = self.principals(node, pointer)?;
        let condition = node.get("Condition").filter(|condition| !condition.members().is_empty());
        if let Some(condition) = condition {
            let (kept, then) = match effect {
                Effect::Allow => ("allows", "as if the condition held"),
                Effect::Deny => ("does not deny", "as if the condition did not hold"),
            };
            let message = format!("a `Condition` is not simulated: the statement {kept}, {then}");
            self.say(&child(pointer, "Condition"), condition, message, None, true);
        }
        let sid = node.str("Sid").filter(|sid| !sid.is_empty()).map(str::to_owned);
        Some(Statement { sid, effect, actions, resources, principals, conditional: condition.is_some() })
    }

    /// The patterns of one of two members of which a statement has one.
    fn named(
        &mut self,
        node: &Node,
        pointer: &str,
        [these, all_but]: [&str; 2],
        aws: &'static str,
    ) -> Option<Named> {
        match (node.get(these), node.get(all_but)) {
            (Some(named), None) => Some(Named::These(texts(named))),
            (None, Some(named)) => Some(Named::AllBut(texts(named))),
            (None, None) => {
                self.fault(pointer, node, format!("the statement has no `{these}`"), Some(aws));
                None
            }
            (Some(_), Some(_)) => {
                let message = format!("a statement has `{these}` or `{all_but}`, not both");
                self.fault(pointer, node, message, Some("Syntax errors in policy."));
                None
            }
        }
    }

    fn check_actions(&mut self, node: &Node, pointer: &str, actions: &Named) {
        let (Named::These(names) | Named::AllBut(names)) = actions;
        let Some(wrong) = names.iter().find(|name| *name != "*" && !name.contains(':')) else { return };
        let message =
            format!("`{}` names no service: an action is written s3:GetObject", super::shorten(wrong));
        let aws = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        self.fault(pointer, node, message, Some(aws));
    }

    /// None where the statement is left out.
    #[expect(clippy::option_option, reason = "a role's policy has no principals, and that is right")]
    fn principals(&mut self, node: &Node, pointer: &str) -> Option<Option<Principals>> {
        let given = (node.get("Principal"), node.get("NotPrincipal"));
        match (self.of, given) {
            (PolicyOf::Role, (None, None)) => Some(None),
            (PolicyOf::Role, _) => {
                let message = "the policy of a role names no `Principal`: it is about the role".to_owned();
                let aws = "Policy document should not specify a principal.";
                self.fault(pointer, node, message, Some(aws));
                None
            }
            (_, (Some(principal), None)) => {
                let listed = principal_texts(principal);
                let everyone = listed.iter().any(|name| name == "*");
                Some(Some(if everyone { Principals::Everyone } else { Principals::These(listed) }))
            }
            (_, (None, Some(principal))) => Some(Some(Principals::AllBut(principal_texts(principal)))),
            (_, _) => {
                let message =
                    "the statement does not say whom it is about: `Principal` is missing".to_owned();
                self.fault(pointer, node, message, Some("Missing required field Principal"));
                None
            }
        }
    }
}

/// A text or a list of them.
fn texts(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Array(elements) => elements.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        _ => node.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// `"*"`, or an object of kinds with a text or a list of them each.
fn principal_texts(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Object(members) => members.iter().flat_map(|member| texts(&member.value)).collect(),
        _ => texts(node),
    }
}
