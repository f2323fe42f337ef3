//! Which rules a decision followed, and which of them AWS documents.

use ecs_core::aws::LaunchType;
use ecs_core::report::Explanation;
use serde_json::Value;

/// A rule of `docs/spec`, as the receipt names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its id.
    pub(super) id: &'static str,
    /// What it is about.
    pub(super) name: &'static str,
}

/// The rules that a decision followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// Those whose status is documented.
    pub(super) documented: Vec<Rule>,
    /// Those that are the playground's choice, because AWS documents none.
    pub(super) ours: Vec<Rule>,
}

/// The rules of a decision. The status of each is that of its heading in `docs/spec/placement.md`.
pub(super) fn rules(decision: &Explanation) -> Rules {
    let rule = |id, name| Rule { id, name };
    if is_on_fargate(decision) {
        return Rules {
            documented: vec![rule("PLACE-7", "Fargate's zone spread")],
            ours: vec![rule("PLACE-6", "the draw among zones that are equal")],
        };
    }
    let strategies = texts(&decision.requirement, "placementStrategy");
    let names = |kind: &str| strategies.iter().any(|strategy| strategy.starts_with(kind));
    let constraints = decision.requirement.get("placementConstraints").and_then(Value::as_array);
    let constrained = |kind: &str| {
        constraints.is_some_and(|all| all.iter().any(|one| one.get("type").is_some_and(|name| name == kind)))
    };
    let placed = decision.candidates.iter().any(|candidate| candidate.chosen);
    let documented = [
        (true, rule("PLACE-2", "what rules an instance out")),
        (constrained("memberOf"), rule("PLACE-11", "memberOf")),
        (constrained("distinctInstance"), rule("PLACE-12", "distinctInstance")),
        (names("spread"), rule("PLACE-4", "spread")),
        (names("binpack"), rule("PLACE-14", "binpack")),
        (names("random"), rule("PLACE-14", "random")),
    ];
    let ours = [
        (decision.tie_break.is_some(), rule("PLACE-6", "the draw among equals")),
        (decision.aws_message.is_some(), rule("PLACE-3", "which reason is reported")),
        (!placed && decision.aws_message.is_some(), rule("PLACE-8", "the closest instance")),
    ];
    let kept = |all: &[(bool, Rule)]| all.iter().filter(|(used, _)| *used).map(|(_, rule)| *rule).collect();
    Rules { documented: kept(&documented), ours: kept(&ours) }
}

/// Whether there was no instance to choose.
pub(super) fn is_on_fargate(decision: &Explanation) -> bool {
    decision.requirement.get("launchType").is_some_and(|name| name == LaunchType::Fargate.name())
}

/// The strings of a list.
pub(super) fn texts<'a>(requirement: &'a Value, member: &str) -> Vec<&'a str> {
    let list = requirement.get(member).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}
