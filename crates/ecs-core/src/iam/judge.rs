//! Whether a role may do what it asks for: its own policies and that of the resource together.
//! Spec: ROLE-3.

use super::pattern::{matches, matches_action};
use super::role_arn;
use crate::aws::{Effect, Named, Policy, Principals, Role, Statement};
use crate::ids::Account;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The IAM action.
    pub action: &'a str,
    /// The ARN that it is about; none where any will do.
    pub resource: Option<&'a str>,
}

/// Whose policy decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// A policy of the role.
    Identity,
    /// The policy of the resource.
    Resource,
}

/// A statement that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Whose policy it is of.
    pub kind: PolicyKind,
    /// The policy's name.
    pub policy: String,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its number in the policy, from 0.
    pub statement: usize,
    /// JSON pointer of the policy's document in the scenario; none for what AWS manages.
    pub pointer: Option<String>,
    /// Whether it counts as if its condition held.
    pub conditional: bool,
}

/// Why a call is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// A statement denies it.
    Explicit(Cited),
    /// No statement allows it.
    Implicit,
}

/// What comes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This statement allows it.
    Allowed(Cited),
    /// It is denied.
    Denied(Denial),
}

/// Whether `role` may do what it asks for, with the policy of the resource beside its own. Both are of one
/// account: either may allow, and whichever denies wins. Spec: ROLE-3.
pub fn judge(account: &Account, role: &Role, resource_policy: Option<&Policy>, asked: Asked<'_>) -> Verdict {
    let caller = Caller { arn: role_arn(account, role), account };
    let find = |effect: Effect| {
        let own = role.policies.iter().map(|policy| (PolicyKind::Identity, policy));
        let both = own.chain(resource_policy.map(|policy| (PolicyKind::Resource, policy)));
        both.into_iter().find_map(|(kind, policy)| {
            let numbered = policy.statements.iter().enumerate();
            let mut deciding = numbered.filter(|(_, statement)| {
                // Whose condition is not known allows and does not deny. Spec: ROLE-3.
                let counts = effect == Effect::Allow || !statement.conditional;
                statement.effect == effect && counts && is_about(statement, kind, &caller, asked)
            });
            deciding.next().map(|(number, statement)| Cited {
                kind,
                policy: policy.name.clone(),
                sid: statement.sid.clone(),
                statement: number,
                pointer: policy.pointer.clone(),
                conditional: statement.conditional,
            })
        })
    };
    if let Some(denied) = find(Effect::Deny) {
        return Verdict::Denied(Denial::Explicit(denied));
    }
    find(Effect::Allow).map_or(Verdict::Denied(Denial::Implicit), Verdict::Allowed)
}

struct Caller<'a> {
    arn: String,
    account: &'a Account,
}

impl Caller<'_> {
    /// Whether a principal is the role, or its account. An Allow for the account leaves it to the account's
    /// own policies whom it lets in, so it is none for the role.
    fn is_meant(&self, principal: &str, effect: Effect) -> bool {
        let account = &self.account.account_id;
        let is_account = principal == account || principal == self.account.global_arn("iam", "root");
        principal == self.arn || (is_account && effect == Effect::Deny)
    }
}

fn is_about(statement: &Statement, kind: PolicyKind, caller: &Caller<'_>, asked: Asked<'_>) -> bool {
    let by_principal = match (kind, &statement.principals) {
        (PolicyKind::Identity, _) | (PolicyKind::Resource, Some(Principals::Everyone)) => true,
        (PolicyKind::Resource, Some(Principals::These(named))) => {
            named.iter().any(|name| caller.is_meant(name, statement.effect))
        }
        (PolicyKind::Resource, Some(Principals::AllBut(named))) => {
            !named.iter().any(|name| caller.is_meant(name, Effect::Deny))
        }
        (PolicyKind::Resource, None) => false,
    };
    by_principal
        && names(&statement.actions, |pattern| matches_action(pattern, asked.action))
        && names_resource(statement, asked.resource)
}

/// Where the call says of no resource, an Allow of any will do, and a Deny only of all.
fn names_resource(statement: &Statement, resource: Option<&str>) -> bool {
    match (resource, statement.effect) {
        (Some(resource), _) => names(&statement.resources, |pattern| matches(pattern, resource)),
        (None, Effect::Allow) => true,
        (None, Effect::Deny) => names(&statement.resources, |pattern| pattern == "*"),
    }
}

/// Whether what is named is meant, where `fits` says it of one pattern.
pub(super) fn names(named: &Named, fits: impl Fn(&str) -> bool) -> bool {
    match named {
        Named::These(patterns) => patterns.iter().any(|pattern| fits(pattern)),
        Named::AllBut(patterns) => !patterns.iter().any(|pattern| fits(pattern)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Denial, PolicyKind, Verdict, judge};
    use crate::aws::{Policy, PolicyOf, Role, read_policy};
    use crate::finding::Findings;
    use crate::ids::Account;
    use crate::json;

    fn policy(of: PolicyOf, text: &str) -> Policy {
        let mut faults = Vec::new();
        let node = json::parse(&format!(r#"{{"Statement": {text}}}"#), &mut Findings::new()).unwrap();
        let statements = read_policy(&node, of, &mut faults);
        assert!(faults.iter().all(|fault| fault.is_condition));
        Policy { name: "p".to_owned(), pointer: None, statements }
    }

    fn account() -> Account {
        Account { account_id: "123456789012".into(), region: "us-east-1".into(), ..Account::default() }
    }

    /// What `own` and the bucket's policy make of a GetObject of `arn:aws:s3:::in/a`.
    fn verdict(own: &str, bucket: Option<&str>) -> Verdict {
        let role = Role {
            name: "app".to_owned(),
            path: "/".to_owned(),
            pointer: None,
            trust: None,
            policies: vec![policy(PolicyOf::Role, own)],
        };
        let bucket = bucket.map(|text| policy(PolicyOf::Bucket, text));
        let asked = Asked { action: "s3:GetObject", resource: Some("arn:aws:s3:::in/a") };
        judge(&account(), &role, bucket.as_ref(), asked)
    }

    const ALLOWS: &str = r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::in/*"}"#;

    #[test]
    fn what_nobody_allows_is_denied() {
        assert_eq!(verdict("[]", None), Verdict::Denied(Denial::Implicit));
        assert!(matches!(verdict(ALLOWS, None), Verdict::Allowed(_)));
        let other = r#"{"Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "*"}"#;
        assert_eq!(verdict(other, None), Verdict::Denied(Denial::Implicit));
        let elsewhere = r#"{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::in/*"}"#;
        assert_eq!(verdict(elsewhere, None), Verdict::Denied(Denial::Implicit));
    }

    #[test]
    fn a_bucket_may_allow_what_the_role_does_not() {
        let role = r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/app"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::in/*"}"#;
        let Verdict::Allowed(cited) = verdict("[]", Some(role)) else { panic!("denied") };
        assert_eq!(cited.kind, PolicyKind::Resource);
        let account = role.replace("role/app", "root");
        assert_eq!(verdict("[]", Some(&account)), Verdict::Denied(Denial::Implicit));
        assert!(matches!(verdict(ALLOWS, Some(&account)), Verdict::Allowed(_)));
    }

    #[test]
    fn whoever_denies_wins() {
        let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
        let Verdict::Denied(Denial::Explicit(cited)) = verdict(ALLOWS, Some(deny)) else { panic!("allowed") };
        assert_eq!(cited.kind, PolicyKind::Resource);
        let others = r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:role/app"}, "Action": "s3:*", "Resource": "*"}"#;
        assert!(matches!(verdict(ALLOWS, Some(others)), Verdict::Allowed(_)));
        let conditional = deny.replace('}', r#", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#);
        assert!(matches!(verdict(ALLOWS, Some(&conditional)), Verdict::Allowed(_)));
    }
}
