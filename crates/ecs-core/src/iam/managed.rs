//! The managed policies of AWS that are known here. Spec: ROLE-2.

use crate::aws::{Effect, Named, Policy, Statement};

const DATA: &str = include_str!("../../data/managed_policies.txt");

/// A managed policy of AWS by its ARN; none where it is not among those that are known.
pub fn managed_policy(arn: &str) -> Option<Policy> {
    let name = managed_name(arn)?;
    let mut lines = DATA.lines().skip_while(|line| *line != name);
    lines.next()?;
    let statements = lines.take_while(|line| line.starts_with("  ")).filter_map(statement).collect();
    Some(Policy { name: arn.to_owned(), pointer: None, statements })
}

/// The ARNs of all of them.
pub(crate) fn managed_policy_arns() -> impl Iterator<Item = String> {
    let names = DATA.lines().filter(|line| !line.is_empty() && !line.starts_with([' ', '#']));
    names.map(|name| format!("arn:aws:iam::aws:policy/{name}"))
}

/// What follows `policy/` in the ARN of a policy that AWS manages, in any partition.
fn managed_name(arn: &str) -> Option<&str> {
    let (partition, name) = arn.strip_prefix("arn:")?.split_once(":iam::aws:policy/")?;
    (partition.starts_with("aws") && !name.is_empty()).then_some(name)
}

/// A line of the data: `Allow [?] [not] actions on resources`.
fn statement(line: &'static str) -> Option<Statement> {
    let (actions, resources) = line.trim().split_once(" on ")?;
    let (effect, actions) = actions.split_once(' ')?;
    let (conditional, actions) = match actions.strip_prefix("? ") {
        Some(rest) => (true, rest),
        None => (false, actions),
    };
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    Some(Statement {
        sid: None,
        effect: if effect == "Deny" { Effect::Deny } else { Effect::Allow },
        actions: match actions.strip_prefix("not ") {
            Some(rest) => Named::AllBut(words(rest)),
            None => Named::These(words(actions)),
        },
        resources: Named::These(words(resources)),
        principals: None,
        conditional,
    })
}

#[cfg(test)]
mod tests {
    use super::{DATA, managed_policy, managed_policy_arns};
    use crate::aws::Named;

    #[test]
    fn every_line_of_the_data_is_read() {
        let arns: Vec<String> = managed_policy_arns().collect();
        let statements: usize =
            arns.iter().filter_map(|arn| managed_policy(arn)).map(|policy| policy.statements.len()).sum();
        assert_eq!(statements, DATA.lines().filter(|line| line.starts_with("  ")).count());
        assert!(statements > arns.len() && arns.len() > 10);
    }

    #[test]
    fn arns_of_every_partition_are_known_and_others_are_not() {
        assert!(managed_policy("arn:aws-cn:iam::aws:policy/AmazonS3FullAccess").is_some());
        assert!(managed_policy("arn:aws:iam::123456789012:policy/AmazonS3FullAccess").is_none());
        assert!(managed_policy("AmazonS3FullAccess").is_none());
        let power = managed_policy("arn:aws:iam::aws:policy/PowerUserAccess").unwrap();
        assert!(matches!(&power.statements[0].actions, Named::AllBut(names) if names[0] == "iam:*"));
    }
}
