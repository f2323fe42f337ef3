//! An expression of a placement constraint has up to 2,000 characters.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const CHARACTERS_MAX: usize = 2000;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "constraint-too-long",
        severity: Severity::Error,
        summary: "The expression of a placement constraint has at most 2,000 characters.",
        source: "TASK-25",
    },
    aws_message: None,
    why: "It is a bound of the cluster query language.",
    example: r#"{"family": "web", "placementConstraints": [{"type": "memberOf", "expression": "attribute:rack in [rack-001, rack-002, rack-003, rack-004, rack-005, rack-006, rack-007, rack-008, rack-009, rack-010, rack-011, rack-012, rack-013, rack-014, rack-015, rack-016, rack-017, rack-018, rack-019, rack-020, rack-021, rack-022, rack-023, rack-024, rack-025, rack-026, rack-027, rack-028, rack-029, rack-030, rack-031, rack-032, rack-033, rack-034, rack-035, rack-036, rack-037, rack-038, rack-039, rack-040, rack-041, rack-042, rack-043, rack-044, rack-045, rack-046, rack-047, rack-048, rack-049, rack-050, rack-051, rack-052, rack-053, rack-054, rack-055, rack-056, rack-057, rack-058, rack-059, rack-060, rack-061, rack-062, rack-063, rack-064, rack-065, rack-066, rack-067, rack-068, rack-069, rack-070, rack-071, rack-072, rack-073, rack-074, rack-075, rack-076, rack-077, rack-078, rack-079, rack-080, rack-081, rack-082, rack-083, rack-084, rack-085, rack-086, rack-087, rack-088, rack-089, rack-090, rack-091, rack-092, rack-093, rack-094, rack-095, rack-096, rack-097, rack-098, rack-099, rack-100, rack-101, rack-102, rack-103, rack-104, rack-105, rack-106, rack-107, rack-108, rack-109, rack-110, rack-111, rack-112, rack-113, rack-114, rack-115, rack-116, rack-117, rack-118, rack-119, rack-120, rack-121, rack-122, rack-123, rack-124, rack-125, rack-126, rack-127, rack-128, rack-129, rack-130, rack-131, rack-132, rack-133, rack-134, rack-135, rack-136, rack-137, rack-138, rack-139, rack-140, rack-141, rack-142, rack-143, rack-144, rack-145, rack-146, rack-147, rack-148, rack-149, rack-150, rack-151, rack-152, rack-153, rack-154, rack-155, rack-156, rack-157, rack-158, rack-159, rack-160, rack-161, rack-162, rack-163, rack-164, rack-165, rack-166, rack-167, rack-168, rack-169, rack-170, rack-171, rack-172, rack-173, rack-174, rack-175, rack-176, rack-177, rack-178, rack-179, rack-180, rack-181, rack-182, rack-183, rack-184, rack-185, rack-186, rack-187, rack-188, rack-189, rack-190, rack-191, rack-192, rack-193, rack-194, rack-195, rack-196, rack-197, rack-198, rack-199, rack-200, rack-201]"}], "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Compare with a list, `in [a, b]`, or mark the instances with one attribute of your own.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for constraint in definition.place.list("placementConstraints") {
        let length = constraint.str("expression").map_or(0, |expression| expression.chars().count());
        if length > CHARACTERS_MAX {
            let message = format!("the expression has {length} characters; {CHARACTERS_MAX} are the most");
            let finding = constraint.finding_at("expression", &RULE, message);
            findings.push(finding.hint("mark the instances with one attribute, and ask for that"));
        }
    }
}
