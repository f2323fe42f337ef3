//! Commands that look into a task: its network, roles and volumes.

use super::MomentArgs;
use clap::{ArgGroup, Args as Arguments};

const NETWORK_EXAMPLES: &str = "\
Examples:
  ecs-playground network scenario.json --task service:web/1
  ecs-playground network scenario.json --service web --at 60 --format json
  ecs-playground network scenario.json --task-definition web";

/// Show the path from the client to a task, hop by hop, and what stops it
///
/// Every load balancer, listener and target group that leads to the task is followed to its container,
/// with the security groups on the way, the health check's verdict and what the client sees; then the
/// names that lead to it, and what it reaches itself. Of a task definition it is what each network mode
/// would make of it.
#[derive(Debug, Arguments)]
#[command(after_help = NETWORK_EXAMPLES, group(ArgGroup::new("subject").required(true)))]
pub(crate) struct NetworkArgs {
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF", group = "subject")]
    pub(crate) task: Option<String>,
    /// All tasks of this service
    #[arg(long, value_name = "NAME", group = "subject")]
    pub(crate) service: Option<String>,
    /// Each network mode of this task definition side by side: its family, its family and revision, or its ARN
    #[arg(long, value_name = "REF", group = "subject")]
    pub(crate) task_definition: Option<String>,
    #[command(flatten)]
    pub(crate) of: MomentArgs,
}

/// Which task is asked about.
#[derive(Debug, Arguments)]
pub(crate) struct TaskArgs {
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF")]
    pub(crate) task: String,
    #[command(flatten)]
    pub(crate) of: MomentArgs,
}

const ROLES_EXAMPLES: &str = "\
Examples:
  ecs-playground roles scenario.json --task service:web/1
  ecs-playground roles scenario.json --task service:web/1 --format json | jq '.calls[] | select(.allowed | not)'";

/// Show which role signs which call of a task, and what is denied
///
/// The calls of its start and those of its application, each with the statement that decides, what AWS
/// answers where it is denied, and the policy that would allow it.
#[derive(Debug, Arguments)]
#[command(after_help = ROLES_EXAMPLES)]
pub(crate) struct RolesArgs {
    #[command(flatten)]
    pub(crate) of: TaskArgs,
}

const VOLUMES_EXAMPLES: &str = "\
Examples:
  ecs-playground volumes scenario.json --task service:db/1
  ecs-playground volumes scenario.json --task service:db/1 --at 600 --format json";

/// Show the volumes of a task: where each is, who shares it, how much is in it, and what survives
#[derive(Debug, Arguments)]
#[command(after_help = VOLUMES_EXAMPLES)]
pub(crate) struct VolumesArgs {
    #[command(flatten)]
    pub(crate) of: TaskArgs,
}
