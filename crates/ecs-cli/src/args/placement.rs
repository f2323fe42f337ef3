//! Commands on placement: why here, what an expression means, how many more.

use super::MomentArgs;
use clap::Args as Arguments;

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  ecs-playground explain scenario.json --task service:web/3
  ecs-playground explain scenario.json --service web --instance host/2
  ecs-playground explain scenario.json --service web --at 60 --format json";

/// Say why a task stands where it does, or why the next one of a service has no place
///
/// Every instance is listed with what ruled it out and what would let the task in.
#[derive(Debug, Arguments)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF", required_unless_present = "service", conflicts_with = "service")]
    pub(crate) task: Option<String>,
    /// The service whose next task is meant
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// Only this instance: its ARN, its id or its short form, such as host/1
    #[arg(long, value_name = "REF")]
    pub(crate) instance: Option<String>,
    #[command(flatten)]
    pub(crate) of: MomentArgs,
}

const QUERY_EXAMPLES: &str = "\
Examples:
  ecs-playground query scenario.json 'attribute:ecs.instance-type =~ t3.*'
  ecs-playground query scenario.json 'runningTasksCount < 4 and not(task:group == service:db)'";

/// List the container instances that an expression of the cluster query language means
#[derive(Debug, Arguments)]
#[command(after_help = QUERY_EXAMPLES)]
pub(crate) struct QueryArgs {
    #[command(flatten)]
    pub(crate) of: MomentArgs,
    /// The expression
    #[arg(value_name = "EXPR")]
    pub(crate) expression: String,
}

const FIT_EXAMPLES: &str = "\
Examples:
  ecs-playground fit scenario.json --task-definition web
  ecs-playground fit scenario.json --task-definition web:3 --at 0 --format json";

/// Say how many more copies of a task definition fit, and what stops the next
#[derive(Debug, Arguments)]
#[command(after_help = FIT_EXAMPLES)]
pub(crate) struct FitArgs {
    /// The task definition: its family, its family and revision, or its ARN
    #[arg(long, value_name = "REF")]
    pub(crate) task_definition: String,
    #[command(flatten)]
    pub(crate) of: MomentArgs,
}
